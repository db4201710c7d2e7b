"""Makes the reports that are wanted, away from the window's thread; what is wanted later supersedes what was before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication

from netcheck.core.about import About
from netcheck.core.handover_links import draft_link, mail_link
from netcheck.core.record import Record
from netcheck.core.settings import Settings
from netcheck.gui.bridge import Errands
from netcheck.gui.outside import Outside
from netcheck.gui.prepared import Prepared, Wish, formats_of, prepare, saved
from netcheck.gui.report_view import ReportView
from netcheck.gui.words import say, speaks


class ReportDesk(QObject):
    """What is copied, saved and mailed is what is shown: nothing is made again for it."""

    codes_wanted = Signal(object, bytes, object)
    """Record, the same as JSON, and the widget beside which the codes are to be shown."""

    def __init__(
        self, outside: Outside, settings: Callable[[], Settings], errands: Errands, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._outside, self._settings, self._errands = outside, settings, errands
        self._view: ReportView | None = None
        self._about: About | None = None
        self._wanted = 0
        """Number of the newest wish."""
        self._prepared: Prepared | None = None
        self._asking = False
        """The person wants to save it."""
        self._path: Path | None = None
        """Where the newest one was saved."""

    def view(self) -> ReportView:
        """A view that is filled from now on."""
        view = self._view = ReportView()
        view.wish_changed.connect(self._wish)
        view.copy_wanted.connect(self.copy)
        view.save_wanted.connect(self._save)
        view.mail_wanted.connect(self._send)
        view.codes_wanted.connect(self._codes)
        view.folder_wanted.connect(self._open_folder)
        self._errands.run(lambda: formats_of(self._outside), self._show_formats)
        self._wish()
        return view

    def show_about(self, about: About) -> None:
        """It is about this from now on; also where more has become known of the same."""
        if self._view is not None and about != self._about:
            self._view.begin_anew()
        self._about = about
        self._wish()

    @Slot()
    def _wish(self) -> None:
        view, about = self._view, self._about
        if view is None or about is None:
            return
        self._wanted += 1
        number, wish = self._wanted, Wish(about, view.format(), view.level())
        if self._prepared is None or self._prepared.wish != wish:
            view.show_making()

        def make() -> Prepared | None:
            # Others may have come while this one waited for its turn.
            if number != self._wanted:
                return None
            return prepare(self._outside, self._settings(), wish, speaks())

        self._errands.run(make, lambda made: self._show(number, made))

    def _show(self, number: int, made: Prepared | None) -> None:
        if made is None or number != self._wanted:
            return
        self._prepared = made
        if self._view is not None:
            self._view.show_prepared(made)
            self._ask()

    def _show_formats(self, suffixes: Mapping[str, str]) -> None:
        if self._view is not None:
            self._view.show_formats(tuple(suffixes))

    def is_seen(self) -> bool:
        """Whether a report is before the person."""
        return self._view is not None and self._view.isVisible()

    def ask_where(self) -> None:
        """Ask for the file to save it in, as soon as it is made."""
        self._asking = True
        if self._view is not None and self._view.is_ready():
            self._ask()

    def _ask(self) -> None:
        if self._asking and self._view is not None:
            self._asking = False
            self._view.ask_where()

    @Slot()
    def _codes(self) -> None:
        """The same as QR codes; they are made of it as JSON."""
        prepared, view = self._prepared, self._view
        if prepared is not None and prepared.record is not None and view is not None:
            record = prepared.record
            self._errands.run(
                lambda: self._outside.written(record, "json"), lambda data: self._show_codes(record, data)
            )

    def _show_codes(self, record: Record, data: bytes) -> None:
        if self._view is not None:
            self.codes_wanted.emit(record, data, self._view)

    @Slot()
    def copy(self) -> None:
        """What is shown, for whatever is written next."""
        if self._prepared is not None and self._prepared.text and self._view is not None:
            QGuiApplication.clipboard().setText(self._prepared.text)
            self._view.tell(say("Copied. Paste it into a mail or a ticket."))

    @Slot(str)
    def _save(self, path: str) -> None:
        prepared = self._prepared
        if prepared is not None and not prepared.problem:
            file = Path(path)
            self._errands.run(lambda: saved(self._outside, prepared, file), lambda problem: self._saved(file, problem))

    def _saved(self, path: Path, problem: str) -> None:
        if self._view is None:
            return
        if problem:
            text = say("The report could not be written to {file}: {why}.")
            self._view.tell(text.format(file=path, why=problem))
        else:
            self._path = path
            self._view.show_saved(str(path))

    @Slot()
    def _open_folder(self) -> None:
        if self._path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))

    @Slot()
    def _send(self) -> None:
        """A mail with it, in the person's own program; what does not fit into its link is on the clipboard."""
        prepared, view = self._prepared, self._view
        if prepared is None or view is None or prepared.record is None:
            return
        text, to = prepared.text, self._settings().helpdesk.mail
        title = text.splitlines()[0] if prepared.wish.format == "text" else prepared.name
        cut = say("The rest does not fit here. The whole report is copied: paste it in place of this line.")
        link = mail_link(to, title, text, cut=cut) or draft_link(title, text, cut=cut)
        whole = not link.endswith(quote(cut, safe=""))
        if not whole:
            QGuiApplication.clipboard().setText(text)
        if not QDesktopServices.openUrl(QUrl(link)):
            view.tell(say("No program for mail could be opened. Copy the report, and paste it where you write it."))
        elif whole:
            view.tell(say("Your mail program has it; nothing is sent before you send it there."))
        else:
            view.tell(say("Your mail program has the beginning. The whole report is copied: paste it there."))

    def close(self) -> None:
        """The view is going: nothing more is shown."""
        self._view = None
        self._wanted += 1
