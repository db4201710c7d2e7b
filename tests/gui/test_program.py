"""The whole window with a played watcher: what is seen goes where it belongs, what is wanted comes back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import QByteArray, QEvent, QLocale, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from netcheck.core.delivery import State as Progress
from netcheck.core.language import ENGLISH, Translator
from netcheck.core.settings import (
    Alerts,
    Deliver,
    Handover,
    Helpdesk,
    Isp,
    Learn,
    SecondWay,
    Service,
    Settings,
    Watch,
    Window,
)
from netcheck.core.watching import Happened, Phase
from netcheck.gui import theme, words
from netcheck.gui.icons import Mark
from netcheck.gui.main_window import MainWindow
from netcheck.gui.program import Options, Program
from tests.desktop.played import ALL, BROKEN, PlayedDesk, PlayedOutside
from tests.gui.fake_tray import FakeIcon, fake
from tests.gui.provider_states import PROVIDERS_WORD, SAID_HERE, later, told_by
from tests.gui.recorded import report_of
from tests.gui.test_delivery_words import WAITS

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)  # so says Qt's screen in memory


class Room:
    """A program with all that it uses, played."""

    def __init__(self, settings: Settings | None = None, options: Options | None = None) -> None:
        self.desk = PlayedDesk()
        self.outside = PlayedOutside(settings, self.desk)
        self.session = self.outside.session
        self.program = Program(self.outside, self.outside.settings, options or Options())
        self.quits: list[bool] = []
        self.program.quit_wanted.connect(lambda: self.quits.append(True))
        self.program.keeper.show(QByteArray())

    def window(self) -> MainWindow:
        """The window, made if there was none."""
        return self.program.keeper.window()

    def begin(self, qtbot: QtBot) -> Room:
        """Start watching."""
        self.program.start()
        qtbot.waitUntil(lambda: self.program._session is not None and self.session.started.is_set())
        return self


@pytest.fixture
def room(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """On a desktop with a tray."""
    fake(monkeypatch, there=True)
    made = Room()
    yield made
    made.program.stop(0.0)
    made.window().deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_watch_begins_on_another_thread(room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[bool] = []
    monkeypatch.setattr(
        room.outside, "hold_window", lambda: threads.append(threading.current_thread() is threading.main_thread())
    )
    room.begin(qtbot)
    assert threads == [False]
    assert room.outside.messages.asked == ["start"]


def test_what_is_seen_is_shown_everywhere(room: Room, qtbot: QtBot) -> None:
    room.begin(qtbot).session.works()
    room.session.breaks()
    headline = report_of("login-refused").verdict.headline
    qtbot.waitUntil(lambda: room.window().card.mark is Mark.UPSTREAM)
    assert room.window().windowTitle().startswith(headline)
    assert room.program.tray.tip().startswith(f"netcheck: {headline}")
    room.session.comes_back()
    qtbot.waitUntil(lambda: room.program._state.phase is Phase.RESTORED)
    qtbot.waitUntil(lambda: "Your internet is back." in [notice.title for notice in room.desk.shown])
    qtbot.waitUntil(lambda: len(room.outside.messages.told) == 1)
    qtbot.waitUntil(lambda: room.program.handover._newest is not None)
    assert room.window().restored.isVisible()


def test_what_the_person_wants_reaches_the_watcher(room: Room, qtbot: QtBot) -> None:
    window = room.begin(qtbot).window()
    window.look_wanted.emit()
    window.pause_wanted.emit(True)
    window.pause_wanted.emit(False)
    window.answer_given.emit("other_device", "yes")
    room.program.tray.look_wanted.emit()
    assert room.session.asked == ["look", "pause", "resume", "other_device=yes", "look"]


def test_the_watcher_knows_whether_somebody_sits_before_the_window(room: Room, qtbot: QtBot) -> None:
    window = room.begin(qtbot).window()
    assert room.session.attended == [True], "before the first look"
    window.close()
    qtbot.waitUntil(lambda: room.session.attended == [True, False])
    room.program.keeper.open()
    assert room.session.attended == [True, False, True]


def test_a_start_in_the_tray_is_attended_by_nobody(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, there=True)
    room = Room(options=Options(hidden=True)).begin(qtbot)
    assert room.session.attended == [False]
    room.program.stop(0.0)


def test_a_step_that_was_done_is_kept_and_looked_at(room: Room, qtbot: QtBot) -> None:
    room.begin(qtbot)
    for kind, note in (("done", ""), ("did", "an hour ago"), ("cannot", "")):
        room.window().step_marked.emit("Restart the router.", kind, note)
    qtbot.waitUntil(lambda: len(room.outside.kept.entries) == 3)
    entries = [(entry.kind, entry.text) for entry in room.outside.kept.entries]
    step = "Restart the router."
    assert entries == [("done", step), ("did", f"{step} (an hour ago)"), ("cannot", step)]
    assert room.session.asked == ["look"], "only what was done now can have changed something"


def test_notes_belong_to_the_outage(room: Room, qtbot: QtBot) -> None:
    room.begin(qtbot).session.works()
    room.session.breaks()
    qtbot.waitUntil(lambda: room.program._state.outage is not None)
    room.window().note_written.emit("Ticket 4711")
    room.window().all_works.emit(True)
    room.window().service_missed.emit("Mail")
    qtbot.waitUntil(lambda: len(room.outside.kept.entries) == 4)
    outage = room.session.state.outage
    assert outage is not None
    kept = room.outside.kept.entries[1:]
    assert {entry.outage for entry in kept} == {outage.id}
    assert [(entry.kind, entry.text) for entry in kept] == [
        ("note", "Ticket 4711"), ("answer", "All works again."), ("answer", "Does not work yet: Mail"),
    ]  # fmt: skip


def test_what_is_wanted_before_the_watch_began_is_no_fault(room: Room, qtbot: QtBot) -> None:
    window = room.window()
    window.look_wanted.emit()
    window.pause_wanted.emit(True)
    window.answer_given.emit("other_device", "yes")
    window.step_marked.emit("Restart the router.", "done", "")
    window.note_written.emit("text")
    window.history_wanted.emit()
    window.report_copy_wanted.emit()
    window.report_save_wanted.emit()
    room.begin(qtbot)
    assert room.session.asked == []


def test_quit_from_the_window_and_from_the_tray(room: Room) -> None:
    room.window().quit_wanted.emit()
    room.program.tray.quit_wanted.emit()
    assert room.quits == [True, True]


def test_a_click_on_a_notice_opens_the_window(room: Room, qtbot: QtBot) -> None:
    room.window().close()
    assert room.window().isHidden()
    thread = threading.Thread(target=room.outside.clicked, args=("default", ""))
    thread.start()
    thread.join(10)
    qtbot.waitUntil(lambda: room.window().isVisible())


def test_trouble_is_said_on_top(room: Room, qtbot: QtBot) -> None:
    room.begin(qtbot)
    thread = threading.Thread(target=room.program.trouble.emit, args=("The message could not be sent.",))
    thread.start()
    thread.join(10)
    qtbot.waitUntil(lambda: room.window()._banner.text() == "The message could not be sent.")


def test_alerts_are_paused_from_the_tray(room: Room, qtbot: QtBot) -> None:
    room.begin(qtbot).program.tray.alerts_paused.emit(True)
    room.session.works()
    room.session.breaks()
    qtbot.waitUntil(lambda: room.program._state.phase is Phase.OUTAGE)
    assert room.desk.shown == []
    room.program.tray.alerts_paused.emit(False)
    qtbot.waitUntil(lambda: room.program.keeper.seen() or len(room.desk.shown) == 1)


def test_nobody_can_be_told_but_by_the_window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, there=False)
    room = Room(options=Options(hidden=True)).begin(qtbot)
    room.desk.tells = False
    room.session.works()
    room.session.breaks()
    qtbot.waitUntil(lambda: room.window().isMinimized())
    assert room.window()._banner.kind() == "bad"
    room.program.stop(0.0)


def test_a_demo_is_marked(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, there=True)
    room = Room(options=Options(demo="Wi-Fi dropped"))
    assert "Demo" in room.window().windowTitle()
    room.program.stop(0.0)


def test_no_tray_is_wanted(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    icons: type[FakeIcon] = fake(monkeypatch, there=True)
    room = Room(options=Options(tray=False))
    assert icons.made == []
    room.program.stop(0.0)


# --- the provider


def test_the_provider_is_asked_when_the_person_wants_it(room: Room, qtbot: QtBot) -> None:
    room.begin(qtbot)
    room.window().provider_wanted.emit()
    assert "provider" in room.session.asked


def test_the_tray_says_what_the_provider_expects(room: Room, qtbot: QtBot) -> None:
    room.begin(qtbot).session.works()
    room.session.estimate = PROVIDERS_WORD
    room.session.breaks()
    qtbot.waitUntil(lambda: "Provider expects " in room.program.tray.tip())
    assert "Your provider expects it to end" in room.window().card._estimate.told()
    room.session.comes_back()
    qtbot.waitUntil(lambda: room.program._state == room.session.state)
    assert "Provider expects" not in room.program.tray.tip()
    assert room.window().card._estimate.isHidden()


def test_another_word_of_the_provider_in_an_outage_is_told(hidden: Room, qtbot: QtBot) -> None:
    hidden.session.works()
    hidden.session.breaks()
    hidden.session.look(told_by(SAID_HERE, BROKEN))
    hidden.session.look(told_by({**SAID_HERE, "expected_end": later(60)}, BROKEN))
    qtbot.waitUntil(lambda: "provider" in [notice.key for notice in hidden.desk.shown])
    notice = next(notice for notice in hidden.desk.shown if notice.key == "provider")
    assert "Expected to end: " in notice.text
    assert notice.sound == ""


def test_a_link_opens_the_settings_at_its_place(room: Room, qtbot: QtBot) -> None:
    room.begin(qtbot)
    room.window().setting_wanted.emit(("isp", "area"))
    qtbot.waitUntil(lambda: room.program.side._settings_dialog is not None)
    dialog = room.program.side._settings_dialog
    assert dialog is not None
    assert dialog.list.currentRow() == 0


# --- a window that is made later


@pytest.fixture
def hidden(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """Started in the tray: there is no window yet."""
    fake(monkeypatch, there=True)
    made = Room(options=Options(hidden=True)).begin(qtbot)
    yield made
    made.program.stop(0.0)


def test_in_the_tray_no_window_is_made_before_it_is_wanted(hidden: Room, qtbot: QtBot) -> None:
    hidden.session.works()
    hidden.session.breaks()
    qtbot.waitUntil(lambda: len(hidden.desk.shown) == 1)
    qtbot.waitUntil(lambda: hidden.program.handover._newest is not None)
    assert hidden.program._window is None
    assert hidden.program.keeper.geometry().isEmpty()
    hidden.program.tray.open_wanted.emit()
    window = hidden.window()
    assert window.isVisible()
    assert window.card.mark is Mark.UPSTREAM
    assert window.windowTitle().startswith(report_of("login-refused").verdict.headline)
    assert hidden.program._window is window
    hidden.session.comes_back()
    qtbot.waitUntil(window.restored.isVisible)


def test_a_window_that_is_made_after_the_return_asks_whether_all_works(hidden: Room, qtbot: QtBot) -> None:
    hidden.session.works()
    hidden.session.breaks()
    hidden.session.comes_back()
    hidden.session.look(ALL, 5.0)
    qtbot.waitUntil(lambda: hidden.program._state == hidden.session.state)
    hidden.program.keeper.open()
    assert hidden.window().restored.isVisible()
    hidden.window().all_works.emit(True)
    assert Happened.RESTORED not in hidden.program._catching_up.kinds(), "it is answered"


def test_a_line_for_a_window_that_is_not_there_yet(hidden: Room) -> None:
    hidden.program.banner("netcheck.toml, line 3: this is not TOML.", "warning")
    assert hidden.program._window is None
    assert hidden.window()._banner.text() == "netcheck.toml, line 3: this is not TOML."


# --- other settings


def test_settings_take_effect_at_once(room: Room, qtbot: QtBot) -> None:
    room.begin(qtbot)
    services = (Service("Mail", "https://mail.example.org/"),)
    room.program.change(Settings(alerts=Alerts(popup=False), services=services))
    assert room.session.asked == ["change"]
    room.session.works()
    room.session.breaks()
    qtbot.waitUntil(lambda: room.program._state.phase is Phase.OUTAGE)
    assert room.desk.shown == []
    room.session.comes_back()
    room.window().restored._no.click()
    buttons = room.window().restored._which.findChildren(QPushButton)
    assert "Mail" in [button.text() for button in buttons]


@pytest.mark.parametrize(
    ("settings", "asked"),
    [
        (Settings(isp=Isp("Example Net")), ["change"]),
        (Settings(watch=Watch(healthy_s=20.0)), ["change"]),
        (Settings(learn=Learn(on=False)), ["change"]),
        (Settings(second_way=SecondWay(on=False)), ["change"]),
        (Settings(alerts=Alerts(sound=False)), []),
        (Settings(window=Window(theme="dark")), []),
        (Settings(handover=Handover(name="Ann"), helpdesk=Helpdesk(phone="1"), delivery=Deliver(user="ann")), []),
    ],
)
def test_only_what_changes_the_looks_asks_for_one(
    room: Room, qtbot: QtBot, settings: Settings, asked: list[str]
) -> None:
    room.begin(qtbot).program.change(settings)
    assert room.session.asked == asked


def test_another_theme(room: Room, qtbot: QtBot) -> None:
    window = room.window()
    for name in ("dark", "light", "dark", "system"):
        room.program.change(Settings(window=Window(theme=name)))
        wanted = theme.DARK if name == "dark" else theme.LIGHT
        qtbot.waitUntil(partial(_has_colours, window, wanted))


def _has_colours(window: MainWindow, wanted: theme.Colours) -> bool:
    return theme.colours_of(window) is wanted


ARABIC = Translator("ar", lambda text: {"Open netcheck": "افتح", "Your internet is back.": "عاد"}.get(text, text))


def test_another_language_at_once(room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    room.begin(qtbot).session.works()
    room.session.breaks()
    room.session.comes_back()
    qtbot.waitUntil(lambda: room.program._state.phase is Phase.RESTORED)
    before = room.window()
    monkeypatch.setattr(room.outside, "translator", lambda language: ARABIC if language == "ar" else ENGLISH)
    try:
        room.program.change(Settings(window=Window(language="ar")))
        qtbot.waitUntil(lambda: room.window() is not before)
        window = room.window()
        shown = [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow) and each.isVisible()]
        assert shown == [window]
        assert room.program.tray.menu().actions()[0].text() == "افتح"
        assert window.windowTitle().startswith("عاد")
        assert app.layoutDirection() is Qt.LayoutDirection.RightToLeft
        assert window.restored.isVisible(), "what was known is shown"
        assert len([icon for icon in FakeIcon.made if icon.shown]) == 1
        window.look_wanted.emit()
        assert room.session.asked[-1] == "look"
        window.close()
        qtbot.waitUntil(lambda: any("tray" in notice.text for notice in room.desk.shown))
    finally:
        room.program.change(Settings(window=Window(language="en")))
        qtbot.waitUntil(lambda: words.speaks() is ENGLISH)
        app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        QLocale.setDefault(QLocale.system())


# --- the end


def test_the_end(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    icons: type[FakeIcon] = fake(monkeypatch, there=True)
    room = Room().begin(qtbot)
    room.program.stop(0.0)
    assert room.session.asked == ["stop"]
    assert room.outside.messages.asked == ["start", "stop"]
    assert [icon for icon in icons.made if icon.shown] == []
    assert room.window().isHidden()
    room.session.works()
    assert room.program._state.looks == 0, "a watcher that is left behind is not heard"
    assert room.quits == []


def test_the_end_before_the_beginning(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, there=True)
    Room().program.stop(0.0)


# --- reports for the help desk


def test_a_report_that_was_delivered_is_told(room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    post = room.outside.post
    post.kept = {WAITS.key: WAITS}
    room.begin(qtbot)
    qtbot.waitUntil(lambda: room.program.dispatch._deliveries is post)
    monkeypatch.setattr(room.program.keeper, "seen", lambda: False)
    room.program.alerts._seen = room.program.keeper.seen
    post.become(replace(WAITS, state=Progress.SENT, sent_at=WAITS.made_at, ticket="7"))
    qtbot.waitUntil(lambda: [notice.title for notice in room.desk.shown] == ["Your help desk has the report."])
    assert room.window()._banner.isHidden()


def test_one_that_was_given_up_stands_on_top_of_the_window(room: Room, qtbot: QtBot) -> None:
    post = room.outside.post
    post.kept = {WAITS.key: WAITS}
    room.begin(qtbot)
    qtbot.waitUntil(lambda: room.program.dispatch._deliveries is post)
    post.become(replace(WAITS, state=Progress.GIVEN_UP, trouble="The password is wrong."))
    said = "The report could not be sent to your help desk. The password is wrong."
    qtbot.waitUntil(lambda: room.window()._banner.text() == said)
    assert room.window()._banner.kind() == "warning"


def test_the_end_sends_no_more(room: Room, qtbot: QtBot) -> None:
    room.begin(qtbot)
    qtbot.waitUntil(lambda: room.program.dispatch._deliveries is not None)
    room.program.stop(0.0)
    assert room.outside.post.asked == ["start", "stop"]
