"""No page is asked too often: not by anybody, not after a return, not by all at once."""

from __future__ import annotations

import itertools
import math
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.courtesy import (
    AFTER_OTHERS_S,
    FLOOR_S,
    LONGEST_FRESH_S,
    LONGEST_REST_S,
    QUIET_S,
    SPREAD_S,
    Asking,
    Who,
    asked,
    began,
    calm,
    due,
    earliest,
    rest_s,
    restored,
    spread,
    wait_s,
)

NOW = 1_790_000_000.0
HOUR = 3600.0
chances = st.floats(0.0, 1.0, exclude_max=True)
BY_ITSELF = (Who.PRESENT, Who.NOBODY)


@pytest.mark.parametrize("who", BY_ITSELF)
def test_nothing_is_asked_while_all_is_well(who: Who) -> None:
    assert due(Asking(), who, NOW) == math.inf
    assert due(asked(Asking(), NOW - 90_000, 0.5), who, NOW) == math.inf
    assert due(calm(began(Asking(), NOW, 0.5)), who, NOW) == math.inf
    assert due(restored(began(Asking(), NOW, 0.5), NOW), who, NOW + 90_000) == math.inf


def test_a_person_may_ask_at_any_time() -> None:
    assert due(Asking(), Who.PERSON, NOW) <= NOW


@given(chances)
def test_who_waits_at_the_window_is_served_at_once_and_all_others_within_five_minutes(chance: float) -> None:
    outage = began(Asking(), NOW, chance)
    assert due(outage, Who.PRESENT, NOW) == NOW
    assert NOW + AFTER_OTHERS_S <= due(outage, Who.NOBODY, NOW) <= NOW + AFTER_OTHERS_S + SPREAD_S


def test_the_first_questions_of_nobody_are_spread_evenly() -> None:
    first = [due(began(Asking(), NOW, n / 100), Who.NOBODY, NOW) - NOW for n in range(100)]
    assert [round(b - a, 6) for a, b in itertools.pairwise(first)] == [SPREAD_S / 100] * 99


@given(
    who=st.sampled_from(Who),
    chance=chances,
    lasted=st.floats(0, 100 * HOUR),
    later=st.floats(0, FLOOR_S, exclude_max=True),
    unsure=st.booleans(),
)
def test_never_twice_in_a_minute(who: Who, chance: float, lasted: float, later: float, unsure: bool) -> None:
    page = asked(began(Asking(), NOW, chance), NOW + lasted, chance, 0.0, unsure)
    assert due(page, who, NOW + lasted + later) >= NOW + lasted + FLOOR_S


@given(who=st.sampled_from(BY_ITSELF), one=st.floats(0, 100 * HOUR), two=st.floats(0, 100 * HOUR), chance=chances)
def test_the_longer_the_outage_the_longer_the_waits(who: Who, one: float, two: float, chance: float) -> None:
    early, late = sorted((one, two))
    assert wait_s(early, who, chance) <= wait_s(late, who, chance) + 1e-6


@pytest.mark.parametrize(
    ("who", "hours", "mean_s"),
    [
        (Who.PRESENT, 0, 120),
        (Who.PRESENT, 1, 300),
        (Who.PRESENT, 6, 900),
        (Who.PRESENT, 100, 900),
        (Who.NOBODY, 0, 480),
        (Who.NOBODY, 1, 600),
        (Who.NOBODY, 6, 900),
    ],
)
def test_waits_are_drawn_over_their_whole_width(who: Who, hours: int, mean_s: float) -> None:
    waits = [wait_s(hours * HOUR, who, chance) for chance in (0.0, 0.5, 1.0)]
    least = FLOOR_S if who is Who.PRESENT else SPREAD_S
    assert waits == pytest.approx([least, mean_s, 2 * mean_s - least])


def test_somebody_who_comes_to_the_window_need_not_wait_for_nobody_s_turn() -> None:
    page = asked(began(Asking(), NOW, 0.9), NOW + 100, 0.9)
    assert due(page, Who.NOBODY, NOW + 400) > NOW + 400
    assert due(page, Who.PRESENT, NOW + 400) <= NOW + 400


def test_what_is_new_is_asked_again_soon_for_who_is_there_only() -> None:
    for hours in (0, 2, 10):
        at = NOW + hours * HOUR
        page = asked(began(Asking(), NOW, 0.5), at, 0.999, 0.0, unsure=True)
        assert FLOOR_S <= due(page, Who.PRESENT, at) - at <= 2 * FLOOR_S
        assert due(page, Who.NOBODY, at) - at > SPREAD_S


@pytest.mark.parametrize("who", Who)
def test_after_the_return_nobody_asks_for_ten_minutes(who: Who) -> None:
    page = restored(asked(began(Asking(), NOW, 0.5), NOW + 100, 0.5), NOW + 1000)
    assert due(page, who, NOW + 1000) >= NOW + 1000 + QUIET_S


def test_an_outage_that_comes_again_is_spread_again() -> None:
    before = restored(asked(began(Asking(), NOW, 0.5), NOW + 8 * HOUR, 0.01), NOW + 8 * HOUR + 60)
    again = began(before, NOW + 8 * HOUR + 2000, 0.7, since_s=NOW)
    assert due(again, Who.NOBODY, NOW + 8 * HOUR + 2000) == NOW + 8 * HOUR + 2000 + AFTER_OTHERS_S + 0.7 * SPREAD_S
    assert earliest(again, NOW + 8 * HOUR + 2000) <= NOW + 8 * HOUR + 2000, "the ten minutes are over with the peace"


