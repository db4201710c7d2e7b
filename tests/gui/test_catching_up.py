"""What is remembered for a window that is made later."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from netcheck.core.watching import Depth, Due, Event, Happened, State
from netcheck.engine.watcher import Follower
from netcheck.gui.catching_up import CatchingUp
from netcheck.gui.main_window import MainWindow
from tests.desktop.played import ALL, PlayedHistory, PlayedSession


class Story:
    """A session that is remembered, and nobody sees."""

    def __init__(self) -> None:
        self.session = PlayedSession(PlayedHistory())
        self.catching_up = CatchingUp()
        self.session.start(
            Follower(happened=lambda event, _state: self.catching_up.happened(event), planned=self.catching_up.planned)
        )
        self.session.works()

    def window(self, qtbot: QtBot) -> MainWindow:
        """One that is made now."""
        window = MainWindow()
        qtbot.addWidget(window)
        window.show()
        self.catching_up.tell(window, self.session.state)
        return window


@pytest.fixture
def story() -> Story:
    return Story()


@pytest.mark.parametrize("deed", ["works", "breaks", "comes_back", "pause"])
def test_a_window_made_later_shows_the_same(qtbot: QtBot, deed: str) -> None:
    early, story = MainWindow(), Story()
    qtbot.addWidget(early)
    early.show()
    seen: list[tuple[Event, State]] = []

    def happened(event: Event, state: State) -> None:
        seen.append((event, state))
        story.catching_up.happened(event)

    story.session._follower = Follower(happened=happened, planned=story.catching_up.planned)
    story.session.works()
    if deed == "comes_back":
        story.session.breaks()
    getattr(story.session, deed)()
    for event, state in seen:
        early.happened(event, state)
    late = story.window(qtbot)
    assert late.windowTitle() == early.windowTitle()
    assert late.card.mark is early.card.mark
    assert late.restored.isVisible() is early.restored.isVisible()


def test_the_question_is_asked_in_a_window_made_after_the_return(qtbot: QtBot, story: Story) -> None:
    story.session.breaks()
    story.session.comes_back()
    story.session.look(ALL, 5.0)
    assert story.window(qtbot).restored.isVisible()
    story.catching_up.forget(Happened.RESTORED)
    assert not story.window(qtbot).restored.isVisible(), "it was answered"


def test_an_outage_that_goes_on_is_no_return(qtbot: QtBot, story: Story) -> None:
    story.session.breaks()
    story.session.comes_back()
    story.session.breaks(10)
    assert not story.window(qtbot).restored.isVisible()


def test_a_new_outage_begins_a_new_story(story: Story) -> None:
    for _ in range(2):
        story.session.breaks()
        story.session.comes_back()
        story.session.stays()
    story.session.breaks()
    assert Happened.RESTORED not in story.catching_up.kinds()


def test_a_pause_that_is_over_is_forgotten(story: Story) -> None:
    story.session.pause()
    assert Happened.PAUSED in story.catching_up.kinds()
    story.session.resume()
    assert Happened.PAUSED not in story.catching_up.kinds()


def test_it_does_not_grow(story: Story) -> None:
    for _ in range(30):
        story.session.breaks(3)
        story.session.comes_back(4)
    kinds = story.catching_up.kinds()
    assert len(kinds) == len(set(kinds)) < 9


def test_the_newest_line_and_the_next_look(qtbot: QtBot, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    planned: list[Due] = []
    monkeypatch.setattr(MainWindow, "planned", lambda window, due, tick: planned.append(due))
    story.catching_up.said("The first.", "info")
    story.catching_up.said("The disk is full.", "warning")
    window = story.window(qtbot)
    assert window._banner.text() == "The disk is full."
    assert [due.depth for due in planned] == [Depth.LIGHT]
