"""The command line: looks once, prints what was found, and says it in the exit code."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from netcheck.cli.arguments import WRONG_USAGE, Request, parse, wrong_usage
from netcheck.cli.language import say, spoken
from netcheck.cli.screen import emit, look_at, prepare
from netcheck.core.model import Report, Side
from netcheck.core.settings import Settings
from netcheck.core.settings_reader import SettingsError
from netcheck.core.words import N_, QUESTIONS

if TYPE_CHECKING:
    from netcheck.core.language import Translator
    from netcheck.core.record import Record

    Pdf = Callable[[Record, Translator], bytes]

EXIT: dict[Side, int] = {Side.NONE: 0, Side.LOCAL: 1, Side.UPSTREAM: 2, Side.UNKNOWN: 3}
OWN_BUG, INTERRUPTED = 70, 130
Window = Callable[[Request], int]


def main(arguments: Sequence[str], window: Window | None = None, pdf: Pdf | None = None) -> int:
    """Do what the arguments (without the program's name) ask for and return the exit code.

    `window` opens the window and returns its exit code, `pdf` makes a PDF file of a redacted record or raises
    core.fitting.CannotMakeError; None where the desktop part is not installed. Codes: 0 no
    fault, 1 local, 2 upstream, 3 unknown, 64 wrong usage or settings, 130 interrupted. What it raises is our own bug
    (70, see netcheck/__main__.py), or KeyboardInterrupt before the first check was asked.
    """
    for stream in (sys.stdout, sys.stderr):
        prepare(stream)
    try:
        request = parse(arguments, pdf is not None)
        return _run(request, window, pdf)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else WRONG_USAGE
    except SettingsError as error:
        return wrong_usage(_in_words(error))


def _run(request: Request, window: Window | None, pdf: Pdf | None) -> int:
    if request.command == "version":
        from netcheck.cli.version import version

        emit(f"netcheck {version()}\n")
        return 0
    if request.command in ("", "gui"):
        return _open_window(request, window)
    if request.command == "watch":
        from netcheck.cli.watch import watch

        return watch(request, _settings(request))
    if request.command == "demo":
        from netcheck.cli.demo import demo

        return demo(request, None if _no_window(window) else window)
    if request.command == "history" and request.action == "verify":
        from netcheck.cli.history_verify import verify

        return verify(request)
    if request.command == "history":
        from netcheck.cli.history import history

        return history(request)
    if request.command == "learnt":
        from netcheck.cli.learnt import learnt

        return learnt(request, _settings(request))
    if request.command == "report join":
        from netcheck.cli.join import join_codes

        return join_codes(request.saying.files, request.saying.output)
    if request.command == "report":
        from netcheck.cli.report import report, show

        if request.reporting.show is not None:
            return show(request.reporting.show)
        return report(request, _settings(request), pdf)
    if request.command == "deliveries":
        from netcheck.cli.deliver import deliveries

        return deliveries(request.delivering, _settings(request))
    if request.command == "say":
        from netcheck.cli.say import say_text

        return say_text(request, _settings(request))
    return _diagnose(request)


def _open_window(request: Request, window: Window | None) -> int:
    reason = _no_window(window)
    if window is None or reason:
        _tell(say(reason))
        return WRONG_USAGE
    return window(request)


def _no_window(window: Window | None) -> str:
    """Why no window can be opened; empty where one can."""
    if window is None:
        return N_(
            "the window comes with the desktop part of netcheck, which is not installed; "
            "`netcheck diagnose` looks once, `netcheck watch` keeps watching."
        )
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return N_(
            "there is no screen to open a window on; `netcheck diagnose` looks once, `netcheck watch` keeps watching."
        )
    return ""


def _settings(request: Request) -> Settings:
    """The settings, with a warning for each key that is not known; the log is begun."""
    from netcheck import wiring

    settings, warnings = wiring.load_settings(request.config)
    wiring.start_log(request.log_level)
    for warning in warnings:
        _tell(warning)
    return settings


def _diagnose(request: Request) -> int:
    from netcheck.cli.look import look

    wrong = _wrong_answer(request)
    if wrong:
        return wrong_usage(wrong)
    settings = _settings(request)
    report, interrupted = look(request, settings, look_at(sys.stdout, os.environ))
    if report is None:
        _tell(say("interrupted before anything was known."))
        return INTERRUPTED
    if interrupted:
        _tell(say("interrupted; this is what was known by then."))
    try:
        emit(_as_text(report, request))
    except OSError as error:
        _tell(say("the report could not be written: {why}.").format(why=error.strerror))
        return OWN_BUG
    return INTERRUPTED if interrupted else EXIT[report.verdict.side]


def _wrong_answer(request: Request) -> str:
    """What is wrong with the answers given by --answer; empty where nothing is."""
    questions = {question.id: question for question in QUESTIONS}
    for question, answer in request.answers.items():
        if question not in questions:
            known = ", ".join(sorted(questions))
            return say("there is no question {question}; known are: {known}.").format(
                question=repr(question), known=known
            )
        possible = questions[question].answers
        if possible and answer not in possible:
            return say("the answer to {question} is one of: {answers}; not {answer}.").format(
                question=repr(question), answers=", ".join(possible), answer=repr(answer)
            )
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
        translator=spoken(),
    )
    for question in report.verdict.questions[:1]:
        ways = say(" or ").join(f"--answer {question.id}={answer}" for answer in question.answers)
        text += say("To answer: netcheck diagnose with {ways}").format(ways=ways) + "\n"
    return text


def _in_words(error: SettingsError) -> str:
    """What is wrong with a setting: its place as it is, and what is wanted in the person's language."""
    wanted = f"{error.wanted.format(**error.blanks)}."
    sentence = str(error)
    if not error.wanted or not sentence.endswith(wanted):
        return sentence
    return sentence.removesuffix(wanted) + f"{say(error.wanted).format(**error.blanks)}."


def _tell(sentence: str) -> None:
    """One sentence on the error output, where it does not mix with the report."""
    if sys.stderr is None:
        return
    with contextlib.suppress(OSError):
        print(f"netcheck: {sentence}", file=sys.stderr, flush=True)
