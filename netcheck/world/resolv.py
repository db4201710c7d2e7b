"""Reads which name servers this computer is told to ask."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import replace
from pathlib import Path

from netcheck.core.network import Resolver

ETC = Path("/etc/resolv.conf")
UPLINKS = (Path("/run/systemd/resolve/resolv.conf"), Path("/run/NetworkManager/no-stub-resolv.conf"))
"""Where a local stub's keeper writes whom the stub asks: systemd-resolved, and NetworkManager for dnsmasq."""
MAX_SERVERS = 3
"""glibc asks no more (MAXNS in resolv.h)."""


def server(word: str) -> str | None:
    """A name server's address as programs use it, None for what glibc would skip.

    The unspecified address means this computer, as in glibc; short forms of IPv4 (10.1) are written out.
    """
    bare, _, zone = word.partition("%")
    try:
        ip = ipaddress.IPv6Address(bare) if ":" in bare else ipaddress.ip_address(socket.inet_aton(bare))
    except (ValueError, OSError):
        return None
    if zone and (ip.version == 4 or not zone.isprintable() or "/" in zone or " " in zone):
        return None
    if ip.is_unspecified:
        return "127.0.0.1" if ip.version == 4 else "::1"
    return f"{ip}%{zone}" if zone else str(ip)


def parse(data: bytes, most: int = MAX_SERVERS) -> tuple[Resolver, ...]:
    """The name servers of a resolv.conf(5), in order; lines that glibc would skip are skipped."""
    found: list[Resolver] = []
    for line in data.decode("utf-8", "replace").split("\n"):
        if not line.startswith(("nameserver ", "nameserver\t")):
            continue
        words = line[10:].replace(";", " ;").replace("#", " #").split()
        address = server(words[0]) if words else None
        if address and len(found) < most:
            found.append(Resolver(address, interface=address.partition("%")[2] or None))
    return tuple(found)


def is_local(resolver: Resolver) -> bool:
    """Whether a resolver runs on this very computer."""
    bare = resolver.address.partition("%")[0]
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False


def resolvers(etc: Path = ETC, uplinks: tuple[Path, ...] = UPLINKS) -> tuple[Resolver, ...] | None:
    """The name servers of /etc/resolv.conf, and behind them those that a local stub asks, where a file tells.

    Empty where the file names none or does not exist; None where it cannot be read.
    """
    try:
        configured = parse(etc.read_bytes())
    except FileNotFoundError:
        return ()
    except OSError:
        return None
    if not configured or not all(map(is_local, configured)):
        return configured
    if not configured[0].address.startswith(("127.0.0.53", "127.0.0.54")):
        uplinks = uplinks[::-1]
    for path in uplinks:
        try:
            behind = parse(path.read_bytes(), most=8)
        except OSError:
            continue
        known = {each.address for each in configured}
        if further := tuple(replace(each, uplink_of_stub=True) for each in behind if each.address not in known):
            return configured + further
    return configured
