"""One setting as the person sees it: what it is called, where it is changed, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from netcheck.core.settings import Settings
from netcheck.core.settings_reader import Layer, SettingsError, read_settings
from netcheck.core.settings_values import LONGEST
from netcheck.gui.card import Text
from netcheck.gui.theme import CLOSE, TIGHT, Colours, Size, colours_of, sized
from netcheck.gui.words import say

FRAME = 0.7
"""How much of a frame's colour is that of quiet texts; the rest is that of the sheet."""
FUSION = 140
"""Per cent: Fusion makes a frame so much darker than the palette's colour of the window."""


def read_table(table: Mapping[str, object]) -> Settings | SettingsError:
    """The settings that a table stands for, or what is wrong with it."""
    try:
        return read_settings([Layer("", table)])[0]
    except SettingsError as error:
        return error


def told(error: SettingsError) -> str:
    """What is wanted, as a sentence of its own: it stands below the field, so that it need not say where."""
    sentence = wanted_of(error)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def wanted_of(error: SettingsError) -> str:
    """What is wanted, as the end of a sentence: "must ..."."""
    return say(error.wanted).format(**error.blanks) if error.wanted else str(error).rstrip(".")


def plain(label: str) -> str:
    """A label without the mark of its key."""
    return label.replace("&&", "\0").replace("&", "").replace("\0", "&")


def frame_colour(colours: Colours) -> QColor:
    """Of the frame around a field: 3:1 against the sheet, and quieter than its text."""
    near, far = QColor(colours.muted), QColor(colours.card)
    pairs = ((near.red(), far.red()), (near.green(), far.green()), (near.blue(), far.blue()))
    return QColor(*(int(FRAME * one + (1 - FRAME) * other) for one, other in pairs))


def show_frame(editor: QWidget) -> None:
    """Let the frame around a field be seen; to be called again when the theme has changed."""
    # Fusion draws it in a shade of the window behind it, which nobody sees in the dark.
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, frame_colour(colours_of()).lighter(FUSION))
    editor.setPalette(palette)


