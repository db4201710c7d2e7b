"""What Windows says of this computer's adapters, routes, neighbours and name servers."""

from __future__ import annotations

import ipaddress
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from netcheck.core.network import (
    Address,
    DefaultRoute,
    Interface,
    Kind,
    Neighbour,
    ProxyChoice,
    Resolver,
    Way,
    Wifi,
)
from netcheck.world import proxies as settings
from netcheck.world import windows_tables as tables
from netcheck.world.programs import byte_counters
from netcheck.world.way import by_connecting
from netcheck.world.windows_tables import Adapter

UP, DOWN, DORMANT, LOWER_DOWN = 1, 2, 5, 7
"""IF_OPER_STATUS."""
KINDS = {
    6: Kind.WIRED, 71: Kind.WIFI, 243: Kind.MODEM, 244: Kind.MODEM, 24: Kind.LOOPBACK,
    23: Kind.TUNNEL, 53: Kind.TUNNEL, 131: Kind.TUNNEL,
}  # fmt: skip
"""By IANA ifType. PPP (23) is how Windows shows its own VPNs; 53 (virtual) is WireGuard and its like."""
TUNNEL_WORDS = ("TAP-Windows", "WireGuard", "Wintun", "OpenVPN", "TAP Adapter")
"""VPN adapters that claim to be Ethernet, by their makers' descriptions."""
PLACEHOLDERS = ipaddress.ip_network("fec0:0:0:ffff::/64")
"""Windows lists these name servers where nobody configured any for IPv6; nobody answers there."""
ORIGINS = {1: "manual", 3: "dhcp", 4: "auto"}


def interfaces() -> tuple[Interface, ...] | None:
    """All adapters but those switched off in the settings, which Windows does not list; None where it refuses."""
    adapters = tables.adapters()
    if adapters is None:
        return None
    counted = byte_counters()
    found = []
    for each in adapters:
        sent, received = counted.get(each.name, (None, None))
        found.append(replace(interface(each), bytes_sent=sent, bytes_received=received))
    return tuple(found)


def kind_of(adapter: Adapter) -> Kind:
    """What an adapter is; an unknown type counts as wired."""
    if any(word in adapter.description for word in TUNNEL_WORDS):
        return Kind.TUNNEL
    return KINDS.get(adapter.type, Kind.WIRED)


def interface(adapter: Adapter) -> Interface:
    """An adapter in netcheck's words. Addresses of an adapter that is down are what it had, so they are left out."""
    kind = kind_of(adapter)
    carrier = {UP: True, DOWN: False, LOWER_DOWN: False, DORMANT: False}.get(adapter.status)
    return Interface(
        adapter.name,
        adapter.index or adapter.index6,
        kind,
        True if adapter.status == UP else None,
        carrier,
        tuple(
            Address(held.ip, held.prefix, _origin(held), conflict=held.dad == 2)
            for held in adapter.addresses
            if adapter.status == UP
        ),
        mac=adapter.mac,
        mtu=adapter.mtu,
        speed_mbit=adapter.speed_mbit if adapter.status == UP else None,
        wifi=Wifi(joined=carrier) if kind is Kind.WIFI else None,
        driver=adapter.description or None,
        resolvers=tuple(server for server in adapter.servers if adapter.status == UP and not _placeholder(server)),
    )


def _placeholder(server: str) -> bool:
    return ipaddress.ip_address(server.partition("%")[0]) in PLACEHOLDERS


def _origin(held: tables.Held) -> str | None:
    ip = ipaddress.ip_address(held.ip)
    if ip.is_loopback:
        return None
    return "auto" if ip.is_link_local else ORIGINS.get(held.origin)


def default_routes() -> tuple[DefaultRoute, ...] | None:
    """The gateways of all adapters that are up, best metric first; None where Windows refuses."""
    adapters = tables.adapters()
    return None if adapters is None else routes_of(adapters)


def routes_of(adapters: Sequence[Adapter]) -> tuple[DefaultRoute, ...]:
    """One default route for each gateway; the metric is the adapter's, Windows adds the route's own (mostly 0)."""
    found = []
    for each in adapters:
        for gateway in each.gateways if each.status == UP else ():
            bare = gateway.partition("%")[0]
            metric, family = (each.metric6, 6) if ":" in bare else (each.metric4, 4)
            found.append(DefaultRoute(family, bare, each.name, metric))
    return tuple(sorted(found, key=lambda route: route.metric))


def way_to(address: str) -> Way:
    """The adapter that holds the address Windows would speak from; its gateway where the target is not beside it."""
    way = by_connecting(address)
    return way if way.source is None else way_by(way.source, address, tables.adapters() or ())


def way_by(source: str, address: str, adapters: Sequence[Adapter]) -> Way:
    """The way by the adapter that holds an address."""
    target = ipaddress.ip_address(address.partition("%")[0])
    for each in adapters:
        if source not in {held.ip for held in each.addresses}:
            continue
        networks = [ipaddress.ip_network(f"{held.ip}/{held.prefix}", strict=False) for held in each.addresses]
        beside = any(target in network for network in networks)
        gateways = [gateway.partition("%")[0] for gateway in each.gateways if (":" in gateway) == (target.version == 6)]
        return Way(each.name, None if beside or not gateways else gateways[0], source)
    return Way(None, source=source)


def neighbour(address: str, interface: str | None = None) -> Neighbour | None:
    """The neighbour table's line for an address; when it was last confirmed Windows does not tell for sure."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    indexes = {index: each.name for each in tables.adapters() or () for index in (each.index, each.index6)}
    for index, line in tables.neighbour_table(ip.version) or ():
        if line.address == str(ip) and interface in (None, indexes.get(index)):
            return line
    return None


def resolvers() -> tuple[Resolver, ...] | None:
    """The name servers of all adapters that are up, best metric first; None where Windows refuses."""
    adapters = tables.adapters()
    return None if adapters is None else servers_of(adapters)


def servers_of(adapters: Sequence[Adapter]) -> tuple[Resolver, ...]:
    """The name servers of adapters that are up, those with a gateway first; placeholders and repetitions left out."""
    found: dict[str, Resolver] = {}
    for each in sorted(adapters, key=lambda one: (not one.gateways, min(one.metric4, one.metric6))):
        for server in each.servers if each.status == UP else ():
            if not _placeholder(server):
                found.setdefault(server, Resolver(server, interface=each.name))
    return tuple(found.values())


def proxies() -> tuple[ProxyChoice, ...]:
    """Proxies of the environment, then those of Windows' Internet settings for this user."""
    found = settings.of_environment(os.environ)
    if sys.platform != "win32":
        return found
    import winreg

    values: list[object] = []
    for name in ("ProxyEnable", "ProxyServer", "ProxyOverride", "AutoConfigURL"):
        try:
            path = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
                values.append(winreg.QueryValueEx(key, name)[0])
        except OSError:
            values.append(None)
    return found + settings.of_windows(*values)


def hosts_path() -> Path:
    """Where the hosts file stands."""
    return Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / "drivers" / "etc" / "hosts"


def refused_retransmissions() -> int | None:
    """Not counted by this system."""
    return None


def strict_return_path(interface: str) -> bool | None:
    """Not told by this system."""
    return None


def describe() -> Mapping[str, object]:
    """System, release and processor; no names of people or hosts."""
    return {"system": "Windows", "release": platform.version(), "machine": platform.machine()}
