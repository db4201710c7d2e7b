"""Understands what the network programs of macOS print about adapters, ways and neighbours."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, replace

from netcheck.core.addresses import usable
from netcheck.core.model import Failure
from netcheck.core.network import Address, DefaultRoute, Interface, Kind, Neighbour, Way, Wifi

TUNNELS = ("utun", "ipsec", "gif", "stf", "tun", "tap", "wg", "feth", "zt")
"""feth ("fake Ethernet") is what ZeroTier tunnels through."""
NOWHERE = frozenset({
    "awdl", "llw", "anpi", "ap", "p2p", "pktap", "iptap", "nan", "vmenet", "vmnet", "vboxnet", "XHC", "VHC", "pflog",
})  # fmt: skip
"""Names that macOS and makers of virtual machines give to radios between devices, debugging ports and virtual
networks; names are fixed there."""
INNER_FAMILIES = frozenset({"6", "9", "10", "11", "12"})
"""IFRTYPE_SUBFAMILY_ of net/if_private.h: the coprocessor, virtual machines, simulators, redirection, management."""
TRANSLATED = ipaddress.IPv4Network("192.0.0.0/29")
"""RFC 7335: what a Mac on a network without IPv4 gives itself, 192.0.0.2 behind a router 192.0.0.1 that is not there
(CLAT46, since macOS 13)."""
T2 = "ac:de:48:00:11:22"
"""The Mac's own end of the cable to its T2 chip: an "Ethernet" that is always active and leads nowhere."""
_HEAD = re.compile(r"^(\S+?): flags=[0-9a-f]+<([A-Z0-9_,]*)>(.*)$")
_MASK = re.compile(r"netmask 0x([0-9a-f]{1,8})(?![0-9a-f])")
_STATUS = {"active": True, "associated": True, "inactive": False, "no carrier": False}


@dataclass(frozen=True, slots=True)
class _Block:
    """What ifconfig prints of one adapter."""

    name: str
    flags: frozenset[str]
    rest: str
    """Of the first line: "mtu 1500 index 11"."""
    lines: tuple[tuple[str, ...], ...]

    def value(self, key: str) -> str:
        """All words behind the first line that begins with this key."""
        return next((" ".join(words[1:]) for words in self.lines if words[0] == key), "")

    def marks(self, key: str) -> frozenset[str]:
        """The names in a line like "eflags=8080<TXSTART,EXPENSIVE>"."""
        line = next((words[0] for words in self.lines if words[0].startswith(f"{key}=")), "")
        return frozenset(line.partition("<")[2].rstrip(">").split(","))

    @property
    def type(self) -> str:
        """Ethernet, USB Ethernet, Bluetooth PAN, Wi-Fi, IP over Thunderbolt, Cellular ...; empty where not told."""
        return self.value("type:").partition(" (0x")[0].partition(" family:")[0]

    @property
    def status(self) -> bool | None:
        """Whether it has a signal; None for those that have no such thing, and while it is switched off."""
        return _STATUS.get(self.value("status:")) if "UP" in self.flags else None


def interfaces(text: str) -> tuple[Interface, ...]:
    """The adapters in what `ifconfig -a -v -v` prints (less is known without -v).

    A port of a bridge that has an address of its own counts as itself: virtual machines are bridged to the Mac's Wi-Fi
    so. "ppp" is a tunnel (L2TP) where another adapter has an address, else the line itself (PPPoE).
    """
    blocks: list[tuple[re.Match[str], list[tuple[str, ...]]]] = []
    for line in text.splitlines():
        if head := _HEAD.match(line):
            blocks.append((head, []))
        elif blocks and line[:1].isspace() and line.split():
            blocks[-1][1].append(tuple(line.split()))
    read = [_Block(head[1], frozenset(head[2].split(",")), head[3], tuple(lines)) for head, lines in blocks]
    ports = {name for block in read for name in _ports(block)}
    found = [_interface(block, number, ports) for number, block in enumerate(read, 1)]
    beside = any(each.kind in (Kind.WIRED, Kind.WIFI) and _routable(each.addresses) for each in found)
    return tuple(replace(each, kind=Kind.TUNNEL) if beside and each.name.startswith("ppp") else each for each in found)


def _ports(block: _Block) -> tuple[str, ...]:
    """Members of a bridge ("member: en1 flags=3<...>") and of a bond ("bond interfaces: en0 en1")."""
    members = [words[1] for words in block.lines if words[0] == "member:" and len(words) > 1]
    bonded = [name for words in block.lines if words[:2] == ("bond", "interfaces:") for name in words[2:]]
    return (*members, *bonded)


def _interface(block: _Block, number: int, ports: set[str]) -> Interface:
    addresses = _addresses(block)
    kind = _kind(block, addresses, ports)
    mtu, index = _number(block.rest, "mtu"), _number(block.rest, "index")
    costs = "EXPENSIVE" in block.marks("eflags") or "CONSTRAINED" in block.marks("xflags")
    return Interface(
        block.name,
        index or number,
        kind,
        "UP" in block.flags,
        block.status,
        addresses,
        mac=block.value("ether").partition(" ")[0] or None,
        mtu=mtu,
        wifi=Wifi(joined=block.status) if kind is Kind.WIFI else None,
        driver=block.type or None,
        metered=True if costs or "constrained" in block.rest.split() else None,
    )


