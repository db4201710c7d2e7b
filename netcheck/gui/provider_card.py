"""The provider: how it says things are, for how long, how old that word is, and how it can be reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from netcheck.core.history import Entry
from netcheck.core.model import NOTHING, Fact
from netcheck.gui.address_line import AddressLine
from netcheck.gui.card import Card, Heading, Hint, Link, Text, announce
from netcheck.gui.flow import Flow
from netcheck.gui.icons import Badge
from netcheck.gui.provider_facts import moment_of
from netcheck.gui.provider_words import PLANNED, ProviderTold, tell_provider
from netcheck.gui.said_and_measured import SaidAndMeasured, lines_of
from netcheck.gui.signed_text import SignedText
from netcheck.gui.theme import CLOSE, SPACE, TIGHT, Size
from netcheck.gui.words import say, when

MINUTE_MS = 60_000
"""Between two tellings of how old the news is, while somebody can see it."""
ASKING_MS = 12_000
"""A question that has brought no whole look by then was not asked: watching is paused, or the program is ending."""


def _now() -> datetime:
    return datetime.now(UTC)


class ProviderCard(Card):
    """Shows what is known of the provider; where nothing is, how to change that."""

    settings_wanted = Signal()
    setting_wanted = Signal(object)
    """Key of the setting that is missing or wrong, such as ("isp", "area")."""
    opened = Signal(QWidget)
    """This part is to be scrolled into view."""
    ask_wanted = Signal()
    """Its status page is to be asked now."""

    def __init__(self, parent: QWidget | None = None, now: Callable[[], datetime] = _now) -> None:
        """`now` is for tests."""
        super().__init__(parent)
        self._now = now
        self._known: Mapping[str, Fact] | None = None
        self._estimate: Mapping[str, Fact] | None = None
        self._entries: tuple[Entry, ...] = ()
        self._told = ProviderTold()
        self._asking = False
        self._build()
        self._ages = QTimer(self)
        self._ages.setInterval(MINUTE_MS)
        self._ages.timeout.connect(self._tell)
        self._courtesy = QTimer(self)
        self._courtesy.setSingleShot(True)
        self._courtesy.timeout.connect(self._tell)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(ASKING_MS)
        self._patience.timeout.connect(self._asked)
        self.show_provider(NOTHING)

    # --- how it is made ---

    def _build(self) -> None:
        self._heading = Heading("")
        self._learnt = Link(say("Learnt from your line. Not right?"))
        self._learnt.clicked.connect(lambda: self.setting_wanted.emit(("isp", "name")))
        self._state = SignedText(bold=True)
        self._trouble = Text(size=Size.SMALL, muted=True)
        self._sheet = Hint()
        self._sheet.column.setSpacing(TIGHT)
        self._kept = Text(size=Size.SMALL, muted=True)
        self._title, self._text = Text(bold=True), Text()
        self._stage, self._yours = Text(size=Size.SMALL, muted=True), SignedText(Size.SMALL)
        self._set_area = Link(say("Say where you live…"))
        self._set_area.clicked.connect(lambda: self.setting_wanted.emit(("isp", "area")))
        for text in (self._kept, self._title, self._text, self._stage, self._yours):
            self._sheet.column.addWidget(text)
        self._sheet.column.addWidget(self._set_area, 0, Qt.AlignmentFlag.AlignLeading)
        self._line, self._basis = Text(bold=True), Text(size=Size.SMALL, muted=True)
        self._quiet, self._age = Text(muted=True), Text(size=Size.SMALL, muted=True)
        self._second = SignedText()
        self._planned = [Text(size=Size.SMALL, muted=True) for _ in range(PLANNED)]
        self._none = Text(say("No provider is set. Its phone number and what it announces can stand here."))
        self._set = Link(say("Name your provider…"))
        self._set.clicked.connect(self.settings_wanted)
        self.column.addLayout(self._close_by(self._heading, self._learnt))
        self.column.addLayout(self._close_by(self._state, self._trouble))
        self.column.addWidget(self._sheet)
        self.column.addLayout(self._close_by(self._line, self._basis))
        self.column.addLayout(self._close_by(self._quiet, self._age))
        for part in (self._second, *self._planned, self._none):
            self.column.addWidget(part)
        self.column.addWidget(self._set, 0, Qt.AlignmentFlag.AlignLeading)
        self._addresses: list[AddressLine] = []
        self._facts = QVBoxLayout()
        self._facts.setSpacing(CLOSE)
        self.column.addLayout(self._facts)
        self._build_foot()

    def _build_foot(self) -> None:
        self._past = SaidAndMeasured()
        self._past.hide()
        self._more = Link("")
        self._more.clicked.connect(self._toggle_past)
        self._ask = QPushButton(say("Ask now"))
        self._ask.setAccessibleDescription(say("Asks the provider's status page"))
        self._ask.clicked.connect(self._want_ask)
        self._again = Text(size=Size.SMALL, muted=True)
        self._buttons = QWidget()
        row = Flow(self._buttons)
        row.setSpacing(SPACE)
        row.addWidget(self._ask)
        row.addWidget(self._more)
        self.column.addWidget(self._buttons)
        self.column.addWidget(self._again)
        self.column.addWidget(self._past)

    @staticmethod
    def _close_by(*parts: QWidget) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(TIGHT // 2)
        for part in parts:
            link = isinstance(part, Link)
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeading if link else Qt.AlignmentFlag(0))
        return column

    # --- what is shown ---

    def show_provider(self, known: Mapping[str, Fact]) -> None:
        """Show what a report holds under `provider`; a whole look is over."""
        if self._asking:
            self._asked()
        if known == self._known:
            return
        before, self._known = self._known, dict(known)
        self._tell()
        shown = ("name", "support_phone", "status_url", "page_url")
        if before is None or any(before.get(name) != known.get(name) for name in shown):
            self._show_facts()
        self._show_past()

    def show_estimate(self, estimate: Mapping[str, Fact] | None) -> None:
        """The newest reckoning; None: the one in the report, if any."""
        if estimate != self._estimate:
            self._estimate = estimate
            self._tell()

    def show_journal(self, entries: Sequence[Entry]) -> None:
        """What was measured, as the journal has it."""
        self._entries = tuple(entries)
        self._show_past()

    def told(self) -> ProviderTold:
        """What is shown, in words."""
        return self._told

    def _tell(self) -> None:
        now, known = self._now(), self._known or NOTHING
        told = self._told = tell_provider(known, self._estimate, now)
        self._heading.tell(told.name or say("Your provider"))
        self._learnt.setVisible(told.learnt and bool(told.name))
        self._state.tell(told.badge, told.state)
        self._trouble.tell(told.trouble, hide_empty=True)
        self._kept.tell(told.kept, hide_empty=True)
        self._title.tell(told.title)
        self._text.tell(told.text, hide_empty=True)
        self._stage.tell(told.stage, hide_empty=True)
        self._yours.tell(Badge.UNKNOWN, told.yours)
        self._set_area.setVisible(told.area_missing)
        self._sheet.setVisible(bool(told.title))
        self._line.tell(told.estimate, hide_empty=True)
        self._basis.tell(told.basis, hide_empty=True)
        self._quiet.tell(told.quiet, hide_empty=True)
        self._age.tell(told.age, hide_empty=True)
        self._second.tell(told.second_badge, told.second_way)
        for place, text in enumerate(self._planned):
            text.tell(told.planned[place] if place < len(told.planned) else "", hide_empty=True)
        self._none.setVisible(told.nothing)
        self._set.setVisible(told.nothing)
        self._show_asking(now)

    def _show_facts(self) -> None:
        for line in self._addresses:
            self._facts.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._addresses = []
        for caption, value in ((say("Phone"), self._told.phone), (say("Status page"), self._told.page)):
            if value:
                line = AddressLine(caption, value)
                self._addresses.append(line)
                self._facts.addWidget(line)
                line.show()
        # Whoever goes on by Tab comes to them in the order in which they are seen.
        last: QWidget = self._set_area
        for line in self._addresses:
            for part in (line.copy, line.code):
                QWidget.setTabOrder(last, part)
                last = part

    def _show_past(self) -> None:
        lines = lines_of((self._known or NOTHING).get("said"), self._entries)
        self._past.show_lines(lines, self._now())
        if not lines:
            self._past.hide()
        self._name_more()

    def _name_more(self) -> None:
        there = bool(self._past.lines())
        self._more.setText(say("Hide what it said") if not self._past.isHidden() else say("What it said, and when"))
        self._more.setVisible(there)
        self._buttons.setVisible(there or bool(self._told.page))
        self._buttons.updateGeometry()

    def _toggle_past(self) -> None:
        self._past.setVisible(self._past.isHidden())
        self._name_more()
        if not self._past.isHidden():
            self.opened.emit(self._past)

    # --- asking ---

    def _want_ask(self) -> None:
        if self._may_ask_at() is not None:
            announce(self, self._again.told())
            return
        self._asking = True
        self._patience.start()
        self._tell()
        self.ask_wanted.emit()

    def _asked(self) -> None:
        self._asking = False
        self._patience.stop()
        self._tell()

    def _may_ask_at(self) -> datetime | None:
        """When it may be asked again; None: now."""
        at = moment_of(self._known or NOTHING, "next_ask_at")
        return at if at is not None and at > self._now() else None

    def _show_asking(self, now: datetime) -> None:
        at = self._may_ask_at()
        self._ask.setVisible(bool(self._told.page))
        self._ask.setText(say("Asking…") if self._asking else say("Ask now"))
        self._ask.setEnabled(not self._asking)
        text = say("Its page may be asked again at {time}: many ask it now.").format(time=when(at, now)) if at else ""
        self._again.tell(text if self._told.page else "", hide_empty=True)
        if at is not None:
            self._courtesy.start(round(min(at - now, timedelta(hours=1)) / timedelta(milliseconds=1)) + 1)

    # --- only while somebody can see it ---

    def showEvent(self, event: QShowEvent) -> None:
        """The news is as old as it is now, and grows older."""
        super().showEvent(event)
        self._tell()
        self._ages.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees it grow older."""
        super().hideEvent(event)
        self._ages.stop()
