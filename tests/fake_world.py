"""A world made of tables instead of sockets: by default a healthy home behind 192.168.1.1."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from netcheck import probes
from netcheck.core.addresses import usable
from netcheck.core.model import Failure, Observation, Outcome
from netcheck.core.network import (
    Address,
    DefaultRoute,
    DnsAnswer,
    DnsQuestion,
    How,
    Interface,
    Kind,
    Memory,
    Neighbour,
    OtherWay,
    ProxyChoice,
    Reply,
    Resolver,
    RouterWord,
    Said,
    Shot,
    StatusPage,
    SystemAnswer,
    Way,
    WebAnswer,
    WebRequest,
    Wifi,
)
from netcheck.core.provider_entries import Vendor
from netcheck.core.settings import Settings
from netcheck.plugins import Clock, Machine, Names, Probe, Router, Web, Wire, World, discover

NOW = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
START_S = 100.0
"""Where monotonic time begins."""
MINE = "192.168.1.23"
ROUTER = "192.168.1.1"
HOP = "203.0.113.1"
"""The provider's first station."""
CORE = "203.0.113.9"
"""A station further on."""
PROVIDERS_DNS = "203.0.113.53"
TRUE = "198.51.100.80"
"""Where every true name leads."""
DEEPEST = 4
"""How many stations the ladder asks; tests/world/test_system.py sees to it that the real one asks as many."""
HOSTS = Settings().landmarks.hosts
FAR = tuple(host.v4 for host in HOSTS)
FAR6 = tuple(host.v6 for host in HOSTS)
SECURE = Settings().landmarks.secure
CHALLENGES = Settings().landmarks.challenges

ETHERNET = Interface("enp3s0", 2, Kind.WIRED, True, True, (Address(MINE, 24, "dhcp"),), "02:00:00:00:00:23")
RADIO = Interface(
    "wlp2s0", 3, Kind.WIFI, True, True, (Address(MINE, 24, "dhcp"),), wifi=Wifi(True, "home", 78, 433.0, 5.0)
)
TUNNEL = Interface("wg0", 9, Kind.TUNNEL, True, None, (Address("10.8.0.2", 32, "manual"),))
ROUTE = DefaultRoute(4, ROUTER, "enp3s0", 100, "dhcp")
V6 = Address("2001:db8:1::23", 64, "auto")
ROUTE6 = DefaultRoute(6, "fe80::1", "enp3s0", 100, "auto")
"""As the system lists it."""
ROUTER6 = replace(ROUTE6, gateway="fe80::1%enp3s0")
"""As the world gives it: a link-local router can only be asked on its adapter."""
GOOD_WORD = RouterWord(0, "198.51.100.7", "Connected", answered=("nat-pmp", "upnp"))
MUTE_WORD = RouterWord()
OUT = Way("enp3s0", ROUTER, MINE)
NO_WAY = Way(None, failure=Failure.NO_ROUTE)
NOTHING_SAID = StatusPage("https://status.example/", NOW)
LEARNT: Mapping[str, object] = {
    "interface": "enp3s0",
    "gateway": ROUTER,
    "gateway_mac": "02:00:00:00:00:01",
    "gateway_signs": ("echo", "tcp 80"),
    "hop": HOP,
    "resolvers": (ROUTER,),
    "role": "router",
    "forwarder_answers": True,
    "router_answers": ("nat-pmp",),
    "far_ms": 12.0,
}
MEMORY = Memory("mac 02:00:00:00:00:01", NOW - timedelta(days=1), LEARNT)

# --- packets --------------------------------------------------------------------------------------------------------

Answering = Callable[[Shot], Reply]


def silent(shot: Shot) -> Reply:
    """Nobody says anything."""
    return Reply(shot, Said.SILENT)


def reply(shot: Shot, said: Said, sender: str | None = None, icmp: tuple[int, int] | None = None) -> Reply:
    """What came back, after a time of its own; what our own system says has no sender and comes at once."""
    by_itself = said in (Said.BLOCKED, Said.NO_ROUTE, Said.NO_NEIGHBOUR, Said.NOT_PERMITTED, Said.WITHHELD, Said.SILENT)
    return Reply(shot, said, None if by_itself else sender or shot.address, None if by_itself else 12.0, icmp)


