"""The pictures of a printed report: signs, the course of an outage, bars, days and weeks, and the code for a phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from netcheck.core.document import Bars, Calendar, Strip
from netcheck.gui.pdf_flow import Band, Block
from netcheck.gui.pdf_text import (
    BAD,
    FAR,
    GAP,
    OK,
    RULE,
    SMALL,
    SOFT,
    STATES,
    WARN,
    Cell,
    Letters,
    row,
)  # fmt: skip

FEWEST_DELAYS = 8
"""Fewer make no curve."""
STATE_HIGH, CURVE_HIGH, TICK = 20.0, 62.0, 3.0
BAR_HIGH, BAR_ROW, BAR_NAME = 9.0, 13.0, 52.0
DAY_HIGH, WEEK_HIGH, DAY_NAME = 11.0, 8.0, 52.0
THINNEST = 0.8
"""Points of the shortest outage: it has to be seen."""
MOST_NAMED = 32
"""Rows of a calendar that all bear their name; of more, every second one does."""
TIME_AT_END = 0.17
"""Part of the width at each end that its own time needs."""
COLOURS = {
    "ok": OK, "degraded": WARN, "outage": BAD, "unknown": GAP, "gap": GAP, "none": RULE,
    "local": WARN, "upstream": BAD,
}  # fmt: skip
PATTERNS = {"gap": Qt.BrushStyle.BDiagPattern, "unknown": Qt.BrushStyle.Dense6Pattern}
"""Where nothing was seen: told from what was also without colour."""


def sign(painter: QPainter, state: str, box: QRectF) -> None:
    """A tick, a cross, a question mark or a dash, drawn: not every font has them."""
    painter.setPen(QPen(STATES.get(state, SOFT), box.width() * 0.17, c=Qt.PenCapStyle.RoundCap))
    x, y, side = box.x(), box.y(), box.width()

    def line(*places: tuple[float, float]) -> None:
        painter.drawPolyline([QPointF(x + left * side, y + top * side) for left, top in places])

    if state == "ok":
        line((0.12, 0.55), (0.4, 0.85), (0.9, 0.18))
    elif state == "failed":
        line((0.15, 0.15), (0.85, 0.85))
        line((0.85, 0.15), (0.15, 0.85))
    elif state == "skipped":
        line((0.2, 0.5), (0.8, 0.5))
    else:
        path = QPainterPath(QPointF(x + 0.25 * side, y + 0.3 * side))
        path.cubicTo(x + 0.25 * side, y - 0.05 * side, x + 0.8 * side, y, x + 0.75 * side, y + 0.35 * side)
        path.cubicTo(x + 0.7 * side, y + 0.5 * side, x + 0.5 * side, y + 0.5 * side, x + 0.5 * side, y + 0.68 * side)
        painter.drawPath(path)
        line((0.5, 0.92), (0.5, 0.93))


def fill(painter: QPainter, state: str, box: QRectF) -> None:
    """A stretch of time in the colour or pattern of its state."""
    colour = COLOURS.get(state, RULE)
    pattern = PATTERNS.get(state)
    if state == "none":
        return
    if pattern is None:
        painter.fillRect(box, colour)
        return
    painter.fillRect(box, QColor("#eef1f4"))
    if state == "gap":
        _hatch(painter, box)
    else:
        painter.fillRect(box, QBrush(colour, pattern))


def _hatch(painter: QPainter, box: QRectF) -> None:
    """Slanted lines, cut at the edges of the box: Qt's own pattern is too fine on paper."""
    painter.setPen(QPen(GAP, 0.6))
    lines = []
    reach = box.height()
    start = box.left() - reach
    for number in range(int((box.width() + reach) / 4) + 1):
        x = start + number * 4
        left, right = max(box.left(), x), min(box.right(), x + reach)
        if right > left:
            lines += [QPointF(left, box.bottom() - (left - x)), QPointF(right, box.bottom() - (right - x))]
    painter.drawLines(lines)


def _legend(keys: Sequence[tuple[str, str]], letters: Letters, width: float) -> Iterator[Band]:
    """Each state with its colour, as many on a line as fit."""
    line: list[tuple[float, str, Cell]] = []
    x = 0.0
    for key, word in keys:
        wide = min(letters.width(word, SMALL) + 2, width - 14)
        if line and x + 13 + wide > width:
            yield Band(SMALL * 1.5, _Keys(tuple(line)).paint)
            line, x = [], 0.0
        line.append((x, key, letters.cell(word, wide, SMALL, colour=SOFT)))
        x += 13 + wide + 14
    if line:
        yield Band(SMALL * 1.5, _Keys(tuple(line)).paint)


