"""What stays known from one healthy look to the next, what is asked when, and what must never be believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.courtesy import SPREAD_S
from netcheck.core.learning import (
    HOLDS,
    OF_PROVIDER,
    ONCE,
    SAMPLES,
    carried,
    due_in,
    moment,
    own,
    provider_facts,
    provider_named,
    still_holds,
    usual_delays,
)
from netcheck.core.memory import learn
from netcheck.core.model import PENDING, Fact, Observation, Outcome, Seen
from netcheck.core.origin import Origin

NOW = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
MAC = "02:00:00:00:00:01"
PROVIDER: dict[str, Fact] = {
    "provider_name": "LabTel",
    "provider_asn": 64500,
    "announced": "84.112.0.0/13",
    "public_prefix": "84.112.13.0/24",
    "answered_at": NOW.isoformat(),
}


def looked(gateway_ms: Fact = 1.0, hop_ms: Fact = 8.0, far_ms: Fact = 12.0) -> dict[str, Observation]:
    return {
        "loss": Observation(Outcome.OK, facts={"gateway_ms": gateway_ms, "hop_ms": hop_ms, "far_ms": far_ms}),
        "gateway": Observation(Outcome.OK, facts={"mac": MAC}),
    }


def told(external: Fact = None, **facts: Fact) -> Seen:
    return {**looked(), "router_wan": Observation(Outcome.OK, facts={"external": external, **facts})}


# --- delays


def test_the_usual_delay_is_the_median_of_the_last_looks() -> None:
    facts: dict[str, Fact] = {}
    for far_ms in (12.0, 900.0, 11.0):
        facts = learn(looked(far_ms=far_ms), facts)
    assert (facts["gateway_ms"], facts["hop_ms"], facts["far_ms"]) == (1.0, 8.0, 12.0)


def test_only_so_many_looks_count() -> None:
    facts: dict[str, Fact] = {}
    for _ in range(SAMPLES + 5):
        facts = usual_delays(looked(far_ms=300.0), facts)
    for _ in range(SAMPLES):
        facts = usual_delays(looked(far_ms=10.0), facts)
    assert facts["far_ms"] == 10.0
    samples = facts["samples"]
    assert isinstance(samples, dict)
    assert len(samples["far_ms"]) == SAMPLES


def test_a_look_that_measured_nothing_takes_nothing_away() -> None:
    before = usual_delays(looked())
    assert usual_delays({"loss": PENDING}, before) == before
    assert usual_delays({}, before) == before
    assert usual_delays(looked(None, None, None), before) == before
    assert usual_delays({}) == {}


def test_a_file_that_somebody_wrote_into_does_no_harm() -> None:
    for samples in ("x", 7, {"far_ms": "x"}, {"far_ms": ["a", True, -1, float("nan"), 1e9, None, 20.0]}):
        assert usual_delays(looked(), {"samples": samples})["far_ms"] in (12.0, 16.0)


# --- what stays


def test_what_this_look_did_not_see_stays_known() -> None:
    before = {"router_model": "FRITZ!Box 7590", "gateway_mac": MAC, "asked_at": "x", "proxy": "http://p:1", **PROVIDER}
    after = learn(looked(), before)
    assert {name: after.get(name) for name in before} == {**before, "proxy": None}


def test_what_this_look_saw_counts() -> None:
    assert learn(told(model="New Box"), {"router_model": "Old Box"})["router_model"] == "New Box"


def test_another_router_takes_all_of_it_away() -> None:
    before = {"router_model": "FRITZ!Box 7590", "gateway_mac": "02:00:00:00:00:99", **PROVIDER}
    after = learn(looked(), before)
    assert not set(after) & {*PROVIDER, "router_model"}


@pytest.mark.parametrize(
    ("external", "stays"),
    [
        ("84.112.13.23", True),
        ("84.119.255.1", True),
        ("203.0.113.5", True),  # documentation: no public address, so it tells nothing
        ("192.168.178.20", True),
        (None, True),
        ("9.9.9.9", False),
    ],
)
def test_an_address_outside_the_providers_network_takes_the_provider_away(external: str | None, stays: bool) -> None:
    after = learn(told(external), {**PROVIDER, "asked_at": NOW.isoformat()})
    assert ("provider_name" in after) is stays
    assert stays or not set(after) & set(OF_PROVIDER)
    assert after["asked_at"] == NOW.isoformat(), "hosts are not asked again on the same day"


def test_the_router_tells_the_public_network_every_time() -> None:
    assert learn(told("84.112.14.9"), PROVIDER)["public_prefix"] == "84.112.14.0/24"
    assert "84.112.14.9" not in str(carried(PROVIDER, told("84.112.14.9"), {}))


@pytest.mark.parametrize(
    ("facts", "outcome", "kept"),
    [
        ({"overall": "operational", "as_of": "t"}, Outcome.OK, True),
        ({"overall": "operational", "as_of": "t", "stale": True}, Outcome.OK, False),
        ({"overall": "degraded", "as_of": "t"}, Outcome.OK, False),
        ({"overall": "operational", "as_of": "t"}, Outcome.UNKNOWN, False),
        ({}, Outcome.OK, False),
    ],
)
def test_when_the_providers_page_last_said_that_all_is_well(
    facts: dict[str, Fact], outcome: Outcome, kept: bool
) -> None:
    seen = {**looked(), "isp_status": Observation(outcome, facts=facts)}
    assert learn(seen).get("last_status") == ({"overall": "operational", "as_of": "t"} if kept else None)
    old = {"overall": "operational", "as_of": "before"}
    assert learn(looked(), {"last_status": old})["last_status"] == old


# --- asking


@pytest.mark.parametrize(
    ("ago", "due"),
    [
        (None, True),
        (timedelta(), False),
        (ONCE - timedelta(seconds=1), False),
        (ONCE, True),
        (-timedelta(hours=1), False),
        (-timedelta(days=400), True),
    ],
)
def test_hosts_are_asked_once_a_day(ago: timedelta | None, due: bool) -> None:
    asked_at = NOW - ago if ago is not None else None
    assert due_in(asked_at, NOW, False, 0.7) == (0.0 if due else None)


@pytest.mark.parametrize(("chance", "wait_s"), [(0.0, 0.0), (0.5, SPREAD_S / 2), (1.0, SPREAD_S), (7.0, SPREAD_S)])
def test_after_an_outage_they_are_spread(chance: float, wait_s: float) -> None:
    assert due_in(None, NOW, True, chance) == wait_s


def test_the_answer_holds_while_the_line_stays_in_the_same_network() -> None:
    assert still_holds(PROVIDER, "84.112.200.0/24", NOW + timedelta(days=3))
    assert not still_holds(PROVIDER, "84.112.200.0/24", NOW + HOLDS)
    assert not still_holds(PROVIDER, "9.9.9.0/24", NOW)
    assert not still_holds(PROVIDER, "2a02:8388:1234::/48", NOW)
    assert not still_holds({}, "84.112.200.0/24", NOW)
    assert not still_holds({**PROVIDER, "answered_at": "soon"}, "84.112.200.0/24", NOW)


@pytest.mark.parametrize(
    ("network", "is_own"),
    [
        (f"mac {MAC}", True),
        ("ip 192.168.1.1", False),
        ("mac 00:00:5E:00:01:07", False),
        ("mac 00:00:5e:00:02:07", False),
        ("", False),
    ],
)
def test_a_network_must_be_told_from_all_others(network: str, is_own: bool) -> None:
    assert own(network) is is_own


@pytest.mark.parametrize(
    ("owner", "registrant", "known", "name", "source"),
    [
        ("LABTEL Lab", "Lab AG", "LabTel", "LabTel", "catalogue"),
        ("LABTEL Lab", "Lab AG", "", "Lab AG", "registry"),
        ("LABTEL Lab", "", "", "LABTEL Lab", "routing"),
        ("", "", "", "", ""),
    ],
)
def test_the_catalogue_names_the_provider_then_the_registry(
    owner: str, registrant: str, known: str, name: str, source: str
) -> None:
    origin = Origin(64500, "84.112.0.0/13", "AT")
    facts = provider_facts("84.112.13.0/24", origin, owner, registrant, known, NOW, ("router",))
    assert (facts["provider_name"], facts["provider_name_from"]) == (name, source)
    assert still_holds(facts, "84.112.13.0/24", NOW)
    assert set(OF_PROVIDER) < set(facts)


def test_the_person_is_always_right() -> None:
    assert provider_named("Mine", PROVIDER) == ("Mine", "settings")
    assert provider_named("", PROVIDER) == ("LabTel", "learnt")
    assert provider_named("", {}) == ("", "")
    assert provider_named("", {"provider_name": 7}) == ("", "")


@pytest.mark.parametrize("value", [None, 7, "", "soon", "2026-13-01"])
def test_what_is_no_time(value: Fact) -> None:
    assert moment(value) is None


def test_a_time_without_a_zone_is_utc() -> None:
    assert moment("2026-11-21T14:02:11") == NOW
    assert moment(NOW.isoformat()) == NOW


ANY = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from((*PROVIDER, "samples", "router_model", "asked_at", "last_status")), ANY), ANY)
def test_no_memory_makes_it_fail(before: dict[str, Fact], external: Fact) -> None:
    after = learn(told(external), before)
    assert learn(looked(), after)["far_ms"] == pytest.approx(after["far_ms"], rel=1e9)
    still_holds(before, "84.112.13.0/24", NOW)
    provider_named("", before)
