"""Whatever is changed in the file by hand is found, and an untouched one is never accused."""

from __future__ import annotations

import contextlib
import functools
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcheck.core.chain import Wanted
from netcheck.core.chain_check import Verified
from netcheck.core.history import Entry, Said
from netcheck.core.watching import Event, Happened, Outage
from netcheck.world import history as module
from netcheck.world.history import HistoryFile
from netcheck.world.history_chain import GROWING, THINGS
from netcheck.world.history_look_over import looked_over
from netcheck.world.history_schema import FILE, open_file
from tests.world.history_events import BAD, DEAD_LINE, GOOD, NOW, at, by_hand, light, make_version_2, told, whole

TABLES = ("chain", *(thing.table for thing in THINGS.values()))
LASTING = "SELECT 1 FROM outages WHERE up_since IS NULL"
KEPT = {"said": 10_000}


def look(folder: Path, wanted: Wanted | None = None) -> Verified:
    found = looked_over(folder / FILE, wanted, KEPT)
    assert found is not None
    return found


@functools.cache
def _filled() -> Path:
    """A history with some of everything: three outages, the last of which lasts."""
    folder = Path(tempfile.mkdtemp(prefix="netcheck-chain-"))
    make_version_2(folder / FILE)
    history = HistoryFile(folder, lambda: at(90_000))
    for number in range(3):
        begins = 10_000.0 * (number + 1)
        down = Outage(f"o{number}", at(begins), DEAD_LINE, last_good=at(begins - 10), looks=1, first_fault="line-down")
        up = replace(down, up_since=at(begins + 60), seconds=60.0, looks=9)
        history.add(light(begins - 10, GOOD))
        history.add(whole(begins, DEAD_LINE, down, gateway={"ms": 1.0}))
        history.add(told(begins, Happened.OUTAGE_STARTED, down))
        history.note(Entry(at(begins + 20), "note", f"It rained {number} times.", down.id))
        history.heard(Said(at(begins + 30), "major_outage", "Cut", "x" * 300, outage=down.id))
        history.add(light(begins + 50, BAD, DEAD_LINE, replace(down, seconds=50.0)))
        if number < 2:
            history.add(told(begins + 62, Happened.RESTORED, up))
            history.add(told(begins + 600, Happened.SLEPT, gap_s=200.0))
    assert history.problem == ""
    history.close()
    assert look(folder).whole
    return folder


@pytest.fixture(scope="module", autouse=True)
def _tidy() -> Iterator[None]:
    yield
    if _filled.cache_info().currsize:
        shutil.rmtree(_filled())
        _filled.cache_clear()


def tampered(deed: Callable[[sqlite3.Connection], bool]) -> Verified | None:
    """What is found after this was done by hand; None where the deed has changed nothing."""
    with tempfile.TemporaryDirectory() as name:
        shutil.copy(_filled() / FILE, Path(name) / FILE)
        with contextlib.closing(by_hand(Path(name) / FILE)) as db, db:
            done = deed(db)
        return look(Path(name)) if done else None


