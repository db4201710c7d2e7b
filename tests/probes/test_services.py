"""Each work address is asked as a program would, and one that needs a VPN is told from one that does not."""

from dataclasses import replace

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import ProxyChoice, Said, Way
from netcheck.core.settings import Service, Settings
from netcheck.probes.services import ask
from tests.fake_world import (
    ETHERNET,
    TRUE,
    TUNNEL,
    FakeMachine,
    FakeNames,
    FakeWeb,
    FakeWire,
    FakeWorld,
    Giving,
    always,
    by_url,
    ends_at,
    no_page,
    page,
    saw,
    silent,
)

WIKI = Service("Wiki", "https://wiki.example/")
INTRANET = Service("Intranet", "https://intranet.example/", via="vpn")
SHELL = Service("Shell", "tcp://build.example:443")
INTO_TUNNEL = FakeMachine((ETHERNET, TUNNEL), way=Way("wg0"))
NO_SUCH_NAME = FakeNames(found={}, system_finds=())


def work(*services: Service, gives: Giving | None = None, wire: FakeWire | None = None, vpn: bool = False) -> FakeWorld:
    """A healthy home with these work addresses."""
    return FakeWorld(
        settings=replace(Settings(), services=services),
        web=FakeWeb(gives or page()),
        wire=wire or FakeWire(),
        machine=FakeMachine((ETHERNET, TUNNEL) if vpn else (ETHERNET,)),
    )


@pytest.mark.parametrize(
    ("world", "outcome", "failure", "facts"),
    [
        pytest.param(FakeWorld(), Outcome.OK, None, {"asked": 0, "failed_direct": 0}, id="none set"),
        pytest.param(
            work(WIKI, INTRANET, SHELL),
            Outcome.OK,
            None,
            {"asked": 3, "failed_direct": 0, "failed_vpn": 0, "name": None},
            id="all answer",
        ),
        pytest.param(
            work(WIKI, gives=page(500)),
            Outcome.FAILED,
            Failure.HTTP_ERROR,
            {"failed_direct": 1, "name": "Wiki", "why_kind": "http-error"},
            id="its own error",
        ),
        pytest.param(work(WIKI, gives=page(403)), Outcome.OK, None, {"failed_direct": 0}, id="a refusal is an answer"),
        pytest.param(
            work(WIKI, gives=page(302, b"", "https://login.example/")), Outcome.OK, None, {"failed_direct": 0},
            id="sign-in",
        ),
        pytest.param(
            work(WIKI, gives=no_page), Outcome.FAILED, Failure.TIMEOUT, {"failed_direct": 1, "failed_vpn": 0}, id="dark"
        ),
        pytest.param(
            work(WIKI, gives=ends_at("tls", Failure.CERTIFICATE_DATE, connected=True)),
            Outcome.FAILED,
            Failure.CERTIFICATE_DATE,
            {"why_kind": "certificate-date", "why": "its certificate has run out"},
            id="its certificate ran out",
        ),
        pytest.param(
            work(INTRANET, gives=no_page), Outcome.FAILED, Failure.TIMEOUT,
            {"failed_direct": 0, "failed_vpn": 1, "name": "Intranet"},
            id="needs a VPN, and there is none",
        ),
        pytest.param(
            work(INTRANET, gives=no_page, vpn=True), Outcome.FAILED, Failure.TIMEOUT,
            {"failed_direct": 0, "failed_vpn": 1, "failed_in_tunnel": 0, "name": "Intranet"},
            id="some VPN is up, but its way does not lead through it",
        ),
        pytest.param(
            replace(work(INTRANET, gives=no_page), machine=INTO_TUNNEL), Outcome.FAILED, Failure.TIMEOUT,
            {"failed_direct": 0, "failed_vpn": 0, "failed_in_tunnel": 1, "name": None},
            id="dark inside the tunnel: nobody's fault that can be seen from here",
        ),
        pytest.param(
            replace(work(INTRANET, gives=no_page, vpn=True), names=NO_SUCH_NAME), Outcome.FAILED, Failure.TIMEOUT,
            {"failed_vpn": 0, "failed_in_tunnel": 1},
            id="a name that only the VPN may know, and some VPN is up",
        ),
        pytest.param(
            replace(work(INTRANET, gives=no_page), names=NO_SUCH_NAME), Outcome.FAILED, Failure.TIMEOUT,
            {"failed_vpn": 1, "failed_in_tunnel": 0},
            id="a name that only the VPN may know, and there is none",
        ),
        pytest.param(
            work(INTRANET, WIKI, gives=no_page), Outcome.FAILED, Failure.TIMEOUT,
            {"failed_direct": 1, "failed_vpn": 1, "name": "Wiki"},
            id="the one without VPN is named first",
        ),
        pytest.param(
            work(WIKI, INTRANET, gives=by_url({WIKI.url: page()})), Outcome.FAILED, Failure.TIMEOUT,
            {"asked": 2, "failed_direct": 0, "failed_vpn": 1},
            id="one of two",
        ),
        pytest.param(
            work(SHELL, wire=FakeWire(always(Said.REFUSED))), Outcome.FAILED, Failure.REFUSED,
            {"failed_direct": 1, "why_kind": "refused"},
            id="a closed port",
        ),
        pytest.param(
            work(SHELL, wire=FakeWire(silent)), Outcome.FAILED, Failure.TIMEOUT, {"why_kind": "timeout"},
            id="a silent port",
        ),
        pytest.param(
            replace(work(SHELL), names=NO_SUCH_NAME), Outcome.FAILED, Failure.NAME_NOT_FOUND,
            {"failed_direct": 1, "why_kind": "name-not-found"},
            id="no such name",
        ),
        pytest.param(
            replace(work(SHELL), names=FakeNames(found={})), Outcome.OK, None, {"failed_direct": 0},
            id="a name that the system knows from elsewhere",
        ),
    ],
)  # fmt: skip
def test_cases(world: FakeWorld, outcome: Outcome, failure: Failure | None, facts: dict[str, object]) -> None:
    assert saw(ask(world), facts) == (outcome, failure, facts)


def test_where_programs_go_through_a_proxy_the_proxy_finds_the_name() -> None:
    web = FakeWeb()
    machine = FakeMachine(told_proxies=(ProxyChoice("http://proxy.example:3128", "environment"),))
    ask(replace(work(WIKI, SHELL), web=web, machine=machine))
    assert [(request.url, request.proxy, request.address) for request in web.asked] == [
        (WIKI.url, "http://proxy.example:3128", None)
    ]


def test_the_hosts_file_comes_before_the_dns_as_it_does_for_programs() -> None:
    wire, web = FakeWire(), FakeWeb()
    listed = {"wiki.example": ("192.0.2.1",), "build.example": ("192.0.2.2",)}
    ask(replace(work(WIKI, SHELL, wire=wire), web=web, names=FakeNames(listed=listed)))
    assert [request.address for request in web.asked] == ["192.0.2.1"]
    assert [shot.address for shot in wire.asked] == ["192.0.2.2"]
    ask(replace(work(SHELL, wire=wire)))
    assert wire.asked[-1].address == TRUE
