"""The pages behind the tabs: what to do, evidence, journal and hand-over; most are built when they are wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from netcheck.core.history import Entry
from netcheck.core.model import Observation, Report, Segment
from netcheck.gui.card import Card
from netcheck.gui.now_page import NowPage
from netcheck.gui.tabs import Tabs
from netcheck.gui.words import say

if TYPE_CHECKING:  # they are imported when they are wanted
    from netcheck.gui.evidence_view import EvidenceView
    from netcheck.gui.journal_view import JournalView

NOW, EVIDENCE, JOURNAL, HANDOVER = range(4)


class Pages(Tabs):
    """Keeps what a page will show until the page is there to show it."""

    note_written = Signal(str)
    history_wanted = Signal()
    handover_built = Signal(object)
    """HandoverPage: it is empty until somebody fills it."""
    seen = Signal(QWidget)
    """This part of a page is to be scrolled into view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._checks: tuple[Mapping[str, Segment], Mapping[str, str]] = ({}, {})
        self._report: Report | None = None
        self._answers: dict[str, Observation] = {}
        self._entries: tuple[Entry, ...] = ()
        self._evidence: EvidenceView | None = None
        self._journal: JournalView | None = None
        self.now = NowPage()
        self.now.what_to_do.note_written.connect(self.note_written)
        self.add(say("&What to do"), lambda: self.now)
        self.add(say("&Evidence"), self._make_evidence)
        self.add(say("&Journal"), self._make_journal)
        self.add(say("Hand ove&r"), self._make_handover)

    # --- what is shown ---

    def set_checks(self, segments: Mapping[str, Segment], titles: Mapping[str, str]) -> None:
        """Where each check stands, and what it is called."""
        self._checks = (dict(segments), dict(titles))
        if self._evidence is not None:
            self._evidence.set_checks(*self._checks)

    def began(self) -> None:
        """A whole look begins."""
        self._answers.clear()

    def answered(self, check: str, said: Observation) -> None:
        """A check of the look that runs has answered."""
        self._answers[check] = said
        if self._evidence is not None:
            self._evidence.answered(check, said)

    def show_report(self, report: Report) -> None:
        """A whole look is over; the report is told in the person's language."""
        self._report = report
        self._answers.clear()
        if self._evidence is not None:
            self._evidence.show_report(report)

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Lines of the journal, the oldest first."""
        self._entries = entries
        if self._journal is not None:
            self._journal.show_entries(entries)

    def open_evidence(self, segment: Segment) -> None:
        """Show what was seen of one part of the path."""
        self.open(EVIDENCE)
        if self._evidence is not None:
            self._evidence.open_segment(segment)

    # --- how pages are made ---

    def _make_evidence(self) -> QWidget:
        from netcheck.gui.evidence_view import EvidenceView

        self._evidence = view = EvidenceView()
        view.set_checks(*self._checks)
        view.left.connect(self._leave)
        view.seen.connect(self.seen)
        if self._report is not None:
            view.show_report(self._report)
        for check, said in self._answers.items():
            view.answered(check, said)
        return _on_card(view)

    def _make_journal(self) -> QWidget:
        from netcheck.gui.journal_view import JournalView

        self._journal = view = JournalView()
        view.note_written.connect(self.note_written)
        view.history_wanted.connect(self.history_wanted)
        view.show_entries(self._entries)
        return _on_card(view)

    def _make_handover(self) -> QWidget:
        from netcheck.gui.handover_page import HandoverPage

        page = HandoverPage()
        self.handover_built.emit(page)
        return page

    def _leave(self) -> None:
        self.open(NOW)
        self.bar.setFocus()


def _on_card(view: QWidget) -> QWidget:
    card = Card()
    card.column.addWidget(view)
    return card
