"""The history: what was seen, kept in one file in the user's data folder, or in memory where that cannot be."""

from __future__ import annotations

import logging
import math
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import TypeVar

from netcheck.core.chain import Head, Later, Wanted
from netcheck.core.chain_check import Verified
from netcheck.core.history import Entry, Gap, PastOutage, Point, Said
from netcheck.core.watching import Event, Happened
from netcheck.world import history_chain as chain
from netcheck.world import history_rows as rows
from netcheck.world.history_carry import carry_over, replace_damaged
from netcheck.world.history_look_over import looked_over
from netcheck.world.history_rollup import roll_up
from netcheck.world.history_run import deeds_of
from netcheck.world.history_schema import FILE, open_file, open_memory, open_to_read, set_aside, whole
from netcheck.world.history_trouble import (
    ERRORS,
    OPENING_ERRORS,
    SET_ASIDE,
    NewerFileError,
    Trouble,
    is_damage,
    trouble_of,
)

LOG = logging.getLogger(__name__)
RETRY_S = 60.0
"""Seconds between two tries to write to a file that could not be written."""
ROLL_S = 3600.0
"""Seconds between two times at which old looks are rolled up."""
MOST_EVENTS = 10_000
"""Events that other programs can follow; the newest are kept."""
MOST_SAID = 10_000
"""Answers of the provider's page; the newest are kept. At one every 15 minutes they are a hundred days of outage."""
MOST_TOLD = 1000
"""Events that are handed out at once."""
MOST_LOOKS, MOST_PENDING = 20_000, 5000
"""In memory: looks, and changes that wait for the file; the oldest make room (5,000 are half a day, about 3 MB)."""

T = TypeVar("T")


def data_folder() -> Path:
    """Where the history of this user's netcheck lives, e.g. ~/.local/share/netcheck."""
    import platformdirs

    return Path(platformdirs.user_data_dir("netcheck", appauthor=False))


def _utc_now() -> datetime:
    return datetime.now(UTC)


