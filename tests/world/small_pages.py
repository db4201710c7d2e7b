"""A web server on loopback that answers as a test tells it to, however bad its manners are."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer

NAME = "status.labtel.example"
Answering = Callable[[BaseHTTPRequestHandler], None]


class Server(ThreadingHTTPServer):
    """Does not ask the DNS for its own name, which would hang without one."""

    daemon_threads = True

    def __init__(self, answer: Answering, context: ssl.SSLContext | None = None) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        """Path and headers of each question."""
        self.answer = answer
        self.over = threading.Event()
        """Set when the test is over, for answers that go on for ever."""
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append((self.path, {key.lower(): value for key, value in self.headers.items()}))
                server.answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        if context is not None:
            self.socket = context.wrap_socket(self.socket, server_side=True)
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def server_bind(self) -> None:
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away, or refused our certificate, is what some tests are about."""

    def url(self, path: str = "/", name: str = NAME, scheme: str = "http") -> str:
        """The address of a page here."""
        return f"{scheme}://{name}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked for."""
        return [path for path, _ in self.asked]

    def close(self) -> None:
        """End it."""
        self.over.set()
        self.shutdown()
        self.server_close()


def say(status: int, body: bytes = b"", **headers: str) -> Answering:
    """Answers with this; underscores of header names are hyphens."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def by_path(**answers: Answering) -> Answering:
    """Answers by path ("" for the bare address, "a_b" for /a/b); 404 elsewhere."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        answers.get(handler.path.strip("/").replace("/", "_").replace(".", "_"), say(404))(handler)

    return answer


def head(handler: BaseHTTPRequestHandler, *lines: bytes) -> None:
    """The first lines of an answer, as they stand; the head ends where an empty one is among them."""
    handler.wfile.write(b"".join(line + b"\r\n" for line in lines))
    handler.wfile.flush()


def pour(handler: BaseHTTPRequestHandler, piece: bytes, over: threading.Event, pause_s: float = 0.0) -> int:
    """Send this again and again until the test is over or the reader has gone; bytes sent."""
    sent = 0
    try:
        while not over.wait(pause_s) if pause_s else not over.is_set():
            handler.wfile.write(piece)
            handler.wfile.flush()
            sent += len(piece)
    except OSError:
        pass
    return sent
