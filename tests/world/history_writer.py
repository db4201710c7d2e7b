"""Adds to a history until it is killed, telling each event that was kept: python -m tests.world.history_writer.

Reads lines "FOLDER RUN FIRST" and starts a child for each; prints its process id, and whatever the child tells.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from netcheck.core.history import Entry, Said
from netcheck.core.watching import Happened, Outage
from netcheck.world.history import HistoryFile
from tests.world.history_events import BAD, DEAD_LINE, GOOD, NOW, at, light, told, whole

EVERY_S = 1800.0
"""Seconds between two events: after some hundred of them there is something to roll up."""
MOST = 5000
"""Events of a child that nobody kills."""


def moment(number: int) -> datetime:
    """When the event of this number happens."""
    return NOW + timedelta(seconds=number * EVERY_S)


def _tell(what: str) -> None:
    os.write(1, f"{what}\n".encode())


def write(folder: Path, run: str, first: int) -> None:
    """Outages that begin and end, looks and notes; each is told as soon as it is kept."""
    number = first
    history = HistoryFile(folder, lambda: moment(number))
    line = '{"event": "look", "filling": "' + "x" * 1500 + '"}'
    _tell("begin")
    while number < first + MOST:
        seconds = number * EVERY_S
        name = f"{run}:{number}"
        down = Outage(name, at(seconds), DEAD_LINE, looks=1)
        up = replace(down, up_since=at(seconds), seconds=1.0)
        history.add(whole(seconds, DEAD_LINE, down, gateway={"ms": 1.0}), line)
        _tell("look")
        history.add(told(seconds, Happened.OUTAGE_STARTED, down), line)
        _tell(f"outage {name}")
        history.add(light(seconds, BAD, DEAD_LINE, down), line)
        _tell("look")
        history.note(Entry(at(seconds), "note", name, name))
        _tell(f"note {name}")
        history.heard(Said(at(seconds), "major_outage", name, outage=name))
        _tell(f"said {name}")
        history.add(told(seconds, Happened.RESTORED, up), line)
        _tell(f"restored {name}")
        history.add(light(seconds, GOOD), line)
        _tell("look")
        if history.problem:
            _tell(f"problem {history.problem}")
            return
        number += 1


def main() -> None:
    """Everything is imported once: a child is there within a millisecond."""
    for line in sys.stdin:
        folder, run, first = line.split()
        child = os.fork()
        if child == 0:
            write(Path(folder), run, int(first))
            os._exit(0)
        _tell(f"pid {child}")
        os.waitpid(child, 0)
        _tell("dead")


if __name__ == "__main__":
    main()
