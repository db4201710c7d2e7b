"""The letters of a printed report: which fonts, in which colours, and how words are broken into lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPainter, QTextLayout, QTextLine, QTextOption

from netcheck.gui.pdf_flow import Band

FAMILIES = ("Arial", "Liberation Sans", "DejaVu Sans", "Noto Sans")
"""The first that is there: plain letters that may be embedded, and are no variable font, of which Qt embeds only the
usual weight. What they lack (other alphabets) Qt takes from other fonts."""
LEADING = 1.32
"""Height of a line, in heights of its letters."""
LONGEST = 20_000
"""Letters of one text; a record holds no longer one."""
HEADLINE, LEAD, HEADING, BODY, SMALL = 17, 10, 12, 9, 8
"""Sizes in points."""
INK, SOFT, RULE, PALE = QColor("#1b1f24"), QColor("#57606a"), QColor("#d0d7de"), QColor("#f6f8fa")
OK, BAD, WARN, GAP, FAR = QColor("#1a7f37"), QColor("#b42318"), QColor("#9a6700"), QColor("#8c959f"), QColor("#0969da")
STATES = {"ok": OK, "failed": BAD, "unknown": WARN, "skipped": GAP}


def family() -> str:
    """The font of the report; empty where this computer has none at all."""
    there = QFontDatabase.families()
    return next((name for name in FAMILIES if name in there), there[0] if there else "")


@dataclass(frozen=True, slots=True)
class Cell:
    """A text broken into lines for a width."""

    layout: QTextLayout
    """Holds what the lines are made of."""
    lines: tuple[QTextLine, ...]
    line_height: float
    colour: QColor

    def draw(self, painter: QPainter, line: int, x: float, y: float) -> None:
        """Draw one of its lines; nothing where it has no such line."""
        if line < len(self.lines):
            painter.setPen(self.colour)
            self.lines[line].draw(painter, QPointF(x, y))


class Letters:
    """Makes cells of one family of letters; usable on any thread, by one at a time."""

    def __init__(self, name: str) -> None:
        self._fonts: dict[tuple[int, bool], QFont] = {}
        self._metrics: dict[tuple[int, bool], QFontMetricsF] = {}
        self._name = name
        self._option = QTextOption()
        # An address or a token may be longer than any line.
        self._option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._option.setUseDesignMetrics(True)

    def font(self, size: int, bold: bool = False) -> QFont:
        """Letters of so many points."""
        found = self._fonts.get((size, bold))
        if found is None:
            found = QFont(self._name)
            found.setPixelSize(size)  # the painter's unit is the point
            found.setBold(bold)
            found.setHintingPreference(QFont.HintingPreference.PreferNoHinting)  # as on paper
            for ligature in ("liga", "clig"):  # "fi" as one sign is not found when somebody searches for "confirmed"
                found.setFeature(QFont.Tag(ligature), 0)
            self._fonts[size, bold] = found
        return found

    def metrics(self, size: int, bold: bool = False) -> QFontMetricsF:
        """How wide texts of that size are, in points."""
        found = self._metrics.get((size, bold))
        if found is None:
            found = self._metrics[size, bold] = QFontMetricsF(self.font(size, bold))
        return found

    def width(self, text: str, size: int = BODY, bold: bool = False) -> float:
        """Points that it takes on one line."""
        return self.metrics(size, bold).horizontalAdvance(text[:LONGEST])

    def elided(self, text: str, width: float, size: int = SMALL) -> str:
        """As much of it as fits on one line of so many points."""
        return self.metrics(size).elidedText(text[:LONGEST], Qt.TextElideMode.ElideRight, width)

    def cell(self, text: str, width: float, size: int = BODY, bold: bool = False, colour: QColor = INK) -> Cell:
        """The text in lines of at most so many points."""
        layout = QTextLayout(text[:LONGEST], self.font(size, bold))
        layout.setTextOption(self._option)
        layout.setCacheEnabled(True)
        lines = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, size))
            line.setPosition(QPointF(0, 0))
            lines.append(line)
        layout.endLayout()
        tallest = max((line.height() for line in lines), default=0.0)
        return Cell(layout, tuple(lines), max(size * LEADING, tallest), colour)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cell of a row, at its place."""

    x: float
    cell: Cell
    number: int
    above: float

    def paint(self, painter: QPainter, y: float) -> None:
        """Draw it with its top there."""
        self.cell.draw(painter, self.number, self.x, y + self.above)


def row(cells: Sequence[tuple[float, Cell]], above: float = 0.0, below: float = 0.0) -> tuple[Band, ...]:
    """Cells beside one another (one at least), each at its distance from the left, as bands of one line each."""
    count = max((len(cell.lines) for _, cell in cells), default=0)
    height = max((cell.line_height for _, cell in cells), default=0.0)
    bands = []
    for number in range(max(1, count)):
        head, foot = above if number == 0 else 0.0, below if number == count - 1 else 0.0
        first, *more = (Line(x, cell, number, head).paint for x, cell in cells)
        bands.append(Band(head + height + foot, first, tuple(more)))
    return tuple(bands)
