"""The message to colleagues: since when, until when, where to reach the person; to change, copy or show to a phone."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from netcheck.core.speech import Spoken
from netcheck.core.words import one_line
from netcheck.gui.card import Heading, Hint, Link, MainButton, Text, announce
from netcheck.gui.flow import Flow
from netcheck.gui.speech_parts import Columns, SmallCode, column_of
from netcheck.gui.theme import SPACE, Size, sized
from netcheck.gui.words import say

TEMPLATE, REACH = ("handover", "colleagues"), ("handover", "reach_at")
"""Settings: the words of the message, and where the person can be reached."""
LINES = 4


class ColleaguesPage(QWidget):
    """Takes the message; what the person changes in it stays until they start anew or another outage is shown."""

    setting_wanted = Signal(object)
    """Key of one setting."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outage, self._ours = "", ""
        self._nothing = Text(say("No outage is known, so there is nothing to tell about one."), muted=True)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(say("Message to colleagues"))
        self.text.textChanged.connect(self._changed)
        self.copy = MainButton(say("Cop&y the message"))
        self.copy.clicked.connect(self._copy)
        self.anew = Link(say("Undo my changes"))
        self.anew.clicked.connect(lambda: self.text.setPlainText(self._ours))
        words = Link(say("Change these words for good…"))
        words.clicked.connect(lambda: self.setting_wanted.emit(TEMPLATE))
        self._reach = Hint()
        reach = Link(say("Add where to reach you…"))
        reach.clicked.connect(lambda: self.setting_wanted.emit(REACH))
        self._reach.column.addWidget(Text(say("Nobody can call you yet: your number is not in the message.")))
        row = Flow()
        row.addWidget(reach)
        self._reach.column.addLayout(row)
        self._copied = Text(size=Size.SMALL, muted=True)
        buttons = Flow()
        for button in (self.copy, self.anew, words):
            buttons.addWidget(button)
        self.code = SmallCode(say("Point your phone's camera at it: copy the text there, and send it."))
        first, second = QWidget(), QWidget()
        left = column_of(first)
        left.addWidget(Heading(say("Send this")))
        left.addWidget(self.text)
        left.addLayout(buttons)
        left.addWidget(self._copied)
        left.addWidget(self._reach)
        column_of(second).addWidget(self.code)
        self._all = Columns(first, second)
        whole = column_of(self, SPACE)
        whole.addWidget(self._nothing)
        whole.addWidget(self._all)
        whole.addStretch(1)
        self._set_font()
        self.tell(None)

    def tell(self, said: Spoken | None) -> None:
        """Show this message; None: there is no outage."""
        self._nothing.setVisible(said is None)
        self._all.setVisible(said is not None)
        if said is None:
            return
        changed = self.text.toPlainText() != self._ours
        another = said.outage != self._outage
        self._outage, self._ours = said.outage, said.message
        if another or not changed:
            if self.text.toPlainText() != said.message:
                self.text.setPlainText(said.message)
            if another:
                self._copied.tell("")
        self._reach.setVisible(not said.reach_at and said.ended is None)
        self._changed()

    def message(self) -> str:
        """The message as it stands, on one line."""
        return one_line(self.text.toPlainText()).strip()

    def _changed(self) -> None:
        self.code.show_text(self.message())
        self.anew.setVisible(self.text.toPlainText() != self._ours)
        self.copy.setEnabled(bool(self.message()))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.message())
        self._copied.tell(say("Copied. Paste it into a chat on your phone, or send it when you are back."))
        announce(self, say("Copied."))

    def _set_font(self) -> None:
        font = sized(Size.TITLE, bold=False)
        self.text.setFont(font)
        self.text.setFixedHeight(round((LINES + 0.8) * self.text.fontMetrics().lineSpacing()))
