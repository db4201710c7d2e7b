"""Public name servers count only where they answered themselves, over port 53 or over TLS."""

from dataclasses import replace

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import DnsAnswer, DnsQuestion
from netcheck.core.settings import Settings
from netcheck.probes.dns_public import ask
from tests.fake_world import (
    FAR,
    FAR6,
    HEALTHY_SERVERS,
    ROUTER,
    FakeNames,
    FakeWorld,
    closed_server,
    good_server,
    leads_to,
    saw,
    server_says,
)


def over_tls_only(question: DnsQuestion) -> DnsAnswer:
    """Port 53 is blocked on the way."""
    return good_server(question) if question.over == "tls" else DnsAnswer(question, failure=Failure.TIMEOUT)


def without_tls(question: DnsQuestion) -> DnsAnswer:
    """Port 853 is blocked on the way."""
    return good_server(question) if question.over == "udp" else DnsAnswer(question, failure=Failure.TIMEOUT)


@pytest.mark.parametrize(
    ("names", "outcome", "failure", "facts"),
    [
        pytest.param(
            FakeNames(),
            Outcome.OK,
            None,
            {"answered": 2, "udp": 2, "tls": 0, "port_53_taken": False, "honest": True},
            id="healthy",
        ),
        pytest.param(
            FakeNames(dict.fromkeys(FAR, over_tls_only)), Outcome.OK, None, {"answered": 1, "tls": 1}, id="53 blocked"
        ),
        pytest.param(
            FakeNames(dict.fromkeys(FAR, without_tls)), Outcome.OK, None, {"answered": 2, "tls": 0}, id="853 blocked"
        ),
        pytest.param(
            FakeNames({a: s for a, s in HEALTHY_SERVERS.items() if a != FAR[0]}),
            Outcome.OK,
            None,
            {"answered": 1},
            id="one operator dark",
        ),
        pytest.param(
            FakeNames(taken=ROUTER),
            Outcome.OK,
            None,
            {"answered": 1, "udp": 0, "tls": 1, "port_53_taken": True, "honest": None},
            id="somebody takes port 53",
        ),
        pytest.param(
            FakeNames({ROUTER: good_server}, taken=ROUTER),
            Outcome.FAILED,
            Failure.TIMEOUT,
            {"answered": 0, "port_53_taken": True},
            id="an answer in their place is none of theirs",
        ),
        pytest.param(FakeNames({}), Outcome.FAILED, Failure.TIMEOUT, {"answered": 0, "honest": None}, id="all silent"),
        pytest.param(
            FakeNames(dict.fromkeys(FAR, closed_server)), Outcome.FAILED, Failure.REFUSED, {"answered": 0}, id="refused"
        ),
        pytest.param(
            FakeNames(dict.fromkeys(FAR, server_says("REFUSED"))),
            Outcome.FAILED,
            Failure.TIMEOUT,
            {"answered": 0},
            id="blocked by policy",
        ),
        pytest.param(
            FakeNames(dict.fromkeys(FAR, leads_to("198.51.100.66"))), Outcome.OK, None, {"honest": False}, id="invents"
        ),
    ],
)
def test_cases(names: FakeNames, outcome: Outcome, failure: Failure | None, facts: dict[str, object]) -> None:
    assert saw(ask(FakeWorld(names=names)), facts) == (outcome, failure, facts)


def test_a_line_with_ipv6_alone_asks_over_ipv6() -> None:
    names = FakeNames()
    assert ask(FakeWorld(names=names, usable_families=(6,))).outcome is Outcome.OK
    assert {question.server for question in names.asked} <= set(FAR6)
    assert {question.type for question in names.asked} == {"AAAA"}


def test_another_look_asks_other_operators_first() -> None:
    first, second = FakeNames(), FakeNames()
    ask(FakeWorld(names=first))
    ask(FakeWorld(names=second, look=1))
    assert first.asked[0].server != second.asked[0].server


def test_without_landmarks_nothing_can_be_asked() -> None:
    settings = replace(Settings(), landmarks=replace(Settings().landmarks, hosts=()))
    assert ask(FakeWorld(settings=settings)).outcome is Outcome.UNKNOWN
