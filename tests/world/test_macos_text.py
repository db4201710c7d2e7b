"""What macOS' programs print of adapters, ways and neighbours is understood, for Macs of 10.15 to 26 on paper."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.model import Failure
from netcheck.core.network import Address, DefaultRoute, Interface, Kind, Neighbour, Way, Wifi
from netcheck.world import macos_text
from tests.world.macos_paper import NAMES, printed

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
    assert macos_text.radios("Hardware Port: WLAN\nDevice: en1\n") == {"en1"}, "on German Macs"


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


def adapters(name: str) -> dict[str, Interface]:
    """The adapters of a Mac on paper."""
    return {each.name: each for each in macos_text.interfaces(printed(name)["/sbin/ifconfig -a -v -v"])}


def test_what_macos_makes_up_to_translate_old_addresses_is_not_the_networks() -> None:
    en0 = adapters("26_ipv6_only")["en0"]
    assert [each.ip for each in en0.addresses] == [
        "fe80::4c1:22ff:fe33:4455", "2001:db8:1:0:8c1:22ff:fe33:4455", "2001:db8:1:0:9d2f:1a4b:77c0:5e31",
    ]  # fmt: skip
    true = "en0: flags=8863<UP> mtu 1500\n\tinet 192.0.0.2 netmask 0xfffffff8 broadcast 192.0.0.7\n"
    assert [each.ip for each in macos_text.interfaces(true)[0].addresses] == ["192.0.0.2"]


@pytest.mark.parametrize(
    ("address", "so"), [("192.0.0.1", True), ("192.0.0.8", False), ("fe80::1", False), ("x", False), (None, False)]
)
def test_addresses_that_systems_make_up(address: str | None, so: bool) -> None:
    assert macos_text.made_up(address) is so


COUNTING = {
    "10.15_macbook": {"en0": Kind.WIFI},
    "11_mini": {"en0": Kind.WIRED, "en1": Kind.WIFI, "en2": Kind.WIRED},
    "12_vpn": {"en0": Kind.WIFI},
    "13_no_lease": {"en0": Kind.WIFI},
    "14_phone": {"en0": Kind.WIFI, "en7": Kind.WIRED, "en8": Kind.WIRED},
    "15_redacted": {"en0": Kind.WIFI},
    "26_ipv6_only": {"en0": Kind.WIFI},
}


def test_every_mac_on_paper_is_looked_at() -> None:
    assert sorted(COUNTING) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_what_is_a_way_out_of_the_house(name: str) -> None:
    found = adapters(name)
    assert {each.name: each.kind for each in found.values() if each.kind.counts} == COUNTING[name]
    assert all(each.carrier is not None for each in found.values() if each.kind.counts)


def test_tunnels_are_tunnels_and_bridges_bridges() -> None:
    assert adapters("12_vpn")["utun4"].kind is Kind.TUNNEL
    assert adapters("14_phone")["bridge100"].kind is Kind.BRIDGE
    assert adapters("10.15_macbook")["en1"].kind is Kind.PORT
    assert adapters("15_redacted")["bridge0"].kind is Kind.BRIDGE


def test_numbers_and_costs() -> None:
    found = adapters("14_phone")
    assert (found["en8"].index, found["en8"].mtu, found["en8"].metered) == (19, 1500, True)
    assert (found["en7"].index, found["en7"].driver, found["en7"].metered) == (18, "USB Ethernet", None)
    assert found["en0"].wifi == Wifi(joined=True)


def test_a_cable_between_two_macs_can_be_the_way_out() -> None:
    lines = "bridge0: flags=8863<UP,RUNNING> mtu 1500\n\tinet {} netmask 0xffff0000\n\tstatus: active\n"
    (found,) = macos_text.interfaces(lines.format("192.168.2.7"))
    assert found.kind is Kind.WIRED
    (found,) = macos_text.interfaces(lines.format("169.254.2.7"))
    assert found.kind is Kind.BRIDGE


PPP = "ppp0: flags=8051<UP,POINTOPOINT,RUNNING> mtu 1492\n\tinet 203.0.113.9 --> 203.0.113.1 netmask 0xff000000\n"


def test_ppp_is_the_line_or_a_tunnel_beside_it() -> None:
    beside = "en0: flags=8863<UP,RUNNING> mtu 1500\n\tinet {} netmask 0xffffff00\n\tstatus: active\n"
    kinds = [macos_text.interfaces(beside.format(ip) + PPP)[1].kind for ip in ("169.254.1.1", "192.168.1.23")]
    assert kinds == [Kind.MODEM, Kind.TUNNEL]


def test_ports_of_a_bond() -> None:
    bond = "bond0: flags=8863<UP,RUNNING> mtu 1500\n\tbond interfaces: en3 en4\n\tinet 192.168.1.9 netmask 0xffffff00\n"
    ports = "".join(f"en{n}: flags=8863<UP,RUNNING> mtu 1500\n\tstatus: active\n" for n in (3, 4))
    assert [each.kind for each in macos_text.interfaces(bond + ports)] == [Kind.WIRED, Kind.PORT, Kind.PORT]


def test_routes_of_10_14_have_two_columns_more() -> None:
    old = "Internet:\nDestination Gateway Flags Refs Use Netif Expire\ndefault 192.168.1.1 UGSc 85 0 en0\n"
    assert macos_text.default_routes(old) == (DefaultRoute(4, "192.168.1.1", "en0", 0),)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_cut_text_is_survived(name: str, data: st.DataObject) -> None:
    for text in printed(name).values():
        cut = text[: data.draw(st.integers(0, len(text)))]
        macos_text.interfaces(cut)
        macos_text.hardware_ports(cut)


ALPHABET = "en0:inet6 flags=<UP>\n\tdefault%./(#)netmask0xff status nameserver[0] :"


@given(st.text(alphabet=ALPHABET, max_size=200))
def test_garbage_is_survived(text: str) -> None:
    macos_text.interfaces(text)
    macos_text.interfaces(f"en0: flags=8863<UP> mtu 1500\n\tinet {text}\n\tinet6 fe80::1 prefixlen {text}\n")
    macos_text.default_routes(text)
    macos_text.way(text)
    macos_text.neighbour(text, "192.0.2.1", None)
    macos_text.interfaces(f"en0: flags=8863<UP> mtu {text} index 9\n\ttype: {text}\n\tstatus: {text}\n\tmember: en0\n")
