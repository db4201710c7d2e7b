"""Tells whether an address was given by the router, made by the computer, or set by hand."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from pathlib import Path

from netcheck.world.netlink import Held, Route

WRITTEN = (
    "/etc/network/interfaces",
    "/etc/network/interfaces.d/*",
    "/etc/systemd/network/*.network",
    "/run/systemd/network/*.network",
    "/etc/dhcpcd.conf",
    "/etc/netplan/*.yaml",
)
"""Where addresses set by hand stand on systems without NetworkManager; what cannot be read says nothing."""
DHCP, RA, STATIC = 16, 9, 4
"""RTPROT_ values of rtnetlink.h: who put a route there."""
TEMPORARY, GIVES_TEMPORARY = 0x01, 0x100

_SET = re.compile(
    r"(?:^|[\s\"'\[,-])(?:address|gateway|gateway4|gateway6|ip_address|static routers|routers|addresses|via)"
    r"[\s=:\[\"'-]+([0-9a-fA-F.:]{2,45})",
    re.IGNORECASE,
)


def written(text: str) -> frozenset[str]:
    """Addresses and gateways that a configuration file sets, without prefix, in their usual spelling."""
    found: set[str] = set()
    for line in text.splitlines():
        if line.lstrip().startswith(("#", ";")):
            continue
        for word in _SET.findall(line):
            try:
                found.add(str(ipaddress.ip_address(word)))
            except ValueError:
                continue
    return frozenset(found)


def all_written(patterns: Iterable[str] = WRITTEN, root: Path = Path("/")) -> frozenset[str]:
    """Addresses and gateways set by hand in the files this user may read."""
    found: frozenset[str] = frozenset()
    for path in (each for pattern in patterns for each in root.glob(pattern.lstrip("/"))):
        try:
            with path.open("rb") as file:
                found |= written(file.read(1 << 16).decode("utf-8", "replace"))
        except OSError:
            continue
    return found


def of_address(held: Held, by_hand: frozenset[str], method: str | None, routes: Iterable[Route]) -> str | None:
    """dhcp, auto, manual, or None where nothing proves any of them.

    method is NetworkManager's for this family (auto, manual, ...), routes the default routes of the same adapter. That
    an address never expires proves nothing: leases may be endless, and scripts set leased addresses without a term.
    """
    ip = ipaddress.ip_address(held.ip)
    if ip.is_loopback:
        return None
    if ip.is_link_local:
        return "auto"
    if held.ip in by_hand:
        return "manual"
    if ip.version == 6:
        if held.protocol == 2 or held.flags & (TEMPORARY | GIVES_TEMPORARY):
            return "auto"
        if held.valid_s is not None:
            return "dhcp" if held.prefix == 128 else "auto"
        return "manual" if method == "manual" else None
    if held.valid_s is not None:
        return "dhcp"
    if method in ("manual", "auto"):
        return "manual" if method == "manual" else "dhcp"
    network = ipaddress.ip_network(f"{held.ip}/{held.prefix}", strict=False)
    for route in routes:
        reaches = route.gateway is not None and ipaddress.ip_address(route.gateway) in network
        if route.protocol == DHCP and (route.source == held.ip or reaches):
            return "dhcp"
    return None


def of_route(route: Route, by_hand: frozenset[str]) -> str | None:
    """dhcp, auto or manual by who put the route there (rtnetlink(7), rtm_protocol); None where that is not told."""
    if route.gateway in by_hand:
        return "manual"
    return {DHCP: "dhcp", RA: "auto", STATIC: "manual"}.get(route.protocol)
