"""Where the window is when it is closed, when the tray comes and goes, and when it is wanted."""

from __future__ import annotations

import os

import pytest
from PySide6.QtCore import QByteArray, QDeadlineTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netcheck.gui.keeper import Keeper
from netcheck.gui.main_window import MainWindow
from netcheck.gui.tray import Tray
from tests.gui.fake_tray import FakeIcon, fake

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)  # so says Qt's screen in memory


class Room:
    """A window, a tray, and who keeps them."""

    def __init__(self, qtbot: QtBot, hidden: bool = False) -> None:
        self._qtbot, self.tray = qtbot, Tray()
        self.made: list[MainWindow] = []
        self.keeper = Keeper(self._make, self.tray, hidden)
        self.hints: list[str] = []
        self.quits: list[bool] = []
        self.keeper.hint_wanted.connect(self.hints.append)
        self.keeper.quit_wanted.connect(lambda: self.quits.append(True))
        self.keeper.show(QByteArray())

    def _make(self) -> MainWindow:
        window = MainWindow()
        self._qtbot.addWidget(window)
        self.made.append(window)
        return window

    @property
    def window(self) -> MainWindow:
        """The only one."""
        (window,) = self.made
        return window

    def where(self) -> str:
        """Shown, minimised or hidden."""
        if not self.made or self.window.isHidden():
            return "hidden"
        return "minimised" if self.window.isMinimized() else "shown"

    def close(self) -> None:
        """The person closes the window, and Qt takes its turn."""
        self.window.close()
        QApplication.processEvents()

    def tray_there(self, there: bool) -> None:
        """It comes or goes."""
        FakeIcon.there = there
        self.tray.look_for_tray()


@pytest.fixture(params=[True, False], ids=["with a tray", "without a tray"])
def there(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether there is a tray at first."""
    fake(monkeypatch, bool(request.param))
    return bool(request.param)


def test_closing_never_hides_it_where_nobody_finds_it(qtbot: QtBot, there: bool) -> None:
    room = Room(qtbot)
    assert room.where() == "shown"
    room.close()
    assert room.where() == ("hidden" if there else "minimised")
    assert room.quits == []
    assert len(room.hints) == 1
    assert ("tray" in room.hints[0]) is there


def test_what_closing_means_is_said_once(qtbot: QtBot, there: bool) -> None:
    room = Room(qtbot)
    for _ in range(3):
        room.close()
        room.keeper._closed_lately = QDeadlineTimer(0)  # long ago
        room.keeper.open()
    assert len(room.hints) == 1


def test_without_a_tray_closing_twice_ends_it(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, there=False)
    room = Room(qtbot)
    room.close()
    assert room.quits == []
    room.close()
    assert room.quits == [True]


def test_with_a_tray_closing_twice_ends_nothing(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, there=True)
    room = Room(qtbot)
    room.close()
    room.keeper.open()
    room.close()
    assert (room.quits, room.where()) == ([], "hidden")


def test_hidden_and_then_the_tray_goes(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, there=True)
    room = Room(qtbot)
    room.close()
    room.tray_there(False)
    assert room.where() == "minimised"
    room.tray_there(True)
    assert room.where() == "minimised", "the person had it; it does not go away by itself"


def test_shown_and_then_the_tray_goes(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, there=True)
    room = Room(qtbot)
    room.tray_there(False)
    assert room.where() == "shown"


def test_start_in_the_tray(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, there=True)
    room = Room(qtbot, hidden=True)
    assert room.made == []
    room.keeper._show_without_tray()
    assert room.where() == "hidden"


def test_start_in_a_tray_that_comes_late(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, there=False)
    room = Room(qtbot, hidden=True)
    assert room.where() == "hidden", "it is waited for some seconds"
    room.keeper._show_without_tray()
    assert room.where() == "minimised", "then the window can be found"
    room.tray_there(True)
    assert room.where() == "hidden", "and goes where it was to be"


def test_start_in_a_tray_that_never_comes(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, there=False)
    waits: list[tuple[int, type[object]]] = []
    monkeypatch.setattr("netcheck.gui.keeper.QTimer.singleShot", lambda ms, who, deed: waits.append((ms, type(who))))
    Room(qtbot, hidden=True)
    assert (4000, Keeper) in waits


def test_opened_from_everywhere(qtbot: QtBot, there: bool) -> None:
    room = Room(qtbot)
    for wish in (room.tray.open_wanted, room.tray.message_clicked):
        room.close()
        room.keeper._closed_lately = QDeadlineTimer(0)
        with qtbot.waitSignal(room.keeper.opened):
            wish.emit()
        assert room.where() == "shown"


def test_a_token_of_wayland_is_handed_on(qtbot: QtBot, there: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)
    room = Room(qtbot)
    room.keeper.open("token-7")
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "token-7"
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN")


def test_seen_means_before_ones_eyes(qtbot: QtBot, there: bool) -> None:
    room = Room(qtbot)
    qtbot.waitActive(room.window).__enter__()
    room.window.activateWindow()
    qtbot.waitUntil(room.keeper.seen)
    room.window.showMinimized()
    assert not room.keeper.seen()
    room.keeper.open()
    qtbot.waitUntil(room.keeper.seen)
    room.close()
    assert not room.keeper.seen()


def test_a_window_that_must_be_found_can_be_found(qtbot: QtBot, there: bool) -> None:
    room = Room(qtbot)
    room.window.hide()
    room.keeper.ask_for_attention()
    assert room.where() == "minimised"


def test_at_the_end_closing_is_closing(qtbot: QtBot, there: bool) -> None:
    room = Room(qtbot)
    room.keeper.leave()
    room.close()
    assert (room.where(), room.hints, room.quits) == ("hidden", [], [])
    room.tray_there(not there)
    assert room.where() == "hidden"


def test_where_it_was_last(qtbot: QtBot, there: bool) -> None:
    room = Room(qtbot)
    room.window.resize(700, 500)
    kept = room.window.saveGeometry()
    assert room.keeper.geometry() == kept
    other = Keeper(room._make, room.tray, hidden=True)
    other.show(kept)
    assert len(room.made) == 1, "nobody has asked for it"
    assert other.geometry() == kept
    other.open()
    assert (room.made[1].width(), room.made[1].height()) == (700, 500)
