"""Tells the desktop to show a notice (org.freedesktop.Notifications on the session bus)."""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from netcheck.core.notices import APP_ID, NOT_SHOWN, Notice, Shown
from netcheck.core.words import one_line

log = logging.getLogger(__name__)

NAME = INTERFACE = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
PATIENCE_S = 5.0
"""Seconds for one call: the bus may have to start the desktop's daemon first, at login."""
FOR_EVER, AS_THE_DESKTOP_LIKES = 0, -1
"""expire_timeout, milliseconds."""
LONGEST_TITLE, LONGEST_TEXT = 150, 800
"""Letters; a notice is no letter, and some daemons grow as tall as their text."""

Clicked = Callable[[str, str], None]
"""Told which action of a notice was chosen, and the activation token that lets a Wayland window come to the front."""


class DesktopNotices:
    """One connection to the session bus, made when it is needed and made anew when it broke.

    `show` waits for the desktop, some seconds at most: never call it on the window's thread. Nothing here raises. One
    daemon thread listens for clicks and tells them to `clicked`, on that thread.
    """

    def __init__(self, clicked: Clicked | None = None, patience_s: float = PATIENCE_S) -> None:
        self._clicked = clicked or (lambda _action, _token: None)
        self._patience_s = patience_s
        self._bus: _Bus | None = None
        self._abilities: frozenset[str] | None = None
        self._ids: dict[str, int] = {}
        self._tokens: dict[int, str] = {}
        self._lock = threading.Lock()

    def show(self, notice: Notice) -> Shown:
        """Show it, in place of the one with the same key that still stands; says whether the desktop took it."""
        with self._lock:
            try:
                return self._show(notice)
            except _Refused as why:
                log.info("the desktop shows no notices: %s", why)
            except _Silent as why:
                log.info("the desktop shows no notices: %s", why)
                self._hang_up()
            return NOT_SHOWN

    def withdraw(self, key: str) -> None:
        """Take a notice back, if it still stands."""
        with self._lock:
            number = self._ids.pop(key, None)
            if number is None or self._bus is None:
                return
            try:
                self._bus.call(NAME, PATH, INTERFACE, "CloseNotification", "u", (number,), self._patience_s)
            except _Refused as why:  # it is gone already
                log.debug("a notice could not be taken back: %s", why)
            except _Silent:
                self._hang_up()

    def close(self) -> None:
        """Hang up; notices that stand stay."""
        with self._lock:
            self._hang_up()

    def _show(self, notice: Notice) -> Shown:
        bus = self._connected()
        able = self._asked_abilities(bus)
        sounds = bool(notice.sound) and "sound" in able
        # Old Ubuntu's daemon makes a dialog of a notice with actions, so they go only to who knows them.
        actions = [part for action in notice.actions for part in action] if "actions" in able else []
        body = (
            "netcheck",
            self._ids.get(notice.key, 0),
            APP_ID,
            one_line(notice.title)[:LONGEST_TITLE],
            _body(notice.text, "body-markup" in able),
            actions,
            _hints(notice),
            FOR_EVER if notice.stays else AS_THE_DESKTOP_LIKES,
        )
        answer = bus.call(NAME, PATH, INTERFACE, "Notify", "susssasa{sv}i", body, self._patience_s)
        number = answer[0] if answer else None
        if not isinstance(number, int):
            raise _Refused("the answer holds no number")
        self._ids[notice.key] = number
        return Shown(told=True, sounded=sounds)

    def _asked_abilities(self, bus: _Bus) -> frozenset[str]:
        if self._abilities is None:
            answer = bus.call(NAME, PATH, INTERFACE, "GetCapabilities", "", (), self._patience_s)
            listed = answer[0] if answer else ()
            self._abilities = frozenset(each for each in listed if isinstance(each, str))
        return self._abilities

    def _connected(self) -> _Bus:
        if self._bus is None or self._bus.gone:
            self._hang_up()
            self._bus = _Bus(self._heard)
            for member in ("ActionInvoked", "NotificationClosed", "ActivationToken"):
                self._bus.listen(f"type='signal',interface='{INTERFACE}',member='{member}'", self._patience_s)
            rule = f"type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='{NAME}'"
            self._bus.listen(rule, self._patience_s)
        return self._bus

    def _hang_up(self) -> None:
        if self._bus is not None:
            self._bus.close()
        self._bus = None
        self._abilities = None
        self._ids.clear()

    def _heard(self, member: str, body: Sequence[object]) -> None:
        """A signal, on the listening thread, which must not wait for the lock: `show` waits for this thread."""
        number = body[0] if body else None
        if member == "NameOwnerChanged":
            # Another daemon: it has shown nothing yet, and may be able to do other things.
            self._abilities = None
            self._ids.clear()
        elif not isinstance(number, int) or len(body) < 2:
            return
        elif member == "ActivationToken":
            self._tokens = {number: str(body[1])}
        elif number in self._ids.values():
            if member == "ActionInvoked":
                self._clicked(str(body[1]), self._tokens.pop(number, ""))
            elif member == "NotificationClosed":
                self._ids = {key: each for key, each in self._ids.items() if each != number}


