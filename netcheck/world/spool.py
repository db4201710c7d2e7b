"""Keeps reports that wait to be sent, one folder each, so that neither a crash nor a power cut loses one."""

# A delivery is written into a folder with a passing name, all of it is put on the disk, and only then the folder gets
# its own name, which is the delivery's key: so it is there whole or not at all. `parcel.json` and the files beside it
# never change; `delivery.json`, how far it has come, is replaced whole. To let one go, its folder is first renamed.

from __future__ import annotations

import logging
import re
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from netcheck.core.delivery import LEFT, Delivery, Parcel, State
from netcheck.world.spool_disk import FileLock, locked, sync_names, write_new
from netcheck.world.spool_rows import (
    LARGEST_ROW,
    NewerError,
    delivery_row,
    parcel_of,
    parcel_row,
    read_delivery,
    read_parcel_row,
)
from netcheck.world.spool_trouble import (
    CHANGED,
    DAMAGED,
    FULL,
    NO_ROOM,
    NOT_KEPT,
    NOT_NOTED,
    TOO_LARGE,
    UNREADABLE,
    SpoolError,
)
from netcheck.world.whole_file import renamed, write_whole

log = logging.getLogger(__name__)

KEY = re.compile(r"[0-9a-f]{32}")
PASSING, GOING, ASIDE = ".new-", ".gone-", "aside"
"""Names of folders that are not finished, on their way out, and unreadable."""
MOST_LEFT, MOST = 100, 300
"""Deliveries that wait, and all that are kept."""
LARGEST_PARCEL, LARGEST = 4 << 20, 64 << 20
"""Bytes of one and of all; a report has less than one megabyte."""
KEPT = {State.SENT: timedelta(days=30), State.GIVEN_UP: timedelta(days=90)}
"""How long what is finished is kept, counted from when it was made or changed last, whatever the clock showed."""
PASSED_S = 3600.0
"""A passing folder that is older was left by a program that was killed."""
MOST_ASIDE = 50
WAIT_S = 2.0
"""Seconds for the lock on changes, which nobody holds for more than some milliseconds."""


def fresh_key() -> str:
    """A key that no other delivery has."""
    return secrets.token_hex(16)


