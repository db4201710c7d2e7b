"""The compensation clock: it begins with the report, counts whole days, and says where no rule applies."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.compensation import TOTAL_LOSS, Asked, Clock, State, clock
from netcheck.core.model import Confidence, Impact, Segment, Side, Verdict
from netcheck.core.rules import RULES
from netcheck.world.compensation_rules import shipped_rules

LONDON, BERLIN = ZoneInfo("Europe/London"), ZoneInfo("Europe/Berlin")
DEAD = Verdict(Side.UPSTREAM, Segment.LINE, "line-down", Impact.OUTAGE, Confidence.LIKELY, "", "")


def at(text: str, zone: ZoneInfo = LONDON) -> datetime:
    """A local time there."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def reckoned(
    reported: str, now: str, ended: str = "", provider: str = "Sky", country: str = "GB", **more: object
) -> Clock:
    """The clock of an outage that was reported when it began."""
    zone = BERLIN if country == "DE" else LONDON
    began = at(reported, zone)
    asked = Asked(DEAD, began, at(now, zone), provider, country, began, at(ended, zone) if ended else None)
    return clock(replace(asked, **more), shipped_rules(), zone)  # type: ignore[arg-type]


# --- worked examples of providers -------------------------------------------------------------------------------------


def test_reported_on_monday_mended_on_friday() -> None:
    """An example of a provider's help page: one payment for Wednesday, one for Thursday."""
    found = reckoned("2026-11-16 09:00", "2026-11-21 12:00", "2026-11-20 10:00")
    assert found.state is State.ENDED_OWED
    assert found.free_until == date(2026, 11, 18)
    assert (found.paid_days, found.repair) == (2, Decimal("20.68"))
    assert found.pay_until == date(2026, 12, 20)
    assert found.next_at is None


def test_over_a_weekend() -> None:
    """A customer's example: Wednesday to Monday; the weekend is paid, though nobody works then."""
    found = reckoned("2026-11-18 23:50", "2026-11-23 09:00", "2026-11-23 09:00")
    assert found.free_until == date(2026, 11, 20)
    assert (found.paid_days, found.repair) == (3, Decimal("31.02"))


@pytest.mark.parametrize(
    ("ended", "state", "days"),
    [
        ("2026-11-18 23:59", State.ENDED_FREE, 0),
        ("2026-11-19 00:00", State.ENDED_OWED, 1),
        ("2026-11-19 23:59", State.ENDED_OWED, 1),
        ("2026-11-20 00:00", State.ENDED_OWED, 2),
    ],
)
def test_midnight_decides(ended: str, state: State, days: int) -> None:
    found = reckoned("2026-11-16 09:00", "2026-12-01 00:00", ended)
    assert (found.state, found.paid_days) == (state, days)


def test_while_it_lasts_the_next_payment() -> None:
    found = reckoned("2026-11-16 09:00", "2026-11-17 12:00")
    assert (found.state, found.paid_days, found.repair) == (State.FREE, 0, Decimal(0))
    assert found.next_at == at("2026-11-19 00:00")
    assert found.next_day == date(2026, 11, 18)
    assert found.next_amount == Decimal("10.34")
    found = reckoned("2026-11-16 09:00", "2026-11-20 12:00")
    assert (found.state, found.paid_days) == (State.OWED, 2)
    assert found.next_at == at("2026-11-21 00:00")
    assert found.notice_from == date(2026, 12, 18)


