"""Addresses of connected adapters, whoever gave them, and whether the router lies in their network."""

from dataclasses import replace

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import Address
from netcheck.probes.address import ask
from tests.fake_world import ETHERNET, MINE, RADIO, ROUTE, ROUTE6, ROUTER6, V6, FakeMachine, FakeWorld, saw

SELF = Address("169.254.7.9", 16)
LOCAL6 = Address("fe80::23", 64)


def home(*addresses: Address, **more: object) -> FakeWorld:
    """A computer whose only adapter has these addresses."""
    return FakeWorld(machine=FakeMachine((replace(ETHERNET, addresses=addresses, **more),)))  # type: ignore[arg-type]


def lost(*addresses: Address) -> FakeWorld:
    """The same without any way out."""
    return FakeWorld(machine=FakeMachine((replace(ETHERNET, addresses=addresses),), routes=()), routers=())


@pytest.mark.parametrize(
    ("world", "outcome", "failure", "facts"),
    [
        pytest.param(
            FakeWorld(),
            Outcome.OK,
            None,
            {"interface": "enp3s0", "v4": (MINE,), "self_assigned": False, "by_hand": False, "gateway_in_subnet": True},
            id="healthy",
        ),
        pytest.param(lost(), Outcome.FAILED, Failure.NO_ADDRESS, {"v4": (), "self_assigned": False}, id="none"),
        pytest.param(lost(LOCAL6), Outcome.FAILED, Failure.NO_ADDRESS, {"v6": ()}, id="link-local IPv6 tells nothing"),
        pytest.param(lost(SELF), Outcome.FAILED, Failure.NO_ADDRESS, {"self_assigned": True}, id="self-assigned"),
        pytest.param(
            FakeWorld(
                machine=FakeMachine((replace(ETHERNET, addresses=(SELF, V6)),), routes=(ROUTE6,)),
                routers=(ROUTER6,),
                usable_families=(6,),
            ),
            Outcome.OK,
            None,
            {"v6": (V6.ip,), "gateway_in_subnet": None},
            id="IPv6 alone",
        ),
        pytest.param(
            home(Address(MINE, 24, "dhcp", conflict=True)),
            Outcome.FAILED,
            Failure.CONFLICT,
            {"conflicts": (MINE,), "v4": ()},
            id="the system reports a conflict",
        ),
        pytest.param(
            FakeWorld(
                machine=FakeMachine((ETHERNET, replace(RADIO, addresses=(Address("192.168.1.99", 24, conflict=True),))))
            ),
            Outcome.OK,
            None,
            {"conflicts": ("192.168.1.99",), "v4": (MINE,)},
            id="a conflict of an adapter not in use",
        ),
        pytest.param(
            home(Address("10.0.0.5", 24, "manual")),
            Outcome.OK,
            None,
            {"by_hand": True, "gateway_in_subnet": False},
            id="set by hand for another network",
        ),
        pytest.param(
            home(Address("100.64.3.4", 32, "dhcp")), Outcome.OK, None, {"gateway_in_subnet": None}, id="point to point"
        ),
        pytest.param(home(Address(MINE, 24)), Outcome.OK, None, {"by_hand": None}, id="the system does not tell who"),
        pytest.param(
            FakeWorld(machine=FakeMachine((replace(RADIO, addresses=()), ETHERNET), (ROUTE,))),
            Outcome.OK,
            None,
            {"interface": "enp3s0"},
            id="a second adapter without address",
        ),
        pytest.param(
            home(Address(MINE, 24), carrier=False), Outcome.FAILED, Failure.NO_ADDRESS, {"v4": ()}, id="cable out"
        ),
        pytest.param(
            FakeWorld(machine=FakeMachine(None)), Outcome.UNKNOWN, Failure.NOT_AVAILABLE, {"v4": None}, id="no list"
        ),
    ],
)
def test_cases(world: FakeWorld, outcome: Outcome, failure: Failure | None, facts: dict[str, object]) -> None:
    assert saw(ask(world), facts) == (outcome, failure, facts)
