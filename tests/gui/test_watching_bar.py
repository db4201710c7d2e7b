"""The bar counts on between events, says what is going on, and rests while nobody sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netcheck.core.watching import Depth, Due, Event, Happened, Outage, Phase, State, Tick
from netcheck.gui.watching_bar import WatchingBar
from tests.gui.some_past import LINE, NOW

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
"""What the offscreen platform says whenever a window opens."""


@dataclass
class Clock:
    """Seconds of the computer, as the test turns them."""

    s: float = 500.0

    def __call__(self) -> float:
        return self.s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bar(qtbot: QtBot, clock: Clock) -> WatchingBar:
    made = WatchingBar(clock=clock)
    qtbot.addWidget(made)
    made.resize(900, 60)
    made.show()
    qtbot.waitExposed(made)
    return made


def tick(s: float) -> Tick:
    return Tick(NOW, s)


def look(s: float, looks: int = 1, **more: object) -> tuple[Event, State]:
    state = State(Phase.WORKING, tick=tick(s), looks=looks, last_look=tick(s))
    return Event(NOW, Happened.LOOK), replace(state, **more)  # type: ignore[arg-type]


def shown(bar: WatchingBar) -> tuple[str, ...]:
    return tuple(figure.value.text() for figure in (bar.last, bar.next, bar.looks, bar.lasts))


def test_before_the_first_look_it_claims_nothing(bar: WatchingBar) -> None:
    assert shown(bar) == ("none yet", "–", "0", "–")


def test_it_tells_the_last_look_the_next_one_and_how_many(bar: WatchingBar, clock: Clock) -> None:
    bar.planned(Due(Depth.FULL, 100.0), tick(100.0))
    bar.happened(*look(103.0, looks=14))
    bar.planned(Due(Depth.LIGHT, 113.0), tick(103.0))
    assert shown(bar) == ("0 s ago", "in 10 s", "14", "3 s")
    clock.s += 4
    bar.refresh()
    assert shown(bar) == ("4 s ago", "in 6 s", "14", "7 s")
    clock.s += 6
    bar.refresh()
    assert bar.next.value.text() == "about now"


def test_a_look_that_runs_is_said(bar: WatchingBar) -> None:
    bar.planned(Due(Depth.LIGHT, 113.0), tick(103.0))
    bar.began(Depth.FULL)
    assert bar.next.value.text() == "looking now…"
    bar.happened(*look(113.0))
    assert bar.next.value.text() != "looking now…"


def test_an_outage_is_counted_by_its_own_length(bar: WatchingBar, clock: Clock) -> None:
    outage = Outage("x", NOW, LINE, began_s=40.0, seconds=60.0)
    bar.happened(*look(100.0, phase=Phase.OUTAGE, outage=outage))
    clock.s += 243
    bar.refresh()
    assert (bar.lasts.caption.text(), bar.lasts.value.text()) == ("Down for", "5 min 3 s")
    bar.happened(*look(350.0, phase=Phase.RESTORED, outage=replace(outage, up_since=NOW, seconds=300.0)))
    clock.s += 60
    bar.refresh()
    assert bar.lasts.caption.text() == "Was down for"
    assert bar.lasts.value.text().startswith("5 min")


def test_pause_is_a_wish_and_the_state_decides_what_the_button_says(bar: WatchingBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.pause_wanted) as wish:
        bar.pause.click()
    assert wish.args == [True]
    assert bar.pause.text() == "&Pause"
    bar.happened(Event(NOW, Happened.PAUSED), State(Phase.PAUSED, tick=tick(9.0), paused=Phase.WORKING))
    bar.planned(Due(Depth.LIGHT, float("inf")), tick(9.0))
    assert (bar.pause.text(), bar.next.value.text()) == ("&Go on", "paused")
    with qtbot.waitSignal(bar.pause_wanted) as wish:
        bar.pause.click()
    assert wish.args == [False]


def test_a_look_can_be_wished_for_by_keyboard(bar: WatchingBar, qtbot: QtBot) -> None:
    bar.check.setFocus()
    with qtbot.waitSignal(bar.look_wanted):
        QTest.keyClick(bar.check, Qt.Key.Key_Space)
    for button in (bar.check, bar.pause):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert button.toolTip()


def test_its_timer_runs_only_while_somebody_sees_it(bar: WatchingBar) -> None:
    (timer,) = bar.findChildren(QTimer)
    assert timer.isActive()
    assert timer.interval() == 1000
    bar.hide()
    assert not timer.isActive()
    bar.show()
    assert timer.isActive()


def test_the_seconds_move_without_an_event(bar: WatchingBar, clock: Clock, qtbot: QtBot) -> None:
    bar.happened(*look(100.0))
    clock.s += 7
    qtbot.waitUntil(lambda: bar.last.value.text() == "7 s ago", timeout=5000)


def test_nothing_moves_sideways_while_the_seconds_pass(bar: WatchingBar, clock: Clock) -> None:
    bar.happened(*look(100.0))
    places = set()
    for _ in range(70):
        clock.s += 1
        bar.refresh()
        QApplication.processEvents()
        places.add((bar.next.x(), bar.looks.x(), bar.lasts.x()))
    assert len(places) == 1


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


def test_figures_stand_in_rows_as_there_is_room(bar: WatchingBar) -> None:
    assert bar.looks.y() == bar.last.y()
    bar.resize(bar.minimumSizeHint().width(), 200)
    QApplication.processEvents()
    assert bar.looks.y() > bar.next.y() > bar.last.y()
    assert bar.check.geometry().right() <= bar.width()


@pytest.mark.usefixtures("large_letters")
def test_with_letters_twice_as_large_nothing_is_cut(qtbot: QtBot, clock: Clock) -> None:
    bar = WatchingBar(clock=clock)
    qtbot.addWidget(bar)
    bar.happened(*look(4000.0, looks=1234))
    bar.resize(860, 200)
    bar.show()
    qtbot.waitExposed(bar)
    for figure in (bar.last, bar.next, bar.looks, bar.lasts):
        for label in (figure.caption, figure.value):
            assert label.width() >= label.sizeHint().width()
            assert label.height() >= label.sizeHint().height()


def test_after_sleep_nobody_claims_that_it_is_still_down(bar: WatchingBar, clock: Clock) -> None:
    outage = Outage("o", NOW, LINE, seconds=60.0, began_s=100.0)
    bar.happened(*look(160.0, phase=Phase.OUTAGE, outage=outage))
    assert (bar.lasts.caption.text(), shown(bar)[3]) == ("Down for", "1 min 0 s")
    slept = replace(outage, seconds=3660.0, asleep_s=3600.0)
    bar.happened(*look(4000.0, phase=Phase.LOOKING, outage=slept))
    assert (bar.lasts.caption.text(), shown(bar)[3]) == ("Was down for", "1 min 0 s")
