"""The printed report holds all that the others hold, is read by others' programs, and is made without any screen."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netcheck.core.brief import SHORT_MOST
from netcheck.core.fitting import MOST_BYTES, CannotMakeError
from netcheck.core.history import Entry, Gap
from netcheck.core.language import ENGLISH
from netcheck.core.outage_log import log_of
from netcheck.core.record import Record
from netcheck.core.record_document import document_of
from netcheck.core.redaction_tree import leaves, with_leaves
from netcheck.gui import pdf
from netcheck.gui.pdf import is_letter, missing, pdf_of, platform, short_text
from tests.desktop.screen import needs
from tests.fake_record import BEGAN, KEY, MADE, VIENNA, of_log, of_look, of_outage, past
from tests.fake_translator import MARKED

ROOT = Path(__file__).resolve().parents[2]
RECORDS = {"outage": of_outage(), "look": of_look(), "log": of_log(), "past": replace(of_outage(), report=None)}
HARD = (
    "W" * 3000,
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 " * 30,
    "\U0001f468\u200d\U0001f469 \u4f60 " * 30,
    "\x00\x1b[31m\u202e\ud800\ufffe",
)


@pytest.fixture(autouse=True)
def _app(qapp: QApplication) -> None:
    """Qt's application."""


def words_of(data: bytes, folder: Path) -> str:
    """What a reader finds in the file, in the order in which it is drawn."""
    needs("pdftotext")
    (folder / "a.pdf").write_bytes(data)
    done = subprocess.run(
        ["pdftotext", "-raw", folder / "a.pdf", "-"], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("name", [*RECORDS])
def test_every_heading_fact_and_line_is_in_it_as_words(name: str, tmp_path: Path) -> None:
    text = "".join(words_of(pdf_of(RECORDS[name], zone=VIENNA), tmp_path).split())
    document = document_of(RECORDS[name], zone=VIENNA)
    wanted = [document.title, document.headline, *(section.title for section in document.sections), *document.foot]
    assert len(wanted) > 8
    assert [each for each in wanted if "".join(each.split()) not in text] == []
    assert text.index("".join(document.headline.split())) < text.index("".join(document.foot[-1].split()))
    assert "Page1of" in text


def test_words_of_one_cell_are_read_together(tmp_path: Path) -> None:
    """Where there are no tags, what is drawn together is read together: not line by line across the columns."""
    said = "the first of two long cells " * 20
    noted = replace(of_outage(), journal=(Entry(BEGAN, "note", said + "ends here", KEY),))
    text = " ".join(words_of(pdf_of(noted, zone=VIENNA), tmp_path).split())
    assert f"{said}ends here" in text


def test_the_hash_of_the_chain_is_printed(tmp_path: Path) -> None:
    assert "12:9f3a12bc77de0a41" in words_of(pdf_of(of_log(), zone=VIENNA), tmp_path)


def test_its_letters_are_in_it_and_it_says_who_made_it(tmp_path: Path) -> None:
    needs("pdffonts")
    (tmp_path / "a.pdf").write_bytes(pdf_of(of_outage(), zone=VIENNA))
    fonts = subprocess.run(["pdffonts", tmp_path / "a.pdf"], capture_output=True, text=True, check=True, timeout=30)
    rows = [row.split()[-6:-2] for row in fonts.stdout.splitlines()[2:]]
    assert rows
    assert all(row[1] == "yes" and row[3] == "yes" for row in rows), "embedded, with the meaning of each sign"
    told = subprocess.run(
        ["pdfinfo", tmp_path / "a.pdf"], capture_output=True, text=True, check=True, timeout=30
    ).stdout
    assert re.search(r"Title: +netcheck report: outage of ", told)
    assert re.search(r"Creator: +netcheck 1\.2\.3", told)


@pytest.mark.parametrize("name", ["outage", "log"])
def test_a_phone_reads_the_short_report_off_the_page(name: str, tmp_path: Path) -> None:
    needs("pdftoppm")
    needs("zbarimg")
    record = RECORDS[name]
    (tmp_path / "a.pdf").write_bytes(pdf_of(record, zone=VIENNA))
    subprocess.run(["pdftoppm", "-r", "110", "-gray", "-png", "a.pdf", "a"], cwd=tmp_path, check=True, timeout=60)
    pictures = sorted(tmp_path.glob("a-*.png"))
    done = subprocess.run(
        ["zbarimg", "--quiet", "--raw", *pictures[-2:]], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.strip() == short_text(record, document_of(record, zone=VIENNA), ENGLISH, VIENNA)
    assert "9f3a12bc77de0a41" in done.stdout
    assert len(done.stdout.encode()) <= SHORT_MOST + 1


@pytest.mark.parametrize("name", [*RECORDS])
def test_the_code_of_a_demo_says_so(name: str) -> None:
    record = replace(RECORDS[name], demo=True)
    text = short_text(record, document_of(record, zone=VIENNA), ENGLISH, VIENNA)
    assert "demo" in text.lower()
    assert "demo" not in short_text(RECORDS[name], document_of(RECORDS[name], zone=VIENNA), ENGLISH, VIENNA).lower()
    assert len(text.encode()) <= SHORT_MOST


def test_paper_as_it_is_there(tmp_path: Path) -> None:
    assert is_letter(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    assert not is_letter(QLocale(QLocale.Language.German, QLocale.Country.Austria))
    assert not is_letter(QLocale.c())
    assert b"/MediaBox [0 0 612" in pdf_of(of_look(), letter=True)
    assert b"/MediaBox [0 0 595" in pdf_of(of_look(), letter=False)


def test_it_speaks_the_readers_language(tmp_path: Path) -> None:
    data = pdf_of(of_log(), replace(MARKED, language="pt_BR"), VIENNA)
    assert b"/Lang (pt-BR)" in data
    assert MARKED.say("The short report, for a phone")[:12] in words_of(data, tmp_path)


def test_what_was_not_redacted_is_refused() -> None:
    with pytest.raises(ValueError, match="redacted"):
        pdf_of(replace(of_outage(), redaction=""))


# --- size, and what wants to break it ---------------------------------------------------------------------------------


def largest_outage() -> Record:
    lines = tuple(Entry(BEGAN, "note", f"{n} " + "word " * 40, KEY) for n in range(300))
    return replace(of_outage(), journal=lines, gaps=tuple(Gap(BEGAN, MADE, "asleep") for _ in range(300)))


def largest_log() -> Record:
    one = past(60)
    outages = [
        replace(one, outage=replace(one.outage, id=str(n), down_since=at, up_since=at + timedelta(hours=1)))
        for n in range(800)
        for at in (MADE - timedelta(hours=9 * n + 8),)
    ]
    gaps = [Gap(MADE - timedelta(hours=9 * n + 3), MADE - timedelta(hours=9 * n + 2), "asleep") for n in range(400)]
    return replace(of_log(), log=log_of(outages, gaps, MADE - timedelta(days=365), MADE, VIENNA))


@pytest.mark.parametrize("make", [largest_outage, largest_log])
def test_the_largest_is_under_a_megabyte(make: Callable[[], Record], tmp_path: Path) -> None:
    data = pdf_of(make(), zone=VIENNA)
    assert len(data) < MOST_BYTES
    assert re.search(r"Page 1[0-9] of \d\d", words_of(data, tmp_path))


@pytest.mark.parametrize("name", [*RECORDS])
@pytest.mark.parametrize("turn", range(4))
def test_hostile_words_in_every_field(name: str, turn: int, tmp_path: Path) -> None:
    found = leaves(RECORDS[name])
    record = with_leaves(RECORDS[name], [f"{leaf.text} {HARD[(n + turn) % 4][:600]}" for n, leaf in enumerate(found)])
    text = words_of(pdf_of(record, zone=VIENNA), tmp_path)
    assert "Page 2 of" in text
    assert "\x1b" not in text


def test_a_word_without_end_goes_over_several_pages(tmp_path: Path) -> None:
    record = replace(of_look(), person=replace(of_look().person, user="W" * 12_000))
    text = words_of(pdf_of(record, zone=VIENNA), tmp_path)
    assert text.count("W") > 12_000


@settings(max_examples=10)
@given(st.text(max_size=300))
def test_any_words(text: str) -> None:
    record = replace(of_look(), version=text, id=text, person=replace(of_look().person, user=text, host=text))
    assert pdf_of(record, zone=VIENNA).startswith(b"%PDF-1.")


# --- where it is made -------------------------------------------------------------------------------------------------


def test_on_another_thread_while_the_window_goes_on(qtbot: QtBot) -> None:
    made: list[bytes] = []
    thread = threading.Thread(
        target=lambda: made.extend(pdf_of(of_outage(), zone=VIENNA) for _ in range(3)), daemon=True
    )
    thread.start()
    qtbot.waitUntil(lambda: len(made) == 3, timeout=20_000)
    assert all(data.startswith(b"%PDF") for data in made)


def run_alone(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own, without a screen."""
    kept = {
        name: text for name, text in os.environ.items() if not name.startswith(("QT_", "DISPLAY", "WAYLAND", "XDG_"))
    }
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=50,
        env={**kept, **environment},
    )


MAKE = "from netcheck.gui.pdf import pdf_of; from tests.fake_record import of_look; print(pdf_of(of_look())[:4])"


@pytest.mark.parametrize(
    "environment",
    [{}, {"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":987"}, {"QT_QPA_PLATFORMTHEME": "gtk3", "QT_SCALE_FACTOR": "2"}],
    ids=["bare", "a screen that is not there", "a desktop"],
)
def test_without_a_screen(environment: dict[str, str]) -> None:
    done = run_alone(MAKE, **environment)
    assert (done.stdout, done.stderr, done.returncode) == ("b'%PDF'\n", "", 0)


def test_where_qt_lacks_the_part_that_draws_it_says_so(tmp_path: Path) -> None:
    """Qt itself would end the process."""
    name = f"q{platform()}"
    assert missing(tmp_path) == name
    (tmp_path / "platforms").mkdir()
    (tmp_path / "platforms" / (f"{name}.dll" if sys.platform == "win32" else f"lib{name}.so")).write_bytes(b"no")
    assert missing(tmp_path) not in ("", name)
    code = (
        "import pathlib; from netcheck.gui import pdf; from tests.fake_record import of_look\n"
        "from netcheck.core.fitting import CannotMakeError\n"
        "pdf.QLibraryInfo.path = staticmethod(lambda _: '/nowhere')\n"
        "try: pdf.pdf_of(of_look())\n"
        "except CannotMakeError as error: print(error)\n"
    )
    done = run_alone(code)
    assert done.stdout.startswith("Qt cannot draw without a screen on this computer (qoffscreen); --format html")
    assert done.returncode == 0


@pytest.mark.parametrize(("system", "part"), [("win32", "windows"), ("linux", "offscreen"), ("darwin", "offscreen")])
def test_what_draws_finds_the_systems_fonts(
    system: str, part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt's part without a screen finds none on Windows."""
    monkeypatch.setattr(sys, "platform", system)
    assert platform() == part
    assert missing(tmp_path) == f"q{part}"


def test_where_there_are_no_letters_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "family", lambda: "")
    with pytest.raises(CannotMakeError, match="no fonts"):
        pdf_of(of_look())
