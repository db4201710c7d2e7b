"""Only a refusal by this very computer is its firewall; silence is not."""

from dataclasses import replace

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import How, Said
from netcheck.core.settings import Settings
from netcheck.probes.firewall import ask
from tests.fake_world import FakeMachine, FakeWire, FakeWorld, always, first_of, healthy_packets, only, saw, silent

NO_UDP = only(lambda shot: shot.how is How.UDP, always(Said.BLOCKED))
NO_TCP = only(lambda shot: shot.how is not How.TCP, healthy_packets)


@pytest.mark.parametrize(
    ("wire", "counter", "outcome", "failure", "facts"),
    [
        pytest.param(FakeWire(), [0, 0], Outcome.OK, None, {"refused_sends": 0, "silent_tcp": 0}, id="healthy"),
        pytest.param(
            FakeWire(always(Said.BLOCKED)), [0], Outcome.FAILED, Failure.BLOCKED_LOCALLY, {"refused_sends": 4},
            id="EPERM",
        ),
        pytest.param(
            FakeWire(NO_TCP), [7, 9], Outcome.FAILED, Failure.BLOCKED_LOCALLY,
            {"refused_sends": 0, "silent_tcp": 2, "refused_retransmissions": 2},
            id="TCP swallowed, and the counter tells",
        ),
        pytest.param(
            FakeWire(first_of(NO_UDP, healthy_packets)), [0], Outcome.OK, None, {"refused_sends": 2, "silent_tcp": 0},
            id="a port that a strict firewall does not know, while connections open",
        ),
        pytest.param(
            FakeWire(NO_UDP), [None], Outcome.UNKNOWN, Failure.BLOCKED_LOCALLY, {"refused_sends": 2, "silent_tcp": 2},
            id="the same, and whether connections are swallowed is not told",
        ),
        pytest.param(
            FakeWire(NO_UDP), [7, 9], Outcome.FAILED, Failure.BLOCKED_LOCALLY, {"refused_retransmissions": 2},
            id="the same, and the counter tells that they are",
        ),
        pytest.param(
            FakeWire(NO_UDP), [7], Outcome.OK, None, {"refused_sends": 2, "silent_tcp": 2},
            id="the same, and the counter tells that they are not",
        ),
        pytest.param(
            FakeWire(silent), [7, 8], Outcome.OK, None, {"silent_tcp": 2, "refused_retransmissions": 1},
            id="a counter that moves for others too",
        ),
        pytest.param(FakeWire(silent), [7], Outcome.OK, None, {"refused_retransmissions": 0}, id="a dead line"),
        pytest.param(
            FakeWire(silent), [None], Outcome.OK, None, {"refused_retransmissions": None}, id="no counter here"
        ),
        pytest.param(FakeWire(always(Said.NO_ROUTE)), [0], Outcome.OK, None, {"refused_sends": 0}, id="no route"),
        pytest.param(
            FakeWire(always(Said.PROHIBITED, "192.168.1.1")), [0], Outcome.OK, None, {"refused_sends": 0},
            id="the router's firewall is not ours",
        ),
        pytest.param(FakeWire(always(Said.NOT_PERMITTED)), [0], Outcome.OK, None, {"refused_sends": 0}, id="no right"),
        pytest.param(
            FakeWire(always(Said.WITHHELD)), [None], Outcome.UNKNOWN, Failure.BLOCKED_LOCALLY,
            {"withheld": True, "refused_sends": 0}, id="nothing is sent, and why is not told",
        ),
        pytest.param(
            FakeWire(first_of(only(lambda shot: shot.how is How.UDP, always(Said.WITHHELD)), healthy_packets)), [None],
            Outcome.OK, None, {"withheld": False}, id="connections are",
        ),
    ],
)  # fmt: skip
def test_cases(
    wire: FakeWire, counter: list[int | None], outcome: Outcome, failure: Failure | None, facts: dict[str, object]
) -> None:
    world = FakeWorld(wire=wire, machine=FakeMachine(refused=list(counter)))
    assert saw(ask(world), facts) == (outcome, failure, facts)


def test_without_landmarks_nothing_is_sent() -> None:
    settings = replace(Settings(), landmarks=replace(Settings().landmarks, hosts=()))
    assert ask(FakeWorld(settings=settings)).outcome is Outcome.UNKNOWN
