"""Packets on the loopback: answers, repetitions, bursts, and that nothing stays open."""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from netcheck.core.network import How, Reply, Said, Shot
from netcheck.world import flight, sockets, windows_sockets, wire
from netcheck.world.flight import GRACE_S, Flight
from netcheck.world.overheard import Overheard
from netcheck.world.sockets import endpoint, is_own, said_by_call, said_later
from netcheck.world.wire import SystemWire

LOCAL = "127.0.0.1"


@contextlib.contextmanager
def udp_server(answer: Callable[[int, bytes], list[bytes]]) -> Iterator[tuple[int, list[tuple[str, int]]]]:
    """Answers each datagram with what `answer` (its number, payload) gives; the port, and who asked."""
    asked: list[tuple[str, int]] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((LOCAL, 0))

        def serve() -> None:
            for number in range(1000):
                payload, sender = server.recvfrom(65535)
                if payload == b"over":
                    return
                asked.append(sender)
                for each in answer(number, payload):
                    server.sendto(each, sender)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        port = int(server.getsockname()[1])
        try:
            yield port, asked
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
                last.sendto(b"over", (LOCAL, port))
            thread.join(5)


@pytest.fixture
def closed_port() -> int:
    with socket.create_server((LOCAL, 0)) as server:
        return int(server.getsockname()[1])


def test_answers_come_in_the_order_of_the_shots(closed_port: int) -> None:
    with udp_server(lambda _, payload: [payload.upper()]) as (port, _), socket.create_server((LOCAL, 0)) as open_server:
        shots = [
            Shot(LOCAL, How.UDP, port, payload=b"one"),
            Shot(LOCAL, How.TCP, closed_port),
            Shot(LOCAL, How.TCP, open_server.getsockname()[1]),
            Shot(LOCAL, How.UDP, port, payload=b"two"),
        ]
        replies = SystemWire().ask(shots)
    assert [reply.shot for reply in replies] == shots
    assert [(reply.said, reply.payload) for reply in replies] == [
        (Said.ANSWERED, b"ONE"),
        (Said.REFUSED, b""),
        (Said.ANSWERED, b""),
        (Said.ANSWERED, b"TWO"),
    ]
    assert all(reply.sender == LOCAL for reply in replies)


def test_a_silent_question_is_repeated_on_the_same_socket() -> None:
    with udp_server(lambda number, payload: [payload] if number == 2 else []) as (port, asked):
        (reply,) = SystemWire().ask([Shot(LOCAL, How.UDP, port, payload=b"same")], wait_s=3.0, retry_s=0.05)
    assert (reply.said, reply.payload) == (Said.ANSWERED, b"same")
    assert len(asked) == 3
    assert len(set(asked)) == 1


def test_no_more_packets_than_allowed() -> None:
    with udp_server(lambda _, __: []) as (port, asked):
        (reply,) = SystemWire().ask([Shot(LOCAL, How.UDP, port, payload=b"x", tries=2)], wait_s=0.4, retry_s=0.05)
    assert reply == Reply(reply.shot, Said.SILENT)
    assert len(asked) == 2


def test_payloads_that_are_no_answer_are_passed_over() -> None:
    with udp_server(lambda _, __: [b"garbage", b"late", b"good"]) as (port, _):
        (reply,) = SystemWire().exchange(
            [Shot(LOCAL, How.UDP, port, payload=b"x")], accept=lambda index, payload: index == 0 and payload == b"good"
        )
    assert reply.payload == b"good"


def test_it_stops_when_the_asker_has_enough() -> None:
    seen: list[list[Said]] = []

    def enough(replies: Sequence[Reply]) -> bool:
        seen.append([reply.said for reply in replies])
        return True

    with udp_server(lambda _, payload: [payload] if payload == b"yes" else []) as (port, _):
        shots = [Shot(LOCAL, How.UDP, port, payload=each) for each in (b"no", b"yes")]
        replies = SystemWire().ask(shots, wait_s=30.0, enough=enough)
    assert [reply.said for reply in replies] == [Said.SILENT, Said.ANSWERED]
    assert seen == [[Said.SILENT, Said.ANSWERED]], "one reply per shot, in their order"


def test_a_limit_set_while_waiting_ends_it() -> None:
    (reply,) = SystemWire().exchange([Shot(LOCAL, How.TCP, 0)], wait_s=30.0, limit=lambda: 0.0)
    assert reply.said in (Said.SILENT, Said.REFUSED, Said.NO_ROUTE)


