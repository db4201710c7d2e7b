"""Notices what Windows tells by itself: other addresses and routes, the end of a sleep; and what it counts anyway."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable
from ctypes import byref, c_uint32, c_void_p
from typing import Any

from netcheck.core.network import DefaultRoute
from netcheck.core.watching import Counters
from netcheck.world import windows, windows_calls
from netcheck.world.windows_calls import function
from netcheck.world.windows_layouts import SleepWish
from netcheck.world.windows_news import News

GATHER_S = 0.1
"""News of one change come as a burst; they are read at once when it is over. Longer than nobody listens for addresses
between two of their news (see windows_news)."""
CHATTER_S = 0.5
"""Seconds of rest after news that changed nothing."""
AGAIN_S = 30.0
"""The adapter in use is looked up again after so many seconds, even if nothing was told."""
SILENT = ("incomplete", "failed")
CALLBACK = 2
"""DEVICE_NOTIFY_CALLBACK of winuser.h."""
RESUMED = (0x07, 0x12)
"""PBT_APMRESUMESUSPEND and PBT_APMRESUMEAUTOMATIC of winuser.h."""
SleepRoutine = ctypes.CFUNCTYPE(c_uint32, c_void_p, c_uint32, c_void_p)


class WindowsSigns:
    """See plugins.Signs; one thread waits and reads, any thread may wake it.

    It waits by an event, not by packets of its own: a firewall may swallow what a computer sends to itself.
    """

    def __init__(self, listen: Callable[[WindowsSigns], None] | None = None) -> None:
        """`listen` has news told to `tell`; Windows' own where none is given."""
        self._rung = threading.Event()
        self._told = self._woken = self._slept = False
        self._closed = False
        self._rest_until = 0.0
        self._read_s = float("-inf")
        self._adapter: str | None = None
        self._index = 0
        self._gateway: str | None = None
        self._routine: Any = None
        self._wish: c_void_p | None = None
        self._news: News | None = None
        self._picture = self._look()
        (listen or _listen)(self)

    def counters(self) -> Counters:
        """See plugins.Signs; some milliseconds."""
        if time.monotonic() - self._read_s >= AGAIN_S:
            self._look()
        link = next((each for each in windows_calls.links() or () if each.index == self._index), None)
        near = windows.line_of(self._gateway, self._adapter)[0] if self._gateway else None
        return Counters(
            self._adapter,
            sent=link.sent if link else None,
            received=link.received if link else None,
            retransmitted=windows_calls.retransmitted(),
            unreachable=windows_calls.unreachable(),
            router_silent=near is not None and near.state in SILENT,
        )

    def wait(self, seconds: float) -> bool:
        """See plugins.Signs."""
        until = time.monotonic() + seconds
        while True:
            rests = self._rest_until - time.monotonic()
            if rests > 0 and not self._woken:
                self._rung.clear()
                self._rung.wait(min(rests, max(0.0, until - time.monotonic())))
            elif not (self._told or self._woken):
                self._rung.wait(max(0.0, until - time.monotonic()))
            self._rung.clear()
            if self._woken:
                self._woken = False
                return False
            if self._told and time.monotonic() >= self._rest_until:
                if self._changed():
                    return True
                self._rest_until = time.monotonic() + CHATTER_S
            if time.monotonic() >= until:
                return False

    def wake(self) -> None:
        """See plugins.Signs."""
        self._woken = True
        self._rung.set()

    def tell(self, slept: bool = False) -> bool:
        """Take in news, on any thread; whether any more are wanted."""
        self._slept = self._slept or slept
        self._told = True
        self._rung.set()
        return not self._closed

    def close(self) -> None:
        """Ask for no more news."""
        self._closed = True
        if self._news is not None:
            self._news.close()
        self._news = None
        stop = function("powrprof", "PowerUnregisterSuspendResumeNotification")
        if self._wish is not None and stop is not None:
            stop(self._wish)
        self._wish = None

    def hear_of_changes(self) -> None:
        """Be told when adapters, addresses or ways out may be others than before."""
        self._news = News(self.tell)

    def hear_of_sleep(self) -> None:
        """Be told when the computer wakes up; the clock's jump tells it too, where Windows does not.

        learn.microsoft.com/windows/win32/api/powerbase/nf-powerbase-powerregistersuspendresumenotification
        """
        call = function("powrprof", "PowerRegisterSuspendResumeNotification")
        if call is None:
            return

        def heard(context: object, kind: int, setting: object) -> int:
            if kind in RESUMED:
                self.tell(slept=True)
            return 0

        self._routine = SleepRoutine(heard)
        wish, handle = SleepWish(ctypes.cast(self._routine, c_void_p), None), c_void_p()
        if call(c_uint32(CALLBACK), byref(wish), byref(handle)) == 0:
            self._wish = handle

    def _changed(self) -> bool:
        """Whether adapters, addresses or routes are others than before, or the computer slept; the burst ends first."""
        until = time.monotonic() + GATHER_S
        while (left := until - time.monotonic()) > 0 and not self._woken:
            self._rung.wait(left)
            self._rung.clear()
        self._told = False
        slept, self._slept = self._slept, False
        before, self._picture = self._picture, self._look()
        return slept or self._picture != before

    def _look(self) -> object:
        self._read_s = time.monotonic()
        interfaces, routes = windows.interfaces() or (), windows.default_routes() or ()
        best: DefaultRoute | None = min(routes, key=lambda route: (route.family, route.metric), default=None)
        self._adapter = best.interface if best else None
        self._gateway = best.gateway if best else None
        self._index = next((each.index for each in interfaces if each.name == self._adapter), 0)
        held = {(each.name, each.up, each.carrier, each.addresses) for each in interfaces}
        return held, {(route.family, route.gateway, route.interface, route.metric) for route in routes}


def _listen(signs: WindowsSigns) -> None:
    signs.hear_of_changes()
    signs.hear_of_sleep()
