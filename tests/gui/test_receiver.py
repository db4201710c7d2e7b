"""Files that people send are opened on threads of their own; what is none of ours, or never comes, harms nothing."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from netcheck import wiring
from netcheck.core.language import ENGLISH
from netcheck.core.received import Received
from netcheck.gui import receiver as module
from netcheck.gui.received_window import ReceivedWindow
from netcheck.gui.receiver import LETTERS, MOST_OPEN, Receiver, read
from tests.desktop.played import PlayedOutside
from tests.fake_record import HOSTILE, of_outage

RECORD = replace(of_outage(), redaction="helpdesk")


class Outside(PlayedOutside):
    """Asked only where one may wait."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.go.set()

    def open_report(self, path: Path) -> Received:
        assert threading.current_thread() is not threading.main_thread()
        assert self.go.wait(20)
        return super().open_report(path)


class Room:
    """A receiver beside a window."""

    def __init__(self, qtbot: QtBot) -> None:
        self.outside, self.window = Outside(), QWidget()
        qtbot.addWidget(self.window)
        self.window.show()
        self.receiver = Receiver(self.outside)
        self.refused: list[str] = []
        self.receiver.refused.connect(self.refused.append)

    def shown(self) -> list[ReceivedWindow]:
        return self.window.findChildren(ReceivedWindow)


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    made = Room(qtbot)
    yield made
    made.outside.go.set()


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_our_own_are_shown(room: Room, qtbot: QtBot, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"report.{form}"
    file.write_bytes(wiring.written(RECORD, form))
    room.receiver.open(str(file), room.window)
    qtbot.waitUntil(lambda: len(room.shown()) == 1)
    (text,) = room.shown()[0].findChildren(QPlainTextEdit)
    assert "The fault is with your provider, not in your home." in text.toPlainText()
    assert room.refused == []


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"Dear all, hello", "it is no report of netcheck"),
        (b'{"schema": "netcheck-report/1"}', "it is damaged"),
        (b"x" * 1_100_000, "it is larger than 1 MB"),
        (b"\xff\xfe\x00", "it is no text"),
    ],
)
def test_others_are_refused_in_one_sentence(room: Room, qtbot: QtBot, tmp_path: Path, content: bytes, why: str) -> None:
    file = tmp_path / "mine.json"
    file.write_bytes(content)
    room.receiver.open(str(file), room.window)
    qtbot.waitUntil(lambda: len(room.refused) == 1)
    assert room.refused[0].startswith("mine.json cannot be opened: ")
    assert why in room.refused[0]
    assert room.shown() == []


def test_what_is_not_there_is_said(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    room.receiver.open(str(tmp_path / "gone.json"), room.window)
    qtbot.waitUntil(lambda: room.refused == ["gone.json cannot be read: No such file or directory."])


def test_a_pipe_that_never_ends_is_not_read(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    room.receiver.open(str(tmp_path / "pipe.json"), room.window)
    qtbot.waitUntil(lambda: len(room.refused) == 1)
    room.receiver.open(str(tmp_path), room.window)
    qtbot.waitUntil(lambda: len(room.refused) == 2)


def test_one_that_hangs_holds_up_nothing_and_is_told(
    room: Room, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONG_MS", 1)
    file = tmp_path / "slow.txt"
    file.write_bytes(wiring.written(RECORD, "text"))
    room.outside.go.clear()
    room.receiver.open(str(file), room.window)
    qtbot.waitUntil(lambda: len(room.refused) == 1)
    assert room.refused[0].startswith("It takes long to read slow.txt.")
    monkeypatch.setattr(module, "LONG_MS", 60_000)
    monkeypatch.setattr(room.outside, "open_report", wiring.open_report)
    room.receiver.open(str(file), room.window)
    qtbot.waitUntil(lambda: len(room.shown()) == 1)
    room.outside.go.set()
    qtbot.waitUntil(lambda: len(room.shown()) == 2)


def test_there_is_an_end_to_it(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_bytes(wiring.written(RECORD, "text"))
    for _ in range(MOST_OPEN):
        room.receiver.open(str(file), room.window)
    qtbot.waitUntil(lambda: len(room.shown()) == MOST_OPEN)
    room.receiver.open(str(file), room.window)
    assert room.refused == ["Too many reports are open. Close one of them first."]
    with qtbot.waitSignal(room.shown()[0].destroyed):
        room.shown()[0].close()
    room.receiver.open(str(file), room.window)
    qtbot.waitUntil(lambda: len(room.shown()) == MOST_OPEN)


def test_without_a_path_it_is_asked_for(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_bytes(wiring.written(RECORD, "json"))
    room.receiver.open("", room.window)
    (dialog,) = room.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(file))
    dialog.close()
    qtbot.waitUntil(lambda: len(room.shown()) == 1)


def test_a_hostile_one_is_shown_without_its_control_signs(tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text(f"netcheck-report/1\n{HOSTILE}\n", encoding="utf-8")
    opened = read(PlayedOutside(), file, ENGLISH)
    assert all(line.isprintable() for line in opened.text.splitlines())


def test_a_long_one_is_cut_and_says_so(tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text("netcheck-report/1\n" + ("word " * 20 + "\n") * 9_000)
    opened = read(PlayedOutside(), file, ENGLISH)
    assert LETTERS < len(opened.text) < LETTERS + 200
    assert opened.text.endswith("The rest is left out: it is too long to be shown.")


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(place=st.integers(0, 400), value=st.sampled_from([None, -1, 1e300, "\u202e" * 50, [], {}, "2026", True]))
def test_whatever_was_changed_in_it_is_shown_or_refused(tmp_path: Path, place: int, value: object) -> None:
    found = json.loads(_written())
    _change(found, [place], value)
    file = tmp_path / "x.json"
    file.write_text(json.dumps(found))
    opened = read(PlayedOutside(), file, ENGLISH)
    assert bool(opened.text) is not bool(opened.problem)
    assert len(opened.problem) < 400


@cache
def _written() -> bytes:
    return wiring.written(RECORD, "json")


def _change(tree: object, left: list[int], value: object) -> None:
    """Change the leaf of this number."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, inner in list(items):
        if isinstance(inner, dict | list):
            _change(inner, left, value)
        elif left[0] == 0:
            tree[key] = value  # type: ignore[index]
        left[0] -= 1
