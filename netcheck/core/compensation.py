"""Counts from the time of the report what a provider owes by now, and says plainly where no rule applies."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from netcheck.core.compensation_rules import WORKING, Holidays, Member, Rules, Scheme
from netcheck.core.model import Impact, Segment, Side, Verdict

TOTAL_LOSS = frozenset(("line-down", "line-login-refused", "isp-outage", "isp-announced-outage", "isp-dns-down"))
"""Faults with which nothing can be reached over the line. Slow or unsteady lines are in no scheme, planned work is not,
nor is a line that was cut off over the contract."""
MOST_DAYS = 3660
"""Days that are counted at most."""
CENT = Decimal("0.01")


class State(StrEnum):
    """Where the clock stands."""

    NO_COUNTRY = "no-country"
    """Nobody told in which country this is."""
    NO_RULE = "no-rule"
    """None is known for that country."""
    NO_PROVIDER = "no-provider"
    NOT_MEMBER = "not-member"
    """The provider is not in the scheme, as far as is known."""
    NOT_TOTAL = "not-total"
    """It is slow, comes and goes, is planned, or only one service fails."""
    NOT_THEIRS = "not-theirs"
    """The fault is at home, or nobody knows where."""
    TOO_OLD = "too-old"
    """No amounts are known for that time."""
    NOT_REPORTED = "not-reported"
    """The clock has not begun: it begins with the report to the provider."""
    FREE = "free"
    """Reported; the provider still has time."""
    OWED = "owed"
    """Something is owed, and more with each day."""
    ENDED_FREE = "ended-free"
    """It worked again in time: nothing is owed for the repair."""
    ENDED_OWED = "ended-owed"

    @property
    def applies(self) -> bool:
        """Whether there is a rule for this outage."""
        return self in (State.NOT_REPORTED, State.FREE, State.OWED, State.ENDED_FREE, State.ENDED_OWED)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the clock needs to know."""

    verdict: Verdict
    began: datetime
    """UTC."""
    now: datetime
    provider: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2, or with a subdivision ("GB-SCT")."""
    reported_at: datetime | None = None
    """When the provider was told; None: it was not, as far as is known."""
    ended: datetime | None = None
    monthly_fee: Decimal = Decimal(0)
    """0: not told."""
    missed: int = 0
    """Appointments that the provider missed, or cancelled less than 24 hours before."""
    promised: date | None = None
    """For a new line: the day on which it should have started."""


@dataclass(frozen=True, slots=True)
class Clock:
    """How the clock stands. Amounts are in the scheme's currency; days are those of its zone."""

    state: State
    scheme: Scheme | None = None
    member: Member | None = None
    holidays: Holidays | None = None
    reported_at: datetime | None = None
    free_until: date | None = None
    """The last day of which the provider may use all for the repair."""
    next_at: datetime | None = None
    """When the next payment is due if it is still dead then, UTC."""
    next_day: date | None = None
    """The day with whose end that is."""
    next_amount: Decimal = Decimal(0)
    paid_days: int = 0
    repair: Decimal = Decimal(0)
    missed_count: int = 0
    missed: Decimal | None = Decimal(0)
    """None: an amount is owed that is not known."""
    late_days: int = 0
    late: Decimal | None = Decimal(0)
    pay_until: date | None = None
    """By when it must be paid; None: nothing says so, or it is not over."""
    notice_from: date | None = None
    """From when the provider may announce that it will pay no more."""
    doubts: tuple[str, ...] = field(default=())
    """Why the days may be counted wrongly: "holidays" (not known for that year), "region" (the first of the country was
    taken), "fee" (a part of the monthly fee may be more)."""

    @property
    def total(self) -> Decimal:
        """All that is owed by now, as far as the amounts are known."""
        return self.repair + (self.missed or 0) + (self.late or 0)


def clock(asked: Asked, rules: Rules, zone: tzinfo | None = None) -> Clock:
    """How the clock stands now. `zone` is the scheme's (`Scheme.zone`); None: the computer's own."""
    scheme = rules.scheme(asked.country) if asked.country else None
    began = asked.began.astimezone(zone).date()
    if scheme is None:
        return Clock(State.NO_RULE if asked.country else State.NO_COUNTRY)
    member = scheme.member(asked.provider, began)
    if not scheme.by_law and member is None:
        return Clock(State.NOT_MEMBER if asked.provider else State.NO_PROVIDER, scheme)
    holidays = rules.holidays_in(asked.country) if scheme.days == WORKING else None
    if scheme.rate(began) is None:
        return Clock(State.TOO_OLD, scheme, member, holidays)
    found = _beside(Clock(State.NOT_REPORTED, scheme, member, holidays), asked, zone)
    if excluded := _excluded(asked.verdict):
        return replace(found, state=excluded)
    if asked.reported_at is None:
        return found
    return _counted(found, asked, scheme, zone)


