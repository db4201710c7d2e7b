"""What may give a home away in an address: whose it could be, which hardware stands in it, what everybody may know."""

from __future__ import annotations

from enum import StrEnum
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address
from typing import NamedTuple

from netcheck.core.addresses import PUBLIC_RESOLVERS
from netcheck.core.settings import Landmarks


class Kind(StrEnum):
    """What a secret is; the value is the first part of its token."""

    MAC = "mac"
    IPV4 = "public-ip"
    IPV6 = "ip6"
    """A whole address: told by its network and its station, never by a token of its own."""
    NET6 = "ip6-net"
    """The first 64 bits, which name a home."""
    ID6 = "ip6-id"
    """The last 64 bits, which name a device."""
    NAME = "name"
    HOST = "host"
    WIFI = "wifi"
    DOMAIN = "domain"
    VPN = "vpn"
    ACCOUNT = "account"
    CONTACT = "contact"
    PLACE = "place"
    WORD = "secret"
    KEY = "key"


class Value(NamedTuple):
    """One secret, written in one way whatever way it was found in."""

    kind: Kind
    text: str


MEANING4 = tuple(
    (int(net.network_address), int(net.netmask))
    for net in map(
        IPv4Network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
            *("192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3"),
        ),
    )
)
"""Networks that say what an address is for and not whose it is (RFC 6890): they stay. Those for documentation are not
among them: nobody at home has one, and who writes one down means a public one."""
WELL_KNOWN = frozenset(
    {*PUBLIC_RESOLVERS, *(address for host in Landmarks().hosts for address in (host.v4, host.v6) if address)}
)
"""Addresses that everybody has in common."""
SHARED_MACS = ("00:00:5e:00:01:", "00:00:5e:00:02:")
"""Of routers that stand in for one another (VRRP, RFC 9568, 7.3): the same in many places."""
SMALL_ID = 0xFFFF
"""Last 64 bits of an IPv6 address up to this were given by hand (::1, ::53) and name no device in the world."""

NAT64, MAPPED = 0x64FF9B << 64, 0xFFFF
"""64:ff9b::/96 (RFC 6052) and ::ffff:0:0/96, without the IPv4 address at their end."""


class Plain:
    """Which addresses tell nothing of the person."""

    def __init__(self, harmless: frozenset[str] = frozenset()) -> None:
        """`harmless` are addresses that everybody may know besides those that come with the program."""
        found = [address for text in (*WELL_KNOWN, *harmless) if (address := parsed(text)) is not None]
        self._known4 = frozenset(int(each) for each in found if each.version == 4)
        self._known6 = frozenset(int(each) for each in found if each.version == 6)

    def secret4(self, number: int) -> bool:
        """Whether an IPv4 address may be somebody's."""
        return number not in self._known4 and not any(number & mask == net for net, mask in MEANING4)

    def secret6(self, number: int) -> bool:
        """Whether an IPv6 address may be somebody's, or has such a thing within it."""
        if number in self._known6:
            return False
        if (inner := inner4(number)) is not None:
            return self.secret4(inner)
        if number >> 125 == 1:  # 2000::/3, what is routed in the world
            return True
        return (number >> 118 == 0xFE80 >> 6 or number >> 121 == 0xFC >> 1) and mac_within(number) is not None


def parsed(text: str) -> IPv4Address | IPv6Address | None:
    """An address as people write it, without brackets and zone; None for anything else."""
    bare = text.strip().strip("[]").partition("%")[0].partition("/")[0]
    try:
        return IPv6Address(bare) if ":" in bare else IPv4Address(bare)
    except AddressValueError:
        return None


def value4(number: int) -> Value:
    """The value of an IPv4 address."""
    return Value(Kind.IPV4, dotted(number))


def dotted(number: int) -> str:
    """An IPv4 address as people write it."""
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))


def backward4(number: int) -> int:
    """The same four octets from the last to the first, as in the names of the reverse tree."""
    return int.from_bytes(number.to_bytes(4, "big"), "little")


def value6(number: int) -> Value:
    """The value of an IPv6 address."""
    return Value(Kind.IPV6, str(IPv6Address(number)))


def net6(number: int) -> Value:
    """The network of 64 bits in which an IPv6 address lies."""
    return Value(Kind.NET6, f"{IPv6Address(number >> 64 << 64)}/64")


def site6(number: int) -> Value:
    """Its first 48 bits, as they are written without an end."""
    return Value(Kind.NET6, f"{IPv6Address(number >> 80 << 80)}/48")


def id6(number: int) -> Value:
    """The station of an IPv6 address within its network."""
    return Value(Kind.ID6, ":".join(f"{number >> shift & 0xFFFF:x}" for shift in (48, 32, 16, 0)))


def inner4(number: int) -> int | None:
    """The IPv4 address at the end of an IPv6 address that was made of one; None for all others."""
    linked = number >> 118 == 0xFE80 >> 6 and number >> 32 & 0xFDFFFFFF == 0x5EFE  # ISATAP, RFC 5214, 6.1
    return number & 0xFFFFFFFF if linked or number >> 32 in (NAT64, MAPPED) else None


def mac_within(number: int) -> str | None:
    """The hardware address of which the station of an IPv6 address was made (EUI-64, RFC 4291, appendix A)."""
    if number >> 24 & 0xFFFF != 0xFFFE:
        return None
    return mac_of(f"{(number >> 40 & 0xFFFFFF) ^ 0x020000:06x}{number & 0xFFFFFF:06x}")


def mac_of(digits: str) -> str | None:
    """A hardware address from its 12 (or 16) hexadecimal digits; None for one that is nobody's own."""
    text = ":".join(digits[place : place + 2] for place in range(0, len(digits), 2))
    shared = int(digits[:2], 16) & 1 or not int(digits, 16) or text.startswith(SHARED_MACS)
    return None if shared else text


def value_mac(digits: str) -> Value | None:
    """The value of a hardware address from its digits; None for one that is nobody's own (broadcast, zeros)."""
    text = mac_of(digits)
    return Value(Kind.MAC, text) if text else None


def implied(value: Value) -> tuple[Value, ...]:
    """What else is known where this is known: the network, station and hardware of an IPv6 address."""
    if value.kind is not Kind.IPV6:
        return (value,)
    number = int(IPv6Address(value.text))
    if (inner := inner4(number)) is not None:
        return value, value4(inner)
    found = [value]
    if number >> 125 == 1:
        found += [net6(number), site6(number)]
        if number & (1 << 64) - 1 > SMALL_ID:
            found.append(id6(number))
    if mac := mac_within(number):
        found.append(Value(Kind.MAC, mac))
    return tuple(found)
