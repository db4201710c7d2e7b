"""One window for each person: who is first, who is heard, and who is dead or frozen."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from pytestqt.qtbot import QtBot

from netcheck.gui import single as module
from netcheck.gui.single import Single, runtime_folder

PATIENCE_MS = 5000
SECOND = """
import sys; from pathlib import Path
from PySide6.QtCore import QCoreApplication
from netcheck.gui.single import Single
app = QCoreApplication([])
single = Single('window', Path(sys.argv[1]), int(sys.argv[2]))
print(single.first(sys.argv[3]), flush=True)
if len(sys.argv) > 4: sys.stdin.read()
"""


def start(folder: Path, *more: str, patience_ms: int = PATIENCE_MS) -> subprocess.Popen[str]:
    """Another start of the program."""
    return subprocess.Popen(
        [sys.executable, "-c", SECOND, str(folder), str(patience_ms), *(more or ("",))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(module.__file__).parents[2])},
    )


def said(process: subprocess.Popen[str]) -> str:
    """Its first line."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_second_start_shows_the_first_and_is_not_first(qtbot: QtBot, tmp_path: Path) -> None:
    single = Single("window", tmp_path)
    assert single.first()
    with qtbot.waitSignal(single.wanted, timeout=20_000) as heard, start(tmp_path, "token-7") as second:
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
        assert said(second) == "False"
    assert heard.args == ["token-7"]
    single.close()


def test_one_after_the_other(qtbot: QtBot, tmp_path: Path) -> None:
    for _ in range(2):
        single = Single("window", tmp_path)
        assert single.first()
        single.close()


def test_nobody_else_can_open_the_door(qtbot: QtBot, tmp_path: Path) -> None:
    single = Single("window", tmp_path / "netcheck")
    assert single.first()
    assert stat.S_IMODE((tmp_path / "netcheck").stat().st_mode) == 0o700
    socket = tmp_path / "netcheck" / "window"
    assert stat.S_ISSOCK(socket.stat().st_mode)
    assert stat.S_IMODE(socket.stat().st_mode) & 0o077 == 0
    single.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_one_that_was_killed_leaves_no_trace(qtbot: QtBot, tmp_path: Path) -> None:
    with start(tmp_path, "", "stay") as first:
        assert said(first) == "True"
        first.kill()
        first.wait(10)
    assert (tmp_path / "window").exists(), "its socket is still there"
    single = Single("window", tmp_path)
    assert single.first()
    with qtbot.waitSignal(single.wanted, timeout=20_000), start(tmp_path) as second:
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
        assert said(second) == "False"
    single.close()


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no SIGSTOP here")
def test_one_that_is_frozen_does_not_lock_the_person_out(qtbot: QtBot, tmp_path: Path) -> None:
    with start(tmp_path, "", "stay") as first:
        assert said(first) == "True"
        first.send_signal(signal.SIGSTOP)
        single = Single("window", tmp_path, patience_ms=300)
        assert single.first()
        with qtbot.waitSignal(single.wanted, timeout=20_000), start(tmp_path) as third:
            qtbot.waitUntil(lambda: third.poll() is not None, timeout=20_000)
            assert said(third) == "False", "the new one is asked from now on"
        single.close()
        first.send_signal(signal.SIGCONT)
        first.kill()


def test_one_that_is_just_starting_is_waited_for(qtbot: QtBot, tmp_path: Path) -> None:
    single = Single("window", tmp_path)
    assert single._lock.tryLock(0), "it has the lock, and does not listen yet"
    with start(tmp_path, patience_ms=20_000) as second:
        with qtbot.waitSignal(single.wanted, timeout=20_000):
            single._listen()
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
        assert said(second) == "False"
    single.close()


def test_a_folder_that_cannot_be_written_keeps_nobody_from_a_window(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    single = Single("window", tmp_path / "file" / "netcheck", patience_ms=100)
    assert single.first()
    single.close()


def test_nonsense_at_the_door(qtbot: QtBot, tmp_path: Path) -> None:
    import socket

    single = Single("window", tmp_path)
    assert single.first()
    heard: list[str] = []
    single.wanted.connect(heard.append)
    for data in (b"", b"\n", b"quit\n", b"\xff" * 9000, b"show" + b"x" * 9000):
        with socket.socket(socket.AF_UNIX) as visitor:
            visitor.connect(str(tmp_path / "window"))
            visitor.sendall(data)
    with qtbot.waitSignal(single.wanted, timeout=20_000), start(tmp_path, "right") as second:
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
        assert said(second) == "False"
    assert heard == ["right"]
    single.close()


def test_where_it_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    runtime, data = "/run/user/1000", "/home/me/.local/share"
    places = QStandardPaths.StandardLocation
    known = {places.RuntimeLocation: runtime, places.AppLocalDataLocation: data}
    monkeypatch.setattr("netcheck.gui.single.QStandardPaths.writableLocation", lambda place: known[place])
    assert runtime_folder() == Path("/run/user/1000/netcheck")
    known[places.RuntimeLocation] = ""
    assert runtime_folder() == Path("/home/me/.local/share/netcheck")


def test_a_pipe_of_windows_has_no_backslash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    names = {module._address(Path(f"C:\\Users\\{user}\\netcheck\\window")) for user in ("me", "you")}
    assert len(names) == 2
    assert all(name.startswith("netcheck-") and "\\" not in name for name in names)


def test_a_demo_and_the_real_window_stand_side_by_side(qtbot: QtBot, tmp_path: Path) -> None:
    real, demo = Single("window", tmp_path), Single("demo", tmp_path)
    assert real.first()
    assert demo.first()
    for each in (real, demo):
        each.close()


def test_no_thread_is_left(qtbot: QtBot, tmp_path: Path) -> None:
    before = threading.active_count()
    single = Single("window", tmp_path)
    assert single.first()
    single.close()
    assert threading.active_count() == before


def test_on_windows_no_folder_appears_among_the_persons_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Qt's runtime folder there is the person's home."""
    asked: list[object] = []

    def place(kind: QStandardPaths.StandardLocation) -> str:
        asked.append(kind)
        return "C:/Users/anna/AppData/Local"

    monkeypatch.setattr(QStandardPaths, "writableLocation", place)
    monkeypatch.setattr(sys, "platform", "win32")
    assert runtime_folder() == Path("C:/Users/anna/AppData/Local/netcheck")
    assert asked == [QStandardPaths.StandardLocation.GenericDataLocation]
