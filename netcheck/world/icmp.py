"""Reads what the network says about a packet: echo replies and ICMP errors."""

from __future__ import annotations

import errno
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass

from netcheck.core.network import Said

# struct sock_extended_err of linux/errqueue.h; the offender's sockaddr follows it.
_EXTENDED = struct.Struct("=IBBBxII")
_FROM_ICMP = (2, 3)  # SO_EE_ORIGIN_ICMP, SO_EE_ORIGIN_ICMP6
# sa_family as the kernel writes it on Linux, the one system with this queue: tests read recorded bytes on any system.
_LINUX_INET, _LINUX_INET6 = 2, 10

_TTLS = ((socket.IPPROTO_IP, 2), (socket.IPPROTO_IPV6, 52), (socket.IPPROTO_IP, 24), (socket.IPPROTO_IPV6, 47))
_ECHO = struct.Struct("!BBHHH")
_REQUEST = {4: 8, 6: 128}
_REPLY = {4: 0, 6: 129}


@dataclass(frozen=True, slots=True)
class IcmpError:
    """One entry of a socket's error queue."""

    errno: int
    version: int
    """4 or 6; 0 where our own system made the error without an ICMP message."""
    type: int
    code: int
    offender: str | None
    """Who sent the error, without zone."""
    info: int = 0
    """For "too big": the largest packet that would pass, bytes."""


def plain(address: str) -> str:
    """An address without its zone."""
    return address.partition("%")[0]


def read_extended_error(data: bytes) -> IcmpError | None:
    """Read a sock_extended_err and the offender behind it; None for what is none of both."""
    if len(data) < _EXTENDED.size:
        return None
    number, origin, kind, code, info, _ = _EXTENDED.unpack_from(data)
    if origin not in _FROM_ICMP:
        return IcmpError(number, 0, kind, code, None, info)
    return IcmpError(number, 4 if origin == 2 else 6, kind, code, _read_sockaddr(data[_EXTENDED.size :]), info)


def _read_sockaddr(data: bytes) -> str | None:
    if len(data) < 2:
        return None
    family = struct.unpack_from("=H", data)[0]
    if family == _LINUX_INET and len(data) >= 8:
        return socket.inet_ntop(socket.AF_INET, data[4:8])
    if family == _LINUX_INET6 and len(data) >= 24:
        return socket.inet_ntop(socket.AF_INET6, data[8:24])
    return None


def understand(error: IcmpError, target: str, is_own: Callable[[str], bool]) -> Said | None:
    """What an ICMP error means for the packet to `target`; None for errors that settle nothing.

    `is_own` tells whether an address is one of this computer's: our own system reports a neighbour that it could not
    find as 3/1 (IPv6 1/3) from our own address, and a local firewall's rejection as any other code from there.
    Codes: RFC 792, RFC 1812 (5.2.7), RFC 4443.
    """
    if error.version == 0:
        return Said.TOO_BIG if error.errno == errno.EMSGSIZE else None
    kind = (error.version, error.type)
    if kind in ((4, 11), (6, 3)):
        return Said.EXPIRED if error.code == 0 else None
    if kind == (6, 2) or (kind == (4, 3) and error.code == 4):
        return Said.TOO_BIG
    if kind not in ((4, 3), (6, 1)):
        return None
    sender = plain(error.offender) if error.offender else None
    closed = error.code in (2, 3) if error.version == 4 else error.code == 4
    if closed and sender == plain(target):
        return Said.REFUSED
    if sender is not None and is_own(sender):
        return Said.NO_NEIGHBOUR if error.code == (1 if error.version == 4 else 3) else Said.BLOCKED
    if error.code in ((9, 10, 13) if error.version == 4 else (1, 5, 6)):
        return Said.PROHIBITED
    return Said.UNREACHABLE


def echo_request(version: int, sequence: int, data: bytes) -> bytes:
    """An echo request for a datagram ICMP socket. Linux puts its own identifier and checksum in; macOS sends what it
    is given, with IPv4 (ip_icmp.c of xnu), and makes the checksum of IPv6 alone."""
    identifier = int.from_bytes(data[:2], "big")
    message = _ECHO.pack(_REQUEST[version], 0, 0, identifier, sequence & 0xFFFF) + data
    return message[:2] + struct.pack("!H", checksum(message)) + message[4:] if version == 4 else message


def checksum(message: bytes) -> int:
    """The internet checksum of RFC 1071, 16 bits."""
    padded = message + b"\0" * (len(message) % 2)
    total: int = sum(struct.unpack(f"!{len(padded) // 2}H", padded))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def read_echo(version: int, message: bytes, reply: bool = True) -> tuple[int, bytes] | None:
    """Sequence number and data of an echo reply (or, for error queues, of the request); None for anything else.

    macOS hands out the IPv4 header as well; no ICMP message of ours begins as one does.
    """
    if version == 4 and message[:1] and message[0] >> 4 == 4:
        message = message[(message[0] & 0xF) * 4 :]
    if len(message) < _ECHO.size:
        return None
    kind, code, _, _, sequence = _ECHO.unpack_from(message)
    if kind != (_REPLY if reply else _REQUEST)[version] or code != 0:
        return None
    return sequence, message[_ECHO.size :]


def read_ttl(ancillary: list[tuple[int, int, bytes]]) -> int | None:
    """Time to live of a received packet from its control messages (IP_TTL, IPV6_HOPLIMIT; IP_RECVTTL and its own
    IPV6_HOPLIMIT on macOS), 0 to 255."""
    for level, kind, data in ancillary:
        if (level, kind) in _TTLS and data:
            value = struct.unpack("=i", data[:4])[0] if len(data) >= 4 else data[0]
            return value if 0 <= value <= 255 else None
    return None
