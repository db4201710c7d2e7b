"""What macOS' programs print is understood; the texts are written after the manuals, not recorded on a Mac."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.model import Failure
from netcheck.core.network import Address, DefaultRoute, Kind, Neighbour, Resolver, Way
from netcheck.world import macos_text

DATA = Path(__file__).parent / "data"


def test_adapters() -> None:
    found = {each.name: each for each in macos_text.interfaces((DATA / "macos_ifconfig.txt").read_text())}
    assert {name: each.kind for name, each in found.items()} == {
        "lo0": Kind.LOOPBACK, "gif0": Kind.TUNNEL, "stf0": Kind.TUNNEL, "anpi0": Kind.LOOPBACK, "en1": Kind.PORT,
        "en0": Kind.WIRED, "ap1": Kind.LOOPBACK, "awdl0": Kind.LOOPBACK, "bridge0": Kind.BRIDGE, "utun0": Kind.TUNNEL,
        "en5": Kind.WIRED,
    }  # fmt: skip
    en0 = found["en0"]
    assert (en0.up, en0.carrier, en0.mac, en0.mtu) == (True, True, "02:00:00:00:00:22", 1500)
    assert en0.addresses == (
        Address("fe80::1c2d:3eff:fe4f:5a6b", 64, "auto"),
        Address("192.168.1.23", 24),
        Address("2001:db8::10", 64, "auto"),
        Address("2001:db8::99", 64, "dhcp"),
        Address("2001:db8::77", 64, conflict=True),
    )
    assert (found["en5"].up, found["en5"].carrier) == (False, None)
    assert (found["bridge0"].up, found["bridge0"].carrier) == (True, False)


def test_radios() -> None:
    assert macos_text.radios((DATA / "macos_ports.txt").read_text()) == {"en0"}


def test_what_adapters_are_called() -> None:
    assert macos_text.hardware_ports((DATA / "macos_ports.txt").read_text()) == {
        "en5": "Ethernet Adapter (en5)",
        "en0": "Wi-Fi",
    }
    listed = "\nHardware Port: iPhone USB\nDevice: en8\nEthernet Address: 02:00:00:00:00:27\n"
    assert macos_text.hardware_ports(listed) == {"en8": "iPhone USB"}


def test_default_routes() -> None:
    assert macos_text.default_routes((DATA / "macos_netstat.txt").read_text()) == (
        DefaultRoute(4, "192.168.1.1", "en0", 0),
        DefaultRoute(6, "fe80::2", "en0", 0),
        DefaultRoute(4, "172.20.10.1", "en7", 1),
        DefaultRoute(4, None, "bridge100", 1),
    )


def test_ways() -> None:
    text = (DATA / "macos_route.txt").read_text()
    assert macos_text.way(text) == Way("en0", "192.168.1.1")
    assert macos_text.way(text.replace("GLOBAL", "REJECT")).failure is Failure.BLOCKED_LOCALLY
    assert macos_text.way("") == Way(None)


ARP = """? (192.168.1.1) at 2:0:0:0:0:99 on en0 ifscope [ethernet]
? (192.168.1.9) at (incomplete) on en0 ifscope [ethernet]
? (192.168.1.7) at 2:0:0:0:0:97 on en0 permanent [ethernet]
"""
NDP = """Neighbor                                Linklayer Address  Netif Expire    St Flgs Prbs
fe80::2%en0                             2:0:0:0:0:99         en0 23h59m58s S  R
2001:db8::5                             (incomplete)         en0 expired   N
"""


@pytest.mark.parametrize(
    ("text", "address", "interface", "found"),
    [
        (ARP, "192.168.1.1", None, Neighbour("192.168.1.1", "stale", None, "02:00:00:00:00:99")),
        (ARP, "192.168.1.1", "en7", None),
        (ARP, "192.168.1.9", "en0", Neighbour("192.168.1.9", "incomplete")),
        (ARP, "192.168.1.7", None, Neighbour("192.168.1.7", "permanent", None, "02:00:00:00:00:97")),
        (ARP, "192.168.1.99", None, None),
        (NDP, "fe80::2", "en0", Neighbour("fe80::2", "stale", None, "02:00:00:00:00:99")),
        (NDP, "2001:db8::5", None, Neighbour("2001:db8::5", "incomplete")),
    ],
)
def test_neighbours(text: str, address: str, interface: str | None, found: Neighbour | None) -> None:
    assert macos_text.neighbour(text, address, interface) == found


def test_resolvers() -> None:
    assert macos_text.resolvers((DATA / "macos_dns.txt").read_text()) == (
        Resolver("192.168.1.1", interface="en0"),
        Resolver("fe80::2%en0", interface="en0"),
    )
    assert macos_text.resolvers("No DNS configuration available\n") == ()


ALPHABET = "en0:inet6 flags=<UP>\n\tdefault%./(#)netmask0xff status nameserver[0] :"


@given(st.text(alphabet=ALPHABET, max_size=200))
def test_garbage_is_survived(text: str) -> None:
    macos_text.interfaces(text)
    macos_text.interfaces(f"en0: flags=8863<UP> mtu 1500\n\tinet {text}\n\tinet6 fe80::1 prefixlen {text}\n")
    macos_text.default_routes(text)
    macos_text.way(text)
    macos_text.neighbour(text, "192.0.2.1", None)
    macos_text.resolvers(f"resolver #1\n nameserver[0] : {text}\n port : {text}\n")
