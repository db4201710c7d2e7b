"""Windows' adapters, routes, name servers and neighbours in netcheck's words."""

from dataclasses import replace

import pytest

from netcheck.core.model import Failure
from netcheck.core.network import Address, DefaultRoute, Kind, Neighbour, Resolver, Way, Wifi
from netcheck.world import windows, windows_calls, windows_costs, windows_wifi
from netcheck.world.windows_tables import Adapter, Held, LinkState, RouteLine
from netcheck.world.windows_wifi import Heard

WIFI = Adapter(
    "WLAN", "Radio", 12, 13, 71, 1, "02:00:00:00:00:09", 1500, 72,
    (Held("192.168.1.23", 24, 3, 4), Held("fe80::1", 64, 2, 4), Held("2001:db8::5", 64, 4, 2)),
    ("192.168.1.1", "fe80::99%12"), ("192.168.1.1", "fec0:0:0:ffff::1"), 25, 35,
)  # fmt: skip
CABLE = Adapter("Ethernet", "NIC", 5, 5, 6, 2, addresses=(Held("10.0.0.5", 24, 1, 4),), gateways=("10.0.0.1",))
VPN = replace(WIFI, name="Work", type=6, description="TAP-Windows Adapter V9", gateways=(), servers=("10.8.0.1",))


def test_adapters() -> None:
    found = windows.interface(WIFI)
    assert (found.kind, found.up, found.carrier, found.wifi, found.speed_mbit) == (
        Kind.WIFI, True, True, Wifi(joined=True), 72,
    )  # fmt: skip
    assert found.addresses == (
        Address("192.168.1.23", 24, "dhcp"),
        Address("fe80::1", 64, "auto"),
        Address("2001:db8::5", 64, "auto", conflict=True),
    )


def test_what_an_adapter_calls_itself_and_whom_it_asks() -> None:
    """A shared phone is known by its description; a placeholder is no name server."""
    found = windows.interface(WIFI)
    assert (found.driver, found.resolvers) == ("Radio", ("192.168.1.1",))
    assert windows.interface(CABLE).resolvers == ()


def test_nobody_gave_the_loopback_its_address() -> None:
    found = windows.interface(replace(WIFI, type=24, addresses=(Held("127.0.0.1", 8, 1, 4),)))
    assert found.addresses == (Address("127.0.0.1", 8),)


def test_an_adapter_that_is_down_keeps_no_old_addresses() -> None:
    found = windows.interface(CABLE)
    assert (found.up, found.carrier, found.addresses) == (None, False, ())


@pytest.mark.parametrize(
    ("type_", "kind"),
    [(6, Kind.WIRED), (71, Kind.WIFI), (243, Kind.MODEM), (24, Kind.LOOPBACK), (23, Kind.TUNNEL), (131, Kind.TUNNEL),
     (53, Kind.TUNNEL), (9999, Kind.WIRED)],
)  # fmt: skip
def test_kinds(type_: int, kind: Kind) -> None:
    assert windows.kind_of(replace(CABLE, type=type_)) is kind


def test_a_vpn_that_claims_to_be_ethernet() -> None:
    assert windows.kind_of(VPN) is Kind.TUNNEL


def test_routes_and_servers_of_adapters_that_are_up() -> None:
    assert windows.routes_of((CABLE, WIFI)) == (
        DefaultRoute(4, "192.168.1.1", "WLAN", 25),
        DefaultRoute(6, "fe80::99", "WLAN", 35),
    )
    assert windows.servers_of((VPN, CABLE, WIFI)) == (
        Resolver("192.168.1.1", interface="WLAN"),
        Resolver("10.8.0.1", interface="Work"),
    )


def test_ways() -> None:
    assert windows.way_by("192.168.1.23", "1.1.1.1", (CABLE, WIFI)) == Way("WLAN", "192.168.1.1", "192.168.1.23")
    assert windows.way_by("192.168.1.23", "192.168.1.50", (CABLE, WIFI)) == Way("WLAN", None, "192.168.1.23")
    assert windows.way_by("2001:db8::5", "2620:fe::fe", (WIFI,)) == Way("WLAN", "fe80::99", "2001:db8::5")
    assert windows.way_by("172.16.0.1", "1.1.1.1", (WIFI,)) == Way(None, source="172.16.0.1")


LINK = LinkState(5, "Ethernet", "NIC", 6, 2, True, False, True, False, 14, 1000, 2000, 10, 20)
"""The cable's driver speaks."""
DOCK = replace(CABLE, name="Dock", index=40, index6=40, status=6)
"""Its hardware is not there."""
OUT = RouteLine(4, "0.0.0.0", 0, "192.168.1.1", 12, 5, 2)


@pytest.mark.parametrize(
    ("status", "driver", "carrier"),
    [(1, True, True), (1, None, True), (1, False, False), (2, False, False), (2, None, False), (2, True, True),
     (5, None, False), (4, True, None), (4, None, None)],
)  # fmt: skip
def test_the_driver_knows_best_whether_the_cable_is_in(status: int, driver: bool | None, carrier: bool | None) -> None:
    found = windows.interface(replace(CABLE, status=status), replace(LINK, carrier=driver))
    assert found.carrier is carrier


