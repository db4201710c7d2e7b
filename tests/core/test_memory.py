"""What is learnt was really seen, and only what is known on both sides can have changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.memory import changed, learn
from netcheck.core.model import PENDING, Fact, Observation, Outcome
from tests.fake_homes import HEALTHY
from tests.fake_world import HOP, PROVIDERS_DNS, ROUTER, FakeWorld, observed

FACTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
KEPT = (
    "interface", "gateway", "gateway_mac", "gateway_signs", "hop", "second_router", "resolvers", "role",
    "forwarder_answers", "provider_resolvers", "router_answers", "far_ms", "hop_ms", "proxy", "tunnel",
    "gateway_ms", "samples", "hops", "router_model", "router_maker", "public_prefix",
)  # fmt: skip
NAMES = ("interface", "address", "mac", "signs", "first_hop", "servers", "role", "chaos", "url", "tunnel", "far_ms")
CHECKS = ("address", "gateway", "path", "dns", "router_wan", "loss", "proxy", "vpn")
SEEN = st.dictionaries(
    st.sampled_from(CHECKS),
    st.builds(
        Observation,
        st.sampled_from(Outcome),
        facts=st.dictionaries(st.sampled_from(NAMES), FACTS, max_size=4),
    ),
)


def test_a_healthy_home_teaches_its_habits() -> None:
    learnt = learn(observed(FakeWorld()))
    wanted = {
        "interface": "enp3s0",
        "gateway": ROUTER,
        "gateway_signs": ("echo",),
        "hop": HOP,
        "resolvers": (ROUTER,),
        "role": "router",
        "forwarder_answers": True,
        "provider_resolvers": (PROVIDERS_DNS,),
    }
    assert {name: learnt.get(name) for name in wanted} == wanted


def test_what_was_not_seen_is_not_learnt() -> None:
    seen = {"gateway": Observation(Outcome.OK, facts={"address": None}), "dns": PENDING}
    assert learn(seen) == {}
    assert learn({}) == {}


@pytest.mark.parametrize("name", HEALTHY)
def test_nothing_changes_between_two_equal_looks(name: str) -> None:
    seen = observed(HEALTHY[name]())
    assert changed(learn(seen), seen) == ()


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ({"interface": "wlp2s0"}, "This computer now uses the adapter enp3s0; when it last worked it was wlp2s0."),
        ({"gateway": "10.0.0.1"}, f"The router's address is now {ROUTER}; when it last worked it was 10.0.0.1."),
        ({"resolvers": ["9.9.9.9", ROUTER]},
         f"The name servers are now {ROUTER}; when it last worked they were 9.9.9.9, {ROUTER}."),
        ({"resolvers": []}, f"The name servers are now {ROUTER}; when it last worked they were not set."),
        ({"proxy": "http://p:1"}, "The proxy is now not set; when it last worked it was http://p:1."),
        ({"tunnel": "wg0"}, "The VPN tunnel is now not set; when it last worked it was wg0."),
    ],
)  # fmt: skip
def test_what_has_changed_is_said(before: dict[str, Fact], sentence: str) -> None:
    assert changed(before, observed(FakeWorld())) == (sentence,)


def test_a_list_from_a_file_equals_the_same_tuple() -> None:
    assert changed({"resolvers": [ROUTER]}, observed(FakeWorld())) == ()


@pytest.mark.parametrize("before", [None, {}, {"gateway": None}, {"interface": "enp3s0"}])
def test_no_memory_no_change(before: dict[str, Fact] | None) -> None:
    assert changed(before, observed(FakeWorld())) == ()


def test_what_is_not_known_now_has_not_changed() -> None:
    assert changed({"gateway": "10.0.0.1", "proxy": "http://p:1"}, {}) == ()


@given(SEEN, st.none() | st.dictionaries(st.sampled_from(KEPT), FACTS))
def test_no_facts_make_it_fail(seen: dict[str, Observation], before: dict[str, Fact] | None) -> None:
    learnt = learn(seen)
    assert set(learnt) <= set(KEPT)
    assert None not in learnt.values()
    assert changed(learnt, seen) == ()
    sentences = changed(before, seen)
    assert all(sentence.endswith(".") for sentence in sentences)
    assert len(sentences) <= len(before or ())
