"""Asks the router for its external address by NAT-PMP (RFC 6886)."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass

PORT = 5351
REQUEST = bytes((0, 0))
"""Version 0, opcode 0: the external address request, which changes nothing on the router."""


@dataclass(frozen=True, slots=True)
class NatPmp:
    """What the router answered."""

    result: int
    """0 fine, 1 unsupported version, 2 refused, 3 network failure (no address outside), 4 out of resources, 5
    unsupported opcode (RFC 6886, 3.5)."""
    address: str | None = None


def read(payload: bytes) -> NatPmp | None:
    """The answer in a datagram; None for what is none. A router that speaks only PCP refuses with version 2 and result
    1 in the same place (RFC 6887, 9)."""
    if len(payload) < 4:
        return None
    version, opcode, result = struct.unpack_from("!BBH", payload)
    if version not in (0, 2) or not opcode & 0x80:
        return None
    if result:
        return NatPmp(result)
    if version != 0 or opcode != 128 or len(payload) < 12:
        return None
    address = socket.inet_ntoa(payload[8:12])
    return NatPmp(0, None if address == "0.0.0.0" else address)
