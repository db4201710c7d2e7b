"""The log and the crash file: small, without secrets, and never a reason to fail."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from netcheck.world import log_file
from netcheck.world.log_file import LARGEST, MOST_CRASHES, masked, start, write_crash

AT = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def tidy() -> Iterator[None]:
    logger = logging.getLogger("netcheck")
    propagate, level = logger.propagate, logger.level
    yield
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
    logger.propagate = propagate
    logger.setLevel(level)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://me:pw@host.example/x", "https://***@host.example/x"),
        ("tcp://token@host.example", "tcp://***@host.example"),
        (
            "GET https://a.example/?api_key=abc&x=1&access_token=def",
            "GET https://a.example/?api_key=***&x=1&access_token=***",
        ),
        ("Authorization: Bearer abc.def", "Authorization: Bearer ***"),
        ("{'Proxy-Authorization': 'Basic abc'}", "{'Proxy-Authorization': 'Basic ***'}"),
        ("mail me@host.example about 10:30", "mail me@host.example about 10:30"),
        ("https://host.example/a@b?page=1", "https://host.example/a@b?page=1"),
    ],
)
def test_passwords_and_tokens_are_masked(text: str, expected: str) -> None:
    assert "abc" not in masked(text)
    assert masked(text) == expected


def test_the_log_is_written_from_its_level_on_and_masked(tmp_path: Path) -> None:
    path = start("info", tmp_path / "log")
    assert path is not None
    logger = logging.getLogger("netcheck.world.anything")
    logger.debug("not this")
    try:
        raise OSError("https://me:pw@host.example refused")
    except OSError:
        logger.exception("asking failed")
    text = path.read_text(encoding="utf-8")
    assert "not this" not in text
    assert "asking failed" in text
    assert "https://***@host.example refused" in text
    assert "pw" not in text
    assert text[10] == "T"


def test_starting_again_does_not_write_twice(tmp_path: Path) -> None:
    start("info", tmp_path)
    path = start("debug", tmp_path)
    assert path is not None
    logging.getLogger("netcheck").debug("once")
    assert path.read_text(encoding="utf-8").count("once") == 1


def test_the_log_never_grows_beyond_three_files(tmp_path: Path) -> None:
    path = start("info", tmp_path)
    assert path is not None
    line = "x" * (LARGEST // 4)
    for _ in range(20):
        logging.getLogger("netcheck").info(line)
    files = sorted(tmp_path.iterdir())
    assert len(files) == 3
    assert all(file.stat().st_size <= LARGEST + 200 for file in files)


def test_a_log_that_another_netcheck_has_open_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows renames no file that somebody has open: both go on in it, and its lines move to the older one."""
    path = start("info", tmp_path)
    assert path is not None

    def rename(old: str, new: str) -> None:
        raise PermissionError(errno.EACCES, "The process cannot access the file: another process is using it")

    with path.open("ab", buffering=0) as other:
        monkeypatch.setattr(os, "rename", rename)
        for number in range(6):
            logging.getLogger("netcheck").info(f"{number}" + "x" * (LARGEST // 4))
        other.write(b"the other one\n")
    text = path.read_text(encoding="utf-8")
    assert len(text) < LARGEST
    assert "5xxx" in text
    assert text.endswith("the other one\n")
    assert "0xxx" in path.with_name(f"{path.name}.1").read_text(encoding="utf-8")


def test_where_no_log_can_be_written_there_is_none(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert start("info", tmp_path / "file" / "log") is None
    logging.getLogger("netcheck.x").error("said to nobody")
    assert capfd.readouterr() == ("", "")


def test_a_level_of_another_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a log level"):
        start("loud", tmp_path)


def test_a_crash_becomes_a_file_of_its_own(tmp_path: Path) -> None:
    paths = [write_crash(f"story {number} https://a:b@host.example", tmp_path / "state", AT) for number in range(3)]
    assert [path.name for path in paths if path] == [
        "crash-20261121T140211Z.txt",
        "crash-20261121T140211Z-2.txt",
        "crash-20261121T140211Z-3.txt",
    ]
    assert paths[0] is not None
    assert paths[0].read_text(encoding="utf-8") == "story 0 https://***@host.example"
    assert paths[0].stat().st_mode & 0o777 == 0o600


def test_old_crashes_make_room(tmp_path: Path) -> None:
    for number in range(MOST_CRASHES + 3):
        assert write_crash("x", tmp_path, AT.replace(minute=number))
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == MOST_CRASHES
    assert names[0] == "crash-20261121T140311Z.txt"


def test_where_no_crash_file_can_be_written_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert write_crash("x", tmp_path / "file" / "state", AT) is None


def test_a_crash_without_a_folder_goes_to_the_state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_file, "state_folder", lambda: tmp_path)
    path = write_crash("x\ud800")
    assert path is not None
    assert path.parent == tmp_path
