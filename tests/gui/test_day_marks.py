"""The longer it was down on a day, the larger its mark."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from netcheck.gui.day_marks import LEVELS_S, SHARES, Scale, level, mark
from netcheck.gui.theme import DARK, LIGHT, Colours


@pytest.mark.parametrize(
    ("down_s", "expected"), [(0, 0), (1, 1), (300, 1), (301, 2), (1800, 2), (1801, 3), (7200, 3), (7201, 4), (90000, 4)]
)
def test_levels(down_s: float, expected: int) -> None:
    assert level(down_s) == expected


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_sizes_can_be_told_apart(qtbot: QtBot, colours: Colours) -> None:
    inked = []
    for size in range(len(SHARES)):
        image = QImage(12, 12, QImage.Format.Format_RGB32)
        image.fill(QColor(colours.card))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mark(painter, QRectF(0, 0, 12, 12), size, colours)
        painter.end()
        paper = QColor(colours.card).rgb()
        inked.append(sum(image.pixel(x, y) != paper for x in range(12) for y in range(12)))
    assert inked == sorted(set(inked))
    assert inked[0] > 0
    assert len(SHARES) == len(LEVELS_S) + 1


def test_the_scale_says_what_sizes_mean(qtbot: QtBot) -> None:
    scale = Scale()
    qtbot.addWidget(scale)
    assert "larger" in scale.accessibleName()
    scale.resize(scale.sizeHint())
    assert not scale.grab().isNull()
