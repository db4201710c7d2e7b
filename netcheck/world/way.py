"""Finds out by which address this computer would speak to another one, without sending anything."""

from __future__ import annotations

import errno
import socket

from netcheck.core.model import Failure
from netcheck.core.network import Way
from netcheck.world.sockets import adapter_number

NO_WAY = {errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.ENETDOWN, 10047, 10049, 10050, 10051, 10065}
"""The call itself failed for want of a route or of an address of that family; the large ones are Windows' numbers.

EHOSTUNREACH is not among them: macOS 15 says so where its privacy setting keeps programs from the local network.
"""
REFUSED = {errno.EACCES, errno.EPERM, 10013}


def failure_of(number: int | None) -> Failure:
    """What an error number of our own system means for a way."""
    if number in REFUSED:
        return Failure.BLOCKED_LOCALLY
    return Failure.NO_ROUTE if number in NO_WAY else Failure.NOT_AVAILABLE


def by_connecting(address: str) -> Way:
    """The way without its adapter: a UDP socket that is connected sends nothing, but knows its own address."""
    bare, _, zone = address.partition("%")
    family = socket.AF_INET6 if ":" in bare else socket.AF_INET
    try:
        socket.inet_pton(family, bare)  # never a name: that would be looked up
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            if family == socket.AF_INET6:
                probe.connect((bare, 53, 0, _zone_number(zone)))
            else:
                probe.connect((bare, 53))
            source: str = probe.getsockname()[0]
    except OSError as problem:
        return Way(None, failure=failure_of(problem.errno))
    return Way(None, source=source.partition("%")[0])


def _zone_number(zone: str) -> int:
    if zone.isascii() and zone.isdigit():
        return int(zone) & 0xFFFFFFFF
    return adapter_number(zone) if zone else 0
