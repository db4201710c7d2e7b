"""There is a way out where a default route says so, or where the system would still find one."""

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import DefaultRoute, Way
from netcheck.probes.route import ask
from tests.fake_world import NO_WAY, ROUTE, ROUTE6, FakeMachine, FakeWorld


@pytest.mark.parametrize(
    ("routes", "way", "outcome", "failure"),
    [
        pytest.param((ROUTE,), NO_WAY, Outcome.OK, None, id="healthy"),
        pytest.param((ROUTE, ROUTE6), NO_WAY, Outcome.OK, None, id="two families"),
        pytest.param((DefaultRoute(4, None, "ppp0"),), NO_WAY, Outcome.OK, None, id="point to point"),
        pytest.param((), Way("wg0"), Outcome.OK, None, id="policy rules lead out"),
        pytest.param((), NO_WAY, Outcome.FAILED, Failure.NO_ROUTE, id="none"),
        pytest.param(None, NO_WAY, Outcome.UNKNOWN, Failure.NOT_AVAILABLE, id="not told"),
        pytest.param(None, Way("en0"), Outcome.OK, None, id="not told, but found"),
    ],
)
def test_cases(routes: tuple[DefaultRoute, ...] | None, way: Way, outcome: Outcome, failure: Failure | None) -> None:
    seen = ask(FakeWorld(machine=FakeMachine(routes=routes, way=way)))
    assert (seen.outcome, seen.failure) == (outcome, failure)
