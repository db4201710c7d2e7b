"""Keeps one window for each person: a second start brings the first one to the front."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCryptographicHash, QDeadlineTimer, QLockFile, QObject, QStandardPaths, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE_MS, STEP_MS = 3000, 100
"""How long a second start tries to reach the first, which may be just starting; and the pause between two tries."""
LONGEST = 4096
"""Bytes that are read from whoever connects."""
SHOW, SHOWN = b"show", b"shown"


def runtime_folder() -> Path:
    """A folder of this user alone that is empty after a restart of the computer, e.g. /run/user/1000/netcheck.

    Never the shared temporary folder, QLocalServer's default, where another user can take the name. Nor what Qt takes
    for such a folder on Windows, which has none: the person's own, where they would find a folder "netcheck".
    """
    places = QStandardPaths.StandardLocation
    if sys.platform == "win32":
        return Path(QStandardPaths.writableLocation(places.GenericDataLocation)) / "netcheck"
    place = QStandardPaths.writableLocation(places.RuntimeLocation)
    return Path(place or QStandardPaths.writableLocation(places.AppLocalDataLocation)) / "netcheck"


class Single(QObject):
    """Decides which start is the first, and hears of the others.

    The lock decides (QLockFile takes over one whose process is dead); the socket only carries "show yourself".
    """

    wanted = Signal(str)
    """A second start wants this window to be seen; with the activation token that it was given, or an empty text."""

    def __init__(self, name: str = "window", folder: Path | None = None, patience_ms: int = PATIENCE_MS) -> None:
        """`name` is that of the lock and the socket: a demo does not bring the real window to the front."""
        super().__init__()
        folder = folder or runtime_folder()
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._patience_ms = patience_ms
        self._address = _address(folder / name)
        self._lock = QLockFile(str(folder / f"{name}.lock"))
        self._lock.setStaleLockTime(0)  # however old: a window may be open for weeks
        self._server: QLocalServer | None = None

    def first(self, token: str = "") -> bool:
        """Whether this is the first start; if not, the first one has shown itself.

        A first one that holds the lock and does not answer is frozen. Then this start opens a window of its own and
        takes over the address: somebody whose program hangs in an outage must be able to open it anew.
        """
        deadline = QDeadlineTimer(self._patience_ms)
        while not self._lock.tryLock(0):
            if self._lock.error() != QLockFile.LockError.LockFailedError:
                break  # nowhere to put a lock: two windows are better than none
            if self._asked(token):
                return False
            if deadline.hasExpired():
                break
            time.sleep(STEP_MS / 1000)  # there is no window yet that could stand still
        self._listen()
        return True

    def close(self) -> None:
        """Give it up."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()

    def _asked(self, token: str) -> bool:
        """Whether the first window has answered."""
        socket = QLocalSocket()
        socket.connectToServer(self._address)
        if not socket.waitForConnected(STEP_MS):
            return False
        socket.write(SHOW + b" " + token.encode("ascii", "ignore") + b"\n")
        left = QDeadlineTimer(self._patience_ms)
        while not socket.canReadLine() and not left.hasExpired():
            if not socket.waitForReadyRead(STEP_MS) and socket.state() != QLocalSocket.LocalSocketState.ConnectedState:
                break
        said = bytes(socket.readAll().data()).strip()
        socket.abort()
        return said == SHOWN

    def _listen(self) -> None:
        # The socket of a process that was killed is still there.
        QLocalServer.removeServer(self._address)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._connected)
        if server.listen(self._address):
            self._server = server

    def _connected(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            socket.setParent(self)
            socket.readyRead.connect(_reader(self, socket))
            socket.disconnected.connect(socket.deleteLater)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > LONGEST:
                socket.abort()
            return
        words = bytes(socket.readLine(LONGEST).data()).decode("ascii", "ignore").split()
        if words[:1] == [SHOW.decode()]:
            socket.write(SHOWN + b"\n")
            socket.flush()
            self.wanted.emit(words[1] if len(words) > 1 else "")


def _reader(single: Single, socket: QLocalSocket) -> Callable[[], None]:
    return lambda: single._read(socket)


def _address(path: Path) -> str:
    """An absolute path; on Windows a pipe's name, which may hold no backslash, made from that path."""
    if sys.platform != "win32":
        return str(path)
    digest = QCryptographicHash.hash(os.fsencode(path), QCryptographicHash.Algorithm.Sha256)
    return "netcheck-" + bytes(digest.toHex().data()).decode()[:32]
