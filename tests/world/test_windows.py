"""Windows' adapters, routes, name servers and neighbours in netcheck's words."""

from dataclasses import replace

import pytest

from netcheck.core.network import Address, DefaultRoute, Kind, Neighbour, Resolver, Way, Wifi
from netcheck.world import windows, windows_tables
from netcheck.world.windows_tables import Adapter, Held

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


def test_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Neighbour("192.168.1.1", "reachable")
    monkeypatch.setattr(windows_tables, "adapters", lambda: (WIFI,))
    monkeypatch.setattr(windows_tables, "neighbour_table", lambda family: ((12, line),))
    assert windows.neighbour("192.168.1.1") == windows.neighbour("192.168.1.1", "WLAN") == line
    assert windows.neighbour("192.168.1.1", "Ethernet") is None
    assert windows.neighbour("router") is None


def test_where_windows_refuses_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows_tables, "adapters", lambda: None)
    assert windows.interfaces() is None
    assert windows.default_routes() is None
    assert windows.resolvers() is None
    assert windows.way_to("127.0.0.1") == Way(None, source="127.0.0.1")
    assert windows.hosts_path().name == "hosts"
