"""Tells what each network adapter of a Linux computer is, and whether it is switched on and connected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from netcheck.core.network import Address, Interface, Kind, Wifi
from netcheck.world.netlink import Link
from netcheck.world.sysfs import NOTHING_KNOWN, Hardware
from netcheck.world.wifi import NOT_MANAGED, Managed

TUNNEL_KINDS = frozenset({
    "tun", "wireguard", "amneziawg", "ovpn", "ipip", "sit", "gre", "gretap", "erspan", "ip6tnl", "ip6gre", "ip6gretap",
    "ip6erspan", "vti", "vti6", "xfrm", "vxlan", "geneve", "gtp", "bareudp",
})  # fmt: skip
TUNNEL_HARDWARE = frozenset({768, 769, 776, 778, 823, 65534})
"""ARPHRD_: IP in IP, IPv6 tunnel, SIT, GRE, GRE over IPv6, none."""
NOWHERE_KINDS = frozenset({"dummy", "ifb", "nlmon", "vcan", "vxcan", "netdevsim", "vrf"})
NOWHERE_HARDWARE = frozenset({280, 772, 801, 802, 803, 824, 826})
"""ARPHRD_: CAN bus, loopback, Wi-Fi monitors, netlink and vsock monitors: nobody is reached through them."""
MODEM_KINDS = frozenset({"ppp", "wwan", "rmnet"})
MODEM_HARDWARE = frozenset({512, 519, 530})
"""ARPHRD_: PPP, raw IP, and the raw IP of mobile chips."""
SPEAKERS = frozenset({"bridge", "bond", "team", "openvswitch"})
"""Masters that speak for their ports (a VRF does not)."""
PRETEND_PORTS = frozenset({"veth", "tun", "macvtap", "dummy", "vxlan"})
"""Ports that bridges of containers and virtual machines have; any other port is a way out of the computer."""
UP, LOOPBACK = 0x1, 0x8
"""IFF_ flags."""
STATE_DOWN, STATE_LOWER_DOWN, STATE_DORMANT, STATE_UP = 2, 3, 5, 6
"""Operational states of RFC 2863, as IFLA_OPERSTATE."""


def kind_of(link: Link, links: Sequence[Link], hardware: Hardware, managed: Managed, radio: bool = False) -> Kind:
    """What an adapter is. Neither its name nor its bus counts, only what it does.

    A bridge with a port that leads out of the computer speaks for that port and counts as wired; one for containers
    and virtual machines does not. NetworkManager's word that an adapter is Wi-Fi is believed where the kernel sees a
    plain adapter.
    """
    master = next((each for each in links if each.index == link.master), None) if link.master else None
    if link.flags & LOOPBACK or link.kind in NOWHERE_KINDS or link.hardware in NOWHERE_HARDWARE:
        return Kind.LOOPBACK
    if master is not None and master.kind in SPEAKERS:
        return Kind.PORT
    if link.kind in MODEM_KINDS or link.hardware in MODEM_HARDWARE or hardware.modem or managed.modem:
        return Kind.MODEM
    if link.kind in TUNNEL_KINDS or link.hardware in TUNNEL_HARDWARE or hardware.tunnel:
        return Kind.TUNNEL
    if link.kind in ("bridge", "openvswitch"):
        leads_out = any(each.master == link.index and each.kind not in PRETEND_PORTS for each in links)
        return Kind.WIRED if leads_out else Kind.BRIDGE
    return Kind.WIFI if hardware.radio or radio or managed.wifi is not None else Kind.WIRED


def carrier_of(link: Link, kind: Kind) -> bool | None:
    """Whether the cable is plugged or the Wi-Fi joined; None while the adapter is switched off: nobody looks then."""
    if not link.flags & UP:
        return None
    if kind is Kind.WIFI and link.state == STATE_DORMANT:
        return False  # heard by the access point, but not let in yet
    if link.carrier is not None:
        return link.carrier
    return {STATE_UP: True, STATE_DOWN: False, STATE_LOWER_DOWN: False}.get(link.state or 0)


def interface(
    link: Link,
    kind: Kind,
    addresses: Iterable[Address] = (),
    hardware: Hardware = NOTHING_KNOWN,
    managed: Managed = NOT_MANAGED,
    signal_percent: int | None = None,
) -> Interface:
    """One adapter, from all that is known of it. A radio that is switched off is not up, whatever its flags say."""
    off = (hardware.off_reason or managed.off_reason) if kind in (Kind.WIFI, Kind.MODEM) else managed.off_reason
    carrier = carrier_of(link, kind)
    up = bool(link.flags & UP)
    if off and kind is Kind.WIFI:
        up, carrier = False, None
    return Interface(
        link.name,
        link.index,
        kind,
        up,
        carrier,
        tuple(addresses),
        mac=link.mac,
        mtu=link.mtu,
        speed_mbit=hardware.speed_mbit,
        off_reason=None if up else off,
        bytes_sent=link.bytes_sent,
        bytes_received=link.bytes_received,
        wifi=_wifi(carrier, managed.wifi, signal_percent) if kind is Kind.WIFI else None,
        driver=hardware.driver,
        metered=managed.metered,
        resolvers=managed.resolvers,
    )


def _wifi(carrier: bool | None, told: Wifi | None, signal_percent: int | None) -> Wifi:
    """NetworkManager's word first, the kernel's for what it leaves open."""
    wifi = told or Wifi()
    return replace(
        wifi,
        joined=carrier if wifi.joined is None else wifi.joined,
        signal_percent=signal_percent if wifi.signal_percent is None else wifi.signal_percent,
    )


def signals(text: str) -> Mapping[str, int | None]:
    """Wi-Fi adapters and their signal, 0 to 100 %, from /proc/net/wireless; the link quality there is out of 70."""
    found: dict[str, int | None] = {}
    for line in text.splitlines()[2:]:
        name, colon, rest = line.partition(":")
        words = rest.split()
        if not colon or not name.strip():
            continue
        quality = words[1].rstrip(".") if len(words) > 1 else ""
        known = quality.isascii() and quality.isdigit() and 0 < int(quality[:6]) <= 70
        found[name.strip()] = round(int(quality) * 100 / 70) if known else None
    return found
