"""Each state has its own shape, not only its own colour, in every size, and in both themes."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from netcheck.core.model import Segment
from netcheck.gui.icons import (
    SIZES,
    Badge,
    Mark,
    Sign,
    badge_colour,
    draw_badge,
    draw_part,
    mark_colour,
    mark_icon,
    mark_pixmap,
)
from netcheck.gui.theme import DARK, LIGHT, Colours


def grey(image: QImage) -> list[int]:
    """How dark each pixel is, whatever its colour."""
    shades = image.convertToFormat(QImage.Format.Format_ARGB32)
    return [
        shades.pixelColor(x, y).lightness() * shades.pixelColor(x, y).alpha() // 255
        for y in range(shades.height())
        for x in range(shades.width())
    ]


def shape(image: QImage) -> list[bool]:
    """Where anything is drawn."""
    return [image.pixelColor(x, y).alpha() > 100 for y in range(image.height()) for x in range(image.width())]


@pytest.mark.parametrize("side", [16, 48])
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_no_two_marks_look_alike_without_colour(qtbot: QtBot, side: int, colours: Colours) -> None:
    drawn = {mark: grey(mark_pixmap(mark, side, colours).toImage()) for mark in Mark}
    for one, other in combinations(Mark, 2):
        different = sum(abs(a - b) > 60 for a, b in zip(drawn[one], drawn[other], strict=True))
        assert different > side * side * 0.08, (one, other)


def test_faults_at_home_and_beyond_differ_in_outline_and_in_colour(qtbot: QtBot) -> None:
    home, upstream = (shape(mark_pixmap(mark, 32).toImage()) for mark in (Mark.HOME, Mark.UPSTREAM))
    assert sum(a is not b for a, b in zip(home, upstream, strict=True)) > 100
    assert mark_colour(Mark.HOME, LIGHT) != mark_colour(Mark.UPSTREAM, LIGHT)


@pytest.mark.parametrize("mark", Mark)
def test_icons_come_in_every_size(qtbot: QtBot, mark: Mark) -> None:
    sizes = {size.width() for size in mark_icon(mark).availableSizes()}
    assert sizes == set(SIZES)


def test_no_two_badges_of_one_colour_share_a_shape(qtbot: QtBot) -> None:
    def drawn(badge: Badge) -> list[int]:
        image = QImage(32, 32, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        draw_badge(painter, QRectF(0, 0, 32, 32), badge, LIGHT)
        painter.end()
        return grey(image)

    for one, other in combinations(Badge, 2):
        same_word = {one, other} == {Badge.FAILED_HOME, Badge.FAILED_UPSTREAM}  # both are said "fault here"
        if same_word:
            assert badge_colour(one, LIGHT) != badge_colour(other, LIGHT)
        else:
            assert drawn(one) != drawn(other)


def test_every_part_of_the_path_has_its_picture(qtbot: QtBot) -> None:
    pictures = []
    for segment in Segment:
        image = QImage(32, 32, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        draw_part(painter, QRectF(0, 0, 32, 32), segment, LIGHT.text)
        painter.end()
        pictures.append(shape(image))
        assert 40 < sum(pictures[-1]) < 600
    assert all(one != other for one, other in combinations(pictures, 2))


def test_a_sign_grows_with_the_letters(qtbot: QtBot) -> None:
    sign = Sign(Mark.LOOKING, 3.0)
    qtbot.addWidget(sign)
    assert sign.sizeHint().width() == sign.sizeHint().height() == round(sign.fontMetrics().height() * 3)
    assert sign.minimumSizeHint() == sign.sizeHint()
    sign.show_mark(Mark.HOME)
    assert sign.mark is Mark.HOME
    assert not sign.grab().isNull()
