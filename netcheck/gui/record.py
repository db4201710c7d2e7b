"""Reads and writes what is kept besides the newest state: the looks of the last hour and the journal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from netcheck.core.history import Entry, Gap, Point
from netcheck.core.watching import Event, Happened
from netcheck.gui.bridge import Errands
from netcheck.gui.outside import Session
from netcheck.gui.said_entries import with_said
from netcheck.gui.side_windows import SideWindows
from netcheck.gui.words import say

if TYPE_CHECKING:
    from netcheck.gui.main_window import MainWindow

LATELY = timedelta(hours=1)
"""How much of the past the plot shows at first."""
JOURNAL = timedelta(hours=24)


class Record(QObject):
    """All reading and writing is done on the errands' thread, in the order in which it was asked for."""

    def __init__(self, errands: Errands, side: SideWindows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._errands, self._side = errands, side
        self._session: Session | None = None
        self._window: MainWindow | None = None
        self._problem = ""

    def show_in(self, window: MainWindow) -> None:
        """Show everything in this window from now on."""
        self._window = window
        if self._session is not None:
            self.begin(self._session)

    def begin(self, session: Session) -> None:
        """This session brings it all; its past is shown first."""
        self._session = session
        history, window, now = session.history, self._window, datetime.now(UTC)
        if history is None or window is None:
            return

        def read() -> tuple[tuple[Point, ...], tuple[Gap, ...]]:
            return history.points(now - LATELY, now), history.gaps(now - LATELY, now)

        self._errands.run(read, lambda found: window.show_points(*found))
        self.read_journal()

    def happened(self, event: Event) -> None:
        """What the watcher tells."""
        if event.kind is not Happened.LOOK:
            self.read_journal()

    def note(self, kind: str, text: str, outage: str | None) -> None:
        """Keep a line of the journal, and show it."""
        session = self._session
        if session is not None:
            entry = Entry(datetime.now(UTC), kind, text, outage)
            self._errands.run(lambda: session.note(entry))
            self.read_journal()

    def open_history(self) -> None:
        """The window of the past."""
        if self._session is not None and self._session.history is not None:
            self._side.open_history(self._session.history, self._session.titles())

    @Slot()
    def read_journal(self) -> None:
        """Read it again, and show it."""
        history = self._session.history if self._session else None
        if history is not None and self._window is not None:
            since = datetime.now(UTC) - JOURNAL

            def read() -> tuple[tuple[Entry, ...], str]:
                return with_said(history.journal(since), history.said(since)), history.problem

            self._errands.run(read, self._show_journal)
            self._side.fill_history(history)

    def _show_journal(self, read: tuple[tuple[Entry, ...], str]) -> None:
        entries, problem = read
        if self._window is None:
            return
        self._window.show_journal(entries)
        if problem and problem != self._problem:
            self._window.banner(say(problem), "warning")
        self._problem = problem
