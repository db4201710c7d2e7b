"""`netcheck report join`: codes out of files and pipes make a report, or a sentence that says what is missing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from netcheck.cli.main import main
from netcheck.core.handover_codes import codes_of

REPORT = "Your line is down; é €\n\x1b[2Jhidden\n".encode() + bytes(range(200, 256))
CODES = codes_of(REPORT, 64)


class Pipe:
    """A standard stream of bytes."""

    def __init__(self, content: bytes = b"") -> None:
        self.buffer = io.BytesIO(content)
        self.encoding = "utf-8"

    def isatty(self) -> bool:
        return False

    def write(self, text: str) -> None:
        self.buffer.write(text.encode())

    def flush(self) -> None:
        pass


def test_several_codes() -> None:
    assert len(CODES) > 2


def test_out_of_files_in_any_order(tmp_path: Path) -> None:
    files = []
    for number, code in enumerate(reversed(CODES)):
        files.append(tmp_path / f"{number}.txt")
        files[-1].write_text(f"photo {number}:\n{code}\n", encoding="utf-8")
    out = tmp_path / "report"
    assert main(["report", "join", *map(str, files), "-o", str(out)]) == 0
    assert out.read_bytes() == REPORT


def test_out_of_a_pipe_into_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    out = Pipe()
    monkeypatch.setattr("sys.stdin", Pipe("\n".join(CODES).encode()))
    monkeypatch.setattr("sys.stdout", out)
    assert main(["report", "join", "-"]) == 0
    assert out.buffer.getvalue() == REPORT


def test_on_a_terminal_without_control_signs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "codes"
    file.write_text("\n".join(CODES), encoding="utf-8")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main(["report", "join", str(file)]) == 0
    shown = capsys.readouterr().out
    assert "Your line is down; é €\n" in shown
    assert "\x1b" not in shown


def test_what_is_missing_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "codes"
    file.write_text("\n".join(CODES[1:]), encoding="utf-8")
    out = tmp_path / "report"
    assert main(["report", "join", str(file), "-o", str(out)]) == 64
    assert capsys.readouterr().err == f"netcheck: missing: 1 of {len(CODES)}.\n"
    assert not out.exists()


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "join", str(tmp_path / "none")]) == 64
    assert "cannot be read" in capsys.readouterr().err


def test_no_text_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(b"\x89PNG\r\n\x00\xff" * 1000)
    assert main(["report", "join", str(file)]) == 64
    assert "there is no code here" in capsys.readouterr().err


def test_where_it_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "codes"
    file.write_text("\n".join(CODES), encoding="utf-8")
    assert main(["report", "join", str(file), "-o", str(tmp_path / "no" / "where")]) == 70
    assert "could not be written" in capsys.readouterr().err
