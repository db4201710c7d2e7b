"""What Windows says of this computer's adapters, routes, neighbours and name servers."""

from __future__ import annotations

import ipaddress
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from netcheck.core.model import Failure
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
from netcheck.world import windows_calls as calls
from netcheck.world import windows_costs, windows_proxies, windows_wifi
from netcheck.world.sockets import adapter_number
from netcheck.world.way import by_connecting
from netcheck.world.windows_software import without_software
from netcheck.world.windows_tables import Adapter, Held, LinkState, RouteLine
from netcheck.world.windows_wifi import Heard

UP, DOWN, UNKNOWN, DORMANT, NOT_PRESENT, LOWER_DOWN = 1, 2, 4, 5, 6, 7
"""IF_OPER_STATUS."""
KINDS = {
    6: Kind.WIRED, 71: Kind.WIFI, 243: Kind.MODEM, 244: Kind.MODEM, 24: Kind.LOOPBACK,
    23: Kind.TUNNEL, 53: Kind.TUNNEL, 131: Kind.TUNNEL,
}  # fmt: skip
"""By IANA ifType. PPP (23) is how Windows shows its own VPNs; 53 (virtual) is WireGuard and its like."""
OTHER = 1
"""ifType "other": without a hardware address it is no cable, so it leads through something else."""
MEDIA = {8: Kind.MODEM, 9: Kind.WIFI}
"""By NDIS_PHYSICAL_MEDIUM, where the driver claims to be a cable: mobile, Wi-Fi."""
TUNNEL_WORDS = (
    "TAP-Windows", "WireGuard", "Wintun", "OpenVPN", "TAP Adapter", "TAP-Win32", "AnyConnect", "Secure Client",
    "PANGP", "GlobalProtect", "Fortinet", "FortiClient", "Juniper", "Pulse Secure", "Check Point", "SonicWall",
    "Zscaler", "Tailscale", "ZeroTier", "NordLynx", "Mullvad", "Cloudflare WARP",
)  # fmt: skip
"""VPN adapters that claim to be Ethernet, by their makers' descriptions, which are not translated."""
PRETENDED_WORDS = (
    "Hyper-V Virtual Ethernet", "VirtualBox Host-Only", "VMware Virtual Ethernet", "Npcap Loopback",
    "Wi-Fi Direct Virtual", "Hosted Network Virtual", "KM-TEST Loopback",
)  # fmt: skip
"""Adapters towards virtual machines inside this computer, or to those who share its line; a switch with a gateway
speaks for the cable behind it."""
PLACEHOLDERS = ipaddress.ip_network("fec0:0:0:ffff::/64")
"""Windows lists these name servers where nobody configured any for IPv6; nobody answers there."""
ORIGINS = {1: "manual", 3: "dhcp", 4: "auto"}
ROUTE_ORIGINS = {2: "dhcp", 3: "auto"}
"""NL_ROUTE_ORIGIN; what is left is 0 (manual), which programs and services leave behind as well."""


def interfaces() -> tuple[Interface, ...] | None:
    """All adapters; those switched off in Windows' settings too, as far as it lists them; None where it refuses."""
    adapters = calls.lately(0.0)
    if adapters is None:
        return None
    links = {each.index: each for each in calls.links() or ()}
    radios = windows_wifi.heard() if any(kind_of(each) is Kind.WIFI for each in adapters) else {}
    there = [each for each in adapters if each.status != NOT_PRESENT]
    leading = [each for each in there if each.status == UP and each.gateways and kind_of(each).counts]
    costly = windows_costs.metered() if len(leading) > 1 else ()  # only of a second way it matters what it costs
    found = [
        interface(each, links.get(each.index or each.index6), radios.get(each.guid), each.guid in costly)
        for each in there
    ]
    listed = {index for each in there for index in (each.index, each.index6)}
    unlisted = [each for each in links.values() if each.index not in listed]
    return put_together(without_software(found, there, links, radios), unlisted)


def put_together(found: Sequence[Interface], unlisted: Sequence[LinkState]) -> tuple[Interface, ...]:
    """The adapters that Windows lists, and after them those that it does not, as they are switched off.

    One that is switched off may look like one that was pulled out for good (a dock, a stick), whose line Windows keeps:
    "not present". Such a one is told of only where no other is on.
    """
    on = any(each.kind.counts and each.up is not False for each in found)
    return tuple(found) + tuple(switched_off(each for each in unlisted if not on or each.status != NOT_PRESENT))


