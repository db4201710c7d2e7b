"""A document as plain lines of limited width, as the body of a ticket or a mail."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from netcheck.core.document import Bars, Calendar, Document, Facts, Part, Path, Points, Prose, Strip, Table

NARROWEST = 40
WIDEST_NAME = 27
"""Columns of the names of facts; a longer name gets a line of its own."""
FEWEST_LEFT = 31
"""Columns for a fact's words beside its name; where so many are not left, the name gets a line of its own."""
LONGEST_WORD = 160
"""Letters of a word (an address) that stays whole even where the line is shorter."""
STRIP_WIDTH = 60
"""Signs of a strip in one line."""
MARGIN = 2


def lines_of(document: Document, width: int = 80) -> list[str]:
    """The document in lines of at most `width` columns (40 or more), without anything that needs a fixed width of
    letters but its two charts: desks show the text of a ticket as they like."""
    width = max(NARROWEST, width)
    lines = [*_wrapped(document.title, width), "=" * min(width, len(document.title)), ""]
    lines += [*_wrapped(document.headline, width), *_wrapped(document.lead, width)]
    for section in document.sections:
        lines += ["", section.title, "-" * min(width, len(section.title))]
        for part in section.parts:
            lines += _part(part, width)
    lines += ["", "-" * min(width, 20)]
    for line in document.foot:
        lines += _wrapped(line, width)
    return lines


def _part(part: Part, width: int) -> Iterable[str]:
    match part:
        case Prose(text):
            return _wrapped(text, width)
        case Facts(rows):
            return _facts(rows, width)
        case Path(steps):
            return _facts([(name, words) for name, _, words in steps], width)
        case Points(items):
            return (line for item in items for line in _wrapped(item, width, "- ", "  "))
        case Table():
            return _table(part, width)
        case Strip():
            return _strip(part, width)
        case Bars():
            return _bars(part, width)
        case Calendar():
            return ()  # a picture of the list, which stands below


def _facts(rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    widest = min(WIDEST_NAME, width - FEWEST_LEFT)
    names = [len(name) + 1 for name, _ in rows if len(name) < widest]
    column = max(names, default=0) + 1
    for name, value in rows:
        if len(name) < widest:
            yield from _wrapped(value, width, f"{name}:".ljust(column), " " * column)
        else:
            yield from _wrapped(f"{name}:", width)
            yield from _wrapped(value, width, " " * column, " " * column)


def _table(table: Table, width: int) -> Iterator[str]:
    for row in table.rows:
        if len(table.head) <= 3:
            text = ": ".join(cell for cell in (" ".join(row[:2]) if len(row) > 2 else row[0], *row[2:]) if cell)
            if len(row) == 2:
                text = ": ".join(cell for cell in row if cell)
        else:
            named = (f"{name}: {cell}" for name, cell in zip(table.head[1:], row[1:], strict=False) if cell)
            text = "; ".join((row[0], *named))
        yield from _wrapped(text, width, "- ", "  ")


def _strip(strip: Strip, width: int) -> Iterator[str]:
    signs = {state: sign for state, sign, _ in strip.legend}
    yield from _wrapped(strip.caption, width)
    drawn = "".join(signs.get(state, " ") for state in strip.states)
    room = min(STRIP_WIDTH, width - 4)
    yield from (f"  |{drawn[start : start + room]}|" for start in range(0, len(drawn), room))
    yield from _wrapped(", ".join(f'"{sign}" {word}' for _, sign, word in strip.legend), width, "  ", "  ")
    for words in (strip.delay_words, strip.near_words):
        yield from _wrapped(words, width, "  ", "  ") if words else ()


def _bars(bars: Bars, width: int) -> Iterator[str]:
    used = [place for place in range(len(bars.kinds)) if any(sizes[place] > 0 for _, sizes, _ in bars.rows)]
    most = max((sum(sizes) for _, sizes, _ in bars.rows), default=0.0)
    names = max((len(name) for name, _, _ in bars.rows), default=0)
    whole = max((len(words) for _, _, words in bars.rows), default=0)
    room = max(8, width - names - whole - MARGIN * 2 - 1)
    yield from _wrapped(bars.caption, width)
    for name, sizes, words in bars.rows:
        drawn = ""
        for place in used:
            length = round(sizes[place] / most * room) if most > 0 else 0
            drawn += bars.kinds[place][1] * (max(1, length) if sizes[place] > 0 else 0)
        yield f"  {name.ljust(names)} {words.rjust(whole)} {drawn}".rstrip()
    legend = ", ".join(f'"{bars.kinds[place][1]}" {bars.kinds[place][2]}' for place in used)
    yield from _wrapped(legend, width, "  ", "  ")


def _wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    if not text and not first.strip():
        return []
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=any(len(word) > LONGEST_WORD for word in text.split()),
        break_on_hyphens=False,
    ) or [first.rstrip()]
