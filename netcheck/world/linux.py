"""What Linux says of this computer's adapters, routes, neighbours, name servers and habits."""

from __future__ import annotations

import errno
import ipaddress
import os
import platform
import socket
from collections.abc import Mapping
from pathlib import Path

from netcheck.core.model import Failure
from netcheck.core.network import Address, DefaultRoute, Interface, Neighbour, ProxyChoice, Resolver, Way
from netcheck.world import adapters, kernel, origins, resolv, sysfs, wifi
from netcheck.world import proxies as settings
from netcheck.world.netlink import Near
from netcheck.world.way import by_connecting, failure_of

STATES = {
    1: "incomplete", 2: "reachable", 4: "stale", 8: "delay", 16: "probe", 32: "failed", 64: "noarp", 128: "permanent",
}  # fmt: skip
"""NUD_ bits of rtnetlink(7)."""
ALIVE_ONCE = ("reachable", "stale", "delay", "probe")
"""States in which the time of the last confirmation means something; in the others the kernel makes one up."""
DUPLICATE = 0x8
"""IFA_F_DADFAILED: IPv6 found the address taken."""
REJECTS = (errno.EHOSTUNREACH, errno.EINVAL)
"""What the kernel says for routes of the types unreachable and blackhole, ip-route(8)."""
PROC = Path("/proc/thread-self/net")


def interfaces() -> tuple[Interface, ...] | None:
    """All adapters of this network namespace, in the kernel's order; None where the kernel may not be asked."""
    try:
        links, held, routes = kernel.links(), kernel.addresses(), kernel.default_routes()
    except OSError:
        return None
    managed, by_hand, radios = wifi.managed(), origins.all_written(), adapters.signals(_read(PROC / "wireless"))
    found = []
    for link in links:
        word = managed.get(link.name, wifi.NOT_MANAGED)
        hardware = sysfs.read(link.name, link.index, link.mac)
        kind = adapters.kind_of(link, links, hardware, word, link.name in radios)
        own_routes = [route for route in routes if route.index == link.index]
        addresses = [
            Address(
                each.ip,
                each.prefix,
                origins.of_address(each, by_hand, word.method6 if ":" in each.ip else word.method4, own_routes),
                conflict=bool(each.flags & DUPLICATE) or (word.conflict and ":" not in each.ip),
            )
            for each in held
            if each.index == link.index
        ]
        found.append(adapters.interface(link, kind, addresses, hardware, word, radios.get(link.name)))
    return tuple(found)


def default_routes() -> tuple[DefaultRoute, ...] | None:
    """Default routes of the main table, best metric first; None where the kernel may not be asked."""
    try:
        routes = kernel.default_routes()
    except OSError:
        return None
    by_hand = origins.all_written()
    found = [
        DefaultRoute(route.family, route.gateway, name, route.metric, origins.of_route(route, by_hand))
        for route in routes
        if (name := _name(route.index))
    ]
    return tuple(sorted(found, key=lambda route: route.metric))


def way_to(address: str) -> Way:
    """Where the kernel would send this user's packet for an address, policy rules and tunnels included.

    No route is NO_ROUTE; a route that forbids, rejects or swallows is BLOCKED_LOCALLY.
    """
    bare, _, zone = address.partition("%")
    try:
        ipaddress.ip_address(bare)
    except ValueError:
        return Way(None, failure=Failure.NOT_AVAILABLE)
    try:
        route = kernel.route_to(bare, socket.if_nametoindex(zone) if zone else 0)
    except OSError as problem:
        failure = Failure.BLOCKED_LOCALLY if problem.errno in REJECTS else failure_of(problem.errno)
        return by_connecting(address) if failure is Failure.NOT_AVAILABLE else Way(None, failure=failure)
    if route is None:
        return by_connecting(address)
    return Way(_name(route.index), route.gateway, route.source)


