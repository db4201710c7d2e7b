"""A calendar of a year: the longer it was down on a day, the larger the mark."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from netcheck.core.history import Day
from netcheck.gui.card import announce
from netcheck.gui.day_marks import level, mark
from netcheck.gui.theme import CLOSE, TIGHT, Colours, Size, colours_of, sized
from netcheck.gui.words import duration, say, say_many

WEEKS = 53
NARROWEST, WIDEST = 7.0, 22.0
"""Side of a cell, in logical pixels."""

Key = Qt.Key


class HeatMap(QWidget):
    """53 weeks of seven days; the arrow keys move a cursor that is read out, Enter opens the day."""

    day_picked = Signal(object)
    """A date, by a click or Enter."""
    moved = Signal(str)
    """What is under the cursor or the mouse, in words; empty when there is none."""
    turned = Signal()
    """Other weeks are shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days: dict[date, Day] = {}
        self._first = self._newest = self._last = date(2000, 1, 1)
        self._cursor: date | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFont(sized(Size.SMALL))
        self.setAccessibleName(say("Calendar of outages"))

    # --- what is shown ---

    def show_days(self, days: tuple[Day, ...]) -> None:
        """Show these days, quiet ones among them; the newest week comes last."""
        self._days = {day.day: day for day in days}
        self._first = min(self._days, default=date(2000, 1, 1))
        self._newest = max(self._days, default=date(2000, 1, 1))
        self._last = self._week(self._newest)
        self._cursor = None
        self._changed()

    @staticmethod
    def _week(day: date) -> date:
        """The first day of the week of a day, as the person's country counts."""
        begins = QLocale().firstDayOfWeek().value
        return day - timedelta(days=(day.isoweekday() - begins) % 7)

    @property
    def begins(self) -> date:
        """The first day that has a place."""
        return self._last - timedelta(weeks=WEEKS - 1)

    @property
    def ends(self) -> date:
        """The last day that has a place."""
        return self._last + timedelta(days=6)

    def can_turn(self, weeks: int) -> bool:
        """Whether there are days further back (negative) or further on."""
        return self.begins > self._first if weeks < 0 else self._last < self._week(self._newest)

    def turn(self, weeks: int) -> None:
        """Show earlier weeks (negative) or later ones, as far as there are any."""
        earliest = self._week(self._first) + timedelta(weeks=WEEKS - 1)
        wanted = max(self._last + timedelta(weeks=weeks), earliest)
        self._last = min(wanted, self._week(self._newest))
        self._changed()

    def title(self) -> str:
        """Which months are shown."""
        shown = max(self.begins, self._first), min(self.ends, self._newest)
        first, last = (QLocale().toString(QDate(d.year, d.month, d.day), say("MMMM yyyy")) for d in shown)
        return first if first == last else say("{first} to {last}").format(first=first, last=last)

    def sentence(self) -> str:
        """What is shown, in a sentence."""
        days = self._shown()
        bad = [day for day in days if day.outages]
        if not days:
            return say("No day was watched yet.")
        worst = max(bad, key=lambda day: day.down_s, default=None)
        if worst is None:
            return say("{months}: no outage seen.").format(months=self.title())
        return say("{months}: {days}. The worst: {day}.").format(
            months=self.title(), days=self.counted(), day=self.reading(worst.day)
        )

    def counted(self) -> str:
        """How many of the days that are shown had an outage."""
        bad = sum(day.outages > 0 for day in self._shown())
        return say_many("{n} day with an outage", "{n} days with an outage", bad)

    def _shown(self) -> list[Day]:
        """The known days that have a place."""
        first = self.begins
        places = (self._days.get(first + timedelta(days=number)) for number in range(WEEKS * 7))
        return [day for day in places if day is not None]

    def reading(self, day: date) -> str:
        """A day in words: "Tue 3 Mar 2026: 2 outages, down for 1 h 12 min"."""
        name = QLocale().toString(QDate(day.year, day.month, day.day), say("ddd d MMM yyyy"))
        known = self._days.get(day)
        if known is None:
            what = say("not watched")
        elif not known.outages:
            what = say("no outage seen")
        else:
            count = say_many("{n} outage", "{n} outages", known.outages)
            what = say("{outages}, down for {length}").format(outages=count, length=duration(known.down_s))
        return say("{day}: {what}").format(day=name, what=what)

    def _changed(self) -> None:
        self.setAccessibleDescription(self.sentence())
        self.turned.emit()
        self.update()

    # --- where everything stands ---

    def _margins(self) -> tuple[float, float]:
        """Room for the names of weekdays, and of months."""
        metrics = QFontMetricsF(self.font())
        names = max(metrics.horizontalAdvance(self._weekday(row)) for row in (0, 2, 4))
        return names + CLOSE, metrics.height() + TIGHT

    @staticmethod
    def _weekday(row: int) -> str:
        begins = QLocale().firstDayOfWeek().value
        return QLocale().dayName((begins - 1 + row) % 7 + 1, QLocale.FormatType.ShortFormat)

    def _cell(self, width: float) -> float:
        return min(WIDEST, max(NARROWEST, (width - self._margins()[0] - 2 * TIGHT) / WEEKS))

    def _box(self, day: date) -> QRectF:
        """The cell of a day that is shown."""
        left, top = self._margins()
        side, (week, row) = self._cell(self.width()), divmod((day - self.begins).days, 7)
        x = TIGHT + left + week * side
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            x = self.width() - x - side
        return QRectF(x, TIGHT + top + row * side, side, side)

    def day_at(self, place: QPointF) -> date | None:
        """The day whose cell is there; None beyond the days that are known."""
        left, top = self._margins()
        side = self._cell(self.width())
        x = self.width() - place.x() if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else place.x()
        week, row = (x - left - TIGHT) // side, (place.y() - top - TIGHT) // side
        if not (0 <= week < WEEKS and 0 <= row < 7):
            return None
        day = self.begins + timedelta(weeks=int(week), days=int(row))
        return day if self._first <= day <= self._newest else None

    def heightForWidth(self, width: int) -> int:
        """Seven rows of square cells and the names of the months."""
        return round(self._margins()[1] + 7 * self._cell(width) + 2 * TIGHT)

    def sizeHint(self) -> QSize:
        """Cells that one can point at."""
        width = round(self._margins()[0] + WEEKS * 12 + 2 * TIGHT)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """The smallest cells whose marks can be told apart."""
        width = round(self._margins()[0] + WEEKS * NARROWEST + 2 * TIGHT)
        return QSize(width, self.heightForWidth(width))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the letters that the person sets for all programs."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.setFont(sized(Size.SMALL))
            self.setFixedHeight(self.heightForWidth(self.width()))
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wider cells are higher, too; no layout gives room for that unasked."""
        super().resizeEvent(event)
        self.setFixedHeight(self.heightForWidth(self.width()))

    # --- drawing ---

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws names, marks and the cursor."""
        painter, colours = QPainter(self), colours_of(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._names(painter, colours)
        first, box = self.begins, self._box(self.begins)
        onward = -box.width() if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else box.width()
        for number in range(WEEKS * 7):
            known = self._days.get(first + timedelta(days=number))
            if known is not None:
                week, row = divmod(number, 7)
                cell = box.translated(week * onward, row * box.height())
                mark(painter, cell, level(known.down_s) if known.outages else 0, colours)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.begins <= self._newest <= self.ends and self._newest in self._days:
            painter.setPen(QPen(QColor(colours.muted), 1))
            painter.drawRect(self._box(self._newest))
        if self._cursor is not None and self.begins <= self._cursor <= self.ends:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(self._box(self._cursor).adjusted(-1, -1, 1, 1))
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), TIGHT, TIGHT)
        painter.end()

    def _names(self, painter: QPainter, colours: Colours) -> None:
        metrics, left = QFontMetricsF(self.font()), self._margins()[0]
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        painter.setPen(QColor(colours.muted))
        side = self._cell(self.width())
        for row in (0, 2, 4) if side * 2 >= metrics.height() else (0,):
            box = self._box(self.begins + timedelta(days=row))
            x = self.width() - TIGHT - left + CLOSE if mirrored else TIGHT
            place = QRectF(x, box.center().y() - metrics.height() / 2, left - CLOSE, metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, self._weekday(row))
        free = float("-inf")
        for week in range(WEEKS):
            monday = self.begins + timedelta(weeks=week)
            first = next((d for n in range(7) if (d := monday + timedelta(days=n)).day == 1), None)
            if first is None:
                continue
            name = QLocale().standaloneMonthName(first.month, QLocale.FormatType.ShortFormat)
            name = name if first.month > 1 else f"{name} {first.year}"
            along, width = week * side, metrics.horizontalAdvance(name)
            if along < free or along + width > WEEKS * side + TIGHT:
                continue
            box = self._box(monday)
            painter.drawText(QPointF(box.right() - width if mirrored else box.left(), TIGHT + metrics.ascent()), name)
            free = along + width + CLOSE

    # --- the cursor ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves the cursor by days and weeks, turns the pages, opens a day."""
        later = -7 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 7
        steps = {
            Key.Key_Up: -1, Key.Key_Down: 1, Key.Key_Right: later, Key.Key_Left: -later,
            Key.Key_PageUp: -28, Key.Key_PageDown: 28,
        }  # fmt: skip
        key = Key(event.key())
        if key in steps:
            self._to(self._cursor + timedelta(days=steps[key]) if self._cursor else self._newest)
        elif key in (Key.Key_Home, Key.Key_End):
            self._to(max(self.begins, self._first) if key == Key.Key_Home else min(self.ends, self._newest))
        elif key in (Key.Key_Return, Key.Key_Enter, Key.Key_Space) and self._cursor is not None:
            self.day_picked.emit(self._cursor)
        else:
            super().keyPressEvent(event)

    def _to(self, day: date) -> None:
        if not self._days:
            return
        self._cursor = min(max(day, self._first), self._newest)
        while self._cursor < self.begins:
            self.turn(-4)
        while self._cursor > self.ends:
            self.turn(4)
        reading = self.reading(self._cursor)
        self.setAccessibleDescription(f"{reading}. {self.sentence()}")
        announce(self, reading)
        self.moved.emit(reading)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Opens the day."""
        day = self.day_at(event.position())
        if day is not None and event.button() is Qt.MouseButton.LeftButton:
            self._to(day)
            self.day_picked.emit(day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Reads out the day under the mouse."""
        day = self.day_at(event.position()) or self._cursor
        self.moved.emit(self.reading(day) if day else "")

    def leaveEvent(self, event: QEvent) -> None:
        """Back to the cursor."""
        self.moved.emit(self.reading(self._cursor) if self._cursor else "")

    def event(self, event: QEvent) -> bool:
        """A day in words beside the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place: QPoint = event.pos()
            day = self.day_at(QPointF(place))
            QToolTip.showText(event.globalPos(), self.reading(day) if day else "", self)
            return True
        return super().event(event)