# --- weekends, holidays, clocks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reported", "country", "free_until"),
    [
        ("2026-11-20 16:00", "GB-ENG", "2026-11-24"),  # Friday: Monday and Tuesday
        ("2026-11-21 10:00", "GB-ENG", "2026-11-24"),  # Saturday: the same
        ("2026-12-23 10:00", "GB-ENG", "2026-12-29"),  # Christmas on a Friday, Boxing Day moved to Monday
        ("2026-12-30 10:00", "GB-ENG", "2027-01-04"),
        ("2026-12-30 10:00", "GB-SCT", "2027-01-05"),  # 2 January moved to Monday the 4th
        ("2026-04-02 10:00", "GB-ENG", "2026-04-08"),  # Easter
        ("2026-04-02 10:00", "GB-SCT", "2026-04-07"),  # no Easter Monday there
        ("2026-06-12 10:00", "GB-SCT", "2026-06-17"),  # the one-off of 2026
        ("2026-07-10 10:00", "GB-NIR", "2026-07-15"),
        ("2026-03-27 10:00", "GB-ENG", "2026-03-31"),  # the clocks go forward between
    ],
)
def test_two_full_working_days(reported: str, country: str, free_until: str) -> None:
    found = reckoned(reported, "2027-06-01 00:00", country=country)
    assert found.free_until == date.fromisoformat(free_until)
    assert "region" not in found.doubts


def test_days_of_23_and_25_hours_are_days() -> None:
    # In 2026 the clocks change on 29 March and 25 October, Sundays.
    spring = reckoned("2026-03-25 12:00", "2026-03-30 00:00")
    assert (spring.free_until, spring.paid_days) == (date(2026, 3, 27), 3)
    assert spring.next_at == at("2026-03-31 00:00") == datetime(2026, 3, 30, 23, tzinfo=UTC)
    autumn = reckoned("2026-10-21 12:00", "2026-10-25 23:59")
    assert (autumn.free_until, autumn.paid_days) == (date(2026, 10, 23), 2)
    assert autumn.next_at == datetime(2026, 10, 26, tzinfo=UTC)


def test_the_day_is_the_one_there() -> None:
    # 23:30 UTC in summer is the next day in London already.
    found = clock(
        Asked(DEAD, at("2026-07-14 00:30"), at("2026-07-17 00:30"), "Sky", "GB", at("2026-07-14 00:30")),
        shipped_rules(),
        LONDON,
    )
    assert found.free_until == date(2026, 7, 16)
    assert found.paid_days == 1


def test_each_day_at_its_own_amount() -> None:
    found = reckoned("2026-03-27 09:00", "2026-04-03 09:00")
    # 31 March at the old amount, 1 and 2 April at the new one.
    assert (found.paid_days, found.repair) == (3, Decimal("9.98") + 2 * Decimal("10.34"))


def test_what_may_be_counted_wrongly_is_said() -> None:
    assert reckoned("2026-11-16 09:00", "2026-11-20 00:00").doubts == ("region",)
    assert reckoned("2030-11-18 09:00", "2030-11-22 00:00", country="GB-ENG").doubts == ("holidays",)


# --- the law in Germany -----------------------------------------------------------------------------------------------


def test_by_law_each_full_day_from_the_third_on() -> None:
    # Reported on Monday: Tuesday and Wednesday are free, Thursday and Friday 5 euro, then 10.
    found = reckoned("2026-11-16 09:00", "2026-11-22 08:00", provider="Any", country="DE")
    assert found.free_until == date(2026, 11, 18)
    assert (found.paid_days, found.repair) == (3, Decimal("20.00"))
    assert found.next_amount == Decimal("10.00")
    assert found.doubts == ("fee",)
    assert found.next_at == at("2026-11-23 00:00", BERLIN)


def test_the_first_full_day_there_is_not_over_on_itself() -> None:
    assert reckoned("2026-11-16 09:00", "2026-11-19 23:00", country="DE").paid_days == 0
    assert reckoned("2026-11-16 09:00", "2026-11-20 00:00", country="DE").paid_days == 1


def test_a_part_of_the_monthly_fee_where_it_is_more() -> None:
    found = reckoned("2026-11-16 09:00", "2026-11-22 08:00", country="DE", monthly_fee=Decimal("59.99"), missed=2)
    assert found.repair == Decimal("6.00") * 2 + Decimal("12.00")
    assert found.missed == Decimal("24.00")
    assert found.doubts == ()


