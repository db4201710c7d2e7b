"""Prints how fast ten years of history open, and what keeping a look costs: python3 -m tests.bench.history."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from netcheck.core.history import Entry
from netcheck.core.model import Confidence, Impact, Look, Observation, Outcome, Report, Segment, Side, Verdict
from netcheck.core.watching import Event, Glance, Happened, Outage
from netcheck.core.words import CALL_PROVIDER, CHECK_LINE_CABLE, KEEP_WORKING, RESTART_ROUTER, WAIT
from netcheck.world import history_chain as chain
from netcheck.world import history_rows as rows
from netcheck.world.history import MOST_EVENTS, HistoryFile
from netcheck.world.history_schema import FILE, open_file, whole

NOW = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
YEARS, OUTAGES, GAPS, RUNS = 10, 2000, 7000, 15
LIMITS = {"open": "under 0.3 s", "add": "median under 2 ms"}

_ASK = """
import json, os, sys, time
from datetime import datetime, timedelta
from pathlib import Path
began = time.perf_counter()
from netcheck.world.history import HistoryFile
imported = time.perf_counter()
folder, now = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
history = HistoryFile(folder, lambda: now)
assert history.problem == ""
opened = time.perf_counter()
outages = history.outages()
listed = time.perf_counter()
journal = history.journal()
read = time.perf_counter()
points = history.points(now - timedelta(days=1), now)
done = time.perf_counter()
os.write(1, json.dumps({
    "import": imported - began, "open": opened - imported, "outages": listed - opened, "journal": read - listed,
    "points": done - read, "all": done - imported, "counts": [len(outages), len(journal), len(points)],
}).encode())
if sys.argv[3] == "killed":
    from netcheck.core.watching import Event, Happened
    history.add(Event(now, Happened.LOOK))
    os._exit(9)
