"""The window on a real desktop with a played watcher: python -m tests.desktop.play [--tray] [--no-tray].

Each line on its input is something that happens (works, breaks, comes_back, stays, flaps, crash, hang); each is
answered by "done". Everything else that the window wants of the world is real: notices, files, sounds.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from netcheck.gui.alerts import Desk
from netcheck.gui.app import run
from netcheck.world import log_file
from netcheck.world.notify import DesktopNotices
from tests.desktop.played import PlayedOutside


class Outside(PlayedOutside):
    """With real notices and a real log."""

    def desktop_notices(self, clicked: Callable[[str, str], None]) -> Desk:
        """On the session bus."""
        return DesktopNotices(clicked)

    def start_log(self, level: str) -> None:
        """The real one."""
        log_file.start(level)

    def write_crash(self, story: str) -> Path | None:
        """The real one."""
        return log_file.write_crash(story)


def _listen(outside: Outside) -> None:
    outside.session.started.wait(30)
    print("started", flush=True)
    for line in sys.stdin:
        word = line.strip()
        if word == "crash":
            threading.Thread(target=lambda: 1 / 0, daemon=True).start()
        elif word == "asked":
            print(*outside.session.asked, flush=True)
        elif word == "memory":
            print(_memory_kb(), flush=True)
        else:
            getattr(outside.session, word)()
        print("done", flush=True)


def _memory_kb() -> int:
    """Resident memory."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


if __name__ == "__main__":
    played = Outside()
    threading.Thread(target=_listen, args=(played,), daemon=True).start()
    began = time.monotonic()
    code = run(tray="--tray" in sys.argv, no_tray="--no-tray" in sys.argv, log_level="debug", outside=played)
    print("ended", code, flush=True)
    sys.stdout.flush()
    os._exit(code)  # as netcheck/__main__.py does
