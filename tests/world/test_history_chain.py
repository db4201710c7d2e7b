"""Everything that the history writes is entered into the chain with it, once, by whichever program writes."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from netcheck.core.chain import Later, Link, Wanted, digest, wanted
from netcheck.core.chain_check import Earlier, Verified
from netcheck.core.chain_order import Broken
from netcheck.core.history import Entry, Said
from netcheck.core.watching import Happened, Outage
from netcheck.world import history_chain, history_schema
from netcheck.world import history_rows as rows
from netcheck.world.history import HistoryFile
from netcheck.world.history_chain import LINKS, head, links, sweep
from netcheck.world.history_schema import FILE, open_file, open_memory, whole
from tests.world.history_events import BAD, DEAD_LINE, GOOD, NOW, SLOW, WORKS, at, by_hand, light, make_version_2, told
from tests.world.history_events import whole as whole_look
from tests.world.history_many import NOTES, write

ROOT = Path(__file__).resolve().parents[2]
DOWN = Outage("a", NOW, DEAD_LINE, last_good=at(-10), looks=1)
UP = replace(DOWN, up_since=at(60), seconds=60.0, looks=9)


@pytest.fixture
def history(tmp_path: Path) -> Iterator[HistoryFile]:
    made = HistoryFile(tmp_path, lambda: at(5000))
    yield made
    made.close()


def entered(folder: Path) -> list[Link]:
    with contextlib.closing(sqlite3.connect(folder / FILE)) as db:
        return list(links(db))


def kinds(folder: Path) -> list[str]:
    return [link.kind for link in entered(folder)]


def verified(kept: HistoryFile) -> Verified:
    found = kept.verify()
    assert found is not None
    return found


# --- what is entered


def test_the_story_of_an_outage(history: HistoryFile, tmp_path: Path) -> None:
    history.add(light(0, GOOD))
    history.add(whole_look(1, DEAD_LINE, DOWN))
    history.add(told(1, Happened.OUTAGE_STARTED, DOWN))
    history.add(light(10, BAD, DEAD_LINE, replace(DOWN, seconds=10.0, looks=2)))
    history.add(whole_look(20, DEAD_LINE, replace(DOWN, seconds=20.0, looks=3)))
    history.note(Entry(at(30), "done", "Restarted the router.", "a"))
    history.heard(Said(at(31), "major_outage", "Cut", outage="a"))
    history.add(told(40, Happened.OUTAGE_CHANGED, replace(DOWN, verdict=replace(DEAD_LINE, fault="isp-outage"))))
    history.add(light(60, GOOD, DEAD_LINE, UP))
    history.add(told(62, Happened.RESTORED, UP))
    history.add(light(70, GOOD, DEAD_LINE, UP))
    history.add(told(362, Happened.STABLE, UP))
    assert kinds(tmp_path) == [
        "begun", "line", "line", "said", "changed", "line", "ended", "changed", "line", "line",
    ]  # fmt: skip
    begun, ended = entered(tmp_path)[0], entered(tmp_path)[7]
    assert json.loads(begun.body)["fault"] == "line-down"
    assert "seconds" not in begun.body  # it lasts
    facts = json.loads(ended.body)
    assert (facts["seconds"], facts["looks"], facts["fault"]) == (60.0, 9, "line-down")
    assert begun.at == rows.micros(at(5000))  # when it was entered
    found = verified(history)
    assert (found.whole, found.entries, found.later, found.lasting) == (True, 10, 0, 0)


def test_one_that_comes_again_and_one_that_ended_unseen(history: HistoryFile, tmp_path: Path) -> None:
    for event in (
        told(0, Happened.OUTAGE_STARTED, DOWN),
        told(60, Happened.RESTORED, UP),
        told(90, Happened.RELAPSED, replace(DOWN, drops=2)),
    ):
        history.add(event)
    assert [kind for kind in kinds(tmp_path) if kind != "line"] == ["begun", "ended", "again"]
    assert verified(history).lasting == 1
    again = HistoryFile(tmp_path, lambda: at(9000))
    again.add(light(8000, GOOD))
    assert [kind for kind in kinds(tmp_path) if kind not in ("line", "gap")] == ["begun", "ended", "again", "ended"]
    assert verified(again).whole
    again.close()


def test_gaps_and_the_end_of_pauses(history: HistoryFile, tmp_path: Path) -> None:
    history.add(told(600, Happened.SLEPT, gap_s=100.0))
    history.add(told(700, Happened.PAUSED))
    assert verified(history).whole
    history.add(told(800, Happened.RESUMED))
    history.add(told(900, Happened.RESUMED))
    assert [(link.kind, link.about) for link in entered(tmp_path)] == [
        ("gap", "gap 1"), ("gap", "gap 2"), ("gap", "gap 2"),
    ]  # fmt: skip
    assert verified(history).whole


def test_looks_while_all_is_well_are_not_entered(history: HistoryFile, tmp_path: Path) -> None:
    for number in range(50):
        history.add(light(number, GOOD))
        history.add(whole_look(number, SLOW))
        history.add(whole_look(number, WORKS))
    assert entered(tmp_path) == []
    assert history.head() is None
    found = verified(history)
    assert (found.whole, found.entries, found.head) == (True, 0, None)


def test_an_id_is_entered_on_one_line(history: HistoryFile, tmp_path: Path) -> None:
    odd = 'a\n"\\é\x00b'
    history.add(told(0, Happened.OUTAGE_STARTED, replace(DOWN, id=odd)))
    history.add(told(60, Happened.RESTORED, replace(UP, id=odd)))
    [begun, _, ended, _] = entered(tmp_path)
    assert begun.about == ended.about == 'outage a\\n\\"\\\\\\u00e9\\u0000b'
    assert verified(history).whole


def test_each_entry_carries_the_hash_of_the_one_before(history: HistoryFile, tmp_path: Path) -> None:
    for number in range(5):
        history.note(Entry(at(number), "note", f"{number}"))
    before = "0" * 64
    for link in entered(tmp_path):
        assert (link.previous, link.hash) == (before, digest(link))
        before = link.hash
    newest = history.head()
    assert newest is not None
    assert (newest.number, newest.hash, newest.at) == (5, before, at(5000))


def test_what_was_changed_behind_its_back_is_not_entered_as_its_own(history: HistoryFile, tmp_path: Path) -> None:
    """Somebody changes an outage that lasts, while netcheck runs; the next event writes it again."""
    history.add(told(0, Happened.OUTAGE_STARTED, DOWN))
    with contextlib.closing(by_hand(tmp_path / FILE)) as db, db:
        db.execute("UPDATE outages SET down_since = down_since - 3600000000")
    history.add(told(60, Happened.RESTORED, UP))
    [found] = verified(history).breaks
    assert found.kind is Broken.ROW_CHANGED
    assert "down_since" in [name for name, *_ in found.facts]


def test_an_entry_at_the_end_of_all_numbers_stops_nobody(history: HistoryFile, tmp_path: Path) -> None:
    history.note(Entry(at(1), "note", "one"))
    with contextlib.closing(by_hand(tmp_path / FILE)) as db, db:
        copied = "previous, at, kind, about, later, body, hash"
        db.execute(f"INSERT INTO chain SELECT 9223372036854775807, {copied} FROM chain")
    history.note(Entry(at(2), "note", "two"))
    assert history.problem == ""
    assert [one.kind for one in verified(history).breaks] == [Broken.INSERTED]
    assert [link.number for link in entered(tmp_path)][:2] == [1, 2]


# --- several programs


def test_two_programs_that_write_at_once_make_one_chain(tmp_path: Path) -> None:
    one, two = HistoryFile(tmp_path, lambda: NOW), HistoryFile(tmp_path, lambda: NOW)
    for number in range(40):
        one.note(Entry(at(number), "note", f"one {number}"))
        two.add(told(number, Happened.OUTAGE_STARTED, replace(DOWN, id=f"{number}")))
    assert one.head() == two.head()
    assert verified(one).whole
    assert verified(one).entries == 120
    one.close()
    two.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.timeout(120)
def test_processes_and_threads_that_write_at_once_make_one_chain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two other processes, and two threads of this one."""
    monkeypatch.setattr(history_schema, "BUSY_S", 20.0)
    open_file(tmp_path / FILE).close()
    children = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.world.history_many", str(tmp_path), name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("p1", "p2")
    ]
    history = HistoryFile(tmp_path, lambda: NOW)
    threads = [threading.Thread(target=write, args=(history, name)) for name in ("t1", "t2")]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [child.communicate(timeout=60)[0] for child in children] == ["", ""]
    assert history.problem == ""
    found = verified(history)
    assert (found.whole, found.entries, found.later) == (True, 4 * 3 * NOTES, 0)
    order = [link.about.split()[1] for link in entered(tmp_path) if link.kind == "begun"]
    assert sum(one != other for one, other in itertools.pairwise(order)) > 3  # they did write at once
    history.close()


