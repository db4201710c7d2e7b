"""Whole stories as the person at a Mac has them: what macOS tells goes through all checks and rules, to the verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest

from netcheck.core.diagnose import judge
from netcheck.core.model import Failure, Outcome, Side
from netcheck.core.network import DnsAnswer, DnsQuestion, How, Reply, Said, Shot, Way, WebAnswer, WebRequest
from netcheck.core.retelling import also_told
from netcheck.core.settings import Service, Settings
from netcheck.core.words import LOCAL_NETWORK
from netcheck.plugins import World
from netcheck.world import macos, macos_kernel, system
from netcheck.world.machine import SystemMachine
from netcheck.world.remembered import Remembered
from netcheck.world.system import SystemWorld
from tests.fake_world import (
    FAR,
    FAR6,
    HEALTHY_SERVERS,
    MUTE_WORD,
    NO_WAY,
    NOTHING_SAID,
    ROUTER,
    START_S,
    TRUE,
    Answering,
    FakeClock,
    FakeNames,
    FakeRouter,
    FakeWeb,
    FakeWire,
    always,
    answers_from,
    at_home_only,
    closed_server,
    dead_server,
    ends_at,
    first_of,
    healthy_packets,
    no_page,
    observed,
    only,
    server_says,
    silent,
    stations,
)  # fmt: skip
from tests.world.macos_paper import GATEWAY, REJECT, SCOPED, STATIC, UP, default, near, printed, program

MAC = "02:00:00:00:00:99"
GONE = FakeNames({}, system_finds=(), system_failure=Failure.SERVER_FAILURE, found={})
LINE_DEAD = replace(GONE, servers={ROUTER: server_says("SERVFAIL")})
NO_NAME = FakeWeb(ends_at("name", Failure.NAME_NOT_FOUND))
IFCONFIG, ROUTE_GET = "/sbin/ifconfig -a -v -v", "/sbin/route -n get "


@dataclass
class Mac:
    """One Mac on paper in one situation."""

    sample: str
    index: Mapping[str, int]
    """Numbers of its adapters in the kernel's tables."""
    way: Way
    routes: bytes = b""
    arp: bytes = b""
    changed: Mapping[str, str | None] = field(default_factory=dict)
    """What programs print instead; None for those that do not answer."""
    wire: FakeWire = field(default_factory=FakeWire)
    names: FakeNames = field(default_factory=FakeNames)
    web: FakeWeb = field(default_factory=FakeWeb)
    router: FakeRouter = field(default_factory=FakeRouter)
    settings: Settings = field(default_factory=Settings)

    @property
    def guards(self) -> bool:
        """Whether its macOS asks the person before a program may speak to the local network."""
        return float(self.sample.partition("_")[0]) >= 15


def world_of(mac: Mac, patch: pytest.MonkeyPatch) -> SystemWorld:
    """The world as this Mac's program sees it: its own tables by macos.py, packets and pages from tables of ours."""
    answers = {**printed(mac.sample), **{key: text for key, text in mac.changed.items() if text is not None}}
    for key, text in mac.changed.items():
        if text is None:
            answers.pop(key, None)
    started = program(answers)

    def output(command: Sequence[str], patience_s: float = 0.5) -> str | None:
        if " ".join(command).startswith(ROUTE_GET):
            return f"  gateway: {mac.way.gateway}\n  interface: {mac.way.interface}\n" if mac.way.interface else None
        return started(command)

    def ladder(shots: Sequence[Shot]) -> tuple[Reply, ...]:
        replies = tuple(mac.wire.answers(shot) for shot in shots)
        return replies if any(each.said is not Said.SILENT for each in replies) else ()

    names = {number: name for name, number in mac.index.items()}
    patch.setattr(macos, "output", output)
    patch.setattr(macos, "_kept", {})
    patch.setattr(macos, "guards_local_network", lambda: mac.guards)
    patch.setattr(macos, "_name", names.get)
    patch.setattr(macos, "by_connecting", lambda address: Way(None, source=mac.way.source, failure=mac.way.failure))
    patch.setattr(macos, "byte_counters", dict)
    patch.setattr(macos_kernel, "routes", lambda: mac.routes)
    patch.setattr(macos_kernel, "neighbours", lambda version: mac.arp if version == 4 else b"")
    patch.setattr(system, "MACOS", True)
    patch.setattr(system, "macos_ladder", ladder)
    remembered = Remembered()
    machine = SystemMachine(remembered, macos)
    configured = macos.resolvers()
    wire = replace(mac.wire, answers=heard_on_macos(mac.wire.answers))
    return SystemWorld(
        machine, wire, replace(mac.names, configured=configured), mac.web, mac.router, FakeClock(), mac.settings,
        lambda key: None, False, lambda url, wait_s: NOTHING_SAID, START_S, remembered=remembered,
    )  # fmt: skip


