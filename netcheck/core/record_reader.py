"""Reads a record out of a JSON report, whoever wrote it: what is not as it should be is refused in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from netcheck.core.course import GAP, NO_COURSE, NOT_SEEN, WORST, Course, Slot
from netcheck.core.history import Entry, Gap, Month, PastOutage, Said
from netcheck.core.look_reader import DAMAGED, flag, moment, number, optional_moment, read_look, rows, text, texts
from netcheck.core.model import (
    NOTHING,
    Confidence,
    Fact,
    Impact,
    PathStep,
    Question,
    Report,
    Segment,
    Side,
    Step,
    Verdict,
)
from netcheck.core.outage_log import OutageLog
from netcheck.core.record import LOG_SCHEMA, SCHEMA, Call, Kind, Person, Record
from netcheck.core.said import moment_of
from netcheck.core.watching import Outage

Object = Mapping[str, object]
STATES = ("ok", "failed", "unknown", "skipped")


def read_record(written: Object) -> Record:
    """The record that this object holds: a report of `netcheck report`, one of `netcheck diagnose`, or an outage log.

    Raises ValueError, with what is wrong, for an object that is not of these schemas or holds what it may not.
    """
    schema = written.get("schema")
    if schema not in (SCHEMA, LOG_SCHEMA):
        raise ValueError("it is no report of netcheck, or one of a newer version")
    try:
        return _log(written) if schema == LOG_SCHEMA else _record(written)
    except (KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(f"{DAMAGED}: {type(error).__name__} {error}") from error


def read_report(written: Object) -> Report:
    """The look in such an object. Raises ValueError as `read_record` does."""
    try:
        return _report(written)
    except (KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(f"{DAMAGED}: {type(error).__name__} {error}") from error


def _record(written: Object) -> Record:
    own = written.get("record")
    known: Object = own if isinstance(own, Mapping) else {}
    report = _report(written)
    if not known:
        return Record(
            kind=Kind.LOOK,
            id=report.id,
            made_at=report.created_at,
            version=_version(written),
            redaction="full",
            report=report,
            segments=_segments(written),
        )
    has_look = flag(known, "has_look")
    outage = known.get("outage")
    return replace(
        _marks(known),
        report=report if has_look else None,
        past=_outage(outage, report.verdict) if isinstance(outage, Mapping) else None,
        provider=_facts(written.get("provider")),
        segments=_segments(written),
    )


def _marks(known: Object) -> Record:
    """What every record bears."""
    person = known["person"]
    if not isinstance(person, Mapping):
        raise ValueError(f"{DAMAGED}: person")
    titles = known.get("titles")
    return Record(
        kind=Kind(text(known, "kind")),
        id=text(known, "id"),
        made_at=moment(known["made_at"]),
        version=text(known, "version"),
        redaction=text(known, "redaction"),
        offset_min=min(1439, int(number(known, "utc_offset_minutes", least=-1439.0))),
        person=Person(text(person, "user"), text(person, "host"), text(person, "reach_at")),
        calls=tuple(_call(row) for row in rows(known["calls"])),
        journal=tuple(_entry(row) for row in rows(known["journal"])),
        said=tuple(_said(row) for row in rows(known["said"])),
        gaps=tuple(_gap(row) for row in rows(known["gaps"])),
        course=_course(known.get("course")),
        titles={str(k): v for k, v in titles.items() if isinstance(v, str)} if isinstance(titles, Mapping) else {},
        chain_head=text(known, "chain_head"),
        chain_number=int(number(known, "chain_number")),
        demo=known.get("demo") is True,
        seen_until=optional_moment(known, "seen_until"),
    )


def _version(written: Object) -> str:
    tool = written.get("tool")
    found = tool.get("version") if isinstance(tool, Mapping) else None
    return found if isinstance(found, str) else ""


# --- the look -------------------------------------------------------------------------------------------------------


def _report(written: Object) -> Report:
    verdict = written["verdict"]
    if not isinstance(verdict, Mapping):
        raise ValueError(f"{DAMAGED}: verdict")
    newest = rows(written["checks"])
    blocked = {text(row, "id"): text(row, "blocked_by") for row in newest if isinstance(row.get("blocked_by"), str)}
    return Report(
        id=text(written, "id"),
        created_at=moment(written["created_at"]),
        verdict=_verdict(verdict),
        looks=tuple(read_look(look) for look in rows(written["looks"])),
        path=tuple(_step_of_path(row) for row in rows(written["path"])),
        changed=texts(written["changed"]),
        duration_ms=number(written, "duration_ms"),
        tool=_facts(written.get("tool")),
        host=_facts(written.get("host")),
        provider=_facts(written.get("provider")),
        blocked_by=blocked,
    )


def _verdict(row: Object) -> Verdict:
    segment = text(row, "segment")
    return Verdict(
        side=Side(text(row, "side")),
        segment=None if segment == "none" else Segment(segment),
        fault=text(row, "fault"),
        impact=Impact(text(row, "impact")),
        confidence=Confidence(text(row, "confidence")),
        headline=text(row, "headline"),
        explanation=text(row, "explanation"),
        steps=tuple(_step(step) for step in rows(row["steps"])),
        evidence=texts(row["evidence"]),
        also=texts(row["also"]),
        questions=tuple(_question(each) for each in rows(row.get("questions", []))),
        rests_on=texts(row.get("rests_on", [])),
    )


def _step(row: Object) -> Step:
    words = {part: text(row, part) for part in ("text", "needs", "cost", "risk", "helps")}
    return Step(**words, looks=texts(row["looks"]))


def _question(row: Object) -> Question:
    return Question(text(row, "id"), text(row, "text"), texts(row["answers"]))


def _step_of_path(row: Object) -> PathStep:
    return PathStep(Segment(text(row, "segment")), _one_of(text(row, "state"), STATES), text(row, "detail"))


def _segments(written: Object) -> dict[str, Segment]:
    found = ((text(row, "id"), row.get("segment")) for row in rows(written["checks"]))
    return {check: Segment(str(segment)) for check, segment in found if segment in list(Segment)}


# --- the outage and its story ---------------------------------------------------------------------------------------


def _outage(row: Object, verdict: Verdict) -> PastOutage:
    outage = Outage(
        id=text(row, "id"),
        down_since=moment(row["down_since"]),
        verdict=verdict,
        last_good=optional_moment(row, "last_good"),
        up_since=optional_moment(row, "up_since"),
        seconds=number(row, "seconds"),
        asleep_s=number(row, "asleep_seconds"),
        looks=int(number(row, "looks")),
        drops=int(number(row, "drops")),
        first_fault=text(row, "first_fault"),
    )
    first, last = texts(row.get("first_evidence", [])), texts(row.get("last_evidence", []))
    return PastOutage(outage, first, last, over=flag(row, "over"), unseen=flag(row, "end_unseen"))


def _call(row: Object) -> Call:
    words = (text(row, part) for part in ("reference", "spoke_with", "appointment"))
    return Call(optional_moment(row, "at"), *words)


def _entry(row: Object) -> Entry:
    outage = row.get("outage")
    return Entry(moment(row["at"]), text(row, "kind"), text(row, "text"), outage if isinstance(outage, str) else None)


def _said(row: Object) -> Said:
    words = {part: text(row, part) for part in ("overall", "title", "text", "link", "via", "failure")}
    end = row.get("expected_end")
    return Said(moment(row["at"]), expected_end=moment_of(end), **words)


def _gap(row: Object) -> Gap:
    return Gap(moment(row["begins"]), moment(row["ends"]), text(row, "why"))


def _course(found: object) -> Course:
    if not isinstance(found, Mapping):
        return NO_COURSE
    states = texts(found["states"])
    if len(states) > 10_000:
        raise ValueError(f"{DAMAGED}: course")
    far, near = _delays(found["far_ms"], len(states)), _delays(found.get("gateway_ms"), len(states))
    slots = (
        Slot(_one_of(state, (*WORST, GAP, NOT_SEEN)), *delays) for state, *delays in zip(states, far, near, strict=True)
    )
    begins, ends = moment(found["begins"]), moment(found["ends"])
    if ends <= begins:
        raise ValueError(f"{DAMAGED}: course")
    return Course(begins, ends, tuple(slots))


def _delays(found: object, count: int) -> list[float | None]:
    """Milliseconds of each part; none at all in reports of versions that did not write them."""
    if found is None:
        return [None] * count
    if not isinstance(found, Sequence) or len(found) != count:
        raise ValueError(f"{DAMAGED}: course")
    return [None if ms is None else number({"ms": ms}, "ms") for ms in found]


# --- the log --------------------------------------------------------------------------------------------------------


def _log(written: Object) -> Record:
    known, sums = written["record"], written["sum"]
    if not isinstance(known, Mapping) or not isinstance(sums, Mapping):
        raise ValueError(f"{DAMAGED}: record, sum")
    log = OutageLog(
        since=optional_moment(written, "since"),
        until=moment(written["until"]),
        outages=tuple(_logged(rows(written["outages"]))),
        gaps=tuple(_gap(row) for row in rows(written["gaps"])),
        months=tuple(_month(row) for row in rows(written["months"])),
        count=int(number(sums, "outages")),
        down_s=number(sums, "down_seconds"),
        longest_s=number(sums, "longest_seconds"),
        local_s=number(sums, "local_seconds"),
        upstream_s=number(sums, "upstream_seconds"),
        unknown_s=number(sums, "unknown_seconds"),
        unwatched_s=number(sums, "unwatched_seconds"),
    )
    return replace(_marks(known), provider=_facts(written.get("provider")), log=log)


def _logged(found: Sequence[Object]) -> Iterator[PastOutage]:
    for row in found:
        segment = text(row, "segment")
        verdict = Verdict(
            side=Side(text(row, "side")),
            segment=None if segment == "none" else Segment(segment),
            fault=text(row, "fault"),
            impact=Impact(text(row, "impact")),
            confidence=Confidence(text(row, "confidence")),
            headline=text(row, "headline"),
            explanation="",
        )
        yield _outage(row, verdict)


def _month(row: Object) -> Month:
    year, month, outages = (int(number(row, name)) for name in ("year", "month", "outages"))
    if not (1970 <= year < 2200 and 1 <= month <= 12):
        raise ValueError(f"{DAMAGED}: month")
    return Month(year, month, outages, *(number(row, f"{side}_seconds") for side in ("local", "upstream", "unknown")))


def _facts(found: object) -> Mapping[str, Fact]:
    return found if isinstance(found, Mapping) else NOTHING


def _one_of(value: str, known: Sequence[str]) -> str:
    if value not in known:
        raise ValueError(f"{DAMAGED}: {value!r}")
    return value
