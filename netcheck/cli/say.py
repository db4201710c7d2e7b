"""Prints what to say: to the provider on the phone, to colleagues, to claim money, and what to pick up again."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from netcheck.cli.arguments import Request, wrong_usage
from netcheck.cli.language import say, spoken
from netcheck.cli.outlook import when
from netcheck.cli.say_arguments import CALL, CLAIM, COLLEAGUES, Saying
from netcheck.cli.screen import emit, look_at
from netcheck.core.call_script import call_script
from netcheck.core.calls import entry_of
from netcheck.core.colleagues import message, short_message
from netcheck.core.history import Entry
from netcheck.core.pick_up import MEETING, pick_up
from netcheck.core.record import Call
from netcheck.core.retelling import retold_past
from netcheck.core.settings import Settings
from netcheck.core.situation import Situation
from netcheck.core.speech import Speech, claimed
from netcheck.core.words import N_, one_line
from netcheck.plugins import History

OUTPUT_FAILED = 70
LINE = "_" * 24
"""To write on, on paper."""


def say_text(request: Request, settings: Settings, kept: History | None = None) -> int:
    """Print the text that was asked for, and keep what is to be noted; the exit code: 0, 64 for no such outage, 70
    where it cannot be written.

    `kept` is the history; by default that of this user.
    """
    from netcheck import wiring

    saying = request.saying
    known = kept if kept is not None else wiring.history()
    try:
        found = wiring.situation(settings, saying.outage, known)
        if found is None:
            return wrong_usage(_no_outage(saying))
        noted = _note(saying, found, known)
        if noted:
            found = wiring.situation(settings, saying.outage, known) or found
        problem = known.problem
    finally:
        known.close()
    found = replace(found, past=retold_past(found.past, say))
    if problem:
        _tell(problem)
    if found.stale:
        told = say("netcheck does not watch now: whether it still lasts is not known. It was last seen at {time}.")
        _tell(told.format(time=when(found.seen_until)))
    width = look_at(sys.stdout, os.environ).width
    try:
        emit(_text(saying, found, width, noted))
    except OSError as error:
        _tell(say("the text could not be written: {why}.").format(why=error.strerror))
        return OUTPUT_FAILED
    return 0


def _no_outage(saying: Saying) -> str:
    if saying.outage:
        return say("no outage is known with the id {id}; `netcheck history --json` tells them.").format(
            id=one_line(saying.outage)[:60]
        )
    return say("no outage is known, so there is nothing to say about one.")


def _note(saying: Saying, found: Situation, kept: History) -> str:
    """Keep the call and the meetings; what was kept, in a sentence."""
    told = []
    outage = found.past.outage.id
    if saying.notes_call:
        at = (saying.called_at or datetime.now(UTC)).astimezone(UTC)
        kept.note(entry_of(Call(at, saying.reference, saying.spoke_with, saying.appointment), outage))
        told.append(say("The call is kept with this outage."))
    for meeting in saying.meetings:
        kept.note(Entry(datetime.now(UTC), MEETING, one_line(meeting)[:200], outage))
    if saying.meetings:
        told.append(say("Kept with this outage."))
    return " ".join(told)


def _text(saying: Saying, found: Situation, width: int, noted: str) -> str:
    if saying.what == COLLEAGUES:
        return (short_message if saying.short else message)(found, say, when) + "\n"
    lines = [noted, ""] if noted else []
    if saying.what == CALL:
        lines += _call(found, width)
    elif saying.what == CLAIM:
        lines += _claim(saying, found, width)
    else:
        lines += _pick_up(found, width)
    return "\n".join(lines) + "\n"


# --- the call ---------------------------------------------------------------------------------------------------------


def _call(found: Situation, width: int) -> list[str]:
    from netcheck import wiring

    titles = {check: probe.title for check, probe in wiring.all_probes().items()}
    script = call_script(found, say, when, titles)
    lines = [*_wrapped(script.warning, width), ""] if script.warning else []
    number = script.number or say("the number on your bill; write it into the settings: [isp] support_phone")
    lines += _wrapped(say("Call {provider}: {number}").format(provider=_provider(found), number=number), width)
    lines += ["", say("Say this ({seconds} seconds):").format(seconds=script.seconds)]
    lines += _wrapped(script.spoken, width, "  ")
    lines += ["", say("It will ask for:")]
    lines += _table([(label, value or say("look before you call")) for label, value in script.facts], width)
    lines += ["", say("If it asks:")]
    for question, answer in script.replies:
        lines += [*_wrapped(question, width, "  "), *_wrapped(answer, width, "    ")]
    lines += ["", *_calls(script.calls, width)]
    return lines


def _calls(calls: Sequence[Call], width: int) -> list[str]:
    """Those that were made; or lines to write on, and how to keep what was written."""
    if not calls:
        blanks = (N_("Reference number"), N_("Name"), N_("Time of call"), N_("Appointment"))
        keep = say("Then keep it: {command}").format(
            command="netcheck say call --reference NUMBER --spoke-with NAME --appointment TEXT --called-at 14:20"
        )
        return [
            say("Write down:"),
            *_table([(say(blank), LINE) for blank in blanks], width),
            "",
            *_wrapped(keep, width),
        ]
    lines = [say("Calls so far:")]
    for call in calls:
        told = [
            (say(label), value)
            for label, value in (
                (N_("Time of call"), when(call.at) if call.at else ""),
                (N_("Reference number"), call.reference),
                (N_("Name"), call.spoke_with),
                (N_("Appointment"), call.appointment),
            )
            if value
        ]
        lines += [*_table(told, width), ""]
    return lines[:-1]


# --- money ------------------------------------------------------------------------------------------------------------


def _claim(saying: Saying, found: Situation, width: int) -> list[str]:
    from netcheck import wiring

    rules = wiring.compensation_rules()
    scheme = rules.scheme(found.country) if found.country else None
    # A letter goes to the provider in its own language.
    letters = wiring.translator(scheme.language) if scheme else spoken()
    speech = Speech(found, rules, wiring.zone(scheme.zone) if scheme else None, letters)
    told = claimed(speech, say, saying.missed, saying.promised, keys=True)
    lines: list[str] = []
    for sentence in told.standing:
        lines += _wrapped(sentence, width)
    if told.letter:
        lines += ["", say("The text:"), ""]
        for paragraph in told.letter.splitlines():
            lines += _wrapped(paragraph, width, "  ") or [""]
    return lines


# --- afterwards -------------------------------------------------------------------------------------------------------


def _pick_up(found: Situation, width: int) -> list[str]:
    told = pick_up(found, say, when)
    lines = _wrapped(told.first, width)
    for heading, points in (
        (N_("Services:"), told.services),
        (N_("Meetings:"), told.meetings),
        (N_("Then:"), told.others),
        (N_("Your list:"), told.check_list),
    ):
        if points:
            lines += ["", say(heading)]
            for point in points:
                lines += _wrapped(point.text, width, "  [x] " if point.done else "  [ ] ", "      ")
    if not told.points:
        lines += ["", *_wrapped(say("Nothing is known that would wait for you."), width)]
    return lines


# --- lines ------------------------------------------------------------------------------------------------------------


def _provider(found: Situation) -> str:
    return one_line(found.provider) or say("your provider")


def _wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=first if rest is None else rest)


def _table(rows: Sequence[tuple[str, str]], width: int) -> list[str]:
    """Labels and values in two columns; a label that is repeated stands once."""
    column = max((len(label) for label, _ in rows), default=0) + 2
    lines, before = list[str](), ""
    for label, value in rows:
        lead = f"  {'' if label == before else label:<{column}}"
        lines += _wrapped(value, width, lead, " " * len(lead)) or [lead.rstrip()]
        before = label
    return lines


def _tell(sentence: str) -> None:
    if sys.stderr is not None:
        print(f"netcheck: {sentence}", file=sys.stderr, flush=True)