def always(said: Said, sender: str | None = None, icmp: tuple[int, int] | None = None) -> Answering:
    """The same word for every packet."""
    return lambda shot: reply(shot, said, sender, icmp)


def answers_from(addresses: Collection[str], ports: Collection[int] = (53, 80, 443), echo: bool = True) -> Answering:
    """These hosts live: echo, open ports, everything else refused; a packet whose life ends on the way is lost."""

    def answer(shot: Shot) -> Reply:
        if shot.ttl is not None or shot.address.partition("%")[0] not in addresses:
            return silent(shot)
        if shot.how is How.ECHO:
            return reply(shot, Said.ANSWERED if echo else Said.SILENT)
        if shot.how is How.TCP or (shot.payload and shot.port == 53):
            return reply(shot, Said.ANSWERED if shot.port in ports else Said.REFUSED)
        return reply(shot, Said.REFUSED)

    return answer


def first_of(*ways: Answering) -> Answering:
    """The first of these that has anything to say."""

    def answer(shot: Shot) -> Reply:
        return next((said for way in ways if (said := way(shot)).said is not Said.SILENT), silent(shot))

    return answer


def only(matches: Callable[[Shot], bool], way: Answering) -> Answering:
    """This way for the packets that match, silence for the others."""
    return lambda shot: way(shot) if matches(shot) else silent(shot)


def stations(*addresses: str | None) -> Answering:
    """Time exceeded from the stations on the way, by the packet's life; None stays silent."""

    def answer(shot: Shot) -> Reply:
        place = (shot.ttl or 0) - 1
        sender = addresses[place] if 0 <= place < len(addresses) else None
        return reply(shot, Said.EXPIRED, sender, (11, 0)) if sender else silent(shot)

    return answer


healthy_packets = first_of(answers_from((ROUTER, HOP, CORE, TRUE, *FAR, *FAR6)), stations(ROUTER, HOP, CORE))
"""Everybody lives and every station tells."""
at_home_only = first_of(answers_from((ROUTER,)), stations(ROUTER))
"""The router lives, nothing beyond it."""


def rungs(*addresses: str | None, towards: Sequence[str] = FAR[:2], deepest: int = DEEPEST) -> tuple[Reply, ...]:
    """The hop ladder: who answered at each life of a packet, from 1 on."""
    tell = stations(*addresses)
    return tuple(
        tell(Shot(target, How.UDP, 33434 + ttl, ttl=ttl, tries=2))
        for target in towards
        for ttl in range(1, deepest + 1)
    )


@dataclass
class FakeWire:
    """Answers each packet by a function; packets to lossy addresses get lost one in so many."""

    answers: Answering = healthy_packets
    loses: Mapping[str, int] = field(default_factory=dict)
    """Address to n: every n-th packet of a burst to it is lost."""
    ms: Mapping[str, float] = field(default_factory=dict)
    """Address to the time its answers take in a burst."""
    asked: list[Shot] = field(default_factory=list)
    sent: Counter[str] = field(default_factory=Counter)
    stations_by: How | None = How.TCP

    def ask(
        self,
        shots: Sequence[Shot],
        wait_s: float = 1.3,
        retry_s: float = 0.4,
        enough: Callable[[Sequence[Reply]], bool] | None = None,
    ) -> tuple[Reply, ...]:
        """Answers come one after another, nearest first; what comes after `enough` is not heard any more."""
        self.asked += shots
        so_far = [silent(shot) for shot in shots]
        coming = [(place, said) for place, shot in enumerate(shots) if (said := self.answers(shot)).said != Said.SILENT]
        for place, said in sorted(coming, key=lambda each: each[1].shot.after_s * 1000 + (each[1].ms or 0.0)):
            so_far[place] = said
            if enough is not None and enough(tuple(so_far)):
                break
        return tuple(so_far)

    def burst(self, shots: Sequence[Shot], count: int, gap_s: float = 0.025, wait_s: float = 0.9) -> tuple[Reply, ...]:
        """Every shot so many times, grouped by shot."""
        self.asked += shots
        return tuple(self._one(shot) for shot in shots for _ in range(count))

    def _one(self, shot: Shot) -> Reply:
        self.sent[shot.address] += 1
        every = self.loses.get(shot.address, 0)
        if every and self.sent[shot.address] % every == 0:
            return silent(shot)
        said = self.answers(shot)
        return replace(said, ms=self.ms.get(shot.address, said.ms))