def rows_of(db: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    return sorted(db.execute(f"SELECT * FROM {table}"), key=repr)


def columns_of(db: sqlite3.Connection, table: str) -> list[str]:
    return [str(row[1]) for row in db.execute(f"PRAGMA table_info({table})")]


VALUES = (
    st.none()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(max_size=9)
    | st.binary(max_size=9)
    | st.just("{}")
)
PICKED = st.integers(0, 10_000)
TABLE = st.sampled_from(TABLES)


@settings(max_examples=300)
@given(TABLE, PICKED, PICKED, VALUES)
def test_any_value_that_is_changed(table: str, row: int, column: int, value: object) -> None:
    def change(db: sqlite3.Connection) -> bool:
        ids = [key for (key,) in db.execute(f"SELECT rowid FROM {table}")]
        key, names = ids[row % len(ids)], columns_of(db, table)
        name = names[column % len(names)]
        lasts = table == "outages" and db.execute(f"{LASTING} AND rowid = ?", (key,)).fetchone() is not None
        if name == "seen_at" or (lasts and name in GROWING):
            return False  # the two that are not entered, as the documentation says
        before = rows_of(db, table)
        try:
            db.execute(f"UPDATE {table} SET {name} = ? WHERE rowid = ?", (value, key))
        except (sqlite3.IntegrityError, OverflowError):
            return False
        return rows_of(db, table) != before

    found = tampered(change)
    assert found is None or found.found


@settings(max_examples=60)
@given(TABLE, PICKED)
def test_anything_that_is_removed(table: str, row: int) -> None:
    def remove(db: sqlite3.Connection) -> bool:
        ids = [key for (key,) in db.execute(f"SELECT rowid FROM {table}")]
        db.execute(f"DELETE FROM {table} WHERE rowid = ?", (ids[row % len(ids)],))
        return True

    found = tampered(remove)
    assert found is not None
    assert found.found


@settings(max_examples=100)
@given(TABLE, PICKED, PICKED, st.booleans())
def test_any_two_that_change_places(table: str, one: int, other: int, keys_only: bool) -> None:
    """Their keys, or all the rest of them: in the tables beside the chain the first is the same as the second."""

    def swap(db: sqlite3.Connection) -> bool:
        key = columns_of(db, table)[0]
        keys = [each for (each,) in db.execute(f"SELECT {key} FROM {table}")]
        before, first, second = rows_of(db, table), keys[one % len(keys)], keys[other % len(keys)]
        names = columns_of(db, table)[1:]
        if keys_only or table == "chain":
            spare = -1 if isinstance(first, int) else "spare"
            for old, new in ((first, spare), (second, first), (spare, second)):
                db.execute(f"UPDATE {table} SET {key} = ? WHERE {key} = ?", (new, old))
        else:
            asked = f"SELECT {', '.join(names)} FROM {table} WHERE {key} = ?"
            rows = {each: db.execute(asked, (each,)).fetchone() for each in (first, second)}
            for each, values in ((first, rows[second]), (second, rows[first])):
                db.execute(
                    f"UPDATE {table} SET {', '.join(f'{n} = ?' for n in names)} WHERE {key} = ?", (*values, each)
                )
        after = rows_of(db, table)
        return after != before

    found = tampered(swap)
    assert found is None or found.found


@settings(max_examples=60)
@given(TABLE, PICKED, st.integers(1, 50))
def test_anything_that_is_doubled(table: str, row: int, far: int) -> None:
    def double(db: sqlite3.Connection) -> bool:
        names = columns_of(db, table)
        rows = db.execute(f"SELECT * FROM {table}").fetchall()
        key, *values = rows[row % len(rows)]
        top = max((row[0] for row in rows if isinstance(row[0], int)), default=0)
        new = top + far if isinstance(key, int) else f"{key}-{far}"
        db.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", (new, *values))
        return True

    found = tampered(double)
    assert found is not None
    assert found.found


@settings(max_examples=60)
@given(TABLE, PICKED, st.sampled_from([0, -1, 17, 10**9]), st.booleans())
def test_anything_that_is_put_in(table: str, row: int, far: int, counted_on: bool) -> None:
    """A made-up row of the right form; into the chain also between two others, which are counted on."""

    def put_in(db: sqlite3.Connection) -> bool:
        names = columns_of(db, table)
        rows = db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
        key, *values = rows[row % len(rows)]
        made_up = [f"{value}1" if isinstance(value, str) else 1 for value in values]
        new: object = "made up"
        if isinstance(key, int):
            new = rows[-1][0] + 1 + far if far >= 0 else -1
            if counted_on and table == "chain":
                for number in range(rows[-1][0], key - 1, -1):
                    db.execute("UPDATE chain SET number = number + 1 WHERE number = ?", (number,))
                new = key
        db.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", (new, *made_up))
        return True

    found = tampered(put_in)
    assert found is not None
    assert found.found


def test_the_end_cut_off_together_with_what_it_tells_needs_an_earlier_report() -> None:
    def head_of_all() -> Wanted:
        newest = look(_filled()).head
        assert newest is not None
        return Wanted(newest.short, newest.number)

    with tempfile.TemporaryDirectory() as name:
        shutil.copy(_filled() / FILE, Path(name) / FILE)
        with contextlib.closing(by_hand(Path(name) / FILE)) as db, db:
            number, about = db.execute("SELECT number, about FROM chain WHERE kind = 'said' ORDER BY 1 DESC").fetchone()
            assert db.execute("SELECT max(number) FROM chain").fetchone() == (number,)
            db.execute("DELETE FROM chain WHERE number = ?", (number,))
            db.execute("DELETE FROM said WHERE id = ?", (int(about.split()[1]),))
        assert look(Path(name)).whole
        found = look(Path(name), head_of_all())
        assert (found.whole, found.earlier.value) == (False, "cut")


EVENTS = st.lists(
    st.tuples(
        st.sampled_from([*Happened, None, "note", "said", "run"]),
        st.integers(0, 3),
        st.booleans(),
        st.booleans(),
        st.floats(0, 1e5),
    ),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(EVENTS)
def test_nothing_that_the_program_itself_writes_is_a_break(events: list[tuple[object, int, bool, bool, float]]) -> None:
    """Whatever happens, in whatever order, over several runs of the program."""
    with tempfile.TemporaryDirectory() as name:
        history = HistoryFile(Path(name), lambda: at(200_000))
        for second, (kind, number, up, heavy, seconds) in enumerate(events):
            moment = float(second * 100)
            since = at(moment) if up else None
            outage = Outage(f"{number}", at(moment - 5), DEAD_LINE, up_since=since, seconds=seconds, looks=second)
            known = outage if number else None
            if kind == "note":
                history.note(Entry(at(moment), "note", "x" * number, outage.id))
            elif kind == "said":
                history.heard(Said(at(moment), "major_outage", f"{second}", outage=outage.id))
            elif kind == "run":
                history.close()
                history = HistoryFile(Path(name), lambda: at(200_000))
            elif isinstance(kind, Happened) and kind is not Happened.LOOK:
                history.add(Event(at(moment), kind, DEAD_LINE, known, gap_s=seconds))
            elif heavy:
                history.add(whole(moment, DEAD_LINE, known, gateway={"ms": seconds}))
            else:
                history.add(light(moment, GOOD if up else BAD, DEAD_LINE, known))
        assert history.problem == ""
        found = history.verify()
        history.close()
        assert found is not None
        assert found.breaks == ()
        assert found.whole


def test_the_provider_s_oldest_answers_may_be_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SAID", 3)
    history = HistoryFile(tmp_path, lambda: NOW)
    for number in range(9):
        history.heard(Said(at(number), "major_outage", f"{number}"))
    found = history.verify()
    assert found is not None
    assert (found.whole, found.entries) == (True, 9)
    history.close()


def test_a_file_that_is_not_chained_or_not_there_cannot_be_told(tmp_path: Path) -> None:
    assert looked_over(tmp_path / FILE, None, KEPT) is None
    make_version_2(tmp_path / FILE)
    assert looked_over(tmp_path / FILE, None, KEPT) is None
    (tmp_path / FILE).write_bytes(b"x" * 5000)
    assert looked_over(tmp_path / FILE, None, KEPT) is None


def test_looking_over_changes_nothing_and_sees_one_moment(tmp_path: Path) -> None:
    shutil.copy(_filled() / FILE, tmp_path / FILE)
    before = (tmp_path / FILE).read_bytes()
    assert look(tmp_path).whole
    assert (tmp_path / FILE).read_bytes() == before
    with contextlib.closing(open_file(tmp_path / FILE)) as db:
        db.execute("BEGIN IMMEDIATE")  # another program is in the middle of something
        db.execute("DELETE FROM chain WHERE number = 3")
        assert look(tmp_path).whole
        db.execute("ROLLBACK")
