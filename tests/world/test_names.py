"""Names asked of servers played on the loopback, and of the system."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.model import Failure
from netcheck.core.network import DnsQuestion, Reply, Resolver, Said
from netcheck.world import lookup as lookup_module
from netcheck.world import names as names_module
from netcheck.world import tls
from netcheck.world.dns_messages import Asked, write
from netcheck.world.names import SystemNames, parse_hosts
from netcheck.world.remembered import Remembered
from netcheck.world.wire import SystemWire
from tests.world.small_authority import REASON_NOT_TO, make_authority, serving

LOCAL, OTHER = "127.0.0.1", "127.0.0.2"
Answer = Callable[[dns.message.Message], list[bytes]]


def says(address: str, kind: str = "A") -> Answer:
    """Answers every question of one type with one address, others with nothing."""

    def answer(query: dns.message.Message) -> list[bytes]:
        response = dns.message.make_response(query)
        name = query.question[0].name
        if dns.rdatatype.to_text(query.question[0].rdtype) == kind:
            response.answer.append(dns.rrset.from_text(name, 60, "IN", kind, address))
        return [response.to_wire()]

    return answer


def code(rcode: int) -> Answer:
    def answer(query: dns.message.Message) -> list[bytes]:
        response = dns.message.make_response(query)
        response.set_rcode(dns.rcode.Rcode(rcode))
        return [response.to_wire()]

    return answer


def cut(query: dns.message.Message) -> list[bytes]:
    response = dns.message.make_response(query)
    response.flags |= dns.flags.TC
    return [response.to_wire()]


@contextlib.contextmanager
def server(
    answer: Answer, stream: Answer | None = None, address: str = LOCAL, context: ssl.SSLContext | None = None
) -> Iterator[int]:
    """A name server over UDP, and over TCP or TLS where `stream` is given; its port."""
    over = threading.Event()
    with socket.create_server((address, 0)) as listener:
        port = int(listener.getsockname()[1])
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
            datagrams.bind((address, port))
            datagrams.settimeout(0.05)
            listener.settimeout(0.05)

            def serve_udp() -> None:
                while not over.is_set():
                    with contextlib.suppress(TimeoutError):
                        payload, sender = datagrams.recvfrom(4096)
                        for each in answer(dns.message.from_wire(payload)):
                            datagrams.sendto(each, sender)

            def serve_tcp() -> None:
                while not over.is_set():
                    with contextlib.suppress(OSError, struct.error, dns.exception.DNSException):
                        plain, _ = listener.accept()
                        with plain:
                            plain.settimeout(2)
                            talk = context.wrap_socket(plain, server_side=True) if context else plain
                            with talk:
                                size = struct.unpack("!H", talk.recv(2))[0]
                                query = dns.message.from_wire(talk.recv(size))
                                for each in (stream or answer)(query):
                                    talk.sendall(struct.pack("!H", len(each)) + each)

            threads = [threading.Thread(target=each, daemon=True) for each in (serve_udp, serve_tcp)]
            for thread in threads:
                thread.start()
            try:
                yield port
            finally:
                over.set()
                for thread in threads:
                    thread.join(5)


def names(*resolvers: Resolver, public: tuple[str, ...] = (), hosts: Path | None = None) -> SystemNames:
    return SystemNames(Remembered(), SystemWire(), lambda: resolvers, hosts, public)


@pytest.fixture(autouse=True)
def _ipv4_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the machine of the test has IPv6 must not matter."""
    monkeypatch.setattr(names_module, "usable", lambda family: family == 4)


# --- ask


