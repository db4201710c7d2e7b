"""What the Linux kernel tells by itself of links, addresses and ways out, and what it counts anyway."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import struct
import time

from netcheck.core.watching import Counters
from netcheck.world import kernel, netlink

GROUPS = 0x1 | 0x10 | 0x40 | 0x100 | 0x400
"""RTMGRP_ of rtnetlink(7): link, IPv4 addresses, IPv4 routes, IPv6 addresses, IPv6 routes."""
AGAIN_S = 30.0
"""The tables are read again after so many seconds, even if nothing was told."""
FLAGS = 0x1 | 0x40 | 0x10000
"""IFF_UP, IFF_RUNNING and IFF_LOWER_UP of netdevice(7): what of an adapter's flags matters here."""
LOOPBACK = 772
"""ARPHRD_LOOPBACK."""
INNER = ("veth", "bridge", "dummy", "ifb", "macvlan", "ipvlan")
"""Kinds of adapters that come and go with containers; they matter only where the way out leads through them."""
TEMPORARY, DUPLICATE, TENTATIVE = 0x1, 0x8, 0x40
"""IFA_F_ flags of rtnetlink(7)."""
SILENT = 0x1 | 0x20
"""NUD_INCOMPLETE and NUD_FAILED."""
STATS = 23
"""IFLA_STATS64: packets received and sent come first."""
NEIGHBOUR = 1
"""NDA_DST."""
SOME_BYTES, MOST_NEWS = 1 << 16, 10_000


class LinuxTables:
    """See signs.Tables; all of it of the network namespace in which this process runs."""

    def __init__(self) -> None:
        self.events: socket.socket | None = None
        with contextlib.suppress(OSError):  # some sandboxes forbid it: then nothing is told
            self.events = _news()
        self._files = {name: _open(f"/proc/thread-self/net/{name}") for name in ("snmp", "snmp6")}
        self._picture: object = None
        self._adapter: str | None = None
        self._index = 0
        self._gateway: tuple[int, str] | None = None
        self._look()

    def changed(self) -> bool:
        """Whether links, addresses or ways out are others than before.

        The news only say that it is time to read: repeated ones, those of neighbours and of temporary addresses that
        privacy renews leave the picture as it was.
        """
        self._drain()
        before = self._picture
        self._look()
        return self._picture != before

    def counters(self) -> Counters:
        """See plugins.Signs."""
        if time.monotonic() - self._read_s >= AGAIN_S:
            self._look()
        received, sent = self._packets()
        snmp, snmp6 = self._file("snmp"), self._file("snmp6")
        unreachable = [
            number
            for number in (field(snmp, b"Icmp:", b"InDestUnreachs"), field6(snmp6, b"Icmp6InDestUnreachs"))
            if number is not None
        ]
        return Counters(
            self._adapter,
            sent=sent,
            received=received,
            retransmitted=field(snmp, b"Tcp:", b"RetransSegs"),
            unreachable=sum(unreachable) if unreachable else None,
            router_silent=self._router_silent(),
        )

    def close(self) -> None:
        """Give back what is held open."""
        if self.events is not None:
            self.events.close()
            self.events = None
        for name, file in self._files.items():
            if file is not None:
                os.close(file)
                self._files[name] = None

    def _drain(self) -> None:
        for _ in range(MOST_NEWS):
            try:
                if self.events is None or not self.events.recv(SOME_BYTES):
                    return
            except OSError as problem:
                if problem.errno != errno.ENOBUFS:  # some news were lost: the tables are read in any case
                    return

    def _look(self) -> None:
        """Read the tables; where they may not be read, the old picture stays."""
        self._read_s = time.monotonic()
        try:
            links, held, routes = kernel.links(), kernel.addresses(), kernel.default_routes()
        except OSError:
            return
        out = {route.index for route in routes}
        mine = {
            link.index: (link.name, link.flags & FLAGS, link.carrier)
            for link in links
            if link.hardware != LOOPBACK and (not out or link.index in out or link.kind not in INNER)
        }
        self._picture = (
            mine,
            {(a.index, a.ip, a.prefix, a.flags & DUPLICATE) for a in held if a.index in mine and _lasts(a)},
            {(r.family, r.gateway, r.index, r.metric) for r in routes},
        )
        best = min(routes, key=lambda route: (route.family, route.metric), default=None)
        self._index = (best.index if best else None) or 0
        self._adapter = next((link.name for link in links if link.index == self._index), None)
        self._gateway = (best.family, best.gateway) if best and best.gateway else None

    def _packets(self) -> tuple[int | None, int | None]:
        """Packets received and sent by the adapter in use: the kernel is asked, since /sys may be of another
        namespace and /proc/net/dev grows with each container."""
        if self._adapter is None:
            return None, None
        try:
            answer = kernel.ask(kernel.GETLINK, struct.pack("=BxHiII", 0, 0, self._index, 0, 0), dump=False)
        except OSError:
            return None, None
        stats = netlink.attributes(answer[0][16:]).get(STATS, b"") if answer else b""
        return struct.unpack_from("=QQ", stats) if len(stats) >= 16 else (None, None)

    def _router_silent(self) -> bool:
        if self._gateway is None:
            return False
        family, gateway = self._gateway
        kind = socket.AF_INET if family == 4 else socket.AF_INET6
        asked = struct.pack("=BxxxiHBB", kind, self._index, 0, 0, 0)
        asked += kernel.attribute(NEIGHBOUR, socket.inet_pton(kind, gateway))
        try:
            answer = kernel.ask(kernel.GETNEIGH, asked, dump=False)
        except OSError:  # there is no such line
            return False
        return any((line := netlink.near(body)) is not None and bool(line.state & SILENT) for body in answer)

    def _file(self, name: str) -> bytes:
        file = self._files[name]
        try:
            return os.pread(file, SOME_BYTES, 0) if file is not None else b""
        except OSError:
            return b""


def _news() -> socket.socket:
    news = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, socket.NETLINK_ROUTE)
    try:
        news.bind((0, GROUPS))
    except OSError:
        news.close()
        raise
    news.setblocking(False)
    return news


def _open(path: str) -> int | None:
    """A file of /proc; it stays with the network namespace in which it was opened."""
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None


def _lasts(address: netlink.Held) -> bool:
    """Whether an address is here to stay: none that privacy renews, none still tried, none that every adapter has."""
    if ":" not in address.ip:
        return True
    return not address.flags & (TEMPORARY | TENTATIVE) and not address.ip.startswith("fe80:")


def field(table: bytes, row: bytes, name: bytes) -> int | None:
    """A number of /proc/net/snmp, which has a line of names and a line of numbers for each protocol, proc(5)."""
    lines = [line.split() for line in table.split(b"\n") if line.startswith(row)]
    if len(lines) != 2 or name not in lines[0]:
        return None
    return _whole(lines[1], lines[0].index(name))


def field6(table: bytes, name: bytes) -> int | None:
    """A number of /proc/net/snmp6, which has a line for each."""
    return next((_whole(words, 1) for line in table.split(b"\n") if (words := line.split()) and words[0] == name), None)


def _whole(words: list[bytes], place: int) -> int | None:
    return int(words[place]) if place < len(words) and words[place].isdigit() else None