class Complaint(QWidget):
    """A sentence with a sign before it; no room at all while nothing is wrong.

    Its parts are made when something is wrong for the first time: the settings have fifty of it, and few ever speak.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign: QLabel | None = None
        self._text: Text | None = None
        self.hide()

    def tell(self, sentence: str) -> None:
        """Show this; an empty one takes the complaint away."""
        if self._text is None and sentence:
            self._text = self._make()
        if self._text is not None:
            self._text.tell(sentence)
        self.setVisible(bool(sentence))

    def told(self) -> str:
        """What is shown; empty while nothing is wrong."""
        return "" if self._text is None or self.isHidden() else self._text.told()

    def _make(self) -> Text:
        self._sign, text = QLabel("✗", self), Text()
        self._sign.setFont(sized(Size.BODY, bold=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(CLOSE)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text, 1)
        self._dress()
        return text

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        if self._sign is None:
            return
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(colours_of().home))
        self._sign.setPalette(palette)


class Field(QWidget):
    """A label, the place to change the value, a note and a complaint, one below the other: so large letters fit."""

    edited = Signal()

    def __init__(self, key: tuple[str, ...], label: str, editor: QWidget, note: str = "") -> None:
        super().__init__()
        self.key, self.editor = key, editor
        self.offered = True
        """Whether it is of use with what is chosen elsewhere; if not, it counts as it was at the beginning."""
        self._note: Text | None = None
        self.complaint = Complaint(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        if not isinstance(editor, QCheckBox):
            self.label = QLabel(label, self)
            self.label.setBuddy(editor)
            self.label.setTextFormat(Qt.TextFormat.PlainText)
            self.label.setWordWrap(True)
            column.addWidget(self.label)
        # Numbers are as wide as they need; in a language written from right to left, Qt mirrors this.
        short = isinstance(editor, QAbstractSpinBox)
        column.addWidget(editor, 0, Qt.AlignmentFlag.AlignLeft if short else Qt.AlignmentFlag(0))
        column.addWidget(self.complaint)
        self._column = column
        self.tell_note(note)
        editor.setAccessibleName(plain(label))
        self.complain("")
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        show_frame(self.editor)

    def value(self) -> object:
        """As the settings file would have it."""
        raise NotImplementedError

    def offer(self, wanted: bool) -> None:
        """Show it, or leave it out; to be called when it has its place on the page."""
        self.offered = wanted
        self.setVisible(wanted)

    def told(self, error: SettingsError) -> str:
        """What is wanted of this field, as a sentence."""
        return told(error)

    def tell_note(self, note: str) -> None:
        """Another note, where it depends on what is chosen elsewhere."""
        if self._note is None:
            if not note:
                return
            self._note = Text(size=Size.SMALL, muted=True)
            self._column.insertWidget(self._column.indexOf(self.complaint), self._note)
        self._note.tell(note, hide_empty=True)

    def noted(self) -> str:
        """The note; empty where there is none."""
        return self._note.told() if self._note is not None else ""

    def complain(self, sentence: str) -> None:
        """Say what is wrong with the value; empty: nothing."""
        self.complaint.tell(sentence)
        # What a screen reader says after the name.
        self.editor.setAccessibleDescription(f"{self.noted()} {sentence}".strip())


class LineField(Field):
    """A line of text. `latin`: an address or a number, written from left to right in every language."""

    def __init__(
        self,
        key: tuple[str, ...],
        label: str,
        text: str,
        note: str = "",
        *,
        example: str = "",
        latin: bool = False,
        known: Sequence[str] = (),
    ) -> None:
        """`known` are texts that are offered while one of them is typed."""
        self.line = QLineEdit(text)
        if known:
            completer = QCompleter(list(known), self.line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self.line.setCompleter(completer)
        self.line.setPlaceholderText(example)
        self.line.setMaxLength(LONGEST + 1)  # one more than is taken, so that the reader can say so
        self.line.setCursorPosition(0)
        if latin:
            self.line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        super().__init__(key, label, self.line, note)
        self.line.textChanged.connect(lambda: self.edited.emit())

    def value(self) -> str:
        """The line."""
        return self.line.text()

    def tell(self, text: str) -> None:
        """Show this, as if it had stood there from the beginning."""
        self.line.setText(text)
        self.line.setCursorPosition(0)


class SwitchField(Field):
    """On or off."""

    def __init__(self, key: tuple[str, ...], label: str, on: bool, note: str = "") -> None:
        self.switch = QCheckBox(label)
        self.switch.setChecked(on)
        super().__init__(key, label, self.switch, note)
        self.switch.toggled.connect(lambda: self.edited.emit())

    def value(self) -> bool:
        """Whether it is on."""
        return self.switch.isChecked()


class ChoiceField(Field):
    """One of a few; each is a value and its name."""

    def __init__(
        self, key: tuple[str, ...], label: str, chosen: str, choices: Sequence[tuple[str, str]], note: str = ""
    ) -> None:
        self.box = QComboBox()
        for value, name in choices:
            self.box.addItem(name, value)
        self.box.setCurrentIndex(max(0, self.box.findData(chosen)))
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        unmoved_by_wheel(self.box)
        super().__init__(key, label, self.box, note)
        self.box.currentIndexChanged.connect(lambda: self.edited.emit())

    def value(self) -> str:
        """The value of the one that is chosen."""
        return str(self.box.currentData())


class _WheelPasses(QObject):
    """Lets the wheel turn the page, and not the value that happens to pass under it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the wheel to the page, unless the person is in this field."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def unmoved_by_wheel(widget: QWidget) -> None:
    """Let the wheel change this only while the person is in it."""
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.installEventFilter(_WheelPasses(widget))
