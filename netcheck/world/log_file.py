"""The log file and, when netcheck itself fails, the crash file."""

from __future__ import annotations

import logging
import os
import re
import shutil
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from netcheck.world.memory import state_folder
from netcheck.world.whole_file import fresh_beside, renamed

NAME = "netcheck.log"
LARGEST, KEPT = 1 << 20, 2
"""Bytes of one file, and how many older ones are kept: three files, 3 MiB."""
MOST_CRASHES = 20
"""Crash files; the oldest make room."""

# A name and password before the host, and whatever is called a secret behind the question mark.
PASSWORD_IN_URL = re.compile(r"(\b[a-z][a-z0-9+.-]*://)[^\s/?#@]*@", re.I)
SECRET_IN_QUERY = re.compile(
    r"([?&;](?:[\w-]*(?:token|key|secret|password|passwd|pwd|auth|sig|signature))=)[^\s&;#'\"]+", re.I
)
SECRET_IN_HEADER = re.compile(
    r"(\b(?:proxy-)?authorization['\"]?\s*[:=]\s*['\"]?(?:(?:basic|bearer|digest)\s+)?)[^\s'\"]+", re.I
)


def masked(text: str) -> str:
    """The text without passwords and tokens in web addresses and headers."""
    text = PASSWORD_IN_URL.sub(r"\1***@", text)
    return SECRET_IN_HEADER.sub(r"\1***", SECRET_IN_QUERY.sub(r"\1***", text))


def log_folder() -> Path:
    """Where the log is kept, e.g. ~/.local/state/netcheck/log."""
    import platformdirs

    return Path(platformdirs.user_log_dir("netcheck", appauthor=False))


def start(level: str, folder: Path | None = None) -> Path | None:
    """Write what happens from this level on (debug, info, warning, error) to the log file; the file, or None.

    Three files of 1 MiB at most. Where the folder cannot be written there is no log, and nothing raises; calling it
    again changes the level and the folder. Raises ValueError for a level of another name.
    """
    number = logging.getLevelNamesMapping().get(level.upper())
    if number is None:
        raise ValueError(f"{level!r} is not a log level")
    logger = logging.getLogger("netcheck")
    for old in [handler for handler in logger.handlers if isinstance(handler, _LogFile | logging.NullHandler)]:
        logger.removeHandler(old)
        old.close()
    logger.setLevel(number)
    # Nothing of ours on the terminal, where the report stands.
    logger.propagate = False
    path = (folder or log_folder()) / NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = _LogFile(path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", errors="replace")
    except OSError:
        logger.addHandler(logging.NullHandler())
        return None
    handler.setFormatter(_Masking("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger.addHandler(handler)
    return path


def write_crash(story: str, folder: Path | None = None, now: datetime | None = None) -> Path | None:
    """Write a traceback, secrets masked, to crash-<UTC time>.txt in the state folder; the file, or None.

    Raises nothing; the file is readable by this user alone, the newest 20 are kept.
    """
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    name = f"crash-{moment:%Y%m%dT%H%M%SZ}.txt"
    try:
        place = folder or state_folder()
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = _write_new(place, name, masked(story))
        for old in sorted(place.glob("crash-*.txt"))[:-MOST_CRASHES]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return path


def _write_new(folder: Path, name: str, text: str) -> Path:
    """A file that was not there before: two crashes in one second are two stories."""
    path = folder / name
    handle, fresh = fresh_beside(path)
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
        file.write(text)
    number = 1
    while path.exists():
        number += 1
        path = folder / f"{name.removesuffix('.txt')}-{number}.txt"
    return renamed(fresh, path)


class _LogFile(RotatingFileHandler):
    """A log that a full disk does not turn into noise on the terminal."""

    def rotate(self, source: str, dest: str) -> None:
        """Begin a new file; where another netcheck writes into the old one, too, its lines are moved instead: on
        Windows such a file cannot be renamed, and from then on nothing would be written at all."""
        try:
            super().rotate(source, dest)
        except PermissionError:
            shutil.copyfile(source, dest)
            os.truncate(source, 0)

    def handleError(self, record: logging.LogRecord) -> None:
        """Nothing: there is no place left to say it."""


class _Masking(logging.Formatter):
    """UTC times, and no secrets, also in tracebacks."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """The time as the report writes it."""
        moment = datetime.fromtimestamp(record.created, UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def format(self, record: logging.LogRecord) -> str:
        """One record as text."""
        return masked(super().format(record))
