"""What an address tells about its owner, and that no text makes the asking fail."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core import addresses
from netcheck.core.addresses import (
    carrier,
    home,
    inside,
    loopback,
    near,
    parsed,
    same,
    second_router_net,
    self_assigned,
    turned,
    usable,
)

ADDRESSES = st.ip_addresses().map(str)
TEXTS = st.one_of(
    st.text(), ADDRESSES, ADDRESSES.map("{}%eth0".format), st.sampled_from(["", "%", "1.2.3", "::%", "1/2"])
)


@pytest.mark.parametrize(
    ("address", "usable_", "self_", "home_", "carrier_", "loopback_"),
    [
        ("192.168.1.23", True, False, True, False, False),
        ("10.255.0.1", True, False, True, False, False),
        ("172.16.0.1", True, False, True, False, False),
        ("172.32.0.1", True, False, False, False, False),
        ("100.64.0.1", True, False, False, True, False),
        ("100.128.0.1", True, False, False, False, False),
        ("198.51.100.7", True, False, False, False, False),
        ("169.254.7.9", False, True, False, False, False),
        ("127.0.0.53", False, False, False, False, True),
        ("0.0.0.0", False, False, False, False, True),
        ("224.0.0.1", False, False, False, False, False),
        ("fe80::1%eth0", False, False, False, False, False),
        ("fd00::1", True, False, False, False, False),
        ("2001:db8::1", True, False, False, False, False),
        ("::1", False, False, False, False, True),
        ("nonsense", False, False, False, False, False),
    ],
)
def test_kinds(address: str, usable_: bool, self_: bool, home_: bool, carrier_: bool, loopback_: bool) -> None:
    said = (usable(address), self_assigned(address), home(address), carrier(address), loopback(address))
    assert said == (usable_, self_, home_, carrier_, loopback_)


@pytest.mark.parametrize(
    ("address", "second"),
    [
        ("192.168.0.1", True), ("192.168.255.1", True), ("10.0.0.138", True), ("10.0.1.1", True), ("10.1.10.1", True),
        ("172.16.0.1", True), ("10.0.2.1", False), ("10.20.30.40", False), ("172.16.2.1", False),
        ("100.64.0.1", False), ("198.51.100.7", False), ("fd00::1", False), ("nonsense", False), (None, False),
    ],
)  # fmt: skip
def test_nets_that_boxes_for_the_home_come_with(address: str | None, second: bool) -> None:
    assert second_router_net(address) is second


@given(ADDRESSES)
def test_a_second_router_has_a_private_address(address: str) -> None:
    assert home(address) or not second_router_net(address)


def test_no_address_belongs_to_nobody() -> None:
    assert not home(None)
    assert not carrier(None)
    assert not same(None, None)
    assert not same("", "")


@pytest.mark.parametrize(
    ("text", "ip", "prefix", "expected"),
    [
        ("192.168.1.1", "192.168.1.23", 24, True),
        ("192.168.2.1", "192.168.1.23", 24, False),
        ("fe80::1%eth0", "fe80::23", 64, True),
        ("192.168.1.1", "2001:db8::1", 64, False),
        ("192.168.1.1", "192.168.1.23", 99, False),
        ("192.168.1.1", "nonsense", 24, False),
        ("0.0.0.0", "1.2.3.4", 0, True),
    ],
)
def test_inside(text: str, ip: str, prefix: int, expected: bool) -> None:
    assert inside(text, ip, prefix) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("203.0.113.1", "203.0.200.9", True),
        ("203.0.113.1", "203.1.113.1", False),
        ("2001:db8:1::1", "2001:db8:2::1", True),
        ("2001:db8::1", "2001:db9::1", False),
        ("203.0.113.1", "2001:db8::1", False),
        ("203.0.113.1", "x", False),
    ],
)
def test_near(one: str, other: str, expected: bool) -> None:
    assert near(one, other) is expected


def test_one_address_in_two_spellings_is_the_same() -> None:
    assert same("FE80:0:0::1%eth0", "fe80::1")
    assert not same("192.168.1.1", "192.168.1.11")


@given(TEXTS, TEXTS, st.integers(-1, 200))
def test_no_text_makes_the_asking_fail(one: str, other: str, prefix: int) -> None:
    for question in (usable, self_assigned, home, carrier, loopback):
        assert isinstance(question(one), bool)
    assert isinstance(inside(one, other, prefix), bool)
    assert near(one, other) == near(other, one)
    assert same(one, other) == same(other, one)
    assert same(one, one) == (parsed(one) is not None)


@given(ADDRESSES)
def test_an_address_belongs_to_one_kind_at_most(address: str) -> None:
    kinds = (self_assigned(address), home(address), carrier(address), loopback(address))
    assert sum(kinds) <= 1
    assert near(address, address)


@given(st.lists(st.integers()), st.integers(0, 1000))
def test_turning_loses_nothing(items: list[int], by: int) -> None:
    assert sorted(turned(items, by)) == sorted(items)
    assert turned(items, 0) == tuple(items)
    if items:
        assert turned(items, by)[0] == items[by % len(items)]


def test_public_resolvers_are_addresses() -> None:
    assert all(ipaddress.ip_address(a).is_global for a in addresses.PUBLIC_RESOLVERS)
