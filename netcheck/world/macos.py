"""What macOS says of this computer's adapters, routes, neighbours and name servers (not yet run on a real Mac)."""

from __future__ import annotations

import ipaddress
import os
import platform
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from netcheck.core.model import Failure
from netcheck.core.network import DefaultRoute, Interface, Kind, Neighbour, ProxyChoice, Resolver, Way, Wifi
from netcheck.world import macos_text as text
from netcheck.world import proxies as settings
from netcheck.world import resolv
from netcheck.world.programs import byte_counters, output
from netcheck.world.way import by_connecting


def interfaces() -> tuple[Interface, ...] | None:
    """All adapters, by `ifconfig`; which are Wi-Fi by `networksetup`; None where ifconfig does not answer."""
    listed = output(["/sbin/ifconfig", "-a"])
    if listed is None:
        return None
    listed_ports = output(["/usr/sbin/networksetup", "-listallhardwareports"]) or ""
    radios, ports = text.radios(listed_ports), text.hardware_ports(listed_ports)
    counted = byte_counters()
    found = []
    for each in text.interfaces(listed):
        sent, received = counted.get(each.name, (None, None))
        each = replace(each, bytes_sent=sent, bytes_received=received, driver=ports.get(each.name))
        if each.name in radios and each.kind is Kind.WIRED:
            power = output(["/usr/sbin/networksetup", "-getairportpower", each.name]) or ""
            off = power.strip().endswith(": Off")
            joined = False if off else each.carrier
            each = replace(each, kind=Kind.WIFI, wifi=Wifi(joined=joined))
            if off:
                each = replace(each, up=False, carrier=None, off_reason="disabled")
        found.append(each)
    return tuple(found)


def default_routes() -> tuple[DefaultRoute, ...] | None:
    """Default routes by `netstat -rn`, the system's own first, then those that hold for one adapter only."""
    listed = output(["/usr/sbin/netstat", "-rn"])
    return None if listed is None else text.default_routes(listed)


def way_to(address: str) -> Way:
    """Where the kernel would send a packet, by `route -n get`; its own address by a socket that is connected."""
    bare, _, _ = address.partition("%")
    try:
        ipaddress.ip_address(bare)
    except ValueError:
        return Way(None, failure=Failure.NOT_AVAILABLE)
    way = by_connecting(address)
    if way.failure is not None:
        return way
    told = output(["/sbin/route", "-n", "get", *(["-inet6"] if ":" in bare else []), address])
    return way if told is None else replace(text.way(told), source=way.source)


def neighbour(address: str, interface: str | None = None) -> Neighbour | None:
    """The line of `arp -an` or `ndp -an`; neither tells when the neighbour was last confirmed."""
    listed = output(["/usr/sbin/ndp", "-an"] if ":" in address else ["/usr/sbin/arp", "-an"])
    return text.neighbour(listed or "", address.partition("%")[0], interface)


def resolvers() -> tuple[Resolver, ...] | None:
    """The name servers of `scutil --dns`, else of the resolv.conf that macOS keeps for old programs."""
    told = output(["/usr/sbin/scutil", "--dns"])
    return resolv.resolvers(uplinks=()) if told is None else text.resolvers(told)


def proxies() -> tuple[ProxyChoice, ...]:
    """Proxies of the environment, then those of the system's settings."""
    return settings.of_environment(os.environ) + settings.of_macos(output(["/usr/sbin/scutil", "--proxy"]) or "")


def hosts_path() -> Path:
    """Where the hosts file stands, hosts(5)."""
    return Path("/etc/hosts")


def refused_retransmissions() -> int | None:
    """Not counted by this system."""
    return None


def strict_return_path(interface: str) -> bool | None:
    """Not told by this system."""
    return None


def describe() -> Mapping[str, object]:
    """System, release and processor; no names of people or hosts."""
    version = platform.mac_ver()[0]
    return {
        "system": "macOS" if version else platform.system(),
        "release": version or platform.release(),
        "machine": platform.machine(),
    }
