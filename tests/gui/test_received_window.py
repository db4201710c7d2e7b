"""A report that somebody sent is shown as it is, as plain text, with what one cannot know of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from netcheck.gui.received_window import ReceivedWindow

TEXT = "netcheck report\n<b>not bold</b> http://evil.example"


@pytest.fixture
def window(qtbot: QtBot) -> ReceivedWindow:
    made = ReceivedWindow("report.json", TEXT)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_it_says_that_nobody_can_tell_whether_it_was_changed(window: ReceivedWindow) -> None:
    (note,) = [label.text() for label in window.findChildren(QLabel) if "changed on the way" in label.text()]
    assert "report.json" in note
    assert window.windowTitle() == "report.json – netcheck"


def test_nothing_in_it_is_markup(window: ReceivedWindow) -> None:
    (text,) = window.findChildren(QPlainTextEdit)
    assert text.toPlainText() == TEXT
    assert text.isReadOnly()
    assert text.accessibleName()


def test_it_is_read_by_keyboard_at_once(window: ReceivedWindow) -> None:
    (text,) = window.findChildren(QPlainTextEdit)
    assert QApplication.focusWidget() is text
    QTest.keySequence(text, "Tab")
    assert isinstance(QApplication.focusWidget(), QPushButton)


def test_it_is_copied_and_closed(window: ReceivedWindow) -> None:
    buttons = {each.text().replace("&", ""): each for each in window.findChildren(QPushButton)}
    buttons["Copy all"].click()
    assert QGuiApplication.clipboard().text() == TEXT
    buttons["Close"].click()
    assert not window.isVisible()


def test_letters_follow(window: ReceivedWindow, qtbot: QtBot) -> None:
    (text,) = window.findChildren(QPlainTextEdit)
    before, font = text.font().pointSizeF(), QApplication.font()
    larger = QApplication.font()
    larger.setPointSizeF(font.pointSizeF() * 2)
    try:
        QApplication.setFont(larger)
        QApplication.sendEvent(window, QEvent(QEvent.Type.FontChange))
        assert text.font().pointSizeF() == pytest.approx(before * 2)
    finally:
        QApplication.setFont(font)


def test_a_hostile_name_is_harmless(qtbot: QtBot) -> None:
    made = ReceivedWindow("a\u202e\nb<b>.json", "x")
    qtbot.addWidget(made)
    assert made.windowTitle().isprintable()