# --- names ----------------------------------------------------------------------------------------------------------

Serving = Callable[[DnsQuestion], DnsAnswer]


def dead_server(question: DnsQuestion) -> DnsAnswer:
    """No answer to anything."""
    return DnsAnswer(question, failure=Failure.TIMEOUT)


def closed_server(question: DnsQuestion) -> DnsAnswer:
    """The port is closed."""
    return DnsAnswer(question, failure=Failure.REFUSED, sender=question.server)


def server_says(rcode: str) -> Serving:
    """The same code for every name, but what it is asked about itself it answers."""

    def serve(question: DnsQuestion) -> DnsAnswer:
        return _of_itself(question) if question.klass == "CH" else DnsAnswer(question, rcode, ms=9.0)

    return serve


def good_server(question: DnsQuestion) -> DnsAnswer:
    """Known names have an address, names that nobody has ever heard of do not exist."""
    if question.klass == "CH":
        return _of_itself(question)
    if question.name.startswith("www.") or question.name.endswith(".example"):
        found = (TRUE,) if question.type == "A" else ("2001:db8:80::80",)
        return DnsAnswer(question, "NOERROR", found, ms=9.0)
    return DnsAnswer(question, "NXDOMAIN", ms=9.0)


def leads_to(address: str) -> Serving:
    """Every name, true or made up, leads to one place."""

    def serve(question: DnsQuestion) -> DnsAnswer:
        return _of_itself(question) if question.klass == "CH" else DnsAnswer(question, "NOERROR", (address,), ms=9.0)

    return serve


def _of_itself(question: DnsQuestion) -> DnsAnswer:
    said = {"version.bind": "dnsmasq-2.90", "servers.bind": f"{PROVIDERS_DNS}#53 12 0"}
    return DnsAnswer(question, "NOERROR", texts=(said[question.name],), ms=1.0)


HEALTHY_SERVERS: Mapping[str, Serving] = dict.fromkeys((ROUTER, PROVIDERS_DNS, *FAR, *FAR6), good_server)


@dataclass
class FakeNames:
    """Name servers by address, each a function from question to answer; an address without one is silent."""

    servers: Mapping[str, Serving] = field(default_factory=lambda: HEALTHY_SERVERS)
    configured: tuple[Resolver, ...] | None = (Resolver(ROUTER),)
    system_finds: tuple[str, ...] = (TRUE,)
    system_failure: Failure = Failure.NAME_NOT_FOUND
    listed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    found: Mapping[str, tuple[str, ...]] | None = None
    """What looking up finds, by name; None: every name is found."""
    taken: str | None = None
    """Who answers even questions whose life ends at the first station."""
    asked: list[DnsQuestion] = field(default_factory=list)

    def resolvers(self) -> tuple[Resolver, ...] | None:
        """See plugins.Names."""
        return self.configured

    def ask(self, questions: Sequence[DnsQuestion], wait_s: float = 1.3) -> tuple[DnsAnswer, ...]:
        """See plugins.Names."""
        self.asked += questions
        return tuple(self._answer(question) for question in questions)

    def _answer(self, question: DnsQuestion) -> DnsAnswer:
        if question.ttl == 1 and self.taken is None:
            return DnsAnswer(question, failure=Failure.TIMEOUT)
        server = self.taken if self.taken and question.over == "udp" else question.server
        return self.servers.get(server, dead_server)(question)

    def lookup(self, name: str, family: int = 0) -> tuple[str, ...]:
        """See plugins.Names."""
        return (TRUE,) if self.found is None else self.found.get(name, ())

    def system(self, name: str, wait_s: float = 1.5) -> SystemAnswer:
        """See plugins.Names."""
        return SystemAnswer(name, self.system_finds, None if self.system_finds else self.system_failure)

    def hosts_file(self) -> Mapping[str, tuple[str, ...]]:
        """See plugins.Names."""
        return self.listed


# --- pages ----------------------------------------------------------------------------------------------------------

Giving = Callable[[WebRequest], WebAnswer]


