"""The report as one JSON object that other programs can read (schema netcheck-report/1)."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from enum import Enum

from netcheck.core.language import ENGLISH, Translator
from netcheck.core.look_reader import read_looks as looks_in
from netcheck.core.model import Look, Observation, Report, Seen, Segment, Side, Verdict
from netcheck.core.record import LOG_SCHEMA, Record
from netcheck.core.record_object import added, log_object, segment_of
from netcheck.core.watching import Event
from netcheck.core.words import CANNOT_TELL
from netcheck.plugins import ReportFormat

SCHEMA = "netcheck-report/1"
"""Only additions are made under this name; resources/report.schema.json says what it promises."""

NO_SEGMENTS: Mapping[str, Segment] = {}


def to_object(report: Report, segments: Mapping[str, Segment] = NO_SEGMENTS) -> dict[str, object]:
    """The report as plain dicts, lists, strings, numbers and None, ready for json.dumps.

    `segments` says on which segment each check stands (check id to segment); a check that is not in it comes last and
    bears the segment "none". Durations are milliseconds, times are UTC and end in Z. Raises nothing.
    """
    return {
        "schema": SCHEMA,
        "id": _text(report.id),
        "created_at": _instant(report.created_at, "seconds"),
        "tool": _plain(report.tool),
        "host": _plain(report.host),
        "verdict": _verdict(report.verdict, _segment(report)),
        "changed": [_text(line) for line in report.changed],
        "path": [
            {"segment": step.segment.value, "state": step.state, "detail": _text(step.detail)} for step in report.path
        ],
        "checks": _checks(report.seen, report, segments),
        "looks": [_look(look, report, segments) for look in report.looks],
        "provider": _plain(report.provider),
        "duration_ms": _milliseconds(report.duration_ms) or 0.0,
    }


def event_object(event: Event, segments: Mapping[str, Segment] = NO_SEGMENTS, whole: bool = False) -> dict[str, object]:
    """What happened while watching, ready for json.dumps: at, event, verdict, outage, the glance of a light look, and
    the estimate while an outage lasts.

    With `whole`, an event that comes from a whole look holds its report, too. Raises nothing.
    """
    verdict, outage = event.verdict, event.outage
    found: dict[str, object] = {"at": _instant(event.at), "event": event.kind.value}
    found["verdict"] = _verdict(verdict, verdict.segment.value if verdict.segment else "none") if verdict else None
    found["outage"] = (
        {
            "id": _text(outage.id),
            "down_since": _instant(outage.down_since),
            "up_since": _instant(outage.up_since) if outage.up_since else None,
            "seconds": round(outage.seconds, 1),
            "asleep_seconds": round(outage.asleep_s, 1),
            "looks": outage.looks,
            "drops": outage.drops,
        }
        if outage
        else None
    )
    if event.glance is not None:
        found["glance"] = _plain(event.glance)
    if event.estimate is not None:
        found["estimate"] = _plain(event.estimate)
    if event.gap_s:
        found["gap_seconds"] = round(event.gap_s, 1)
    if whole and event.report is not None:
        found["report"] = to_object(event.report, segments)
    return found


def write(
    report: Report | Record,
    segments: Mapping[str, Segment] = NO_SEGMENTS,
    *,
    translator: Translator = ENGLISH,
    zone: tzinfo | None = None,
    width: int = 80,
) -> str:
    """The report as JSON text with a newline at the end; pure ASCII, so that it passes any pipe or terminal.

    `translator`, `zone` and `width` are not used: programs read it.
    """
    found = to_object(report, segments) if isinstance(report, Report) else record_object(report)
    return json.dumps(found, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def record_object(record: Record) -> dict[str, object]:
    """A record as such an object: the report of its look, as above, with the outage's verdict and with `record`, which
    holds what is known beyond; a log of outages has a schema of its own."""
    known = dict(record.provider_known)
    if record.said:
        known.pop("said", None)  # it stands in `record`, with what was said before and after
    provider, own = _plain(known), _plain(added(record))
    tool = {"name": "netcheck", "version": _text(record.version)}
    if record.log is not None:
        told = {"schema": LOG_SCHEMA, "id": _text(record.id), "created_at": _instant(record.made_at, "seconds")}
        found = _plain(log_object(record.log, record.zone))
        return {**told, "tool": tool, **(found if isinstance(found, dict) else {}), "provider": provider, "record": own}
    verdict, report = record.verdict, record.report
    if verdict is None:
        raise ValueError("a record without a look, an outage and a log tells nothing")
    if report is not None and verdict is report.verdict:
        return {**to_object(report, record.segments), "provider": provider, "record": own}
    verdict = verdict if verdict.headline else replace(verdict, headline=CANNOT_TELL.headline)
    blank = Report(record.id, record.made_at, verdict, (), (), tool=tool)
    found = to_object(report or blank, record.segments)
    return {**found, "verdict": _verdict(verdict, segment_of(verdict)), "provider": provider, "record": own}


def read_looks(written: Mapping[str, object]) -> tuple[Look, ...]:
    """The looks of a report that was written here, so that it can be judged again.

    Raises ValueError for an object that is not of this schema or does not hold what it promises.
    """
    if written.get("schema") != SCHEMA:
        raise ValueError(f"this is no report of the schema {SCHEMA}")
    return looks_in(written)


def _verdict(verdict: Verdict, segment: str) -> dict[str, object]:
    return {
        "side": verdict.side.value,
        "segment": segment,
        "fault": _fault(verdict),
        "impact": verdict.impact.value,
        "also": [_text(code) for code in verdict.also],
        "confidence": verdict.confidence.value,
        "headline": _text(verdict.headline),
        "explanation": _text(verdict.explanation),
        "steps": [_plain(step) for step in verdict.steps],
        "evidence": [_text(line) for line in verdict.evidence],
        "questions": [_plain(question) for question in verdict.questions],
        "rests_on": [_text(check) for check in verdict.rests_on],
    }


def _fault(verdict: Verdict) -> str:
    return verdict.side.value if verdict.side in (Side.NONE, Side.UNKNOWN) else _text(verdict.fault)


def _segment(report: Report) -> str:
    """Where the fault is; for "cannot tell" the first segment that could not be proven."""
    verdict = report.verdict
    if verdict.side is Side.NONE:
        return "none"
    if verdict.segment is None and verdict.side is Side.UNKNOWN:
        unproven = (step.segment for step in report.path if step.state != "ok")
        return next(unproven, Segment.COMPUTER).value
    return verdict.segment.value if verdict.segment else "none"


def _look(look: Look, report: Report, segments: Mapping[str, Segment]) -> dict[str, object]:
    return {
        "at": _instant(look.at),
        "confirming": look.confirming,
        "checks": _checks(look.seen, report, segments),
    }


def _checks(seen: Seen, report: Report, segments: Mapping[str, Segment]) -> list[object]:
    """The checks in the order of the path; those of one segment keep the order in which they were seen."""
    beyond = len(Segment)
    ids = sorted(seen, key=lambda check: segments[check].place if check in segments else beyond)
    return [_check(check, seen[check], report.blocked_by.get(check), segments.get(check)) for check in ids]


def _check(check: str, said: Observation, blocked_by: str | None, segment: Segment | None) -> dict[str, object]:
    return {
        "id": check,
        "segment": segment.value if segment else "none",
        "outcome": said.outcome.value,
        "failure": said.failure.value if said.failure else None,
        "blocked_by": blocked_by,
        "summary": _text(said.summary),
        "started_at": _instant(said.started_at) if said.started_at else None,
        "duration_ms": _milliseconds(said.duration_ms),
        "facts": _plain(said.facts),
    }


def _instant(moment: datetime, precision: str = "milliseconds") -> str:
    """UTC with a Z; a time without a zone is taken for UTC, as everything here is."""
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return aware.replace(tzinfo=None).isoformat(timespec=precision) + "Z"


def _milliseconds(value: float | None) -> float | None:
    return round(float(value), 1) if value is not None and math.isfinite(value) else None


def _text(value: str) -> str:
    """Half a surrogate pair would be JSON that strict readers refuse."""
    return value.encode("utf-8", "replace").decode("utf-8")


def _plain(value: object) -> object:
    """A fact as JSON knows it: what it cannot hold (infinity, bytes, sets) in the nearest form it can."""
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, bytes | bytearray):
        return value.hex()
    if isinstance(value, Mapping):
        return {_text(str(key)): _plain(inner) for key, inner in value.items()}
    if isinstance(value, AbstractSet):
        return sorted((_plain(inner) for inner in value), key=repr)
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return _text(str(value))


FORMAT = ReportFormat(title="JSON, for programs", suffix=".json", write=write)