def kind_of(adapter: Adapter | LinkState, medium: int = 0) -> Kind:
    """What an adapter is; an unknown type counts as wired."""
    if any(word in adapter.description for word in TUNNEL_WORDS):
        return Kind.TUNNEL
    leads_out = isinstance(adapter, Adapter) and bool(adapter.gateways)
    if any(word in adapter.description for word in PRETENDED_WORDS) and not leads_out:
        return Kind.BRIDGE
    if adapter.type == OTHER and isinstance(adapter, Adapter) and adapter.mac is None:
        return Kind.TUNNEL
    kind = KINDS.get(adapter.type, Kind.WIRED)
    return MEDIA.get(medium, kind) if kind is Kind.WIRED else kind


def interface(
    adapter: Adapter, link: LinkState | None = None, radio: Heard | None = None, metered: bool = False
) -> Interface:
    """An adapter in netcheck's words. Addresses of an adapter that is down are what it had, so they are left out."""
    kind = kind_of(adapter, link.medium if link else 0)
    carrier = {UP: True, DOWN: False, LOWER_DOWN: False, DORMANT: False}.get(adapter.status)
    on = True if adapter.status == UP else link.on if link else None
    if link is not None and link.carrier is not None and (adapter.status != UP or not link.carrier):
        carrier = link.carrier
    if adapter.status == UNKNOWN:
        on = carrier = None
    off = radio.off_reason if radio is not None and adapter.status != UP else None
    if off or on is False:
        on, carrier = False, None
    return Interface(
        adapter.name,
        adapter.index or adapter.index6,
        kind,
        on,
        carrier,
        tuple(
            Address(held.ip, held.prefix, _origin(held), conflict=held.dad == 2)
            for held in adapter.addresses
            if adapter.status == UP
        ),
        mac=adapter.mac,
        mtu=adapter.mtu,
        speed_mbit=adapter.speed_mbit if adapter.status == UP else None,
        off_reason=off,
        bytes_sent=link.bytes_sent if link else None,
        bytes_received=link.bytes_received if link else None,
        wifi=(radio.wifi if radio else Wifi(joined=carrier)) if kind is Kind.WIFI else None,
        driver=adapter.description or None,
        metered=metered or None,
        resolvers=tuple(server for server in adapter.servers if adapter.status == UP and not _placeholder(server)),
    )


def switched_off(links: Iterable[LinkState]) -> tuple[Interface, ...]:
    """Real adapters that are switched off: Windows leaves them out where it lists addresses."""
    return tuple(
        Interface(each.name, each.index, kind, False, None, off_reason="disabled", driver=each.description or None)
        for each in links
        if each.hardware and not each.filter and each.on is False
        and (kind := kind_of(each, each.medium)).counts
    )  # fmt: skip


def _placeholder(server: str) -> bool:
    return ipaddress.ip_address(server.partition("%")[0]) in PLACEHOLDERS


def _origin(held: Held) -> str | None:
    ip = ipaddress.ip_address(held.ip)
    if ip.is_loopback:
        return None
    return "auto" if ip.is_link_local else ORIGINS.get(held.origin)


def default_routes() -> tuple[DefaultRoute, ...] | None:
    """Default routes of adapters that are up, best metric first; None where Windows refuses."""
    adapters = calls.lately()
    return None if adapters is None else routes_of(adapters, calls.route_table() or ())


def routes_of(adapters: Sequence[Adapter], lines: Sequence[RouteLine] = ()) -> tuple[DefaultRoute, ...]:
    """The default routes of the table, those through a tunnel without next hop included, and each gateway that an
    adapter lists besides. A metric is the adapter's and the route's together."""
    by_index = {index: each for each in adapters for index in (each.index, each.index6) if index}
    found: dict[tuple[int, str | None, str], DefaultRoute] = {}
    for line in lines:
        adapter = by_index.get(line.index)
        if line.prefix or adapter is None or adapter.status != UP:
            continue
        metric = line.metric + (adapter.metric6 if line.family == 6 else adapter.metric4)
        route = DefaultRoute(line.family, line.gateway, adapter.name, metric, ROUTE_ORIGINS.get(line.origin or 0))
        found.setdefault((route.family, route.gateway, route.interface), route)
    for each in adapters:
        for gateway in each.gateways if each.status == UP else ():
            bare = gateway.partition("%")[0]
            metric, family = (each.metric6, 6) if ":" in bare else (each.metric4, 4)
            found.setdefault((family, bare, each.name), DefaultRoute(family, bare, each.name, metric))
    return tuple(sorted(found.values(), key=lambda route: route.metric))


