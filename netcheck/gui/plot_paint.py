"""Draws a plot so that it is read without colour: lines by their dashes, states by height and pattern."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from netcheck.gui.plot_picture import BLANK, DASH, EDGE, SAMPLE, Picture, Sample, Span, Strokes
from netcheck.gui.theme import TIGHT, Colours

HEIGHTS = {"ok": 0.28, "degraded": 0.6, "outage": 1.0, "unknown": 1.0}
"""How much of the band a state fills: what is worse stands higher."""
LINE, SECOND = 1.6, 1.4
"""Widths of the internet's line and of the router's, in logical pixels."""


def paint(painter: QPainter, shown: Picture, colours: Colours) -> None:
    """Everything but the cursor."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for span in shown.spans:
        _shade(painter, shown, span, colours)
    _grid(painter, shown, colours)
    painter.save()
    painter.setClipRect(shown.band.adjusted(-1, -1, 1, 1))
    for band in shown.bands:
        left, right = shown.band.left() + band.begins, shown.band.left() + band.ends
        if shown.view.mirrored:
            left, right = shown.band.right() - band.ends, shown.band.right() - band.begins
        state(painter, QRectF(left, shown.band.top(), right - left, shown.band.height()), band.state, colours)
    painter.restore()
    painter.setPen(QPen(QColor(colours.muted), 1))
    painter.drawLine(shown.band.bottomLeft(), shown.band.bottomRight())
    _strokes(painter, shown.gateway, QPen(QColor(colours.muted), SECOND))
    _strokes(painter, shown.far, first_pen(colours))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.text))
    for x in shown.above:
        tip = shown.chart.top() - EDGE
        painter.drawPolygon(QPolygonF([QPointF(x, tip), QPointF(x - 4, tip + 5), QPointF(x + 4, tip + 5)]))
    for span in shown.spans:
        _label(painter, shown, span, colours)
    for sample in shown.legend:
        _sample(painter, sample, shown.view.mirrored, colours)


def first_pen(colours: Colours) -> QPen:
    """Of the way to the internet: a full line."""
    return QPen(QColor(colours.looking), LINE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap)


def second_pen(colours: Colours) -> QPen:
    """Of the router, for the legend: dashes."""
    pen = QPen(QColor(colours.muted), SECOND, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([DASH / SECOND, BLANK / SECOND])
    return pen


def _strokes(painter: QPainter, strokes: Strokes, pen: QPen) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(pen)
    painter.drawLines(strokes.pieces)
    painter.setPen(QPen(pen.color(), 2 * pen.widthF(), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPoints(strokes.dots)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def state(painter: QPainter, box: QRectF, kind: str, colours: Colours) -> None:
    """One stretch of the band: low and plain works, hatched works badly, high and dark with crosses is an outage,
    dots are not known, and where nobody looked there is next to nothing."""
    painter.setPen(Qt.PenStyle.NoPen)
    height = box.height() * HEIGHTS.get(kind, 1.0)
    bar = QRectF(box.left(), box.bottom() - height, box.width(), height)
    if kind == "ok":
        painter.fillRect(bar, QColor(colours.ok))
    elif kind == "degraded":
        painter.fillRect(bar, QColor(colours.card))
        painter.fillRect(bar, QBrush(QColor(colours.degraded), Qt.BrushStyle.BDiagPattern))
        painter.fillRect(QRectF(bar.left(), bar.top(), bar.width(), 2), QColor(colours.degraded))
    elif kind == "outage":
        painter.fillRect(bar, QColor(colours.text))
        _signs(painter, bar, "✕", colours.card)
    elif kind == "unknown":
        painter.fillRect(bar, QBrush(QColor(colours.unknown), Qt.BrushStyle.Dense6Pattern))
        _signs(painter, bar, "?", colours.text)
    elif kind == "asleep":
        _signs(painter, bar, "z", colours.muted)
    elif kind == "paused":
        _signs(painter, bar, "‖", colours.muted)
    else:
        _signs(painter, bar, "·", colours.muted)


def _signs(painter: QPainter, bar: QRectF, sign: str, colour: str) -> None:
    """The same sign again and again; none where there is no room."""
    metrics = QFontMetricsF(painter.font())
    width = metrics.horizontalAdvance(sign)
    if bar.width() < width + 2:
        return
    painter.setPen(QColor(colour))
    count = max(1, min(200, int(bar.width() / (5 * width + 8))))
    for i in range(count):
        middle = bar.left() + (i + 0.5) * bar.width() / count
        cell = QRectF(middle - width, bar.top(), 2 * width, bar.height())
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, sign)
    painter.setPen(Qt.PenStyle.NoPen)


def _shade(painter: QPainter, shown: Picture, span: Span, colours: Colours) -> None:
    area = QRectF(span.left, shown.chart.top(), max(2.0, span.right - span.left), shown.chart.height())
    painter.fillRect(area, QColor(colours.hint))
    painter.setPen(QPen(QColor(colours.muted), 1, Qt.PenStyle.DotLine))
    for x in (area.left(), area.right()):
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))