class HistoryFile:
    """The history in a folder. The first question opens the file, or makes it; nothing here raises.

    Where the file cannot be written, this goes on in memory with what was last known, and tries the file again every
    minute; what came meanwhile is then added to it. `say` translates the sentences of `problem`.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime] = _utc_now, say: Callable[[str], str] = str) -> None:
        self._path, self._now, self._say = folder / FILE, now, say
        # One connection for all threads, and one of them at a time: a question takes some milliseconds.
        self._lock = threading.Lock()
        self._db: sqlite3.Connection | None = None
        self._kept = False
        """Whether the connection is one to the file."""
        self._opened_once = False
        self._trouble: Trouble | None = None
        """Why it is not kept."""
        self._aside: Trouble | None = None
        """What was set aside."""
        self._unread: Path | None = None
        """A file that was set aside, and from which the new one has taken over nothing yet."""
        self._again_s = math.inf
        self._roll_s = -math.inf
        self._looked = False
        """Whether a look of this run was kept."""
        self._pending: deque[rows.Deed] = deque(maxlen=MOST_PENDING)

    @property
    def problem(self) -> str:
        """Why the history is not kept, or what was set aside; empty where all is well. Waits only where it is the
        first question."""
        if not self._opened_once:
            self._ask(lambda db: None, None)
        trouble = self._trouble or self._aside
        return trouble.sentence(self._say) if trouble else ""

    # --- what comes in

    def add(self, event: Event, line: str = "") -> None:
        """Keep an event; when this returns it is on the disk, or `problem` says why not. A look may be lost if the
        power fails within the next minutes, any other event is not."""

        def keep(db: sqlite3.Connection) -> None:
            first_id = rows.micros(self._now()) // 1000  # never a number again that an older file has told
            with whole(db, sure=event.kind is not Happened.LOOK):
                deeds = deeds_of(db, event, not self._looked)
                self._do(db, deeds)
                db.execute(rows.ADD_EVENT, (first_id, rows.micros(event.at), event.kind.value, rows.text(line)))
                db.execute(rows.FORGET_EVENTS, (MOST_EVENTS,))
                if not self._kept:
                    db.execute("DELETE FROM looks WHERE id <= (SELECT max(id) FROM looks) - ?", (MOST_LOOKS,))
            self._looked = self._looked or event.kind is Happened.LOOK
            self._wait_for_file(deeds)

        self._ask(keep, None, writing=True)
        if self._kept and monotonic() >= self._roll_s:
            more = self._ask(lambda db: self._kept and self._tidy(db), False)
            self._roll_s = -math.inf if more else monotonic() + ROLL_S

    def note(self, entry: Entry) -> None:
        """Keep a line of the journal; when this returns it is on the disk, or `problem` says why not."""
        self._keep(rows.entry_deed(entry))

    def heard(self, said: Said) -> None:
        """Keep an answer of the provider's page; when this returns it is on the disk, or `problem` says why not."""
        self._keep(rows.said_deed(said), (rows.FORGET_SAID, (MOST_SAID,)))

    def _keep(self, *deeds: rows.Deed) -> None:
        def keep(db: sqlite3.Connection) -> None:
            with whole(db, sure=True):
                self._do(db, deeds)
            self._wait_for_file(deeds)

        self._ask(keep, None, writing=True)

    def _tidy(self, db: sqlite3.Connection) -> bool:
        """Roll up what is old, and let go of what is too much; whether more is left to do."""
        more = roll_up(db, self._now())
        with whole(db):
            return chain.sweep(db, rows.micros(self._now())) or more

    # --- what is asked

    def outages(self, since: datetime | None = None, until: datetime | None = None) -> tuple[PastOutage, ...]:
        """Outages that touch this time, the newest first."""
        asked = f"{rows.READ_OUTAGES} WHERE coalesce(up_since, ?) >= ? AND down_since < ? ORDER BY down_since DESC"
        found = self._rows(asked, rows.micros(self._now()), _from(since), _to(until))
        return tuple(past for row in found if (past := rows.past_outage(row)))

    def journal(self, since: datetime | None = None, outage: str | None = None) -> tuple[Entry, ...]:
        """Lines of the journal, the oldest first; all, or those of one outage."""
        asked = "SELECT at, kind, text, outage FROM journal WHERE at >= ?1 AND (?2 IS NULL OR outage = ?2)"
        found = self._rows(f"{asked} ORDER BY at, id", _from(since), outage)
        return tuple(entry for row in found if (entry := rows.entry(row)))

    def said(self, since: datetime | None = None, until: datetime | None = None) -> tuple[Said, ...]:
        """What the provider's page said in this time, the oldest first: each answer that was another one."""
        asked = f"{rows.READ_SAID} WHERE at >= ? AND at < ? ORDER BY at, id"
        found = self._rows(asked, _from(since), _to(until))
        return tuple(said for row in found if (said := rows.said(row)))

    def points(self, since: datetime, until: datetime) -> tuple[Point, ...]:
        """What looks saw in this time, the oldest first: single looks of the last day, minutes of the last 90 days,
        hours of the time before."""
        columns = "SELECT at, span, state, gateway_ms, far_ms, names_ms, looks FROM looks"
        asked = [
            f"{columns} WHERE span = {span} AND at >= ?1 - {max(0, span * 1_000_000 - 1)} AND at < ?2"
            f" AND {rows.SOUND_LOOK}"
            for span in (0, 60, 3600)
        ]
        found = self._rows(f"{' UNION ALL '.join(asked)} ORDER BY at", _from(since), _to(until))
        return tuple(point for row in found if (point := rows.point(row)))

    def gaps(self, since: datetime, until: datetime) -> tuple[Gap, ...]:
        """Times in which nobody looked, the oldest first; a pause that lasts ends now."""
        asked = (
            "SELECT begins, coalesce(ends, max(begins, ?3)) AS ended, why FROM gaps WHERE begins < ?2 AND ended > ?1"
        )
        found = self._rows(f"{asked} ORDER BY begins, id", _from(since), _to(until), rows.micros(self._now()))
        return tuple(gap for row in found if (gap := rows.gap(row)))

    def looked(self) -> tuple[datetime, datetime] | None:
        """When the first and the newest of the looks were that are kept; None where there is none."""
        found = self._rows(f"SELECT min(at), max(at + span * 1000000) FROM looks WHERE {rows.SOUND_LOOK}")
        try:
            return (rows.moment(found[0][0]), rows.moment(found[0][1])) if found else None
        except ValueError:
            return None

    @property
    def folder(self) -> Path:
        """Where it is kept."""
        return self._path.parent

    def newest_event(self) -> int:
        """The number of the newest event that was kept; 0 where there is none."""
        found = self._rows("SELECT max(id) FROM events")
        return int(str(found[0][0])) if found and found[0][0] is not None else 0

    def events_after(self, number: int) -> list[tuple[int, dict[str, object]]]:
        """Events after that one, the oldest first, at most a thousand, each with its number and its `line` read."""
        asked = "SELECT id, at, kind, line FROM events WHERE id > ? ORDER BY id LIMIT ?"
        found = self._rows(asked, max(0, number), MOST_TOLD)
        return [told for row in found if (told := rows.told(row))]

    def head(self) -> Head | None:
        """The newest entry of the chain, which stands for all that was kept; None where there is none. Waits for the
        disk."""
        return self._ask(chain.lasting_head, None)

    def verify(self, wanted: Wanted | None = None) -> Verified | None:
        """Look over the file, without changing it; None where it cannot be read or holds no chain. Takes some seconds
        where it is long."""
        self._ask(lambda db: None, None)  # an older file is brought up to date, a damaged one set aside
        return looked_over(self._path, wanted, {"said": MOST_SAID})

    def close(self) -> None:
        """Let go of the file; asked anything later, it is opened again."""
        with self._lock:
            if self._db is not None and not self._kept and self._again_s < math.inf:
                self._try_again()
            if self._db is not None:
                self._db.close()
            self._db = None

    # --- the file, or memory in its place

    def _rows(self, asked: str, *values: object) -> list[tuple[object, ...]]:
        return self._ask(lambda db: db.execute(asked, values).fetchall(), [])

    def _ask(self, question: Callable[[sqlite3.Connection], T], otherwise: T, writing: bool = False) -> T:
        """Ask the file; where it fails, what stands in its place: a new file, or memory."""
        with self._lock:
            for _ in range(3):
                db = self._opened(writing)
                try:
                    return question(db)
                except ERRORS as error:
                    if not self._kept:
                        LOG.error("the history in memory failed: %s", error)
                        return otherwise
                    self._failed(db, error)
            return otherwise

    def _opened(self, writing: bool) -> sqlite3.Connection:
        if self._db is None:
            self._db = self._open()
            self._opened_once = True
        elif writing and not self._kept and monotonic() >= self._again_s:
            self._try_again()
        return self._db

    def _open(self) -> sqlite3.Connection:
        """The file, or memory. A damaged file makes room for a new one."""
        for last in (False, True):
            try:
                db = self._open_file()
            except OPENING_ERRORS as error:
                if last or not is_damage(error) or not self._put_aside():
                    return self._memory(None, error)
            else:
                self._kept, self._trouble = True, None
                return db
        raise AssertionError("the second try ends the loop")

    def _open_file(self) -> sqlite3.Connection:
        """The file; a new one takes over what can still be read of the damaged one before it."""
        at = rows.micros(self._now())
        db = open_file(self._path, at=at)
        if self._unread is not None:
            try:
                replace_damaged(self._unread, db, self._day_ago(), at)
            except BaseException:
                db.close()
                raise
            self._unread = None
        return db

    def _failed(self, db: sqlite3.Connection, error: Exception) -> None:
        """The open file has failed: something else takes its place."""
        if is_damage(error):
            db.close()
            self._db = self._open() if self._put_aside() else self._memory(None, error)
        else:
            self._db = self._memory(db, error)

    def _memory(self, file: sqlite3.Connection | None, error: Exception) -> sqlite3.Connection:
        """Memory in place of the file, with what can still be read of it."""
        LOG.warning("the history is not kept: %s", error)
        self._kept, self._trouble = False, trouble_of(error, self._path)
        newer = isinstance(error, NewerFileError)
        self._again_s = math.inf if newer else monotonic() + RETRY_S
        memory = open_memory()
        if file is None and not newer and not is_damage(error):
            file = open_to_read(self._unread or self._path)
        if file is not None:
            carry_over(file, memory, self._day_ago())
            file.close()
        return memory

    def _day_ago(self) -> int:
        return rows.micros(self._now() - timedelta(days=1))

    def _try_again(self) -> None:
        """Go back to the file if it can be written by now, and add what came meanwhile."""
        self._again_s = monotonic() + RETRY_S
        try:
            db = self._open_file()
        except OPENING_ERRORS as error:
            self._trouble = trouble_of(error, self._path)
            if is_damage(error) and self._put_aside():
                self._again_s = -math.inf  # there is room for a new one
            return
        try:
            with whole(db, sure=True):
                chain.do(db, self._pending, rows.micros(self._now()), Later.WAITED)
        except ERRORS as error:
            self._trouble = trouble_of(error, self._path)
            db.close()
            return
        if self._db is not None:
            self._db.close()
        self._db, self._kept, self._trouble = db, True, None
        self._pending.clear()
        LOG.info("the history is kept again")

    def _do(self, db: sqlite3.Connection, deeds: Iterable[rows.Deed]) -> None:
        """Do it, and enter it into the chain; what is in memory only is entered once it comes into the file."""
        if self._kept:
            chain.do(db, deeds, rows.micros(self._now()))
            return
        for statement, values in deeds:
            db.execute(statement, values)

    def _wait_for_file(self, deeds: Iterable[rows.Deed]) -> None:
        if not self._kept:
            self._pending.extend(deeds)

    def _put_aside(self) -> bool:
        """Whether the damaged file could be given another name."""
        aside = set_aside(self._path)
        if aside is not None:
            self._aside, self._unread = Trouble(SET_ASIDE, self._path, aside.name), aside
        return aside is not None


def _from(moment: datetime | None) -> int:
    return rows.micros(moment) if moment is not None else 0


def _to(moment: datetime | None) -> int:
    return rows.micros(moment) if moment is not None else rows.LAST
