"""One question to one page over real sockets: by address, within its time and its room, by another way if need be."""

from __future__ import annotations

import gzip
import socket
import ssl
import subprocess
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from netcheck import __version__
from netcheck.core.model import Failure
from netcheck.core.network import Kind, OtherWay
from netcheck.world import status_asking, status_names
from netcheck.world.status_asking import FIRST_WAY_S, Answer, Known, _name_in, ask
from netcheck.world.status_copies import LARGEST
from netcheck.world.status_failed import Failed
from netcheck.world.status_reasons import (
    AWAY,
    BUSY,
    CIRCLES,
    CLOSED,
    CUT,
    ERROR,
    LARGE,
    NO_PAGE,
    PACKED,
    REASONS,
    SILENT,
    SLOW,
)
from tests.world.small_pages import NAME, Answering, Server, head, pour, say

PAGE = b'{"page": {"name": "LabTel"}}'
ALWAYS_S = 20.0
"""Long enough for a busy machine; nothing here waits for it to pass."""
SHORT_S = 0.4
"""The time of questions that are to run out of it."""
ROOM = 2_000_000
"""Bytes that no page may take, whatever it does."""
Serve = Callable[..., Server]


@pytest.fixture
def serve() -> Iterator[Serve]:
    servers: list[Server] = []

    def start(answer: Answering, context: ssl.SSLContext | None = None) -> Server:
        servers.append(Server(answer, context))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def here(name: str) -> tuple[str, ...]:
    return ("127.0.0.1",)


def nowhere(name: str) -> tuple[str, ...]:
    return ()


