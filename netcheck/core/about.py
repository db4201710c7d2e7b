"""What a report may be about: one outage, how it looks now, or all outages of a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from netcheck.core.history import PastOutage
from netcheck.core.model import Report
from netcheck.core.record import Kind, Record

LATELY = timedelta(days=1)
"""As long after an outage it is what is most likely handed over: those who could not reach the desk write now."""
MOST_OFFERED = 15
"""Outages that are offered one by one: older ones are found in the history."""


class Period(StrEnum):
    """The time of a log of outages."""

    WEEK = "week"
    """The last 7 days and today."""
    MONTH = "month"
    """The last 30 days and today."""
    YEAR = "year"
    """This calendar year."""
    ALL = "all"
    """From the first look that is kept."""


@dataclass(frozen=True, slots=True)
class About:
    """What a report is to be about."""

    kind: Kind
    outage: str = ""
    """Id, for Kind.OUTAGE; empty: the newest one."""
    period: Period = Period.ALL
    """For Kind.LOG."""
    look: Report | None = field(default=None, compare=False)
    """For Kind.LOOK: the look that was made; for Kind.OUTAGE not needed."""


@dataclass(frozen=True, slots=True)
class Made:
    """A report that was made."""

    record: Record
    """Redacted."""
    adds: Mapping[str, str] = field(default_factory=dict)
    """Token to secret: what the level "full" tells that "helpdesk" does not; for the person alone, never handed on."""


def begin_of(period: Period, now: datetime, zone: tzinfo | None = None) -> datetime | None:
    """When this time begins: at a midnight of that zone (None: the computer's own); None for Period.ALL."""
    today = now.astimezone(zone).date()
    day = {
        Period.WEEK: today - timedelta(days=7),
        Period.MONTH: today - timedelta(days=30),
        Period.YEAR: today.replace(month=1, day=1),
    }.get(period)
    if day is None:
        return None
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    return midnight if zone is not None else midnight.astimezone()


def likely(outages: Sequence[PastOutage], look: Report | None = None) -> About | None:
    """What is most likely meant where nobody chose; None where nothing is known."""
    first = offered(outages[:1], look)[0]
    return first if first.kind is not Kind.LOG else None


def offered(outages: Sequence[PastOutage], look: Report | None = None) -> tuple[About, ...]:
    """What a report can be about, what is most likely meant first: `outages` the newest first, `look` the newest one.

    An outage that lasts, or that was over less than a day before that look, comes before how it looks now; else it is
    the other way round.
    """
    found = [About(Kind.OUTAGE, past.outage.id) for past in outages[:MOST_OFFERED]]
    if look is not None:
        ended = outages[0].outage.up_since if outages else None
        lately = bool(outages) and (not outages[0].over or (ended is not None and look.created_at - ended < LATELY))
        found.insert(1 if lately else 0, About(Kind.LOOK, look=look))
    return (*found, *(About(Kind.LOG, period=period) for period in Period))
