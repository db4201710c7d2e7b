"""What a packet's fate means on Windows, where sockets tell less: played on any system."""

import socket
import sys
import time
from collections.abc import Callable

import pytest

from netcheck.core.model import Failure
from netcheck.core.network import DnsQuestion, How, Reply, Said, Shot, Way
from netcheck.world import flight, ping, windows, windows_icmp, windows_sockets
from netcheck.world.connect import NoConnection, connect
from netcheck.world.dns_messages import write
from netcheck.world.dns_streams import StreamQuestion
from netcheck.world.flight import by_whom
from netcheck.world.sockets import said_by_call, said_later
from netcheck.world.wire import SystemWire

GATEWAY, FAR = "192.168.1.1", "1.1.1.1"


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gateway is beside us, all else behind it."""
    ways = {GATEWAY: Way("Ethernet", None, "192.168.1.23"), FAR: Way("Ethernet", GATEWAY, "192.168.1.23")}
    monkeypatch.setattr(windows, "way_to", lambda address: ways[address])
    monkeypatch.setattr(sys, "platform", "win32")


@pytest.mark.usefixtures("on_windows")
def test_a_router_that_refuses_in_the_place_of_a_far_host_proves_no_life_there() -> None:
    assert by_whom(Said.REFUSED, GATEWAY) is Said.REFUSED
    assert by_whom(Said.REFUSED, FAR) is Said.UNREACHABLE
    assert by_whom(Said.SILENT, FAR) is Said.SILENT


@pytest.mark.skipif(sys.platform == "win32", reason="how it is elsewhere")
def test_elsewhere_the_sender_is_known() -> None:
    assert by_whom(Said.REFUSED, FAR) is Said.REFUSED


@pytest.mark.parametrize(
    ("shot", "taken"),
    [(Shot(FAR, How.ECHO), True), (Shot(FAR, How.UDP, 33434, ttl=2), True), (Shot(FAR, How.UDP, 33434), False),
     (Shot(FAR, How.UDP, 53, b"question", ttl=1), False), (Shot(FAR, How.TCP, 443, ttl=1), False)],
)  # fmt: skip
def test_datagrams_that_are_to_expire_are_sent_as_echoes(shot: Shot, taken: bool) -> None:
    assert ping.takes(shot, "win32") is taken
    assert ping.takes(shot, "linux") is (shot.how is How.ECHO)


def test_the_ladder_is_climbed_by_echoes(monkeypatch: pytest.MonkeyPatch) -> None:
    """And a shot that nobody answers ends at its time, though no socket is open at all."""
    said = {1: Said.EXPIRED, 2: Said.SILENT}
    asked: list[int | None] = []

    def start(shot: Shot, version: int, wait_s: float, tell: Callable[[Reply], None]) -> None:
        asked.append(shot.ttl)
        tell(Reply(shot, said[shot.ttl or 0], GATEWAY, 1.0, (11, 0)))

    monkeypatch.setattr("netcheck.world.wire.start_echo", start)
    monkeypatch.setattr("netcheck.world.wire.takes", lambda shot: ping.takes(shot, "win32"))
    shots = [Shot(FAR, How.UDP, 33434 + ttl, ttl=ttl, tries=1) for ttl in (1, 2)]
    replies = SystemWire(echo_by_library=True).ask(shots, wait_s=0.1)
    assert [(reply.said, reply.shot.ttl) for reply in replies] == [(Said.EXPIRED, 1), (Said.SILENT, 2)]
    assert asked == [1, 2]


def test_echoes_go_by_windows_own_call(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Reply] = []
    monkeypatch.setattr(windows_icmp, "echo", lambda shot, version, wait_s: Reply(shot, Said.ANSWERED, FAR, wait_s))
    monkeypatch.setattr(sys, "platform", "win32")
    threads: list[Callable[[], None]] = []

    class Thread:
        def __init__(self, target: Callable[[], None], name: str, daemon: bool) -> None:
            assert daemon
            threads.append(target)

        def start(self) -> None:
            threads[0]()

    monkeypatch.setattr("threading.Thread", Thread)
    ping.start_echo(Shot(FAR, How.ECHO), 4, 0.5, told.append)
    assert [reply.ms for reply in told] == [0.5]


def test_a_socket_that_leaves_by_another_adapter_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """An adapter was named, the system said yes and spoke from another address: then nothing was asked through it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        made = flight.Flight(Shot("127.0.0.1", How.UDP, listener.getsockname()[1], b"?", device="Work"), 0.0, 1.0, 1.0)
        own = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        monkeypatch.setattr(flight, "open_for", lambda shot, version: own)
        monkeypatch.setattr(windows_sockets, "holds", lambda name, ip: (name, ip) == ("Work", "10.8.0.6"))
        monkeypatch.setattr(sys, "platform", "win32")
        assert made.launch() is None
        made.close()
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.recv(100)
    assert made.outcome().said is Said.NOT_PERMITTED


def test_windows_own_refusal_in_both_of_its_spellings() -> None:
    assert said_by_call(OSError(13, "")) is said_by_call(OSError(10013, "")) is Said.BLOCKED
    assert said_later(10013) in (Said.BLOCKED, Said.SILENT)


def test_a_server_that_refuses_is_heard_before_the_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows itself would try it again and again, for about two seconds."""
    told: list[socket.socket] = []
    monkeypatch.setattr(windows_sockets, "one_try", told.append)
    monkeypatch.setattr(windows_sockets, "hear_stations", lambda sock: None)
    monkeypatch.setattr(sys, "platform", "win32")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        asked = write(DnsQuestion("127.0.0.1", "www.example.com", port=taken.getsockname()[1], over="tcp"))
        assert asked is not None
        answer = StreamQuestion(asked, time.monotonic() + 30.0).wait()
        assert (answer.failure, len(told)) == (Failure.REFUSED, 1)
        page = connect(("127.0.0.1",), taken.getsockname()[1], time.monotonic() + 30.0)
    assert isinstance(page, NoConnection)
    assert (page.failure, len(told)) == (Failure.REFUSED, 2)
