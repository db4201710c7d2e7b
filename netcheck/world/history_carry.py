"""Takes over what can still be read of a history: into memory, or into a new file after a damaged one."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from netcheck.world import history_chain as chain
from netcheck.world.history_schema import CHECKED, open_to_read, sound, whole
from netcheck.world.history_trouble import ERRORS


def carry_over(source: sqlite3.Connection, target: sqlite3.Connection, since: int) -> None:
    """Take over into memory what a person asks for first: outages, journal, gaps, the provider's words, the looks since
    then, and the head of the chain.

    The newest events come along, so that their numbers go on. A table that is damaged is left out whole. The source
    may be of an older version.
    """
    with whole(target):
        _carry(source, target, {**_carried(since), "chain": "number = (SELECT max(number) FROM chain)"})


def replace_damaged(damaged: Path, target: sqlite3.Connection, since: int, at: int) -> None:
    """Take over the same into a new file, from one that was damaged. All of it happens, or nothing.

    The chain goes on where it could be taken over with all that it tells of. Where not, it begins anew with the rest,
    and says so. `since` and `at`, which is now, are microseconds since 1970. Raises sqlite3.Error.
    """
    source = open_to_read(damaged)
    try:
        with whole(target, sure=True):
            done = _carry(source, target, {**_carried(since), "chain": "1"}) if source else set()
            if not done >= {"chain", *CHECKED}:
                before = None
                with contextlib.suppress(*ERRORS):
                    before = chain.head(source) if source else None
                target.execute("DELETE FROM chain")
                chain.begin_anew(target, before, at)
    finally:
        if source is not None:
            source.close()


def _carried(since: int) -> dict[str, str]:
    """The tables that are taken over, and which of their rows."""
    newest = "id > (SELECT max(id) FROM events) - 10"
    return {**dict.fromkeys(CHECKED, "1"), "events": newest, "looks": f"span = 0 AND at >= {since}"}


def _carry(source: sqlite3.Connection, target: sqlite3.Connection, which: Mapping[str, str]) -> set[str]:
    """The tables that were taken over: each whole, or not at all."""
    done = set()
    for table, rows_of in which.items():
        with contextlib.suppress(*ERRORS):
            source.execute("PRAGMA busy_timeout=0")  # whoever comes here has waited enough
            if not sound(source, table):
                continue
            rows = source.execute(f"SELECT * FROM {table} WHERE {rows_of}")
            names, blanks = ", ".join(name for name, *_ in rows.description), ", ".join("?" for _ in rows.description)
            target.execute("SAVEPOINT part")
            try:
                target.executemany(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({blanks})", rows)
            except BaseException:
                target.execute("ROLLBACK TO part")
                raise
            finally:
                target.execute("RELEASE part")
            done.add(table)
    return done
