"""Reads a text as a person reads it: without escapes, odd signs and line breaks, so that nothing hides behind them."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from netcheck.core.redaction_words import BREAK

_HYPHENS = "\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_NOT_SEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
"""Signs without a width: soft hyphens, joiners, marks of direction."""
_BLANKS = "\u00a0\u2007\u2009\u202f"
_WIDE = "\uff01-\uff5e\u2024\u3002\uff61"
_ODD = re.compile(
    r"(?P<entity>&(?:#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z][a-z0-9]{1,24});)"
    r"|(?P<unit>\\+u00[2-7][0-9a-f])"
    r"|(?P<gone>\\+(?=[^\w\s\\\x00\x01]|_)|=\r?\n|[" + _NOT_SEEN + "])"
    r"|(?P<dot>\[\.\]|\(\.\))"
    r"|(?P<between>(?<=\d)x(?=\d{1,3}(?:x\d|\.[a-z])))"
    rf"|(?P<other>[{_HYPHENS}{_BLANKS}{_WIDE}])",
    re.I,
)
_WRAP = re.compile(r"(?P<hyphen>-?)[ \t]*(?:\r?\n|(?:\\+r)?\\+n)[ \t>|]*")
"""Where a line was broken, also within what a mail quotes, and as JSON writes it."""


class Reading(NamedTuple):
    """One way of reading some of the texts, and where each of its signs stands in them."""

    text: str
    starts: list[int]
    ends: list[int]
    joined: bool
    """Whether lines were put together: what is found across their ends is an address only if it is known."""

    def place(self, start: int, end: int) -> tuple[int, int]:
        """From where to where a part of this reading stands in the texts; it has at least one sign."""
        return self.starts[start], self.ends[end - 1]


def readings(text: str) -> list[Reading]:
    """The other ways of reading those of the texts (set apart by BREAK) that hold anything odd; mostly there are none.

    First without escapes; then, of those with line breaks, with the lines put together, and also without the hyphens
    at their ends.
    """
    odd, broken, hyphenated = _Made(False), _Made(True), _Made(True)
    start = 0
    for part in text.split(BREAK):
        if _ODD.search(part):
            odd.take(_pieces(part), start, len(part))
        if "\n" in part.strip() or "\\n" in part:
            broken.take(_together(part, keep=True), start, len(part))
            if "-" in part:
                hyphenated.take(_together(part, keep=False), start, len(part))
        start += len(part) + len(BREAK)
    return [made.reading() for made in (odd, broken, hyphenated) if made.signs]


_Piece = tuple[str, int, int]
"""What is read, and from where to where it stands."""


class _Made:
    """A reading that is being put together."""

    def __init__(self, joined: bool) -> None:
        self.signs: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._joined = joined

    def take(self, pieces: Iterator[_Piece], offset: int, length: int) -> None:
        """Add a text of this length, which stands at `offset`."""
        for read, start, end in pieces:
            self.signs.append(read)
            plain = len(read) == end - start
            for place in range(len(read)):
                self._starts.append(offset + (start + place if plain else start))
                self._ends.append(offset + (start + place + 1 if plain else end))
        self.signs.append(BREAK)
        self._starts.append(offset + length)
        self._ends.append(offset + length + len(BREAK))

    def reading(self) -> Reading:
        """All of it."""
        return Reading("".join(self.signs), self._starts, self._ends, self._joined)


def _pieces(part: str) -> Iterator[_Piece]:
    at = 0
    for match in _ODD.finditer(part):
        if match.start() > at:
            yield part[at : match.start()], at, match.start()
        if read := _read(match):
            yield read, match.start(), match.end()
        at = match.end()
    if at < len(part):
        yield part[at:], at, len(part)


def _read(match: re.Match[str]) -> str:
    """What an odd part of a text says."""
    kind, text = match.lastgroup, match[0]
    if kind == "entity":
        said = html.unescape(text)
        return text if BREAK in said else re.sub(f"[{_NOT_SEEN}]", "", said)
    if kind == "unit":
        return chr(int(text[-4:], 16))
    if kind == "other":
        if re.match(f"[{_HYPHENS}]", text):
            return "-"
        return "." if text in "\u3002\uff61" else unicodedata.normalize("NFKC", text)
    return {"dot": ".", "between": "-"}.get(str(kind), "")


def _together(part: str, keep: bool) -> Iterator[_Piece]:
    """The same with its lines put together; `keep`: with the hyphens at their ends."""
    at = 0
    for match in _WRAP.finditer(part):
        yield from _moved(part, at, match.start())
        if keep and match["hyphen"]:
            yield "-", match.start(), match.start() + 1
        at = match.end()
    yield from _moved(part, at, len(part))


def _moved(part: str, start: int, end: int) -> Iterator[_Piece]:
    for read, begins, ends in _pieces(part[start:end]):
        yield read, start + begins, start + ends
