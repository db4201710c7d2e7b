"""The nouns of the past: outages, looks, gaps and the person's own journal, as they were kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

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
class PastOutage:
    """An outage as it was kept, with its evidence."""

    outage: Outage
    first_evidence: tuple[str, ...] = ()
    """Lines "check: what it saw" of the look that named the fault."""
    last_evidence: tuple[str, ...] = ()
    """Of the last look in it."""
    over: bool = True
    """False while it lasts."""


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
