"""Understands what the network programs of macOS print."""

from __future__ import annotations

import ipaddress
import re

from netcheck.core.model import Failure
from netcheck.core.network import Address, DefaultRoute, Interface, Kind, Neighbour, Resolver, Way

TUNNELS = ("utun", "ipsec", "gif", "stf", "tun", "tap", "wg")
NOWHERE = ("awdl", "llw", "anpi", "ap", "pktap", "iptap", "nan", "XHC", "vmenet")
"""Names that macOS gives to radios between devices, debugging ports and virtual machines; names are fixed there."""
_HEAD = re.compile(r"^(\S+?): flags=[0-9a-f]+<([A-Z0-9_,]*)>.*?(?: mtu (\d+))?\s*$")
_MASK = re.compile(r"netmask 0x([0-9a-f]{8})")


def interfaces(text: str) -> tuple[Interface, ...]:
    """The adapters in what `ifconfig -a` prints; Wi-Fi counts as wired here."""
    blocks: list[tuple[re.Match[str], list[list[str]]]] = []
    for line in text.splitlines():
        if head := _HEAD.match(line):
            blocks.append((head, []))
        elif blocks and line[:1].isspace() and line.split():
            blocks[-1][1].append(line.split())
    ports = {words[1] for _, lines in blocks for words in lines if words[0] == "member:" and len(words) > 1}
    return tuple(_interface(head, lines, number, ports) for number, (head, lines) in enumerate(blocks, 1))


def _interface(head: re.Match[str], lines: list[list[str]], number: int, ports: set[str]) -> Interface:
    name, flags, mtu = head[1], head[2].split(","), head[3]
    values = {words[0]: words[1] for words in lines if len(words) > 1}
    status = " ".join(next((words[1:] for words in lines if words[0] == "status:"), []))
    up = "UP" in flags
    return Interface(
        name,
        number,
        _kind(name, flags, ports),
        up,
        {"active": True, "associated": True, "inactive": False, "no carrier": False}.get(status) if up else None,
        tuple(found for words in lines if (found := _address(words))),
        mac=values.get("ether"),
        mtu=int(mtu) if mtu and len(mtu) < 10 else None,
    )


def _kind(name: str, flags: list[str], ports: set[str]) -> Kind:
    if "LOOPBACK" in flags:
        return Kind.LOOPBACK
    if name in ports:
        return Kind.PORT
    letters = name.rstrip("0123456789")
    if letters == "bridge":
        return Kind.BRIDGE
    if letters == "ppp":
        return Kind.MODEM
    if letters in TUNNELS or ("POINTOPOINT" in flags and letters != "en"):
        return Kind.TUNNEL
    return Kind.LOOPBACK if letters in NOWHERE else Kind.WIRED


def _address(words: list[str]) -> Address | None:
    """A line "inet ..." or "inet6 ..."."""
    if words[0] not in ("inet", "inet6") or len(words) < 2:
        return None
    try:
        ip = ipaddress.ip_address(words[1].partition("%")[0])
    except ValueError:
        return None
    origin = "auto" if ip.is_link_local or "autoconf" in words else None
    if ip.version == 4:
        mask = _MASK.search(" ".join(words))
        return Address(str(ip), int(mask[1], 16).bit_count() if mask else 32, origin)
    length = words[words.index("prefixlen") + 1 :][:1] if "prefixlen" in words else []
    prefix = int(length[0]) if length and re.fullmatch(r"[0-9]{1,3}", length[0]) else 128
    if "dynamic" in words and origin is None:
        origin = "dhcp"
    return Address(str(ip), min(prefix, 128), origin, conflict="duplicated" in words)


def radios(text: str) -> frozenset[str]:
    """The Wi-Fi adapters in what `networksetup -listallhardwareports` prints."""
    return frozenset(re.findall(r"Hardware Port: (?:Wi-Fi|AirPort)\s*\nDevice: (\S+)", text))