def _label(painter: QPainter, shown: Picture, span: Span, colours: Colours) -> None:
    """How long the outage was, over the lines, where there is room."""
    metrics = QFontMetricsF(painter.font())
    width = metrics.horizontalAdvance(span.text) + 2 * TIGHT
    if width < span.right - span.left:
        middle = (span.left + span.right) / 2
        label = QRectF(middle - width / 2, shown.chart.top() + TIGHT, width, metrics.height())
        painter.fillRect(label, QColor(colours.hint))
        painter.setPen(QColor(colours.text))
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, span.text)


def _grid(painter: QPainter, shown: Picture, colours: Colours) -> None:
    chart, metrics = shown.chart, QFontMetricsF(painter.font())
    painter.setPen(QPen(QColor(colours.line), 1))
    for mark in shown.heights:
        painter.drawLine(QPointF(chart.left(), mark.place), QPointF(chart.right(), mark.place))
    for mark in shown.times:
        painter.drawLine(QPointF(mark.place, chart.top()), QPointF(mark.place, chart.bottom()))
    painter.setPen(QColor(colours.muted))
    for mark in shown.heights:
        width = metrics.horizontalAdvance(mark.text)
        x = chart.right() + 2 * TIGHT if shown.view.mirrored else chart.left() - 2 * TIGHT - width
        painter.drawText(QPointF(x, mark.place + metrics.ascent() / 2 - metrics.descent() / 2), mark.text)
    base = shown.band.bottom() + TIGHT + metrics.ascent()
    for mark in shown.times:
        width = metrics.horizontalAdvance(mark.text)
        if chart.left() - TIGHT <= mark.place - width / 2 and mark.place + width / 2 <= chart.right() + 3 * TIGHT:
            painter.drawText(QPointF(mark.place - width / 2, base), mark.text)


def _sample(painter: QPainter, sample: Sample, mirrored: bool, colours: Colours) -> None:
    metrics, width = QFontMetricsF(painter.font()), SAMPLE * sample.box.height()
    left = sample.box.right() - width if mirrored else sample.box.left()
    box = QRectF(left, sample.box.top() + 1, width, sample.box.height() - 2)
    if sample.kind in ("far", "gateway"):
        painter.setPen(first_pen(colours) if sample.kind == "far" else second_pen(colours))
        middle = box.center().y()
        painter.drawLine(QPointF(box.left(), middle), QPointF(box.right(), middle))
    else:
        painter.setPen(QPen(QColor(colours.muted), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        state(painter, box, sample.kind, colours)
    painter.setPen(QColor(colours.text))
    x = sample.box.left() if mirrored else box.right() + TIGHT
    painter.drawText(QPointF(x, sample.box.top() + metrics.ascent()), sample.text)


def cursor(painter: QPainter, shown: Picture, at: float, values: tuple[float | None, ...], lines: list[str],
           colours: Colours) -> None:  # fmt: skip
    """A line at a moment, dots at what was measured then, and the reading of it beside the line."""
    x = shown.x(at)
    painter.setPen(QPen(QColor(colours.accent), 1))
    painter.drawLine(QPointF(x, shown.chart.top()), QPointF(x, shown.band.bottom()))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(QColor(colours.card))
    for ms in values:
        if ms is not None:
            painter.drawEllipse(QPointF(x, shown.y(ms)), 3.5, 3.5)
    metrics = QFontMetricsF(painter.font())
    width = max(metrics.horizontalAdvance(line) for line in lines) + 4 * TIGHT
    box = QRectF(x + 2 * TIGHT, shown.chart.top() + TIGHT, width, len(lines) * metrics.height() + 2 * TIGHT)
    if box.right() > shown.chart.right():
        box.moveRight(x - 2 * TIGHT)
    box.moveLeft(max(shown.chart.left(), box.left()))
    painter.setPen(QPen(QColor(colours.accent), 1))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, 0.5, 0.5), TIGHT, TIGHT)
    painter.setPen(QColor(colours.text))
    for number, line in enumerate(lines):
        place = box.adjusted(2 * TIGHT, TIGHT + number * metrics.height(), -2 * TIGHT, 0)
        side = Qt.AlignmentFlag.AlignRight if shown.view.mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, side | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignAbsolute, line)
