"""What keeps reports safe on the disk: locks between programs, and files and names that survive a power cut."""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from netcheck.world.window_lock import unlock

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

BETWEEN_S = 0.02
"""Seconds between two tries to get a lock."""
HELD = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""What a system says of a lock that another program has: EAGAIN on Unix, the others on Windows."""
NO_SYNC = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EBADF)
"""What file systems of a network say that cannot put a folder's names on the disk by themselves."""


class FileLock:
    """A file that one program at a time has locked; the system unlocks it when the process ends, however it ends.

    flock(2) on Linux and macOS, msvcrt.locking on Windows. Other than world.window_lock.WindowLock it tells a lock that
    another has from a disk that takes none: who waits for the one waits in vain for the other.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: int | None = None

    def hold(self) -> bool:
        """Lock it; False where another one has it. Raises OSError where no lock can be had here."""
        if self._held is not None:
            return True
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            if sys.platform == "win32":
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(handle)
            if error.errno in HELD:
                return False
            raise
        self._held = handle
        return True

    def release(self) -> None:
        """Unlock it."""
        if self._held is not None:
            unlock(self._held)
            self._held = None


@contextmanager
def locked(path: Path, mine: threading.Lock, seconds: float) -> Iterator[None]:
    """Nobody else is in here meanwhile, neither a thread (by `mine`) nor another program (by the file).

    Raises OSError where that cannot be had, at once, or within so many seconds where others do not let go.
    """
    if not mine.acquire(timeout=seconds):
        raise OSError(errno.EAGAIN, "netcheck itself is changing them")
    try:
        lock, pause = FileLock(path), threading.Event()
        for _ in range(max(1, round(seconds / BETWEEN_S))):
            if lock.hold():
                break
            pause.wait(BETWEEN_S)
        else:
            raise OSError(errno.EAGAIN, "another netcheck is changing them")
        try:
            yield
        finally:
            lock.release()
    finally:
        mine.release()


def write_new(path: Path, data: bytes) -> None:
    """A file that is not there yet, the user's alone; it is on the disk when this returns. Raises OSError."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_names(folder: Path) -> None:
    """Have the names in a folder on the disk, too, where that can be done. Raises OSError where the disk fails."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in NO_SYNC:
            raise
    finally:
        with suppress(OSError):
            os.close(handle)
