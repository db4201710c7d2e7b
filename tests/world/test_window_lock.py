"""One window watches: its lock is seen by others, and goes with its process."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from netcheck.world import spool_disk, window_lock
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


def test_windows_is_told_to_unlock_before_the_file_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes its time over a file that is only closed; meanwhile a window would seem to be open."""

    asked: list[tuple[int, int]] = []

    class Locks:
        LK_NBLCK, LK_UNLCK = 2, 0

        @staticmethod
        def locking(handle: int, what: int, size: int) -> None:
            os.fstat(handle)
            asked.append((what, size))

    monkeypatch.setattr(sys, "platform", "win32")
    for module in (window_lock, spool_disk):
        monkeypatch.setattr(module, "msvcrt", Locks, raising=False)
    lock, other = WindowLock(tmp_path), spool_disk.FileLock(tmp_path / "spool.lock")
    assert lock.hold()
    lock.release()
    assert not lock.held_by_another()
    assert other.hold()
    other.release()
    assert asked == [(2, 1), (0, 1)] * 3
