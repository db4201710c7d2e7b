"""A report before it has a format: headings, facts, tables and charts, in the words of its reader."""

from __future__ import annotations

from dataclasses import dataclass, replace

from netcheck.core.words import one_line


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is called how: a name and its value in each row."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Path:
    """The parts of a path with their states."""

    steps: tuple[tuple[str, str, str], ...]
    """Name, state (ok, failed, unknown, skipped), and words that say the same."""


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; the first cell names its row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """A stretch of time in equal parts, each with its state, and with a line of delays."""

    caption: str
    """Says in words what the picture shows."""
    begins: str
    ends: str
    states: tuple[str, ...]
    """A key of `legend` for each part."""
    legend: tuple[tuple[str, str, str], ...]
    """State, the sign that text draws it with, and its word; those that occur."""
    delays: tuple[float | None, ...] = ()
    """Milliseconds, to far hosts."""
    delay_words: str = ""
    near: tuple[float | None, ...] = ()
    """Milliseconds, to the router."""
    near_words: str = ""
    marks: tuple[tuple[float, str], ...] = ()
    """Times of day, each with its place from 0 (where it begins) to 1."""


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar for each row, each made of parts."""

    caption: str
    kinds: tuple[tuple[str, str, str], ...]
    """Key, sign in text, and word of each part that a bar may have."""
    rows: tuple[tuple[str, tuple[float, ...], str], ...]
    """Name, the size of each part in the order of `kinds`, and the whole in words."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days or weeks under one another, each with the stretches in which something was."""

    caption: str
    marks: tuple[tuple[float, str], ...]
    """Hours or days of a row, each with the place from 0 to 1 at which it begins."""
    legend: tuple[tuple[str, str], ...]
    """Key and word of each kind of stretch; those that occur."""
    rows: tuple[tuple[str, tuple[tuple[float, float, str], ...]], ...]
    """Name of the row, and its stretches: from, to (0 to 1), key."""


Part = Prose | Facts | Path | Points | Table | Strip | Bars | Calendar


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report."""

    language: str
    """Code of the language that it is written in, e.g. "en" or "pt_BR"."""
    title: str
    state: str
    """ok, failed or unknown: the sign before the headline."""
    headline: str
    lead: str
    """One or two sentences below the headline."""
    sections: tuple[Section, ...]
    foot: tuple[str, ...]
    """Who made it, when, how far it is redacted; the last line holds the marks by which it is known again."""


def facts(*rows: tuple[str, str]) -> tuple[Part, ...]:
    """Those rows that have a value, as a part; no part where none has."""
    known = tuple((name, value) for name, value in rows if value)
    return (Facts(known),) if known else ()


def section(title: str, *parts: Part | tuple[Part, ...]) -> tuple[Section, ...]:
    """A section, or none where there is nothing to tell; facts that follow one another become one table."""
    found: list[Part] = []
    for part in (one for each in parts for one in (each if isinstance(each, tuple) else (each,))):
        before = found[-1] if found else None
        if isinstance(part, Facts) and isinstance(before, Facts):
            found[-1] = Facts((*before.rows, *part.rows))
        else:
            found.append(part)
    return (Section(title, tuple(found)),) if found else ()


def clean(document: Document) -> Document:
    """The same with every text on one line and without control and bidi characters: names come from hostile places."""

    def part_of(part: Part) -> Part:
        match part:
            case Prose(text):
                return Prose(one_line(text))
            case Facts(rows):
                return Facts(tuple((one_line(name), one_line(value)) for name, value in rows))
            case Path(steps):
                return Path(tuple((one_line(name), state, one_line(words)) for name, state, words in steps))
            case Points(items):
                return Points(tuple(one_line(item) for item in items))
            case Table(caption, head, rows):
                return Table(one_line(caption), _lines(head), tuple(_lines(row) for row in rows))
            case Strip():
                return replace(part, caption=one_line(part.caption))
            case Bars(caption, kinds, bars):
                named = tuple((one_line(name), sizes, one_line(whole)) for name, sizes, whole in bars)
                return Bars(one_line(caption), kinds, named)
            case Calendar():
                return replace(part, caption=one_line(part.caption))

    return Document(
        document.language,
        one_line(document.title),
        document.state,
        one_line(document.headline),
        one_line(document.lead),
        tuple(Section(one_line(each.title), tuple(part_of(p) for p in each.parts)) for each in document.sections),
        _lines(document.foot),
    )


def _lines(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one_line(text) for text in texts)
