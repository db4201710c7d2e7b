"""What at home, or on the way to it, may be why a work address fails, so that the service is not accused."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from netcheck.core.addresses import carrier, inside, parsed, same
from netcheck.core.model import Failure
from netcheck.core.network import Reply, Said
from netcheck.core.reached import Reached
from netcheck.core.told import Nets, at_home

_HOME_NAMES = ("local", "lan", "home", "internal", "intranet", "corp", "private", "localdomain", "home.arpa")
"""Ends of names that the DNS of the internet does not know (RFC 6762, RFC 8375, ICANN's reservation of .internal)."""
_OWN_TABLES = (Failure.NO_ROUTE, Failure.NO_NEIGHBOUR)
_PRIVATE = (("10.0.0.0", 8), ("172.16.0.0", 12), ("192.168.0.0", 16), ("fc00::", 7))
"""RFC 1918, RFC 4193."""
_REFUSALS = (Said.UNREACHABLE, Said.PROHIBITED)


def nearer_cause(result: Reached, host: str, proxy: str | None, routers: Collection[str], nets: Nets) -> str:
    """What at home may be why it failed; empty where it must be the service.

    `host` is what its address names, `proxy` the one in between, `routers` the gateways, `nets` the networks that
    this computer itself is in.
    """
    if result.failure is Failure.BLOCKED_LOCALLY:
        return "this computer's own firewall"
    if result.failure is Failure.NOT_PERMITTED:
        return "this computer would not send it"
    if proxy is not None and (
        result.failure in (Failure.PROXY_FAILED, Failure.RESET, Failure.CERTIFICATE_UNTRUSTED, Failure.TLS_FAILED)
        or result.service.url.startswith("http:")
    ):
        parts = urlsplit(proxy)
        return f"through the proxy {parts.hostname}:{parts.port or 80}"
    if result.sender is not None:  # whatever came of it in the end, a station has spoken
        said = by_station(result.sender, routers, nets)
        if said or result.turned_away:
            return said
    if result.service.via == "vpn":
        return ""
    if result.failure in _OWN_TABLES:
        return "this computer has no way there"
    by_name = result.stage == "name"
    if by_name and ("." not in host or any(host.endswith(f".{end}") for end in _HOME_NAMES)):
        return "a name of your own network or of a VPN"
    if any(_own(address, nets) for address in result.addresses):
        return "in your own network or behind a VPN"
    return ""


def withheld(result: Reached, nets: Nets) -> bool:
    """Whether this system would not send to it, and it stands beside this computer, in one of its networks `nets`."""
    if result.failure is not Failure.NOT_PERMITTED or result.stage != "connect":
        return False
    return any(inside(address, ip, prefix) for address in result.addresses for ip, prefix in nets if prefix > 0)


def by_station(sender: str, routers: Collection[str], nets: Nets) -> str:
    """That a station in the home turned the connection away; empty for one beyond it."""
    return f"says {sender}, in your home" if at_home(sender, routers, None, nets) else ""


def station(reply: Reply, beside: Reply | None = None) -> str | None:
    """Which station turned a packet away; None where none has said so.

    `beside` is what came of a packet of the same kind to somebody else: a station that turns that away as well does
    so with everybody's, and has said nothing of this address.
    """
    if reply.said not in _REFUSALS or reply.sender is None:
        return None
    everybody = beside is not None and beside.said in _REFUSALS and same(beside.sender, reply.sender)
    return None if everybody else reply.sender


def nowhere(address: str) -> bool:
    """0.0.0.0 or ::, to which filters lead names."""
    found = parsed(address)
    return found is not None and found.is_unspecified


def _own(address: str, nets: Nets) -> bool:
    """In a private net, in this computer's own one, or this computer itself: no business of the internet's."""
    found = parsed(address)
    if found is None:
        return False
    private = found.is_loopback or found.is_link_local or carrier(address)
    private = private or any(inside(address, net, bits) for net, bits in _PRIVATE)
    return private or any(inside(address, ip, prefix) for ip, prefix in nets if prefix > 0)
