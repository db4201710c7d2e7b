"""What is different from the last time when all was well, because it may be the cause."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from netcheck.gui.card import Card, Heading, Text
from netcheck.gui.words import say


class ChangedCard(Card):
    """One sentence a change; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column.addWidget(Heading(say("What changed")))
        self.column.addWidget(Text(say("Since it last worked:"), muted=True))
        self._lines: list[Text] = []
        self.hide()

    def show_changes(self, sentences: tuple[str, ...]) -> None:
        """Show these, told in the person's language."""
        while len(self._lines) < len(sentences):
            line = Text()
            self._lines.append(line)
            self.column.addWidget(line)
        for place, line in enumerate(self._lines):
            line.tell(sentences[place] if place < len(sentences) else "", hide_empty=True)
        self.setVisible(bool(sentences))

    def changes(self) -> tuple[str, ...]:
        """What is shown."""
        return tuple(line.told() for line in self._lines if line.told())
