"""An estimate in words: what it says, whose word it is, and lengths no finer than anybody knows them."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.estimate import Estimate, Kind, Past, Source, estimate, facts_of
from netcheck.core.estimate_words import Words, about, in_minutes, in_words
from netcheck.core.model import Fact

NOW = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
MINUTES = (95, 40, 12, 60, 20, 30, 180, 15, 45, 70)


def clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def said(past: Past, provider: dict[str, Fact] | None = None, lasted_s: float = 60.0) -> Words:
    """The words of what is estimated from that, by way of JSON, as another program reads it."""
    found = estimate(past, provider or {}, lasted_s, NOW)
    assert found is not None
    facts = facts_of(found)
    words = in_words(json.loads(json.dumps(facts)), str, clock)
    assert words is not None
    assert words == in_words(facts, str, clock)
    return words


def own(count: int = 10, alike: str = "fault") -> Past:
    return Past((Kind(alike, tuple(60.0 * minutes for minutes in MINUTES[:count])),))


def test_from_the_past() -> None:
    words = said(own())
    assert words == Words(
        "It may take about 40 min more, until about 14:43; in 8 cases of 10 between 10 min and 3 h more.",
        "From 10 past outages that began with the same fault and lasted longer than this one has so far.",
    )


@pytest.mark.parametrize(("alike", "part"), [("segment", "in this part of the path"), ("side", "outside your home")])
def test_what_they_have_in_common_is_told(alike: str, part: str) -> None:
    assert part in said(own(alike=alike)).basis


def test_outages_that_were_left_out_are_told() -> None:
    past = Past(own().kinds, left_out=3)
    assert said(past).basis.endswith("Left out, as nobody watched them to their end: 3.")


def test_too_few_are_listed_the_newest_last() -> None:
    words = said(own(3))
    assert words.line == "The last three like it took 12 min, 40 min and 1 h 35 min."
    assert words.basis.startswith("Too few past outages")
    assert said(own(2)).line == "The last two like it took 40 min and 1 h 35 min."
    assert said(own(1)).line == "The only one like it so far took 1 h 35 min."


def test_one_that_lasts_longer_than_all_is_told() -> None:
    words = said(own(10), lasted_s=10 * 3600.0)
    assert words.line.endswith("This one has lasted longer than all of them.")
    assert words.basis == ""


def test_the_providers_word_with_its_time() -> None:
    provider: dict[str, Fact] = {"expected_end": "2026-11-21T18:30:00Z", "as_of": "2026-11-21T13:55:00Z", "here": "yes"}
    words = said(own(), provider)
    assert words.line == "Your provider expects it to end at 18:30, in about 4 h."
    assert words.basis == "Your provider's word, from 13:55."
    assert said(own(), {**provider, "here": "maybe", "as_of": None}) == Words(
        "If it is the one that your provider announces, it is to end at 18:30, in about 4 h.", "Your provider's word."
    )


def test_an_end_that_has_passed() -> None:
    provider: dict[str, Fact] = {"expected_end": "2026-11-21T14:00:00Z"}
    assert said(own(), provider).line.startswith(
        "The end that your provider gave, 14:00, has passed. It may take about"
    )
    assert said(Past(), provider).line == (
        "The end that your provider gave, 14:00, has passed. Nobody knows yet how long it will take."
    )


@pytest.mark.parametrize(
    ("seconds", "nearest", "below", "above"),
    [
        (4, "a few seconds", "a few seconds", "a few seconds"),
        (44, "40 s", "40 s", "50 s"),
        (58, "1 min", "50 s", "1 min"),
        (200, "3 min", "3 min", "4 min"),
        (1000, "15 min", "15 min", "20 min"),
        (3599, "1 h", "55 min", "1 h"),
        (5700, "1 h 30 min", "1 h 30 min", "1 h 45 min"),
        (20000, "6 h", "5 h", "6 h"),
        (100000, "1 d 6 h", "1 d", "1 d 6 h"),
        (1e6, "12 d", "11 d", "12 d"),
    ],
)
def test_lengths_are_told_no_finer_than_they_are_known(seconds: float, nearest: str, below: str, above: str) -> None:
    told = (about(seconds, str), about(seconds, str, math.floor), about(seconds, str, math.ceil))
    assert told == (nearest, below, above)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.2, "1 s"), (45, "45 s"), (59.7, "1 min"), (95 * 60 + 20, "1 h 35 min"), (3600, "1 h"), (2e5, "2 d 8 h")],
)
def test_lengths_that_are_known_have_their_minutes(seconds: float, told: str) -> None:
    assert in_minutes(seconds, str) == told


@pytest.mark.parametrize("facts", [{}, {"source": "stars"}, {"source": "own"}, {"source": "few"}, {"source": "none"}])
def test_other_facts_say_nothing(facts: dict[str, Fact]) -> None:
    assert in_words(facts, str, clock) is None


values = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=25), st.lists(st.floats()))
parts = st.sampled_from(sorted(facts_of(Estimate(Source.OWN, NOW))))


@given(st.sampled_from([*Source, "x"]), st.dictionaries(parts, values))
def test_bent_facts_break_nothing(source: str, facts: dict[str, Fact]) -> None:
    words = in_words({**facts, "source": source}, str, clock)
    assert words is None or words.line


@given(st.floats(0, 3e8), st.floats(0, 3e8))
def test_the_words_of_a_range_hold_it(one: float, other: float) -> None:
    """The lower end is told as no later, the upper end as no earlier than it is."""
    low, high = sorted((one, other))
    assert _seconds(about(low, str, math.floor)) <= low
    assert high < 10 or _seconds(about(high, str, math.ceil)) >= high


def _seconds(told: str) -> float:
    """A length in words as a number again; "a few" are none."""
    if told == "a few seconds":
        return 0.0
    words = told.split()
    units = {"s": 1, "min": 60, "h": 3600, "d": 86400}
    return float(sum(int(number) * units[unit] for number, unit in zip(words[::2], words[1::2], strict=True)))