def page(status: int = 200, body: bytes = b"x" * 4000, location: str = "", address: str = TRUE) -> Giving:
    """A whole answer with this status and body."""
    headers = {"location": location} if location else {}
    return lambda request: WebAnswer(
        request, "done", None, request.address or address, None, status, headers, body,
        connect_ms=12.0, tls_ms=15.0, first_byte_ms=20.0, total_ms=42.0, skew_s=0.4,
    )  # fmt: skip


def ends_at(stage: str, failure: Failure, connected: bool = False, **more: object) -> Giving:
    """An answer that ends in this stage; `more` are further fields of it."""

    def give(request: WebRequest) -> WebAnswer:
        answer = WebAnswer(request, stage, failure, TRUE, connect_ms=12.0 if connected else None)
        return replace(answer, **more)  # type: ignore[arg-type]  # the tests that name fields see to their types

    return give


no_page = ends_at("connect", Failure.TIMEOUT)
"""Nobody opens a connection."""


def by_url(table: Mapping[str, Giving], otherwise: Giving = no_page) -> Giving:
    """Pages by their whole address."""
    return lambda request: table.get(request.url, otherwise)(request)


def genuine(url: str) -> Giving:
    """The true page of a challenge, a true page otherwise."""
    known = {challenge.url: page(challenge.status, challenge.body.encode()) for challenge in CHALLENGES}
    return known.get(url, page())


def healthy_web(request: WebRequest) -> WebAnswer:
    """Every page is true."""
    return genuine(request.url)(request)


@dataclass
class FakeWeb:
    """Gives each request its page by a function."""

    gives: Giving = healthy_web
    asked: list[WebRequest] = field(default_factory=list)

    def fetch(self, requests: Sequence[WebRequest], wait_s: float = 1.8) -> tuple[WebAnswer, ...]:
        """See plugins.Web."""
        self.asked += requests
        return tuple(self.gives(request) for request in requests)


# --- the computer, the router, time -----------------------------------------------------------------------------------


@dataclass
class FakeMachine:
    """The computer's tables, as they are written here."""

    adapters: tuple[Interface, ...] | None = (ETHERNET,)
    routes: tuple[DefaultRoute, ...] | None = (ROUTE,)
    ways: Mapping[str, Way] = field(default_factory=dict)
    way: Way = OUT
    """Where all goes that `ways` does not name."""
    neighbours: Mapping[str, Neighbour] = field(default_factory=dict)
    told_proxies: tuple[ProxyChoice, ...] = ()
    refused: list[int | None] = field(default_factory=lambda: [0])
    """What the counter of refused retransmissions says, reading by reading; the last one stays."""
    strict: bool | None = False
    guards: bool = False

    def interfaces(self) -> tuple[Interface, ...] | None:
        """See plugins.Machine."""
        return self.adapters

    def default_routes(self) -> tuple[DefaultRoute, ...] | None:
        """See plugins.Machine."""
        return self.routes

    def way_to(self, address: str) -> Way:
        """See plugins.Machine."""
        return self.ways.get(address, self.way)

    def neighbour(self, address: str, interface: str | None = None) -> Neighbour | None:
        """See plugins.Machine."""
        return self.neighbours.get(address)

    def proxies(self) -> tuple[ProxyChoice, ...]:
        """See plugins.Machine."""
        return self.told_proxies

    def refused_retransmissions(self) -> int | None:
        """See plugins.Machine."""
        return self.refused.pop(0) if len(self.refused) > 1 else self.refused[0]

    def strict_return_path(self, interface: str) -> bool | None:
        """See plugins.Machine."""
        return self.strict

    def guards_local_network(self) -> bool:
        """See plugins.Machine."""
        return self.guards

    def describe(self) -> Mapping[str, object]:
        """See plugins.Machine."""
        return {"system": "Fake"}


@dataclass
class FakeRouter:
    """What the router says of itself, and its counters, reading by reading."""

    says: RouterWord = GOOD_WORD
    counts: list[RouterWord] = field(default_factory=list)

    def word(self, gateway: str, wait_s: float = 0.9) -> RouterWord:
        """See plugins.Router."""
        return self.says

    def counters(self, gateway: str, wait_s: float = 0.5) -> RouterWord | None:
        """See plugins.Router: the counters alone, everything else stands in the word."""
        if not self.counts:
            return None
        now = self.counts.pop(0)
        return RouterWord(bytes_sent=now.bytes_sent, bytes_received=now.bytes_received)


