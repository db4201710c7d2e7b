"""All checks are asked at once, none is waited for longer than it may take, and one that breaks accuses nobody."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from netcheck.core.model import PENDING, Failure, Observation, Outcome, Seen, Segment
from netcheck.engine.runner import look
from netcheck.plugins import Probe, World
from tests.fake_world import NOW, FakeClock, FakeWorld

GOOD = Observation(Outcome.OK, summary="fine", facts={"n": 1})
FAR_AWAY = 1e9
"""A deadline that never comes."""


@dataclass
class Stage:
    """A world with a clock that stands still, and a door that checks may wait at until the test is over."""

    clock: FakeClock = field(default_factory=FakeClock)
    door: threading.Event = field(default_factory=threading.Event)
    told: list[tuple[str, Observation]] = field(default_factory=list)

    @property
    def world(self) -> FakeWorld:
        return FakeWorld(clock=self.clock)

    def tell(self, check: str, answer: Observation) -> None:
        self.told.append((check, answer))

    def hangs(self, after_s: float = 0.0) -> Callable[[World], Observation]:
        """A check that lets time pass and then waits at the door."""

        def ask(world: World) -> Observation:
            self.clock.advance(after_s)
            self.door.wait()
            return GOOD

        return ask


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    yield made
    made.door.set()


def fine(world: World) -> Observation:
    return GOOD


def breaks(world: World) -> Observation:
    raise ZeroDivisionError("a bug of ours")


def probe(ask: Callable[[World], Observation], timeout_s: float = 3.5) -> Probe:
    return Probe("A check", Segment.COMPUTER, ask, timeout_s)


def test_every_check_answers_and_is_told_once(stage: Stage) -> None:
    seen = look(stage.world, {"a": probe(fine), "b": probe(fine)}, until=FAR_AWAY, told=stage.tell)
    assert {check: said.outcome for check, said in seen.items()} == {"a": Outcome.OK, "b": Outcome.OK}
    assert sorted(check for check, _ in stage.told) == ["a", "b"]
    assert dict(stage.told) == seen


def test_an_answer_bears_its_time(stage: Stage) -> None:
    def takes_two_seconds(world: World) -> Observation:
        stage.clock.advance(2.0)
        return GOOD

    said = look(stage.world, {"a": probe(takes_two_seconds)}, until=FAR_AWAY)["a"]
    assert (said.summary, dict(said.facts)) == ("fine", {"n": 1})
    assert (said.started_at, said.duration_ms) == (NOW, 2000.0)


def test_no_checks_no_waiting(stage: Stage) -> None:
    assert look(stage.world, {}, until=FAR_AWAY) == {}


def test_a_check_that_breaks_is_unknown_and_the_log_tells(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        seen = look(stage.world, {"bad": probe(breaks), "good": probe(fine)}, until=FAR_AWAY, told=stage.tell)
    assert (seen["bad"].outcome, seen["bad"].failure) == (Outcome.UNKNOWN, Failure.INTERNAL)
    assert "a bug of ours" not in seen["bad"].summary
    assert seen["good"].outcome is Outcome.OK
    assert "a bug of ours" in caplog.text
    assert "bad" in caplog.text


def test_a_check_that_hangs_is_left_behind_after_its_own_time(stage: Stage) -> None:
    seen = look(stage.world, {"slow": probe(stage.hangs(4.0), 3.5)}, until=FAR_AWAY, told=stage.tell)
    assert (seen["slow"].outcome, seen["slow"].failure) == (Outcome.UNKNOWN, Failure.NOT_FINISHED)
    assert seen["slow"].duration_ms == 3500.0
    assert seen["slow"].started_at == NOW.replace(microsecond=500000)
    assert stage.told == [("slow", seen["slow"])]
    left = [thread for thread in threading.enumerate() if thread.name == "slow"]
    assert left
    assert all(thread.daemon for thread in left)


def test_one_that_hangs_takes_nothing_from_the_others(stage: Stage) -> None:
    def tell(check: str, answer: Observation) -> None:
        stage.tell(check, answer)
        if check == "quick":
            stage.clock.advance(10.0)

    seen = look(stage.world, {"slow": probe(stage.hangs()), "quick": probe(fine)}, until=FAR_AWAY, told=tell)
    assert [check for check, _ in stage.told] == ["quick", "slow"]
    assert (seen["quick"].outcome, seen["slow"].outcome) == (Outcome.OK, Outcome.UNKNOWN)


def test_the_end_of_the_run_is_the_end_for_all(stage: Stage) -> None:
    seen = look(stage.world, {"slow": probe(stage.hangs(7.0), 60.0)}, until=stage.clock.at + 6.0)
    assert (seen["slow"].failure, seen["slow"].duration_ms) == (Failure.NOT_FINISHED, 6000.0)


def test_an_answer_that_comes_too_late_does_not_change_what_was_told(stage: Stage) -> None:
    release = threading.Event()
    late_is_out = threading.Event()

    def late(world: World) -> Observation:
        stage.clock.advance(4.0)
        release.wait()
        return GOOD

    def second(world: World) -> Observation:
        late_is_out.wait()
        return GOOD

    def tell(check: str, answer: Observation) -> None:
        stage.tell(check, answer)
        if check == "late":
            release.set()
            for thread in threading.enumerate():
                if thread.name == "late":
                    thread.join()
            late_is_out.set()

    probes = {"late": probe(late, 3.5), "second": probe(second, 60.0)}
    seen = look(stage.world, probes, until=FAR_AWAY, told=tell)
    assert seen["late"].failure is Failure.NOT_FINISHED
    assert [check for check, _ in stage.told] == ["late", "second"]


def test_an_answer_that_has_come_counts_however_late_it_is_read(stage: Stage) -> None:
    def tell(check: str, answer: Observation) -> None:
        stage.tell(check, answer)
        if len(stage.told) == 1:
            for thread in threading.enumerate():
                if thread.name in ("one", "other"):
                    thread.join()
            stage.clock.advance(10.0)

    seen = look(stage.world, {"one": probe(fine), "other": probe(fine)}, until=FAR_AWAY, told=tell)
    assert {said.outcome for said in seen.values()} == {Outcome.OK}


def test_it_stops_when_the_rest_changes_nothing(stage: Stage) -> None:
    def settled(seen: Seen) -> bool:
        return seen["quick"].outcome is Outcome.OK

    probes = {"slow": probe(stage.hangs()), "quick": probe(fine)}
    seen = look(stage.world, probes, until=FAR_AWAY, told=stage.tell, settled=settled)
    assert seen["slow"] == PENDING
    assert [check for check, _ in stage.told] == ["quick"]


def test_it_goes_on_while_the_rest_may_change_something(stage: Stage) -> None:
    asked: list[Seen] = []

    def never(seen: Seen) -> bool:
        asked.append(dict(seen))
        return False

    seen = look(stage.world, {"a": probe(fine), "b": probe(fine)}, until=FAR_AWAY, settled=never)
    assert all(said.outcome is Outcome.OK for said in seen.values())
    assert [sum(said == PENDING for said in each.values()) for each in asked] == [1, 0]


def test_a_check_given_up_may_be_what_settles_it(stage: Stage) -> None:
    def settled(seen: Seen) -> bool:
        return seen["slow"].outcome is Outcome.UNKNOWN

    probes = {"slow": probe(stage.hangs(4.0), 3.5), "slower": probe(stage.hangs(), 60.0)}
    seen = look(stage.world, probes, until=FAR_AWAY, settled=settled)
    assert (seen["slow"].failure, seen["slower"]) == (Failure.NOT_FINISHED, PENDING)


def test_a_stop_ends_the_waiting(stage: Stage) -> None:
    stop = threading.Event()

    def tell(check: str, answer: Observation) -> None:
        stop.set()

    probes = {"slow": probe(stage.hangs()), "quick": probe(fine)}
    seen = look(stage.world, probes, until=FAR_AWAY, told=tell, stop=stop)
    assert (seen["slow"], seen["quick"].outcome) == (PENDING, Outcome.OK)


def test_a_stop_while_all_hang_is_noticed(stage: Stage) -> None:
    stop = threading.Event()

    def stops(world: World) -> Observation:
        stop.set()
        stage.door.wait()
        return GOOD

    assert look(stage.world, {"slow": probe(stops)}, until=FAR_AWAY, stop=stop) == {"slow": PENDING}


def test_a_stop_before_the_start_asks_for_nothing_to_be_waited_for(stage: Stage) -> None:
    stop = threading.Event()
    stop.set()
    assert look(stage.world, {"slow": probe(stage.hangs())}, until=FAR_AWAY, stop=stop) == {"slow": PENDING}