def way_to(address: str) -> Way:
    """The route that Windows takes; where it does not tell, the adapter that holds the address it would speak from."""
    bare, _, zone = address.partition("%")
    try:
        ipaddress.ip_address(bare)
    except ValueError:
        return Way(None, failure=Failure.NOT_AVAILABLE)
    if zone and not zone.isdigit():
        # Windows knows zones by their numbers only; without one it would look for a link-local address everywhere.
        try:
            address = f"{bare}%{adapter_number(zone)}"
        except OSError:
            return Way(None, failure=Failure.NO_ROUTE)
    best = calls.best_route(address)
    if isinstance(best, int):
        return Way(None, failure=Failure.NO_ROUTE)
    adapters = calls.lately() or ()
    if best is not None:
        line, source = best
        name = next((each.name for each in adapters if line.index in (each.index, each.index6)), None)
        return Way(name, line.gateway, (source or "").partition("%")[0] or None)
    way = by_connecting(address)
    if way.source is None:
        return way
    return way_by(way.source, address, adapters, calls.best_adapter(address), calls.route_table() or ())


def way_by(
    source: str, address: str, adapters: Sequence[Adapter], index: int | None = None, lines: Sequence[RouteLine] = ()
) -> Way:
    """The way by the adapter that holds the source address, else by the one with this number; the gateway is that of
    the narrowest route of the adapter."""
    target = ipaddress.ip_address(address.partition("%")[0])
    numbered = next((each for each in adapters if index and index in (each.index, each.index6)), None)
    adapter = next((each for each in adapters if source in {held.ip for held in each.addresses}), numbered)
    if adapter is None:
        return Way(None, source=source)
    networks = [ipaddress.ip_network(f"{held.ip}/{held.prefix}", strict=False) for held in adapter.addresses]
    if any(target in network for network in networks):
        return Way(adapter.name, None, source)
    fitting = [
        line
        for line in lines
        if line.index in (adapter.index, adapter.index6)
        and target in ipaddress.ip_network(f"{line.network}/{line.prefix}", strict=False)
    ]
    if fitting:
        return Way(adapter.name, max(fitting, key=lambda line: line.prefix).gateway, source)
    gateways = [bare for each in adapter.gateways if (":" in (bare := each.partition("%")[0])) == (target.version == 6)]
    return Way(adapter.name, gateways[0] if gateways else None, source)


def neighbour(address: str, interface: str | None = None) -> Neighbour | None:
    """The neighbour table's line for an address. Where the line lacks the hardware address, the neighbour on that
    adapter is asked for it.

    When it was last confirmed is not told: LastReachable of MIB_IPNET_ROW2 is, by its page, how long a neighbour is
    assumed to be reachable, and no proof of life may be guessed: it would make a dead router an address conflict.
    """
    found, index = line_of(address, interface)
    if found is None or found.mac is not None or not index or found.state == "permanent":
        return found
    return replace(found, mac=calls.resolved(address.partition("%")[0], index))


def line_of(address: str, interface: str | None = None) -> tuple[Neighbour | None, int]:
    """The table's line alone and the adapter's number; asks nobody."""
    bare, _, zone = address.partition("%")
    try:
        ip = ipaddress.ip_address(bare)
    except ValueError:
        return None, 0
    only = interface or zone
    adapters = (calls.lately() or ()) if only else ()
    names = {index: each.name for each in adapters for index in (each.index, each.index6)}
    for index, line in calls.neighbour_table(ip.version) or ():
        if line.address == str(ip) and (not only or only in (names.get(index), str(index))):
            return line, index
    return None, 0


def resolvers() -> tuple[Resolver, ...] | None:
    """The name servers of all adapters that are up, best metric first; None where Windows refuses."""
    adapters = calls.lately()
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
    """Proxies of the environment, then those of Windows' settings for this user."""
    return windows_proxies.proxies(os.environ)


def hosts_path() -> Path:
    """Where the hosts file stands: in the folder that the service Tcpip is told, else where it always was."""
    usual = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / "drivers" / "etc"
    if sys.platform != "win32":
        return usual / "hosts"
    import winreg

    try:
        path = r"SYSTEM\CurrentControlSet\Services\Tcpip\Parameters"
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path) as key:
            told = winreg.ExpandEnvironmentStrings(str(winreg.QueryValueEx(key, "DataBasePath")[0]))
    except OSError:
        return usual / "hosts"
    return Path(told) / "hosts" if told else usual / "hosts"


def refused_retransmissions() -> int | None:
    """Not counted by this system."""
    return None


def strict_return_path(interface: str) -> bool | None:
    """Not told by this system."""
    return None


def guards_local_network() -> bool:
    """This system has no such permission."""
    return False


def describe() -> Mapping[str, object]:
    """System, release and processor; no names of people or hosts. Python's `platform` would start a shell for that."""
    machine = os.environ.get("PROCESSOR_ARCHITEW6432") or os.environ.get("PROCESSOR_ARCHITECTURE", "")
    told = {"system": "Windows", "machine": machine}
    if sys.platform != "win32":
        return told
    return told | {"release": ".".join(map(str, sys.getwindowsversion().platform_version))}
