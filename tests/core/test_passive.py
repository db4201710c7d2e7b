"""What the counters say, second by second, and when a look is worth it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.passive import (
    APART_S,
    FEWEST_SENT,
    LONGEST_REST_S,
    RETRANSMITTED,
    UNREACHABLE,
    looked,
    suspicious,
)
from netcheck.core.watching import Counters, Suspicions

ZERO = Counters("eth0", 0, 0, 0, 0)
SILENCE = "the computer sends and receives nothing"
AGAIN = "segments are sent again"
NOBODY = "hosts are told to be unreachable"
NO_ROUTER = "the router is not there"


def more(counters: Counters, sent: int = 0, received: int = 0, again: int = 0, nobody: int = 0) -> Counters:
    """So much more is counted."""
    return replace(
        counters,
        sent=(counters.sent or 0) + sent,
        received=(counters.received or 0) + received,
        retransmitted=(counters.retransmitted or 0) + again,
        unreachable=(counters.unreachable or 0) + nobody,
    )


def read(*seconds: dict[str, int], apart_s: float = 1.0, before: Suspicions | None = None) -> list[str]:
    """What is said second by second while so much is counted."""
    state, counters, s = before or Suspicions(), ZERO, 100.0
    said = []
    for each in ({}, *seconds):
        counters = more(counters, **each)
        state, why = suspicious(state, counters, s)
        said.append(why)
        s += apart_s
    return said[1:]


TALKS, HEARS, BOTH, IDLE = {"sent": 3}, {"received": 3}, {"sent": 3, "received": 3}, dict[str, int]()


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        ([BOTH] * 5, [""] * 5),
        ([IDLE] * 20, [""] * 20),
        ([HEARS] * 5, [""] * 5),
        ([TALKS, TALKS], ["", SILENCE]),
        ([BOTH, TALKS, TALKS], ["", "", SILENCE]),
        ([TALKS, HEARS, TALKS, TALKS], ["", "", "", SILENCE]),
        ([TALKS, BOTH, TALKS, HEARS, TALKS], [""] * 5),
        ([{"sent": 1}, IDLE, IDLE, IDLE], [""] * 4),
        ([{"sent": 1}, {"sent": 1}], ["", SILENCE]),
        ([{"sent": 1}, IDLE, IDLE, {"sent": 1}], ["", "", "", SILENCE]),
        ([{"sent": 1}, *[IDLE] * 12, {"sent": 1}, IDLE], [""] * 15),
        ([{"sent": 1}, *[IDLE] * 12, {"sent": 1}, {"sent": 1}], [*[""] * 14, SILENCE]),
    ],
)
def test_silence(seconds: list[dict[str, int]], said: list[str]) -> None:
    assert read(*seconds) == said


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ({"again": RETRANSMITTED - 1, "received": 5}, ""),
        ({"again": RETRANSMITTED, "received": 5}, AGAIN),
        ({"nobody": UNREACHABLE - 1, "received": 5}, ""),
        ({"nobody": UNREACHABLE, "received": 5}, NOBODY),
        ({"again": 9, "nobody": 9}, AGAIN),
    ],
)
def test_what_is_counted_in_one_second(second: dict[str, int], said: str) -> None:
    assert read(second) == [said]
    assert read(BOTH, second) == ["", said]


def test_a_router_that_vanishes_is_told_once() -> None:
    state, _ = suspicious(Suspicions(), ZERO, 0.0)
    state, why = suspicious(state, replace(ZERO, router_silent=True), 1.0)
    assert why == NO_ROUTER
    for second in range(2, 600):
        state, why = suspicious(state, replace(ZERO, router_silent=True), float(second))
        assert why == ""


def test_a_router_that_was_never_there_is_no_news() -> None:
    state, why = suspicious(Suspicions(), replace(ZERO, router_silent=True), 0.0)
    assert why == ""
    assert suspicious(state, replace(ZERO, router_silent=True), 1.0)[1] == ""


@pytest.mark.parametrize(
    "new",
    [
        replace(ZERO, adapter="wlan0", retransmitted=50),
        replace(ZERO, adapter=None, sent=None, received=None, retransmitted=50),
        replace(ZERO, sent=3, retransmitted=50),
        replace(ZERO, received=3, retransmitted=50),
    ],
)
def test_another_adapter_or_a_counter_that_fell_is_a_new_beginning(new: Counters) -> None:
    state, _ = suspicious(Suspicions(), more(ZERO, sent=10, received=10), 0.0)
    state, _ = suspicious(state, more(ZERO, sent=20, received=10), 1.0)
    state, why = suspicious(state, new, 2.0)
    assert why == ""
    assert (state.quiet_since_s, state.sent_since) == (None, 0)


def test_readings_far_apart_are_not_compared() -> None:
    assert read({"again": 50, "received": 1}, apart_s=APART_S) == [AGAIN]
    assert read({"again": 50, "received": 1}, apart_s=APART_S + 0.1) == [""]
    assert read(*[TALKS] * 5, apart_s=APART_S + 0.1) == [""] * 5


def test_a_clock_that_runs_backwards_is_a_new_beginning() -> None:
    state, _ = suspicious(Suspicions(), ZERO, 100.0)
    assert suspicious(state, more(ZERO, again=9), 50.0)[1] == ""


@pytest.mark.parametrize(
    "unknown", [Counters(), Counters("eth0"), Counters("eth0", sent=5), Counters(retransmitted=None, unreachable=7)]
)
def test_where_the_system_tells_little_nothing_is_suspected(unknown: Counters) -> None:
    state = Suspicions()
    for second in range(20):
        counted = replace(unknown, sent=unknown.sent + second) if unknown.sent else unknown
        state, why = suspicious(state, counted, float(second))
        assert why == ""


def test_a_line_that_always_loses_packets_is_looked_at_ever_more_seldom() -> None:
    said = read(*[{"again": 9, **BOTH}] * 1000)
    given = [second for second, why in enumerate(said) if why]
    apart = [later - earlier for earlier, later in pairwise(given)]
    assert apart == [8, 16, 32, 64, *[LONGEST_REST_S] * (len(apart) - 4)]
    assert len(apart) > 8


def test_one_kind_of_sign_does_not_silence_another() -> None:
    said = read(*[{"again": 9, **BOTH}] * 100, {"again": 9, **TALKS}, {"again": 9, **TALKS})
    assert said[-1] == SILENCE


def test_after_a_quiet_time_signs_are_worth_as_much_as_ever() -> None:
    storm = [{"again": 9, **BOTH}] * 100
    said = read(*storm, *[BOTH] * 300, *storm)
    assert [second for second, why in enumerate(said[400:]) if why][:3] == [0, 8, 24]


def test_a_look_is_a_new_beginning_and_its_own_packets_are_no_sign() -> None:
    state, _ = suspicious(Suspicions(), ZERO, 0.0)
    state, _ = suspicious(state, more(ZERO, sent=2), 1.0)
    state = looked(state, well=True)
    state, why = suspicious(state, more(ZERO, sent=60, again=9), 2.0)
    assert why == ""
    assert state.quiet_since_s is None


def test_after_a_look_that_found_trouble_signs_are_worth_as_much_as_ever() -> None:
    state, _ = suspicious(Suspicions(), ZERO, 0.0)
    state, why = suspicious(state, more(ZERO, again=9), 1.0)
    assert why == AGAIN

    def at_once(after: Suspicions) -> str:
        began, _ = suspicious(after, ZERO, 2.0)
        return suspicious(began, more(ZERO, again=9), 3.0)[1]

    assert at_once(looked(state, well=True)) == ""
    assert at_once(looked(state, well=False)) == AGAIN


def test_fewest_packets_are_two() -> None:
    assert FEWEST_SENT == 2  # the tables above are written for it


COUNTED = st.one_of(st.none(), st.integers(0, 5))
READINGS = st.lists(
    st.tuples(
        st.builds(
            Counters,
            st.sampled_from([None, "eth0", "wlan0"]), COUNTED, COUNTED, COUNTED, COUNTED, st.booleans(),
        ),
        st.floats(-1, 5),
    ),
    max_size=60,
)  # fmt: skip


@given(READINGS)
def test_whatever_is_counted_signs_stay_apart_and_nothing_grows(readings: list[tuple[Counters, float]]) -> None:
    state, s = Suspicions(), 0.0
    given_s: dict[str, float] = {}
    for counters, later in readings:
        s += max(0.0, later)
        state, why = suspicious(state, counters, s)
        assert len(state.given) <= 4
        if why:
            assert s - given_s.get(why, float("-inf")) >= 8.0
            given_s[why] = s
