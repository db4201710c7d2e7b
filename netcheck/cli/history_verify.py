"""Says whether the outage log is as it was written, and if not, where it was changed."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import textwrap
from datetime import UTC, datetime

from netcheck.cli.arguments import Request
from netcheck.cli.language import say, say_many
from netcheck.cli.screen import emit, look_at
from netcheck.core.chain import Head, Wanted, wanted
from netcheck.core.chain_check import Earlier, Verified
from netcheck.core.chain_words import earlier_sentence, grouped, sentence
from netcheck.core.words import N_
from netcheck.plugins import History

SCHEMA = "netcheck-verify/1"
"""Only additions are made under this name."""
WHOLE, BROKEN, UNSURE, OUTPUT_FAILED = 0, 1, 3, 70
NO_CHAIN = N_("It cannot be told whether the history is whole: there is none, or it cannot be read.")


def verify(request: Request, kept: History | None = None) -> int:
    """Look over the history and print what was found, as text or as one JSON object.

    The exit code: 0 whole, 1 something was changed or the hash of `request.against` is not in it, 3 it cannot be told.
    `kept` is the history to look over; by default that of this user, where there is one.
    """
    known = wanted(request.against) if request.against else None
    if kept is None:
        from netcheck import wiring

        kept = wiring.known_history()
    found = kept.verify(known) if kept is not None else None
    problem = kept.problem if kept is not None else ""
    if kept is not None:
        kept.close()
    if problem and sys.stderr is not None:
        print(f"netcheck: {problem}", file=sys.stderr, flush=True)
    code = _code(found, problem)
    try:
        emit(_as_json(found, code, problem) if request.json else _as_text(found, known, code))
    except OSError as error:
        why = say("the history could not be written: {why}.").format(why=error.strerror)
        print(f"netcheck: {why}", file=sys.stderr)
        return OUTPUT_FAILED
    return code


def _code(found: Verified | None, problem: str) -> int:
    if found is None:
        return UNSURE
    if found.found or found.earlier in (Earlier.CUT, Earlier.GONE, Earlier.OTHER):
        return BROKEN
    return UNSURE if problem or found.earlier is Earlier.UNSURE else WHOLE


# --- for people -----------------------------------------------------------------------------------------------------


def _as_text(found: Verified | None, known: Wanted | None, code: int) -> str:
    width = look_at(sys.stdout, os.environ).width
    lines = [say(NO_CHAIN)] if found is None else _told(found, known, code)
    return "\n".join(line for text in lines for line in _wrapped(text, width)) + "\n"


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent="  " if text.startswith("- ") else "")


def _told(found: Verified, known: Wanted | None, code: int) -> list[str]:
    lines = [_summary(found)]
    lines += [f"- {sentence(one, say, _clock)}" for one in found.breaks]
    if found.found > len(found.breaks):
        lines.append(say("- And {n} more.").format(n=found.found - len(found.breaks)))
    if known is not None:
        lines.append(earlier_sentence(found, known, say, _clock))
    if found.known and found.head and found.head.number > found.known.number:
        after = found.head.number - found.known.number
        lines.append(say_many("{n} entry was added since.", "{n} entries were added since.", after))
    if found.head is not None:
        text = say("Newest entry: {number}. Its hash begins with {hash}; with the number: {mark}")
        lines.append(text.format(number=found.head.number, hash=grouped(found.head), mark=found.head.mark))
    lines += _notes(found)
    if code == WHOLE and known is None and found.head is not None:
        lines.append(
            say(
                "Whether all of it was written anew, or its end was cut off, only a hash from an earlier report can "
                "tell: netcheck history verify --against HASH"
            )
        )
    return lines


def _summary(found: Verified) -> str:
    if found.head is None or found.first is None:
        if found.found:
            return say("The history is not whole: nothing of what it shows was ever entered.")
        return say("Nothing was entered yet.")
    entries = say_many("{n} entry", "{n} entries", found.entries)
    if found.found:
        text = say("The history is not whole. {entries}, {first} to {last}:")
    elif found.whole:
        text = say("The history is whole: {entries}, {first} to {last}.")
    else:
        text = say(
            "The entries fit together, but the hash of the earlier report is not there. {entries}, {first} to {last}."
        )
    return text.format(entries=entries, first=_clock(found.first.at), last=_clock(found.head.at))


def _notes(found: Verified) -> list[str]:
    """What the reader should know to judge it."""
    notes = []
    if found.first is not None and found.first.number > 1 and not found.found:
        text = say("The oldest entry that is kept is number {number}; those before it were let go to save room.")
        notes.append(text.format(number=found.first.number))
    if found.anew is not None:
        text = say("The chain was begun anew {time}, when the file before was damaged.")
        notes.append(text.format(time=_clock(found.anew.at)))
    if found.later:
        text = say_many(
            "{n} entry was made later than what it tells happened; what was changed before that does not show.",
            "{n} entries were made later than what they tell happened; what was changed before that does not show.",
            found.later,
        )
        notes.append(text)
    if found.lasting:
        notes.append(
            say_many(
                "{n} outage lasts: its length is entered when it ends.",
                "{n} outages last: their length is entered when they end.",
                found.lasting,
            )
        )
    return notes


def _clock(moment: datetime) -> str:
    """In local time with its distance from UTC, and in UTC."""
    local, utc = moment.astimezone(), moment.astimezone(UTC)
    same_day = local.date() == utc.date()
    return f"{local:%Y-%m-%d %H:%M:%S %z} = {utc:{'%H:%M:%S' if same_day else '%Y-%m-%d %H:%M:%S'}} UTC"


# --- for programs ---------------------------------------------------------------------------------------------------


def _as_json(found: Verified | None, code: int, problem: str) -> str:
    whole: dict[str, object] = {"schema": SCHEMA, "whole": code == WHOLE, "exit_code": code, "problem": problem}
    if found is not None:
        whole |= {
            "entries": found.entries,
            "first": _head(found.first),
            "head": _head(found.head),
            "breaks": [{**dataclasses.asdict(one), "text": sentence(one, str, _clock)} for one in found.breaks],
            "breaks_found": found.found,
            "entered_later": found.later,
            "outages_that_last": found.lasting,
            "begun_anew": _head(found.anew),
            "earlier": found.earlier.value,
            "known": _head(found.known),
        }
    return json.dumps(whole, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def _head(head: Head | None) -> dict[str, object] | None:
    if head is None:
        return None
    at = head.at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
    return {"number": head.number, "hash": head.hash, "at": at}
