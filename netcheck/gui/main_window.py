"""The window: the answer on top, the path below it, then what to do, the evidence, the journal and the hand-over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QScrollArea, QVBoxLayout, QWidget

from netcheck.core.history import Entry, Gap, Point
from netcheck.core.model import Observation, Report, Segment
from netcheck.core.retelling import retold, retold_report
from netcheck.core.seen_point import point_of
from netcheck.core.watching import Depth, Due, Event, Happened, Phase, State, Tick
from netcheck.gui.banner import Banner
from netcheck.gui.card import Foot, Hint, Text
from netcheck.gui.dropped import Dropped
from netcheck.gui.estimate_lines import foretold, shortly
from netcheck.gui.icons import mark_icon
from netcheck.gui.menus import Menus
from netcheck.gui.pages import Pages
from netcheck.gui.path_strip import PathStrip
from netcheck.gui.provider_words import with_denial
from netcheck.gui.restored_card import RestoredCard
from netcheck.gui.telling import Told, calm, doubted, followed, tell
from netcheck.gui.theme import CLOSE, SPACE, tell_letters
from netcheck.gui.verdict_card import VerdictCard
from netcheck.gui.watching_bar import WatchingBar
from netcheck.gui.words import say

LOW = 36
"""Lines below which a window is low: there the path must not push the first step out of sight."""


class MainWindow(QMainWindow):
    """Takes what the watcher tells and shows it; tells what the person wants. It asks nobody and waits for nothing."""

    look_wanted = Signal()
    pause_wanted = Signal(bool)
    answer_given = Signal(str, str)
    """Id of the question, answer; a look is wanted, too."""
    step_marked = Signal(str, str, str)
    """Text of the step; done, did (before) or cannot; when it was done before."""
    note_written = Signal(str)
    history_wanted = Signal()
    settings_wanted = Signal()
    setting_wanted = Signal(object)
    """Key of one setting, such as ("isp", "area")."""
    provider_wanted = Signal()
    """The provider's status page is to be asked now."""
    report_copy_wanted = Signal()
    report_save_wanted = Signal()
    report_open_wanted = Signal(str)
    """Path of a report that somebody sent; empty: the person is still to choose it."""
    all_works = Signal(bool)
    service_missed = Signal(str)
    """Name of a service, or what the person typed; a look is wanted, too."""
    quit_wanted = Signal()
    hidden = Signal()
    """The person closed the window; whether that ends the program is for others to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = State()
        self._newest: Report | None = None
        """The newest, in the person's language."""
        self._shown: Report | None = None
        """The newest that agrees with what is believed."""
        self._asked = False
        """The person wants a look: the next one is shown while it runs."""
        self._asleep_s = 0.0
        self._paused_at: Tick | None = None
        self._demo = ""
        self._build()
        self._join()
        self._tell(tell(self._state))
        Dropped(self).file.connect(self.report_open_wanted)
        self.resize(960, 720)

    # --- how it is made ---

    def _build(self) -> None:
        self._demo_sheet, self._demo_text = Hint(), Text(bold=True)
        self._demo_sheet.column.addWidget(self._demo_text)
        self._demo_sheet.hide()
        self._banner = Banner()
        self.card, self.restored, self.strip = VerdictCard(), RestoredCard(), PathStrip()
        self.pages, self.bar = Pages(), WatchingBar()
        self.now = self.pages.now
        page = QWidget()
        page.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        column = QVBoxLayout(page)
        column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        column.setSpacing(SPACE)
        for part in (self.card, self.restored, self.strip):
            column.addWidget(part)
        column.addWidget(self.pages, 1)
        self.view = QScrollArea()
        self.view.setWidgetResizable(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setWidget(page)
        foot = Foot()
        under = QVBoxLayout(foot)
        under.setContentsMargins(SPACE, CLOSE, SPACE, CLOSE)
        under.addWidget(self.bar)
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._demo_sheet)
        rows.addWidget(self._banner)
        rows.addWidget(self.view, 1)
        rows.addWidget(foot)
        self.setCentralWidget(whole)
        self.menus = Menus(self.menuBar(), self.pages.bar, self.open_page)

    def _join(self) -> None:
        todo, pages = self.now.what_to_do, self.pages
        self.bar.look_wanted.connect(self._want_look)
        self.bar.pause_wanted.connect(self.pause_wanted)
        self.card.resume_wanted.connect(lambda: self.pause_wanted.emit(False))
        self.strip.segment_chosen.connect(pages.open_evidence)
        self.strip.services_wanted.connect(lambda: self.setting_wanted.emit(("services",)))
        self.strip.opened.connect(self._scroll_to)
        todo.look_wanted.connect(self._want_look)
        todo.step_marked.connect(self.step_marked)
        todo.answer_given.connect(self.answer_given)
        pages.note_written.connect(self.note_written)
        pages.history_wanted.connect(self.history_wanted)
        pages.seen.connect(self._scroll_to)
        provider = self.now.provider
        provider.settings_wanted.connect(lambda: self.setting_wanted.emit(("isp", "name")))
        provider.setting_wanted.connect(self.setting_wanted)
        provider.ask_wanted.connect(self.provider_wanted)
        provider.opened.connect(self._scroll_to)
        self.restored.all_works.connect(self.all_works)
        self.restored.service_missed.connect(self._missed)
        self.menus.of_report(
            self.report_copy_wanted.emit, self.report_save_wanted.emit, lambda: self.report_open_wanted.emit("")
        )
        self.menus.of_program(self.settings_wanted.emit, self.close, self.quit_wanted.emit)
        self.menus.of_watching(self._want_look, self._toggle_pause, self.history_wanted.emit)

    # --- what is told once ---

    def set_segments(self, segments: Mapping[str, Segment], titles: Mapping[str, str] | None = None) -> None:
        """Where on the path each check stands, and what it is called (by its id where that is not said)."""
        self.strip.set_segments(segments)
        self.pages.set_checks(segments, titles or {})

    def set_services(self, names: tuple[str, ...]) -> None:
        """The services that the person works with."""
        self.restored.set_services(names)

    def set_demo(self, text: str) -> None:
        """Mark everything as a demo, with this text, given in English; empty: it is none."""
        self._demo = text
        self._demo_text.tell(say("Demo: {what}").format(what=say(text)) if text else "")
        self._demo_sheet.setVisible(bool(text))
        self._tell(tell(self._state))

    def show_journal(self, entries: tuple[Entry, ...]) -> None:
        """Lines of the journal, the oldest first."""
        self.pages.show_entries(entries)
        self.now.provider.show_journal(entries)

    def show_points(self, points: tuple[Point, ...], gaps: tuple[Gap, ...]) -> None:
        """What was seen before the window was opened."""
        self.now.show_points(points, gaps)

    def banner(self, text: str, kind: str = "info") -> None:
        """A line on top that can be closed: good, bad, warning or info."""
        self._banner.show_line(text, kind)

    # --- what the watcher tells ---

    def began(self, depth: Depth) -> None:
        """A look begins."""
        self.bar.began(depth)
        if depth is Depth.FULL:
            todo = self.now.what_to_do
            todo.began()
            self.pages.began()
            if self._asked or todo.awaiting or self._shown is None or self._state.phase is Phase.LOOKING:
                self.strip.begin()

    def answered(self, check: str, said: Observation) -> None:
        """A check of a whole look has answered."""
        self.strip.answered(check, said)
        self.pages.answered(check, said)

    def planned(self, due: Due, tick: Tick) -> None:
        """When the next look is due."""
        self.bar.planned(due, tick)

    def happened(self, event: Event, state: State) -> None:
        """Something happened; every look is an event, too."""
        self._state = state
        self.bar.happened(event, state)
        if state.phase is not Phase.LOOKING:
            self._asleep_s = 0.0
        if event.kind is Happened.LOOK:
            self.now.add_point(point_of(event))
            if event.report is not None:
                self._looked(event.report, state)
        else:
            self._changed(event, state)
        self._tell(tell(state, self._newest.seen if self._newest else None, self._asleep_s))
        self._foretell(event, state)
        self.menus.show_paused(state.phase is Phase.PAUSED)
        todo, verdict = self.now.what_to_do, followed(state)
        todo.watching(state.phase is not Phase.PAUSED)
        todo.show_calm(calm(state))
        todo.show_verdict(retold(verdict, say) if verdict is not None else None)

    def _changed(self, event: Event, state: State) -> None:
        todo = self.now.what_to_do
        match event.kind:
            case Happened.OUTAGE_STARTED:
                todo.start_over()
                self.restored.withdraw()
            case Happened.RELAPSED | Happened.FLAPPING:
                self.restored.withdraw()
                self._show_path(state)
            case Happened.BACK if event.report is None:
                self.strip.look_again()
            case Happened.RESTORED if state.outage is not None:
                todo.tell_news("")
                self.restored.ask(state.outage)
            case Happened.SLEPT:
                self._asleep_s = event.gap_s
                self.now.add_gap(Gap(event.at - timedelta(seconds=event.gap_s), event.at, "asleep"))
                self.strip.look_again(Segment.COMPUTER)
            case Happened.PAUSED:
                self._paused_at = state.tick
            case Happened.RESUMED:
                if self._paused_at is not None:
                    self.now.add_gap(Gap(self._paused_at.at, event.at, "paused"))
                self.strip.look_again(Segment.COMPUTER)
            case Happened.ROUTER_GONE:
                self.strip.look_again(Segment.ROUTER)
                todo.tell_news(say("Your router has gone off, as it does when it is restarted. Waiting for it…"))
            case Happened.ROUTER_BACK:
                todo.tell_news(say("Your router is back. Looking whether the rest is, too…"))

    def _foretell(self, event: Event, state: State) -> None:
        """How long it may still take, as long as it lasts and somebody knows."""
        known = foretold(event, state)
        self.now.provider.show_estimate(known)
        self.card.show_estimate(shortly(known, event.at))

    def _looked(self, report: Report, state: State) -> None:
        """A whole look is over. One that is not believed yet is evidence, and no more: it blames nobody."""
        newest = self._newest = retold_report(report, say)
        self._asked = False
        self.now.what_to_do.looked(newest, doubted(report, state))
        self.now.provider.show_provider(with_denial(newest))
        self.pages.show_report(newest)
        if not doubted(report, state):
            self._shown = newest
        if self._shown is not None:
            self.now.changed.show_changes(self._shown.changed)
        self._show_path(state)

    def _show_path(self, state: State) -> None:
        """The newest path that agrees with what is believed."""
        shown, believed = self._shown, state.verdict
        if shown is None:
            return
        if state.phase is Phase.OUTAGE and believed is not None and shown.verdict.fault != believed.fault:
            self.strip.look_again(believed.segment)
        else:
            wavers = believed.segment if believed is not None and state.phase is Phase.FLAPPING else None
            self.strip.show_report(shown, wavers)

    def _tell(self, told: Told) -> None:
        title = say("{headline} – netcheck").format(headline=told.headline)
        self.setWindowTitle(say("Demo: {what}").format(what=title) if self._demo else title)
        if told.mark is not self.card.mark or self.windowIcon().isNull():
            self.setWindowIcon(mark_icon(told.mark))
        self.card.show_told(told)

    # --- what the person does ---

    def open_page(self, place: int) -> None:
        """Show a page, its tab with the focus."""
        self.pages.open(place)
        self.pages.bar.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _want_look(self) -> None:
        self._asked = True
        self.look_wanted.emit()

    def _toggle_pause(self) -> None:
        self.pause_wanted.emit(self._state.phase is not Phase.PAUSED)

    def _missed(self, name: str) -> None:
        self.service_missed.emit(name)
        self.now.what_to_do.tell_news(say("Looking what keeps {name} from working…").format(name=name))
        self._want_look()

    def _scroll_to(self, part: QWidget) -> None:
        # What has just been opened gets its height when the layout comes to it.
        QTimer.singleShot(0, part, lambda: self.view.ensureWidgetVisible(part, 0, CLOSE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the answer and the first step come before the path in full."""
        super().resizeEvent(event)
        self._see_height()

    def _see_height(self) -> None:
        self.strip.keep_low(self.height() < LOW * self.fontMetrics().height())

    def changeEvent(self, event: QEvent) -> None:
        """The person has set other letters for all programs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            tell_letters(self)
            self._see_height()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window goes; the app decides what that means. Refusing would keep the program from ending."""
        super().closeEvent(event)
        self.hidden.emit()
