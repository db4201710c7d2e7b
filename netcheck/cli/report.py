"""Makes the report that is handed over, to the terminal or into a file, and opens one that somebody sent."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

from netcheck.cli.arguments import Request, wrong_usage
from netcheck.cli.language import say, spoken
from netcheck.cli.report_arguments import SUFFIXES, Reporting
from netcheck.cli.screen import emit, look_at
from netcheck.core.document_text import lines_of
from netcheck.core.fitting import CannotMakeError
from netcheck.core.language import Translator
from netcheck.core.received import ReceivedError
from netcheck.core.record import Record, file_name
from netcheck.core.record_document import document_of
from netcheck.core.settings import Settings
from netcheck.core.words import N_, one_line

OUTPUT_FAILED, INTERRUPTED = 70, 130
NO_PDF = N_(
    "a PDF is made by the desktop part of netcheck, which is not installed; --format html makes a page that any "
    "browser prints."
)
SHOWN_AS_IT_IS = N_(
    "This is what is written in {file}. Nobody can tell from it alone whether it was changed on the way."
)


def report(request: Request, settings: Settings, pdf: Callable[[Record, Translator], bytes] | None = None) -> int:
    """Make the report that was asked for; the exit code: 0, 64 where there is no such outage or format, 70 where it
    cannot be written, 130 where Ctrl-C ended the look before anything was known. `pdf` as in netcheck.cli.main."""
    from netcheck import wiring

    asked = request.reporting
    wanted = _format(asked)
    if wanted == "pdf" and pdf is None:
        return wrong_usage(say(NO_PDF))
    if wanted == "pdf" and asked.output is None:
        return wrong_usage(say("a PDF goes into a file: name it with -o FILE."))
    record, code = _record(request, settings)
    if record is None:
        return code
    # What goes to a desk leaves out at least what its settings say.
    public = asked.deliver and settings.delivery.level == "public" and asked.level == "helpdesk"
    record = wiring.redacted(record, "public" if public else asked.level, settings)
    if asked.deliver:
        from netcheck.cli.deliver import put

        return put(record, asked.ticket, settings, pdf)
    width = look_at(sys.stdout, os.environ).width if asked.output is None else 80
    try:
        if wanted == "pdf" and pdf is not None:
            data, suffix = pdf(record, spoken()), ".pdf"
        else:
            data = wiring.written(record, wanted, translator=spoken(), width=width)
            suffix = wiring.formats()[wanted].suffix
    except CannotMakeError as error:
        return wrong_usage(say(error.template).format(**error.blanks))
    if asked.output is None:
        return _print(data.decode("utf-8"))
    path = _path(asked.output, record, suffix)
    problem = wiring.save_report(path, data)
    if problem:
        _tell(say("the report could not be written to {file}: {why}.").format(file=path, why=problem))
        return OUTPUT_FAILED
    return _print(say("Written: {file} ({size} kB).").format(file=path, size=-(-len(data) // 1000)) + "\n")


def _record(request: Request, settings: Settings) -> tuple[Record | None, int]:
    """The record that was asked for; or none, and the exit code."""
    from netcheck import wiring

    asked = request.reporting
    if asked.since is not None:
        from netcheck.cli.history import day_begins

        return wiring.log_record(settings, day_begins(asked.since)), 0
    if not asked.now:
        found = wiring.outage_record(settings, asked.outage)
        if found is not None:
            return found, 0
        if asked.outage:
            text = say("no outage is known with the id {id}; `netcheck history --json` tells them.")
            return None, wrong_usage(text.format(id=one_line(asked.outage)[:60]))
    from netcheck.cli.look import look

    seen, _ = look(request, settings, look_at(sys.stdout, os.environ))
    if seen is None:
        _tell(say("interrupted before anything was known."))
        return None, INTERRUPTED
    return wiring.look_record(settings, seen), 0


def _format(asked: Reporting) -> str:
    if asked.format:
        return asked.format
    return SUFFIXES.get(asked.output.suffix.lower(), "text") if asked.output else "text"


def _path(output: Path, record: Record, suffix: str) -> Path:
    return output / file_name(record, suffix) if output.is_dir() else output


def show(path: Path) -> int:
    """Print a report that somebody sent; the exit code: 0, or 64 where it cannot be opened."""
    from netcheck import wiring

    name = one_line(str(path))
    try:
        found = wiring.open_report(path)
    except OSError as error:
        return wrong_usage(say("{file} cannot be read: {why}.").format(file=name, why=error.strerror or error))
    except ReceivedError as error:
        why = f"{say(error.reason)} ({error.detail})" if error.detail else say(error.reason)
        return wrong_usage(say("{file} cannot be opened: {why}.").format(file=name, why=why))
    width = look_at(sys.stdout, os.environ).width
    note = textwrap.wrap(say(SHOWN_AS_IT_IS).format(file=name), width)
    if found.record is not None:
        lines = lines_of(document_of(found.record, spoken(), found.record.zone), width)
    else:
        lines = [
            part
            for line in found.lines
            for part in textwrap.wrap(line, width, subsequent_indent="  ", replace_whitespace=False) or [""]
        ]
    return _print("\n".join([*note, "", *lines]) + "\n")


def _print(text: str) -> int:
    try:
        emit(text)
    except OSError as error:
        _tell(say("the report could not be written: {why}.").format(why=error.strerror))
        return OUTPUT_FAILED
    return 0


def _tell(sentence: str) -> None:
    if sys.stderr is not None:
        print(f"netcheck: {sentence}", file=sys.stderr, flush=True)
