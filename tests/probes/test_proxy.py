"""A proxy is judged by what opens through it, a script by whether it loads, and other kinds not at all."""

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import ProxyChoice, WebAnswer, WebRequest
from netcheck.probes.proxy import ask
from tests.fake_world import FakeMachine, FakeWeb, FakeWorld, Giving, ends_at, healthy_web, no_page, page, saw

URL = "http://proxy.corp.example:3128"
PROXY = ProxyChoice(URL, "environment")
SCRIPT = ProxyChoice("http://wpad.corp.example/wpad.dat", "desktop", is_pac=True)
LOCAL_SCRIPT = ProxyChoice("file:///proxy.pac", "desktop", is_pac=True)
SECURE_PROXY = ProxyChoice("https://proxy.corp.example:3129", "environment")
SOCKS = ProxyChoice("socks5://127.0.0.1:1080", "environment")


def through(proxied: Giving, directly: Giving = healthy_web) -> Giving:
    """One way through the proxy, another without."""

    def give(request: WebRequest) -> WebAnswer:
        return proxied(request) if request.proxy else directly(request)

    return give


@pytest.mark.parametrize(
    ("choices", "gives", "outcome", "failure", "facts"),
    [
        pytest.param((), healthy_web, Outcome.OK, None, {"configured": False, "works": False}, id="none set"),
        pytest.param(
            (PROXY,), through(page(), no_page), Outcome.OK, None, {"configured": True, "url": URL, "works": True},
            id="it works, and the direct way is closed",
        ),
        pytest.param(
            (PROXY,), through(ends_at("connect", Failure.REFUSED)), Outcome.FAILED, Failure.REFUSED,
            {"works": False, "url": URL},
            id="refused",
        ),
        pytest.param(
            (PROXY,), through(ends_at("connect", Failure.PROXY_FAILED)), Outcome.FAILED, Failure.PROXY_FAILED,
            {"works": False},
            id="it cannot go on",
        ),
        pytest.param((PROXY,), through(no_page), Outcome.FAILED, Failure.TIMEOUT, {"works": False}, id="silent"),
        pytest.param((SOCKS,), no_page, Outcome.UNKNOWN, Failure.NOT_AVAILABLE, {"works": None}, id="not tested"),
        pytest.param(
            (SOCKS, PROXY), through(page()), Outcome.OK, None, {"url": URL, "works": True}, id="the kind that can be"
        ),
        pytest.param(
            (SCRIPT,), page(), Outcome.UNKNOWN, Failure.NOT_AVAILABLE, {"works": None, "pac": True}, id="script loads"
        ),
        pytest.param(
            (SCRIPT,), no_page, Outcome.FAILED, Failure.PROXY_FAILED, {"works": False, "pac": True}, id="script is gone"
        ),
        pytest.param(
            (SCRIPT,), page(302, b"", "http://elsewhere.example/"), Outcome.UNKNOWN, Failure.NOT_AVAILABLE,
            {"works": None},
            id="the script is led elsewhere",
        ),
        pytest.param(
            (LOCAL_SCRIPT,), no_page, Outcome.UNKNOWN, Failure.NOT_AVAILABLE, {"works": None}, id="a file's script"
        ),
        pytest.param(
            (PROXY,), through(ends_at("headers", Failure.PROXY_FAILED, status=407)), Outcome.UNKNOWN,
            Failure.NOT_PERMITTED, {"works": None},
            id="it wants a password",
        ),
        pytest.param(
            (SECURE_PROXY,), no_page, Outcome.UNKNOWN, Failure.NOT_AVAILABLE, {"works": None}, id="spoken to in TLS"
        ),
        pytest.param(
            (SECURE_PROXY, PROXY), through(page()), Outcome.OK, None, {"url": URL, "works": True},
            id="the one that can be asked",
        ),
        pytest.param(
            (SCRIPT,), page(404), Outcome.FAILED, Failure.PROXY_FAILED, {"works": False}, id="no script there"
        ),
    ],
)  # fmt: skip
def test_cases(
    choices: tuple[ProxyChoice, ...], gives: Giving, outcome: Outcome, failure: Failure | None, facts: dict[str, object]
) -> None:
    world = FakeWorld(machine=FakeMachine(told_proxies=choices), web=FakeWeb(gives))
    assert saw(ask(world), facts) == (outcome, failure, facts)
