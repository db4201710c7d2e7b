"""Pages fetched from servers played on the loopback: whole, slow, broken, untrusted, and through proxies."""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.model import Failure
from netcheck.core.network import Reply, Said, WebAnswer, WebRequest
from netcheck.world import connect, tls
from netcheck.world.certificates import issuer
from netcheck.world.connect import in_turns
from netcheck.world.http import SystemWeb
from netcheck.world.icmp import IcmpError
from netcheck.world.remembered import Remembered
from tests.world.small_authority import REASON_NOT_TO, make_authority, serving

LOCAL = "127.0.0.1"
OK = b"HTTP/1.1 200 OK\r\nDate: Sat, 21 Nov 2026 14:00:00 GMT\r\nContent-Length: 5\r\n\r\nhello"
NOW = datetime(2026, 11, 21, 14, 0, 7, tzinfo=UTC)
Talk = Callable[[socket.socket], object]


class PlayedNames:
    """Names that are known here and nowhere else."""

    def __init__(self, known: Mapping[str, tuple[str, ...]] | None = None, failure: Failure | None = None) -> None:
        self.known, self.failure, self.asked = known or {}, failure, list[str]()

    def search(self, name: str, family: int = 0) -> tuple[tuple[str, ...], Failure | None]:
        self.asked.append(name)
        found = self.known.get(name, ())
        return found, None if found else self.failure or Failure.NAME_NOT_FOUND

    def hosts_file(self) -> Mapping[str, tuple[str, ...]]:
        return {"proxy.internal": (LOCAL,)}


def page(data: bytes) -> Talk:
    def talk(sock: socket.socket) -> None:
        sock.recv(65536)
        sock.sendall(data)

    return talk


@contextlib.contextmanager
def server(talk: Talk, context: ssl.SSLContext | None = None, port: int = 0) -> Iterator[int]:
    """Talks to each connection on its own thread; the port."""
    over = threading.Event()
    threads: list[threading.Thread] = []
    with socket.create_server((LOCAL, port)) as listener:
        listener.settimeout(0.05)

        def one(plain: socket.socket) -> None:
            with contextlib.suppress(OSError), plain:
                plain.settimeout(5)
                with context.wrap_socket(plain, server_side=True) if context else plain as sock:
                    talk(sock)

        def serve() -> None:
            while not over.is_set():
                with contextlib.suppress(TimeoutError):
                    threads.append(threading.Thread(target=one, args=(listener.accept()[0],), daemon=True))
                    threads[-1].start()

        accepting = threading.Thread(target=serve, daemon=True)
        accepting.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            over.set()
            accepting.join(5)
            for thread in threads:
                thread.join(10)


def fetch(request: WebRequest, names: PlayedNames | None = None, wait_s: float = 5.0) -> WebAnswer:
    return SystemWeb(Remembered(), names or PlayedNames(), "netcheck/1", lambda: NOW).fetch([request], wait_s)[0]


def told(answer: WebAnswer) -> tuple[str, Failure | None]:
    return answer.stage, answer.failure


# --- plain HTTP


def test_a_whole_page() -> None:
    names = PlayedNames({"www.example.com": (LOCAL,)})
    with server(page(OK)) as port:
        answer = fetch(WebRequest(f"http://www.example.com:{port}/"), names)
    assert told(answer) == ("done", None)
    assert (answer.status, answer.body, answer.address, answer.skew_s) == (200, b"hello", LOCAL, 7)
    assert answer.done
    assert None not in (answer.connect_ms, answer.first_byte_ms, answer.total_ms)


def test_an_address_of_our_own_choice_needs_no_name() -> None:
    names, heard = PlayedNames(), list[bytes]()

    def talk(sock: socket.socket) -> None:
        heard.append(sock.recv(65536))
        sock.sendall(OK)

    with server(talk) as port:
        answer = fetch(
            WebRequest(f"http://www.example.com:{port}/", address=LOCAL, headers=(("X-A", "b\r\nC: d"),)), names
        )
    assert answer.done
    assert names.asked == []
    assert f"Host: www.example.com:{port}\r\n".encode() in heard[0]
    assert b"\r\nX-A: bC: d\r\n" in heard[0]


def test_equal_requests_are_asked_once() -> None:
    count: list[int] = []

    def talk(sock: socket.socket) -> None:
        count.append(1)
        page(OK)(sock)

    with server(talk) as port:
        request = WebRequest(f"http://{LOCAL}:{port}/")
        web = SystemWeb(Remembered(), PlayedNames())
        assert [each.done for each in (*web.fetch([request, request]), *web.fetch([request]))] == [True] * 3
    assert count == [1]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello", ("body", Failure.RESET)),
        (b"", ("headers", Failure.RESET)),
        (b"SSH-2.0-OpenSSH\r\n", ("headers", Failure.BAD_ANSWER)),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", ("body", Failure.BAD_ANSWER)),
    ],
)
def test_broken_answers(data: bytes, expected: tuple[str, Failure]) -> None:
    with server(page(data)) as port:
        assert told(fetch(WebRequest(f"http://{LOCAL}:{port}/"))) == expected


