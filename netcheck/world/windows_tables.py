"""Understands the network tables that Windows hands out."""

from __future__ import annotations

import ctypes
import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from netcheck.core.network import Neighbour
from netcheck.world.windows_layouts import Link, Neighbour1, Neighbour2, Route1, Route2, SocketAddress

INET, INET6 = 2, 23
"""AF_INET and AF_INET6 of ws2def.h; the second differs from Linux's, where recorded tables are read in tests."""
STATES = ("failed", "incomplete", "probe", "delay", "stale", "reachable", "permanent")
"""NL_NEIGHBOR_STATE of nldef.h, from NlnsUnreachable on."""
OLD_STATES = {3: "stale", 4: "permanent"}
"""MIB_IPNET_TYPE: dynamic, static; 1 (other) and 2 (invalid) are no lines."""
DIRECT = 3
"""MIB_IPROUTE_TYPE."""
MOST = 65536
"""Lines of one table that are read."""
TABLE2, TABLE1 = 8, 4
"""Bytes before the first line: the newer tables' lines begin at a multiple of eight."""

Row = TypeVar("Row", bound=ctypes.Structure)


@dataclass(frozen=True, slots=True)
class Held:
    """One address of an adapter."""

    ip: str
    prefix: int
    origin: int
    """NL_PREFIX_ORIGIN: 1 manual, 2 well-known, 3 DHCP, 4 router advertisement."""
    dad: int
    """NL_DAD_STATE: 2 duplicate, 4 preferred."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """One adapter as GetAdaptersAddresses gives it."""

    name: str
    description: str
    index: int
    index6: int
    type: int
    """IANA ifType: 6 Ethernet, 23 PPP, 24 loopback, 53 virtual, 71 Wi-Fi, 131 tunnel, 243 and 244 mobile."""
    status: int
    """IF_OPER_STATUS: 1 up, 2 down, 5 dormant, 6 not present, 7 lower layer down."""
    mac: str | None = None
    mtu: int | None = None
    speed_mbit: int | None = None
    addresses: tuple[Held, ...] = ()
    gateways: tuple[str, ...] = ()
    servers: tuple[str, ...] = ()
    metric4: int = 0
    metric6: int = 0
    guid: str = ""
    """As Windows writes it, {8-4-4-4-12}; empty where it does not."""


@dataclass(frozen=True, slots=True)
class LinkState:
    """One adapter as GetIfTable2 gives it: what its driver says."""

    index: int
    name: str
    description: str
    type: int
    status: int
    """IF_OPER_STATUS, as in `Adapter`."""
    on: bool | None
    """NET_IF_ADMIN_STATUS: 1 up, 2 down."""
    carrier: bool | None
    """NET_IF_MEDIA_CONNECT_STATE: 1 connected, 2 disconnected, 0 unknown."""
    hardware: bool
    """A real device, not one of the many that exist in software only."""
    filter: bool
    """Only a layer over another one."""
    medium: int
    """NDIS_PHYSICAL_MEDIUM: 8 mobile, 9 Wi-Fi, 10 Bluetooth, 14 cable; 0 unspecified."""
    bytes_sent: int = 0
    bytes_received: int = 0
    sent: int = 0
    """Packets."""
    received: int = 0


@dataclass(frozen=True, slots=True)
class RouteLine:
    """One line of the route table."""

    family: int
    """4 or 6."""
    network: str
    prefix: int
    gateway: str | None
    """None for a network that the adapter itself is in."""
    index: int
    metric: int
    """The route's own; the adapter's is added to it."""
    origin: int | None = None
    """NL_ROUTE_ORIGIN: 0 manual, 1 well-known, 2 DHCP, 3 router advertisement; None in the older table."""


def address(raw: bytes) -> str | None:
    """The address in a Windows sockaddr, zone number included; None for other families and what is cut off."""
    family = int.from_bytes(raw[:2], "little")
    if family == INET and len(raw) >= 8:
        return str(ipaddress.IPv4Address(raw[4:8]))
    if family == INET6 and len(raw) >= 24:
        zone = int.from_bytes(raw[24:28], "little")
        ip = ipaddress.IPv6Address(raw[8:24])
        return f"{ip}%{zone}" if zone and ip.is_link_local else str(ip)
    return None


def sockaddr(text: str) -> bytes:
    """A literal address as Windows' 28 bytes of SOCKADDR_INET, zone number included; ValueError for anything else."""
    bare, _, zone = text.partition("%")
    ip = ipaddress.ip_address(bare)
    if ip.version == 4:
        return (INET.to_bytes(2, "little") + bytes(2) + ip.packed).ljust(28, b"\0")
    number = int(zone) & 0xFFFFFFFF if zone.isascii() and zone.isdigit() else 0
    return INET6.to_bytes(2, "little") + bytes(6) + ip.packed + number.to_bytes(4, "little")


