"""A laptop's cable and radio, and what only claims to be one."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from netcheck.core.network import Kind, Wifi
from netcheck.world import windows, windows_calls, windows_wifi
from netcheck.world.windows_software import without_software
from netcheck.world.windows_tables import Adapter, LinkState
from netcheck.world.windows_wifi import Heard
from tests.world.test_windows import CABLE, LINK, WIFI

RADIO = LinkState(12, "WLAN", "Intel(R) Wi-Fi 6 AX201 160MHz", 71, 1, True, True, True, False, 9)
BLUETOOTH = Adapter(
    "Bluetooth-Netzwerkverbindung", "Bluetooth Device (Personal Area Network)", 9, 9, 6, 2, "02:00:00:00:00:02"
)
BLUETOOTH_LINK = LinkState(9, BLUETOOTH.name, BLUETOOTH.description, 6, 2, True, False, False, False, 10)
SHARED = Adapter(
    "LAN-Verbindung* 1", "Virtueller Microsoft-Adapter für direktes WiFi", 17, 17, 71, 2, "02:00:00:00:00:03"
)
SHARED_LINK = LinkState(17, SHARED.name, SHARED.description, 71, 2, True, False, False, False, 9)
LAPTOP = {each.index: each for each in (RADIO, BLUETOOTH_LINK, SHARED_LINK)}
"""What every laptop has besides its Wi-Fi; Windows 10 says of Bluetooth's adapter that it is no hardware."""
RADIOS = {"{a}": Heard(Wifi(joined=True))}
WLAN = replace(WIFI, guid="{a}")


def kinds(*there: Adapter, links: Mapping[int, LinkState] = LAPTOP) -> dict[str, Kind]:
    found = [windows.interface(each, links.get(each.index), RADIOS.get(each.guid)) for each in there]
    sorted_out = without_software(found, there, links, RADIOS)
    assert all((each.wifi is not None) is (each.kind is Kind.WIFI) for each in sorted_out)
    return {each.name: each.kind for each in sorted_out}


def test_a_laptop_has_no_cable_because_it_has_bluetooth() -> None:
    found = kinds(WLAN, BLUETOOTH, SHARED)
    assert found == {"WLAN": Kind.WIFI, BLUETOOTH.name: Kind.BRIDGE, SHARED.name: Kind.BRIDGE}
    apart = replace(WLAN, status=2)
    assert kinds(apart, BLUETOOTH, SHARED) == found, "with the Wi-Fi left, it is still all that counts"


def test_a_phone_over_bluetooth_leads_out() -> None:
    phone = replace(BLUETOOTH, status=1, gateways=("192.168.44.1",))
    assert kinds(WLAN, phone)[phone.name] is Kind.WIRED


def test_what_the_wlan_service_knows_is_a_radio_whatever_its_driver_says() -> None:
    assert kinds(WLAN, links={12: replace(RADIO, hardware=False)}) == {"WLAN": Kind.WIFI}


def test_where_nothing_else_would_count_software_does() -> None:
    """A team of two cards, or a switch for virtual machines, that was given no gateway."""
    team = replace(CABLE, description="Microsoft Network Adapter Multiplexor Driver", gateways=())
    assert kinds(team, links={5: replace(LINK, hardware=False)}) == {"Ethernet": Kind.WIRED}


def test_a_laptop_from_end_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its Wi-Fi left, with Bluetooth on and a dock at work: all that is told is that the Wi-Fi is left."""
    dock = LinkState(40, "Dock", "USB GbE", 6, 6, False, None, True, False, 14)
    monkeypatch.setattr(windows_calls, "adapters", lambda: (replace(WLAN, status=2), BLUETOOTH, SHARED))
    monkeypatch.setattr(windows_calls, "links", lambda: (*LAPTOP.values(), dock))
    monkeypatch.setattr(windows_wifi, "heard", lambda: {"{a}": Heard(Wifi(joined=False))})
    assert [each.name for each in windows.interfaces() or () if each.kind.counts] == ["WLAN"]
