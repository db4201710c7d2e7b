"""A note is told once, without the spaces around it, and the line is empty again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from netcheck.gui.note_line import LONGEST, NoteLine


@pytest.fixture
def note(qtbot: QtBot) -> NoteLine:
    made = NoteLine()
    qtbot.addWidget(made)
    return made


def parts(note: NoteLine) -> tuple[QLineEdit, QPushButton]:
    (line,), (keep,) = note.findChildren(QLineEdit), note.findChildren(QPushButton)
    return line, keep


def test_kept_by_key(note: NoteLine, qtbot: QtBot) -> None:
    line, _ = parts(note)
    QTest.keyClicks(line, " Reference 4711 ")
    with qtbot.waitSignal(note.written) as written:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert written.args == ["Reference 4711"]
    assert line.text() == ""


def test_kept_by_button(note: NoteLine, qtbot: QtBot) -> None:
    line, keep = parts(note)
    assert not keep.isEnabled()
    line.setText("Spoke to Ms X")
    assert keep.isEnabled()
    with qtbot.waitSignal(note.written):
        keep.click()
    assert not keep.isEnabled()


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_is_no_note(note: NoteLine, qtbot: QtBot, text: str) -> None:
    line, keep = parts(note)
    line.setText(text)
    assert not keep.isEnabled()
    with qtbot.assertNotEmitted(note.written):
        QTest.keyClick(line, Qt.Key.Key_Return)


def test_it_has_an_end(note: NoteLine) -> None:
    line, _ = parts(note)
    assert line.maxLength() == LONGEST


def test_the_line_has_a_name(note: NoteLine) -> None:
    line, _ = parts(note)
    assert QAccessible.queryAccessibleInterface(line).text(QAccessible.Text.Name) == "Note for the journal"
