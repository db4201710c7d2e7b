"""An address can be copied and shown as a code; a number can be copied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netcheck.gui.address_line import AddressLine
from netcheck.gui.qr_code import CodeDialog

ADDRESS = "https://status.example.net/region/upper-austria?lang=de"


def made(qtbot: QtBot, *told: str) -> AddressLine:
    line = AddressLine(*told)
    qtbot.addWidget(line)
    line.show()
    return line


def test_what_can_be_done_is_named_with_whose_it_is(qtbot: QtBot) -> None:
    line = made(qtbot, "Status page", ADDRESS, "CRM")
    names = [QAccessible.queryAccessibleInterface(b).text(QAccessible.Text.Name) for b in (line.copy, line.code)]
    assert names == ["Copy: Status page of CRM", "Show as QR code: Status page of CRM"]


def test_it_is_copied_as_it_is(qtbot: QtBot) -> None:
    line = made(qtbot, "Status page", ADDRESS)
    line.copy.setFocus()
    QTest.keyClick(line.copy, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == ADDRESS


def test_the_code_opens_by_keyboard(qtbot: QtBot) -> None:
    line = made(qtbot, "Status page", ADDRESS)
    line.code.setFocus()
    QTest.keyClick(line.code, Qt.Key.Key_Space)
    (dialog,) = line.findChildren(CodeDialog)
    qtbot.waitUntil(lambda: dialog.code.drawn)
    dialog.close()


@pytest.mark.parametrize("value", ["0800 123 4567", "tcp://files.example:445", "javascript:alert(1)"])
def test_only_pages_become_codes(qtbot: QtBot, value: str) -> None:
    assert not made(qtbot, "Phone", value).code.isVisible()


def test_a_line_that_is_made_opens_no_window_of_its_own(qtbot: QtBot) -> None:
    before = set(QApplication.topLevelWidgets())
    line = AddressLine("Status page", ADDRESS)
    qtbot.addWidget(line)
    assert [w for w in QApplication.topLevelWidgets() if w not in before and w.isVisible()] == []


def test_numbers_stay_as_they_are_in_languages_from_the_right(qtbot: QtBot, qapp: QApplication) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        line = made(qtbot, "Phone", "0800 123 4567")
        assert line._text.layoutDirection() is Qt.LayoutDirection.LeftToRight
        assert line._text.alignment() & Qt.AlignmentFlag.AlignRight
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
