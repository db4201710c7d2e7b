"""What happened, what was tried and what was noted, with its time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from netcheck.core.calls import call_of, call_words
from netcheck.core.history import Entry
from netcheck.core.retelling import retold_entry
from netcheck.core.words import N_, one_line
from netcheck.gui.card import Link, Text
from netcheck.gui.note_line import NoteLine
from netcheck.gui.theme import CLOSE, SPACE
from netcheck.gui.words import say, when

KINDS: Mapping[str, str] = {
    "outage_started": N_("Outage began"),
    "outage_changed": N_("Fault changed"),
    "back": N_("Answers again"),
    "restored": N_("Back"),
    "relapsed": N_("Away again"),
    "stable": N_("Stayed up"),
    "flapping": N_("Comes and goes"),
    "slept": N_("Computer slept"),
    "paused": N_("Paused"),
    "resumed": N_("Went on"),
    "router_gone": N_("Router went off"),
    "router_back": N_("Router came back"),
    "provider": N_("Provider says"),
    "done": N_("Done"),
    "did": N_("Done before"),
    "cannot": N_("Not possible"),
    "note": N_("Note"),
    "answer": N_("Your answer"),
    "call": N_("Call to the provider"),
    "meeting": N_("Meeting"),
    "picked": N_("Picked up"),
    "unpicked": N_("Open again"),
}
"""Kinds of entries in words; a kind that is not known is shown as it is called."""
MOST = 200
"""Lines that are shown; the others stand in the history."""


def words_of(entry: Entry) -> str:
    """What an entry says beside its kind, in the person's language."""
    call = call_of(entry)
    return call_words(call, say) if call is not None else one_line(retold_entry(entry, say).text)


class JournalView(QWidget):
    """The newest line first; Ctrl+C copies what is marked, or everything."""

    note_written = Signal(str)
    history_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = Text(
            say("Nothing yet. What happens, what you try and what you note is kept here with its time."), muted=True
        )
        self._table = _Table(0, 3)
        self._table.setHorizontalHeaderLabels([say("When"), say("What"), say("In words")])
        older = Link(say("Older outages…"))
        older.clicked.connect(self.history_wanted)
        note = NoteLine()
        note.written.connect(self.note_written)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(self._empty)
        column.addWidget(self._table, 1)
        column.addWidget(older, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(note)
        self.show_entries(())

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show these, given with the oldest first."""
        newest = entries[: -MOST - 1 : -1]
        self._empty.setVisible(not newest)
        self._table.setVisible(bool(newest))
        rows = [
            (when(entry.at), say(KINDS[entry.kind]) if entry.kind in KINDS else entry.kind, words_of(entry))
            for entry in newest
        ]
        self._table.show_rows(rows)

    def lines(self) -> list[str]:
        """What is shown, one line an entry."""
        return self._table.lines(range(self._table.rowCount()))


class _Table(QTableWidget):
    """Measures its rows by itself: asked to do so, Qt does it again for every cell that is set."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__(rows, columns)
        self._rows: Sequence[tuple[str, ...]] = ()
        self.setAccessibleName(say("Journal"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)  # Tab leaves the table; the arrow keys move within it
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.setMinimumHeight(10 * self.fontMetrics().height())
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(self.columnCount() - 1, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)

    def show_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Show these, and only write what is new."""
        before, self._rows = self._rows, rows
        self.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            if row < len(before) and before[row] == texts:
                continue
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)
        self._measure()

    def _measure(self) -> None:
        metrics, last = self.fontMetrics(), self.columnCount() - 1
        for column in range(last):
            widest = max((metrics.horizontalAdvance(texts[column]) for texts in self._rows), default=0) + 2 * SPACE
            self.setColumnWidth(column, max(widest, self.horizontalHeader().sectionSizeHint(column)))
        room = QRect(0, 0, max(self.columnWidth(last) - SPACE, 1), 100_000)
        for row, texts in enumerate(self._rows):
            high = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, texts[last]).height()
            self.setRowHeight(row, max(high, metrics.height()) + CLOSE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Texts wrap anew."""
        super().resizeEvent(event)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        """Other letters, other sizes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.columnCount():
            self._measure()

    def lines(self, rows: range | list[int]) -> list[str]:
        """These rows as text."""
        return ["\t".join(self._rows[row]) for row in rows]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies."""
        if event.matches(QKeySequence.StandardKey.Copy):
            marked = sorted({index.row() for index in self.selectedIndexes()})
            QGuiApplication.clipboard().setText("\n".join(self.lines(marked or range(self.rowCount()))))
        else:
            super().keyPressEvent(event)
