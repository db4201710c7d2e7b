"""A record as a document in its reader's words, which every format for people lays out in its own way."""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo

from netcheck.core import record_checks, record_facts, record_story
from netcheck.core.document import Document, Part, Points, Prose, Table, clean, facts, section
from netcheck.core.language import ENGLISH, Say, Translator
from netcheck.core.log_calendar import calendar
from netcheck.core.model import Confidence, Side
from netcheck.core.outage_log import OutageLog, seconds_in
from netcheck.core.record import LOG_SCHEMA, SCHEMA, Kind, Record
from netcheck.core.record_doubt import would_change
from netcheck.core.record_times import both, short, span, writer
from netcheck.core.retelling import also_told, retold, retold_headline, retold_report
from netcheck.core.words import CANNOT_TELL, N_, SEGMENT_NAMES, lasted

SIDES = {
    Side.NONE: N_("no fault"),
    Side.LOCAL: N_("at home"),
    Side.UPSTREAM: N_("outside the home"),
    Side.UNKNOWN: N_("not known"),
}
SURE = {
    Confidence.CERTAIN: N_("certain"),
    Confidence.LIKELY: N_("likely, not proven"),
    Confidence.POSSIBLE: N_("possible, one of several explanations"),
}
SIGNS = {Side.NONE: "ok", Side.LOCAL: "failed", Side.UPSTREAM: "failed", Side.UNKNOWN: "unknown"}
LEVELS = {
    "public": N_("Nothing of the addresses, names, networks and numbers of this home is left."),
    "helpdesk": N_("The makers of devices and the networks of addresses are left, no whole address and no name."),
    "full": N_("Everything but passwords and keys is told."),
}
DEMO = N_("This is a demo: a recorded outage is played. It is not your connection.")
"""Stands above every report of a demo, wherever the report goes."""
HEAD_SHOWN = 16
"""Letters of the hash that are printed; the JSON holds all of it."""


def document_of(record: Record, translator: Translator = ENGLISH, zone: tzinfo | None = None) -> Document:
    """The record in this language and this zone (None: the computer's own), every text on one line and harmless."""
    log = record.log
    found = _told(record, translator, zone) if log is None else _log(record, log, translator, zone)
    return clean(_marked(found, translator.say) if record.demo else found)


def _marked(document: Document, say: Say) -> Document:
    """The same, marked as a demo's."""
    title = say("Demo: {what}").format(what=document.title)
    return replace(document, title=title, lead=f"{say(DEMO)} {document.lead}".strip())


def _told(record: Record, translator: Translator, zone: tzinfo | None) -> Document:
    say = translator.say
    verdict = record.verdict
    spoken = retold(verdict, say) if verdict else None
    headline = spoken.headline if spoken and spoken.headline else say(CANNOT_TELL.headline)
    record = replace(record, report=retold_report(record.report, say)) if record.report else record
    return Document(
        language=translator.language,
        title=_title(record, say, zone),
        state=SIGNS[verdict.side] if verdict else "unknown",
        headline=headline,
        lead=spoken.explanation if spoken else "",
        sections=(
            *section(say("Verdict"), _verdict(record, say)),
            *section(say("When it was"), record_story.times(record, say, zone)),
            *section(say("Who and which computer"), record_facts.who(record, say)),
            *section(say("Impact and scope"), record_facts.impact(record, say)),
            *section(say("Already tried"), record_story.tried(record, say, zone)),
            *section(say("Provider"), record_story.provider(record, translator, zone)),
            *section(say("The path, from here to there"), record_checks.path(record, say)),
            *section(say("Connection"), record_facts.connection(record, say)),
            *section(say("Router"), record_facts.router(record, say)),
            *section(say("What happened"), record_story.story(record, say, zone)),
            *section(say("When nobody looked"), record_story.gaps(record, say, zone)),
            *section(say("What the verdict rests on"), record_facts.evidence(record, say)),
            *section(say("All checks"), record_checks.checks(record, say)),
        ),
        foot=_foot(record, say, zone),
    )


def _title(record: Record, say: Say, zone: tzinfo | None) -> str:
    past = record.past
    if past is None:
        at = record.report.created_at if record.report else record.made_at
        return say("netcheck report: look of {time}").format(time=short(at, zone))
    outage = past.outage
    if outage.up_since is None:
        return say("netcheck report: outage since {time}").format(time=short(outage.down_since, zone))
    length = lasted(past.down_s if past.unseen else outage.seconds, say)
    text = say("netcheck report: outage of {time}, {length}")
    return text.format(time=short(outage.down_since, zone), length=length)


