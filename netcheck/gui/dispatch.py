"""Sends reports to the help desk and shows how far they are; what was sent while nobody looked is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from shiboken6 import isValid

from netcheck.core.delivery import Delivery, State
from netcheck.core.fitting import CannotMakeError
from netcheck.core.settings import Settings
from netcheck.core.settings_delivery import goes_to
from netcheck.core.words import N_
from netcheck.gui.bridge import Errands
from netcheck.gui.outside import Deliveries, Outside
from netcheck.gui.words import say, speaks

if TYPE_CHECKING:
    from netcheck.core.about import About
    from netcheck.gui.deliveries_panel import DeliveriesPanel
    from netcheck.gui.handover_page import HandoverPage
    from netcheck.gui.main_window import MainWindow

GONE = N_("That outage is not in the history any more.")


class Dispatch(QObject):
    """Everything that waits for the disk is done on a thread of its own."""

    delivered = Signal(object, bool)
    """core.delivery.Delivery that the help desk has now, or that was given up; whether it has it."""
    setting_wanted = Signal(object)
    """Key of one setting."""
    _opened = Signal(object, object)
    _changed = Signal(object)

    def __init__(self, outside: Outside, settings: Callable[[], Settings], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outside, self._settings = outside, settings
        self._deliveries: Deliveries | None = None
        self._known: tuple[Delivery, ...] = ()
        self._page: HandoverPage | None = None
        self._panel: DeliveriesPanel | None = None
        self._thread: Errands | None = None
        self._closed = False
        queued = Qt.ConnectionType.QueuedConnection
        self._opened.connect(self._begin, queued)
        self._changed.connect(self._show, queued)

    # --- beginning and end

    def open(self) -> None:
        """Take up what was left, and begin to send. Waits for the disk: on another thread."""
        deliveries = self._outside.deliveries(self._settings, self._tell)
        known = deliveries.all()
        self._opened.emit(deliveries, known)  # arrives before whatever is told afterwards
        deliveries.start()

    def close(self) -> None:
        """Send no more."""
        self._closed = True
        if self._thread is not None:
            self._thread.close()
        if self._deliveries is not None:
            self._deliveries.stop()

    def show_in(self, window: MainWindow) -> None:
        """Show it on the page "Hand over" of this window, when that is built."""
        window.pages.handover_built.connect(self._dress)

    def change(self, settings: Settings) -> None:
        """Other settings."""
        if (panel := self._standing()) is not None:
            panel.show_desk(goes_to(settings), settings.delivery.level)

    # --- what is told

    def _tell(self, known: tuple[Delivery, ...]) -> None:
        """On any thread."""
        if not self._closed:
            self._changed.emit(known)

    @Slot(object, object)
    def _begin(self, deliveries: Deliveries, known: tuple[Delivery, ...]) -> None:
        self._deliveries, self._known = deliveries, known
        self._refresh()

    @Slot(object)
    def _show(self, known: tuple[Delivery, ...]) -> None:
        before, self._known = {each.key: each.state for each in self._known}, known
        self._refresh()
        for each in known:
            if each.state in (State.SENT, State.GIVEN_UP) and before.get(each.key) is not each.state:
                self.delivered.emit(each, each.state is State.SENT)

    def _refresh(self) -> None:
        panel = self._standing()
        if panel is None:
            return
        panel.show_ready(self._deliveries is not None and self._chosen() is not None)
        panel.show_deliveries(self._known)

    # --- the page

    def _dress(self, page: HandoverPage) -> None:
        self._page, self._panel = page, None
        # Imported over there: it takes as long as making the page.
        self._errands().run(_import_panel, lambda kind: self._mount(kind, page))

    def _mount(self, kind: type[DeliveriesPanel], page: HandoverPage) -> None:
        if page is not self._page or not isValid(page):
            return  # the window was made anew meanwhile
        self._panel = panel = kind()
        panel.send_wanted.connect(self._send)
        panel.again_wanted.connect(lambda key: self._do(lambda deliveries: deliveries.again(key)))
        panel.remove_wanted.connect(lambda key: self._do(lambda deliveries: deliveries.drop(key)))
        panel.ticket_wanted.connect(lambda url: QDesktopServices.openUrl(QUrl(url)))
        panel.setting_wanted.connect(self.setting_wanted)
        page.about_chosen.connect(self._refresh)
        page.mount_below(panel)
        self.change(self._settings())
        self._refresh()

    def _standing(self) -> DeliveriesPanel | None:
        """The panel; None where there is none yet, or it has gone with its window, of which nobody tells."""
        if self._panel is not None and not isValid(self._panel):
            self._panel = self._page = None
        return self._panel

    def _chosen(self) -> About | None:
        return self._page.chosen() if self._page is not None and isValid(self._page) else None

    # --- what the person wants

    def _send(self, ticket: str) -> None:
        about, deliveries, panel = self._chosen(), self._deliveries, self._standing()
        if about is None or deliveries is None:
            return
        settings, translator, outside = self._settings(), speaks(), self._outside

        def send() -> str:
            from netcheck.gui.pdf import pdf_of

            made = outside.report(settings, about, settings.delivery.level)
            if made is None:
                return say(GONE)
            try:
                pdf = pdf_of(made.record, translator)
            except CannotMakeError:
                pdf = b""  # the text is worth sending without it
            kept = deliveries.put(made.record, ticket, pdf)
            return kept if isinstance(kept, str) else ""

        def sent(problem: str) -> None:
            if panel is not None and self._standing() is panel:
                panel.sent(problem)
            self._read()

        self._errands().run(send, sent)

    def _do(self, deed: Callable[[Deliveries], str]) -> None:
        deliveries = self._deliveries
        if deliveries is not None:
            self._errands().run(lambda: deed(deliveries), self._told)
            self._read()

    def _told(self, problem: str) -> None:
        if (panel := self._standing()) is not None:
            panel.tell(problem)

    def _read(self) -> None:
        deliveries = self._deliveries
        if deliveries is not None:
            self._errands().run(deliveries.all, self._show)

    def _errands(self) -> Errands:
        if self._thread is None:
            self._thread = Errands("dispatch", self)
        return self._thread


def _import_panel() -> type[DeliveriesPanel]:
    from netcheck.gui.deliveries_panel import DeliveriesPanel

    return DeliveriesPanel
