"""Every spelling of an address and of a name that a report may hold, written down apart from the program."""

from __future__ import annotations

import unicodedata
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote, quote_plus


def of_mac(mac: str) -> list[str]:
    """`mac` is written 00:50:56:c0:00:08."""
    digits = mac.replace(":", "")
    pairs = mac.split(":")
    fours = [digits[at : at + 4] for at in (0, 4, 8)]
    found = [mac, "-".join(pairs), "_".join(pairs), ".".join(fours), digits, quote(mac, safe=""), f"01:{mac}"]
    found += [":".join(pair.lstrip("0") or "0" for pair in pairs), f"{digits[:6]}-{digits[6:]}", "-".join(fours)]
    found += [each.upper() for each in found]
    return [*found, str(int(digits, 16))] if int(digits, 16) >= 10**8 else found


def station_of(mac: str) -> str:
    """The last 64 bits that are made of it, as they stand in an address."""
    digits = mac.replace(":", "")
    first = int(digits[:2], 16) ^ 2
    return str(IPv6Address(int(f"{first:02x}{digits[2:6]}fffe{digits[6:]}", 16))).removeprefix("::")


def of_ip4(address: str) -> list[str]:
    octets = address.split(".")
    backward = octets[::-1]
    number = int(IPv4Address(address))
    return [
        address,
        quote(address).replace(".", "%2E"),
        f"{'.'.join(backward)}.in-addr.arpa",
        f"dhcp-{'-'.join(octets)}",
        f"ip{'_'.join(octets)}x",
        f"{'-'.join(octets)}.dyn.isp.example",
        f"{'-'.join(backward)}.static.isp.example",
        f"{address}.static.isp.example",
        f"p{number:08X}.dip0.isp.example",
        f"http://{number}/",
        f"http://0x{number:x}/" if number >> 28 else address,
        ".".join(f"{int(octet):03}" for octet in octets),
        f"::ffff:{address}",
        f"64:ff9b::{address}",
        f"{address}:443",
        f"line 12:{address}: refused",
        "".join(f"{int(octet):03}" for octet in octets),
    ]


def of_ip6(address: str) -> list[str]:
    number = IPv6Address(address)
    whole = number.exploded
    short = str(number)
    return [
        short,
        short.upper(),
        whole,
        f"[{short}]:443",
        f"{short}%eth0",
        f"{short}/64",
        number.reverse_pointer,
        quote(short, safe=""),
        f"{whole.replace(':', '-')}.dyn.isp.example",
        f"{short.replace(':', '-')}.ipv6-literal.example" if "::" not in short else short,
        whole.replace(":", ""),
        f"line 12:{short}",
    ]


def of_name(name: str) -> list[str]:
    return [
        name,
        name.upper() if name.upper().lower() == name.lower() else name,
        name.title() if name.title().lower() == name.lower() else name,
        quote(name),
        quote_plus(name),
        unicodedata.normalize("NFD", name),
        name.replace(" ", "_"),
        name.replace(" ", "."),
        ascii(name)[1:-1],
    ]
