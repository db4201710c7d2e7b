"""Locks between programs that tell who holds them from a disk that takes none, and names that survive a power cut."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from netcheck.world.spool_disk import FileLock, locked, sync_names, write_new

HOLDER = """
import fcntl, os, sys
handle = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)
fcntl.flock(handle, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


def test_one_at_a_time(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "new" / "a.lock"), FileLock(tmp_path / "new" / "a.lock")
    assert first.hold()
    assert first.hold()
    assert not second.hold()
    first.release()
    assert second.hold()
    second.release()
    assert stat.S_IMODE((tmp_path / "new" / "a.lock").stat().st_mode) == 0o600 or os.name != "posix"


@pytest.mark.skipif(os.name != "posix", reason="holds it as Unix does")
def test_a_lock_goes_with_its_program(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(OSError, match="another netcheck"), locked(path, threading.Lock(), 0.05):
            pass
        holder.kill()
    with locked(path, threading.Lock(), 0.05):
        pass


def test_a_thread_is_waited_for_too(tmp_path: Path) -> None:
    mine = threading.Lock()
    with mine, pytest.raises(OSError, match="netcheck itself"), locked(tmp_path / "a.lock", mine, 0.01):
        pass
    with locked(tmp_path / "a.lock", mine, 0.01):
        assert mine.locked()
    assert not mine.locked()


def test_a_disk_that_takes_no_lock_is_told_from_one_that_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match=r"exists|directory"):
        FileLock(tmp_path / "file" / "a.lock").hold()
    if os.name == "posix":

        def no_locks(handle: int, how: int) -> None:
            raise OSError(errno.ENOLCK, "No locks available")

        monkeypatch.setattr("netcheck.world.spool_disk.fcntl.flock", no_locks)
        with pytest.raises(OSError, match="No locks"):
            FileLock(tmp_path / "a.lock").hold()


def test_a_file_is_new_and_the_users_own(tmp_path: Path) -> None:
    write_new(tmp_path / "a", b"x")
    assert (tmp_path / "a").read_bytes() == b"x"
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a", b"y")


@pytest.mark.skipif(os.name != "posix", reason="elsewhere folders are not put on the disk")
@pytest.mark.parametrize(("number", "well"), [(errno.EINVAL, True), (errno.ENOTSUP, True), (errno.EIO, False)])
def test_a_folder_that_cannot_be_put_on_the_disk(
    tmp_path: Path, number: int, well: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sync(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("netcheck.world.spool_disk.os.fsync", sync)
    if well:
        sync_names(tmp_path)  # a file system of a network: it does what it can
        return
    with pytest.raises(OSError, match="output"):
        sync_names(tmp_path)
