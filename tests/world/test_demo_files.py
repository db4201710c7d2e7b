"""Recordings come with the program, are read with care, and leave nothing behind."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from netcheck.core.history import Entry
from netcheck.core.recording import DEMOS, read_recording
from netcheck.reports.json import read_looks
from netcheck.world import demo_files, resource_files

AT = datetime(2026, 11, 21, 14, 2, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of recordings of a program that came with none."""
    monkeypatch.setattr(resource_files, "PACKAGE", tmp_path / "netcheck")
    return tmp_path / "resources" / "demo"


def test_all_of_them_are_there() -> None:
    assert set(demo_files.names()) == set(DEMOS)


@pytest.mark.parametrize("name", demo_files.names())
def test_each_is_small_and_says_what_it_shows(name: str) -> None:
    written = demo_files.read(name)
    assert resource_files.resource("demo", f"{name}.json").stat().st_size < 300_000
    found = read_recording(name, written, read_looks)
    assert (found.title, found.text) == (DEMOS[name].title, DEMOS[name].text)
    assert [act.phase for act in found.acts][-1] == "repaired"
    assert any(act.broken for act in found.acts)


@pytest.mark.parametrize("name", demo_files.names())
def test_nothing_of_the_machine_that_recorded_it_is_in_it(name: str) -> None:
    text = json.dumps(demo_files.read(name))
    for word in ("/tmp", "/root", "/home", "/work", "netlab", ".venv", "python"):
        assert word not in text


def test_without_any_there_are_none(folder: Path) -> None:
    assert demo_files.names() == ()
    with pytest.raises(ValueError, match="there is no demo 'wifi-dropped'; there are: none"):
        demo_files.read("wifi-dropped")


@pytest.mark.parametrize("name", ["../secret", "nothing", "", "wifi-dropped.json"])
def test_only_what_is_listed_is_read(name: str, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "wifi-dropped.json").write_text("{}")
    (folder.parent / "secret.json").write_text("{}")
    with pytest.raises(ValueError, match="there are: wifi-dropped"):
        demo_files.read(name)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"nonsense", b'{"a": 1', b"[" * 200_000, b"\xff\xfe", b"{}" + b" " * demo_files.LARGEST]
)
def test_what_is_no_recording_is_a_value_error(content: bytes, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "bad.json").write_bytes(content)
    with pytest.raises(ValueError):  # noqa: PT011 - json, utf-8 and our own say it differently
        demo_files.read("bad")


def test_a_demos_history_is_gone_when_it_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    history = demo_files.PassingHistory()
    history.note(Entry(AT, "note", "I restarted it."))
    assert [entry.text for entry in history.journal()] == ["I restarted it."]
    assert history.problem == ""
    assert list(tmp_path.rglob("*.db"))
    history.close()
    assert list(tmp_path.iterdir()) == []
    history.close()
