"""The provider's status page, in the form and with the bad manners that a scenario asks for."""

import gzip
import json
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from .. import certificates
from ..names import STATUS_HOST
from . import http_wire
from .http_wire import Request
from .status_forms import FORMS, Wishes, summary

LONGEST_S = 120.0
SIGN_IN = b"<!doctype html><html><head><title>Sign in</title></head><body><form>Welcome</form></body></html>"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "lol">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    + ']><rss version="2.0"><channel><title>&l11;</title><item><title>&l11;</title></item></channel></rss>'
).encode()
Manner = Callable[[socket.socket, Request, Wishes], None]


def page(wire: socket.socket, request: Request, wishes: Wishes) -> None:
    """As it should be."""
    kind, write = FORMS.get(request.path.partition("?")[0], ("text/html", lambda _wishes: SIGN_IN))
    http_wire.answer(wire, request, 200, kind, write(wishes))


def always(status: int, kind: str, body: bytes, extra: str = "") -> Manner:
    """The same answer to everything."""
    return lambda wire, request, _wishes: http_wire.answer(wire, request, status, kind, body, extra)


def trickle(wire: socket.socket, _request: Request, _wishes: Wishes) -> None:
    """A body without an end, a blank every fifth of a second."""
    wire.sendall(http_wire.head(200, "application/json", None))
    drip(wire, b" ")


def trickle_head(wire: socket.socket, _request: Request, _wishes: Wishes) -> None:
    """A head without an end, a letter every fifth of a second."""
    wire.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
    drip(wire, b"a")


def drip(wire: socket.socket, piece: bytes) -> None:
    """Send a piece every fifth of a second."""
    deadline = time.monotonic() + LONGEST_S
    while time.monotonic() < deadline:
        wire.sendall(piece)
        time.sleep(0.2)


def huge(wire: socket.socket, _request: Request, _wishes: Wishes) -> None:
    """200 MB of blanks."""
    wire.sendall(http_wire.head(200, "application/json", 200_000_000))
    for _ in range(3200):
        wire.sendall(b" " * 62_500)


def packed(wire: socket.socket, request: Request, _wishes: Wishes) -> None:
    """200 MB, packed to some hundred kilobytes, though nobody asked for that."""
    body = gzip.compress(b" " * 2_000_000) * 100
    http_wire.answer(wire, request, 200, "application/json", body, "Content-Encoding: gzip\r\n")


def hang(_wire: socket.socket, _request: Request, _wishes: Wishes) -> None:
    """Silence after the request."""
    time.sleep(LONGEST_S)


def cut_off(wire: socket.socket, _request: Request, wishes: Wishes) -> None:
    """Half of the page, then the end."""
    body = summary(wishes)
    wire.sendall(http_wire.head(200, "application/json", len(body)) + body[: len(body) // 2])


def round_and_round(wire: socket.socket, request: Request, _wishes: Wishes) -> None:
    """Each page leads to the next one."""
    number = int(request.path.rpartition("=")[2] or 0) if "=" in request.path else 0
    extra = f"Location: https://{STATUS_HOST}{request.path.partition('?')[0]}?n={number + 1}\r\n"
    http_wire.answer(wire, request, 302, "text/html", b"", extra)


def in_sixteen_bits(wire: socket.socket, request: Request, wishes: Wishes) -> None:
    """The page in UTF-16, as one large cloud has it."""
    http_wire.answer(wire, request, 200, "application/json", summary(wishes).decode().encode("utf-16"))


def in_another_code(wire: socket.socket, request: Request, wishes: Wishes) -> None:
    """Latin-1 that calls itself UTF-8."""
    body = json.dumps(json.loads(summary(wishes)), ensure_ascii=False).encode("latin-1", "replace")
    http_wire.answer(wire, request, 200, "application/json; charset=utf-8", body)


MANNERS: dict[str, Manner] = {
    "good": page,
    "garbage": always(200, "application/json", b"\xff\xfe{]<html>\x00" * 200),
    "error": always(503, "text/html", b"<h1>Service Unavailable</h1>"),
    "busy": always(429, "text/plain", b"slow down", "Retry-After: 3600\r\n"),
    "portal": always(200, "text/html", SIGN_IN),
    "elsewhere": always(302, "text/html", b"", "Location: https://www.example.com/login\r\n"),
    "empty": always(200, "application/json", b""),
    "deep": always(200, "application/json", b"[" * 200_000),
    "bomb": always(200, "application/rss+xml", BOMB),
    "trickle": trickle,
    "trickle-head": trickle_head,
    "huge": huge,
    "packed": packed,
    "hang": hang,
    "cut-off": cut_off,
    "loop": round_and_round,
    "utf-16": in_sixteen_bits,
    "latin-1": in_another_code,
}


def main() -> None:
    """Serve until killed: FOLDER holds the certificates, WISHES what a scenario asks for; each question is a line in
    asked.log beside it."""
    folder, file = Path(sys.argv[1]), Path(sys.argv[2])
    leaf = certificates.make_leaf(folder, "root", "status", [f"DNS:{STATUS_HOST}", "DNS:www.labtel.at"])
    lock = threading.Lock()

    def wishes() -> dict[str, object]:
        return dict(json.loads(file.read_text())) if file.exists() else {}

    def note(what: str) -> None:
        with lock, file.with_name("asked.log").open("a") as log:
            log.write(what + "\n")

    def handle(wire: socket.socket) -> None:
        request = http_wire.read_request(wire)
        if request is None:
            return
        note(f"{request.method} {request.path}")
        wanted = wishes()
        MANNERS[str(wanted.get("manners", "good"))](wire, request, wanted)

    def secure(wire: socket.socket) -> None:
        wire.settimeout(8)
        if wishes().get("manners") == "mute":  # accepts, and never says a word
            note("CONNECT")
            time.sleep(LONGEST_S)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(leaf)
        with context.wrap_socket(wire, server_side=True) as secured:
            handle(secured)

    http_wire.serve_in_background(http_wire.listen(443), secure)
    http_wire.serve(http_wire.listen(80), handle)


if __name__ == "__main__":
    main()
