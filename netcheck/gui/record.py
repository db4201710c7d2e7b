"""Reads and writes what is kept besides the newest state: the looks of the last hour, the journal, the report."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from netcheck.core.history import Entry, Gap, Point
from netcheck.core.model import Report
from netcheck.core.watching import Event, Happened
from netcheck.gui.bridge import Errands
from netcheck.gui.outside import Outside, Session
from netcheck.gui.said_entries import with_said
from netcheck.gui.side_windows import SideWindows
from netcheck.gui.tray import Tray
from netcheck.gui.words import say

if TYPE_CHECKING:
    from netcheck.gui.main_window import MainWindow

LATELY = timedelta(hours=1)
"""How much of the past the plot shows at first."""
JOURNAL = timedelta(hours=24)


class Record(QObject):
    """All reading, writing and rendering is done on the errands' thread, in the order in which it was asked for."""

    def __init__(self, outside: Outside, errands: Errands, side: SideWindows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outside, self._errands, self._side = outside, errands, side
        self._session: Session | None = None
        self._window: MainWindow | None = None
        self._report: tuple[Report, str, str] | None = None
        self._problem = ""

    def show_in(self, window: MainWindow) -> None:
        """Show everything in this window from now on."""
        self._window = window
        window.report_copy_wanted.connect(self.copy)
        window.report_save_wanted.connect(self.save)
        if self._session is not None:
            self.begin(self._session)
        if self._report is not None:
            window.set_report(*self._report)

    def offer_in(self, tray: Tray) -> None:
        """Let the report be copied from this menu."""
        self._tray = tray
        tray.copy_wanted.connect(self.copy)
        if self._report is not None:
            tray.report_ready()

    def begin(self, session: Session) -> None:
        """This session brings it all; its past is shown first."""
        self._session = session
        history, window, now = session.history, self._window, datetime.now(UTC)
        if history is None or window is None:
            return

        def read() -> tuple[tuple[Point, ...], tuple[Gap, ...]]:
            return history.points(now - LATELY, now), history.gaps(now - LATELY, now)

        self._errands.run(read, lambda found: window.show_points(*found))
        self._read_journal()

    def happened(self, event: Event) -> None:
        """What the watcher tells."""
        session, report = self._session, event.report
        if session is not None and report is not None:
            self._errands.run(lambda: (report, session.as_text(report), session.as_json(report)), self._rendered)
        if event.kind is not Happened.LOOK:
            self._read_journal()

    def note(self, kind: str, text: str, outage: str | None) -> None:
        """Keep a line of the journal, and show it."""
        session = self._session
        if session is not None:
            entry = Entry(datetime.now(UTC), kind, text, outage)
            self._errands.run(lambda: session.note(entry))
            self._read_journal()

    def open_history(self) -> None:
        """The window of the past."""
        if self._session is not None and self._session.history is not None:
            self._side.open_history(self._session.history, self._session.titles())

    @Slot()
    def copy(self) -> None:
        """The report, as text, for whatever is written next."""
        if self._report is not None:
            QGuiApplication.clipboard().setText(self._report[1])
            self._tell(say("The report is copied. Paste it into a mail or a ticket."))

    @Slot(str)
    def save(self, path: str) -> None:
        """The report in a file: JSON where the name ends so, else text."""
        if self._report is not None:
            text = self._report[2] if path.endswith(".json") else self._report[1]
            self._errands.run(lambda: self._outside.write_report(Path(path), text), self._saved)

    def _saved(self, problem: str) -> None:
        self._tell(say(problem) or say("The report is saved."))

    def _tell(self, text: str) -> None:
        if self._window is not None:
            self._window.tell_report(text)

    def _rendered(self, written: tuple[Report, str, str]) -> None:
        self._report = written
        if self._window is not None:
            self._window.set_report(*written)
        self._tray.report_ready()

    def _read_journal(self) -> None:
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
