"""The file of the history: private, brought up to date step by step, and never thrown away."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

import pytest

from netcheck.world import history_schema
from netcheck.world.history_schema import (
    CHAINED,
    CHECKED,
    FILE,
    MOST_ASIDE,
    STEPS,
    open_file,
    open_to_read,
    set_aside,
    whole,
)
from netcheck.world.history_trouble import DamagedFileError, NewerFileError
from tests.world.history_events import make_version_1, make_version_2

NOTE = "INSERT INTO journal (at, kind, text) VALUES (1, 'note', ?)"
NEXT = (*STEPS, ("ALTER TABLE journal ADD COLUMN mood TEXT", "CREATE TABLE moods (name TEXT)"))


def texts(path: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(path)) as db:
        return [text for (text,) in db.execute("SELECT text FROM journal")]


def version(path: Path) -> int:
    with contextlib.closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


@pytest.mark.skipif(os.name != "posix", reason="modes of files are of POSIX")
def test_file_and_folder_are_for_this_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "a" / "netcheck" / FILE
    before = os.umask(0)
    try:
        db = open_file(path)
        with whole(db):
            db.execute(NOTE, ("x",))
        assert path.parent.stat().st_mode & 0o777 == 0o700
        modes = {one.name: one.stat().st_mode & 0o777 for one in path.parent.iterdir()}
        db.close()
    finally:
        os.umask(before)
    assert modes == {FILE: 0o600, f"{FILE}-wal": 0o600, f"{FILE}-shm": 0o600}


def test_it_is_written_ahead_and_not_awaited_at_each_look(tmp_path: Path) -> None:
    db = open_file(tmp_path / FILE)
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert db.execute("PRAGMA synchronous").fetchone() == (1,)
    with whole(db, sure=True):
        assert db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert db.execute("PRAGMA synchronous").fetchone() == (1,)
    db.close()


def test_names_with_signs_of_addresses_are_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "a#b ?c%20&mode=memory" / FILE
    open_file(path).close()
    assert path.exists()


def test_half_of_a_change_is_none(tmp_path: Path) -> None:
    db = open_file(tmp_path / FILE)

    def half() -> None:
        with whole(db):
            db.execute(NOTE, ("lost",))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    with whole(db):
        db.execute(NOTE, ("kept",))
    db.close()
    assert texts(tmp_path / FILE) == ["kept"]


def test_a_file_of_the_first_version_takes_the_steps_that_it_lacks(tmp_path: Path) -> None:
    db = open_file(tmp_path / FILE)
    with whole(db):
        db.execute(NOTE, ("old",))
    db.close()
    db = open_file(tmp_path / FILE, NEXT)
    assert db.execute("SELECT text, mood FROM journal").fetchall() == [("old", None)]
    assert db.execute("SELECT count(*) FROM moods").fetchone() == (0,)
    db.close()
    assert version(tmp_path / FILE) == len(NEXT)
    open_file(tmp_path / FILE, NEXT).close()


def test_a_file_that_the_first_version_wrote_keeps_all_it_has(tmp_path: Path) -> None:
    make_version_1(tmp_path / FILE)
    assert version(tmp_path / FILE) == 1
    db = open_file(tmp_path / FILE)
    kept = "SELECT id, seconds, looks, first_fault, network FROM outages ORDER BY down_since"
    assert db.execute(kept).fetchall() == [("first", 60.0, 12, "", ""), ("second", 0.0, 1, "", "")]
    assert db.execute("SELECT count(*) FROM looks").fetchone() == (3,)
    assert db.execute("SELECT count(*) FROM events").fetchone() == (7,)
    assert db.execute("SELECT count(*) FROM said").fetchone() == (0,)
    db.close()
    assert version(tmp_path / FILE) == len(STEPS)
    assert "It rained." in texts(tmp_path / FILE)


def test_a_file_that_the_second_version_wrote_keeps_all_it_has_and_is_chained(tmp_path: Path) -> None:
    make_version_2(tmp_path / FILE)
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as db:
        tables = ("looks", "outages", "journal", "gaps", "events", "said")
        before = {table: db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables}
    db = open_file(tmp_path / FILE, at=7)
    assert {table: db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables} == before
    count = sum(len(before[table]) for table in CHECKED)
    assert db.execute("SELECT count(*), max(number) FROM chain").fetchone() == (count, count)
    assert db.execute("SELECT DISTINCT later, at FROM chain").fetchall() == [("migrated", 7)]
    db.close()
    assert version(tmp_path / FILE) == len(STEPS) > CHAINED - 1
    open_file(tmp_path / FILE, at=8).close()
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as db:
        assert db.execute("SELECT DISTINCT at FROM chain").fetchall() == [(7,)]


def test_bringing_it_up_to_date_happens_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_version_2(tmp_path / FILE)

    def fails(db: sqlite3.Connection, at: int, later: object) -> None:
        raise sqlite3.OperationalError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("netcheck.world.history_chain.enter_all", fails)
        with pytest.raises(sqlite3.OperationalError):
            open_file(tmp_path / FILE)
    assert version(tmp_path / FILE) == 2
    db = open_file(tmp_path / FILE)
    assert db.execute("SELECT count(*) FROM chain").fetchone()[0] > 10
    db.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    open_file(tmp_path / FILE).close()
    broken = (*STEPS, ("CREATE TABLE moods (name TEXT)", "CREATE INDEX none_such ON nowhere (x)"))
    with pytest.raises(DamagedFileError):
        open_file(tmp_path / FILE, broken)
    assert version(tmp_path / FILE) == len(STEPS)
    open_file(tmp_path / FILE).close()


def test_a_newer_file_is_not_touched(tmp_path: Path) -> None:
    open_file(tmp_path / FILE, NEXT).close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(NewerFileError):
        open_file(tmp_path / FILE)
    assert (tmp_path / FILE).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert open_to_read(tmp_path / FILE) is None


@pytest.mark.parametrize(
    "change",
    [
        "DROP TABLE gaps",
        "ALTER TABLE looks RENAME COLUMN far_ms TO fat_ms",
        "PRAGMA user_version=-3",
        "PRAGMA user_version=0",
    ],
)
def test_a_file_without_our_tables_is_damaged(change: str, tmp_path: Path) -> None:
    open_file(tmp_path / FILE).close()
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.execute(change)
    with pytest.raises(DamagedFileError):
        open_file(tmp_path / FILE)


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\x00" + b"\xff" * 5000, b"\x00" * 4096])
def test_another_file_is_damaged(content: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(DamagedFileError):
        open_file(tmp_path / FILE)


def test_a_bent_name_that_no_error_message_can_quote_is_damage(tmp_path: Path) -> None:
    open_file(tmp_path / FILE).close()
    bent = (tmp_path / FILE).read_bytes().replace(b"outages_open ON outages", b"outages_open ON out\x80ges")
    (tmp_path / FILE).write_bytes(bent)
    with pytest.raises(DamagedFileError):
        open_file(tmp_path / FILE)


def test_an_empty_file_is_a_new_one(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()
    open_file(tmp_path / FILE).close()
    assert version(tmp_path / FILE) == len(STEPS)


def test_damaged_files_are_set_aside_each_under_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / FILE
    for number in range(3):
        path.write_text(f"damage {number}", encoding="utf-8")
        path.with_name(f"{FILE}-wal").write_text(f"log {number}", encoding="utf-8")
        assert set_aside(path) == tmp_path / f"{FILE}.corrupt-{number + 1}"
    assert not path.exists()
    assert (tmp_path / f"{FILE}.corrupt-1").read_text(encoding="utf-8") == "damage 0"
    assert (tmp_path / f"{FILE}.corrupt-3-wal").read_text(encoding="utf-8") == "log 2"
    assert len(list(tmp_path.iterdir())) == 6


def test_a_log_that_was_set_aside_keeps_its_name_for_itself(tmp_path: Path) -> None:
    (tmp_path / f"{FILE}.corrupt-1-wal").touch()
    (tmp_path / FILE).touch()
    assert set_aside(tmp_path / FILE) == tmp_path / f"{FILE}.corrupt-2"


def test_where_no_name_is_left_or_no_file_is_there_nothing_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set_aside(tmp_path / FILE) is None
    assert MOST_ASIDE >= 100
    monkeypatch.setattr(history_schema, "MOST_ASIDE", 1)
    for _ in range(2):
        (tmp_path / FILE).touch()
        set_aside(tmp_path / FILE)
    assert (tmp_path / FILE).exists()
