"""Ends a conversation with a help desk from outside, at whatever point it is."""

from __future__ import annotations

import contextlib
import socket
import struct
import sys
import threading

_RESET = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
"""`struct linger`: on, zero seconds (SO_LINGER of POSIX, and of Winsock, whose two numbers are u_short)."""


class Grip:
    """A hold on the connection of another thread, from the moment it is there: also while it is being secured.

    It holds the same connection by a second handle. So it can be ended without the help of the SSLSocket, whose own
    shutdown first takes the encryption away: what its thread sends in that moment would go in the clear.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: socket.socket | None = None
        self._cut = self._sent = False

    def take(self, sock: socket.socket) -> socket.socket:
        """Hold this connection; what is given is returned. Raises TimeoutError, and closes it, where all is over."""
        with self._lock:
            if self._cut:
                sock.close()
                raise TimeoutError
            self._held = sock.dup()
        return sock

    def goes_out(self) -> None:
        """What is to be sent goes out from now on. Raises TimeoutError where all is over, so that nothing does."""
        with self._lock:
            if self._cut:
                raise TimeoutError
            self._sent = True

    @property
    def sent(self) -> bool:
        """Whether the other side may have got it."""
        return self._sent

    def refused(self) -> None:
        """The other side has said that it does not have it."""
        self._sent = False

    def cut(self) -> None:
        """End the connection, and let none be made any more.

        It is reset, not closed in peace: a side that sends without end, and to which this one no longer listens, may
        else wait for room (the zero window of RFC 9293, 3.8.6.1) for minutes before it hears that nobody is there.
        """
        with self._lock:
            self._cut = True
            if self._held is not None:
                with contextlib.suppress(OSError):
                    self._held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                with contextlib.suppress(OSError):
                    self._held.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        """The conversation is over; before this the other side does not see its end."""
        with self._lock:
            held, self._held = self._held, None
            if held is not None:
                held.close()
