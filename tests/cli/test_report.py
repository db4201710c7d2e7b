"""`netcheck report`: of which outage, in which format, into which file, and opened again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from netcheck import wiring
from netcheck.cli.main import main
from netcheck.cli.report_arguments import FORMATS, LEVELS
from netcheck.core.fitting import CannotMakeError
from netcheck.core.language import Translator
from netcheck.core.record import Record
from netcheck.core.redaction import Level
from netcheck.core.settings import Settings
from netcheck.core.watching import Event, Happened
from netcheck.world.history import HistoryFile
from tests.fake_record import KEY, of_log, of_look, of_outage, past, report

NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this user's files are kept; no look is made."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr("netcheck.wiring.files.data_folder", lambda: tmp_path)
    monkeypatch.setattr("netcheck.cli.look.look", lambda *_: (report(), False))
    return tmp_path


@pytest.fixture
def kept(folder: Path) -> Iterator[HistoryFile]:
    made = HistoryFile(folder)
    outage = replace(past().outage, down_since=NOW - timedelta(hours=1), up_since=NOW - timedelta(minutes=40))
    made.add(Event(NOW - timedelta(hours=1), Happened.OUTAGE_STARTED, outage.verdict, replace(outage, up_since=None)))
    made.add(Event(NOW - timedelta(minutes=40), Happened.RESTORED, outage.verdict, outage))
    yield made
    made.close()


def test_the_newest_outage_is_reported(kept: HistoryFile, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report"]) == 0
    out, err = capsys.readouterr()
    assert "The fault is with your provider, not in your home." in out
    assert KEY in out
    assert "Redaction: helpdesk." in out
    assert err == ""


def test_where_none_is_known_it_looks_now(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["record"]["kind"] == "look"
    assert found["id"] == report().id


def test_with_now_it_looks_in_any_case(kept: HistoryFile, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--now", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["record"]["kind"] == "look"


def test_ctrl_c_before_anything_was_known(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("netcheck.cli.look.look", lambda *_: (None, True))
    assert main(["report"]) == 130
    assert capsys.readouterr().err == "netcheck: interrupted before anything was known.\n"


def test_the_log_of_a_time(kept: HistoryFile, capsys: pytest.CaptureFixture[str]) -> None:
    day = (NOW - timedelta(days=3)).date().isoformat()
    assert main(["report", "--since", day]) == 0
    out = capsys.readouterr().out
    assert "1 outage was measured." in out
    assert main(["report", "--since", day, "--format", "csv"]) == 0
    assert capsys.readouterr().out.count(KEY) == 1


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.md", "# "),
        ("a.html", "<!DOCTYPE html>"),
        ("a.json", "{"),
        ("a.txt", "netcheck report"),
        ("a", "netcheck report"),
        ("a.CSV", "\ufeffkind"),
    ],
)
def test_the_name_of_the_file_asks_for_the_format(
    kept: HistoryFile, tmp_path: Path, name: str, start: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert str(tmp_path / name) in capsys.readouterr().out


def test_into_a_folder_it_goes_under_a_name_of_its_own(
    kept: HistoryFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    assert main(["report", "-o", str(folder), "--format", "html"]) == 0
    (file,) = folder.iterdir()
    assert file.name.startswith("netcheck-outage-")
    assert file.suffix == ".html"
    assert " " not in file.name


def test_an_outage_that_is_not_known(kept: HistoryFile, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--outage", "nope\x1b[2J"]) == 64
    err = capsys.readouterr().err
    assert err == "netcheck: no outage is known with the id nope[2J; `netcheck history --json` tells them.\n"


def test_a_place_that_cannot_be_written(kept: HistoryFile, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "-o", os.path.join(os.sep, "no", "such", "x.txt")]) == 70  # noqa: PTH118
    assert capsys.readouterr().err.startswith("netcheck: the report could not be written to ")


def test_what_is_wrong_with_arguments_is_said_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in (["--now", "--since", "2026-01-01"], ["--format", "doc"], ["--redact", "none"], ["--since", "soon"]):
        assert main(["report", *wrong]) == 64
    assert capsys.readouterr().out == ""


def test_levels_and_formats_are_those_that_there_are() -> None:
    assert set(LEVELS) == {level.value for level in Level}
    assert set(wiring.formats()) <= set(FORMATS)


# --- PDF, which the desktop part makes ------------------------------------------------------------------------------


def fake_pdf(record: Record, translator: Translator) -> bytes:
    """Stands for Qt."""
    assert record.redaction == "public"
    return b"%PDF-1.4 " + translator.language.encode()


@pytest.mark.parametrize("arguments", [["-o", "a.pdf"], ["--format", "pdf", "-o", "b"], ["--format", "pdf", "-o", "."]])
def test_a_pdf_is_made_of_a_redacted_record(
    kept: HistoryFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    assert main(["report", "--redact", "public", *arguments], pdf=fake_pdf) == 0
    (file,) = (tmp_path / "out").iterdir()
    assert file.read_bytes() == b"%PDF-1.4 en"
    assert file.suffix == ".pdf" or file.name == "b"


def test_where_no_pdf_can_be_made_it_says_what_to_do_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("netcheck.cli.look.look", lambda *_: pytest.fail("looked"))
    assert main(["report", "--now", "-o", "a.pdf"]) == 64
    assert capsys.readouterr() == (
        "",
        "netcheck: a PDF is made by the desktop part of netcheck, which is not installed; --format html makes a page "
        "that any browser prints.\n",
    )
    assert main(["report", "--now", "--format", "pdf"], pdf=fake_pdf) == 64
    assert capsys.readouterr().err == "netcheck: a PDF goes into a file: name it with -o FILE.\n"


def test_why_qt_cannot_draw_is_said_in_one_sentence(
    kept: HistoryFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_record: Record, _translator: Translator) -> bytes:
        raise CannotMakeError("there is no {what}.", what="{ink}")

    assert main(["report", "-o", str(tmp_path / "a.pdf")], pdf=broken) == 64
    assert capsys.readouterr().err == "netcheck: there is no {ink}.\n"
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize(("pdf", "listed"), [(fake_pdf, True), (None, False)])
def test_the_help_names_pdf_only_where_it_can_be_made(
    pdf: object, listed: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "--help"], pdf=pdf) == 0  # type: ignore[arg-type]
    assert ("pdf" in capsys.readouterr().out) is listed


# --- a report that somebody sent ------------------------------------------------------------------------------------


@pytest.mark.parametrize("record", [of_outage(), of_look(), of_log()], ids=["outage", "look", "log"])
@pytest.mark.parametrize("name", ["text", "markdown", "html", "json"])
def test_a_report_that_was_sent_is_shown(
    tmp_path: Path, record: object, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sent"
    file.write_bytes(wiring.written(record, name))  # type: ignore[arg-type]
    assert main(["report", "show", str(file)]) == 0
    out, err = capsys.readouterr()
    assert "LabTel" in out
    assert "Nobody can tell from it alone" in " ".join(out.split())
    assert err == ""
    assert all(sign.isprintable() for line in out.splitlines() for sign in line)
    assert max(map(len, out.splitlines())) < 200


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"Dear helpdesk", "it is no report of netcheck, or one of a newer version."),
        (b"{", "it is damaged ("),
        (b" " * 1_000_001, "it is larger than 1 MB, and so none of ours."),
        (b"\xff", "it is no text."),
    ],
)
def test_what_is_no_report_is_refused(
    tmp_path: Path, data: bytes, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sent"
    file.write_bytes(data)
    assert main(["report", "show", str(file)]) == 64
    out, err = capsys.readouterr()
    assert out == ""
    assert f"cannot be opened: {why}" in err
    assert err.count("\n") == 1


def test_a_file_that_is_not_there_and_one_that_never_ends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "show", str(tmp_path / "none")]) == 64
    assert "No such file" in capsys.readouterr().err
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert main(["report", "show", str(tmp_path / "pipe")]) == 64
    assert main(["report", "show", str(tmp_path)]) == 64


def test_a_report_is_shown_whatever_the_settings_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = tmp_path / "bad.toml"
    settings.write_text("[watch]\nhealthy_s = -1\n")
    file = tmp_path / "sent"
    file.write_bytes(wiring.written(wiring.redacted(of_look(), "full", Settings()), "text"))
    assert main(["report", "--config", str(settings), "show", str(file)]) == 0
    assert main(["report", "--config", str(settings)]) == 64
