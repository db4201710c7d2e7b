"""An address or a number that is to be used elsewhere: as text, to be copied, and as a code for the phone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from netcheck.gui.card import Link, Text, announce
from netcheck.gui.qr_code import CodeDialog, drawable
from netcheck.gui.theme import SPACE, Size
from netcheck.gui.words import say


class AddressLine(QWidget):
    """Shows it under its caption, and offers what can be done with it; it opens nothing by itself."""

    def __init__(self, caption: str, value: str, of: str = "") -> None:
        """`of` is whose it is, for a screen reader, where several stand in one list."""
        super().__init__()
        self._caption, self._value = caption, value
        what = say("{what} of {whom}").format(what=caption, whom=of) if of else caption
        # Numbers and addresses read from left to right in every language, on the side where texts begin.
        self._text = Text(value, trailing=QGuiApplication.isRightToLeft()).selectable()
        self._text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        head = QHBoxLayout()
        head.setSpacing(SPACE)
        head.addWidget(Text(caption, Size.SMALL, muted=True), 1)
        self.copy = Link(say("Copy"))
        self.copy.setAccessibleName(say("Copy: {what}").format(what=what))
        self.copy.clicked.connect(self._copy)
        head.addWidget(self.copy)
        self.code = Link(say("Show as QR code"))
        self.code.setAccessibleName(say("Show as QR code: {what}").format(what=what))
        self.code.clicked.connect(self._show_code)
        head.addWidget(self.code)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._text)
        self.code.setVisible(drawable(value))  # not before it has its place: it would be a window

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._value)
        announce(self, say("Copied."))

    def _show_code(self) -> None:
        CodeDialog(self._caption, self._value, self.window()).open()
