"""Each name server is judged by itself, by DNS messages alone, and the system's own answer beside them."""

from dataclasses import replace

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import Address, DnsAnswer, DnsQuestion, Resolver, Way
from netcheck.core.settings import Settings
from netcheck.probes.dns import ask
from tests.fake_world import (
    ETHERNET,
    LEARNT,
    MEMORY,
    MUTE_WORD,
    OUT,
    PROVIDERS_DNS,
    ROUTE,
    ROUTER,
    SECURE,
    TUNNEL,
    FakeMachine,
    FakeNames,
    FakeRouter,
    FakeWorld,
    Serving,
    closed_server,
    dead_server,
    good_server,
    leads_to,
    saw,
    server_says,
)

STUB = "127.0.0.53"


def names(servers: dict[str, Serving], stub: str | None = None) -> FakeWorld:
    """A computer told to use these servers; behind a stub, where there is one."""
    configured = tuple(Resolver(address, uplink_of_stub=stub is not None and address != stub) for address in servers)
    return FakeWorld(names=FakeNames(servers, configured))


def keeps_old_names(question: DnsQuestion) -> DnsAnswer:
    """A forwarder whose line is dead: what it was asked before it still knows."""
    return (
        good_server(question) if question.klass == "CH" or question.name.startswith("www.") else dead_server(question)
    )


@pytest.mark.parametrize(
    ("world", "outcome", "failure", "facts"),
    [
        pytest.param(
            FakeWorld(),
            Outcome.OK,
            None,
            {
                "configured": 1, "servers": (ROUTER,), "server": ROUTER, "role": "router", "resolves": True,
                "all_resolve": True, "uplinks_resolve": False, "alive": True, "closed": False, "silent": False,
                "fresh": True, "chaos": True, "invented": False, "only_kept": False, "upstreams": (PROVIDERS_DNS,),
            },
            id="healthy",
        ),
        pytest.param(
            names({ROUTER: closed_server}),
            Outcome.FAILED,
            Failure.REFUSED,
            {"resolves": False, "closed": True, "alive": False, "silent": False, "fresh": False},
            id="the router's forwarder has stopped",
        ),
        pytest.param(
            names({ROUTER: dead_server}),
            Outcome.FAILED,
            Failure.TIMEOUT,
            {"resolves": False, "silent": True, "alive": False, "closed": False, "only_kept": False},
            id="silent",
        ),
        pytest.param(
            names({ROUTER: server_says("SERVFAIL")}),
            Outcome.FAILED,
            Failure.SERVER_FAILURE,
            {"resolves": False, "alive": True, "silent": False, "closed": False, "fresh": False, "chaos": True},
            id="a living forwarder that finds nothing",
        ),
        pytest.param(
            names({ROUTER: keeps_old_names}),
            Outcome.FAILED,
            Failure.SERVER_FAILURE,
            {"resolves": False, "alive": True, "only_kept": True, "fresh": False},
            id="a kept name proves nothing",
        ),
        pytest.param(
            names({"203.0.113.7": dead_server, ROUTER: good_server}),
            Outcome.OK,
            None,
            {"resolves": True, "all_resolve": False, "configured": 2},
            id="first dead, second fine",
        ),
        pytest.param(
            names({"9.9.9.9": dead_server}),
            Outcome.FAILED,
            Failure.TIMEOUT,
            {"role": "public", "silent": True, "resolves": False},
            id="a public server is silent",
        ),
        pytest.param(
            names({STUB: closed_server, ROUTER: good_server}, stub=STUB),
            Outcome.FAILED,
            Failure.REFUSED,
            {
                "role": "stub", "closed": True, "configured": 1, "servers": (STUB,), "resolves": False,
                "uplinks_resolve": True,
            },
            id="the stub has stopped",
        ),
        pytest.param(
            names({STUB: server_says("SERVFAIL"), ROUTER: good_server}, stub=STUB),
            Outcome.FAILED,
            Failure.SERVER_FAILURE,
            {"role": "stub", "alive": True, "resolves": False, "uplinks_resolve": True},
            id="the stub is stuck",
        ),
        pytest.param(
            names({STUB: server_says("SERVFAIL"), ROUTER: dead_server}, stub=STUB),
            Outcome.FAILED,
            Failure.SERVER_FAILURE,
            {"role": "router", "server": ROUTER, "silent": True, "resolves": False, "uplinks_resolve": False},
            id="a living stub is not blamed for its uplink",
        ),
        pytest.param(
            names({ROUTER: leads_to("198.51.100.66")}),
            Outcome.OK,
            None,
            {"invented": True, "fresh": False, "resolves": True},
            id="a server that invents",
        ),
        pytest.param(
            names({ROUTER: leads_to("192.168.1.1")}),
            Outcome.OK,
            None,
            {"invented": True, "fresh": False},
            id="a router that sends every name to itself knows nothing fresh",
        ),
        pytest.param(
            FakeWorld(names=FakeNames(configured=())),
            Outcome.FAILED,
            Failure.NOT_CONFIGURED,
            {"configured": 0, "role": "none", "resolves": False, "all_resolve": False},
            id="none configured",
        ),
        pytest.param(
            FakeWorld(names=FakeNames(configured=None)),
            Outcome.UNKNOWN,
            Failure.NOT_AVAILABLE,
            {"resolves": None, "configured": None},
            id="not told",
        ),
    ],
)  # fmt: skip
def test_cases(world: FakeWorld, outcome: Outcome, failure: Failure | None, facts: dict[str, object]) -> None:
    assert saw(ask(world), facts) == (outcome, failure, facts)


