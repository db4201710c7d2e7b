"""The window of the past: asks for the looks of what is picked, and fits small windows and large letters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QTableView, QWidget
from pytestqt.qtbot import QtBot

from netcheck.core.history import days, months
from netcheck.gui.history_window import HistoryWindow, summed
from netcheck.gui.outage_details import span_of
from netcheck.gui.theme import DARK, LIGHT, palette_of
from netcheck.gui.words import duration
from tests.gui.some_past import JOURNAL, NOW, PAST, past, points

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise")
"""What the offscreen platform says whenever a window opens."""

TODAY = NOW.astimezone().date()
DAYS = days(PAST, TODAY - timedelta(days=371), TODAY, None)
MONTHS = months(PAST, None)


def made(qtbot: QtBot, width: int = 1300, height: int = 860) -> HistoryWindow:
    window = HistoryWindow(now=lambda: NOW)
    qtbot.addWidget(window)
    window.resize(width, height)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def window(qtbot: QtBot) -> HistoryWindow:
    shown = made(qtbot)
    shown.show_history(tuple(PAST), DAYS, MONTHS, JOURNAL)
    return shown


@pytest.fixture
def large_letters() -> Iterator[None]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    usual = app.font()
    large = QFont(usual)
    large.setPointSizeF(2 * usual.pointSizeF())
    app.setFont(large)
    yield
    app.setFont(usual)


def texts(window: HistoryWindow) -> list[str]:
    return [label.text() for label in window.findChildren(QLabel) if label.isVisible() and label.text()]


# --- empty, loading, error ---


def test_it_opens_before_anything_was_read(qtbot: QtBot) -> None:
    assert texts(made(qtbot)) == ["Reading the history…"]


def test_no_outage_is_good_news_with_a_date(qtbot: QtBot) -> None:
    window = made(qtbot)
    with qtbot.assertNotEmitted(window.outage_picked, wait=150):
        window.show_history((), DAYS, (), (), since=NOW - timedelta(days=30))
    assert texts(window)[0] == f"No outage since {(NOW - timedelta(days=30)).astimezone().day} February 2026."


def test_nobody_claims_a_date_that_is_not_known(qtbot: QtBot) -> None:
    window = made(qtbot)
    window.show_history((), DAYS, (), ())
    assert texts(window)[0] == "No outage seen yet."


@pytest.mark.parametrize("problem_first", [True, False])
def test_a_history_that_could_not_be_read_is_no_good_news(qtbot: QtBot, problem_first: bool) -> None:
    window = made(qtbot)
    if problem_first:
        window.show_problem("The disk is full.")
    window.show_history((), DAYS, (), (), since=NOW)
    window.show_problem("The disk is full.")
    assert texts(window)[:2] == ["! The disk is full.", "No outage is kept here."]
    window.show_problem("")
    assert not any("disk" in text for text in texts(window))


# --- what is shown ---


def test_the_head_sums_it_up(window: HistoryWindow) -> None:
    first = PAST[3].outage.down_since.astimezone()
    month = "Aug" if first.month == 8 else "Sep"
    total = 4320 + 45 + 600 + 90000
    assert window.head.told() == f"4 outages since {first.day} {month} 2025, {duration(total)} in all"
    assert window.sides.told() == " · ".join(
        (f"At home {duration(45)}", f"Outside your home {duration(94320)}", f"Not known where {duration(600)}")
    )


def test_sums() -> None:
    assert summed((), 0, None) == (f"0 outages, {duration(0)} in all", "")
    head, _ = summed(MONTHS, 4, date(2025, 8, 24))
    assert head.startswith("4 outages since 24 Aug 2025, ")


def test_days_before_the_history_begins_were_not_watched(window: HistoryWindow) -> None:
    assert window.calendar.map.reading(TODAY - timedelta(days=300)).endswith("no outage seen")
    window.show_history(tuple(PAST[:3]), DAYS, MONTHS, JOURNAL, since=NOW - timedelta(days=60))
    assert window.calendar.map.reading(TODAY - timedelta(days=300)).endswith("not watched")
    assert window.calendar.map.reading(TODAY - timedelta(days=20)).endswith("no outage seen")


def test_the_newest_is_picked_and_its_looks_are_asked_for(qtbot: QtBot) -> None:
    window = made(qtbot)
    picked: list[str] = []
    spans: list[tuple[object, object]] = []
    window.outage_picked.connect(picked.append)
    window.span_wanted.connect(lambda begins, ends: spans.append((begins, ends)))
    window.show_history(tuple(PAST), DAYS, MONTHS, JOURNAL)
    qtbot.waitUntil(lambda: bool(spans), timeout=5000)
    assert picked == ["newest"]
    assert spans == [span_of(PAST[0], NOW)]
    window.show_points(points("ooxx", begins=PAST[0].outage.down_since - timedelta(seconds=20)), ())
    assert "outage since" in window.details.plot.sentence()


def test_running_over_many_asks_once(window: HistoryWindow, qtbot: QtBot) -> None:
    asked: list[str] = []
    window.outage_picked.connect(asked.append)
    for _ in range(3):
        QTest.keyClick(window.list, Qt.Key.Key_Down)
    assert window.details.headline.told() == PAST[3].outage.verdict.headline
    qtbot.waitUntil(lambda: bool(asked), timeout=5000)
    qtbot.wait(0)
    assert asked == ["long"]


def test_another_reading_keeps_what_one_looks_at(window: HistoryWindow, qtbot: QtBot) -> None:
    window.list.pick("unclear")
    window.show_history((past("new", 0.1, 30.0), *PAST), DAYS, MONTHS, JOURNAL)
    assert window.details.headline.told() == "It is not clear where the fault is."


def test_a_day_of_the_calendar_leads_to_its_outage(window: HistoryWindow) -> None:
    day = PAST[2].outage.down_since.astimezone().date()
    window.calendar.map.day_picked.emit(day)
    assert window.details.headline.told() == "It is not clear where the fault is."
    window.calendar.map.day_picked.emit(day - timedelta(days=9))
    assert window.details.headline.told() == "It is not clear where the fault is."


# --- room ---


def test_a_large_window_shows_everything(window: HistoryWindow) -> None:
    for part in (window.calendar, window.months, window.list, window.details):
        assert part.isVisible()


def test_a_small_window_shows_one_thing_at_a_time(qtbot: QtBot) -> None:
    window = made(qtbot, 900, 600)
    window.show_history(tuple(PAST), DAYS, MONTHS, JOURNAL)
    parts = (window.list, window.details, window.calendar, window.months)
    seen = set()
    for number in range(window._tabs.count()):
        if window._tabs.isTabVisible(number):
            window._tabs.setCurrentIndex(number)
            QApplication.processEvents()
            seen.add(tuple(part.isVisible() for part in parts))
    assert (True, True, False, False) in seen
    assert [any(row[n] for row in seen) for n in range(4)] == [True] * 4
    window._tabs.setCurrentIndex(1)
    window.calendar.map.day_picked.emit(PAST[1].outage.down_since.astimezone().date())
    assert window.list.isVisible(), "a day leads to the list"


@pytest.mark.usefixtures("large_letters")
def test_letters_twice_as_large_fit_into_900_by_600(qtbot: QtBot) -> None:
    window = made(qtbot, 900, 600)
    window.show_history(tuple(PAST), DAYS, MONTHS, JOURNAL)
    for number in range(3):
        window._tabs.setCurrentIndex(number)
        QApplication.processEvents()
        assert window.size().toTuple() == (900, 600)
        for part in (
            window.head,
            window.sides,
            window.calendar.map,
            window.calendar.reading,
            window.months,
            window.list,
        ):
            if part.isVisible():
                place = part.mapTo(window, part.rect().bottomRight())
                assert window.rect().contains(place), part
        for label in (window.head, window.sides, window.calendar.title):
            if label.isVisible():
                assert label.height() >= label.heightForWidth(label.width()), label.text()


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_it_is_drawn_in_both_themes_and_directions(qtbot: QtBot, direction: Qt.LayoutDirection) -> None:
    window = made(qtbot)
    window.setLayoutDirection(direction)
    window.show_history(tuple(PAST), DAYS, MONTHS, JOURNAL)
    images = []
    for colours in (LIGHT, DARK):
        window.setPalette(palette_of(colours))
        images.append(window.grab().toImage())
    assert images[0] != images[1]
    left = window.list.mapTo(window, window.list.rect().center()).x()
    right = window.details.mapTo(window, window.details.rect().center()).x()
    assert (left < right) is (direction is Qt.LayoutDirection.LeftToRight)


# --- keyboard and names ---


def test_everything_is_reached_by_tab_and_has_a_name(window: HistoryWindow) -> None:
    window.activateWindow()
    window.list.setFocus()
    reached: set[QWidget] = set()
    for _ in range(40):
        focused = QApplication.focusWidget()
        if focused is None or focused in reached:
            break
        reached.add(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    for part in (window.list, window.months, window.calendar.map, window.details.plot, window.calendar.earlier):
        assert part in reached, part
        assert part.accessibleName(), part
    for widget in window.findChildren(QAbstractButton) + window.findChildren(QTableView):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            named = widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())
            assert named, widget


def test_esc_closes(window: HistoryWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_letters_follow_while_it_is_open(window: HistoryWindow, qapp: QApplication) -> None:
    usual, before = qapp.font(), (window.head.font().pointSizeF(), window.list.rowHeight(0))
    large = qapp.font()
    large.setPointSizeF(2 * usual.pointSizeF())
    try:
        qapp.setFont(large)
        QApplication.processEvents()
        assert window.head.font().pointSizeF() == pytest.approx(2 * before[0])
        assert window.list.rowHeight(0) > 1.5 * before[1]
    finally:
        qapp.setFont(usual)
