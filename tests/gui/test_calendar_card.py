"""The card around the calendar tells which months are shown and which day is meant."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netcheck.gui.calendar_card import Calendar
from tests.gui.test_heat_map import TODAY, days

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
"""What the offscreen platform says whenever a window opens."""


@pytest.fixture
def card(qtbot: QtBot) -> Calendar:
    made = Calendar()
    qtbot.addWidget(made)
    made.map.show_days(days(600, {2: 400.0}))
    made.resize(700, 240)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_its_heading_follows_the_arrows(card: Calendar) -> None:
    assert card.title.told() == card.map.title()
    assert not card.later.isEnabled()
    newest = card.title.told()
    card.earlier.click()
    assert card.title.told() == card.map.title() != newest
    assert card.later.isEnabled()
    card.later.click()
    assert card.title.told() == newest


def test_arrows_have_names(card: Calendar) -> None:
    assert [b.accessibleName() for b in (card.earlier, card.later)] == ["Earlier months", "Later months"]


def test_arrows_point_as_one_reads(card: Calendar) -> None:
    assert card.earlier.arrowType() is Qt.ArrowType.LeftArrow
    card.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert card.earlier.arrowType() is Qt.ArrowType.RightArrow


def test_the_day_under_the_cursor_stands_below(card: Calendar) -> None:
    assert card.reading.told() == "1 day with an outage"
    QTest.keyClick(card.map, Qt.Key.Key_End)
    QTest.keyClick(card.map, Qt.Key.Key_Up)
    assert card.reading.told() == card.map.reading(TODAY - timedelta(days=1))
