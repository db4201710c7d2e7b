"""The history and the settings beside the window: opened once, filled elsewhere, and saved."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from netcheck.core.delivery_secret import Kept, Where
from netcheck.core.learnt import Learnt
from netcheck.core.settings import Alerts, Deliver, Settings
from netcheck.core.settings_reader import SettingsError
from netcheck.gui.bridge import Errands
from netcheck.gui.history_window import HistoryWindow
from netcheck.gui.settings_dialog import SettingsDialog
from netcheck.gui.side_windows import SideWindows
from tests.desktop.played import PlayedOutside
from tests.gui.test_settings_dialog import open_page
from tests.gui.test_settings_learnt import AWAY, HOME

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)  # so says Qt's screen in memory
CHANGED = Settings(alerts=Alerts(sound=False))


class Outside(PlayedOutside):
    """With a file that can be written, or not."""

    def __init__(self) -> None:
        super().__init__()
        self.saved: list[tuple[Mapping[tuple[str, ...], object], Path | None]] = []
        self.refuses = ""

    def save_settings(self, changes: Mapping[tuple[str, ...], object], config: Path | None = None) -> Path:
        if self.refuses:
            raise SettingsError(self.refuses)
        self.saved.append((changes, config))
        self.settings = CHANGED
        return Path("netcheck.toml")


class Room:
    """All that it uses."""

    def __init__(self, qtbot: QtBot) -> None:
        self.outside = Outside()
        self.parent = QWidget()
        qtbot.addWidget(self.parent)
        self.parent.show()
        self.errands = Errands("errands")
        self.side = SideWindows(self.outside, Path("mine.toml"), self.errands)
        self.changed: list[Settings] = []
        self.troubles: list[str] = []
        self.side.settings_changed.connect(self.changed.append)
        self.side.trouble.connect(self.troubles.append)

    def settings(self, qtbot: QtBot) -> SettingsDialog:
        """The dialog, open."""
        self.side.open_settings(Settings(), self.parent)
        return self.settings_that_open(qtbot)

    def settings_that_open(self, qtbot: QtBot) -> SettingsDialog:
        """The dialog that was asked for."""
        qtbot.waitUntil(lambda: self.side._settings_dialog is not None)
        assert self.side._settings_dialog is not None
        return self.side._settings_dialog

    def save(self, dialog: SettingsDialog) -> None:
        """As its button does where the sound was switched off."""
        dialog._wait(True)
        dialog.changed.emit({("alerts", "sound"): False})

    def history(self, qtbot: QtBot) -> HistoryWindow:
        """The window of the past, open."""
        self.side.open_history(self.outside.kept, {"gateway": "Router"})
        qtbot.waitUntil(lambda: self.side._history_window is not None)
        assert self.side._history_window is not None
        return self.side._history_window


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    """Nothing is open."""
    made = Room(qtbot)
    yield made
    made.side.close()
    made.errands.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# --- the past


def test_the_past_is_opened_at_once_and_filled_later(room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[int] = []
    monkeypatch.setattr(HistoryWindow, "show_history", lambda window, outages, *more: shown.append(len(outages)))
    assert room.history(qtbot).isVisible()
    qtbot.waitUntil(lambda: shown == [0])
    room.side.fill_history(room.outside.kept)
    qtbot.waitUntil(lambda: shown == [0, 0])


def test_one_window_of_the_past(room: Room, qtbot: QtBot) -> None:
    assert room.history(qtbot) is room.history(qtbot)


def test_closed_and_opened_again(room: Room, qtbot: QtBot) -> None:
    first = room.history(qtbot)
    first.close()
    qtbot.waitUntil(lambda: room.side._history_window is None)
    room.side.fill_history(room.outside.kept)
    assert room.history(qtbot).isVisible()


def test_looks_that_are_asked_for_are_brought(room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[object] = []
    monkeypatch.setattr(HistoryWindow, "show_points", lambda window, points, gaps: shown.append((points, gaps)))
    window = room.history(qtbot)
    from datetime import UTC, datetime

    window.span_wanted.emit(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC))
    qtbot.waitUntil(lambda: shown == [((), ())])


# --- the settings


def test_the_dialog_shows_what_is_set(room: Room, qtbot: QtBot) -> None:
    room.outside.switch.on = True
    dialog = room.settings(qtbot)
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.autostart.value() is True
    assert "mine.toml" in dialog.where.text()


def test_one_dialog(room: Room, qtbot: QtBot) -> None:
    room.side.open_settings(Settings(), room.parent)
    room.side.open_settings(Settings(), room.parent)
    dialog = room.settings(qtbot)
    assert room.settings(qtbot) is dialog


def test_what_was_changed_is_saved_read_again_and_told(room: Room, qtbot: QtBot) -> None:
    dialog = room.settings(qtbot)
    room.save(dialog)
    qtbot.waitUntil(lambda: room.changed == [CHANGED])
    assert room.outside.saved == [({("alerts", "sound"): False}, Path("mine.toml"))]
    qtbot.waitUntil(lambda: room.side._settings_dialog is None)


def test_a_refusal_stands_in_the_dialog(room: Room, qtbot: QtBot) -> None:
    room.outside.refuses = "netcheck.toml: the settings cannot be saved (Permission denied)."
    dialog = room.settings(qtbot)
    room.save(dialog)
    qtbot.waitUntil(lambda: dialog.refusal.told() != "")
    assert dialog.isVisible()
    assert room.changed == []


def test_a_refusal_after_the_dialog_was_closed(room: Room, qtbot: QtBot) -> None:
    room.outside.refuses = "It cannot be saved."
    dialog = room.settings(qtbot)
    room.save(dialog)
    dialog.reject()
    qtbot.waitUntil(lambda: room.troubles == ["It cannot be saved."])


def test_start_at_login_is_switched(room: Room, qtbot: QtBot) -> None:
    dialog = room.settings(qtbot)
    dialog.autostart_wanted.emit(True)
    qtbot.waitUntil(lambda: room.outside.switch.on)
    assert room.troubles == []


def test_start_at_login_that_cannot_be_switched(room: Room, qtbot: QtBot) -> None:
    room.outside.switch.problem = "That could not be changed."
    dialog = room.settings(qtbot)
    dialog.autostart_wanted.emit(True)
    dialog.reject()
    qtbot.waitUntil(lambda: room.troubles == ["That could not be changed."])


def test_settings_may_be_opened_again_with_others(room: Room, qtbot: QtBot) -> None:
    room.settings(qtbot).reject()
    qtbot.waitUntil(lambda: room.side._settings_dialog is None)
    room.side.open_settings(replace(CHANGED), room.parent)
    qtbot.waitUntil(lambda: room.side._settings_dialog is not None)


def test_a_link_opens_them_at_its_setting(room: Room, qtbot: QtBot) -> None:
    room.side.open_settings(Settings(), room.parent, ("services",))
    dialog = room.settings_that_open(qtbot)
    qtbot.waitUntil(lambda: dialog.list.currentRow() == 1)
    room.side.open_settings(Settings(), room.parent, ("isp", "area"))
    assert dialog.list.currentRow() == 0


def test_what_was_learnt_is_read_shown_and_forgotten_elsewhere(
    room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.outside.networks = (HOME, AWAY)
    threads: list[bool] = []
    real = room.outside.learnt

    def learnt() -> tuple[Learnt, ...]:
        threads.append(threading.current_thread() is threading.main_thread())
        return real()

    monkeypatch.setattr(room.outside, "learnt", learnt)
    dialog = room.settings(qtbot)
    open_page(dialog, "Learnt")
    qtbot.waitUntil(lambda: dialog.learnt.list.count() == 2)
    assert "whose.example" in dialog.learnt._hosts[0].host
    dialog.forget_wanted.emit(AWAY.network)
    qtbot.waitUntil(lambda: dialog.learnt.list.count() == 1)
    assert list(room.outside.networks) == [HOME]
    dialog.forget_wanted.emit(None)
    qtbot.waitUntil(lambda: dialog.learnt.list.count() == 0)
    assert threads == [False] * 3
    assert dialog.refusal.told() == ""


def test_what_cannot_be_forgotten_is_said(room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    room.outside.networks = (HOME,)
    monkeypatch.setattr(room.outside, "forget", lambda network=None: False)
    dialog = room.settings(qtbot)
    dialog.forget_wanted.emit(None)
    qtbot.waitUntil(lambda: "could not be forgotten" in dialog.refusal.told())


def test_a_password_is_kept_when_the_settings_are_saved(room: Room, qtbot: QtBot) -> None:
    settings = Settings(delivery=Deliver(way="webhook", url="https://hooks.company.example/in"))
    room.side.open_settings(settings, room.parent, ("delivery", "way"))
    dialog = room.settings_that_open(qtbot)
    qtbot.waitUntil(lambda: dialog.delivery.secret.kept() == Kept())
    dialog.delivery.secret.line.setText("hunter2")
    dialog.save()
    qtbot.waitUntil(lambda: room.side._settings_dialog is None)
    assert room.outside.secrets == ["hunter2"]
    assert room.outside.secret == Kept(Where.KEYRING)
    assert room.outside.saved == [], "nothing else was changed"