# --- files of before, files that cannot be written, damaged ones


def test_what_an_older_netcheck_kept_is_entered_later(tmp_path: Path) -> None:
    make_version_2(tmp_path / FILE)
    history = HistoryFile(tmp_path, lambda: at(9000))
    found = verified(history)
    assert (found.whole, found.entries, found.later, found.lasting) == (True, 13, 13, 1)
    assert {link.later for link in entered(tmp_path)} == {"migrated"}
    assert {link.at for link in entered(tmp_path)} == {rows.micros(at(9000))}
    assert kinds(tmp_path) == ["ended", "begun", *["line"] * 6, *["gap"] * 3, *["said"] * 2]
    history.add(told(8000, Happened.RESUMED))
    history.note(Entry(at(8001), "note", "new"))
    found = verified(history)
    assert (found.whole, found.entries, found.later) == (True, 15, 13)
    history.close()
    again = HistoryFile(tmp_path, lambda: at(9100))
    assert verified(again).entries == 15
    again.close()


def test_what_came_while_the_file_could_not_be_written_is_entered_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_schema, "BUSY_S", 0.01)
    history = HistoryFile(tmp_path, lambda: at(50))
    history.note(Entry(at(1), "note", "at once"))
    known = history.head()
    other = open_file(tmp_path / FILE)
    other.execute("BEGIN IMMEDIATE")
    history.add(told(2, Happened.OUTAGE_STARTED, DOWN))
    history.add(told(60, Happened.RESTORED, UP))
    assert "another program holds" in history.problem
    assert history.head() == known  # a report that is made now names a head that will be found
    other.execute("ROLLBACK")
    assert verified(history).entries == 1
    other.close()
    monkeypatch.setattr(history, "_again_s", 0.0)
    history.note(Entry(at(61), "note", "kept again"))
    assert [(link.kind, link.later) for link in entered(tmp_path)] == [
        ("line", ""), ("begun", "waited"), ("line", "waited"), ("ended", "waited"), ("line", "waited"), ("line", ""),
    ]  # fmt: skip
    assert verified(history).whole
    history.close()


