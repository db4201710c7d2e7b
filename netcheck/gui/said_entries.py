"""What the provider said, as lines of the journal."""

from __future__ import annotations

from collections.abc import Iterable

from netcheck.core.history import Entry, Said
from netcheck.core.news import Overall
from netcheck.core.words import one_line
from netcheck.gui.said_and_measured import OVERALL
from netcheck.gui.words import say, when

KIND = "provider"


def with_said(entries: Iterable[Entry], said: Iterable[Said]) -> tuple[Entry, ...]:
    """The journal with the provider's words between its lines, the oldest first. Waits for nothing."""
    return tuple(sorted((*entries, *map(_entry, said)), key=lambda entry: entry.at))


def _entry(said: Said) -> Entry:
    if said.failure:
        return Entry(said.at, KIND, say("Its status page could not be asked."), said.outage)
    parts = [one_line(said.title) or _overall(said.overall)]
    if said.expected_end is not None:
        parts.append(say("Expected to end: {time}.").format(time=when(said.expected_end)))
    return Entry(said.at, KIND, ". ".join(part.rstrip(".") for part in parts) + ".", said.outage)


def _overall(value: str) -> str:
    try:
        return say(OVERALL[Overall(value)])
    except ValueError:
        return say(OVERALL[Overall.UNKNOWN])
