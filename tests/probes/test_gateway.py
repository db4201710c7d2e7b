"""Anything the router says after we asked proves it alive; only silence to everything makes it dead."""

from dataclasses import replace

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import How, Neighbour, Said, Shot
from netcheck.probes.gateway import ask
from tests.fake_world import (
    LEARNT,
    MEMORY,
    ROUTE,
    ROUTER,
    ROUTER6,
    START_S,
    Answering,
    FakeClock,
    FakeMachine,
    FakeWire,
    FakeWorld,
    always,
    answers_from,
    first_of,
    only,
    saw,
    silent,
    stations,
)


def udp(port: int) -> Answering:
    """The router answers on this UDP port and nowhere else."""
    return only(lambda s: s.address == ROUTER and s.how is How.UDP and s.port == port, always(Said.ANSWERED))


def tcp_refused(shot: Shot) -> bool:
    return shot.address == ROUTER and shot.how is How.TCP


def no_ping(shot: Shot) -> bool:
    return shot.how is How.ECHO


MUTE_BY_HABIT = replace(MEMORY, facts={**LEARNT, "gateway_signs": ()})


@pytest.mark.parametrize(
    ("way", "outcome", "failure", "facts"),
    [
        pytest.param(
            FakeWire().answers, Outcome.OK, None, {"address": ROUTER, "signs": ("echo",), "only_neighbour": False},
            id="healthy",
        ),
        pytest.param(
            answers_from((ROUTER,), echo=False), Outcome.OK, None, {"signs": ("udp 53",)}, id="it ignores ping"
        ),
        pytest.param(udp(53), Outcome.OK, None, {"signs": ("udp 53",)}, id="only its name service speaks"),
        pytest.param(udp(5351), Outcome.OK, None, {"signs": ("udp 5351",)}, id="only NAT-PMP speaks"),
        pytest.param(
            only(tcp_refused, always(Said.REFUSED)), Outcome.OK, None, {"signs": ("tcp 53",)}, id="only refusals"
        ),
        pytest.param(stations(ROUTER), Outcome.OK, None, {"signs": ("forwards",)}, id="only an expired packet tells"),
        pytest.param(
            only(lambda s: s.ttl is None, always(Said.PROHIBITED, ROUTER)), Outcome.OK, None, {"only_neighbour": False},
            id="it forbids, so it lives",
        ),
        pytest.param(
            first_of(only(no_ping, always(Said.NOT_PERMITTED)), udp(53)), Outcome.OK, None, {"signs": ("udp 53",)},
            id="no right to ping, and it answers otherwise",
        ),
        pytest.param(silent, Outcome.FAILED, Failure.TIMEOUT, {"signs": (), "only_neighbour": False}, id="dead"),
        pytest.param(
            only(no_ping, always(Said.NOT_PERMITTED)), Outcome.FAILED, Failure.TIMEOUT, {"signs": ()},
            id="no right to ping, and silent to all else",
        ),
        pytest.param(
            always(Said.NO_NEIGHBOUR), Outcome.FAILED, Failure.NO_NEIGHBOUR, {"signs": ()}, id="not there by ARP"
        ),
        pytest.param(
            only(lambda s: s.ttl == 1, always(Said.ANSWERED)), Outcome.FAILED, Failure.TIMEOUT, {"signs": ()},
            id="an answer to a packet that was to expire is nobody's sign of life",
        ),
        pytest.param(
            only(lambda s: s.ttl is None, always(Said.PROHIBITED, "10.9.9.9")), Outcome.FAILED, Failure.TIMEOUT, {},
            id="somebody else forbids",
        ),
        pytest.param(always(Said.BLOCKED), Outcome.UNKNOWN, Failure.BLOCKED_LOCALLY, {}, id="EPERM accuses nobody"),
        pytest.param(always(Said.NOT_PERMITTED), Outcome.UNKNOWN, Failure.BLOCKED_LOCALLY, {}, id="no right at all"),
        pytest.param(
            always(Said.WITHHELD), Outcome.UNKNOWN, Failure.BLOCKED_LOCALLY, {"withheld": False}, id="withheld"
        ),
        pytest.param(
            only(no_ping, always(Said.WITHHELD)), Outcome.FAILED, Failure.TIMEOUT, {"withheld": False},
            id="one word of a system that has no such permission",
        ),
        pytest.param(always(Said.NO_ROUTE), Outcome.UNKNOWN, Failure.BLOCKED_LOCALLY, {}, id="our own routing"),
    ],
)  # fmt: skip
def test_cases(way: Answering, outcome: Outcome, failure: Failure | None, facts: dict[str, object]) -> None:
    assert saw(ask(FakeWorld(wire=FakeWire(way))), facts) == (outcome, failure, facts)


