"""What macOS tells by itself of links, addresses and ways out (not yet run on a real Mac)."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import time
from collections.abc import Iterable, Mapping

from netcheck.core.addresses import usable
from netcheck.core.network import DefaultRoute
from netcheck.core.watching import Counters
from netcheck.world import macos

ROUTE, LINK_OR_ADDRESS = (0x1, 0x2, 0x3), (0xC, 0xD, 0xE)
"""RTM_ADD, RTM_DELETE and RTM_CHANGE; RTM_NEWADDR, RTM_DELADDR and RTM_IFINFO of net/route.h. The fourth byte of a
message is its kind, route(4)."""
AGAIN_S = 30.0
"""The tables are read again after so many seconds, even if nothing was told."""
SOME_BYTES, MOST_NEWS = 1 << 16, 10_000
SILENT = ("incomplete", "failed")

Addresses = Mapping[str, Iterable[str]]


class MacTables:
    """See signs.Tables: a routing socket, which any program may open, says that it is time to read the tables."""

    def __init__(self) -> None:
        self.events: socket.socket | None = None
        family = getattr(socket, "AF_ROUTE", None)
        if family is not None:
            with contextlib.suppress(OSError):
                self.events = socket.socket(family, socket.SOCK_RAW, 0)
                self.events.setblocking(False)
        self._read_s = float("-inf")
        self._route: DefaultRoute | None = None
        self._picture: object = None
        self._look()

    def changed(self) -> bool:
        """Whether addresses or ways out are others than before. macOS tells of each neighbour and of the radios of
        AirDrop, too: that leaves the picture as it was."""
        if not self._told():
            return False
        before = self._picture
        self._look()
        return self._picture != before

    def _told(self) -> bool:
        """Read the news; whether any is of a route, a link or an address."""
        found = False
        for _ in range(MOST_NEWS):
            try:
                told = self.events.recv(SOME_BYTES) if self.events is not None else b""
            except BlockingIOError:
                return found
            except OSError:  # some news were lost
                return True
            if not told:
                return found
            found = found or (len(told) > 3 and told[3] in (*ROUTE, *LINK_OR_ADDRESS))
        return True

    def counters(self) -> Counters:
        """See plugins.Signs."""
        if time.monotonic() - self._read_s >= AGAIN_S:
            self._look()
        adapter = self._route.interface if self._route else None
        received, sent = _packets_of(adapter)
        return Counters(adapter, sent=sent, received=received, router_silent=self._router_silent())

    def _router_silent(self) -> bool:
        if self._route is None or self._route.gateway is None:
            return False
        entry = macos.neighbour(self._route.gateway, self._route.interface)
        return entry is not None and entry.state in SILENT

    def _look(self) -> None:
        """Read the tables; where they are not told, the old picture stays."""
        self._read_s = time.monotonic()
        routes = macos.default_routes()
        if routes is None:
            return
        self._route = next((each for each in routes if not each.metric), next(iter(routes), None))
        self._picture = (routes, networks(_addresses()))

    def close(self) -> None:
        """Give back what is held open."""
        if self.events is not None:
            self.events.close()
            self.events = None


def networks(held: Addresses) -> frozenset[tuple[str, str]]:
    """Adapters with their addresses; of IPv6 the network alone, since privacy renews the rest again and again."""
    found = set()
    for name, addresses in held.items():
        for address in addresses:
            bare = address.partition("%")[0]
            if usable(bare):
                ip = ipaddress.ip_address(bare)
                found.add((name, bare if ip.version == 4 else str(ipaddress.ip_network((int(ip) >> 64 << 64, 64)))))
    return frozenset(found)


def _addresses() -> Addresses:
    """All adapters' addresses by getifaddrs(3), where the library psutil is there."""
    try:
        import psutil

        listed = psutil.net_if_addrs()
    except (ImportError, OSError, RuntimeError):
        return {}
    return {name: [each.address for each in held] for name, held in listed.items()}


def _packets_of(adapter: str | None) -> tuple[int | None, int | None]:
    """Packets received and sent, where the library psutil tells."""
    if adapter is None:
        return None, None
    try:
        import psutil

        counted = psutil.net_io_counters(pernic=True).get(adapter)
    except (ImportError, OSError, RuntimeError):
        return None, None
    return (counted.packets_recv, counted.packets_sent) if counted else (None, None)
