"""A password or token as a person types it: never shown, kept in the system's keyring and nowhere else."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from netcheck.core.delivery_secret import VARIABLE, Kept, Where
from netcheck.core.settings_values import LONGEST
from netcheck.gui.card import Link, Text
from netcheck.gui.settings_fields import Field
from netcheck.gui.theme import Size
from netcheck.gui.words import say


class SecretField(Field):
    """It has no key of the settings file: what is typed is told apart, and forgotten when it was kept."""

    forget_wanted = Signal()

    def __init__(self, label: str) -> None:
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setMaxLength(4 * LONGEST)  # tokens are long
        self.line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        hints = Qt.InputMethodHint
        self.line.setInputMethodHints(
            hints.ImhHiddenText | hints.ImhSensitiveData | hints.ImhNoPredictiveText | hints.ImhNoAutoUppercase
        )
        super().__init__((), label, self.line)
        self._kept: Kept | None = None
        self.state = Text("", Size.SMALL, muted=True)
        self.forget = Link(say("Take it out of the keyring"))
        self.forget.clicked.connect(self.forget_wanted)
        column = self.layout()
        assert column is not None
        column.addWidget(self.state)
        column.addWidget(self.forget)
        column.setAlignment(self.forget, Qt.AlignmentFlag.AlignLeading)
        self.line.textChanged.connect(lambda: self.edited.emit())
        self.show_kept(None)

    def value(self) -> str:
        """What was typed and is not kept yet; empty: nothing."""
        return self.line.text().strip()

    def kept(self) -> Kept | None:
        """Where it is, as was told last."""
        return self._kept

    def clear(self) -> None:
        """It was kept: the window need not know it any more."""
        self.line.clear()

    def show_kept(self, kept: Kept | None) -> None:
        """Say where it is; None: that is not known yet."""
        self._kept = kept
        self.state.tell(_told(kept))
        self.line.setPlaceholderText("••••••••" if kept is not None and kept.where is Where.KEYRING else "")
        self.line.setEnabled(kept is None or kept.keyring)
        self.line.setAccessibleDescription(self.state.told())
        self.forget.setVisible(kept is not None and kept.where is Where.KEYRING)


def _told(kept: Kept | None) -> str:
    if kept is None:
        return say("Looking whether one is kept…")
    if kept.where is Where.ENVIRONMENT:
        sentence = say("Taken from the environment variable {name}, which counts before the keyring.")
        return sentence.format(name=VARIABLE)
    if kept.trouble:
        return trouble_of(kept)
    if kept.where is Where.KEYRING:
        return say("Kept in this system's keyring. Type another one to replace it.")
    return say("None is kept yet. It goes into this system's keyring when you save, and into no file.")


def trouble_of(kept: Kept) -> str:
    """What went wrong with the keyring, in the person's language; empty: nothing did."""
    return say(kept.trouble).format(**kept.blanks) if kept.trouble else ""
