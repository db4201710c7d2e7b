"""Understands the network tables that Windows hands out."""

from __future__ import annotations

import ctypes
import ipaddress
import struct
import sys
from collections.abc import Iterator
from ctypes import POINTER, c_char_p, c_int32, c_ubyte, c_uint8, c_uint32, c_uint64, c_void_p, c_wchar_p
from dataclasses import dataclass
from typing import Any

from netcheck.core.network import Neighbour


class SocketAddress(ctypes.Structure):
    """SOCKET_ADDRESS of ws2def.h."""

    _fields_ = [("pointer", c_void_p), ("length", c_int32)]


class Listed(ctypes.Structure):
    """The common beginning of a gateway, name server or unicast address in iptypes.h."""


Listed._fields_ = [("size", c_uint32), ("flags", c_uint32), ("next", POINTER(Listed)), ("address", SocketAddress)]


class Unicast(ctypes.Structure):
    """IP_ADAPTER_UNICAST_ADDRESS_LH of iptypes.h."""


Unicast._fields_ = [
    ("size", c_uint32), ("flags", c_uint32), ("next", POINTER(Unicast)), ("address", SocketAddress),
    ("prefix_origin", c_int32), ("suffix_origin", c_int32), ("dad_state", c_int32),
    ("valid_s", c_uint32), ("preferred_s", c_uint32), ("lease_s", c_uint32), ("prefix", c_uint8),
]  # fmt: skip


class RawAdapter(ctypes.Structure):
    """IP_ADAPTER_ADDRESSES_LH of iptypes.h, up to what is used; the rest is only skipped."""


RawAdapter._fields_ = [
    ("size", c_uint32), ("index", c_uint32), ("next", POINTER(RawAdapter)), ("guid", c_char_p),
    ("unicast", POINTER(Unicast)), ("anycast", c_void_p), ("multicast", c_void_p), ("servers", POINTER(Listed)),
    ("suffix", c_wchar_p), ("description", c_wchar_p), ("name", c_wchar_p),
    ("mac", c_ubyte * 8), ("mac_length", c_uint32), ("flags", c_uint32), ("mtu", c_uint32),
    ("type", c_uint32), ("status", c_int32), ("index6", c_uint32), ("zones", c_uint32 * 16), ("prefixes", c_void_p),
    ("send_bps", c_uint64), ("receive_bps", c_uint64), ("wins", c_void_p), ("gateways", POINTER(Listed)),
    ("metric4", c_uint32), ("metric6", c_uint32),
]  # fmt: skip


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


def address(raw: bytes) -> str | None:
    """The address in a Windows sockaddr, zone number included; None for other families and what is cut off."""
    family = int.from_bytes(raw[:2], "little")
    if family == 2 and len(raw) >= 8:
        return str(ipaddress.IPv4Address(raw[4:8]))
    if family == 23 and len(raw) >= 24:
        zone = int.from_bytes(raw[24:28], "little")
        ip = ipaddress.IPv6Address(raw[8:24])
        return f"{ip}%{zone}" if zone and ip.is_link_local else str(ip)
    return None


def neighbours2(table: bytes) -> Iterator[tuple[int, Neighbour]]:
    """Adapter number and neighbour of each line of a MIB_IPNET_TABLE2 (netioapi.h): 8 bytes, then 88 a line."""
    states = ("failed", "incomplete", "probe", "delay", "stale", "reachable", "permanent")
    for at in range(8, len(table) - 87, 88):
        ip = address(table[at : at + 28])
        index, length, state = struct.unpack_from("<28xI40xII", table, at)
        if ip is None or state >= len(states) or length > 32:
            continue
        mac = table[at + 40 : at + 46].hex(":") if length == 6 and any(table[at + 40 : at + 46]) else None
        yield index, Neighbour(ip.partition("%")[0], states[state], None, mac)


def neighbours(table: bytes) -> Iterator[tuple[int, Neighbour]]:
    """The same of the older MIB_IPNETTABLE (ipmib.h): 4 bytes, then 24 a line; it knows static (4) and dynamic (3)."""
    for at in range(4, len(table) - 23, 24):
        index, length, mac, ip, kind = struct.unpack_from("<II8s4sI", table, at)
        state = {3: "stale", 4: "permanent"}.get(kind)
        if state is not None:
            spelt = mac[:6].hex(":") if length == 6 and any(mac[:6]) else None
            yield index, Neighbour(str(ipaddress.IPv4Address(ip)), state, None, spelt)


def adapters() -> tuple[Adapter, ...] | None:
    """All adapters with addresses, gateways and name servers, by one call; None where Windows refuses."""
    if sys.platform != "win32":
        return None
    # Gateways too (0x80); neither anycast (0x2) nor multicast (0x4) addresses.
    call = ctypes.WinDLL("iphlpapi").GetAdaptersAddresses
    size = c_uint32(32768)
    for _ in range(4):  # the list may grow between two calls
        memory = ctypes.create_string_buffer(size.value)
        result = call(0, 0x86, None, memory, ctypes.byref(size))
        if result == 232:  # no data: no adapter at all
            return ()
        if result == 0:
            return tuple(read(ctypes.cast(memory, POINTER(RawAdapter))))
        if result != 111:  # 111: the memory was too small
            return None
    return None


def neighbour_table(family: int) -> tuple[tuple[int, Neighbour], ...] | None:
    """Windows' neighbour table for a family (4 or 6); None where it can't be had."""
    if sys.platform != "win32":
        return None
    library = ctypes.WinDLL("iphlpapi")
    pointer = c_void_p()
    if library.GetIpNetTable2(c_uint32(2 if family == 4 else 23), ctypes.byref(pointer)) == 0 and pointer.value:
        lines = min(c_uint32.from_address(pointer.value).value, 65536)
        table = ctypes.string_at(pointer.value, 8 + 88 * lines)
        library.FreeMibTable(pointer)
        return tuple(neighbours2(table))
    if family == 6:
        return None
    size = c_uint32(65536)
    memory = ctypes.create_string_buffer(size.value)
    result = library.GetIpNetTable(memory, ctypes.byref(size), 0)
    if result == 232:
        return ()
    lines = c_uint32.from_buffer(memory).value
    return tuple(neighbours(memory.raw[: 4 + 24 * lines])) if result == 0 else None


def read(first: Any) -> Iterator[Adapter]:
    """The adapters of a linked list in memory."""
    for raw in _chain(first):
        mac = bytes(raw.mac[: min(raw.mac_length, 8)])
        speed = raw.send_bps // 1_000_000
        yield Adapter(
            raw.name or "",
            raw.description or "",
            raw.index,
            raw.index6,
            raw.type,
            raw.status,
            mac=mac.hex(":") if len(mac) == 6 and any(mac) else None,
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
        )


def _list(first: Any) -> tuple[str, ...]:
    return tuple(ip for each in _chain(first) if (ip := _socket_address(each.address)))


def _chain(pointer: Any) -> Iterator[Any]:
    """The links of a chain; a chain without end is cut."""
    for _ in range(4096):
        if not pointer:
            return
        yield pointer.contents
        pointer = pointer.contents.next


def _socket_address(given: SocketAddress) -> str | None:
    usable = given.pointer and 0 < given.length <= 128
    return address(ctypes.string_at(given.pointer, given.length)) if usable else None
