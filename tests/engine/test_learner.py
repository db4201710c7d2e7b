"""Whose line this is, is asked once a day while all is well; never in an outage, through a tunnel, or unasked for."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from netcheck.core.courtesy import SPREAD_S
from netcheck.core.model import Confidence, Fact, Failure, Impact, Report, Side, Verdict
from netcheck.core.network import (
    Address,
    DnsAnswer,
    DnsQuestion,
    Memory,
    ProxyChoice,
    Resolver,
    RouterWord,
    Way,
)
from netcheck.core.settings import Isp, Learn, Settings
from netcheck.engine.learner import Change, Learner, Learning
from netcheck.plugins import World
from tests.fake_world import (
    ETHERNET,
    MUTE_WORD,
    NOW,
    PROVIDERS_DNS,
    ROUTER,
    ROUTER6,
    FakeMachine,
    FakeNames,
    FakeRouter,
    FakeWeb,
    FakeWorld,
    by_url,
    page,
)

HOME = "mac 02:00:00:00:00:01"
WORD = RouterWord(0, "84.112.13.23", "Connected", answered=("nat-pmp",))
ORIGIN = "0.13.112.84.origin.asn.cymru.com"
OWNER = "AS64500.asn.cymru.com"
FIRST, SECOND = "https://rdap.org/ip/84.112.13.0", "https://rdap.example/ip/84.112.13.0"
TEXTS = {
    ORIGIN: "64500 | 84.112.0.0/16 | AT | ripencc | 2004-01-01",
    OWNER: "64500 | AT | ripencc | 2004-01-01 | LABTEL Lab Telecom, AT",
    "whoami.cloudflare": "84.112.13.23",
}
RECORD = json.dumps(
    {"entities": [{"roles": ["registrant"], "vcardArray": ["vcard", [["fn", {}, "text", "Lab Telecom AG"]]]}]}
).encode()
ORIGIN6 = "0." * 20 + "4.3.2.1.8.8.3.8.2.0.a.2.origin6.asn.cymru.com"


def serving(question: DnsQuestion) -> DnsAnswer:
    """The configured name server, and those that echo the asker's address."""
    if question.name == "myip.opendns.com":
        return DnsAnswer(question, "NOERROR", ("84.112.13.23",))
    if question.name == ORIGIN6:
        return DnsAnswer(question, "NOERROR", texts=("64500 | 2a02:8388::/32 | AT | ripencc |",))
    text = TEXTS.get(question.name)
    return DnsAnswer(question, "NOERROR" if text else "NXDOMAIN", texts=(text,) if text else ())


SERVERS = dict.fromkeys((ROUTER, PROVIDERS_DNS, "1.1.1.1", "208.67.222.222"), serving)
WEB = by_url({FIRST: page(302, b"", SECOND), SECOND: page(200, RECORD)})


@dataclass
class Waiting(threading.Event):
    """A stop that lets no time pass, and remembers how long was waited."""

    waited: list[float] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        super().__init__()

    def wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout or 0.0)
        self.meanwhile()
        return self.is_set()


@dataclass
class Home:
    """A home that works, and what is known of it."""

    world: FakeWorld = field(
        default_factory=lambda: FakeWorld(names=FakeNames(SERVERS), web=FakeWeb(WEB), router=FakeRouter(WORD))
    )
    known: dict[str, Memory] = field(default_factory=lambda: {HOME: Memory(HOME, NOW, {"gateway": ROUTER})})
    settings: Settings = field(default_factory=Settings)
    network: str = HOME
    catalogue: Mapping[str, str] = field(default_factory=dict)
    stop: Waiting = field(default_factory=Waiting)
    learner: Learner = field(init=False)

    def __post_init__(self) -> None:
        self.learner = Learner(
            Learning(
                world=self._world,
                network=lambda world: self.network,
                recall=self.known.get,
                amend=self._amend,
                settings=lambda: self.settings,
                known=lambda names, origin: next((self.catalogue[n] for n in names if n in self.catalogue), ""),
                stop=self.stop,
                chance=lambda: 0.5,
            )
        )

    def _world(self) -> World:
        return self.world

    def _amend(self, network: str, change: Change) -> bool:
        memory = change(self.known.get(network))
        if memory is None:
            return False
        self.known[network] = memory
        return True

    def looks(self, side: Side = Side.NONE) -> dict[str, Fact]:
        """What is known of the home once the learner is through after such a look."""
        self.learner.looked(report(side))
        for thread in threading.enumerate():
            if thread.name == "learner":
                thread.join(10)
                assert not thread.is_alive()
        return dict(self.known[HOME].facts) if HOME in self.known else {}

    @property
    def asked(self) -> list[str]:
        """The names of all questions, and the addresses of all pages."""
        names, web = self.world.names, self.world.web
        assert isinstance(names, FakeNames)
        assert isinstance(web, FakeWeb)
        return [*(question.name for question in names.asked), *(request.url for request in web.asked)]


