"""Parts that the pages share on which the program speaks for the person: columns, small codes, lines to copy."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLayout, QVBoxLayout, QWidget

from netcheck.core.speech import Spoken
from netcheck.gui import qr_code
from netcheck.gui.bridge import Errands
from netcheck.gui.card import Link, Text, announce
from netcheck.gui.qr_code import Code
from netcheck.gui.theme import CLOSE, FAR, SPACE, TIGHT, Size
from netcheck.gui.words import say, when

NARROW = 52
"""Widths of a letter below which two columns stand below one another."""
SMALL = 7
"""Side of a small code in heights of a letter, for a few dozen letters; of more letters it is larger."""
PIXELS = 3
"""Those of the screen for each module, at least."""
MOST_CODED = 350
"""Letters of a small code; more make one that is too fine at this size."""


class Columns(QWidget):
    """Two columns, or one where there is no room for two; what stands first comes first in both."""

    def __init__(self, first: QWidget, second: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(FAR)
        self._row.addWidget(first, 3, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(second, 2, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside one another where there is room."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW * self.fontMetrics().averageCharWidth() * 1.6
        wanted = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if wanted is not self._row.direction():
            self._row.setDirection(wanted)


class SmallCode(QWidget):
    """A code with a line about it; drawn on another thread, away where there is nothing to draw."""

    def __init__(self, caption: str, *, beside: bool = False) -> None:
        """`beside`: the line stands beside the code, not below it."""
        super().__init__()
        self._text = ""
        self._errands: Errands | None = None
        self.code = Code("", em=SMALL, pixels=PIXELS, tight=True)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        row = QBoxLayout(way, self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE if beside else TIGHT)
        row.addWidget(self.code, 0, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        row.addWidget(Text(caption, Size.SMALL, muted=True), 1)
        self.hide()

    def show_text(self, text: str) -> None:
        """The code of this text; none for an empty or a long one."""
        if text == self._text:
            return
        self._text = text
        self.setVisible(0 < len(text) <= MOST_CODED)
        if not self.isHidden():
            self.code.setAccessibleName(text)
            if self._errands is None:
                self._errands = errands = Errands("code", self)
                weakref.finalize(self, errands.close)
            self._errands.run(lambda: (text, qr_code.rows_of(text)), self._drawn)

    def _drawn(self, drawn: tuple[str, qr_code.Rows]) -> None:
        if drawn[0] == self._text:
            self.code.show_rows(drawn[1])


class Rows(QWidget):
    """What is asked and what to answer, in two columns; a label that is repeated stands once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[tuple[str, str], ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE)
        self._grid.setVerticalSpacing(TIGHT)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 5)

    def show_rows(self, rows: Sequence[tuple[str, str]], empty: str) -> None:
        """Show these; `empty` stands where there is no answer."""
        shown = tuple(rows)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._grid)
        before = ""
        for place, (label, value) in enumerate(shown):
            self._grid.addWidget(Text("" if label == before else label, muted=True), place, 0)
            self._grid.addWidget(Text(value or empty, muted=not value).selectable(), place, 1)
            before = label


class CopyLink(Link):
    """Copies a text, and says so."""

    def __init__(self, text: str, wanted: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._wanted = wanted
        self.clicked.connect(self._copy)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._wanted())
        announce(self, say("Copied."))


def about_line(said: Spoken) -> str:
    """Which outage is spoken of where it is over, or not watched any more; empty for the one that lasts."""
    if said.ended is not None:
        text = say("About the outage from {since} to {until}.")
        return text.format(since=when(said.since), until=when(said.ended))
    if said.seen_until is not None:
        text = say("netcheck does not watch now: whether it still lasts is not known. It was last seen at {time}.")
        return text.format(time=when(said.seen_until))
    return ""


def column_of(widget: QWidget, spacing: int = CLOSE) -> QVBoxLayout:
    """A column that fills a widget."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    return column


def clear(layout: QLayout) -> None:
    """Take everything out of it, for good."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
