"""A line in the hosts file is a fault only where a needed name is sent to a dead place and the true one lives."""

from dataclasses import replace

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.settings import Service, Settings
from netcheck.probes.hosts_file import ask
from tests.fake_world import TRUE, FakeNames, FakeWire, FakeWorld, answers_from, saw, silent

WORK = replace(Settings(), services=(Service("Wiki", "https://wiki.corp.example/"),))
DEAD = "192.0.2.66"
WRONG = {"wiki.corp.example": (DEAD,)}


@pytest.mark.parametrize(
    ("names", "wire", "outcome", "failure", "facts"),
    [
        pytest.param(FakeNames(), FakeWire(), Outcome.OK, None, {"listed": 0}, id="healthy"),
        pytest.param(
            FakeNames(listed=WRONG),
            FakeWire(),
            Outcome.FAILED,
            Failure.WRONG_CONTENT,
            {"name": "wiki.corp.example", "listed": DEAD, "true": TRUE},
            id="a dead address",
        ),
        pytest.param(FakeNames(listed={"other.example": (DEAD,)}), FakeWire(), Outcome.OK, None, {}, id="not needed"),
        pytest.param(
            FakeNames(listed=WRONG), FakeWire(answers_from((TRUE, DEAD))), Outcome.OK, None, {}, id="meant so: it lives"
        ),
        pytest.param(FakeNames(listed={"wiki.corp.example": (TRUE,)}), FakeWire(), Outcome.OK, None, {}, id="the same"),
        pytest.param(FakeNames(listed=WRONG, found={}), FakeWire(), Outcome.OK, None, {}, id="the DNS does not tell"),
        pytest.param(FakeNames(listed=WRONG), FakeWire(silent), Outcome.OK, None, {}, id="the true place is dead too"),
    ],
)
def test_cases(
    names: FakeNames, wire: FakeWire, outcome: Outcome, failure: Failure | None, facts: dict[str, object]
) -> None:
    assert saw(ask(FakeWorld(names=names, wire=wire, settings=WORK)), facts) == (outcome, failure, facts)


def test_names_are_compared_without_case_and_by_the_port_of_the_service() -> None:
    wire = FakeWire()
    settings = replace(Settings(), services=(Service("Shell", "tcp://Build.CORP.example:2222"),))
    seen = ask(FakeWorld(names=FakeNames(listed={"build.corp.example": (DEAD,)}), wire=wire, settings=settings))
    assert {shot.port for shot in wire.asked} == {2222}
    assert seen.outcome is Outcome.OK, "port 2222 is closed at the true place too"
