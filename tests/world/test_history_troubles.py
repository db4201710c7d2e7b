"""A full disk, a folder that cannot be written, a damaged or locked file: nothing raises, and a person is told."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcheck.core.history import Entry, Said
from netcheck.core.watching import Happened, Outage
from netcheck.world import history as module
from netcheck.world import history_schema
from netcheck.world.history import HistoryFile
from netcheck.world.history_schema import BUSY_S, FILE, STEPS, open_file
from netcheck.world.history_trouble import trouble_of
from tests.world.history_events import DEAD_LINE, GOOD, NOW, at, light, told

ROOT = Path(__file__).resolve().parents[2]
BEFORE = Outage("before", at(-600), DEAD_LINE, up_since=at(-500), seconds=100.0)
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX alone")


def opened(folder: Path) -> HistoryFile:
    return HistoryFile(folder, lambda: NOW)


def fill(folder: Path, looks: int = 200) -> None:
    """A history with something in each table, closed."""
    history = opened(folder)
    history.add(light(-700, GOOD))
    history.add(told(-600, Happened.OUTAGE_STARTED, BEFORE), '{"a": 1}')
    for number in range(looks):
        history.add(light(number - looks, GOOD), json.dumps({"n": number, "filling": "x" * 300}))
    history.add(told(-100, Happened.SLEPT, gap_s=60.0))
    history.note(Entry(at(-50), "note", "before"))
    history.heard(Said(at(-40), "major_outage", "before"))
    history.close()


def use(history: HistoryFile) -> None:
    """Everything that can be asked; an outage and a note are added."""
    history.outages()
    history.add(told(0, Happened.OUTAGE_STARTED, Outage("now", NOW, DEAD_LINE)), '{"b": 2}')
    history.add(light(1, GOOD, DEAD_LINE, Outage("now", NOW, DEAD_LINE)))
    history.note(Entry(at(2), "note", "now"))
    history.heard(Said(at(3), "major_outage", "now"))
    history.said()
    history.points(at(-1e9), at(1e9))
    history.gaps(at(-1e9), at(1e9))
    history.journal()
    history.events_after(0)
    history.newest_event()


def knows_what_is_new(history: HistoryFile) -> bool:
    return "now" in [past.outage.id for past in history.outages()] and "now" in [e.text for e in history.journal()]


# --- full disks and folders that cannot be written


@functools.cache
def _mounting() -> tuple[str, ...] | None:
    """How a mount namespace can be made here: as root, as an ordinary user in a user namespace, or not at all."""
    for words in (("unshare", "-m"), ("unshare", "-rm")):
        test = [*words, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        if shutil.which("unshare") and subprocess.run(test, capture_output=True).returncode == 0:
            return words
    return None


def on_bad_disk(way: str, folder: Path, *before: str) -> dict[str, object]:
    """What the other program saw there."""
    done = subprocess.run(
        [*before, sys.executable, "-m", "tests.world.history_on_bad_disk", way, str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


@posix
@pytest.mark.parametrize("way", ["small_disk", "small_files"])
def test_a_full_disk_is_told_and_what_came_meanwhile_is_added_when_there_is_room(way: str, tmp_path: Path) -> None:
    before: tuple[str, ...] = ()
    if way == "small_disk":
        if _mounting() is None:
            pytest.skip("needs the right to mount")
        before = _mounting() or ()
    found = on_bad_disk(way, tmp_path, *before)
    assert found["fresh"] == ""
    told = str(found["full"])
    assert told.startswith("The history is not kept: ")
    assert str(tmp_path) in told
    assert way != "small_disk" or "is full. Free some space" in told
    assert found["still"] == told
    assert way != "small_disk" or found["in vain"] == told
    assert found["known"] == ["meanwhile", "before"]
    assert found["journal"][-1:] == ["meanwhile"]  # type: ignore[index]
    assert found["points"] == found["added"]
    assert found["again"] == found["later problem"] == ""
    assert found["later"] == ["meanwhile", "before"]
    assert found["later journal"] == ["meanwhile", "in vain", "kept again"]
    assert found["later points"] == int(str(found["added"])) + 1
    assert found["sound"] == "ok"


def test_a_disk_that_is_full_from_the_beginning(tmp_path: Path) -> None:
    if _mounting() is None:
        pytest.skip("needs the right to mount")
    found = on_bad_disk("no_disk", tmp_path, *(_mounting() or ()))
    assert "is full" in str(found["problem"])
    assert (found["known"], found["journal"], found["points"]) == (["meanwhile"], ["The line is dead.", "meanwhile"], 1)


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that other users can reach, too."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)
        Path(name).chmod(0o755)


@posix
def test_a_folder_that_cannot_be_written(public: Path) -> None:
    public.chmod(0o555)
    found = on_bad_disk("barred", public)
    assert str(found["problem"]).startswith(f"The history is not kept: {public}")
    assert "Let this user write there" in str(found["problem"])
    assert found["old"] == []
    assert found["known"] == ["meanwhile"]
    assert found["journal"] == ["The line is dead.", "meanwhile"]
    assert (found["points"], found["gaps"], found["events"]) == (1, 0, 2)


@posix
@pytest.mark.parametrize("mode", [0o444, 0o644])
def test_what_was_kept_before_can_still_be_read_there(mode: int, public: Path) -> None:
    fill(public)
    (public / FILE).chmod(mode)
    public.chmod(0o555)
    found = on_bad_disk("barred", public)
    assert "Let this user write there" in str(found["problem"])
    assert found["old"] == ["before"]
    assert found["known"] == ["meanwhile", "before"]


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    history = opened(tmp_path / "file" / "netcheck")
    use(history)
    assert "cannot be written" in history.problem
    assert knows_what_is_new(history)
    history.close()


def test_memory_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_LOOKS", 50)
    (tmp_path / "file").touch()
    history = opened(tmp_path / "file")
    for number in range(200):
        history.add(light(number, GOOD))
    found = history.points(at(0), at(1000))
    assert len(found) == 50
    assert found[-1].at == at(199)
    history.close()


# --- another program holds the file


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Another program that has begun to write, and does not end."""
    fill(tmp_path, 5)
    other = open_file(tmp_path / FILE)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def test_a_file_that_another_program_holds_keeps_nobody_waiting(
    holder: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert BUSY_S <= 1.0
    monkeypatch.setattr(history_schema, "BUSY_S", 0.01)
    history = opened(tmp_path)
    use(history)
    assert "another program holds" in history.problem
    assert knows_what_is_new(history)
    assert [past.outage.id for past in history.outages()] == ["now", "before"]
    holder.execute("ROLLBACK")
    history.note(Entry(at(3), "note", "too soon"))  # the file is tried once a minute
    assert "another program holds" in history.problem
    monkeypatch.setattr(history, "_again_s", 0.0)
    history.note(Entry(at(4), "note", "kept"))
    assert history.problem == ""
    history.close()
    later = opened(tmp_path)
    assert [past.outage.id for past in later.outages()] == ["now", "before"]
    assert [e.text for e in later.journal() if e.kind == "note"] == ["before", "now", "too soon", "kept"]
    assert len(later.points(at(0), at(10))) == 1
    later.close()


def test_a_file_that_is_damaged_when_it_is_tried_again(
    holder: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_schema, "BUSY_S", 0.01)
    history = opened(tmp_path)
    use(history)
    holder.close()
    (tmp_path / FILE).write_bytes(b"damage")
    monkeypatch.setattr(history, "_again_s", 0.0)
    history.note(Entry(at(3), "note", "with the damage"))
    history.note(Entry(at(4), "note", "after it"))
    assert "set aside" in history.problem
    history.close()
    later = opened(tmp_path)
    assert [e.text for e in later.journal() if e.kind == "note"] == ["now", "with the damage", "after it"]
    later.close()


def test_closing_saves_what_waits(holder: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_schema, "BUSY_S", 0.01)
    history = opened(tmp_path)
    use(history)
    holder.execute("ROLLBACK")
    history.close()
    later = opened(tmp_path)
    assert knows_what_is_new(later)
    later.close()


# --- newer and damaged files


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    open_file(tmp_path / FILE, (*STEPS, ("CREATE TABLE more (x)",))).close()
    before = (tmp_path / FILE).read_bytes()
    history = opened(tmp_path)
    use(history)
    assert "newer netcheck" in history.problem
    assert knows_what_is_new(history)
    history.close()
    assert (tmp_path / FILE).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def bent(folder: Path, offset: int, content: bytes) -> bytes:
    """The file with other bytes at this place."""
    damaged = bytearray((folder / FILE).read_bytes())
    damaged[offset : offset + len(content)] = content
    (folder / FILE).write_bytes(damaged)
    return bytes(damaged)


@pytest.mark.parametrize("offset", [0, 16, 28, 96, 100, 101, 105, 4096, 8192, 3 * 4096 + 8])
def test_a_damaged_file_is_set_aside_or_served_and_life_goes_on(offset: int, tmp_path: Path) -> None:
    fill(tmp_path)
    bent(tmp_path, offset, b"\xff" * 64)
    history = opened(tmp_path)
    use(history)
    assert knows_what_is_new(history)
    aside = tmp_path / f"{FILE}.corrupt-1"
    assert ("was set aside as history.db.corrupt-1" in history.problem) == aside.exists()
    history.close()
    again = opened(tmp_path)
    assert again.problem == ""
    assert knows_what_is_new(again)
    again.close()


@pytest.mark.parametrize("content", [b"no database at all", b"\x00" * 20_000, b"SQLite format 3\x00"])
def test_a_file_that_is_none_is_set_aside_as_it_is(content: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(content)
    history = opened(tmp_path)
    assert history.problem == (
        f"The history in {tmp_path / FILE} was damaged and was set aside as history.db.corrupt-1."
        " A new one has what could be read of it."
    )
    assert history.outages() == ()
    history.close()
    assert (tmp_path / f"{FILE}.corrupt-1").read_bytes() == content


def test_a_file_cut_off_in_the_middle_is_set_aside(tmp_path: Path) -> None:
    fill(tmp_path)
    with (tmp_path / FILE).open("r+b") as file:
        file.truncate(3 * 4096 + 100)
    history = opened(tmp_path)
    use(history)
    assert knows_what_is_new(history)
    assert (tmp_path / f"{FILE}.corrupt-1").stat().st_size == 3 * 4096 + 100
    history.close()


def test_damage_that_shows_only_later_is_met_then(tmp_path: Path) -> None:
    fill(tmp_path, 3000)
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as db:
        [root] = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'looks_at'").fetchone()
    history = opened(tmp_path)
    assert history.problem == ""
    history.close()
    bent(tmp_path, (root - 1) * 4096, b"\xff" * 4096)
    history = opened(tmp_path)
    assert history.problem == ""
    newest = history.newest_event()
    history.add(told(0, Happened.OUTAGE_STARTED, Outage("now", NOW, DEAD_LINE)))
    assert history.points(at(-3000), at(0)) == ()
    assert "set aside" in history.problem
    # What stood in sound tables is there as before, what this run has added included.
    assert [past.outage.id for past in history.outages()] == ["now", "before"]
    assert [entry.text for entry in history.journal()] == ["The line is dead.", "before", "The line is dead."]
    assert len(history.gaps(at(-1e6), at(0))) == 1
    assert history.newest_event() == newest + 1
    use(history)
    assert knows_what_is_new(history)
    assert (tmp_path / f"{FILE}.corrupt-1").exists()
    history.close()


def test_a_damaged_file_that_cannot_be_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / FILE).write_bytes(b"damage")
    monkeypatch.setattr(module, "set_aside", lambda path: None)
    history = opened(tmp_path)
    use(history)
    assert "damaged and cannot be set aside" in history.problem
    assert knows_what_is_new(history)
    history.close()
    assert (tmp_path / FILE).read_bytes() == b"damage"


@settings(max_examples=60)
@given(st.data())
def test_nothing_raises_wherever_the_disk_has_bent_the_file(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(_filled() / FILE, folder / FILE)
        size = (folder / FILE).stat().st_size
        for _ in range(data.draw(st.integers(1, 20))):
            bent(folder, data.draw(st.integers(0, size - 1)), data.draw(st.binary(min_size=1, max_size=40)))
        history = opened(folder)
        use(history)
        use(history)  # the first may have met the damage late, and what it had kept stood in the damaged part
        # A bent version looks like that of a newer program, ours or SQLite's, and is left alone.
        left_alone = "is not kept" in history.problem
        assert knows_what_is_new(history)
        history.close()
        again = opened(folder)
        assert left_alone or knows_what_is_new(again)
        again.close()


@functools.cache
def _filled() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="netcheck-history-"))
    fill(folder, 400)
    return folder


@pytest.fixture(scope="module", autouse=True)
def _tidy() -> Iterator[None]:
    yield
    if _filled.cache_info().currsize:
        shutil.rmtree(_filled())
        _filled.cache_clear()


def test_the_sentences_can_be_said_in_another_language() -> None:
    trouble = trouble_of(OSError(28, "no space"), Path("/data/netcheck/history.db"))
    assert trouble.sentence(lambda text: text.replace("The history", "Le journal")).startswith("Le journal")
    assert "{" not in trouble.sentence(str)
    for error in (sqlite3.OperationalError("odd"), OSError(5, "I/O"), sqlite3.DatabaseError("x")):
        assert "{" not in trouble_of(error, Path("/x/history.db")).sentence(str)
