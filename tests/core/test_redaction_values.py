"""Whose an address may be, and what stands within it."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.redaction_values import (
    Kind,
    Plain,
    Value,
    backward4,
    dotted,
    id6,
    implied,
    inner4,
    mac_of,
    mac_within,
    net6,
    parsed,
    site6,
    value4,
    value6,
    value_mac,
)

PLAIN = Plain()


def n4(text: str) -> int:
    return int(IPv4Address(text))


def n6(text: str) -> int:
    return int(IPv6Address(text))


@pytest.mark.parametrize(
    "text",
    ["10.1.2.3", "172.31.0.1", "192.168.0.1", "100.127.0.1", "127.0.0.1", "169.254.1.1", "0.0.0.0", "224.0.0.251",
     "255.255.255.255", "192.0.0.2", "198.18.0.1", "1.1.1.1", "208.67.222.222"],
)  # fmt: skip
def test_addresses_that_keep_their_meaning(text: str) -> None:
    assert not PLAIN.secret4(n4(text))


@pytest.mark.parametrize(
    "text", ["84.112.13.23", "192.0.2.66", "198.51.100.7", "203.0.113.9", "172.32.0.1", "100.128.0.1"]
)
def test_addresses_that_may_be_somebodys(text: str) -> None:
    assert PLAIN.secret4(n4(text))


def test_what_the_settings_call_a_landmark_is_harmless() -> None:
    plain = Plain(frozenset(("84.112.13.23", "[2a02:8388::1]", "no address")))
    assert not plain.secret4(n4("84.112.13.23"))
    assert not plain.secret6(n6("2a02:8388::1"))
    assert plain.secret6(n6("2a02:8388::2"))


@pytest.mark.parametrize(
    ("text", "secret"),
    [("2a02:8388::1", True), ("2001:db8::1", True), ("2606:4700:4700::1111", False), ("fe80::1", False),
     ("fe80::250:56ff:fec0:8", True), ("fd00::250:56ff:fec0:8", True), ("fd00::7", False), ("ff02::1", False),
     ("::1", False), ("::ffff:84.112.13.23", True), ("::ffff:10.0.0.1", False), ("64:ff9b::8.8.8.8", False),
     ("64:ff9b::84.112.13.23", True), ("fe80::5efe:84.112.13.23", True), ("2002:5470:d17::1", True)],
)  # fmt: skip
def test_ipv6(text: str, secret: bool) -> None:
    assert PLAIN.secret6(n6(text)) is secret


@given(st.integers(0, (1 << 32) - 1))
def test_backward_twice_is_forward(number: int) -> None:
    assert backward4(backward4(number)) == number
    assert dotted(number) == str(IPv4Address(number))


def test_the_parts_of_an_ipv6_address() -> None:
    number = n6("2a02:8388:1234:1:250:56ff:fec0:8")
    assert value6(number) == Value(Kind.IPV6, "2a02:8388:1234:1:250:56ff:fec0:8")
    assert net6(number).text == "2a02:8388:1234:1::/64"
    assert site6(number).text == "2a02:8388:1234::/48"
    assert id6(number).text == "250:56ff:fec0:8"
    assert mac_within(number) == "00:50:56:c0:00:08"
    assert mac_within(n6("2a02::1")) is None


def test_an_ipv6_address_gives_its_parts_away() -> None:
    whole = value6(n6("2a02:8388:1234:1:250:56ff:fec0:8"))
    assert {value.kind for value in implied(whole)} == {Kind.IPV6, Kind.NET6, Kind.ID6, Kind.MAC}
    assert implied(value6(n6("fe80::250:56ff:fec0:8"))) == (
        value6(n6("fe80::250:56ff:fec0:8")),
        Value(Kind.MAC, "00:50:56:c0:00:08"),
    )
    assert value4(n4("84.112.13.23")) in implied(value6(n6("64:ff9b::84.112.13.23")))
    assert Kind.ID6 not in {value.kind for value in implied(value6(n6("2a02::1")))}
    assert implied(value4(5)) == (value4(5),)


def test_an_address_within_an_address() -> None:
    assert inner4(n6("::ffff:84.112.13.23")) == n4("84.112.13.23")
    assert inner4(n6("2a02::5470:d17")) is None


@pytest.mark.parametrize("digits", ["ffffffffffff", "000000000000", "01005e0000fb", "3333ff123456", "00005e00010a"])
def test_hardware_addresses_that_are_nobodys(digits: str) -> None:
    assert mac_of(digits) is None
    assert value_mac(digits) is None


def test_a_hardware_address() -> None:
    assert value_mac("005056c00008") == Value(Kind.MAC, "00:50:56:c0:00:08")


@pytest.mark.parametrize(("text", "found"), [("[fe80::1%eth0]", "fe80::1"), ("1.2.3.4/24", "1.2.3.4"), ("x", None)])
def test_addresses_as_people_write_them(text: str, found: str | None) -> None:
    assert (str(parsed(text)) if parsed(text) else None) == found
