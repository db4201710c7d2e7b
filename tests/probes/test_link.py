"""A link is down only where the system says so; what it withholds accuses nobody."""

from dataclasses import replace

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import Interface, Way, Wifi
from netcheck.probes.link import ask
from tests.fake_world import ETHERNET, NO_WAY, RADIO, FakeMachine, FakeWorld, saw

UNPLUGGED = replace(ETHERNET, carrier=False, addresses=())
APART = replace(RADIO, carrier=False, addresses=(), wifi=Wifi(False))


@pytest.mark.parametrize(
    ("adapters", "way", "outcome", "failure", "facts"),
    [
        pytest.param(
            (ETHERNET,), Way("enp3s0"), Outcome.OK, None, {"linked": ("enp3s0",), "used": "enp3s0", "wifi": False},
            id="cable",
        ),
        pytest.param((RADIO,), Way("wlp2s0"), Outcome.OK, None, {"wifi": True, "signal_percent": 78}, id="Wi-Fi"),
        pytest.param(
            (replace(RADIO, wifi=Wifi()),), Way("wlp2s0"), Outcome.OK, None, {"signal_percent": None},
            id="the system withholds name and signal",
        ),
        pytest.param(
            (replace(RADIO, wifi=replace(RADIO.wifi or Wifi(), signal_percent=12)),), Way("wlp2s0"), Outcome.OK, None,
            {"signal_percent": 12},
            id="a weak signal is joined",
        ),
        pytest.param((UNPLUGGED,), NO_WAY, Outcome.FAILED, Failure.NO_CARRIER, {"linked": ()}, id="cable out"),
        pytest.param((APART,), NO_WAY, Outcome.FAILED, Failure.NOT_JOINED, {"linked": ()}, id="no Wi-Fi joined"),
        pytest.param((APART, UNPLUGGED), NO_WAY, Outcome.FAILED, Failure.NO_CARRIER, {}, id="neither of two"),
        pytest.param((APART, ETHERNET), Way("enp3s0"), Outcome.OK, None, {"linked": ("enp3s0",)}, id="one of two"),
        pytest.param(
            (RADIO, UNPLUGGED), Way("enp3s0"), Outcome.FAILED, Failure.NO_CARRIER, {"used": "enp3s0"},
            id="the route leads into a cable that is out",
        ),
        pytest.param(
            (replace(APART, wifi=Wifi(False, refused="wrong-key")),), NO_WAY, Outcome.FAILED, Failure.WRONG_KEY,
            {"refused": "wrong-key"},
            id="wrong key",
        ),
        pytest.param(
            (replace(APART, wifi=Wifi(False, refused="refused")),), NO_WAY, Outcome.FAILED, Failure.WRONG_KEY, {},
            id="sign-in refused",
        ),
        pytest.param(
            (replace(APART, wifi=Wifi(False, refused="not-found")),), NO_WAY, Outcome.FAILED, Failure.NOT_JOINED, {},
            id="out of range is no wrong key",
        ),
        pytest.param(
            (replace(ETHERNET, carrier=None, addresses=()),), NO_WAY, Outcome.UNKNOWN, Failure.NOT_AVAILABLE, {},
            id="the system does not tell",
        ),
        pytest.param(
            (replace(ETHERNET, carrier=None),), Way("enp3s0"), Outcome.OK, None, {"linked": ("enp3s0",)},
            id="not told, but it has an address",
        ),
        pytest.param(None, NO_WAY, Outcome.UNKNOWN, Failure.NOT_AVAILABLE, {}, id="no list"),
    ],
)  # fmt: skip
def test_cases(
    adapters: tuple[Interface, ...] | None,
    way: Way,
    outcome: Outcome,
    failure: Failure | None,
    facts: dict[str, object],
) -> None:
    assert saw(ask(FakeWorld(machine=FakeMachine(adapters, way=way))), facts) == (outcome, failure, facts)
