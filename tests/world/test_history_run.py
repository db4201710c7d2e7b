"""From run to run: gaps while netcheck was closed, outages that a crash left open, and whatever a monitor may tell."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcheck.core import monitor
from netcheck.core.history import Entry, Gap, PastOutage
from netcheck.core.model import Failure, Impact, Look, Observation, Outcome, Report, Verdict
from netcheck.core.watching import Event, Glance, Happened, Outage, State, Tick
from netcheck.world.history import HistoryFile
from netcheck.world.history_run import CLOSED_S, ENDED_UNSEEN
from tests.world.history_events import BAD, CANNOT_TELL, DEAD_LINE, GOOD, NOW, SLOW, WORKS, at, light, told, whole

DOWN = Outage("a", NOW, DEAD_LINE, last_good=at(-10), looks=1)
NEXT = replace(DOWN, id="b", down_since=at(1000), last_good=None)
Run = Callable[..., HistoryFile]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """A run of the program in which these events happen; the one before is over, as if it was killed."""
    found: list[HistoryFile] = []

    def one(*events: Event) -> HistoryFile:
        found.append(HistoryFile(tmp_path, lambda: at(5000)))
        for event in events:
            found[-1].add(event)
        return found[-1]

    yield one
    for history in found:
        history.close()


def gaps(history: HistoryFile) -> tuple[Gap, ...]:
    return history.gaps(at(-1e8), at(1e8))


def test_the_first_run_has_no_gap_before_it(run: Run) -> None:
    assert gaps(run(light(0, GOOD))) == ()


def test_between_two_runs_it_was_closed(run: Run) -> None:
    run(light(0, GOOD), light(10, GOOD))
    history = run(light(1000, GOOD), light(1500, GOOD))
    assert gaps(history) == (Gap(at(10), at(1000), "closed"),)


def test_a_restart_is_no_gap(run: Run) -> None:
    run(light(0, GOOD))
    assert gaps(run(light(CLOSED_S, GOOD))) == ()


def test_a_clock_that_was_set_back_makes_no_gap(run: Run) -> None:
    run(light(0, GOOD))
    assert gaps(run(light(-5000, GOOD))) == ()


def test_looks_that_were_rolled_up_count_too(run: Run) -> None:
    run(light(-2 * 86400, GOOD))
    run(light(-86400, GOOD))
    history = run(light(0, GOOD))
    assert [gap.why for gap in gaps(history)] == ["closed", "closed"]
    assert gaps(history)[1] == Gap(at(-86400), NOW, "closed")


def test_a_pause_in_which_it_was_closed_goes_on_until_the_next_look(run: Run) -> None:
    run(light(0, GOOD), told(5, Happened.PAUSED))
    assert gaps(run(light(1000, GOOD))) == (Gap(at(5), at(1000), "paused"),)


def test_a_sleep_that_ended_in_the_run_before_is_not_counted_again(run: Run) -> None:
    run(light(0, GOOD), told(900, Happened.SLEPT, gap_s=900.0))
    assert gaps(run(light(930, GOOD))) == (Gap(NOW, at(900), "asleep"),)


# --- outages that were left open


def only(history: HistoryFile) -> PastOutage:
    [past] = history.outages()
    return past


def test_an_outage_left_open_stays_open_until_a_look_says_something(run: Run) -> None:
    run(
        whole(0, DEAD_LINE, DOWN),
        told(0, Happened.OUTAGE_STARTED, DOWN),
        light(40, BAD, DEAD_LINE, replace(DOWN, seconds=40.0)),
    )
    assert not only(run()).over
    history = run(whole(1000, CANNOT_TELL), light(1010, BAD), light(1020, Glance()))
    assert not only(history).over
    assert only(history).outage.seconds == 40.0


@pytest.mark.parametrize("good", [whole(1000), whole(1000, SLOW), light(1000, GOOD)], ids=range(3))
def test_a_first_good_look_ends_it_and_says_that_nobody_saw_the_end(good: Event, run: Run) -> None:
    run(whole(0, DEAD_LINE, DOWN), light(40, BAD, DEAD_LINE, replace(DOWN, seconds=40.0, looks=9)))
    history = run(good, light(1010, GOOD))
    past = only(history)
    assert past.over
    assert past.unseen
    assert past.outage.up_since == at(1000)
    assert past.outage.seconds == 1000.0
    assert past.outage.asleep_s == 960.0
    assert past.down_s == 40.0
    assert history.journal()[-1] == Entry(at(1000), "restored", ENDED_UNSEEN, "a")
    assert gaps(history) == (Gap(at(40), at(1000), "closed"),)


def test_another_outage_ends_it_too(run: Run) -> None:
    run(whole(0, DEAD_LINE, DOWN), light(40, BAD, DEAD_LINE, replace(DOWN, seconds=40.0)))
    history = run(whole(1002, DEAD_LINE, NEXT), told(1002, Happened.OUTAGE_STARTED, NEXT))
    new, old = history.outages()
    assert (new.outage, new.over) == (NEXT, False)
    assert (old.unseen, old.outage.up_since, old.down_s) == (True, NEXT.down_since, 40.0)


def test_a_run_that_goes_on_with_the_same_outage_leaves_it_open(run: Run) -> None:
    run(whole(0, DEAD_LINE, DOWN))
    longer = replace(DOWN, seconds=1000.0, asleep_s=900.0)
    up = replace(longer, up_since=at(1005), seconds=1005.0)
    history = run(whole(1000, DEAD_LINE, longer))
    assert only(history).outage == longer
    history.add(whole(1010, outage=up))
    assert only(history).outage == up
    assert not only(history).unseen


def test_an_outage_of_this_run_is_not_ended_by_its_own_good_looks(run: Run) -> None:
    history = run(whole(0, DEAD_LINE, DOWN), light(40, GOOD, DEAD_LINE, DOWN))
    assert not only(history).over


# --- whatever a monitor may tell

FACTS: dict[str, dict[str, object]] = {"https": {"ok": 3}, "dns": {"ms": 9.0}}


def look(verdict: Verdict, moment: Tick) -> Report:
    """A whole look, with pages that open where all is well."""
    fine = verdict.impact is not Impact.OUTAGE
    said = Observation(Outcome.OK) if fine else Observation(Outcome.FAILED, Failure.TIMEOUT, "silent")
    seen = {check: replace(said, facts=facts) for check, facts in FACTS.items()}
    return Report("r", moment.at, verdict, (Look(moment.at, seen),), ())


OTHER = replace(DEAD_LINE, fault="isp-outage", headline="The provider is dead.")
news = st.sampled_from([
    DEAD_LINE, DEAD_LINE, OTHER, OTHER, CANNOT_TELL, SLOW, WORKS, WORKS, replace(CANNOT_TELL, impact=Impact.OUTAGE),
    GOOD, GOOD, BAD, BAD, Glance(), Glance(gateway=False, far=False, names=False), Glance(far=True, names=False),
    None, "pause", "resume", "killed",
])  # fmt: skip
steps = st.lists(
    st.tuples(st.sampled_from([2.5] * 8 + [0.5, 10.0, 29.0, 31.0, 310.0, 7200.0]), news, st.integers(1, 4)), max_size=25
)


def happened(state: State, moment: Tick, what: object) -> tuple[State, tuple[Event, ...]]:
    """What the monitor makes of it."""
    if what == "pause":
        return monitor.pause(state, moment)
    if what == "resume":
        return monitor.resume(state, moment)
    if isinstance(what, Verdict):
        return monitor.step(state, look(what, moment), moment)
    assert what is None or isinstance(what, Glance)
    return monitor.step(state, what, moment)


@settings(max_examples=150)
@given(steps)
def test_any_story_of_the_monitor_gives_consistent_outages(story: list[tuple[float, object, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        now = NOW
        history = HistoryFile(Path(folder), lambda: now)
        state, looks, seconds = State(), 0, 0.0
        newest: dict[str, Outage] = {}
        for wait, what in [(wait, what) for wait, what, times in story for _ in range(times)]:
            seconds += wait
            now = NOW + timedelta(seconds=seconds)
            if what == "killed":
                history.close()
                history, state = HistoryFile(Path(folder), lambda: now), State()  # noqa: B023 - the moment it is asked
                continue
            state, events = happened(state, Tick(now, seconds), what)
            for event in events:
                history.add(event)
                looks += event.kind is Happened.LOOK
                if event.outage is not None:
                    newest[event.outage.id] = event.outage
        found = history.outages()
        points = history.points(NOW, now + timedelta(days=1))
        left = history.gaps(NOW, now + timedelta(days=1))
        journal = history.journal()
        assert history.problem == ""
        history.close()
    assert {past.outage.id for past in found} == set(newest)
    assert [past.outage.down_since for past in found] == sorted((p.outage.down_since for p in found), reverse=True)
    assert sum(not past.over for past in found) <= 1
    for past in found:
        last = newest[past.outage.id]
        assert past.over == (past.outage.up_since is not None)
        assert past.outage.up_since is None or past.outage.up_since >= past.outage.down_since
        assert past.outage.verdict.impact is Impact.OUTAGE
        if not past.unseen:
            assert past.outage == replace(last, began_s=0.0)
        assert {e.kind for e in journal if e.outage == past.outage.id} & {"outage_started", "flapping"}
    assert sum(point.looks for point in points) == looks
    assert all(gap.begins <= gap.ends and gap.why in ("asleep", "closed", "paused") for gap in left)
