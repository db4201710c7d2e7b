"""Secure pages: how many opened, and why the others did not, each reason a fact of its own."""

from dataclasses import replace

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import Certificate
from netcheck.core.settings import Settings
from netcheck.probes.https import ask
from tests.fake_world import SECURE, FakeWeb, FakeWorld, Giving, by_url, ends_at, no_page, page, saw


def bad_certificate(reason: Failure) -> Giving:
    """A certificate that is refused for this reason."""
    return ends_at("tls", reason, connected=True, certificate=Certificate(reason, "bad", "Some Box CA"))


@pytest.mark.parametrize(
    ("gives", "outcome", "failure", "facts"),
    [
        pytest.param(
            page(), Outcome.OK, None, {"asked": 2, "done": 2, "missed": 0, "connected": 2, "issuer": None}, id="healthy"
        ),
        pytest.param(by_url({SECURE[0]: page()}), Outcome.OK, None, {"done": 1, "missed": 1}, id="one page is dark"),
        pytest.param(page(503), Outcome.OK, None, {"done": 2}, id="a server's own error came by a working way"),
        pytest.param(
            no_page, Outcome.FAILED, Failure.TIMEOUT, {"done": 0, "missed": 2, "connected": 0}, id="no connection"
        ),
        pytest.param(
            ends_at("name", Failure.NAME_NOT_FOUND), Outcome.FAILED, Failure.NAME_NOT_FOUND, {"done": 0}, id="no name"
        ),
        pytest.param(
            bad_certificate(Failure.CERTIFICATE_DATE),
            Outcome.FAILED,
            Failure.CERTIFICATE_DATE,
            {"certificate_date": 2, "untrusted": 0, "connected": 2},
            id="dates do not fit",
        ),
        pytest.param(
            bad_certificate(Failure.CERTIFICATE_UNTRUSTED),
            Outcome.FAILED,
            Failure.CERTIFICATE_UNTRUSTED,
            {"certificate_date": 0, "untrusted": 2, "issuer": "Some Box CA"},
            id="unknown issuer",
        ),
        pytest.param(
            bad_certificate(Failure.CERTIFICATE_NAME),
            Outcome.FAILED,
            Failure.CERTIFICATE_NAME,
            {"wrong_name": 2},
            id="another's name",
        ),
        pytest.param(
            by_url({SECURE[1]: bad_certificate(Failure.CERTIFICATE_DATE)}),
            Outcome.FAILED,
            Failure.CERTIFICATE_DATE,
            {"certificate_date": 1, "done": 0},
            id="a certificate tells more than a time-out",
        ),
        pytest.param(
            ends_at("body", Failure.STALLED, connected=True),
            Outcome.FAILED,
            Failure.STALLED,
            {"stalled": 2, "connected": 2},
            id="stalled",
        ),
    ],
)
def test_cases(gives: Giving, outcome: Outcome, failure: Failure | None, facts: dict[str, object]) -> None:
    assert saw(ask(FakeWorld(web=FakeWeb(gives))), facts) == (outcome, failure, facts)


def test_a_confirming_look_begins_with_another_page() -> None:
    first, second = FakeWeb(), FakeWeb()
    ask(FakeWorld(web=first))
    ask(FakeWorld(web=second, look=1))
    assert first.asked[0].url != second.asked[0].url


def test_a_page_that_did_not_open_is_asked_again_in_the_confirming_look() -> None:
    first, second = FakeWeb(), FakeWeb()
    ask(FakeWorld(web=first))
    ask(FakeWorld(web=second, look=1))
    assert {request.url for request in first.asked} < {request.url for request in second.asked} == set(SECURE)


def test_without_pages_nothing_is_known() -> None:
    settings = replace(Settings(), landmarks=replace(Settings().landmarks, secure=()))
    assert ask(FakeWorld(settings=settings)).outcome is Outcome.UNKNOWN
