"""Writes a file whole or not at all."""

from __future__ import annotations

import os
import secrets
import sys
import threading
from pathlib import Path

PATIENCE_S = (0.01, 0.02, 0.04, 0.08, 0.15, 0.3)
"""Seconds between tries on Windows to give a name that is in use; 0.6 in all, a virus scanner needs some hundredths."""


def write_whole(path: Path, data: bytes) -> None:
    """Put these bytes in the place of what stands there, also when the power goes; new files are the user's alone.

    Raises OSError where that cannot be done; then what stood there stands there still.
    """
    handle, fresh = fresh_beside(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        renamed(fresh, path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def fresh_beside(path: Path) -> tuple[int, Path]:
    """A new file in the same folder, the user's alone: its descriptor, to be closed, and its name. Raises OSError.

    Not tempfile.mkstemp: on Windows that takes a folder that may not be written for a name that is taken, and tries two
    billion others, which is for ever (CPython's issue 66305, mended from 3.12.3 on only).
    """
    fresh = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL
    for name in ("O_BINARY", "O_NOINHERIT", "O_CLOEXEC", "O_NOFOLLOW"):
        flags |= getattr(os, name, 0)
    return os.open(fresh, flags, 0o600), fresh


def renamed(old: Path, new: Path) -> Path:
    """Give a file or a folder a name, taking it from the file that has it; the new name. Raises OSError.

    On Windows no name can be given or taken while anybody has the file open, or one in the folder: another netcheck
    that reads it, or a virus scanner that looks at what has just been written. They let go soon, so that is waited for.
    """
    if sys.platform == "win32":
        pause = threading.Event()
        for seconds in PATIENCE_S:
            try:
                return old.replace(new)
            except PermissionError:
                pause.wait(seconds)
    return old.replace(new)
