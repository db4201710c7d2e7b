"""Reads facts that come from a page of somebody else's: what is not of the kind that is wanted counts as not there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime

from netcheck.core.model import NOTHING, Fact
from netcheck.core.words import one_line

YEARS = (1971, 9000)
"""Times before and after are no times of news; some of them no zone can hold."""
_FOR_PROGRAMS = re.compile(r"/api/v2/[a-z-]+\.json$")
"""The end of an address at which status pages answer programs; the page for people stands before it."""


def for_people(address: str) -> str:
    """The page for people that belongs to the address of a status page."""
    return _FOR_PROGRAMS.sub("/", address)


def text_of(known: Mapping[str, Fact], name: str) -> str:
    """A fact that is text, on one line; empty for anything else."""
    value = known.get(name)
    return one_line(value) if isinstance(value, str) else ""


def mapping_of(known: Mapping[str, Fact], name: str) -> Mapping[str, Fact]:
    """A fact that holds facts; none for anything else."""
    value = known.get(name)
    return value if isinstance(value, Mapping) else NOTHING


def moment_of(known: Mapping[str, Fact], name: str) -> datetime | None:
    """A time as checks write it: ISO 8601, or "2026-11-21 14:02 UTC"; None for anything else."""
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(text_of(known, name).removesuffix(" UTC"))
        if YEARS[0] <= moment.year < YEARS[1]:
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    return None