def lines(table: bytes, row: type[Row], begin: int) -> Iterator[Row]:
    """The lines of a table that begins with their number; what is cut off is no line."""
    size = ctypes.sizeof(row)
    count = min(int.from_bytes(table[:4], "little"), MOST, max(0, (len(table) - begin) // size))
    for place in range(count):
        yield row.from_buffer_copy(table, begin + place * size)


def neighbours2(table: bytes) -> Iterator[tuple[int, Neighbour]]:
    """Adapter number and neighbour of each line of a MIB_IPNET_TABLE2."""
    for line in lines(table, Neighbour2, TABLE2):
        ip = address(bytes(line.address))
        if ip is not None and 0 <= line.state < len(STATES):
            yield line.index, Neighbour(ip.partition("%")[0], STATES[line.state], None, mac(line))


def neighbours(table: bytes) -> Iterator[tuple[int, Neighbour]]:
    """The same of the older MIB_IPNETTABLE, which knows static and dynamic lines only."""
    for line in lines(table, Neighbour1, TABLE1):
        state = OLD_STATES.get(line.type)
        if state is not None:
            yield line.index, Neighbour(str(ipaddress.IPv4Address(bytes(line.address))), state, None, mac(line))


def routes2(table: bytes) -> Iterator[RouteLine]:
    """The lines of a MIB_IPFORWARD_TABLE2."""
    for line in lines(table, Route2, TABLE2):
        found = route2(line)
        if found is not None:
            yield found


def route2(line: Route2) -> RouteLine | None:
    """One MIB_IPFORWARD_ROW2; None for other families."""
    network, gateway = address(bytes(line.target)), address(bytes(line.gateway))
    if network is None:
        return None
    family = 6 if ":" in network else 4
    return RouteLine(
        family, network.partition("%")[0], line.prefix, _gateway(gateway), line.index, line.metric, line.origin
    )


def routes(table: bytes) -> Iterator[RouteLine]:
    """The same of the older MIB_IPFORWARDTABLE, whose metric has the adapter's in it."""
    for line in lines(table, Route1, TABLE1):
        mask = int.from_bytes(bytes(line.mask), "big")
        if mask & (~mask >> 1) & 0x7FFFFFFF:  # ones after a nought: no mask
            continue
        network, gateway = (str(ipaddress.IPv4Address(bytes(each))) for each in (line.target, line.gateway))
        # Where there is no next station it writes our own address.
        beside = line.type == DIRECT
        yield RouteLine(4, network, mask.bit_count(), None if beside else _gateway(gateway), line.index, line.metric)


def links(table: bytes) -> Iterator[LinkState]:
    """The lines of a MIB_IF_TABLE2."""
    for line in lines(table, Link, TABLE2):
        yield LinkState(
            line.index,
            text(bytes(line.name)),
            text(bytes(line.description)),
            line.type,
            line.status,
            {1: True, 2: False}.get(line.admin),
            {1: True, 2: False}.get(line.media),
            bool(line.flags & 1),
            bool(line.flags & 2),
            line.physical_medium,
            line.bytes_sent,
            line.bytes_received,
            line.sent + line.sent_many,
            line.received + line.received_many,
        )


def read(first: Any) -> Iterator[Adapter]:
    """The adapters of a linked list in memory."""
    for raw in _chain(first):
        speed = raw.send_bps // 1_000_000
        yield Adapter(
            raw.name or "",
            raw.description or "",
            raw.index,
            raw.index6,
            raw.type,
            raw.status,
            mac=mac(raw),
            mtu=raw.mtu if 0 < raw.mtu < 0xFFFFFFFF else None,
            speed_mbit=speed if 0 < speed < 10_000_000 else None,
            addresses=tuple(
                Held(ip.partition("%")[0], each.prefix, each.prefix_origin, each.dad_state)
                for each in _chain(raw.unicast)
                if (ip := _socket_address(each.address))
            ),
            gateways=_list(raw.gateways),
            servers=_list(raw.servers),
            metric4=raw.metric4,
            metric6=raw.metric6,
            guid=(raw.guid or b"").decode("ascii", "replace").lower(),
        )


def text(raw: bytes) -> str:
    """Letters of two bytes each, up to the first nought."""
    return raw.decode("utf-16-le", "replace").partition("\0")[0]


def mac(line: Any) -> str | None:
    """The hardware address in an adapter or a line, six bytes long; None for none, and for noughts."""
    found = bytes(line.mac)[:6]
    return found.hex(":") if line.mac_length == 6 and any(found) else None


def _gateway(said: str | None) -> str | None:
    bare = (said or "").partition("%")[0]
    return None if bare in ("", "0.0.0.0", "::") else bare


def _list(first: Any) -> tuple[str, ...]:
    return tuple(ip for each in _chain(first) if (ip := _socket_address(each.address)))


def _chain(pointer: Any) -> Iterator[Any]:
    """The links of a chain; a chain without end is cut."""
    for _ in range(4096):
        if not pointer:
            return
        yield pointer.contents
        pointer = pointer.contents.next


def _socket_address(where: SocketAddress) -> str | None:
    if not where.pointer or not 8 <= where.length <= 128:
        return None
    return address(ctypes.string_at(where.pointer, where.length))
