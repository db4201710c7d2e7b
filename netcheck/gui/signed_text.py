"""A sentence with a sign before it, so that a state is said in words and by a shape, never by a colour alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from netcheck.gui.card import Text
from netcheck.gui.icons import Badge, BadgeSign
from netcheck.gui.theme import CLOSE, Size


class SignedText(QWidget):
    """Takes no room while there is nothing to say."""

    def __init__(self, size: Size = Size.BODY, *, bold: bool | None = None, muted: bool = False) -> None:
        super().__init__()
        self._sign, self._text = BadgeSign(), Text(size=size, bold=bold, muted=muted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(CLOSE)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()

    @property
    def badge(self) -> Badge:
        """The sign that is shown."""
        return self._sign.badge

    def tell(self, badge: Badge | None, text: str) -> None:
        """Show this; an empty text hides it, sign and all."""
        self._sign.show_badge(badge or Badge.UNKNOWN)
        self._sign.setVisible(badge is not None)
        self._text.tell(text)
        self.setVisible(bool(text))

    def told(self) -> str:
        """What is shown; empty while nothing is."""
        return "" if self.isHidden() else self._text.told()
