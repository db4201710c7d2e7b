"""The keyring and the help desk are asked on threads of their own, and answers come only to a dialog that is there."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from netcheck.core.delivery_secret import Kept, Where
from netcheck.core.settings import Deliver, Settings
from netcheck.gui.delivery_setup import DeliverySetup
from netcheck.gui.settings_dialog import SettingsDialog
from tests.desktop.played import PlayedOutside

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
SETTINGS = Settings(delivery=Deliver(way="webhook", url="https://hooks.company.example/in"))


class Room:
    """A dialog that is served."""

    def __init__(self, qtbot: QtBot) -> None:
        self.outside = PlayedOutside(SETTINGS)
        self.dialog = SettingsDialog(SETTINGS, "netcheck.toml", False)
        qtbot.addWidget(self.dialog)
        self.setup = DeliverySetup(self.outside)
        self.setup.serve(self.dialog)


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    made = Room(qtbot)
    yield made
    made.setup.close()


def test_where_it_is_is_asked_elsewhere(room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[bool] = []

    def secret(settings: Settings) -> Kept:
        threads.append(threading.current_thread() is threading.main_thread())
        return Kept(Where.KEYRING)

    monkeypatch.setattr(room.outside, "delivery_secret", secret)
    room.dialog.secret_asked.emit(SETTINGS)
    qtbot.waitUntil(lambda: room.dialog.delivery.secret.kept() == Kept(Where.KEYRING))
    assert threads == [False]


def test_the_connection_is_tried_with_what_was_typed(room: Room, qtbot: QtBot) -> None:
    room.dialog.delivery.secret.line.setText("hunter2")
    room.dialog.delivery.trial.button.click()
    qtbot.waitUntil(lambda: room.dialog.delivery.trial.told() == "The help desk let us in.")
    assert room.outside.secrets == ["tried hunter2"]


def test_what_is_forgotten_leaves_the_keyring(room: Room, qtbot: QtBot) -> None:
    room.dialog.show_kept(Kept(Where.KEYRING))
    room.dialog.delivery.secret.forget.click()
    qtbot.waitUntil(lambda: room.dialog.delivery.secret.kept() == Kept(Where.NOWHERE))
    assert room.outside.secrets == [""]


def test_a_refusal_reaches_the_person_where_the_dialog_is_gone(room: Room, qtbot: QtBot) -> None:
    room.outside.secret = Kept(trouble="The keyring refused ({why}).", blanks={"why": "locked"})
    asked = threading.Event()
    real = room.outside.keep_delivery_secret

    def keep(settings: Settings, secret: str) -> Kept:
        assert asked.wait(20)
        return real(settings, secret)

    room.outside.keep_delivery_secret = keep  # type: ignore[method-assign]
    with qtbot.waitSignal(room.setup.trouble) as told:
        room.dialog.secret_wanted.emit(SETTINGS, "hunter2")
        room.setup.leave()
        asked.set()
    assert told.args == ["The keyring refused (locked)."]
    assert room.dialog.refusal.told() == ""
