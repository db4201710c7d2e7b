"""When it was, what happened in it, what was tried, and what the provider said and when."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, tzinfo

from netcheck.core.course import GAP, NOT_SEEN, Course
from netcheck.core.document import Bars, Part, Points, Prose, Strip, Table, facts
from netcheck.core.estimate_words import in_words
from netcheck.core.history import Entry, Gap, Said
from netcheck.core.language import Say, Translator
from netcheck.core.model import Side
from netcheck.core.news import Overall
from netcheck.core.outage_log import OutageLog
from netcheck.core.record import Call, Kind, Record
from netcheck.core.record_facts import is_tried
from netcheck.core.record_times import both, offset, span, writer
from netcheck.core.retelling import retold_entry
from netcheck.core.said import moment_of
from netcheck.core.words import N_, lasted

STATES = (
    ("ok", ".", N_("works")),
    ("degraded", "~", N_("works badly")),
    ("outage", "#", N_("does not work")),
    ("unknown", "?", N_("not known")),
    (GAP, "_", N_("nobody looked: asleep, closed or paused")),
    (NOT_SEEN, " ", N_("no look")),
)
"""State of a part of the course, its sign in text, and its word."""
KINDS: Mapping[str, str] = {
    "outage_started": N_("Outage began"),
    "outage_changed": N_("Fault changed"),
    "back": N_("Answers again"),
    "restored": N_("Back"),
    "relapsed": N_("Away again"),
    "stable": N_("Stayed up"),
    "flapping": N_("Comes and goes"),
    "slept": N_("Computer slept"),
    "paused": N_("Paused"),
    "resumed": N_("Went on"),
    "router_gone": N_("Router went off"),
    "router_back": N_("Router came back"),
    "done": N_("Done"),
    "did": N_("Done before"),
    "cannot": N_("Not possible"),
    "note": N_("Note"),
    "answer": N_("Your answer"),
}
"""Kinds of entries in words; a kind that is not known is shown as it is called."""
WHY_GAP: Mapping[str, str] = {
    "asleep": N_("the computer slept"),
    "closed": N_("netcheck was closed"),
    "paused": N_("watching was paused"),
    "before": N_("netcheck kept no history yet"),
}
OVERALL: Mapping[str, str] = {
    Overall.OPERATIONAL: N_("It reports no trouble."),
    Overall.DEGRADED: N_("It reports that something works badly."),
    Overall.PARTIAL_OUTAGE: N_("It reports an outage of some parts."),
    Overall.MAJOR_OUTAGE: N_("It reports a large outage."),
    Overall.MAINTENANCE: N_("It reports planned work."),
    Overall.UNKNOWN: N_("What it reports could not be understood."),
}
FAR, NEAR = N_("Delay to far hosts: {low} to {high} ms."), N_("Delay to the router: {low} to {high} ms.")
STEPS_S = (60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 432000, 864000)
"""Seconds between two times of day below a picture."""
BLANK = "____________________"
"""For the person to fill in by hand."""


def times(record: Record, say: Say, zone: tzinfo | None) -> tuple[Part, ...]:
    """Start, detection, return, length and drops, and the picture of it."""
    when, past = writer(zone), record.past
    if past is None:
        looked = record.report.created_at if record.report else record.made_at
        return facts((say("Looked at"), when(looked)), *_kept_of_running(record, say))
    outage = past.outage
    began = next((entry.at for entry in record.journal if entry.kind == "outage_started"), None)
    restored = next((entry.at for entry in reversed(record.journal) if entry.kind == "restored"), None)
    back = when(outage.up_since) if outage.up_since else say("not yet")
    if record.seen_until is not None and not outage.up_since:
        seen = when(record.seen_until)
        back = say("not known: nobody has watched since {time}, when it was still down").format(time=seen)
    if past.unseen and outage.up_since:
        back = say("some time before {time}, while netcheck was closed").format(time=back)
    length = lasted(past.down_s if past.unseen else outage.seconds, say)
    if past.unseen or record.seen_until is not None:
        length = say("{length} or more").format(length=length)
    elif not past.over:
        length = say("{length} so far").format(length=length)
    drops = say("{n} (it came back in between)").format(n=outage.drops) if outage.drops > 1 else str(outage.drops)
    return (
        *facts(
            (say("Began"), when(outage.down_since)),
            (say("Last good look before"), when(outage.last_good) or say("none; it may have begun before that")),
            (say("Told as an outage"), when(began)),
            (say("Back"), back),
            (say("Return confirmed"), when(restored) if past.over and not past.unseen else ""),
            (say("Lasted"), length),
            (say("Of that, nobody looked for"), lasted(outage.asleep_s, say) if outage.asleep_s >= 1 else ""),
            (say("Drops"), drops),
            (say("Looks during it"), str(outage.looks) if outage.looks else ""),
            (say("Checks below are from"), when(record.report.created_at) if record.report else ""),
        ),
        *course(record.course, say, zone),
    )


def _kept_of_running(record: Record, say: Say) -> tuple[tuple[str, str], ...]:
    report = record.report
    return ((say("Rounds of questions"), str(len(report.looks))),) if report else ()


def course(found: Course, say: Say, zone: tzinfo | None) -> tuple[Part, ...]:
    """How it went, as a picture with its words."""
    if not any(slot.state not in (GAP, NOT_SEEN) for slot in found.slots):
        return ()
    states = tuple(slot.state for slot in found.slots)
    begins, ends = (f"{at:%H:%M} {offset(at)}" for at in (found.begins.astimezone(zone), found.ends.astimezone(zone)))
    caption = say("How it went from {begins} to {ends}; each part is {length}.").format(
        begins=begins, ends=ends, length=lasted(found.slot_s, say)
    )

    def delays(text: str, line: Iterable[float | None]) -> str:
        known = [ms for ms in line if ms is not None]
        return say(text).format(low=f"{min(known):g}", high=f"{max(known):g}") if known else ""

    far, near = tuple(slot.ms for slot in found.slots), tuple(slot.near_ms for slot in found.slots)
    legend = tuple((state, sign, say(word)) for state, sign, word in STATES if state in states)
    marks = tuple(day_marks(found.begins.astimezone(zone), found.ends.astimezone(zone)))
    return (Strip(caption, begins, ends, states, legend, far, delays(FAR, far), near, delays(NEAR, near), marks),)


def day_marks(begins: datetime, ends: datetime) -> Iterator[tuple[float, str]]:
    """Round times of day between two moments (local), four to nine of them, and the place of each from 0 to 1."""
    length = (ends - begins).total_seconds()
    step = next((step for step in STEPS_S if length / step < 9), 0)
    if not step or length <= 0:
        return
    midnight = begins.replace(hour=0, minute=0, second=0, microsecond=0)
    first = math.floor((begins - midnight).total_seconds() / step) + 1
    for number in range(first, first + 10):
        at = midnight + timedelta(seconds=number * step)
        if at >= ends:
            return
        yield (at - begins).total_seconds() / length, f"{at:%m-%d}" if step >= 86400 else f"{at:%H:%M}"


def story(record: Record, say: Say, zone: tzinfo | None) -> tuple[Part, ...]:
    """What happened, in the order in which it did."""
    return _entries([entry for entry in record.journal if not is_tried(entry)], say, zone, N_("Events, in their order"))


def tried(record: Record, say: Say, zone: tzinfo | None) -> tuple[Part, ...]:
    """What the person did and noted, with its time, so that nobody asks for it again."""
    found = _entries([entry for entry in record.journal if is_tried(entry)], say, zone, N_("What was tried and seen"))
    return found or (Prose(say("Nothing is written in the journal.")),)


def _entries(entries: list[Entry], say: Say, zone: tzinfo | None, caption: str) -> tuple[Part, ...]:
    if not entries:
        return ()
    rows = []
    for entry in entries:
        told = retold_entry(entry, say)
        rows.append((both(entry.at, zone), say(KINDS.get(entry.kind, entry.kind)), told.text))
    return (Table(say(caption), (say("Time"), say("What"), say("Words")), tuple(rows)),)


def gaps(record: Record, say: Say, zone: tzinfo | None) -> tuple[Part, ...]:
    """When nobody looked: what happened then is not known, and is not counted."""
    found: tuple[Gap, ...] = record.log.gaps if record.log else record.gaps
    if not found:
        if record.kind is Kind.LOOK:
            return ()
        return (Prose(say("Never in this time.") if record.log else say("Never in this outage.")),)
    lines = tuple(
        say("{time}: {why} ({length})").format(
            time=span(gap.begins, gap.ends, zone),
            why=say(WHY_GAP.get(gap.why, gap.why)),
            length=lasted((gap.ends - gap.begins).total_seconds(), say),
        )
        for gap in found
    )
    return (Points(lines),)


def provider(record: Record, translator: Translator, zone: tzinfo | None) -> tuple[Part, ...]:
    """Who it is, what its page said and when, how long it may take, and the calls to it."""
    say, when, known = translator.say, writer(zone), record.provider_known
    words = {name: value for name, value in known.items() if isinstance(value, str)}
    upstream = record.verdict is not None and record.verdict.side is Side.UPSTREAM
    estimate = known.get("estimate")
    told = in_words(estimate, say, lambda at: both(at, zone)) if upstream and isinstance(estimate, Mapping) else None
    ends, as_of = moment_of(known.get("expected_end")), moment_of(known.get("as_of"))
    rows = facts(
        (say("Provider"), words.get("name", "")),
        (say("Phone"), words.get("support_phone", "")),
        (say("Status page"), words.get("page_url") or words.get("status_url", "")),
        (say("It says"), words.get("title", "")),
        (say("Its words"), words.get("text", "")),
        (say("As of"), when(as_of) if words.get("title") or words.get("overall") else ""),
        (say("It could not be asked"), words.get("reason", "")),
        (say("Expected end"), when(ends)),
        (say("How long it may take"), f"{told.line} {told.basis}".strip() if told else ""),
    )
    said = tuple((both(each.at, zone), _said(each, say, zone)) for each in record.said)
    table = (Table(say("What its page said, and when"), (say("Time"), say("Words")), said),) if len(said) > 1 else ()
    calls = record.calls or ((Call(),) if upstream else ())
    return (*rows, *table, *(part for call in calls for part in _call(call, say, zone)))


def _said(said: Said, say: Say, zone: tzinfo | None) -> str:
    if said.failure:
        return say("Its page could not be asked ({why}).").format(why=said.failure)
    words = ". ".join(part.rstrip(".") for part in (said.title, said.text) if part)
    words = f"{words}." if words else say(OVERALL.get(said.overall, OVERALL[Overall.UNKNOWN]))
    end = say("Expected end: {value}").format(value=both(said.expected_end, zone)) if said.expected_end else ""
    return f"{words} {end}".strip()


def _call(call: Call, say: Say, zone: tzinfo | None) -> tuple[Part, ...]:
    return facts(
        (say("Provider's ticket number"), call.reference or BLANK),
        (say("Time of the call"), both(call.at, zone) if call.at else BLANK),
        (say("Spoke with"), call.spoke_with or BLANK),
        (say("Appointment"), call.appointment or BLANK),
    )


def bars(log: OutageLog, say: Say) -> tuple[Part, ...]:
    """Each month of a log, by side."""
    kinds = (
        ("local", "+", say("at home")),
        ("upstream", "#", say("outside the home")),
        ("unknown", "?", say("side not known")),
    )
    rows = tuple(
        (
            f"{month.year}-{month.month:02}",
            (month.local_s, month.upstream_s, month.unknown_s),
            lasted(month.local_s + month.upstream_s + month.unknown_s, say),
        )
        for month in log.months
    )
    return (Bars(say("Time that it was down, by month"), kinds, rows),) if rows else ()
