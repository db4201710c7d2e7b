"""Keeps the chain of the outage log: whatever the history writes is entered in the same transaction."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from netcheck.core.chain import Head, Kind, Later, Link, added, body, head_of
from netcheck.world import history_rows as rows

MOST_ENTRIES, PORTION = 100_000, 1000
"""Entries that are kept, some 45 MB: decades of a bad line. The oldest make room, so many at once."""
FARTHEST = 2**53
"""No chain comes so far; where somebody has put an entry there, the next one has its number all the same."""
LINKS = "SELECT number, previous, at, kind, about, later, body, hash FROM chain"
ADD_LINK = "INSERT INTO chain (number, previous, at, kind, about, later, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Thing:
    """One kind of thing that is entered, and where the history keeps it."""

    table: str
    columns: tuple[str, ...]
    """After its key, `id`."""
    order: str = "id"
    """In which those of an older file are entered."""


# A column that comes later must be left out of the body where it has its default, so that older entries still fit.
THINGS: Mapping[str, Thing] = {
    "outage": Thing(
        "outages",
        (
            "down_since", "up_since", "last_good", "seconds", "asleep_s", "looks", "drops", "unseen", "verdict",
            "evidence", "first_evidence", "last_evidence", "first_fault", "network",
        ),
        "down_since, id",
    ),
    "line": Thing("journal", ("at", "kind", "text", "outage")),
    "gap": Thing("gaps", ("begins", "ends", "why")),
    "said": Thing(
        "said", ("at", "overall", "title", "text", "link", "expected_end", "via", "failure", "outage")
    ),
}  # fmt: skip
"""All that is entered. Single looks are not."""
GROWING = ("seconds", "asleep_s", "looks", "evidence", "last_evidence")
"""What every look changes of an outage that lasts; entered when it has ended."""
QUOTED = ("side", "fault", "confidence")
"""Parts of a verdict that stand in the entry in words; the whole of it stands there as a hash."""
_INSERTING = {rows.ADD_LINE: "line", rows.ADD_GAP: "gap", rows.ADD_SAID: "said"}
_OF_OUTAGE = (rows.KEEP_OUTAGE, rows.COUNT_OUTAGE, rows.END_OUTAGE)
_OPEN_GAPS = "SELECT id FROM gaps WHERE ends IS NULL"


def do(db: sqlite3.Connection, deeds: Iterable[rows.Deed], at: int, later: Later = Later.AT_ONCE) -> None:
    """Do what changes the history, and enter it; `at` is now, in microseconds since 1970.

    Belongs into a transaction that began as one that writes (BEGIN IMMEDIATE), so that no other program enters
    something between reading the head and adding to it.
    """
    for statement, values in deeds:
        thing, keys = _touched(db, statement, values)
        before = {key: body_of(db, thing, key) for key in keys}
        done = db.execute(statement, values)
        if statement in _INSERTING:
            thing, before = _INSERTING[statement], {done.lastrowid: None}
        for key, was in before.items():
            now = body_of(db, thing, key)
            if now is not None and now != was:
                _enter_change(db, thing, key, was, now, at, later)


def _touched(db: sqlite3.Connection, statement: str, values: tuple[object, ...]) -> tuple[str, list[object]]:
    """The things that stand there already and that this statement may change."""
    if statement in _OF_OUTAGE:
        return "outage", [values[0]]
    if statement == rows.END_PAUSES:
        return "gap", [key for (key,) in db.execute(_OPEN_GAPS).fetchall()]
    return "", []


def _enter_change(
    db: sqlite3.Connection, thing: str, key: object, was: str | None, now: str, at: int, later: Later
) -> None:
    about = about_of(thing, key)
    found = db.execute("SELECT body FROM chain WHERE about = ? ORDER BY number DESC LIMIT 1", (about,)).fetchone()
    # What was changed behind netcheck's back is not entered as if netcheck had written it: it stays to be found.
    if (found[0] if found else None) == was:
        _enter(db, head(db), at, _kind(thing, was, now), about, now, later)


def _kind(thing: str, was: str | None, now: str) -> Kind:
    if thing != "outage":
        return Kind(thing)
    before, after = json.loads(was)["up_since"] if was else None, json.loads(now)["up_since"]
    if after is not None and before is None:
        return Kind.ENDED
    if was is None:
        return Kind.BEGUN
    return Kind.AGAIN if after is None and before is not None else Kind.CHANGED


def _enter(
    db: sqlite3.Connection, before: Head | None, at: int, kind: Kind, about: str, entered: str, later: Later
) -> Head:
    link = added(before, at, kind, about, entered, later)
    values = (link.number, link.previous, link.at, link.kind, link.about, link.later, link.body, link.hash)
    db.execute(ADD_LINK, values)
    return head_of(link)


def enter_all(db: sqlite3.Connection, at: int, later: Later) -> None:
    """Enter all that the history holds already, the oldest first."""
    newest = head(db)
    for thing in THINGS:
        for about, entered in _bodies(db, thing):
            newest = _enter(db, newest, at, _kind(thing, None, entered), about, entered, later)


def begin_anew(db: sqlite3.Connection, before: Head | None, at: int) -> None:
    """Begin a chain after a damaged file with what could be read of it; `before` is the head that it had, if known."""
    known = {"number": before.number if before else None, "hash": before.hash if before else None}
    _enter(db, head(db), at, Kind.ANEW, "", body(known), Later.AT_ONCE)
    enter_all(db, at, Later.TAKEN_OVER)


# --- what is read ---------------------------------------------------------------------------------------------------


def head(db: sqlite3.Connection) -> Head | None:
    """The newest entry; None where there is none."""
    found = db.execute(f"{LINKS} WHERE number < {FARTHEST} ORDER BY number DESC LIMIT 1").fetchone()
    return head_of(_link(found)) if found else None


def lasting_head(db: sqlite3.Connection) -> Head | None:
    """The newest entry, for a report to show: it is on the disk itself by then. Entries of a look are not awaited, and
    a power cut that took one away after its hash was handed out would look as if somebody had cut the end off."""
    with contextlib.suppress(sqlite3.Error):  # another program holds it: then that one will have to fold it in
        db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    return head(db)


def links(db: sqlite3.Connection) -> Iterator[Link]:
    """All entries by their numbers."""
    return (_link(found) for found in db.execute(f"{LINKS} ORDER BY number"))


def _link(found: Sequence[object]) -> Link:
    """The entry of a line of LINKS; what is of another kind than netcheck writes is no value that it ever has."""
    number, previous, at, *rest = found
    texts = [one if isinstance(one, str) else repr(one) for one in (previous, *rest)]
    return Link(int(str(number)), texts[0], at if isinstance(at, int) else -1, *texts[1:])


def shown(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """All that the history shows and that should have been entered: what each is about, and its body."""
    for thing in THINGS:
        yield from _bodies(db, thing)


def about_of(thing: str, key: object) -> str:
    """What an entry on this thing is about; on one line, whatever an id holds."""
    return f"{thing} {json.dumps(key)[1:-1] if isinstance(key, str) else key}"


def body_of(db: sqlite3.Connection, thing: str, key: object) -> str | None:
    """The body of the entry on a thing as it is now; None where there is none."""
    found = db.execute(f"{_select(thing)} WHERE id = ?", (key,)).fetchone() if thing else None
    return _body(thing, found[1:]) if found else None


def _bodies(db: sqlite3.Connection, thing: str) -> Iterator[tuple[str, str]]:
    for key, *values in db.execute(f"{_select(thing)} ORDER BY {THINGS[thing].order}"):
        yield about_of(thing, key), _body(thing, values)


def _select(thing: str) -> str:
    kept = THINGS[thing]
    return f"SELECT id, {', '.join(kept.columns)} FROM {kept.table}"


def _body(thing: str, values: Iterable[object]) -> str:
    facts = dict(zip(THINGS[thing].columns, values, strict=True))
    if thing == "outage":
        if facts["up_since"] is None:
            facts = {name: value for name, value in facts.items() if name not in GROWING}
        facts |= _quoted(facts["verdict"])
    return body(facts)


def _quoted(verdict: object) -> dict[str, object]:
    try:
        found = json.loads(str(verdict))
        return {name: str(found[name]) for name in QUOTED}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}


# --- what is let go -------------------------------------------------------------------------------------------------


def sweep(db: sqlite3.Connection, at: int, most: int = MOST_ENTRIES, portion: int = PORTION) -> bool:
    """Let the oldest entries go where there are too many, at most so many at once; whether there are more of them.

    What they tell of goes with them, unless a later entry tells of it, too; an entry signs off how far this went and
    with which hash. Things that last stay. Belongs into a transaction that writes.
    """
    first, last = db.execute("SELECT min(number), max(number) FROM chain").fetchone()
    if first is None or last - first + 1 < most + portion:
        return False
    up_to = min(last - most, first + portion - 1)
    open_things = [about_of("gap", key) for (key,) in db.execute(_OPEN_GAPS)]
    open_things += [about_of("outage", key) for (key,) in db.execute("SELECT id FROM outages WHERE up_since IS NULL")]
    for about in open_things:
        newest = db.execute("SELECT max(number) FROM chain WHERE about = ?", (about,)).fetchone()[0]
        up_to = min(up_to, newest - 1) if newest is not None else up_to
    if up_to < first:
        return False
    edge = db.execute("SELECT hash, at FROM chain WHERE number = ?", (up_to,)).fetchone()
    gone = (
        "SELECT c.about FROM chain c WHERE c.number <= ?1 AND c.about <> '' AND NOT EXISTS"
        " (SELECT 1 FROM chain n WHERE n.about = c.about AND n.number > ?1)"
    )
    abouts = {str(about) for (about,) in db.execute(gone, (up_to,))}
    for thing, kept in THINGS.items():
        keys = []
        for about in abouts:
            if about.startswith(f"{thing} "):
                with contextlib.suppress(ValueError):  # somebody has written it who does not know how
                    keys.append(_key(thing, about))
        db.executemany(f"DELETE FROM {kept.table} WHERE id = ?", [(key,) for key in keys])
    db.execute("DELETE FROM chain WHERE number <= ?", (up_to,))
    facts = body({"up_to": up_to, "hash": edge[0], "at": edge[1], "entries": up_to - first + 1})
    _enter(db, head(db), at, Kind.PRUNED, "", facts, Later.AT_ONCE)
    return bool(last - up_to >= most + portion)


def _key(thing: str, about: str) -> object:
    key = about.removeprefix(f"{thing} ")
    return json.loads(f'"{key}"') if thing == "outage" else key  # about_of has written it
