"""The ladder of macOS: its packets are understood, and it climbs a real way (with a raw socket in the Mac's place)."""

from __future__ import annotations

import errno
import socket
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.network import How, Reply, Said, Shot
from netcheck.world import macos_hops
from netcheck.world.icmp import checksum, echo_request, read_echo
from netcheck.world.macos_hops import Heard, ladder, read, read6, said_by
from tests.world.small_home import FAR, FAR6, GATEWAY, GATEWAY6, SmallHome, reason_not_to

ME, TARGET, HOP = "192.168.1.23", "198.51.100.1", "203.0.113.1"
ME6, TARGET6, HOP6 = "2001:db8:1::23", "2001:db8:f::1", "2001:db8:a::1"
SHOTS = tuple(Shot(TARGET, How.ECHO, ttl=ttl) for ttl in (1, 2, 3))
SHOTS6 = tuple(Shot(TARGET6, How.ECHO, ttl=ttl) for ttl in (1, 2, 3))


def ipv4(source: str, target: str, message: bytes, protocol: int = 1, options: bytes = b"") -> bytes:
    """An IPv4 packet (RFC 791)."""
    first = 0x40 | (20 + len(options)) // 4
    head = struct.pack("!BBHHHBBH", first, 0, 0, 7, 0, 64, protocol, 0)
    return head + socket.inet_aton(source) + socket.inet_aton(target) + options + message


def about(kind: int, code: int, sender: str, quoted: bytes) -> bytes:
    """An ICMP error (RFC 792) with the start of the packet that it is about."""
    return ipv4(sender, ME, struct.pack("!BBHI", kind, code, 0, 0) + quoted[:28])


def ipv6(source: str, target: str, message: bytes, follows: int = 58) -> bytes:
    """An IPv6 packet (RFC 8200)."""
    head = struct.pack("!IHBB", 6 << 28, len(message), follows, 1)
    return head + socket.inet_pton(socket.AF_INET6, source) + socket.inet_pton(socket.AF_INET6, target) + message


def about6(kind: int, code: int, quoted: bytes) -> bytes:
    """An ICMPv6 error (RFC 4443), as a socket gives it: without the header in front."""
    return struct.pack("!BBHI", kind, code, 0, 0) + quoted


ASKED = ipv4(ME, TARGET, echo_request(4, 5, b"\x12\x34abcdef"))
ASKED6 = ipv6(ME6, TARGET6, echo_request(6, 5, b"\x12\x34abcdef"))
OURS6 = (0x1234, 5, TARGET6)


