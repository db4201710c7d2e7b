"""A report is prepared in each format, and whatever goes wrong is a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from netcheck.core.about import About
from netcheck.core.fitting import CannotMakeError
from netcheck.core.language import ENGLISH
from netcheck.core.record import Kind
from netcheck.core.settings import Settings
from netcheck.gui import prepared as module
from netcheck.gui.prepared import FAILED, NO_OUTAGE, SHOWN_MOST, Prepared, Wish, formats_of, prepare, saved
from tests.desktop.played import PlayedOutside

ABOUT = About(Kind.OUTAGE, "a")


def made(form: str, level: str = "helpdesk", outside: PlayedOutside | None = None) -> Prepared:
    return prepare(outside or PlayedOutside(), Settings(), Wish(ABOUT, form, level), ENGLISH)


@pytest.mark.parametrize("form", ["text", "markdown", "json", "csv"])
def test_what_is_shown_is_what_is_handed_on(form: str) -> None:
    found = made(form)
    assert found.problem == ""
    assert found.shown == found.text.removeprefix("\ufeff")
    assert found.name.endswith(formats_of(PlayedOutside())[form])
    assert found.pages == ()
    assert "Jo Smith" not in found.text
    assert "Jo Smith" in found.adds.values()


@pytest.mark.parametrize(("form", "begins"), [("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF-")])
def test_what_has_pages_is_shown_as_pages(qtbot: QtBot, form: str, begins: bytes) -> None:
    found = made(form)
    assert found.data.startswith(begins)
    assert found.shown == ""
    assert found.pages
    assert found.page_count >= len(found.pages)
    assert (found.text == "") is (form == "pdf")


def test_full_tells_what_the_help_desk_is_not_told() -> None:
    found = made("text", "full")
    assert "Jo Smith" in found.text
    assert "Jo Smith" in found.adds.values()


def test_a_long_one_is_shown_in_part_and_handed_on_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SHOWN_MOST", 100)
    found = made("json")
    assert len(found.shown) == 100
    assert json.loads(found.data)
    assert SHOWN_MOST > 100_000


def test_there_is_no_such_outage() -> None:
    outside = PlayedOutside()
    outside.records.clear()
    assert made("text", outside=outside) == Prepared(Wish(ABOUT), NO_OUTAGE)


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), ValueError("damaged"), ValueError()])
def test_what_goes_wrong_is_a_sentence(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    outside = PlayedOutside()

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(outside, "report", fail)
    found = made("text", outside=outside)
    assert found.problem == FAILED
    assert found.why
    assert FAILED.format(why=found.why).endswith(".")


def test_what_qt_cannot_make_is_said_in_its_words(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise CannotMakeError("no fonts are installed ({why}).", why="none")

    monkeypatch.setattr("netcheck.gui.pdf.pdf_of", fail)
    found = made("pdf")
    assert (found.problem, found.why) == (FAILED, "no fonts are installed (none)")


def test_a_format_that_is_not_there_is_a_sentence() -> None:
    assert made("docx").problem == FAILED


def test_without_the_part_that_draws_there_is_no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    assert formats_of(PlayedOutside())["pdf"] == ".pdf"
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    assert "pdf" not in formats_of(PlayedOutside())


def test_it_is_saved(tmp_path: Path) -> None:
    found, file = made("csv"), tmp_path / "x.csv"
    assert saved(PlayedOutside(), found, file) == ""
    assert file.read_bytes() == found.data
