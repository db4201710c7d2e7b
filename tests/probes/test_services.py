"""Each work address is asked as a program would, and one that needs a VPN is told from one that does not."""

import threading
from collections.abc import Mapping
from dataclasses import replace

import pytest

from netcheck.core.model import Fact, Failure, Observation, Outcome
from netcheck.core.network import How, Neighbour, ProxyChoice, Reply, Said, Shot, StatusPage, Way, WebAnswer, WebRequest
from netcheck.core.news import Incident, News, Overall, Stage
from netcheck.core.provider_entries import Vendor
from netcheck.core.settings import Service, Settings
from netcheck.probes.services import ask
from tests.fake_world import (
    CORE,
    ETHERNET,
    FAR,
    NOW,
    ROUTER,
    TRUE,
    TUNNEL,
    Answering,
    FakeClock,
    FakeMachine,
    FakeNames,
    FakeWeb,
    FakeWire,
    FakeWorld,
    Giving,
    always,
    by_url,
    ends_at,
    first_of,
    healthy_packets,
    no_page,
    only,
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
        wire=wire or FakeWire(silent if gives is no_page else healthy_packets),
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
            {"why_kind": "certificate-date", "why": "its certificate has run out", "names": "Wiki (wiki.example)"},
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
            work(WIKI, INTRANET, gives=by_url({WIKI.url: page()}), wire=FakeWire(silent)), Outcome.FAILED,
            Failure.TIMEOUT,
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
    assert {shot.address for shot in wire.asked} == {"192.0.2.2"}
    ask(replace(work(SHELL, wire=wire)))
    assert wire.asked[-1].address == TRUE


# --- how far, and how long --------------------------------------------------------------------------------------------


def one(seen: Observation, place: int = 0) -> Mapping[str, Fact]:
    """What is told of one service."""
    services = seen.facts["services"]
    assert isinstance(services, tuple)
    found = services[place]
    assert isinstance(found, Mapping)
    return found


@pytest.mark.parametrize(
    ("gives", "stage", "failure"),
    [
        (ends_at("name", Failure.NAME_NOT_FOUND), "name", "name-not-found"),
        (no_page, "connect", "timeout"),
        (ends_at("tls", Failure.CERTIFICATE_DATE, connected=True), "tls", "certificate-date"),
        (ends_at("request", Failure.RESET, connected=True), "answer", "reset"),
        (ends_at("body", Failure.STALLED, connected=True), "answer", "stalled"),
        (page(503), "answer", "http-error"),
        (page(404), None, None),
    ],
)
def test_each_service_tells_how_far_it_was_reached(gives: Giving, stage: str | None, failure: str | None) -> None:
    told = one(ask(work(WIKI, gives=gives)))
    assert (told["name"], told["url"], told["stage"], told["failure"]) == ("Wiki", WIKI.url, stage, failure)


def test_each_service_tells_how_long_each_part_took() -> None:
    told = one(ask(work(WIKI)))
    assert {
        "connect_ms": 12.0, "tls_ms": 15.0, "first_byte_ms": 20.0, "status": 200, "dns_ms": 0.0, "status_page": ""
    }.items() <= told.items()  # fmt: skip
    assert one(ask(work(SHELL)))["connect_ms"] == 12.0
    literal = one(ask(work(Service("Box", "https://192.0.2.7/"))))
    assert literal["dns_ms"] is None, "no name was looked up"


def test_a_name_that_nobody_answers_for_is_no_service_that_does_not_answer() -> None:
    seen = ask(work(WIKI, gives=ends_at("name", Failure.TIMEOUT)))
    assert (seen.facts["why"], seen.facts["why_kind"]) == ("its name could not be looked up", "timeout")


def test_all_that_fail_are_named() -> None:
    seen = ask(work(WIKI, Service("Git", "tcp://git.example:22"), gives=page(503), wire=FakeWire(always(Said.REFUSED))))
    assert seen.facts["names"] == "Wiki (wiki.example), Git (git.example:22)"
    assert seen.summary.startswith("does not work: Wiki (wiki.example): http-error 503 (answer")
    assert "Git (git.example:22): refused (connect" in seen.summary
    many = tuple(Service(f"S{n}", f"https://s{n}.example/") for n in range(9))
    seen = ask(work(*many, gives=page(503)))
    assert seen.facts["names"] == ", ".join(f"S{n} (s{n}.example)" for n in range(6)) + ", \u2026"
    assert all(f"S{n} (s{n}.example)" in seen.summary for n in range(9))


def test_how_many_others_answer_is_told() -> None:
    gives = by_url({WIKI.url: page(503)}, page())
    assert ask(work(WIKI, SHELL, gives=gives)).summary.endswith("(1 other answers)")
    assert ask(work(WIKI, SHELL, INTRANET, gives=gives)).summary.endswith("(2 others answer)")


def test_a_service_named_by_its_host_is_not_named_twice() -> None:
    assert ask(work(Service("wiki.example", WIKI.url), gives=page(503))).facts["names"] == "wiki.example"


@pytest.mark.parametrize("stage", ["tls", "request", "headers"])
def test_a_service_that_connects_and_has_not_answered_yet_is_slow_and_not_down(stage: str) -> None:
    seen = ask(work(WIKI, gives=ends_at(stage, Failure.STALLED, connected=True)))
    assert saw(seen, {"failed_direct": 0, "slow": 1}) == (
        Outcome.UNKNOWN, Failure.NOT_FINISHED, {"failed_direct": 0, "slow": 1}
    )  # fmt: skip
    assert seen.summary == "Wiki (wiki.example) connects and has not answered yet"
    assert (one(seen)["slow"], one(seen)["failure"]) == (True, "not-finished")


@pytest.mark.parametrize(
    ("wire", "refused", "outcome", "failure", "direct"),
    [
        (FakeWire(silent), [0], Outcome.FAILED, Failure.TIMEOUT, 1),
        (FakeWire(always(Said.ANSWERED)), [0], Outcome.UNKNOWN, Failure.NOT_FINISHED, 0),
        (FakeWire(always(Said.REFUSED)), [0], Outcome.FAILED, Failure.REFUSED, 1),
        (FakeWire(silent), [3, 4], Outcome.FAILED, Failure.BLOCKED_LOCALLY, 0),
        (FakeWire(always(Said.BLOCKED)), [0], Outcome.FAILED, Failure.BLOCKED_LOCALLY, 0),
        (FakeWire(always(Said.PROHIBITED, ROUTER)), [0], Outcome.FAILED, Failure.PROHIBITED, 0),
        (FakeWire(always(Said.PROHIBITED, CORE)), [0], Outcome.FAILED, Failure.PROHIBITED, 1),
    ],
)
def test_a_first_look_tries_twice_to_connect(
    wire: FakeWire, refused: list[int | None], outcome: Outcome, failure: Failure, direct: int
) -> None:
    machine = FakeMachine((ETHERNET,), refused=list(refused))
    seen = ask(replace(work(WIKI, gives=no_page, wire=wire), machine=machine))
    assert saw(seen, {"failed_direct": direct}) == (outcome, failure, {"failed_direct": direct})


# --- what is not the service's own fault ------------------------------------------------------------------------------

SIX = "2001:db8:80::80"
BOTH = FakeNames(found={"wiki.example": (SIX, TRUE), "build.example": (SIX, TRUE)})


def test_one_address_that_answers_is_enough_and_the_dead_one_is_noted() -> None:
    web, wire = FakeWeb(page(address=TRUE)), FakeWire(only(lambda shot: shot.address == TRUE, always(Said.ANSWERED)))
    seen = ask(replace(work(WIKI, SHELL, wire=wire), web=web, names=BOTH))
    assert seen.outcome is Outcome.OK
    assert [request.address for request in web.asked] == [None], "both are tried, in turns"
    assert [(shot.address, shot.after_s) for shot in wire.asked] == [(SIX, 0.0), (TRUE, 0.3)]
    assert [one(seen, place)["passed_over"] for place in (0, 1)] == [(SIX,), (SIX,)]


@pytest.mark.parametrize(("found", "family"), [((SIX,), 6), ((TRUE,), 4), ((SIX, TRUE), None)])
def test_which_family_a_silent_service_has(found: tuple[str, ...], family: int | None) -> None:
    names = FakeNames(found={"wiki.example": found})
    assert ask(replace(work(WIKI, gives=no_page), names=names)).facts["only_family"] == family


def leading_to(*found: str) -> FakeNames:
    return FakeNames(found={"wiki.example": found}, system_finds=found)


PROXIED = FakeMachine((ETHERNET,), told_proxies=(ProxyChoice("http://me:secret@proxy.example:3128", "environment"),))


@pytest.mark.parametrize(
    ("world", "failure", "here"),
    [
        pytest.param(replace(work(WIKI, gives=no_page), names=leading_to(address)), Failure.TIMEOUT, "own network",
                     id=address)
        for address in ("192.168.1.50", "10.99.0.10", "172.20.1.1", "100.64.3.3", "127.0.0.1", "169.254.1.1", "fd00::7")
    ] + [
        pytest.param(replace(work(WIKI, gives=no_page), names=leading_to(zero)), Failure.NOT_PERMITTED, "filters",
                     id=zero)
        for zero in ("0.0.0.0", "::")
    ] + [
        pytest.param(replace(work(WIKI), names=FakeNames(system_finds=())), Failure.NAME_NOT_FOUND, "others do",
                     id="the own name server denies a name that others know"),
        pytest.param(replace(work(Service("NAS", "tcp://nas.local:443")), names=NO_SUCH_NAME), Failure.NAME_NOT_FOUND,
                     "own network", id="a name of the home"),
        pytest.param(work(WIKI, gives=ends_at("connect", Failure.NOT_PERMITTED)), Failure.NOT_PERMITTED,
                     "would not send", id="withheld"),
        pytest.param(work(SHELL, wire=FakeWire(always(Said.WITHHELD))), Failure.NOT_PERMITTED, "would not send",
                     id="withheld, no page"),
        pytest.param(work(WIKI, gives=ends_at("connect", Failure.BLOCKED_LOCALLY)), Failure.BLOCKED_LOCALLY,
                     "own firewall", id="own firewall"),
        pytest.param(work(SHELL, wire=FakeWire(always(Said.BLOCKED))), Failure.BLOCKED_LOCALLY, "own firewall",
                     id="own firewall, no page"),
        pytest.param(work(SHELL, wire=FakeWire(always(Said.NO_ROUTE))), Failure.NO_ROUTE, "no way there", id="no way"),
        pytest.param(work(WIKI, gives=ends_at("connect", Failure.PROHIBITED, sender=ROUTER)), Failure.PROHIBITED,
                     ROUTER, id="the router forbids it"),
        pytest.param(work(SHELL, wire=FakeWire(always(Said.PROHIBITED, ROUTER))), Failure.PROHIBITED, ROUTER,
                     id="the router forbids it, no page"),
        pytest.param(replace(work(WIKI, gives=ends_at("connect", Failure.PROXY_FAILED, status=403)), machine=PROXIED),
                     Failure.PROXY_FAILED, "proxy proxy.example:3128", id="the proxy forbids it"),
        pytest.param(replace(work(Service("Wiki", "http://wiki.example/"), gives=page(502)), machine=PROXIED),
                     Failure.HTTP_ERROR, "proxy proxy.example:3128", id="the proxy does not reach it"),
    ],
)  # fmt: skip
def test_what_may_be_caused_at_home_accuses_no_service(world: FakeWorld, failure: Failure, here: str) -> None:
    seen = ask(world)
    facts = {"failed_direct": 0, "failed_vpn": 0, "failed_surely": 0, "failed_here": 1}
    assert saw(seen, facts) == (Outcome.FAILED, failure, facts)
    assert here in str(one(seen)["here"])
    assert here in seen.summary
    assert "secret" not in seen.summary


@pytest.mark.parametrize(
    ("state", "guards", "withheld"),
    [(None, True, True), ("stale", True, True), ("failed", True, False), ("incomplete", True, False),
     ("stale", False, False)],
)  # fmt: skip
def test_a_device_beside_us_is_withheld_only_where_it_was_not_looked_for_in_vain(
    state: str | None, guards: bool, withheld: bool
) -> None:
    nas = "192.168.1.50"
    table = {nas: Neighbour(nas, state)} if state else {}
    world = work(Service("NAS", f"tcp://{nas}:445"), wire=FakeWire(always(Said.WITHHELD)))
    seen = ask(replace(world, machine=FakeMachine((ETHERNET,), neighbours=table, guards=guards)))
    facts = {"withheld": withheld, "failed_here": 1, "failed_direct": 0}
    assert saw(seen, facts) == (Outcome.FAILED, Failure.NOT_PERMITTED, facts)


def test_a_station_of_the_provider_that_forbids_it_is_not_at_home() -> None:
    seen = ask(work(WIKI, gives=ends_at("connect", Failure.PROHIBITED, sender=CORE)))
    assert saw(seen, {"failed_direct": 1, "failed_here": 0})[2] == {"failed_direct": 1, "failed_here": 0}


def test_through_a_proxy_an_error_of_a_secure_page_is_the_services_own() -> None:
    assert ask(replace(work(WIKI, gives=page(503)), machine=PROXIED)).facts["failed_surely"] == 1


# --- where connections do not tell which station turned them away -----------------------------------------------------


def echo(shot: Shot) -> bool:
    return shot.how is How.ECHO


def to_it(shot: Shot) -> bool:
    return echo(shot) and shot.address == TRUE


def by_nobody(shot: Shot) -> Reply:
    """Somebody did not pass it on, nobody knows who."""
    return Reply(shot, Said.UNREACHABLE)


def untold(*ways: Answering) -> FakeWire:
    """The packets of a system that tells nothing of connections."""
    return FakeWire(first_of(*ways), stations_by=How.ECHO)


AWAY = ends_at("connect", Failure.UNREACHABLE)
"""A page whose connection somebody turned away, nobody knows who."""
FORBIDDEN = only(to_it, always(Said.UNREACHABLE, ROUTER, (3, -2)))
EVERYTHING_FORBIDDEN = only(echo, always(Said.PROHIBITED, ROUTER, (3, 13)))
REJECTED = ends_at("connect", Failure.REFUSED, sender=TRUE)


@pytest.mark.parametrize("gives", [no_page, AWAY, REJECTED], ids=["silence", "no way on", "in its name"])
@pytest.mark.parametrize("look", [0, 1])
def test_an_echo_asks_who_turned_it_away(gives: Giving, look: int) -> None:
    wire = untold(FORBIDDEN, only(echo, healthy_packets))
    seen = ask(replace(work(WIKI, gives=gives, wire=wire), look=look))
    facts = {"failed_direct": 0, "failed_here": 1, "by_nobody_knows": False}
    assert saw(seen, facts)[2] == facts
    assert f"says {ROUTER}, in your home" in seen.summary
    assert one(seen)["sender"] == ROUTER
    assert one(seen)["failure"] == seen.failure, "what an echo met is not said of the connection"
    assert seen.failure in (Failure.TIMEOUT, Failure.UNREACHABLE, Failure.REFUSED)
    assert [shot.address for shot in wire.asked if echo(shot)] == [TRUE, FAR[0]]


@pytest.mark.parametrize(
    ("wire", "by_nobody"),
    [
        (untold(EVERYTHING_FORBIDDEN), True),
        (untold(silent), True),
        (untold(only(echo, always(Said.NOT_PERMITTED))), True),
        (untold(only(to_it, always(Said.ANSWERED, TRUE))), True),
        (untold(only(to_it, always(Said.UNREACHABLE, CORE, (3, -2)))), False),
    ],
    ids=["a router that lets no echoes out", "no word", "no echoes", "echoes get through", "a station beyond"],
)
def test_what_an_echo_cannot_tell_is_not_claimed(wire: FakeWire, by_nobody: bool) -> None:
    seen = ask(work(WIKI, gives=AWAY, wire=wire))
    facts = {"failed_direct": 1, "failed_here": 0, "failed_surely": 1, "by_nobody_knows": by_nobody}
    assert saw(seen, facts) == (Outcome.FAILED, Failure.UNREACHABLE, facts)


def test_a_silent_service_stays_a_silent_service() -> None:
    seen = ask(work(WIKI, gives=no_page, wire=untold(only(lambda shot: not to_it(shot), healthy_packets), silent)))
    told = work(WIKI, gives=no_page, wire=untold(only(lambda shot: echo(shot) and not to_it(shot), healthy_packets)))
    for each in (seen, ask(told)):
        assert each.facts["failed_here"] == 0
        assert each.facts["by_nobody_knows"] is False


def test_where_no_station_is_ever_heard_a_silent_service_may_be_turned_away_at_home() -> None:
    seen = ask(work(WIKI, gives=no_page, wire=FakeWire(first_of(silent), stations_by=None)))
    assert (seen.failure, seen.facts["by_nobody_knows"]) == (Failure.TIMEOUT, True)


@pytest.mark.parametrize(("took_s", "echoes"), [(0.0, 2), (2.0, 2), (2.9, 0), (9.0, 0)])
def test_no_echo_is_waited_for_when_the_time_is_nearly_over(took_s: float, echoes: int) -> None:
    world = work(WIKI, wire=untold(silent))
    clock = world.clock
    assert isinstance(clock, FakeClock)

    def slowly(request: WebRequest) -> WebAnswer:
        clock.advance(took_s)
        return AWAY(request)

    ask(replace(world, web=FakeWeb(slowly)))
    assert isinstance(world.wire, FakeWire)
    assert len([shot for shot in world.wire.asked if echo(shot)]) == echoes


def test_a_port_without_a_page_is_asked_about_as_well() -> None:
    seen = ask(work(SHELL, wire=untold(FORBIDDEN, only(echo, healthy_packets), by_nobody)))
    assert ROUTER in str(one(seen)["here"])


@pytest.mark.parametrize(
    ("world", "why"),
    [
        (work(WIKI, gives=AWAY), "connections tell it"),
        (work(WIKI, gives=AWAY, wire=FakeWire(silent, stations_by=None)), "nothing tells it"),
        (work(replace(WIKI, via="vpn"), gives=AWAY, wire=untold(silent)), "another way is meant"),
        (work(WIKI, gives=page(503), wire=untold(silent)), "it has answered itself"),
        (work(WIKI, wire=untold(silent)), "it works"),
        (replace(work(WIKI, gives=AWAY, wire=untold(silent)), machine=PROXIED), "a proxy asks in our place"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_where_no_echo_is_sent(world: FakeWorld, why: str) -> None:
    ask(world)
    assert isinstance(world.wire, FakeWire)
    assert not [shot for shot in world.wire.asked if echo(shot)], why


class Stuck(FakeClock):
    """A clock by which the time is over at once."""

    def monotonic(self) -> float:
        self.advance(10.0)
        return super().monotonic()


def test_what_did_not_end_in_time_accuses_nobody() -> None:
    hold = threading.Event()

    def never(request: WebRequest) -> WebAnswer:
        hold.wait(20)
        return page()(request)

    try:
        seen = ask(replace(work(WIKI, gives=never), clock=Stuck()))
    finally:
        hold.set()
    assert (seen.outcome, seen.failure, seen.facts["failed_direct"]) == (Outcome.UNKNOWN, Failure.NOT_FINISHED, 0)
    assert one(seen)["failure"] == "not-finished"


# --- what their makers say --------------------------------------------------------------------------------------------

CHAT = Service("Chat", "https://team.chat.example/")
MAKER = Vendor(
    "Chatter", ("*.chat.example",), status_url="https://status.chat.example/api", page_url="https://s.example/"
)
TROUBLE = Incident("Messages are late", "degraded", link="https://s.example/1", stage=Stage.IDENTIFIED)


def made(
    service: Service = CHAT, vendor: Vendor | None = MAKER, look: int = 1, gives: Giving | None = None, **told: object
) -> FakeWorld:
    """A service that is down, and what its maker's page says."""
    found = StatusPage("https://status.chat.example/api", NOW, **told)  # type: ignore[arg-type]
    vendors = {service.url: vendor} if vendor else {}
    return replace(work(service, gives=gives or page(503)), vendors=vendors, provider=found, look=look)


@pytest.mark.parametrize(
    ("world", "says", "announces"),
    [
        pytest.param(made(news=News(incidents=(TROUBLE,))), "trouble", TROUBLE.title, id="trouble"),
        pytest.param(made(news=News(Overall.OPERATIONAL)), "all-well", None, id="all well"),
        pytest.param(made(news=News()), "nothing", None, id="no news"),
        pytest.param(
            made(news=News(Overall.OPERATIONAL, incidents=(replace(TROUBLE, stage=Stage.RESOLVED),))), "all-well", None,
            id="mended long since",
        ),
        pytest.param(made(failure=Failure.TIMEOUT), "nothing", None, id="out of reach"),
        pytest.param(
            made(news=News(incidents=(TROUBLE,)), stale=True, failure=Failure.TIMEOUT), "nothing", None,
            id="a kept copy",
        ),
        pytest.param(
            made(news=News(incidents=(TROUBLE,)), secure=False), "nothing", None, id="over an unprotected connection"
        ),
        pytest.param(made(vendor=None), None, None, id="not in the catalogue"),
        pytest.param(made(vendor=replace(MAKER, status_url="")), "nothing", None, id="a page for people alone"),
        pytest.param(made(look=0, news=News(incidents=(TROUBLE,))), "nothing", None, id="not asked in the first look"),
        pytest.param(made(gives=page(), news=News(incidents=(TROUBLE,))), None, None, id="not asked while it works"),
    ],
)  # fmt: skip
def test_what_the_maker_of_a_service_says(world: FakeWorld, says: str | None, announces: str | None) -> None:
    facts = ask(world).facts
    assert (facts["vendor_says"], facts["announces"]) == (says, announces)
    if says:
        assert (facts["vendor"], facts["status_page"]) == ("Chatter", "https://s.example/")
    assert one(ask(world))["status_page"] == ("https://s.example/" if world.vendors else "")


def test_the_settings_know_the_page_better_than_the_catalogue() -> None:
    asked: list[str] = []

    class Noting(FakeWorld):
        def status_page(self, url: str, wait_s: float = 2.0) -> StatusPage:
            asked.append(url)
            return StatusPage(url, NOW, News(incidents=(TROUBLE,)))

    own = replace(CHAT, status_url="https://own.example/")
    world = made(own)
    noting = Noting(settings=world.settings, web=world.web, vendors=world.vendors, look=1)
    facts = ask(noting).facts
    assert asked == ["https://own.example/"]
    assert (facts["vendor"], facts["status_page"]) == ("Chatter", "https://own.example/")


def test_nobody_is_asked_when_the_run_is_nearly_over() -> None:
    late = replace(made(news=News(incidents=(TROUBLE,))), began=95.0)
    assert ask(late).facts["vendor_says"] == "nothing"


def test_no_maker_is_asked_about_a_service_behind_the_vpn() -> None:
    assert ask(made(replace(CHAT, via="vpn"), news=News(incidents=(TROUBLE,)))).facts["vendor_says"] is None
