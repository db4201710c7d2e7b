"""The command line: looks once, prints what was found, and says it in the exit code."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence

from netcheck.cli.arguments import WRONG_USAGE, Request, parse, wrong_usage
from netcheck.cli.screen import emit, look_at, prepare
from netcheck.core.model import Report, Side
from netcheck.core.settings_reader import SettingsError
from netcheck.core.words import QUESTIONS

EXIT: dict[Side, int] = {Side.NONE: 0, Side.LOCAL: 1, Side.UPSTREAM: 2, Side.UNKNOWN: 3}
OWN_BUG, INTERRUPTED = 70, 130


def main(arguments: Sequence[str], window: Callable[[], int] | None = None) -> int:
    """Do what the arguments (without the program's name) ask for and return the exit code.

    `window` opens the window and returns its exit code; None where the desktop part is not installed. Codes: 0 no
    fault, 1 local, 2 upstream, 3 unknown, 64 wrong usage or settings, 130 interrupted. What it raises is our own bug
    (70, see netcheck/__main__.py), or KeyboardInterrupt before the first check was asked.
    """
    for stream in (sys.stdout, sys.stderr):
        prepare(stream)
    try:
        request = parse(arguments)
        return _run(request, window)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else WRONG_USAGE
    except SettingsError as error:
        return wrong_usage(str(error))


def _run(request: Request, window: Callable[[], int] | None) -> int:
    if request.command == "version":
        from netcheck.cli.version import version

        emit(f"netcheck {version()}\n")
        return 0
    if not request.command:
        if window is not None:
            return window()
        _tell("The window comes with the desktop part of netcheck; here is the same look in the terminal.")
        request = Request("diagnose")
    return _diagnose(request)


def _diagnose(request: Request) -> int:
    from netcheck import wiring
    from netcheck.cli.look import look

    wrong = _wrong_answer(request)
    if wrong:
        return wrong_usage(wrong)
    settings, warnings = wiring.load_settings(request.config)
    wiring.start_log(request.log_level)
    for warning in warnings:
        _tell(warning)
    report, interrupted = look(request, settings, look_at(sys.stdout, os.environ))
    if report is None:
        _tell("interrupted before anything was known.")
        return INTERRUPTED
    if interrupted:
        _tell("interrupted; this is what was known by then.")
    try:
        emit(_as_text(report, request))
    except OSError as error:
        _tell(f"the report could not be written: {error.strerror}.")
        return OWN_BUG
    return INTERRUPTED if interrupted else EXIT[report.verdict.side]


def _wrong_answer(request: Request) -> str:
    """What is wrong with the answers given by --answer; empty where nothing is."""
    questions = {question.id: question for question in QUESTIONS}
    for question, answer in request.answers.items():
        if question not in questions:
            return f"there is no question {question!r}; known are: {', '.join(sorted(questions)) or 'none'}."
        possible = questions[question].answers
        if possible and answer not in possible:
            return f"the answer to {question!r} is one of: {', '.join(possible)}; not {answer!r}."
    return ""


def _as_text(report: Report, request: Request) -> str:
    from netcheck import wiring

    segments = wiring.path_segments()
    formats = wiring.formats()
    if request.json:
        return formats["json"].write(report, segments)
    screen = look_at(sys.stdout, os.environ)
    text = formats["text"].write(
        report,
        segments,
        verbose=request.verbose,
        width=screen.width,
        ascii_only=screen.ascii_only,
        paint=screen.paint,
        zone=report.created_at.astimezone().tzinfo,
    )
    for question in report.verdict.questions[:1]:
        ways = " or ".join(f"--answer {question.id}={answer}" for answer in question.answers)
        text += f"To answer: netcheck diagnose with {ways}\n"
    return text


def _tell(sentence: str) -> None:
    """One sentence on the error output, where it does not mix with the report."""
    if sys.stderr is None:
        return
    with contextlib.suppress(OSError):
        print(f"netcheck: {sentence}", file=sys.stderr, flush=True)
