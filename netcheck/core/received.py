"""Opens a report that somebody sent: what is not ours is refused, and what is printed is harmless."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

from netcheck.core.fitting import MOST_BYTES
from netcheck.core.record import LOG_SCHEMA, SCHEMA, Record
from netcheck.core.record_reader import read_record
from netcheck.core.words import N_, one_line

TOO_LARGE = N_("it is larger than 1 MB, and so none of ours")
NOT_TEXT = N_("it is no text")
NOT_OURS = N_("it is no report of netcheck, or one of a newer version")
DAMAGED = N_("it is damaged")
REASONS = (TOO_LARGE, NOT_TEXT, NOT_OURS, DAMAGED)
DEEPEST, MOST_LINES = 60, 20_000
_MARKED = re.compile(rf"(?:{re.escape(SCHEMA)}|{re.escape(LOG_SCHEMA)})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Received:
    """What a file holds: a record (of JSON), or lines that are harmless to print."""

    record: Record | None = None
    lines: tuple[str, ...] = ()


class ReceivedError(ValueError):
    """Why a file is not opened: one of REASONS, and in `detail` what is wrong with a damaged one, for technicians."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, one_line(detail)[:200]


def received(data: bytes) -> Received:
    """What the bytes of a file hold. No address in it is asked, nothing in it is run.

    Raises ReceivedError for what is too large or no report of ours. That it was not changed on the way nobody can
    tell from the file alone.
    """
    if len(data) > MOST_BYTES:
        raise ReceivedError(TOO_LARGE)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReceivedError(NOT_TEXT) from error
    start = text.lstrip()[:200].lower()
    if start.startswith("{"):
        return Received(record=_record(text))
    if not _MARKED.search(text):
        raise ReceivedError(NOT_OURS)
    lines = _html_lines(text) if start.startswith(("<!doctype html", "<html")) else text.splitlines()
    return Received(lines=tuple(_printable(line) for line in lines[:MOST_LINES]))


def _record(text: str) -> Record:
    try:
        written = json.loads(text, parse_constant=_no_number)
    except RecursionError as error:
        raise ReceivedError(DAMAGED, "too deep") from error
    except ValueError as error:
        raise ReceivedError(DAMAGED, str(error)) from error
    if not isinstance(written, dict) or written.get("schema") not in (SCHEMA, LOG_SCHEMA):
        raise ReceivedError(NOT_OURS)
    if _too_deep(written):
        raise ReceivedError(DAMAGED, "too deep")
    try:
        return read_record(written)
    except ValueError as error:
        raise ReceivedError(DAMAGED, str(error)) from error


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number of JSON")


def _too_deep(value: object) -> bool:
    """Whether lists and objects stand in one another deeper than any of ours do."""
    level: list[object] = [value]
    for _ in range(DEEPEST):
        inner = (v.values() if isinstance(v, Mapping) else v for v in level if isinstance(v, Mapping | list))
        level = [each for values in inner for each in values]
        if not level:
            return False
    return True


def _printable(line: str) -> str:
    """A line without control and bidi characters; the spaces at its start stay."""
    indent = len(line) - len(line.lstrip(" "))
    return " " * min(indent, 40) + "".join(sign for sign in line.strip() if sign.isprintable() or sign == " ")


_BLOCKS = frozenset({"p", "h1", "h2", "h3", "tr", "li", "section", "footer", "caption", "figcaption", "br", "title"})
_SILENT = frozenset({"style", "script", "head", "svg", "title", "template", "iframe", "object"})


class _Words(HTMLParser):
    """The words of a page, a line for each block, cells apart; nothing of it is run or fetched."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._words: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a line; within what is not for reading nothing is told."""
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in _BLOCKS:
            self.end_line("- " if tag == "li" else "")
        elif tag in ("td", "th") and self._words and self._words[-1] != "- ":
            self._words.append(" | ")
        if tag == "h2":
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        """The end of what is silent, or of a line."""
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        elif tag in _BLOCKS:
            self.end_line()

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self._silent:
            self._words.append(data)

    def end_line(self, begin: str = "") -> None:
        """Tell the line so far, and begin another one."""
        line = one_line("".join(self._words)).removesuffix(" |")
        if line and line != "-":
            self.lines.append(line)
        self._words = [begin] if begin else []


def _html_lines(text: str) -> list[str]:
    words = _Words()
    words.feed(text)
    words.close()
    words.end_line()
    return words.lines
