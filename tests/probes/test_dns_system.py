"""The system's own answer: found, not found, or still looking."""

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.probes.dns_system import ask
from tests.fake_world import TRUE, FakeNames, FakeWorld, saw


@pytest.mark.parametrize(
    ("names", "outcome", "failure", "facts"),
    [
        pytest.param(FakeNames(), Outcome.OK, None, {"answer": "ok", "addresses": (TRUE,)}, id="healthy"),
        pytest.param(
            FakeNames(system_finds=()), Outcome.FAILED, Failure.NAME_NOT_FOUND, {"answer": "failed"}, id="not found"
        ),
        pytest.param(
            FakeNames(system_finds=(), system_failure=Failure.SERVER_FAILURE),
            Outcome.FAILED,
            Failure.SERVER_FAILURE,
            {"answer": "failed"},
            id="try again",
        ),
        pytest.param(
            FakeNames(system_finds=(), system_failure=Failure.TIMEOUT),
            Outcome.FAILED,
            Failure.TIMEOUT,
            {"answer": "slow"},
            id="still looking",
        ),
    ],
)
def test_cases(names: FakeNames, outcome: Outcome, failure: Failure | None, facts: dict[str, object]) -> None:
    assert saw(ask(FakeWorld(names=names)), facts) == (outcome, failure, facts)


def test_a_confirming_look_asks_for_another_name() -> None:
    assert ask(FakeWorld()).facts["name"] != ask(FakeWorld(look=1)).facts["name"]
