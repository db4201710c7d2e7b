"""Pages behind tabs, each built when it is first shown; a page takes the height that it needs, not the tallest's."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from netcheck.gui.theme import CLOSE


class Tabs(QWidget):
    """A row of tabs and the page of the one that is chosen."""

    built = Signal(int)
    """A page was shown for the first time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QTabBar()
        self.bar.setDocumentMode(True)
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.currentChanged.connect(self._show)
        self._makers: list[Callable[[], QWidget]] = []
        self._pages: list[QWidget | None] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(CLOSE)
        self._column.addWidget(self.bar)

    def add(self, name: str, make: Callable[[], QWidget]) -> None:
        """A page more; `make` is called when it is first shown."""
        self._makers.append(make)
        self._pages.append(None)
        self.bar.addTab(name)

    def page(self, place: int) -> QWidget | None:
        """The page, if it was ever shown."""
        return self._pages[place]

    def open(self, place: int) -> None:
        """Show a page."""
        self.bar.setCurrentIndex(place)

    def _show(self, place: int) -> None:
        if not 0 <= place < len(self._makers):
            return
        for page in self._pages:
            if page is not None:
                page.hide()
        page = self._pages[place]
        if page is None:
            page = self._pages[place] = self._makers[place]()
            self._column.addWidget(page, 1)
            self.built.emit(place)
        page.show()
