"""What an event changes in the history: the look, the outage it belongs to, the journal, and times without a look."""

from __future__ import annotations

import sqlite3

from netcheck.core.history import Entry
from netcheck.core.seen_point import state_of
from netcheck.core.watching import Event, Happened
from netcheck.core.words import N_
from netcheck.world import history_rows as rows

CLOSED_S = 120.0
"""Seconds without a look between two runs of the program; less is a restart, and no gap."""
ENDED_UNSEEN = N_("This outage ended while netcheck was closed.")


def deeds_of(db: sqlite3.Connection, event: Event, first: bool) -> list[rows.Deed]:
    """The changes that an event makes; `first` where this run of the program has kept no look before.

    Reads what is kept so far, so it is called within the transaction that makes the changes.
    """
    deeds: list[rows.Deed] = []
    at = rows.micros(event.at)
    if event.kind is Happened.LOOK:
        if first:
            deeds += _closed(db, at)
        deeds += _left_open(db, event)
        deeds.append(rows.look_deed(event))
    elif event.kind is Happened.SLEPT and event.gap_s > 0:
        deeds.append((rows.ADD_GAP, (max(0, at - round(event.gap_s * 1_000_000)), at, "asleep")))
    elif event.kind is Happened.PAUSED:
        deeds.append((rows.ADD_GAP, (at, None, "paused")))
    elif event.kind is Happened.RESUMED:
        deeds.append((rows.END_PAUSES, (at,)))
    if event.outage is not None:
        known = db.execute("SELECT 1 FROM outages WHERE id = ?", (rows.text(event.outage.id),)).fetchone()
        light = event.kind is Happened.LOOK and event.report is None
        deeds.append((rows.count_deed if known and light else rows.outage_deed)(event, event.outage))
    entry = rows.entry_of(event)
    if entry is not None:
        deeds.append(rows.entry_deed(entry))
    return deeds


def _closed(db: sqlite3.Connection, at: int) -> list[rows.Deed]:
    """The gap between the last run of the program and this one; a pause that was not ended goes on until now."""
    looks = [db.execute("SELECT max(at) FROM looks WHERE span = ?", (span,)).fetchone()[0] for span in (0, 60, 3600)]
    gaps = db.execute("SELECT max(coalesce(ends, ?)) FROM gaps", (at,)).fetchone()[0]
    last = max((moment for moment in (*looks, gaps) if isinstance(moment, int)), default=at)
    deeds: list[rows.Deed] = [(rows.END_PAUSES, (at,))]
    if at - last > CLOSED_S * 1_000_000:
        deeds.append((rows.ADD_GAP, (last, at, "closed")))
    return deeds


def _left_open(db: sqlite3.Connection, event: Event) -> list[rows.Deed]:
    """The end of outages that an earlier run of the program, stopped or killed in them, has left open.

    They stay open until a look says something: it works, or another outage has begun. They ended some time before,
    and what was not watched is kept as time in which nobody looked.
    """
    asked = "SELECT id, down_since, seen_at, asleep_s FROM outages WHERE up_since IS NULL AND id <> ?"
    found = db.execute(asked, (rows.text(event.outage.id) if event.outage else "",)).fetchall()
    if not found or not (event.outage or _good(event)):
        return []
    at = event.outage.down_since if event.outage else event.at
    deeds: list[rows.Deed] = []
    for key, down, seen, asleep in found:
        up = max(rows.micros(at), down)
        unwatched = max(0, up - max(seen, down)) / 1_000_000
        deeds.append((rows.END_OUTAGE, (key, up, (up - down) / 1_000_000, asleep + unwatched)))
        deeds.append(rows.entry_deed(Entry(at, Happened.RESTORED.value, ENDED_UNSEEN, str(key))))
    return deeds


def _good(event: Event) -> bool:
    if event.report is not None:
        return state_of(event) in ("ok", "degraded")
    return event.glance is not None and event.glance.good()
