"""Notices on a real bus: shown by a real dunst, and by nobody."""

from __future__ import annotations

import json
import queue
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from netcheck.core.notices import APP_ID, Notice, Shown, Urgency
from netcheck.world.notify import DesktopNotices
from tests.desktop.screen import SYSTEM_PYTHON, Desktop, desktop, needs, until

DOWN = Notice("The line is down", "Since 14:02", urgency=Urgency.NORMAL, sound="message-new-instant",
              category="network.error", actions=(("default", "Open"), ("look", "Check now")))  # fmt: skip
BACK = Notice("It works again", "It was down 3 min 20 s", stays=True)

DAEMON = """
import json, sys, dbus, dbus.service, dbus.mainloop.glib
from gi.repository import GLib
NAME = "org.freedesktop.Notifications"
class Daemon(dbus.service.Object):
    number = 6
    @dbus.service.method(NAME, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, app, replaces, icon, title, text, actions, hints, expires):
        if title == "refuse":
            raise dbus.DBusException("no room", name="org.example.NoRoom")
        if title == "hang":
            GLib.timeout_add(10, lambda: False); import time; time.sleep(2)
        Daemon.number += 1
        number = int(replaces) or Daemon.number
        print(json.dumps([app, int(replaces), icon, title, text, list(actions), {str(k): v for k, v in hints.items()},
                          int(expires), number]), flush=True)
        if title == "click":
            GLib.timeout_add(50, self.click, number)
        return dbus.UInt32(number)
    @dbus.service.method(NAME, in_signature="u")
    def CloseNotification(self, number):
        print(json.dumps(["closed", int(number)]), flush=True)
        self.NotificationClosed(number, 3)
    @dbus.service.method(NAME, out_signature="as")
    def GetCapabilities(self):
        return dbus.Array(sys.argv[1].split(","), signature="s")
    @dbus.service.signal(NAME, signature="us")
    def ActionInvoked(self, number, action): pass
    @dbus.service.signal(NAME, signature="us")
    def ActivationToken(self, number, token): pass
    @dbus.service.signal(NAME, signature="uu")
    def NotificationClosed(self, number, why): pass
    def click(self, number):
        self.ActivationToken(number, "token-1")
        self.ActionInvoked(number, "default")
        return False
dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()
name = dbus.service.BusName(NAME, bus)
daemon = Daemon(bus, "/org/freedesktop/Notifications")
GLib.MainLoop().run()
"""


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    """A session bus on which nothing is started unasked."""
    with desktop(tmp_path, screen=False) as made:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", made.env["DBUS_SESSION_BUS_ADDRESS"])
        yield made


class Daemon:
    """A notification daemon that writes down what it is asked."""

    def __init__(self, bus: Desktop, abilities: str) -> None:
        self.running = bus.start([SYSTEM_PYTHON, "-c", DAEMON, abilities])
        until(lambda: bus.has_name("org.freedesktop.Notifications"), "the daemon")

    def next(self) -> list[object]:
        """The next call."""
        assert self.running.process.stdout is not None
        line = self.running.process.stdout.readline()
        assert line, self.running.said()
        found: list[object] = json.loads(line)
        return found


@pytest.fixture
def notices() -> Iterator[DesktopNotices]:
    made = DesktopNotices(patience_s=1.0)
    yield made
    made.close()


def test_what_the_daemon_is_asked(bus: Desktop, notices: DesktopNotices) -> None:
    daemon = Daemon(bus, "body,actions,sound")
    assert notices.show(DOWN) == Shown(told=True, sounded=True)
    hints = {"urgency": 1, "desktop-entry": APP_ID, "category": "network.error", "sound-name": "message-new-instant"}
    actions = ["default", "Open", "look", "Check now"]
    assert daemon.next() == ["netcheck", 0, APP_ID, DOWN.title, DOWN.text, actions, hints, -1, 7]


def test_restored_replaces_down_and_stays(bus: Desktop, notices: DesktopNotices) -> None:
    daemon = Daemon(bus, "body,sound")
    notices.show(DOWN)
    assert notices.show(BACK) == Shown(told=True, sounded=False)
    daemon.next()
    app, replaces, _, title, _, _, hints, expires, number = daemon.next()
    assert (app, replaces, number, title, expires) == ("netcheck", 7, 7, BACK.title, 0)
    assert hints == {"urgency": 1, "desktop-entry": APP_ID, "suppress-sound": True}


def test_another_key_is_another_notice(bus: Desktop, notices: DesktopNotices) -> None:
    daemon = Daemon(bus, "body")
    notices.show(DOWN)
    notices.show(Notice("Still watching", "", key="hint"))
    assert [daemon.next()[1], daemon.next()[1]] == [0, 0]


def test_one_that_was_closed_is_not_replaced(bus: Desktop, notices: DesktopNotices) -> None:
    daemon = Daemon(bus, "body")
    notices.show(DOWN)
    daemon.next()
    notices.withdraw(DOWN.key)
    assert daemon.next() == ["closed", 7]
    notices.show(BACK)
    assert daemon.next()[1] == 0