def hardware_ports(text: str) -> dict[str, str]:
    """What macOS calls each adapter ("iPhone USB", "Wi-Fi"), by its name, as `radios` reads it."""
    return {name: port.strip() for port, name in re.findall(r"Hardware Port: (.+)\nDevice: (\S+)", text)}


def default_routes(text: str) -> tuple[DefaultRoute, ...]:
    """The default routes in what `netstat -rn` prints; metric 1 for those that hold for one adapter only (flag I).

    The routes of the system's own idle tunnels (gateway fe80::%utunN, flag I) lead nowhere and are left out.
    """
    found: list[DefaultRoute] = []
    family = 4
    for line in text.splitlines():
        words = line.split()
        if line.startswith("Internet"):
            family = 6 if line.startswith("Internet6") else 4
        elif len(words) >= 4 and words[0] in ("default", "0.0.0.0/0", "::/0"):
            gateway, flags, name = words[1:4]
            scoped = "I" in flags
            if "R" in flags or "B" in flags or (scoped and name.startswith(TUNNELS)):
                continue
            bare = gateway.partition("%")[0]
            found.append(DefaultRoute(family, bare if _is_ip(bare) else None, name, int(scoped)))
    return tuple(sorted(found, key=lambda route: route.metric))


def way(text: str) -> Way:
    """The way in what `route -n get` prints."""
    values = {key.strip(): value.strip() for key, _, value in (line.partition(": ") for line in text.splitlines())}
    flags = values.get("flags", "").strip("<>").split(",")
    if "REJECT" in flags or "BLACKHOLE" in flags:
        return Way(None, failure=Failure.BLOCKED_LOCALLY)
    gateway = values.get("gateway", "").partition("%")[0]
    return Way(values.get("interface") or None, gateway if _is_ip(gateway) else None)


def neighbour(text: str, address: str, interface: str | None) -> Neighbour | None:
    """The line for an address in what `arp -an` ("? (ip) at mac on en0 ...") or `ndp -an` ("ip mac en0 ...") prints.

    A known hardware address is called stale: nothing here tells whether the neighbour lives.
    """
    for words in (line.split() for line in text.splitlines()):
        if len(words) >= 6 and words[1] == f"({address})" and words[2] == "at":
            mac, name = words[3], words[5]
        elif len(words) >= 3 and words[0].partition("%")[0] == address:
            mac, name = words[1], words[2]
        else:
            continue
        if interface not in (None, name):
            continue
        if "incomplete" in mac:
            return Neighbour(address, "incomplete")
        if re.fullmatch(r"[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}", mac):
            spelt = ":".join(part.zfill(2) for part in mac.split(":"))
            return Neighbour(address, "permanent" if "permanent" in words else "stale", None, spelt)
    return None


def resolvers(text: str) -> tuple[Resolver, ...]:
    """The name servers for all names in what `scutil --dns` prints: neither for one domain, nor mDNS, nor scoped."""
    found: dict[str, Resolver] = {}
    for block in re.split(r"^resolver #", text.partition("for scoped queries")[0], flags=re.MULTILINE)[1:]:
        pairs = [line.partition(" : ") for line in block.splitlines()]
        values = {key.strip(): value.strip() for key, colon, value in pairs if colon}
        if "domain" in values or "mdns" in values.get("options", ""):
            continue
        device = re.search(r"\((\S+)\)", values.get("if_index", ""))
        port = values.get("port", "53")
        for key, value in values.items():
            if key.startswith("nameserver[") and (address := server(value)):
                number = int(port) if port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536 else 53
                found.setdefault(address, Resolver(address, number, device[1] if device else None))
    return tuple(found.values())


def server(word: str) -> str | None:
    """An address as scutil writes it, with its zone kept."""
    bare, percent, zone = word.partition("%")
    return f"{ipaddress.ip_address(bare)}{percent}{zone}" if _is_ip(bare) else None


def _is_ip(word: str) -> bool:
    try:
        ipaddress.ip_address(word)
    except ValueError:
        return False
    return True
