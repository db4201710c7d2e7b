"""Adapters are told apart by what they do, whatever their names."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.network import Kind, Wifi
from netcheck.world.adapters import carrier_of, interface, kind_of, signals
from netcheck.world.netlink import Link
from netcheck.world.sysfs import NOTHING_KNOWN, Hardware
from netcheck.world.wifi import NOT_MANAGED, Managed

PLAIN = Link(2, "x", 1, 1, carrier=True, state=6)


@pytest.mark.parametrize(
    ("link", "hardware", "managed", "kind"),
    [
        (PLAIN, NOTHING_KNOWN, NOT_MANAGED, Kind.WIRED),
        (replace(PLAIN, name="tun9", kind="veth"), NOTHING_KNOWN, NOT_MANAGED, Kind.WIRED),
        (replace(PLAIN, kind="vlan"), NOTHING_KNOWN, NOT_MANAGED, Kind.WIRED),
        (replace(PLAIN, kind="bond"), NOTHING_KNOWN, NOT_MANAGED, Kind.WIRED),
        (PLAIN, Hardware(radio=True), NOT_MANAGED, Kind.WIFI),
        (replace(PLAIN, kind="veth"), NOTHING_KNOWN, Managed(wifi=Wifi()), Kind.WIFI),
        (replace(PLAIN, hardware=512, kind="ppp"), NOTHING_KNOWN, NOT_MANAGED, Kind.MODEM),
        (replace(PLAIN, hardware=65534), Hardware(modem=True), NOT_MANAGED, Kind.MODEM),
        (PLAIN, NOTHING_KNOWN, Managed(modem=True), Kind.MODEM),
        (replace(PLAIN, hardware=65534), NOTHING_KNOWN, NOT_MANAGED, Kind.TUNNEL),
        (replace(PLAIN, kind="wireguard", hardware=65534), NOTHING_KNOWN, NOT_MANAGED, Kind.TUNNEL),
        (replace(PLAIN, hardware=776, kind="sit"), NOTHING_KNOWN, NOT_MANAGED, Kind.TUNNEL),
        (PLAIN, Hardware(tunnel=True), NOT_MANAGED, Kind.TUNNEL),
        (replace(PLAIN, flags=9, hardware=772), NOTHING_KNOWN, NOT_MANAGED, Kind.LOOPBACK),
        (replace(PLAIN, kind="ifb"), NOTHING_KNOWN, NOT_MANAGED, Kind.LOOPBACK),
        (replace(PLAIN, kind="bridge"), NOTHING_KNOWN, NOT_MANAGED, Kind.BRIDGE),
    ],
)
def test_kinds(link: Link, hardware: Hardware, managed: Managed, kind: Kind) -> None:
    assert kind_of(link, [link], hardware, managed) is kind


def test_a_master_speaks_for_its_ports() -> None:
    bridge, port = replace(PLAIN, index=5, kind="bridge"), replace(PLAIN, index=6, master=5)
    links = [bridge, port, replace(PLAIN, index=7)]
    assert kind_of(port, links, NOTHING_KNOWN, NOT_MANAGED) is Kind.PORT
    assert kind_of(bridge, links, NOTHING_KNOWN, NOT_MANAGED) is Kind.WIRED, "its port leads out of the computer"
    assert kind_of(bridge, [bridge, replace(port, kind="veth")], NOTHING_KNOWN, NOT_MANAGED) is Kind.BRIDGE
    vrf = replace(bridge, kind="vrf")
    assert kind_of(port, [vrf, port], NOTHING_KNOWN, NOT_MANAGED) is Kind.WIRED, "a VRF speaks for nobody"


@pytest.mark.parametrize(
    ("link", "kind", "carrier"),
    [
        (PLAIN, Kind.WIRED, True),
        (replace(PLAIN, carrier=False), Kind.WIRED, False),
        (replace(PLAIN, flags=0), Kind.WIRED, None),
        (replace(PLAIN, state=5), Kind.WIFI, False),
        (replace(PLAIN, state=5), Kind.WIRED, True),
        (replace(PLAIN, carrier=None, state=3), Kind.WIRED, False),
        (replace(PLAIN, carrier=None, state=0), Kind.WIRED, None),
    ],
)
def test_carrier(link: Link, kind: Kind, carrier: bool | None) -> None:
    assert carrier_of(link, kind) is carrier


def test_a_radio_that_is_switched_off_is_not_up() -> None:
    off = interface(PLAIN, Kind.WIFI, hardware=Hardware(radio=True, off_reason="airplane"))
    assert (off.up, off.carrier, off.off_reason) == (False, None, "airplane")
    told = interface(PLAIN, Kind.WIFI, managed=Managed(wifi=Wifi(joined=False), off_reason="disabled"))
    assert (told.up, told.off_reason, told.wifi) == (False, "disabled", Wifi(joined=False))


def test_an_adapter_that_is_on_has_no_reason_to_be_off() -> None:
    assert interface(PLAIN, Kind.WIRED, managed=Managed(off_reason="disabled")).off_reason is None
    down = interface(replace(PLAIN, flags=0), Kind.WIRED, managed=Managed(off_reason="disabled"))
    assert (down.up, down.off_reason) == (False, "disabled")


def test_networkmanagers_word_comes_first_and_the_kernel_fills_the_gaps() -> None:
    assert interface(PLAIN, Kind.WIFI, signal_percent=40).wifi == Wifi(joined=True, signal_percent=40)
    told = interface(PLAIN, Kind.WIFI, managed=Managed(wifi=Wifi(False, "Home", 70)), signal_percent=40).wifi
    assert told == Wifi(False, "Home", 70)


WIRELESS = """Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE
 face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22
wlp3s0: 0000   35.  -75.  -256        0      0      0      0     12        0
  wl1: 0000    0     0     0        0      0      0      0      0        0
"""


def test_signals() -> None:
    assert signals(WIRELESS) == {"wlp3s0": 50, "wl1": None}


@given(st.text(max_size=300))
def test_garbage_is_survived(text: str) -> None:
    signals(text)
