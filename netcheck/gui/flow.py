"""Lays buttons out in lines like words, so that none is cut where the letters are large."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget

from netcheck.gui.theme import CLOSE


class Flow(QLayout):
    """From the side where reading begins to the other, then on the next line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(CLOSE)
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        """Called by addWidget."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The one at a place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take one out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """None: it takes what it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, wide: int) -> int:
        """Logical pixels."""
        return self._lay_out(QRect(0, 0, wide, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place them."""
        super().setGeometry(rect)
        self._lay_out(rect, move=True)

    def sizeHint(self) -> QSize:
        """All on one line."""
        sizes = [item.sizeHint() for item in self._shown()]
        wide = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(wide, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """Room for the widest."""
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lay_out(self, rect: QRect, move: bool) -> int:
        lines: list[list[QLayoutItem]] = [[]]
        x = 0
        for item in self._shown():
            wide = item.sizeHint().width()
            if x and x + wide > rect.width():
                lines.append([])
                x = 0
            lines[-1].append(item)
            x += wide + self.spacing()
        y = 0
        for line in lines:
            high = max((item.sizeHint().height() for item in line), default=0)
            if move:
                self._place(line, QRect(rect.left(), rect.top() + y, rect.width(), high), rect)
            y += high + self.spacing()
        return y - self.spacing()

    def _place(self, line: list[QLayoutItem], row: QRect, rect: QRect) -> None:
        """Side by side, their middles at one height."""
        widget, x = self.parentWidget(), row.left()
        direction = widget.layoutDirection() if widget else Qt.LayoutDirection.LeftToRight
        for item in line:
            size = item.sizeHint().boundedTo(QSize(row.width(), row.height()))
            place = QRect(QPoint(x, row.top() + (row.height() - size.height()) // 2), size)
            item.setGeometry(QStyle.visualRect(direction, rect, place))
            x += size.width() + self.spacing()
