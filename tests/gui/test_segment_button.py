"""A part of the path is a button that says all itself, and never cuts a word."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netcheck.core.model import Segment
from netcheck.gui.icons import Badge
from netcheck.gui.path_parts import Part
from netcheck.gui.segment_button import SegmentButton, longest_name, name_font, narrowest, text_heights, word_font

ROUTER = Part(Segment.ROUTER, Badge.OK, "works", "192.168.1.1 answered <b>\u202e & so")


@pytest.fixture
def button(qtbot: QtBot) -> SegmentButton:
    made = SegmentButton(Segment.ROUTER)
    qtbot.addWidget(made)
    made.show_part(ROUTER)
    made.resize(120, 100)
    made.show()
    return made


def test_a_screen_reader_hears_part_and_state(button: SegmentButton) -> None:
    interface = QAccessible.queryAccessibleInterface(button)
    assert interface.text(QAccessible.Text.Name) == "Router: works"
    assert interface.text(QAccessible.Text.Description) == "192.168.1.1 answered <b> & so"
    assert interface.role() == QAccessible.Role.Button


def test_the_name_changes_with_the_state(button: SegmentButton) -> None:
    button.show_part(Part(Segment.ROUTER, Badge.FAILED_HOME, "fault here"))
    interface = QAccessible.queryAccessibleInterface(button)
    assert interface.text(QAccessible.Text.Name) == "Router: fault here"
    assert interface.text(QAccessible.Text.Description) == ""


def test_a_tool_tip_is_no_markup(button: SegmentButton) -> None:
    assert button.toolTip() == "192.168.1.1 answered &lt;b> &amp; so"


@pytest.mark.parametrize("key", [Qt.Key.Key_Space])
def test_it_is_pressed_by_key(button: SegmentButton, qtbot: QtBot, key: Qt.Key) -> None:
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, key)


def test_the_ring_comes_with_the_keyboard_only(button: SegmentButton) -> None:
    plain = button.grab().toImage()
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert button.grab().toImage() == plain
    button.clearFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.grab().toImage() != plain
    button.clearFocus()
    assert button.grab().toImage() == plain


@pytest.mark.parametrize("badge", [None, *Badge])
@pytest.mark.parametrize("upright", [False, True])
def test_every_badge_is_drawn(button: SegmentButton, badge: Badge | None, upright: bool) -> None:
    button.upright = upright
    button.resize(400 if upright else 120, 100)
    button.show_part(Part(Segment.ROUTER, badge, "works"))
    drawn = button.grab().toImage()
    button.show_part(Part(Segment.ROUTER, Badge.OK if badge is not Badge.OK else None, "works"))
    assert drawn != button.grab().toImage()


def test_the_icon_stands_where_reading_begins(button: SegmentButton) -> None:
    button.upright = True
    left = button.icon_rect()
    button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert button.icon_rect().right() == button.rect().right() - (left.left() - button.rect().left())
    assert button.rect().contains(button.icon_rect())


def test_words_find_room(qapp: QApplication) -> None:
    wide = narrowest()
    names, sentences = text_heights(wide)
    assert names >= QFontMetrics(name_font()).height()
    assert sentences >= QFontMetrics(word_font()).height()
    assert text_heights(4 * wide) <= (names, sentences)
    assert longest_name() >= QFontMetrics(name_font()).horizontalAdvance("Your services")


def test_the_mouse_shows_that_it_can_be_pressed(button: SegmentButton) -> None:
    QApplication.sendEvent(button, QEvent(QEvent.Type.Leave))
    plain = button.grab().toImage()
    QTest.mousePress(button, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))
    assert button.grab().toImage() != plain
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))
    assert button.cursor().shape() is Qt.CursorShape.PointingHandCursor
