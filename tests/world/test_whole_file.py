"""A file is written whole, or what stood there stands there still."""

from pathlib import Path

import pytest

from netcheck.world.whole_file import write_whole


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
