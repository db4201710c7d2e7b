"""Shows a report that somebody sent, for whoever is to help: as text, and with what one cannot know of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontDatabase, QFontMetrics, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from netcheck.core.words import one_line
from netcheck.gui.card import Hint, Text, announce
from netcheck.gui.theme import CLOSE, FAR, SPACE, Size, sized, tell_letters
from netcheck.gui.words import say

COLUMNS, LINES = 80, 42


class ReceivedWindow(QDialog):
    """Plain text alone: nothing in it is run, opened or asked."""

    def __init__(self, name: str, text: str, parent: QWidget | None = None) -> None:
        """`name` is that of the file, `text` what was read, without control and bidi signs."""
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Window)
        self.setWindowTitle(say("{file} – netcheck").format(file=one_line(name)))
        note = Hint()
        # The same words as in the terminal.
        told = say(
            "This is what is written in {file}. Nobody can tell from it alone whether it was changed on the way."
        )
        note.column.addWidget(Text(told.format(file=one_line(name))))
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setUndoRedoEnabled(False)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(say("The report that was sent"))
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._text.setPlainText(text)
        self._copy, self._close = QPushButton(say("&Copy all")), QPushButton(say("C&lose"))
        self._copy.setAutoDefault(False)
        self._copy.clicked.connect(self._copy_all)
        self._close.clicked.connect(self.close)
        self._said = Text(size=Size.SMALL, muted=True)
        row = QHBoxLayout()
        row.setSpacing(CLOSE)
        row.addWidget(self._said, 1)
        row.addWidget(self._copy)
        row.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        column.setSpacing(SPACE)
        column.addWidget(note)
        column.addWidget(self._text, 1)
        column.addLayout(row)
        QShortcut(QKeySequence("Ctrl+W"), self, self.close)
        self._set_font()
        metrics = QFontMetrics(self._text.font())
        beside = self._text.verticalScrollBar().sizeHint().width() + 2 * FAR + 2 * SPACE
        self.resize(COLUMNS * metrics.horizontalAdvance("0") + beside, LINES * metrics.lineSpacing())
        self._text.setFocus()

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())
        self._said.tell(say("Copied."))
        announce(self, say("Copied."))

    def _set_font(self) -> None:
        font = sized(Size.BODY)
        font.setFamily(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family())
        self._text.setFont(font)

    def changeEvent(self, event: QEvent) -> None:
        """The person has set other letters for all programs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_text"):
            tell_letters(self)
            self._set_font()
