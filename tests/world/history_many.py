"""Writes beside others that write, when it is told to: python -m tests.world.history_many FOLDER NAME."""

from __future__ import annotations

import sys
from pathlib import Path

from netcheck.core.history import Entry
from netcheck.core.watching import Happened, Outage
from netcheck.world import history_schema
from netcheck.world.history import HistoryFile
from tests.world.history_events import DEAD_LINE, NOW, at, told

NOTES = 100


def write(history: HistoryFile, name: str) -> None:
    """Notes, and outages that begin: each of these is two entries."""
    for number in range(NOTES):
        history.note(Entry(at(number), "note", f"{name} {number}"))
        history.add(told(number, Happened.OUTAGE_STARTED, Outage(f"{name} {number}", at(number), DEAD_LINE)))


def main() -> None:
    """Write them, and print what went wrong."""
    history_schema.BUSY_S = 20.0  # a slow machine is no reason to go on in memory
    history = HistoryFile(Path(sys.argv[1]), lambda: NOW)
    print("ready", flush=True)
    sys.stdin.readline()
    write(history, sys.argv[2])
    if history.problem:
        print(history.problem)
    history.close()


if __name__ == "__main__":
    main()