def test_a_burst_sends_each_packet_once_and_groups_the_replies(closed_port: int) -> None:
    with udp_server(lambda number, payload: [payload] if number % 2 else []) as (port, asked):
        shots = [Shot(LOCAL, How.UDP, port, payload=b"x"), Shot(LOCAL, How.TCP, closed_port)]
        replies = SystemWire().burst(shots, count=8, gap_s=0.005, wait_s=0.3)
    assert [reply.shot for reply in replies] == [shots[0]] * 8 + [shots[1]] * 8
    assert [reply.said for reply in replies[:8]].count(Said.ANSWERED) == 4
    assert len(asked) == 8
    assert {reply.said for reply in replies[8:]} == {Said.REFUSED}


def test_nothing_to_ask_is_nothing_to_wait_for() -> None:
    assert SystemWire().ask([]) == ()
    assert SystemWire().burst([], count=3) == ()


@pytest.mark.parametrize("address", ["", "no.address.example", "1.2.3", "::1%nothere", "\0", "fe80::%"])
def test_what_is_no_address_is_no_way(address: str) -> None:
    (reply,) = SystemWire().ask([Shot(address, How.UDP, 9)], wait_s=0.1)
    assert reply.said in (Said.NO_ROUTE, Said.SILENT)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files by /proc")
def test_no_socket_stays_open(closed_port: int) -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208  # only their number
    with udp_server(lambda _, __: []) as (port, _):
        SystemWire().ask(
            [
                Shot(LOCAL, How.UDP, port),
                Shot(LOCAL, How.TCP, closed_port),
                Shot("junk", How.ECHO),
                Shot(LOCAL, How.ECHO),
            ],
            wait_s=0.1,
        )
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


def test_it_works_without_error_queues(monkeypatch: pytest.MonkeyPatch, closed_port: int) -> None:
    monkeypatch.setattr(sockets, "LINUX", False)
    replies = SystemWire().ask([Shot(LOCAL, How.UDP, closed_port), Shot(LOCAL, How.TCP, closed_port)])
    assert [reply.said for reply in replies] == [Said.REFUSED, Said.REFUSED]