def test_a_server_that_trickles_is_stalled_at_the_deadline() -> None:
    over = threading.Event()

    def trickle(sock: socket.socket) -> None:
        sock.recv(65536)
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(500):
            sock.sendall(b"x")
            if over.wait(0.02):
                return

    with server(trickle) as port:
        answer = fetch(WebRequest(f"http://{LOCAL}:{port}/"), wait_s=0.4)
        over.set()
    assert told(answer) == ("body", Failure.STALLED)
    assert answer.status == 200
    assert 0 < len(answer.body) < 1000


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_that_says_nothing_is_stalled(scheme: str) -> None:
    over = threading.Event()
    with server(lambda _: over.wait(10)) as port:
        answer = fetch(WebRequest(f"{scheme}://{LOCAL}:{port}/"), wait_s=0.3)
        over.set()
    assert told(answer) == ({"http": "headers", "https": "tls"}[scheme], Failure.STALLED)
    if os.path.exists("/proc/net/tcp"):  # noqa: PTH110  # Linux
        assert answer.out_of_order == 0


def test_a_closed_port_and_a_name_that_is_not_there() -> None:
    with socket.create_server((LOCAL, 0)) as listener:
        closed = listener.getsockname()[1]
    refused = fetch(WebRequest(f"http://{LOCAL}:{closed}/"))
    assert (told(refused), refused.sender) == (("connect", Failure.REFUSED), LOCAL)
    assert told(fetch(WebRequest("http://nothere.example/"))) == ("name", Failure.NAME_NOT_FOUND)
    assert told(fetch(WebRequest("http://nothere.example/"), PlayedNames(failure=Failure.TIMEOUT))) == (
        "name",
        Failure.TIMEOUT,
    )
    assert told(fetch(WebRequest("ftp://nothere.example/"))) == ("name", Failure.NOT_AVAILABLE)


def test_the_first_address_that_answers_wins() -> None:
    with socket.create_server(("127.0.0.2", 0)) as listener:
        port = int(listener.getsockname()[1])
    names = PlayedNames({"www.example.com": ("127.0.0.2", LOCAL)})
    with server(page(OK), port=port):
        answer = fetch(WebRequest(f"http://www.example.com:{port}/"), names)
    assert (told(answer), answer.address) == (("done", None), LOCAL)


def test_ipv6_first_and_then_in_turns() -> None:
    assert in_turns(["192.0.2.1", "192.0.2.2", "2001:db8::1", "192.0.2.1"]) == ("2001:db8::1", "192.0.2.1", "192.0.2.2")


def test_a_large_page_is_cut() -> None:
    with server(page(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 100_000)) as port:
        answer = fetch(WebRequest(f"http://{LOCAL}:{port}/", max_bytes=1000))
    assert (told(answer), answer.body) == (("done", None), b"x" * 1000)