def heard_on_macos(answers: Answering) -> Answering:
    """macOS tells ordinary sockets neither who let a packet expire nor who refused it on the way."""

    def answer(shot: Shot) -> Reply:
        reply = answers(shot)
        if reply.said is Said.EXPIRED:
            return silent(shot)
        return replace(reply, sender=None, icmp=None) if reply.said in (Said.UNREACHABLE, Said.PROHIBITED) else reply

    return answer


def seen_by(mac: Mac, patch: pytest.MonkeyPatch) -> tuple[str, Side]:
    """The verdict over this Mac's story."""
    world: World = world_of(mac, patch)
    verdict = judge(observed(world))
    return verdict.fault, verdict.side


HOME = Way("en0", ROUTER, "192.168.1.23")
BOOKS = {"10.15_macbook": 7, "13_no_lease": 11, "15_redacted": 11}
"""MacBooks on Wi-Fi, and the number of en0 in the kernel's tables."""


def at_home(sample: str = "15_redacted", **more: object) -> Mac:
    """A MacBook on its Wi-Fi; what is told beside that is other than in a healthy home."""
    number = BOOKS[sample]
    arp = near(ROUTER, number, MAC)
    mac = Mac(sample, {"en0": number, "utun0": 19}, HOME, default(ROUTER, number), arp)
    idle = default("fe80::%19", 19, UP | GATEWAY | SCOPED)
    return replace(mac, routes=mac.routes + idle, **more)  # type: ignore[arg-type]


def without_link(sample: str) -> str:
    """What ifconfig prints of the same Mac when its Wi-Fi is not joined: no addresses, no signal."""
    before, en0 = printed(sample)[IFCONFIG].split("\nen0: ")
    lines, rest = en0.split("status: active", 1)
    kept = "\n".join(line for line in lines.splitlines() if not line.startswith("\tinet"))
    return f"{before}\nen0: {kept}\n\tstatus: inactive{rest}"


def alone(sample: str, power: str, **more: object) -> Mac:
    """A MacBook that is joined to nothing."""
    changed = {
        IFCONFIG: without_link(sample),
        "/usr/sbin/networksetup -getairportpower en0": power,
        "/usr/sbin/ipconfig getsummary en0": "<dictionary> {\n  InterfaceType : WiFi\n}\n",
        "/usr/sbin/scutil --dns": "No DNS configuration available\n",
        "CoreWLAN": None,
    }
    wire = FakeWire(always(Said.NO_ROUTE))
    mac = Mac(sample, {"en0": BOOKS[sample]}, NO_WAY, changed=changed, wire=wire, names=GONE, web=NO_NAME)
    return replace(mac, router=FakeRouter(MUTE_WORD), **more)  # type: ignore[arg-type]


def to_router(said: Said, beyond: Said) -> Answering:
    """One word for the router itself, another for all beyond it: our own system speaks."""
    return first_of(only(lambda shot: shot.address == ROUTER, always(said)), always(beyond))


def denied(shot: Shot) -> bool:
    """Whether the local-network setting forbids it: the house itself, but not the world beyond."""
    return shot.address.startswith("192.168.") and shot.device is None


def denying(answers: Answering) -> Answering:
    """macOS 15 without leave for the local network: EHOSTUNREACH for all that is in the house."""
    return lambda shot: Reply(shot, Said.WITHHELD) if denied(shot) else answers(shot)


def refused(question: DnsQuestion) -> DnsAnswer:
    """A name server in the house, which we may not ask."""
    return DnsAnswer(question, failure=Failure.NOT_PERMITTED)


def undecided(answers: Answering) -> Answering:
    """The same while macOS still asks the person, or lets some of it pass: the first question alone is refused."""
    return lambda shot: Reply(shot, Said.WITHHELD) if denied(shot) and shot.how is How.ECHO else answers(shot)


def walled(shot: Shot) -> Reply:
    """A packet filter of this Mac lets out nothing but what stays in the house."""
    return healthy_packets(shot) if shot.address.startswith("192.168.") else Reply(shot, Said.WITHHELD)