def report(side: Side) -> Report:
    verdict = Verdict(side, None, "none", Impact.NONE, Confidence.CERTAIN, "", "")
    return Report("1", NOW, verdict, (), ())


def test_a_healthy_home_learns_whose_line_it_is() -> None:
    home = Home()
    facts = home.looks()
    wanted = {
        "gateway": ROUTER,
        "public_prefix": "84.112.13.0/24",
        "announced": "84.112.0.0/16",
        "provider_asn": 64500,
        "provider_country": "AT",
        "provider_as_name": "LABTEL Lab Telecom",
        "provider_registrant": "Lab Telecom AG",
        "provider_name": "Lab Telecom AG",
        "provider_name_from": "registry",
        "told_by": ("router", "asn.cymru.com", "rdap.example"),
    }
    assert {name: facts.get(name) for name in wanted} == wanted
    assert home.asked == [ORIGIN, OWNER, FIRST, SECOND]
    assert "84.112.13.23" not in str(facts)
    assert home.stop.waited == [0.0]


def test_the_same_day_nobody_is_asked_again_and_the_next_day_only_the_router() -> None:
    home = Home()
    home.looks()
    before = home.asked
    home.looks()
    assert home.asked == before
    home.world.clock.pause(timedelta(days=1, seconds=1).total_seconds())
    asked_at = home.known[HOME].facts["asked_at"]
    facts = home.looks()
    assert home.asked == before, "the answer still holds"
    assert facts["asked_at"] != asked_at
    assert facts["provider_name"] == "Lab Telecom AG"


def test_a_line_that_changed_hands_is_asked_about_on_the_next_day() -> None:
    home = Home()
    home.looks()
    home.world.clock.pause(timedelta(days=2).total_seconds())
    home.world.router = FakeRouter(replace(WORD, external_address="9.9.9.9"))
    home.looks()
    assert "0.9.9.9.origin.asn.cymru.com" in home.asked


def test_a_failed_try_counts_as_asked() -> None:
    home = Home()
    home.world.names = FakeNames({})
    assert "provider_name" not in home.looks()
    before = home.asked
    assert ORIGIN in before
    home.looks()
    assert home.asked == before


def test_the_catalogue_spares_the_registry() -> None:
    home = Home(catalogue={"LABTEL Lab Telecom": "LabTel"})
    facts = home.looks()
    assert (facts["provider_name"], facts["provider_name_from"]) == ("LabTel", "catalogue")
    assert home.asked == [ORIGIN, OWNER]


def test_the_catalogue_may_know_what_the_registry_says() -> None:
    facts = Home(catalogue={"Lab Telecom AG": "LabTel"}).looks()
    assert (facts["provider_name"], facts["provider_name_from"]) == ("LabTel", "catalogue")


def test_where_the_router_does_not_tell_two_operators_do() -> None:
    home = Home()
    home.world.router = FakeRouter(MUTE_WORD)
    facts = home.looks()
    assert home.asked[:3] == ["whoami.cloudflare", "myip.opendns.com", ORIGIN]
    assert facts["told_by"] == ("1.1.1.1", "208.67.222.222", "asn.cymru.com", "rdap.example")


def test_operators_that_do_not_agree_are_not_believed() -> None:
    home = Home()
    home.world.router = FakeRouter(RouterWord(0, "100.64.13.23"))
    home.world.names = FakeNames({**SERVERS, "208.67.222.222": lambda q: DnsAnswer(q, "NOERROR", ("9.9.9.9",))})
    assert not any(name.startswith("provider_") for name in home.looks())
    assert home.asked == ["whoami.cloudflare", "myip.opendns.com"]


def test_a_way_to_the_operators_through_another_adapter_is_not_taken() -> None:
    home = Home()
    home.world.router = FakeRouter(MUTE_WORD)
    home.world.machine = FakeMachine(ways={"1.1.1.1": Way("wg0")})
    home.looks()
    assert home.asked == []


def test_over_ipv6_alone_the_computers_own_address_tells() -> None:
    home = Home()
    home.world.routers = (ROUTER6,)
    adapter = replace(ETHERNET, addresses=(Address("fd00::1", 64), Address("2a02:8388:1234:1::9", 64)))
    home.world.machine = FakeMachine(adapters=(adapter,))
    facts = home.looks()
    assert home.asked[:2] == [ORIGIN6, OWNER]
    assert (facts["public_prefix"], facts["provider_asn"]) == ("2a02:8388:1234::/48", 64500)


def test_the_second_name_server_is_asked_where_the_first_is_silent() -> None:
    home = Home()
    servers = (Resolver("192.0.2.1"), Resolver(PROVIDERS_DNS), Resolver(ROUTER))
    home.world.names = FakeNames(SERVERS, configured=servers)
    assert home.looks()["provider_asn"] == 64500
    assert home.asked[:4] == [ORIGIN, ORIGIN, OWNER, OWNER]


# --- when nobody is asked


