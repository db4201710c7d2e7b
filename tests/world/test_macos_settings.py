"""Name servers, who gave an address, and the Wi-Fi are understood, and what macOS withholds stays unknown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.network import Address, Resolver, Wifi
from netcheck.world import macos_settings as told
from netcheck.world.macos_settings import Radio, Summary
from tests.world.macos_paper import NAMES, printed

DATA = Path(__file__).parent / "data"
DNS, SUMMARY = "/usr/sbin/scutil --dns", "/usr/sbin/ipconfig getsummary en0"


def test_name_servers() -> None:
    assert told.resolvers((DATA / "macos_dns.txt").read_text()) == (
        Resolver("192.168.1.1", interface="en0"),
        Resolver("fe80::2%en0", interface="en0"),
    )
    assert told.resolvers("No DNS configuration available\n") == ()


def test_beside_a_vpn_the_companys_names_are_left_to_its_own_servers() -> None:
    text = printed("12_vpn")[DNS]
    assert told.resolvers(text) == (Resolver("10.8.0.1", interface="utun4"),)
    assert told.scoped(text) == {"en0": ("192.168.1.1",), "utun4": ("10.8.0.1",)}


def test_each_way_out_has_its_own() -> None:
    servers = told.scoped(printed("14_phone")[DNS])
    assert servers == {"en7": ("192.168.1.1",), "en8": ("172.20.10.1",), "en0": ("192.168.1.1",)}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("11_mini", Summary({"192.168.1.23": "manual"})),
        ("12_vpn", Summary({"192.168.1.23": "dhcp"}, ssid="café home")),
        ("13_no_lease", Summary({"169.254.77.3": "auto"}, ssid="home")),
        ("15_redacted", Summary({"192.168.1.23": "dhcp"})),
        ("26_ipv6_only", Summary({})),
    ],
)
def test_who_gave_the_address(name: str, found: Summary) -> None:
    assert told.summary(printed(name)[SUMMARY]) == found


TAKEN = """<dictionary> {
  IPv4 : <array> {
    0 : <dictionary> {
      ConfigMethod : Manual
      LastFailureStatus : address in use
      ManualAddress : 192.168.1.23
      ManualSubnetMask : 255.255.255.0
    }
  }
  IsExpensive : TRUE
}
"""


def test_an_address_that_another_device_holds() -> None:
    assert told.summary(TAKEN) == Summary({}, (Address("192.168.1.23", 24, "manual", conflict=True),), None, True)
    assert told.summary(TAKEN.replace("address in use", "no server")).taken == ()


def test_a_strangers_packet_is_not_listened_to() -> None:
    packet = "      DHCP : <dictionary> {\n        Packet : op = 1\nSSID : evil\n  \tSSID : evil\nIsExpensive : TRUE\n"
    text = TAKEN.replace("  IsExpensive : TRUE\n", "").replace("      ConfigMethod : Manual\n", packet)
    assert told.summary(text) == Summary({}, (Address("192.168.1.23", 24, "manual", conflict=True),))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("10.15_macbook", Radio(True, 84, 585.0, 5.0)),
        ("12_vpn", Radio(True, 58, 130.0, 2.4)),
        ("15_redacted", Radio(True, 74, 1200.0, 6.0)),
    ],
)
def test_the_radio(name: str, found: Radio) -> None:
    assert told.radio_states(printed(name)["CoreWLAN"]) == {"en0": found}


@pytest.mark.parametrize(
    "text", ["", "null", "[]", '{"en0": 7}', '{"en0": {"rssi": 0, "on": "yes", "rate": "x"}}', "[" * 100_000]
)
def test_what_is_no_radio_tells_nothing(text: str) -> None:
    assert all(radio == Radio() for radio in told.radio_states(text).values())


def test_what_is_known_of_a_wifi_that_is_joined() -> None:
    radio, summary = Radio(True, 70, 100.0, 5.0), Summary({}, ssid="home")
    assert told.with_radio(Wifi(joined=True), radio, summary) == Wifi(True, "home", 70, 100.0, 5.0)
    assert told.with_radio(Wifi(joined=False), radio, summary) == Wifi(joined=False)


@pytest.mark.parametrize(("dbm", "percent"), [(-200, 0), (-100, 0), (-75, 50), (-50, 100), (-10, 100)])
def test_signal(dbm: int, percent: int) -> None:
    assert told.percent(dbm) == percent


WORDS = st.sampled_from([
    "resolver #1\n", "  nameserver[0] : ", "  if_index : ", "(en0)", "fe80::1%", "192.168.1.1", "(for scoped queries)",
    "  IPv4 : <array> {\n", "    0 : <dictionary> {\n", "      Addresses : <array> {\n", "        0 : ", "\n", "  ",
    "      ManualAddress : ", "      ManualSubnetMask : ", "      LastFailureStatus : address in use\n", "  SSID : ",
    "::1", "1e999", '"en0":', '"rssi":', "-5", "\x00", "\u202e", "255.255.0.0", "  port : 99999999",
])  # fmt: skip


@given(st.lists(WORDS, max_size=30).map("".join), st.text(max_size=60))
def test_garbage_is_survived(text: str, more: str) -> None:
    for each in (text, more, text + more, '{"en0": {"rssi": ' + more + "}}"):
        told.resolvers(each)
        told.scoped(each)
        told.summary(each)
        told.radio_states(each)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_cut_text_is_survived(name: str, data: st.DataObject) -> None:
    for text in printed(name).values():
        cut = text[: data.draw(st.integers(0, len(text)))]
        told.resolvers(cut)
        told.scoped(cut)
        told.summary(cut)
        told.radio_states(cut)
