"""Operators are counted by true answers alone, whichever way and family they come by."""

from dataclasses import replace

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import How, Said, Shot
from netcheck.core.settings import Settings
from netcheck.probes.internet_by_ip import ask
from tests.fake_world import (
    FAR,
    FAR6,
    ROUTER,
    Answering,
    FakeWire,
    FakeWorld,
    always,
    answers_from,
    first_of,
    healthy_packets,
    only,
    saw,
    silent,
)


def tcp(shot: Shot) -> bool:
    return shot.how is How.TCP


def echo(shot: Shot) -> bool:
    return shot.how is How.ECHO


@pytest.mark.parametrize(
    ("way", "outcome", "failure", "facts"),
    [
        pytest.param(
            healthy_packets, Outcome.OK, None,
            {"asked": 4, "answered": 4, "dark_share": 0.0, "v4": "answers", "v6": "absent", "replaced": False,
             "said": None},
            id="healthy",
        ),
        pytest.param(answers_from(FAR, echo=False), Outcome.OK, None, {"answered": 4}, id="ICMP blocked everywhere"),
        pytest.param(
            first_of(only(echo, always(Said.NOT_PERMITTED)), answers_from(FAR)), Outcome.OK, None, {"answered": 4},
            id="no right to ping",
        ),
        pytest.param(
            only(echo, answers_from(FAR)), Outcome.OK, None, {"answered": 4, "tcp": 0}, id="only echo gets through"
        ),
        pytest.param(
            answers_from(FAR[:3]), Outcome.OK, None, {"answered": 3, "dark": ("OpenDNS",), "dark_share": 0.25},
            id="one operator dark",
        ),
        pytest.param(answers_from(FAR[:2]), Outcome.OK, None, {"answered": 2, "dark_share": 0.5}, id="two dark"),
        pytest.param(
            answers_from(FAR[:1]), Outcome.FAILED, Failure.TIMEOUT, {"answered": 1, "dark_share": 0.75}, id="three dark"
        ),
        pytest.param(
            silent, Outcome.FAILED, Failure.TIMEOUT, {"answered": 0, "dark_share": 1.0, "v4": "dark"}, id="all dark"
        ),
        pytest.param(
            only(tcp, always(Said.ANSWERED)), Outcome.FAILED, Failure.TIMEOUT,
            {"answered": 0, "replaced": True, "v4": "dark"},
            id="somebody near opens every connection",
        ),
        pytest.param(
            first_of(only(tcp, always(Said.ANSWERED)), only(echo, answers_from(FAR))), Outcome.OK, None,
            {"answered": 4, "replaced": True},
            id="a proxy in between, but echoes are true",
        ),
        pytest.param(
            only(tcp, always(Said.REFUSED)), Outcome.FAILED, Failure.REFUSED, {"answered": 0}, id="all refused"
        ),
        pytest.param(
            always(Said.BLOCKED), Outcome.FAILED, Failure.BLOCKED_LOCALLY, {"answered": 0}, id="EPERM"
        ),
        pytest.param(always(Said.NO_ROUTE), Outcome.FAILED, Failure.NO_ROUTE, {"answered": 0}, id="our own routing"),
        pytest.param(
            always(Said.NO_NEIGHBOUR), Outcome.FAILED, Failure.NO_NEIGHBOUR, {"answered": 0}, id="no router there"
        ),
        pytest.param(
            always(Said.UNREACHABLE, ROUTER, (3, 0)), Outcome.FAILED, Failure.UNREACHABLE,
            {"refused_by": ROUTER, "said": "no-route"},
            id="the router has no way on",
        ),
        pytest.param(
            always(Said.PROHIBITED, ROUTER, (3, 13)), Outcome.FAILED, Failure.PROHIBITED,
            {"refused_by": ROUTER, "said": "prohibited"},

            id="the router forbids",
        ),
    ],
)  # fmt: skip
def test_cases(way: Answering, outcome: Outcome, failure: Failure | None, facts: dict[str, object]) -> None:
    assert saw(ask(FakeWorld(wire=FakeWire(way))), facts) == (outcome, failure, facts)


@pytest.mark.parametrize(
    ("families", "alive", "v4", "v6", "answered"),
    [
        ((4, 6), FAR, "answers", "dark", 4),
        ((4, 6), FAR6, "dark", "answers", 4),
        ((4, 6), (*FAR, *FAR6), "answers", "answers", 4),
        ((6,), FAR6, "absent", "answers", 4),
        ((6,), FAR, "absent", "dark", 0),
        ((4, 6), (), "dark", "dark", 0),
    ],
)
def test_families_are_told_apart(
    families: tuple[int, ...], alive: tuple[str, ...], v4: str, v6: str, answered: int
) -> None:
    facts = ask(FakeWorld(wire=FakeWire(answers_from(alive)), usable_families=families)).facts
    assert (facts["v4"], facts["v6"], facts["answered"]) == (v4, v6, answered)


def test_no_landmark_no_answer() -> None:
    settings = replace(Settings(), landmarks=replace(Settings().landmarks, hosts=()))
    seen = ask(FakeWorld(settings=settings))
    assert (seen.outcome, seen.failure) == (Outcome.UNKNOWN, Failure.NOT_CONFIGURED)
