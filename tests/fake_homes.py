"""Whole homes for the fake world: healthy ones that must stay healthy, and broken ones with the fault they have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from netcheck.core.model import Failure
from netcheck.core.network import (
    Address,
    Certificate,
    How,
    ProxyChoice,
    Resolver,
    RouterWord,
    Said,
    StatusPage,
    Way,
    WebAnswer,
    WebRequest,
    Wifi,
)
from netcheck.core.news import Incident, News
from netcheck.core.settings import Isp, Service, Settings
from tests.fake_world import (
    CHALLENGES,
    CORE,
    ETHERNET,
    FAR,
    FAR6,
    GOOD_WORD,
    HEALTHY_SERVERS,
    HOP,
    LEARNT,
    MEMORY,
    MUTE_WORD,
    NO_WAY,
    NOW,
    PROVIDERS_DNS,
    RADIO,
    ROUTE,
    ROUTE6,
    ROUTER,
    ROUTER6,
    TRUE,
    TUNNEL,
    V6,
    FakeMachine,
    FakeNames,
    FakeRouter,
    FakeWeb,
    FakeWire,
    FakeWorld,
    Giving,
    always,
    answers_from,
    by_url,
    closed_server,
    dead_line,
    dead_server,
    ends_at,
    first_of,
    good_server,
    healthy_packets,
    healthy_web,
    leads_to,
    no_page,
    only,
    page,
    rungs,
    server_says,
    silent,
    stations,
)

Making = Callable[[], FakeWorld]

STATUS = "https://status.example/"
WIKI = Service("Wiki", "https://wiki.example/")
INTRANET = Service("Intranet", "https://intranet.example/", via="vpn")
NO_ECHO = only(lambda shot: shot.how is not How.ECHO, healthy_packets)
BESIDE_TUNNEL = only(lambda shot: shot.device is not None, healthy_packets)
IN_TUNNEL = FakeMachine((ETHERNET, TUNNEL), way=Way("wg0"))
SHELBYVILLE = Incident("No internet in Shelbyville", "outage", areas=("Shelbyville",))
SPRINGFIELD = Incident("No internet in Springfield", "outage", areas=("Springfield",))
PORTAL = page(302, b"moved", "https://portal.example/login")
UNTRUSTED = Certificate(Failure.CERTIFICATE_UNTRUSTED, "unknown issuer", "Some Box CA")
EXPIRED = Certificate(Failure.CERTIFICATE_DATE, "not yet valid")


def with_settings(**changes: object) -> Settings:
    """The default settings with these changes."""
    return replace(Settings(), **changes)  # type: ignore[arg-type]


def pages(secure: Giving, plain: Giving = healthy_web) -> FakeWeb:
    """One way for secure pages, another for plain ones."""
    return FakeWeb(lambda request: (secure if request.url.startswith("https") else plain)(request))


def dead_beyond(world: FakeWorld, *steps: str | None) -> FakeWorld:
    """The same home with nothing alive beyond these stations."""
    alive = tuple(step for step in steps if step)
    return replace(world, wire=FakeWire(first_of(answers_from(alive), stations(*steps))), steps=rungs(*steps))


def all_dead(machine: FakeMachine, gateway: bool = False) -> FakeWorld:
    """No way out of this computer."""
    world = dead_line(machine)
    return replace(
        world,
        wire=FakeWire(silent if gateway else always(Said.NO_ROUTE)),
        names=FakeNames({}, system_finds=(), system_failure=Failure.SERVER_FAILURE, found={}),
        steps=rungs() if gateway else (),
        routers=(ROUTE,) if gateway else (),
        usable_families=(4,) if gateway else (),
    )


def ipv6_alone() -> FakeWorld:
    """A line with IPv6 alone, IPv4 by translation (NAT64) somewhere else."""
    return FakeWorld(
        machine=FakeMachine(
            (replace(ETHERNET, addresses=(V6, Address("fe80::23", 64))),), (ROUTE6,), way=Way("enp3s0")
        ),
        wire=FakeWire(first_of(answers_from((*FAR6, "fe80::1")), stations("fe80::1", "2001:db8::1", "2001:db8::2"))),
        names=FakeNames({**HEALTHY_SERVERS, "fe80::1%enp3s0": good_server}, (Resolver("fe80::1%enp3s0"),)),
        router=FakeRouter(MUTE_WORD),
        routers=(ROUTER6,),
        usable_families=(6,),
        steps=rungs("fe80::1", "2001:db8::1", "2001:db8::2", towards=FAR6[:2]),
    )


def tunnel(wire: FakeWire) -> FakeWorld:
    """A computer that sends everything into a tunnel."""
    return FakeWorld(machine=IN_TUNNEL, wire=wire, past_tunnel="enp3s0")


def stalls_unless_small(request: WebRequest) -> WebAnswer:
    """Secure pages stall in packets of full size."""
    if request.segment_bytes or not request.url.startswith("https"):
        return healthy_web(request)
    return ends_at("body", Failure.STALLED, connected=True)(request)


def slow_clock(request: WebRequest) -> WebAnswer:
    """Plain pages tell that this computer is ten days ahead; certificates do not fit."""
    if request.url.startswith("https"):
        return ends_at("tls", Failure.CERTIFICATE_DATE, connected=True, certificate=EXPIRED)(request)
    return replace(healthy_web(request), skew_s=864000.0)


HEALTHY: Mapping[str, Making] = {
    "plain": FakeWorld,
    "seen working before": lambda: FakeWorld(memory=MEMORY, remembers_any=True),
    "Wi-Fi": lambda: FakeWorld(
        machine=FakeMachine((RADIO,), (replace(ROUTE, interface="wlp2s0"),), way=Way("wlp2s0", ROUTER)),
        routers=(replace(ROUTE, interface="wlp2s0"),),
    ),
    "Wi-Fi withheld by the system": lambda: FakeWorld(
        machine=FakeMachine((replace(RADIO, wifi=Wifi()),), way=Way("wlp2s0", ROUTER))
    ),
    "a weak signal that loses nothing": lambda: FakeWorld(
        machine=FakeMachine((replace(RADIO, wifi=Wifi(True, "home", 12)),), way=Way("wlp2s0", ROUTER))
    ),
    "the router ignores ping": lambda: FakeWorld(
        wire=FakeWire(only(lambda s: s.address != ROUTER or s.how is not How.ECHO, healthy_packets))
    ),
    "the router is silent to everything": lambda: FakeWorld(
        wire=FakeWire(answers_from((HOP, CORE, TRUE, *FAR))), steps=rungs(None, HOP, CORE)
    ),
    "ICMP blocked everywhere": lambda: FakeWorld(
        wire=FakeWire(only(lambda s: s.how is How.TCP and s.ttl is None, healthy_packets)), steps=rungs()
    ),
    "no right to ping": lambda: FakeWorld(
        wire=FakeWire(first_of(only(lambda s: s.how is How.ECHO, always(Said.NOT_PERMITTED)), NO_ECHO)), steps=()
    ),
    "public name servers blocked": lambda: FakeWorld(
        wire=FakeWire(first_of(answers_from((ROUTER, HOP, TRUE)), stations(ROUTER, HOP, CORE))),
        names=FakeNames({ROUTER: good_server}),
    ),
    "port 53 taken by the provider": lambda: FakeWorld(names=FakeNames(taken=ROUTER)),
    "port 80 blocked": lambda: FakeWorld(web=pages(healthy_web, no_page)),
    "one landmark dark": lambda: FakeWorld(
        wire=FakeWire(only(lambda s: s.address != FAR[0], healthy_packets)),
        names=FakeNames({a: s for a, s in HEALTHY_SERVERS.items() if a != FAR[0]}),
    ),
    "two landmarks dark": lambda: FakeWorld(wire=FakeWire(only(lambda s: s.address not in FAR[:2], healthy_packets))),
    "one page dark": lambda: FakeWorld(web=FakeWeb(lambda r: no_page(r) if "wikipedia" in r.url else healthy_web(r))),
    "first name server dead, second fine": lambda: FakeWorld(
        names=FakeNames(configured=(Resolver("192.168.1.250"), Resolver(ROUTER)))
    ),
    "a server that invents": lambda: FakeWorld(names=FakeNames({**HEALTHY_SERVERS, ROUTER: leads_to("198.51.100.66")})),
    "name servers not told": lambda: FakeWorld(names=FakeNames(configured=None)),
    "the status page is broken": lambda: FakeWorld(
        settings=with_settings(isp=Isp("Example Net", STATUS, area="Springfield")),
        provider=StatusPage(STATUS, NOW, failure=Failure.BAD_ANSWER),
    ),
    "the status page lies": lambda: FakeWorld(
        settings=with_settings(isp=Isp("Example Net", STATUS, area="Springfield")),
        provider=StatusPage(STATUS, NOW, News(incidents=(SPRINGFIELD,))),
    ),
    "an outage elsewhere": lambda: FakeWorld(
        settings=with_settings(isp=Isp("Example Net", STATUS, area="Springfield")),
        provider=StatusPage(STATUS, NOW, News(incidents=(SHELBYVILLE,))),
    ),
    "a second adapter that is off": lambda: FakeWorld(
        machine=FakeMachine((ETHERNET, replace(RADIO, up=False, carrier=None, addresses=(), off_reason="airplane")))
    ),
    "a second adapter without cable": lambda: FakeWorld(
        machine=FakeMachine((ETHERNET, replace(ETHERNET, name="enp4s0", carrier=False, addresses=())))
    ),
    "a VPN that works": lambda: tunnel(FakeWire()),
    "a VPN that works and closes all else": lambda: tunnel(FakeWire(only(lambda s: s.device is None, healthy_packets))),
    "a VPN beside the usual way": lambda: FakeWorld(machine=FakeMachine((ETHERNET, TUNNEL))),
    "IPv6 alone (NAT64)": ipv6_alone,
    "DS-Lite": lambda: FakeWorld(router=FakeRouter(replace(GOOD_WORD, external_address="100.64.1.2"))),
    "two routers": lambda: FakeWorld(
        steps=rungs(ROUTER, "192.168.0.1", HOP), router=FakeRouter(RouterWord(0, "192.168.0.17", "Connected"))
    ),
    "IPv6 dark beside IPv4": lambda: FakeWorld(
        usable_families=(4, 6), wire=FakeWire(only(lambda s: s.address not in FAR6, healthy_packets))
    ),
    "a clock two minutes off": lambda: FakeWorld(web=FakeWeb(lambda r: replace(healthy_web(r), skew_s=120.0))),
    "a clock days off that breaks nothing": lambda: FakeWorld(
        web=FakeWeb(lambda r: replace(healthy_web(r), skew_s=300000.0))
    ),
    "a proxy is the only way": lambda: replace(
        dead_line(FakeMachine(told_proxies=(ProxyChoice("http://proxy.example:3128", "environment"),))),
        web=FakeWeb(lambda r: healthy_web(r) if r.proxy else no_page(r)),
    ),
    "one check page replaced": lambda: FakeWorld(web=FakeWeb(by_url({CHALLENGES[0].url: PORTAL}, healthy_web))),
    "check pages empty": lambda: FakeWorld(web=pages(healthy_web, page(200, b""))),
    "the router says it is offline": lambda: FakeWorld(router=FakeRouter(RouterWord(connection="Disconnected"))),
    "the router says nothing of itself": lambda: FakeWorld(router=FakeRouter(MUTE_WORD)),
    "no station tells": lambda: FakeWorld(steps=rungs()),
    "the system tells nothing": lambda: FakeWorld(
        machine=FakeMachine(None, None), names=FakeNames(configured=None), routers=(), router=FakeRouter(MUTE_WORD)
    ),
    "work addresses answer": lambda: FakeWorld(settings=with_settings(services=(WIKI, INTRANET))),
    "a hosts file that is meant so": lambda: FakeWorld(
        names=FakeNames(listed={"www.wikipedia.org": ("192.0.2.66",)}), wire=FakeWire(silent), steps=rungs(ROUTER, HOP)
    ),
}
"""Each of these works for the person in front of it."""

BROKEN: Mapping[str, Making] = {
    "no-adapter": lambda: all_dead(FakeMachine((), (), way=NO_WAY)),
    "adapter-off": lambda: all_dead(
        FakeMachine((replace(RADIO, up=False, carrier=None, addresses=()),), (), way=NO_WAY)
    ),
    "wifi-auth-failed": lambda: all_dead(
        FakeMachine(
            (replace(RADIO, carrier=False, addresses=(), wifi=Wifi(False, refused="wrong-key")),), (), way=NO_WAY
        )
    ),
    "link-down": lambda: all_dead(FakeMachine((replace(ETHERNET, carrier=False, addresses=()),), (), way=NO_WAY)),
    "no-address": lambda: all_dead(
        FakeMachine((replace(ETHERNET, addresses=(Address("169.254.7.9", 16),)),), (), way=NO_WAY)
    ),
    "address-conflict": lambda: all_dead(
        FakeMachine((replace(ETHERNET, addresses=(Address("192.168.1.23", 24, conflict=True),)),), (ROUTE,)), True
    ),
    "no-gateway": lambda: all_dead(FakeMachine(routes=(), way=NO_WAY)),
    "firewall-blocking": lambda: replace(
        dead_line(), wire=FakeWire(always(Said.BLOCKED)), web=FakeWeb(ends_at("connect", Failure.BLOCKED_LOCALLY))
    ),
    "vpn-down": lambda: replace(dead_line(IN_TUNNEL), wire=FakeWire(BESIDE_TUNNEL), past_tunnel="enp3s0"),
    "wrong-address": lambda: all_dead(
        FakeMachine((replace(ETHERNET, addresses=(Address("10.0.0.5", 24, "manual"),)),)), True
    ),
    "router-silent": lambda: all_dead(FakeMachine(), True),
    "proxy-broken": lambda: FakeWorld(
        machine=FakeMachine(told_proxies=(ProxyChoice("http://proxy.example:3128", "environment"),)),
        web=FakeWeb(lambda r: no_page(r) if r.proxy else healthy_web(r)),
    ),
    "clock-wrong": lambda: FakeWorld(web=FakeWeb(slow_clock)),
    "tls-intercepted": lambda: FakeWorld(
        web=pages(ends_at("tls", Failure.CERTIFICATE_UNTRUSTED, connected=True, certificate=UNTRUSTED))
    ),
    "device-blocked": lambda: replace(dead_line(memory=MEMORY), names=FakeNames({ROUTER: good_server})),
    "second-router-silent": lambda: dead_line(
        memory=replace(MEMORY, facts={**LEARNT, "hop": None, "second_router": "192.168.0.1"})
    ),
    "wan-link-down": lambda: dead_line(router=RouterWord(connection="Disconnected", physical_link="Down")),
    "line-login-refused": lambda: dead_line(
        router=RouterWord(connection="Disconnected", last_error="ERROR_AUTHENTICATION_FAILURE")
    ),
    "line-down": lambda: dead_line(router=RouterWord(nat_pmp_result=3)),
    "captive-portal": lambda: replace(
        dead_line(), names=FakeNames({ROUTER: leads_to("198.51.100.66")}), web=pages(no_page, PORTAL)
    ),
    "dns-not-configured": lambda: FakeWorld(
        names=FakeNames(configured=(), system_finds=(), found={}),
        web=FakeWeb(ends_at("name", Failure.NAME_NOT_FOUND)),
    ),
    "router-dns-down": lambda: FakeWorld(
        names=FakeNames(
            {**HEALTHY_SERVERS, ROUTER: closed_server}, system_finds=(), system_failure=Failure.SERVER_FAILURE
        )
    ),
    "system-dns-broken": lambda: FakeWorld(names=FakeNames(system_finds=())),
    "dns-server-unreachable": lambda: FakeWorld(
        names=FakeNames({**HEALTHY_SERVERS, FAR[0]: dead_server}, (Resolver(FAR[0]),), (), Failure.TIMEOUT)
    ),
    "isp-dns-down": lambda: FakeWorld(
        names=FakeNames(
            {**HEALTHY_SERVERS, ROUTER: server_says("SERVFAIL")}, system_finds=(), system_failure=Failure.SERVER_FAILURE
        )
    ),
    "isp-announced-outage": lambda: replace(
        dead_beyond(dead_line(), ROUTER, HOP, CORE),
        settings=with_settings(isp=Isp("Example Net", STATUS, area="Springfield")),
        provider=StatusPage(STATUS, NOW, News(incidents=(SPRINGFIELD,))),
    ),
    "isp-maintenance": lambda: replace(
        dead_beyond(dead_line(), ROUTER, HOP, CORE),
        settings=with_settings(isp=Isp("Example Net", STATUS, area="Springfield")),
        provider=StatusPage(STATUS, NOW, News(incidents=(replace(SPRINGFIELD, kind="maintenance"),))),
    ),
    "walled-garden": lambda: replace(
        dead_line(memory=MEMORY), names=FakeNames({ROUTER: leads_to("198.51.100.66")}), web=pages(no_page, PORTAL)
    ),
    "isp-outage": lambda: dead_beyond(dead_line(), ROUTER, HOP, CORE),
    "internet-outage": lambda: FakeWorld(
        wire=FakeWire(first_of(answers_from((ROUTER, HOP, CORE, FAR[0])), stations(ROUTER, HOP, CORE))),
        names=FakeNames(dict.fromkeys((ROUTER, PROVIDERS_DNS, FAR[0]), good_server)),
        web=FakeWeb(no_page),
    ),
    "mtu-blackhole": lambda: FakeWorld(web=FakeWeb(stalls_unless_small)),
    "hosts-override": lambda: FakeWorld(
        names=FakeNames(listed={"wiki.example": ("192.0.2.66",)}), settings=with_settings(services=(WIKI,))
    ),
    "vpn-not-connected": lambda: FakeWorld(
        settings=with_settings(services=(INTRANET,)),
        wire=FakeWire(only(lambda shot: shot.address != TRUE, healthy_packets)),
        web=FakeWeb(by_url({INTRANET.url: no_page}, healthy_web)),
    ),
    "service-down": lambda: FakeWorld(
        settings=with_settings(services=(WIKI,)), web=FakeWeb(by_url({WIKI.url: page(503)}, healthy_web))
    ),
    "link-lossy": lambda: FakeWorld(wire=FakeWire(loses=dict.fromkeys((ROUTER, HOP, *FAR), 10))),
    "line-lossy": lambda: FakeWorld(wire=FakeWire(loses=dict.fromkeys((HOP, *FAR), 10))),
    "isp-lossy": lambda: FakeWorld(wire=FakeWire(loses=dict.fromkeys(FAR, 10))),
    "wifi-weak": lambda: FakeWorld(
        machine=FakeMachine((replace(RADIO, wifi=Wifi(True, "home", 12)),), way=Way("wlp2s0", ROUTER)),
        wire=FakeWire(loses=dict.fromkeys((ROUTER, HOP, *FAR), 10)),
    ),
    "line-busy": lambda: FakeWorld(
        wire=FakeWire(ms=dict.fromkeys(FAR, 300.0)),
        router=FakeRouter(
            counts=[RouterWord(bytes_sent=n, bytes_received=1, link_up_bps=10_000_000) for n in (0, 600_000)]
        ),
    ),
}
"""One home for each fault that can be the verdict, by its code."""