SIX = Way("en0", "fe80::1%en0", "2001:db8:1:0:9d2f:1a4b:77c0:5e31")
SIXES = ("fe80::1", *FAR, *(address for address in FAR6 if address))
"""Who answers on such a line: old addresses, too, by way of the provider's translator (NAT64)."""
DEAD6 = replace(GONE, servers={"fe80::1%en0": server_says("SERVFAIL")})


def on_six(answers: Answering, **more: object) -> Mac:
    """A Mac on a line without IPv4, which makes itself a way out for old addresses (CLAT46)."""
    routes = default("fe80::1%15", 15) + default("192.0.0.1", 15)
    servers = {"fe80::1%en0": HEALTHY_SERVERS[ROUTER]}
    mac = Mac("26_ipv6_only", {"en0": 15, "utun0": 19}, SIX, routes, wire=FakeWire(answers),
              names=FakeNames({**HEALTHY_SERVERS, **servers}))  # fmt: skip
    return replace(mac, **more)  # type: ignore[arg-type]


def alive6(*hosts: str) -> Answering:
    """These hosts answer, and stations tell of packets that expired on their way to the first of the far ones."""
    way = stations("fe80::1", "2001:db8:a::1", "2001:db8:a::9")
    return first_of(answers_from(hosts), only(lambda shot: shot.ttl is not None and shot.how is How.ECHO, way))


alive_alone = first_of(answers_from(("fe80::1",)), only(lambda shot: shot.how is How.ECHO, stations("fe80::1")))
"""The router of such a line, and nothing beyond it. Whether a second router stands behind it nobody tells."""


def kept_from_home(request: WebRequest) -> WebAnswer:
    """Pages open, but for those in the house."""
    if "192.168." in request.url:
        return ends_at("connect", Failure.NOT_PERMITTED)(request)
    return FakeWeb().gives(request)


NAS = replace(Settings(), services=(Service("Files", "https://192.168.1.50/"),))
IN_TUNNEL = Mac(
    "12_vpn", {"en0": 11, "utun4": 20}, Way("utun4", None, "10.8.0.2"),
    default("10.8.0.1", 20, UP | GATEWAY | STATIC) + default(ROUTER, 11, UP | GATEWAY | SCOPED),
    near(ROUTER, 11, MAC), names=FakeNames({**HEALTHY_SERVERS, "10.8.0.1": HEALTHY_SERVERS[ROUTER]}),
)  # fmt: skip
PAST_IT = only(lambda shot: shot.device == "en0", healthy_packets)