@dataclass(frozen=True, slots=True)
class _Keys:
    """One line of a legend."""

    keys: tuple[tuple[float, str, Cell], ...]

    def paint(self, painter: QPainter, y: float) -> None:
        for x, key, cell in self.keys:
            if key in ("far", "near"):
                painter.setPen(_pen(key))
                painter.drawLine(QPointF(x, y + 6), QPointF(x + 9, y + 6))
            else:
                box = QRectF(x, y + 2, 8, 8)
                fill(painter, key, box)
                painter.setPen(QPen(RULE, 0.5))
                painter.drawRect(box)
            cell.draw(painter, 0, x + 13, y + 1)


def _pen(key: str) -> QPen:
    return QPen(FAR, 1.2) if key == "far" else QPen(SOFT, 1.0, Qt.PenStyle.DashLine)


# --- the course of an outage ------------------------------------------------------------------------------------------


def strip(part: Strip, letters: Letters, width: float) -> Iterator[Block]:
    """Its states as coloured and patterned parts, above them the curves of delays, below them the time of day."""
    known = [ms for ms in part.delays if ms is not None]
    curved = len(known) >= FEWEST_DELAYS
    most = max((*known, *(ms for ms in part.near if ms is not None)), default=0.0)
    top = CURVE_HIGH if curved else 0.0
    ends = [(0.0, part.begins), (1.0, part.ends)]
    between = [(place, word) for place, word in part.marks if TIME_AT_END < place < 1 - TIME_AT_END]
    marks = [(place, letters.width(word, SMALL), letters.cell(word, width, SMALL, colour=SOFT)) for place, word in ends]
    inner = [(p, letters.width(word, SMALL), letters.cell(word, width, SMALL, colour=SOFT)) for p, word in between]
    scale = letters.cell(f"{most:g} ms", 60, SMALL, colour=SOFT)

    def paint(painter: QPainter, y: float) -> None:
        if curved:
            area = QRectF(0, y + 8, width, top - 12)
            painter.setPen(QPen(RULE, 0.5))
            painter.drawLine(area.topLeft(), area.topRight())
            painter.drawLine(area.bottomLeft(), area.bottomRight())
            scale.draw(painter, 0, 0, y - 3)
            for key, line in (("near", part.near), ("far", part.delays)):
                painter.setPen(_pen(key))
                painter.drawPath(_curve(line, area, max(most, 0.001)))
        box = QRectF(0, y + top, width, STATE_HIGH)
        for state, start, end in _runs(part.states):
            step = width / len(part.states)
            fill(painter, state, QRectF(start * step, box.top(), (end - start) * step, STATE_HIGH))
        painter.setPen(QPen(SOFT, 0.5))
        painter.drawRect(box)
        for place, wide, cell in (*marks, *inner):
            x = place * width
            painter.setPen(QPen(SOFT, 0.5))
            painter.drawLine(QPointF(x, box.bottom()), QPointF(x, box.bottom() + TICK))
            cell.draw(painter, 0, min(max(0.0, x - wide / 2), width - wide), box.bottom() + TICK)

    keys = [(state, word) for state, _, word in part.legend]
    keys += [(key, words) for key, words in (("far", part.delay_words), ("near", part.near_words)) if words and curved]
    plain = "" if curved else " ".join(each for each in (part.delay_words, part.near_words) if each)
    caption = row([(0.0, letters.cell(f"{part.caption} {plain}".strip(), width, SMALL, colour=SOFT))], below=3)
    chart = Band(top + STATE_HIGH + TICK + SMALL * 1.6, paint)
    yield Block((*caption, chart, *_legend(keys, letters, width)), before=8)