def _hints(notice: Notice) -> dict[str, tuple[str, object]]:
    hints: dict[str, tuple[str, object]] = {
        "urgency": ("y", int(notice.urgency)),
        "desktop-entry": ("s", APP_ID),
    }
    if notice.category:
        hints["category"] = ("s", notice.category)
    if notice.sound:
        hints["sound-name"] = ("s", notice.sound)
    else:
        hints["suppress-sound"] = ("b", True)
    return hints


def _body(text: str, markup: bool) -> str:
    """The text as the daemon wants it: names from outside stand in it, which must not become markup."""
    plain = "\n".join(one_line(line) for line in text.splitlines())[:LONGEST_TEXT]
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") if markup else plain


# --- the bus --------------------------------------------------------------------------------------------------------


class _Silent(Exception):
    """No notice can be shown; the text says why."""


class _Refused(_Silent):
    """The bus or the daemon answered with an error."""


class _Bus:
    """A connection to the session bus with a thread that reads. Raises _Silent for all that can go wrong."""

    def __init__(self, heard: Callable[[str, Sequence[object]], None]) -> None:
        try:
            from jeepney import DBusErrorResponse
            from jeepney.io.threading import open_dbus_connection
        except ImportError as error:  # it comes with Linux only
            raise _Silent("this system has no session bus") from error
        try:
            self._connection = open_dbus_connection(_address())
        except (OSError, RuntimeError, ValueError, LookupError, DBusErrorResponse) as error:
            raise _Silent(f"there is no session bus ({type(error).__name__}: {error})") from error
        self.gone = False
        self._heard = heard
        self._awaited: dict[int, queue.SimpleQueue[Any]] = {}
        self._serials = itertools.count(1000)  # past those that the greeting used
        threading.Thread(target=self._read, name="notices", daemon=True).start()

    def call(
        self, name: str, path: str, interface: str, member: str, signature: str, body: tuple[object, ...], wait_s: float
    ) -> Sequence[Any]:
        """What the other side answers."""
        from jeepney import DBusAddress, MessageType, new_method_call

        message = new_method_call(DBusAddress(path, name, interface), member, signature or None, body)
        serial = next(self._serials)
        inbox = self._awaited[serial] = queue.SimpleQueue()
        try:
            if self.gone:
                raise _Silent("the session bus has hung up")
            self._connection.send(message, serial=serial)
            answer = inbox.get(timeout=wait_s)
        except OSError as error:
            raise _Silent(f"the session bus has hung up ({error})") from error
        except queue.Empty:
            raise _Silent(f"no answer to {member} within {wait_s:g} s") from None
        finally:
            del self._awaited[serial]
        if answer is None:
            raise _Silent("the session bus has hung up")
        # An error is a message like any other, whose first part is a sentence: it is no id.
        if answer.header.message_type is not MessageType.method_return:
            raise _Refused(f"{member}: {_first_text(answer.body)}")
        found: Sequence[Any] = answer.body
        return found

    def listen(self, rule: str, wait_s: float) -> None:
        """Have signals of this kind sent here."""
        self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "AddMatch", "s",
                  (rule,), wait_s)  # fmt: skip

    def close(self) -> None:
        """Hang up."""
        self.gone = True
        with contextlib.suppress(OSError):
            self._connection.interrupt()  # the reader closes it, who must not find it closed

    def _read(self) -> None:
        from jeepney import HeaderFields, MessageType
        from jeepney.io.threading import ReceiveStopped

        try:
            while not self.gone:
                message = self._connection.receive()
                fields = message.header.fields
                if message.header.message_type is MessageType.signal:
                    self._heard(str(fields.get(HeaderFields.member, "")), message.body)
                elif (inbox := self._awaited.get(fields.get(HeaderFields.reply_serial, -1))) is not None:
                    inbox.put(message)
        except (OSError, ValueError, ReceiveStopped) as error:
            log.debug("the session bus has hung up: %s", error)
        finally:
            self.gone = True
            for inbox in list(self._awaited.values()):
                inbox.put(None)
            self._connection.close()


def _address() -> str:
    """Where the session bus listens. Raises LookupError where there is none."""
    told = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    if told:
        return told
    # Programs started outside the session's own environment (ssh, cron) find it where systemd puts it.
    usual = Path(os.environ.get("XDG_RUNTIME_DIR", "")) / "bus"
    if usual.is_absolute() and usual.exists():
        return f"unix:path={usual}"
    raise LookupError("DBUS_SESSION_BUS_ADDRESS is not set")


def _first_text(body: Sequence[object]) -> str:
    return one_line(str(body[0]))[:200] if body else "an error without words"