def _addresses(block: _Block) -> tuple[Address, ...]:
    """Its addresses, without the pair between which macOS itself translates IPv4 into IPv6."""
    translates = any(words[0] == "inet6" and "clat46" in words for words in block.lines)
    lines = [words for words in block.lines if "clat46" not in words]
    found = [each for words in lines if (each := _address(words))]
    return tuple(each for each in found if not (translates and made_up(each.ip)))


def made_up(address: str | None) -> bool:
    """Whether an address is one of those between which a system translates by itself: nobody answers there."""
    return is_ip(address or "") and ":" not in str(address) and ipaddress.IPv4Address(address) in TRANSLATED


def _kind(block: _Block, addresses: tuple[Address, ...], ports: set[str]) -> Kind:
    letters = block.name.rstrip("0123456789")
    if "LOOPBACK" in block.flags or letters in NOWHERE or _inner(block):
        return Kind.LOOPBACK
    if block.name in ports and not _routable(addresses):
        return Kind.PORT
    if letters == "bridge":
        # bridge0 is the one over Thunderbolt cables; those from 100 on are made for sharing and virtual machines.
        leads_out = block.status is True and len(block.name) == len("bridge0") and _routable(addresses)
        return Kind.WIRED if leads_out else Kind.BRIDGE
    if letters == "ppp" or block.type == "Cellular":
        return Kind.MODEM
    if letters in TUNNELS or "IS_VPN" in block.marks("xflags") or ("POINTOPOINT" in block.flags and letters != "en"):
        return Kind.TUNNEL
    if block.status is not True and not _routable(addresses) and _idle(block):
        return Kind.LOOPBACK
    return Kind.WIFI if block.type == "Wi-Fi" else Kind.WIRED


def _inner(block: _Block) -> bool:
    """Whether it leads to another part or device of the same person: AirDrop's radio, the T2 chip, the watch."""
    if block.value("functional") in ("type: awdl", "type: companionlink", "type: loopback"):
        return True
    family = re.search(r"subfamily: (\d{1,3})", block.value("type:"))
    return (
        (family is not None and family[1] in INNER_FAMILIES)
        or block.type.startswith(("Companion Link", "Packet capture"))
        or block.value("ether").startswith(T2)
    )


def _idle(block: _Block) -> bool:
    """Whether it is nothing to a person while nothing is plugged in: a debugging port of Apple silicon ("media:
    none"), a Thunderbolt or Bluetooth device that could be a network. A socket without cable says "autoselect"."""
    return block.value("media:") == "none" or block.type in ("IP over Thunderbolt", "Bluetooth PAN", "IP over FireWire")


def _routable(addresses: tuple[Address, ...]) -> bool:
    return any(usable(each.ip) for each in addresses)


def _number(text: str, key: str) -> int | None:
    found = re.search(rf"\b{key} (\d{{1,9}})\b", text)
    return int(found[1]) if found else None


def _address(words: tuple[str, ...]) -> Address | None:
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
    length = words[words.index("prefixlen") + 1 :][:1] if "prefixlen" in words else ()
    prefix = int(length[0]) if length and re.fullmatch(r"[0-9]{1,3}", length[0]) else 128
    if "dynamic" in words and origin is None:
        origin = "dhcp"
    return Address(str(ip), min(prefix, 128), origin, conflict="duplicated" in words)


def hardware_ports(text: str) -> dict[str, str]:
    """What macOS calls each adapter ("iPhone USB", "Wi-Fi"), by its name, in what
    `networksetup -listallhardwareports` prints."""
    return {name: port.strip() for port, name in re.findall(r"Hardware Port: (.+)\nDevice: (\S+)", text)}


def radios(text: str) -> frozenset[str]:
    """The Wi-Fi adapters in the same text, where ifconfig did not tell; "WLAN" is its name on German Macs."""
    return frozenset(name for name, port in hardware_ports(text).items() if port in ("Wi-Fi", "AirPort", "WLAN"))


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
            gateway, flags = words[1:3]
            # Until 10.14 two more columns (Refs, Use) stand before the adapter's name.
            name = words[5] if len(words) >= 6 and words[3].isdigit() and words[4].isdigit() else words[3]
            scoped = "I" in flags
            if "R" in flags or "B" in flags or (scoped and name.startswith(TUNNELS)):
                continue
            bare = gateway.partition("%")[0]
            found.append(DefaultRoute(family, bare if is_ip(bare) else None, name, int(scoped)))
    return tuple(sorted(found, key=lambda route: route.metric))


def way(text: str) -> Way:
    """The way in what `route -n get` prints."""
    values = {key.strip(): value.strip() for key, _, value in (line.partition(": ") for line in text.splitlines())}
    flags = values.get("flags", "").strip("<>").split(",")
    if "REJECT" in flags or "BLACKHOLE" in flags:
        return Way(None, failure=Failure.BLOCKED_LOCALLY)
    gateway = values.get("gateway", "").partition("%")[0]
    return Way(values.get("interface") or None, gateway if is_ip(gateway) else None)


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


def is_ip(word: str) -> bool:
    """Whether a word is an address, without zone."""
    try:
        ipaddress.ip_address(word)
    except ValueError:
        return False
    return True
