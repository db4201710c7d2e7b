"""The window of the past: every outage, how much it was each month and each day, and what was seen then."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime

from PySide6.QtCore import QDate, QEvent, QLocale, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QSplitter,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from netcheck.core.history import Day, Entry, Gap, Month, PastOutage, Point
from netcheck.gui.calendar_card import Calendar
from netcheck.gui.card import Card, Heading, Hint, Text
from netcheck.gui.icons import Mark, Sign
from netcheck.gui.months_table import MonthsTable
from netcheck.gui.outage_details import OutageDetails, span_of
from netcheck.gui.outage_list import OutageList
from netcheck.gui.theme import CLOSE, SPACE, TIGHT, WIDE, Size, tell_letters
from netcheck.gui.words import duration, say, say_many

SMALLEST = QSize(520, 420)
"""Logical pixels; with 200 % letters it needs 900 by 600."""
SETTLE_MS = 80
"""How long one stays on an outage before its looks are asked for: the arrow keys run over many."""
ROOMY = (150, 44)
"""Letters across and lines down from which calendar, months and list stand on one page; else each has its own."""
BOTH = 40
"""Lines down from which calendar and months share a tab."""
BESIDE = 138
"""Letters across from which the details stand beside the list, and not under it."""


def summed(months: Iterable[Month], outages: int, since: date | None) -> tuple[str, str]:
    """The whole past in a sentence, and its sides in another one."""
    local, upstream, unknown = (sum(part) for part in zip(*_sides(months), strict=True)) if months else (0.0,) * 3
    head = say_many("{n} outage", "{n} outages", outages)
    if since is not None:
        day = QLocale().toString(QDate(since.year, since.month, since.day), say("d MMM yyyy"))
        head = say("{outages} since {day}").format(outages=head, day=day)
    parts = [
        text.format(length=duration(seconds))
        for text, seconds in (
            (say("At home {length}"), local),
            (say("Outside your home {length}"), upstream),
            (say("Not known where {length}"), unknown),
        )
        if seconds
    ]
    total = say("{length} in all").format(length=duration(local + upstream + unknown))
    return say("{outages}, {total}").format(outages=head, total=total), " · ".join(parts)


def _sides(months: Iterable[Month]) -> list[tuple[float, float, float]]:
    return [(month.local_s, month.upstream_s, month.unknown_s) for month in months]


class HistoryWindow(QWidget):
    """Calendar and months above, the list of outages and the one that is current below.

    Where there is no room for all (a small window, large letters), tabs show one of them at a time.
    """

    outage_picked = Signal(str)
    """The id of the outage that is looked at."""
    span_wanted = Signal(datetime, datetime)
    """Somebody wants to see the looks of this time; `show_points` brings them."""

    def __init__(self, parent: QWidget | None = None, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__(parent)
        self._now = now
        self._journal: tuple[Entry, ...] = ()
        self._read = False
        self._since: date | None = None
        self._room: tuple[bool, Qt.Orientation] | None = None
        self.setWindowTitle(say("History – netcheck"))
        self.head, self.sides = Text("", Size.TITLE, bold=True), Text("", muted=True)
        self.problem, self._problem_sheet = Text("").selectable(), Hint()
        self._problem_sheet.column.addWidget(self.problem)
        self._problem_sheet.hide()
        self.calendar, self.months, self.list, self.details = Calendar(), MonthsTable(), OutageList(), OutageDetails()
        self._tabs = QTabBar()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._lay_out()
        self._connect()
        self._show_only_message(Mark.LOOKING, say("Reading the history…"), "")

    # --- what is shown ---

    def show_history(
        self,
        outages: tuple[PastOutage, ...],
        days: tuple[Day, ...],
        months: tuple[Month, ...],
        journal: tuple[Entry, ...],
        since: datetime | None = None,
    ) -> None:
        """Everything that was kept; the outage that was looked at stays so.

        `since` is when the history begins: the days before it are no quiet days. Where nobody knows, the first outage
        and the first line of the journal tell.
        """
        self._journal, self._read = journal, True
        known = [past.outage.down_since for past in outages] + [entry.at for entry in journal[:1]]
        begins = since or min(known, default=None)
        first = begins.astimezone().date() if begins else None
        if since is not None and first is not None:
            days = tuple(day for day in days if day.day >= first)
        head, sides = summed(months, len(outages), first)
        self.head.tell(head)
        self.sides.tell(sides)
        self.calendar.map.show_days(days)
        self.months.show_months(months)
        self._message.setVisible(not outages)
        self._body.setVisible(bool(outages))
        self._since = first
        if not outages:
            self._say_none()
        if self.list.current() is None:
            self._room = None  # how wide the list must be is known now
        self.list.show_outages(outages)
        self._arrange()

    def show_points(self, points: tuple[Point, ...], gaps: tuple[Gap, ...]) -> None:
        """The looks of the time that was asked for last."""
        self.details.show_points(points, gaps)

    def show_problem(self, text: str) -> None:
        """Say on top why the history is not kept, or what was set aside; empty where all is well."""
        self.problem.tell(say("! {problem}").format(problem=text) if text else "")
        self._problem_sheet.setVisible(bool(text))
        if self._read and self.list.current() is None:
            self._say_none()

    def _say_none(self) -> None:
        kept = say("Outages are kept here: when it was down, for how long, on which side, and what was seen.")
        if self.problem.text():
            # What could not be read says nothing of the past.
            self._show_only_message(Mark.UNSURE, say("No outage is kept here."), kept)
        elif self._since is None:
            self._show_only_message(Mark.WORKING, say("No outage seen yet."), kept)
        else:
            day = QLocale().toString(QDate(self._since.year, self._since.month, self._since.day), say("d MMMM yyyy"))
            self._show_only_message(Mark.WORKING, say("No outage since {day}.").format(day=day), kept)

    def _show_only_message(self, mark: Mark, head: str, text: str) -> None:
        self._message_sign.show_mark(mark)
        self._message_head.tell(head)
        self._message_text.tell(text, hide_empty=True)
        self._message.show()
        self._body.hide()

    def _picked(self, past: PastOutage) -> None:
        self.details.show_outage(past, self._journal, self._now())
        self._settle.start()

    def _ask(self) -> None:
        past = self.list.current()
        if past is not None:
            self.outage_picked.emit(past.outage.id)
            self.span_wanted.emit(*span_of(past, self._now()))

    def _day_picked(self, day: date) -> None:
        if self.list.pick_day(day):
            self._tabs.setCurrentIndex(0)

    # --- putting it together ---

    def _lay_out(self) -> None:
        self._message = self._message_box()
        self._overview = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._overview.setContentsMargins(0, 0, 0, 0)
        self._overview.setSpacing(SPACE)
        self._by_month = self._sheet(self.months, say("By month"))
        self._overview.addWidget(self.calendar, 1)
        self._overview.addWidget(self._by_month, 1)
        self._above = QWidget()
        self._above.setLayout(self._overview)
        self._below = QSplitter(Qt.Orientation.Horizontal)
        self._below.setChildrenCollapsible(False)
        self._below.setHandleWidth(SPACE)
        self._below.addWidget(self._sheet(self.list, ""))
        self._below.addWidget(self._sheet(self.details, ""))
        self._below.setStretchFactor(0, 4)
        self._below.setStretchFactor(1, 5)
        for title in (say("&Outages"), say("&Days"), say("&Months")):  # the last one only in very small windows
            self._tabs.addTab(title)
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._body = QWidget()
        self._rows = body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(SPACE)
        head = QVBoxLayout()
        head.setSpacing(TIGHT)
        head.addWidget(self.head)
        head.addWidget(self.sides)
        body.addLayout(head)
        body.addWidget(self._tabs)
        body.addWidget(self._above)
        body.addWidget(self._below, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(SPACE)
        column.addWidget(self._problem_sheet)
        column.addWidget(self._message, 1)
        column.addWidget(self._body, 1)
        # Qt asks for as much height as texts take in the narrowest window; in this one they take less.
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self.setMinimumSize(SMALLEST)

    def _message_box(self) -> QWidget:
        box = QWidget()
        self._message_sign = Sign(Mark.LOOKING)
        self._message_head, self._message_text = Text("", Size.HEADLINE), Text("", muted=True)
        column = QVBoxLayout(box)
        column.setSpacing(SPACE)
        column.addStretch(1)
        column.addWidget(self._message_sign, 0, Qt.AlignmentFlag.AlignHCenter)
        for text in (self._message_head, self._message_text):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(text)
        column.addStretch(2)
        return box

    def _sheet(self, widget: QWidget, title: str) -> Card:
        card = Card()
        if title:
            card.column.addWidget(Heading(title))
        else:
            card.column.setContentsMargins(SPACE, SPACE, CLOSE, CLOSE)
        card.column.addWidget(widget, 1)
        return card

    def _connect(self) -> None:
        self.list.picked.connect(self._picked)
        self._settle.timeout.connect(self._ask)
        self.calendar.map.day_picked.connect(self._day_picked)
        self._tabs.currentChanged.connect(lambda _: self._arrange())

    # --- room ---

    def sizeHint(self) -> QSize:
        """Room for everything at once."""
        metrics = self.fontMetrics()
        return QSize(165 * metrics.averageCharWidth(), 52 * metrics.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One page or two."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters need more room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            tell_letters(self)
            self._arrange()

    def _arrange(self) -> None:
        metrics = self.fontMetrics()
        across, lines = self.width() / metrics.averageCharWidth(), self.height() / metrics.height()
        roomy = across >= ROOMY[0] and lines >= ROOMY[1]
        both = roomy or lines >= BOTH
        self._tabs.setVisible(not roomy)
        self._tabs.setTabVisible(2, not both)
        self._tabs.setTabText(1, say("&Days and months") if both else say("&Days"))
        page = self._tabs.currentIndex()
        direction = QBoxLayout.Direction.LeftToRight if roomy else QBoxLayout.Direction.TopToBottom
        self._overview.setDirection(direction)
        self._overview.setStretchFactor(self.calendar, 1 if roomy or not both else 0)
        self._rows.setStretchFactor(self._above, 0 if roomy else 1)
        self._above.setVisible(roomy or page > 0)
        self.calendar.setVisible(both or page == 1)
        self._by_month.setVisible(both or page == 2)
        self._below.setVisible(roomy or page == 0)
        self.sides.setVisible(bool(self.sides.text()) and (roomy or page > 0))
        beside = Qt.Orientation.Horizontal if across >= BESIDE else Qt.Orientation.Vertical
        if (roomy, beside) != self._room:
            self._room = roomy, beside
            self._below.setOrientation(beside)
            self._below.setSizes(self._shares(beside))

    def _shares(self, beside: Qt.Orientation) -> list[int]:
        """What the list and the details get of the room: the list beside them as much as its columns need."""
        room = self.width() - 2 * WIDE - SPACE
        wanted = self.list.natural_width() + SPACE + CLOSE
        if beside is Qt.Orientation.Vertical or wanted * 5 < room * 2:
            return [4000, 5000]
        listed = min(wanted, room * 6 // 11)
        return [listed, room - listed]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
