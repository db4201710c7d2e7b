"""A demo is used like a real run of watching, says everywhere that it is one, and ends or begins anew."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import cast

import pytest

from netcheck.core.history import Entry
from netcheck.core.model import Report
from netcheck.core.settings import Alerts, Isp, Notify, Settings, Watch
from netcheck.core.watching import Event
from netcheck.engine.demo import DemoSession
from netcheck.engine.watcher import Follower
from netcheck.plugins import History
from tests.engine.recordings import CHECKS, NOW, Played, parts, recording

SHORT = "router-hung"


@dataclass
class Kept:
    """A history in a list."""

    events: list[Event] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    closed: int = 0

    def add(self, event: Event, line: str = "") -> None:
        self.events.append(event)

    def note(self, entry: Entry) -> None:
        self.entries.append(entry)

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def slow() -> Iterator[Played]:
    """A demo that is not over before the test is: at the pace of life, in its first whole look."""
    played = Played.of(SHORT, speed=1.0)
    yield played
    assert played.session.stop(5.0)


def report_of(played: Played) -> Report:
    report = played.wait_for("look", whole=True).report
    assert report is not None
    return report


def test_what_is_told_was_kept_before() -> None:
    kept = Kept()
    session = DemoSession(recording(SHORT), parts(), 50.0, history=cast(History, kept))
    seen: list[bool] = []
    played = Played(session)
    session.over = played.ended.set
    session.start(Follower(happened=lambda event, state: seen.append(event is kept.events[-1])))
    played.to_the_end()
    assert len(seen) == len(kept.events) > 10
    assert all(seen)
    session.note(Entry(NOW, "note", "I restarted it."))
    assert [entry.text for entry in kept.entries] == ["I restarted it."]
    assert kept.closed == 1


def test_looks_say_that_they_are_a_demos(slow: Played) -> None:
    assert report_of(slow).tool["demo"] == SHORT


def test_faces_are_told_where_checks_belong_and_what_they_are_called(slow: Played) -> None:
    assert set(slow.session.segments()) == set(slow.session.titles()) == set(CHECKS)
    assert slow.session.titles()["gateway"] == CHECKS["gateway"].title


def test_looking_now_looks_at_what_was_seen_at_that_time(slow: Played) -> None:
    slow.wait_for("look", whole=True)
    before = len(slow.events)
    slow.session.look_now()
    again = slow.wait_for("look", after=before, whole=True)
    assert again.verdict is not None
    assert again.verdict.fault == "none"


def test_an_answer_of_the_person_counts(slow: Played) -> None:
    slow.wait_for("look", whole=True)
    before = len(slow.events)
    slow.session.answer("other_device", "yes")
    report = slow.wait_for("look", after=before, whole=True).report
    assert report is not None
    assert dict(report.seen["person"].facts) == {"other_device": "yes"}


def test_the_provider_says_what_it_said_when_it_was_recorded() -> None:
    played = Played.of("announced-outage", speed=25.0)
    played.wait_for("outage_started")
    before = len(played.events)
    played.session.ask_provider()
    report = played.wait_for("look", after=before, whole=True).report
    assert report is not None
    assert report.provider["title"] == "Internet access: outage in Linz"
    assert played.session.stop(5.0)


def test_a_pause_holds_the_recording() -> None:
    played = Played.of(SHORT, speed=100.0)
    played.wait_for("look", whole=True)
    played.session.pause()
    paused = played.wait_for("paused")
    assert not played.ended.wait(0.3), "thirty recorded seconds"
    played.session.resume()
    assert played.wait_for("resumed").at - paused.at < timedelta(seconds=10)
    assert "restored" in [event.kind.value for event in played.to_the_end()]


def test_at_the_end_it_stays_as_it_ended() -> None:
    played = Played.of(SHORT)
    played.to_the_end()
    before = len(played.events)
    played.session.look_now()
    played.session.pause()
    played.session.resume()
    assert played.session.stop(5.0)
    assert len(played.events) == before
    assert played.states[-1].phase.value == "restored"
    assert math.isinf(played.dues[-1].s), "no look is to come"


def test_a_loop_begins_anew_with_nothing_remembered() -> None:
    played = Played.of(SHORT, loop=True)
    played.wait_for("restored")
    after = next(n for n, event in enumerate(played.events) if event.kind == "restored")
    again = played.wait_for("outage_started", after=after)
    first = played.wait_for("outage_started")
    assert again.outage is not None
    assert first.outage is not None
    assert again.outage.id != first.outage.id
    assert played.session.stop(5.0)
    assert not played.ended.is_set()


def test_it_ends_at_once_in_the_middle_of_a_look(slow: Played) -> None:
    slow.session.look_now()
    assert slow.session.stop(5.0)


def test_before_it_has_begun_nothing_happens() -> None:
    session = DemoSession(recording(SHORT), parts())
    session.look_now()
    session.ask_provider()
    session.answer("other_device", "no")
    session.pause()
    session.resume()
    session.note(Entry(NOW, "note", "nobody keeps this"))
    assert session.stop()


def test_other_settings_change_the_face_and_not_what_was_recorded() -> None:
    own = Settings(isp=Isp("LabTel"), watch=Watch())
    session = DemoSession(recording(SHORT), parts(own))
    theirs = Settings(
        isp=Isp("Other"),
        alerts=Alerts(sound=False),
        notify=Notify(ntfy="https://ntfy.sh/mine"),
        watch=Watch(60.0, 30.0),
    )
    session.change(theirs)
    assert session.settings == replace(own, alerts=Alerts(sound=False))
