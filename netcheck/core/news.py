"""What a status page says: its overall state, its incidents and maintenances, and when they are to end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Overall(StrEnum):
    """The state of the whole, as the page puts it; a value that is not known to us is UNKNOWN, never OPERATIONAL."""

    OPERATIONAL = "operational"
    DEGRADED = "degraded"
    PARTIAL_OUTAGE = "partial_outage"
    MAJOR_OUTAGE = "major_outage"
    MAINTENANCE = "maintenance"
    UNKNOWN = "unknown"


class Stage(StrEnum):
    """How far the people there are with an incident or a maintenance."""

    SCHEDULED = "scheduled"
    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    IN_PROGRESS = "in_progress"
    """A maintenance that has begun."""
    MONITORING = "monitoring"
    """Mended as far as they know, and watched."""
    RESOLVED = "resolved"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Incident:
    """One trouble, or one piece of planned work, of which a page tells."""

    title: str
    kind: str
    """outage, degraded or maintenance."""
    areas: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    """The parts that it touches; a heading above several parts is none."""
    started_at: datetime | None = None
    updated_at: datetime | None = None
    expected_end: datetime | None = None
    text: str = ""
    """The latest words, on one line."""
    link: str = ""
    id: str = ""
    stage: Stage = Stage.UNKNOWN
    expected_start: datetime | None = None
    """When a maintenance that is scheduled is to begin."""
    estimate_from_text: bool = False
    """Whether expected_end was read out of the words, not out of a field of its own."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a page is to be read, where its bytes alone do not tell."""

    url: str = ""
    pattern: str = ""
    """For a plain page: the regular expression that finds trouble in its words; a group named "title", "text", "end"
    or "area" gives that part."""
    now: datetime | None = None
    """UTC; so that "today, 18:30" in a text has a date, and a date in the future is seen to be one."""


@dataclass(frozen=True, slots=True)
class News:
    """All that one page says, at most so much of it as a person reads."""

    overall: Overall = Overall.UNKNOWN
    provider: str = ""
    """The name that the page gives itself."""
    incidents: tuple[Incident, ...] = ()
    """What goes on now: unresolved incidents, and maintenance under way."""
    planned: tuple[Incident, ...] = ()
    """Maintenance that is to come."""
    updated_at: datetime | None = None
    """When the page itself was last changed, where it says so."""
    clears: bool = True
    """Whether silence of this page means that an incident is over; false for feeds, which may never post the end."""
    parts: Mapping[str, Overall] = field(default_factory=dict)
    """Each part of the service and its state, without headings; at most 200."""
    note: str = ""
    """Why little could be read, as a part of a sentence; empty where all is well."""
