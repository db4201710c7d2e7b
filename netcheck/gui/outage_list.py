"""The list of past outages: when, how long, on which side, what it was, and how often it went away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from netcheck.core.history import PastOutage
from netcheck.core.model import Side
from netcheck.core.retelling import retold_headline
from netcheck.core.words import SEGMENT_NAMES, one_line
from netcheck.gui.copy_table import CopyTable, Index
from netcheck.gui.icons import Mark, mark_icon, mark_pixmap
from netcheck.gui.telling import mark_of, where_of
from netcheck.gui.theme import Colours, colours_of
from netcheck.gui.words import duration, say, when

WHEN, LENGTH, WHERE, WHAT, DROPS = range(5)
NOWHERE = QModelIndex()


def length_of(past: PastOutage) -> str:
    """How long it was down, as far as somebody looked."""
    length = duration(past.down_s)
    if not past.over:
        return say("{length} so far").format(length=length)
    return say("at least {length}").format(length=length) if past.unseen else length


def side_of(past: PastOutage) -> str:
    """Where the fault was, in words."""
    return where_of(past.outage.verdict) or say("Not known where")


def place_of(past: PastOutage) -> str:
    """The same, short enough for a column."""
    verdict = past.outage.verdict
    if not verdict.accuses or verdict.segment is None:
        return say("Not known")
    text = say("At home: {part}") if verdict.side is Side.LOCAL else say("Outside: {part}")
    return text.format(part=say(SEGMENT_NAMES[verdict.segment]))


class OutageModel(QAbstractTableModel):
    """Outages as rows; the texts are made only for the rows that are seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outages: tuple[PastOutage, ...] = ()
        self._by = WHEN, Qt.SortOrder.DescendingOrder
        self._icons: dict[tuple[Mark, Colours], QIcon] = {}

    def show(self, outages: tuple[PastOutage, ...]) -> None:
        """These instead of those before."""
        self.beginResetModel()
        self.outages = outages
        self._order()
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """One row an outage."""
        return 0 if parent.isValid() else len(self.outages)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Five."""
        return 0 if parent.isValid() else 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the columns are called."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (say("When"), say("Length"), say("Where"), say("What"), say("Times"))[section]
        if role == Qt.ItemDataRole.ToolTipRole and section == DROPS:
            return say("How often it went away before it came back for good")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell: its text, its sign, or what it is ordered by."""
        if not index.isValid():
            return None
        past, column = self.outages[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(past, column)
        if role == Qt.ItemDataRole.ToolTipRole and column in (WHERE, WHAT):
            return self._text(past, column)
        if role == Qt.ItemDataRole.DecorationRole and column == WHERE:
            return self._icon(mark_of(past.outage.verdict))
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows: lengths by their seconds, not by their letters. A proxy that asks row by row takes 20 times
        as long for ten years of outages."""
        self.layoutAboutToBeChanged.emit()
        self._by = column, order
        before = [self.outages[index.row()].outage.id for index in self.persistentIndexList()]
        self._order()
        places = {past.outage.id: row for row, past in enumerate(self.outages)}
        for index, outage_id in zip(self.persistentIndexList(), before, strict=True):
            self.changePersistentIndex(index, self.index(places[outage_id], index.column()))
        self.layoutChanged.emit()

    def _order(self) -> None:
        column, order = self._by

        def key(past: PastOutage) -> tuple[Any, datetime]:
            since = past.outage.down_since
            match column:
                case 0:
                    return 0, since
                case 1:
                    return past.down_s, since
                case 4:
                    return past.outage.drops, since
            return self._text(past, column), since

        self.outages = tuple(sorted(self.outages, key=key, reverse=order is Qt.SortOrder.DescendingOrder))

    @staticmethod
    def _text(past: PastOutage, column: int) -> str:
        match column:
            case 0:
                return when(past.outage.down_since)
            case 1:
                return length_of(past)
            case 2:
                return place_of(past)
            case 3:
                return one_line(retold_headline(past.outage.verdict.fault, past.outage.verdict.headline, say))
        return str(past.outage.drops)

    def _icon(self, mark: Mark) -> QIcon:
        colours = colours_of()
        if (mark, colours) not in self._icons:
            icon = mark_icon(mark, colours)
            # Qt would tint the sign of a chosen row until it cannot be told from others.
            on, back = colours.on_accent, colours.accent
            chosen = replace(colours, home=on, upstream=on, unknown=on, degraded=on, ok=on, on_sign=back)
            for side in (16, 24, 32, 48):
                icon.addPixmap(mark_pixmap(mark, side, chosen), QIcon.Mode.Selected)
            self._icons[mark, colours] = icon
        return self._icons[mark, colours]


class OutageList(CopyTable):
    """The newest first, or as its headings are clicked; tells which one is current."""

    picked = Signal(object)
    """The PastOutage that is current now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(say("Outages"), WHAT, parent)
        self._dispensable = True  # the details beside it say it in full
        self._rows = OutageModel(self)
        self.setModel(self._rows)
        self.horizontalHeader().setSortIndicator(WHEN, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)
        self.horizontalHeader().setStretchLastSection(False)
        self.selectionModel().currentRowChanged.connect(self._current_changed)

    def show_outages(self, outages: tuple[PastOutage, ...]) -> None:
        """Show these; the one that was current stays so, else the first one becomes it."""
        before = self.current()
        self._rows.show(outages)
        self.fit()
        if not (before and self.pick(before.outage.id)) and outages:
            self._go(0)

    def current(self) -> PastOutage | None:
        """The outage that the details are about."""
        index = self.currentIndex()
        return self._rows.outages[index.row()] if index.isValid() else None

    def pick(self, outage_id: str) -> bool:
        """Make an outage the current one; whether it is in the list."""
        row = next((n for n, past in enumerate(self._rows.outages) if past.outage.id == outage_id), None)
        if row is None:
            return False
        self._go(row)
        return True

    def pick_day(self, day: date) -> bool:
        """Make the first outage that touches this day the current one; whether there is one."""
        touching = [past for past in self._rows.outages if _first_day(past) <= day <= _last_day(past)]
        first = min(touching, key=lambda past: past.outage.down_since, default=None)
        return first is not None and self.pick(first.outage.id)

    def _go(self, row: int) -> None:
        index = self._rows.index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def _current_changed(self, *_: object) -> None:
        if (past := self.current()) is not None:
            self.picked.emit(past)


def _first_day(past: PastOutage) -> date:
    return past.outage.down_since.astimezone().date()


def _last_day(past: PastOutage) -> date:
    return (past.outage.up_since or datetime.now(UTC)).astimezone().date()
