"""The recorded outages that come with the program."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

from netcheck.world.history import HistoryFile
from netcheck.world.resource_files import resource

LARGEST = 1 << 20
"""Bytes; a recording has some ten thousand."""


def names() -> tuple[str, ...]:
    """What recordings there are, in the order of the alphabet; none where the program came without them."""
    folder = resource("demo")
    return tuple(sorted(file.stem for file in folder.glob("*.json"))) if folder.is_dir() else ()


def read(name: str) -> Mapping[str, object]:
    """What is written in one of them. Raises ValueError where there is none of that name, or none that can be read."""
    if name not in names():
        raise ValueError(f"there is no demo {name!r}; there are: {', '.join(names()) or 'none'}.")
    file = resource("demo", f"{name}.json")
    try:
        if file.stat().st_size > LARGEST:
            raise ValueError(f"{file} is too large for a recording")
        found = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"{file} cannot be read: {error.strerror}") from error
    except RecursionError as error:
        raise ValueError(f"{file} is no recording") from error
    if not isinstance(found, dict):
        raise ValueError(f"{file} is no recording")
    return found


class PassingHistory(HistoryFile):
    """The history of a demo, in a folder of its own that is gone when it is closed: never the user's."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="netcheck-demo-", ignore_cleanup_errors=True)
        super().__init__(Path(self._folder.name))

    def close(self) -> None:
        """Let go of the file, and remove it."""
        super().close()
        self._folder.cleanup()
