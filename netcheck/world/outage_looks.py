"""Keeps the newest whole look of each outage, so that a report of it can be made when it has long been over."""

from __future__ import annotations

import contextlib
import logging
import re
from pathlib import Path

from netcheck.world.whole_file import write_whole

LOG = logging.getLogger(__name__)
MOST_KEPT = 100
"""Outages whose look is kept: the newest; one takes some 60 kB."""
MOST_BYTES = 2_000_000
_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


class OutageLooks:
    """One file for each outage, beside the history, for this user alone. Nothing here raises; all of it waits for the
    disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "looks"

    def keep(self, outage: str, written: str) -> None:
        """Keep this look in place of the one before."""
        if not _ID.fullmatch(outage):
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(self._file(outage), written.encode())
            self._forget_oldest()
        except OSError as error:
            LOG.warning("the look of an outage could not be kept: %s", error)

    def read(self, outage: str) -> str:
        """The look of this outage as it was kept; empty where there is none, or none that can be read."""
        if not _ID.fullmatch(outage):
            return ""
        try:
            with self._file(outage).open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except OSError:
            return ""
        return data.decode("utf-8", "replace") if len(data) <= MOST_BYTES else ""

    def _file(self, outage: str) -> Path:
        return self._folder / f"{outage}.json"

    def _forget_oldest(self) -> None:
        kept = sorted(self._folder.glob("*.json"), key=_written_at, reverse=True)
        for old in kept[MOST_KEPT:]:
            with contextlib.suppress(OSError):
                old.unlink()


def _written_at(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
