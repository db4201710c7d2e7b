"""Draws the signs of the program, one family: each state has its own shape and its own colour."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from netcheck.core.model import Segment
from netcheck.gui.icon_shapes import (
    GRID,
    PARTS,
    box,
    check,
    circle,
    cloud,
    cross,
    dash,
    diamond,
    dots,
    house,
    lines,
    question,
    triangle,
    warning,
)
from netcheck.gui.theme import LIGHT, Colours, colours_of

SIZES = (16, 22, 24, 32, 48, 64, 128, 256)
"""Pixels, for whoever wants pixmaps: trays and windows."""


class Mark(StrEnum):
    """What a sign says of the whole connection."""

    WORKING = "working"
    BACK = "back"
    """It answers again; not confirmed yet."""
    DEGRADED = "degraded"
    HOME = "home"
    """The fault is at home."""
    UPSTREAM = "upstream"
    UNSURE = "unsure"
    """Something does not work, and nobody can tell where."""
    LOOKING = "looking"
    PAUSED = "paused"


class Badge(StrEnum):
    """What a small sign says of one part of the path."""

    OK = "ok"
    FAILED_HOME = "failed-home"
    FAILED_UPSTREAM = "failed-upstream"
    DEGRADED = "degraded"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"
    LOOKING = "looking"


def mark_colour(mark: Mark, colours: Colours) -> str:
    """The colour that goes with a shape."""
    return {
        Mark.WORKING: colours.ok,
        Mark.BACK: colours.ok,
        Mark.DEGRADED: colours.degraded,
        Mark.HOME: colours.home,
        Mark.UPSTREAM: colours.upstream,
        Mark.UNSURE: colours.unknown,
        Mark.LOOKING: colours.looking,
        Mark.PAUSED: colours.unknown,
    }[mark]


def badge_colour(badge: Badge, colours: Colours) -> str:
    """The colour that goes with a badge."""
    return {
        Badge.OK: colours.ok,
        Badge.FAILED_HOME: colours.home,
        Badge.FAILED_UPSTREAM: colours.upstream,
        Badge.DEGRADED: colours.degraded,
        Badge.UNKNOWN: colours.unknown,
        Badge.SKIPPED: colours.unknown,
        Badge.LOOKING: colours.looking,
    }[badge]


_ON_BADGE: Mapping[Badge, Callable[[float, float, float], QPainterPath]] = {
    Badge.OK: check,
    Badge.FAILED_HOME: cross,
    Badge.FAILED_UPSTREAM: cross,
    Badge.DEGRADED: warning,
    Badge.UNKNOWN: question,
    Badge.SKIPPED: dash,
    Badge.LOOKING: dots,
}


_SHAPES: Mapping[Mark, tuple[QPainterPath, QPainterPath]] = {
    Mark.WORKING: (circle(12, 12, 10), check(12, 12, 9.2)),
    Mark.DEGRADED: (triangle(), warning(12, 14.2, 5.6)),
    Mark.HOME: (house(), warning(12, 14, 6.2)),
    Mark.UPSTREAM: (cloud(), warning(12, 12.9, 5.6)),
    Mark.UNSURE: (diamond(), question(12, 12, 6.4)),
    Mark.PAUSED: (box(2.5, 2.5, 19, 19, 4.5), lines(((9, 8), (9, 16)), ((15, 8), (15, 16)))),
}
"""A filled shape, and what is drawn on it."""
_OUTLINES: Mapping[Mark, QPainterPath] = {
    Mark.BACK: circle(12, 12, 9),
    Mark.LOOKING: circle(10.2, 10.2, 6.9),
}
"""Signs of what is not sure yet are outlines."""


def draw_mark(painter: QPainter, rect: QRectF, mark: Mark, colours: Colours) -> None:
    """Draw a sign of the whole connection into a square."""
    with _Grid(painter, rect):
        colour = QColor(mark_colour(mark, colours))
        if mark in _SHAPES:
            shape, glyph = _SHAPES[mark]
            # The outline of the same colour rounds the corners.
            painter.setPen(_pen(colour, 1.6))
            painter.setBrush(colour)
            painter.drawPath(shape)
            painter.strokePath(glyph, _pen(QColor(colours.on_sign), 2.2))
            return
        painter.strokePath(_OUTLINES[mark], _pen(colour, 2.6))
        inner = check(12, 12, 8) if mark is Mark.BACK else lines(((15.4, 15.4), (21, 21)))
        painter.strokePath(inner, _pen(colour, 2.6 if mark is Mark.BACK else 3.2))


def draw_badge(painter: QPainter, rect: QRectF, badge: Badge, colours: Colours) -> None:
    """Draw the sign of one part of the path into a square."""
    with _Grid(painter, rect):
        colour = QColor(badge_colour(badge, colours))
        if badge in (Badge.SKIPPED, Badge.LOOKING):
            painter.setBrush(QColor(colours.card))
            painter.setPen(_pen(colour, 2.6))
            painter.drawEllipse(QPointF(12, 12), 9.6, 9.6)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(12, 12), 11, 11)
            colour = QColor(colours.on_sign)
        painter.strokePath(_ON_BADGE[badge](12, 12, 10), _pen(colour, 2.9))


def draw_part(painter: QPainter, rect: QRectF, segment: Segment, colour: str) -> None:
    """Draw a part of the path into a square, as a line drawing."""
    with _Grid(painter, rect):
        painter.strokePath(PARTS[segment], _pen(QColor(colour), 1.7))


# --- as pictures ----------------------------------------------------------------------------------------------------


class _Grid:
    """Paints on the grid of GRID units, fitted into a square."""

    def __init__(self, painter: QPainter, rect: QRectF) -> None:
        self._painter, self._rect = painter, rect

    def __enter__(self) -> None:
        side = min(self._rect.width(), self._rect.height())
        self._painter.save()
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.translate(self._rect.center().x() - side / 2, self._rect.center().y() - side / 2)
        self._painter.scale(side / GRID, side / GRID)

    def __exit__(self, *error: object) -> None:
        self._painter.restore()


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def mark_pixmap(mark: Mark, side: int, colours: Colours = LIGHT) -> QPixmap:
    """The sign as a picture of so many pixels, on nothing."""
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_mark(painter, QRectF(0, 0, side, side), mark, colours)
    painter.end()
    return pixmap


def mark_icon(mark: Mark, colours: Colours = LIGHT) -> QIcon:
    """The sign in the sizes that trays and window frames ask for."""
    icon = QIcon()
    for side in SIZES:
        icon.addPixmap(mark_pixmap(mark, side, colours))
    return icon


class Sign(QWidget):
    """Shows a mark as tall as so many lines of text; what it says stands beside it in words."""

    def __init__(self, mark: Mark, lines: float = 2.4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark, self._lines = mark, lines
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def mark(self) -> Mark:
        """What is shown."""
        return self._mark

    def show_mark(self, mark: Mark) -> None:
        """Show another one."""
        if mark is not self._mark:
            self._mark = mark
            self.update()

    def sizeHint(self) -> QSize:
        """A square that grows with the letters."""
        side = round(self.fontMetrics().height() * self._lines)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Never smaller: it would say less."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the theme that this widget is in."""
        painter = QPainter(self)
        draw_mark(painter, QRectF(self.rect()), self._mark, colours_of(self))
        painter.end()


class BadgeSign(QWidget):
    """Shows a badge as tall as a line of text; what it says stands beside it in words."""

    def __init__(self, badge: Badge = Badge.LOOKING, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._badge = badge
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def badge(self) -> Badge:
        """What is shown."""
        return self._badge

    def show_badge(self, badge: Badge) -> None:
        """Show another one."""
        self._badge = badge
        self.update()

    def sizeHint(self) -> QSize:
        """A square that grows with the letters."""
        side = self.fontMetrics().height()
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Never smaller: it would say less."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the theme that this widget is in."""
        painter = QPainter(self)
        draw_badge(painter, QRectF(self.rect()), self._badge, colours_of(self))
        painter.end()
