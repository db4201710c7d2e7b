"""Draws the first pages of a report for its preview, just as they will be printed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPageSize, QPainter

from netcheck.core.fitting import CannotMakeError
from netcheck.core.language import ENGLISH, Translator
from netcheck.core.record import Record
from netcheck.gui.pdf import NO_FONTS, is_letter, laid_out, paint_page
from netcheck.gui.pdf_text import family

MOST_PAGES = 2
"""A page of this size takes 2 MB."""
WIDTH = 800
"""Pixels across a page."""
CUT = 24.0
"""Points of the empty border that are not shown on each side: on a screen it only takes room."""


def first_pages(record: Record, translator: Translator = ENGLISH) -> tuple[tuple[QImage, ...], int]:
    """The first pages of a redacted record, and how many there are in all. On any thread; takes some 100 ms.

    Raises CannotMakeError, with a sentence, where Qt cannot draw here.
    """
    name = family()
    if not name:
        raise CannotMakeError(NO_FONTS)
    size = QPageSize(QPageSize.PageSizeId.Letter if is_letter() else QPageSize.PageSizeId.A4)
    sheet, pages = laid_out(record, translator, None, size, name)
    points = size.size(QPageSize.Unit.Point)
    scale = WIDTH / (points.width() - 2 * CUT)
    images = []
    for number, page in enumerate(pages[:MOST_PAGES], 1):
        image = QImage(WIDTH, round((points.height() - 2 * CUT) * scale), QImage.Format.Format_RGB16)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.scale(scale, scale)
        painter.translate(-CUT, -CUT)
        paint_page(painter, sheet, page, number, len(pages))
        painter.end()
        images.append(image)
    return tuple(images), len(pages)
