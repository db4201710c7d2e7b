"""The provider's page asked over real sockets: in time, by address, and kept for when it cannot be asked."""

from __future__ import annotations

import json
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer

import pytest

from netcheck.core.model import Failure
from netcheck.core.network import StatusPage
from netcheck.core.news import Incident, News, Reading
from netcheck.plugins import StatusFormat
from netcheck.world.status_page import LARGEST, StatusPages

NOW = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
NAME = "status.labtel.example"
FINE = b'{"trouble": "cut"}'
ALWAYS_S = 20.0
"""Long enough for a busy machine; nothing here waits for it to pass."""


CUT = News(incidents=(Incident("cut", "outage"),))


def parse(data: bytes, reading: Reading) -> News:
    found = json.loads(data)
    if not isinstance(found, dict) or "trouble" not in found:
        raise ValueError("not of this form")
    return News(incidents=(Incident(found["trouble"], "outage"),))


FORMATS = {
    "other": StatusFormat("another", lambda data: False, lambda data, reading: News()),
    "lab": StatusFormat("the lab's", lambda data: data.startswith(b"{"), parse),
}


class Server(ThreadingHTTPServer):
    """Answers as told; does not ask the DNS for its own name, which would hang without one."""

    daemon_threads = True

    def __init__(self, answer: Callable[[BaseHTTPRequestHandler], None], context: ssl.SSLContext | None = None) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.answer = answer
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