def _runs(states: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    start = 0
    for place in range(1, len(states) + 1):
        if place == len(states) or states[place] != states[start]:
            yield states[start], start, place
            start = place


def _curve(delays: Sequence[float | None], area: QRectF, most: float) -> QPainterPath:
    path, pen_down = QPainterPath(), False
    step = area.width() / max(1, len(delays))
    for place, ms in enumerate(delays):
        if ms is None:
            pen_down = False
            continue
        at = QPointF(area.left() + (place + 0.5) * step, area.bottom() - ms / most * area.height())
        if not pen_down:
            path.moveTo(at - QPointF(step * 0.4, 0))
        path.lineTo(at)
        pen_down = True
    return path


# --- sums by month ----------------------------------------------------------------------------------------------------


def bars(part: Bars, letters: Letters, width: float) -> Iterator[Block]:
    """A bar for each row, each made of parts, with the whole in words behind it."""
    most = max((sum(sizes) for _, sizes, _ in part.rows), default=0.0)
    room = width - BAR_NAME - max((letters.width(whole, SMALL) for _, _, whole in part.rows), default=0.0) - 8
    used = {kind for _, sizes, _ in part.rows for (kind, _, _), size in zip(part.kinds, sizes, strict=True) if size > 0}
    caption = row([(0.0, letters.cell(part.caption, width, SMALL, colour=SOFT))], 2, 3)
    keys = [(kind, word) for kind, _, word in part.kinds if kind in used]
    yield Block((*caption, *_legend(keys, letters, width)), before=8, with_next=True)
    for name, sizes, whole in part.rows:
        lengths = [max(THINNEST, size / most * room) if size > 0 else 0.0 for size in sizes]
        texts = letters.cell(name, BAR_NAME, SMALL, colour=SOFT), letters.cell(whole, width, SMALL)
        kinds = [kind for kind, _, _ in part.kinds]
        yield Block((Band(BAR_ROW, _Bar(tuple(zip(kinds, lengths, strict=True)), *texts).paint),))


@dataclass(frozen=True, slots=True)
class _Bar:
    """One bar with its name and its words."""

    parts: tuple[tuple[str, float], ...]
    name: Cell
    whole: Cell

    def paint(self, painter: QPainter, y: float) -> None:
        x = BAR_NAME
        for kind, length in self.parts:
            fill(painter, kind, QRectF(x, y + 2, length, BAR_HIGH))
            x += length
        self.name.draw(painter, 0, 0, y + 1)
        self.whole.draw(painter, 0, x + 5, y + 1)


# --- days and weeks ---------------------------------------------------------------------------------------------------


def calendar(part: Calendar, letters: Letters, width: float) -> Iterator[Block]:
    """A row for each day or week, with the stretches in which it was down."""
    room = width - DAY_NAME
    high = DAY_HIGH if len(part.rows) < MOST_NAMED else WEEK_HIGH
    caption = row([(0.0, letters.cell(part.caption, width, SMALL, colour=SOFT))], 2, 3)
    words = row([(DAY_NAME + at * room + 2, letters.cell(word, room, SMALL, colour=SOFT)) for at, word in part.marks])
    yield Block((*caption, *_legend(part.legend, letters, width), *words), before=10, with_next=True)
    for number, (name, stretches) in enumerate(part.rows):
        named = letters.cell(name, DAY_NAME, SMALL, colour=SOFT) if high == DAY_HIGH or number % 2 == 0 else None
        marks = tuple(DAY_NAME + at * room for at, _ in part.marks)
        yield Block((Band(high, _Day(stretches, room, high, marks, named).paint),), again=words)


@dataclass(frozen=True, slots=True)
class _Day:
    """One row of the calendar."""

    stretches: tuple[tuple[float, float, str], ...]
    room: float
    high: float
    marks: tuple[float, ...]
    name: Cell | None

    def paint(self, painter: QPainter, y: float) -> None:
        box = QRectF(DAY_NAME, y, self.room, self.high)
        for one, other, kind in self.stretches:
            wide = max(THINNEST, (other - one) * self.room)
            fill(painter, kind, QRectF(min(DAY_NAME + one * self.room, box.right() - wide), y + 1, wide, self.high - 2))
        painter.setPen(QPen(RULE, 0.4))
        painter.drawRect(box)
        painter.drawLines([QPointF(x, at) for x in self.marks for at in (y, y + self.high)])
        if self.name is not None:
            self.name.draw(painter, 0, 0, y + (self.high - SMALL * 1.2) / 2)


# --- the code for a phone ---------------------------------------------------------------------------------------------


def code(rows: Sequence[bytes], side: float, words: Sequence[Band]) -> Block:
    """A QR code of so many points beside words; black on white, each row of modules as few rectangles."""
    module = side / max(1, len(rows))

    def paint(painter: QPainter, y: float) -> None:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        for number, modules in enumerate(rows):
            for dark, start, end in _runs(tuple("1" if each else "" for each in modules)):
                if dark:
                    path.addRect(QRectF(start * module, y + number * module, (end - start) * module, module))
        painter.fillPath(path, QColor("#000000"))
        at = y
        for band in words:
            band.paint(painter, at)
            at += band.height

    return Block((Band(max(side, sum(band.height for band in words)), paint),), before=4)
