"""A report as it was wanted: made, written and ready to be shown, copied, saved or mailed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtGui import QImage

from netcheck.core.about import About
from netcheck.core.fitting import CannotMakeError
from netcheck.core.language import Translator
from netcheck.core.record import Record, file_name
from netcheck.core.settings import Settings
from netcheck.core.words import N_
from netcheck.gui.outside import Outside

NO_OUTAGE = N_("There is no such outage any more.")
FAILED = N_("The report could not be made: {why}.")
SHOWN_MOST = 200_000
"""Letters of a preview: a longer one would hold up the window; what is saved is whole."""
PDF = "pdf"
PICTURES = ("html", PDF)
"""Formats that are shown as pages instead of as their source."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted."""

    about: About
    format: str = "text"
    """An id of Outside.report_formats()."""
    level: str = "helpdesk"
    """A value of core.redaction.Level."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was made of a wish; with a `problem` there is nothing else."""

    wish: Wish
    problem: str = ""
    """One marked sentence; `why` fills its blank."""
    why: str = ""
    record: Record | None = None
    data: bytes = b""
    adds: Mapping[str, str] = field(default_factory=dict)
    """Token to secret: what the level "full" would tell besides."""
    suffix: str = ".txt"
    shown: str = ""
    """What a preview shows of its text."""
    pages: tuple[QImage, ...] = ()
    """What a preview shows in place of that: the first pages."""
    page_count: int = 0
    """How many there are in all."""

    @property
    def text(self) -> str:
        """It as text; empty for a PDF."""
        return "" if self.wish.format == PDF else self.data.decode("utf-8", "replace")

    @property
    def name(self) -> str:
        """A name for its file."""
        return file_name(self.record, self.suffix) if self.record else ""


def prepare(outside: Outside, settings: Settings, wish: Wish, translator: Translator) -> Prepared:
    """Make it; waits for the disk and takes a moment, so on another thread than the window's. Raises nothing."""
    try:
        made = outside.report(settings, wish.about, wish.level)
        if made is None:
            return Prepared(wish, NO_OUTAGE)
        suffix = formats_of(outside)[wish.format]
        data = _written(outside, made.record, wish.format, translator)
        pages, count = _pages(made.record, wish.format, translator)
    except CannotMakeError as error:
        return Prepared(wish, FAILED, translator.say(error.template).format(**error.blanks).rstrip("."))
    except (OSError, ValueError, KeyError) as error:
        return Prepared(wish, FAILED, str(error) or type(error).__name__)
    shown = "" if pages or wish.format == PDF else data.decode("utf-8", "replace")[:SHOWN_MOST].removeprefix("\ufeff")
    return Prepared(wish, "", "", made.record, data, made.adds, suffix, shown, pages, count)


def formats_of(outside: Outside) -> dict[str, str]:
    """The suffix of each format by its id: those of any face, and PDF, which Qt makes."""
    found = dict(outside.report_formats())
    return {**found, PDF: ".pdf"} if find_spec("netcheck.gui.pdf") else found


def _written(outside: Outside, record: Record, format_id: str, translator: Translator) -> bytes:
    if format_id != PDF:
        return outside.written(record, format_id, translator=translator)
    from netcheck.gui.pdf import pdf_of

    return pdf_of(record, translator)


def _pages(record: Record, format_id: str, translator: Translator) -> tuple[tuple[QImage, ...], int]:
    if format_id not in PICTURES:
        return (), 0
    from netcheck.gui.report_pages import first_pages

    return first_pages(record, translator)


def saved(outside: Outside, prepared: Prepared, path: Path) -> str:
    """Write it there; why that failed, empty where it worked. Waits for the disk."""
    return outside.save_report(path, prepared.data)
