"""Shows the first pages of a report as they will be printed: dark on white, in every theme."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from netcheck.gui.theme import CLOSE, SPACE, colours_of
from netcheck.gui.words import say, say_many


class Paper(QAbstractScrollArea):
    """Pages under one another, as wide as there is room, and no wider than they were drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: tuple[QImage, ...] = ()
        self._count = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(say("The first pages of the report, as a picture"))
        self.setAccessibleDescription(say("Choose text as the form to have it read aloud."))

    def show_pages(self, pages: Sequence[QImage], count: int) -> None:
        """These, of so many in all; where they are as many as before, the place stays."""
        same = count == self._count
        self._pages, self._count = tuple(pages), count
        self._measure()
        if not same:
            self.verticalScrollBar().setValue(0)
        self.viewport().update()

    def pages(self) -> int:
        """How many are shown."""
        return len(self._pages)

    def rest(self) -> str:
        """What is said of the pages that are not shown; empty: all are."""
        left = self._count - len(self._pages)
        return say_many("{n} more page is in the file.", "{n} more pages are in the file.", left) if left > 0 else ""

    def _rects(self) -> list[QRect]:
        """Where each page stands, were nothing scrolled."""
        room, found, y = self.viewport().width() - 2 * SPACE, [], SPACE
        for page in self._pages:
            wide = max(1, min(room, page.width()))
            high = wide * page.height() // max(1, page.width())
            found.append(QRect((self.viewport().width() - wide) // 2, y, wide, high))
            y += high + SPACE
        return found

    def _measure(self) -> None:
        rects = self._rects()
        rest = self.fontMetrics().height() + CLOSE if self.rest() else 0
        high = rects[-1].bottom() + SPACE + rest if rects else 0
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, high - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(3 * self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pages, each with a thin line around it."""
        colours, painter = colours_of(self), QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), self.palette().color(self.palette().ColorRole.Window))
        painter.translate(0, -self.verticalScrollBar().value())
        rects = self._rects()
        for rect, page in zip(rects, self._pages, strict=True):
            painter.drawImage(rect, page)
            painter.setPen(QPen(colours.line))
            painter.drawRect(rect)
        if rects and self.rest():
            below = QRect(0, rects[-1].bottom() + CLOSE, self.viewport().width(), self.fontMetrics().height() + CLOSE)
            painter.setPen(QPen(colours.muted))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.rest())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths, other heights."""
        super().resizeEvent(event)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        """Other letters below the pages."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._measure()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages up and down, as in a text."""
        bar, step = self.verticalScrollBar(), self.verticalScrollBar().pageStep()
        ways = {
            Qt.Key.Key_Home: -bar.maximum(), Qt.Key.Key_End: bar.maximum(), Qt.Key.Key_PageUp: -step,
            Qt.Key.Key_PageDown: step, Qt.Key.Key_Space: step,
        }  # fmt: skip
        way = ways.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + way)

    def sizeHint(self) -> QSize:
        """A little; it takes the room that is left."""
        return QSize(400, 240)
