"""The calendar shows a year, turns to earlier ones, and reads out each day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from netcheck.core.history import Day
from netcheck.gui.heat_map import WEEKS, HeatMap

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise")
"""What the offscreen platform says whenever a window opens."""

TODAY = date(2026, 3, 12)
Key = Qt.Key


def days(count: int, bad: dict[int, float] | None = None) -> tuple[Day, ...]:
    """So many days up to TODAY; `bad` tells how many seconds it was down so many days ago."""
    found = bad or {}
    return tuple(Day(TODAY - timedelta(days=n), int(n in found), found.get(n, 0.0)) for n in range(count))


@pytest.fixture
def heat_map(qtbot: QtBot) -> HeatMap:
    made = HeatMap()
    qtbot.addWidget(made)
    made.show_days(days(900, {0: 60.0, 1: 4000.0, 30: 9000.0, 600: 30.0}))
    made.resize(800, made.heightForWidth(800))
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def from_right() -> Iterator[None]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def middle(heat_map: HeatMap, day: date) -> QPoint:
    return heat_map._box(day).center().toPoint()


def test_each_day_has_its_place(heat_map: HeatMap) -> None:
    assert heat_map.ends >= TODAY
    assert heat_map.begins == heat_map.ends - timedelta(days=WEEKS * 7 - 1)
    assert heat_map.begins.isoweekday() == QLocale().firstDayOfWeek().value
    day = heat_map.begins
    seen = set()
    while day <= TODAY:
        assert heat_map.day_at(heat_map._box(day).center()) == day
        assert heat_map.rect().contains(heat_map._box(day).toAlignedRect())
        seen.add(middle(heat_map, day).toTuple())
        day += timedelta(days=1)
    assert len(seen) > 360
    assert heat_map.day_at(heat_map._box(TODAY + timedelta(days=1)).center()) is None


@pytest.mark.usefixtures("from_right")
def test_time_runs_as_one_reads(heat_map: HeatMap) -> None:
    assert middle(heat_map, TODAY).x() < middle(heat_map, TODAY - timedelta(days=70)).x()
    assert heat_map.day_at(heat_map._box(TODAY).center()) == TODAY
    QTest.keyClick(heat_map, Key.Key_End)
    QTest.keyClick(heat_map, Key.Key_Right)
    assert heat_map.accessibleDescription().startswith(heat_map.reading(TODAY - timedelta(days=7)))


def test_days_are_read_out(heat_map: HeatMap) -> None:
    assert heat_map.reading(TODAY) == "Thu 12 Mar 2026: 1 outage, down for 1 min 0 s"
    assert heat_map.reading(TODAY - timedelta(days=2)) == "Tue 10 Mar 2026: no outage seen"
    assert heat_map.reading(TODAY - timedelta(days=2000)).endswith("not watched")


def test_a_sentence_tells_it_all(heat_map: HeatMap) -> None:
    worst = heat_map.reading(TODAY - timedelta(days=30))
    assert heat_map.sentence() == f"{heat_map.title()}: 3 days with an outage. The worst: {worst}."
    assert heat_map.accessibleDescription() == heat_map.sentence()
    assert heat_map.accessibleName()
    heat_map.show_days(days(50))
    assert heat_map.sentence() == "January 2026 to March 2026: no outage seen."
    heat_map.show_days(())
    assert heat_map.sentence() == "No day was watched yet."


def test_arrows_move_by_days_and_weeks(heat_map: HeatMap, qtbot: QtBot) -> None:
    with qtbot.waitSignal(heat_map.moved) as moved:
        QTest.keyClick(heat_map, Key.Key_Left)
    assert moved.args == [heat_map.reading(TODAY)]
    expected = TODAY
    for key, step in ((Key.Key_Up, -1), (Key.Key_Left, -7), (Key.Key_Down, 1), (Key.Key_Right, 7), (Key.Key_Down, 0)):
        expected += timedelta(days=step)
        with qtbot.waitSignal(heat_map.moved) as moved:
            QTest.keyClick(heat_map, key)
        assert moved.args == [heat_map.reading(expected)]
    assert heat_map.accessibleDescription().startswith(heat_map.reading(TODAY))


def test_the_cursor_turns_the_pages(heat_map: HeatMap) -> None:
    QTest.keyClick(heat_map, Key.Key_Home)
    begins = heat_map.begins
    QTest.keyClick(heat_map, Key.Key_Up)
    assert heat_map.begins < begins
    assert heat_map.accessibleDescription().startswith(heat_map.reading(begins - timedelta(days=1)))


def test_it_turns_as_far_as_there_are_days(heat_map: HeatMap, qtbot: QtBot) -> None:
    assert heat_map.can_turn(-1)
    assert not heat_map.can_turn(1)
    newest = heat_map.begins
    for _ in range(9):
        with qtbot.waitSignal(heat_map.turned):
            heat_map.turn(-26)
    assert not heat_map.can_turn(-1)
    assert heat_map.begins <= TODAY - timedelta(days=899) < heat_map.begins + timedelta(days=7)
    heat_map.turn(500)
    assert heat_map.begins == newest


def test_a_day_is_picked_by_click_and_by_enter(heat_map: HeatMap, qtbot: QtBot) -> None:
    day = TODAY - timedelta(days=30)
    with qtbot.waitSignal(heat_map.day_picked) as picked:
        QTest.mouseClick(heat_map, Qt.MouseButton.LeftButton, pos=middle(heat_map, day))
    assert picked.args == [day]
    with qtbot.waitSignal(heat_map.day_picked) as picked:
        QTest.keyClick(heat_map, Key.Key_Return)
    assert picked.args == [day]


def test_a_tooltip_reads_the_day(heat_map: HeatMap) -> None:
    place = middle(heat_map, TODAY - timedelta(days=1))
    QApplication.sendEvent(heat_map, QHelpEvent(QHelpEvent.Type.ToolTip, place, heat_map.mapToGlobal(place)))
    assert QToolTip.text() == heat_map.reading(TODAY - timedelta(days=1))
    QToolTip.hideText()


def test_an_empty_calendar_takes_keys_and_clicks(qtbot: QtBot) -> None:
    empty = HeatMap()
    qtbot.addWidget(empty)
    empty.resize(600, 150)
    for key in (Key.Key_Left, Key.Key_Home, Key.Key_End, Key.Key_PageUp, Key.Key_Return):
        QTest.keyClick(empty, key)
    QTest.mouseClick(empty, Qt.MouseButton.LeftButton, pos=QPoint(300, 60))
    assert empty.sentence() == "No day was watched yet."
    assert not empty.grab().isNull()


def test_it_is_drawn(heat_map: HeatMap) -> None:
    before = heat_map.grab().toImage()
    QTest.keyClick(heat_map, Key.Key_Up)
    assert heat_map.grab().toImage() != before
    assert heat_map.height() == heat_map.heightForWidth(heat_map.width())
