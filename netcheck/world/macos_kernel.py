"""Asks the kernel of macOS for its tables, without a program and without rights."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from typing import Any

CTL_NET, PF_ROUTE = 4, 17
"""sysctl(3) and sys/socket.h of macOS."""
DUMP, FLAGS = 1, 2
"""NET_RT_DUMP and NET_RT_FLAGS, sys/socket.h: all entries, or those that have one of these flags."""
ANY, INET, INET6 = 0, 2, 30
LLINFO = 0x400
"""RTF_LLINFO: entries of ARP and of neighbour discovery."""
MOST_BYTES, TRIES = 4 << 20, 3


def routes() -> bytes:
    """All routes of both families, as macos_routes reads them; OSError where the kernel does not tell."""
    return table((CTL_NET, PF_ROUTE, 0, ANY, DUMP, 0))


def neighbours(version: int) -> bytes:
    """The entries of ARP (4) or neighbour discovery (6); OSError where the kernel does not tell."""
    return table((CTL_NET, PF_ROUTE, 0, INET6 if version == 6 else INET, FLAGS, LLINFO))


def table(question: tuple[int, ...], call: Any = None) -> bytes:
    """A table of sysctl(3), 4 MB at most: its size is asked first, and again where it has grown meanwhile.

    OSError where this system has no such call, or refuses.
    """
    ask = call or _sysctl()
    name = (ctypes.c_int * len(question))(*question)
    for _ in range(TRIES):
        size = ctypes.c_size_t(0)
        _checked(ask(name, len(question), None, ctypes.byref(size), None, 0))
        room = min(size.value + size.value // 4 + 1024, MOST_BYTES)
        held, size = ctypes.create_string_buffer(room), ctypes.c_size_t(room)
        try:
            _checked(ask(name, len(question), held, ctypes.byref(size), None, 0))
        except OSError as problem:
            if problem.errno != errno.ENOMEM:
                raise
            continue
        return held.raw[: min(size.value, room)]
    raise OSError(errno.ENOMEM, "the table grows faster than it is read")


def darwin(release: str) -> int:
    """The first number of the kernel's release ("24.6.0"), 0 where there is none."""
    first = release.partition(".")[0]
    return int(first[:4]) if first.isascii() and first.isdigit() else 0


def _sysctl() -> Any:
    if sys.platform != "darwin":
        raise OSError(errno.ENOSYS, "no such call on this system")
    found = ctypes.CDLL(None, use_errno=True).sysctl
    found.argtypes = (
        ctypes.POINTER(ctypes.c_int),
        ctypes.c_uint,
        ctypes.c_void_p,
        ctypes.POINTER(ctypes.c_size_t),
        ctypes.c_void_p,
        ctypes.c_size_t,
    )
    found.restype = ctypes.c_int
    return found


def _checked(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