def test_no_actions_for_who_makes_a_dialog_of_them(bus: Desktop, notices: DesktopNotices) -> None:
    daemon = Daemon(bus, "body")
    notices.show(DOWN)
    assert daemon.next()[5] == []


@pytest.mark.parametrize(
    ("abilities", "shown"), [("body", "<b>Net & <Co>"), ("body,body-markup", "&lt;b&gt;Net &amp; &lt;Co&gt;")]
)
def test_names_from_outside_do_not_become_markup(
    bus: Desktop, notices: DesktopNotices, abilities: str, shown: str
) -> None:
    daemon = Daemon(bus, abilities)
    notices.show(Notice("t", "<b>Net\x1b & <Co>"))
    assert daemon.next()[4] == shown


def test_a_click_comes_back_with_its_token(bus: Desktop) -> None:
    clicks: queue.SimpleQueue[tuple[str, str]] = queue.SimpleQueue()
    notices = DesktopNotices(lambda action, token: clicks.put((action, token)))
    Daemon(bus, "body,actions")
    assert notices.show(Notice("click", "", actions=(("default", "Open"),))).told
    assert clicks.get(timeout=10) == ("default", "token-1")
    notices.close()


def test_an_error_is_no_id(bus: Desktop, notices: DesktopNotices) -> None:
    daemon = Daemon(bus, "body")
    assert notices.show(Notice("refuse", "")) == Shown(told=False)
    assert notices.show(DOWN).told
    assert daemon.next()[1] == 0


def test_a_daemon_that_hangs_is_not_waited_for(bus: Desktop) -> None:
    Daemon(bus, "body")
    notices = DesktopNotices(patience_s=0.2)
    assert notices.show(Notice("hang", "")) == Shown(told=False)
    notices.close()


def test_no_daemon(bus: Desktop, notices: DesktopNotices) -> None:
    assert notices.show(DOWN) == Shown(told=False)
    Daemon(bus, "body")
    assert notices.show(DOWN).told, "a daemon that comes later is used"


def test_another_daemon_takes_over(bus: Desktop, notices: DesktopNotices) -> None:
    first = Daemon(bus, "body,actions")
    assert notices.show(DOWN).told
    first.running.stop()
    until(lambda: not bus.has_name("org.freedesktop.Notifications"), "the end of the first daemon")
    second = Daemon(bus, "body")
    assert notices.show(DOWN).told
    _, replaces, _, _, _, actions, *_ = second.next()
    assert (replaces, actions) == (0, []), "its abilities were asked anew"


def test_the_bus_goes_and_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, notices: DesktopNotices) -> None:
    (tmp_path / "one").mkdir()
    with desktop(tmp_path / "one", screen=False) as made:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", made.env["DBUS_SESSION_BUS_ADDRESS"])
        Daemon(made, "body")
        assert notices.show(DOWN).told
    assert notices.show(DOWN) == Shown(told=False)
    (tmp_path / "two").mkdir()
    with desktop(tmp_path / "two", screen=False) as made:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", made.env["DBUS_SESSION_BUS_ADDRESS"])
        Daemon(made, "body")
        assert notices.show(DOWN).told


@pytest.mark.parametrize("address", [None, "", "nonsense", "tcp:host=127.0.0.1", "unix:path=/nowhere/bus"])
def test_no_bus(address: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, notices: DesktopNotices) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    if address is None:
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    else:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert notices.show(DOWN) == Shown(told=False)
    notices.withdraw(DOWN.key)


def test_a_real_dunst(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needs("dunst", "dunstctl")
    clicks: queue.SimpleQueue[tuple[str, str]] = queue.SimpleQueue()
    notices = DesktopNotices(lambda action, token: clicks.put((action, token)))
    with desktop(tmp_path) as made:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", made.env["DBUS_SESSION_BUS_ADDRESS"])
        made.start_dunst()
        assert notices.show(Notice("Down", "Net & <b>Co</b>", actions=(("default", "Open"),))).told
        assert notices.show(Notice("Back", "3 min", stays=True, actions=(("default", "Open"),))).told
        assert made.ask("dunstctl", "count", "displayed").strip() == "1", "in place of the first"
        subprocess.run(["dunstctl", "action", "0"], env=made.env, check=True, timeout=10)
        assert clicks.get(timeout=10)[0] == "default"
        notices.show(Notice("Down", "Net & <b>Co</b>", key="other"))
        subprocess.run(["dunstctl", "close-all"], env=made.env, check=True, timeout=10)
        history = json.loads(made.ask("dunstctl", "history"))["data"][0]
        seen = {entry["summary"]["data"]: entry for entry in history}
        assert seen["Down"]["body"]["data"] == "Net &amp; &lt;b&gt;Co&lt;/b&gt;"
        assert seen["Back"]["timeout"]["data"] == 0
    notices.close()
