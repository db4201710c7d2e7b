"""The window follows the watcher from the first second to the return."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from netcheck.core import monitor
from netcheck.core.language import ENGLISH, Translator
from netcheck.core.model import Segment
from netcheck.core.watching import Depth, Happened, Phase, State
from netcheck.gui.icons import Mark
from netcheck.gui.main_window import MainWindow
from netcheck.gui.words import speak
from tests.gui.recorded import SEGMENTS, report_of
from tests.gui.states import STATES
from tests.gui.told_window import ALL, NOTHING, Watch, started

WELL, LINE, CABLE = (report_of(name) for name in ("healthy", "login-refused", "cable-out"))


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


@pytest.fixture
def watch(window: MainWindow) -> Watch:
    return started(window)


def words(window: MainWindow) -> list[str]:
    return [window.strip.button(segment).part.word for segment in Segment]


def mark(window: MainWindow) -> Mark:
    return window.card.mark


def phase(watch: Watch) -> Phase:
    return watch.state.phase


def button(part: QWidget, name: str) -> QPushButton:
    return next(b for b in part.findChildren(QPushButton) if b.isVisible() and b.text().replace("&", "") == name)


# --- what is shown


def test_the_first_seconds(window: MainWindow) -> None:
    window.set_segments(SEGMENTS)
    window.began(Depth.FULL)
    assert mark(window) is Mark.LOOKING
    assert words(window) == ["looking…"] + ["waiting"] * 6
    window.answered("adapter", WELL.seen["adapter"])
    assert words(window)[:2] == ["answers", "looking…"]


def test_all_well(window: MainWindow, watch: Watch) -> None:
    watch.look(WELL)
    assert mark(window) is Mark.WORKING
    assert words(window)[:6] == ["works"] * 6
    assert window.windowTitle() == "Your internet connection works. – netcheck"


def test_an_outage_shows_side_break_step_and_provider(window: MainWindow, watch: Watch) -> None:
    watch.look(LINE)
    assert mark(window) is Mark.UPSTREAM
    assert words(window) == ["works"] * 3 + ["fault here"] + ["not checked"] * 3
    assert window.now.what_to_do.course.current is not None
    assert not window.windowIcon().isNull()


def test_a_light_look_leaves_the_path_as_it_is(window: MainWindow, watch: Watch) -> None:
    watch.look(LINE)
    before = words(window)
    watch.wait(2)
    watch.look(NOTHING)
    assert words(window) == before


def test_a_whole_look_in_an_outage_does_not_make_the_path_flicker(window: MainWindow, watch: Watch) -> None:
    watch.look(LINE)
    before = words(window)
    window.began(Depth.FULL)
    window.answered("adapter", LINE.seen["adapter"])
    assert words(window) == before


def test_a_look_that_the_person_wants_is_shown_while_it_runs(window: MainWindow, watch: Watch) -> None:
    watch.look(LINE)
    QTest.keyClick(window, Qt.Key.Key_F5)
    window.began(Depth.FULL)
    assert words(window)[0] == "looking…"
    watch.look(LINE)
    assert words(window)[3] == "fault here"


def test_a_fault_that_is_not_believed_yet_is_not_drawn(window: MainWindow, watch: Watch) -> None:
    watch.out("login-refused", 1)
    watch.look(CABLE)
    assert watch.state.verdict is not None
    assert watch.state.verdict.fault == "line-login-refused"
    assert words(window)[3] == "fault here"
    assert mark(window) is Mark.UPSTREAM
    watch.look(CABLE)
    assert words(window)[1] == "fault here"
    assert mark(window) is Mark.HOME


def test_an_unconfirmed_fault_at_the_start_blames_nobody(window: MainWindow) -> None:
    STATES["unconfirmed"](window)
    assert mark(window) is Mark.LOOKING
    assert not any(window.strip.button(segment).part.broken for segment in Segment)
    assert window.now.what_to_do.course.current is None


def test_back_then_restored_then_the_question(window: MainWindow, watch: Watch) -> None:
    watch.out("login-refused", 2)
    watch.wait(2)
    watch.look(ALL)
    assert phase(watch) is Phase.BACK
    assert mark(window) is Mark.BACK
    assert words(window)[3] == "looking again"
    assert window.restored.isHidden()
    watch.look(WELL)
    watch.wait(3)
    watch.look(ALL)
    assert phase(watch) is Phase.RESTORED
    assert mark(window) is Mark.WORKING
    assert window.restored.isVisible()
    assert words(window)[:6] == ["works"] * 6


def test_a_return_that_was_none_shows_the_break_again(window: MainWindow, watch: Watch) -> None:
    watch.out("login-refused", 1)
    watch.look(ALL)
    assert words(window)[3] == "looking again"
    watch.look(NOTHING)
    assert phase(watch) is Phase.OUTAGE
    assert words(window)[3] == "fault here"


def test_a_return_that_a_whole_look_sees_is_drawn_at_once(window: MainWindow, watch: Watch) -> None:
    watch.out("login-refused", 1)
    watch.look(WELL)
    assert phase(watch) is Phase.BACK
    assert "looking again" not in words(window)


def test_a_window_that_is_made_while_paused_waits_for_nothing(window: MainWindow, watch: Watch) -> None:
    watch.look(LINE)
    state, events = monitor.pause(watch.state, watch.tick())
    window.happened(replace(events[0], kind=Happened.LOOK, report=LINE), state)
    window.now.what_to_do.mark("done")
    assert not window.now.what_to_do.awaiting


def test_the_question_stays_until_it_is_answered_and_goes_with_a_relapse(window: MainWindow) -> None:
    STATES["restored"](window)
    assert window.restored.isVisible()
    watch = Watch(window)
    watch.state, watch.at_s = State(), 5000.0
    watch.look(CABLE)
    watch.look(CABLE)
    assert not window.restored.isVisible()


def test_a_restart_of_the_router_is_seen_and_said(window: MainWindow) -> None:
    STATES["router-off"](window)
    todo = window.now.what_to_do
    assert "Your router has gone off" in todo.news()
    assert words(window)[2] == "looking again"
    watch = Watch(window)
    watch.state = window._state
    watch.at_s = 200.0
    watch.look(NOTHING)
    assert "Your router is back" in todo.news()


def test_sleep_and_pause_are_said_and_drawn(window: MainWindow, watch: Watch) -> None:
    watch.look(WELL)
    watch.at_s += 3600
    watch.took(monitor.step(watch.state, None, watch.tick()))
    assert mark(window) is Mark.LOOKING
    assert set(words(window)) == {"looking again"}
    watch.look(WELL)
    watch.took(monitor.pause(watch.state, watch.tick()))
    assert mark(window) is Mark.PAUSED
    watch.at_s += 60
    watch.took(monitor.resume(watch.state, watch.tick()))
    assert mark(window) is Mark.LOOKING
    assert "asleep" in window.now.plot.as_text() or len(window.now.plot._timeline.gaps) == 2


def test_coming_and_going_is_drawn_where_it_was_seen(window: MainWindow) -> None:
    STATES["flapping"](window)
    assert words(window)[2] == "comes and goes"
    assert mark(window) is Mark.HOME


def test_after_done_it_says_what_changed(window: MainWindow, watch: Watch, qtbot: QtBot) -> None:
    watch.out("cable-out", 1)
    with qtbot.waitSignals([window.step_marked, window.look_wanted]):
        button(window.now, "Done").click()
    watch.look(LINE)
    assert window.now.what_to_do.awaiting, "one look that says something else is not believed"
    watch.look(LINE)
    assert window.now.what_to_do.news() == (
        "The Wi-Fi or cable to your router works now. Your router answers now. What fails now is the line."
    )


def test_a_demo_is_marked_everywhere(window: MainWindow, watch: Watch) -> None:
    window.set_demo("a line that goes down")
    watch.look(LINE)
    assert window.windowTitle().startswith("Demo: ")
    assert window._demo_sheet.isVisible()
    window.set_demo("")
    assert not window._demo_sheet.isVisible()
    assert not window.windowTitle().startswith("Demo")


def test_a_line_on_top(window: MainWindow) -> None:
    window.banner("The history cannot be kept.", "warning")
    assert window._banner.text() == "The history cannot be kept."


def test_it_speaks_the_persons_language(qtbot: QtBot) -> None:
    speak(Translator("xx", lambda text: f"«{text}»"))
    try:
        window = MainWindow()
        qtbot.addWidget(window)
        watch = started(window)
        watch.look(LINE)
        assert window.card.findChildren(QWidget)
        assert window.windowTitle().startswith("««")  # the headline within the title
        assert window.now.what_to_do.course.current is not None
        assert window.now.what_to_do.course.current.text.startswith("«Keep working")
        assert words(window)[3] == "«fault here»"
    finally:
        speak(ENGLISH)


def test_the_demo_is_named_in_the_persons_language(window: MainWindow) -> None:
    speak(Translator("xx", lambda text: {"a line that goes down": "eine Leitung, die ausfällt"}.get(text, text)))
    try:
        window.set_demo("a line that goes down")
        assert "eine Leitung, die ausfällt" in window._demo_text.told()
    finally:
        speak(ENGLISH)


def test_twice_as_large_letters_leave_the_first_step_within_reach(qapp: QApplication, qtbot: QtBot) -> None:
    """At 900 by 600 the answer is seen in full, and one page further down stands what to do."""
    usual = qapp.font()
    large = qapp.font()
    large.setPointSizeF(2 * usual.pointSizeF())
    qapp.setFont(large)
    try:
        window = MainWindow()
        qtbot.addWidget(window)
        window.resize(900, 600)
        window.show()
        started(window).look(LINE)
        qapp.processEvents()
        page, sight = window.view.widget(), window.view.viewport().height()
        assert page is not None
        assert window.card.geometry().bottom() < sight
        assert window.now.what_to_do.mapTo(page, window.now.what_to_do.rect().topLeft()).y() < 2 * sight
    finally:
        qapp.setFont(usual)