@dataclass
class Other:
    """Another way out; on loopback it leads to the same server."""

    interface: str = "usb0"
    found: tuple[str, ...] = ("127.0.0.1",)
    options: list[tuple[int, int, int | bytes]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    gone: bool = False
    heard: threading.Event = field(default_factory=threading.Event)

    @property
    def asked(self) -> bool:
        return bool(self.names)

    def works(self, read: bool) -> bool | None:
        return read

    @property
    def way(self) -> OtherWay:
        return OtherWay(self.interface, Kind.MODEM, "192.0.2.7", "192.0.2.1", True, f"your phone ({self.interface})")

    def lookup(self, name: str) -> tuple[str, ...]:
        self.names.append(name)
        self.heard.set()
        return self.found

    def socket_options(self, family: int = 4) -> list[tuple[int, int, int | bytes]]:
        if self.gone:
            raise OSError(19, "No such device")
        return self.options


def get(
    url: str,
    known: Known | None = None,
    lookup: Callable[[str], tuple[str, ...]] = here,
    ways: tuple[Other, ...] = (),
    wait_s: float = ALWAYS_S,
    via: str | None = None,
) -> Answer:
    return ask(url, known, lookup, ways, time.monotonic() + wait_s, via)


def refused(url: str, **more: object) -> tuple[Failure, str]:
    with pytest.raises(Failed) as problem:
        get(url, **more)  # type: ignore[arg-type]
    return problem.value.failure, problem.value.reason


# --- asking


def test_a_page_is_asked_by_address_with_its_name(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    names: list[str] = []

    def lookup(name: str) -> tuple[str, ...]:
        names.append(name)
        return ("127.0.0.1",)

    server = serve(say(200, PAGE, ETag='"1"', Cache_Control="max-age=30"))
    answer = get(server.url("/api/v2/summary.json?a=b"), lookup=lookup)
    assert (answer.body, answer.known, answer.via) == (PAGE, Known('"1"'), "")
    assert answer.headers["cache-control"] == "max-age=30"
    assert names == [NAME]
    ((path, headers),) = server.asked
    assert path == "/api/v2/summary.json?a=b"
    assert headers["host"] == f"{NAME}:{server.port}"
    assert headers["user-agent"] == f"netcheck/{__version__}"
    assert not {"cookie", "referer", "if-none-match", "if-modified-since"} & headers.keys()


def test_a_literal_address_is_not_looked_up(serve: Serve) -> None:
    server = serve(say(200, PAGE))
    assert get(server.url(name="127.0.0.1"), lookup=pytest.fail).body == PAGE


def test_the_next_address_is_tried(serve: Serve) -> None:
    server = serve(say(200, PAGE))
    assert get(server.url(), lookup=lambda name: ("127.0.0.2", "::1", "127.0.0.1")).body == PAGE


def test_a_page_that_has_not_changed_is_not_sent_again(serve: Serve) -> None:
    server = serve(say(304))
    known = Known('W/"1"', "Sat, 21 Nov 2026 14:00:00 GMT")
    answer = get(server.url(), known)
    assert (answer.body, answer.known) == (None, known)
    assert server.asked[0][1]["if-none-match"] == 'W/"1"'
    assert server.asked[0][1]["if-modified-since"] == "Sat, 21 Nov 2026 14:00:00 GMT"
    assert refused(server.url()) == (Failure.HTTP_ERROR, ERROR), "nothing to go on with"


def test_a_packed_page_is_unpacked(serve: Serve) -> None:
    server = serve(say(200, gzip.compress(PAGE), Content_Encoding="gzip"))
    assert get(server.url()).body == PAGE


@pytest.mark.parametrize(
    ("status", "reason"),
    [(429, BUSY), (503, BUSY), (404, NO_PAGE), (403, CLOSED), (500, ERROR), (204, ERROR), (206, ERROR)],
)
def test_a_page_that_refuses(status: int, reason: str, serve: Serve) -> None:
    server = serve(say(status, b"", Retry_After="77"))
    with pytest.raises(Failed) as problem:
        get(server.url())
    assert (problem.value.failure, problem.value.reason) == (Failure.HTTP_ERROR, reason)
    assert problem.value.headers is not None
    assert problem.value.headers["retry-after"] == "77"


# --- redirects


@pytest.mark.parametrize(
    ("there", "reason"),
    [
        ("/there", ""),
        ("http://{name}:{port}/there", ""),
        ("http://eu.{name}:{port}/there", ""),
        ("http://labtel.example:{port}/there", ""),
        ("http://portal.hotel.example:{port}/there", AWAY),
        ("http://evil{name}:{port}/there", AWAY),
        ("http://me@{name}:{port}/there", AWAY),
        ("ftp://{name}/there", AWAY),
        ("file:///etc/passwd", AWAY),
        ("http://[/", REASONS[Failure.BAD_ANSWER]),
        ("", CIRCLES),
        ("/here", CIRCLES),
    ],
)
def test_a_redirect_is_followed_within_the_site(there: str, reason: str, serve: Serve) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        target = there.format(name=NAME, port=server.port)
        say(200, PAGE)(handler) if handler.path == "/there" else say(302, Location=target)(handler)

    server = serve(answer)
    if reason:
        assert refused(server.url("/here"))[1] == reason
    else:
        assert get(server.url("/here")).body == PAGE


def test_redirects_end_after_three(serve: Serve) -> None:
    server = serve(lambda handler: say(302, Location=handler.path + "x")(handler))
    assert refused(server.url()) == (Failure.REDIRECTED, CIRCLES)
    assert len(server.asked) == 4


# --- servers with bad manners


def endless(handler: BaseHTTPRequestHandler, *lines: bytes, piece: bytes = b"x" * 8192, pause_s: float = 0.0) -> None:
    server = handler.server
    assert isinstance(server, Server)
    head(handler, *lines)
    pour(handler, piece, server.over, pause_s)


OK = b"HTTP/1.1 200 OK"
BOMB = gzip.compress(bytes(200 << 20), 9)


def bomb(handler: BaseHTTPRequestHandler) -> None:
    say(200, BOMB, Content_Encoding="gzip")(handler)


HOSTILE: dict[str, tuple[Answering, str]] = {
    "200 MB, announced": (lambda h: endless(h, OK, b"Content-Length: 209715200", b""), LARGE),
    "200 MB, not announced": (lambda h: endless(h, OK, b""), LARGE),
    "200 MB in chunks": (
        lambda h: endless(h, OK, b"Transfer-Encoding: chunked", b"", piece=b"2000\r\n" + b"x" * 8192 + b"\r\n"),
        LARGE,
    ),
    "one chunk of 200 MB": (lambda h: endless(h, OK, b"Transfer-Encoding: chunked", b"", b"C800000"), LARGE),
    "a wrong length": (say(200, PAGE, Content_Length_="1", Content_Range="x"), ""),
    "a length that is none": (lambda h: endless(h, OK, b"Content-Length: " + b"9" * 400, b""), LARGE),
    "200 MB packed into 200 kB": (bomb, LARGE),
    "an endless head": (lambda h: endless(h, OK, piece=b"X-Y: " + b"z" * 8000 + b"\r\n"), LARGE),
    "one endless line of the head": (lambda h: endless(h, OK, b"X-Y: ", piece=b"z" * 8192), ""),
    "an endless first line": (lambda h: endless(h, piece=b"z" * 8192), ""),
    "endless interim answers": (lambda h: endless(h, piece=b"HTTP/1.1 100 Continue\r\n\r\n"), ""),
    "packed, but not really": (say(200, b"no gzip", Content_Encoding="gzip"), PACKED),
    "packed in another way": (say(200, PAGE, Content_Encoding="br"), PACKED),
    "packed and cut": (say(200, gzip.compress(PAGE * 99)[:-20], Content_Encoding="gzip"), CUT),
    "cut": (lambda h: head(h, OK, b"Content-Length: 5000", b"", PAGE), CUT),
    "no HTTP": (lambda h: head(h, b"SSH-2.0-OpenSSH_9.9"), ""),
    "control characters": (lambda h: head(h, b"\x00\x01\x02", b"\xff\xfe: \x00", b""), ""),
}


@pytest.mark.parametrize("manners", HOSTILE)
def test_whatever_a_server_sends_it_ends_soon_with_a_reason_and_takes_little_room(manners: str, serve: Serve) -> None:
    answer, reason = HOSTILE[manners]
    server = serve(say(200, PAGE))
    get(server.url())  # what is imported by the first question is not the page's
    server.answer = answer
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        found = refused(server.url()) if manners != "a wrong length" else (None, "")
        most = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    if found[0] is not None:
        assert found[0] in (Failure.BAD_ANSWER, Failure.RESET)
        assert found[1] == reason or (not reason and found[1] in (*REASONS.values(), LARGE))
    assert most < ROOM


def test_the_largest_page_is_read_and_takes_little_more_than_itself(serve: Serve) -> None:
    body = b"y" * LARGEST
    server = serve(say(200, body))
    get(server.url())
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        answer = get(server.url())
        most = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    assert answer.body == body
    assert most < ROOM
    server.answer = say(200, body + b"y")
    assert refused(server.url()) == (Failure.BAD_ANSWER, LARGE)


DRIPS: dict[str, tuple[Answering, str]] = {
    "nothing at all": (lambda h: endless(h, piece=b"", pause_s=0.02), SILENT),
    "the first line": (lambda h: endless(h, piece=b"H", pause_s=0.02), SLOW),
    "the head": (lambda h: endless(h, OK, piece=b"X", pause_s=0.02), SLOW),
    "lines of the head": (lambda h: endless(h, OK, piece=b"X: y\r\n", pause_s=0.02), SLOW),
    "the body": (lambda h: endless(h, OK, b"Content-Length: 100000", b"", piece=b"X", pause_s=0.02), SLOW),
    "a body without length": (lambda h: endless(h, OK, b"", piece=b"X", pause_s=0.02), SLOW),
    "chunks": (
        lambda h: endless(h, OK, b"Transfer-Encoding: chunked", b"", piece=b"1\r\nX\r\n", pause_s=0.02),
        SLOW,
    ),
    "the line of a chunk": (
        lambda h: endless(h, OK, b"Transfer-Encoding: chunked", b"", piece=b"0", pause_s=0.02),
        SLOW,
    ),
}


@pytest.mark.parametrize("where", DRIPS)
def test_a_server_that_drips_is_left_in_time(where: str, serve: Serve) -> None:
    answer, reason = DRIPS[where]
    server = serve(answer)
    assert refused(server.url(), wait_s=SHORT_S) == (Failure.TIMEOUT, reason)
    assert not server.over.is_set(), "it was left, it did not end"


def test_a_server_that_takes_the_connection_and_is_silent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert refused(f"http://{NAME}:{port}/", wait_s=SHORT_S) == (Failure.TIMEOUT, SILENT)
        assert refused(f"https://{NAME}:{port}/", wait_s=SHORT_S) == (Failure.TIMEOUT, SILENT)


def test_a_server_that_breaks_off(serve: Serve) -> None:
    def slam(handler: BaseHTTPRequestHandler) -> None:
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        handler.connection.close()

    assert refused(serve(slam).url())[0] is Failure.RESET
    assert refused(serve(lambda h: h.connection.close()).url())[0] in (Failure.RESET, Failure.BAD_ANSWER)


def test_a_server_that_breaks_off_in_the_middle(serve: Serve) -> None:
    def slam(handler: BaseHTTPRequestHandler) -> None:
        head(handler, OK, b"Content-Length: 5000", b"", PAGE)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        handler.connection.close()

    assert refused(serve(slam).url())[0] in (Failure.RESET, Failure.BAD_ANSWER)


def test_a_closed_door_and_an_impossible_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert refused(f"http://{NAME}:{port}/")[0] is Failure.REFUSED
    assert refused("http://[::1/")[0] is Failure.BAD_ANSWER
    assert refused("http://a:b/")[0] is Failure.BAD_ANSWER
    assert refused(f"http://{NAME}/", lookup=nowhere)[0] is Failure.NAME_NOT_FOUND


def test_a_look_up_that_hangs_is_left_behind() -> None:
    over = threading.Event()

    def lookup(name: str) -> tuple[str, ...]:
        over.wait(ALWAYS_S)
        return ()

    try:
        assert refused(f"http://{NAME}/", lookup=lookup, wait_s=0.05) == (Failure.TIMEOUT, SILENT)
    finally:
        over.set()


# --- another way


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow this machine is, no way takes so long that the next one is asked for the name."""
    monkeypatch.setattr(status_names, "MEANWHILE_S", ALWAYS_S)


def test_the_default_way_is_asked_alone_where_it_works(serve: Serve, patient: None) -> None:
    server, phone = serve(say(200, PAGE)), Other()
    assert get(server.url(), ways=(phone,)).via == ""
    assert (len(server.asked), phone.names) == (1, [])


@pytest.mark.parametrize("status", [404, 429, 503])
def test_a_page_that_answers_is_not_asked_by_another_way(status: int, serve: Serve, patient: None) -> None:
    server, phone = serve(say(status)), Other()
    assert refused(server.url(), ways=(phone,))[0] is Failure.HTTP_ERROR
    assert (len(server.asked), phone.names) == (1, [])


def test_another_way_is_gone_where_the_name_is_not_found(serve: Serve, patient: None) -> None:
    server, phone = serve(say(200, PAGE)), Other()
    assert get(server.url(), lookup=nowhere, ways=(phone,)).via == "usb0"
    assert phone.names == [NAME]


def test_another_way_is_gone_where_somebody_leads_away(serve: Serve) -> None:
    portal = serve(say(302, Location="http://portal.hotel.example/"))
    phone = Other(found=("127.0.0.1",))

    def answer(handler: BaseHTTPRequestHandler) -> None:
        say(302, Location="http://portal.hotel.example/")(handler) if len(portal.asked) == 1 else say(200, PAGE)(
            handler
        )

    portal.answer = answer
    assert get(portal.url(), ways=(phone,)).via == "usb0"


def test_another_way_is_gone_where_the_default_one_hangs(serve: Serve) -> None:
    server, phone, over = serve(say(200, PAGE)), Other(), threading.Event()

    def lookup(name: str) -> tuple[str, ...]:
        over.wait(ALWAYS_S)
        return ()

    try:
        began = time.monotonic()
        assert get(server.url(), lookup=lookup, ways=(phone,)).via == "usb0"
        assert time.monotonic() - began >= FIRST_WAY_S, "the default way had its time first"
    finally:
        over.set()


def test_a_silent_way_and_the_next_one_are_asked_for_the_name_side_by_side(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status_names, "MEANWHILE_S", 0.0)
    monkeypatch.setattr(status_asking, "FIRST_WAY_S", ALWAYS_S)
    server, phone, last = serve(say(200, PAGE)), Other(), Other("wlan1")
    meanwhile: list[tuple[bool, list[str]]] = []

    def lookup(name: str) -> tuple[str, ...]:
        meanwhile.append((phone.heard.wait(ALWAYS_S), list(last.names)))
        return ()

    assert get(server.url(), lookup=lookup, ways=(phone, last)).via == "usb0"
    assert meanwhile == [(True, [])], "the next way alone, not all of them"
    assert phone.names == [NAME, NAME], "looked up meanwhile, then by its own turn: it remembers that"


def test_the_time_to_load_what_asks_is_not_the_ways(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    server, phone, loaded = serve(say(200, PAGE)), Other(), __import__

    def slow(name: str, *more: Any) -> Any:
        if name == "netcheck.world.status_request" and threading.current_thread() is threading.main_thread():
            threading.Event().wait(SHORT_S)
        return loaded(name, *more)

    monkeypatch.setattr(status_names, "MEANWHILE_S", ALWAYS_S)
    monkeypatch.setattr(status_asking, "FIRST_WAY_S", SHORT_S)
    monkeypatch.setattr("builtins.__import__", slow)
    assert get(server.url(), ways=(phone,)).via == ""
    assert phone.names == []


def test_no_name_is_looked_up_in_an_address_or_in_nonsense() -> None:
    assert _name_in("https://status.isp.example/api") == "status.isp.example"
    assert [_name_in(url) for url in ("https://192.0.2.1/", "https://[2001:db8::1]/", "https://[bad/", "")] == [""] * 4


def test_what_reached_it_last_is_tried_first(serve: Serve) -> None:
    server, phone = serve(say(200, PAGE)), Other()
    assert get(server.url(), ways=(phone,), via="usb0").via == "usb0"
    assert get(server.url(), ways=(phone,), via="eth9").via == "", "a way that is gone is none"
    assert get(server.url(), ways=(phone,), via="").via == ""


def test_ways_that_cannot_be_gone_are_passed_over(serve: Serve) -> None:
    server = serve(say(200, PAGE))
    gone, dead, good = Other("usb0", gone=True), Other("usb1", found=()), Other("wlan1")
    assert get(server.url(), lookup=nowhere, ways=(gone, dead, good)).via == "wlan1"
    assert refused(server.url(), lookup=nowhere, ways=(gone, dead)) == (
        Failure.NAME_NOT_FOUND,
        REASONS[Failure.NAME_NOT_FOUND],
    )


def test_a_socket_that_cannot_be_bound_is_not_used(serve: Serve) -> None:
    server = serve(say(200, PAGE))
    phone = Other(options=[(socket.SOL_SOCKET, 25, b"no-such-adapter\0")])  # SO_BINDTODEVICE
    assert refused(server.url(), lookup=nowhere, ways=(phone,))[0] is Failure.NAME_NOT_FOUND
    assert server.asked == []


def test_a_socket_is_bound_before_it_connects(serve: Serve) -> None:
    server = serve(say(200, PAGE))
    phone = Other(options=[(socket.SOL_SOCKET, 25, b"lo\0")])
    assert get(server.url(), lookup=nowhere, ways=(phone,)).via == "usb0"


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
    return serve(say(200, PAGE), context), names


def test_https_asks_for_the_name_and_trusts_the_system_s_store(
    secure: tuple[Server, list[str | None]], authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / "ca.pem"))
    server, names = secure
    assert get(server.url(scheme="https")).body == PAGE
    assert names == [NAME]
    assert refused(server.url(name="other.example", scheme="https"))[0] is Failure.CERTIFICATE_NAME
    assert refused(server.url())[0] in (Failure.RESET, Failure.BAD_ANSWER)


def test_https_of_an_unknown_issuer_is_refused(secure: tuple[Server, list[str | None]]) -> None:
    server, _ = secure
    assert refused(server.url(scheme="https"))[0] is Failure.CERTIFICATE_UNTRUSTED


def test_an_endless_page_over_https_ends_as_soon(
    secure: tuple[Server, list[str | None]], authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / "ca.pem"))
    server, _ = secure
    server.answer = lambda h: endless(h, OK, b"")
    assert refused(server.url(scheme="https")) == (Failure.BAD_ANSWER, LARGE)
    server.answer = lambda h: endless(h, OK, piece=b"X", pause_s=0.02)
    assert refused(server.url(scheme="https"), wait_s=3 * SHORT_S) == (Failure.TIMEOUT, SLOW)


def test_something_else_than_tls_is_told(serve: Serve) -> None:
    server = serve(say(200, PAGE))
    assert refused(server.url(scheme="https"))[0] in (Failure.TLS_FAILED, Failure.RESET)
