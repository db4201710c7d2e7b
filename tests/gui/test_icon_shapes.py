"""Every outline stays on its square."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath

from netcheck.core.model import Segment
from netcheck.gui import icon_shapes
from netcheck.gui.icon_shapes import GRID, PARTS

SQUARE = QRectF(0, 0, GRID, GRID)
MARKS = ("check", "cross", "warning", "question", "dash", "dots")
WHOLE = ("house", "cloud", "triangle", "diamond")


def test_every_part_has_one() -> None:
    assert set(PARTS) == set(Segment)


@pytest.mark.parametrize("segment", Segment)
def test_parts_stay_on_the_square(segment: Segment) -> None:
    assert SQUARE.contains(PARTS[segment].boundingRect())


@pytest.mark.parametrize("name", WHOLE)
def test_shapes_stay_on_the_square(name: str) -> None:
    path: QPainterPath = getattr(icon_shapes, name)()
    assert SQUARE.contains(path.boundingRect())
    assert path.boundingRect().width() > GRID / 2


@pytest.mark.parametrize("name", MARKS)
def test_marks_stay_within_their_circle(name: str) -> None:
    bounds: QRectF = getattr(icon_shapes, name)(12, 12, 10).boundingRect()
    assert not bounds.isNull()
    assert all(QRectF(2, 2, 20, 20).contains(corner) for corner in (bounds.topLeft(), bounds.bottomRight()))
