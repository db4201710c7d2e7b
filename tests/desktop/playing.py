"""Talks to a window with a played watcher (tests/desktop/play.py) that runs in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass

COMMAND = (sys.executable, "-m", "tests.desktop.play")
"""Starts it."""


@dataclass
class Playing:
    """A running tests.desktop.play whose three streams are pipes, or whose errors go to a file."""

    process: subprocess.Popen[str]

    def line(self) -> str:
        """The next line that it prints; empty where it has ended."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def tell(self, word: str) -> str:
        """Something happens; what is answered."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()
        answer = []
        while (line := self.line()) not in ("done", ""):
            answer.append(line)
        return " ".join(answer)

    def end(self, patience_s: float = 20.0) -> str:
        """What it printed until it ended, or was to have ended."""
        assert self.process.stdout is not None
        self.process.wait(patience_s)
        return self.process.stdout.read().strip()
