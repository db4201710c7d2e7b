"""Ties the window, the tray and the alerts to the watcher: what is seen goes to them, what is wanted comes back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication

from netcheck.core.delivery import Delivery
from netcheck.core.language import Translator
from netcheck.core.model import Observation
from netcheck.core.settings import Settings
from netcheck.core.watching import Depth, Due, Event, Happened, State, Tick
from netcheck.gui import language, theme
from netcheck.gui.alerts import Alerts
from netcheck.gui.bridge import Bridge, Errands
from netcheck.gui.catching_up import CatchingUp
from netcheck.gui.delivery_words import news_of
from netcheck.gui.dispatch import Dispatch
from netcheck.gui.estimate_lines import foretold, in_tray
from netcheck.gui.handover import Handover
from netcheck.gui.keeper import Keeper
from netcheck.gui.outside import Outside, Phone, Session
from netcheck.gui.provider_news import ProviderNews
from netcheck.gui.record import Record
from netcheck.gui.side_windows import SideWindows
from netcheck.gui.telling import tell
from netcheck.gui.tray import Tray
from netcheck.gui.words import say

if TYPE_CHECKING:
    from netcheck.gui.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class Options:
    """How the window was asked for."""

    config: Path | None = None
    hidden: bool = False
    """Start in the tray."""
    tray: bool = True
    """Whether there may be an icon in the tray at all."""
    demo: str = ""
    """What is played; empty: nothing is."""


class Program(QObject):
    """Lives on the window's thread; whatever waits is done elsewhere."""

    quit_wanted = Signal()
    trouble = Signal(str)
    """A sentence to show on top of the window; may be emitted on any thread."""
    _made = Signal(object, object)
    _clicked = Signal(str, str)

    def __init__(self, outside: Outside, settings: Settings, options: Options) -> None:
        super().__init__()
        self._outside, self._settings, self._options = outside, settings, options
        self._session: Session | None = None
        self._phone: Phone | None = None
        self._held: object = None
        self._state = State()
        self._foretold = ""
        """The provider's word on when it ends, as the tray says it."""
        self._provider_news = ProviderNews()
        self._window: MainWindow | None = None
        self._catching_up = CatchingUp()
        self._bridge = Bridge(self)
        self._errands, self._beginning = Errands("errands", self), Errands("beginning", self)
        self.side = SideWindows(outside, options.config, self._errands, self)
        self.record = Record(self._errands, self.side, self)
        self.handover = Handover(outside, lambda: self._settings, self)
        self.dispatch = Dispatch(outside, lambda: self._settings, self)
        self.tray = self._new_tray()
        self.keeper = Keeper(self._new_window, self.tray, options.hidden, self)
        self.handover.offer_in(self.tray)
        desk = outside.desktop_notices(lambda action, token: self._clicked.emit(action, token))
        self.alerts = Alerts(desk, self.tray, self.keeper.seen, self)
        self.alerts.change(settings.alerts)
        self._join()

    def _join(self) -> None:
        bridge, queued = self._bridge, Qt.ConnectionType.QueuedConnection
        bridge.began.connect(self._began)
        bridge.answered.connect(self._answered)
        bridge.happened.connect(self._happened)
        bridge.planned.connect(self._planned)
        self._made.connect(self._take, queued)
        self._clicked.connect(self._open_by_notice, queued)
        self.trouble.connect(self._tell_trouble, queued)
        self.keeper.opened.connect(self.alerts.window_seen)
        self.keeper.opened.connect(self._attended)
        self.keeper.quit_wanted.connect(self.quit_wanted)
        self.keeper.hint_wanted.connect(self._hint)
        self.alerts.banner_wanted.connect(self._last_resort)
        self.side.settings_changed.connect(self.change)
        self.handover.noted.connect(self.record.read_journal)
        self.handover.setting_wanted.connect(self._open_setting)
        self.side.trouble.connect(self._tell_trouble)
        self.dispatch.delivered.connect(self._delivered)
        self.dispatch.setting_wanted.connect(self._open_setting)

    def _new_tray(self) -> Tray:
        tray = Tray(self, self._options.tray)
        tray.look_wanted.connect(self._look)
        tray.alerts_paused.connect(self._pause_alerts)
        tray.quit_wanted.connect(self.quit_wanted)
        return tray

    def _new_window(self) -> MainWindow:
        """A window that knows what is known; imported only when it is wanted."""
        from netcheck.gui.main_window import MainWindow

        window = self._window = MainWindow()
        window.look_wanted.connect(self._look)
        window.pause_wanted.connect(self._pause)
        window.answer_given.connect(self._answer)
        window.step_marked.connect(self._step)
        window.note_written.connect(self._write)
        window.history_wanted.connect(self._open_history)
        window.settings_wanted.connect(self._open_settings)
        window.setting_wanted.connect(self._open_setting)
        window.provider_wanted.connect(self._ask_provider)
        window.all_works.connect(self._all_works)
        window.service_missed.connect(self._service_missed)
        window.quit_wanted.connect(self.quit_wanted)
        window.hidden.connect(self._unattended)
        window.set_services(tuple(service.name for service in self._settings.services))
        window.set_demo(self._options.demo)
        if self._session is not None:
            window.set_segments(self._session.segments(), self._session.titles())
        self._catching_up.tell(window, self._state)
        self.record.show_in(window)
        self.handover.show_in(window)
        self.dispatch.show_in(window)
        return window

    # --- beginning and end

    def start(self) -> None:
        """Begin to watch; what that needs is imported and opened on another thread."""
        self._beginning.run(self._begin)

    def _begin(self) -> None:
        """On another thread."""
        self._held = self._outside.hold_window()
        session = self._outside.new_session(self._settings, self._outside.history())
        phone = self._outside.phone(lambda: self._settings.notify, self.trouble.emit)
        self._made.emit(session, phone)  # arrives before whatever the session tells
        session.attend(not self._options.hidden)
        session.start(self._bridge.follower(), self._options.hidden)
        phone.start()
        self.dispatch.open()

    @Slot(object, object)
    def _take(self, session: Session, phone: Phone) -> None:
        self._session, self._phone = session, phone
        self.alerts.use(phone)
        if self._window is not None:
            self._window.set_segments(session.segments(), session.titles())
        self.record.begin(session)
        self.handover.begin(session)

    def stop(self, wait_s: float) -> None:
        """End everything; the watcher is waited for that long at most."""
        self.keeper.leave()
        self._bridge.close()
        self.side.close()
        if self._window is not None:
            self._window.hide()
        self.tray.close()
        self.alerts.close()
        self._errands.close()
        self.handover.close()
        self.dispatch.close()
        self._beginning.close()
        if self._phone is not None:
            self._phone.stop()
        if self._session is not None:
            self._session.stop(wait_s)

    # --- what the watcher tells

    @Slot(object)
    def _began(self, depth: Depth) -> None:
        if self._window is not None:
            self._window.began(depth)

    @Slot(str, object)
    def _answered(self, check: str, said: Observation) -> None:
        if self._window is not None:
            self._window.answered(check, said)

    @Slot(object, object)
    def _planned(self, due: Due, tick: Tick) -> None:
        self._catching_up.planned(due, tick)
        if self._window is not None:
            self._window.planned(due, tick)

    @Slot(object, object)
    def _happened(self, event: Event, state: State) -> None:
        self._state = state
        self._catching_up.happened(event)
        if self._window is not None:
            self._window.happened(event, state)
        self._foretold = in_tray(foretold(event, state), event.at)
        self._dress_tray()
        self.alerts.happened(event, state)
        self._heard(event, state)
        self.record.happened(event)
        self.handover.happened(event)

    def _dress_tray(self) -> None:
        told = tell(self._state)
        self.tray.show_state(told.mark, told.headline, told.since, self._foretold)

    def _heard(self, event: Event, state: State) -> None:
        """Another word of the provider, in an outage that lasts, is told as quietly as it came."""
        if event.report is not None and (news := self._provider_news.heard(event.report, state)) is not None:
            self.alerts.tell_quietly(*news)

    @Slot(object, bool)
    def _delivered(self, delivery: Delivery, has_it: bool) -> None:
        """A report is with the help desk, or will never be: the second stands on top of the window in any case."""
        title, text = news_of(delivery)
        told = self.alerts.tell_of_report(title, text)
        if not told or not has_it:
            self.banner(f"{title} {text}", "good" if has_it else "warning")

    # --- what the person wants

    @Slot()
    def _look(self) -> None:
        if self._session is not None:
            self._session.look_now()

    @Slot()
    def _ask_provider(self) -> None:
        if self._session is not None:
            self._session.ask_provider()

    @Slot(bool)
    def _pause(self, paused: bool) -> None:
        if self._session is not None:
            (self._session.pause if paused else self._session.resume)()

    @Slot(str, str)
    def _answer(self, question: str, answer: str) -> None:
        if self._session is not None:
            self._session.answer(question, answer)

    @Slot(str, str, str)
    def _step(self, step: str, kind: str, note: str) -> None:
        self._note(kind, f"{step} ({note})" if note else step)
        if kind == "done":
            self._look()

    @Slot(str)
    def _write(self, text: str) -> None:
        self._note("note", text)

    @Slot(bool)
    def _all_works(self, works: bool) -> None:
        self._catching_up.forget(Happened.RESTORED)
        self._note("answer", say("All works again.") if works else say("Something does not work yet."))

    @Slot(str)
    def _service_missed(self, name: str) -> None:
        self._note("answer", say("Does not work yet: {name}").format(name=name))

    def _note(self, kind: str, text: str) -> None:
        self.record.note(kind, text, self._state.outage.id if self._state.outage else None)

    @Slot(bool)
    def _pause_alerts(self, paused: bool) -> None:
        self.alerts.pause(paused)

    @Slot()
    def _open_history(self) -> None:
        self.record.open_history()

    @Slot()
    def _open_settings(self) -> None:
        self.side.open_settings(self._settings, self.keeper.window())

    @Slot(object)
    def _open_setting(self, key: tuple[str, ...]) -> None:
        self.side.open_settings(self._settings, self.keeper.window(), key)

    @Slot()
    def _attended(self) -> None:
        """The window is before somebody."""
        if self._session is not None:
            self._session.attend(True)

    @Slot()
    def _unattended(self) -> None:
        if self._session is not None:
            self._session.attend(False)

    # --- other settings

    @Slot(object)
    def change(self, settings: Settings) -> None:
        """Other settings, at once."""
        before, self._settings = self._settings, settings
        app, outside = QApplication.instance(), self._outside
        self.alerts.change(settings.alerts)
        self.handover.change(settings)
        self.dispatch.change(settings)
        if settings.window.theme != before.window.theme and isinstance(app, QApplication):
            theme.apply(app, settings.window.theme)
        if self._window is not None:
            self._window.set_services(tuple(service.name for service in settings.services))
        if settings.window.language != before.window.language:
            wanted = language.wanted(settings.window.language)
            self._errands.run(lambda: outside.translator(wanted), self._speak)
        if self._session is not None and _for_watching(settings) != _for_watching(before):
            self._session.change(settings)

    def _speak(self, translator: Translator) -> None:
        """Another language: the window and the tray's menu are made anew, and told what is known."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            language.install(app, translator)
        old, old_tray, paused = self._window, self.tray, self.alerts.paused()
        self.side.close()
        self.tray = self._new_tray()
        self.handover.offer_in(self.tray)
        self.keeper.keep(self._new_window() if old is not None else None, self.tray)
        self.alerts.use_tray(self.tray)
        if self._window is not None and old is not None:
            self._window.restoreGeometry(old.saveGeometry())
            self._window.setVisible(old.isVisible())
            old.blockSignals(True)
            old.hide()
            old.deleteLater()
        self.tray.show_paused(paused)
        old_tray.close()
        old_tray.blockSignals(True)
        old_tray.deleteLater()
        self.tray.start()
        self._dress_tray()

    # --- the window on the screen

    @Slot(str, str)
    def _open_by_notice(self, _action: str, token: str) -> None:
        self.keeper.open(token)

    @Slot(str)
    def _hint(self, text: str) -> None:
        self.alerts.tell_once(say("netcheck keeps watching"), text, "hint")

    @Slot(str, str)
    def _last_resort(self, text: str, kind: str) -> None:
        """Nothing else can show it."""
        self.banner(text, kind)
        self.keeper.ask_for_attention()

    @Slot(str)
    def _tell_trouble(self, sentence: str) -> None:
        self.banner(say(sentence), "warning")

    def banner(self, text: str, kind: str) -> None:
        """A line on top of the window, now or when there is one."""
        self._catching_up.said(text, kind)
        if self._window is not None:
            self._window.banner(text, kind)


def _for_watching(settings: Settings) -> Settings:
    """The settings that change what is looked at: all but those of how it is shown and told."""
    shown = Settings()
    return replace(
        settings,
        window=shown.window,
        alerts=shown.alerts,
        notify=shown.notify,
        handover=shown.handover,
        helpdesk=shown.helpdesk,
        report=shown.report,
        delivery=shown.delivery,
    )
