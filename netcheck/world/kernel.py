"""Asks the Linux kernel for its network tables."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
import struct

from netcheck.world import netlink
from netcheck.world.netlink import Held, Link, Near, Route

GETLINK, GETADDR, GETROUTE, GETNEIGH = 18, 22, 26, 30
ERROR, DONE = 2, 3
REQUEST, DUMP, INTERRUPTED = 0x1, 0x300, 0x10
"""Kinds and flags of netlink(7) and rtnetlink(7)."""
TABLE_MAIN, UNICAST = 254, 1
PATIENCE_S = 0.5
"""The kernel answers within the call; half a second without a word means that something keeps us from it."""


def attribute(kind: int, value: bytes) -> bytes:
    """One attribute, padded."""
    return struct.pack("=HH", 4 + len(value), kind) + value + bytes(-len(value) % 4)


def ask(kind: int, body: bytes, dump: bool = True) -> list[bytes]:
    """The bodies of the kernel's answers; a whole table, or with dump=False one line.

    Raises OSError: the kernel's own error number, or TimeoutError after PATIENCE_S.
    """
    for _ in range(2):  # a table that changed while it was read is read again
        answers, whole = _ask_once(kind, body, dump)
        if whole:
            return answers
    return _ask_once(kind, body, dump)[0]


def _ask_once(kind: int, body: bytes, dump: bool) -> tuple[list[bytes], bool]:
    answers: list[bytes] = []
    whole = True
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, socket.NETLINK_ROUTE) as kernel:
        kernel.settimeout(PATIENCE_S)
        kernel.bind((0, 0))
        kernel.send(struct.pack("=IHHII", 16 + len(body), kind, REQUEST | (DUMP if dump else 0), 1, 0) + body)
        while True:
            for message in netlink.messages(kernel.recv(1 << 18)):
                whole = whole and not message.flags & INTERRUPTED
                if message.kind in (ERROR, DONE):
                    problem = struct.unpack_from("=i", message.body)[0] if len(message.body) >= 4 else 0
                    if problem:
                        raise OSError(-problem, os.strerror(-problem))
                    return answers, whole
                answers.append(message.body)
                if not dump:
                    return answers, whole


def links() -> tuple[Link, ...]:
    """All adapters of this network namespace. Raises OSError."""
    return tuple(found for body in ask(GETLINK, bytes(16)) if (found := netlink.link(body)))


def addresses() -> tuple[Held, ...]:
    """All addresses of both families. Raises OSError."""
    return tuple(found for body in ask(GETADDR, bytes(8)) if (found := netlink.held(body)))


def default_routes() -> tuple[Route, ...]:
    """Routes for everything else in the main table, both families. Raises OSError where neither can be read."""
    found: list[Route] = []
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            bodies = ask(GETROUTE, struct.pack("=B11x", family))
        except OSError as problem:
            if family == socket.AF_INET6 and problem.errno in (errno.EAFNOSUPPORT, errno.EOPNOTSUPP):
                continue
            raise
        for route in (each for body in bodies for each in netlink.routes(body)):
            if route.prefix == 0 and route.table == TABLE_MAIN and route.type == UNICAST:
                found.append(route)
    return tuple(found)


def route_to(ip: str, index: int = 0) -> Route | None:
    """The route a packet of this user would take, policy rules included; index: the adapter of a zone.

    Raises OSError with the kernel's verdict: ENETUNREACH, EHOSTUNREACH, EACCES, EINVAL (blackhole).
    """
    target = ipaddress.ip_address(ip).packed
    family, bits = (socket.AF_INET, 32) if len(target) == 4 else (socket.AF_INET6, 128)
    body = struct.pack("=BB10x", family, bits) + attribute(1, target)
    if index:
        body += attribute(4, struct.pack("=I", index))
    found = [each for answer in ask(GETROUTE, body, dump=False) for each in netlink.routes(answer)]
    return found[0] if found else None


def neighbours(family: int) -> tuple[Near, ...]:
    """The neighbour table of one family (4 or 6). Raises OSError."""
    asked = socket.AF_INET if family == 4 else socket.AF_INET6
    return tuple(found for body in ask(GETNEIGH, struct.pack("=B11x", asked)) if (found := netlink.near(body)))
