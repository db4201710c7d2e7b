"""What a record adds to a report that programs read: the outage, the person, the journal, the gaps, and the marks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from netcheck.core.course import Course
from netcheck.core.history import Entry, Gap, Month, PastOutage
from netcheck.core.model import Segment, Side, Verdict
from netcheck.core.outage_log import OutageLog, seconds_in
from netcheck.core.record import Call, Record
from netcheck.core.record_doubt import would_change
from netcheck.core.said import said_facts
from netcheck.core.words import CANNOT_TELL

Object = dict[str, object]


def added(record: Record) -> Object:
    """All that a record knows beyond its look; times are UTC, those with `_local` in the name the person's own with
    their offset."""
    zone, past = record.zone, record.past
    return {
        "kind": record.kind.value,
        "id": record.id,
        "made_at": instant(record.made_at),
        "version": record.version,
        "redaction": record.redaction,
        "utc_offset_minutes": record.offset_min,
        "chain_head": record.chain_head,
        "chain_number": record.chain_number,
        "demo": record.demo,
        "seen_until": instant(record.seen_until) if record.seen_until else None,
        "person": {"user": record.person.user, "host": record.person.host, "reach_at": record.person.reach_at},
        "what_would_change_it": list(would_change(record)),
        "has_look": record.report is not None,
        "outage": outage_object(past, zone) if past else None,
        "calls": [_call(call, zone) for call in record.calls],
        "journal": [_entry(entry, zone) for entry in record.journal],
        "said": list(said_facts(record.said)),
        "gaps": [gap_object(gap, zone) for gap in record.gaps],
        "course": _course(record.course),
        "titles": dict(record.titles),
    }


def outage_object(past: PastOutage, zone: tzinfo | None) -> Object:
    """One outage with its evidence; its verdict stands elsewhere."""
    outage = past.outage
    return {
        "id": outage.id,
        **_both("down_since", outage.down_since, zone),
        **_both("up_since", outage.up_since, zone),
        **_both("last_good", outage.last_good, zone),
        "seconds": round(outage.seconds, 1),
        "asleep_seconds": round(outage.asleep_s, 1),
        "looks": outage.looks,
        "drops": outage.drops,
        "over": past.over,
        "end_unseen": past.unseen,
        "first_fault": outage.first_fault,
        "first_evidence": list(past.first_evidence),
        "last_evidence": list(past.last_evidence),
    }


def log_object(log: OutageLog, zone: tzinfo | None) -> Object:
    """The outages of a time, with their sums."""
    return {
        "since": instant(log.since) if log.since else None,
        "until": instant(log.until),
        "sum": {
            "outages": log.count,
            "down_seconds": round(log.down_s, 1),
            "longest_seconds": round(log.longest_s, 1),
            "local_seconds": round(log.local_s, 1),
            "upstream_seconds": round(log.upstream_s, 1),
            "unknown_seconds": round(log.unknown_s, 1),
            "unwatched_seconds": round(log.unwatched_s, 1),
        },
        "outages": [_logged(past, log.since, zone) for past in log.outages],
        "gaps": [gap_object(gap, zone) for gap in log.gaps],
        "months": [_month(month) for month in log.months],
    }


def _logged(past: PastOutage, since: datetime | None, zone: tzinfo | None) -> Object:
    verdict = past.outage.verdict
    known = outage_object(past, zone)
    del known["first_evidence"], known["last_evidence"]
    return {
        **known,
        "down_seconds": round(seconds_in(past, since), 1),
        "side": verdict.side.value,
        "segment": segment_of(verdict),
        "fault": fault_of(verdict),
        "impact": verdict.impact.value,
        "confidence": verdict.confidence.value,
        "headline": verdict.headline or CANNOT_TELL.headline,
    }


def segment_of(verdict: Verdict) -> str:
    """Where the fault is; for "cannot tell", whose first unproven part is not known any more, the first of all."""
    if verdict.segment is None and verdict.side is Side.UNKNOWN:
        return Segment.COMPUTER.value
    return verdict.segment.value if verdict.segment and verdict.side is not Side.NONE else "none"


def fault_of(verdict: Verdict) -> str:
    """The code of the fault, which for these two sides is the side's own."""
    return verdict.side.value if verdict.side in (Side.NONE, Side.UNKNOWN) else verdict.fault


def gap_object(gap: Gap, zone: tzinfo | None) -> Object:
    """A time in which nobody looked."""
    return {**_both("begins", gap.begins, zone), **_both("ends", gap.ends, zone), "why": gap.why}


def _entry(entry: Entry, zone: tzinfo | None) -> Object:
    return {**_both("at", entry.at, zone), "kind": entry.kind, "text": entry.text, "outage": entry.outage}


def _call(call: Call, zone: tzinfo | None) -> Object:
    words = {"reference": call.reference, "spoke_with": call.spoke_with, "appointment": call.appointment}
    return {**_both("at", call.at, zone), **words}


def _month(month: Month) -> Object:
    return {
        "year": month.year,
        "month": month.month,
        "outages": month.outages,
        "local_seconds": round(month.local_s, 1),
        "upstream_seconds": round(month.upstream_s, 1),
        "unknown_seconds": round(month.unknown_s, 1),
    }


def _course(course: Course) -> Object | None:
    if not course.slots:
        return None
    states: Sequence[str] = [slot.state for slot in course.slots]
    return {
        "begins": instant(course.begins),
        "ends": instant(course.ends),
        "states": states,
        "far_ms": [slot.ms for slot in course.slots],
        "gateway_ms": [slot.near_ms for slot in course.slots],
    }


def _both(name: str, moment: datetime | None, zone: tzinfo | None) -> Object:
    """A moment in UTC, and in the person's own time with its offset."""
    local = moment.astimezone(zone).isoformat(timespec="seconds") if moment else None
    return {name: instant(moment) if moment else None, f"{name}_local": local}


def instant(moment: datetime) -> str:
    """UTC with a Z (RFC 3339), to the millisecond."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
