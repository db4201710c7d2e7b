"""Opens the history and the settings beside the main window, and fills them without making anybody wait."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from netcheck.core.history import Day, Entry, Gap, Month, PastOutage, Point, days, months
from netcheck.core.learnt import AskedHost, Learnt
from netcheck.core.settings import Settings
from netcheck.core.settings_reader import SettingsError
from netcheck.core.words import N_
from netcheck.gui.bridge import Errands
from netcheck.gui.delivery_setup import DeliverySetup
from netcheck.gui.outside import Outside
from netcheck.gui.said_entries import with_said
from netcheck.gui.words import say
from netcheck.plugins import History

if TYPE_CHECKING:
    from netcheck.gui.history_window import HistoryWindow
    from netcheck.gui.settings_dialog import SettingsDialog
    from netcheck.gui.settings_pages import Choices, Pages

    Making = Generator[None, None, Pages]

CALENDAR = timedelta(days=371)
"""The time of the calendar: a year and the rest of a week."""


@dataclass(frozen=True, slots=True)
class _Past:
    outages: tuple[PastOutage, ...]
    days: tuple[Day, ...]
    months: tuple[Month, ...]
    journal: tuple[Entry, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What the settings need before they can be shown."""

    kind: type[SettingsDialog]
    turns: Callable[[Settings, bool, Choices], Making]
    starts: bool
    choices: Choices
    hosts: tuple[AskedHost, ...]


