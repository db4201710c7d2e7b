"""Puts a report together again that somebody handed over as numbered codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from netcheck.cli.arguments import wrong_usage
from netcheck.cli.language import say
from netcheck.cli.screen import look_at
from netcheck.core.handover_codes import MOST_TEXT, CodesError, join

OUTPUT_FAILED = 70
STDIN = "-"


def join_codes(files: Sequence[str], out: Path | None = None) -> int:
    """Read codes out of these files ("-": the standard input), and write the report to `out`, or print it.

    The exit code: 0; 64 where the codes do not make a report, with a sentence that says which are missing; 70 where it
    cannot be written.
    """
    texts: list[str] = []
    for name in files or (STDIN,):
        try:
            texts.append(_read(name))
        except OSError as error:
            return wrong_usage(say("{file} cannot be read: {why}.").format(file=name, why=error.strerror or error))
    try:
        report = join(texts)
    except CodesError as error:
        return wrong_usage(f"{say(error.template).format(**error.blanks)}.")
    problem = _written(out, report) if out is not None else _printed(report)
    if problem and sys.stderr is not None:
        print(f"netcheck: {problem}", file=sys.stderr)
    return OUTPUT_FAILED if problem else 0


def _read(name: str) -> str:
    """The text of a file, as far as codes may reach; signs that are none become spaces."""
    if name == STDIN:
        stream = getattr(sys.stdin, "buffer", None)
        data = stream.read(MOST_TEXT + 1) if stream is not None else sys.stdin.read(MOST_TEXT + 1).encode()
    else:
        with Path(name).open("rb") as file:
            data = file.read(MOST_TEXT + 1)
    return data.decode("utf-8", errors="replace")


def _written(out: Path, report: bytes) -> str:
    from netcheck import wiring

    return wiring.write_report(out, report)


def _printed(report: bytes) -> str:
    """Print it; on a terminal without control signs: somebody else wrote it. Why that failed, else empty."""
    try:
        if look_at(sys.stdout, os.environ).terminal or not hasattr(sys.stdout, "buffer"):
            text = report.decode("utf-8", errors="replace")
            sys.stdout.write("".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text))
        else:
            sys.stdout.buffer.write(report)
        sys.stdout.flush()
    except OSError as error:
        return say("the report could not be written: {why}.").format(why=error.strerror)
    return ""
