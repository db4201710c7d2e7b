"""Hears at once that a program in a Windows console is to end, whatever it is waiting for."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import c_int32, c_uint32
from typing import Any

from netcheck.world.windows_calls import function

CTRL_C = 0
"""CTRL_C_EVENT of wincon.h; the others are Ctrl-Break (1), a closed window (2), log-off (5) and shutdown (6)."""
Routine = ctypes.CFUNCTYPE(c_int32, c_uint32)
_called_by_windows: list[Any] = []
"""What Windows has the address of must not be given back; nobody ever takes a wish to end back."""


def hear_the_end(ended: Callable[[bool], object]) -> bool:
    """Have `ended` called when the program is to end, with whether a person pressed Ctrl-C; whether Windows will.

    It is called on a thread of Windows' own. Python's own signals would have to wait until the main thread comes back
    from what it waits for, and a program whose window is closed has 5 seconds and no turn after it.
    learn.microsoft.com/windows/console/setconsolectrlhandler and /handlerroutine
    """
    call = function("kernel32", "SetConsoleCtrlHandler")
    if call is None:
        return False

    def heard(kind: int) -> int:
        ended(kind == CTRL_C)
        return 1

    routine = Routine(heard)
    _called_by_windows.append(routine)
    return bool(call(routine, c_int32(1)))
