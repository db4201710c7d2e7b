"""An adapter counts by what it is, and one that is off is a fault only where no other works."""

from dataclasses import replace

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import Interface, Kind
from netcheck.probes.adapter import ask
from tests.fake_world import ETHERNET, MEMORY, RADIO, TUNNEL, FakeMachine, FakeWorld, saw

OFF = replace(RADIO, up=False, carrier=None, addresses=(), off_reason="airplane")
UNPLUGGED = replace(ETHERNET, carrier=False, addresses=())


@pytest.mark.parametrize(
    ("adapters", "outcome", "failure", "facts"),
    [
        pytest.param((ETHERNET,), Outcome.OK, None, {"count": 1, "on": ("enp3s0",), "off": ()}, id="healthy"),
        pytest.param((), Outcome.FAILED, Failure.NO_ADAPTER, {"count": 0}, id="none"),
        pytest.param(
            (TUNNEL, *(replace(ETHERNET, kind=kind) for kind in (Kind.LOOPBACK, Kind.BRIDGE, Kind.PORT))),
            Outcome.FAILED,
            Failure.NO_ADAPTER,
            {"count": 0},
            id="only kinds that lead nowhere",
        ),
        pytest.param((OFF,), Outcome.FAILED, Failure.SWITCHED_OFF, {"off_reason": "airplane"}, id="airplane mode"),
        pytest.param((OFF, ETHERNET), Outcome.OK, None, {"off": ("wlp2s0",)}, id="Wi-Fi off, cable in use"),
        pytest.param((OFF, UNPLUGGED), Outcome.FAILED, Failure.SWITCHED_OFF, {}, id="Wi-Fi off, cable not plugged"),
        pytest.param((replace(ETHERNET, up=None),), Outcome.OK, None, {"on": ("enp3s0",)}, id="the system is mute"),
        pytest.param(
            (replace(ETHERNET, name="eth0@if5"), replace(ETHERNET, name="Ethernet 2", kind=Kind.MODEM)),
            Outcome.OK,
            None,
            {"count": 2},
            id="odd names",
        ),
        pytest.param(None, Outcome.UNKNOWN, Failure.NOT_AVAILABLE, {}, id="no list"),
    ],
)
def test_cases(
    adapters: tuple[Interface, ...] | None, outcome: Outcome, failure: Failure | None, facts: dict[str, object]
) -> None:
    assert saw(ask(FakeWorld(machine=FakeMachine(adapters))), facts) == (outcome, failure, facts)


def test_an_adapter_that_is_always_off_is_no_news_when_the_usual_one_lost_its_cable() -> None:
    world = FakeWorld(machine=FakeMachine((OFF, UNPLUGGED)), memory=MEMORY)
    assert ask(world).outcome is Outcome.OK
