"""Speaks for the person: brings what is known of an outage to the pages of call, message, claim and list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from netcheck.core.calls import entry_of
from netcheck.core.history import Entry
from netcheck.core.pick_up import MEETING, PICKED, UNPICKED
from netcheck.core.record import Call, Record
from netcheck.core.settings import Settings
from netcheck.core.shown_codes import ShownCode, shown_codes
from netcheck.core.speech import Speech, Spoken, spoken
from netcheck.gui.bridge import Errands
from netcheck.gui.words import say, when

CALL, COLLEAGUES, CLAIM, AFTERWARDS = "call", "colleagues", "claim", "afterwards"
ANEW_MS = 60_000
"""Times and amounts are told anew no more often: they are of minutes and of days."""
SOON_MS = 5000
"""What has become known of the same outage is read so late: looks come by the second."""


class Known(Protocol):
    """What is asked of the rest of the program; waits for the disk."""

    def speech(self, settings: Settings, outage: str = "") -> Speech | None:
        """All that is known around an outage; None where there is none."""


class Page(Protocol):
    """A page that shows it."""

    def tell(self, said: Spoken | None) -> None:
        """Show this; None: there is no outage."""


class Speaker(QObject):
    """Reads, reckons and keeps on the errands' thread; the pages are made when they are first wanted."""

    noted = Signal()
    """A line of the journal more."""
    page_wanted = Signal(str)
    """Another page is to be shown, by its name."""
    setting_wanted = Signal(object)
    """Key of one setting that is to be set."""

    def __init__(self, outside: Known, settings: Settings, errands: Errands, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outside, self._settings, self._errands = outside, settings, errands
        self._keep: Callable[[Entry], None] | None = None
        self._unkept: list[Entry] = []
        self._outage, self._missed = "", 0
        self._shown: Spoken | None = None
        self._pages: dict[str, QWidget] = {}
        self._asked = 0
        """Numbers what was asked for: an answer to an older question is none."""
        self._timer = QTimer(self, interval=ANEW_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._soon = QTimer(self, interval=SOON_MS, singleShot=True)
        self._soon.timeout.connect(self._look_for_news)

    # --- what it speaks about

    def keep_with(self, keep: Callable[[Entry], None]) -> None:
        """By this calls, meetings and ticks are kept; it may wait for the disk."""
        self._keep = keep
        unkept, self._unkept = self._unkept, []
        for entry in unkept:
            self._keep_entry(entry)

    @Slot(object)
    def change(self, settings: Settings) -> None:
        """Other settings."""
        self._settings = settings
        self.refresh()

    def about(self, outage: str = "") -> None:
        """Speak about the outage with this id (empty: the newest one); or more has become known of the same."""
        if outage != self._outage or self._shown is None:
            self._outage, self._missed = outage, 0
            self.refresh()
        elif not self._soon.isActive():
            self._soon.start()

    @Slot()
    def refresh(self) -> None:
        """Something has changed: read it all again, if there is a page to show it."""
        self._read(self._tell)

    def _read(self, then: Callable[[tuple[int, Spoken | None]], None]) -> None:
        if not self._standing():
            return
        self._asked += 1
        number, settings, outage, missed = self._asked, self._settings, self._outage, self._missed

        def read() -> tuple[int, Spoken | None]:
            known = self._outside.speech(settings, outage)
            return number, spoken(known, say, when, missed) if known is not None else None

        self._errands.run(read, then)

    def _look_for_news(self) -> None:
        if self._seen():
            self._read(self._tell_news)

    def _tell_news(self, read: tuple[int, Spoken | None]) -> None:
        """Only what is news: the times follow by the minute."""
        if _lasting(read[1]) != _lasting(self._shown):
            self._tell(read)

    def _tell(self, read: tuple[int, Spoken | None]) -> None:
        number, said = read
        if number != self._asked:
            return
        self._shown = said
        for page in self._standing().values():
            _page(page).tell(said)

    def _tick(self) -> None:
        if self._seen():
            self.refresh()

    def _seen(self) -> bool:
        return any(page.isVisible() for page in self._standing().values())

    def _standing(self) -> dict[str, QWidget]:
        """The pages that have not gone with the window they were in; of those nobody tells."""
        self._pages = {name: page for name, page in self._pages.items() if isValid(page)}
        return self._pages

    # --- the pages

    def page(self, name: str) -> QWidget:
        """The page of this name: "call", "colleagues", "claim" or "afterwards"; made when it is first wanted."""
        if name not in self._standing():
            page = self._pages[name] = self._made(name)
            _page(page).tell(self._shown)
            self.refresh()
        return self._pages[name]

    def _made(self, name: str) -> QWidget:
        if name == CALL:
            from netcheck.gui.call_page import CallPage

            call = CallPage()
            call.call_noted.connect(self._note_call)
            call.setting_wanted.connect(self.setting_wanted)
            call.link_wanted.connect(self._open)
            return call
        if name == COLLEAGUES:
            from netcheck.gui.colleagues_page import ColleaguesPage

            colleagues = ColleaguesPage()
            colleagues.setting_wanted.connect(self.setting_wanted)
            return colleagues
        if name == CLAIM:
            from netcheck.gui.claim_page import ClaimPage

            claim = ClaimPage()
            claim.setting_wanted.connect(self.setting_wanted)
            claim.call_wanted.connect(lambda: self.page_wanted.emit(CALL))
            claim.missed_told.connect(self._miss)
            return claim
        if name == AFTERWARDS:
            from netcheck.gui.afterwards_page import AfterwardsPage

            afterwards = AfterwardsPage()
            afterwards.setting_wanted.connect(self.setting_wanted)
            afterwards.meeting_added.connect(lambda text: self._note(MEETING, text))
            afterwards.point_ticked.connect(self._tick_off)
            return afterwards
        raise ValueError(f"there is no page {name!r}")

    def show_codes(self, record: Record, report: bytes, parent: QWidget) -> QWidget:
        """A window with a redacted record as QR codes; `report` is the same as JSON. It is shown at once, and filled
        when the codes are made."""
        from netcheck.gui.codes_window import CodesWindow

        window = CodesWindow(parent)
        helpdesk = self._settings.helpdesk

        def fill(codes: tuple[ShownCode, ...]) -> None:
            window.tell([code.text for code in codes], [code.title for code in codes])

        self._errands.run(lambda: shown_codes(record, report, helpdesk, say, record.zone), fill)
        window.open()
        return window

    # --- what the person does

    @Slot(object)
    def _note_call(self, call: Call) -> None:
        if self._shown is not None:
            self._keep_entry(entry_of(call, self._shown.outage))

    @Slot(str, bool)
    def _tick_off(self, name: str, done: bool) -> None:
        self._note(PICKED if done else UNPICKED, name)

    def _note(self, kind: str, text: str) -> None:
        if self._shown is not None:
            self._keep_entry(Entry(datetime.now(UTC), kind, text, self._shown.outage))

    def _keep_entry(self, entry: Entry) -> None:
        keep = self._keep
        if keep is None:
            self._unkept.append(entry)
            return
        self._errands.run(lambda: keep(entry), lambda _: self.noted.emit())
        self.refresh()

    @Slot(int)
    def _miss(self, appointments: int) -> None:
        self._missed = appointments
        self.refresh()

    @Slot(str)
    def _open(self, link: str) -> None:
        """In whatever program of this computer dials, if there is one."""
        if link.startswith("tel:"):
            QDesktopServices.openUrl(QUrl(link))


def _lasting(said: Spoken | None) -> object:
    """What is said apart from how long it has taken so far."""
    if said is None:
        return None
    return said.outage, said.headline, said.ended, said.call, said.message, said.claim.headline, said.pick_up.points


def _page(widget: QWidget) -> Page:
    return widget  # type: ignore[return-value]  # each page has this method
