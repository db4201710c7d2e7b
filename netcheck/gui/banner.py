"""A line at the top of the window that says one thing and can be closed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from netcheck.gui.card import Text, announce
from netcheck.gui.icons import Badge, badge_colour, draw_badge
from netcheck.gui.theme import CLOSE, SPACE, TIGHT, WIDE, colours_of
from netcheck.gui.words import say

BADGES: Mapping[str, Badge | None] = {
    "good": Badge.OK, "bad": Badge.DEGRADED, "warning": Badge.DEGRADED, "info": None,
}  # fmt: skip
"""The sign before the text, so that nothing is said by colour alone; plain news need none."""
URGENT = ("good", "bad")
"""Kinds that a screen reader says at once: down, and restored."""


class Banner(QFrame):
    """Shows the newest line; hidden while there is none.

    `kind` is good, bad, warning or info; anything else counts as info. Esc and the button close it.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind, self._said = "info", ""
        self._sign, self._text = _Sign(self), Text().selectable()
        self._text.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self._close = QToolButton(self)
        self._close.setText("×")
        self._close.setAutoRaise(True)
        self._close.setAccessibleName(say("Close this message"))
        self._close.setToolTip(say("Close this message"))
        self._close.clicked.connect(self.close_line)
        row = QHBoxLayout(self)
        row.setContentsMargins(WIDE + TIGHT, CLOSE, SPACE, CLOSE)
        row.setSpacing(CLOSE)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self._close)
        self.hide()

    def text(self) -> str:
        """The line that is shown; empty while none is."""
        return "" if self.isHidden() else self._said

    def kind(self) -> str:
        """Of the line that is or was shown."""
        return self._kind

    def show_line(self, text: str, kind: str = "info") -> None:
        """Show this line in place of the one before; an empty one closes it."""
        if not text:
            self.close_line()
            return
        self._kind = kind if kind in BADGES else "info"
        self._said = text
        self._sign.show_badge(BADGES[self._kind])
        self._text.tell(text)
        self.show()
        self.update()
        announce(self, text, self._kind in URGENT)

    def close_line(self) -> None:
        """Hide it."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_line()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tinted sheet with a bar in the colour of the sign."""
        colours, badge = colours_of(self), BADGES[self._kind]
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.hint))
        side = self.width() - TIGHT if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 0
        colour = badge_colour(badge, colours) if badge else colours.accent
        painter.fillRect(side, 0, TIGHT, self.height(), QColor(colour))
        painter.end()


class _Sign(QWidget):
    """A badge as tall as a line of text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._badge: Badge | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_badge(self, badge: Badge | None) -> None:
        """Show this one, or none."""
        self._badge = badge
        self.setVisible(badge is not None)
        self.update()

    def sizeHint(self) -> QSize:
        """Grows with the letters."""
        side = round(self.fontMetrics().height() * 1.2)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        if self._badge is not None:
            painter = QPainter(self)
            draw_badge(painter, QRectF(self.rect()), self._badge, colours_of(self))
            painter.end()
