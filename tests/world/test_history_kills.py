"""Killed at any moment, the history has every event that it has acknowledged, and its file is sound."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from netcheck.world.history import HistoryFile
from netcheck.world.history_schema import FILE
from tests.world.history_events import make_version_1, make_version_2
from tests.world.history_writer import moment

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@dataclass
class Told:
    """What a child has acknowledged before it was killed."""

    looks: int = 0
    outages: set[str] = field(default_factory=set)
    restored: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    others: list[str] = field(default_factory=list)

    def hear(self, line: str) -> None:
        what, _, name = line.partition(" ")
        if what == "look":
            self.looks += 1
        elif what in ("outage", "restored", "note", "said"):
            names = {"outage": self.outages, "restored": self.restored, "note": self.notes, "said": self.said}
            names[what].add(name)
        else:
            self.others.append(what)


@pytest.fixture
def server() -> Iterator[subprocess.Popen[str]]:
    """Starts children that write."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.world.history_writer"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
        process.wait(timeout=20)


def killed(server: subprocess.Popen[str], folder: Path, run: str, first: int, after: int) -> Told:
    """What a child tells that is killed when it has told so much; it goes on meanwhile, so the moment is any."""
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(f"{folder} {run} {first}\n")
    server.stdin.flush()
    told, lines, child = Told(), 0, 0
    for line in server.stdout:
        if line == "dead\n":
            break
        if line.startswith("pid "):
            child = int(line.split()[1])
        else:
            told.hear(line.strip())
            lines += 1
        if child and lines >= after:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
    assert "problem" not in told.others
    return told


def copied(folder: Path) -> Path:
    """The file and its log as they are now, in a folder beside."""
    copy = folder.with_name(f"{folder.name}-copy")
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for name in (FILE, f"{FILE}-wal"):
        if (folder / name).exists():
            shutil.copy(folder / name, copy / name)
    return copy


def is_whole(history: HistoryFile) -> bool:
    """Whether all that is there was entered, and all that was entered is there."""
    found = history.verify()
    return found is not None and found.whole


def looks_in(folder: Path, whole_check: bool) -> int:
    """How many looks the file holds, rolled up or not, after it was looked over."""
    with contextlib.closing(sqlite3.connect(folder / FILE)) as db:
        check = "integrity_check" if whole_check else "quick_check"
        assert db.execute(f"PRAGMA {check}").fetchall() == [("ok",)]
        return int(db.execute("SELECT coalesce(sum(looks), 0) FROM looks").fetchone()[0])


@pytest.mark.timeout(240)
def test_every_acknowledged_event_survives_160_kills_of_one_history(
    server: subprocess.Popen[str], tmp_path: Path
) -> None:
    seed = random.randrange(1 << 32)
    chance = random.Random(seed)
    looks, first, acknowledged, chained = 0, 0, 0, 0
    for run in range(160):
        told = killed(server, tmp_path, f"r{run}", first, chance.randrange(60))
        # Mostly a copy is looked at: the file itself keeps its growing log, which the next child has to take over.
        folder = tmp_path if run % 10 == 9 else copied(tmp_path)
        history = HistoryFile(folder, lambda: moment(first))  # noqa: B023 - asked at once
        past = {one.outage.id: one for one in history.outages(moment(first))}
        notes = [entry.text for entry in history.journal(moment(first)) if entry.kind == "note"]
        said = [each.title for each in history.said(moment(first))]
        assert history.problem == "", seed
        entered = history.verify()
        history.close()
        # Whatever is there is entered, and whatever was entered is there.
        assert entered is not None, seed
        assert entered.whole, (seed, entered.breaks)
        assert entered.entries > chained or not told.notes, seed
        chained = entered.entries
        assert told.outages <= set(past), seed
        assert all(past[name].over for name in told.restored), seed
        assert told.notes <= set(notes), seed
        assert len(notes) == len(set(notes)), seed
        assert told.said <= set(said), seed
        assert len(said) == len(set(said)), seed
        found = looks_in(folder, whole_check=run % 10 == 9)
        # At most one look was kept and not acknowledged any more; none was lost or doubled by rolling up.
        assert looks + told.looks <= found <= looks + told.looks + 1, seed
        acknowledged += told.looks + len(told.outages) + len(told.restored) + len(told.notes) + len(told.said)
        looks, first = found, first + len(past) + 1
    assert acknowledged > 1000
    assert chained > 1000
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as db:
        assert db.execute("SELECT count(*) FROM looks WHERE span > 0").fetchone()[0] > 100  # it was rolled up meanwhile


@pytest.mark.timeout(120)
def test_killed_while_it_makes_the_file(server: subprocess.Popen[str], tmp_path: Path) -> None:
    chance = random.Random()
    cut_short = 0
    for run in range(40):
        folder = tmp_path / str(run)
        told = killed(server, folder, "r", 0, chance.randrange(3))
        cut_short += told.looks == 0
        history = HistoryFile(folder, lambda: moment(1))
        assert history.problem == ""
        assert is_whole(history)
        assert told.outages <= {one.outage.id for one in history.outages()}
        assert sum(point.looks for point in history.points(moment(0), moment(1))) >= told.looks
        history.close()
        assert looks_in(folder, whole_check=True) >= told.looks
    assert cut_short


@pytest.mark.timeout(120)
def test_killed_while_it_brings_an_older_file_up_to_date(server: subprocess.Popen[str], tmp_path: Path) -> None:
    chance = random.Random()
    for run in range(20):
        folder = tmp_path / str(run)
        folder.mkdir()
        (make_version_1, make_version_2)[run % 2](folder / FILE)
        told = killed(server, folder, "r", 0, chance.randrange(3))
        history = HistoryFile(folder, lambda: moment(1))
        assert history.problem == ""
        assert is_whole(history)
        past = {one.outage.id for one in history.outages()}
        assert {"first", "second"} | told.outages <= past
        notes = [entry.text for entry in history.journal()]
        assert "It rained." in notes or "Called the provider, reference 4711." in notes
        history.close()
        assert looks_in(folder, whole_check=True) >= 3 + told.looks
