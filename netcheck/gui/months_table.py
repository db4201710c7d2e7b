"""How much of each month it was down, and on which side."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QDate, QLocale, QModelIndex, Qt
from PySide6.QtWidgets import QWidget

from netcheck.core.history import Month
from netcheck.gui.copy_table import CopyTable, Index
from netcheck.gui.words import duration, say

NOWHERE = QModelIndex()
NONE = "–"


class MonthModel(QAbstractTableModel):
    """Months as rows, the newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._months: tuple[Month, ...] = ()

    def show(self, months: tuple[Month, ...]) -> None:
        """These instead of those before."""
        self.beginResetModel()
        self._months = tuple(sorted(months, key=lambda m: (m.year, m.month), reverse=True))
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """One row a month."""
        return 0 if parent.isValid() else len(self._months)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Six."""
        return 0 if parent.isValid() else 6

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the columns are called."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            names = (say("Month"), say("Outages"), say("In all"), say("At home"), say("Outside"), say("Not known"))
            return names[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section > 0:
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell: a name, a number or a length of time."""
        if not index.isValid():
            return None
        month, column = self._months[index.row()], index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole and column > 0:
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if column == 0:
            return QLocale().toString(QDate(month.year, month.month, 1), say("MMM yyyy"))
        if column == 1:
            return str(month.outages) if month.outages else NONE
        seconds = (month.local_s + month.upstream_s + month.unknown_s, month.local_s, month.upstream_s, month.unknown_s)
        return _short(seconds[column - 2]) if seconds[column - 2] else NONE


def _short(seconds: float) -> str:
    """To the minute: a month is long."""
    if seconds < 60:
        return say("< 1 min")
    minutes = round(seconds / 60)
    return say("{min} min").format(min=minutes) if minutes < 60 else duration(60.0 * minutes)


class MonthsTable(CopyTable):
    """One row a month; quiet months are there, too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(say("Totals of each month"), parent=parent)
        self._rows = MonthModel(self)
        self.setModel(self._rows)

    def show_months(self, months: tuple[Month, ...]) -> None:
        """Show these."""
        self._rows.show(months)
        self.fit()