@dataclass
class FakeClock:
    """Time that moves only when told to."""

    at: float = START_S
    pauses: list[float] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> datetime:
        """See plugins.Clock."""
        return NOW + timedelta(seconds=self.at - START_S)

    def monotonic(self) -> float:
        """See plugins.Clock."""
        with self._lock:
            return self.at

    def pause(self, seconds: float) -> None:
        """See plugins.Clock."""
        self.pauses.append(seconds)
        self.advance(max(0.0, seconds))

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        with self._lock:
            self.at += seconds


@dataclass
class FakeWorld:
    """Everything a check may touch."""

    machine: Machine = field(default_factory=FakeMachine)
    wire: Wire = field(default_factory=FakeWire)
    names: Names = field(default_factory=FakeNames)
    web: Web = field(default_factory=FakeWeb)
    router: Router = field(default_factory=FakeRouter)
    clock: Clock = field(default_factory=FakeClock)
    settings: Settings = field(default_factory=Settings)
    memory: Memory | None = None
    remembers_any: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)
    began: float = START_S
    look: int = 0
    usable_families: tuple[int, ...] = (4,)
    routers: tuple[DefaultRoute, ...] = (ROUTE,)
    past_tunnel: str | None = None
    steps: tuple[Reply, ...] = field(default_factory=lambda: rungs(ROUTER, HOP, CORE))
    said_to_others: tuple[Reply, ...] = ()
    provider: StatusPage = NOTHING_SAID
    outage: bool = False
    asks_provider: bool = False
    down_since: datetime | None = None
    others: tuple[OtherWay, ...] = ()
    vendors: Mapping[str, Vendor] = field(default_factory=dict)

    def families(self) -> tuple[int, ...]:
        """See plugins.World."""
        return self.usable_families

    def gateways(self) -> tuple[DefaultRoute, ...]:
        """See plugins.World."""
        return self.routers

    def own_networks(self) -> tuple[tuple[str, int], ...]:
        """See plugins.World."""
        adapters = self.machine.interfaces() or ()
        return tuple((a.ip, a.prefix) for i in adapters if i.kind.counts for a in i.addresses if usable(a.ip))

    def way_past_tunnel(self) -> str | None:
        """See plugins.World."""
        return self.past_tunnel

    def other_ways(self) -> tuple[OtherWay, ...]:
        """See plugins.World."""
        return self.others if self.settings.second_way.on else ()

    def ladder(self) -> tuple[Reply, ...]:
        """See plugins.World."""
        return self.steps

    def overheard(self) -> tuple[Reply, ...]:
        """See plugins.World."""
        return self.said_to_others

    def vendor(self, url: str) -> Vendor | None:
        """See plugins.World."""
        return self.vendors.get(url)

    def status_page(self, url: str, wait_s: float = 2.0) -> StatusPage:
        """See plugins.World."""
        return self.provider


def dead_line(
    machine: Machine | None = None, router: RouterWord = MUTE_WORD, memory: Memory | None = None
) -> FakeWorld:
    """A healthy home whose line has died: the router lives and knows its own things, nothing beyond answers."""
    return FakeWorld(
        machine=machine or FakeMachine(),
        wire=FakeWire(at_home_only),
        names=FakeNames(
            servers={ROUTER: server_says("SERVFAIL")}, system_finds=(), system_failure=Failure.SERVER_FAILURE, found={}
        ),
        web=FakeWeb(ends_at("name", Failure.NAME_NOT_FOUND)),
        router=FakeRouter(router),
        memory=memory,
        steps=rungs(ROUTER),
    )


def saw(observation: Observation, facts: Mapping[str, object]) -> tuple[Outcome, Failure | None, dict[str, object]]:
    """How a check ended, and what it says for these facts: to be compared with what was expected."""
    return observation.outcome, observation.failure, {name: observation.facts.get(name) for name in facts}


def observed(world: World) -> dict[str, Observation]:
    """What all checks see in one world."""
    return {check: probe.ask(world) for check, probe in discover(probes, "PROBE", Probe).items()}


_IS_A_WORLD: World = FakeWorld()
"""Checked by mypy: the fake keeps every promise of the real one."""
