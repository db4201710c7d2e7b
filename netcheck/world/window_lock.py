"""Tells whether a window or a terminal of this user watches already, so that two programs do not look at once."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

WINDOW, TERMINAL = "window.lock", "watch.lock"
TRIES, BETWEEN_S = 20, 0.005
"""Who asks whether a window watches holds the lock for some microseconds: the window itself tries again."""


def unlock(handle: int) -> None:
    """Let go of a descriptor and its lock.

    Windows takes its time over the lock of a file that is only closed (UnlockFileEx, fileapi.h, and LockFileEx there:
    "the time it takes depends upon available system resources"), and meanwhile a window would think that it is held.
    """
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
    os.close(handle)


class WindowLock:
    """A file that is locked while the window, or `netcheck watch`, lives; the system unlocks it when the process ends,
    however it ends.

    flock(2) on Linux and macOS, msvcrt.locking on Windows (seen under Wine alone). Nothing here raises: where no such
    file can be made, nobody holds it.
    """

    def __init__(self, folder: Path, file: str = WINDOW) -> None:
        self._path = folder / file
        self._held: int | None = None

    def hold(self) -> bool:
        """Lock it for as long as this process lives, within a tenth of a second; whether that worked."""
        pause = threading.Event()
        for _ in range(TRIES):
            if self._held is None:
                self._held = self._locked()
            if self._held is not None:
                return True
            pause.wait(BETWEEN_S)
        return False

    def release(self) -> None:
        """Unlock it."""
        if self._held is not None:
            unlock(self._held)
            self._held = None

    def held_by_another(self) -> bool:
        """Whether another process holds it now."""
        if self._held is not None or not self._path.exists():
            return False
        found = self._locked()
        if found is None:
            return os.access(self._path, os.W_OK)  # a file that nobody may open is no window
        unlock(found)
        return False

    def _locked(self) -> int | None:
        """A descriptor that holds the lock; None where another one does, or no file can be had."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        except OSError:
            return None
        try:
            if sys.platform == "win32":
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return None
        return handle
