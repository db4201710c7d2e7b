"""A message of several lines of the window, and a list with an entry on each line."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from netcheck.core.settings import Settings
from netcheck.core.settings_values import LONGEST
from netcheck.gui.settings_fields import LineField, read_table
from netcheck.gui.settings_lines import LARGEST, LinesField, ParagraphField

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
"""What the offscreen platform says whenever a window opens."""
SECRETS = ("report", "secrets")


def secrets(qtbot: QtBot, *entries: str) -> LinesField:
    field = LinesField(SECRETS, "&Words", entries)
    qtbot.addWidget(field)
    return field


def complaint(field: LinesField) -> str:
    found = read_table({"report": {"secrets": field.value()}})
    return "" if isinstance(found, Settings) else field.told(found)


def test_empty_lines_and_spaces_count_for_nothing(qtbot: QtBot) -> None:
    field = secrets(qtbot)
    field.lines.setPlainText("\n  Blue\tbird \n\n \nAnn\u2028Lee\n")
    assert field.value() == ["Blue bird", "Ann", "Lee"]


def test_the_entry_at_fault_is_named(qtbot: QtBot) -> None:
    field = secrets(qtbot, "Bluebird", "ab")
    assert complaint(field) == ("“ab” must have at least 3 letters or digits: a shorter one stands in too many words.")
    field.lines.setPlainText("x" * (LONGEST + 1))
    assert complaint(field).startswith("“" + "x" * 39 + "…” must be at most")
    field.lines.setPlainText("\n".join(f"word {n}" for n in range(51)))
    assert complaint(field) == "Must have at most 50 entries."


def test_return_in_a_message_is_left_to_the_dialog_and_in_a_list_begins_a_line(qtbot: QtBot) -> None:
    one, several = ParagraphField(("a", "b"), "&One", "x"), secrets(qtbot, "x")
    for field in (one, several):
        qtbot.addWidget(field)
        field.show()
        QTest.keyClick(field.lines, Qt.Key.Key_Return)
    assert one.lines.toPlainText() == "x"
    assert "\n" in several.lines.toPlainText()


def test_the_tabulator_goes_on(qtbot: QtBot) -> None:
    sheet = QWidget()
    qtbot.addWidget(sheet)
    lines, after = LinesField(SECRETS, "&Words", ()), LineField(("a", "b"), "&Name", "")
    column = QVBoxLayout(sheet)
    for field in (lines, after):
        column.addWidget(field)
    sheet.show()
    qtbot.waitUntil(sheet.isActiveWindow)
    lines.lines.setFocus()
    QTest.keyClick(lines.lines, Qt.Key.Key_Tab)
    assert after.line.hasFocus()


def test_a_flood_from_the_clipboard_is_cut(qtbot: QtBot) -> None:
    field = secrets(qtbot)
    data = QMimeData()
    data.setText("word " * LARGEST)
    field.lines.insertFromMimeData(data)
    assert 0 < len(field.lines.toPlainText()) <= LARGEST


def test_larger_letters_get_more_room(qtbot: QtBot, qapp: QApplication) -> None:
    field = secrets(qtbot)
    before, usual = field.lines.height(), qapp.font()
    large = qapp.font()
    large.setPointSizeF(2 * usual.pointSizeF())
    try:
        qapp.setFont(large)
        field.show()
        QApplication.processEvents()
        from netcheck.gui.theme import tell_letters

        tell_letters(field)
        assert field.lines.height() > 1.5 * before
    finally:
        qapp.setFont(usual)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_whatever_is_typed_is_taken_or_complained_about(qtbot: QtBot, typed: str) -> None:
    field = secrets(qtbot)
    field.lines.setPlainText(typed.replace("\x00", ""))
    found = read_table({"report": {"secrets": field.value()}})
    if isinstance(found, Settings):
        assert list(found.report.secrets) == field.value()
    else:
        assert complaint(field).endswith(".")
