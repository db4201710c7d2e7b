"""What a report may be about is offered with what is most likely meant first, and times begin at midnight."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from netcheck.core.about import LATELY, MOST_OFFERED, About, Period, begin_of, likely, offered
from netcheck.core.record import Kind
from tests.fake_record import BEGAN, past, report

LOOK = report()
VIENNA = timezone(timedelta(hours=1))
LOGS = [Kind.LOG] * 4


def test_an_outage_that_lasts_comes_first_and_then_how_it_looks_now() -> None:
    lasting, before = past(up_since=None), past(20, BEGAN - timedelta(days=3), id="a")
    found = offered((lasting, before), LOOK)
    assert [about.kind for about in found] == [Kind.OUTAGE, Kind.LOOK, Kind.OUTAGE, *LOGS]
    assert [about.outage for about in found if about.kind is Kind.OUTAGE] == [lasting.outage.id, "a"]
    assert found[1].look is LOOK


def test_one_that_was_over_lately_comes_first_too() -> None:
    lately, before = replace(LOOK, created_at=BEGAN + timedelta(hours=20)), replace(LOOK, created_at=BEGAN + LATELY * 2)
    assert [about.kind for about in offered((past(),), lately)] == [Kind.OUTAGE, Kind.LOOK, *LOGS]
    assert [about.kind for about in offered((past(),), before)] == [Kind.LOOK, Kind.OUTAGE, *LOGS]


def test_where_there_was_none_how_it_looks_now_comes_first() -> None:
    assert [about.kind for about in offered((), LOOK)] == [Kind.LOOK, *LOGS]
    assert [about.kind for about in offered((past(),))] == [Kind.OUTAGE, *LOGS]
    assert [about.period for about in offered(())] == list(Period)


def test_of_many_outages_the_newest_are_offered() -> None:
    many = tuple(past(1, BEGAN - timedelta(days=n), id=f"{n:04}") for n in range(200))
    found = [about.outage for about in offered(many) if about.outage]
    assert found == [f"{n:04}" for n in range(MOST_OFFERED)]


def test_what_is_most_likely_meant() -> None:
    assert likely((), LOOK) == About(Kind.LOOK)
    assert likely((past(up_since=None),), LOOK) == About(Kind.OUTAGE, past().outage.id)
    assert likely(()) is None


def test_a_newer_look_is_the_same_thing() -> None:
    assert About(Kind.LOOK, look=LOOK) == About(Kind.LOOK, look=replace(LOOK, id="newer"))
    assert About(Kind.LOG, period=Period.WEEK) != About(Kind.LOG, period=Period.ALL)


@pytest.mark.parametrize(
    ("period", "begins"),
    [
        (Period.WEEK, datetime(2026, 2, 22, tzinfo=VIENNA)),
        (Period.MONTH, datetime(2026, 1, 30, tzinfo=VIENNA)),
        (Period.YEAR, datetime(2026, 1, 1, tzinfo=VIENNA)),
        (Period.ALL, None),
    ],
)
def test_a_time_begins_at_midnight_where_the_person_is(period: Period, begins: datetime | None) -> None:
    # In Vienna the first of March has begun already.
    assert begin_of(period, datetime(2026, 2, 28, 23, 30, tzinfo=UTC), VIENNA) == begins


def test_without_a_zone_it_is_the_computers_own() -> None:
    begins = begin_of(Period.YEAR, datetime(2026, 6, 1, 12, tzinfo=UTC))
    assert begins is not None
    assert begins == datetime(2026, 1, 1).astimezone()
