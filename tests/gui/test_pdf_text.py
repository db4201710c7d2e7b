"""Words of any kind are broken into lines that fit, and none is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from netcheck.gui.pdf_text import BODY, LONGEST, SMALL, Letters, family, row


@pytest.fixture(scope="module")
def letters(qapp: QApplication) -> Letters:
    return Letters(family())


def test_there_are_letters(letters: Letters) -> None:
    assert family()
    assert letters.font(BODY, True).bold()
    assert not letters.font(BODY).bold()
    assert letters.width("wide") > letters.width("w") > 0


@pytest.mark.parametrize(
    "text", ["", "word", "W" * 500, "a b " * 200, "\u05e9\u05dc\u05d5\u05dd " * 50, "\U0001f600" * 80]
)
def test_no_line_is_wider_than_its_column(letters: Letters, text: str) -> None:
    cell = letters.cell(text, 120)
    assert all(line.naturalTextWidth() <= 121 for line in cell.lines)
    assert sum(line.textLength() for line in cell.lines) == len(text.encode("utf-16-le")) // 2
    assert cell.line_height >= BODY


def test_a_text_without_end_is_cut(letters: Letters) -> None:
    cell = letters.cell("a" * (LONGEST + 500), 500)
    assert sum(line.textLength() for line in cell.lines) == LONGEST


@settings(max_examples=25)
@given(st.text(max_size=200), st.floats(-5, 300))
def test_any_text_in_any_column(text: str, width: float) -> None:
    letters = Letters(family())
    bands = row([(0.0, letters.cell(text, width)), (50.0, letters.cell("x", 30))], 2, 3)
    assert bands
    assert all(band.height > 0 for band in bands)
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    for band in bands[:50]:
        band.paint(painter, 0)
    letters.cell("x", 30).draw(painter, 7, 0, 0)  # a line that it has not
    painter.end()
    assert letters.width(letters.elided(text, 60), SMALL) <= 61 or len(text) < 3


def test_one_line_of_a_row_at_a_time(letters: Letters) -> None:
    bands = row([(0.0, letters.cell("a b c d", 1)), (50.0, letters.cell("x", 30))], above=2, below=3)
    assert len(bands) == 4
    plain = bands[1].height
    assert (bands[0].height, bands[3].height) == (plain + 2, plain + 3)
