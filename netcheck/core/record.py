"""The record that is handed over: all that is known of one outage, one look, or a time with its outages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from enum import StrEnum
from typing import TypeVar

from netcheck.core.course import NO_COURSE, Course, course_of
from netcheck.core.history import Entry, Gap, PastOutage, Point, Said
from netcheck.core.model import NOTHING, Fact, Look, Report, Segment, Verdict
from netcheck.core.outage_log import OutageLog

T = TypeVar("T")
SCHEMA, LOG_SCHEMA = "netcheck-report/1", "netcheck-outage-log/1"
"""The marks by which a report of ours is known again, in every format."""
MOST_ENTRIES, MOST_SAID, MOST_GAPS = 300, 50, 300
"""Lines of the journal, of the provider's page and of gaps that a record holds: the newest. So each format of it stays
under 1 MB, which desks and mail servers take."""
MOST_LETTERS, MOST_SAID_LETTERS = 60_000, 20_000
"""Letters in all of the journal and of the provider's words; in JSON one may be six bytes."""
HANDED_ON = frozenset({
    "outage_started", "outage_changed", "back", "restored", "relapsed", "stable", "flapping", "slept", "paused",
    "resumed", "router_gone", "router_back", "done", "did", "cannot", "note", "answer",
})  # fmt: skip
"""Kinds of lines of the journal that a desk is told; the person's meetings are not among them, and calls to the
provider stand by themselves."""
LONGEST = 2000
"""Letters of one line of the journal that are handed on."""
AROUND, LEAST_AROUND_S = 0.25, 120.0
"""How much is drawn before and after an outage: this part of its length, or at least so many seconds."""


class Kind(StrEnum):
    """What a record tells of."""

    OUTAGE = "outage"
    LOOK = "look"
    LOG = "log"
    """All outages of a time, for the provider."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who hands it over, and on which computer; each may be empty."""

    user: str = ""
    host: str = ""
    reach_at: str = ""
    """Where they can be reached while the line is dead."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call to the provider; each part may be empty, for the person to fill in by hand."""

    at: datetime | None = None
    """UTC."""
    reference: str = ""
    """The provider's number for it."""
    spoke_with: str = ""
    appointment: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What a desk asks for. Its leaves are texts, numbers and times, so that it can be redacted as a whole.

    `report` is the newest whole look at the fault, where one was kept; of an outage of an earlier version only the
    lines of evidence in `past` are known.
    """

    kind: Kind
    id: str
    """Of the outage, or of the look."""
    made_at: datetime
    """UTC."""
    version: str
    """Of netcheck."""
    redaction: str = ""
    """The level that it was redacted at; empty: it was not, and may not be handed out."""
    offset_min: int = 0
    """Minutes by which the person's clock is ahead of UTC, for readers elsewhere."""
    person: Person = Person()
    report: Report | None = None
    past: PastOutage | None = None
    log: OutageLog | None = None
    provider: Mapping[str, Fact] = field(default_factory=lambda: NOTHING)
    """What the settings know of the provider, where no look tells."""
    calls: tuple[Call, ...] = ()
    journal: tuple[Entry, ...] = ()
    """The oldest first."""
    said: tuple[Said, ...] = ()
    gaps: tuple[Gap, ...] = ()
    seen_until: datetime | None = None
    """With an outage that was not seen to end, and that nobody watches any more: when it was seen last; else None."""
    course: Course = NO_COURSE
    segments: Mapping[str, Segment] = field(default_factory=dict)
    """Where on the path each check stands, by its id."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """What each check is called, by its id."""
    chain_head: str = ""
    """Hash of the newest entry of the history, in hexadecimal; empty where there is none."""
    chain_number: int = 0
    """Of that entry."""
    demo: bool = False
    """Whether it tells of a recorded outage that was played, and of nobody's connection."""

    @property
    def verdict(self) -> Verdict | None:
        """The answer: that of the outage, else that of the look; None for a log."""
        if self.past is not None:
            return self.past.outage.verdict
        return self.report.verdict if self.report else None

    @property
    def zone(self) -> tzinfo:
        """The person's own zone when it was made."""
        return timezone(timedelta(minutes=self.offset_min))

    @property
    def provider_known(self) -> Mapping[str, Fact]:
        """What is known of the provider, by the settings and by the look."""
        return {**self.provider, **(self.report.provider if self.report else {})}


