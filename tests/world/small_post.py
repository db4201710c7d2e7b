"""A mail server and an ntfy server played on loopback for tests."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Mailbox:
    """A server's habits, and what it has taken."""

    tls: ssl.SSLContext | None = None
    starttls: bool = False
    """Encryption after the greeting; else, where `tls` is set, from the first byte."""
    user: str = ""
    password: str = ""
    replies: dict[str, str] = field(default_factory=dict)
    """What to say to a command instead, e.g. {"RCPT": "550 nobody"}."""
    lost: int = 0
    """So many letters are taken without a word: the connection is cut."""
    manner: Callable[[str], str] = lambda verb: ""
    """What becomes of a command, or of a letter ("TAKEN"): "" is answered well, "cut" is broken off, "hang" gets no
    answer, anything else is the answer."""
    mute: str = ""
    """A command to which nothing is said."""
    letters: list[bytes] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    secured: list[bool] = field(default_factory=list)
    """For each command, whether it came encrypted."""


@contextmanager
def mail_server(box: Mailbox) -> Iterator[int]:
    """The port on which it listens."""

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            secure = False
            if box.tls and not box.starttls:
                secure = self._secure(box.tls)
                if not secure:
                    return
            self._say("220 small.example ESMTP")
            while line := self.rfile.readline().decode("utf-8", "replace").strip():
                verb = line.split(" ")[0].upper()
                box.commands.append(line)
                box.secured.append(secure)
                manner = box.manner(verb)
                if manner == "cut":
                    return
                if verb == box.mute or manner == "hang":
                    continue
                if manner:
                    self._say(manner)
                    continue
                if verb in box.replies:
                    self._say(box.replies[verb])
                elif verb == "EHLO":
                    more = ["STARTTLS"] if box.starttls and not secure else []
                    more += ["AUTH PLAIN"] if box.user else []
                    lines = ["small.example", *more, "SIZE 100000"]
                    self._say(*(f"250{'-' if n < len(lines) - 1 else ' '}{each}" for n, each in enumerate(lines)))
                elif verb == "STARTTLS" and box.tls:
                    self._say("220 go ahead")
                    secure = self._secure(box.tls)
                    if not secure:
                        return
                elif verb == "AUTH":
                    told = base64.b64decode(line.split(" ")[2]).decode()
                    right = told == f"\0{box.user}\0{box.password}"
                    self._say("235 welcome" if right else f"535 5.7.8 {box.user} is not known with that password")
                elif verb == "DATA":
                    self._say("354 go on")
                    letter = b""
                    while (part := self.rfile.readline()) not in (b".\r\n", b""):
                        letter += part
                    box.letters.append(letter)
                    if len(box.letters) <= box.lost or box.manner("TAKEN"):
                        return
                    self._say("250 taken")
                elif verb == "QUIT":
                    self._say("221 bye")
                    return
                else:
                    self._say("250 well")

        def _say(self, *lines: str) -> None:
            self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

        def _secure(self, context: ssl.SSLContext) -> bool:
            try:
                self.request = context.wrap_socket(self.request, server_side=True)
            except OSError:  # the other side did not like the certificate
                return False
            self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", buffering=0)
            return True

        def finish(self) -> None:
            for file in (self.rfile, self.wfile):
                file.close()
            self.request.close()

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A conversation that breaks off is part of the test."""

    with _serving(Server(("127.0.0.1", 0), Talk)) as port:
        yield port


@dataclass
class Topic:
    """What an ntfy server answers, one status and its headers for each request, and what it was sent."""

    answers: Sequence[tuple[int, dict[str, str]]] = ((200, {}),)
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    """Path, headers, body."""


@contextmanager
def ntfy_server(topic: Topic, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """The port on which it listens; the last answer is repeated."""

    class Talk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            status, more = topic.answers[min(len(topic.requests), len(topic.answers) - 1)]
            topic.requests.append((self.path, dict(self.headers.items()), body))
            self.send_response(status)
            for name, value in {**more, "Content-Length": "2"}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Talk)
    server.daemon_threads = True
    server.handle_error = lambda request, client_address: None  # type: ignore[method-assign]  # a part of the test
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    with _serving(server) as port:
        yield port


@contextmanager
def _serving(server: socketserver.TCPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
