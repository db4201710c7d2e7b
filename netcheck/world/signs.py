"""Notices without sending anything that the network has changed, or that nothing comes in any more."""

from __future__ import annotations

import contextlib
import selectors
import socket
import sys
import time
from typing import Protocol

from netcheck.core.watching import Counters
from netcheck.world.linux_signs import LinuxTables
from netcheck.world.machine import this_system

GATHER_S = 0.05
"""News of one change come as a burst (18 messages for an adapter that goes down and up); they are read at once."""
CHATTER_S = 0.5
"""Seconds of rest after news that changed nothing: some drivers repeat themselves, and each reading has its price."""
AGAIN_S = 30.0
"""The adapter in use is looked up again after so many seconds, even if nothing was told."""
ADDRESS_OR_LINK = (0xC, 0xD, 0xE)
"""RTM_NEWADDR, RTM_DELADDR and RTM_IFINFO of macOS, net/route.h; the fourth byte of a message is its kind, route(4)."""
SOME_BYTES, MOST_NEWS = 1 << 16, 10_000


class Signs(Protocol):
    """See plugins.Signs; and an end to it."""

    def counters(self) -> Counters:
        """See plugins.Signs."""

    def wait(self, seconds: float) -> bool:
        """See plugins.Signs."""

    def wake(self) -> None:
        """See plugins.Signs."""

    def close(self) -> None:
        """Give back all that is held open; nobody may wait any more."""


class Tables(Protocol):
    """What one system tells."""

    events: socket.socket | None
    """Becomes readable when the system has something to tell; None where it never does."""

    def changed(self) -> bool:
        """Read what was told; whether it is a change that matters."""

    def counters(self) -> Counters:
        """See plugins.Signs."""

    def close(self) -> None:
        """Give back what is held open."""


class SystemSigns:
    """The signs of the system we run on: one thread waits and reads, any thread may wake it."""

    def __init__(self, tables: Tables | None = None) -> None:
        self._tables = tables or _this_system()
        self._bell, self._button = socket.socketpair()
        for end in (self._bell, self._button):
            end.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._bell, selectors.EVENT_READ)
        self._listening = False
        self._rest_until = 0.0

    def counters(self) -> Counters:
        """See plugins.Signs; takes about a ten-thousandth of a second on Linux."""
        return self._tables.counters()

    def wait(self, seconds: float) -> bool:
        """See plugins.Signs."""
        until = time.monotonic() + seconds
        while True:
            now = time.monotonic()
            rests = now < self._rest_until
            self._listen(not rests)
            ready = self._ready((min(until, self._rest_until) if rests else until) - now)
            if self._bell in ready:
                self._hush()
                return False
            if ready:
                woken = self._gather()
                if self._tables.changed():
                    return True
                if woken:
                    return False
                self._rest_until = time.monotonic() + CHATTER_S
            elif time.monotonic() >= until:
                return False

    def wake(self) -> None:
        """See plugins.Signs; does nothing once it is closed."""
        with contextlib.suppress(OSError):  # where it is full, somebody has rung before
            self._button.send(b"!")

    def close(self) -> None:
        """Give back all that is held open; nobody may wait any more."""
        self._selector.close()
        self._bell.close()
        self._button.close()
        self._tables.close()

    def _listen(self, listen: bool) -> None:
        events = self._tables.events
        if events is not None and listen is not self._listening:
            if listen:
                self._selector.register(events, selectors.EVENT_READ)
            else:
                self._selector.unregister(events)
            self._listening = listen

    def _ready(self, seconds: float) -> list[object]:
        return [key.fileobj for key, _ in self._selector.select(max(0.0, seconds))]

    def _gather(self) -> bool:
        """Let the burst come to its end; whether somebody woke us meanwhile."""
        self._listen(False)
        woken = bool(self._ready(GATHER_S))
        self._hush()
        return woken

    def _hush(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._bell.recv(SOME_BYTES):
                pass


def _this_system() -> Tables:
    if sys.platform == "linux":
        return LinuxTables()
    if sys.platform == "darwin":
        from netcheck.world.macos_signs import MacTables

        return MacTables()
    return OtherTables()


def this_signs() -> Signs:
    """The signs of the system we run on."""
    if sys.platform == "win32":
        from netcheck.world.windows_signs import WindowsSigns

        return WindowsSigns()
    return SystemSigns()


class OtherTables:
    """Other systems: the packets of the adapter in use; those that resemble macOS tell of links and addresses."""

    def __init__(self) -> None:
        self.events: socket.socket | None = None
        family = getattr(socket, "AF_ROUTE", None)
        if family is not None:
            with contextlib.suppress(OSError):
                self.events = socket.socket(family, socket.SOCK_RAW, 0)
                self.events.setblocking(False)
        self._read_s = float("-inf")
        self._adapter: str | None = None

    def changed(self) -> bool:
        """Whether what was told is of a link or an address."""
        found = False
        for _ in range(MOST_NEWS):
            try:
                told = self.events.recv(SOME_BYTES) if self.events is not None else b""
            except BlockingIOError:
                break
            except OSError:  # some news were lost
                found = True
                break
            if not told:
                break
            found = found or (len(told) > 3 and told[3] in ADDRESS_OR_LINK)
        if found:
            self._read_s = float("-inf")
        return found

    def counters(self) -> Counters:
        """See plugins.Signs."""
        if time.monotonic() - self._read_s >= AGAIN_S:
            self._read_s = time.monotonic()
            routes = this_system().default_routes()
            self._adapter = routes[0].interface if routes else None
        received, sent = _packets_of(self._adapter)
        return Counters(self._adapter, sent=sent, received=received)

    def close(self) -> None:
        """Give back what is held open."""
        if self.events is not None:
            self.events.close()
            self.events = None


def _packets_of(adapter: str | None) -> tuple[int | None, int | None]:
    """Packets received and sent, where the library psutil tells."""
    if adapter is None:
        return None, None
    try:
        import psutil

        counted = psutil.net_io_counters(pernic=True).get(adapter)
    except (ImportError, OSError, RuntimeError):
        return None, None
    return (counted.packets_recv, counted.packets_sent) if counted else (None, None)
