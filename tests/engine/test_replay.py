"""Recorded outages, played through the real rules, monitor and watcher, tell what they told in the lab."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from netcheck.core.model import Failure, Observation, Outcome, Side
from netcheck.core.recording import DEMOS
from netcheck.core.watching import Counters, Depth, Happened, State
from netcheck.engine.replay import Player, ReplayClock, ReplaySigns
from tests.engine.recordings import CHECKS, NAMES, NOW, Played, recording, written

FOUND = ("outage_started", "outage_changed", "relapsed", "flapping")


@pytest.fixture(scope="module")
def played() -> Iterator[dict[str, Played]]:
    """All of them at once: a test waits for the longest, not for the sum."""
    running = {name: Played.of(name) for name in NAMES}
    yield running
    for each in running.values():
        each.session.stop()


def test_all_demos_are_recorded() -> None:
    assert set(NAMES) == set(DEMOS)


@pytest.mark.parametrize("name", NAMES)
def test_the_outage_is_told_with_the_labelled_fault_and_so_is_its_end(name: str, played: dict[str, Played]) -> None:
    events = played[name].to_the_end()
    expected = written(name)["expected"]
    began = next(event for event in events if event.kind == "outage_started")
    assert began.verdict is not None
    assert began.verdict.fault == expected["codes"][0]
    assert began.verdict.side.value == expected["side"]
    assert set(expected["also"]) <= set(began.verdict.also)
    for event in events:
        if event.kind in FOUND and event.verdict and event.verdict.fault != "intermittent":
            assert event.verdict.fault in expected["codes"]
    assert played[name].told()[-1] == "restored"
    assert events[-1].verdict is not None
    assert events[-1].verdict.side is Side.NONE


@pytest.mark.parametrize("name", NAMES)
def test_it_takes_as_long_as_it_took(name: str, played: dict[str, Played]) -> None:
    events = played[name].to_the_end()
    acts = recording(name).acts
    broken = next(act.s for act in acts if act.broken)
    repaired = max(act.s for act in acts if not act.broken)
    at = {event.kind: (event.at - NOW).total_seconds() for event in reversed(events)}  # the first of each kind
    assert broken < at[Happened.OUTAGE_STARTED] < repaired
    assert repaired < (events[-1].at - NOW).total_seconds() < recording(name).seconds + 30
    restored = next(event for event in reversed(events) if event.kind == "restored")
    assert restored.outage is not None
    assert (restored.at - NOW).total_seconds() > repaired
    assert restored.outage.seconds > (repaired - broken) / 2


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_told_before_it_broke_and_nothing_wrong_meanwhile(name: str, played: dict[str, Played]) -> None:
    events = played[name].to_the_end()
    broken = next(act.s for act in recording(name).acts if act.broken)
    early = [event for event in events if (event.at - NOW).total_seconds() < broken]
    assert [event.kind for event in early if event.kind != "look"] == []
    assert broken == 0 or any(event.report for event in early)
    assert not {"slept", "paused", "stable"} & set(played[name].told())


def test_the_flapping_line_is_told_as_flapping(played: dict[str, Played]) -> None:
    events = played["flapping-line"].to_the_end()
    flapping = [event for event in events if event.kind == "flapping"]
    assert len(flapping) == 1
    assert flapping[0].verdict is not None
    assert flapping[0].verdict.fault == "intermittent"
    assert flapping[0].verdict.side is Side.UPSTREAM
    steady = (events[-1].at - flapping[0].at).total_seconds()
    assert steady > 250


def test_the_portal_ends(played: dict[str, Played]) -> None:
    events = played["captive-portal"].to_the_end()
    assert any(event.glance and event.glance.focus for event in events)
    assert events[-1].outage is not None
    assert events[-1].outage.up_since is not None


def test_the_provider_announces_and_times_of_day_are_of_now(played: dict[str, Played]) -> None:
    events = played["announced-outage"].to_the_end()
    report = next(event.report for event in events if event.kind == "outage_started")
    assert report is not None
    assert report.tool["demo"] == "announced-outage"
    assert report.provider["name"] == "LabTel"
    began = datetime.fromisoformat(str(report.provider["started_at"]))
    assert abs(began - NOW) < timedelta(minutes=15)
    assert report.created_at - NOW < timedelta(seconds=60)
    assert str(report.seen["isp_status"].facts["as_of"]).startswith("2030-05-06T07:")


@pytest.mark.parametrize("name", NAMES)
def test_every_look_shows_what_was_recorded_and_nothing_else(name: str, played: dict[str, Played]) -> None:
    events = played[name].to_the_end()
    looks = [look for moment in recording(name).moments for look in moment.looks]
    known = {(check, said.outcome, said.failure) for look in looks for check, said in look.seen.items()}
    new = {
        (check, Outcome.UNKNOWN, failure)
        for check in CHECKS
        for failure in (Failure.NOT_FINISHED, Failure.NOT_AVAILABLE)
    }
    pending = {(check, Outcome.PENDING, None) for check in CHECKS}
    seen = {
        (check, said.outcome, said.failure)
        for event in events
        if event.report
        for look in event.report.looks
        for check, said in look.seen.items()
    }
    assert len(seen) > 20
    assert seen <= known | new | pending
    glances = {(m.glance.gateway, m.glance.far, m.glance.names) for m in recording(name).moments if m.glance}
    assert {(e.glance.gateway, e.glance.far, e.glance.names) for e in events if e.glance} <= glances


# --- the clock and the signs


class Waits(threading.Event):
    """An event on which nobody waits: real time goes on instead, or somebody sets it in the middle."""

    def __init__(self, real: list[float], cut_s: float | None = None) -> None:
        super().__init__()
        self.real, self.cut_s = real, cut_s

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        self.real[0] += timeout if self.cut_s is None else min(self.cut_s, timeout)
        return self.cut_s is not None


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The real clock, in the test's hand."""
    found = [100.0]
    monkeypatch.setattr("netcheck.engine.replay.time.monotonic", lambda: found[0])
    return found


