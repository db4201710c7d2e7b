"""Alerts on their way to the person: by the desktop, else by the tray, else in the window; and to the phone."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from netcheck.core import settings
from netcheck.core.notices import Shown
from netcheck.engine.watcher import Follower
from netcheck.gui import sound
from netcheck.gui.alerts import Alerts
from netcheck.gui.news import QUIET_S
from netcheck.gui.tray import Tray
from tests.desktop.played import PlayedDesk, PlayedHistory, PlayedPhone, PlayedSession
from tests.gui.fake_tray import FakeIcon, fake


class Room:
    """Alerts with all that they use, played."""

    def __init__(self, desk: PlayedDesk | None, tray: Tray) -> None:
        self.desk, self.tray, self.phone = desk, tray, PlayedPhone()
        self.seen = False
        self.now = 0.0
        self.banners: list[tuple[str, str]] = []
        self.alerts = Alerts(desk, tray, lambda: self.seen, clock=lambda: self.now)
        self.alerts.use(self.phone)
        self.alerts.banner_wanted.connect(lambda text, kind: self.banners.append((text, kind)))
        self.session = PlayedSession(PlayedHistory())
        self.session.start(Follower(happened=self.alerts.happened))
        self.session.works()


@pytest.fixture
def noises(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is played."""
    played: list[str] = []
    monkeypatch.setattr(sound, "play", played.append)
    return played


