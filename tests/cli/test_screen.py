"""Output that nobody reads any more, as systems tell it."""

import errno
import io
import os
import sys
from pathlib import Path

import pytest

from netcheck.cli.screen import emit


class Pipe(io.StringIO):
    """Standard output whose reader has gone away."""

    def __init__(self, error: OSError, place: Path) -> None:
        super().__init__()
        self._error = error
        self._file = place.open("wb")

    def flush(self) -> None:
        if self._file.closed:
            return
        raise self._error

    def fileno(self) -> int:
        return self._file.fileno()

    def close(self) -> None:
        self._file.close()


@pytest.mark.parametrize(
    ("system", "error", "gone"),
    [
        ("linux", BrokenPipeError(errno.EPIPE, "Broken pipe"), True),
        ("linux", OSError(errno.EINVAL, "Invalid argument"), False),
        ("win32", BrokenPipeError(errno.EPIPE, "Broken pipe"), True),
        ("win32", OSError(errno.EINVAL, "Invalid argument"), True),
        ("win32", OSError(errno.ENOSPC, "No space left on device"), False),
    ],
)
def test_a_reader_that_has_gone_away(
    system: str, error: OSError, gone: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows says of the same pipe now this, now that."""
    pipe = Pipe(error, tmp_path / "pipe")
    monkeypatch.setattr(sys, "stdout", pipe)
    monkeypatch.setattr(sys, "platform", system)
    if gone:
        assert not emit("text")
        assert os.fstat(pipe.fileno()).st_rdev == Path(os.devnull).stat().st_rdev
    else:
        with pytest.raises(OSError, match=error.strerror):
            emit("text")
    pipe.close()


def test_a_window_without_a_console_has_no_output(monkeypatch: pytest.MonkeyPatch) -> None:
    """As pythonw.exe starts a program."""
    monkeypatch.setattr(sys, "stdout", None)
    assert emit("text")
