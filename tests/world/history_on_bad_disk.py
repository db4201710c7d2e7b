"""Writes a history where it cannot be kept, and prints what it then says: python -m tests.world.history_on_bad_disk."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from netcheck.core.history import Entry
from netcheck.core.watching import Happened, Outage
from netcheck.world import history as module
from netcheck.world.history import HistoryFile
from netcheck.world.history_schema import FILE
from tests.world.history_events import DEAD_LINE, GOOD, NOW, at, light, told

NOBODY = 65534
LINE = json.dumps({"filling": "x" * 2000})
MOST = 3000
Found = dict[str, object]


def outage(name: str, seconds: float) -> Outage:
    """One that began then."""
    return Outage(name, at(seconds), DEAD_LINE, looks=1)


def until_it_is_full(folder: Path, room: Callable[[], None]) -> Found:
    """Fill the disk with a history, go on without it, then give it room again."""
    now = at(0)
    history = HistoryFile(folder, lambda: now)
    history.add(told(0, Happened.OUTAGE_STARTED, outage("before", 0)), LINE)
    fresh = history.problem
    added = 0
    while not history.problem and added < MOST:
        added += 1
        history.add(light(added, GOOD, DEAD_LINE, outage("before", 0)), LINE)
    found: Found = {"fresh": fresh, "full": history.problem, "added": added}
    history.add(told(MOST, Happened.OUTAGE_STARTED, outage("meanwhile", MOST)), LINE)
    history.note(Entry(at(MOST), "note", "meanwhile"))
    found["known"] = [past.outage.id for past in history.outages()]
    found["journal"] = [entry.text for entry in history.journal()]
    found["points"] = len(history.points(at(0), at(MOST)))
    found["still"] = history.problem
    module.RETRY_S = 0.0
    history._again_s = 0.0  # as if a minute had passed
    history.note(Entry(at(MOST + 1), "note", "in vain"))
    found["in vain"] = history.problem
    room()
    history.note(Entry(at(MOST + 2), "note", "kept again"))
    found["again"] = history.problem
    history.add(light(MOST + 3, GOOD, DEAD_LINE, outage("meanwhile", MOST)), LINE)
    history.close()
    later = HistoryFile(folder, lambda: now)
    found["later"] = [past.outage.id for past in later.outages()]
    found["later journal"] = [entry.text for entry in later.journal() if entry.kind == "note"]
    found["later points"] = len(later.points(at(0), at(2 * MOST)))
    found["later problem"] = later.problem
    later.close()
    with contextlib.closing(sqlite3.connect(folder / FILE)) as db:
        found["sound"] = db.execute("PRAGMA integrity_check").fetchone()[0]
    return found


def small_disk(folder: Path) -> Found:
    """On a disk of its own with hardly any room; needs the right to mount, in a mount namespace of its own."""

    def mount(*words: str) -> None:
        subprocess.run(["mount", "-t", "tmpfs", *words, "tmpfs", str(folder)], check=True, capture_output=True)

    mount("-o", "size=600k")
    try:
        return until_it_is_full(folder, lambda: mount("-o", "remount,size=20m"))
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def no_disk(folder: Path) -> Found:
    """On a disk that is full from the beginning."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], check=True, capture_output=True)
    with contextlib.suppress(OSError), (folder / "filling").open("wb") as filling:
        for _ in range(100):
            filling.write(b"x" * 4096)
            filling.flush()
    try:
        return without_file(folder)
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def small_files(folder: Path) -> Found:
    """With a limit for files, as a quota or an old file system has one."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    return until_it_is_full(folder, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, unlimited))


def without_file(folder: Path) -> Found:
    """All that can be asked, where nothing can be written."""
    history = HistoryFile(folder / "netcheck" if not (folder / FILE).exists() else folder, lambda: NOW)
    found: Found = {"problem": history.problem, "old": [past.outage.id for past in history.outages()]}
    history.add(told(0, Happened.OUTAGE_STARTED, outage("meanwhile", 0)), LINE)
    history.add(light(1, GOOD, DEAD_LINE, outage("meanwhile", 0)), LINE)
    history.note(Entry(at(2), "note", "meanwhile"))
    found["known"] = [past.outage.id for past in history.outages()]
    found["journal"] = [entry.text for entry in history.journal()]
    found["points"] = len(history.points(at(0), at(10)))
    found["gaps"] = len(history.gaps(at(0), at(10)))
    found["events"] = len(history.events_after(0))
    history.close()
    return found


def barred(folder: Path) -> Found:
    """In a folder that this user may read and not write; everything needed is imported by now."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    return without_file(folder)


if __name__ == "__main__":
    ways = {way.__name__: way for way in (small_disk, no_disk, small_files, barred)}
    print(json.dumps(ways[sys.argv[1]](Path(sys.argv[2]))))
