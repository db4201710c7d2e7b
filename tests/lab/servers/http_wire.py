"""Just enough HTTP for the lab's servers: one request a connection, an answer with the true date."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate

from .pages import REASONS


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: method, path, host and body."""

    method: str
    path: str
    host: str
    headers: dict[str, str]
    body: bytes


def read_request(wire: socket.socket, patience: float = 8.0) -> Request | None:
    """Read one request, or nothing where the asker goes away or sends something else."""
    wire.settimeout(patience)
    data = b""
    while b"\r\n\r\n" not in data:
        more = wire.recv(65536)
        if not more or len(data) > 65536:
            return None
        data += more
    head, body = data.split(b"\r\n\r\n", 1)
    lines = head.decode("latin-1").split("\r\n")
    words = lines[0].split(" ")
    if len(words) != 3:
        return None
    headers = {key.strip().lower(): value.strip() for key, _, value in (line.partition(":") for line in lines[1:])}
    wanted = min(int(headers.get("content-length", "0") or "0"), 1 << 20)
    while len(body) < wanted:
        more = wire.recv(65536)
        if not more:
            return None
        body += more
    return Request(words[0], words[1], headers.get("host", ""), headers, body)


def head(status: int, kind: str, length: int | None, extra: str = "") -> bytes:
    """Write the head of an answer; without a length the body runs until the connection closes."""
    lines = [
        f"HTTP/1.1 {status} {REASONS.get(status, 'Status')}",
        f"Date: {formatdate(time.time(), usegmt=True)}",
        "Server: nginx",
        "Connection: close",
    ]
    if kind:
        lines.append(f"Content-Type: {kind}")
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return ("\r\n".join(lines) + "\r\n" + extra + "\r\n").encode()


def answer(wire: socket.socket, request: Request, status: int, kind: str, body: bytes, extra: str = "") -> None:
    """Send a whole answer; a question by HEAD gets its head alone."""
    wire.sendall(head(status, kind, len(body), extra) + (b"" if request.method == "HEAD" else body))


def listen(port: int, family: int = socket.AF_INET6) -> socket.socket:
    """Listen on every address of the box, both families on one socket where there is IPv6."""
    server = socket.socket(family, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    server.bind(("", port))
    server.listen(128)
    return server


def serve(server: socket.socket, handle: Callable[[socket.socket], None]) -> None:
    """Give every caller a thread of its own, for ever; a caller's broken connection is its own affair."""

    def one(wire: socket.socket) -> None:
        with wire, contextlib.suppress(OSError, ValueError):
            handle(wire)

    while True:
        try:
            wire, _peer = server.accept()
        except OSError:
            continue
        threading.Thread(target=one, args=(wire,), daemon=True).start()


def serve_in_background(server: socket.socket, handle: Callable[[socket.socket], None]) -> None:
    """Serve from a daemon thread."""
    threading.Thread(target=serve, args=(server, handle), daemon=True).start()
