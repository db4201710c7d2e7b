"""How large the mark of a day is, and what the sizes mean."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from netcheck.gui.theme import CLOSE, TIGHT, Colours, Size, colours_of, sized
from netcheck.gui.words import say

LEVELS_S = (0.0, 300.0, 1800.0, 7200.0)
"""Seconds down above which a mark is one step larger: any, 5 minutes, half an hour, 2 hours."""
SHARES = (0.16, 0.4, 0.58, 0.78, 1.0)
"""Side of a mark as a part of its cell; the first is a day without an outage."""
SAMPLE = 14.0
"""Side of the cell of a sample, in logical pixels; about as large as the cells of the calendar are."""


def level(down_s: float) -> int:
    """From 0, no outage, to 4, more than two hours."""
    return sum(down_s > limit for limit in LEVELS_S)


def mark(painter: QPainter, box: QRectF, size: int, colours: Colours) -> None:
    """The mark of a day: a dot for none, else a square that grows."""
    side = (min(box.width(), box.height()) - 1.5) * SHARES[size]
    place = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.text if size else colours.muted))
    if size:
        painter.drawRect(place)
    else:
        painter.drawEllipse(place)


class Scale(QWidget):
    """What the sizes of marks mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(sized(Size.SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(say("The larger the mark of a day, the longer it was down"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the letters that the person sets for all programs."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.setFont(sized(Size.SMALL))
            self.updateGeometry()
        super().changeEvent(event)

    @staticmethod
    def _texts() -> tuple[str, ...]:
        return (
            say("none"),
            say("to {length}").format(length=say("{min} min").format(min=5)),
            say("to {length}").format(length=say("{min} min").format(min=30)),
            say("to {length}").format(length=say("{h} h").format(h=2)),
            say("more"),
        )

    def sizeHint(self) -> QSize:
        """One line."""
        metrics = QFontMetricsF(self.font())
        width = sum(metrics.horizontalAdvance(text) + metrics.height() + CLOSE for text in self._texts())
        return QSize(round(width), round(metrics.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The marks, each with its words."""
        painter, colours, metrics = QPainter(self), colours_of(self), QFontMetricsF(self.font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirrored, side, along = self.layoutDirection() is Qt.LayoutDirection.RightToLeft, metrics.height(), 0.0
        square = min(SAMPLE, side)
        for size, text in enumerate(self._texts()):
            width = metrics.horizontalAdvance(text)
            x = self.width() - along - side if mirrored else along
            mark(painter, QRectF(x + (side - square) / 2, (side - square) / 2, square, square), size, colours)
            painter.setPen(QColor(colours.muted))
            painter.drawText(
                QPointF(x - width - TIGHT / 2 if mirrored else x + side + TIGHT / 2, metrics.ascent()), text
            )
            along += side + width + CLOSE
        painter.end()
