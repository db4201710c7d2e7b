"""The calls that a person made to the provider, as they are kept in the journal of an outage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from netcheck.core.history import Entry
from netcheck.core.language import Say
from netcheck.core.record import Call
from netcheck.core.words import one_line

KIND = "call"
"""The kind of such an entry."""
PARTS = ("reference", "spoke_with", "appointment")
"""What is noted of a call, and in this order in the entry's text: "reference: A1 · spoke_with: Priya"."""
BETWEEN = "·"
"""Sets them apart: a sign that stands in no reference number."""
LONGEST = 200
"""Letters of one part."""


def entry_of(call: Call, outage: str | None) -> Entry:
    """The journal's line on a call. Raises ValueError for a call without its time."""
    if call.at is None:
        raise ValueError("a call without its time cannot be kept")
    told = ((part, _plain(getattr(call, part))) for part in PARTS)
    return Entry(
        call.at.astimezone(UTC), KIND, f" {BETWEEN} ".join(f"{part}: {value}" for part, value in told if value), outage
    )


def call_of(entry: Entry) -> Call | None:
    """The call that a line of the journal tells of; None where it tells of something else.

    What somebody wrote there by hand is taken for the reference.
    """
    if entry.kind != KIND:
        return None
    found: dict[str, str] = {}
    for piece in entry.text.split(BETWEEN):
        part, colon, value = piece.partition(":")
        if colon and part.strip() in PARTS:
            found[part.strip()] = value.strip()
    if not found:
        found = {"reference": one_line(entry.text)}
    return Call(entry.at, **found)


def calls_of(journal: Iterable[Entry], outage: str | None = None) -> tuple[Call, ...]:
    """All calls, or those of one outage, the oldest first."""
    own = (entry for entry in journal if outage is None or entry.outage == outage)
    return tuple(sorted((call for entry in own if (call := call_of(entry))), key=_time))


def call_words(call: Call, say: Say = str) -> str:
    """What was noted of a call, as a person reads it: "reference A1, spoke with Priya, appointment Monday at 9"."""
    parts = (
        (say("reference {text}"), call.reference),
        (say("spoke with {text}"), call.spoke_with),
        (say("appointment {text}"), call.appointment),
    )
    return ", ".join(words.format(text=one_line(told)) for words, told in parts if told) or say("nothing noted")


def _time(call: Call) -> datetime:
    return call.at or datetime.max.replace(tzinfo=UTC)


def _plain(value: str) -> str:
    """One part without what sets parts apart."""
    return one_line(value.replace(BETWEEN, "-"))[:LONGEST].strip()