def neighbour(address: str, interface: str | None = None) -> Neighbour | None:
    """The neighbour table's line for an address, read now; where several adapters have one, the last confirmed."""
    bare, _, zone = address.partition("%")
    try:
        wanted = str(ipaddress.ip_address(bare))
        table = kernel.neighbours(6 if ":" in bare else 4)
    except ValueError:
        return None
    except OSError:
        return arp_line(_read(PROC / "arp"), bare, interface)
    only = interface or zone
    lines = [line for line in table if line.ip == wanted and (not only or _name(line.index) == only)]
    known = [found for line in lines if (found := neighbour_of(line))]
    return min(known, key=lambda each: (each.confirmed_s is None, each.confirmed_s or 0), default=None)


def neighbour_of(line: Near) -> Neighbour | None:
    """A neighbour from the kernel's line; None for a line without a state."""
    state = next((word for bit, word in STATES.items() if line.state & bit), None)
    if state is None:
        return None
    told = line.confirmed_ticks if state in ALIVE_ONCE else None
    return Neighbour(line.ip, state, None if told is None else told / os.sysconf("SC_CLK_TCK"), line.mac)


def arp_line(text: str, address: str, interface: str | None) -> Neighbour | None:
    """A line of /proc/net/arp, which knows less: flags 0 incomplete, 2 complete (dead or alive: stale), 6 permanent."""
    for words in (line.split() for line in text.splitlines()[1:]):
        if len(words) >= 6 and words[0] == address and interface in (None, words[5]):
            state = {"0x0": "incomplete", "0x2": "stale", "0x6": "permanent"}.get(words[2])
            return Neighbour(address, state, None, words[3]) if state else None
    return None


def resolvers() -> tuple[Resolver, ...] | None:
    """The name servers of /etc/resolv.conf, and those behind a local stub."""
    return resolv.resolvers()


def proxies() -> tuple[ProxyChoice, ...]:
    """Proxies of the environment, then those of the desktop in use."""
    return settings.of_environment(os.environ) + settings.of_desktop(os.environ)


def hosts_path() -> Path:
    """Where the hosts file stands, hosts(5)."""
    return Path("/etc/hosts")


def refused_retransmissions() -> int | None:
    """TcpExt TCPRetransFail: TCP retransmissions this network namespace refused to send since it was made."""
    return counter(_read(PROC / "netstat"), "TcpExt:", "TCPRetransFail")


def counter(text: str, group: str, name: str) -> int | None:
    """A counter of /proc/net/netstat, where a line of names is followed by a line of numbers."""
    lines = [line.split() for line in text.splitlines() if line.startswith(group)]
    for names, numbers in zip(lines[::2], lines[1::2], strict=False):
        value = dict(zip(names, numbers, strict=False)).get(name, "")
        if value.isascii() and value.isdigit() and len(value) < 21:
            return int(value)
    return None


def strict_return_path(interface: str) -> bool | None:
    """Whether the larger of the adapter's and everybody's rp_filter is 1 (strict); None where neither can be read."""
    folder = Path("/proc/sys/net/ipv4/conf")
    if "/" in interface:
        return None
    words = [_read(folder / name / "rp_filter").strip() for name in ("all", interface)]
    if any(word not in ("0", "1", "2") for word in words):
        return None
    return max(words) == "1"


def guards_local_network() -> bool:
    """This system has no such permission."""
    return False


def describe() -> Mapping[str, object]:
    """System, distribution, kernel and processor; no names of people or hosts."""
    told = {"system": "Linux", "release": platform.release(), "machine": platform.machine()}
    try:
        known = platform.freedesktop_os_release()
    except OSError:
        return told
    return told | {"distribution": known.get("ID", ""), "version": known.get("VERSION_ID", "")}


def _name(index: int | None) -> str | None:
    """An adapter's name by its number; None for one that is gone."""
    try:
        return socket.if_indextoname(index) if index else None
    except OSError:
        return None


def _read(path: Path) -> str:
    """A file of the kernel's; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(1 << 20).decode("ascii", "replace")
    except OSError:
        return ""
