"""Whether the provider owes money for this outage, how much by now, by which rule, and the text that claims it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSpinBox, QWidget

from netcheck.core.compensation import State
from netcheck.core.speech import Spoken
from netcheck.gui.card import Heading, Link, Text
from netcheck.gui.flow import Flow
from netcheck.gui.speech_parts import CopyLink, about_line, clear, column_of
from netcheck.gui.theme import CLOSE, SPACE, Size
from netcheck.gui.words import say

COUNTRY, PROVIDER = ("handover", "country"), ("isp", "name")
MOST_MISSED = 50
LINES = 14


class ClaimPage(QWidget):
    """Takes how the clock stands; tells what the person adds."""

    setting_wanted = Signal(object)
    """Key of one setting that the rule needs."""
    call_wanted = Signal()
    """The call to the provider is to be noted: the clock begins with it."""
    missed_told = Signal(int)
    """Appointments that the provider missed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outage = ""
        self._nothing = Text(say("No outage is known, so nothing is owed for one."), muted=True)
        self._about = Text(muted=True)
        self.headline = Text("", Size.HEADLINE)
        self.answer = Text("", Size.TITLE, bold=False).selectable()
        self._more = QWidget()
        self._lines = column_of(self._more)
        self.source = Text("", Size.SMALL, muted=True).selectable()
        self.note = Link(say("Note the call…"))
        self.note.clicked.connect(self.call_wanted)
        self.country = Link(say("Set the country…"))
        self.country.clicked.connect(lambda: self.setting_wanted.emit(COUNTRY))
        self.provider = Link(say("Set your provider…"))
        self.provider.clicked.connect(lambda: self.setting_wanted.emit(PROVIDER))
        buttons = Flow()
        for button in (self.note, self.country, self.provider):
            buttons.addWidget(button)
        self.missed = QSpinBox()
        self.missed.setRange(0, MOST_MISSED)
        self.missed.valueChanged.connect(self.missed_told)
        self._asks = QWidget()
        row = QHBoxLayout(self._asks)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(CLOSE)
        label = Text(say("Appointments that your provider missed"))
        label.setBuddy(self.missed)
        row.addWidget(self.missed)
        row.addWidget(label, 1, Qt.AlignmentFlag.AlignVCenter)
        self.letter = QPlainTextEdit()
        self.letter.setReadOnly(True)
        self.letter.setTabChangesFocus(True)
        self.letter.setAccessibleName(say("The text that claims it"))
        self._letter = QWidget()
        sheet = column_of(self._letter)
        sheet.addWidget(Heading(say("The text that claims it")))
        sheet.addWidget(self.letter)
        copy = Flow()
        copy.addWidget(CopyLink(say("Copy the text"), self.letter.toPlainText))
        sheet.addLayout(copy)
        self._all = QWidget()
        column = column_of(self._all, SPACE)
        column.addWidget(self._about)
        column.addWidget(self.headline)
        column.addWidget(self.answer)
        column.addLayout(buttons)
        for widget in (self._more, self._asks, self._letter, self.source):
            column.addWidget(widget)
        whole = column_of(self)
        whole.addWidget(self._nothing)
        whole.addWidget(self._all)
        whole.addStretch(1)
        self.tell(None)

    def tell(self, said: Spoken | None) -> None:
        """Show how the clock stands; None: there is no outage."""
        self._nothing.setVisible(said is None)
        self._all.setVisible(said is not None)
        if said is None:
            return
        claim = said.claim
        state, rule = claim.clock.state, claim.clock.scheme is not None
        if said.outage != self._outage:
            self._outage = said.outage
            self.missed.blockSignals(True)
            self.missed.setValue(0)
            self.missed.blockSignals(False)
        answer, *more = claim.standing
        self.source.tell(more.pop() if rule and more else "", hide_empty=True)
        self._about.tell(about_line(said), hide_empty=True)
        self.headline.tell(claim.headline)
        self.answer.tell(answer)
        clear(self._lines)
        for line in more:
            self._lines.addWidget(Text(line).selectable())
        self._more.setVisible(bool(more))
        self.note.setVisible(state is State.NOT_REPORTED)
        self.country.setVisible(state is State.NO_COUNTRY)
        self.provider.setVisible(state is State.NO_PROVIDER)
        self._asks.setVisible(state.applies)
        self._letter.setVisible(bool(claim.letter))
        if claim.letter != self.letter.toPlainText():
            self.letter.setPlainText(claim.letter)
            self._fit()

    def _fit(self) -> None:
        """All of the letter at once, as far as that is little."""
        lines = min(self.letter.document().blockCount() + 2, LINES)
        self.letter.setFixedHeight(round((lines + 1) * self.letter.fontMetrics().lineSpacing()))
