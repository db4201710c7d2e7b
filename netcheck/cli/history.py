"""Prints the past: outages with their length and side, the sum of each month, and when nobody looked."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from netcheck.cli.arguments import Request
from netcheck.cli.language import say, say_many
from netcheck.cli.screen import emit, look_at
from netcheck.core.chain import Head
from netcheck.core.history import Entry, Gap, Month, PastOutage, Said, months
from netcheck.core.model import Side, Verdict
from netcheck.core.retelling import retold_headline
from netcheck.core.said import said_facts
from netcheck.core.words import N_, lasted, one_line
from netcheck.plugins import History

SCHEMA = "netcheck-history/1"
"""Only additions are made under this name."""
SIDES = {Side.LOCAL: N_("at home"), Side.UPSTREAM: N_("outside your home")}
UNKNOWN_SIDE = N_("side not known")
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
OUTPUT_FAILED = 70


@dataclass(frozen=True, slots=True)
class _Past:
    """What is shown."""

    since: date | None
    until: datetime
    outages: tuple[PastOutage, ...]
    months: tuple[Month, ...]
    gaps: tuple[Gap, ...]
    journal: tuple[Entry, ...]
    said: tuple[Said, ...]
    head: Head | None
    problem: str


def history(request: Request, kept: History | None = None) -> int:
    """Print what was kept since `request.since`, as text or as one JSON object; the exit code, 0.

    `kept` is the history to read; by default that of this user. Where it cannot be read, what is wrong is said on the
    error output, and what is known is printed.
    """
    if kept is None:
        from netcheck import wiring

        kept = wiring.history()
    past = _read(kept, request.since)
    kept.close()
    if past.problem and sys.stderr is not None:
        print(f"netcheck: {past.problem}", file=sys.stderr, flush=True)
    try:
        emit(_as_json(past) if request.json else _as_text(past, look_at(sys.stdout, os.environ).width))
    except OSError as error:
        sentence = say("the history could not be written: {why}.").format(why=error.strerror)
        print(f"netcheck: {sentence}", file=sys.stderr)
        return OUTPUT_FAILED
    return 0


def day_begins(day: date) -> datetime:
    """The first moment of a day in the computer's own zone. For 1970 the year's own, in UTC: east of it the first day
    began before there was any time for Windows, which raises OSError then."""
    return EARLIEST if day.year <= EARLIEST.year else datetime(day.year, day.month, day.day).astimezone()


def _read(kept: History, since: date | None) -> _Past:
    begins = day_begins(since) if since else EARLIEST
    now = datetime.now(UTC)
    outages = kept.outages(begins)
    gaps = kept.gaps(begins, now)
    lines, said, head = kept.journal(begins), kept.said(), kept.head()
    return _Past(since, now, outages, months(outages, None), gaps, lines, said, head, kept.problem)


# --- for people -----------------------------------------------------------------------------------------------------


def _as_text(past: _Past, width: int) -> str:
    day = past.since.isoformat() if past.since else ""
    if not past.outages:
        text = say("No outage is known since {day}.") if day else say("No outage is known.")
        lines = [text.format(day=day)]
    else:
        text = say("{outages} since {day}, the newest first:") if day else say("{outages}, the newest first:")
        lines = [text.format(outages=_counted(len(past.outages)), day=day), ""]
        for outage in past.outages:
            lines += _outage(outage, width)
        lines += ["", say("By month:"), *_table(past.months, width)]
    unwatched = _unwatched_s(past.gaps)
    if unwatched >= 60:
        note = say(
            "For {length} in all nobody looked, as the computer slept or netcheck was closed or paused. "
            "What failed then is not listed."
        )
        lines += ["", *textwrap.wrap(note.format(length=lasted(unwatched, say)), width)]
    return "\n".join(lines) + "\n"


def _length(past: PastOutage) -> str:
    length = lasted(past.down_s if past.unseen else past.outage.seconds, say)
    if past.unseen:
        return say("{length} or more").format(length=length)
    return length if past.over else say("{length} so far").format(length=length)


def _outage(past: PastOutage, width: int) -> list[str]:
    outage = past.outage
    side = say(SIDES.get(outage.verdict.side, UNKNOWN_SIDE))
    told = [one_line(retold_headline(outage.verdict.fault, outage.verdict.headline, say))]
    if outage.drops > 1:
        told.append(say_many("It went down {n} time.", "It went down {n} times.", outage.drops))
    if past.unseen and outage.up_since:
        told.append(say("It ended while netcheck was closed, before {time}.").format(time=_clock(outage.up_since)))
    elif outage.asleep_s >= 1:
        told.append(say("For {length} of it nobody looked.").format(length=lasted(outage.asleep_s, say)))
    indent = " " * 4
    first = f"{_clock(outage.down_since)}   {_length(past):<14}   {side}"
    return [first, *textwrap.wrap(" ".join(told), width, initial_indent=indent, subsequent_indent=indent)]


def _table(found: Sequence[Month], width: int) -> list[str]:
    """The months that had an outage, the newest first."""
    lines = []
    for month in reversed([month for month in found if month.outages]):
        parts = [
            f"{lasted(seconds, say)} {say(where)}"
            for seconds, where in (
                (month.local_s, SIDES[Side.LOCAL]),
                (month.upstream_s, SIDES[Side.UPSTREAM]),
                (month.unknown_s, UNKNOWN_SIDE),
            )
            if seconds > 0
        ]
        first = f"  {month.year}-{month.month:02}   {_counted(month.outages):<11}  "
        lines += textwrap.wrap(", ".join(parts), width, initial_indent=first, subsequent_indent=" " * len(first)) or [
            first.rstrip()
        ]
    return lines


def _unwatched_s(gaps: Iterable[Gap]) -> float:
    """Seconds in which nobody looked; what several gaps share counts once."""
    total, until = 0.0, EARLIEST
    for gap in sorted(gaps, key=lambda gap: gap.begins):
        total += max(0.0, (gap.ends - max(gap.begins, until)).total_seconds())
        until = max(until, gap.ends)
    return total


def _counted(count: int) -> str:
    return say_many("{n} outage", "{n} outages", count)


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


# --- for programs ---------------------------------------------------------------------------------------------------


def _as_json(past: _Past) -> str:
    found = {
        "schema": SCHEMA,
        "created_at": _instant(past.until),
        "since": past.since.isoformat() if past.since else None,
        "problem": past.problem,
        "outages": [_outage_object(outage, past.said) for outage in past.outages],
        "months": [dataclasses.asdict(month) for month in past.months],
        "gaps": [{"begins": _instant(g.begins), "ends": _instant(g.ends), "why": g.why} for g in past.gaps],
        "head": {"number": past.head.number, "hash": past.head.hash} if past.head else None,
        "journal": [{"at": _instant(e.at), "kind": e.kind, "text": e.text, "outage": e.outage} for e in past.journal],
    }
    return json.dumps(found, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def _outage_object(past: PastOutage, said: Iterable[Said]) -> dict[str, object]:
    outage = past.outage
    return {
        "id": outage.id,
        "down_since": _instant(outage.down_since),
        "up_since": _instant(outage.up_since) if outage.up_since else None,
        "last_good": _instant(outage.last_good) if outage.last_good else None,
        "seconds": round(outage.seconds, 1),
        "asleep_seconds": round(outage.asleep_s, 1),
        "looks": outage.looks,
        "drops": outage.drops,
        "over": past.over,
        "end_unseen": past.unseen,
        "verdict": _verdict(outage.verdict),
        "first_evidence": past.first_evidence,
        "last_evidence": past.last_evidence,
        "first_fault": outage.first_fault,
        "said": said_facts([each for each in said if each.outage == outage.id]),
    }


def _verdict(verdict: Verdict) -> dict[str, object]:
    """As in a report of netcheck diagnose."""
    return {**dataclasses.asdict(verdict), "segment": verdict.segment or "none"}


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
