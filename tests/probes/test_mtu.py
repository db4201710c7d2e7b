"""Large packets are blamed only where the same page loads in small ones."""

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import WebAnswer, WebRequest
from netcheck.probes.mtu import ask
from tests.fake_world import SECURE, FakeWeb, FakeWorld, Giving, by_url, ends_at, no_page, page, saw

STALLS = ends_at("body", Failure.STALLED, connected=True, out_of_order=3)


def in_small(small: Giving, full: Giving = STALLS) -> Giving:
    """One way in full-size packets, another in small ones."""

    def give(request: WebRequest) -> WebAnswer:
        return small(request) if request.segment_bytes else full(request)

    return give


@pytest.mark.parametrize(
    ("gives", "outcome", "failure", "facts"),
    [
        pytest.param(page(), Outcome.OK, None, {"stalled": 0, "small_works": 0}, id="healthy"),
        pytest.param(
            in_small(page()), Outcome.FAILED, Failure.STALLED, {"stalled": 2, "small_works": 2, "out_of_order": 3},
            id="a black hole",
        ),
        pytest.param(
            in_small(page(), ends_at("tls", Failure.TIMEOUT, connected=True)), Outcome.FAILED, Failure.STALLED,
            {"small_works": 2},
            id="already the certificate is too large",
        ),
        pytest.param(
            in_small(STALLS), Outcome.UNKNOWN, Failure.STALLED, {"stalled": 2, "small_works": 0},
            id="small ones stall too",
        ),
        pytest.param(
            by_url({SECURE[0]: page()}, in_small(page())), Outcome.OK, None, {"small_works": 0}, id="one page loads"
        ),
        pytest.param(no_page, Outcome.UNKNOWN, Failure.NOT_AVAILABLE, {"stalled": 0}, id="no connection"),
        pytest.param(
            ends_at("tls", Failure.CERTIFICATE_UNTRUSTED, connected=True), Outcome.UNKNOWN, Failure.NOT_AVAILABLE,
            {"stalled": 0},
            id="ended for another reason",
        ),
    ],
)  # fmt: skip
def test_cases(gives: Giving, outcome: Outcome, failure: Failure | None, facts: dict[str, object]) -> None:
    assert saw(ask(FakeWorld(web=FakeWeb(gives))), facts) == (outcome, failure, facts)


def test_a_confirming_look_comes_to_the_same_result_with_another_page_first() -> None:
    first, second = FakeWeb(in_small(page())), FakeWeb(in_small(page()))
    answers = ask(FakeWorld(web=first)), ask(FakeWorld(web=second, look=1))
    assert {answer.outcome for answer in answers} == {Outcome.FAILED}
    assert first.asked[0].url != second.asked[0].url
    assert {request.url for request in first.asked} < {request.url for request in second.asked} == set(SECURE)
