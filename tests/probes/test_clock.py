"""Only a clock that is off by more than certificates bear is a fault."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import WebAnswer, WebRequest
from netcheck.core.pages import AT_ONCE
from netcheck.probes import captive_portal
from netcheck.probes.clock import ask
from tests.fake_world import CHALLENGES, FakeWeb, FakeWorld, healthy_web, saw


def skewed(*skews: float | None) -> FakeWorld:
    """Pages whose Date headers are so many seconds behind our clock, one after another."""
    coming: Iterator[float | None] = iter(skews)

    def give(request: WebRequest) -> WebAnswer:
        return replace(healthy_web(request), skew_s=next(coming, None))

    return FakeWorld(web=FakeWeb(give))


@pytest.mark.parametrize(
    ("skews", "outcome", "failure", "facts"),
    [
        pytest.param((0.4, 0.2, -0.1, 0.0), Outcome.OK, None, {"sources": AT_ONCE}, id="healthy"),
        pytest.param((120.0,) * 4, Outcome.OK, None, {"skew_s": 120.0, "sources": AT_ONCE}, id="two minutes off"),
        pytest.param((3600.0,), Outcome.OK, None, {"skew_s": 3600.0}, id="the last that is borne"),
        pytest.param((3601.0,), Outcome.FAILED, Failure.SKEWED, {"skew_s": 3601.0, "sources": 1}, id="the first not"),
        pytest.param(
            (-864000.0,) * 2,
            Outcome.FAILED,
            Failure.SKEWED,
            {"skew": "10 days behind the true time", "sources": 2},
            id="behind",
        ),
        pytest.param((7200.0,), Outcome.FAILED, Failure.SKEWED, {"skew": "2 hours ahead of the true time"}, id="ahead"),
        pytest.param((None, 0.4), Outcome.OK, None, {"sources": 1, "skew_s": 0.4}, id="one tells no time"),
        pytest.param((None,) * 4, Outcome.UNKNOWN, Failure.NOT_AVAILABLE, {"skew_s": None}, id="nobody told"),
    ],
)
def test_cases(
    skews: tuple[float | None, ...], outcome: Outcome, failure: Failure | None, facts: dict[str, object]
) -> None:
    assert saw(ask(skewed(*skews)), facts) == (outcome, failure, facts)


def test_each_look_asks_pages_that_the_check_for_sign_in_pages_asks_too() -> None:
    pages = [challenge.url for challenge in CHALLENGES]
    for look, expected in ((0, pages[:2]), (1, pages[2:]), (2, pages[:2])):
        web = FakeWeb()
        ask(FakeWorld(web=web, look=look))
        others = FakeWeb()
        captive_portal.ask(FakeWorld(web=others, look=look))
        assert web.asked == others.asked
        assert [request.url for request in web.asked] == expected


@pytest.mark.parametrize("skews", [(0.1, 9e6), (-9e6, 0.1)])
def test_one_server_whose_clock_is_wrong_accuses_nobody(skews: tuple[float, float]) -> None:
    assert ask(skewed(*skews)).outcome is not Outcome.FAILED
