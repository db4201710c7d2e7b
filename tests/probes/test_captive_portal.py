"""Only a positive wrong answer is a replaced page: silence, empty pages and a page's own redirects are nothing."""

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import How, Said
from netcheck.core.pages import AT_ONCE
from netcheck.probes.captive_portal import ask
from tests.fake_world import (
    CHALLENGES,
    ROUTER,
    FakeWeb,
    FakeWire,
    FakeWorld,
    Giving,
    always,
    by_url,
    ends_at,
    first_of,
    genuine,
    healthy_packets,
    no_page,
    only,
    page,
    saw,
)

URLS = [challenge.url for challenge in CHALLENGES]
LOGIN = page(body=b"<html>Welcome, please sign in</html>")
OPENS_AT_ONCE = only(lambda shot: shot.ttl == 1 and shot.how is How.TCP, always(Said.ANSWERED))
AWAY = page(302, b"moved", "https://portal.example/login")


def itself(scheme: str) -> Giving:
    """Every page sends to its own host, as an upgrade to HTTPS does."""
    return lambda request: page(301, b"moved", request.url.replace("http:", scheme))(request)


@pytest.mark.parametrize(
    ("gives", "outcome", "failure", "facts"),
    [
        pytest.param(
            FakeWeb().gives, Outcome.OK, None, {"right": AT_ONCE, "replaced": 0, "by_gateway": None}, id="healthy"
        ),
        pytest.param(
            LOGIN,
            Outcome.FAILED,
            Failure.WRONG_CONTENT,
            {"right": 0, "replaced": AT_ONCE, "redirected": 0, "one_place": True, "by_gateway": False},
            id="another page in the place of each",
        ),
        pytest.param(
            AWAY,
            Outcome.FAILED,
            Failure.REDIRECTED,
            {"right": 0, "replaced": AT_ONCE, "redirected": AT_ONCE, "place": "portal.example", "one_place": True},
            id="redirected to a sign-in page",
        ),
        pytest.param(
            page(511, b"sign in"),
            Outcome.FAILED,
            Failure.REDIRECTED,
            {"replaced": AT_ONCE, "redirected": AT_ONCE},
            id="RFC 6585",
        ),
        pytest.param(no_page, Outcome.UNKNOWN, Failure.TIMEOUT, {"right": 0, "replaced": 0}, id="a time-out is none"),
        pytest.param(
            ends_at("headers", Failure.STALLED, connected=True),
            Outcome.UNKNOWN,
            Failure.TIMEOUT,
            {"replaced": 0},
            id="connected, then silent",
        ),
        pytest.param(page(200, b""), Outcome.UNKNOWN, Failure.TIMEOUT, {"right": 0, "replaced": 0}, id="empty page"),
        pytest.param(page(200, b" \r\n"), Outcome.UNKNOWN, Failure.TIMEOUT, {"replaced": 0}, id="blank page"),
        pytest.param(page(503, b"broken"), Outcome.UNKNOWN, Failure.TIMEOUT, {"replaced": 0}, id="a server's error"),
        pytest.param(itself("https:"), Outcome.UNKNOWN, Failure.TIMEOUT, {"replaced": 0}, id="redirect to itself"),
        pytest.param(
            page(301, b"", "/elsewhere"), Outcome.UNKNOWN, Failure.TIMEOUT, {"replaced": 0}, id="relative redirect"
        ),
        pytest.param(
            by_url({URLS[1]: LOGIN}),
            Outcome.UNKNOWN,
            Failure.TIMEOUT,
            {"right": 0, "replaced": 1},
            id="one alone is too little",
        ),
        pytest.param(
            by_url({URLS[1]: genuine(URLS[1])}, AWAY),
            Outcome.OK,
            None,
            {"right": 1, "replaced": AT_ONCE - 1, "by_gateway": None},
            id="one is right",
        ),
        pytest.param(
            by_url({URLS[0]: LOGIN, URLS[2]: genuine(URLS[2])}),
            Outcome.OK,
            None,
            {"right": 1, "replaced": 1},
            id="one is odd, and one of the others right",
        ),
        pytest.param(
            by_url({URLS[0]: LOGIN, URLS[3]: AWAY}),
            Outcome.FAILED,
            Failure.REDIRECTED,
            {"right": 0, "replaced": 2},
            id="one is odd, and one of the others too",
        ),
        pytest.param(
            by_url({URLS[0]: LOGIN, URLS[1]: AWAY}),
            Outcome.FAILED,
            Failure.REDIRECTED,
            {"replaced": 2, "redirected": 1, "one_place": False},
            id="two places",
        ),
    ],
)
def test_cases(gives: Giving, outcome: Outcome, failure: Failure | None, facts: dict[str, object]) -> None:
    assert saw(ask(FakeWorld(web=FakeWeb(gives))), facts) == (outcome, failure, facts)


@pytest.mark.parametrize(
    ("gives", "look", "asked"),
    [
        pytest.param(FakeWeb().gives, 0, URLS[:AT_ONCE], id="healthy"),
        pytest.param(FakeWeb().gives, 1, URLS[AT_ONCE:], id="others in the confirming look"),
        pytest.param(LOGIN, 0, URLS[:AT_ONCE], id="all are odd: that is enough"),
        pytest.param(no_page, 0, URLS[:AT_ONCE], id="silence is no suspicion"),
        pytest.param(by_url({URLS[0]: LOGIN}, FakeWeb().gives), 0, URLS[:AT_ONCE], id="one is right: that is enough"),
        pytest.param(by_url({URLS[0]: LOGIN}), 0, [*URLS[:AT_ONCE], *URLS], id="one is odd, none right"),
    ],
)
def test_the_rest_is_asked_only_where_one_page_is_odd_and_none_right(
    gives: Giving, look: int, asked: list[str]
) -> None:
    web = FakeWeb(gives)
    ask(FakeWorld(web=web, look=look))
    assert [request.url for request in web.asked] == asked


@pytest.mark.parametrize(
    ("gives", "wire", "by_gateway"),
    [
        pytest.param(page(body=b"no internet", address=ROUTER), FakeWire(), True, id="its address"),
        pytest.param(page(302, b"", f"http://{ROUTER}/offline"), FakeWire(), True, id="a redirect to it"),
        pytest.param(
            LOGIN,
            FakeWire(
                first_of(
                    only(lambda shot: shot.ttl == 1 and shot.how is How.TCP, always(Said.ANSWERED)), healthy_packets
                )
            ),
            True,
            id="a connection that opens at the first station",
        ),
        pytest.param(page(body=b"sign in", address="10.5.0.1"), FakeWire(), True, id="somebody in a private network"),
        pytest.param(LOGIN, FakeWire(), False, id="somebody further on"),
    ],
)
def test_whether_the_router_itself_gave_the_page(gives: Giving, wire: FakeWire, by_gateway: bool) -> None:
    assert ask(FakeWorld(web=FakeWeb(gives), wire=wire)).facts["by_gateway"] is by_gateway
