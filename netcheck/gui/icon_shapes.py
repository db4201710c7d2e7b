"""The outlines of the signs, on a square of 24 units: states, small signs, and the parts of the path."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from netcheck.core.model import Segment

GRID = 24.0
"""Every sign is drawn on a square of so many units."""


# --- signs ---------------------------------------------------------------------------------------------------------


def lines(*chains: tuple[tuple[float, float], ...]) -> QPainterPath:
    """Straight strokes through these points."""
    path = QPainterPath()
    for chain in chains:
        path.moveTo(*chain[0])
        for point in chain[1:]:
            path.lineTo(*point)
    return path


def check(x: float, y: float, r: float) -> QPainterPath:
    """It works: a tick around a centre, within a radius."""
    return lines(((x - 0.5 * r, y + 0.02 * r), (x - 0.12 * r, y + 0.4 * r), (x + 0.55 * r, y - 0.36 * r)))


def cross(x: float, y: float, r: float) -> QPainterPath:
    """It is broken: an x around a centre."""
    a = 0.42 * r
    return lines(((x - a, y - a), (x + a, y + a)), ((x + a, y - a), (x - a, y + a)))


def warning(x: float, y: float, r: float) -> QPainterPath:
    """Something is off: an exclamation mark."""
    path = lines(((x, y - 0.62 * r), (x, y - 0.02 * r)))
    path.moveTo(x, y + 0.6 * r)
    path.lineTo(x, y + 0.61 * r)
    return path


def question(x: float, y: float, r: float) -> QPainterPath:
    """Not known: a question mark."""
    path = QPainterPath(QPointF(x - 0.36 * r, y - 0.28 * r))
    path.cubicTo(x - 0.34 * r, y - 0.8 * r, x + 0.42 * r, y - 0.78 * r, x + 0.36 * r, y - 0.22 * r)
    path.cubicTo(x + 0.32 * r, y + 0.0 * r, x, y - 0.05 * r, x, y + 0.16 * r)
    path.moveTo(x, y + 0.68 * r)
    path.lineTo(x, y + 0.69 * r)
    return path


def dash(x: float, y: float, r: float) -> QPainterPath:
    """Left out: a short stroke."""
    return lines(((x - 0.45 * r, y), (x + 0.45 * r, y)))


def dots(x: float, y: float, r: float) -> QPainterPath:
    """Under way: three dots."""
    return lines(*(((x + d * r, y), (x + d * r + 0.01, y)) for d in (-0.5, 0.0, 0.5)))


def circle(x: float, y: float, r: float) -> QPainterPath:
    """A circle around a centre."""
    path = QPainterPath()
    path.addEllipse(QPointF(x, y), r, r)
    return path


def box(left: float, top: float, width: float, height: float, round_by: float) -> QPainterPath:
    """A box with round corners."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(left, top, width, height), round_by, round_by)
    return path


def house() -> QPainterPath:
    """Home."""
    path = lines(((12, 2.6), (21.6, 10.8), (19.2, 10.8), (19.2, 20.8), (4.8, 20.8), (4.8, 10.8), (2.4, 10.8)))
    path.closeSubpath()
    return path


def cloud() -> QPainterPath:
    """What lies beyond home."""
    path = circle(7.2, 14.2, 4.9)
    for part in (circle(12.2, 10.2, 6.2), circle(17.3, 14.4, 4.7), box(7.2, 12.5, 10.1, 6.6, 0.5)):
        path = path.united(part)
    return path.simplified()


def triangle() -> QPainterPath:
    """Works, but badly."""
    path = lines(((12, 3.2), (21.8, 20.2), (2.2, 20.2)))
    path.closeSubpath()
    return path


def diamond() -> QPainterPath:
    """Nobody can tell."""
    path = lines(((12, 2), (22, 12), (12, 22), (2, 12)))
    path.closeSubpath()
    return path


# --- the parts of the path ------------------------------------------------------------------------------------------


def laptop() -> QPainterPath:
    """This computer."""
    path = box(4.6, 5, 14.8, 10.4, 1.6)
    path.addPath(lines(((2.4, 18.8), (21.6, 18.8))))
    return path


def radio() -> QPainterPath:
    """Wi-Fi or cable."""
    path = QPainterPath()
    for r in (4.2, 8.2, 12.2):
        rect = QRectF(12 - r, 18.4 - r, 2 * r, 2 * r)
        path.arcMoveTo(rect, 45)
        path.arcTo(rect, 45, 90)
    path.moveTo(12, 18.4)
    path.lineTo(12.01, 18.4)
    return path


def router() -> QPainterPath:
    """The router."""
    path = box(3, 12.4, 18, 7.2, 1.8)
    path.addPath(
        lines(((7, 12.4), (5.4, 4.6)), ((17, 12.4), (18.6, 4.6)), ((7, 16), (7.01, 16)), ((10.4, 16), (13, 16)))
    )
    return path


def pole() -> QPainterPath:
    """The line."""
    path = lines(((12, 3), (12, 21)), ((5.6, 7), (18.4, 7)), ((9, 21), (15, 21)))
    for x in (5.6, 18.4):
        path.addPath(lines(((x, 7), (x, 4.8))))
    path.moveTo(2, 11.4)
    path.quadTo(4.6, 10.6, 5.6, 7)
    path.moveTo(22, 11.4)
    path.quadTo(19.4, 10.6, 18.4, 7)
    return path


def building() -> QPainterPath:
    """The provider."""
    path = box(5.4, 3.4, 13.2, 17.2, 1.4)
    dots = [((x, y), (x + 0.01, y)) for y in (7.6, 11.4) for x in (9, 12, 15)]
    path.addPath(lines(*dots, ((10.4, 20.6), (10.4, 16), (13.6, 16), (13.6, 20.6))))
    return path


def globe() -> QPainterPath:
    """The internet."""
    path = circle(12, 12, 9)
    path.addEllipse(QPointF(12, 12), 3.8, 9)
    path.addPath(lines(((3.4, 9.2), (20.6, 9.2)), ((3.4, 14.8), (20.6, 14.8))))
    return path


def briefcase() -> QPainterPath:
    """The services a person works with."""
    path = box(3, 7.8, 18, 12, 1.8)
    path.addPath(lines(((8.6, 7.8), (8.6, 4.6), (15.4, 4.6), (15.4, 7.8)), ((3, 13.2), (21, 13.2))))
    return path


PARTS: Mapping[Segment, QPainterPath] = {
    Segment.COMPUTER: laptop(),
    Segment.LINK: radio(),
    Segment.ROUTER: router(),
    Segment.LINE: pole(),
    Segment.ISP: building(),
    Segment.INTERNET: globe(),
    Segment.SERVICE: briefcase(),
}