def test_time_passes_while_somebody_waits_and_never_while_the_computer_is_busy(real: list[float]) -> None:
    clock = ReplayClock(10.0, NOW, Waits(real))
    assert clock.monotonic() == 0.0
    clock.pause(3.0)
    assert clock.monotonic() == pytest.approx(3.0)
    assert real == [pytest.approx(100.3)]
    assert clock.tick().at == clock.now() == NOW + timedelta(seconds=3)
    real[0] += 3600.0  # the computer slept, or was busy
    assert clock.tick().s == pytest.approx(3.0)
    clock.pause(-1.0)
    clock.wait_aside(50.0)
    assert clock.monotonic() == pytest.approx(3.0)


def test_a_wait_that_is_cut_short_counts_as_long_as_it_was(real: list[float]) -> None:
    clock = ReplayClock(10.0, NOW, threading.Event())
    assert clock.wait(Waits(real, cut_s=0.05), 3.0)
    assert clock.monotonic() == pytest.approx(0.5)
    assert not clock.wait(Waits(real), 1.0)
    assert clock.monotonic() == pytest.approx(1.5)


def test_no_time_passes_while_the_clock_is_held(real: list[float]) -> None:
    clock = ReplayClock(10.0, NOW, Waits(real))
    clock.hold(True)
    clock.pause(3.0)
    assert clock.monotonic() == 0.0
    clock.hold(False)
    clock.pause(3.0)
    assert clock.monotonic() == pytest.approx(3.0)


def test_a_pause_ends_when_the_demo_does() -> None:
    stop = threading.Event()
    stop.set()
    ReplayClock(1.0, NOW, stop).pause(3600.0)


def test_a_sign_comes_before_each_recorded_look_and_the_end_is_told_once(
    real: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    story = recording("wifi-dropped")
    clock = ReplayClock(10.0, NOW, threading.Event())
    over: list[float] = []
    signs = ReplaySigns(story, clock, lambda: over.append(clock.monotonic()))
    monkeypatch.setattr(signs, "_woken", Waits(real))
    signed = []
    while not over and clock.monotonic() < story.seconds + 10:
        if signs.wait(1.0):
            signed.append(clock.monotonic())
    assert len(over) == 1
    assert over[0] == pytest.approx(story.seconds, abs=1.1)
    for moment in story.moments:
        before = [other.s for other in story.moments if other.s < moment.s]
        if before and moment.s - before[-1] > 1.5:
            assert any(0.5 < moment.s - s < 0.9 for s in signed), f"no sign before the look at {moment.s}"
    signs.wait(1.0)
    assert len(over) == 1
    assert signs.counters() == Counters()


# --- one look


def player(name: str, speed: float = 1000.0) -> Player:
    stop = threading.Event()
    return Player(recording(name), CHECKS, ReplayClock(speed, NOW, stop), stop)


def test_a_check_that_is_newer_than_the_recording_is_unknown() -> None:
    of_today = {**CHECKS, "brand_new": CHECKS["link"]}
    stop = threading.Event()
    report = Player(recording("router-hung"), of_today, ReplayClock(200.0, NOW, stop), stop).diagnose(lambda c, o: None)
    assert report.seen["brand_new"].failure is Failure.NOT_AVAILABLE
    assert report.verdict.side is Side.NONE


def test_what_the_person_answers_counts_in_a_demo_too() -> None:
    play = player("router-hung", speed=100.0)
    play.answers["other_device"] = "yes"
    told: dict[str, Observation] = {}
    report = play.diagnose(told.__setitem__)
    assert report.seen["person"].facts["other_device"] == "yes"
    assert told["person"].outcome is Outcome.OK
    assert play.answers == {}, "what was seen in a trouble that is over"


def test_a_light_look_is_the_recorded_one() -> None:
    assert player("router-hung").glance(Depth.LIGHT, State()).far is True
