"""The terminal or pipe that is written to: its width, its colours and the signs it can show."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

WIDEST = 100
"""Columns; longer lines are tiring to read."""
PIPE_WIDTH = 80

STYLES: Mapping[str, str] = {
    "ok": "32",
    "failed": "1;31",
    "unknown": "33",
    "skipped": "2",
    "headline": "1",
    "heading": "1",
}
SIGNS = "\u2713\u2717\u2013\u2026"


@dataclass(frozen=True, slots=True)
class Screen:
    """What the output can show."""

    width: int
    height: int
    terminal: bool
    """Whether a person looks on; a pipe or file gets no escape codes and no live lines."""
    moves: bool
    """Whether the cursor can be sent back to rewrite lines."""
    colours: bool
    ascii_only: bool
    """Whether the output cannot carry the signs (an old console, the C locale)."""

    def paint(self, style: str, text: str) -> str:
        """The text in the colour of a style, where colours are wanted."""
        code = STYLES.get(style)
        return f"\x1b[{code}m{text}\x1b[0m" if self.colours and code else text


def look_at(stream: TextIO | None, environment: Mapping[str, str]) -> Screen:
    """What this stream can show: NO_COLOR, TERM=dumb and its encoding are honoured."""
    terminal = stream is not None and _is_terminal(stream)
    size = shutil.get_terminal_size((PIPE_WIDTH, 24))
    # The last column stays free: writing into it makes some terminals begin a new line.
    width = min(size.columns - 1, WIDEST) if terminal else PIPE_WIDTH
    moves = terminal and environment.get("TERM") != "dumb" and _understands_escapes(environment)
    return Screen(
        width=width,
        height=size.lines,
        terminal=terminal,
        moves=moves,
        colours=moves and not environment.get("NO_COLOR"),
        ascii_only=not _carries(SIGNS, stream),
    )


def prepare(stream: TextIO | None) -> None:
    """Let letters that the stream's encoding lacks become "?" instead of an error."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def emit(text: str) -> bool:
    """Write to the standard output at once; False where there is nobody left to read it.

    A reader that has gone away (`netcheck diagnose | head -1`) is no fault: quiet. Raises OSError where the output
    cannot be written for another reason, e.g. a full disk.
    """
    if sys.stdout is None:
        return True
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        if not _is_gone(error):
            raise
        # What is still buffered must not fail again when the process ends.
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, sys.stdout.fileno())
        os.close(devnull)
        return False
    return True


def _is_gone(error: OSError) -> bool:
    """Whether it means that the reader has gone away. Windows says so in two ways: a pipe whose other end is being
    closed (ERROR_NO_DATA of winerror.h) reaches Python as EINVAL, CPython's issue 79935."""
    return isinstance(error, BrokenPipeError) or (sys.platform == "win32" and error.errno == errno.EINVAL)


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except ValueError:
        return False


def _understands_escapes(environment: Mapping[str, str]) -> bool:
    """The old Windows console shows escape codes as rubbish; Windows Terminal and all others name themselves."""
    return sys.platform != "win32" or "WT_SESSION" in environment or "TERM" in environment


def _carries(signs: str, stream: TextIO | None) -> bool:
    try:
        signs.encode(getattr(stream, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