def _excluded(verdict: Verdict) -> State | None:
    """Why an outage with this verdict is not one that a scheme speaks of; None where it is."""
    if verdict.side is Side.NONE or verdict.impact in (Impact.DEGRADED, Impact.NOTE):
        return State.NOT_TOTAL
    if verdict.side is not Side.UPSTREAM:
        return State.NOT_THEIRS
    if verdict.segment not in (Segment.LINE, Segment.ISP) or verdict.fault not in TOTAL_LOSS:
        return State.NOT_TOTAL
    return None


def _counted(found: Clock, asked: Asked, scheme: Scheme, zone: tzinfo | None) -> Clock:
    """The clock of an outage that was reported."""
    assert asked.reported_at is not None
    reported, holidays = asked.reported_at.astimezone(zone).date(), found.holidays
    free_until = reported + timedelta(days=scheme.grace_days)
    doubts = list(found.doubts)
    if scheme.days == WORKING:
        weekends = Holidays("", "", reported, frozenset(), "", reported)
        free_until = (holidays or weekends).after(reported, scheme.grace_days)
        if holidays is None or free_until > holidays.known_until:
            doubts.append("holidays")
        elif asked.country.upper() not in (holidays.region, *holidays.also):
            doubts.append("region")
    until = (asked.ended or asked.now).astimezone(zone).date()
    # One day counts when it is over: the day on which it works again is none.
    days = max(0, (until - free_until).days - (0 if scheme.first_at_once else 1))
    days = min(days, MOST_DAYS)
    first = free_until if scheme.first_at_once else free_until + timedelta(days=1)
    amounts = [_amount(scheme, first + timedelta(days=n), n + 1, asked.monthly_fee) for n in range(days + 1)]
    if _percents(scheme, first) and not asked.monthly_fee:
        doubts.append("fee")
    over = asked.ended is not None
    states = (State.ENDED_FREE, State.ENDED_OWED) if over else (State.FREE, State.OWED)
    pay_until = until + timedelta(days=scheme.pay_within_days) if over and scheme.pay_within_days and days else None
    return replace(
        found,
        state=states[1 if days else 0],
        reported_at=asked.reported_at,
        free_until=free_until,
        next_at=None if over else _midnight(first + timedelta(days=days + 1), zone),
        next_day=None if over else first + timedelta(days=days),
        next_amount=Decimal(0) if over else amounts[days],
        paid_days=days,
        repair=sum(amounts[:days], Decimal(0)),
        pay_until=pay_until,
        notice_from=first + timedelta(days=scheme.notice_after_days) if scheme.notice_after_days and days else None,
        doubts=tuple(doubts),
    )


def _beside(found: Clock, asked: Asked, zone: tzinfo | None) -> Clock:
    """What is owed beside the repair: for missed appointments, and for a new line that started too late."""
    assert found.scheme is not None
    until = (asked.ended or asked.now).astimezone(zone).date()
    rate = found.scheme.rate(until)
    each = rate.missed if rate else None
    if rate and each is not None:
        each = max(each, _percent(asked.monthly_fee, rate.missed_percent))
    late_days = max(0, (until - asked.promised).days) if asked.promised else 0
    late = rate.late_start if rate else None
    return replace(
        found,
        missed_count=max(0, asked.missed),
        missed=Decimal(0) if asked.missed <= 0 else None if each is None else each * asked.missed,
        late_days=late_days,
        late=Decimal(0) if not late_days else None if late is None else late * late_days,
    )


def _amount(scheme: Scheme, day: date, number: int, fee: Decimal) -> Decimal:
    """What is owed for one paid day, the `number`th; the amounts that held on that day."""
    rate = scheme.rate(day)
    if rate is None:
        return Decimal(0)
    if rate.later is not None and rate.later_from and number >= rate.later_from:
        return max(rate.later, _percent(fee, rate.later_percent))
    return max(rate.repair, _percent(fee, rate.repair_percent))


def _percents(scheme: Scheme, day: date) -> bool:
    rate = scheme.rate(day)
    return rate is not None and bool(rate.repair_percent or rate.later_percent)


def _percent(fee: Decimal, percent: int) -> Decimal:
    return (fee * percent / 100).quantize(CENT, ROUND_HALF_UP)


def _midnight(day: date, zone: tzinfo | None) -> datetime:
    """The moment at which a day begins there, UTC; a day of 23 or 25 hours begins at its own midnight, too."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
