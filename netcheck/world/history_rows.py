"""What happened, as lines of the history's tables, and read back from them."""

from __future__ import annotations

import functools
import json
import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from netcheck.core.diagnose import in_path_order
from netcheck.core.history import Entry, Gap, PastOutage, Point, Said
from netcheck.core.model import Confidence, Impact, Question, Report, Segment, Side, Step, Verdict
from netcheck.core.seen_point import milliseconds, point_of
from netcheck.core.watching import Event, Happened, Outage

LOG = logging.getLogger(__name__)
Deed = tuple[str, tuple[object, ...]]
"""One SQL statement and its values."""

_ZERO = datetime(1970, 1, 1, tzinfo=UTC)
FIRST, LAST = 0, 7_258_118_400_000_000
"""1970 to 2200: a moment outside of it is no moment."""
TOLD = frozenset(Happened) - {Happened.LOOK, Happened.SLEPT, Happened.PAUSED, Happened.RESUMED}
"""What the journal tells in any case; the others only while an outage lasts."""
NAMING = (Happened.OUTAGE_STARTED, Happened.OUTAGE_CHANGED, Happened.RELAPSED, Happened.FLAPPING)
"""Where the journal's line is the headline of the fault; the other lines say all by their kind."""

ADD_LOOK = "INSERT INTO looks (at, span, state, gateway_ms, far_ms, names_ms, looks) VALUES (?, ?, ?, ?, ?, ?, ?)"
ADD_LINE = "INSERT INTO journal (at, kind, text, outage) VALUES (?, ?, ?, ?)"
ADD_GAP = "INSERT INTO gaps (begins, ends, why) VALUES (?, ?, ?)"
END_PAUSES = "UPDATE gaps SET ends = max(?, begins) WHERE ends IS NULL"
ADD_EVENT = "INSERT INTO events (id, at, kind, line) SELECT coalesce(max(id) + 1, ?), ?, ?, ? FROM events"
FORGET_EVENTS = "DELETE FROM events WHERE id <= (SELECT max(id) FROM events) - ?"
# All of an outage at each change, so that any of them may be missing; the first evidence stays.
KEEP_OUTAGE = (
    "INSERT INTO outages (id, down_since, up_since, last_good, seconds, asleep_s, looks, drops, seen_at, verdict,"
    " evidence, first_evidence, last_evidence, first_fault, network)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
    " ON CONFLICT (id) DO UPDATE SET up_since = ?3, seconds = ?5, asleep_s = ?6, looks = ?7, drops = ?8, seen_at = ?9,"
    " unseen = 0, verdict = ?10, evidence = ?11, last_evidence = CASE WHEN ?13 = '[]' THEN last_evidence ELSE ?13 END,"
    " first_fault = CASE first_fault WHEN '' THEN ?14 ELSE first_fault END,"
    " network = CASE network WHEN '' THEN ?15 ELSE network END"
)
# At a light look only the numbers change.
COUNT_OUTAGE = "UPDATE outages SET up_since = ?2, seconds = ?3, asleep_s = ?4, looks = ?5, seen_at = ?6 WHERE id = ?1"
END_OUTAGE = "UPDATE outages SET up_since = ?2, seconds = ?3, asleep_s = ?4, unseen = 1 WHERE id = ?1"
"""One whose end nobody saw."""
SOUND_LOOK = "typeof(at) = 'integer' AND typeof(looks) = 'integer' AND typeof(state) = 'text'" + "".join(
    f" AND typeof({part}) IN ('real', 'null')" for part in ("gateway_ms", "far_ms", "names_ms")
)
"""A line that the disk has bent is passed over."""
READ_OUTAGES = (
    "SELECT id, down_since, up_since, last_good, seconds, asleep_s, looks, drops, unseen, verdict, evidence,"
    " first_evidence, last_evidence, first_fault, network FROM outages"
)
ADD_SAID = (
    "INSERT INTO said (at, overall, title, text, link, expected_end, via, failure, outage)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
FORGET_SAID = "DELETE FROM said WHERE id <= (SELECT max(id) FROM said) - ?"
READ_SAID = "SELECT at, overall, title, text, link, expected_end, via, failure, outage FROM said"
LONGEST = 2000
"""Letters of one part of what the provider said."""


def micros(moment: datetime) -> int:
    """Whole microseconds since 1970, UTC."""
    return min(max((moment - _ZERO) // timedelta(microseconds=1), FIRST), LAST)


def moment(value: object) -> datetime:
    """The moment again. Raises ValueError for what is none."""
    if not isinstance(value, int) or not FIRST <= value <= LAST:
        raise ValueError(f"{value!r} is no moment")
    return _ZERO + timedelta(microseconds=value)


def text(value: str) -> str:
    """Half a surrogate pair, as hostile names hold it, cannot be kept."""
    return value.encode("utf-8", "replace").decode("utf-8")


# --- looks ----------------------------------------------------------------------------------------------------------


def look_deed(event: Event) -> Deed:
    """A look as it is kept, with the latency of the three segments that it measured."""
    look = point_of(event)
    return ADD_LOOK, (micros(look.at), 0, look.state, look.gateway_ms, look.far_ms, look.names_ms, look.looks)


def point(row: Sequence[object]) -> Point | None:
    """A look, or the sum of some; None where its line is damaged."""
    at, span, state, gateway, far, names, looks = row
    try:
        times = (milliseconds(gateway), milliseconds(far), milliseconds(names))
        return Point(moment(at), float(str(span)), str(state), *times, looks=int(str(looks)))
    except ValueError:
        return None


def gap(row: Sequence[object]) -> Gap | None:
    """A time in which nobody looked; None where its line is damaged."""
    begins, ends, why = row
    try:
        return Gap(moment(begins), moment(ends), str(why))
    except ValueError:
        return None


# --- outages --------------------------------------------------------------------------------------------------------


def outage_deed(event: Event, outage: Outage) -> Deed:
    """The outage as an event has it: all of it, or its numbers where a light look brought nothing else."""
    up = micros(outage.up_since) if outage.up_since else None
    seconds, asleep, at = _seconds(outage.seconds), _seconds(outage.asleep_s), micros(event.at)
    evidence = outage.verdict.evidence
    bad = event.report is not None and event.report.verdict.impact is Impact.OUTAGE
    first = _checks(event.report) if event.report is not None and bad else evidence
    last = first if bad else ()
    good = micros(outage.last_good) if outage.last_good else None
    return KEEP_OUTAGE, (
        text(outage.id), micros(outage.down_since), up, good, seconds, asleep, outage.looks, outage.drops, at,
        verdict_text(outage.verdict), _list(evidence), _list(first), _list(last), text(outage.first_fault),
        text(outage.network),
    )  # fmt: skip


def count_deed(event: Event, outage: Outage) -> Deed:
    """What a light look changes of an outage that is kept already."""
    up = micros(outage.up_since) if outage.up_since else None
    seconds, asleep = _seconds(outage.seconds), _seconds(outage.asleep_s)
    return COUNT_OUTAGE, (text(outage.id), up, seconds, asleep, outage.looks, micros(event.at))


def _checks(report: Report) -> tuple[str, ...]:
    """What each check of a look saw, in the order of the path."""
    seen = report.seen
    return tuple(f"{check}: {seen[check].summary}" for check in in_path_order(seen) if seen[check].summary)


def _seconds(value: float) -> float:
    return min(max(0.0, value), 1e10) if math.isfinite(value) else 0.0


def past_outage(row: Sequence[object]) -> PastOutage | None:
    """The outage of a line of READ_OUTAGES; None, with a word in the log, where the line is damaged."""
    key, down, up, good, seconds, asleep, looks, drops, unseen, verdict, evidence, first, last, fault, network = row
    try:
        outage = Outage(
            id=str(key),
            down_since=moment(down),
            verdict=replace(_read_verdict(str(verdict)), evidence=_read_list(evidence)),
            last_good=moment(good) if good is not None else None,
            up_since=moment(up) if up is not None else None,
            seconds=_seconds(float(str(seconds))),
            asleep_s=_seconds(float(str(asleep))),
            looks=int(str(looks)),
            drops=int(str(drops)),
            first_fault=str(fault),
            network=str(network),
        )
        return PastOutage(outage, _read_list(first), _read_list(last), over=up is not None, unseen=bool(unseen))
    except ValueError as error:
        LOG.warning("an outage of the history cannot be read: %s", error)
        return None


# --- the journal, and what other programs follow --------------------------------------------------------------------


def entry_of(event: Event) -> Entry | None:
    """The journal's line on an event; None where it has none."""
    if event.kind is Happened.LOOK or (event.kind not in TOLD and event.outage is None):
        return None
    words = event.verdict.headline if event.kind in NAMING and event.verdict else ""
    return Entry(event.at, event.kind.value, words, event.outage.id if event.outage else None)


def entry_deed(entry: Entry) -> Deed:
    """A line of the journal as it is kept."""
    return ADD_LINE, (
        micros(entry.at),
        text(entry.kind),
        text(entry.text),
        text(entry.outage) if entry.outage else None,
    )


def entry(row: Sequence[object]) -> Entry | None:
    """A line of the journal; None where it is damaged."""
    at, kind, words, outage = row
    try:
        return Entry(moment(at), str(kind), str(words), str(outage) if outage is not None else None)
    except ValueError:
        return None


def told(row: Sequence[object]) -> tuple[int, dict[str, object]] | None:
    """An event's number, and the object that it was told as; at least when and what. None where it is damaged."""
    number, at, kind, line = row
    try:
        found = json.loads(str(line)) if line else {"at": moment(at).isoformat(), "event": str(kind)}
    except (ValueError, RecursionError):
        return None
    return (int(str(number)), found) if isinstance(found, dict) else None


# --- what the provider said -----------------------------------------------------------------------------------------


def said_deed(said: Said) -> Deed:
    """An answer of the provider's page as it is kept."""
    words = [text(part[:LONGEST]) for part in (said.overall, said.title, said.text, said.link, said.via, said.failure)]
    end = micros(said.expected_end) if said.expected_end else None
    return ADD_SAID, (micros(said.at), *words[:4], end, *words[4:], text(said.outage) if said.outage else None)


def said(row: Sequence[object]) -> Said | None:
    """An answer of the provider's page; None where its line is damaged."""
    at, overall, title, words, link, end, via, failure, outage = row
    try:
        expected = moment(end) if end is not None else None
        return Said(
            moment(at), str(overall), str(title), str(words), str(link), expected, str(via), str(failure),
            str(outage) if outage is not None else None,
        )  # fmt: skip
    except ValueError:
        return None


# --- verdicts and lists as JSON -------------------------------------------------------------------------------------


def verdict_text(verdict: Verdict) -> str:
    """A verdict as JSON, without its evidence."""
    return _json(
        {
            "side": verdict.side,
            "segment": verdict.segment,
            "fault": verdict.fault,
            "impact": verdict.impact,
            "confidence": verdict.confidence,
            "headline": verdict.headline,
            "explanation": verdict.explanation,
            "steps": [
                {"text": s.text, "needs": s.needs, "cost": s.cost, "risk": s.risk, "helps": s.helps, "looks": s.looks}
                for s in verdict.steps
            ],
            "also": verdict.also,
            "questions": [{"id": q.id, "text": q.text, "answers": q.answers} for q in verdict.questions],
            "rests_on": verdict.rests_on,
        }
    )


UNREADABLE = Verdict(Side.UNKNOWN, None, "unknown", Impact.OUTAGE, Confidence.POSSIBLE, "", "")
"""In place of a verdict that the disk has damaged: that there was an outage is still true."""


@functools.lru_cache(maxsize=256)
def _read_verdict(kept: str) -> Verdict:
    try:
        found = json.loads(kept)
        segment = found["segment"]
        return Verdict(
            side=Side(found["side"]),
            segment=Segment(segment) if segment is not None else None,
            fault=str(found["fault"]),
            impact=Impact(found["impact"]),
            confidence=Confidence(found["confidence"]),
            headline=str(found["headline"]),
            explanation=str(found["explanation"]),
            steps=tuple(_read_step(step) for step in found["steps"]),
            also=_strings(found["also"]),
            questions=tuple(Question(str(q["id"]), str(q["text"]), _strings(q["answers"])) for q in found["questions"]),
            rests_on=_strings(found["rests_on"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        LOG.warning("a verdict of the history cannot be read: %s", error)
        return UNREADABLE


def _read_step(step: Mapping[str, object]) -> Step:
    words = {part: str(step[part]) for part in ("text", "needs", "cost", "risk", "helps")}
    return Step(**words, looks=_strings(step["looks"]))


def _list(lines: Sequence[str]) -> str:
    return _json(list(lines))


def _json(value: object) -> str:
    return text(json.dumps(value, ensure_ascii=False))


def _read_list(kept: object) -> tuple[str, ...]:
    try:
        return _strings(json.loads(str(kept)))
    except (ValueError, TypeError, RecursionError):
        return ()


def _strings(found: object) -> tuple[str, ...]:
    if not isinstance(found, list):
        raise TypeError("no list")
    return tuple(str(one) for one in found)
