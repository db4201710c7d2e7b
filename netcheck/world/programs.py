"""Asks small programs of the operating system, without ever waiting long for one."""

from __future__ import annotations

import os
from collections.abc import Sequence

PATIENCE_S = 0.5
MOST_BYTES = 1 << 20
"""Nothing that is asked here says more; what does is cut."""
_NO_WINDOW = 0x08000000
"""CREATE_NO_WINDOW: on Windows no black window flashes up."""


def output(command: Sequence[str], patience_s: float = PATIENCE_S) -> str | None:
    """What a program prints, in English; None where it is missing, fails, or takes longer than that."""
    import subprocess  # on most computers with Linux nothing is asked this way

    try:
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=patience_s,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C"},
            creationflags=_NO_WINDOW if os.name == "nt" else 0,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return done.stdout[:MOST_BYTES].decode("utf-8", "replace") if done.returncode == 0 else None


def byte_counters() -> dict[str, tuple[int, int]]:
    """Bytes sent and received by each adapter since it came up; empty where the library psutil is missing or fails."""
    try:
        import psutil

        counted = psutil.net_io_counters(pernic=True)
    except (ImportError, OSError, RuntimeError):
        return {}
    return {name: (each.bytes_sent, each.bytes_recv) for name, each in counted.items()}
