"""An address is called set by hand only on evidence."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.world.netlink import Held, Route
from netcheck.world.origins import all_written, of_address, of_route, written

LEASED = Route(4, 0, 254, 16, 1, gateway="192.168.1.1", index=2)
NONE: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("held", "by_hand", "method", "routes", "origin"),
    [
        (Held(2, "192.168.1.5", 24, 0, 3600), NONE, None, (), "dhcp"),
        (Held(2, "192.168.1.5", 24, 0x80), NONE, None, (), None),
        (Held(2, "192.168.1.5", 24, 0x80), {"192.168.1.5"}, None, (), "manual"),
        (Held(2, "192.168.1.5", 24, 0x80), NONE, "manual", (), "manual"),
        (Held(2, "192.168.1.5", 24, 0x80), NONE, "auto", (), "dhcp"),
        (Held(2, "192.168.1.5", 24, 0x80), NONE, None, (LEASED,), "dhcp"),
        (Held(2, "10.0.0.5", 24, 0x80), NONE, None, (LEASED,), None),
        (Held(2, "169.254.3.4", 16, 0x80), NONE, "manual", (), "auto"),
        (Held(2, "127.0.0.1", 8, 0x80), NONE, "manual", (), None),
        (Held(2, "fe80::1", 64, 0x80, None, 3), NONE, None, (), "auto"),
        (Held(2, "2001:db8::5", 64, 0, 600, 2), NONE, None, (), "auto"),
        (Held(2, "2001:db8::5", 64, 0x100, None), NONE, None, (), "auto"),
        (Held(2, "2001:db8::5", 128, 0, 600), NONE, None, (), "dhcp"),
        (Held(2, "2001:db8::5", 64, 0x80), NONE, None, (), None),
        (Held(2, "2001:db8::5", 64, 0x80), NONE, "manual", (), "manual"),
    ],
)
def test_origin_of_an_address(
    held: Held, by_hand: set[str], method: str | None, routes: tuple[Route, ...], origin: str | None
) -> None:
    assert of_address(held, frozenset(by_hand), method, routes) == origin


@pytest.mark.parametrize(("protocol", "origin"), [(16, "dhcp"), (9, "auto"), (4, "manual"), (3, None), (2, None)])
def test_origin_of_a_route(protocol: int, origin: str | None) -> None:
    route = Route(4, 0, 254, protocol, 1, gateway="192.168.1.1", index=2)
    assert of_route(route, NONE) == origin
    assert of_route(route, frozenset({"192.168.1.1"})) == "manual"


INTERFACES = """auto eth0
iface eth0 inet static
    address 192.168.1.5/24
    gateway 192.168.1.1
    # address 10.0.0.1
iface eth0 inet6 auto
"""
NETWORKD = "[Match]\nName=eth0\n[Network]\nDHCP=no\nAddress=192.168.2.5/24\nGateway=192.168.2.1\nDNS=9.9.9.9\n"
NETPLAN = "ethernets:\n  eth0:\n    addresses: [192.168.3.5/24]\n    gateway4: 192.168.3.1\n"
DHCPCD = "interface eth0\nstatic ip_address=192.168.4.5/24\nstatic routers=192.168.4.1\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (INTERFACES, {"192.168.1.5", "192.168.1.1"}),
        (NETWORKD, {"192.168.2.5", "192.168.2.1"}),
        (NETPLAN, {"192.168.3.5", "192.168.3.1"}),
        (DHCPCD, {"192.168.4.5", "192.168.4.1"}),
        ("", set()),
    ],
)
def test_addresses_in_files(text: str, found: set[str]) -> None:
    assert written(text) == found


def test_files_are_found_and_missing_ones_say_nothing(tmp_path: Path) -> None:
    (tmp_path / "etc/network/interfaces.d").mkdir(parents=True)
    (tmp_path / "etc/network/interfaces.d/home").write_text(INTERFACES)
    assert all_written(root=tmp_path) == {"192.168.1.5", "192.168.1.1"}
    assert all_written(root=tmp_path / "nothing") == NONE


@given(st.text(max_size=300))
def test_garbage_is_survived(text: str) -> None:
    written(text)
    written(f"address {text}")
