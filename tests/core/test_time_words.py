"""Dates and times of day in words: what is meant, and where that is not clear."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from netcheck.core.time_words import MONTHS, TIME, WITHIN, Written

BASE = datetime(2026, 11, 21, 14, tzinfo=UTC)


def meant(text: str, base: datetime | None = BASE) -> datetime | None:
    """The moment of the first time of day in a text."""
    times = [Written(match) for match in TIME.finditer(text)]
    return next((time.moment(base, None) for time in times if time.is_time), None)


@pytest.mark.parametrize(
    "text",
    [
        *("16:00 UTC", "4pm UTC", "4:00 p.m. UTC", "16.00 UTC", "16 Uhr UTC", "16h00 UTC", "16:00Z", "17:00 CET"),
        *("today 16:00 UTC", "16:00 UTC today", "heute um 16:00 UTC", "aujourd'hui à 16h00 UTC", "16:00 (UTC)"),
        *("2026-11-21 16:00 UTC", "2026-11-21T16:00Z", "2026-11-21 at 16:00 UTC", "2026-11-21T16:00:00.000+00:00"),
        *("21 November 16:00 UTC", "21st of November 2026, 16:00 UTC", "Nov 21 16:00 UTC", "16:00 UTC on 21 Nov 2026"),
        *("21.11.2026 16:00 UTC", "21.11. 16:00 UTC", "21.11.26, 16:00 UTC", "21/11/2026 16:00 UTC"),
        *("21 de noviembre de 2026 a las 16:00 UTC", "21 novembre à 16:00 UTC", "18:00 UTC+2", "12:30 GMT-3:30"),
    ],
)
def test_the_ways_to_write_one_moment(text: str) -> None:
    assert meant(text) == datetime(2026, 11, 21, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        *("16", "16:00", "24:00 UTC", "13 pm UTC", "16:60 UTC", "16:00 XYZ", "16:00 AND", "16:00 UTC+15"),
        *("31.02.2026 16:00 UTC", "30 February 16:00 UTC", "05/11/2026 16:00 UTC", "version 2.10.4", "10.0.0.1"),
        *("16:00 CEST", "16:00 EDT", "in 2 hours", "14:00 UTC", "13:59 UTC"),
    ],
)
def test_what_is_not_clear_is_none(text: str) -> None:
    assert meant(text) is None


def test_a_time_of_day_is_the_next_one_soon_enough() -> None:
    assert meant("02:00 UTC") == BASE + timedelta(hours=12)
    assert meant("08:00 UTC") == BASE + WITHIN
    assert meant("08:01 UTC") is None
    assert meant("16:00 UTC", None) is None


def test_a_date_without_year_is_the_nearest() -> None:
    assert meant("2 January 01:00 UTC", datetime(2026, 12, 30, tzinfo=UTC)) == datetime(2027, 1, 2, 1, tzinfo=UTC)
    assert meant("30 December 01:00 UTC", datetime(2027, 1, 2, tzinfo=UTC)) == datetime(2026, 12, 30, 1, tzinfo=UTC)


def test_each_month_has_its_names() -> None:
    assert set(MONTHS.values()) == set(range(1, 13))
    assert (MONTHS["märz"], MONTHS["août"], MONTHS["dez"], MONTHS["mei"]) == (3, 8, 12, 5)