# --- TLS


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a trusted authority "root" and an unknown one "else"."""
    if REASON_NOT_TO:
        pytest.skip(REASON_NOT_TO)
    make_authority(tmp_path, "root", "Trusted")
    make_authority(tmp_path, "else", "Snooping Box Ltd")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "root.pem"))
    tls._loaded.cache_clear()
    yield tmp_path
    tls._loaded.cache_clear()


def test_a_page_over_tls(authority: Path) -> None:
    context = serving(authority, "root", "DNS:www.example.com", f"IP:{LOCAL}")
    with server(page(OK), context) as port:
        by_name = fetch(WebRequest(f"https://www.example.com:{port}/", address=LOCAL, segment_bytes=1200))
        by_address = fetch(WebRequest(f"https://{LOCAL}:{port}/"))
        wrong_name = fetch(WebRequest(f"https://www.example.org:{port}/", address=LOCAL))
    assert (by_name.done, by_address.done) == (True, True)
    assert by_name.tls_ms is not None
    assert told(wrong_name) == ("tls", Failure.CERTIFICATE_NAME)
    assert wrong_name.certificate is not None


def test_an_unknown_issuer_is_named_and_gets_no_request(authority: Path) -> None:
    heard: list[bytes] = []
    context = serving(authority, "else", "DNS:www.example.com")
    with server(lambda sock: heard.append(sock.recv(65536)), context) as port:
        answer = fetch(WebRequest(f"https://www.example.com:{port}/", address=LOCAL))
    assert told(answer) == ("tls", Failure.CERTIFICATE_UNTRUSTED)
    assert answer.certificate is not None
    assert answer.certificate.issuer == "Snooping Box Ltd, Snooping Box Ltd Root"
    assert set(heard) <= {b""}


def test_a_certificate_that_ran_out(authority: Path) -> None:
    context = serving(authority, "root", "DNS:www.example.com", expired=True)
    with server(page(OK), context) as port:
        answer = fetch(WebRequest(f"https://www.example.com:{port}/", address=LOCAL))
    assert told(answer) == ("tls", Failure.CERTIFICATE_DATE)


def test_a_server_that_speaks_no_tls() -> None:
    with server(page(b"HTTP/1.1 400 Bad\r\n\r\n")) as port:
        assert told(fetch(WebRequest(f"https://{LOCAL}:{port}/"))) == ("tls", Failure.TLS_FAILED)


def test_a_connection_that_opened_while_the_computer_was_busy_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    late_s, monotonic, start = [0.0], time.monotonic, connect._Race._start
    monkeypatch.setattr(time, "monotonic", lambda: monotonic() + late_s[0])

    def slowly(race: connect._Race, address: str, selector: selectors.BaseSelector) -> None:
        start(race, address, selector)  # on the loopback it is open at once
        late_s[0] += 100.0

    monkeypatch.setattr(connect._Race, "_start", slowly)
    with socket.create_server((LOCAL, 0)) as listener:
        made = connect.connect((LOCAL,), int(listener.getsockname()[1]), time.monotonic() + 20.0)
        assert isinstance(made, connect.Connection)
        made.sock.close()


def test_what_a_station_says_of_a_connection_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    word = (Said.PROHIBITED, IcmpError(113, 4, 3, 13, "203.0.113.1"))
    heard: list[Reply] = []
    web = SystemWeb(Remembered(), PlayedNames(), heard=heard.append)
    with socket.create_server((LOCAL, 0)) as closed:
        port = int(closed.getsockname()[1])
    monkeypatch.setattr(connect, "final_error", lambda sock, address: word)
    (answer,) = web.fetch([WebRequest(f"http://{LOCAL}:{port}/")])
    assert (answer.failure, answer.sender) == (Failure.PROHIBITED, "203.0.113.1")
    assert heard
    assert {(each.said, each.sender, each.icmp, each.shot.address, each.shot.port) for each in heard} == {
        (Said.PROHIBITED, "203.0.113.1", (3, 13), LOCAL, port)
    }


def test_a_connection_cut_in_the_handshake() -> None:
    with server(lambda sock: sock.recv(100)) as port:
        assert told(fetch(WebRequest(f"https://{LOCAL}:{port}/"))) == ("tls", Failure.RESET)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_certificate_reader(data: bytes) -> None:
    issuer(data)
    issuer(b"\x30\x81\xff\x30\x81\xf0" + data)


# --- proxies


def proxied(connected: bytes = b"HTTP/1.1 200 Connection established\r\n\r\n") -> Talk:
    """A proxy that answers plain requests itself and joins tunnels to where they lead (on the loopback)."""

    def talk(sock: socket.socket) -> None:
        head = sock.recv(65536)
        if not head.startswith(b"CONNECT "):
            sock.sendall(b"HTTP/1.1 200 OK\r\nX-Asked: " + head.split(b"\r\n")[0] + b"\r\nContent-Length: 0\r\n\r\n")
            return
        sock.sendall(connected)
        port = int(head.split(b" ")[1].rpartition(b":")[2])
        with socket.create_connection((LOCAL, port), 5) as onward:
            back = threading.Thread(target=pump, args=(onward, sock), daemon=True)
            back.start()
            pump(sock, onward)
            back.join(5)

    return talk


def pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)


def test_plain_pages_through_a_proxy() -> None:
    with server(proxied()) as port:
        answer = fetch(WebRequest("http://www.example.com/x", proxy=f"http://proxy.internal:{port}"))
    assert answer.headers["x-asked"] == "GET http://www.example.com/x HTTP/1.1"


def test_secure_pages_through_a_proxy(authority: Path) -> None:
    context = serving(authority, "root", "DNS:www.example.com")
    with server(page(OK), context) as port, server(proxied()) as proxy:
        answer = fetch(WebRequest(f"https://www.example.com:{port}/", proxy=f"http://{LOCAL}:{proxy}"))
        wrong = fetch(WebRequest(f"https://www.example.org:{port}/", proxy=f"http://{LOCAL}:{proxy}"))
    assert told(answer) == ("done", None)
    assert told(wrong) == ("tls", Failure.CERTIFICATE_NAME)


def test_a_proxy_that_is_dead_refuses_or_talks_nonsense() -> None:
    with socket.create_server((LOCAL, 0)) as listener:
        closed = listener.getsockname()[1]
    with server(proxied(b"HTTP/1.1 407 Who are you\r\n\r\n")) as asking, server(page(b"what?")) as odd:
        for port in (closed, asking, odd):
            answer = fetch(WebRequest("https://www.example.com/", proxy=f"http://{LOCAL}:{port}"))
            assert told(answer) == ("connect", Failure.PROXY_FAILED)
    unknown = fetch(WebRequest("http://www.example.com/", proxy="http://nothere.internal:3128"))
    assert told(unknown) == ("name", Failure.PROXY_FAILED)
    other_kind = fetch(WebRequest("http://www.example.com/", proxy="socks5://127.0.0.1:1080"))
    assert told(other_kind) == ("name", Failure.NOT_AVAILABLE)