STORIES: Mapping[str, tuple[Callable[[], Mac], str, Side]] = {
    "healthy, 10.15": (lambda: at_home("10.15_macbook"), "none", Side.NONE),
    "healthy, 15": (at_home, "none", Side.NONE),
    "healthy, on a cable, Wi-Fi off, 11": (
        lambda: Mac(
            "11_mini", {"en0": 4}, HOME, default(ROUTER, 4), near(ROUTER, 4, MAC),
            changed={"/usr/sbin/scutil --proxy": None},
        ), "none", Side.NONE,
    ),
    "healthy, a phone and a virtual machine beside, 14": (
        lambda: Mac(
            "14_phone", {"en7": 18, "en8": 19, "en0": 11}, Way("en7", ROUTER, "192.168.1.24"),
            default(ROUTER, 18) + default("172.20.10.1", 19, UP | GATEWAY | SCOPED), near(ROUTER, 18, MAC),
        ), "none", Side.NONE,
    ),
    "healthy, ping switched off everywhere": (
        lambda: at_home(wire=FakeWire(only(lambda s: s.how is How.TCP and s.ttl is None, healthy_packets))),
        "none", Side.NONE,
    ),
    "healthy, and every program is late": (
        lambda: at_home(changed=dict.fromkeys((*printed("15_redacted"), "CoreWLAN"))), "none", Side.NONE,
    ),
    "healthy, and only ifconfig answers": (
        lambda: at_home(changed=dict.fromkeys(key for key in printed("15_redacted") if key != IFCONFIG)),
        "none", Side.NONE,
    ),
    "healthy, but netcheck may not speak to the local network": (
        lambda: kept_mac(), "none", Side.NONE,
    ),
    "healthy, and a packet filter of old keeps netcheck from the router": (
        lambda: at_home(
            "10.15_macbook", wire=FakeWire(denying(healthy_packets)), router=FakeRouter(MUTE_WORD),
            names=FakeNames({**HEALTHY_SERVERS, ROUTER: refused}),
        ), "none", Side.NONE,
    ),
    "healthy, without IPv4, 26": (lambda: on_six(alive6(*SIXES)), "none", Side.NONE),
    "without IPv4, the provider dead beyond its first station": (
        lambda: on_six(alive6("fe80::1"), names=DEAD6, web=NO_NAME, router=FakeRouter(MUTE_WORD)),
        "isp-outage", Side.UPSTREAM,
    ),
    "without IPv4, line dead": (
        lambda: on_six(alive_alone, names=DEAD6, web=NO_NAME, router=FakeRouter(MUTE_WORD)), "line-down", Side.UPSTREAM,
    ),
    "without IPv4, router off": (
        lambda: on_six(silent, names=GONE, web=NO_NAME, router=FakeRouter(MUTE_WORD)), "router-silent", Side.LOCAL,
    ),
    "a packet filter of this Mac lets nothing out of the house": (
        lambda: at_home(
            wire=FakeWire(walled), names=replace(GONE, servers={ROUTER: HEALTHY_SERVERS[ROUTER]}), web=FakeWeb(no_page)
        ), "firewall-blocking", Side.LOCAL,
    ),
    "Wi-Fi off": (lambda: alone("15_redacted", "Wi-Fi Power (en0): Off\n"), "adapter-off", Side.LOCAL),
    "Wi-Fi off, a T2 chip": (lambda: alone("10.15_macbook", "Wi-Fi Power (en0): Off\n"), "adapter-off", Side.LOCAL),
    "not joined": (lambda: alone("15_redacted", "Wi-Fi Power (en0): On\n"), "link-down", Side.LOCAL),
    "not joined, a T2 chip": (lambda: alone("10.15_macbook", "Wi-Fi Power (en0): On\n"), "link-down", Side.LOCAL),
    "no lease": (
        lambda: Mac(
            "13_no_lease", {"en0": 11}, NO_WAY, wire=FakeWire(always(Said.NO_ROUTE)), names=GONE, web=NO_NAME,
            router=FakeRouter(MUTE_WORD),
        ), "no-address", Side.LOCAL,
    ),
    "router off, not yet given up": (
        lambda: at_home(
            arp=near(ROUTER, 11), wire=FakeWire(silent), names=GONE, web=NO_NAME, router=FakeRouter(MUTE_WORD)
        ), "router-silent", Side.LOCAL,
    ),
    "router off, given up by ARP": (
        lambda: at_home(
            arp=near(ROUTER, 11, flags=REJECT), wire=FakeWire(to_router(Said.NO_NEIGHBOUR, Said.WITHHELD)),
            names=GONE, web=NO_NAME, router=FakeRouter(MUTE_WORD),
        ), "router-silent", Side.LOCAL,
    ),
    "the router's DNS dead": (
        lambda: at_home(
            names=FakeNames(
                {**HEALTHY_SERVERS, ROUTER: closed_server}, system_finds=(), system_failure=Failure.SERVER_FAILURE
            )
        ), "router-dns-down", Side.LOCAL,
    ),
    "line dead": (
        lambda: at_home(
            wire=FakeWire(at_home_only), names=LINE_DEAD, web=NO_NAME, router=FakeRouter(MUTE_WORD)
        ), "line-down", Side.UPSTREAM,
    ),
    "the provider dead beyond its first station": (
        lambda: at_home(
            wire=FakeWire(only(lambda s: s.address not in (*FAR, TRUE) or s.ttl is not None, healthy_packets)),
            names=LINE_DEAD, web=FakeWeb(no_page),
        ), "isp-outage", Side.UPSTREAM,
    ),
    "a VPN that works": (lambda: IN_TUNNEL, "none", Side.NONE),
    "a VPN that is dead": (
        lambda: replace(
            IN_TUNNEL, wire=FakeWire(PAST_IT), web=NO_NAME,
            names=FakeNames({"10.8.0.1": dead_server}, system_finds=(), system_failure=Failure.TIMEOUT, found={}),
        ), "vpn-down", Side.LOCAL,
    ),
}  # fmt: skip
"""What happens to a person at a Mac, the verdict, and its side."""


