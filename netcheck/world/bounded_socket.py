"""Lets a web server say only so much, and only until a moment: what requests and urllib3 cannot hold it to."""

# Their time-outs begin anew with each byte, and the head of an answer may have 6 MB.

from __future__ import annotations

import io
import socket
import time
from dataclasses import dataclass
from typing import Any

HEAD = 1 << 16
"""Bytes of an answer before its body."""


class TooMuch(OSError):
    """More was said than there is room for."""


@dataclass(slots=True)
class Bounds:
    """What one answer is held to, and how much of it has come; `most` may be raised meanwhile."""

    until: float
    """Monotonic seconds."""
    most: int = HEAD
    """Bytes."""
    read: int = 0


class _Reader(io.RawIOBase):
    """A socket's bytes as long as they keep within the bounds."""

    def __init__(self, sock: socket.socket, bounds: Bounds) -> None:
        super().__init__()
        # Its own hold on the socket: http.client closes the connection before the body is read.
        self._sock, self._raw, self._bounds = sock, sock.makefile("rb", buffering=0), bounds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._bounds.until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time for the whole answer is over")
        self._sock.settimeout(left)
        count = self._raw.readinto(buffer)
        self._bounds.read += count or 0
        if self._bounds.read > self._bounds.most:
            raise TooMuch("more than there is room for")
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class BoundedSocket:
    """A socket whose bytes are read within bounds; in all else the one it wraps."""

    def __init__(self, sock: socket.socket, bounds: Bounds) -> None:
        self._sock, self._bounds = sock, bounds

    def makefile(self, mode: str = "rb", *_: Any, **__: Any) -> io.BufferedReader:
        """As http.client asks for it: to read the answer."""
        return io.BufferedReader(_Reader(self._sock, self._bounds))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)
