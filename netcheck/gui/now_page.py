"""The first page: what to do, beside what changed and the provider, and below them the timeline."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from netcheck.core.history import Gap, Point
from netcheck.gui.card import Card, Heading
from netcheck.gui.changed_card import ChangedCard
from netcheck.gui.plot import Plot
from netcheck.gui.provider_card import ProviderCard
from netcheck.gui.theme import SPACE
from netcheck.gui.what_to_do import WhatToDo
from netcheck.gui.words import say

LETTERS = 92
"""Letters side by side from which on there is room for two columns."""


class NowPage(QWidget):
    """Two columns where there is room, one where there is not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.what_to_do = WhatToDo()
        self.changed = ChangedCard()
        self.provider = ProviderCard()
        self.plot = Plot()
        side = QVBoxLayout()
        side.setSpacing(SPACE)
        side.addWidget(self.changed)
        side.addWidget(self.provider)
        side.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(SPACE)
        self._columns.addWidget(self.what_to_do, 3)
        self._columns.addLayout(side, 2)
        self._timeline = Card()
        self._timeline.column.addWidget(Heading(say("Timeline")))
        self._timeline.column.addWidget(self.plot, 1)
        self._timeline.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addLayout(self._columns)
        column.addWidget(self._timeline, 1000)
        column.addStretch(1)  # takes the room while there is no timeline

    def show_points(self, points: tuple[Point, ...], gaps: tuple[Gap, ...]) -> None:
        """What was seen so far."""
        self.plot.set_points(points, gaps)
        self._timeline.setVisible(bool(points))

    def add_point(self, point: Point) -> None:
        """One look more."""
        self.plot.add(point)
        self._timeline.show()

    def add_gap(self, gap: Gap) -> None:
        """A time without a look."""
        self.plot.add_gap(gap)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column or two."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters need more room."""
        if event.type() == QEvent.Type.FontChange:
            self._arrange()
        super().changeEvent(event)

    def _arrange(self) -> None:
        room = self.width() >= LETTERS * self.fontMetrics().averageCharWidth()
        wanted = QBoxLayout.Direction.LeftToRight if room else QBoxLayout.Direction.TopToBottom
        if self._columns.direction() is not wanted:
            self._columns.setDirection(wanted)
