"""Says in sentences what looking over the chain of the outage log has found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from netcheck.core.chain import SHOWN, Head, Wanted, when
from netcheck.core.chain_check import Earlier, Verified
from netcheck.core.chain_order import Break, Broken
from netcheck.core.language import Say
from netcheck.core.words import N_, one_line

Clock = Callable[[datetime], str]
"""A moment in the reader's own way."""

THINGS: Mapping[str, str] = {
    "outage": N_("the outage of {time}"),
    "line": N_("the journal's line of {time}"),
    "gap": N_("the gap of {time}"),
    "said": N_("what the provider's page said at {time}"),
}
SENTENCES: Mapping[Broken, str] = {
    Broken.CHANGED: N_("Entry {number} (entered {time}) was changed after it was entered."),
    Broken.REPLACED: N_(
        "Entry {number} (entered {time}) was replaced: it and the one beside it were not entered one after the other."
    ),
    Broken.REMOVED: N_("Entry {number} is missing: it was removed."),
    Broken.REORDERED: N_("Entry {number} stands in the place of entry {other}: they were put in another order."),
    Broken.INSERTED: N_("What stands as entry {number} was put in; it was never entered."),
    Broken.ROW_CHANGED: N_("In the history {thing} is not as entry {number} has it: {facts}."),
    Broken.ROW_REMOVED: N_("From the history {thing} is missing, which entry {number} tells of."),
    Broken.ROW_INSERTED: N_("The history shows {thing}, which was never entered."),
}
SEVERAL_REMOVED = N_("Entries {number} to {other} are missing: they were removed.")
A_COPY = N_("What stands as entry {number} was put in: it is a copy of entry {other}.")
FACT = N_("{name} was {before} and is {now}")
ANOTHER = N_("{name} is another one")
EARLIER: Mapping[Earlier, str] = {
    Earlier.FOUND: N_(
        "The hash of the earlier report is that of entry {number}, entered {time}: all up to there is as it was then."
    ),
    Earlier.CUT: N_(
        "The earlier report knew entry {number}, and the chain ends before it: entries were cut off at its end, "
        "all of it was written anew, or the file was lost. Or the report is of another computer or user."
    ),
    Earlier.GONE: N_(
        "No entry has the hash of the earlier report: entries were cut off at the end, or all was written anew. "
        "Or the report is of another computer or user."
    ),
    Earlier.OTHER: N_(
        "Entry {number} has not the hash that the earlier report gives: all was written anew from there or from "
        "before. Or the report is of another computer or user."
    ),
    Earlier.UNSURE: N_(
        "No entry has the hash of the earlier report, and it cannot be told why: older entries were let go, or were "
        "lost with a damaged file."
    ),
}
KNOWN_ONLY = N_("The hash of the earlier report is that of entry {number}, entered {time}.")
"""Where something else is wrong, that entry does not speak for those before it."""
UNKNOWN_TIME = N_("a time that cannot be read")
LONGEST_VALUE = 60
"""Letters of a value that are shown."""


def sentence(found: Break, say: Say, clock: Clock) -> str:
    """One break in one sentence."""
    template = SENTENCES[found.kind]
    if found.kind is Broken.REMOVED and found.other > found.number:
        template = SEVERAL_REMOVED
    elif found.kind is Broken.INSERTED and found.other:
        template = A_COPY
    thing = say(THINGS[found.thing]) if found.thing in THINGS else "{time}"
    facts = [_fact(name, before, now, say, clock) for name, before, now in found.facts]
    return say(template).format(
        number=found.number,
        other=found.other,
        time=_time(found.at, say, clock),
        thing=thing.format(time=_time(found.moment, say, clock)),
        facts="; ".join(facts),
    )


def earlier_sentence(verified: Verified, wanted: Wanted, say: Say, clock: Clock) -> str:
    """What became of the hash of an earlier report."""
    known = verified.known
    time = clock(known.at) if known else ""
    template = KNOWN_ONLY if known and verified.found else EARLIER[verified.earlier]
    return say(template).format(number=known.number if known else wanted.number, time=time)


def grouped(head: Head) -> str:
    """The digits that reports show, in groups of four, to be read out or typed."""
    return " ".join(head.short[at : at + 4] for at in range(0, SHOWN, 4))


def _time(micros: object, say: Say, clock: Clock) -> str:
    moment = when(micros)
    try:
        return clock(moment) if moment else say(UNKNOWN_TIME)
    except (OverflowError, ValueError, OSError):  # years that no calendar of the system has
        return say(UNKNOWN_TIME)


def _fact(name: str, before: object, now: object, say: Say, clock: Clock) -> str:
    """What differs: both values where they are short enough to be entered as they are."""
    if isinstance(before, dict) or isinstance(now, dict):
        return say(ANOTHER).format(name=one_line(name))
    moments = name in ("down_since", "up_since", "last_good", "at", "begins", "ends", "expected_end")
    values = [_time(value, say, clock) if moments and value is not None else _short(value) for value in (before, now)]
    return say(FACT).format(name=one_line(name), before=values[0], now=values[1])


def _short(value: object) -> str:
    text = one_line(str(value if value is not None else "-"))
    return f"“{text[:LONGEST_VALUE]}”" if isinstance(value, str) else text[:LONGEST_VALUE]
