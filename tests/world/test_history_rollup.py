"""Old looks become minutes and then hours: nothing is lost, nothing counted twice, and no batch is long."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.world.history_rollup import Row, roll_up, summed
from netcheck.world.history_rows import ADD_LOOK, micros
from netcheck.world.history_schema import open_memory
from tests.world.history_events import NOW

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
BEGIN = NOW.replace(minute=0, second=0, microsecond=0)
"""At a full hour, so that minutes and hours are easy to count."""


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    memory = open_memory()
    yield memory
    memory.close()


def keep(db: sqlite3.Connection, age: timedelta, state: str = "ok", ms: float | None = 1.0, span: int = 0) -> None:
    db.execute(ADD_LOOK, (micros(BEGIN - age), span, state, ms, None, ms, 1))


def spans(db: sqlite3.Connection) -> dict[int, tuple[int, int]]:
    """By span: how many lines, and how many looks they stand for."""
    found = db.execute("SELECT span, count(*), sum(looks) FROM looks GROUP BY span")
    return {span: (lines, looks) for span, lines, looks in found}


def test_looks_of_the_last_day_stay(db: sqlite3.Connection) -> None:
    for age in (DAY - MINUTE, timedelta(0), -DAY):
        keep(db, age)
    assert not roll_up(db, BEGIN)
    assert spans(db) == {0: (3, 3)}


def test_after_a_day_looks_become_minutes(db: sqlite3.Connection) -> None:
    for second, (state, ms) in enumerate([("ok", 1.0), ("outage", None), ("ok", 3.0), ("unknown", 8.0)]):
        keep(db, DAY + MINUTE - timedelta(seconds=second), state, ms)
    assert not roll_up(db, BEGIN)
    asked = "SELECT at, span, state, gateway_ms, far_ms, names_ms, looks FROM looks"
    assert db.execute(asked).fetchall() == [(micros(BEGIN - DAY - MINUTE), 60, "outage", 3.0, None, 3.0, 4)]


def test_after_ninety_days_minutes_become_hours(db: sqlite3.Connection) -> None:
    for minute in range(120):
        keep(db, timedelta(days=90, minutes=120 - minute), span=60, ms=float(minute))
    keep(db, timedelta(days=90), span=60)
    assert not roll_up(db, BEGIN)
    assert spans(db) == {60: (1, 1), 3600: (2, 120)}
    assert db.execute("SELECT gateway_ms FROM looks WHERE span = 3600 ORDER BY at").fetchall() == [(29.5,), (89.5,)]


def test_looks_of_a_program_that_was_closed_for_long_become_hours_at_once(db: sqlite3.Connection) -> None:
    for second in range(100):
        keep(db, timedelta(days=400) - timedelta(seconds=second))
    assert not roll_up(db, BEGIN)
    assert spans(db) == {3600: (1, 100)}


def test_a_long_absence_is_rolled_up_in_batches_of_whole_minutes(db: sqlite3.Connection) -> None:
    for second in range(1000):
        keep(db, 2 * DAY - timedelta(seconds=second))
    batches = 0
    while roll_up(db, BEGIN, most=100):
        batches += 1
        assert batches < 20
        assert sum(looks for _, looks in spans(db).values()) == 1000
    assert batches >= 8
    assert spans(db) == {60: (17, 1000)}


def test_a_minute_with_more_looks_than_a_batch_is_rolled_up_whole(db: sqlite3.Connection) -> None:
    for millisecond in range(300):
        keep(db, 2 * DAY - timedelta(milliseconds=millisecond))
    keep(db, 2 * DAY - MINUTE)
    assert roll_up(db, BEGIN, most=100)
    assert not roll_up(db, BEGIN, most=100)
    assert spans(db) == {60: (2, 301)}


def test_looks_that_come_late_join_their_minute(db: sqlite3.Connection) -> None:
    keep(db, 2 * DAY, ms=1.0)
    roll_up(db, BEGIN)
    keep(db, 2 * DAY - timedelta(seconds=1), "degraded", ms=5.0)
    roll_up(db, BEGIN)
    assert db.execute("SELECT span, state, gateway_ms, looks FROM looks").fetchall() == [(60, "degraded", 3.0, 2)]


def test_lines_that_the_disk_has_bent_are_let_go(db: sqlite3.Connection) -> None:
    for _ in range(4):
        keep(db, 2 * DAY)
    db.execute("UPDATE looks SET state = x'ff' WHERE id = 1")
    db.execute("UPDATE looks SET looks = 'many' WHERE id = 2")
    db.execute("UPDATE looks SET gateway_ms = 'slow' WHERE id = 3")
    assert not roll_up(db, BEGIN)
    assert spans(db) == {60: (1, 1)}


def test_a_batch_that_fails_changes_nothing(db: sqlite3.Connection) -> None:
    for second in range(10):
        keep(db, 2 * DAY - timedelta(seconds=second))
    db.execute("CREATE TRIGGER broken BEFORE INSERT ON looks BEGIN SELECT raise(ABORT, 'no'); END")
    with pytest.raises(sqlite3.IntegrityError):
        roll_up(db, BEGIN)
    assert not db.in_transaction
    assert spans(db) == {0: (10, 10)}


@pytest.mark.parametrize(
    ("states", "worst"),
    [
        (("ok", "degraded", "outage", "unknown"), "outage"),
        (("ok", "degraded", "unknown"), "degraded"),
        (("ok", "unknown"), "ok"),
        (("unknown", "unknown"), "unknown"),
        (("ok", "no word of ours"), "ok"),
    ],
)
def test_the_worst_state_stands_for_all(states: tuple[str, ...], worst: str) -> None:
    assert summed(0, [(n, state, None, None, None, 1) for n, state in enumerate(states)])[1] == worst


@given(st.lists(st.tuples(st.none() | st.floats(0, 1e4), st.integers(1, 9)), min_size=1, max_size=30))
def test_the_median_is_that_of_the_looks_themselves(values: list[tuple[float | None, int]]) -> None:
    found: list[Row] = [(n, "ok", value, None, value, weight) for n, (value, weight) in enumerate(values)]
    looks = [value for value, weight in values if value is not None for _ in range(weight)]
    _, _, gateway, far, names, count = summed(0, found)
    assert gateway == names == (pytest.approx(median(looks)) if looks else None)
    assert far is None
    assert count == sum(weight for _, weight in values)


@given(
    st.lists(st.tuples(st.integers(0, 200 * 86400), st.sampled_from(["ok", "outage"])), max_size=60), st.integers(1, 9)
)
def test_no_look_is_lost_whatever_their_times(looks: list[tuple[int, str]], most: int) -> None:
    db = open_memory()
    for seconds, state in looks:
        keep(db, timedelta(seconds=seconds), state)
    batches = 0
    while roll_up(db, BEGIN, most):
        batches += 1
        assert batches <= 130
    assert sum(count for _, count in spans(db).values()) == len(looks)
    assert not roll_up(db, BEGIN)
    oldest = db.execute("SELECT min(at) FROM looks WHERE span = 0").fetchone()[0]
    assert oldest is None or oldest >= micros(BEGIN - DAY)
    oldest = db.execute("SELECT min(at) FROM looks WHERE span = 60").fetchone()[0]
    assert oldest is None or oldest >= micros(BEGIN - 90 * DAY)
    places = db.execute("SELECT span, at FROM looks WHERE span > 0").fetchall()
    assert len(places) == len(set(places))
    db.close()