def test_a_fault_teaches_nothing() -> None:
    for side in (Side.LOCAL, Side.UPSTREAM, Side.UNKNOWN):
        home = Home()
        assert home.looks(side) == {"gateway": ROUTER}
        assert home.asked == []


def _switched_off(home: Home) -> None:
    home.settings = Settings(learn=Learn(on=False))


def _no_zone(home: Home) -> None:
    home.settings = Settings(learn=Learn(asn_zone=""))


def _tunnel(home: Home) -> None:
    home.world.past_tunnel = "enp3s0"


def _no_router(home: Home) -> None:
    home.world.routers = ()


def _unknown_network(home: Home) -> None:
    home.network = ""


def _never_seen_well(home: Home) -> None:
    del home.known[HOME]


def _ending(home: Home) -> None:
    home.stop.set()


@pytest.mark.parametrize(
    "so", [_switched_off, _no_zone, _tunnel, _no_router, _unknown_network, _never_seen_well, _ending]
)
def test_nobody_is_asked_and_nothing_is_written(so: Callable[[Home], None]) -> None:
    home = Home()
    so(home)
    before = dict(home.known)
    home.looks()
    assert home.asked == []
    assert home.known == before


def test_without_a_registry_or_with_a_proxy_no_page_is_opened() -> None:
    home = Home(settings=Settings(learn=Learn(rdap="")))
    assert home.looks()["provider_name"] == "LABTEL Lab Telecom"
    behind = Home()
    behind.world.machine = FakeMachine(told_proxies=(ProxyChoice("http://proxy.example:3128", "environment"),))
    assert behind.looks()["provider_name"] == "LABTEL Lab Telecom"
    assert home.asked == behind.asked == [ORIGIN, OWNER]


def test_a_registry_that_leads_nowhere_or_round_and_round_is_left() -> None:
    for web in (by_url({FIRST: page(302, b"", FIRST + "/")}, page(302, b"", FIRST)), by_url({})):
        home = Home()
        home.world.web = FakeWeb(web)
        assert home.looks()["provider_name"] == "LABTEL Lab Telecom"
        assert 1 <= sum(each.startswith("https:") for each in home.asked) <= 3


# --- after an outage, and meanwhile


def test_after_an_outage_questions_are_spread() -> None:
    home = Home()
    home.looks(Side.UPSTREAM)
    assert home.looks()["provider_asn"] == 64500
    assert home.stop.waited == [SPREAD_S / 2]


def test_an_outage_while_it_waits_ends_it() -> None:
    home = Home()
    home.looks(Side.UPSTREAM)
    home.stop.meanwhile = lambda: home.learner.looked(report(Side.UPSTREAM))
    home.looks()
    assert home.asked == []
    assert home.known[HOME].facts == {"gateway": ROUTER}


def test_switched_off_or_carried_elsewhere_while_it_waits() -> None:
    for change in (_switched_off, lambda home: setattr(home, "network", "mac 02:00:00:00:00:77")):
        home = Home()
        home.stop.meanwhile = lambda home=home, change=change: change(home)  # type: ignore[misc]
        home.looks()
        assert home.asked == []


def test_who_changes_networks_while_it_asks_learns_of_neither() -> None:
    home = Home()

    def elsewhere(question: DnsQuestion) -> DnsAnswer:
        home.network = "mac 02:00:00:00:00:77"
        return serving(question)

    home.world.names = FakeNames({**SERVERS, ROUTER: elsewhere})
    facts = home.looks()
    assert home.asked
    assert not any(name.startswith("provider_") for name in facts)
    assert "asked_at" in facts


def test_what_the_person_forgot_meanwhile_does_not_come_back() -> None:
    home = Home()

    def forgotten(question: DnsQuestion) -> DnsAnswer:
        home.known.clear()
        return serving(question)

    home.world.names = FakeNames({**SERVERS, ROUTER: forgotten})
    home.looks()
    assert home.asked
    assert home.known == {}


def test_everything_has_one_deadline() -> None:
    home = Home()

    def slow(question: DnsQuestion) -> DnsAnswer:
        home.world.clock.pause(60)
        return DnsAnswer(question, failure=Failure.TIMEOUT)

    home.world.names = FakeNames({ROUTER: slow}, configured=(Resolver(ROUTER), Resolver(ROUTER)))
    home.looks()
    assert home.asked == [ORIGIN]


def test_our_own_bug_stops_nothing() -> None:
    home = Home()

    def broken(question: DnsQuestion) -> DnsAnswer:
        raise ZeroDivisionError

    home.world.names = FakeNames({ROUTER: broken})
    assert "provider_asn" not in home.looks()
    home.known[HOME] = Memory(HOME, NOW, {})
    home.world.names = FakeNames(SERVERS)
    assert home.looks()["provider_asn"] == 64500


def test_the_name_in_the_settings_changes_nothing_of_what_is_learnt() -> None:
    home = Home(settings=Settings(isp=Isp(name="Mine")))
    assert home.looks()["provider_name"] == "Lab Telecom AG"
