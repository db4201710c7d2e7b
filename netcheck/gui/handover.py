"""Fills the page "Hand over": what it can be about, the reports that are wanted, and what others mount there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from netcheck.core.model import Report
from netcheck.core.settings import Settings
from netcheck.core.watching import Event
from netcheck.gui.bridge import Errands
from netcheck.gui.outside import Outside, Session
from netcheck.gui.words import say, speaks

if TYPE_CHECKING:
    from netcheck.core.about import About
    from netcheck.core.history import PastOutage
    from netcheck.core.record import Record
    from netcheck.gui.handover_page import HandoverPage
    from netcheck.gui.main_window import MainWindow
    from netcheck.gui.receiver import Receiver
    from netcheck.gui.report_desk import ReportDesk
    from netcheck.gui.speaker import Speaker
    from netcheck.gui.tray import Tray


class Handover(QObject):
    """Everything is read and made off the window's thread; until a page or a copy is wanted nothing is."""

    about_chosen = Signal(object)
    """core.about.About: what the whole page is about; also where more has become known of the same."""
    noted = Signal()
    """A line of the journal more."""
    setting_wanted = Signal(object)
    """Key of one setting that is to be set."""

    def __init__(self, outside: Outside, settings: Callable[[], Settings], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outside, self._settings = outside, settings
        self._session: Session | None = None
        self._newest: Report | None = None
        self._page: HandoverPage | None = None
        self._desk: ReportDesk | None = None
        self._thread: Errands | None = None
        self._stale = True
        self._window: MainWindow | None = None
        self._speaker: Speaker | None = None
        self._receiver: Receiver | None = None

    # --- what it is told ---

    def show_in(self, window: MainWindow) -> None:
        """Fill the page of this window when it is built."""
        if self._desk is not None:
            self._desk.close()
            self._desk.deleteLater()
        self._window, self._page, self._desk, self._speaker = window, None, None, None
        window.pages.handover_built.connect(self._dress)

        window.report_copy_wanted.connect(self.copy)
        window.report_save_wanted.connect(self.save)
        window.report_open_wanted.connect(self.read)

    def offer_in(self, tray: Tray) -> None:
        """Let the report be copied from this menu."""
        self._tray = tray
        tray.copy_wanted.connect(self.copy)
        if self._newest is not None:
            tray.report_ready()

    def begin(self, session: Session) -> None:
        """This session brings it all."""
        self._session = session
        if self._speaker is not None:
            self._speaker.keep_with(session.note)
        self._refresh()

    def happened(self, event: Event) -> None:
        """What the watcher tells; looks that are not whole change nothing here."""
        if event.report is not None:
            self._newest = event.report
            self._tray.report_ready()
        elif event.outage is None:
            return
        self._refresh()

    # --- the page ---

    @Slot(object)
    def _dress(self, page: HandoverPage) -> None:
        self._page = page
        # Imported over there: it takes longer than the window may stand still.
        self.errands().run(_import_parts, lambda _: self._mount(page))

    def _mount(self, page: HandoverPage) -> None:
        if page is not self._page:
            return  # the window was made anew meanwhile
        from netcheck.gui.handover_page import PARTS, REPORT

        page.about_chosen.connect(self._about)
        page.mount(REPORT, lambda: self.desk().view())
        for part in PARTS[1:]:
            page.mount(part, partial(self._speaking, part))
        page.open_wanted.connect(self._choose_file)
        page.shown.connect(self._shown)
        page.begin()
        self._stale = True
        self._refresh()

    def desk(self) -> ReportDesk:
        """What makes reports; it is made when it is first wanted."""
        if self._desk is None:
            from netcheck.gui.report_desk import ReportDesk

            self._desk = ReportDesk(self._outside, self._settings, self.errands(), self)
            self._desk.codes_wanted.connect(self._show_codes)
        return self._desk

    @Slot(object, bytes, object)
    def _show_codes(self, record: Record, data: bytes, beside: QWidget) -> None:
        self.speaker().show_codes(record, data, beside)

    def speaker(self) -> Speaker:
        """What speaks for the person; it is made when it is first wanted."""
        if self._speaker is None:
            from netcheck.gui.speaker import Speaker

            speaker = self._speaker = Speaker(self._outside, self._settings(), self.errands(), self)
            speaker.noted.connect(self.noted)
            speaker.setting_wanted.connect(self.setting_wanted)
            speaker.page_wanted.connect(self._open_part)
            if self._session is not None:
                speaker.keep_with(self._session.note)
        return self._speaker

    def change(self, settings: Settings) -> None:
        """Other settings."""
        if self._speaker is not None:
            self._speaker.change(settings)
        self._refresh()

    def _speaking(self, part: str) -> QWidget:
        speaker = self.speaker()
        if self._page is not None and (about := self._page.chosen()) is not None:
            speaker.about(about.outage)
        return speaker.page(part)

    @Slot(str)
    def _open_part(self, part: str) -> None:
        if self._page is not None:
            self._page.open(part)

    def errands(self) -> Errands:
        """The thread of all hand-over: what it makes takes longer than a line of the journal may wait."""
        if self._thread is None:
            self._thread = Errands("reports", self)
        return self._thread

    @Slot()
    def copy(self) -> None:
        """The report that is shown; where none is, that of what is most likely meant, as text for a help desk."""
        if self._desk is not None and self._desk.is_seen():
            self._desk.copy()
            return
        session, newest, outside, settings = self._session, self._newest, self._outside, self._settings()
        if session is None:
            return
        history, spoken = session.history, speaks()

        def make() -> str:
            from netcheck.core.about import likely
            from netcheck.gui.prepared import Wish, prepare

            about = likely(history.outages() if history is not None else (), newest)
            return prepare(outside, settings, Wish(about), spoken).text if about else ""

        self.errands().run(make, self._copied)

    def _copied(self, text: str) -> None:
        if text:
            QGuiApplication.clipboard().setText(text)
        if self._window is not None:
            done = say("The report is copied. Paste it into a mail or a ticket.")
            self._window.banner(done if text else say("The report could not be made."), "good" if text else "warning")

    @Slot()
    def save(self) -> None:
        """Show the report, and ask for its file."""
        if self._window is None:
            return
        from netcheck.gui.handover_page import REPORT
        from netcheck.gui.pages import HANDOVER

        self._window.open_page(HANDOVER)
        # When everything is mounted, which has been asked for before.
        self.errands().run(lambda: None, lambda _: self._ask(REPORT))

    def _ask(self, part: str) -> None:
        if self._page is not None:
            self._page.open(part)
            self.desk().ask_where()

    @Slot(str)
    def read(self, path: str) -> None:
        """Open a report that somebody sent; an empty path: ask for it first."""
        if self._window is None:
            return
        if self._receiver is None:
            from netcheck.gui.receiver import Receiver

            self._receiver = Receiver(self._outside, self)
            self._receiver.refused.connect(self._refused)
        self._receiver.open(path, self._window)

    @Slot()
    def _choose_file(self) -> None:
        self.read("")

    @Slot(str)
    def _refused(self, sentence: str) -> None:
        if self._window is not None:
            self._window.banner(sentence, "warning")

    def close(self) -> None:
        """Make nothing more."""
        if self._thread is not None:
            self._thread.close()

    @Slot()
    def _shown(self) -> None:
        if self._stale:
            self._refresh()

    @Slot(object)
    def _about(self, about: About) -> None:
        self.about_chosen.emit(about)
        self.desk().show_about(about)
        if self._speaker is not None:
            self._speaker.about(about.outage)

    def _refresh(self) -> None:
        """Read what there is to hand over; later, where the page is out of sight."""
        page, session = self._page, self._session
        self._stale = True
        if page is None or session is None or not page.isVisible():
            return
        self._stale = False
        history = session.history
        self.errands().run(lambda: history.outages() if history is not None else (), self._show_offered)

    def _show_offered(self, outages: tuple[PastOutage, ...]) -> None:
        from netcheck.gui.about_lines import about_lines

        if self._page is not None:
            before = self._page.chosen()
            self._page.show_offered(about_lines(outages, self._newest))
            now = self._page.chosen()
            if now is not None and now == before:  # otherwise it has been told already
                self._about(now)


def _import_parts() -> None:
    """What the page is made of; on another thread."""
    from netcheck.gui import (  # noqa: F401
        about_lines,
        afterwards_page,
        call_page,
        claim_page,
        colleagues_page,
        report_desk,
        speaker,
    )
