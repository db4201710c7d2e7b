"""The page "Hand over": what it is about, and what is to be done with it: a report, a call, a message, a claim."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from netcheck.core.about import About
from netcheck.core.words import N_, one_line
from netcheck.gui.card import Card, Link
from netcheck.gui.choice_row import ChoiceRow
from netcheck.gui.theme import CLOSE, SPACE
from netcheck.gui.words import say

REPORT, CALL, COLLEAGUES, CLAIM, AFTERWARDS = PARTS = ("report", "call", "colleagues", "claim", "afterwards")
NAMES = {
    REPORT: N_("Report"),
    CALL: N_("C&all the provider"),
    COLLEAGUES: N_("Tell colleag&ues"),
    CLAIM: N_("Cla&im"),
    AFTERWARDS: N_("Afterwards"),
}
LONGEST = 90
"""Letters of one line of "About"."""


class HandoverPage(Card):
    """A part is built when it is first wanted; one that nobody has mounted is not offered."""

    about_chosen = Signal(object)
    """core.about.About; also when the one that was chosen is gone, and another has taken its place."""
    part_chosen = Signal(str)
    """One of PARTS, whenever it comes before the person."""
    open_wanted = Signal()
    """A report that somebody sent is to be opened."""
    shown = Signal()
    """The page is before the person again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered: list[About] = []
        self._chosen_by_person = False
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._parts: dict[str, QWidget] = {}
        self.about = QComboBox()
        self.about.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.about.setMinimumContentsLength(16)
        self.about.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.about.currentIndexChanged.connect(self._choose)
        self.about.activated.connect(self._touched)
        label = QLabel(say("A&bout"))
        label.setBuddy(self.about)
        opening = Link(say("Open one that was sent…"))
        opening.clicked.connect(self.open_wanted)
        top = QHBoxLayout()
        top.setSpacing(CLOSE)
        top.addWidget(label)
        top.addWidget(self.about, 1)
        top.addWidget(opening)
        self.row = ChoiceRow(say("What to do with it"))
        for part in PARTS:
            self.row.add(part, say(NAMES[part]))
            self.row.offer(part, False)
        self.row.chosen.connect(self._show)
        self._place = QVBoxLayout()
        self._below = QVBoxLayout()
        self.column.setSpacing(SPACE)
        self.column.addLayout(top)
        self.column.addWidget(self.row)
        self.column.addLayout(self._place, 1)
        self.column.addLayout(self._below)

    # --- what is mounted ---

    def mount(self, part: str, make: Callable[[], QWidget]) -> None:
        """Offer a part; `make` is called when it is first wanted."""
        self._makers[part] = make
        self.row.offer(part, True)

    def mount_below(self, widget: QWidget) -> None:
        """What stands below every part: the state of deliveries."""
        self._below.addWidget(widget)

    def part(self, part: str) -> QWidget | None:
        """The part, if it was ever shown."""
        return self._parts.get(part)

    def open(self, part: str) -> None:
        """Show this part."""
        if part in self._makers:
            self.row.take(part)
            self._show(part)

    def begin(self) -> None:
        """Everything is mounted: show the part that is taken."""
        self._show(self.row.taken())

    # --- what it is about ---

    def show_offered(self, offered: Sequence[tuple[About, str]]) -> None:
        """What it can be about, each with its line, what is most likely meant first.

        What the person chose stays chosen; as long as they chose nothing, it is the first.
        """
        before = self.chosen()
        self._offered = [about for about, _ in offered]
        place = self._offered.index(before) if self._chosen_by_person and before in self._offered else 0
        self.about.blockSignals(True)
        self.about.clear()
        self.about.addItems([one_line(line)[:LONGEST] for _, line in offered])
        self.about.setCurrentIndex(place if offered else -1)
        self.about.blockSignals(False)
        self.about.setEnabled(bool(offered))
        if (now := self.chosen()) is not None and now != before:
            self.about_chosen.emit(now)

    def chosen(self) -> About | None:
        """What it is about; None as long as nothing is known."""
        place = self.about.currentIndex()
        return self._offered[place] if 0 <= place < len(self._offered) else None

    def choose(self, about: About) -> None:
        """Take this one, if it is offered, as if the person had."""
        if about in self._offered:
            self._touched()
            self.about.setCurrentIndex(self._offered.index(about))

    def showEvent(self, event: QShowEvent) -> None:
        """What was put off while nobody saw it is done now."""
        super().showEvent(event)
        self.shown.emit()

    def _touched(self) -> None:
        self._chosen_by_person = True

    def _choose(self) -> None:
        if (about := self.chosen()) is not None:
            self.about_chosen.emit(about)

    def _show(self, part: str) -> None:
        if part not in self._makers:
            return
        for other in self._parts.values():
            other.hide()
        if part not in self._parts:
            self._parts[part] = self._makers[part]()
            self._place.addWidget(self._parts[part], 1)
        self._parts[part].show()
        self.part_chosen.emit(part)
