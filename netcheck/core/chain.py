"""The chain of the outage log: every entry carries the hash of the one before, so that a later change shows."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

# README "Evidence" says what a chain proves and what it does not.
FORM = "netcheck-chain/1"
"""The first line of all that is hashed. Another way of writing an entry gets another name."""
START = "0" * 64
"""In place of the hash before, in the first entry of all."""
SHOWN = 16
"""Hexadecimal digits of a hash that reports show: 64 bits, which nobody hits twice by trying."""
LONGEST = 200
"""Letters of a text that an entry quotes; a longer one is entered by its hash."""
_ZERO = datetime(1970, 1, 1, tzinfo=UTC)
_WANTED = re.compile(r"(?:([0-9]{1,18}):)?([0-9a-f]{16,64})")


class Kind(StrEnum):
    """What an entry says."""

    BEGUN = "begun"
    """An outage began."""
    CHANGED = "changed"
    """Something else is known of it: its fault, the network, how often it went down."""
    ENDED = "ended"
    AGAIN = "again"
    """It had ended and has come again within the minutes after; it is the same outage."""
    LINE = "line"
    """A line of the journal: what happened, a step that was done, a note, an answer."""
    GAP = "gap"
    """A time in which nobody looked, or the end of a pause."""
    SAID = "said"
    """What the provider's page said, or that it could not be read."""
    PRUNED = "pruned"
    """The oldest entries were let go, up to the number and the hash that it names."""
    ANEW = "anew"
    """The chain begins anew: the file before was damaged and was set aside."""


class Later(StrEnum):
    """Why something was entered later than it happened; empty where it was entered at once."""

    AT_ONCE = ""
    MIGRATED = "migrated"
    """An older netcheck, which kept no chain, had written it down."""
    WAITED = "waited"
    """The file could not be written when it happened."""
    TAKEN_OVER = "taken over"
    """It was read out of a file that was damaged."""


@dataclass(frozen=True, slots=True)
class Link:
    """One entry, as it stands in the file. A file that was tampered with may hold anything here."""

    number: int
    """From 1, without gaps."""
    previous: str
    """Hash of the entry before, 64 hexadecimal digits; START in the first."""
    at: int
    """When it was entered: microseconds since 1970, UTC."""
    kind: str
    """A value of Kind."""
    about: str
    """What it is about: "outage ID", "line NUMBER", "gap NUMBER", "said NUMBER"; empty for PRUNED and ANEW."""
    later: str
    """A value of Later."""
    body: str
    """All that was entered, as `body` writes it."""
    hash: str
    """SHA-256 of `joined`, 64 hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry of a chain, or a known one: its hash stands for all entries up to it."""

    number: int
    hash: str
    at: datetime
    """When it was entered, UTC."""

    @property
    def short(self) -> str:
        """The digits that reports show."""
        return self.hash[:SHOWN]

    @property
    def mark(self) -> str:
        """The same with the entry's number, e.g. "1234:9f3a12bc77de0a41"; `wanted` reads it."""
        return f"{self.number}:{self.short}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A hash from an earlier report, to be found in the chain."""

    digits: str
    """16 to 64 hexadecimal digits: the beginning of the hash, or all of it."""
    number: int | None = None
    """Of its entry, where the report told."""


def joined(link: Link) -> bytes:
    """What is hashed: eight lines, in UTF-8, with one line feed between two of them and none at the end:

    netcheck-chain/1, the number, the hash before, the moment, the kind, what it is about, why later, and the body.
    No part of a true entry holds a line feed, so that no two entries are the same bytes.
    """
    parts = (FORM, link.number, link.previous, link.at, link.kind, link.about, link.later, link.body)
    return "\n".join(str(part) for part in parts).encode("utf-8", "surrogatepass")


def digest(link: Link) -> str:
    """The hash that this entry should carry: SHA-256 (FIPS 180-4) of `joined`, in hexadecimal."""
    return hashlib.sha256(joined(link)).hexdigest()


def added(before: Head | None, at: int, kind: Kind, about: str, body: str, later: Later = Later.AT_ONCE) -> Link:
    """The entry that follows on `before`; the first of all where that is None. `about` holds no line feed."""
    number, previous = (before.number + 1, before.hash) if before else (1, START)
    link = Link(number, previous, at, kind.value, about, later.value, body, "")
    return Link(number, previous, at, kind.value, about, later.value, body, digest(link))


def head_of(link: Link) -> Head:
    """The head of a chain that ends with this entry."""
    return Head(link.number, link.hash, when(link.at) or _ZERO)


def body(facts: Mapping[str, object]) -> str:
    """Facts as one line of JSON: names in order, no spaces, nothing but ASCII.

    A text of more than 200 letters stands as {"sha256": its hash in UTF-8}, bytes stand as {"bytes": their hash}.
    """
    kept = {name: _kept(value) for name, value in facts.items()}
    return json.dumps(kept, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _kept(value: object) -> object:
    if isinstance(value, str) and len(value) > LONGEST:
        return {"sha256": hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()}
    if isinstance(value, bytes):
        return {"bytes": hashlib.sha256(value).hexdigest()}
    return value


def facts_of(link: Link) -> Mapping[str, object]:
    """What the body of an entry says; nothing where it was tampered with so that it cannot be read."""
    try:
        found = json.loads(link.body)
    except (ValueError, TypeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def when(micros: object) -> datetime | None:
    """The moment again; None for what is none."""
    try:
        return _ZERO + timedelta(microseconds=micros) if isinstance(micros, int) else None
    except OverflowError:
        return None


def wanted(text: str) -> Wanted:
    """A hash as a person types it from a report: "9f3a 12bc 77de 0a41", or with the entry's number before a colon.

    Raises ValueError for anything else, and for fewer than 16 digits.
    """
    found = _WANTED.fullmatch(re.sub(r"[\s-]", "", text).lower())
    if found is None:
        raise ValueError(f"{text!r} is not a hash of 16 to 64 hexadecimal digits")
    return Wanted(found[2], int(found[1]) if found[1] else None)