@pytest.fixture
def tray(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Tray:
    """None that is there."""
    fake(monkeypatch, there=False)
    made = Tray()
    made.start()
    return made


@pytest.fixture
def room(tray: Tray) -> Iterator[Room]:
    """A desktop that shows notices, without sounds of its own."""
    made = Room(PlayedDesk(), tray)
    yield made
    made.alerts.close()


def titles(room: Room) -> list[str]:
    """Of the notices that were shown."""
    assert room.desk is not None
    return [notice.title for notice in room.desk.shown]


def test_down_and_back_are_shown_by_the_desktop(room: Room, qtbot: QtBot, noises: list[str]) -> None:
    room.session.breaks()
    room.session.comes_back()
    qtbot.waitUntil(lambda: len(titles(room)) == 2 and len(noises) == 2)
    assert titles(room)[1] == "Your internet is back."
    assert noises == [sound.DOWN, sound.BACK]
    assert room.banners == []
    assert room.desk is not None
    assert [notice.stays for notice in room.desk.shown] == [False, True]


def test_a_desktop_that_plays_sounds_gets_no_beep_beside_them(tray: Tray, qtbot: QtBot, noises: list[str]) -> None:
    room = Room(PlayedDesk(sounds=True), tray)
    room.session.breaks()
    qtbot.waitUntil(lambda: len(titles(room)) == 1)
    done: list[int] = []
    room.alerts._desk_errands.run(lambda: 1, done.append)
    qtbot.waitUntil(lambda: done == [1])
    assert noises == []
    assert room.desk is not None
    assert room.desk.shown[0].sound == sound.DOWN
    room.alerts.close()


def test_who_has_the_window_before_them_is_not_told_that_it_is_down(
    room: Room, qtbot: QtBot, noises: list[str]
) -> None:
    room.seen = True
    room.session.breaks()
    room.session.comes_back()
    qtbot.waitUntil(lambda: noises == [sound.BACK])
    assert titles(room) == ["Your internet is back."]
    assert room.desk is not None
    assert not room.desk.shown[0].stays, "it is seen"


@pytest.mark.parametrize(
    ("chosen", "shown", "played"),
    [
        (settings.Alerts(), ["down", "back"], [sound.DOWN, sound.BACK]),
        (settings.Alerts(popup=False), [], [sound.DOWN, sound.BACK]),
        (settings.Alerts(sound=False), ["down", "back"], []),
        (settings.Alerts(outage=False), ["back"], [sound.BACK]),
        (settings.Alerts(restored=False), ["down"], [sound.DOWN]),
        (settings.Alerts(popup=False, sound=False), [], []),
    ],
)
def test_each_can_be_switched_off(
    room: Room, qtbot: QtBot, noises: list[str], chosen: settings.Alerts, shown: list[str], played: list[str]
) -> None:
    room.alerts.change(chosen)
    room.session.breaks()
    room.session.comes_back()
    done: list[int] = []
    room.alerts._desk_errands.run(lambda: 1, done.append)
    qtbot.waitUntil(lambda: done == [1])
    assert ["back" if title == "Your internet is back." else "down" for title in titles(room)] == shown
    assert noises == played
    if not chosen.sound and room.desk is not None:
        assert [notice.sound for notice in room.desk.shown] == ["" for _ in shown]


# --- the other ways


def test_no_notices_but_a_tray_that_draws(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, noises: list[str]) -> None:
    icons = fake(monkeypatch, there=True)
    tray = Tray()
    tray.start()
    room = Room(PlayedDesk(tells=False), tray)
    room.session.breaks()
    qtbot.waitUntil(lambda: noises == [sound.DOWN])
    assert [title for title, _ in icons.made[0].messages] == titles(room)
    assert room.banners == []
    room.alerts.close()


def test_a_system_whose_tray_is_the_way(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, noises: list[str]) -> None:
    icons: type[FakeIcon] = fake(monkeypatch, there=True)
    tray = Tray()
    tray.start()
    room = Room(None, tray)
    room.session.breaks()
    room.session.comes_back()
    assert len(icons.made[0].messages) == 2
    assert noises == [sound.DOWN, sound.BACK]
    room.alerts.close()


def test_a_modern_tray_would_ask_the_daemon_that_is_missing(tray: Tray) -> None:
    tray._available, tray._modern = True, True
    assert not tray.show_message("title", "text")


def test_no_notices_and_no_tray_is_a_line_in_the_window(tray: Tray, qtbot: QtBot, noises: list[str]) -> None:
    room = Room(PlayedDesk(tells=False), tray)
    room.session.breaks()
    room.session.comes_back()
    qtbot.waitUntil(lambda: len(room.banners) == 2)
    (down, bad), (back, good) = room.banners
    assert (bad, good) == ("bad", "good")
    assert back.startswith("Your internet is back. It was away for 1 min 42 s")
    assert "\n" not in down + back
    room.alerts.close()


def test_a_hint_is_no_alert(room: Room, qtbot: QtBot, noises: list[str]) -> None:
    room.alerts.tell_once("netcheck keeps watching", "In the tray.", "hint")
    qtbot.waitUntil(lambda: titles(room) == ["netcheck keeps watching"])
    assert room.desk is not None
    assert (room.desk.shown[0].key, noises) == ("hint", [])


def test_a_hint_that_cannot_be_shown_opens_nothing(tray: Tray, qtbot: QtBot, noises: list[str]) -> None:
    room = Room(PlayedDesk(tells=False), tray)
    room.alerts.tell_once("netcheck keeps watching", "In the tray.", "hint")
    done: list[int] = []
    room.alerts._desk_errands.run(lambda: 1, done.append)
    qtbot.waitUntil(lambda: done == [1])
    assert room.banners == []
    room.alerts.close()


def test_news_of_the_provider_come_quietly(room: Room, qtbot: QtBot, noises: list[str]) -> None:
    room.alerts.tell_quietly("Your provider's word has changed.", "Expected to end: 18:30.")
    qtbot.waitUntil(lambda: titles(room) == ["Your provider's word has changed."])
    assert room.desk is not None
    assert (room.desk.shown[0].key, room.desk.shown[0].sound, noises) == ("provider", "", [])


@pytest.mark.parametrize("why", ["popup", "outage", "paused", "seen"])
def test_news_of_the_provider_are_not_told_where_nobody_wants_them(room: Room, qtbot: QtBot, why: str) -> None:
    if why in ("popup", "outage"):
        room.alerts.change(settings.Alerts(popup=why != "popup", outage=why != "outage"))
    room.alerts.pause(why == "paused")
    room.seen = why == "seen"
    room.alerts.tell_quietly("Your provider's word has changed.", "Expected to end: 18:30.")
    done: list[int] = []
    room.alerts._desk_errands.run(lambda: 1, done.append)
    qtbot.waitUntil(lambda: done == [1])
    assert titles(room) == []


# --- held back, paused, seen


def test_what_was_held_back_comes_when_it_is_quiet(room: Room, qtbot: QtBot, noises: list[str]) -> None:
    room.session.breaks()
    room.session.comes_back()
    room.now += 1
    room.session.breaks(10)
    assert room.alerts._quiet.isActive()
    assert room.alerts._quiet.interval() == pytest.approx((QUIET_S - 1) * 1000, abs=2)
    room.now += QUIET_S
    room.alerts._quiet.timeout.emit()
    qtbot.waitUntil(lambda: len(titles(room)) == 3)
    assert not room.alerts._quiet.isActive()


def test_paused_and_told_afterwards(room: Room, qtbot: QtBot, noises: list[str]) -> None:
    room.alerts.pause(True)
    assert room.alerts.paused()
    room.session.breaks()
    assert (titles(room), noises, room.alerts._quiet.isActive()) == ([], [], False)
    room.alerts.pause(False)
    qtbot.waitUntil(lambda: len(titles(room)) == 1)


def test_a_notice_is_taken_back_when_the_window_is_opened(room: Room, qtbot: QtBot, noises: list[str]) -> None:
    assert room.desk is not None
    desk = room.desk
    room.alerts.window_seen()
    room.session.breaks()
    qtbot.waitUntil(lambda: len(noises) == 1)
    room.alerts.window_seen()
    room.alerts.window_seen()
    room.alerts.tell_once("a", "sign", "hint")
    qtbot.waitUntil(lambda: len(desk.shown) == 2)
    assert desk.withdrawn == ["connection"]


# --- the phone


def test_one_message_when_it_is_back(room: Room, qtbot: QtBot, noises: list[str]) -> None:
    room.session.breaks()
    room.session.comes_back()
    qtbot.waitUntil(lambda: len(room.phone.told) == 1)
    assert room.phone.told[0].title == "Your internet is back."
    assert room.phone.withdrawn == []


def test_a_relapse_takes_the_message_back(room: Room, qtbot: QtBot, noises: list[str]) -> None:
    room.session.breaks()
    room.session.comes_back()
    room.session.breaks(10)
    qtbot.waitUntil(lambda: len(room.phone.withdrawn) == 1)
    assert room.phone.withdrawn == [room.phone.told[0].id]


def test_paused_alerts_do_not_keep_the_message_back(room: Room, qtbot: QtBot, noises: list[str]) -> None:
    room.alerts.pause(True)
    room.session.breaks()
    room.session.comes_back()
    qtbot.waitUntil(lambda: len(room.phone.told) == 1)


def test_the_window_never_waits_for_the_desktop(tray: Tray, qtbot: QtBot, noises: list[str]) -> None:
    class Slow(PlayedDesk):
        def show(self, notice: object) -> Shown:
            threading.Event().wait(0.3)
            assert threading.current_thread() is not threading.main_thread()
            self.tells = True
            return Shown(told=True)

    room = Room(Slow(), tray)
    room.session.breaks()
    assert noises == [], "nothing has been waited for"
    qtbot.waitUntil(lambda: noises == [sound.DOWN])
    room.alerts.close()


def test_a_report_is_told_to_those_who_do_not_see_the_window(room: Room, qtbot: QtBot, noises: list[str]) -> None:
    assert room.alerts.tell_of_report("Your help desk has the report.", "Ticket 7")
    qtbot.waitUntil(lambda: titles(room) == ["Your help desk has the report."])
    room.seen = True
    assert not room.alerts.tell_of_report("Your help desk has the report.", "Ticket 8")
    room.seen = False
    room.alerts.pause(True)
    assert room.alerts.tell_of_report("Your help desk has the report.", "Ticket 9"), "they want to hear nothing"
    room.alerts.pause(False)
    room.alerts.change(settings.Alerts(popup=False))
    assert room.alerts.tell_of_report("Your help desk has the report.", "Ticket 10")
    room.alerts.change(settings.Alerts())
    room.alerts.tell_of_report("The last one.", "")
    qtbot.waitUntil(lambda: "The last one." in titles(room))
    assert titles(room) == ["Your help desk has the report.", "The last one."]
    assert noises == []
