"""The ladder of macOS: its packets are understood, and it climbs a real way (with a raw socket in the Mac's place)."""

from __future__ import annotations

import socket
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.network import How, Reply, Said, Shot
from netcheck.world import macos_hops
from netcheck.world.icmp import checksum, echo_request, read_echo
from netcheck.world.macos_hops import Heard, ladder, read, said_by
from tests.world.small_home import FAR, GATEWAY, SmallHome, reason_not_to

ME, TARGET, HOP = "192.168.1.23", "198.51.100.1", "203.0.113.1"
SHOTS = tuple(Shot(TARGET, How.ECHO, ttl=ttl) for ttl in (1, 2, 3))


def ipv4(source: str, target: str, message: bytes, protocol: int = 1, options: bytes = b"") -> bytes:
    """An IPv4 packet (RFC 791)."""
    first = 0x40 | (20 + len(options)) // 4
    head = struct.pack("!BBHHHBBH", first, 0, 0, 7, 0, 64, protocol, 0)
    return head + socket.inet_aton(source) + socket.inet_aton(target) + options + message


def about(kind: int, code: int, sender: str, quoted: bytes) -> bytes:
    """An ICMP error (RFC 792) with the start of the packet that it is about."""
    return ipv4(sender, ME, struct.pack("!BBHI", kind, code, 0, 0) + quoted[:28])


ASKED = ipv4(ME, TARGET, echo_request(4, 5, b"\x12\x34abcdef"))


@pytest.mark.parametrize(
    ("packet", "heard", "said"),
    [
        (about(11, 0, HOP, ASKED), Heard(HOP, 11, 0, 0x1234, 5, TARGET), Said.EXPIRED),
        (about(11, 1, HOP, ASKED), Heard(HOP, 11, 1, 0x1234, 5, TARGET), None),
        (about(3, 1, HOP, ASKED), Heard(HOP, 3, 1, 0x1234, 5, TARGET), Said.UNREACHABLE),
        (about(3, 13, HOP, ASKED), Heard(HOP, 3, 13, 0x1234, 5, TARGET), Said.PROHIBITED),
        (about(3, 2, TARGET, ASKED), Heard(TARGET, 3, 2, 0x1234, 5, TARGET), Said.REFUSED),
        (ipv4(TARGET, ME, b"\0\0\0\0\x12\x34\0\x05abc", options=b"\1" * 4), Heard(TARGET, 0, 0, 0x1234, 5, TARGET),
         Said.ANSWERED),
        (about(11, 0, HOP, ipv4(ME, TARGET, b"\0" * 8, protocol=17)), None, None),
        (about(11, 0, HOP, ipv4(ME, TARGET, b"\0" * 8)), None, None),
        (about(5, 0, HOP, ASKED), None, None),
        (ipv4(HOP, ME, b"\0" * 8, protocol=17), None, None),
        (ASKED[:27], None, None),
    ],
)  # fmt: skip
def test_messages(packet: bytes, heard: Heard | None, said: Said | None) -> None:
    assert read(packet) == heard
    assert heard is None or said_by(heard) is said


@given(st.binary(max_size=120))
def test_garbage_is_survived(data: bytes) -> None:
    for packet in (data, ASKED[:12] + data, about(11, 0, HOP, data), ipv4(HOP, ME, data)):
        read(packet)
        read_echo(4, packet)


def test_requests_carry_what_macos_does_not_fill_in() -> None:
    request = echo_request(4, 5, b"\x12\x34abcdef")
    assert checksum(request) == 0
    assert request[4:8] == b"\x12\x34\0\x05"
    assert read_echo(4, ipv4(TARGET, ME, b"\0" + request[1:])) == (5, b"\x12\x34abcdef")


@dataclass
class Air:
    """A socket on which a test answers each packet that is sent."""

    says: dict[int, bytes] = field(default_factory=dict)
    """By time to live: what comes back, with the packet's own numbers in the place of "?"."""
    life: int = 64
    ends: tuple[socket.socket, socket.socket] = field(
        default_factory=lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    )
    sent: int = 0
    refuses: bool = False

    def __enter__(self) -> Air:
        return self

    def __exit__(self, *_: object) -> None:
        for end in self.ends:
            end.close()

    def fileno(self) -> int:
        return self.ends[0].fileno()

    def setblocking(self, on: bool) -> None:
        self.ends[0].setblocking(on)

    def setsockopt(self, level: int, name: int, value: int) -> None:
        self.life = value

    def sendto(self, packet: bytes, where: tuple[str, int]) -> None:
        self.sent += 1
        if self.refuses:
            raise PermissionError(1, "no")
        quoted = ipv4(ME, where[0], packet)
        if self.life in self.says:
            self.ends[1].send(about(11, 0, HOP, ipv4(ME, "192.0.2.99", packet)))  # of somebody else's target
            self.ends[1].send(self.says[self.life] + quoted[:28])

    def recv(self, size: int) -> bytes:
        return self.ends[0].recv(size)


def error(kind: int, sender: str) -> bytes:
    """What comes before the quoted packet."""
    return about(kind, 0, sender, b"")


def climbed(air: Air, shots: tuple[Shot, ...] = SHOTS) -> tuple[Reply, ...]:
    """The ladder over this socket."""
    return ladder(shots, lambda: air)  # type: ignore[arg-type,return-value]


def test_stations_tell_and_the_second_one_and_one_beyond_are_enough() -> None:
    air = Air({1: error(11, GATEWAY), 2: error(11, HOP), 3: error(11, "203.0.113.9")})
    found = climbed(air)
    assert [(each.said, each.sender) for each in found] == [
        (Said.EXPIRED, GATEWAY), (Said.EXPIRED, HOP), (Said.EXPIRED, "203.0.113.9"),
    ]  # fmt: skip
    assert all(each.ms is not None and each.icmp == (11, 0) for each in found)
    assert air.sent == 3


def test_a_silent_station_is_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(macos_hops, "WAIT_S", 0.1)
    monkeypatch.setattr(macos_hops, "RETRY_S", 0.05)
    air = Air({1: error(11, GATEWAY)})
    assert [each.said for each in climbed(air)] == [Said.EXPIRED, Said.SILENT, Said.SILENT]
    assert air.sent == 5


def test_a_way_of_asking_that_hears_nothing_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(macos_hops, "WAIT_S", 0.05)
    monkeypatch.setattr(macos_hops, "RETRY_S", 0.02)
    assert climbed(Air()) == ()
    if sys.platform != "darwin":
        assert ladder(SHOTS) == ()


def test_what_our_own_system_refuses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(macos_hops, "WAIT_S", 0.05)
    monkeypatch.setattr(macos_hops, "RETRY_S", 0.02)
    assert {each.said for each in climbed(Air(refuses=True))} == {Said.BLOCKED}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallHome]:
    """A computer, a router and a far host."""
    if reason := reason_not_to():
        pytest.skip(reason)
    with SmallHome(Path(tmp_path_factory.mktemp("home"))) as made:
        yield made


def raw() -> socket.socket:
    """On Linux a raw socket hears what any datagram ICMP socket hears on macOS, in the same layout."""
    return socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)


def test_it_climbs_a_real_way(home: SmallHome) -> None:
    shots = tuple(Shot(FAR, How.ECHO, ttl=ttl) for ttl in (1, 2))
    with home.inside("pc"):
        found = ladder(shots, raw)
    assert [(each.said, each.sender) for each in found] == [(Said.EXPIRED, GATEWAY), (Said.ANSWERED, FAR)]
