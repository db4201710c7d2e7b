"""What can be wrong with the file of the history, and how a person is told."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from netcheck.core.words import N_

SET_ASIDE = N_("The history in {path} was damaged and was set aside as {more}. A new one has what could be read of it.")
NEWER = N_("The history is not kept: {path} was written by a newer netcheck. Update this one, or move that file away.")
FULL = N_("The history is not kept: the disk with {folder} is full. Free some space; what is seen is added then.")
HELD = N_("The history is not kept: another program holds {path}. Close that one; what is seen is added then.")
BARRED = N_("The history is not kept: {path} cannot be written. Let this user write there; what is seen is added then.")
DAMAGED = N_("The history is not kept: {path} is damaged and cannot be set aside. Move it away.")
OTHER = N_("The history is not kept: {path} gives an error ({more}). Check the disk.")
_BY_CODE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_BUSY: HELD,
    sqlite3.SQLITE_LOCKED: HELD,
    sqlite3.SQLITE_READONLY: BARRED,
    sqlite3.SQLITE_CANTOPEN: BARRED,
    sqlite3.SQLITE_PERM: BARRED,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class NewerFileError(Exception):
    """The file was written by a newer netcheck, and what it holds is not known here."""


class DamagedFileError(Exception):
    """The file is no database, or not a whole one."""


ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""What SQLite raises in Python: the second where a message quotes a name that the disk has bent."""
OPENING_ERRORS = (NewerFileError, DamagedFileError, OSError, *ERRORS)


def is_damage(error: BaseException) -> bool:
    """Whether this says that the file itself is broken."""
    damaged = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return isinstance(error, DamagedFileError | UnicodeDecodeError) or code_of(error) in damaged


def code_of(error: BaseException) -> int:
    """SQLite's primary result code; 0 where it told none."""
    code = getattr(error, "sqlite_errorcode", 0)
    return int(code) & 0xFF if code else 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, told in the language that is spoken when it is asked."""

    template: str
    path: Path
    more: str = ""
    """The new name of what was set aside, or the system's own word."""

    def sentence(self, say: Callable[[str], str]) -> str:
        """What is wrong, where, and what to do."""
        return say(self.template).format(path=self.path, folder=self.path.parent, more=self.more)


def trouble_of(error: Exception, path: Path) -> Trouble:
    """Why the history in this file is not kept."""
    if isinstance(error, NewerFileError):
        template = NEWER
    elif isinstance(error, OSError):
        template = FULL if error.errno in _NO_SPACE else BARRED
    else:
        template = DAMAGED if is_damage(error) else _BY_CODE.get(code_of(error), OTHER)
    return Trouble(template, path, str(error))
