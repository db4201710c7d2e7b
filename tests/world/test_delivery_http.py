"""One question over HTTPS: bounded, never in the clear, through the proxy that is set, and cut off at its deadline."""

from __future__ import annotations

import socket
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing, suppress

import pytest

from netcheck.world.delivery_http import LARGEST, Answer, Door, Unanswered, json_body
from tests.world.small_desk import Helpdesk, desk_server
from tests.world.trusted import Identities, identities


@pytest.fixture(scope="module")
def who(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Identities]:
    """Who servers are."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield from identities(tmp_path_factory.mktemp("who"), monkeypatch)


def test_a_question_and_its_answer(who: Identities) -> None:
    desk = Helpdesk()
    desk.open("t", "x")
    with desk_server(desk, who.right) as url:
        answer = Door(url + "rest/", "me", "pw").ask("GET", "/servicedeskapi/request/HELP-1?a=b c".replace(" ", "%20"))
    assert (answer.good, answer.json()["issueKey"]) == (True, "HELP-1")
    ((method, path, headers),) = desk.asked
    assert (method, path) == ("GET", "/rest/servicedeskapi/request/HELP-1?a=b%20c")
    assert headers["authorization"] == "Basic bWU6cHc="


@pytest.mark.parametrize(
    ("user", "secret", "header"), [("", "tok", "Bearer tok"), ("me", "pw", "Basic bWU6cHc="), ("me", "", "")]
)
def test_what_lets_in(user: str, secret: str, header: str) -> None:
    door = Door("https://desk.example/", user, secret)
    assert door.authorization() == header
    assert secret == "" or secret not in repr(door)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "ftp://x/", "https://", "//x"])
def test_nothing_but_https(url: str) -> None:
    with pytest.raises(Unanswered) as found:
        Door(url).ask("GET")
    assert not found.value.sent


def test_a_server_without_tls_gets_nothing_readable() -> None:
    got: list[bytes] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:

        def take() -> None:
            with suppress(OSError):
                made, _ = listening.accept()
                with made:
                    made.settimeout(10)
                    got.append(made.recv(4096))
                    made.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        with pytest.raises(Unanswered) as found:
            Door(f"https://127.0.0.1:{listening.getsockname()[1]}/", "me", "hunter2").ask("GET")
        thread.join(10)
    assert not found.value.sent
    assert b"hunter2" not in got[0]
    assert b"GET" not in got[0]


@pytest.mark.parametrize("manner", ["hang", "drip"])
def test_at_the_deadline_it_is_cut_off(manner: str, who: Identities) -> None:
    with desk_server(Helpdesk(lambda method, path: manner), who.right) as url:
        with pytest.raises(Unanswered) as found:
            Door(url, whole_s=0.2).ask("GET", "rest/servicedeskapi/request/HELP-1")
        assert (found.value.kind, found.value.sent) == ("deadline", True)
        for thread in threading.enumerate():
            if thread.name == "delivery":
                thread.join(10)  # it has ended, too: no question goes on behind our back
                assert not thread.is_alive()


@pytest.mark.parametrize("manner", ["cut", "lost", "half", "garbage"])
def test_half_an_answer_is_none(manner: str, who: Identities) -> None:
    desk = Helpdesk(lambda method, path: manner)
    with desk_server(desk, who.right) as url, pytest.raises(Unanswered) as found:
        Door(url).ask("POST", "rest/servicedeskapi/request/HELP-1", b"{}")
    assert found.value.sent
    assert len(desk.asked) == 1


def test_through_a_proxy_that_sees_nothing(who: Identities, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, seen = Helpdesk(), list[bytes]()
    with desk_server(desk, who.right) as url, closing(socket.create_server(("127.0.0.1", 0))) as listening:

        def relay() -> None:
            made, _ = listening.accept()
            head = made.recv(4096)
            seen.append(head)
            host, _, port = head.split()[1].decode().partition(":")
            far = socket.create_connection((host, int(port)), 10)
            made.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")

            def pump(source: socket.socket, sink: socket.socket) -> None:
                with suppress(OSError):
                    while data := source.recv(65536):
                        seen.append(data)
                        sink.sendall(data)
                    sink.shutdown(socket.SHUT_WR)

            back = threading.Thread(target=pump, args=(far, made), daemon=True)
            back.start()
            pump(made, far)
            back.join(10)
            far.close()
            made.close()

        thread = threading.Thread(target=relay, daemon=True)
        thread.start()
        monkeypatch.delenv("no_proxy")
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{listening.getsockname()[1]}")
        Door(url, "me", "hunter2").ask("GET", "api/now/attachment?sysparm_query=x")
        thread.join(10)
    assert seen[0].startswith(b"CONNECT 127.0.0.1:")
    assert b"hunter2" not in b"".join(seen)
    assert len(desk.asked) == 1


def test_an_answer_that_is_no_object() -> None:
    for body in (b"[]", b"<html>", b"[" * 100_000, b"\xff"):
        with pytest.raises(ValueError, match=r"object|deeply|Expecting|decode"):
            Answer(200, {}, body).json()
    assert json_body({"a": 1}) == (b'{"a": 1}', {"Content-Type": "application/json"})


def listener(deed: Callable[[socket.socket], None]) -> tuple[socket.socket, threading.Event]:
    """A server that does this with its one connection, and an event for when it is over."""
    listening, over = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def serve() -> None:
        with suppress(OSError):
            made, _ = listening.accept()
            with made:
                made.settimeout(20)
                deed(made)
        over.set()

    threading.Thread(target=serve, daemon=True).start()
    return listening, over


def nothing_said(made: socket.socket) -> None:
    """Take all, and say nothing."""
    while made.recv(65536):
        pass


def drip_handshake(made: socket.socket) -> None:
    """A record of TLS that never ends: the head of a long one, then a byte now and then."""
    made.sendall(b"\x16\x03\x03\x40\x00")
    pause = threading.Event()
    while True:
        made.sendall(b"\x00")
        pause.wait(0.01)


def endless_proxy(made: socket.socket) -> None:
    """A proxy whose answer has no end."""
    made.recv(4096)
    made.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        made.sendall(b"X-More: " + b"y" * 1000 + b"\r\n")


@pytest.mark.parametrize("deed", [nothing_said, drip_handshake])
def test_a_handshake_that_does_not_end_is_cut_off_too(deed: Callable[[socket.socket], None]) -> None:
    listening, over = listener(deed)
    with closing(listening):
        with pytest.raises(Unanswered) as found:
            Door(f"https://127.0.0.1:{listening.getsockname()[1]}/", "me", "hunter2", 0.2).ask("GET")
        assert (found.value.kind, found.value.sent) == ("deadline", False)
        assert over.wait(20)  # the other side sees the end: no thread of ours goes on behind our back


def test_a_proxy_that_does_not_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    listening, over = listener(endless_proxy)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{listening.getsockname()[1]}")
    with closing(listening):
        with pytest.raises(Unanswered) as found:
            Door("https://desk.example/", "me", "hunter2", 0.2).ask("GET")
        assert not found.value.sent
        assert over.wait(20)


@pytest.mark.parametrize("refusal", [b"407 Proxy Authentication Required", b"302 Found", b"garbage"])
def test_what_a_proxy_refuses_is_not_the_desks_word(refusal: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    heads: list[bytes] = []

    def refuse(made: socket.socket) -> None:
        heads.append(made.recv(4096))
        made.sendall(b"HTTP/1.1 " + refusal + b"\r\nLocation: https://evil.example/\r\nContent-Length: 0\r\n\r\n")

    listening, over = listener(refuse)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("https_proxy", f"http://j%C3%B6:p%40ss@127.0.0.1:{listening.getsockname()[1]}")
    with closing(listening):
        with pytest.raises(Unanswered) as found:
            Door("https://desk.example/", "me", "hunter2", 10).ask("POST", "", b"{}")
        assert not found.value.sent
        assert over.wait(20)
    assert b64encode("jö:p@ss".encode()) in heads[0]
    assert b64encode(b"me:hunter2") not in heads[0]
    assert b"hunter2" not in heads[0]


def test_a_refusal_before_all_was_sent_is_heard(who: Identities) -> None:
    """nginx and others answer 413 to a long report after its head, and read no further."""

    def refuse(made: socket.socket) -> None:
        # What waits for its turn to go out (Nagle's algorithm, RFC 1122, 4.2.3.4) is lost when the connection is reset.
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with who.right.wrap_socket(made, server_side=True) as secured:
            secured.recv(4096)
            secured.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
            socket.socket.shutdown(secured, socket.SHUT_RD)

    listening, over = listener(refuse)
    with closing(listening):
        answer = Door(f"https://127.0.0.1:{listening.getsockname()[1]}/").ask("POST", "", b"x" * (8 << 20))
        assert over.wait(20)
    assert answer.status == 413


@pytest.mark.parametrize(("length", "read"), [(3 << 20, LARGEST), (10, 10)])
def test_an_answer_is_read_to_its_bound(length: int, read: int, who: Identities) -> None:
    def flood(made: socket.socket) -> None:
        with who.right.wrap_socket(made, server_side=True) as secured:
            secured.recv(65536)
            secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % length)
            secured.sendall(b"x" * length)

    listening, over = listener(flood)
    with closing(listening):
        answer = Door(f"https://127.0.0.1:{listening.getsockname()[1]}/").ask("GET")
        assert over.wait(20)
    assert read <= len(answer.body) <= read + 65536
    assert set(answer.body) == {ord("x")}  # as it came: nothing is unpacked


def test_an_address_of_version_six(who: Identities) -> None:
    """Its own certificate is for another name, so nothing is sent; but it is reached."""
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    try:
        listening = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("no IPv6 here")
    got: list[bytes] = []

    def serve() -> None:
        with suppress(OSError):
            made, _ = listening.accept()
            with who.right.wrap_socket(made, server_side=True) as secured:
                got.append(secured.recv(4096))

    with closing(listening):
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        with pytest.raises(Unanswered) as found:
            Door(f"https://[::1]:{listening.getsockname()[1]}/hook", "me", "hunter2", 10).ask("GET")
        thread.join(10)
    assert found.value.of_certificate
    assert got in ([], [b""])


@pytest.mark.parametrize(
    ("secret", "user", "well"), [("tok", "", True), ("tök", "", False), ("a\r\nX: y", "", False), ("pä\n", "me", True)]
)
def test_a_secret_is_no_header_of_its_own(secret: str, user: str, well: bool, who: Identities) -> None:
    desk = Helpdesk()
    with desk_server(desk, who.right) as url:
        door = Door(url, user, secret)
        assert door.speakable == well
        if well:
            door.ask("GET")
        else:
            with pytest.raises(Unanswered) as found:
                door.ask("GET")
            assert secret not in str(found.value) + repr(found.value)
    assert all("x" not in headers for _, _, headers in desk.asked)
    assert bool(desk.asked) == well
