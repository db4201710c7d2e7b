"""The report as one JSON object that other programs can read (schema netcheck-report/1)."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from enum import Enum

from netcheck.core.model import Failure, Look, Observation, Outcome, Report, Seen, Segment, Side, Verdict
from netcheck.core.watching import Event
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


def write(report: Report, segments: Mapping[str, Segment] = NO_SEGMENTS) -> str:
    """The report as JSON text with a newline at the end; pure ASCII, so that it passes any pipe or terminal."""
    return json.dumps(to_object(report, segments), indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def read_looks(written: Mapping[str, object]) -> tuple[Look, ...]:
    """The looks of a report that was written here, so that it can be judged again.

    Raises ValueError for an object that is not of this schema or does not hold what it promises.
    """
    if written.get("schema") != SCHEMA:
        raise ValueError(f"this is no report of the schema {SCHEMA}")
    try:
        return tuple(_read_look(look) for look in _rows(written["looks"]))
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(f"the report is damaged: {error}") from error


def _rows(value: object) -> list[dict[str, object]]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise ValueError("the report is damaged: a list is missing")
    return value


def _read_look(look: Mapping[str, object]) -> Look:
    seen = {str(check["id"]): _read_check(check) for check in _rows(look["checks"])}
    return Look(_moment(str(look["at"])), seen, look.get("confirming") is True)


def _moment(text: str) -> datetime:
    """A time; one without a zone is taken for UTC, as everything here is."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _read_check(check: Mapping[str, object]) -> Observation:
    failure, facts, started, took = (check.get(key) for key in ("failure", "facts", "started_at", "duration_ms"))
    return Observation(
        Outcome(str(check["outcome"])),
        Failure(str(failure)) if failure else None,
        str(check.get("summary") or ""),
        facts if isinstance(facts, dict) else {},
        _moment(started) if isinstance(started, str) else None,
        float(took) if isinstance(took, int | float) else None,
    )


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
