"""A time in a report can be read in one way only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.record_times import both, offset, short, span, writer
from tests.fake_record import BEGAN, ENDED, VIENNA

INDIA = timezone(timedelta(hours=5, minutes=30))
BRAZIL = timezone(timedelta(hours=-3))


def test_local_time_its_offset_and_utc() -> None:
    assert both(BEGAN, VIENNA) == "2026-11-22 00:16:44 +01:00 (2026-11-21 23:16:44 UTC)"
    assert both(BEGAN, BRAZIL) == "2026-11-21 20:16:44 -03:00 (23:16:44 UTC)"
    assert both(BEGAN, INDIA).startswith("2026-11-22 04:46:44 +05:30")
    assert both(BEGAN, UTC) == "2026-11-21 23:16:44 UTC (+00:00)"
    assert short(BEGAN, VIENNA) == "2026-11-22 00:16 +01:00"


def test_no_time_is_nothing() -> None:
    assert writer(UTC)(None) == ""
    assert writer(VIENNA)(BEGAN) == both(BEGAN, VIENNA)


def test_a_stretch_of_time() -> None:
    assert span(BEGAN, ENDED, BRAZIL) == "2026-11-21 20:16:44 -03:00 - 20:36:44 (23:16:44 - 23:36:44 UTC)"
    assert span(BEGAN, ENDED, UTC) == "2026-11-21 23:16:44 - 23:36:44 UTC (+00:00)"
    over = span(BEGAN, BEGAN + timedelta(hours=2), VIENNA)
    assert over == "2026-11-22 00:16:44 +01:00 - 02:16:44 (2026-11-21 23:16:44 - 2026-11-22 01:16:44 UTC)"


@given(st.integers(86_400, 7_258_000_000), st.integers(-1439, 1439))
def test_the_moment_can_be_had_back(seconds: int, minutes: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    zone = timezone(timedelta(minutes=minutes))
    told = both(moment, zone)
    if minutes == 0:
        assert datetime.fromisoformat(told.split(" UTC")[0] + "+00:00") == moment
    else:
        assert datetime.fromisoformat("".join(told.split(" (")[0].rsplit(" ", 1))) == moment
    assert offset(moment.astimezone(zone)) == moment.astimezone(zone).isoformat()[-6:]
