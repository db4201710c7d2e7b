"""Runs in the lab's Windows Python: lets Windows' own routine tell the netcheck that runs there that it is to end.

The argument is the event of wincon.h: 1 Ctrl-Break, 2 the window was closed, 5 log-off, 6 shutdown. Windows itself
starts a thread at CtrlRoutine in each program of a console; Wine does so for Ctrl-C alone (a SIGINT), and ends
programs on Ctrl-Break without asking them, so this starts the thread.
"""

import ctypes
import os
import sys
from ctypes import byref, c_uint32, c_void_p

EVERY_RIGHT = 0x1FFFFF
"""PROCESS_ALL_ACCESS of winnt.h."""


def main(event: int) -> int:
    """Tell every other Python of this Windows; not 0 where there is none, or it could not be told."""
    if sys.platform != "win32":
        return 2
    kernel, base = ctypes.WinDLL("kernel32"), ctypes.WinDLL("kernelbase")
    kernel.OpenProcess.restype = kernel.CreateRemoteThread.restype = c_void_p
    # Wine's kernelbase stands at the same address in every program.
    routine = ctypes.cast(base.CtrlRoutine, c_void_p)
    found, size = (c_uint32 * 500)(), c_uint32()
    kernel.K32EnumProcesses(found, c_uint32(ctypes.sizeof(found)), byref(size))
    told = 0
    for number in found[: size.value // 4]:
        process = c_void_p(kernel.OpenProcess(c_uint32(EVERY_RIGHT), 0, c_uint32(number)))
        name, room = ctypes.create_unicode_buffer(300), c_uint32(300)
        kernel.QueryFullProcessImageNameW(process, 0, name, byref(room))
        if name.value.endswith("\\python.exe") and number != os.getpid():
            thread = kernel.CreateRemoteThread(process, None, c_void_p(0), routine, c_void_p(event), 0, None)
            told += thread is not None
    return 0 if told == 1 else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
