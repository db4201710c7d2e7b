"""The look of an outage is kept for its report, and nothing about keeping it can stop the program."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from netcheck.world import outage_looks
from netcheck.world.outage_looks import OutageLooks


def test_the_newest_look_is_kept_for_this_user_alone(tmp_path: Path) -> None:
    looks = OutageLooks(tmp_path)
    assert looks.read("a") == ""
    looks.keep("a", "first")
    looks.keep("a", "newest")
    looks.keep("b", "other")
    assert (looks.read("a"), looks.read("b")) == ("newest", "other")
    if os.name == "posix":
        assert (tmp_path / "looks").stat().st_mode & 0o077 == 0
        assert (tmp_path / "looks" / "a.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("key", ["", "../a", "a/b", "a.b", "x" * 65, "a\n", "a\0"])
def test_a_key_is_no_path(tmp_path: Path, key: str) -> None:
    looks = OutageLooks(tmp_path / "own")
    looks.keep(key, "x")
    assert list(tmp_path.rglob("*.json")) == []
    assert looks.read(key) == ""


def test_the_oldest_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outage_looks, "MOST_KEPT", 3)
    looks = OutageLooks(tmp_path)
    for number in range(6):
        looks.keep(f"o{number}", "x")
        os.utime(tmp_path / "looks" / f"o{number}.json", (number, number))
    assert sorted(path.stem for path in (tmp_path / "looks").glob("*.json")) == ["o3", "o4", "o5"]


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "looks").write_text("a file in its place")
    looks = OutageLooks(tmp_path)
    looks.keep("a", "x")
    assert looks.read("a") == ""


def test_a_file_that_is_too_large_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outage_looks, "MOST_BYTES", 10)
    looks = OutageLooks(tmp_path)
    looks.keep("a", "x" * 10)
    assert looks.read("a") == "x" * 10
    looks.keep("a", "x" * 11)
    assert looks.read("a") == ""
