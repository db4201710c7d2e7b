"""The one door in: `netcheck` and `python -m netcheck`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from netcheck.cli.arguments import Request
    from netcheck.core.language import Translator
    from netcheck.core.record import Record

OWN_BUG, INTERRUPTED = 70, 130


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments ask for and return the exit code."""
    if list(arguments) in (["--version"], ["-V"]):
        # Before anything else is imported, so that scripts and bug reports have it at once.
        from netcheck.cli.version import version

        print(f"netcheck {version()}")
        return 0
    from importlib.util import find_spec

    from netcheck.cli.main import main as command_line

    # The command line works without Qt, so the window and PDF come to it as functions that import late.
    if not find_spec("PySide6"):
        return command_line(arguments)
    return command_line(arguments, _window, _pdf)


def _window(request: Request) -> int:
    from netcheck.gui.app import run as open_window

    if request.demo:
        from netcheck.gui.demo import DemoOutside

        outside = DemoOutside(request.demo, request.speed, request.loop)
        return open_window(config=request.config, demo=outside.title, outside=outside)
    return open_window(config=request.config, tray=request.tray, log_level=request.log_level, no_tray=request.no_tray)


def _pdf(record: Record, translator: Translator) -> bytes:
    from netcheck.core.fitting import CannotMakeError

    try:
        from netcheck.gui.pdf import pdf_of
    except ImportError as error:  # the libraries that Qt itself needs are missing
        from netcheck.core.words import N_

        raise CannotMakeError(N_("Qt cannot be used on this computer ({why})."), why=error) from error
    return pdf_of(record, translator)


def main() -> NoReturn:
    """Run, and end the process with the exit code that netcheck/cli/main.py tells; never returns."""
    sys.excepthook = _crashed
    _end(run(sys.argv[1:]))


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The last net: Python's own exit code, 1, would read as "the fault is at home"."""
    if issubclass(kind, KeyboardInterrupt):
        _end(INTERRUPTED)
    try:
        from netcheck.cli.crash import tell

        tell(error)
    finally:
        _end(OWN_BUG)


def _end(code: int) -> NoReturn:
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            pass
    # A thread left behind in getaddrinfo cannot be cancelled and may hold the interpreter's own way out for a minute;
    # nothing is left to tidy up here, files are written whole before this point. So the process ends at once.
    os._exit(code)


if __name__ == "__main__":
    main()