def test_to_hear_again_that_it_lasts_changes_nothing() -> None:
    page = began(Asking(), NOW, 0.3)
    assert began(page, NOW + 500, 0.9, since_s=NOW - 50) == page
    assert began(Asking(), NOW, 0.3, since_s=NOW + 50).since_s == NOW, "no outage begins in the future"


def test_a_restart_in_an_outage_goes_on_where_it_was() -> None:
    kept = Asking(asked_s=NOW + 7 * HOUR, rests_s=NOW + 7 * HOUR + 60, chance=0.9)
    page = began(kept, NOW + 7 * HOUR + 20, 0.5, since_s=NOW)
    assert due(page, Who.PERSON, NOW + 7 * HOUR + 20) == NOW + 7 * HOUR + 60
    assert due(page, Who.NOBODY, NOW + 7 * HOUR + 20) >= NOW + 7 * HOUR + SPREAD_S


@given(st.floats(LONGEST_REST_S + 100, 1e9))
def test_a_clock_that_was_set_back_locks_nobody_out(ahead: float) -> None:
    page = asked(Asking(), NOW + ahead, 0.5, 100.0)
    assert due(page, Who.PERSON, NOW) <= NOW
    assert due(began(page, NOW, 0.5), Who.PRESENT, NOW) <= NOW


# --- what the page says of itself


def http(seconds: float) -> str:
    return format_datetime(datetime.fromtimestamp(NOW, UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("value", "least", "most"),
    [
        ("600", 600, 900),
        ("0", 0, 60),
        (" 120 ", 120, 180),
        ("99999", LONGEST_REST_S, LONGEST_REST_S),
        ("9" * 400, LONGEST_REST_S, LONGEST_REST_S),
        (http(300), 300, 450),
        (http(-300), 0, 60),
        (http(1e7), LONGEST_REST_S, LONGEST_REST_S),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 0, 60),
        ("Sun Nov  6 08:49:37 1994", 0, 60),
        ("soon", 0, 0),
        ("", 0, 0),
        ("-5", 0, 0),
        ("١٢", 0, 0),
        ("Sat, 99 Nov 2026 99:99:99 GMT", 0, 0),
    ],
)
def test_retry_after_is_honoured_and_capped(value: str, least: float, most: float) -> None:
    assert rest_s({"retry-after": value}, NOW, 0.0, refused=True) == pytest.approx(least)
    assert rest_s({"retry-after": value}, NOW, 1.0, refused=True) == pytest.approx(most)


def test_a_year_that_windows_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    """There a time of before 1970 whose zone is not told ("-0000") cannot be read at all."""

    class Before:
        def timestamp(self) -> float:
            raise OSError(22, "Invalid argument")

    monkeypatch.setattr("email.utils.parsedate_to_datetime", lambda value: Before())
    assert rest_s({"retry-after": "Fri, 01 Jan 1960 00:00:00 -0000"}, NOW, 0.0, refused=True) == 0


def test_a_date_does_not_bring_everybody_back_at_once() -> None:
    rests = {rest_s({"retry-after": http(30)}, NOW, n / 10, refused=True) for n in range(10)}
    assert len(rests) == 10


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "max-age=90"}, 90),
        ({"cache-control": "public, Max-Age = 90"}, 90),
        ({"cache-control": 'max-age="90"'}, 90),
        ({"cache-control": "max-age=90", "age": "60"}, 30),
        ({"cache-control": "max-age=90", "age": "600"}, 0),
        ({"cache-control": "max-age=90", "age": "old"}, 90),
        ({"cache-control": "s-maxage=90"}, 0),
        ({"cache-control": "max-age=86400"}, LONGEST_FRESH_S),
        ({"cache-control": "no-store"}, 0),
        ({"retry-after": "600"}, 0),
        ({}, 0),
    ],
)
def test_a_fresh_answer_is_not_asked_for_again(headers: dict[str, str], seconds: float) -> None:
    assert rest_s(headers, NOW, 0.5, refused=False) == seconds


@given(
    st.dictionaries(st.sampled_from(["retry-after", "cache-control", "age"]), st.text(max_size=80)),
    chances,
    st.booleans(),
)
def test_whatever_a_page_says_it_rests_an_hour_at_most(headers: dict[str, str], chance: float, refused: bool) -> None:
    rest = rest_s(headers, NOW, chance, refused)
    assert 0 <= rest <= LONGEST_REST_S
    page = asked(Asking(), NOW, chance, rest)
    assert NOW + FLOOR_S <= due(page, Who.PERSON, NOW) <= NOW + LONGEST_REST_S


@given(chances, st.floats(-1e6, 1e6))
def test_messages_are_spread_over_the_five_minutes_after_the_return(chance: float, passed: float) -> None:
    assert 0 <= spread(chance, passed) <= SPREAD_S - min(max(passed, 0), SPREAD_S)
    assert spread(0.5) == SPREAD_S / 2