# --- no rule ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"country": ""}, State.NO_COUNTRY),
        ({"country": "AT"}, State.NO_RULE),
        ({"provider": ""}, State.NO_PROVIDER),
        ({"provider": "Village Fibre"}, State.NOT_MEMBER),
        ({"provider": "BT Business"}, State.NOT_MEMBER),
        ({"verdict": replace(DEAD, fault="intermittent")}, State.NOT_TOTAL),
        ({"verdict": replace(DEAD, impact=Impact.DEGRADED, fault="line-lossy")}, State.NOT_TOTAL),
        ({"verdict": replace(DEAD, segment=Segment.SERVICE, fault="service-down")}, State.NOT_TOTAL),
        ({"verdict": replace(DEAD, fault="isp-maintenance", segment=Segment.ISP)}, State.NOT_TOTAL),
        ({"verdict": replace(DEAD, side=Side.LOCAL, segment=Segment.ROUTER, fault="router-silent")}, State.NOT_THEIRS),
        ({"verdict": replace(DEAD, side=Side.UNKNOWN, segment=None, fault="unknown")}, State.NOT_THEIRS),
        ({"began": at("2020-01-01 00:00")}, State.TOO_OLD),
        ({"began": at("2018-01-01 00:00")}, State.NOT_MEMBER),
        ({"reported_at": None}, State.NOT_REPORTED),
    ],
)
def test_where_nothing_is_counted(changes: dict[str, object], state: State) -> None:
    found = reckoned("2026-11-16 09:00", "2026-11-30 00:00", **changes)  # type: ignore[arg-type]
    assert found.state is state
    assert found.repair == 0
    assert found.next_at is None
    assert state.applies is (state is State.NOT_REPORTED)


def test_faults_that_count_are_upstream_ones_of_the_table() -> None:
    known = {rule.code: rule for rule in RULES}
    assert set(TOTAL_LOSS) <= set(known)
    assert all(known[code].segment in (Segment.LINE, Segment.ISP) for code in TOTAL_LOSS)
    assert all(known[code].impact is Impact.OUTAGE for code in TOTAL_LOSS)


# --- beside the repair ------------------------------------------------------------------------------------------------


def test_missed_appointments_and_a_late_start() -> None:
    found = reckoned("2026-11-16 09:00", "2026-11-19 00:00", missed=2, promised=date(2026, 11, 14))
    assert (found.missed, found.late_days, found.late) == (Decimal("64.62"), 5, Decimal("32.30"))
    assert found.total == Decimal("10.34") + Decimal("64.62") + Decimal("32.30")


def test_an_amount_that_nobody_knows_is_not_made_up() -> None:
    found = reckoned("2026-01-05 09:00", "2026-01-06 00:00", promised=date(2026, 1, 1))
    assert found.late_days == 5
    assert found.late is None


def test_missed_appointments_count_without_a_report() -> None:
    found = reckoned("2026-11-16 09:00", "2026-11-19 00:00", missed=1, reported_at=None)
    assert (found.state, found.total) == (State.NOT_REPORTED, Decimal("32.31"))


# --- in general -------------------------------------------------------------------------------------------------------

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, st.integers(0, 100 * 24), st.sampled_from(["GB-ENG", "GB-SCT", "GB-NIR", "DE"]))
def test_it_never_runs_backwards(reported: datetime, hours: int, country: str) -> None:
    zone = BERLIN if country == "DE" else LONDON
    asked = Asked(DEAD, reported, reported + timedelta(hours=hours), "Zen Internet", country, reported)
    now = clock(asked, shipped_rules(), zone)
    later = clock(replace(asked, now=asked.now + timedelta(hours=1)), shipped_rules(), zone)
    assert later.total >= now.total
    assert now.next_at is not None
    assert asked.now < now.next_at
    if hours < 48:
        assert now.total == 0
    at_next = clock(replace(asked, now=now.next_at), shipped_rules(), zone)
    assert at_next.total == now.total + now.next_amount
    ended = clock(replace(asked, ended=asked.now), shipped_rules(), zone)
    assert ended.total == now.total
