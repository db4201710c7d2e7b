"""Makes a report on pages, as one PDF file that prints, is searched and is read aloud, with or without a screen."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QCoreApplication,
    QIODevice,
    QLibraryInfo,
    QLocale,
    QMarginsF,
    QPluginLoader,
    QPointF,
    QRectF,
    QSizeF,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from netcheck.core.brief import SHORT_MOST, brief_of, short_report
from netcheck.core.document import Document, Facts
from netcheck.core.fitting import CannotMakeError, fitted
from netcheck.core.language import ENGLISH, Translator
from netcheck.core.record import Kind, Record
from netcheck.core.record_document import DEMO, HEAD_SHOWN, document_of
from netcheck.core.words import N_, one_line
from netcheck.gui.pdf_charts import code, sign
from netcheck.gui.pdf_flow import Block, Page, paged
from netcheck.gui.pdf_parts import blocks
from netcheck.gui.pdf_structure import structured
from netcheck.gui.pdf_text import HEADING, RULE, SMALL, SOFT, Letters, family, row

log = logging.getLogger(__name__)

DOTS = 1440
"""Dots an inch of the paper: 20 for each point, so that no letter is moved by rounding."""
MARGIN, HEAD, FOOT = 45.0, 20.0, 22.0
"""Points beside the words, and above and below them for the lines that each page repeats."""
LETTER = frozenset({"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"})
"""Where paper is US Letter (Unicode CLDR 46, supplementalData, paperSize); elsewhere it is A4."""
CODE_SIDE = 185.0
"""Points of the QR code, 65 mm: with a module of at least half a millimetre a phone reads it off paper and screen."""
NO_SCREEN = N_(
    "Qt cannot draw without a screen on this computer ({why}); --format html makes a page that prints as well."
)
NO_FONTS = N_("no fonts are installed to write a PDF with; --format html makes a page that prints as well.")
_one_at_a_time = threading.Lock()
_kept: list[QGuiApplication] = []
"""The application that this has made: Qt only points to it."""


def pdf_of(
    record: Record, translator: Translator = ENGLISH, zone: tzinfo | None = None, *, letter: bool | None = None
) -> bytes:
    """A redacted record as a PDF file of at most 1 MB; `zone` None: the computer's own.

    On any thread once Qt's application is there, best on one that may wait (100 to 500 ms): the work is done in small
    pieces, so that the window goes on meanwhile. Where there is no application yet this makes one that needs no screen,
    on the main thread. `letter` is for US Letter instead of A4; None: as this computer's region has it.

    Raises ValueError for a record that was not redacted, and CannotMakeError, with a sentence, where Qt cannot draw.
    """
    _application()
    name = family()
    if not name:
        raise CannotMakeError(NO_FONTS)
    wide = is_letter() if letter is None else letter
    size = QPageSize(QPageSize.PageSizeId.Letter if wide else QPageSize.PageSizeId.A4)
    with _one_at_a_time:
        return fitted(record, lambda each: _made(each, translator, zone, size, name))


def is_letter(locale: QLocale | None = None) -> bool:
    """Whether paper is US Letter where this computer stands."""
    return QLocale.territoryToCode((locale or QLocale.system()).territory()) in LETTER


def _application() -> None:
    """Qt's application: fonts need one. Qt ends the whole process where it lacks the part that draws; so look first."""
    if QCoreApplication.instance() is not None:
        return
    why = missing(Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)))
    if why:
        raise CannotMakeError(NO_SCREEN, why=why)
    qInstallMessageHandler(lambda _kind, _context, text: log.debug("Qt: %s", text))
    # Told as an argument, this changes nothing for programs that we start; no desktop's looks, which may want a screen.
    _kept.append(QGuiApplication(["netcheck", "-platform", platform(), "-platformtheme", "none"]))


def platform() -> str:
    """The part of Qt that draws. On Windows the usual one, which needs no screen as long as nothing is shown: the other
    one finds no fonts there (it looks for them in a folder of Qt's own, which is empty: QFreeTypeFontDatabase)."""
    return "windows" if sys.platform == "win32" else "offscreen"


def missing(plugins: Path) -> str:
    """What keeps Qt from drawing without a screen, for technicians; empty where nothing does."""
    name = f"q{platform()}"
    patterns = (f"{name}.dll", f"{name}d.dll") if sys.platform == "win32" else (f"*{name}*",)
    files = [file for pattern in patterns for file in (plugins / "platforms").glob(pattern)]
    if not files:
        return name
    loader = QPluginLoader(str(files[0]))
    return "" if loader.load() else loader.errorString()


# --- one file ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sheet:
    """What each page repeats."""

    document: Document
    letters: Letters
    size: QSizeF
    """Points."""
    numbers: str
    """"Page {n} of {all}", in the reader's language."""

    @property
    def width(self) -> float:
        """Points of its words."""
        return self.size.width() - 2 * MARGIN

    @property
    def height(self) -> float:
        """Points of its words, without what is repeated."""
        return self.size.height() - 2 * MARGIN - HEAD - FOOT