def test_the_time_of_a_question_begins_when_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing the first one loads a library: on a busy computer longer than the question may take."""
    clock = [0.0]

    def slowly(question: DnsQuestion) -> Asked | None:
        clock[0] += 5.0
        return write(question)

    waits: list[float] = []

    class Wire(SystemWire):
        def exchange(self, shots, wait_s=0.0, *_, **more):  # type: ignore[no-untyped-def]
            waits.append(wait_s)
            assert more["limit"]() > clock[0] + wait_s - 0.01
            return tuple(Reply(shot, Said.SILENT) for shot in shots)

    monkeypatch.setattr(names_module, "write", slowly)
    monkeypatch.setattr(names_module, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    SystemNames(Remembered(), Wire(), lambda: ()).ask([DnsQuestion("192.0.2.1", "www.example.com")], wait_s=1.2)
    assert waits == [pytest.approx(1.2)]


def test_each_server_answers_for_itself() -> None:
    with server(says("192.0.2.1")) as good, server(code(2)) as failing, server(code(5)) as refusing:
        answers = names().ask(
            [
                DnsQuestion(LOCAL, "www.example.com", port=good),
                DnsQuestion(LOCAL, "www.example.com", port=failing),
                DnsQuestion(LOCAL, "www.example.com", port=refusing),
                DnsQuestion(LOCAL, "a..b", port=good),
            ]
        )
    assert [(each.rcode, each.addresses, each.failure) for each in answers] == [
        ("NOERROR", ("192.0.2.1",), None),
        ("SERVFAIL", (), None),
        ("REFUSED", (), None),
        (None, (), Failure.NAME_NOT_FOUND),
    ]
    assert answers[0].ms is not None
    assert [each.resolved for each in answers] == [True, False, False, False]


def test_a_closed_port_is_refused_and_a_silent_server_times_out() -> None:
    with socket.create_server((LOCAL, 0)) as listener:
        closed = listener.getsockname()[1]
    with server(lambda _: []) as silent:
        answers = names().ask(
            [
                DnsQuestion(LOCAL, "www.example.com", port=closed),
                DnsQuestion(LOCAL, "www.example.com", port=closed, over="tcp"),
                DnsQuestion(LOCAL, "www.example.com", port=silent),
                DnsQuestion(LOCAL, "www.example.com", port=silent, over="tcp"),
                DnsQuestion(LOCAL, "www.example.com", port=silent, over="tls"),
            ],
            wait_s=0.3,
        )
    assert [each.failure for each in answers][:3] == [Failure.REFUSED, Failure.REFUSED, Failure.TIMEOUT]
    assert answers[0].sender == LOCAL
    assert all(each.failure is not None and each.rcode is None for each in answers)


def test_garbage_is_waited_through() -> None:
    def first_garbage(query: dns.message.Message) -> list[bytes]:
        return [b"garbage", *says("192.0.2.1")(query)]

    with server(first_garbage) as port, server(lambda _: [b"\0" * 40]) as broken:
        good, bad = names().ask(
            [DnsQuestion(LOCAL, "www.example.com", port=port), DnsQuestion(LOCAL, "www.example.com", port=broken)],
            wait_s=0.3,
        )
    assert good.addresses == ("192.0.2.1",)
    assert bad.failure is Failure.BAD_ANSWER


def test_a_cut_answer_is_asked_again_over_tcp() -> None:
    with server(cut, says("192.0.2.7")) as port:
        question = DnsQuestion(LOCAL, "www.example.com", port=port)
        (answer,) = names().ask([question])
    assert (answer.question, answer.addresses) == (question, ("192.0.2.7",))


@pytest.mark.skipif(bool(REASON_NOT_TO), reason=REASON_NOT_TO or "-")
def test_over_tls_the_certificate_must_be_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_authority(tmp_path, "root", "Test")
    context = serving(tmp_path, "root", "DNS:dns.example", f"IP:{LOCAL}")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "root.pem"))
    tls._loaded.cache_clear()
    with server(code(5), says("192.0.2.8"), context=context) as port:
        answers = [
            names().ask([DnsQuestion(LOCAL, "www.example.com", over="tls", port=port, server_name=each)])[0]
            for each in ("dns.example", None, "other.example")
        ]
    tls._loaded.cache_clear()
    assert [(each.addresses, each.failure) for each in answers] == [
        (("192.0.2.8",), None),
        (("192.0.2.8",), None),
        ((), Failure.CERTIFICATE_NAME),
    ]


# --- lookup


def test_a_configured_server_is_preferred() -> None:
    with server(says("192.0.2.1")) as one:
        system = names(Resolver(LOCAL, one))
        assert system.lookup("www.example.com") == ("192.0.2.1",)
    assert system.lookup("www.example.com") == ("192.0.2.1",), "remembered"


def test_the_second_configured_server_serves_when_the_first_is_silent() -> None:
    with server(lambda _: []) as silent, server(says("192.0.2.2")) as good:
        assert names(Resolver(LOCAL, silent), Resolver(LOCAL, good)).lookup("www.example.com") == ("192.0.2.2",)


def test_why_there_is_no_address() -> None:
    with socket.create_server((LOCAL, 0)) as listener:
        closed = listener.getsockname()[1]
    with server(code(3)) as denying, server(code(2)) as failing, server(lambda _: []) as silent:
        found = [
            names(*(Resolver(LOCAL, port) for port in ports)).search("www.example.com")
            for ports in ((denying,), (failing,), (closed,), (silent,), ())
        ]
    assert [each[0] for each in found] == [()] * 5
    assert [each[1] for each in found] == [
        Failure.NAME_NOT_FOUND,
        Failure.SERVER_FAILURE,
        Failure.REFUSED,
        Failure.TIMEOUT,
        Failure.NOT_CONFIGURED,
    ]


def test_both_families_where_the_computer_has_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names_module, "usable", lambda family: True)

    def both(query: dns.message.Message) -> list[bytes]:
        six = query.question[0].rdtype == dns.rdatatype.AAAA
        return says("2001:db8::1" if six else "192.0.2.1", "AAAA" if six else "A")(query)

    with server(both) as port:
        assert names(Resolver(LOCAL, port)).lookup("www.example.com") == ("2001:db8::1", "192.0.2.1")
        assert names(Resolver(LOCAL, port)).lookup("www.example.com", 4) == ("192.0.2.1",)


def test_the_public_servers_are_asked_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are asked on port 53, which a test cannot have: what is asked is looked at instead."""
    asked: list[str] = []

    class Wire(SystemWire):
        def exchange(self, shots, *_, **__):  # type: ignore[no-untyped-def]
            asked.extend(shot.address for shot in shots)
            return super().exchange([], *_, **__)

    system = SystemNames(
        Remembered(),
        Wire(),
        lambda: (Resolver("192.0.2.1"), Resolver("192.0.2.2")),
        None,
        ("192.0.2.2", "192.0.2.3", "2001:db8::1", "192.0.2.4", "192.0.2.5"),
    )
    assert system.lookup("www.example.com") == ()
    assert asked == ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"]


