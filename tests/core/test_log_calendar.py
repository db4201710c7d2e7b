"""Each outage stands on its day, time in which nobody looked is told from it, and a long time has a row a week."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.document import Calendar
from netcheck.core.history import Gap, PastOutage
from netcheck.core.log_calendar import MOST_DAYS, MOST_WEEKS, calendar, without
from netcheck.core.outage_log import OutageLog, log_of
from tests.fake_record import VIENNA, of_log, past

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)


def drawn(log: OutageLog, zone: object = UTC) -> Calendar:
    (found,) = calendar(log, str, zone)  # type: ignore[arg-type]
    assert isinstance(found, Calendar)
    return found


def log(*outages: PastOutage, gaps: tuple[Gap, ...] = (), days: float = 3) -> OutageLog:
    return log_of(outages, gaps, MONDAY, MONDAY + timedelta(days=days), UTC)


def test_a_few_days_have_a_row_each() -> None:
    found = drawn(log(past(120, MONDAY + timedelta(hours=12)), days=2.5))
    assert [name for name, _ in found.rows] == ["2026-11-16", "2026-11-17", "2026-11-18"]
    ((one, other, kind),) = found.rows[0][1]
    assert (one, round(other, 4), kind) == (0.5, 0.5833, "upstream")
    assert found.legend == (("upstream", "down, outside the home"),)
    assert found.marks[2] == (0.5, "12:00")


def test_an_outage_over_midnight_stands_on_both_days() -> None:
    found = drawn(log(past(120, MONDAY + timedelta(hours=23))))
    assert [len(stretches) for _, stretches in found.rows] == [1, 1, 0, 0]
    assert found.rows[1][1][0][0] == 0


def test_a_long_time_has_a_row_a_week_the_newest() -> None:
    found = drawn(of_log().log, VIENNA)  # type: ignore[arg-type]
    assert next(name for name, _ in found.rows) == "2026-10-12"
    assert len(found.rows) == 6
    assert found.marks[6][1] == "Sun"
    years = drawn(log(past(60, MONDAY + timedelta(days=2000)), days=2001))
    assert len(years.rows) == MOST_WEEKS
    assert any(kind == "upstream" for _, row in years.rows for _, _, kind in row)


def test_when_nobody_looked_is_no_outage() -> None:
    gap = Gap(MONDAY + timedelta(hours=12, minutes=30), MONDAY + timedelta(hours=13), "asleep")
    found = drawn(log(past(120, MONDAY + timedelta(hours=12)), gaps=(gap,)))
    kinds = [kind for _, _, kind in found.rows[0][1]]
    assert kinds == ["gap", "upstream", "upstream"]
    assert found.rows[0][1][1][1] == found.rows[0][1][0][0], "the outage is drawn up to the gap"


def test_time_before_anybody_looked_has_no_rows() -> None:
    gap = Gap(MONDAY - timedelta(days=1), MONDAY + timedelta(days=200), "before")
    found = drawn(log(past(60, MONDAY + timedelta(days=201)), gaps=(gap,), days=202))
    assert len(found.rows) == 3


def test_time_of_which_not_all_is_listed_has_no_rows() -> None:
    whole = log(*(past(60, MONDAY + timedelta(days=day)) for day in (20, 10, 1)), days=21)
    assert len(drawn(whole).rows) == 22
    assert len(drawn(replace(whole, outages=whole.outages[:1])).rows) == 2
    gaps = tuple(Gap(MONDAY + timedelta(days=day), MONDAY + timedelta(days=day, hours=1), "asleep") for day in (2, 15))
    cut = replace(log(*whole.outages, gaps=gaps, days=21), gaps=gaps[1:])
    assert len(drawn(cut).rows) == 7


def test_nothing_where_nothing_is_listed() -> None:
    assert calendar(log(), str, UTC) == ()


def test_the_hour_that_clocks_show_twice() -> None:
    """In the night in which clocks go back."""
    begins = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
    found = log_of([past(60, begins)], [], begins - timedelta(hours=30), begins + timedelta(hours=30), UTC)
    assert any(row for _, row in drawn(found, ZoneInfo("Europe/Vienna")).rows)


MOMENTS = st.integers(min_value=0, max_value=60 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
GAPS = st.lists(
    st.builds(lambda at, length: Gap(at, at + timedelta(minutes=length), "asleep"), MOMENTS, st.integers(-5, 9999))
)


@given(st.lists(MOMENTS, max_size=5), GAPS, st.integers(1, 90))
def test_every_stretch_lies_in_its_row(begins: list[datetime], gaps: list[Gap], days: int) -> None:
    found = calendar(log(*(past(90, at) for at in begins), gaps=tuple(gaps), days=days), str, VIENNA)
    for part in found:
        assert isinstance(part, Calendar)
        assert 1 <= len(part.rows) <= max(MOST_DAYS, MOST_WEEKS) + 1
        for _, row in part.rows:
            assert all(0 <= one < other <= 1 for one, other, _ in row)


def test_what_is_left_of_a_time() -> None:
    at = [MONDAY + timedelta(hours=n) for n in range(6)]
    assert [*without(at[0], at[5], [(at[1], at[2]), (at[3], at[4])])] == [
        (at[0], at[1]),
        (at[2], at[3]),
        (at[4], at[5]),
    ]
    assert [*without(at[1], at[2], [(at[0], at[3])])] == []
    assert [*without(at[1], at[2], [(at[3], at[4])])] == [(at[1], at[2])]
