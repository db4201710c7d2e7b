"""The report as it would be handed on: what stands in it, what is left out, copy and save."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontDatabase, QFontMetrics
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from netcheck.gui.card import MainButton, Text, announce
from netcheck.gui.theme import CLOSE, Size, sized
from netcheck.gui.words import say

LINES = 12
"""Lines of the report that can be seen at once, at least."""
NAME = "netcheck-report"
"""How a saved report is called, before its suffix."""


class ReportView(QWidget):
    """Shows the report as text or as JSON; copying and saving are others' work."""

    copy_wanted = Signal()
    save_wanted = Signal(str)
    """Path; its suffix, .txt or .json, says which form."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forms = ("", "")
        self._kind = QComboBox()
        self._kind.addItems([say("As text, for people"), say("As JSON, for programs")])
        self._kind.currentIndexChanged.connect(self._refresh)
        kind = QLabel(say("For&m"))
        kind.setBuddy(self._kind)
        self._copy, self._save = MainButton(say("Cop&y")), QPushButton(say("&Save as…"))
        self._copy.clicked.connect(self._copied)
        self._save.clicked.connect(self.ask_where)
        self._said = Text(size=Size.SMALL, muted=True)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(say("The report"))
        self._text.setPlaceholderText(say("There is a report as soon as the first look is over."))
        self._set_font()
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        row = QHBoxLayout()
        row.setSpacing(CLOSE)
        for widget in (kind, self._kind):
            row.addWidget(widget)
        row.addWidget(self._said, 1)
        for button in (self._copy, self._save):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(CLOSE)
        column.addLayout(row)
        column.addWidget(self._text, 1)
        column.addWidget(Text(
            say(
                "Left out: your name, this computer's name, passwords, and what you read or write; netcheck does not "
                "look at them. Not left out: network addresses, names of adapters and of your services, and your "
                "provider. Read it before you hand it on."
            ),
            size=Size.SMALL, muted=True,
        ))  # fmt: skip
        self._refresh()

    def show_report(self, text: str, json: str) -> None:
        """Show this report, in both forms."""
        if (text, json) != self._forms:
            self._forms = (text, json)
            self._refresh()

    def shown(self) -> str:
        """The form that is shown."""
        return self._forms[max(0, self._kind.currentIndex())]

    def tell(self, text: str) -> None:
        """Say what became of it, e.g. that it was saved."""
        self._said.tell(text)
        announce(self, text)

    def ask_where(self) -> None:
        """Ask for the file; whoever may write files writes it."""
        dialog = QFileDialog(self, say("Save the report"))
        # The system's own dialog may hang on a network drive while the network is what fails.
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        suffix = "json" if self._kind.currentIndex() == 1 else "txt"
        dialog.setDefaultSuffix(suffix)
        dialog.setNameFilter(f"*.{suffix}")
        dialog.selectFile(f"{NAME}.{suffix}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_wanted)
        dialog.open()

    def _set_font(self) -> None:
        """Letters of one width, as large as the person has set; and room for some lines of them."""
        font = sized(Size.BODY)
        font.setFamily(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family())
        self._text.setFont(font)
        self._text.setMinimumHeight(LINES * QFontMetrics(font).lineSpacing())

    def changeEvent(self, event: QEvent) -> None:
        """Other letters."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._set_font()
        super().changeEvent(event)

    def _copied(self) -> None:
        self.copy_wanted.emit()
        self.tell(say("Copied."))

    def _refresh(self) -> None:
        scroll = self._text.verticalScrollBar()
        place = scroll.value()
        self._text.setPlainText(self.shown())
        scroll.setValue(place)
        for button in (self._copy, self._save):
            button.setEnabled(bool(self.shown()))