def test_nothing_is_claimed_of_an_adapter_that_windows_knows_nothing_of() -> None:
    found = windows.interface(replace(CABLE, status=4), LINK)
    assert (found.up, found.carrier, found.addresses) == (None, None, ())


def test_an_adapter_that_is_switched_off() -> None:
    """One that Windows still lists with the others, and one that it leaves out there."""
    found = windows.interface(CABLE, replace(LINK, on=False))
    assert (found.up, found.carrier, found.bytes_sent, found.bytes_received) == (False, None, 1000, 2000)
    layer = replace(LINK, on=False, filter=True)
    assert [(i.name, i.up, i.off_reason) for i in windows.switched_off([replace(LINK, on=False), LINK, layer])] == [
        ("Ethernet", False, "disabled")
    ]


def test_a_radio_that_is_off_is_not_unplugged() -> None:
    found = windows.interface(replace(WIFI, status=2), None, Heard(Wifi(joined=False), "airplane"))
    assert (found.up, found.carrier, found.off_reason) == (False, None, "airplane")
    assert windows.interface(WIFI, None, Heard(Wifi(joined=True, signal_percent=64))).wifi == Wifi(
        joined=True, signal_percent=64
    )


@pytest.mark.parametrize(
    ("description", "medium", "kind"),
    [("Cisco AnyConnect Virtual Miniport Adapter", 0, Kind.TUNNEL), ("VirtualBox Host-Only Adapter", 0, Kind.BRIDGE),
     ("Intel(R) Ethernet", 14, Kind.WIRED), ("Radio", 9, Kind.WIFI), ("Stick", 8, Kind.MODEM)],
)  # fmt: skip
def test_kinds_by_what_makers_and_drivers_say(description: str, medium: int, kind: Kind) -> None:
    assert windows.kind_of(replace(CABLE, description=description, gateways=()), medium) is kind


def test_a_virtual_switch_that_leads_out_speaks_for_its_cable() -> None:
    switch = replace(CABLE, description="Hyper-V Virtual Ethernet Adapter #2")
    assert windows.kind_of(switch) is Kind.WIRED
    assert windows.kind_of(replace(switch, gateways=())) is Kind.BRIDGE


def test_another_kind_without_hardware_address_is_a_tunnel() -> None:
    assert windows.kind_of(replace(CABLE, type=1)) is Kind.TUNNEL
    assert windows.kind_of(replace(CABLE, type=1, mac="02:00:00:00:00:09")) is Kind.WIRED


def test_the_table_knows_metrics_origins_and_ways_without_a_next_station() -> None:
    tunnel = replace(VPN, index=20, index6=0, metric4=1)
    through = RouteLine(4, "0.0.0.0", 0, None, 20, 0, 0)
    narrow = RouteLine(4, "10.0.0.0", 8, None, 20, 0)
    gone = RouteLine(4, "0.0.0.0", 0, "172.16.0.1", 99, 0)
    assert windows.routes_of((CABLE, WIFI, tunnel), (OUT, through, narrow, gone)) == (
        DefaultRoute(4, None, "Work", 1),
        DefaultRoute(4, "192.168.1.1", "WLAN", 30, "dhcp"),
        DefaultRoute(6, "fe80::99", "WLAN", 35),
    )


def test_a_way_by_the_narrowest_route() -> None:
    office = RouteLine(4, "10.0.0.0", 8, "192.168.1.7", 12, 0)
    ways = [windows.way_by("192.168.1.23", target, (WIFI,), 12, (OUT, office)) for target in ("10.1.2.3", "1.1.1.1")]
    assert [way.gateway for way in ways] == ["192.168.1.7", "192.168.1.1"]
    assert windows.way_by("172.16.0.1", "1.1.1.1", (WIFI,), 12, (OUT,)).interface == "WLAN"


def test_windows_own_word_about_a_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows_calls, "adapters", lambda: (WIFI,))
    monkeypatch.setattr(windows_calls, "best_route", lambda address: (OUT, "192.168.1.23"))
    assert windows.way_to("1.1.1.1") == Way("WLAN", "192.168.1.1", "192.168.1.23")
    monkeypatch.setattr(windows_calls, "best_route", lambda address: 1231)
    assert windows.way_to("1.1.1.1") == Way(None, failure=Failure.NO_ROUTE)
    assert windows.way_to("router") == Way(None, failure=Failure.NOT_AVAILABLE)


