"""Settings that take more room than one line: a message, and a list with an entry on each line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from netcheck.core.settings_reader import SettingsError
from netcheck.core.settings_values import LONGEST, MOST
from netcheck.gui.settings_fields import Field, told, wanted_of
from netcheck.gui.theme import CLOSE, Size, sized
from netcheck.gui.words import say

LINES = 3
"""Lines that can be seen at once."""
LARGEST = (LONGEST + 1) * (MOST + 1)
"""Letters that are taken from the clipboard: more than the reader takes, so that it can say so; and no flood."""
NAMED = 40
"""Letters of an entry that is named in a complaint."""


class ParagraphField(Field):
    """One line of text that is too long for one line of the window; what breaks it counts as a space."""

    def __init__(self, key: tuple[str, ...], label: str, text: str, note: str = "", *, example: str = "") -> None:
        self.lines = _Lines(several=False)
        self.lines.setPlainText(text)
        self.lines.setPlaceholderText(example)
        super().__init__(key, label, self.lines, note)
        self.lines.textChanged.connect(lambda: self.edited.emit())

    def value(self) -> str:
        """The text on one line."""
        return " ".join(self.lines.toPlainText().split())


class LinesField(Field):
    """A list with an entry on each line; empty lines count for nothing."""

    def __init__(
        self, key: tuple[str, ...], label: str, entries: Sequence[str], note: str = "", *, example: str = ""
    ) -> None:
        self.lines = _Lines(several=True)
        self.lines.setPlainText("\n".join(entries))
        self.lines.setPlaceholderText(example)
        super().__init__(key, label, self.lines, note)
        self.lines.textChanged.connect(lambda: self.edited.emit())

    def value(self) -> list[str]:
        """The entries."""
        lines = (" ".join(line.split()) for line in self.lines.toPlainText().splitlines())
        return [line for line in lines if line]

    def told(self, error: SettingsError) -> str:
        """What is wanted, with the entry that it is about."""
        place, entries = error.key[-1] if error.key else None, self.value()
        if not isinstance(place, int) or not 0 <= place < len(entries):
            return told(error)
        entry = entries[place]
        named = entry if len(entry) <= NAMED else f"{entry[: NAMED - 1]}…"
        return say("“{entry}” {must}.").format(entry=named, must=wanted_of(error))


class _Lines(QPlainTextEdit):
    """A few lines high; the tabulator goes on to the next field."""

    def __init__(self, several: bool) -> None:
        super().__init__()
        self._several = several
        self.setTabChangesFocus(True)
        self._measure()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take as much as can be of use."""
        if source.hasText():
            self.insertPlainText(source.text()[:LARGEST])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Where there is but one line, Return does what it does in every other field."""
        if not self._several and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters need more room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.setFont(sized(Size.BODY))
            self._measure()

    def _measure(self) -> None:
        letters = QFontMetrics(sized(Size.BODY))
        self.setFixedHeight(LINES * letters.lineSpacing() + 2 * self.frameWidth() + 2 * CLOSE)