def _verdict(record: Record, say: Say) -> tuple[Part, ...]:
    verdict, report = record.verdict, record.report
    if verdict is None:
        return ()
    where = say(SIDES[verdict.side])
    if verdict.segment is not None and verdict.side is not Side.NONE:
        part = say(SEGMENT_NAMES[verdict.segment])
        where = say("{side}, {part} ({fault})").format(side=where, part=part, fault=verdict.fault)
    seen = report.seen if report else {}
    also = "; ".join(f"{also_told(code, seen, say) if seen else code} ({code})" for code in verdict.also)
    rows = facts(
        (say("Where"), where),
        (say("How sure"), say(SURE[verdict.confidence]) if verdict.side is not Side.UNKNOWN else ""),
        (say("Also seen"), also),
        (say("It began as"), _first_fault(record, say)),
    )
    changes = would_change(record, say)
    return (*rows, *((Prose(say("What would change this:")), Points(changes)) if changes else ()))


def _first_fault(record: Record, say: Say) -> str:
    past = record.past
    first = past.outage.first_fault if past else ""
    if not first or (past and first == past.outage.verdict.fault):
        return ""
    headline = also_told(first, record.report.seen if record.report else {}, say)
    return f"{headline} ({first})" if headline and "{" not in headline else first


# --- the log --------------------------------------------------------------------------------------------------------


def _log(record: Record, log: OutageLog, translator: Translator, zone: tzinfo | None) -> Document:
    say, say_many = translator.say, translator.say_many
    begins = log.since or (log.gaps[0].begins if log.gaps else None)
    period = span(begins, log.until, zone) if begins else say("until {time}").format(time=both(log.until, zone))
    counted = say_many("{n} outage was measured.", "{n} outages were measured.", log.count)
    if not log.count:
        counted = say("No outage was measured.")
    sums = facts(
        (say("Period"), period),
        (say("Outages"), str(log.count)),
        (say("Down in all"), lasted(log.down_s, say) if log.count else ""),
        (say("Longest"), lasted(log.longest_s, say) if log.count else ""),
        (say("Of that at home"), lasted(log.local_s, say) if log.local_s > 0 else ""),
        (say("Of that outside the home"), lasted(log.upstream_s, say) if log.upstream_s > 0 else ""),
        (say("Of that, side not known"), lasted(log.unknown_s, say) if log.unknown_s > 0 else ""),
        (say("Nobody looked for"), lasted(log.unwatched_s, say) if log.unwatched_s >= 1 else ""),
    )
    left_out = log.count - len(log.outages)
    note = say("{n} older outages are in the sums and not in this list.").format(n=left_out) if left_out > 0 else ""
    provider = record.provider.get("name")
    return Document(
        language=translator.language,
        title=say("netcheck outage log since {time}").format(time=short(begins, zone))
        if begins
        else say("netcheck outage log"),
        state="failed" if log.count else "ok",
        headline=counted,
        lead=say(
            "Only what was measured is counted. Time in which nobody looked is left out and listed below; what failed "
            "then is not known."
        ),
        sections=(
            *section(
                say("Sum"),
                facts(
                    (say("Provider"), provider if isinstance(provider, str) else ""),
                    (say("Name"), record.person.user),
                    (say("Computer"), record.person.host),
                ),
                sums,
                record_story.bars(log, say),
                calendar(log, say, zone),
            ),
            *section(say("Outages"), _listed(log, say, zone), (Prose(note),) if note else ()),
            *section(say("When nobody looked"), record_story.gaps(record, say, zone)),
        ),
        foot=_foot(record, say, zone),
    )


def _listed(log: OutageLog, say: Say, zone: tzinfo | None) -> tuple[Part, ...]:
    if not log.outages:
        return ()
    when = writer(zone)
    rows = []
    for past in log.outages:
        outage = past.outage
        length = lasted(seconds_in(past, log.since), say)
        length = say("{length} or more").format(length=length) if past.unseen else length
        rows.append(
            (
                when(outage.down_since),
                when(outage.up_since) or say("lasts still"),
                length,
                say(SIDES[outage.verdict.side]),
                retold_headline(outage.verdict.fault, outage.verdict.headline, say),
                str(outage.drops),
            )
        )
    head = (N_("Began"), N_("Back"), N_("Length"), N_("Side"), N_("What"), N_("Drops"))
    return (Table(say("Each outage, the newest first"), tuple(say(each) for each in head), tuple(rows)),)


def _foot(record: Record, say: Say, zone: tzinfo | None) -> tuple[str, ...]:
    made = say("Made by netcheck {version}, {time}.").format(version=record.version, time=both(record.made_at, zone))
    level = say(LEVELS.get(record.redaction, ""))
    lines = [made, say("Redaction: {level}. {words}").format(level=record.redaction, words=level)]
    if record.chain_head:
        mark = f"{record.chain_number}:{record.chain_head[:HEAD_SHOWN]}"
        lines.append(say("Newest entry of the history's chain: {mark}").format(mark=mark))
    schema = LOG_SCHEMA if record.kind is Kind.LOG else SCHEMA
    return (*lines, say("Report {id}, {schema}.").format(id=record.id, schema=schema))
