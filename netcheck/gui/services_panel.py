"""The work addresses, one below the other at the end of the path: which answers, how fast, and which does not."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from netcheck.core.model import Report
from netcheck.gui.address_line import AddressLine
from netcheck.gui.card import Heading, Link, Text
from netcheck.gui.flow import Flow
from netcheck.gui.icons import BadgeSign
from netcheck.gui.service_words import ServiceTold, tell_services
from netcheck.gui.theme import CLOSE, SPACE, TIGHT, Size, colours_of
from netcheck.gui.words import say, when


class ServicesPanel(QWidget):
    """Opens below the path; Esc closes it."""

    settings_wanted = Signal()
    evidence_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: tuple[ServiceTold, ...] | None = None
        self._rows: list[_Row] = []
        self._nothing = Text(muted=True)
        self._asked = Text(size=Size.SMALL, muted=True, trailing=True)
        self._set = Link("")
        self._set.clicked.connect(self.settings_wanted)
        self._more = Link(say("All that was seen of them…"))
        self._more.clicked.connect(self.evidence_wanted)
        self._close = Link(say("Close"))
        self._close.setAccessibleName(say("Close the list of services"))
        self._close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setSpacing(SPACE)
        head.addWidget(Heading(say("Your services")), 1)
        head.addWidget(self._asked, 1)
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE)
        foot = QWidget()
        links = Flow(foot)
        links.setSpacing(SPACE)
        for link in (self._more, self._set, self._close):
            links.addWidget(link)
        column = QVBoxLayout(self)
        column.setContentsMargins(CLOSE, SPACE, CLOSE, 0)
        column.setSpacing(CLOSE)
        column.addLayout(head)
        column.addWidget(self._nothing)
        column.addLayout(self._list)
        column.addWidget(foot)
        self._show(None)

    def show_report(self, report: Report) -> None:
        """A whole look is over."""
        self._show(tell_services(report))
        self._asked.tell(say("Asked at {time}.").format(time=when(report.created_at)))
        self._asked.setVisible(bool(self._told))

    def told(self) -> tuple[ServiceTold, ...] | None:
        """What is shown; None while it is not known."""
        return self._told

    def _show(self, told: tuple[ServiceTold, ...] | None) -> None:
        self._told = told
        rows = told or ()
        while len(self._rows) > len(rows):
            row = self._rows.pop()
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self._rows) < len(rows):
            row = _Row()
            self._rows.append(row)
            self._list.addWidget(row)
            row.show()
        for row, each in zip(self._rows, rows, strict=True):
            row.show_service(each)
        before: QWidget | None = None
        for part in (*(link for row in self._rows for link in row.links()), self._more, self._set, self._close):
            if before is not None:
                QWidget.setTabOrder(before, part)
            before = part
        nothing = say("They have not been asked yet.") if told is None else say("No work addresses are set.")
        self._nothing.tell("" if rows else nothing, hide_empty=True)
        self._set.setText(say("Change them…") if rows or told is None else say("Name what you need for work…"))
        self._more.setVisible(bool(rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A thin line parts it from the path."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, QColor(colours_of(self).line))
        painter.end()


class _Row(QWidget):
    """One work address."""

    def __init__(self) -> None:
        super().__init__()
        self._told: ServiceTold | None = None
        self._page: AddressLine | None = None
        self._sign, self._name, self._state = BadgeSign(), Text(bold=True), Text()
        self._details = Text(size=Size.SMALL, muted=True)
        names = QHBoxLayout()
        names.setSpacing(SPACE)
        names.addWidget(self._name, 1)
        names.addWidget(self._state, 3)
        self._texts = QVBoxLayout()
        self._texts.setSpacing(TIGHT // 2)
        self._texts.addLayout(names)
        self._texts.addWidget(self._details)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(CLOSE)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._texts, 1)

    def show_service(self, told: ServiceTold) -> None:
        """Show this."""
        if told == self._told:
            return
        before, self._told = self._told, told
        self._sign.show_badge(told.badge)
        self._name.tell(told.name)
        self._state.tell(told.state)
        self._details.tell(" · ".join(part for part in (told.url, told.details) if part), hide_empty=True)
        if before is None or (before.status_page, before.name) != (told.status_page, told.name):
            self._show_page(told)

    def _show_page(self, told: ServiceTold) -> None:
        if self._page is not None:
            self._page.hide()
            self._page.deleteLater()
            self._page = None
        if told.status_page:
            self._page = AddressLine(say("Its status page"), told.status_page, told.name)
            half = QHBoxLayout()
            half.setContentsMargins(0, TIGHT, 0, 0)
            half.addWidget(self._page, 1)
            half.addStretch(1)
            self._texts.addLayout(half)
            self._page.show()

    def links(self) -> tuple[Link, ...]:
        """What can be pressed, in order."""
        return (self._page.copy, self._page.code) if self._page is not None else ()
