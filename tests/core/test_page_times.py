"""Times of status pages: with their zone, in sane years, and before or after now as they must be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core import page_times
from netcheck.core.page_times import moment, near, past, stated_zone

NOW = datetime(2026, 11, 21, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-21T14:00:00Z",
        "2026-11-21T14:00:00.000Z",
        "2026-11-21T09:00:00.000-05:00",
        "2026-11-21 14:00:00 UTC",
        "2026-11-21 14:00 GMT",
        "20261121T140000+0000",
        "Sat, 21 Nov 2026 14:00:00 GMT",
        "Sat, 21 Nov 2026 14:00:00 +0000",
        "21 Nov 2026 15:00 +0100",
        "Sat, 21 November 2026 09:00:00 EST",
        " Sat, 21 Nov 2026 14:00:00 Z ",
        1795269600,
        1795269600.0,
        1795269600000,
        "1795269600",
        "1795269600000",
    ],
)
def test_the_ways_to_write_one_moment(value: object) -> None:
    assert moment(value) == NOW


@pytest.mark.parametrize(
    "value",
    [
        *("2026-11-21T14:00:00", "2026-11-21 14:00:00", "2026-11-21", "14:00", "soon", "", "Sat, 21 Nov 2026 14:00:00"),
        *("Sat, 31 Nov 2026 14:00:00 GMT", "Sat, 21 Foo 2026 14:00:00 GMT", "Sat, 21 Nov 2026 14:00:00 XYZ"),
        *("1970-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "2999-01-01T00:00:00Z", "0001-01-01T00:00:00+23:00"),
        *("Thu, 01 Jan 1970 00:00:00 GMT", "Sat, 21 Nov 2026 14:00:00 +9999", "x" * 100, "2026-13-01T00:00:00Z"),
        *(None, True, [], {}, 0, -5, 5, 99_999_999_999, 99_999_999_999_999, 1e300, float("nan"), float("inf"), 10**400),
    ],
)
def test_what_is_no_moment(value: object) -> None:
    assert moment(value) is None


@given(st.text() | st.integers() | st.floats() | st.none() | st.datetimes().map(str))
def test_anything_is_a_sane_moment_or_none(value: object) -> None:
    found = moment(value)
    assert found is None or (found.utcoffset() == timedelta() and 2000 <= found.year <= 2100)


def test_what_is_still_to_come_is_not_past() -> None:
    assert past(NOW, NOW) == NOW
    assert past(NOW + timedelta(minutes=5), NOW) is not None
    assert past(NOW + timedelta(minutes=30), NOW) is None
    assert past(NOW, None) == NOW
    assert past(None, NOW) is None


def test_what_is_years_ahead_is_a_slip() -> None:
    assert near(NOW + timedelta(days=30), NOW) is not None
    assert near(NOW + timedelta(days=400), NOW) is None
    assert near(None, NOW) is None


@pytest.mark.parametrize(
    ("value", "hours"),
    [
        ("2026-11-21T08:31:59.900-05:00", -5.0),
        ("2026-11-21T08:31:59+0530", 5.5),
        ("2026-11-21T08:31:59+00:00", 0.0),
        ("2026-11-21T08:31:59Z", None),
        ("2026-11-21T08:31:59+23:00", None),
        ("2026-11-21", None),
        (None, None),
    ],
)
def test_the_zone_that_a_page_states(value: object, hours: float | None) -> None:
    assert stated_zone(value) == (None if hours is None else timezone(timedelta(hours=hours)))


def test_a_year_that_windows_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    """There fromtimestamp raises OSError for years after 3000; a page may state any number."""

    class Windows(datetime):
        @classmethod
        def fromtimestamp(cls, *_: object) -> NoReturn:
            raise OSError(22, "Invalid argument")

    monkeypatch.setattr(page_times, "datetime", Windows)
    assert moment(99_999_999_999) is None
    assert moment(1795269600) == NOW