def test_all_of_it_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows_calls, "adapters", lambda: (replace(WIFI, guid="{a}"), CABLE, DOCK))
    monkeypatch.setattr(windows_calls, "links", lambda: (LINK, replace(LINK, index=30, name="Second", on=False)))
    monkeypatch.setattr(windows_wifi, "heard", lambda: {"{a}": Heard(Wifi(joined=True, signal_percent=80))})
    found = {each.name: each for each in windows.interfaces() or ()}
    assert "Dock" not in found
    assert (found["WLAN"].wifi, found["WLAN"].bytes_sent) == (Wifi(joined=True, signal_percent=80), None)
    assert (found["Ethernet"].bytes_sent, found["Ethernet"].carrier, found["Second"].up) == (1000, False, False)


def test_costs_are_asked_for_where_there_are_two_ways_out(monkeypatch: pytest.MonkeyPatch) -> None:
    told = frozenset({"{phone}"})
    phone = replace(WIFI, name="WLAN 2", index=40, index6=40, guid="{phone}")
    asked: list[str] = []

    def metered() -> frozenset[str]:
        asked.append("")
        return told

    monkeypatch.setattr(windows_costs, "metered", metered)
    monkeypatch.setattr(windows_wifi, "heard", dict)
    monkeypatch.setattr(windows_calls, "links", tuple)
    monkeypatch.setattr(windows_calls, "adapters", lambda: (phone, CABLE))
    assert [each.metered for each in windows.interfaces() or ()] == [None, None]
    assert asked == [], "one way out, whatever it costs"
    monkeypatch.setattr(windows_calls, "adapters", lambda: (WIFI, phone))
    assert [each.metered for each in windows.interfaces() or ()] == [None, True]


def test_a_dock_that_was_left_at_work_is_not_switched_off() -> None:
    """Windows keeps its adapter as "not present" and "down"; one that a person switched off looks the same."""
    dock = LinkState(40, "Dock", "USB GbE", 6, 6, False, None, True, False, 14)
    apart = windows.interface(replace(WIFI, status=2))
    assert [each.name for each in windows.put_together([apart], [dock])] == ["WLAN"]
    off = replace(apart, up=False)
    for found in ([], [off]):
        *_, last = windows.put_together(found, [dock])
        assert (last.name, last.up, last.off_reason) == ("Dock", False, "disabled")


def test_the_way_to_a_neighbour_in_ipv6_is_asked_by_its_adapters_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows does not understand fe80::1%Ethernet: without the number it says that there is no route."""
    asked: list[str] = []

    def best_route(address: str) -> tuple[RouteLine, str]:
        asked.append(address)
        return RouteLine(6, "fe80::", 64, None, 12, 0), "fe80::5%12"

    monkeypatch.setattr(windows_calls, "adapters", lambda: (WIFI,))
    monkeypatch.setattr(windows_calls, "best_route", best_route)
    numbers = {"WLAN": 12}

    def number(name: str) -> int:
        if name not in numbers:
            raise OSError
        return numbers[name]

    monkeypatch.setattr(windows, "adapter_number", number)
    assert windows.way_to("fe80::1%WLAN") == Way("WLAN", None, "fe80::5")
    assert windows.way_to("fe80::1%12").interface == "WLAN"
    assert windows.way_to("fe80::1%Gone") == Way(None, failure=Failure.NO_ROUTE)
    assert asked == ["fe80::1%12", "fe80::1%12"]


def test_a_neighbour_without_hardware_address_is_asked_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []

    def resolved(address: str, index: int) -> str:
        asked.append((address, index))
        return "02:00:00:00:00:01"

    lines = [Neighbour("192.168.1.1", "incomplete"), Neighbour("192.168.1.7", "stale", None, "02:00:00:00:00:07")]
    monkeypatch.setattr(windows_calls, "adapters", lambda: (WIFI,))
    monkeypatch.setattr(windows_calls, "neighbour_table", lambda family: [(12, line) for line in lines])
    monkeypatch.setattr(windows_calls, "resolved", resolved)
    assert windows.neighbour("192.168.1.7") == lines[1]
    assert windows.neighbour("192.168.1.1") == replace(lines[0], mac="02:00:00:00:00:01")
    assert asked == [("192.168.1.1", 12)]
    assert windows.line_of("192.168.1.1", "WLAN") == (lines[0], 12)


def test_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Neighbour("192.168.1.1", "reachable", None, "02:00:00:00:00:01")
    monkeypatch.setattr(windows_calls, "adapters", lambda: (WIFI,))
    monkeypatch.setattr(windows_calls, "neighbour_table", lambda family: ((12, line),))
    assert windows.neighbour("192.168.1.1") == windows.neighbour("192.168.1.1", "WLAN") == line
    assert windows.neighbour("192.168.1.1", "Ethernet") is None
    assert windows.neighbour("192.168.1.1%12") == line
    assert windows.neighbour("router") is None


def test_where_windows_refuses_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows_calls, "adapters", lambda: None)
    assert windows.interfaces() is None
    assert windows.default_routes() is None
    assert windows.resolvers() is None
    assert windows.way_to("127.0.0.1") == Way(None, source="127.0.0.1")
    assert windows.hosts_path().name == "hosts"