def damage(folder: Path, name: str) -> None:
    """Overwrite the first page of a table or index."""
    with contextlib.closing(sqlite3.connect(folder / FILE)) as db:
        [root] = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    content = bytearray((folder / FILE).read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    (folder / FILE).write_bytes(content)


def filled(folder: Path) -> str:
    """A history with a bit of everything, closed; the hash of its head."""
    history = HistoryFile(folder, lambda: at(100))
    for event in (light(0, GOOD), told(1, Happened.OUTAGE_STARTED, DOWN), told(60, Happened.RESTORED, UP)):
        history.add(event)
    history.note(Entry(at(61), "note", "It rained."))
    history.add(told(90, Happened.SLEPT, gap_s=20.0))
    history.heard(Said(at(95), "operational"))
    newest = history.head()
    assert newest is not None
    history.close()
    return newest.hash


def test_after_damage_elsewhere_the_chain_goes_on(tmp_path: Path) -> None:
    known = filled(tmp_path)
    damage(tmp_path, "looks_at")
    history = HistoryFile(tmp_path, lambda: at(200))
    history.add(light(150, GOOD))
    history.note(Entry(at(160), "note", "after"))
    assert "set aside" in history.problem
    found = history.verify(Wanted(known))
    assert found is not None
    assert (found.whole, found.earlier, found.anew) == (True, Earlier.FOUND, None)
    history.close()


@pytest.mark.parametrize("name", ["journal", "chain", "chain_about"])
def test_after_damage_to_what_was_entered_it_begins_anew_and_says_so(name: str, tmp_path: Path) -> None:
    known = filled(tmp_path)
    damage(tmp_path, name)
    history = HistoryFile(tmp_path, lambda: at(200))
    history.note(Entry(at(160), "note", "after"))
    assert "set aside" in history.problem
    found = history.verify(Wanted(known))
    assert found is not None
    assert found.found == 0
    assert found.earlier is Earlier.UNSURE
    assert found.anew is not None
    assert found.anew.number == 1
    first = entered(tmp_path)[0]
    assert first.kind == "anew"
    if name == "journal":  # the chain itself could be read: what it had come to is written down
        assert json.loads(first.body)["hash"] == known
    assert {link.later for link in entered(tmp_path)[1:-1]} == {"taken over"}
    history.close()


@pytest.mark.parametrize(
    "statement",
    [
        (rows.ADD_LINE, (1, "note", "x", None)),
        (rows.ADD_GAP, (1, 2, "asleep")),
        (rows.END_PAUSES, (5,)),
        ("UPDATE outages SET looks = looks + 1", ()),
        (rows.ADD_SAID, (1, "", "", "", "", None, "", "", None)),
    ],
)
def test_an_older_netcheck_that_still_runs_is_refused_and_not_taken_for_a_forger(
    statement: tuple[str, tuple[object, ...]], tmp_path: Path
) -> None:
    make_version_2(tmp_path / FILE)
    older = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    older.execute("INSERT INTO gaps (begins, ends, why) VALUES (7, NULL, 'paused')")
    assert older.execute("SELECT count(*) FROM outages").fetchone()[0] > 0
    newer = HistoryFile(tmp_path, lambda: at(5000))
    assert verified(newer).whole
    with pytest.raises(sqlite3.OperationalError, match="no such function") as refused:
        older.execute(*statement)
    assert refused.value.sqlite_errorcode == sqlite3.SQLITE_ERROR, "which the older one does not take for damage"
    assert older.execute("PRAGMA user_version").fetchone()[0] == len(history_schema.STEPS), (
        "it finds a newer one's file"
    )
    older.close()
    newer.note(Entry(at(99), "note", "after"))
    assert verified(newer).whole
    newer.close()


def test_a_head_that_was_handed_out_is_on_the_disk_whatever_becomes_of_the_log(tmp_path: Path) -> None:
    """A power cut takes away what SQLite was not made to write to the disk: here all of its log."""
    history = HistoryFile(tmp_path, lambda: at(5000))
    history.add(whole_look(1, DEAD_LINE, DOWN))
    history.add(whole_look(2, DEAD_LINE, replace(DOWN, drops=7)))
    shown = history.head()
    assert shown is not None
    assert shown.number == 2
    left = tmp_path / "left"
    left.mkdir()
    (left / FILE).write_bytes((tmp_path / FILE).read_bytes())
    history.close()
    again = HistoryFile(left, lambda: at(6000))
    found = again.verify(wanted(shown.mark))
    assert found is not None
    assert (found.whole, found.earlier) == (True, Earlier.FOUND)
    again.close()


def test_a_head_is_told_while_another_program_holds_the_file(history: HistoryFile, tmp_path: Path) -> None:
    history.note(Entry(at(1), "note", "x"))
    holder = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    shown = history.head()
    assert shown is not None
    assert shown.number == 1
    holder.close()


# --- what is let go


def test_an_entry_that_nobody_can_read_does_not_stop_the_sweep(tmp_path: Path) -> None:
    history = HistoryFile(tmp_path, lambda: at(5000))
    for number in range(30):
        history.note(Entry(at(number), "note", f"{number}"))
    history.close()
    with contextlib.closing(open_file(tmp_path / FILE)) as db, whole(db):
        db.execute("""UPDATE chain SET about = 'outage "' WHERE number = 3""")
        db.execute("UPDATE chain SET about = 'line ?' WHERE number = 4")
        sweep(db, 7, most=10, portion=10)
        assert db.execute("SELECT min(number) FROM chain").fetchone() == (11,)
    again = HistoryFile(tmp_path, lambda: at(6000))
    assert {found.kind for found in verified(again).breaks} == {Broken.ROW_INSERTED}
    again.close()


def test_the_oldest_make_room_with_all_that_they_tell(tmp_path: Path) -> None:
    history = HistoryFile(tmp_path, lambda: at(5000))
    marks = []
    for number in range(30):
        history.add(told(number, Happened.OUTAGE_STARTED, replace(DOWN, id=f"{number}", up_since=at(number + 1))))
        history.note(Entry(at(number), "note", f"{number}"))
        newest = history.head()
        assert newest is not None
        marks.append(newest.mark)
    history.close()
    with contextlib.closing(open_file(tmp_path / FILE)) as db, whole(db):
        assert not sweep(db, 7, most=85, portion=10)
        assert sweep(db, 7, most=20, portion=10)
        assert sweep(db, 7, most=20, portion=30)
        assert not sweep(db, 7, most=20, portion=35)
    history = HistoryFile(tmp_path, lambda: at(5000))
    found = verified(history)
    assert found.whole
    assert found.first is not None
    assert found.first.number == 41
    # Of the 14th outage (entries 40 to 42) what tells of itself is gone, and so is it; its lines are there.
    assert len(history.outages()) == 16
    assert [entry.text for entry in history.journal() if entry.kind == "note"] == [str(n) for n in range(13, 30)]
    signed = json.loads(entered(tmp_path)[-1].body)
    assert (signed["up_to"], signed["entries"]) == (40, 30)
    for mark in marks:
        checked = history.verify(wanted(mark))
        assert checked is not None
        old = int(mark.split(":")[0]) < 41
        assert checked.earlier is (Earlier.UNSURE if old else Earlier.FOUND)
    history.note(Entry(at(99), "note", "after"))
    assert verified(history).whole
    history.close()


def test_what_lasts_stays(tmp_path: Path) -> None:
    history = HistoryFile(tmp_path, lambda: at(5000))
    for number in range(10):
        history.note(Entry(at(number), "note", f"{number}"))
    history.add(told(20, Happened.PAUSED))
    history.add(told(21, Happened.OUTAGE_STARTED, DOWN))
    for number in range(30):
        history.note(Entry(at(30 + number), "note", f"{number}"))
    history.close()
    with contextlib.closing(open_file(tmp_path / FILE)) as db:
        with whole(db):
            sweep(db, 7, most=5, portion=30)
        assert db.execute("SELECT min(number) FROM chain").fetchone() == (11,)
        with whole(db):
            assert not sweep(db, 7, most=5, portion=20)  # nothing is before what lasts
    history = HistoryFile(tmp_path, lambda: at(5000))
    assert verified(history).whole
    assert verified(history).lasting == 1
    history.close()


def test_the_sweep_runs_with_the_rolling_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert history_chain.MOST_ENTRIES >= 50_000
    swept: list[int] = []

    def one(db: object, moment: int) -> bool:
        swept.append(moment)
        return False

    monkeypatch.setattr(history_chain, "sweep", one)
    history = HistoryFile(tmp_path, lambda: NOW)
    history.add(light(0, GOOD))
    history.add(light(1, GOOD))
    assert swept == [rows.micros(NOW)]
    history.close()


def test_a_chain_in_memory_is_empty() -> None:
    with contextlib.closing(open_memory()) as db:
        assert head(db) is None
        assert db.execute(LINKS).fetchall() == []
        assert not sweep(db, 0, most=0, portion=0)
    assert Later("") is Later.AT_ONCE