@pytest.mark.parametrize(
    ("packet", "heard", "said"),
    [
        (about(11, 0, HOP, ASKED), Heard(4, HOP, 11, 0, 0x1234, 5, TARGET), Said.EXPIRED),
        (about(11, 1, HOP, ASKED), Heard(4, HOP, 11, 1, 0x1234, 5, TARGET), None),
        (about(3, 1, HOP, ASKED), Heard(4, HOP, 3, 1, 0x1234, 5, TARGET), Said.UNREACHABLE),
        (about(3, 13, HOP, ASKED), Heard(4, HOP, 3, 13, 0x1234, 5, TARGET), Said.PROHIBITED),
        (about(3, 2, TARGET, ASKED), Heard(4, TARGET, 3, 2, 0x1234, 5, TARGET), Said.REFUSED),
        (ipv4(TARGET, ME, b"\0\0\0\0\x12\x34\0\x05abc", options=b"\1" * 4), Heard(4, TARGET, 0, 0, 0x1234, 5, TARGET),
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


@pytest.mark.parametrize(
    ("message", "sender", "heard", "said"),
    [
        (about6(3, 0, ASKED6), HOP6, Heard(6, HOP6, 3, 0, *OURS6), Said.EXPIRED),
        (about6(3, 0, ASKED6), "fe80::1%en0", Heard(6, "fe80::1", 3, 0, *OURS6), Said.EXPIRED),
        (about6(3, 1, ASKED6), HOP6, Heard(6, HOP6, 3, 1, *OURS6), None),
        (about6(1, 0, ASKED6), HOP6, Heard(6, HOP6, 1, 0, *OURS6), Said.UNREACHABLE),
        (about6(1, 3, ASKED6), HOP6, Heard(6, HOP6, 1, 3, *OURS6), Said.UNREACHABLE),
        (about6(1, 1, ASKED6), HOP6, Heard(6, HOP6, 1, 1, *OURS6), Said.PROHIBITED),
        (about6(1, 6, ASKED6), HOP6, Heard(6, HOP6, 1, 6, *OURS6), Said.PROHIBITED),
        (about6(1, 4, ASKED6), TARGET6, Heard(6, TARGET6, 1, 4, *OURS6), Said.REFUSED),
        (about6(1, 4, ASKED6), HOP6, Heard(6, HOP6, 1, 4, *OURS6), Said.UNREACHABLE),
        (b"\x81\0\0\0\x12\x34\0\x05abc", TARGET6, Heard(6, TARGET6, 129, 0, *OURS6), Said.ANSWERED),
        (about6(2, 0, ASKED6), HOP6, None, None),  # too big
        (about6(3, 0, ipv6(ME6, TARGET6, b"\0" * 8, follows=17)), HOP6, None, None),
        (about6(3, 0, ipv6(ME6, TARGET6, b"\x81" + b"\0" * 7)), HOP6, None, None),  # of an answer, not of a question
        (about6(3, 0, ASKED6[:47]), HOP6, None, None),
        (b"\x86\0\0\0\0\0\0\0", HOP6, None, None),  # a router's advertisement
        (b"\x81\0", TARGET6, None, None),
    ],
)
def test_messages_of_ipv6(message: bytes, sender: str, heard: Heard | None, said: Said | None) -> None:
    assert read6(message, sender) == heard
    assert heard is None or said_by(heard) is said


@given(st.binary(max_size=120))
def test_garbage_is_survived(data: bytes) -> None:
    for message in (data, about6(3, 0, data), about6(1, 4, ASKED6[:40] + data)):
        if (heard := read6(message, HOP6)) is not None:
            said_by(heard)
    for packet in (data, ASKED[:12] + data, about(11, 0, HOP, data), ipv4(HOP, ME, data)):
        read(packet)
        read_echo(4, packet)


def test_requests_carry_what_macos_does_not_fill_in() -> None:
    request = echo_request(4, 5, b"\x12\x34abcdef")
    assert checksum(request) == 0
    assert request[4:8] == b"\x12\x34\0\x05"
    assert read_echo(4, ipv4(TARGET, ME, b"\0" + request[1:])) == (5, b"\x12\x34abcdef")


LIVES = ((socket.IPPROTO_IP, socket.IP_TTL), (socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS))
"""Options that say how many hops a packet may make."""


@dataclass
class Air:
    """A socket on which a test answers each packet that is sent."""

    says: dict[int, bytes] = field(default_factory=dict)
    """By time to live: what comes back, with the packet's own numbers in the place of "?"."""
    life: int = 64
    version: int = 4
    far: str = HOP
    """Who answers in IPv6, where a socket tells the sender beside the message."""
    ends: tuple[socket.socket, socket.socket] = field(
        default_factory=lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    )
    sent: int = 0
    refuses: OSError | None = None
    bound: OSError | None = None
    """What choosing an adapter raises."""

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
        if self.bound is not None and (level, name) not in LIVES:
            raise self.bound
        self.life = value

    def sendto(self, packet: bytes, where: tuple[str, int]) -> None:
        self.sent += 1
        if self.refuses:
            raise self.refuses
        if self.version == 6:
            if self.life in self.says:
                self.ends[1].send(about6(3, 0, ipv6(ME6, "2001:db8::99", packet)))  # of somebody else's target
                self.ends[1].send(self.says[self.life] + ipv6(ME6, where[0], packet))
            return
        quoted = ipv4(ME, where[0], packet)
        if self.life in self.says:
            self.ends[1].send(about(11, 0, HOP, ipv4(ME, "192.0.2.99", packet)))  # of somebody else's target
            self.ends[1].send(self.says[self.life] + quoted[:28])

    def recvfrom(self, size: int) -> tuple[bytes, tuple[str, int]]:
        return self.ends[0].recv(size), (self.far, 0)


def error(kind: int, sender: str) -> bytes:
    """What comes before the quoted packet."""
    return about(kind, 0, sender, b"")


def climbed(air: Air, shots: tuple[Shot, ...] = SHOTS) -> tuple[Reply, ...]:
    """The ladder over this socket."""
    return ladder(shots, lambda version: air)  # type: ignore[arg-type,return-value]


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
    assert {each.said for each in climbed(Air(refuses=PermissionError(1, "no")))} == {Said.BLOCKED}


def test_what_macos_withholds_for_several_reasons_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(macos_hops, "WAIT_S", 0.05)
    monkeypatch.setattr(macos_hops, "RETRY_S", 0.02)
    assert climbed(Air(refuses=OSError(errno.EHOSTUNREACH, "no route to host"))) == ()


def test_an_adapter_that_may_not_be_chosen_is_no_firewall() -> None:
    shots = tuple(replace(each, device="lo") for each in SHOTS)
    air = Air(bound=PermissionError(1, "no"))
    assert climbed(air, shots) == ()
    assert air.sent == 0


def test_in_ipv6_the_stations_tell_as_well() -> None:
    errors = {life: struct.pack("!BBHI", 3, 0, 0, 0) for life in (2, 3)}
    air = Air({**errors, 1: struct.pack("!BBHI", 1, 1, 0, 0)}, version=6, far=HOP6)
    found = climbed(air, SHOTS6)
    assert [(each.said, each.sender, each.icmp) for each in found] == [
        (Said.PROHIBITED, HOP6, (1, 1)), (Said.EXPIRED, HOP6, (3, 0)), (Said.EXPIRED, HOP6, (3, 0)),
    ]  # fmt: skip
    assert air.sent == 3


def test_without_a_station_to_ask_no_socket_is_opened() -> None:
    assert ladder((), lambda version: pytest.fail("a socket was opened")) == ()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallHome]:
    """A computer, a router and a far host."""
    if reason := reason_not_to():
        pytest.skip(reason)
    with SmallHome(Path(tmp_path_factory.mktemp("home"))) as made:
        yield made


def raw(version: int) -> socket.socket:
    """On Linux a raw socket hears what any datagram ICMP socket hears on macOS, in the same layout."""
    if version == 6:
        return socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
    return socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)


@pytest.mark.parametrize(("far", "gateway"), [(FAR, GATEWAY), (FAR6, GATEWAY6)], ids=["IPv4", "IPv6"])
def test_it_climbs_a_real_way(home: SmallHome, far: str, gateway: str) -> None:
    shots = tuple(Shot(far, How.ECHO, ttl=ttl) for ttl in (1, 2))
    with home.inside("pc"):
        found = ladder(shots, raw)
    assert [(each.said, each.sender) for each in found] == [(Said.EXPIRED, gateway), (Said.ANSWERED, far)]