@pytest.mark.parametrize(
    ("address", "role"),
    [
        (ROUTER, "router"),
        ("127.0.0.53", "stub"),
        ("::1", "stub"),
        ("9.9.9.9", "public"),
        ("8.8.4.4", "public"),
        (PROVIDERS_DNS, "provider"),
        ("100.100.1.1", "provider"),
        ("10.20.30.40", "other"),
        ("192.168.0.53", "lan"),
        ("10.0.0.53", "lan"),
        ("192.168.1.40", "lan"),
        ("198.51.99.1", "other"),
    ],
)
def test_whose_server_it_is(address: str, role: str) -> None:
    memory = replace(MEMORY, facts={**LEARNT, "provider_resolvers": (PROVIDERS_DNS,)})
    world = FakeWorld(
        names=FakeNames(configured=(Resolver(address),)), memory=memory, router=FakeRouter(MUTE_WORD), steps=()
    )
    assert ask(world).facts["role"] == role


def test_a_server_that_is_reached_through_the_tunnel_is_the_vpns() -> None:
    machine = FakeMachine((ETHERNET, TUNNEL), ways={"10.20.30.40": Way("wg0")})
    configured = (Resolver("10.20.30.40"), Resolver(ROUTER))
    seen = ask(FakeWorld(machine=machine, names=FakeNames(configured=configured)))
    assert seen.facts["role"] == "vpn"


@pytest.mark.parametrize(
    ("server", "fresh_failed"),
    [(good_server, False), (server_says("SERVFAIL"), True), (server_says("REFUSED"), True), (dead_server, False)],
)
def test_a_fresh_name_that_it_says_it_cannot_find_is_told_from_silence(server: Serving, fresh_failed: bool) -> None:
    assert ask(FakeWorld(names=FakeNames({ROUTER: server}))).facts["fresh_failed"] is fresh_failed


def test_a_server_in_the_network_of_our_outer_address_is_the_providers() -> None:
    world = FakeWorld(
        names=FakeNames(configured=(Resolver("198.51.7.7"),)),
        router=FakeRouter(replace(MUTE_WORD, external_address="198.51.100.7")),
    )
    assert ask(world).facts["role"] == "provider"


def test_a_link_local_server_is_the_router() -> None:
    machine = FakeMachine((replace(ETHERNET, addresses=(Address("fe80::23", 64),)),))
    world = FakeWorld(machine=machine, names=FakeNames(configured=(Resolver("fe80::1%enp3s0"),)), routers=())
    assert ask(world).facts["role"] == "router"


def test_a_confirming_look_asks_for_another_name_and_a_fresh_one() -> None:
    first, second = FakeNames(), FakeNames()
    ask(FakeWorld(names=first))
    ask(FakeWorld(names=second, look=1))
    known = {SECURE[0].split("/")[2], SECURE[1].split("/")[2]}
    assert {names.asked[0].name for names in (first, second)} == known
    assert not {q.name for q in first.asked if q.klass == "IN"} & {q.name for q in second.asked if q.klass == "IN"}


def test_no_more_servers_are_asked_than_systems_use() -> None:
    fake = FakeNames(configured=tuple(Resolver(f"192.0.2.{n}") for n in range(1, 20)))
    ask(FakeWorld(names=fake))
    assert len({question.server for question in fake.asked}) <= 4


def test_no_secure_page_in_the_settings_is_no_trouble() -> None:
    settings = replace(Settings(), landmarks=replace(Settings().landmarks, secure=()))
    assert ask(FakeWorld(settings=settings)).outcome is Outcome.OK


BESIDE = "10.20.30.1"
TWO_WAYS = FakeMachine(
    (ETHERNET, replace(ETHERNET, name="usb0", index=9, addresses=(Address("10.20.30.40", 24),))),
    (ROUTE, replace(ROUTE, gateway=BESIDE, interface="usb0", metric=600)),
    ways={BESIDE: replace(OUT, interface="usb0")},
)
"""The default way by cable, and another one with a name server of its own."""


@pytest.mark.parametrize(
    ("machine", "configured", "known"),
    [
        (FakeMachine(), (Resolver(ROUTER),), True),
        (TWO_WAYS, (Resolver(ROUTER), Resolver(BESIDE)), True),
        (TWO_WAYS, (Resolver(BESIDE), Resolver(ROUTER)), False),
        (TWO_WAYS, (Resolver("fe80::1%usb0"),), False),
        (TWO_WAYS, (Resolver("9.9.9.9", interface="usb0"),), False),
        (FakeMachine(), (Resolver(STUB),), True),
        (TWO_WAYS, (Resolver(STUB),), None),
        (TWO_WAYS, (Resolver(STUB), Resolver(ROUTER, uplink_of_stub=True)), True),
        (TWO_WAYS, (Resolver(STUB), Resolver(BESIDE, uplink_of_stub=True)), False),
        (
            TWO_WAYS,
            (Resolver(STUB), Resolver(ROUTER, uplink_of_stub=True), Resolver(BESIDE, uplink_of_stub=True)),
            None,
        ),
        (FakeMachine(way=Way(None, failure=Failure.NO_ROUTE)), (Resolver(ROUTER),), None),
    ],
)
def test_whether_it_is_asked_by_the_default_way(
    machine: FakeMachine, configured: tuple[Resolver, ...], known: bool | None
) -> None:
    servers = {each.address: good_server for each in configured}
    seen = ask(FakeWorld(machine=machine, names=FakeNames(servers, configured)))
    assert seen.facts["fresh"] is True
    assert seen.facts["by_default_way"] is known


def test_without_a_router_no_way_is_the_default_one() -> None:
    assert ask(FakeWorld(routers=())).facts["by_default_way"] is None
