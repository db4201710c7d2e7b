"""Reports for the help desk: send one, see which wait, which were sent and which were not, and try again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from netcheck.core.delivery import LEFT, LONGEST_TICKET, Delivery, State, ticket_number
from netcheck.core.redaction_level import Level
from netcheck.core.words import one_line
from netcheck.gui.card import Heading, Link, Text, announce
from netcheck.gui.delivery_row import DeliveryRow
from netcheck.gui.delivery_words import DeliveryTold, tell_delivery
from netcheck.gui.flow import Flow
from netcheck.gui.settings_fields import show_frame
from netcheck.gui.theme import CLOSE, SPACE, TIGHT, colours_of
from netcheck.gui.words import say, say_many

FINISHED = 3
"""Reports that are over and shown at once; those that are not over are always shown."""
TICKET_EM = 16
"""The width of the field for a number, in heights of a letter."""
MINUTE_MS = 60_000


class DeliveriesPanel(QWidget):
    """Takes what is on its way and shows it; tells what the person wants. It asks nobody and waits for nothing."""

    send_wanted = Signal(str)
    """Number of the ticket that it is added to; empty: a new one is made."""
    again_wanted = Signal(str)
    """Key of the delivery."""
    remove_wanted = Signal(str)
    ticket_wanted = Signal(str)
    """Address of a ticket: https."""
    setting_wanted = Signal(object)
    """Key of one setting."""
    asked = Signal(QWidget)
    """This part is to be scrolled into view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[DeliveryRow] = []
        self._known: tuple[Delivery, ...] | None = None
        self._to = ""
        self._ready = self._sending = self._all = False
        self._build()
        # Times are written with their date when they are not of today; and what is due comes nearer.
        self._clock = QTimer(self, interval=MINUTE_MS)
        self._clock.timeout.connect(self._refresh)
        self.show_desk("")
        self._dress()

    def _build(self) -> None:
        self._lead = Text(muted=True)
        self.set_up = Link(say("Set it up…"))
        self.set_up.setAccessibleName(say("Set up the delivery to a help desk"))
        self.set_up.clicked.connect(lambda: self.setting_wanted.emit(("delivery", "way")))
        self.ticket = QLineEdit()
        self.ticket.setMaxLength(LONGEST_TICKET)
        self.ticket.setPlaceholderText(say("a new ticket"))
        self.ticket.returnPressed.connect(self._send)
        self._label = QLabel(say("&Ticket number, if you have one"))
        self._label.setBuddy(self.ticket)
        self.ticket.setAccessibleName(say("Ticket number, if you have one"))
        self.send = QPushButton(say("Sen&d to the help desk"))
        self.send.clicked.connect(self._send)
        self._said = Text()
        self._form = QWidget()
        flow = Flow(self._form)
        for part in (self._label, self.ticket, self.send):
            flow.addWidget(part)
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE)
        self.more = Link("")
        self.more.clicked.connect(self._show_all)
        head = QHBoxLayout()
        head.setSpacing(SPACE)
        head.addWidget(Heading(say("To your help desk")), 1)
        head.addWidget(self.set_up, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE, 0, 0)
        column.setSpacing(CLOSE)
        column.addLayout(head)
        column.addWidget(self._lead)
        column.addWidget(self._form)
        column.addWidget(self._said)
        column.addSpacing(TIGHT)
        column.addLayout(self._list)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeading)
        self._said.hide()
        self._measure()

    # --- what is shown ---

    def show_desk(self, to: str, level: str = Level.HELPDESK) -> None:
        """Whom reports go to (a mail address or a host; empty: nobody is set up), and how much of them."""
        self._to = one_line(to)[:120]
        if not self._to:
            lead = say(
                "With a help desk set up, netcheck sends it the report: at once, or when the line works again. "
                "Your IT department knows what to set."
            )
        elif level == Level.PUBLIC:
            lead = say(
                "Goes to {to}, without anything that tells where you are. While the line is down it waits here, and "
                "is sent when it works again."
            )
        else:
            lead = say(
                "Goes to {to}, with what a help desk needs. While the line is down it waits here, and is sent when it "
                "works again."
            )
        self._lead.tell(lead.format(to=self._to))
        self.set_up.setText(say("Change it…") if self._to else say("Set it up…"))
        self._form.setVisible(bool(self._to))
        self._enable()

    def show_ready(self, ready: bool) -> None:
        """Whether there is a report to send."""
        self._ready = ready
        self._enable()

    def show_deliveries(self, known: Sequence[Delivery]) -> None:
        """All that are kept, in any order."""
        self._known = tuple(sorted(known, key=lambda each: each.made_at, reverse=True))
        self._refresh()
        if any(each.state in LEFT for each in self._known):
            self._clock.start()
        else:
            self._clock.stop()

    def told(self) -> tuple[DeliveryTold, ...]:
        """What is shown."""
        return tuple(told for row in self._rows if (told := row.told()) is not None)

    def sent(self, problem: str) -> None:
        """The report is on its way; or a sentence about why it is not, and nothing is lost of what was typed."""
        self._sending = False
        if problem:
            self.tell(problem)
        else:
            self.ticket.clear()
            self.tell(say("Taken. Below you see how far it is."))
        self._enable()

    def tell(self, sentence: str) -> None:
        """Say this, to a screen reader, too."""
        self._said.tell(sentence, hide_empty=True)
        if sentence:
            announce(self, sentence)

    def _refresh(self, now: datetime | None = None) -> None:
        known = self._known or ()
        over = [each for each in known if each.state is State.SENT]
        hidden = {each.key for each in over[FINISHED:]} if not self._all else set()
        shown = [tell_delivery(each, now) for each in known if each.key not in hidden]
        kept = {told.key: row for row in self._rows if (told := row.told()) is not None}
        rows: list[DeliveryRow] = []
        for told in shown:
            # A row stays that of its report, so that a question in it, or the focus, never passes to another.
            row = kept.pop(told.key, None) or self._new_row()
            row.show_delivery(told)
            rows.append(row)
        for row in kept.values():
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        if rows != self._rows:
            for place, row in enumerate(rows):
                self._list.insertWidget(place, row)
                row.show()
            self._rows = rows
            self._order_tabs()
        self.more.setText(say_many("Show {n} more", "Show {n} more", len(hidden)))
        self.more.setVisible(bool(hidden))

    def _new_row(self) -> DeliveryRow:
        row = DeliveryRow()
        row.again_wanted.connect(self.again_wanted)
        row.remove_wanted.connect(self.remove_wanted)
        row.ticket_wanted.connect(self.ticket_wanted)
        row.asked.connect(self.asked)
        return row

    def _order_tabs(self) -> None:
        before: QWidget = self.set_up
        for part in (self.ticket, self.send, *(link for row in self._rows for link in row.links()), self.more):
            QWidget.setTabOrder(before, part)
            before = part

    def _show_all(self) -> None:
        self._all = True
        self._refresh()

    # --- what the person does ---

    def _send(self) -> None:
        if not self.send.isEnabled():
            return
        self._sending = True
        self._enable()
        self.tell("")
        self.send_wanted.emit(ticket_number(self.ticket.text()))

    def _enable(self) -> None:
        self.send.setEnabled(bool(self._to) and self._ready and not self._sending)
        self.ticket.setEnabled(not self._sending)

    # --- how it looks ---

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters need more room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._measure()
        elif event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        show_frame(self.ticket)

    def _measure(self) -> None:
        self.ticket.setFixedWidth(TICKET_EM * self.fontMetrics().height() // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A thin line parts it from what stands above."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, QColor(colours_of(self).line))
        painter.end()
