"""How often is looked: seldom while all is well, often while it matters, and never for ever at full speed."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcheck.core.model import Report
from netcheck.core.monitor import step
from netcheck.core.pace import SOON_S, due
from netcheck.core.settings import Watch
from netcheck.core.watching import Depth, Due, Event, Glance, Happened, Phase, State
from tests.fake_watch import (
    BROKEN,
    CANNOT_TELL,
    DOWN,
    FIXED,
    LINE,
    NO_PING,
    NOTHING_KNOWN,
    PORTAL,
    ROUTER,
    ROUTER_GONE,
    SLOW,
    SLOW_WITHOUT_PAGES,
    START_S,
    UNCONFIRMED,
    UP,
    WELL,
    Story,
    at,
)

HOUR = 3600.0
EVENING = 20260


@dataclass(frozen=True)
class Home:
    """How things are in a home: what each kind of look sees, and how long it takes."""

    light: Glance
    focus: Glance
    whole: Report
    light_s: float = 0.05
    whole_s: float = 2.0


HEALTHY = Home(UP, FIXED, WELL)
DEAD_LINE = Home(DOWN, BROKEN, LINE, 1.0, 3.5)
DEAD_ROUTER = Home(ROUTER_GONE, BROKEN, ROUTER, 1.0, 3.5)
IN_A_PORTAL = Home(UP, BROKEN, PORTAL)
DECEIVING = Home(UP, FIXED, PORTAL)
"""Only whole looks show this fault."""
RIDDLE = Home(DOWN, BROKEN, CANNOT_TELL, 1.0, 5.8)
IN_HASTE = Home(DOWN, BROKEN, UNCONFIRMED, 1.0, 5.8)
MUTE = Home(DOWN, FIXED, WELL, 1.0)
"""A network that lets no ping and no DNS out."""
MUTE_AND_STRANGE = Home(DOWN, BROKEN, WELL, 1.0)
NO_PINGS = Home(NO_PING, FIXED, WELL)
BLIND = Home(DOWN, BROKEN, NOTHING_KNOWN, 1.0)
"""Nothing can be asked at all."""
SLOW_LINE = Home(UP, FIXED, SLOW)
NEARLY_BACK = Home(UP, FIXED, SLOW_WITHOUT_PAGES)
GOOD_HOMES = {
    "healthy": HEALTHY, "mute": MUTE, "mute and strange": MUTE_AND_STRANGE, "no pings": NO_PINGS, "slow": SLOW_LINE,
}  # fmt: skip
BAD_HOMES = {
    "line": DEAD_LINE, "router": DEAD_ROUTER, "portal": IN_A_PORTAL, "deceiving": DECEIVING, "riddle": RIDDLE,
    "haste": IN_HASTE,
}  # fmt: skip
HOMES = {**GOOD_HOMES, **BAD_HOMES, "blind": BLIND, "nearly back": NEARLY_BACK}


@dataclass
class Evening:
    """A home that is watched as the watcher does it: the next look when it is due, time in between."""

    home: Callable[[float], Home]
    """How things are at a second."""
    story: Story = field(default_factory=Story)
    chance: random.Random = field(default_factory=lambda: random.Random(EVENING))
    looks: list[tuple[float, Depth]] = field(default_factory=list)
    """When each began."""

    def until(self, second: float) -> list[Event]:
        """What happens until then."""
        known = len(self.story.events)
        while self.story.second < second:
            now, state = self.story.second, self.story.state
            following = due(state, Watch(), self.chance.random(), START_S + now)
            begins = following.s - START_S
            if begins > now:
                self.story.tell(min(begins, now + 15.0, second), "time")
                continue
            self.looks.append((now, following.depth))
            home = self.home(now)
            news: Report | Glance = home.whole
            seconds = home.whole_s
            if following.depth is not Depth.FULL:
                news = home.focus if following.depth is Depth.FOCUS else home.light
                seconds = home.light_s
            self.story.tell(now + seconds, news)
        return [event for event in self.story.events[known:] if event.kind is not Happened.LOOK]

    def taken(self, since: float = 0.0, until: float = math.inf) -> Counter[Depth]:
        """How many looks of each depth began in this time."""
        return Counter(depth for second, depth in self.looks if since <= second < until)


def always(home: Home) -> Evening:
    return Evening(lambda second: home)


def broken(from_s: float, until_s: float, home: Home, otherwise: Home = HEALTHY) -> Evening:
    return Evening(lambda second: home if from_s <= second < until_s else otherwise)


def kinds(events: list[Event]) -> list[str]:
    return [event.kind.value for event in events]


# --- while all is well ------------------------------------------------------------------------------------------------


def test_a_healthy_day() -> None:
    day = always(HEALTHY)
    assert day.until(24 * HOUR) == []
    taken = day.taken()
    assert taken[Depth.FULL] <= 27
    assert 8000 < taken[Depth.LIGHT] < 9300
    assert taken[Depth.FOCUS] == 0


def test_healthy_looks_are_ten_seconds_apart_and_spread_by_a_tenth() -> None:
    hour = always(HEALTHY)
    hour.until(HOUR / 2)
    starts = [second for second, _ in hour.looks][2:]
    apart = [later - earlier for earlier, later in pairwise(starts)]
    assert 9.0 <= min(apart) < 9.5
    assert 10.5 < max(apart) <= 11.1


def test_a_slow_line_is_looked_at_whole_every_two_minutes_and_later_every_ten() -> None:
    evening = always(SLOW_LINE)
    assert evening.until(3 * HOUR) == []
    assert 12 <= evening.taken(0, HOUR / 2)[Depth.FULL] <= 18
    assert 9 <= evening.taken(HOUR, 3 * HOUR)[Depth.FULL] <= 14


@pytest.mark.parametrize("home", [MUTE, NO_PINGS])
def test_where_glances_always_fail_whole_looks_are_few_and_nothing_is_said(home: Home) -> None:
    night = always(home)
    assert night.until(10 * HOUR) == []
    assert night.taken()[Depth.FULL] <= 14
    assert night.story.state.phase is Phase.WORKING


def test_where_nothing_lighter_tells_whole_looks_are_every_five_minutes() -> None:
    night = always(MUTE_AND_STRANGE)
    assert night.until(10 * HOUR) == []
    assert 100 <= night.taken()[Depth.FULL] <= 140


def test_a_mute_network_is_asked_for_pages_at_most_every_half_minute_and_noticed_when_it_fails() -> None:
    evening = broken(HOUR, 2 * HOUR, Home(DOWN, BROKEN, LINE, 1.0, 3.5), otherwise=MUTE)
    evening.until(HOUR)
    assert evening.taken(HOUR / 2, HOUR)[Depth.FOCUS] <= 65
    events = evening.until(HOUR + 90)
    assert kinds(events) == ["outage_started"]


def test_a_mute_network_that_becomes_another_one_is_glanced_at_again() -> None:
    evening = broken(0, HOUR, MUTE)
    evening.until(2 * HOUR)
    assert evening.story.state.excused == frozenset()
    assert evening.taken(1.5 * HOUR, 2 * HOUR)[Depth.FOCUS] == 0


@pytest.mark.parametrize("lost", [0.05, 0.3, 0.6])
def test_a_line_that_loses_glances_is_not_looked_at_whole_all_the_time(lost: float) -> None:
    dice = random.Random(7)
    evening = Evening(lambda second: MUTE if dice.random() < lost else HEALTHY)
    assert evening.until(10 * HOUR) == []
    assert evening.taken()[Depth.FULL] < 10 * 90


# --- a break and a return ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("home", [DEAD_LINE, DEAD_ROUTER])
@pytest.mark.parametrize("seed", range(20))
def test_an_outage_is_told_within_16_seconds_and_the_return_within_6(home: Home, seed: int) -> None:
    breaks = 100.0 + seed * 0.77
    repaired = breaks + 20 + seed * 1.31
    evening = broken(breaks, repaired, home)
    evening.chance.seed(seed)
    (started,) = evening.until(breaks + 16)
    assert started.kind is Happened.OUTAGE_STARTED
    evening.until(repaired)
    back, restored = evening.until(repaired + 6)
    assert (back.kind, restored.kind) == (Happened.BACK, Happened.RESTORED)
    assert kinds(evening.until(repaired + 400)) == ["stable"]


@pytest.mark.parametrize("seed", range(20))
def test_a_return_in_the_middle_of_a_whole_look_is_told_right_after_it(seed: int) -> None:
    evening = broken(100, 172 + seed * 0.2, DEAD_LINE)
    evening.until(172 + seed * 0.2)
    assert kinds(evening.until(180 + seed * 0.2)) == ["back", "restored"]


@pytest.mark.parametrize("home", [RIDDLE, IN_HASTE])
def test_what_must_be_seen_twice_is_told_soon_all_the_same(home: Home) -> None:
    evening = broken(100, 200, home)
    assert "outage_started" in kinds(evening.until(126))


def test_a_fault_that_glances_do_not_show_is_asked_for_by_what_it_rests_on() -> None:
    evening = broken(0, 300, IN_A_PORTAL)
    assert kinds(evening.until(300)) == ["outage_started"]
    taken = evening.taken(20, 300)
    assert taken[Depth.LIGHT] == 0
    assert 40 <= taken[Depth.FOCUS] <= 75
    assert taken[Depth.FULL] <= 6
    assert kinds(evening.until(312)) == ["back", "restored"]


def test_a_fault_that_only_whole_looks_show_ends_with_one() -> None:
    evening = broken(0, 300, DECEIVING)
    events = kinds(evening.until(300))
    assert events[0] == "outage_started"
    assert len(events) <= 3
    assert kinds(evening.until(400)) == ["back", "restored"]


def test_an_outage_is_looked_at_less_and_less_often() -> None:
    night = broken(100, 1e9, DEAD_LINE)
    assert kinds(night.until(8 * HOUR)) == ["outage_started"]

    def apart(since: float, until: float) -> float:
        return (until - since) / sum(night.taken(since, until).values())

    # A look takes a second itself.
    assert 2.0 <= apart(150, 650) <= 4.0
    assert 5.0 <= apart(800, 3600) <= 7.0
    assert 10.0 <= apart(2 * HOUR, 8 * HOUR) <= 12.0
    assert night.taken(100, 700)[Depth.FULL] <= 13
    assert night.taken(700, HOUR)[Depth.FULL] <= 13
    assert night.taken(2 * HOUR, 8 * HOUR)[Depth.FULL] <= 30


def test_a_return_without_pages_stays_unsure_and_is_looked_at_ever_more_seldom() -> None:
    evening = Evening(lambda s: DEAD_LINE if s < 100 else NEARLY_BACK if s < 2 * HOUR else HEALTHY)
    assert kinds(evening.until(2 * HOUR)) == ["outage_started", "back"]
    assert evening.taken(200, 2 * HOUR)[Depth.FULL] <= 125
    assert kinds(evening.until(2 * HOUR + 70)) == ["restored"]


def test_glances_that_show_now_this_now_that_are_not_worth_a_whole_look_each() -> None:
    evening = Evening(lambda s: Home(DOWN if int(s / 7) % 2 else ROUTER_GONE, BROKEN, LINE, 1.0, 3.5))
    evening.until(4 * HOUR)
    assert evening.taken(0, 600)[Depth.FULL] <= 20
    assert evening.taken(HOUR, 4 * HOUR)[Depth.FULL] <= 40


def test_where_nothing_can_be_asked_nothing_is_said_and_whole_looks_become_few() -> None:
    night = always(BLIND)
    assert night.until(5 * HOUR) == []
    assert night.taken(600, 5 * HOUR)[Depth.FULL] <= 5 * 60
    assert night.taken(0, 600)[Depth.FULL] <= 25


def test_nothing_to_be_seen_in_the_middle_of_the_day_raises_no_storm() -> None:
    day = broken(HOUR, 2 * HOUR, BLIND)
    assert day.until(3 * HOUR) == []
    assert day.taken(HOUR, 2 * HOUR)[Depth.FULL] <= 70
    assert day.story.state.phase is Phase.WORKING


# --- coming and going -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("each_s", [5, 20, 45, 100])
def test_a_line_that_comes_and_goes_for_hours_is_no_storm_of_news(each_s: float) -> None:
    night = Evening(lambda s: DEAD_LINE if int(s / each_s) % 2 else HEALTHY)
    events = kinds(night.until(5 * HOUR))
    assert events.count("restored") <= 5 * HOUR / 300
    assert events.count("outage_started") == 1
    assert len(events) <= 5 * HOUR / 60
    if each_s < 60:
        assert events.count("flapping") == 1
        assert len(events) <= 10


def test_a_line_that_comes_and_goes_is_stable_some_time_after_it_is() -> None:
    evening = Evening(lambda s: DEAD_LINE if s < 600 and int(s / 20) % 2 else HEALTHY)
    evening.until(600)
    assert evening.story.state.phase is Phase.FLAPPING
    assert kinds(evening.until(600 + 320)) == ["restored"]
    assert evening.taken(700, 600 + 320)[Depth.FULL] == 0  # glances tell that it stays
    assert kinds(evening.until(600 + 640)) == ["stable"]


def test_a_line_that_comes_and_goes_and_dies_is_told_as_dead() -> None:
    evening = Evening(lambda s: DEAD_LINE if s > 600 or int(s / 20) % 2 else HEALTHY)
    evening.until(600)
    assert kinds(evening.until(600 + 150)) == ["outage_changed"]
    assert evening.story.state.verdict == LINE.verdict


@pytest.mark.parametrize("home", [IN_A_PORTAL, DECEIVING])
def test_a_line_that_comes_and_goes_and_ends_in_what_glances_do_not_show(home: Home) -> None:
    evening = Evening(lambda s: home if s > 600 else DEAD_LINE if int(s / 20) % 2 else HEALTHY)
    evening.until(600)
    assert evening.story.state.phase is Phase.FLAPPING
    assert kinds(evening.until(600 + 900))[0] == "outage_changed"
    assert evening.story.state.verdict == PORTAL.verdict


# --- whatever happens -------------------------------------------------------------------------------------------------

STRETCHES = st.lists(
    st.tuples(st.sampled_from(sorted(HOMES)), st.sampled_from([1.0, 3.0, 8.0, 20.0, 47.0, 100.0, 400.0, 1500.0])),
    max_size=12,
)


def laid_out(stretches: list[tuple[str, float]], last: str, seed: int) -> tuple[Evening, float]:
    """An evening of these stretches, and when the last home begins, which stays."""
    table: list[tuple[float, Home]] = []
    begins = 0.0
    for home, seconds in stretches:
        begins += seconds
        table.append((begins, HOMES[home]))
    evening = Evening(lambda s: next((home for ends, home in table if s < ends), HOMES[last]))
    evening.chance.seed(seed)
    return evening, begins


@given(STRETCHES, st.sampled_from(sorted(GOOD_HOMES)), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_whatever_was_before_an_outage_ends_when_all_is_well(
    stretches: list[tuple[str, float]], last: str, seed: int
) -> None:
    evening, begins = laid_out(stretches, last, seed)
    evening.until(begins + 2 * HOUR)
    state = evening.story.state
    assert not state.down
    assert state.outage is None
    assert state.phase is Phase.WORKING


@given(STRETCHES, st.sampled_from(sorted(BAD_HOMES)), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_whatever_was_before_an_outage_is_noticed(stretches: list[tuple[str, float]], last: str, seed: int) -> None:
    evening, begins = laid_out(stretches, last, seed)
    # What glances do not show is found by the whole look of each hour.
    evening.until(begins + 2 * HOUR)
    state = evening.story.state
    assert state.down
    assert state.phase is Phase.OUTAGE
    assert state.verdict is not None
    assert state.verdict.fault == HOMES[last].whole.verdict.fault


@given(STRETCHES, st.sampled_from(sorted(HOMES)), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_nobody_looks_without_rest_and_whole_looks_are_never_the_rule(
    stretches: list[tuple[str, float]], last: str, seed: int
) -> None:
    evening, begins = laid_out(stretches, last, seed)
    evening.until(begins + HOUR)
    taken = evening.taken(begins + HOUR / 2)
    assert taken[Depth.FULL] <= 40
    assert sum(taken.values()) <= HOUR / 2 / 1.6


# --- the plan itself --------------------------------------------------------------------------------------------------


def test_the_first_look_is_whole_and_at_once() -> None:
    assert due(State(), Watch(), 0.5, 77.0).depth is Depth.FULL
    assert due(State(), Watch(), 0.5, 77.0).s == 77.0


def test_in_a_pause_no_look_is_due() -> None:
    assert due(State(phase=Phase.PAUSED), Watch(), 0.5, 77.0).s == math.inf


def test_a_pace_of_ones_own() -> None:
    state, _ = step(State(), WELL, at(0))
    assert due(state, Watch(healthy_s=60.0), 0.5, START_S).s == START_S + 60.0
    state = Story().after([(0, LINE), (1, DOWN)])
    assert due(state, Watch(outage_s=4.0), 0.5, START_S).s == START_S + 1 + 4.0


@pytest.mark.parametrize(("chance", "seconds"), [(0.0, 1.6), (0.5, 2.0), (1.0, 2.4)])
def test_looks_in_an_outage_are_spread_by_a_fifth(chance: float, seconds: float) -> None:
    state = Story().after([(0, LINE), (1, DOWN)])
    assert due(state, Watch(), chance, START_S + 1).s == pytest.approx(START_S + 1 + seconds)


def test_after_a_whole_look_in_an_outage_a_glance_follows_at_once() -> None:
    state, _ = step(State(), LINE, at(0))
    assert due(state, Watch(), 0.5, START_S) == Due(Depth.LIGHT, START_S + SOON_S)


@pytest.mark.parametrize("news", [ROUTER, CANNOT_TELL])
def test_another_fault_is_looked_at_again_soon(news: Report) -> None:
    state = Story().after([(0, LINE), (60, news), (63, DOWN)])
    assert due(state, Watch(), 1.0, START_S + 64) == Due(Depth.FULL, START_S + 65)


def test_a_look_that_is_overdue_is_due_now() -> None:
    state, _ = step(State(), WELL, at(0))
    for overdue in (replace(state, last_full=None), state):
        assert due(overdue, Watch(), 0.5, START_S + 9999).s == START_S + 9999