def test_what_stations_say_is_overheard_and_answers_are_not(closed_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    word = Reply(Shot("198.51.100.80", How.ECHO), Said.PROHIBITED, "203.0.113.1", 1.0, (3, 13))

    def told_at_once(shot: Shot, version: int, wait_s: float, tell: Callable[[Reply], None]) -> None:
        tell(word)

    monkeypatch.setattr(wire, "start_echo", told_at_once)
    heard = Overheard()
    shots = [word.shot, Shot(LOCAL, How.TCP, closed_port)]
    replies = SystemWire(echo_by_library=True, overheard=heard).ask(shots)
    assert [reply.said for reply in replies] == [Said.PROHIBITED, Said.REFUSED]
    assert heard.words() == (word,)
    assert len(SystemWire(echo_by_library=True, overheard=heard).burst(shots[:1], count=2, gap_s=0.001)) == 2
    assert heard.words() == (word,) * 3


def test_which_systems_tell_of_connections_who_turned_them_away(monkeypatch: pytest.MonkeyPatch) -> None:
    made = SystemWire()
    for linux in (True, False):
        sockets.stations_by.cache_clear()
        monkeypatch.setattr(sockets, "LINUX", linux)
        assert made.stations_by is (How.TCP if linux else None)
    monkeypatch.setattr("sys.platform", "win32")
    for new in (True, False):
        sockets.stations_by.cache_clear()
        monkeypatch.setattr(windows_sockets, "tells_stations", functools.partial(bool, new))
        assert made.stations_by is (How.TCP if new else How.ECHO)
    sockets.stations_by.cache_clear()


def test_without_the_right_to_ping_the_library_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    ping3 = pytest.importorskip("ping3")

    def refuse(*_: object, **__: object) -> float:
        raise PermissionError(errno.EACCES, "10013")

    monkeypatch.setattr(ping3, "ping", refuse)
    (reply,) = SystemWire(echo_by_library=True).ask([Shot(LOCAL, How.ECHO)])
    assert reply.said is Said.NOT_PERMITTED


def test_what_came_while_the_computer_was_busy_is_no_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second answer comes in time, but after the wait for sockets, and nobody looks before the time is over."""
    busy, sent = threading.Event(), threading.Event()
    late_s, monotonic = [0.0], time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: monotonic() + late_s[0])

    def answer(_: int, payload: bytes) -> list[bytes]:
        if payload == b"second":
            busy.wait(10)
        if payload == b"third":
            sent.set()  # whoever reads this one has answered the one before it
            return []
        return [payload]

    with udp_server(answer) as (port, _):

        def accept(number: int, _: bytes) -> bool:
            busy.set()
            if number == 0:
                assert sent.wait(10)
                late_s[0] = 100.0  # longer than the question may last
            return True

        shots = [Shot(LOCAL, How.UDP, port, payload=each) for each in (b"first", b"second", b"third")]
        replies = SystemWire().exchange(shots, wait_s=20.0, retry_s=50, accept=accept)
    assert [r.said for r in replies] == [Said.ANSWERED, Said.ANSWERED, Said.SILENT]


def test_what_leaves_late_is_waited_for_as_long() -> None:
    """A second too late at most: the rest of the run has to go on."""
    flight = Flight(Shot(LOCAL, How.UDP, 9), start=100.0, wait_s=1.2, retry_s=0.4)
    flight.count_try(100.0)
    assert flight.deadline == pytest.approx(101.2)
    flight.count_try(100.7)  # 0.3 s late
    assert flight.deadline == pytest.approx(101.5)
    flight.count_try(105.0)
    assert flight.deadline == pytest.approx(101.2 + GRACE_S)


@pytest.mark.parametrize(
    ("told", "said"), [(Said.ANSWERED, Said.ANSWERED), (Said.SILENT, Said.SILENT), (None, Said.SILENT)]
)
def test_an_echo_that_is_told_late_is_waited_for(
    told: Said | None, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    shot = Shot(LOCAL, How.ECHO)

    def start(shot: Shot, _: int, wait_s: float, tell: Callable[[Reply], None]) -> None:
        if told is not None:
            threading.Timer(wait_s + 0.05, lambda: tell(Reply(shot, told, LOCAL))).start()

    monkeypatch.setattr(wire, "start_echo", start)
    monkeypatch.setattr(flight, "LATE_S", 0.05 if told is None else 20.0)
    (reply,) = SystemWire(echo_by_library=True).burst([shot], 1, wait_s=0.05)
    assert reply.said is said
    assert reply.untold is (told is None)


@pytest.mark.parametrize(
    ("number", "by_call", "later"),
    [
        (errno.ENETUNREACH, Said.NO_ROUTE, Said.UNREACHABLE),
        (errno.EADDRNOTAVAIL, Said.NO_ROUTE, Said.UNREACHABLE),
        (errno.ENOBUFS, Said.NO_NEIGHBOUR, Said.UNREACHABLE),
        (errno.EPERM, Said.BLOCKED, Said.BLOCKED),
        (errno.EACCES, Said.BLOCKED, Said.PROHIBITED),
        (errno.ECONNREFUSED, Said.REFUSED, Said.REFUSED),
        (errno.EMSGSIZE, Said.TOO_BIG, Said.TOO_BIG),
        (errno.ETIMEDOUT, Said.SILENT, Said.SILENT),
    ],
)
def test_errors_of_calls_are_our_own_and_later_ones_the_networks(number: int, by_call: Said, later: Said) -> None:
    assert said_by_call(OSError(number, "")) is by_call
    assert said_later(number) is later


def test_one_word_of_macos_means_many_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    for number in (errno.EHOSTUNREACH, errno.EPIPE):
        assert {said_by_call(OSError(number, ""), stage) for stage in ("connect", "send")} == {Said.WITHHELD}


def test_a_datagram_that_macos_withholds_is_not_called_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its socket is closed under our hands: it must not be watched, or it is ready for ever and says nothing."""
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(flight, "open_for", lambda shot, version: Closed(socket.AF_INET, socket.SOCK_DGRAM))
    monkeypatch.setattr(flight, "final_error", lambda sock, target, own: None)
    began = time.monotonic()
    flown = flight.Flight(Shot(LOCAL, How.UDP, 9), began, 1.0, 0.4)
    assert flown.launch() is None
    assert flown.outcome().said is Said.WITHHELD
    flown.close()


class Closed(socket.socket):
    """A connected socket that a policy of macOS has closed."""

    def send(self, data: object, flags: int = 0) -> int:
        raise BrokenPipeError(errno.EPIPE, "broken pipe")


def test_literal_addresses() -> None:
    assert endpoint(LOCAL, 53) == (4, (LOCAL, 53))
    assert endpoint("fe80::1%3", 53) == (6, ("fe80::1", 53, 0, 3))
    assert is_own(LOCAL)
    assert not is_own("198.51.100.7")