def test_localhost_is_never_asked() -> None:
    assert names().lookup("localhost", 4) == ("127.0.0.1",)


def test_a_family_is_usable_by_our_own_tables_only(monkeypatch: pytest.MonkeyPatch) -> None:
    for source, expected in ((None, False), ("fe80::1", False), ("2001:db8::5", True)):
        monkeypatch.setattr(lookup_module, "source_towards", lambda _, source=source: source)
        assert lookup_module.usable(6) is expected


# --- the system's own answer, and the hosts file


def test_the_systems_own_answer() -> None:
    answer = names().system(LOCAL)
    assert (answer.addresses, answer.failure) == ((LOCAL,), None)


@pytest.mark.parametrize(
    ("problem", "failure"),
    [
        (socket.gaierror(socket.EAI_NONAME, ""), Failure.NAME_NOT_FOUND),
        (socket.gaierror(socket.EAI_AGAIN, ""), Failure.SERVER_FAILURE),
        (socket.gaierror(socket.EAI_FAIL, ""), Failure.SERVER_FAILURE),
        (UnicodeError("label too long"), Failure.NAME_NOT_FOUND),
        (OSError(5, ""), Failure.SERVER_FAILURE),
    ],
)
def test_how_the_system_says_no(monkeypatch: pytest.MonkeyPatch, problem: Exception, failure: Failure) -> None:
    def fail(*_: object, **__: object) -> None:
        raise problem

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert names().system("www.example.com").failure is failure


def test_a_look_up_that_hangs_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: release.wait(30) and [])
    system = names()
    assert system.system("www.example.com", wait_s=0.05).failure is Failure.TIMEOUT
    release.set()
    assert system.system("www.example.com", wait_s=5).failure is Failure.NAME_NOT_FOUND, "asked once, waited for twice"


def test_the_hosts_file(tmp_path: Path) -> None:
    hosts = tmp_path / "hosts"
    hosts.write_bytes(
        b"\xef\xbb\xbf127.0.0.1 localhost\n# comment\n192.0.2.1\tWWW.Example.com www # end\n::1 localhost\n"
        b"junk line\n192.0.2.2 www\n\xff\xfe\n999.1.1.1 bad\n192.0.2.3\n"
    )
    assert names(hosts=hosts).hosts_file() == {
        "localhost": ("127.0.0.1", "::1"),
        "www.example.com": ("192.0.2.1",),
        "www": ("192.0.2.1", "192.0.2.2"),
    }
    assert names(hosts=tmp_path / "nothere").hosts_file() == {}


@given(st.binary(max_size=300))
def test_no_hosts_file_breaks_the_reader(data: bytes) -> None:
    parse_hosts(data)


def test_resolvers_are_read_once() -> None:
    count: list[int] = []

    def read() -> None:
        count.append(1)

    system = SystemNames(Remembered(), SystemWire(), read, None, ())
    assert system.resolvers() is None
    assert system.resolvers() is None
    assert count == [1]
    assert system.search("www.example.com") == ((), Failure.NOT_CONFIGURED)
