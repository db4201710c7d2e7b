"""What can still be read of a history goes over: into memory, or into a new file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from netcheck.core.chain_check import verify
from netcheck.world.history_carry import carry_over, replace_damaged
from netcheck.world.history_chain import head, links, shown
from netcheck.world.history_rows import ADD_SAID
from netcheck.world.history_schema import FILE, open_file, open_memory, open_to_read, whole
from tests.world.history_events import make_version_1, make_version_2

NOTE = "INSERT INTO journal (at, kind, text) VALUES (1, 'note', ?)"


def test_what_a_person_asks_for_first_goes_over_into_memory(tmp_path: Path) -> None:
    db, memory = open_file(tmp_path / FILE), open_memory()
    with whole(db):
        db.execute(NOTE, ("x",))
        db.execute("INSERT INTO gaps (begins, ends, why) VALUES (1, 2, 'asleep')")
        db.execute(ADD_SAID, (1, "major_outage", "Cut", "", "", None, "", "", "a"))
        for at, span in ((5, 0), (50, 0), (60, 60)):
            db.execute("INSERT INTO looks (at, span, state, looks) VALUES (?, ?, 'ok', 1)", (at, span))
        for number in range(50):
            db.execute("INSERT INTO events (id, at, kind, line) VALUES (?, 1, 'look', '')", (number,))
    carry_over(db, memory, 40)
    assert memory.execute("SELECT text FROM journal").fetchall() == [("x",)]
    assert memory.execute("SELECT begins, ends FROM gaps").fetchall() == [(1, 2)]
    assert memory.execute("SELECT title, outage FROM said").fetchall() == [("Cut", "a")]
    assert memory.execute("SELECT at FROM looks").fetchall() == [(50,)]
    assert memory.execute("SELECT min(id), max(id) FROM events").fetchall() == [(40, 49)]
    db.close()
    memory.close()


def test_what_cannot_be_read_is_left_out_of_memory(tmp_path: Path) -> None:
    db, memory = open_memory(), open_memory()
    db.execute(NOTE, ("x",))
    db.execute("DROP TABLE outages")
    carry_over(db, memory, 0)
    assert memory.execute("SELECT text FROM journal").fetchall() == [("x",)]
    db.close()
    memory.close()


def test_an_older_file_is_read_and_goes_over_though_it_lacks_columns(tmp_path: Path) -> None:
    make_version_1(tmp_path / FILE)
    old, memory = open_to_read(tmp_path / FILE), open_memory()
    assert old is not None
    carry_over(old, memory, 0)
    assert memory.execute("SELECT id, first_fault FROM outages ORDER BY id").fetchall() == [
        ("first", ""),
        ("second", ""),
    ]
    assert memory.execute("SELECT count(*) FROM looks").fetchone() == (3,)
    assert old.execute("PRAGMA user_version").fetchone() == (1,)
    old.close()
    memory.close()


def test_only_the_head_of_the_chain_goes_over_into_memory(tmp_path: Path) -> None:
    make_version_2(tmp_path / FILE)
    db, memory = open_file(tmp_path / FILE), open_memory()
    newest = head(db)
    carry_over(db, memory, 0)
    assert head(memory) == newest is not None
    assert memory.execute("SELECT count(*) FROM chain").fetchone() == (1,)
    db.close()
    memory.close()


def test_a_new_file_takes_all_over_and_the_chain_goes_on(tmp_path: Path) -> None:
    make_version_2(tmp_path / "old.db")
    old, new = open_file(tmp_path / "old.db"), open_file(tmp_path / FILE)
    newest = head(old)
    old.close()
    replace_damaged(tmp_path / "old.db", new, 0, 5)
    assert head(new) == newest is not None
    found = verify(links(new), shown(new))
    assert (found.whole, found.entries, found.anew) == (True, 13, None)
    new.close()


def test_out_of_a_file_of_before_there_was_a_chain_a_new_one_begins(tmp_path: Path) -> None:
    make_version_2(tmp_path / "old.db")
    new = open_file(tmp_path / FILE)
    replace_damaged(tmp_path / "old.db", new, 0, 5)
    found = verify(links(new), shown(new))
    assert (found.whole, found.entries, found.later) == (True, 14, 13)
    assert found.anew is not None
    new.close()


def test_out_of_rubbish_comes_a_chain_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "old.db").write_bytes(b"rubbish" * 999)
    new = open_file(tmp_path / FILE)
    replace_damaged(tmp_path / "old.db", new, 0, 5)
    assert [(link.kind, link.number) for link in links(new)] == [("anew", 1)]
    new.close()


def test_taking_over_happens_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_version_2(tmp_path / "old.db")
    new = open_file(tmp_path / FILE)

    def fails(db: object, before: object, at: int) -> None:
        raise sqlite3.OperationalError("the disk is full")

    monkeypatch.setattr("netcheck.world.history_chain.begin_anew", fails)
    with pytest.raises(sqlite3.OperationalError):
        replace_damaged(tmp_path / "old.db", new, 0, 5)
    assert new.execute("SELECT count(*) FROM outages").fetchone() == (0,)
    assert not new.in_transaction
    new.close()
