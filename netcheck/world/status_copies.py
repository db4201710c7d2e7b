"""Keeps the last copy of each status page, and when it was asked, so that a restart forgets neither."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from netcheck.core.model import Failure
from netcheck.world.whole_file import write_whole

LOG = logging.getLogger(__name__)
LARGEST = 1 << 20
"""Bytes of a page, unpacked; real ones have some tens of kilobytes."""
FORM = 1
"""Of the file; one of another form is left out."""
MOST_NOTES = 1 << 14
"""Bytes of what is noted of one page; a larger file is not ours."""
LATEST_S = 32_000_000_000
"""Seconds since 1970, in the year 2984: Windows knows no time after 3000."""
MOST_PAGES = 20
"""Pages whose files are kept; a person has few providers."""


@dataclass(frozen=True, slots=True)
class Notes:
    """What is remembered of one page. Moments are seconds since 1970, UTC; zero: never."""

    url: str
    asked_s: float = 0.0
    rests_s: float = 0.0
    restored_s: float = 0.0
    chance: float = 0.5
    answered_s: float = 0.0
    """When it was last found to say what the copy says."""
    digest: str = ""
    """SHA-256 of the copy; empty: there is none."""
    etag: str = ""
    modified: str = ""
    format: str = ""
    """What the copy was read as."""
    failure: str = ""
    """How the last question failed; empty where it did not."""
    reason: str = ""
    via: str = ""
    """The adapter of the last question that was answered; empty for the default way."""
    confirmed: bool = False
    found_at: str = ""
    """The address below this one that can be read, where this one is only for people."""
    sought_s: float = 0.0
    """When such an address was looked for."""
    secure: bool = False
    """Whether the copy is known to have come over TLS."""


class Copies:
    """Files in one folder; nothing here raises: what cannot be read is not there, what cannot be written not kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def notes(self, url: str) -> Notes:
        """What was noted of a page; all empty where nothing was."""
        try:
            with self._path(url, "json").open("rb") as file:
                told = json.loads(file.read(MOST_NOTES))
            if told["form"] != FORM or told["url"] != url:
                return Notes(url)
            return _checked({each.name: told[each.name] for each in fields(Notes) if each.name in told})
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            return Notes(url)

    def body(self, notes: Notes) -> bytes | None:
        """The copy that the notes are of; None where there is none."""
        if not notes.digest:
            return None
        try:
            with self._path(notes.url, "copy").open("rb") as file:
                body = file.read(LARGEST + 1)
        except OSError:
            return None
        return body if hashlib.sha256(body).hexdigest() == notes.digest else None

    def note(self, notes: Notes) -> None:
        """Keep these notes in place of those that there were."""
        self._write(self._path(notes.url, "json"), json.dumps({"form": FORM, **asdict(notes)}, indent=1).encode())

    def keep(self, url: str, body: bytes) -> str:
        """Keep this copy; its digest, for the notes; empty where it could not be kept."""
        kept = self._write(self._path(url, "copy"), body)
        return hashlib.sha256(body).hexdigest() if kept else ""

    def _path(self, url: str, kind: str) -> Path:
        return self._folder / f"status-{hashlib.sha256(url.encode()).hexdigest()[:16]}.{kind}"

    def _write(self, path: Path, data: bytes) -> bool:
        try:
            if not path.exists():
                self._make_room()
            write_whole(path, data)
        except OSError as error:
            LOG.info("%s could not be kept: %s", path.name, error)
            return False
        return True

    def _make_room(self) -> None:
        """Before a new file: pages that were asked longest ago are forgotten."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        files = sorted(self._folder.glob("status-*"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[2 * MOST_PAGES - 1 :]:
            path.unlink(missing_ok=True)


def _checked(told: dict[str, object]) -> Notes:
    """Raises ValueError or TypeError where a value is not of its kind."""
    for each in fields(Notes):
        value = told.get(each.name, each.default)
        if each.type == "float":
            if not isinstance(value, float | int) or isinstance(value, bool) or not 0 <= value < LATEST_S:
                raise ValueError(f"{each.name} is no such number")
        elif not isinstance(value, bool if each.type == "bool" else str):
            raise TypeError(f"{each.name} is no {each.type}")
    notes = Notes(**told)  # type: ignore[arg-type]
    if notes.failure:
        Failure(notes.failure)
    return notes
