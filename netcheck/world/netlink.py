"""Understands the network tables that the Linux kernel hands out, byte by byte."""

from __future__ import annotations

import ipaddress
import socket
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass

MULTIPATH = 9
"""RTA_MULTIPATH."""


@dataclass(frozen=True, slots=True)
class Message:
    """One netlink message, see netlink(7)."""

    kind: int
    flags: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the kernel's adapter table, RTM_NEWLINK in rtnetlink(7)."""

    index: int
    name: str
    hardware: int
    """ARPHRD_ type: 1 Ethernet, 512 PPP, 772 loopback, 65534 none."""
    flags: int
    """IFF_ flags: 1 up, 8 loopback."""
    mac: str | None = None
    mtu: int | None = None
    master: int | None = None
    kind: str | None = None
    """IFLA_INFO_KIND: veth, bridge, tun, bond, vlan, wireguard, ...; None for hardware."""
    carrier: bool | None = None
    state: int | None = None
    """Operational state of RFC 2863: 0 unknown, 2 down, 3 lower layer down, 5 dormant, 6 up."""
    bytes_received: int | None = None
    bytes_sent: int | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """One address of an adapter, RTM_NEWADDR in rtnetlink(7)."""

    index: int
    ip: str
    prefix: int
    flags: int = 0
    """IFA_F_ flags: 1 temporary, 8 duplicate found, 0x80 permanent, 0x100 gives temporary ones."""
    valid_s: int | None = None
    """Seconds it is still valid for; None for ever."""
    protocol: int = 0
    """IFAPROT_: 2 router advertisement, 3 link-local made by the kernel."""


@dataclass(frozen=True, slots=True)
class Route:
    """One line of a routing table, RTM_NEWROUTE in rtnetlink(7); one per next hop."""

    family: int
    """4 or 6."""
    prefix: int
    table: int
    protocol: int
    """RTPROT_: 2 kernel, 3 boot, 4 static, 9 router advertisement, 16 DHCP."""
    type: int
    """RTN_: 1 unicast, 2 local, 6 blackhole, 7 unreachable, 8 prohibit."""
    destination: str | None = None
    gateway: str | None = None
    index: int | None = None
    metric: int = 0
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """One line of the neighbour table, RTM_NEWNEIGH in rtnetlink(7)."""

    index: int
    state: int
    """NUD_ bits: 1 incomplete, 2 reachable, 4 stale, 8 delay, 16 probe, 32 failed, 64 noarp, 128 permanent."""
    ip: str
    mac: str | None = None
    confirmed_ticks: int | None = None
    """Clock ticks since the last confirmation."""


def messages(data: bytes) -> Iterator[Message]:
    """The messages of one datagram; what is cut off or has an impossible length ends them."""
    at = 0
    while at + 16 <= len(data):
        length, kind, flags = struct.unpack_from("=IHH", data, at)
        if length < 16 or at + length > len(data):
            return
        yield Message(kind, flags, data[at + 16 : at + length])
        at += length + 3 & ~3


def attributes(data: bytes) -> dict[int, bytes]:
    """Attributes by type (nested and byte-order bits taken off); what is cut off or malformed ends them."""
    found: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(data):
        length, kind = struct.unpack_from("=HH", data, at)
        if length < 4 or at + length > len(data):
            break
        found[kind & 0x3FFF] = data[at + 4 : at + length]
        at += length + 3 & ~3
    return found


def number(value: bytes | None) -> int | None:
    """An unsigned attribute in the byte order of this computer; None where there is none or it has an odd size."""
    return int.from_bytes(value, sys.byteorder) if value is not None and len(value) in (1, 2, 4, 8) else None


def text(value: bytes | None) -> str | None:
    """A zero-ended name; None where there is none."""
    return value.split(b"\0", 1)[0].decode("utf-8", "replace") if value else None


def address(value: bytes | None) -> str | None:
    """An IPv4 or IPv6 address of 4 or 16 bytes, else None."""
    return str(ipaddress.ip_address(value)) if value is not None and len(value) in (4, 16) else None


def hardware_address(value: bytes | None) -> str | None:
    """Six bytes as aa:bb:cc:dd:ee:ff; None for other lengths and for all zeros."""
    return value.hex(":") if value is not None and len(value) == 6 and any(value) else None


def link(body: bytes) -> Link | None:
    """An adapter, or None for what is none."""
    if len(body) < 16:
        return None
    _, hardware, index, flags = struct.unpack_from("=BxHiI", body)
    given = attributes(body[16:])
    name = text(given.get(3))
    if not name:
        return None
    stats = given.get(23, b"")
    received, sent = struct.unpack_from("=16xQQ", stats) if len(stats) >= 32 else (None, None)
    carrier = number(given.get(33))
    return Link(
        index, name, hardware, flags,
        mac=hardware_address(given.get(1)),
        mtu=number(given.get(4)),
        master=number(given.get(10)),
        kind=text(attributes(given.get(18, b"")).get(1)),
        carrier=None if carrier is None else bool(carrier),
        state=number(given.get(16)),
        bytes_received=received,
        bytes_sent=sent,
    )  # fmt: skip


def held(body: bytes) -> Held | None:
    """An address, or None for what is none."""
    if len(body) < 8:
        return None
    _, prefix, flags, _, index = struct.unpack_from("=BBBBI", body)
    given = attributes(body[8:])
    ip = address(given.get(2)) or address(given.get(1))
    if ip is None or prefix > (128 if ":" in ip else 32):
        return None
    times = given.get(6, b"")
    valid: int | None = struct.unpack_from("=4xI", times)[0] if len(times) >= 8 else None
    wide = number(given.get(8))
    return Held(
        index, ip, prefix, flags if wide is None else wide, None if valid == 0xFFFFFFFF else valid,
        number(given.get(11)) or 0,
    )  # fmt: skip


def routes(body: bytes) -> tuple[Route, ...]:
    """A route, one record for each of its next hops; empty for what is none."""
    if len(body) < 12:
        return ()
    family, prefix, _, _, table, protocol, _, type_ = struct.unpack_from("=8B", body)
    if family not in (socket.AF_INET, socket.AF_INET6):
        return ()
    given = attributes(body[12:])
    wide = number(given.get(15))
    hops = list(_next_hops(given[MULTIPATH])) if MULTIPATH in given else [(number(given.get(4)), given)]
    return tuple(
        Route(
            4 if family == socket.AF_INET else 6, prefix, table if wide is None else wide, protocol, type_,
            destination=address(given.get(1)),
            gateway=address(hop.get(5)) or address(hop.get(18, b"")[2:]),
            index=index,
            metric=number(given.get(6)) or 0,
            source=address(given.get(7)),
        )
        for index, hop in hops
    )  # fmt: skip


def _next_hops(data: bytes) -> Iterator[tuple[int, dict[int, bytes]]]:
    """Adapter number and attributes of each next hop of a multipath route (struct rtnexthop)."""
    at = 0
    while at + 8 <= len(data):
        length, index = struct.unpack_from("=H2xi", data, at)
        if length < 8 or at + length > len(data):
            return
        yield index, attributes(data[at + 8 : at + length])
        at += length + 3 & ~3


def near(body: bytes) -> Near | None:
    """A neighbour, or None for what is none."""
    if len(body) < 12:
        return None
    index, state = struct.unpack_from("=4xiH", body)
    given = attributes(body[12:])
    ip = address(given.get(1))
    if ip is None:
        return None
    return Near(index, state, ip, hardware_address(given.get(2)), number(given.get(3, b"")[:4]))
