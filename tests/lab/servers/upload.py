"""Another device at home that uploads with all its might, for a bounded time, and the host that takes it."""

import contextlib
import socket
import sys
import threading
import time

from . import http_wire

PORT, CONNECTIONS = 5001, 3


def take(wire: socket.socket) -> None:
    """Swallow whatever comes."""
    while wire.recv(1 << 16):
        pass


def send(address: str, end: float) -> None:
    """Send until the end; TCP fills the queue and, unlike datagrams, hardly makes anybody lose packets."""
    with contextlib.suppress(OSError), socket.create_connection((address, PORT), 5) as wire:
        while time.monotonic() < end:
            wire.send(bytes(1 << 14))


def main() -> None:
    """Send to ADDRESS for SECONDS, or be the host that takes it."""
    if len(sys.argv) == 1:
        http_wire.serve(http_wire.listen(PORT), take)
    end = time.monotonic() + float(sys.argv[2])
    senders = [threading.Thread(target=send, args=(sys.argv[1], end), daemon=True) for _ in range(CONNECTIONS)]
    for each in senders:
        each.start()
    for each in senders:
        each.join(float(sys.argv[2]) + 6)


if __name__ == "__main__":
    main()