@pytest.mark.parametrize(
    ("neighbour", "outcome", "failure", "only_neighbour"),
    [
        pytest.param(Neighbour(ROUTER, "reachable", 20.0), Outcome.FAILED, Failure.TIMEOUT, False, id="an old word"),
        pytest.param(Neighbour(ROUTER, "reachable"), Outcome.FAILED, Failure.TIMEOUT, False, id="a word without time"),
        pytest.param(Neighbour(ROUTER, "reachable", 0.7), Outcome.OK, None, True, id="confirmed after the question"),
        pytest.param(Neighbour(ROUTER, "failed"), Outcome.FAILED, Failure.NO_NEIGHBOUR, False, id="failed"),
    ],
)
def test_what_the_neighbour_table_proves(
    neighbour: Neighbour, outcome: Outcome, failure: Failure | None, only_neighbour: bool
) -> None:
    world = FakeWorld(
        wire=FakeWire(silent), machine=FakeMachine(neighbours={ROUTER: neighbour}), clock=FakeClock(START_S + 1.3)
    )
    facts = {"only_neighbour": only_neighbour, "neighbour": neighbour.state}
    assert saw(ask(world), facts) == (outcome, failure, facts)


@pytest.mark.parametrize(
    ("way", "neighbour", "outcome", "failure", "withheld"),
    [
        pytest.param(
            always(Said.WITHHELD), "stale", Outcome.UNKNOWN, Failure.BLOCKED_LOCALLY, True, id="nothing may be asked"
        ),
        pytest.param(
            only(no_ping, always(Said.WITHHELD)), "stale", Outcome.UNKNOWN, Failure.BLOCKED_LOCALLY, True,
            id="one refusal makes the silence of the others worth nothing",
        ),
        pytest.param(
            first_of(only(no_ping, always(Said.WITHHELD)), udp(53)), "stale", Outcome.OK, None, False,
            id="a sign of life is one all the same",
        ),
        pytest.param(
            always(Said.WITHHELD), "failed", Outcome.FAILED, Failure.NO_NEIGHBOUR, False, id="nobody is there"
        ),
        pytest.param(
            always(Said.WITHHELD), "incomplete", Outcome.UNKNOWN, Failure.BLOCKED_LOCALLY, False,
            id="nobody is known to be there",
        ),
        pytest.param(silent, "stale", Outcome.FAILED, Failure.TIMEOUT, False, id="plain silence is none"),
    ],
)  # fmt: skip
def test_a_system_that_keeps_programs_from_the_local_network_accuses_nobody(
    way: Answering, neighbour: str, outcome: Outcome, failure: Failure | None, withheld: bool
) -> None:
    machine = FakeMachine(neighbours={ROUTER: Neighbour(ROUTER, neighbour)}, guards=True)
    facts = {"withheld": withheld}
    assert saw(ask(FakeWorld(wire=FakeWire(way), machine=machine)), facts) == (outcome, failure, facts)


def test_a_router_that_is_always_silent_is_not_dead() -> None:
    seen = ask(FakeWorld(wire=FakeWire(silent), memory=MUTE_BY_HABIT))
    assert (seen.outcome, seen.failure) == (Outcome.UNKNOWN, Failure.TIMEOUT)


def test_a_router_that_usually_answers_is() -> None:
    assert ask(FakeWorld(wire=FakeWire(silent), memory=MEMORY)).outcome is Outcome.FAILED


def test_without_a_known_router_there_is_nobody_to_accuse() -> None:
    seen = ask(FakeWorld(routers=()))
    assert (seen.outcome, seen.failure) == (Outcome.UNKNOWN, Failure.NOT_CONFIGURED)


@pytest.mark.parametrize(("mac", "outcome"), [("02:00:00:00:00:01", Outcome.OK), ("02:00:00:00:00:99", Outcome.FAILED)])
def test_the_other_familys_router_speaks_only_for_the_same_box(mac: str, outcome: Outcome) -> None:
    wire = FakeWire(answers_from(("fe80::1",)))
    table = {
        ROUTER: Neighbour(ROUTER, "reachable", 30.0, "02:00:00:00:00:01"),
        "fe80::1": Neighbour("fe80::1", "reachable", 30.0, mac),
    }
    world = FakeWorld(wire=wire, machine=FakeMachine(neighbours=table), routers=(ROUTE, ROUTER6))
    assert ask(world).outcome is outcome
    assert {shot.address for shot in wire.asked} > {ROUTER, "fe80::1%enp3s0"}


def test_the_neighbour_table_knows_no_zones() -> None:
    machine = FakeMachine(neighbours={"fe80::1": Neighbour("fe80::1", "failed")})
    seen = ask(FakeWorld(wire=FakeWire(silent), machine=machine, routers=(ROUTER6,)))
    assert (seen.outcome, seen.failure) == (Outcome.FAILED, Failure.NO_NEIGHBOUR)