history.close()
"""


def fault(number: int) -> Verdict:
    """One of some verdicts with the length of real ones, and evidence that no other outage has."""
    side, segment = ((Side.LOCAL, Segment.ROUTER), (Side.UPSTREAM, Segment.LINE), (Side.UPSTREAM, Segment.ISP))[
        number % 3
    ]
    return Verdict(
        side, segment, f"fault-{number % 12}", Impact.OUTAGE, Confidence.LIKELY,
        "Nothing comes through the line behind your router.",
        "Your router answers, and nothing beyond it does: neither the provider's first station nor any landmark.",
        (KEEP_WORKING, CHECK_LINE_CABLE, RESTART_ROUTER, CALL_PROVIDER, WAIT),
        tuple(f"check_{part}: 192.0.2.{part} did not answer within {number + part} ms" for part in range(6)),
        rests_on=("gateway", "path", "internet_by_ip"),
    )  # fmt: skip


def report(at: datetime, verdict: Verdict) -> Report:
    """A whole look with two dozen checks."""
    seen = {f"check_{n}": Observation(Outcome.OK, None, f"192.0.2.{n} answered after {n}.5 ms") for n in range(24)}
    return Report("r", at, verdict, (Look(at, seen),), ())


def _looks(chance: random.Random) -> Iterator[tuple[object, ...]]:
    """Hours of ten years, minutes of 90 days, and looks of one day."""
    for span, begins, ends in ((3600, 365 * YEARS, 90), (60, 90, 1), (10, 1, 0)):
        at, end = NOW - timedelta(days=begins), NOW - timedelta(days=ends)
        while at < end:
            state = "ok" if chance.random() < 0.98 else "outage"
            times = [round(chance.uniform(1, 40), 2) for _ in range(3)]
            yield rows.micros(at), span if span > 10 else 0, state, *times, max(1, span // 10)
            at += timedelta(seconds=span)


def make(folder: Path) -> None:
    """Ten years of history, as netcheck would have kept them."""
    chance = random.Random(7)
    db = open_file(folder / FILE)
    line = json.dumps({"at": NOW.isoformat(), "event": "look", "verdict": json.loads(rows.verdict_text(fault(0)))})
    with whole(db):
        db.executemany(rows.ADD_LOOK, _looks(chance))
        for number in range(OUTAGES):
            at = NOW - timedelta(days=365 * YEARS) * ((number + 0.5) / OUTAGES)
            lasted = chance.uniform(20, 7200)
            up = at + timedelta(seconds=lasted)
            outage = Outage(f"{number:032x}", at, fault(number), 0.0, at, up, lasted, 0.0, 200)
            event = Event(at, Happened.OUTAGE_STARTED, outage.verdict, outage, report(at, outage.verdict))
            deeds = [rows.outage_deed(event, replace(outage, up_since=None)), rows.outage_deed(event, outage)]
            for kind in (Happened.OUTAGE_STARTED, Happened.BACK, Happened.RESTORED, Happened.STABLE):
                entry = rows.entry_of(replace(event, kind=kind))
                assert entry is not None
                deeds.append(rows.entry_deed(entry))
            deeds.append(rows.entry_deed(Entry(at, "done", "Restarted the router.", outage.id)))
            chain.do(db, deeds, rows.micros(at))
        for number in range(GAPS):
            begins = rows.micros(NOW - timedelta(days=365 * YEARS) * ((number + 0.5) / GAPS))
            chain.do(db, [(rows.ADD_GAP, (begins, begins + 3_600_000_000, "asleep"))], begins)
        for number in range(MOST_EVENTS):
            db.execute(rows.ADD_EVENT, (1, rows.micros(NOW) + number, "look", line))
    db.close()


def _cold(folder: Path) -> None:
    """Let the system forget what it holds of the files, as after a start of the computer."""
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _asked(folder: Path, how: str) -> dict[str, float]:
    if how.startswith("cold"):
        if how != "cold":
            _asked(folder, "killed")
        _cold(folder)
    command = [sys.executable, "-c", _ASK, str(folder), NOW.isoformat(), how]
    done = subprocess.run(command, capture_output=True, check=how != "killed")
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _added(folder: Path, kind: str) -> list[float]:
    """Milliseconds of 500 events that come into a full history."""
    history = HistoryFile(folder, lambda: NOW)
    line = json.dumps(json.loads(rows.verdict_text(fault(0))))
    outage = Outage("now", NOW, fault(1), looks=1) if kind != "healthy" else None
    took = []
    for number in range(500):
        at = NOW + timedelta(seconds=2 * number)
        event = Event(at, Happened.LOOK, outage=outage, glance=Glance(1.0, 20.0, 15.0, True, kind == "healthy", True))
        if kind == "whole":
            event = Event(at, Happened.LOOK, fault(1), outage, report(at, fault(1)))
        if kind == "told":
            event = replace(event, kind=Happened.OUTAGE_CHANGED)
        began = time.perf_counter()
        history.add(event, line)
        took.append((time.perf_counter() - began) * 1000)
    assert history.problem == ""
    history.close()
    return took


def _print_chain(folder: Path) -> None:
    """How long looking the chain over takes, and entering a history of the time before there was one."""
    history = HistoryFile(folder, lambda: NOW)
    history.newest_event()
    began = time.perf_counter()
    found = history.verify()
    took = time.perf_counter() - began
    assert found is not None
    assert found.whole
    history.close()
    print(f"            chain: {found.entries} entries, looked over in {took:.2f} s")
    older = folder / "older"
    older.mkdir()
    shutil.copy(folder / FILE, older / FILE)
    with contextlib.closing(sqlite3.connect(older / FILE)) as db:
        triggers = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        dropped = "".join(f"DROP TRIGGER {name};" for name in triggers)
        db.executescript(f"{dropped} DROP TABLE chain; VACUUM; PRAGMA user_version=2")
    before = (older / FILE).stat().st_size / 1e6
    began = time.perf_counter()
    open_file(older / FILE).close()
    took, after = time.perf_counter() - began, (older / FILE).stat().st_size / 1e6
    print(f"                   an older history, {before:.1f} MB, is entered once in {took:.2f} s: {after:.1f} MB")
    shutil.rmtree(older)


def main() -> int:
    """Make the history, open it several times in fresh processes, then add to it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder)
        size = (folder / FILE).stat().st_size / 1e6
        print(f"{YEARS} years, {OUTAGES} outages: {size:.1f} MB, SQLite {sqlite3.sqlite_version}")
        counts: list[float] | float = []
        for how in ("warm", "cold", "killed", "cold after a kill"):
            found = [_asked(folder, how) for _ in range(RUNS)]
            counts = found[0]["counts"]
            parts = ", ".join(
                f"{part} {1000 * median(f[part] for f in found):.0f}"
                for part in ("open", "outages", "journal", "points", "import")
            )
            worst = max(f["all"] for f in found)
            print(f"{how:>17}: {median(f['all'] for f in found):.3f} s, worst {worst:.3f} s ({parts} ms)")
        print(f"                   outages, lines, points: {counts}; {LIMITS['open']}")
        _print_chain(folder)
        for kind in ("healthy", "outage", "whole", "told"):
            took = sorted(_added(folder, kind))
            print(f"     add, {kind:>7}: median {median(took):.2f} ms, 99 % {took[-5]:.2f} ms, worst {took[-1]:.1f} ms")
        print(f"                   {LIMITS['add']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
