"""One field: its value, its names for a screen reader, its complaint."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from netcheck.core.settings import Settings
from netcheck.core.settings_reader import SettingsError
from netcheck.core.settings_values import LONGEST
from netcheck.gui.settings_fields import (
    FUSION,
    ChoiceField,
    Field,
    LineField,
    SwitchField,
    frame_colour,
    plain,
    read_table,
    told,
)
from netcheck.gui.settings_lines import LinesField, ParagraphField
from netcheck.gui.settings_numbers import MoneyField, PortField, SecondsField
from netcheck.gui.theme import DARK, LIGHT, Colours, contrast

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
"""What the offscreen platform says whenever a window opens."""


def test_a_fault_is_a_sentence_without_the_place() -> None:
    found = read_table({"isp": {"status_url": "x"}})
    assert isinstance(found, SettingsError)
    assert told(found) == 'Must be an address such as "https://host.example/".'
    assert told(SettingsError("file: the file is broken.")) == "File: the file is broken."
    assert isinstance(read_table({}), Settings)


def test_a_label_without_the_mark_of_its_key() -> None:
    assert plain("&Name && address") == "Name & address"


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (lambda: LineField(("a", "b"), "&Name", "x "), "x "),
        (lambda: SwitchField(("a", "b"), "&On", True), True),
        (lambda: ChoiceField(("a", "b"), "&Which", "two", (("one", "1"), ("two", "2"))), "two"),
        (lambda: ChoiceField(("a", "b"), "&Which", "three", (("one", "1"), ("two", "2"))), "one"),
        (lambda: SecondsField(("a", "b"), "&Long", 2.5, (1, 3600)), 2.5),
        (lambda: PortField(("a", "b"), "&Port", 8080), 8080),
        (lambda: MoneyField(("a", "b"), "&Fee", 29.99, 1000), 29.99),
        (lambda: ParagraphField(("a", "b"), "&Message", "one\ntwo "), "one two"),
        (lambda: LinesField(("a", "b"), "&List", ("one", "two")), ["one", "two"]),
    ],
)
def test_a_field_has_a_value_and_names(qtbot: QtBot, field: type[Field], expected: object) -> None:
    made: Field = field()  # type: ignore[call-arg]
    qtbot.addWidget(made)
    assert made.value() == expected
    assert made.editor.accessibleName()
    assert "&" not in made.editor.accessibleName()
    assert made.editor.focusPolicy() & Qt.FocusPolicy.TabFocus
    if not isinstance(made, SwitchField):
        assert made.label.buddy() is made.editor
        assert made.label.textFormat() is Qt.TextFormat.PlainText


def test_a_change_is_told(qtbot: QtBot) -> None:
    line, switch = LineField(("a", "b"), "&Name", ""), SwitchField(("a", "c"), "&On", False)
    choice = ChoiceField(("a", "d"), "&Which", "one", (("one", "1"), ("two", "2")))
    for field in (line, switch, choice):
        qtbot.addWidget(field)
        field.show()
    with qtbot.waitSignal(line.edited):
        QTest.keyClicks(line.line, "x")
    with qtbot.waitSignal(switch.edited):
        QTest.keyClick(switch.switch, Qt.Key.Key_Space)
    with qtbot.waitSignal(choice.edited):
        QTest.keyClick(choice.box, Qt.Key.Key_Down)
    assert (line.value(), switch.value(), choice.value()) == ("x", True, "two")


def test_a_complaint_is_shown_and_spoken_and_goes(qtbot: QtBot) -> None:
    field = LineField(("a", "b"), "&Name", "", "A note.")
    qtbot.addWidget(field)
    field.show()
    assert not field.complaint.isVisible()
    field.complain("Must not be empty.")
    assert field.complaint.isVisible()
    assert field.complaint.told() == "Must not be empty."
    assert field.editor.accessibleDescription() == "A note. Must not be empty."
    field.complain("")
    assert not field.complaint.isVisible()
    assert field.editor.accessibleDescription() == "A note."


def test_more_than_is_taken_can_be_typed_so_that_it_is_said(qtbot: QtBot) -> None:
    field = LineField(("isp", "name"), "&Name", "")
    qtbot.addWidget(field)
    field.line.setText("x" * 1000)
    assert len(field.value()) > LONGEST
    assert isinstance(read_table({"isp": {"name": field.value()}}), SettingsError)


def test_addresses_run_from_left_to_right_in_every_language(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    column = QVBoxLayout(parent)
    url, name = LineField(("a", "b"), "&Address", "https://a.example/", latin=True), LineField(("a", "c"), "&Name", "")
    column.addWidget(url)
    column.addWidget(name)
    assert url.line.layoutDirection() is Qt.LayoutDirection.LeftToRight
    assert name.line.layoutDirection() is Qt.LayoutDirection.RightToLeft


def test_the_wheel_turns_the_page_and_not_the_value(qtbot: QtBot) -> None:
    field = SecondsField(("a", "b"), "&Long", 10, (1, 3600))
    qtbot.addWidget(field)
    field.show()
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    field.spin.clearFocus()
    QApplication.sendEvent(field.spin, wheel)
    assert field.value() == 10
    assert not wheel.isAccepted()


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_a_frame_can_be_seen(colours: Colours) -> None:
    drawn = QColor(frame_colour(colours).lighter(FUSION)).darker(FUSION)
    assert contrast(drawn.name(), colours.card) >= 3
