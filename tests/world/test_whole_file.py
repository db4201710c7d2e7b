"""A file is written whole, or what stood there stands there still."""

import errno
import os
import sys
import tempfile
from pathlib import Path

import pytest

from netcheck.world import whole_file
from netcheck.world.whole_file import fresh_beside, renamed, write_whole

IN_USE = PermissionError(errno.EACCES, "The process cannot access the file because it is being used by another process")
"""What Windows says (WinError 32, and 5) of a file that somebody has open."""


def test_new_and_old_files(tmp_path: Path) -> None:
    place = tmp_path / "report.txt"
    write_whole(place, b"one")
    write_whole(place, b"two")
    assert place.read_bytes() == b"two"
    assert [each.name for each in tmp_path.iterdir()] == ["report.txt"]
    assert place.stat().st_mode & 0o777 == 0o600


def test_a_folder_in_its_place_stays_and_nothing_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "report.txt" / "inside").mkdir(parents=True)
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path / "report.txt", b"one")
    assert sorted(each.name for each in tmp_path.rglob("*")) == ["inside", "report.txt"]


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "nowhere" / "report.txt", b"one")


@pytest.fixture
def windows_in_use(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Windows, where a virus scanner has the file open for so many more tries; the second number counts them all."""
    left = [0, 0]
    really = Path.replace

    def replace(old: Path, new: Path) -> Path:
        left[1] += 1
        if left[0] > 0:
            left[0] -= 1
            raise IN_USE
        return really(old, new)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(whole_file, "PATIENCE_S", (0.0,) * 4)
    return left


def test_who_has_the_file_open_on_windows_is_waited_for(tmp_path: Path, windows_in_use: list[int]) -> None:
    windows_in_use[0] = 3
    write_whole(tmp_path / "report.txt", b"one")
    assert (tmp_path / "report.txt").read_bytes() == b"one"
    assert windows_in_use == [0, 4]


def test_but_not_for_ever(tmp_path: Path, windows_in_use: list[int]) -> None:
    (tmp_path / "report.txt").write_bytes(b"old")
    windows_in_use[0] = 99
    with pytest.raises(PermissionError):
        write_whole(tmp_path / "report.txt", b"one")
    assert windows_in_use[1] == 5
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"old"]


@pytest.mark.skipif(sys.platform == "win32", reason="how it is elsewhere")
def test_elsewhere_a_refusal_is_one(tmp_path: Path, windows_in_use: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    windows_in_use[0] = 1
    (tmp_path / "a").mkdir()
    with pytest.raises(PermissionError):
        renamed(tmp_path / "a", tmp_path / "b")
    assert windows_in_use[1] == 1


def test_a_folder_that_may_not_be_written_is_tried_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's own way tries it two billion times on Windows."""
    tried: list[object] = []

    def refuse(*arguments: object, **named: object) -> int:
        tried.append(arguments)
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(tempfile, "mkstemp", lambda *arguments, **named: pytest.fail("never"))
    with pytest.raises(PermissionError):
        write_whole(tmp_path / "report.txt", b"one")
    assert len(tried) == 1


def test_two_fresh_files_are_two(tmp_path: Path) -> None:
    made = [fresh_beside(tmp_path / "report.txt") for _ in range(2)]
    for handle, _ in made:
        os.close(handle)
    assert len({path for _, path in made}) == len(list(tmp_path.iterdir())) == 2
