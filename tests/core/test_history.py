"""Outages on the calendar: months and days in the reader's own zone, nothing counted twice, sleep left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.history import LONGEST_S, Day, Month, PastOutage, days, months
from netcheck.core.model import Confidence, Impact, Side, Verdict
from netcheck.core.watching import Outage

BERLIN = ZoneInfo("Europe/Berlin")
VERDICT = Verdict(Side.UPSTREAM, None, "line-down", Impact.OUTAGE, Confidence.LIKELY, "Down.", "It is.")
HOUR = 3600.0


def past(begins: datetime, seconds: float, side: Side = Side.UPSTREAM, asleep_s: float = 0.0) -> PastOutage:
    """An outage of this length that is over."""
    up = begins + timedelta(seconds=min(seconds, LONGEST_S))
    return PastOutage(Outage("x", begins, replace(VERDICT, side=side), up_since=up, seconds=seconds, asleep_s=asleep_s))


def test_nothing_has_no_months() -> None:
    assert months((), UTC) == ()


def test_each_side_has_its_sum_and_quiet_months_stand_in_between() -> None:
    found = months(
        [
            past(datetime(2026, 11, 5, 9, tzinfo=UTC), 60, Side.LOCAL),
            past(datetime(2026, 11, 6, 9, tzinfo=UTC), 120, Side.UPSTREAM),
            past(datetime(2026, 11, 7, 9, tzinfo=UTC), 240, Side.UNKNOWN),
            past(datetime(2026, 9, 1, 9, tzinfo=UTC), 30),
        ],
        UTC,
    )
    assert found == (
        Month(2026, 9, 1, 0.0, 30.0, 0.0),
        Month(2026, 10, 0, 0.0, 0.0, 0.0),
        Month(2026, 11, 3, 60.0, 120.0, 240.0),
    )


def test_over_new_year_it_counts_in_both_months_with_its_part() -> None:
    found = months([past(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), HOUR)], UTC)
    assert found == (Month(2026, 12, 1, 0.0, 1800.0, 0.0), Month(2027, 1, 1, 0.0, 1800.0, 0.0))


def test_the_month_is_that_of_the_reader() -> None:
    outage = past(datetime(2026, 10, 31, 23, 30, tzinfo=UTC), 600)  # 00:30 on the first of November in Berlin
    assert [(m.year, m.month) for m in months([outage], BERLIN)] == [(2026, 11)]
    assert [(m.year, m.month) for m in months([outage], UTC)] == [(2026, 10)]


def test_every_day_of_the_calendar_is_there_and_midnight_parts_an_outage() -> None:
    outage = past(datetime(2026, 11, 21, 22, 30, tzinfo=UTC), HOUR)  # 23:30 in Berlin
    assert days([outage], date(2026, 11, 20), date(2026, 11, 23), BERLIN) == (
        Day(date(2026, 11, 20), 0, 0.0),
        Day(date(2026, 11, 21), 1, 1800.0),
        Day(date(2026, 11, 22), 1, 1800.0),
        Day(date(2026, 11, 23), 0, 0.0),
    )


def test_days_outside_of_what_was_asked_are_left_out() -> None:
    outage = past(datetime(2026, 11, 1, tzinfo=UTC), 5 * 86400)
    assert days([outage], date(2026, 11, 3), date(2026, 11, 3), UTC) == (Day(date(2026, 11, 3), 1, 86400.0),)
    assert days([outage], date(2026, 11, 3), date(2026, 11, 2), UTC) == ()


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_the_days_on_which_the_clocks_change_have_their_own_length(day: date, hours: int) -> None:
    begins = datetime(day.year, day.month, day.day, tzinfo=BERLIN).astimezone(UTC) - timedelta(hours=1)
    outage = past(begins, (hours + 2) * HOUR)
    assert days([outage], day, day, BERLIN) == (Day(day, 1, hours * HOUR),)


def test_without_a_zone_it_is_the_computers_own() -> None:
    begins = datetime(2026, 11, 21, 12, tzinfo=UTC)
    own = begins.astimezone().date()
    assert [d.outages for d in days([past(begins, 1)], own, own, None)] == [1]


def test_sleep_is_left_out_of_what_counts_as_down() -> None:
    outage = past(datetime(2026, 11, 21, 10, tzinfo=UTC), 4 * HOUR, asleep_s=3 * HOUR)
    assert outage.down_s == HOUR
    assert months([outage], UTC) == (Month(2026, 11, 1, 0.0, HOUR, 0.0),)
    over_midnight = past(datetime(2026, 11, 21, 22, tzinfo=UTC), 4 * HOUR, asleep_s=2 * HOUR)
    assert [d.down_s for d in days([over_midnight], date(2026, 11, 21), date(2026, 11, 22), UTC)] == [HOUR, HOUR]


def test_one_that_lasts_counts_up_to_what_was_seen() -> None:
    outage = PastOutage(Outage("x", datetime(2026, 11, 21, tzinfo=UTC), VERDICT, seconds=90.0), over=False)
    assert months([outage], UTC) == (Month(2026, 11, 1, 0.0, 90.0, 0.0),)


def test_a_moment_at_midnight_belongs_to_the_day_that_begins() -> None:
    found = days([past(datetime(2026, 11, 22, tzinfo=UTC), 0.0)], date(2026, 11, 21), date(2026, 11, 22), UTC)
    assert [d.outages for d in found] == [0, 1]
    ending = days([past(datetime(2026, 11, 21, 23, tzinfo=UTC), HOUR)], date(2026, 11, 21), date(2026, 11, 22), UTC)
    assert [d.outages for d in ending] == [1, 0]


def test_a_length_that_cannot_be_makes_no_endless_work() -> None:
    assert 120 <= len(months([past(datetime(2016, 1, 1, tzinfo=UTC), 1e10)], UTC)) <= 122


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3 * 365 * 86400),
            st.floats(0, 40 * 86400),
            st.floats(0, 1),
            st.sampled_from(Side),
        ),
        max_size=8,
    ),
    st.sampled_from([UTC, BERLIN, ZoneInfo("America/St_Johns"), ZoneInfo("Pacific/Apia")]),
)
def test_nothing_is_lost_and_nothing_counted_twice(
    stories: list[tuple[int, float, float, Side]], zone: ZoneInfo
) -> None:
    first = datetime(2024, 1, 1, tzinfo=UTC)
    outages = [
        past(first + timedelta(seconds=after), length, side, length * share) for after, length, share, side in stories
    ]
    total = sum(outage.down_s for outage in outages)
    by_month = sum(m.local_s + m.upstream_s + m.unknown_s for m in months(outages, zone))
    by_day = sum(d.down_s for d in days(outages, date(2023, 12, 30), date(2027, 3, 1), zone))
    assert by_month == pytest.approx(total, abs=1e-3)
    assert by_day == pytest.approx(total, abs=1e-3)
    assert all(
        d.down_s <= 25 * HOUR * max(1, d.outages) for d in days(outages, date(2024, 1, 1), date(2024, 2, 1), zone)
    )
