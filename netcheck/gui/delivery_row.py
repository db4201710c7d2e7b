"""One report on its way to the help desk: how far it is, its ticket, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from netcheck.gui.card import Hint, Link, Text, announce
from netcheck.gui.delivery_words import DeliveryTold
from netcheck.gui.flow import Flow
from netcheck.gui.icons import BadgeSign
from netcheck.gui.theme import CLOSE, SPACE, TIGHT, Size
from netcheck.gui.words import say


class DeliveryRow(QWidget):
    """Tells what is wanted; what is taken out is asked about once more, for it cannot be brought back."""

    again_wanted = Signal(str)
    """Key of the delivery."""
    remove_wanted = Signal(str)
    ticket_wanted = Signal(str)
    """Address of the ticket: https."""
    asked = Signal(QWidget)
    """This question is to be scrolled into view."""

    def __init__(self) -> None:
        super().__init__()
        self._told: DeliveryTold | None = None
        self._sign = BadgeSign()
        self._title, self._state = Text(bold=True), Text()
        self._details = Text(size=Size.SMALL, muted=True)
        self.number = Text(size=Size.SMALL).selectable()
        self.ticket, self.again, self.remove = Link(""), Link(say("Try again now")), Link(say("Remove"))
        self.ticket.clicked.connect(self._open)
        self.again.clicked.connect(lambda: self._emit(self.again_wanted))
        self.remove.clicked.connect(self._ask)
        self.question = _Question()
        self.question.answered.connect(self._answered)
        self._lay_out()

    def _lay_out(self) -> None:
        deeds = QWidget()
        flow = Flow(deeds)
        flow.setSpacing(SPACE)
        for link in (self.ticket, self.again, self.remove):
            flow.addWidget(link)
        self._deeds = deeds
        texts = QVBoxLayout()
        texts.setSpacing(TIGHT // 2)
        for part in (self._title, self._state, self._details, self.number, deeds, self.question):
            texts.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(CLOSE)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)

    def told(self) -> DeliveryTold | None:
        """What is shown."""
        return self._told

    def show_delivery(self, told: DeliveryTold) -> None:
        """Show this."""
        before, self._told = self._told, told
        if told == before:
            return
        self._sign.show_badge(told.badge)
        self._title.tell(told.title)
        self._state.tell(told.state)
        self._details.tell(told.details, hide_empty=True)
        number = say("Ticket {number}").format(number=told.ticket) if told.ticket else say("Ticket")
        self.number.tell(number if told.ticket and not told.url else "", hide_empty=True)
        self.ticket.setText(number.replace("&", "&&"))
        self.ticket.setToolTip(told.url.replace("&", "&amp;").replace("<", "&lt;"))
        self.ticket.setAccessibleName(say("{what}: open {url} in the browser").format(what=number, url=told.url))
        self.again.setAccessibleName(say("Try again now: {what}").format(what=told.title))
        self.remove.setAccessibleName(say("Remove: {what}").format(what=told.title))
        for link, offered in ((self.ticket, bool(told.url)), (self.again, told.again), (self.remove, told.remove)):
            link.setVisible(offered)
        self._deeds.setVisible(bool(told.url) or told.again or told.remove)
        if not told.remove or before is None or before.key != told.key:
            self.question.hide()

    def links(self) -> tuple[QPushButton, ...]:
        """What can be pressed, in order."""
        return (self.ticket, self.again, self.remove, self.question.no, self.question.yes)

    def _emit(self, signal: object) -> None:
        if self._told is not None:
            signal.emit(self._told.key)  # type: ignore[attr-defined]  # of a bound signal mypy knows no more

    def _open(self) -> None:
        if self._told is not None and self._told.url:
            self.ticket_wanted.emit(self._told.url)

    def _ask(self) -> None:
        self.question.ask(say("Remove this report? It is not sent then, and cannot be brought back."))
        self.asked.emit(self.question)

    def _answered(self, yes: bool) -> None:
        self.remove.setFocus()
        if yes:
            self._emit(self.remove_wanted)


class _Question(Hint):
    """Asks once more; Esc means no."""

    answered = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._text = Text()
        self.yes, self.no = QPushButton(say("Yes, remove it")), QPushButton(say("No, keep it"))
        self.yes.clicked.connect(lambda: self._answer(True))
        self.no.clicked.connect(lambda: self._answer(False))
        buttons = QWidget()
        flow = Flow(buttons)
        flow.addWidget(self.no)
        flow.addWidget(self.yes)
        self.column.addWidget(self._text)
        self.column.addWidget(buttons)
        self.hide()

    def ask(self, text: str) -> None:
        """Show this question; the safe answer has the focus."""
        self._text.tell(text)
        self.show()
        self.no.setFocus()
        announce(self, text, urgent=True)

    def _answer(self, yes: bool) -> None:
        self.hide()
        self.answered.emit(yes)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves everything as it is."""
        if event.key() == Qt.Key.Key_Escape:
            self._answer(False)
        else:
            super().keyPressEvent(event)