def say(status: int, body: bytes = b"", **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


Serve = Callable[..., Server]


@pytest.fixture
def serve() -> Iterator[Serve]:
    servers: list[Server] = []

    def start(answer: Callable[[BaseHTTPRequestHandler], None], context: ssl.SSLContext | None = None) -> Server:
        servers.append(Server(answer, context))
        return servers[-1]

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def here(name: str) -> tuple[str, ...]:
    return ("127.0.0.1",)


def pages(folder: Path, lookup: Callable[[str], tuple[str, ...]] = here) -> StatusPages:
    return StatusPages(FORMATS, lookup, folder / "cache")


def ask(pages: StatusPages, url: str, wait_s: float = ALWAYS_S, now: datetime = NOW, form: str = "") -> StatusPage:
    return pages.fetch(url, form, wait_s, now)


def test_a_page_is_fetched_by_address_with_its_name(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    names: list[str] = []

    def lookup(name: str) -> tuple[str, ...]:
        names.append(name)
        return ("127.0.0.1",)

    server = serve(say(200, FINE))
    url = f"http://{NAME}:{server.port}/api/v2/summary.json?a=b"
    assert ask(pages(tmp_path, lookup), url) == StatusPage(url, NOW, CUT, format="lab")
    assert names == [NAME]
    ((path, headers),) = server.asked
    assert path == "/api/v2/summary.json?a=b"
    assert headers["host"] == f"{NAME}:{server.port}"
    assert headers["user-agent"] == "netcheck"


def test_a_literal_address_is_not_looked_up(serve: Serve, tmp_path: Path) -> None:
    server = serve(say(200, FINE))
    assert ask(pages(tmp_path, lambda name: pytest.fail(name)), f"http://127.0.0.1:{server.port}/").failure is None


def test_the_next_address_is_tried(serve: Serve, tmp_path: Path) -> None:
    server = serve(say(200, FINE))
    found = ask(pages(tmp_path, lambda name: ("127.0.0.2", "::1", "127.0.0.1")), f"http://{NAME}:{server.port}/")
    assert found.failure is None


@pytest.mark.parametrize(
    ("body", "form", "failure"),
    [
        (FINE, "lab", None),
        (FINE, "unheard-of", None),
        (b'{"x": 1}', "lab", Failure.BAD_ANSWER),
        (b'{"x": 1}', "", Failure.BAD_ANSWER),
        (b"<html>Welcome to the hotel</html>", "", Failure.BAD_ANSWER),
        (b"", "", Failure.BAD_ANSWER),
        (b"{" * (LARGEST + 1), "", Failure.BAD_ANSWER),
    ],
    ids=range(7),
)
def test_what_the_page_says_must_be_of_a_known_format(
    body: bytes, form: str, failure: Failure | None, serve: Serve, tmp_path: Path
) -> None:
    server = serve(say(200, body))
    found = ask(pages(tmp_path), f"http://{NAME}:{server.port}/", form=form)
    assert (found.failure, len(found.news.incidents)) == (failure, 0 if failure else 1)
    assert (tmp_path / "cache").exists() is (failure is None)


def test_a_page_is_asked_once_a_minute(serve: Serve, tmp_path: Path) -> None:
    server = serve(say(500))
    ours = pages(tmp_path)
    url = f"http://{NAME}:{server.port}/"
    assert ask(ours, url).failure is Failure.HTTP_ERROR
    server.answer = say(200, FINE)
    assert ask(ours, url, now=NOW + timedelta(seconds=59)).failure is Failure.HTTP_ERROR
    assert ask(ours, url, now=NOW + timedelta(seconds=60)).failure is None
    assert ask(ours, url, now=NOW - timedelta(hours=1)).failure is None
    assert len(server.asked) == 3


@pytest.mark.parametrize(("value", "rest_s"), [("600", 600), ("99999", 3600), ("1", 60), ("Sat, 21 Nov 2026", 60)])
def test_a_page_that_wants_to_be_left_alone_is(value: str, rest_s: int, serve: Serve, tmp_path: Path) -> None:
    server = serve(say(429, Retry_After=value))
    ours = pages(tmp_path)
    url = f"http://{NAME}:{server.port}/"
    for second in (0, rest_s - 1, rest_s):
        assert ask(ours, url, now=NOW + timedelta(seconds=second)).failure is Failure.HTTP_ERROR
    assert len(server.asked) == 2


def test_a_page_that_has_not_changed_is_not_sent_again(serve: Serve, tmp_path: Path) -> None:
    server = serve(say(200, FINE, ETag='W/"1"', Last_Modified="Sat, 21 Nov 2026 14:00:00 GMT"))
    url = f"http://{NAME}:{server.port}/"
    ask(pages(tmp_path), url)
    server.answer = say(304)
    later = NOW + timedelta(days=3)
    assert ask(pages(tmp_path), url, now=later) == StatusPage(url, later, CUT, format="lab")
    assert server.asked[1][1]["if-none-match"] == 'W/"1"'
    assert server.asked[1][1]["if-modified-since"] == "Sat, 21 Nov 2026 14:00:00 GMT"


@pytest.mark.parametrize(("hours", "usable"), [(1, True), (24, True), (25, False), (-1, False)])
def test_a_kept_copy_speaks_when_the_page_cannot(hours: int, usable: bool, serve: Serve, tmp_path: Path) -> None:
    server = serve(say(200, FINE))
    url = f"http://{NAME}:{server.port}/"
    ask(pages(tmp_path), url)
    found = ask(pages(tmp_path, lambda name: ()), url, now=NOW + timedelta(hours=hours))
    assert found.failure is Failure.NAME_NOT_FOUND
    assert found.stale is usable
    assert found.fetched_at == (NOW if usable else None)
    assert len(found.news.incidents) == usable


@pytest.mark.parametrize("damage", [b"", b"[]", b"{}", b"\xff", b'{"url": 1}', b"[" * 100_000], ids=range(6))
def test_a_damaged_copy_is_none(damage: bytes, serve: Serve, tmp_path: Path) -> None:
    server = serve(say(200, FINE))
    url = f"http://{NAME}:{server.port}/"
    ask(pages(tmp_path), url)
    (copy,) = (tmp_path / "cache").iterdir()
    copy.write_bytes(damage)
    assert ask(pages(tmp_path, lambda name: ()), url) == StatusPage(url, failure=Failure.NAME_NOT_FOUND)
    assert ask(pages(tmp_path), url).failure is None


def test_without_a_place_to_keep_it_the_page_is_read_all_the_same(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "cache").touch()
    server = serve(say(200, FINE))
    assert ask(pages(tmp_path), f"http://{NAME}:{server.port}/").failure is None


# --- redirects


@pytest.mark.parametrize(
    ("there", "failure"),
    [
        ("/there", None),
        ("http://{name}:{port}/there", None),
        ("http://eu.{name}:{port}/there", None),
        ("http://labtel.example:{port}/there", None),
        ("http://portal.hotel.example:{port}/there", Failure.REDIRECTED),
        ("http://evil{name}:{port}/there", Failure.REDIRECTED),
        ("http://me@{name}:{port}/there", Failure.REDIRECTED),
        ("ftp://{name}/there", Failure.REDIRECTED),
        ("http://[/", Failure.BAD_ANSWER),
        ("", Failure.REDIRECTED),
    ],
)
def test_a_redirect_is_followed_within_the_site(
    there: str, failure: Failure | None, serve: Serve, tmp_path: Path
) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        target = there.format(name=NAME, port=server.port)
        say(200, FINE)(handler) if handler.path == "/there" else say(302, Location=target)(handler)

    server = serve(answer)
    assert ask(pages(tmp_path), f"http://{NAME}:{server.port}/here").failure is failure


def test_redirects_end_after_three(serve: Serve, tmp_path: Path) -> None:
    server = serve(say(302, Location="/again"))
    assert ask(pages(tmp_path), f"http://{NAME}:{server.port}/").failure is Failure.REDIRECTED
    assert len(server.asked) == 4


# --- servers with bad manners


def test_a_closed_door_and_an_impossible_address(serve: Serve, tmp_path: Path) -> None:
    server = serve(say(200))
    server.shutdown()
    server.server_close()
    assert ask(pages(tmp_path), f"http://{NAME}:{server.port}/").failure is Failure.REFUSED
    assert ask(pages(tmp_path), "http://[::1/").failure is Failure.BAD_ANSWER


def test_a_server_that_hangs_up_without_a_word(serve: Serve, tmp_path: Path) -> None:
    server = serve(lambda handler: handler.connection.close())
    assert ask(pages(tmp_path), f"http://{NAME}:{server.port}/").failure in (Failure.RESET, Failure.BAD_ANSWER)


@pytest.mark.parametrize("where", ["silent", "head", "body"])
def test_a_server_that_trickles_does_not_hold_us(where: str, serve: Serve, tmp_path: Path) -> None:
    over = threading.Event()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if where != "silent":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        if where == "body":
            handler.wfile.write(b"Content-Length: 100000\r\n\r\n")
        while not over.wait(0.02):
            if where != "silent":
                handler.wfile.write(b"X")
                handler.wfile.flush()

    server = serve(answer)
    try:
        assert ask(pages(tmp_path), f"http://{NAME}:{server.port}/", wait_s=0.3).failure is Failure.TIMEOUT
    finally:
        over.set()


def test_threads_left_behind_are_few(serve: Serve, tmp_path: Path) -> None:
    over = threading.Event()
    asked = 0

    def lookup(name: str) -> tuple[str, ...]:
        nonlocal asked
        asked += 1
        over.wait(ALWAYS_S)
        return ()

    ours = pages(tmp_path, lookup)
    try:
        for number in range(5):
            assert ask(ours, f"http://{NAME}/{number}", wait_s=0.05).failure is Failure.TIMEOUT
        assert asked == 3
    finally:
        over.set()


# --- HTTPS


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ca.pem, and leaf.pem for NAME signed by it."""
    folder = tmp_path_factory.mktemp("authority")

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True, timeout=20)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    extensions = ("-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test root", *extensions)
    openssl("req", "-new", *key, "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/CN=leaf")
    (folder / "leaf.ext").write_text(f"subjectAltName=DNS:{NAME}\nextendedKeyUsage=serverAuth\n", encoding="ascii")
    signing = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "leaf.ext")
    openssl("x509", "-req", "-in", "leaf.csr", "-out", "leaf.pem", *signing)
    return folder


@pytest.fixture
def secure(authority: Path, serve: Serve) -> tuple[Server, list[str | None]]:
    """A server with that certificate, and the names that were asked for in TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority / "leaf.pem", authority / "leaf.key")
    names: list[str | None] = []
    context.sni_callback = lambda sock, name, inner: names.append(name)
    return serve(say(200, FINE), context), names


def test_https_asks_for_the_name_and_trusts_the_system_s_store(
    secure: tuple[Server, list[str | None]], authority: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / "ca.pem"))
    server, names = secure
    assert ask(pages(tmp_path), f"https://{NAME}:{server.port}/").failure is None
    assert names == [NAME]
    assert ask(pages(tmp_path), f"https://other.example:{server.port}/").failure is Failure.CERTIFICATE_NAME
    assert ask(pages(tmp_path), f"http://{NAME}:{server.port}/").failure is not None


def test_https_of_an_unknown_issuer_is_refused(secure: tuple[Server, list[str | None]], tmp_path: Path) -> None:
    server, _ = secure
    assert ask(pages(tmp_path), f"https://{NAME}:{server.port}/").failure is Failure.CERTIFICATE_UNTRUSTED


def test_something_else_than_tls_is_told(serve: Serve, tmp_path: Path) -> None:
    server = serve(say(200, FINE))
    assert ask(pages(tmp_path), f"https://{NAME}:{server.port}/").failure in (Failure.TLS_FAILED, Failure.RESET)
