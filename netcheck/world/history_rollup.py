"""Rolls up old looks: minutes after a day, hours after ninety days, so that ten years stay small."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from netcheck.world.history_rows import SOUND_LOOK, micros
from netcheck.world.history_schema import whole

STEPS = ((0, 60, timedelta(days=1)), (60, 3600, timedelta(days=90)))
"""From one span to the next (seconds), and the age at which it is done."""
MOST = 5000
"""Lines that are rolled up at once: about 20 ms. What remains has its turn a little later."""
WORST = ("unknown", "ok", "degraded", "outage")
"""From good to bad; "unknown" counts only where nothing else is known: one look that could not tell is no news."""
Row = tuple[int, str, float | None, float | None, float | None, int]
"""Moment, state, the three latencies in milliseconds, and how many looks it stands for."""


def roll_up(db: sqlite3.Connection, now: datetime, most: int = MOST) -> bool:
    """Roll up what is old enough, about `most` lines at a time, all or nothing; whether more is left to do."""
    more = False
    for span, wider, age in STEPS:
        cutoff = _begins(micros(now - age), wider)
        first = db.execute("SELECT min(at) FROM looks WHERE span = ? AND at < ?", (span, cutoff)).fetchone()[0]
        if first is None:
            continue
        asked = "SELECT at FROM looks WHERE span = ? AND at < ? ORDER BY at LIMIT 1 OFFSET ?"
        edge = db.execute(asked, (span, cutoff, most)).fetchone()
        begins = _begins(first, wider)
        # Whole minutes or hours only, and at least one, however much it holds.
        ends = cutoff if edge is None else max(_begins(edge[0], wider), begins + wider * 1_000_000)
        more = more or ends < cutoff
        with whole(db):
            _roll(db, span, wider, begins, ends)
    return more


def _roll(db: sqlite3.Connection, span: int, wider: int, begins: int, ends: int) -> None:
    # What was rolled up into these minutes before is taken in again: looks come late where a clock was set back.
    place = "FROM looks WHERE span IN (?, ?) AND at >= ? AND at < ?"
    values = (span, wider, begins, ends)
    columns = "at, state, gateway_ms, far_ms, names_ms, looks"
    rows: list[Row] = db.execute(f"SELECT {columns} {place} AND {SOUND_LOOK} ORDER BY at", values).fetchall()
    db.execute(f"DELETE {place}", values)
    sums = [summed(at, list(group)) for at, group in groupby(rows, lambda row: _begins(row[0], wider))]
    db.executemany(f"INSERT INTO looks (span, {columns}) VALUES ({wider}, ?, ?, ?, ?, ?, ?)", sums)


def summed(at: int, rows: Sequence[Row]) -> Row:
    """The sum of some looks: the worst state, the medians, and how many they were."""
    state = max((row[1] for row in rows), key=lambda state: WORST.index(state) if state in WORST else 0)
    gateway = _median((row[2], row[5]) for row in rows)
    far = _median((row[3], row[5]) for row in rows)
    names = _median((row[4], row[5]) for row in rows)
    return at, state, gateway, far, names, sum(row[5] for row in rows)


def _median(values: Iterable[tuple[float | None, int]]) -> float | None:
    """The median of values that each stand for so many looks; None where there is no value."""
    known = sorted((value, weight) for value, weight in values if value is not None)
    half, below = sum(weight for _, weight in known) / 2, 0
    for place, (value, weight) in enumerate(known):
        below += weight
        if below > half:
            return value
        if below == half and place + 1 < len(known):
            return (value + known[place + 1][0]) / 2
    return known[-1][0] if known else None


def _begins(at: int, span: int) -> int:
    """Where the minute or hour begins that holds this moment."""
    return at - at % (span * 1_000_000)
