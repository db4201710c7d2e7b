"""A line for a free note, kept in the journal with its time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from netcheck.gui.card import Text
from netcheck.gui.theme import CLOSE, TIGHT
from netcheck.gui.words import say

LONGEST = 500
"""Letters of one note."""


class NoteLine(QWidget):
    """Asks for a note; tells it and is empty again."""

    written = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = QLineEdit()
        self._line.setMaxLength(LONGEST)
        self._line.setPlaceholderText(say("What the provider said, a reference number, …"))
        label = Text(say("&Note for the journal"))
        label.setBuddy(self._line)
        self._keep = QPushButton(say("&Keep"))
        self._keep.setEnabled(False)
        self._line.textChanged.connect(lambda text: self._keep.setEnabled(bool(text.strip())))
        self._line.returnPressed.connect(self._write)
        self._keep.clicked.connect(self._write)
        row = QHBoxLayout()
        row.setSpacing(CLOSE)
        row.addWidget(self._line, 1)
        row.addWidget(self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        column.addWidget(label)
        column.addLayout(row)

    def _write(self) -> None:
        text = self._line.text().strip()
        if text:
            self._line.clear()
            self.written.emit(text)
