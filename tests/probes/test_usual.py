"""What was learnt while healthy is one more observation; a network never seen is unknown, not strange."""

from dataclasses import replace

import pytest

from netcheck.core.model import Outcome
from netcheck.probes.usual import ask
from tests.fake_world import LEARNT, MEMORY, FakeWorld, saw


def test_the_first_time_ever() -> None:
    assert saw(ask(FakeWorld()), {"gateway_seen": None})[::2] == (Outcome.UNKNOWN, {"gateway_seen": None})


def test_a_network_that_is_new_to_somebody_who_has_seen_others() -> None:
    world = FakeWorld(remembers_any=True)
    assert saw(ask(world), {"gateway_seen": False})[::2] == (Outcome.UNKNOWN, {"gateway_seen": False})


@pytest.mark.parametrize(
    ("kept", "facts"),
    [
        (
            LEARNT,
            {
                "gateway_seen": True,
                "gateway_answers": True,
                "hop_answers": True,
                "second_router": False,
                "forwarder_answers": True,
                "router_answers": True,
            },
        ),
        (
            {**LEARNT, "provider_name": "LabTel", "provider_asn": 64500, "router_model": "FRITZ!Box 7590"},
            {"provider_name": "LabTel", "provider_asn": 64500, "router_model": "FRITZ!Box 7590", "far_ms": 12.0},
        ),
        (LEARNT, {"provider_name": None, "last_status": None}),
        ({**LEARNT, "gateway_signs": ()}, {"gateway_answers": False}),
        ({**LEARNT, "hop": None}, {"hop_answers": False}),
        ({**LEARNT, "forwarder_answers": False}, {"forwarder_answers": False}),
        ({**LEARNT, "role": "public"}, {"forwarder_answers": None}),
        ({**LEARNT, "second_router": "192.168.0.1"}, {"second_router": True}),
        ({**LEARNT, "router_answers": ()}, {"router_answers": False}),
    ],
)
def test_a_network_that_has_worked(kept: dict[str, object], facts: dict[str, object]) -> None:
    seen = ask(FakeWorld(memory=replace(MEMORY, facts=kept), remembers_any=True))
    assert saw(seen, facts)[::2] == (Outcome.OK, facts)


def test_single_measurements_are_not_told() -> None:
    kept = {**LEARNT, "samples": {"far_ms": (12.0,)}}
    told = ask(FakeWorld(memory=replace(MEMORY, facts=kept), remembers_any=True)).facts["kept"]
    assert isinstance(told, dict)
    assert set(told) == set(LEARNT)
