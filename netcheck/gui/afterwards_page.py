"""What to pick up again after the outage: services, meetings, a check-list; each point to be ticked off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTime, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QTimeEdit, QWidget

from netcheck.core.pick_up import Point
from netcheck.core.speech import Spoken
from netcheck.core.words import one_line
from netcheck.gui.card import Heading, Link, Text
from netcheck.gui.flow import Flow
from netcheck.gui.speech_parts import clear, column_of
from netcheck.gui.theme import CLOSE, SPACE, TIGHT, Size
from netcheck.gui.words import say

CHECK_LIST = ("handover", "check_list")
LONGEST = 150
"""Letters of a meeting."""


class AfterwardsPage(QWidget):
    """Takes the list; tells of meetings and ticks."""

    meeting_added = Signal(str)
    """Its time and what it is: "14:30 Team call"."""
    point_ticked = Signal(str, bool)
    """Name of a point; whether it is done."""
    setting_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[tuple[str, tuple[Point, ...]], ...] | None = None
        self._nothing = Text(say("No outage is known, so nothing waits for you."), muted=True)
        self.first = Text("", Size.TITLE)
        self.left = Text("", muted=True)
        self._list = QWidget()
        self._groups = column_of(self._list, TIGHT)
        self.at, self.what = QTimeEdit(), QLineEdit()
        self.at.setTime(_next_half_hour())
        self.at.setAccessibleName(say("Time of the meeting"))
        self.what.setMaxLength(LONGEST)
        self.what.setPlaceholderText(say("Team call, …"))
        self.what.setAccessibleName(say("Meeting"))
        self.add = QPushButton(say("Add"))
        self.add.setEnabled(False)
        self.what.textChanged.connect(lambda text: self.add.setEnabled(bool(text.strip())))
        self.what.returnPressed.connect(self._add)
        self.add.clicked.connect(self._add)
        row = QHBoxLayout()
        row.setSpacing(CLOSE)
        row.addWidget(self.at)
        row.addWidget(self.what, 1)
        row.addWidget(self.add)
        change = Link(say("Change the check-list…"))
        change.clicked.connect(lambda: self.setting_wanted.emit(CHECK_LIST))
        foot = Flow()
        foot.addWidget(change)
        self._all = QWidget()
        column = column_of(self._all, SPACE)
        for widget in (self.first, self.left, self._list, Heading(say("A meeting that you may miss"))):
            column.addWidget(widget)
        column.addLayout(row)
        column.addLayout(foot)
        whole = column_of(self)
        whole.addWidget(self._nothing)
        whole.addWidget(self._all)
        whole.addStretch(1)
        self.tell(None)

    def tell(self, said: Spoken | None) -> None:
        """Show this list; None: there is no outage."""
        self._nothing.setVisible(said is None)
        self._all.setVisible(said is not None)
        if said is None:
            return
        found = said.pick_up
        self.first.tell(found.first)
        open_ones = sum(not point.done for point in found.points)
        if not found.points:
            self.left.tell(say("Nothing is known that would wait for you."))
        elif not open_ones:
            self.left.tell(say("All of it is done."))
        else:
            self.left.tell(say("Open: {n} of {all}").format(n=open_ones, all=len(found.points)))
        groups = (
            (say("Services"), found.services),
            (say("Meetings"), tuple(sorted(found.meetings, key=lambda point: point.text))),
            (say("Then"), found.others),
            (say("Your list"), found.check_list),
        )
        self._show(tuple((heading, points) for heading, points in groups if points))

    def boxes(self) -> list[QCheckBox]:
        """The points that are shown, in their order."""
        found = (item.widget() for n in range(self._groups.count()) if (item := self._groups.itemAt(n)) is not None)
        return [row.box for row in found if isinstance(row, _Line)]

    def _show(self, groups: tuple[tuple[str, tuple[Point, ...]], ...]) -> None:
        if groups == self._shown:
            return
        names = [point.name for _, points in groups for point in points]
        before = [point.name for _, points in self._shown or () for point in points]
        self._shown = groups
        if names == before and names:
            # The same list: what has the focus keeps it.
            every = [point for _, points in groups for point in points]
            for row, point in zip(self._rows(), every, strict=True):
                row.tell(point)
            return
        clear(self._groups)
        for heading, points in groups:
            self._groups.addWidget(Heading(heading))
            for point in points:
                line = _Line(point)
                line.ticked.connect(self.point_ticked)
                self._groups.addWidget(line)
            self._groups.addSpacing(CLOSE)

    def _rows(self) -> Sequence[_Line]:
        found = (item.widget() for n in range(self._groups.count()) if (item := self._groups.itemAt(n)) is not None)
        return [row for row in found if isinstance(row, _Line)]

    def _add(self) -> None:
        what = one_line(self.what.text()).strip()
        if what:
            self.meeting_added.emit(f"{self.at.time().toString('HH:mm')} {what}")
            self.what.clear()


class _Line(QWidget):
    """One point, to be ticked off; its words wrap, which those of a check box do not."""

    ticked = Signal(str, bool)

    def __init__(self, point: Point) -> None:
        super().__init__()
        self._name = point.name
        self.box = QCheckBox()
        self.box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.box.clicked.connect(lambda on: self.ticked.emit(self._name, on))
        self._text = Text()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(CLOSE)
        row.addWidget(self.box)
        row.addWidget(self._text, 1)
        self.tell(point)

    def tell(self, point: Point) -> None:
        """Show this point."""
        self.box.setChecked(point.done)
        self.box.setAccessibleName(one_line(point.text))
        self._text.tell(point.text)


def _next_half_hour() -> QTime:
    now = QTime.currentTime()
    return now.addSecs((30 - now.minute() % 30) * 60 - now.second())