@pytest.mark.parametrize("name", STORIES)
def test_a_story_at_a_mac_leads_to_its_verdict(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make, fault, side = STORIES[name]
    assert seen_by(make(), monkeypatch) == (fault, side)


@pytest.mark.parametrize("name", STORIES)
def test_what_macos_hides_turns_nobody_into_the_culprit(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make, _, side = STORIES[name]
    world = world_of(make(), monkeypatch)
    seen = observed(world)
    for check, said in seen.items():
        less = {**seen, check: replace(said, outcome=Outcome.UNKNOWN, failure=None, facts={})}
        verdict = judge(less)
        if side is Side.NONE:
            assert not verdict.accuses, f"{verdict.fault} without {check}"
        elif side is Side.LOCAL and verdict.side is Side.UPSTREAM:
            assert verdict.confidence.value == "possible", f"{verdict.fault} without {check}"


def kept(answers: Answering, **more: object) -> Mac:
    """A Mac whose owner has not let netcheck speak to the local network."""
    servers = {**HEALTHY_SERVERS, ROUTER: refused}
    mac = at_home(wire=FakeWire(answers), names=FakeNames(servers), router=FakeRouter(MUTE_WORD))
    return replace(mac, **more)  # type: ignore[arg-type]


def kept_mac() -> Mac:
    """The same, and all else is well."""
    return kept(denying(healthy_packets))


WITHHELD = "local-network-withheld"


def test_what_the_local_network_setting_forbids_is_said_beside_the_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = observed(world_of(kept_mac(), monkeypatch))
    assert (seen["gateway"].outcome, seen["gateway"].facts["withheld"]) == (Outcome.UNKNOWN, True)
    verdict = judge(seen)
    assert (verdict.fault, verdict.also) == ("none", (WITHHELD,))
    assert "System Settings, Privacy & Security, Local Network" in also_told(WITHHELD, seen)


@pytest.mark.parametrize(
    "mac",
    [
        pytest.param(lambda: at_home(), id="it may speak to all"),
        pytest.param(lambda: at_home(settings=NAS), id="the files at home open as well"),
        pytest.param(
            lambda: replace(at_home(settings=NAS, web=FakeWeb(kept_from_home)), sample="13_no_lease"),
            id="the files at home do not, but no such setting: 13",
        ),
        pytest.param(
            lambda: at_home(settings=NAS, web=FakeWeb(kept_from_home), arp=near("192.168.1.50", 11, flags=REJECT)),
            id="the computer with the files at home is off",
        ),
        pytest.param(lambda: replace(kept_mac(), sample="13_no_lease"), id="no such setting: 13"),
        pytest.param(
            lambda: replace(kept(denying(PAST_IT)), **{
                name: getattr(IN_TUNNEL, name) for name in ("sample", "index", "way", "routes", "arp")
            }), id="a VPN may forbid it as well",
        ),
        pytest.param(
            lambda: kept(denying(silent), arp=near(ROUTER, 11, flags=REJECT), names=GONE, web=NO_NAME),
            id="the router is gone, and its neighbour entry says so",
        ),
        pytest.param(
            lambda: kept(denying(silent), arp=near(ROUTER, 11), names=GONE, web=NO_NAME),
            id="the router was never found",
        ),
    ],
)  # fmt: skip
def test_no_setting_is_blamed_for_what_it_did_not_do(mac: Callable[[], Mac], monkeypatch: pytest.MonkeyPatch) -> None:
    assert WITHHELD not in judge(observed(world_of(mac(), monkeypatch))).also


@pytest.mark.parametrize("answers", [denying(at_home_only), undecided(silent)], ids=["all refused", "some of it"])
def test_a_line_that_is_dead_is_nobodys_fault_at_home_where_the_house_may_not_be_asked(
    answers: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    mac = kept(answers, names=replace(GONE, servers={ROUTER: refused}), web=NO_NAME)
    verdict = judge(observed(world_of(mac, monkeypatch)))
    assert verdict.side is not Side.LOCAL
    assert verdict.confidence.value == "possible"
    assert WITHHELD in verdict.also
    assert verdict.side is not Side.UNKNOWN or verdict.steps[1] == LOCAL_NETWORK


def test_files_at_home_that_may_not_be_asked_for_are_not_called_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """The router itself is let through, where it is the name server as well (TN3179)."""
    seen = observed(world_of(at_home(settings=NAS, web=FakeWeb(kept_from_home)), monkeypatch))
    verdict = judge(seen)
    assert (verdict.fault, verdict.also) == ("unknown", (WITHHELD,))
    assert verdict.steps[1] == LOCAL_NETWORK
    assert "this computer would not send it" in seen["services"].summary


def test_a_router_that_is_gone_is_told_by_its_entry_even_where_it_may_not_be_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mac = kept(denying(silent), arp=near(ROUTER, 11, flags=REJECT), names=GONE, web=NO_NAME)
    assert seen_by(mac, monkeypatch) == ("router-silent", Side.LOCAL)
