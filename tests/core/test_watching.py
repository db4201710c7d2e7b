"""What a glance says; and what holds in the watch whatever happens, in whichever order."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcheck.core.model import Impact, Report, Side, Truth
from netcheck.core.monitor import GAP_S
from netcheck.core.outage import STABLE_S
from netcheck.core.pace import SURE_S, due
from netcheck.core.rules import WORKS
from netcheck.core.settings import Watch
from netcheck.core.watching import Event, Glance, Happened, Phase
from tests.fake_watch import (
    ASLEEP,
    BROKEN,
    DOWN,
    FIXED,
    GLANCES,
    NO_NAMES,
    NO_PING,
    NOT_ASKED,
    PAUSE,
    RESUME,
    ROUTER_GONE,
    START_S,
    TIME,
    UP,
    UP_WHEN_WELL,
    WHOLE_LOOKS,
    News,
    Story,
)

BOTH = frozenset({"far", "names"})
ROUNDED_S = 1e-3
"""The time of day has whole microseconds."""


@pytest.mark.parametrize(
    ("glance", "good", "missing"),
    [
        (UP, True, set()),
        (UP_WHEN_WELL, True, set()),
        (DOWN, False, {"far", "names"}),
        (NO_NAMES, False, {"names"}),
        (NO_PING, False, {"far"}),
        (NOT_ASKED, False, {"far", "names"}),
        (FIXED, True, set()),
        (BROKEN, False, {"focus"}),
        (Glance(gateway=True), False, {"far", "names"}),
        (Glance(far=True), True, set()),
    ],
)
def test_what_a_glance_says(glance: Glance, good: bool, missing: set[str]) -> None:
    assert glance.good() is good
    assert glance.missing() == missing


@pytest.mark.parametrize(
    ("glance", "excused", "good", "failed"),
    [
        (NO_PING, {"far"}, True, set()),
        (DOWN, {"far"}, False, {"names"}),
        (DOWN, {"far", "names"}, False, set()),
        (BROKEN, {"far", "names"}, False, {"focus"}),
        (BROKEN, {"far", "names", "focus"}, False, set()),
    ],
)
def test_what_it_says_where_some_always_fails(glance: Glance, excused: set[str], good: bool, failed: set[str]) -> None:
    assert glance.good(frozenset(excused)) is good
    assert glance.failed(frozenset(excused)) == failed


@pytest.mark.parametrize(
    ("now", "before", "differs"),
    [
        (UP, UP, False),
        (UP, DOWN, True),
        (DOWN, ROUTER_GONE, True),
        (UP, UP_WHEN_WELL, False),
        (BROKEN, DOWN, False),
        (FIXED, BROKEN, False),
        (NO_NAMES, NO_PING, True),
    ],
)
def test_only_parts_that_were_asked_both_times_differ(now: Glance, before: Glance, differs: bool) -> None:
    assert now.differs(before) is differs
    assert before.differs(now) is differs


def test_which_phases_are_down() -> None:
    assert {phase for phase in Phase if phase.down} == {Phase.OUTAGE, Phase.BACK, Phase.FLAPPING}


# --- whatever happens -------------------------------------------------------------------------------------------------

NEWS: dict[str, News] = {**WHOLE_LOOKS, **GLANCES, TIME: TIME, ASLEEP: ASLEEP, PAUSE: PAUSE, RESUME: RESUME}
ANY_NEWS = st.sampled_from([*NEWS, "well", "well", "UP", "UP", "DOWN", "line", RESUME])
ANY_TIME = st.one_of(st.floats(0.1, 8), st.floats(0.1, 8), st.sampled_from([1.9, 2.0, 15.0, 31.0, 100.0, 299.0, 301.0]))
ANY_STORY = st.lists(st.tuples(ANY_TIME, ANY_NEWS), max_size=60)


class Bookkeeper:
    """Follows the events like somebody who knows nothing but them, and objects to what cannot be."""

    def __init__(self) -> None:
        self.open: str | None = None
        """The outage that lasts."""
        self.relapsable: str | None = None
        self.ids: set[str] = set()
        self.back = False
        self.flapping = False
        self.restored_s: dict[str, float] = {}

    def hear(self, event: Event, s: float) -> None:
        outage = event.outage
        match event.kind:
            case Happened.OUTAGE_STARTED:
                assert outage is not None
                assert self.open is None
                assert self.relapsable is None
                assert outage.id not in self.ids
                self.open = outage.id
                self.ids.add(outage.id)
                self.back = self.flapping = False
            case Happened.RELAPSED:
                assert outage is not None
                assert outage.id in (self.relapsable, self.open)
                assert self.back or self.relapsable
                self.open, self.relapsable, self.back, self.flapping = outage.id, None, False, False
            case Happened.FLAPPING:
                assert outage is not None
                assert outage.id in (self.relapsable, self.open)
                assert not self.flapping
                self.open, self.relapsable, self.back, self.flapping = outage.id, None, False, True
            case Happened.OUTAGE_CHANGED:
                assert outage is not None
                assert outage.id == self.open
                assert not self.back
                self.flapping = False
            case Happened.BACK:
                assert outage is not None
                assert outage.id == self.open
                assert not self.back
                assert not self.flapping
                self.back = True
            case Happened.RESTORED:
                assert outage is not None
                assert outage.id == self.open
                assert self.back or self.flapping
                assert outage.up_since is not None
                assert s - self.restored_s.get(outage.id, -math.inf) >= STABLE_S - ROUNDED_S
                self.restored_s[outage.id] = s
                self.open, self.relapsable, self.back, self.flapping = None, outage.id, False, False
            case Happened.STABLE:
                assert outage is not None
                assert outage.id == self.relapsable
                assert s - self.restored_s[outage.id] >= STABLE_S - ROUNDED_S
                self.relapsable = None
            case Happened.SLEPT | Happened.RESUMED:
                # What was restored is over, and a return has to be seen anew; so may be told anew.
                self.relapsable, self.back, self.flapping = None, False, False
                self.restored_s.clear()
                assert (outage.id if outage else None) == self.open
            case _:
                pass
        if outage is not None:
            assert outage.seconds >= 0
            assert outage.asleep_s >= 0
            assert outage.asleep_s <= outage.seconds + 1e-6 or outage.up_since is not None
            assert outage.verdict.impact is Impact.OUTAGE


def played(rows: Sequence[tuple[float, str]]) -> Story:
    """A story with these pauses between its moments, in which the books are kept."""
    story, books, second = Story(), Bookkeeper(), 0.0
    for pause, name in rows:
        second, news = second + pause, NEWS[name]
        before = story.state
        known = len(story.events)
        story.tell(second, news)
        for event in story.events[known:]:
            books.hear(event, (event.at - story.events[0].at).total_seconds())
        state = story.state
        assert (state.outage.id if state.outage and state.down else None) == books.open
        if state.phase.down:
            assert state.down
        if state.phase is Phase.WORKING:
            assert state.outage is None
        if state.phase is Phase.RESTORED:
            assert state.outage is not None
            assert not state.down
        assert len(state.turns) <= 50
        assert len(state.alarms) <= 10
        slept = [event for event in story.events[known:] if event.kind is Happened.SLEPT]
        gap = news is ASLEEP and pause > GAP_S and before.phase is not Phase.PAUSED and before.tick is not None
        assert len(slept) == gap
        if slept:
            assert state.phase is Phase.LOOKING
            pending = (state.first_bad, state.first_good, state.opened, state.turns, state.glanced, state.other)
            assert not any(pending)
    return story


@given(ANY_STORY)
@settings(max_examples=300, deadline=None)
def test_events_follow_one_another_as_they_should(rows: list[tuple[float, str]]) -> None:
    played(rows)


@given(ANY_STORY)
@settings(max_examples=300, deadline=None)
def test_nothing_is_restored_without_a_page_and_a_second_good_look(rows: list[tuple[float, str]]) -> None:
    page_s: float | None = None
    """When a page was opened, since it was down last."""
    good_s: float | None = None
    """When a look was good first, since it was down last."""
    for event in played(rows).events:
        s = event.at.timestamp()
        if event.kind is Happened.LOOK:
            if isinstance(event.report, Report):
                said = event.report.verdict
                if said.impact is Impact.OUTAGE:
                    page_s = good_s = None
                elif said.side is not Side.UNKNOWN:
                    good_s = s if good_s is None else good_s
                    page_s = s if WORKS.judge(event.report.seen).truth is Truth.TRUE else page_s
            elif event.glance is not None and event.glance.good(BOTH):
                good_s = s if good_s is None else good_s
        elif event.kind is Happened.RESTORED:
            assert page_s is not None
            assert good_s is not None
            assert s - good_s >= SURE_S - ROUNDED_S
            assert event.report is not None or event.glance is not None


@given(ANY_STORY, st.floats(0, 1), st.floats(0, 10_000))
@settings(max_examples=300, deadline=None)
def test_the_next_look_is_always_ahead_and_never_far(
    rows: list[tuple[float, str]], chance: float, later_s: float
) -> None:
    story = played(rows)
    now_s = START_S + story.second + later_s
    following = due(story.state, Watch(), chance, now_s)
    if story.state.phase is Phase.PAUSED:
        assert following.s == math.inf
    else:
        assert now_s <= following.s <= now_s + 4000


@given(ANY_STORY)
@settings(max_examples=300, deadline=None)
def test_nobody_looks_in_a_pause(rows: list[tuple[float, str]]) -> None:
    paused = False
    for event in played(rows).events:
        paused = (paused or event.kind is Happened.PAUSED) and event.kind is not Happened.RESUMED
        assert not (paused and event.kind is Happened.LOOK)


@given(ANY_STORY, st.lists(st.tuples(st.floats(0.5, 20), st.sampled_from(["well", "UP"])), min_size=0, max_size=5))
@settings(max_examples=300, deadline=None)
def test_where_all_is_well_for_long_no_outage_stays_open(
    rows: list[tuple[float, str]], good: list[tuple[float, str]]
) -> None:
    # Whatever came before: six minutes of looks that are all good, whole ones among them, end it.
    well = [(4.0, news) for _ in range(50) for news in ("well", "UP")]
    story = played([*rows, (1.0, RESUME), *good, *well])
    assert story.state.phase in (Phase.WORKING, Phase.RESTORED)
    assert not story.state.down
