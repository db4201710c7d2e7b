"""The nouns of the past: outages, looks, gaps and the person's own journal, as they were kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from netcheck.core.model import Side
from netcheck.core.watching import Outage


@dataclass(frozen=True, slots=True)
class Point:
    """What the looks of a second, minute or hour saw; None: not asked, or no answer."""

    at: datetime
    """When it begins, UTC."""
    span_s: float
    """0 for one look, 60 or 3600 where looks were rolled up."""
    state: str
    """The worst of them: ok, degraded, outage or unknown."""
    gateway_ms: float | None = None
    far_ms: float | None = None
    names_ms: float | None = None
    """Medians where looks were rolled up."""
    looks: int = 1


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which nobody looked."""

    begins: datetime
    ends: datetime
    why: str
    """asleep, closed (netcheck did not run) or paused."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal."""

    at: datetime
    kind: str
    """outage_started, restored, ... as events are called; done, did, cannot for steps; note; answer."""
    text: str
    outage: str | None = None
    """Id of the outage it belongs to."""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer of the provider's status page that differs from the one before, or that there was none."""

    at: datetime
    """When the page was read, or could not be; UTC."""
    overall: str = ""
    """A value of core.news.Overall; empty where the page was not read."""
    title: str = ""
    """Of what it announces for here; empty where that is nothing."""
    text: str = ""
    """Its latest words on that."""
    link: str = ""
    expected_end: datetime | None = None
    """UTC."""
    via: str = ""
    """The adapter that it was asked through, where that was not the default one."""
    failure: str = ""
    """Why it could not be read; then all the rest is empty."""
    outage: str | None = None
    """Id of the outage in which it was asked; None where there was none."""

    def same(self, other: Said) -> bool:
        """Whether it says what the other one says, whenever and by whichever way it was asked."""
        return replace(self, at=other.at, via=other.via, outage=other.outage) == other


@dataclass(frozen=True, slots=True)
class PastOutage:
    """An outage as it was kept, with its evidence."""

    outage: Outage
    first_evidence: tuple[str, ...] = ()
    """Lines "check: what it saw" of the look that named the fault."""
    last_evidence: tuple[str, ...] = ()
    """Of the last look in it."""
    over: bool = True
    """False while it lasts."""
    unseen: bool = False
    """It ended while nobody looked, some time before `up_since`: netcheck had been closed while it lasted."""

    @property
    def down_s(self) -> float:
        """Seconds that it was seen to be down: its length without the time in which nobody looked."""
        return max(0.0, self.outage.seconds - self.outage.asleep_s)


@dataclass(frozen=True, slots=True)
class Month:
    """The sum of one calendar month."""

    year: int
    month: int
    outages: int
    local_s: float
    upstream_s: float
    unknown_s: float


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar, in the user's own zone."""

    day: date
    outages: int
    down_s: float


LONGEST_S = 10 * 366 * 86400.0
"""Seconds of an outage that are laid out on the calendar: a clock that was wrong once makes no endless work."""


def months(outages: Iterable[PastOutage], zone: tzinfo | None) -> tuple[Month, ...]:
    """The sum of each month from the first outage's to the last one's, the oldest first, quiet months included.

    `zone` is the reader's; None is the computer's own, summer time included. An outage that goes over the end of a
    month counts in both, each with its part. Time in which the computer slept is left out; it is taken evenly from
    the whole outage, since the outage does not say when that was.
    """
    sums: dict[date, Month] = {}
    for past in outages:
        side = past.outage.verdict.side
        for first, seconds in _parts(past, zone, _month_of, _month_after):
            before = sums.get(first) or _quiet(first)
            sums[first] = replace(
                before,
                outages=before.outages + 1,
                local_s=before.local_s + (seconds if side is Side.LOCAL else 0.0),
                upstream_s=before.upstream_s + (seconds if side is Side.UPSTREAM else 0.0),
                unknown_s=before.unknown_s + (seconds if side not in (Side.LOCAL, Side.UPSTREAM) else 0.0),
            )
    if not sums:
        return ()
    return tuple(sums.get(first) or _quiet(first) for first in _from_to(min(sums), max(sums), _month_after))


def days(outages: Iterable[PastOutage], since: date, until: date, zone: tzinfo | None) -> tuple[Day, ...]:
    """Every day from `since` to `until`, both included, with the outages that touch it; the rest as in `months`."""
    sums = {day: Day(day, 0, 0.0) for day in _from_to(since, until, _day_after)}
    for past in outages:
        for day, seconds in _parts(past, zone, _day_of, _day_after):
            if day in sums:
                sums[day] = Day(day, sums[day].outages + 1, sums[day].down_s + seconds)
    return tuple(sums.values())


def _parts(
    past: PastOutage, zone: tzinfo | None, start_of: Callable[[date], date], after: Callable[[date], date]
) -> Iterator[tuple[date, float]]:
    """The first day of each period (day, month) that an outage touches, and the seconds that it was down in it."""
    length = min(max(0.0, past.outage.seconds), LONGEST_S)
    # All sums in UTC: Python reckons the difference of two times in one zone as if there were no summer time.
    begins = past.outage.down_since.astimezone(UTC)
    ends = begins + timedelta(seconds=length)
    awake = min(1.0, past.down_s / past.outage.seconds) if past.outage.seconds > 0 else 1.0
    period = start_of(begins.astimezone(zone).date())
    while True:
        following = after(period)
        midnight = _midnight(following, zone)
        yield period, max(0.0, (min(ends, midnight) - max(begins, _midnight(period, zone))).total_seconds()) * awake
        if ends <= midnight:
            return
        period = following


def _midnight(day: date, zone: tzinfo | None) -> datetime:
    """The moment at which a day begins there, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _from_to(first: date, last: date, after: Callable[[date], date]) -> Iterator[date]:
    while first <= last:
        yield first
        first = after(first)


def _day_of(day: date) -> date:
    return day


def _day_after(day: date) -> date:
    return day + timedelta(days=1)


def _month_of(day: date) -> date:
    return day.replace(day=1)


def _month_after(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _quiet(first: date) -> Month:
    return Month(first.year, first.month, 0, 0.0, 0.0, 0.0)
