"""The list of the pages of the settings, beside the page that is shown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from netcheck.gui.theme import CLOSE, FAR, SPACE, TIGHT, WIDE, Size, sized
from netcheck.gui.words import say


class Contents(QListWidget):
    """The names of the pages, as wide as they need."""

    def __init__(self, parent: QWidget) -> None:
        self._titles: list[str] = []
        super().__init__(parent)
        self.setAccessibleName(say("Pages of settings"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet(
            f"QListWidget {{ background: transparent }} QListWidget::item {{ padding: 0 {CLOSE}px;"
            f" border: none; border-radius: {TIGHT}px }} QListWidget::item:selected {{ background: palette(highlight);"
            f" color: palette(highlighted-text) }}"
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def add(self, title: str) -> None:
        """One more page, with room for the sign that something is wrong there."""
        self._titles.append(title)
        self.addItem(QListWidgetItem(title))
        self._measure()

    def mark(self, row: int, wrong: bool) -> None:
        """Show whether something on this page needs a correction."""
        item, title = self.item(row), self._titles[row]
        item.setText(f"✗ {title}" if wrong else title)
        spoken = say("{page}: something here needs a correction").format(page=title) if wrong else title
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)

    def _measure(self) -> None:
        letters = self.fontMetrics()
        for row, title in enumerate(self._titles):
            wide = letters.horizontalAdvance(f"✗ {title}") + FAR + WIDE
            self.item(row).setSizeHint(QSize(wide, letters.height() + SPACE))
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters need more room; a list with a style sheet does not hear of them by itself."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.setFont(sized(Size.BODY))
            self._measure()

    def sizeHint(self) -> QSize:
        """As wide as the longest name."""
        width = max(self.sizeHintForIndex(self.indexFromItem(self.item(n))).width() for n in range(self.count()))
        return QSize(width, super().sizeHint().height())