def laid_out(
    record: Record, translator: Translator, zone: tzinfo | None, size: QPageSize, name: str
) -> tuple[Sheet, list[Page]]:
    """The record on pages, which `paint_page` paints; `name` is that of the letters."""
    document = document_of(record, translator, zone)
    sheet = Sheet(document, Letters(name), size.size(QPageSize.Unit.Point), translator.say("Page {n} of {all}"))
    *body, foot = blocks(document, sheet.letters, sheet.width)
    return sheet, paged([*body, *_code(record, sheet, translator, zone), foot], sheet.height)


def paint_page(painter: QPainter, sheet: Sheet, page: Page, number: int, count: int) -> None:
    """One page, in points; the painter stands at its upper left corner."""
    painter.save()
    painter.translate(MARGIN, MARGIN)
    _frame(painter, sheet, number, count)
    page.paint(painter, HEAD)
    painter.restore()


def _made(record: Record, translator: Translator, zone: tzinfo | None, size: QPageSize, name: str) -> bytes:
    sheet, pages = laid_out(record, translator, zone, size, name)
    document = sheet.document
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DOTS)
    writer.setTitle(document.title)
    writer.setCreator(f"netcheck {one_line(record.version)}")
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    painter = QPainter(writer)
    painter.scale(DOTS / 72, DOTS / 72)
    for number, page in enumerate(pages, 1):
        if number > 1:
            writer.newPage()
        paint_page(painter, sheet, page, number, len(pages))
    painter.end()
    buffer.close()
    titles = [(text, at, MARGIN + HEAD + y) for at, page in enumerate(pages) for y, text in page.titles]
    return structured(bytes(kept.data()), document.language, titles, sheet.size.height())


def _frame(painter: QPainter, sheet: Sheet, number: int, count: int) -> None:
    """The verdict above each page but the first, which begins with it; title and number below."""
    letters, document, width = sheet.letters, sheet.document, sheet.width
    if number > 1:
        sign(painter, document.state, QRectF(0, 1, 8, 8))
        head = letters.cell(letters.elided(document.headline, width - 14), width, SMALL, colour=SOFT)
        head.draw(painter, 0, 14, 0)
        painter.setPen(QPen(RULE, 0.5))
        painter.drawLine(QPointF(0, 13), QPointF(width, 13))
    y = sheet.size.height() - 2 * MARGIN - SMALL * 1.5
    text = sheet.numbers.format(n=number, all=count)
    wide = letters.width(text, SMALL) + 1
    title = letters.cell(letters.elided(document.title, width - wide - 20), width, SMALL, colour=SOFT)
    title.draw(painter, 0, 0, y)
    letters.cell(text, wide + 20, SMALL, colour=SOFT).draw(painter, 0, width - wide, y)


# --- the code for a phone ---------------------------------------------------------------------------------------------


def _code(record: Record, sheet: Sheet, translator: Translator, zone: tzinfo | None) -> Iterator[Block]:
    """The short report, and how to hand it on."""
    say, letters, width = translator.say, sheet.letters, sheet.width
    text = short_text(record, sheet.document, translator, zone)
    title = say("The short report, for a phone")
    yield Block(row([(0.0, letters.cell(title, width, HEADING, True))], below=4), 16, with_next=True, title=title)
    left = CODE_SIDE + 16
    lead = say(
        "Point a phone's camera at the code: the phone shows this text and can send it on, without this computer."
    )
    words = [*row([(left, letters.cell(lead, width - left))], below=6)]
    for line in text.splitlines():
        words += row([(left, letters.cell(line, width - left, SMALL, colour=SOFT))])
    yield code(code_rows(text), CODE_SIDE, words)


def code_rows(text: str) -> list[bytes]:
    """The modules of the code with its quiet zone, 1 for dark, drawn on this computer; up to 100 ms at first."""
    import segno  # imports half of Python's ways to the web; nobody else needs them

    # As few modules as can be, so that each is large: paper is clean, and no lamp is reflected in it.
    return [bytes(modules) for modules in segno.make(text, error="l", micro=False).matrix_iter(border=4)]


def short_text(record: Record, document: Document, translator: Translator, zone: tzinfo | None) -> str:
    """What the code holds, at most SHORT_MOST bytes: verdict, times and facts; of a log its sums."""
    say = translator.say
    if record.kind is not Kind.LOG:
        above = f"{say(DEMO)}\n" if record.demo else ""  # the text goes on without the page around it
        return above + short_report(brief_of(record, say), say, zone, SHORT_MOST - len(above.encode()))
    sums = [part for section in document.sections[:1] for part in section.parts if isinstance(part, Facts)]
    lines = [f"netcheck {one_line(record.version)[:40]}", document.title[:200], document.headline[:200]]
    lines += [f"{say('Log')}: {one_line(record.chain_head)[:HEAD_SHOWN]}"] if record.chain_head else []
    lines += [f"{name}: {value[:200]}" for part in sums for name, value in part.rows]
    return "\n".join(lines).encode()[:SHORT_MOST].decode(errors="ignore")
