"""Turns a report's headings, facts, tables and lists into what can be laid out on pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from netcheck.core.document import Bars, Calendar, Document, Facts, Part, Path, Points, Prose, Strip, Table
from netcheck.gui import pdf_charts
from netcheck.gui.pdf_flow import Band, Block
from netcheck.gui.pdf_text import BODY, HEADING, HEADLINE, INK, LEAD, RULE, SMALL, SOFT, STATES, Letters, row

NAMES = 0.25
"""Part of the width that the names of facts take, so that all values of a report stand below one another."""
PAD, GUTTER, SIGN = 2.6, 9.0, 15.0
"""Points above and below a row's words, between two columns, and for a sign before words."""
NARROWEST = 24.0
"""Points of a column at least."""
SAMPLE = 200
"""Letters of a text that count for the width of its column."""


def blocks(document: Document, letters: Letters, width: float) -> Iterator[Block]:
    """The whole document, for pages of so many points."""
    yield from _top(document, letters, width)
    for section in document.sections:
        title = row([(0.0, letters.cell(section.title, width, HEADING, True))], below=4)
        yield Block(title, before=16, with_next=True, title=section.title)
        for part in section.parts:
            yield from _part(part, letters, width)
    foot = [band for line in document.foot for band in row([(0.0, letters.cell(line, width, SMALL, colour=SOFT))])]
    yield Block((_space(6, _Rule(width, RULE)), *foot), before=18)


def _top(document: Document, letters: Letters, width: float) -> Iterator[Block]:
    """Title, verdict and why, beside a bar in the colour of the verdict."""
    colour = STATES.get(document.state, SOFT)
    left = 30.0
    headline = letters.cell(document.headline, width - left, HEADLINE, True)
    lead = letters.cell(document.lead, width - left, LEAD)
    yield Block(row([(0.0, letters.cell(document.title, width, LEAD, colour=SOFT))], below=8))
    bands = [*row([(left, headline)]), *(row([(left, lead)], above=3) if document.lead else ())]
    yield Block(tuple(Band(b.height, _Beside(b, colour, document.state, n == 0)) for n, b in enumerate(bands)))


