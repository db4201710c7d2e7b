"""A tunnel is dead only where nothing answers through it and something does past it."""

from dataclasses import replace

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import How, Said, Way
from netcheck.probes.vpn import ask
from tests.fake_world import (
    ETHERNET,
    FAR,
    FAR6,
    TUNNEL,
    Answering,
    FakeMachine,
    FakeWire,
    FakeWorld,
    always,
    answers_from,
    healthy_packets,
    only,
    saw,
    silent,
)


def tunnelled(way: Answering, strict: bool | None = False) -> FakeWorld:
    """A computer that sends everything into wg0."""
    return FakeWorld(
        wire=FakeWire(way),
        machine=FakeMachine((ETHERNET, TUNNEL), way=Way("wg0"), strict=strict),
        past_tunnel="enp3s0",
    )


PAST = only(lambda shot: shot.device == "enp3s0", healthy_packets)
HELD = {"present": True, "holds_route": True, "tunnel": "wg0"}


@pytest.mark.parametrize(
    ("world", "outcome", "failure", "facts"),
    [
        pytest.param(
            FakeWorld(), Outcome.OK, None, {"present": False, "holds_route": False, "blind": False, "tunnel": ""},
            id="no tunnel",
        ),
        pytest.param(
            FakeWorld(machine=FakeMachine((ETHERNET, TUNNEL)), wire=FakeWire(silent)), Outcome.OK, None,
            {"present": True, "holds_route": False, "blind": False},
            id="a tunnel beside the usual way",
        ),
        pytest.param(
            FakeWorld(machine=FakeMachine((ETHERNET, replace(TUNNEL, up=False)))), Outcome.OK, None, {"present": False},
            id="a tunnel that is off",
        ),
        pytest.param(tunnelled(healthy_packets), Outcome.OK, None, {**HELD, "blind": False}, id="a VPN that works"),
        pytest.param(
            tunnelled(only(lambda s: s.device is None, healthy_packets)), Outcome.OK, None, {**HELD, "blind": False},
            id="a VPN that works and closes all else",
        ),
        pytest.param(
            tunnelled(PAST), Outcome.FAILED, Failure.TIMEOUT, {**HELD, "through": 0, "physical": 3, "blind": False},
            id="dead, and the line behind it works",
        ),
        pytest.param(
            tunnelled(silent), Outcome.UNKNOWN, Failure.TIMEOUT, {**HELD, "physical": 0, "blind": False},
            id="nothing answers either way",
        ),
        pytest.param(
            tunnelled(silent, strict=True), Outcome.UNKNOWN, Failure.TIMEOUT, {**HELD, "physical": None, "blind": True},
            id="nothing could answer past it, so nothing is known of the line",
        ),
        pytest.param(
            tunnelled(only(lambda s: s.device == "enp3s0", always(Said.WITHHELD))), Outcome.UNKNOWN, Failure.TIMEOUT,
            {**HELD, "physical": None, "blind": True}, id="nothing may be sent past it",
        ),
        pytest.param(
            tunnelled(only(lambda s: s.how is How.TCP, always(Said.REFUSED))), Outcome.UNKNOWN, Failure.TIMEOUT,
            {**HELD, "through": 0},
            id="refusals are no answers of the landmarks",
        ),
    ],
)  # fmt: skip
def test_cases(world: FakeWorld, outcome: Outcome, failure: Failure | None, facts: dict[str, object]) -> None:
    assert saw(ask(world), facts) == (outcome, failure, facts)


def test_a_line_with_ipv6_alone() -> None:
    wire = FakeWire(answers_from(FAR6))
    seen = ask(replace(tunnelled(silent), wire=wire, usable_families=(6,)))
    assert seen.outcome is Outcome.OK
    assert not {shot.address for shot in wire.asked} & set(FAR)


@pytest.mark.parametrize(("family", "missing"), [(4, {"v4": ""}), (6, {"v6": ""})])
def test_landmarks_without_an_address_of_the_lines_family_are_not_asked(family: int, missing: dict[str, str]) -> None:
    """Settings may name hosts of one family only."""
    wire = FakeWire(silent)
    world = replace(tunnelled(silent), wire=wire, usable_families=(family,))
    hosts = tuple(replace(host, **missing) for host in world.settings.landmarks.hosts)
    settings = replace(world.settings, landmarks=replace(world.settings.landmarks, hosts=hosts))
    assert ask(replace(world, settings=settings)).outcome is not Outcome.FAILED
    assert all(shot.address for shot in wire.asked)
