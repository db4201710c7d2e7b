"""What is known of the person becomes names and addresses to look for."""

from __future__ import annotations

import pytest

from netcheck.core.redaction_level import Level
from netcheck.core.redaction_secrets import Secrets, host_of, in_fields, names, own_addresses
from netcheck.core.redaction_tree import Leaf
from netcheck.core.redaction_values import Kind, Plain, Value

ANNA = Secrets(
    host_names=("anna-pc.corp.example",),
    real_names=("Dr. Anna von Thun",),
    home_folders=("/home/as17/", "C:\\Users\\Anna T"),
    search_domains=("corp.example.",),
    keys=("pa55",),
    places=("Linz",),
    told=("anna-pc",),
)


def test_names_in_their_parts() -> None:
    found = names(ANNA, Level.PUBLIC)
    assert {(Kind.HOST, "anna-pc.corp.example"), (Kind.HOST, "anna-pc"), (Kind.DOMAIN, "corp.example")} <= set(found)
    assert {(Kind.NAME, "as17"), (Kind.NAME, "Anna T"), (Kind.NAME, "Anna"), (Kind.NAME, "Thun")} <= set(found)
    assert (Kind.NAME, "von") not in found
    assert (Kind.PLACE, "Linz") in found


def test_each_level_looks_for_its_own() -> None:
    assert names(ANNA, Level.FULL) == [(Kind.KEY, "pa55")]
    desk = names(ANNA, Level.HELPDESK)
    assert (Kind.HOST, "anna-pc") not in desk
    assert (Kind.PLACE, "Linz") not in desk


@pytest.mark.parametrize(
    ("text", "host"),
    [("https://vpn.example:443/x", "vpn.example"), ("[2001:db8::1]:500", "2001:db8::1"),
     ("vpn.example.", "vpn.example"), ("198.51.100.7", "198.51.100.7"), ("u@vpn.example", "vpn.example")],
)  # fmt: skip
def test_the_host_of_a_gateway(text: str, host: str) -> None:
    assert host_of(text) == host


def test_own_addresses_in_any_spelling() -> None:
    own, called = own_addresses(("00-50-56-C0-00-08", "84.112.13.23", "192.168.1.1", "x"), ("198.51.100.7",), Plain())
    gateway = Value(Kind.IPV4, "198.51.100.7")
    assert own == {Value(Kind.MAC, "00:50:56:c0:00:08"), Value(Kind.IPV4, "84.112.13.23"), gateway}
    assert called == {gateway: Value(Kind.VPN, "198.51.100.7")}


def test_fields_that_tell() -> None:
    leaves = [
        Leaf("Haus", "ssid", ""),
        Leaf("pc9", "host", "Person"),
        Leaf("a.example", "host", ""),
        Leaf("name-1", "user", "Person"),
        Leaf("root", "user", "Person"),
        Leaf("0660 1", "reach_at", "Person"),
    ]
    assert dict(in_fields(leaves, Level.HELPDESK, ANNA)) == {0: Value(Kind.WIFI, "Haus"), 1: Value(Kind.HOST, "pc9")}
    assert 5 in dict(in_fields(leaves, Level.PUBLIC, ANNA))
    assert dict(in_fields(leaves, Level.FULL, ANNA)) == {}
