"""The calendar of outages with its months, its arrows to earlier years, and what its marks mean."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from netcheck.gui.card import Card, Heading, Text
from netcheck.gui.day_marks import Scale
from netcheck.gui.heat_map import HeatMap
from netcheck.gui.theme import CLOSE, Size
from netcheck.gui.words import say

TURN_WEEKS = 26
"""How far an arrow turns: half of what is shown, so that one keeps one's place."""


class Calendar(Card):
    """A heading, the map, and under it the day that the cursor or the mouse is on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.map = HeatMap()
        self.title, self.reading = Heading(""), Text("", Size.SMALL)
        self.earlier, self.later = QToolButton(), QToolButton()
        top = QHBoxLayout()
        top.setSpacing(CLOSE)
        top.addWidget(self.title, 1)
        names = (say("Earlier months"), say("Later months"))
        for button, name, weeks in zip((self.earlier, self.later), names, (-TURN_WEEKS, TURN_WEEKS), strict=True):
            button.setAutoRaise(True)
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.clicked.connect(lambda _=False, weeks=weeks: self.map.turn(weeks))
            top.addWidget(button)
        self.column.addLayout(top)
        self.column.addWidget(self.map)
        self.column.addWidget(Scale(), 0, Qt.AlignmentFlag.AlignTrailing)
        self.column.addWidget(self.reading)
        self.column.addStretch(1)
        self.map.moved.connect(self._moved)
        self.map.turned.connect(self._turned)
        self._point()

    def _moved(self, reading: str) -> None:
        self.reading.tell(reading or self.map.counted())

    def _turned(self) -> None:
        self.reading.tell(self.map.counted())
        self.title.tell(self.map.title())
        self.earlier.setEnabled(self.map.can_turn(-1))
        self.later.setEnabled(self.map.can_turn(1))

    def _point(self) -> None:
        """Earlier lies where reading begins."""
        arrows = [Qt.ArrowType.LeftArrow, Qt.ArrowType.RightArrow]
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            arrows.reverse()
        self.earlier.setArrowType(arrows[0])
        self.later.setArrowType(arrows[1])

    def changeEvent(self, event: QEvent) -> None:
        """Another language may be read the other way."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._point()
