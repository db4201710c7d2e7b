"""Reads the tables of routes and neighbours as the kernel of macOS hands them out: bytes, not text."""

from __future__ import annotations

import ipaddress
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from netcheck.core.network import DefaultRoute, Neighbour
from netcheck.world.macos_text import TUNNELS

HEADER = struct.Struct("=HBBHxxiiiiiiI14I")
"""struct rt_msghdr of net/route.h, 92 bytes: length, version, type, index, flags, addrs, pid, seq, errno, use, inits,
and struct rt_metrics (locks, mtu, hopcount, expire, ...)."""
VERSION, GET = 5, 4
"""RTM_VERSION and RTM_GET, net/route.h."""
DST, GATEWAY, NETMASK = 0, 1, 2
"""RTAX_: the order of the addresses behind the header."""
EXPIRE = 14
"""Where rmx_expire stands among the unpacked fields."""
INET, LINK, INET6 = 2, 18, 30
"""AF_ of macOS' sys/socket.h, whatever system reads this."""
UP, GATEWAY_FLAG, REJECT, LLINFO, BLACKHOLE = 0x1, 0x2, 0x8, 0x400, 0x1000
LOCAL, SCOPED, CONDEMNED = 0x200000, 0x1000000, 0x2000000
"""RTF_ flags of net/route.h; a scoped route (IFSCOPE) holds only for sockets that are bound to its adapter."""
WITHHELD = frozenset({"00:00:00:00:00:00", "02:00:00:00:00:00"})
"""What stands in the place of a hardware address that this program may not see."""

Names = Callable[[int], str | None]
"""An adapter's name by its number."""


@dataclass(frozen=True, slots=True)
class Route:
    """One entry of the table."""

    index: int
    flags: int
    expires: int
    """Seconds of the time of day; 0 for entries that stay."""
    address: str | None
    """Where it leads: None for what is neither IPv4 nor IPv6."""
    whole: bool
    """Whether it is for everything (a mask of zeros)."""
    gateway: str | None = None
    mac: str | None = None
    link: bool = False
    """Whether its gateway is an adapter, or a neighbour's hardware address."""

    @property
    def family(self) -> int:
        """4 or 6."""
        return 6 if ":" in (self.address or "") else 4


def routes(data: bytes) -> Iterator[Route]:
    """The entries of a dump (sysctl NET_RT_DUMP or NET_RT_FLAGS, route(4)); what is cut or of another version is
    passed over."""
    at = 0
    while at + HEADER.size <= len(data):
        fields = HEADER.unpack_from(data, at)
        length, version, kind, index, flags, present = fields[:6]
        if length < HEADER.size:
            return
        if version == VERSION and kind == GET:
            parts = _addresses(data[at + HEADER.size : at + length], present)
            yield _route(index, flags, fields[EXPIRE], parts)
        at += length


def _addresses(data: bytes, present: int) -> dict[int, bytes]:
    """The sockaddrs behind a header, each padded to a multiple of four bytes (ROUNDUP32), by its place."""
    found: dict[int, bytes] = {}
    at = 0
    for place in range(8):
        if present & 1 << place and at < len(data):
            length = data[at]
            found[place] = data[at : at + length]
            at += 4 if length == 0 else (length + 3) & ~3
    return found


def _route(index: int, flags: int, expires: int, parts: dict[int, bytes]) -> Route:
    target, gateway, mask = (parts.get(place, b"") for place in (DST, GATEWAY, NETMASK))
    address = _ip(target)
    start = 8 if ":" in (address or "") else 4
    whole = address in ("0.0.0.0", "::") and NETMASK in parts and not any(mask[start:])
    link = len(gateway) > 1 and gateway[1] == LINK
    return Route(index, flags, expires, address, whole, _ip(gateway), _mac(gateway) if link else None, link)


def _ip(raw: bytes) -> str | None:
    """The address in a sockaddr_in or sockaddr_in6, of which ends of zeros may be missing.

    A link-local address carries its adapter's number in its third and fourth byte (KAME); it is taken out.
    """
    family = raw[1] if len(raw) > 1 else 0
    if family == INET:
        return str(ipaddress.IPv4Address(raw[4:8].ljust(4, b"\0")))
    if family != INET6:
        return None
    held = raw[8:24].ljust(16, b"\0")
    if held[0] == 0xFE and held[1] & 0xC0 == 0x80:
        held = held[:2] + b"\0\0" + held[4:]
    return str(ipaddress.IPv6Address(held))


def _mac(raw: bytes) -> str | None:
    """The hardware address in a sockaddr_dl (net/if_dl.h): lengths of name and address, then both."""
    if len(raw) < 8:
        return None
    start, length = 8 + raw[5], raw[6]
    held = raw[start : start + length]
    return ":".join(f"{byte:02x}" for byte in held) if length == len(held) == 6 else None


def default_routes(data: bytes, name_of: Names) -> tuple[DefaultRoute, ...]:
    """The routes for everything, the system's own first (metric 0), then those that hold for one adapter only (1).

    The routes of the system's own idle tunnels are scoped, too, and lead nowhere: they are left out, as are those that
    forbid.
    """
    found = []
    for each in routes(data):
        name = name_of(each.index)
        usable = each.whole and each.flags & UP and not each.flags & (REJECT | BLACKHOLE | CONDEMNED)
        is_scoped = bool(each.flags & SCOPED)
        if not usable or name is None or (is_scoped and name.startswith(TUNNELS)):
            continue
        gateway = each.gateway if each.flags & GATEWAY_FLAG and each.gateway not in ("0.0.0.0", "::") else None
        found.append(DefaultRoute(each.family, gateway, name, int(is_scoped)))
    return tuple(sorted(dict.fromkeys(found), key=lambda route: route.metric))


def neighbour(data: bytes, address: str, interface: str | None, name_of: Names) -> Neighbour | None:
    """The entry for an address (in its plain spelling); None where there is none.

    "failed" is an entry that rejects: the kernel asked five times, once a second, and nobody answered (in_arp.c); for
    20 s it then refuses to send. A known hardware address is called stale: the table does not tell when the
    neighbour was last heard. Where several adapters know one, the first that has its hardware address.
    """
    found = None
    for each in routes(data):
        if each.address != address or not each.link or not each.flags & LLINFO or each.flags & (LOCAL | CONDEMNED):
            continue
        if interface not in (None, name_of(each.index)):
            continue
        if each.mac is not None:
            mac = None if each.mac in WITHHELD else each.mac
            return Neighbour(address, "stale" if each.expires else "permanent", None, mac)
        found = found or Neighbour(address, "failed" if each.flags & REJECT else "incomplete")
    return found