class SideWindows(QObject):
    """At most one window of each kind; asking for one that is open brings it to the front."""

    settings_changed = Signal(object)
    """Settings, as they were read again from the file."""
    trouble = Signal(str)

    def __init__(self, outside: Outside, config: Path | None, errands: Errands, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outside, self._config, self._errands = outside, config, errands
        self._history_window: HistoryWindow | None = None
        self._settings_dialog: SettingsDialog | None = None
        self._delivery = DeliverySetup(outside, self)
        self._delivery.trouble.connect(self.trouble)
        self._opening = False
        self._wanted: tuple[str, ...] = ()

    # --- the past

    def open_history(self, history: History, titles: Mapping[str, str]) -> None:
        """Show what was kept; `titles` says what each check is called, by its id."""
        # Imported over there: it takes as long as opening it.
        self._errands.run(_import_history_window, lambda kind: self._open_history(kind, history, titles))

    def _open_history(self, kind: type[HistoryWindow], history: History, titles: Mapping[str, str]) -> None:
        if self._history_window is None:
            window = self._history_window = kind()
            window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            window.details.set_checks(titles)
            window.destroyed.connect(self._history_closed)
            window.span_wanted.connect(lambda since, until: self._ask_points(history, since, until))
        self.fill_history(history)
        # To make it and to show it take 15 ms each: the loop has a turn in between.
        QTimer.singleShot(0, self._history_window, self._show_history)

    def _show_history(self) -> None:
        if self._history_window is not None:
            _bring(self._history_window)

    def fill_history(self, history: History) -> None:
        """Read again what the open window shows; nothing where none is open."""
        if self._history_window is not None:
            self._errands.run(lambda: _read(history), self._show_past)

    def _show_past(self, past: _Past) -> None:
        if self._history_window is not None:
            self._history_window.show_history(past.outages, past.days, past.months, past.journal)
            self._history_window.show_problem(past.problem)

    def _ask_points(self, history: History, since: datetime, until: datetime) -> None:
        def read() -> tuple[tuple[Point, ...], tuple[Gap, ...]]:
            return history.points(since, until), history.gaps(since, until)

        self._errands.run(read, self._show_points)

    def _show_points(self, read: tuple[tuple[Point, ...], tuple[Gap, ...]]) -> None:
        if self._history_window is not None:
            self._history_window.show_points(*read)

    @Slot()
    def _history_closed(self) -> None:
        self._history_window = None

    # --- the settings

    def open_settings(self, settings: Settings, parent: QWidget, key: tuple[str, ...] = ()) -> None:
        """Show what can be set; `key` is the setting to go to, such as ("isp", "area")."""
        self._wanted = key
        if self._settings_dialog is not None:
            _bring(self._settings_dialog)
            self._settings_dialog.go_to(key)
        elif not self._opening:
            self._opening = True

            def make(found: _Found) -> None:
                self._make(found.turns(settings, found.starts, found.choices), settings, parent, found)

            self._errands.run(lambda: self._read_choices(settings), make)

    def _read_choices(self, settings: Settings) -> _Found:
        """On another thread."""
        kind, turns = _import_settings_dialog()
        from netcheck.gui.settings_pages import Choices

        outside = self._outside
        choices = Choices(
            tuple(outside.languages().items()),
            tuple((name, each.title) for name, each in outside.status_formats().items()),
            outside.provider_names("", settings),
        )
        learning = replace(settings, learn=replace(settings.learn, on=True))
        return _Found(kind, turns, outside.autostart().is_on(), choices, outside.asked_hosts(learning))

    def _make(self, making: Making, settings: Settings, parent: QWidget, found: _Found) -> None:
        """One page, and the others when the loop has had a turn; then the dialog."""
        if not self._opening:
            return  # it was closed before it was there
        try:
            next(making)
            QTimer.singleShot(0, parent, lambda: self._make(making, settings, parent, found))
        except StopIteration as ended:
            self._opening = False
            self._open_settings(settings, parent, found, ended.value)

    def _open_settings(self, settings: Settings, parent: QWidget, found: _Found, made: Pages) -> None:
        file = str(self._outside.settings_path(self._config))
        dialog = self._settings_dialog = found.kind(settings, file, found.starts, found.choices, parent, made)
        dialog.changed.connect(self._save)
        dialog.autostart_wanted.connect(self._switch)
        dialog.finished.connect(self._settings_closed)
        dialog.learnt_wanted.connect(self._read_learnt)
        dialog.forget_wanted.connect(self._forget)
        self._delivery.serve(dialog)
        # To make it and to show it take 15 ms each: the loop has a turn in between.
        QTimer.singleShot(0, dialog, lambda: self._show_settings(dialog, found.hosts))

    def _show_settings(self, dialog: SettingsDialog, hosts: tuple[AskedHost, ...]) -> None:
        dialog.show_hosts(hosts)
        dialog.open()
        dialog.go_to(self._wanted)

    def _read_learnt(self) -> None:
        self._errands.run(self._outside.learnt, self._show_learnt)

    def _show_learnt(self, known: tuple[Learnt, ...]) -> None:
        if self._settings_dialog is not None:
            self._settings_dialog.show_learnt(known)

    def _forget(self, network: str | None) -> None:
        def forget() -> tuple[bool, tuple[Learnt, ...]]:
            return self._outside.forget(network), self._outside.learnt()

        self._errands.run(forget, lambda found: self._forgot(*found))

    def _forgot(self, done: bool, known: tuple[Learnt, ...]) -> None:
        self._show_learnt(known)
        if not done and known:
            self._switched(N_("That could not be forgotten: the file cannot be changed."))

    def _save(self, changes: Mapping[tuple[str, ...], object]) -> None:
        def write() -> Settings | str:
            try:
                self._outside.save_settings(changes, self._config)
                return self._outside.load_settings(self._config)[0]
            except SettingsError as error:
                return str(error)

        self._errands.run(write, self._saved)

    def _saved(self, found: Settings | str) -> None:
        dialog = self._settings_dialog
        if isinstance(found, Settings):
            if dialog is not None:
                dialog.saved()
            self.settings_changed.emit(found)
        elif dialog is not None:
            dialog.refused(found)
        else:
            self.trouble.emit(found)

    def _switch(self, on: bool) -> None:
        self._errands.run(lambda: self._outside.autostart().switch(on), self._switched)

    def _switched(self, problem: str) -> None:
        if not problem:
            return
        if self._settings_dialog is not None:
            self._settings_dialog.refused(say(problem))
        else:
            self.trouble.emit(say(problem))

    def _settings_closed(self) -> None:
        self._delivery.leave()
        if self._settings_dialog is not None:
            self._settings_dialog.deleteLater()
            self._settings_dialog = None

    def close(self) -> None:
        """Close what is open."""
        self._opening = False
        for window in (self._history_window, self._settings_dialog):
            if window is not None:
                window.close()


def _import_history_window() -> type[HistoryWindow]:
    from netcheck.gui.history_window import HistoryWindow

    return HistoryWindow


def _import_settings_dialog() -> tuple[type[SettingsDialog], Callable[[Settings, bool, Choices], Making]]:
    from netcheck.gui.settings_dialog import SettingsDialog
    from netcheck.gui.settings_pages import made_in_turns

    return SettingsDialog, made_in_turns


def _bring(window: QWidget) -> None:
    window.show()
    window.raise_()
    window.activateWindow()


def _read(history: History) -> _Past:
    """On another thread."""
    outages = history.outages()
    today = datetime.now(UTC).astimezone().date()
    first = min((each.outage.down_since.astimezone().date() for each in outages), default=today)
    return _Past(
        outages,
        days(outages, min(first, today - CALENDAR), today, None),
        months(outages, None),
        with_said(history.journal(), history.said()),
        history.problem,
    )