@dataclass(slots=True)
class Spool:
    """The deliveries in one folder, for any number of programs of this user at once. All methods wait for the disk."""

    folder: Path
    now: Callable[[], datetime]
    _mine: threading.Lock = field(default_factory=threading.Lock)

    def put(self, delivery: Delivery, parcel: Parcel) -> Delivery:
        """Keep it; it is on the disk when this returns. One with the same key is kept already and stays as it is.

        Raises SpoolError, and keeps nothing, where there is no room or the disk cannot be written.
        """
        row, files = parcel_row(parcel)
        with self._changing(NOT_KEPT):
            self._put(delivery, row, files)
        return delivery

    def all(self) -> tuple[Delivery, ...]:
        """All that are kept, the newest first. What cannot be understood is set aside; nothing is raised."""
        found = [each for key in self._keys() if (each := self._read(key)) is not None]
        return tuple(sorted(found, key=lambda each: (each.made_at, each.key), reverse=True))

    def get(self, key: str) -> Delivery | None:
        """One of them; None where it is not kept."""
        return self._read(key) if KEY.fullmatch(key) else None

    def parcel(self, key: str) -> Parcel:
        """What is to be sent. Raises SpoolError where it is damaged or gone, or cannot be read at this moment."""
        try:
            row = read_parcel_row(self._bytes(key, "parcel.json", LARGEST_PARCEL))
            return parcel_of(row, lambda name: self._bytes(key, name, LARGEST_PARCEL))
        except (FileNotFoundError, ValueError, LookupError, TypeError, RecursionError) as error:
            log.warning("a parcel cannot be read: %s", type(error).__name__)
            raise SpoolError(DAMAGED) from error
        except OSError as error:
            raise SpoolError(UNREADABLE, heals=True, why=_why(error)) from error

    def amend(self, key: str, change: Callable[[Delivery], Delivery]) -> Delivery | None:
        """Change how far one has come, as it stands on the disk at this moment; None where it is gone.

        Raises SpoolError where the disk cannot be written; then it stands as it was.
        """
        with self._changing():
            known = self.get(key)
            if known is None:
                return None
            fresh = change(known)
            if fresh != known:
                write_whole(self.folder / key / "delivery.json", delivery_row(fresh))
                sync_names(self.folder / key)
            return fresh

    def drop(self, key: str) -> bool:
        """Let one go, for ever; whether it was there. Raises SpoolError where that cannot be done."""
        with self._changing():
            return bool(KEY.fullmatch(key)) and self._let_go(key)

    def join(self, parts: Sequence[Delivery], digest: Delivery, parcel: Parcel) -> Delivery:
        """Put one in the place of several. A crash in between leaves both, and `tidy` lets the parts go then.

        Raises SpoolError as `put` does, and where a part is not as it was when it was read: a person has dropped it, or
        named a ticket. Then the parts stand as they were.
        """
        row, files = parcel_row(parcel)
        with self._changing(NOT_KEPT):
            if any(self.get(part.key) != part for part in parts):
                raise SpoolError(CHANGED)
            self._put(digest, row, files)
            for part in parts:
                self._let_go(part.key)
        return digest

    def tidy(self) -> None:
        """Let go what was finished long ago, parts of which the whole is there, and what killed programs left. Only
        for the program that sends. Nothing is raised."""
        with suppress(OSError, SpoolError), self._changing():
            kept = self.all()
            parts = {part for each in kept for part in each.parts}
            now = self.now()
            for each in kept:
                old = each.state in KEPT and now - max(each.made_at, self._changed_at(each.key)) > KEPT[each.state]
                if old or each.key in parts:
                    self._let_go(each.key)
            for path in self.folder.iterdir():
                aged = now.timestamp() - path.stat().st_mtime > PASSED_S
                if path.name.startswith(GOING) or (path.name.startswith(PASSING) and aged):
                    shutil.rmtree(path, ignore_errors=True)

    def aside(self) -> int:
        """How many could not be understood; they stand in the folder `aside`."""
        try:
            return sum(1 for _ in (self.folder / ASIDE).iterdir())
        except OSError:
            return 0

    @contextmanager
    def sending(self) -> Iterator[bool]:
        """The right to send, which one program of this user has at a time; False where another has it. Raises
        SpoolError where the disk takes no lock."""
        lock = FileLock(self.folder / "send.lock")
        try:
            held = lock.hold()
        except OSError as error:
            raise SpoolError(NOT_NOTED, heals=True, why=_why(error)) from error
        try:
            yield held
        finally:
            lock.release()

    # --- on the disk

    def _keys(self) -> list[str]:
        try:
            return [path.name for path in self.folder.iterdir() if KEY.fullmatch(path.name)]
        except OSError:
            return []

    def _read(self, key: str) -> Delivery | None:
        try:
            found = read_delivery(self._bytes(key, "delivery.json", LARGEST_ROW))
            if found.key != key:
                raise ValueError("another key")
            return found
        except NewerError:
            log.info("a delivery of a newer netcheck is left to it")
        except (FileNotFoundError, ValueError, LookupError, TypeError, RecursionError, OverflowError) as error:
            if (self.folder / key).is_dir():
                self._set_aside(key, type(error).__name__)
        except OSError as error:
            log.warning("a delivery cannot be read: %s", type(error).__name__)
        return None

    def _bytes(self, key: str, name: str, most: int) -> bytes:
        if "/" in name or "\\" in name or name.startswith("."):
            raise ValueError("not a name of ours")
        with (self.folder / key / name).open("rb") as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise ValueError("too large")
        return data

    def _put(self, delivery: Delivery, row: bytes, files: Sequence[bytes]) -> None:
        size = len(row) + sum(map(len, files))
        if size > LARGEST_PARCEL:
            raise SpoolError(TOO_LARGE, size=_megabytes(size), most=_megabytes(LARGEST_PARCEL))
        if not (self.folder / delivery.key).exists():
            self._make_room(size)
            self._write(delivery, row, files)

    def _changed_at(self, key: str) -> datetime:
        try:
            return datetime.fromtimestamp((self.folder / key / "delivery.json").stat().st_mtime, UTC)
        except (OSError, OverflowError, ValueError):
            return datetime.min.replace(tzinfo=UTC)

    def _make_room(self, size: int) -> None:
        """Let the oldest sent ones go as far as needed. Raises SpoolError where that is not enough."""
        kept = self.all()
        waiting = sum(each.state in LEFT for each in kept)
        if waiting >= MOST_LEFT:
            raise SpoolError(FULL, count=str(waiting))
        sizes = {each.key: self._size(each.key) for each in kept}
        for each in sorted(kept, key=lambda one: one.made_at):
            if sum(sizes.values()) + size <= LARGEST and len(sizes) < MOST:
                return
            if each.state is State.SENT:
                self._let_go(each.key)
                del sizes[each.key]
        if sum(sizes.values()) + size > LARGEST or len(sizes) >= MOST:
            raise SpoolError(NO_ROOM, size=_megabytes(sum(sizes.values())))

    def _size(self, key: str) -> int:
        try:
            return sum(path.stat().st_size for path in (self.folder / key).iterdir())
        except OSError:
            return 0

    def _write(self, delivery: Delivery, row: bytes, files: Sequence[bytes]) -> None:
        fresh = self.folder / f"{PASSING}{delivery.key}-{secrets.token_hex(4)}"
        fresh.mkdir(mode=0o700)
        try:
            for number, data in enumerate(files):
                write_new(fresh / f"{number}.bin", data)
            write_new(fresh / "parcel.json", row)
            write_new(fresh / "delivery.json", delivery_row(delivery))
            sync_names(fresh)
            fresh = renamed(fresh, self.folder / delivery.key)
            sync_names(self.folder)
        except OSError:
            # Also under its own name: who is told that it was not kept makes another one.
            shutil.rmtree(fresh, ignore_errors=True)
            raise

    def _let_go(self, key: str) -> bool:
        gone = self.folder / f"{GOING}{key}-{secrets.token_hex(4)}"
        try:
            renamed(self.folder / key, gone)
        except FileNotFoundError:
            return False
        sync_names(self.folder)
        shutil.rmtree(gone, ignore_errors=True)
        return True

    def _set_aside(self, key: str, why: str) -> None:
        """Out of the way, but not lost; at most fifty of them, the others stay where they are."""
        log.warning("a delivery cannot be understood (%s) and is set aside", why)
        if self.aside() >= MOST_ASIDE:
            return
        with suppress(OSError):
            (self.folder / ASIDE).mkdir(mode=0o700, exist_ok=True)
            renamed(self.folder / key, self.folder / ASIDE / f"{key}-{secrets.token_hex(4)}")

    @contextmanager
    def _changing(self, failed: str = NOT_NOTED) -> Iterator[None]:
        """Nobody else changes anything meanwhile, in this program or another; two seconds are waited for that at most.

        Raises SpoolError with the sentence `failed` for what the disk does not take.
        """
        try:
            with locked(self.folder / "change.lock", self._mine, WAIT_S):
                yield
        except OSError as error:
            raise SpoolError(failed, heals=True, why=_why(error)) from error


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.1f}"
