"""Only a router's negative words count, and only where they are its own."""

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import DefaultRoute, RouterWord
from netcheck.probes.router_wan import ask
from tests.fake_world import GOOD_WORD, MUTE_WORD, ROUTER6, FakeRouter, FakeWorld, saw

FINE = {"down": False, "link_down": False, "login_refused": False}
DOWN = {"down": True, "link_down": False, "login_refused": False}


@pytest.mark.parametrize(
    ("word", "outcome", "failure", "facts"),
    [
        pytest.param(GOOD_WORD, Outcome.OK, None, FINE, id="healthy"),
        pytest.param(MUTE_WORD, Outcome.UNKNOWN, Failure.NOT_AVAILABLE, FINE, id="it says nothing"),
        pytest.param(
            RouterWord(nat_pmp_result=3), Outcome.FAILED, Failure.WAN_DOWN, DOWN, id="NAT-PMP: no network outside"
        ),
        pytest.param(RouterWord(nat_pmp_result=2), Outcome.UNKNOWN, Failure.NOT_AVAILABLE, FINE, id="NAT-PMP refused"),
        pytest.param(
            RouterWord(connection="Disconnected"), Outcome.FAILED, Failure.WAN_DOWN, DOWN, id="UPnP: disconnected"
        ),
        pytest.param(
            RouterWord(connection="Connecting"), Outcome.UNKNOWN, Failure.NOT_AVAILABLE, FINE, id="UPnP: connecting"
        ),
        pytest.param(
            RouterWord(connection="Connected", external_address="0.0.0.0"),
            Outcome.OK,
            None,
            {**FINE, "behind_nat": True},
            id="connected, but without an address of its own",
        ),
        pytest.param(
            RouterWord(nat_pmp_result=3, connection="Connected"),
            Outcome.OK,
            None,
            {**FINE, "behind_nat": True},
            id="connected, but without a public address",
        ),
        pytest.param(
            RouterWord(connection="Connecting", external_address=""),
            Outcome.FAILED,
            Failure.WAN_DOWN,
            {**DOWN, "behind_nat": False},
            id="no address yet",
        ),
        pytest.param(
            RouterWord(0, "198.51.100.7", "Disconnected"), Outcome.OK, None, FINE, id="NAT-PMP knows better than UPnP"
        ),
        pytest.param(
            RouterWord(connection="Disconnected", physical_link="Down", access_type="DSL"),
            Outcome.FAILED,
            Failure.WAN_DOWN,
            {"down": True, "link_down": True, "login_refused": False, "access": "DSL"},
            id="no signal on its port",
        ),
        pytest.param(
            RouterWord(connection="Disconnected", physical_link="Down", make="Debian UPnP/1.1 MiniUPnPd/2.3"),
            Outcome.FAILED,
            Failure.WAN_DOWN,
            DOWN,
            id="a make that only guesses its link",
        ),
        pytest.param(
            RouterWord(connection="Disconnected", last_error="ERROR_AUTHENTICATION_FAILURE"),
            Outcome.FAILED,
            Failure.WAN_DOWN,
            {"down": True, "login_refused": True},
            id="login refused",
        ),
        pytest.param(
            RouterWord(connection="Connected", last_error="ERROR_AUTHENTICATION_FAILURE"),
            Outcome.OK,
            None,
            FINE,
            id="a refusal of long ago",
        ),
        pytest.param(
            RouterWord(0, "192.168.0.17"), Outcome.OK, None, {**FINE, "external_is_private": True}, id="a second router"
        ),
        pytest.param(
            RouterWord(0, "100.64.1.2", "Connected"),
            Outcome.OK,
            None,
            {**FINE, "external_is_private": False},
            id="the provider's NAT (DS-Lite and such)",
        ),
    ],
)
def test_cases(word: RouterWord, outcome: Outcome, failure: Failure | None, facts: dict[str, object]) -> None:
    assert saw(ask(FakeWorld(router=FakeRouter(word))), facts) == (outcome, failure, facts)


@pytest.mark.parametrize("routers", [(), (ROUTER6,)])
def test_where_there_is_no_ipv4_router_none_says_that_the_line_is_down(routers: tuple[DefaultRoute, ...]) -> None:
    """Definitely none, so that rules which only ask for its negative words are not held up."""
    facts = {"down": False, "behind_nat": False, "link_down": False, "login_refused": False}
    assert saw(ask(FakeWorld(routers=routers)), facts) == (Outcome.UNKNOWN, Failure.NOT_CONFIGURED, facts)
