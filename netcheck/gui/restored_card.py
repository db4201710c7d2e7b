"""It is back: how long it was away, and whether everything works for the person again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from netcheck.core.watching import Outage
from netcheck.gui.card import Card, Heading, MainButton, Text, announce
from netcheck.gui.flow import Flow
from netcheck.gui.icons import Mark, Sign
from netcheck.gui.theme import CLOSE, SPACE
from netcheck.gui.words import duration, say

MOST = 8
"""Services with a button of their own; the others can be typed."""


class RestoredCard(Card):
    """Asks "Is everything working for you?" until it is answered; hidden while there is nothing to ask."""

    all_works = Signal(bool)
    service_missed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services: tuple[str, ...] = ()
        self._build()
        self.hide()

    def _build(self) -> None:
        self._heading, self._question = Heading(""), Text()
        self._yes, self._no = MainButton(say("&Yes, all works")), QPushButton(say("N&o, something does not"))
        self._yes.clicked.connect(self._all_works)
        self._no.clicked.connect(self._ask_which)
        self._answers = QWidget()
        answers = Flow(self._answers)
        answers.addWidget(self._yes)
        answers.addWidget(self._no)
        self._which = QWidget()
        which = QVBoxLayout(self._which)
        which.setContentsMargins(0, 0, 0, 0)
        which.setSpacing(CLOSE)
        self._names = Flow()
        self._other = QLineEdit()
        self._other.setMaxLength(200)
        self._other.setPlaceholderText(say("What does not work? A program, a site, …"))
        self._other.setAccessibleName(say("What does not work?"))
        tell = QPushButton(say("&Tell"))
        self._other.returnPressed.connect(self._tell_other)
        tell.clicked.connect(self._tell_other)
        row = QHBoxLayout()
        row.setSpacing(CLOSE)
        row.addWidget(self._other, 1)
        row.addWidget(tell)
        which.addLayout(self._names)
        which.addLayout(row)
        texts = QVBoxLayout()
        texts.setSpacing(CLOSE)
        for part in (self._heading, self._question, self._answers, self._which):
            texts.addWidget(part)
        across = QHBoxLayout()
        across.setSpacing(SPACE)
        across.addWidget(Sign(Mark.WORKING, 2.0), 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(texts, 1)
        self.column.addLayout(across)

    def set_services(self, names: tuple[str, ...]) -> None:
        """The services that the person works with, by name."""
        self._services = names

    def ask(self, outage: Outage) -> None:
        """An outage is over: say so, and ask."""
        length = duration(outage.seconds)
        self._heading.tell(say("Back after {length}. Is everything working for you?").format(length=length))
        self._question.hide()
        self._answers.show()
        self._which.hide()
        self.show()
        news = say("Your internet is back after {length}. Is everything working for you?").format(length=length)
        announce(self, news, urgent=True)

    def withdraw(self) -> None:
        """It is away again: nothing to ask."""
        self.hide()

    def _all_works(self) -> None:
        self.hide()
        self.all_works.emit(True)

    def _ask_which(self) -> None:
        self.all_works.emit(False)
        while (old := self._names.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.deleteLater()
        for name in self._services[:MOST]:
            button = QPushButton(name.replace("&", "&&"))
            button.clicked.connect(lambda _=False, name=name: self._tell(name))
            self._names.addWidget(button)
            button.show()
        self._question.tell(say("Which one does not work?"))
        self._question.show()
        self._answers.hide()
        self._which.show()
        first = self._names.itemAt(0)
        widget = first.widget() if first is not None else None
        (widget or self._other).setFocus()
        announce(self, say("Which one does not work?"))

    def _tell_other(self) -> None:
        if name := self._other.text().strip():
            self._other.clear()
            self._tell(name)

    def _tell(self, name: str) -> None:
        self.hide()
        self.service_missed.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back from "which one?"."""
        if event.key() == Qt.Key.Key_Escape and self._which.isVisibleTo(self):
            self._which.hide()
            self._question.hide()
            self._answers.show()
            self._yes.setFocus()
        else:
            super().keyPressEvent(event)
