"""One window watches: its lock is seen by others, and goes with its process."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from netcheck.world.window_lock import WindowLock

HOLDER = """
import sys; from pathlib import Path; from netcheck.world.window_lock import WindowLock
lock = WindowLock(Path(sys.argv[1])); print(lock.hold(), flush=True); sys.stdin.read()
"""


def test_free_until_somebody_holds_it(tmp_path: Path) -> None:
    one, other = WindowLock(tmp_path / "state"), WindowLock(tmp_path / "state")
    assert not one.held_by_another()
    assert one.hold()
    assert one.hold()
    assert not one.held_by_another()
    assert other.held_by_another()
    assert not other.hold()
    one.release()
    assert not other.held_by_another()
    assert other.hold()


def test_goes_with_the_process_even_when_killed(tmp_path: Path) -> None:
    lock = WindowLock(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == "True\n"
        assert lock.held_by_another()
        window.kill()
        window.wait(10)
    assert not lock.held_by_another()


def test_a_place_without_room_is_no_window(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    lock = WindowLock(tmp_path / "file" / "below")
    assert not lock.hold()
    assert not lock.held_by_another()


def test_a_moment_of_somebody_who_only_asks_does_not_keep_the_window_from_holding_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, asker = WindowLock(tmp_path), WindowLock(tmp_path)
    assert asker.hold()

    def go_on(event: threading.Event, seconds: float | None = None) -> bool:
        asker.release()
        return False

    monkeypatch.setattr(threading.Event, "wait", go_on)
    assert lock.hold()
