"""What was learnt is shown in words, once for each network, and is forgotten under all its names."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.learnt import SHOWN, WHOSE_ADDRESS, WHOSE_NAME, all_shown, asked_hosts, forgotten_with, shown
from netcheck.core.model import Fact
from netcheck.core.network import Memory
from netcheck.core.settings import Landmark, Learn, Settings

NOW = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
MAC = "02:00:00:00:00:01"
FACTS: dict[str, Fact] = {
    "provider_name": "LabTel",
    "provider_asn": 64500,
    "gateway": "192.168.1.1",
    "gateway_mac": MAC,
    "resolvers": ("192.168.1.1", "9.9.9.9"),
    "hops": ({"ttl": 1, "address": "192.168.1.1"}, {"ttl": 2, "address": "84.112.13.1"}),
    "far_ms": 12.5,
    "proxy": "",
    "last_status": {"overall": "operational", "as_of": "2026-11-20 10:00 UTC"},
    "samples": {"far_ms": (12.5,)},
    "asked_at": NOW.isoformat(),
    "told_by": ("router", "asn.cymru.com"),
}
HOME = Memory(f"mac {MAC}", NOW, FACTS)
BY_IP = Memory("ip 192.168.1.1", NOW, {"gateway": "192.168.1.1", "gateway_mac": MAC})
OFFICE = Memory("ip 10.0.0.1", NOW - timedelta(days=1), {"gateway": "10.0.0.1"})
ALL = {each.network: each for each in (HOME, BY_IP, OFFICE)}


def test_a_network_in_words() -> None:
    known = shown(HOME)
    assert dict(known.lines) == {
        "Provider": "LabTel",
        "Provider's number (ASN)": "AS64500",
        "Router's address": "192.168.1.1",
        "Router's hardware address": MAC,
        "First stations": "192.168.1.1, 84.112.13.1",
        "Name servers": "192.168.1.1, 9.9.9.9",
        "Usual delay to far hosts": "12.5 ms",
        "Provider's page last said that all is well": "2026-11-20 10:00 UTC",
    }
    assert (known.asked_at, known.told_by) == (NOW, ("your router", "asn.cymru.com"))
    assert "samples" not in known.facts


def test_each_network_is_shown_once_the_newest_first() -> None:
    assert [known.network for known in all_shown(ALL)] == [HOME.network, OFFICE.network]
    assert [known.network for known in all_shown({BY_IP.network: BY_IP})] == [BY_IP.network]
    assert all_shown({}) == ()


def test_it_is_forgotten_under_both_names() -> None:
    assert forgotten_with(HOME.network, ALL) == (BY_IP.network, HOME.network)
    assert forgotten_with(OFFICE.network, ALL) == (OFFICE.network,)
    assert forgotten_with("mac unknown", ALL) == ()
    other = replace(BY_IP, facts={"gateway": "192.168.1.1", "gateway_mac": "02:00:00:00:00:99"})
    assert forgotten_with(HOME.network, {**ALL, BY_IP.network: other}) == (HOME.network,), "another home's router"


def test_who_is_asked() -> None:
    hosts = [each.host for each in asked_hosts(Settings())]
    assert hosts == ["Cloudflare (1.1.1.1)", "OpenDNS (208.67.222.222)", "asn.cymru.com", "https://rdap.org/ip/"]


@pytest.mark.parametrize(
    ("settings", "reasons"),
    [
        (Settings(learn=Learn(on=False)), []),
        (Settings(learn=Learn(asn_zone="")), []),
        (Settings(learn=Learn(rdap="")), [WHOSE_ADDRESS]),
        (Settings(), [WHOSE_ADDRESS, WHOSE_NAME]),
    ],
)
def test_who_is_not_asked(settings: Settings, reasons: list[str]) -> None:
    bare = replace(settings.landmarks, hosts=(Landmark("A", "192.0.2.1", "", ""), Landmark("B", "192.0.2.2", "", "")))
    assert [each.reason for each in asked_hosts(replace(settings, landmarks=bare))] == reasons


@given(
    st.dictionaries(
        st.sampled_from([*(name for name, _ in SHOWN), "told_by", "asked_at"]),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.text(),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
            max_leaves=4,
        ),
    )
)
def test_no_facts_make_it_fail(facts: dict[str, Fact]) -> None:
    known = all_shown({"mac x": Memory("mac x", NOW, facts)})[0]
    assert all(value.replace("\xa0", " ").isprintable() for _, value in known.lines)
    assert all(each.replace("\xa0", " ").isprintable() for each in known.told_by)
