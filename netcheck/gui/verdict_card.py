"""The answer at the top of the window: where the fault is, why, since when, and how sure that is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from netcheck.gui.card import Card, MainButton, Text, announce
from netcheck.gui.icons import Mark, Sign, mark_colour
from netcheck.gui.telling import Told
from netcheck.gui.theme import RADIUS, SPACE, TIGHT, WIDE, Size, colours_of
from netcheck.gui.words import say

STRIPE = 5
"""Logical pixels of the coloured edge; the sign beside it says the same by its shape."""
URGENT = frozenset({Mark.HOME, Mark.UPSTREAM, Mark.UNSURE})
"""What a screen reader says at once; a return is announced by whoever hears of it."""


class VerdictCard(Card):
    """Shows what was told; says a new sentence to screen readers."""

    resume_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: Told | None = None
        self._sign = Sign(Mark.LOOKING, 3.0)
        self._where = Text(size=Size.SMALL, bold=True, muted=True)
        self._headline = Text(size=Size.HEADLINE)
        self._why = Text()
        self._foot = Text(size=Size.SMALL, muted=True)
        self._estimate = Text()
        self._also = Text(size=Size.SMALL, muted=True)
        self._estimate.hide()
        self._resume = MainButton(say("Go &on watching"))
        self._resume.clicked.connect(self.resume_wanted)
        texts = QVBoxLayout()
        texts.setSpacing(TIGHT)
        for text in (self._where, self._headline, self._why, self._estimate, self._foot, self._also):
            texts.addWidget(text)
        self._resume_gap = QWidget()
        self._resume_gap.setFixedHeight(TIGHT)
        texts.addWidget(self._resume_gap)
        texts.addWidget(self._resume, 0, Qt.AlignmentFlag.AlignLeading)
        row = QHBoxLayout()
        row.setSpacing(WIDE)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        self.column.setContentsMargins(WIDE + SPACE, WIDE, WIDE, WIDE)
        self.column.addLayout(row)

    @property
    def mark(self) -> Mark:
        """The sign that is shown."""
        return self._sign.mark

    def show_told(self, told: Told) -> None:
        """Show this; a headline or a place that is new is announced."""
        before, self._told = self._told, told
        if before == told:
            return
        self._sign.show_mark(told.mark)
        self._where.tell(told.where, hide_empty=True)
        self._headline.tell(told.headline)
        self._why.tell(told.why, hide_empty=True)
        self._foot.tell(" ".join(part for part in (told.since, told.sure) if part), hide_empty=True)
        self._also.tell(told.also, hide_empty=True)
        for part in (self._resume_gap, self._resume):
            part.setVisible(told.mark is Mark.PAUSED)
        self.update()
        if before is None or (before.headline, before.where) != (told.headline, told.where):
            outage = told.mark in URGENT and (before is None or before.mark not in URGENT)
            announce(self, " ".join(part for part in (told.headline, told.where, told.why) if part), urgent=outage)

    def show_estimate(self, text: str) -> None:
        """How long it may still take, in one line; empty: nobody knows, or it is over. Not announced: it runs on."""
        self._estimate.tell(text, hide_empty=True)

    def paint_sheet(self, painter: QPainter) -> None:
        """The sheet, with an edge in the colour of the sign on the side where reading begins."""
        super().paint_sheet(painter)
        sheet = QPainterPath()
        sheet.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        left = self.layoutDirection() is not Qt.LayoutDirection.RightToLeft
        painter.setClipRect(QRectF(0 if left else self.width() - STRIPE, 0, STRIPE, self.height()))
        painter.fillPath(sheet, QColor(mark_colour(self._sign.mark, colours_of(self))))
