"""Only the deepest station that answers counts, and what the boxes at home say instead of passing packets on."""

from dataclasses import replace

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import How, Memory, Reply, Said, Shot
from netcheck.probes.path import ask
from tests.fake_world import (
    CORE,
    FAR,
    GOOD_WORD,
    HOP,
    LEARNT,
    MEMORY,
    MUTE_WORD,
    ROUTER,
    FakeRouter,
    FakeWire,
    FakeWorld,
    answers_from,
    dead_line,
    reply,
    rungs,
    saw,
    silent,
)

SECOND = "192.168.0.1"
OUTSIDE = "198.51.100.7"


def told(said: Said, sender: str, icmp: tuple[int, int]) -> tuple[Reply, ...]:
    """A ladder whose first step expires at the router, and whose others end with this word."""
    first, *others = rungs(ROUTER, towards=FAR[:1])
    return first, *(reply(each.shot, said, sender, icmp) for each in others)


def directly(station: str, said: Said) -> Reply:
    """What a station known from before says when the ladder asks it itself."""
    return reply(Shot(station, How.ECHO), said)


def dead(steps: tuple[Reply, ...], memory: Memory | None = None) -> FakeWorld:
    """A dead line with this ladder."""
    return replace(dead_line(memory=memory), steps=steps)


@pytest.mark.parametrize(
    ("world", "outcome", "failure", "facts"),
    [
        pytest.param(
            FakeWorld(), Outcome.OK, None,
            {"beyond": True, "deepest": 3, "deepest_address": CORE, "first_hop": HOP, "said": None, "private_hop": None,
             "second_router": "none"},
            id="healthy",
        ),
        pytest.param(
            dead_line(), Outcome.FAILED, Failure.TIMEOUT,
            {"beyond": False, "said": None, "second_router": None, "first_hop": None},
            id="a dead line",
        ),
        pytest.param(
            replace(FakeWorld(), steps=rungs(ROUTER, None, None, CORE)), Outcome.OK, None,
            {"beyond": True, "deepest": 4, "deepest_address": CORE},
            id="silent stations in the middle mean nothing",
        ),
        pytest.param(
            replace(FakeWorld(), steps=rungs(None, HOP)), Outcome.OK, None, {"beyond": True, "deepest": 2},
            id="a router that does not tell",
        ),
        pytest.param(
            dead(told(Said.UNREACHABLE, ROUTER, (3, 0))), Outcome.FAILED, Failure.UNREACHABLE,
            {"beyond": False, "said": "no-route"},
            id="the router knows no way",
        ),
        pytest.param(
            dead(told(Said.UNREACHABLE, ROUTER, (3, 1))), Outcome.FAILED, Failure.TIMEOUT,
            {"beyond": False, "said": "far-end-silent"},
            id="the router finds nobody at the other end",
        ),
        pytest.param(
            dead(told(Said.PROHIBITED, ROUTER, (3, 13))), Outcome.FAILED, Failure.PROHIBITED,
            {"beyond": False, "said": "prohibited"},
            id="the router forbids",
        ),
        pytest.param(
            dead(told(Said.UNREACHABLE, ROUTER, (3, 3))), Outcome.FAILED, Failure.PROHIBITED, {"said": "prohibited"},
            id="as Linux routers reject",
        ),
        pytest.param(
            dead(tuple(reply(each.shot, Said.BLOCKED) for each in rungs())), Outcome.UNKNOWN, Failure.NOT_AVAILABLE,
            {"beyond": None},
            id="this computer refused: nothing left it, so silence tells nothing",
        ),
        pytest.param(
            dead(tuple(reply(each.shot, Said.WITHHELD) for each in rungs())), Outcome.UNKNOWN, Failure.NOT_AVAILABLE,
            {"beyond": None}, id="the same, and why it refused is not told",
        ),
        pytest.param(dead(()), Outcome.UNKNOWN, Failure.NOT_AVAILABLE, {"beyond": None}, id="no way to ask"),
        pytest.param(
            dead((*rungs(ROUTER), directly(HOP, Said.REFUSED)), memory=MEMORY), Outcome.OK, None,
            {"beyond": True, "first_hop": HOP},
            id="the station learnt while healthy answers when asked itself",
        ),
        pytest.param(
            dead((*rungs(ROUTER), directly(HOP, Said.SILENT)), memory=MEMORY), Outcome.FAILED, Failure.TIMEOUT,
            {"beyond": False, "first_hop": None},
            id="it does not",
        ),
        pytest.param(
            dead(rungs(ROUTER, SECOND)), Outcome.FAILED, Failure.TIMEOUT,
            {"beyond": False, "private_hop": SECOND, "second_router": "alive"},
            id="a second router at home is not the provider",
        ),
        pytest.param(
            replace(FakeWorld(), steps=rungs(ROUTER, SECOND, HOP)), Outcome.OK, None,
            {"beyond": True, "first_hop": HOP, "second_router": "alive"},
            id="two routers, all well",
        ),
        pytest.param(
            dead(rungs(ROUTER), memory=replace(MEMORY, facts={**LEARNT, "hop": None, "second_router": SECOND})),
            Outcome.FAILED, Failure.TIMEOUT, {"second_router": "silent", "second_address": f" ({SECOND})"},
            id="the second router has fallen silent",
        ),
        pytest.param(
            dead((*rungs(ROUTER), directly(SECOND, Said.ANSWERED)),
                 replace(MEMORY, facts={**LEARNT, "hop": None, "second_router": SECOND})),
            Outcome.FAILED, Failure.TIMEOUT, {"beyond": False, "second_router": "alive"},
            id="the second router answers when asked itself",
        ),
    ],
)  # fmt: skip
def test_cases(world: FakeWorld, outcome: Outcome, failure: Failure | None, facts: dict[str, object]) -> None:
    assert saw(ask(world), facts) == (outcome, failure, facts)


@pytest.mark.parametrize(("alive", "state"), [((), "silent"), (("192.168.0.1",), "alive")])
def test_a_router_with_a_private_address_outside_has_another_one_behind_it(alive: tuple[str, ...], state: str) -> None:
    world = dead_line(router=replace(MUTE_WORD, external_address="192.168.0.17"))
    assert ask(replace(world, wire=FakeWire(answers_from((ROUTER, *alive))))).facts["second_router"] == state


def test_the_routers_own_outer_address_is_no_station_beyond_it() -> None:
    world = replace(dead_line(router=replace(GOOD_WORD, external_address=OUTSIDE)), steps=rungs(ROUTER, OUTSIDE))
    assert ask(world).facts["beyond"] is False


def test_a_landmark_that_refuses_far_away_was_reached() -> None:
    steps = tuple(
        reply(shot, Said.REFUSED) if shot.ttl == 4 else silent(shot)
        for shot in (Shot(FAR[0], How.UDP, 33434 + ttl, ttl=ttl) for ttl in range(1, 5))
    )
    assert ask(FakeWorld(steps=steps, router=FakeRouter(MUTE_WORD))).facts["beyond"] is True
