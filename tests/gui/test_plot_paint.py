"""What is drawn can be told apart without colour."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netcheck.gui.plot_paint import HEIGHTS, first_pen, second_pen, state
from netcheck.gui.theme import DARK, LIGHT, Colours

KINDS = ("ok", "degraded", "outage", "unknown", "asleep", "paused", "closed")


def drawn(kind: str, colours: Colours, width: int = 80) -> QImage:
    image = QImage(width, 16, QImage.Format.Format_RGB32)
    image.fill(QColor(colours.card))
    painter = QPainter(image)
    painter.setFont(QApplication.font())
    state(painter, QRectF(0, 0, width, 16), kind, colours)
    painter.end()
    return image


def inked(image: QImage, colours: Colours) -> set[tuple[int, int]]:
    paper = QColor(colours.card).rgb()
    return {(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixel(x, y) != paper}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_each_state_has_its_own_shape(qtbot: QtBot, colours: Colours) -> None:
    shapes = {kind: frozenset(inked(drawn(kind, colours), colours)) for kind in KINDS}
    assert all(shapes.values())
    assert len(set(shapes.values())) == len(KINDS)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_worse_stands_higher_even_where_no_sign_fits(qtbot: QtBot, colours: Colours) -> None:
    tops = {}
    for kind in ("ok", "degraded", "outage"):
        found = inked(drawn(kind, colours, width=4), colours)
        tops[kind] = min(y for _, y in found)
    assert tops["outage"] < tops["degraded"] < tops["ok"]
    assert HEIGHTS["outage"] == 1.0


def test_the_second_line_is_dashed(qtbot: QtBot) -> None:
    assert not first_pen(LIGHT).dashPattern()
    assert second_pen(LIGHT).dashPattern()
