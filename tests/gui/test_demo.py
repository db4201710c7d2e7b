"""The window's demo keeps to itself: notices are marked, nobody is written to, and the history is its own."""

from __future__ import annotations

import queue
from datetime import UTC, datetime

import pytest

from netcheck.core.notices import Message, Notice, Shown
from netcheck.core.settings import Alerts, Notify, Settings
from netcheck.engine.demo import OVER
from netcheck.engine.watcher import Follower
from netcheck.gui.demo import DemoOutside
from tests.desktop.played import PlayedOutside

PATIENCE_S = 50.0
THEIRS = Settings(alerts=Alerts(sound=False), notify=Notify(ntfy="https://ntfy.sh/mine"))


class Desk:
    """Remembers notices."""

    def __init__(self) -> None:
        self.shown: list[Notice] = []
        self.withdrawn: list[str] = []

    def show(self, notice: Notice) -> Shown:
        self.shown.append(notice)
        return Shown(True)

    def withdraw(self, key: str) -> None:
        self.withdrawn.append(key)


def test_it_plays_for_the_window_and_says_when_it_is_over() -> None:
    real = PlayedOutside(THEIRS)
    outside = DemoOutside("router-hung", 50.0, real=real)
    assert outside.title == "The router hangs"
    history = outside.history()
    session = outside.new_session(outside.load_settings()[0], history)
    assert session.history is history
    assert history is not real.history()
    troubles: queue.SimpleQueue[str] = queue.SimpleQueue()
    phone = outside.phone(lambda: THEIRS.notify, troubles.put)
    session.start(Follower())
    phone.start()
    assert troubles.get(timeout=PATIENCE_S) == OVER
    assert [past.outage.verdict.fault for past in history.outages()] == ["router-silent"]
    assert session.stop(5.0)
    assert real.kept.outages() == ()


def test_the_face_is_the_persons_and_nobody_is_written_to() -> None:
    real = PlayedOutside(THEIRS)
    outside = DemoOutside("router-hung", real=real)
    session = outside.new_session(THEIRS, outside.history())
    assert session.settings.alerts == THEIRS.alerts
    assert session.settings.notify == Notify()
    phone = outside.phone(lambda: THEIRS.notify, lambda sentence: None)
    phone.start()
    phone.tell(Message("1", "It is back", "after 3 min", datetime(2026, 11, 21, tzinfo=UTC)))
    phone.withdraw("1")
    phone.stop()
    assert outside.hold_window() is None
    outside.start_log("debug")
    assert session.stop()


def test_notices_are_marked() -> None:
    desk = Desk()
    outside = DemoOutside("router-hung", real=PlayedOutside(desk=desk))
    marked = outside.desktop_notices(lambda action, token: None)
    assert marked is not None
    assert marked.show(Notice("Your internet is down", "Since 14:02.")).told
    marked.withdraw("connection")
    assert [(notice.title, notice.text) for notice in desk.shown] == [("Demo: Your internet is down", "Since 14:02.")]
    assert desk.withdrawn == ["connection"]
    outside.history().close()


def test_a_desktop_without_notices_has_none_in_a_demo_either() -> None:
    outside = DemoOutside("router-hung", real=PlayedOutside())
    assert outside.desktop_notices(lambda action, token: None) is None
    outside.history().close()


def test_a_demo_that_is_not_there_is_no_demo() -> None:
    with pytest.raises(ValueError, match="there is no demo 'nothing'"):
        DemoOutside("nothing", real=PlayedOutside())
