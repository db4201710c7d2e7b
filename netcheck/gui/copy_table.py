"""A table whose rows are chosen as a whole and can be copied as text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from netcheck.gui.theme import CLOSE, SPACE, TIGHT
from netcheck.gui.words import say

Index = QModelIndex | QPersistentModelIndex

SAMPLE_ROWS = 60
"""Rows that are measured to choose the widths: a long table must open at once."""


LEAST = 20
"""Letters of the flexible column that are always shown."""


class _Cell(QStyledItemDelegate):
    """Keeps "12 min" so in a table that is read from right to left."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if option.direction is Qt.LayoutDirection.RightToLeft and option.text:
            option.text = f"\u2068{option.text}\u2069"


class CopyTable(QTableView):
    """Rows of a model; Ctrl+C copies those that are chosen, or all where none is."""

    def __init__(self, name: str, flexible: int | None = None, parent: QWidget | None = None) -> None:
        """`name` is what a screen reader calls it; `flexible` the column that may be cut where room is short."""
        super().__init__(parent)
        self._flexible = flexible
        self._dispensable = False
        """Whether the flexible column goes where it would be cut too short: what it says stands elsewhere, too."""
        self._natural: list[int] = []
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # Tab leaves the table: within it one goes by the arrow keys.
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)  # the card shows through
        self.setItemDelegate(_Cell(self))
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda place: self.menu().popup(self.viewport().mapToGlobal(place)))
        self._size_rows()

    def _size_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + CLOSE)
        self.verticalHeader().setMinimumSectionSize(self.fontMetrics().height() + TIGHT)
        self.setIconSize(QSize(self.fontMetrics().height(), self.fontMetrics().height()))

    def sizeHint(self) -> QSize:
        """The heading and four rows: a table takes the room that is left."""
        rows = 4 * self.verticalHeader().defaultSectionSize()
        return QSize(super().sizeHint().width(), self.horizontalHeader().sizeHint().height() + rows)

    def changeEvent(self, event: QEvent) -> None:
        """Other letters: other heights and widths."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange, QEvent.Type.StyleChange):
            self._size_rows()
            self.fit()

    def fit(self) -> None:
        """Make each column as wide as what stands in it; the flexible one takes what is left, or all do."""
        model = self.model()
        if model is None:
            return
        metrics, header = self.fontMetrics(), self.horizontalHeader()
        rows = range(min(SAMPLE_ROWS, model.rowCount()))
        self._natural = []
        for column in range(model.columnCount()):
            indexes = [model.index(row, column) for row in rows]
            widest = max((metrics.horizontalAdvance(str(index.data() or "")) for index in indexes), default=0)
            sign = metrics.height() + CLOSE if any(i.data(Qt.ItemDataRole.DecorationRole) for i in indexes[:1]) else 0
            self._natural.append(max(widest + sign + SPACE, header.sectionSizeHint(column)))
        self._spread()

    def natural_width(self) -> int:
        """Logical pixels of all columns but the one that can be spared."""
        spared = self._natural[self._flexible] if self._flexible is not None and self._natural else 0
        return sum(self._natural) - spared + self.verticalScrollBar().sizeHint().width()

    def _spread(self) -> None:
        widths, room = list(self._natural), self.viewport().width()
        if not widths:
            return
        if self._flexible is None:
            widths = [width + max(0, room - sum(widths)) // len(widths) for width in widths]
        else:
            others = sum(widths) - widths[self._flexible]
            least = min(widths[self._flexible], LEAST * self.fontMetrics().averageCharWidth())
            widths[self._flexible] = max(least, room - others)
            if self._dispensable:
                self.setColumnHidden(self._flexible, room - others < least)
                short = max(0, others - room) // max(1, len(widths) - 1) + 1 if others > room else 0
                widths = [width - min(short, CLOSE) for width in widths]
        for column, width in enumerate(widths):
            self.horizontalHeader().resizeSection(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, wider columns."""
        super().resizeEvent(event)
        self._spread()

    # --- copying ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copies; everything else as Qt does it."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the rows on the clipboard."""
        QGuiApplication.clipboard().setText(self.as_text())

    def as_text(self) -> str:
        """A heading and the chosen rows, in their order, or all; columns parted by tabs."""
        model = self.model()
        if model is None:
            return ""
        chosen = sorted(index.row() for index in self.selectionModel().selectedRows())
        columns = range(model.columnCount())
        horizontal = Qt.Orientation.Horizontal
        lines = ["\t".join(str(model.headerData(column, horizontal) or "") for column in columns)]
        for row in chosen or range(model.rowCount()):
            lines.append("\t".join(str(model.index(row, column).data() or "") for column in columns))
        return "\n".join(lines) + "\n"

    def menu(self) -> QMenu:
        """What can be done with rows."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(say("&Copy rows as text")).triggered.connect(lambda: self.copy())
        menu.addAction(say("Choose &all")).triggered.connect(lambda: self.selectAll())
        return menu
