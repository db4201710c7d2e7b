"""The file of the history: its tables, how it is opened, brought up to date, and set aside where it is damaged."""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from netcheck.core.chain import Later
from netcheck.world import history_chain as chain
from netcheck.world.history_trouble import (
    ERRORS,
    OPENING_ERRORS,
    DamagedFileError,
    NewerFileError,
    code_of,
    is_damage,
)
from netcheck.world.whole_file import renamed

LOG = logging.getLogger(__name__)
FILE = "history.db"
BUSY_S = 1.0
"""Seconds that are waited for another program which holds the file."""
BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file."""
CHECKED = ("outages", "journal", "gaps", "said")
"""Looked over for damage at each opening: what nobody could tell again, and what a window reads first anyway. Damage
elsewhere shows when it is met."""
KNOWS_CHAIN = "netcheck_enters"
"""A function that every connection of a netcheck has that enters what it writes."""
MOST_ASIDE = 1000
"""Damaged files beside each other; they are never deleted."""

STEPS: tuple[tuple[str, ...], ...] = (
    (
        # Moments are whole microseconds since 1970, UTC. The three times of a look are its segments' latency: home
        # (to the router), beyond (to a landmark), and names. `span` is 0 for one look, 60 or 3600 for their sum.
        "CREATE TABLE looks (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, span INTEGER NOT NULL, state TEXT NOT NULL,"
        " gateway_ms REAL, far_ms REAL, names_ms REAL, looks INTEGER NOT NULL)",
        "CREATE INDEX looks_at ON looks (span, at)",
        # `seen_at` is the newest event in it; `unseen` marks one that ended while nobody looked. The verdict is JSON
        # without its evidence, so that equal ones are equal texts, which are read only once.
        "CREATE TABLE outages (id TEXT PRIMARY KEY, down_since INTEGER NOT NULL, up_since INTEGER, last_good INTEGER,"
        " seconds REAL NOT NULL, asleep_s REAL NOT NULL, looks INTEGER NOT NULL, drops INTEGER NOT NULL,"
        " seen_at INTEGER NOT NULL, unseen INTEGER NOT NULL DEFAULT 0, verdict TEXT NOT NULL, evidence TEXT NOT NULL,"
        " first_evidence TEXT NOT NULL, last_evidence TEXT NOT NULL)",
        "CREATE INDEX outages_down_since ON outages (down_since)",
        "CREATE INDEX outages_open ON outages (id) WHERE up_since IS NULL",
        "CREATE TABLE journal (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,"
        " outage TEXT)",
        "CREATE INDEX journal_at ON journal (at)",
        # `ends` is missing while a pause lasts.
        "CREATE TABLE gaps (id INTEGER PRIMARY KEY, begins INTEGER NOT NULL, ends INTEGER, why TEXT NOT NULL)",
        "CREATE TABLE events (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, line TEXT NOT NULL)",
    ),
    (
        # What past outages have in common; empty where an older program has kept them.
        "ALTER TABLE outages ADD COLUMN first_fault TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE outages ADD COLUMN network TEXT NOT NULL DEFAULT ''",
        # The provider's answers, each that differs from the one before.
        "CREATE TABLE said (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, overall TEXT NOT NULL, title TEXT NOT NULL,"
        " text TEXT NOT NULL, link TEXT NOT NULL, expected_end INTEGER, via TEXT NOT NULL, failure TEXT NOT NULL,"
        " outage TEXT)",
        "CREATE INDEX said_at ON said (at)",
    ),
    (
        # See core/chain.py. What an older file holds is entered when it takes this step.
        "CREATE TABLE chain (number INTEGER PRIMARY KEY, previous TEXT NOT NULL, at INTEGER NOT NULL,"
        " kind TEXT NOT NULL, about TEXT NOT NULL, later TEXT NOT NULL, body TEXT NOT NULL, hash TEXT NOT NULL)",
        "CREATE INDEX chain_about ON chain (about)",
    ),
    # An older netcheck that is still running has the file open and knows of no chain: what it wrote on would look as
    # if somebody had put it in. It lacks the function, so it is refused, and then finds that the file is a newer one's.
    tuple(
        f"CREATE TRIGGER {table}_{deed.lower()} BEFORE {deed} ON {table} BEGIN SELECT {KNOWS_CHAIN}(); END"
        for table in ("outages", "journal", "gaps", "said")
        for deed in ("INSERT", "UPDATE")
    ),
)
"""How the tables came to be: a file of version N has had the first N steps. Steps are added, never changed."""
CHAINED = 3
"""The version from which on there is a chain."""


def open_file(path: Path, steps: Sequence[Sequence[str]] = STEPS, at: int | None = None) -> sqlite3.Connection:
    """The file, made where there is none and brought up to date; for this user alone. `at` is now, in microseconds
    since 1970; by default what the clock says.

    Raises NewerFileError (nothing was changed), DamagedFileError, sqlite3.Error, or OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Made by hand for the sake of its mode, which SQLite then gives to the files beside it. One that exists is not
    # opened so: closing it would take the locks away that SQLite holds on it in this process (POSIX).
    if not path.exists():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    db = _connect(f"{path.absolute().as_uri()}?mode=rw")
    try:
        _version(db, steps)
        # Write-ahead log: readers and the writer do not wait for one another, and a process that is killed loses
        # nothing that was acknowledged. Where the disk cannot do that (a network drive), SQLite keeps its older
        # journal, which is safe only if each write is awaited.
        kept = db.execute("PRAGMA journal_mode=WAL").fetchone()
        _migrate(db, steps, time.time_ns() // 1000 if at is None else at)
        with contextlib.closing(open_memory(steps)) as right:
            if not _columns(right) <= _columns(db):
                raise DamagedFileError(path.name)
        # The check reads backwards, which a disk that has to fetch the file does slowly: so once forwards before.
        db.execute("SELECT max(length(last_evidence)) FROM outages").fetchone()
        for table in CHECKED:
            if not sound(db, table):
                raise DamagedFileError(path.name)
        # NORMAL: the system is not made to write to the disk at every look. A power cut may cost the looks since the
        # newest event that was told (see `whole`), or, without one, since the log was last folded in, at most some
        # 4 MB; the file itself stays sound.
        db.execute(f"PRAGMA synchronous={'NORMAL' if kept == ('wal',) else 'FULL'}")
        db.execute("PRAGMA journal_size_limit=4194304")
    except BaseException as error:
        db.close()
        # A plain error: a table that a step makes is there already, or the list of tables cannot be understood.
        if is_damage(error) or code_of(error) == sqlite3.SQLITE_ERROR:
            raise DamagedFileError(path.name) from error
        raise
    return db


def open_memory(steps: Sequence[Sequence[str]] = STEPS) -> sqlite3.Connection:
    """The same tables in memory, for what cannot be kept."""
    db = _connect("file::memory:")
    _migrate(db, steps, 0)
    return db


def open_to_read(path: Path) -> sqlite3.Connection | None:
    """The file of a folder that cannot be written, as far as it can be read; None where it cannot."""
    # "immutable" passes over the write-ahead log, so it is for a file that has none.
    ways = ("mode=ro",) if _size(path.with_name(path.name + "-wal")) > 0 else ("mode=ro", "mode=ro&immutable=1")
    for way in ways:
        with contextlib.suppress(*OPENING_ERRORS):
            db = _connect(f"{path.absolute().as_uri()}?{way}", wait_s=0.0)
            try:
                if _version(db, STEPS) > 0:  # an older one lacks a table or a column, and no more
                    return db
            except OPENING_ERRORS:
                db.close()
                raise
            db.close()
    return None


@contextlib.contextmanager
def whole(db: sqlite3.Connection, sure: bool = False) -> Iterator[None]:
    """All of it or nothing. With `sure` it is on the disk itself when this ends, power cut or not."""
    if sure:
        before = db.execute("PRAGMA synchronous").fetchone()[0]
        db.execute("PRAGMA synchronous=FULL")
        try:
            with whole(db):
                yield
        finally:
            db.execute(f"PRAGMA synchronous={before}")
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(*ERRORS):  # it has ended by itself where the disk is full
            db.execute("ROLLBACK")
        raise


def set_aside(path: Path) -> Path | None:
    """Give a damaged file, and what belongs to it, a name of its own; the new name, or None where that cannot be."""
    for number in range(1, MOST_ASIDE + 1):
        aside = path.with_name(f"{path.name}.corrupt-{number}")
        if any(aside.with_name(aside.name + part).exists() for part in ("", *BESIDE)):
            continue
        try:
            # The file first: were this to end in between, a new empty file makes SQLite drop a log left behind.
            renamed(path, aside)
            for part in BESIDE:
                with contextlib.suppress(FileNotFoundError):
                    renamed(path.with_name(path.name + part), aside.with_name(aside.name + part))
        except OSError as error:
            LOG.warning("%s could not be set aside: %s", path.name, error)
            return None
        LOG.warning("%s is damaged and was set aside as %s", path.name, aside.name)
        return aside
    return None


def _connect(address: str, wait_s: float | None = None) -> sqlite3.Connection:
    # Any thread may use it: whoever holds it sees to it that only one does at a time.
    wait_s = BUSY_S if wait_s is None else wait_s
    db = sqlite3.connect(address, uri=True, timeout=wait_s, isolation_level=None, check_same_thread=False)
    # A text that a damaged disk has bent is shown bent, and is no reason to stop.
    db.text_factory = lambda raw: raw.decode("utf-8", "replace")
    db.create_function(KNOWS_CHAIN, 0, lambda: 1)
    db.execute("PRAGMA trusted_schema=ON")  # some builds of SQLite let no trigger call it otherwise
    return db


def sound(db: sqlite3.Connection, table: str) -> bool:
    return bool(db.execute(f"PRAGMA quick_check({table})").fetchone() == ("ok",))


def _migrate(db: sqlite3.Connection, steps: Sequence[Sequence[str]], at: int) -> None:
    """Take the steps that are missing, all or none. Raises NewerFileError before anything was changed."""
    if _version(db, steps) == len(steps):
        return
    with whole(db):
        before = _version(db, steps)  # again: another program may have been quicker
        for number in range(before, len(steps)):
            for statement in steps[number]:
                db.execute(statement)
        if before < CHAINED <= len(steps):
            chain.enter_all(db, at, Later.MIGRATED)
        db.execute(f"PRAGMA user_version={len(steps)}")


def _version(db: sqlite3.Connection, steps: Sequence[Sequence[str]]) -> int:
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if version > len(steps):
        raise NewerFileError(f"version {version}, and {len(steps)} is known here")
    if version < 0:
        raise DamagedFileError(f"version {version}")
    return version


def _columns(db: sqlite3.Connection) -> set[tuple[str, str]]:
    """Every table with each of its columns."""
    asked = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
    return {(str(table), str(column)) for table, column in db.execute(asked)}


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