@dataclass(frozen=True, slots=True)
class _Beside:
    """Words of the verdict, with the coloured bar at their left, and before the first line its sign."""

    band: Band
    colour: QColor
    state: str
    first: bool

    def __call__(self, painter: QPainter, y: float) -> None:
        painter.fillRect(QRectF(0, y, 3, self.band.height), self.colour)
        if self.first:
            pdf_charts.sign(painter, self.state, QRectF(10, y + 5, 13, 13))
        self.band.paint(painter, y)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A thin line across, at the top of its band."""

    width: float
    colour: QColor

    def __call__(self, painter: QPainter, y: float) -> None:
        painter.setPen(QPen(self.colour, 0.5))
        painter.drawLine(QPointF(0, y), QPointF(self.width, y))


def _space(height: float, paint: _Rule) -> Band:
    return Band(height, paint)


def _ruled(bands: tuple[Band, ...], width: float, colour: QColor = RULE) -> tuple[Band, ...]:
    """The same with a thin line below the last."""
    last, rule = bands[-1], _Rule(width, colour)

    def paint(painter: QPainter, y: float) -> None:
        last.paint(painter, y)
        rule(painter, y + last.height)

    return (*bands[:-1], replace(last, paint=paint))


# --- parts ------------------------------------------------------------------------------------------------------------


def _part(part: Part, letters: Letters, width: float) -> Iterator[Block]:
    match part:
        case Prose(text):
            yield Block(row([(0.0, letters.cell(text, width))], PAD, PAD), before=4, with_next=text.endswith(":"))
        case Facts(rows):
            yield from _facts(rows, letters, width)
        case Path(steps):
            yield from _path(steps, letters, width)
        case Points(items):
            for item in items:
                bands = row([(SIGN, letters.cell(item, width - SIGN))], 1.5, 1.5)
                yield Block((replace(bands[0], paint=_Dotted(bands[0])), *bands[1:]))
        case Table():
            yield from _table(part, letters, width)
        case Strip():
            yield from pdf_charts.strip(part, letters, width)
        case Bars():
            yield from pdf_charts.bars(part, letters, width)
        case Calendar():
            yield from pdf_charts.calendar(part, letters, width)


@dataclass(frozen=True, slots=True)
class _Dotted:
    """The first line of a point of a list."""

    band: Band

    def __call__(self, painter: QPainter, y: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(SOFT)
        painter.drawEllipse(QPointF(5, y + 1.5 + BODY * 0.68), 1.5, 1.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self.band.paint(painter, y)


def _facts(rows: Sequence[tuple[str, str]], letters: Letters, width: float) -> Iterator[Block]:
    names = NAMES * width
    left = names + GUTTER
    for name, value in rows:
        cells = [(0.0, letters.cell(name, names, colour=SOFT)), (left, letters.cell(value, width - left))]
        yield Block(_ruled(row(cells, PAD, PAD), width))


def _path(steps: Sequence[tuple[str, str, str]], letters: Letters, width: float) -> Iterator[Block]:
    names = NAMES * width - SIGN
    left = SIGN + names + GUTTER
    for name, state, words in steps:
        colour = INK if state != "skipped" else SOFT
        cells = [
            (SIGN, letters.cell(name, names, bold=state == "failed", colour=colour)),
            (left, letters.cell(words, width - left, colour=colour)),
        ]
        bands = _ruled(row(cells, PAD, PAD), width)
        yield Block((replace(bands[0], paint=_Signed(bands[0], state)), *bands[1:]))


@dataclass(frozen=True, slots=True)
class _Signed:
    """The first line of a part of the path, with the sign of its state."""

    band: Band
    state: str

    def __call__(self, painter: QPainter, y: float) -> None:
        pdf_charts.sign(painter, self.state, QRectF(0, y + PAD + 1, 9, 9))
        self.band.paint(painter, y)


def _table(table: Table, letters: Letters, width: float) -> Iterator[Block]:
    columns = _columns(table, letters, width)
    places = [sum(columns[:n]) + n * GUTTER for n in range(len(columns))]

    def cells(texts: Sequence[str], size: int, bold: bool = False, colour: QColor = INK) -> tuple[Band, ...]:
        found = [
            (x, letters.cell(text, wide, size, bold, colour))
            for x, wide, text in zip(places, columns, texts, strict=False)
        ]
        return row(found, PAD, PAD)

    caption = row([(0.0, letters.cell(table.caption, width, SMALL, colour=SOFT))], 2, 1)
    head = _ruled(cells(table.head, SMALL, True, SOFT), width, SOFT)
    yield Block((*caption, *head), before=6, with_next=True)
    for texts in table.rows:
        yield Block(_ruled(cells(texts, SMALL), width), again=head)


def _columns(table: Table, letters: Letters, width: float) -> list[float]:
    """Points of each column: those that ask for little get it, the others share what is left; none is narrower than
    its longest word, as far as that goes."""
    count = len(table.head)
    room = width - GUTTER * (count - 1)
    least, wanted = [], []
    for place, name in enumerate(table.head):
        texts = [row[place][:SAMPLE] for row in table.rows if place < len(row)]
        longest = max(texts, key=len, default="")
        word = max((word for text in texts for word in text.split()), key=len, default="")
        head = max((letters.width(each, SMALL, True) for each in name.split()), default=0.0)
        need = max(min(letters.width(word, SMALL) + 1, room * 0.2), head + 1, NARROWEST)
        least.append(need)
        wanted.append(max(need, letters.width(longest, SMALL) + 1))
    if sum(wanted) <= room:
        wanted[wanted.index(max(wanted))] += room - sum(wanted)
        return wanted
    if sum(least) >= room:
        return [each * room / sum(least) for each in least]
    given = [0.0] * count
    for done, place in enumerate(sorted(range(count), key=lambda place: wanted[place])):
        later = [other for other in range(count) if not given[other] and other != place]
        kept = sum(least[other] for other in later)
        given[place] = min(wanted[place], max(least[place], room / (count - done)), room - kept)
        room -= given[place]
    return given
