"""Hears from Windows, without asking, that adapters, addresses or ways out may have changed."""

from __future__ import annotations

import contextlib
import ctypes
import socket
import threading
import time
from collections.abc import Callable
from ctypes import byref, c_int32, c_uint32, c_void_p
from typing import Any

from netcheck.world.windows_calls import function

CALLS = ("NotifyIpInterfaceChange", "NotifyRouteChange2")
BOTH_FAMILIES, NOT_AT_ONCE = 0, 0
"""AF_UNSPEC; and FALSE: only changes are told, not the beginning."""
FAMILIES = (socket.AF_INET, socket.AF_INET6)
ADDRESS_LIST_CHANGE = 0x28000017
"""SIO_ADDRESS_LIST_CHANGE of winsock2.h, _WSAIO(IOC_WS2, 23)."""
MOST_A_SECOND = 20
"""A call that does not wait, as some imitations of Windows make it, is not made for ever."""
Routine = ctypes.CFUNCTYPE(None, c_void_p, c_void_p, c_uint32)
_called_by_windows: list[Any] = []
"""What Windows has the address of must not be given back before Windows has let go of it."""


class News:
    """Two ways, since each hears what the other may miss: Windows calls us of adapters and ways out, and a thread for
    each family waits for addresses. All of it of IPv4 and IPv6, for every user, and nothing is sent."""

    def __init__(self, tell: Callable[[], bool]) -> None:
        """`tell` is called on threads of Windows' and of ours, and must be quick; it says whether more are wanted."""
        self._tell = tell
        self._routine = Routine(lambda context, row, kind: self._told())
        self._wishes = [wish for name in CALLS if (wish := self._wish(name)) is not None]
        if self._wishes:
            _called_by_windows.append(self._routine)
        self._sockets: list[socket.socket] = []
        for family in FAMILIES:
            with contextlib.suppress(OSError):  # a computer may have one of them alone
                self._sockets.append(socket.socket(family, socket.SOCK_DGRAM))
        for waits in self._sockets:
            threading.Thread(target=self._hear, args=(waits,), name="addresses", daemon=True).start()

    def close(self) -> None:
        """Hear no more; a closed socket ends the wait of its thread.

        learn.microsoft.com/windows/win32/api/netioapi/nf-netioapi-cancelmibchangenotify2 (it waits for a call that
        runs, so none of ours may be it)
        """
        cancel = function("iphlpapi", "CancelMibChangeNotify2")
        cancelled = [cancel is not None and cancel(wish) == 0 for wish in self._wishes]
        if self._wishes and all(cancelled):
            _called_by_windows.remove(self._routine)
        self._wishes.clear()
        for waits in self._sockets:
            waits.close()
        self._sockets.clear()

    def _told(self) -> None:
        self._tell()

    def _wish(self, name: str) -> c_void_p | None:
        """Ask to be called at a change; what takes it back, or None where Windows does not call.

        learn.microsoft.com/windows/win32/api/netioapi/nf-netioapi-notifyipinterfacechange and -notifyroutechange2
        """
        call, handle = function("iphlpapi", name), c_void_p()
        if call is None:
            return None
        result = call(c_uint32(BOTH_FAMILIES), self._routine, None, c_uint32(NOT_AT_ONCE), byref(handle))
        return handle if result == 0 and handle.value else None

    def _hear(self, waits: socket.socket) -> None:
        """Wait for one change of addresses after another; ends where Windows does not tell, and with the socket.

        learn.microsoft.com/windows/win32/winsock/winsock-ioctls, SIO_ADDRESS_LIST_CHANGE: on a socket that waits, the
        call comes back when an address of its family has come or gone.
        """
        call, count = function("ws2_32", "WSAIoctl", c_int32), c_uint32()
        nothing = (None, c_uint32(0), None, c_uint32(0))
        while call is not None:
            if call(c_void_p(waits.fileno()), c_uint32(ADDRESS_LIST_CHANGE), *nothing, byref(count), None, None) != 0:
                return
            if not self._tell():
                return
            time.sleep(1 / MOST_A_SECOND)