@dataclass(frozen=True, slots=True)
class Kept:
    """What the history knows of the time around an outage."""

    points: Sequence[Point] = ()
    gaps: Sequence[Gap] = ()
    journal: Sequence[Entry] = ()
    said: Sequence[Said] = ()


def around(past: PastOutage, now: datetime) -> tuple[datetime, datetime]:
    """From when to when the time around an outage is told: a quarter of its length before and after, at least two
    minutes."""
    outage = past.outage
    length = max(0.0, ((outage.up_since or now) - outage.down_since).total_seconds())
    beside = timedelta(seconds=max(LEAST_AROUND_S, length * AROUND))
    return outage.down_since - beside, min(now, (outage.up_since or now) + beside)


def with_outage(record: Record, past: PastOutage, kept: Kept, now: datetime) -> Record:
    """The record with this outage and what is known of the time around it: journal, said, gaps and course."""
    begins, ends = around(past, now)
    gaps = [gap for gap in kept.gaps if gap.ends > begins and gap.begins < ends]
    key = past.outage.id
    said = [each for each in kept.said if each.outage == key]
    told = [entry for entry in kept.journal if entry.kind in HANDED_ON]
    own = [e for e in told if e.outage == key or (e.outage is None and begins <= e.at <= ends)]
    return replace(
        record,
        past=past,
        journal=_fitting([_cut(entry) for entry in own[-MOST_ENTRIES:]], lambda entry: len(entry.text), MOST_LETTERS),
        said=_fitting(said[-MOST_SAID:], lambda each: len(each.title + each.text + each.link), MOST_SAID_LETTERS),
        gaps=tuple(gaps[-MOST_GAPS:]),
        course=course_of(kept.points, gaps, begins, ends),
    )


def file_name(record: Record, suffix: str, zone: tzinfo | None = None) -> str:
    """A name for its file, without spaces and without anything private, e.g. "netcheck-outage-2026-11-22-0554.txt".

    `zone` is that of the times in it; None: the computer's own.
    """
    at = record.past.outage.down_since if record.past else record.made_at
    if record.log is not None and record.log.since is not None:
        at = record.log.since
    kind = f"demo-{record.kind}" if record.demo else record.kind
    return f"netcheck-{kind}-{at.astimezone(zone):%Y-%m-%d-%H%M}{re.sub(r'[^a-z0-9.]', '', suffix)}"


def utc_offset(moment: datetime, zone: tzinfo | None = None) -> int:
    """Minutes by which clocks there are ahead of UTC at this moment."""
    offset = moment.astimezone(zone).utcoffset() or timedelta(0)
    return round(offset.total_seconds() / 60)


def is_moment(moment: datetime) -> bool:
    """Whether it is a time that can be told in every zone."""
    return 1970 <= moment.astimezone(UTC).year < 2200


def lighter(record: Record) -> Record:
    """The same without what a desk misses least: the facts behind each check, confirming looks, all but the newest
    lines and outages. For a record that is too large all the same."""
    report, log = record.report, record.log
    if report is not None:
        seen = {
            check: replace(said, facts=NOTHING, summary=said.summary[:LONGEST]) for check, said in report.seen.items()
        }
        report = replace(report, looks=(Look(report.created_at, seen),), host=NOTHING)
    if log is not None:
        log = replace(log, outages=log.outages[:200], gaps=log.gaps[-100:])
    return replace(record, report=report, log=log, journal=record.journal[-30:], said=record.said[-5:])


def _fitting(items: Sequence[T], letters: Callable[[T], int], most: int) -> tuple[T, ...]:
    """The newest of them that have no more letters than that together; they are the oldest first."""
    found: list[T] = []
    for item in reversed(items):
        most -= letters(item)
        if most < 0:
            break
        found.append(item)
    return tuple(reversed(found))


def _cut(entry: Entry) -> Entry:
    return Entry(entry.at, entry.kind, entry.text[:LONGEST], entry.outage)
