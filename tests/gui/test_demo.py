"""The window's demo keeps to itself: notices are marked, nobody is written to, and the history is its own."""

from __future__ import annotations

import queue
from datetime import UTC, datetime

import pytest

from netcheck.core.about import About
from netcheck.core.delivery_secret import Tried
from netcheck.core.notices import Message, Notice, Shown
from netcheck.core.record import Kind, Person, file_name
from netcheck.core.settings import Alerts, Notify, Settings
from netcheck.engine.demo import OVER
from netcheck.engine.watcher import Follower
from netcheck.gui.demo import DemoOutside
from tests import fake_record
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
    speech = outside.speech(THEIRS)
    assert speech is not None
    assert speech.situation.verdict.fault == "router-silent"
    assert speech.situation.provider == session.settings.isp.name
    for about in (About(Kind.OUTAGE, history.outages()[0].outage.id), About(Kind.LOG)):
        made = outside.report(THEIRS, about, "helpdesk")
        assert made is not None
        assert made.record.demo
        assert made.record.person == Person()
        assert made.record.provider.get("name", "") == session.settings.isp.name
        assert file_name(made.record, ".txt").startswith(f"netcheck-demo-{about.kind}-")
        text = outside.written(made.record, "text").decode()
        assert text.startswith("Demo: netcheck ")
        assert "It is not your connection." in " ".join(text.split())
        kinds = {line.split(",")[0] for line in outside.written(made.record, "csv").decode().splitlines()[1:]}
        assert kinds
        assert all(kind.startswith("demo-") for kind in kinds)
    outage = outside.report(THEIRS, About(Kind.OUTAGE), "helpdesk")
    assert outage is not None
    assert outage.record.report is not None, "the look was kept, for its checks"
    assert outside.report(THEIRS, About(Kind.OUTAGE, "f" * 32), "helpdesk") is None
    assert session.stop(5.0)
    assert real.kept.outages() == ()
    assert real.reports_wanted == []


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


def test_no_help_desk_hears_of_a_demo() -> None:
    real = PlayedOutside(THEIRS)
    outside = DemoOutside("router-hung", real=real)
    told: list[object] = []
    deliveries = outside.deliveries(lambda: THEIRS, told.append)
    deliveries.start()
    assert deliveries.put(fake_record.of_outage()) == "This is a demo: nothing is sent to anybody."
    deliveries.again("0")
    deliveries.drop("0")
    deliveries.stop()
    assert (deliveries.all(), told, real.post.asked) == ((), [], [])
    assert outside.try_delivery(THEIRS, "hunter2") == Tried(False, "This is a demo: nothing is sent to anybody.")
    assert outside.keep_delivery_secret(THEIRS, "hunter2") == outside.delivery_secret(THEIRS)
    assert real.secrets == ["hunter2"], "the settings are the person's own"
    outside.history().close()


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
