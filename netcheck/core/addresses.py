"""What an address tells about whom it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address, ip_network
from typing import TypeVar

T = TypeVar("T")

_HOME = tuple(IPv4Network(net) for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
"""RFC 1918."""
_CARRIER = IPv4Network("100.64.0.0/10")
"""RFC 6598: between a provider's own NAT and its customers."""

PUBLIC_RESOLVERS = frozenset((
    "1.1.1.1", "1.0.0.1", "1.1.1.2", "1.0.0.2", "1.1.1.3", "1.0.0.3", "8.8.8.8", "8.8.4.4", "9.9.9.9",
    "149.112.112.112", "9.9.9.10", "9.9.9.11", "208.67.222.222", "208.67.220.220", "208.67.222.123",
    "208.67.220.123", "94.140.14.14", "94.140.15.15", "185.228.168.9", "185.228.169.9", "76.76.2.0", "76.76.10.0",
    "64.6.64.6", "64.6.65.6", "8.26.56.26", "8.20.247.20", "77.88.8.8", "77.88.8.1", "223.5.5.5", "223.6.6.6",
    "119.29.29.29", "114.114.114.114", "4.2.2.1", "4.2.2.2", "84.200.69.80", "84.200.70.40", "193.110.81.0",
    "185.253.5.0", "2606:4700:4700::1111", "2606:4700:4700::1001", "2001:4860:4860::8888", "2001:4860:4860::8844",
    "2620:fe::fe", "2620:fe::9", "2620:119:35::35", "2620:119:53::53", "2a10:50c0::ad1:ff", "2a10:50c0::ad2:ff",
))  # fmt: skip
"""Well-known resolvers that anybody may use: chosen by hand or by software, never a provider's own."""


def parsed(text: str) -> IPv4Address | IPv6Address | None:
    """The address without its zone; None for anything else."""
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        return None


def usable(text: str) -> bool:
    """Whether an adapter can reach the internet with this address: not self-assigned, loopback or unspecified."""
    address = parsed(text)
    return address is not None and not (
        address.is_link_local or address.is_loopback or address.is_unspecified or address.is_multicast
    )


def self_assigned(text: str) -> bool:
    """169.254/16 (RFC 3927); IPv6 link-local addresses are always there and tell nothing."""
    address = parsed(text)
    return isinstance(address, IPv4Address) and address.is_link_local


def home(text: str | None) -> bool:
    """A private IPv4 address (RFC 1918)."""
    address = parsed(text or "")
    return isinstance(address, IPv4Address) and any(address in net for net in _HOME)


_SECOND = tuple(
    IPv4Network(net)
    for net in (
        *("192.168.0.0/16", "10.0.0.0/24", "10.0.1.0/24", "10.1.1.0/24", "10.1.10.0/24", "10.10.10.0/24"),
        *("172.16.0.0/24", "172.16.1.0/24"),
    )
)
"""Nets that boxes for the home come with. Other private nets beyond the router may be the provider's own NAT."""


def second_router_net(text: str | None) -> bool:
    """Whether an address beyond the router is that of another box in the home, as far as addresses can tell."""
    address = parsed(text or "")
    return isinstance(address, IPv4Address) and any(address in net for net in _SECOND)


def loopback(text: str) -> bool:
    """This very machine."""
    address = parsed(text)
    return address is not None and (address.is_loopback or address.is_unspecified)


def carrier(text: str | None) -> bool:
    """Inside a provider's own NAT (RFC 6598)."""
    address = parsed(text or "")
    return isinstance(address, IPv4Address) and address in _CARRIER


def inside(text: str, ip: str, prefix: int) -> bool:
    """Whether an address lies in the network of another one."""
    address = parsed(text)
    try:
        return address is not None and address in ip_network(f"{ip}/{prefix}", strict=False)
    except ValueError:
        return False


def near(one: str, other: str) -> bool:
    """Whether two public addresses probably belong to one provider: the same /16 (IPv4) or /32 (IPv6)."""
    first, second = parsed(one), parsed(other)
    if first is None or second is None or first.version != second.version:
        return False
    return inside(one, str(second), 16 if first.version == 4 else 32)


def same(one: str | None, other: str | None) -> bool:
    """Equal addresses, whatever way they are written."""
    return one is not None and other is not None and parsed(one) is not None and parsed(one) == parsed(other)


def turned(items: Sequence[T], by: int) -> tuple[T, ...]:
    """The items in another order for each look, so that a confirming look begins with others."""
    start = by % len(items) if items else 0
    return (*items[start:], *items[:start])
