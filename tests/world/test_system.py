"""One look's world, put together from parts: which families and routers are used, and what is asked of the stations."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netcheck.core.model import Failure
from netcheck.core.network import (
    Address,
    DefaultRoute,
    How,
    Interface,
    Kind,
    Memory,
    Neighbour,
    Reply,
    Said,
    Shot,
    StatusPage,
    Way,
)
from netcheck.core.settings import Landmark, Landmarks, SecondWay, Settings
from netcheck.plugins import Machine, World
from netcheck.world import system
from netcheck.world.sockets import LINUX
from netcheck.world.system import DEEPEST, LADDER_PORT, SystemWorld
from tests import fake_world
from tests.fake_world import (
    CORE,
    ETHERNET,
    FAR,
    FAR6,
    HOP,
    LEARNT,
    MEMORY,
    MINE,
    NO_WAY,
    NOW,
    RADIO,
    ROUTE,
    ROUTE6,
    ROUTER,
    ROUTER6,
    START_S,
    TUNNEL,
    V6,
    FakeClock,
    FakeMachine,
    FakeNames,
    FakeRouter,
    FakeWeb,
    FakeWire,
    answers_from,
    first_of,
    reply,
    silent,
    stations,
)

MAC = "02:00:00:00:00:01"
BY_MAC, BY_IP = f"mac {MAC}", f"ip {ROUTER}"
KNOWN = {ROUTER: Neighbour(ROUTER, "reachable", 1.0, MAC)}
BOTH = replace(ETHERNET, addresses=(*ETHERNET.addresses, V6, Address("fe80::23", 64)))
LOOPBACK = Interface("lo", 1, Kind.LOOPBACK, True, True, (Address("127.0.0.1", 8), Address("::1", 128)))
SELF_ASSIGNED = replace(ETHERNET, addresses=(Address("169.254.7.9", 16), Address("fe80::23", 64)))
NOT_JOINED = replace(RADIO, carrier=False, addresses=())
BY_RADIO = replace(ROUTE, interface="wlp2s0", gateway="10.5.0.1", metric=600)
INTO_TUNNEL = DefaultRoute(4, None, "wg0", 50)
NO_LANDMARKS = Settings(landmarks=Landmarks(hosts=()))


@dataclass
class Memories:
    """What is kept of networks, by key, and the keys that were asked for."""

    kept: Mapping[str, Memory] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def recall(self, network: str) -> Memory | None:
        self.asked.append(network)
        return self.kept.get(network)


@dataclass
class WarmingWire(FakeWire):
    """The first packet makes the system learn its neighbours' hardware addresses."""

    machine: FakeMachine = field(default_factory=FakeMachine)
    learns: Mapping[str, Neighbour] = field(default_factory=dict)

    def ask(
        self,
        shots: Sequence[Shot],
        wait_s: float = 1.2,
        retry_s: float = 0.4,
        enough: Callable[[Sequence[Reply]], bool] | None = None,
    ) -> tuple[Reply, ...]:
        self.machine.neighbours = self.learns
        return super().ask(shots, wait_s, retry_s, enough)


def no_pages(url: str, wait_s: float) -> StatusPage:
    raise AssertionError("nobody asked for a page")


def made(
    machine: Machine | None = None,
    wire: FakeWire | None = None,
    memories: Memories | None = None,
    settings: Settings | None = None,
    look: int = 0,
    pages: Callable[[str, float], StatusPage] = no_pages,
) -> SystemWorld:
    """The real world over fake parts; by default a home that is known by its router's hardware address."""
    return SystemWorld(
        machine=machine or FakeMachine(neighbours=KNOWN),
        wire=wire or FakeWire(),
        names=FakeNames(),
        web=FakeWeb(),
        router=FakeRouter(),
        clock=FakeClock(),
        settings=settings or Settings(),
        recall=(memories or Memories()).recall,
        remembers_any=True,
        pages=pages,
        began=START_S,
        look=look,
    )


_IS_A_WORLD: World = made()
"""Checked by mypy: it keeps every promise that checks rely on."""


on_linux = pytest.mark.skipif(not LINUX, reason="other systems do not tell which station let a packet expire")


# --- other ways out ---------------------------------------------------------------------------------------------------

USB = Interface("usb0", 5, Kind.WIRED, True, True, (Address("172.20.10.4", 28, "dhcp"),))
BESIDE = DefaultRoute(4, "172.20.10.1", "usb0", 700)


def test_an_adapter_beside_the_one_in_use_is_another_way() -> None:
    world = made(FakeMachine(adapters=(ETHERNET, USB, TUNNEL), routes=(ROUTE, BESIDE)))
    assert [(way.interface, way.words) for way in world.other_ways()] == [("usb0", "your phone (usb0)")]
    off = replace(Settings(), second_way=SecondWay(on=False))
    alone = made(FakeMachine(adapters=(ETHERNET, USB), routes=(ROUTE, BESIDE)), settings=off)
    assert alone.other_ways() == ()
    assert [way.interface for way in alone.ways_beside()] == ["usb0"]


@pytest.mark.parametrize(
    "machine",
    [
        pytest.param(FakeMachine(adapters=(ETHERNET,)), id="one adapter"),
        pytest.param(FakeMachine(adapters=(ETHERNET, USB)), id="no route of its own"),
        pytest.param(FakeMachine(adapters=None, routes=(ROUTE, BESIDE)), id="adapters are not told"),
        pytest.param(FakeMachine(adapters=(ETHERNET, USB), routes=None), id="routes are not told"),
        pytest.param(
            FakeMachine(adapters=(ETHERNET, USB), routes=(BESIDE, ROUTE), way=Way("usb0", "172.20.10.1")), id="in use"
        ),
        pytest.param(
            FakeMachine(
                adapters=(ETHERNET, USB),
                routes=(ROUTE, BESIDE),
                neighbours=dict.fromkeys(
                    (ROUTER, "172.20.10.1"), Neighbour(ROUTER, "stale", None, "02:00:00:00:00:01")
                ),
            ),
            id="the same router",
        ),
    ],
)
def test_where_there_is_no_other_way(machine: FakeMachine) -> None:
    assert "usb0" not in {way.interface for way in made(machine).other_ways()}


# --- families ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("machine", "families"),
    [
        pytest.param(FakeMachine(), (4,), id="IPv4 alone"),
        pytest.param(FakeMachine((BOTH,)), (4, 6), id="both"),
        pytest.param(FakeMachine((replace(ETHERNET, addresses=(V6,)),)), (6,), id="IPv6 alone"),
        pytest.param(FakeMachine((BOTH,), ways={FAR6[0]: NO_WAY}), (4,), id="an IPv6 address without a way out"),
        pytest.param(FakeMachine((BOTH,), way=NO_WAY), (), id="no way out at all"),
        pytest.param(FakeMachine((SELF_ASSIGNED, LOOPBACK)), (), id="self-assigned addresses lead nowhere"),
        pytest.param(FakeMachine(()), (), id="no adapter"),
        pytest.param(FakeMachine(None), (4,), id="a system that does not tell"),
    ],
)
def test_families(machine: FakeMachine, families: tuple[int, ...]) -> None:
    assert made(machine).families() == families


def test_a_family_without_a_landmark_cannot_be_asked() -> None:
    hosts = (Landmark("A", "192.0.2.1", "", ""), Landmark("B", "192.0.2.2", "", ""))
    assert made(FakeMachine((BOTH,)), settings=Settings(landmarks=Landmarks(hosts))).families() == (4,)
    assert made(FakeMachine((BOTH,)), settings=NO_LANDMARKS).families() == ()


def test_families_are_found_out_once_a_look() -> None:
    machine = FakeMachine((BOTH,))
    world = made(machine)
    before = world.families()
    machine.adapters = ()
    assert world.families() == before == (4, 6)


# --- routers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("machine", "gateways"),
    [
        pytest.param(FakeMachine(), (ROUTE,), id="one"),
        pytest.param(FakeMachine((BOTH,), (ROUTE6, ROUTE)), (ROUTE, ROUTER6), id="one a family, IPv4 first"),
        pytest.param(
            FakeMachine(routes=(ROUTE, replace(ROUTE, gateway="192.168.1.2", metric=900))), (ROUTE,), id="best metric"
        ),
        pytest.param(
            FakeMachine((ETHERNET, RADIO), (ROUTE, BY_RADIO), way=Way("wlp2s0")), (BY_RADIO,),
            id="the adapter that the system would use, not the one listed first",
        ),
        pytest.param(
            FakeMachine((ETHERNET, RADIO), (ROUTE, BY_RADIO), way=NO_WAY), (ROUTE,),
            id="no way is known: the route listed first",
        ),
        pytest.param(
            FakeMachine((TUNNEL, ETHERNET), (INTO_TUNNEL, ROUTE), way=Way("wg0")), (ROUTE,), id="never a tunnel's"
        ),
        pytest.param(
            FakeMachine((TUNNEL, ETHERNET), (replace(ROUTE, interface="wg0", gateway="10.8.0.1"),), way=Way("wg0")), (),
            id="not even where the tunnel has a next hop",
        ),
        pytest.param(
            FakeMachine(
                (TUNNEL, ETHERNET, RADIO), (INTO_TUNNEL, ROUTE, BY_RADIO),
                way=Way("wg0"), ways={FAR6[0]: Way("wlp2s0")},
            ),
            (BY_RADIO,),
            id="the tunnel has one family, and the other tells which adapter is in use",
        ),
        pytest.param(
            FakeMachine((ETHERNET,), (ROUTE, replace(ROUTE6, interface="enp4s0"))), (ROUTE,),
            id="another adapter's router is another network",
        ),
        pytest.param(FakeMachine(None, (ROUTE,)), (ROUTE,), id="adapters not told"),
        pytest.param(FakeMachine(routes=None), (), id="routes not told"),
        pytest.param(FakeMachine(routes=()), (), id="no route"),
    ],
)  # fmt: skip
def test_gateways(machine: FakeMachine, gateways: tuple[DefaultRoute, ...]) -> None:
    assert made(machine).gateways() == gateways


def test_the_routers_are_found_out_once_a_look() -> None:
    machine = FakeMachine()
    world = made(machine)
    before = world.gateways()
    machine.routes = ()
    assert world.gateways() == before == (ROUTE,)


ADAPTERS = (ETHERNET, RADIO, TUNNEL, LOOPBACK)
NAMES = [adapter.name for adapter in ADAPTERS]


@pytest.mark.parametrize(
    ("listed", "given_out"),
    [("fe80::1", "fe80::1%enp3s0"), ("FE80::1", "FE80::1%enp3s0"), ("fe80::1%2", "fe80::1%2"),
     ("2001:db8:1::1", "2001:db8:1::1")],
)  # fmt: skip
def test_a_link_local_router_is_given_with_its_adapter(listed: str, given_out: str) -> None:
    found = made(FakeMachine((BOTH,), (replace(ROUTE6, gateway=listed),))).gateways()
    assert [route.gateway for route in found] == [given_out]


@example([BY_RADIO, ROUTE6], Way("lo"))
@given(
    st.lists(
        st.builds(
            DefaultRoute,
            st.sampled_from([4, 6]),
            st.sampled_from([None, ROUTER, "10.5.0.1", "fe80::1"]),
            st.sampled_from(NAMES),
            st.integers(0, 900),
        ),
        max_size=5,
    ),
    st.sampled_from([NO_WAY, *(Way(name) for name in NAMES)]),
)
def test_whatever_the_tables_hold_the_routers_stand_beside_one_counting_adapter(
    routes: list[DefaultRoute], way: Way
) -> None:
    found = made(FakeMachine(ADAPTERS, tuple(routes), way=way)).gateways()
    kinds = {adapter.name: adapter.kind for adapter in ADAPTERS}
    listed = [(route.family, route.gateway, route.interface) for route in routes]
    assert all((r.family, (r.gateway or "").partition("%")[0], r.interface) in listed for r in found)
    assert all(r.gateway and kinds[r.interface].counts for r in found)
    assert [route.family for route in found] == sorted({route.family for route in found})
    assert len({route.interface for route in found}) <= 1
    if any(r.gateway and r.interface == way.interface and kinds[r.interface].counts for r in routes):
        assert {r.interface for r in found} == {way.interface}


# --- this very network ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("machine", "keys"),
    [
        pytest.param(FakeMachine(neighbours=KNOWN), (BY_MAC, BY_IP), id="by the hardware address"),
        pytest.param(FakeMachine(), (BY_IP,), id="not in the neighbour table"),
        pytest.param(
            FakeMachine(neighbours={ROUTER: Neighbour(ROUTER, "incomplete")}), (BY_IP,), id="asked for, not yet found"
        ),
        pytest.param(FakeMachine(routes=(), neighbours=KNOWN), (), id="no router"),
    ],
)
def test_network_keys(machine: FakeMachine, keys: tuple[str, ...]) -> None:
    assert made(machine).network_keys() == keys


def test_a_network_is_recalled_by_its_routers_hardware_address_without_any_packet() -> None:
    wire, memories = FakeWire(), Memories({BY_MAC: MEMORY})
    world = made(wire=wire, memories=memories)
    assert world.memory is MEMORY
    assert world.memory is MEMORY
    assert memories.asked == [BY_MAC], "once a look"
    assert wire.asked == []


def test_another_home_with_the_same_address_is_not_taken_for_this_one() -> None:
    memories = Memories({BY_IP: MEMORY})
    assert made(memories=memories).memory is None
    assert memories.asked == [BY_MAC]


def test_one_packet_warms_a_cold_neighbour_table() -> None:
    machine = FakeMachine()
    wire = WarmingWire(machine=machine, learns=KNOWN)
    memories = Memories({BY_MAC: MEMORY, BY_IP: replace(MEMORY, network=BY_IP)})
    world = made(machine, wire, memories)
    assert world.memory is MEMORY
    assert world.memory is MEMORY
    assert [(shot.address, shot.how, shot.tries, shot.ttl) for shot in wire.asked] == [(ROUTER, How.UDP, 1, None)]
    assert memories.asked == [BY_MAC]


def test_where_the_table_stays_cold_the_address_has_to_do() -> None:
    wire, memories = FakeWire(silent), Memories({BY_IP: MEMORY})
    assert made(FakeMachine(), wire, memories).memory is MEMORY
    assert (len(wire.asked), memories.asked) == (1, [BY_IP])


def test_without_a_router_there_is_nothing_to_recall_and_nobody_to_ask() -> None:
    wire, memories = FakeWire(), Memories({BY_IP: MEMORY})
    assert made(FakeMachine(routes=()), wire, memories).memory is None
    assert (wire.asked, memories.asked) == ([], [])


def test_a_link_local_router_is_asked_on_its_adapter() -> None:
    machine = FakeMachine((BOTH,), (ROUTE6,))
    wire = WarmingWire(machine=machine, learns={"fe80::1": Neighbour("fe80::1", "reachable", 0.1, MAC)})
    assert made(machine, wire, Memories({BY_MAC: MEMORY})).memory is MEMORY
    assert [shot.address for shot in wire.asked] == ["fe80::1%enp3s0"]


# --- own networks, and the way past a tunnel --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("adapters", "networks"),
    [
        pytest.param((BOTH, LOOPBACK), ((MINE, 24), ("2001:db8:1::23", 64)), id="without link-local and loopback"),
        pytest.param((ETHERNET, TUNNEL), ((MINE, 24),), id="a tunnel's network is not at home"),
        pytest.param((replace(ETHERNET, kind=Kind.BRIDGE),), (), id="nor is a bridge's (containers)"),
        pytest.param((SELF_ASSIGNED,), (), id="nor a self-assigned one"),
        pytest.param(None, (), id="not told"),
    ],
)
def test_own_networks(adapters: tuple[Interface, ...] | None, networks: tuple[tuple[str, int], ...]) -> None:
    assert made(FakeMachine(adapters)).own_networks() == networks


IN_TUNNEL = FakeMachine((TUNNEL, ETHERNET), (INTO_TUNNEL, ROUTE), way=Way("wg0"))


@pytest.mark.parametrize(
    ("machine", "device"),
    [
        pytest.param(FakeMachine(), None, id="no tunnel"),
        pytest.param(FakeMachine((ETHERNET, TUNNEL)), None, id="a tunnel beside the usual way"),
        pytest.param(IN_TUNNEL, "enp3s0", id="a tunnel that holds the way"),
        pytest.param(
            replace(IN_TUNNEL, way=Way("enp3s0"), ways={FAR6[0]: Way("wg0")}), "enp3s0", id="for one family is enough"
        ),
        pytest.param(
            replace(IN_TUNNEL, routes=(INTO_TUNNEL,)), "enp3s0", id="no other route: an adapter that has an address"
        ),
        pytest.param(
            replace(IN_TUNNEL, adapters=(TUNNEL, NOT_JOINED, ETHERNET), routes=(INTO_TUNNEL,)), "enp3s0",
            id="not one without a signal",
        ),
        pytest.param(
            replace(IN_TUNNEL, adapters=(TUNNEL, LOOPBACK, NOT_JOINED), routes=(INTO_TUNNEL,)), None, id="nothing else"
        ),
        pytest.param(replace(IN_TUNNEL, adapters=None), None, id="adapters not told"),
        pytest.param(replace(IN_TUNNEL, way=Way("wg0", failure=Failure.NO_ROUTE)), None, id="no way into it either"),
    ],
)  # fmt: skip
def test_way_past_tunnel(machine: FakeMachine, device: str | None) -> None:
    assert made(machine).way_past_tunnel() == device


def test_the_way_past_a_tunnel_is_found_out_once_a_look() -> None:
    machine = replace(IN_TUNNEL)
    world = made(machine)
    before = world.way_past_tunnel()
    machine.adapters = (ETHERNET,)
    assert world.way_past_tunnel() == before == "enp3s0"


# --- the ladder -------------------------------------------------------------------------------------------------------


def rungs_of(wire: FakeWire) -> list[tuple[str, int | None]]:
    """Target and life of the packets sent, in order."""
    return [(shot.address, shot.ttl) for shot in wire.asked]


@on_linux
def test_the_ladder_asks_every_station_towards_two_landmarks() -> None:
    wire = FakeWire()
    made(wire=wire).ladder()
    assert rungs_of(wire) == [(target, ttl) for target in FAR[:2] for ttl in range(1, DEEPEST + 1)]
    assert {shot.how for shot in wire.asked} == {How.UDP}
    assert all(LADDER_PORT < shot.port <= LADDER_PORT + DEEPEST for shot in wire.asked), "closed on every host"
    assert {shot.tries for shot in wire.asked} == {2}, "routers give few such errors"
    assert all((shot.after_s > 0) == (shot.address == FAR[1]) for shot in wire.asked), "the second only where needed"
    assert {shot.device for shot in wire.asked} == {None}


@on_linux
def test_the_confirming_look_climbs_towards_another_landmark_first() -> None:
    wire = FakeWire()
    made(wire=wire, look=1).ladder()
    assert list(dict.fromkeys(address for address, _ in rungs_of(wire))) == [FAR[1], FAR[2]]


@on_linux
@pytest.mark.parametrize(
    ("addresses", "targets"),
    [((V6,), FAR6[:2]), ((*ETHERNET.addresses, V6), FAR[:2])],
    ids=["IPv6 alone", "both"],
)
def test_the_ladder_takes_ipv6_only_where_there_is_nothing_else(
    addresses: tuple[Address, ...], targets: tuple[str, ...]
) -> None:
    wire = FakeWire()
    made(FakeMachine((replace(ETHERNET, addresses=addresses),), neighbours=KNOWN), wire).ladder()
    assert {address for address, _ in rungs_of(wire)} == set(targets)


@on_linux
def test_the_ladder_stands_past_the_tunnel() -> None:
    memories = Memories({BY_MAC: MEMORY})
    wire = FakeWire()
    made(replace(IN_TUNNEL, neighbours=KNOWN), wire, memories).ladder()
    assert HOP in {shot.address for shot in wire.asked}
    assert {shot.device for shot in wire.asked} == {"enp3s0"}


@on_linux
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({"hop": HOP}, [HOP], id="the provider's first"),
        pytest.param({"second_router": "192.168.0.1"}, ["192.168.0.1"], id="a second router"),
        pytest.param({"hop": HOP, "second_router": "192.168.0.1"}, [HOP, "192.168.0.1"], id="both"),
        pytest.param({"hop": None, "second_router": ""}, [], id="none learnt"),
        pytest.param({"hop": 7, "second_router": (HOP,)}, [], id="a file that somebody has edited"),
    ],
)
def test_stations_learnt_while_all_was_well_are_asked_themselves(facts: dict[str, object], expected: list[str]) -> None:
    wire = FakeWire()
    made(wire=wire, memories=Memories({BY_MAC: Memory(BY_MAC, NOW, facts)})).ladder()
    asked = [shot for shot in wire.asked if shot.ttl is None]
    assert [(shot.address, shot.how) for shot in asked] == [
        (station, how) for station in expected for how in (How.ECHO, How.UDP)
    ], "no TCP: a router that answers every page itself would answer in the station's place"


@on_linux
@pytest.mark.parametrize(
    ("answers", "heard"),
    [
        pytest.param(
            stations(ROUTER, HOP, CORE, "203.0.113.17"), {(FAR[0], 1), (FAR[0], 2), (FAR[0], 3)},
            id="the second and one beyond it are enough",
        ),
        pytest.param(
            first_of(
                lambda shot: reply(shot, Said.REFUSED) if (shot.ttl or 0) > 2 else silent(shot), stations(ROUTER, HOP)
            ),
            {(FAR[0], 1), (FAR[0], 2), (FAR[0], 3)},
            id="or the second and the target itself",
        ),
        pytest.param(
            stations(ROUTER, HOP), {(target, ttl) for target in FAR[:2] for ttl in (1, 2)}, id="the second alone is not"
        ),
        pytest.param(
            stations(ROUTER, None, CORE), {(target, ttl) for target in FAR[:2] for ttl in (1, 3)},
            id="nor is one beyond a silent second",
        ),
        pytest.param(silent, set(), id="nobody tells"),
    ],
)  # fmt: skip
def test_the_ladder_ends_when_more_stations_would_change_nothing(
    answers: Callable[[Shot], Reply], heard: set[tuple[str, int]]
) -> None:
    found = made(wire=FakeWire(answers)).ladder()
    assert len(found) == 2 * DEEPEST
    assert {(r.shot.address, r.shot.ttl) for r in found if r.said is not Said.SILENT} == heard


@on_linux
def test_a_learnt_station_that_answers_does_not_end_the_ladder_alone() -> None:
    memories = Memories({BY_MAC: Memory(BY_MAC, NOW, {"hop": HOP})})
    found = made(wire=FakeWire(first_of(answers_from((HOP,)), stations(ROUTER))), memories=memories).ladder()
    assert {(r.shot.address, r.shot.ttl) for r in found if r.said is not Said.SILENT} == {
        (FAR[0], 1), (FAR[1], 1), (HOP, None),
    }  # fmt: skip


@on_linux
def test_without_landmarks_and_memory_there_is_nothing_to_climb() -> None:
    wire = FakeWire()
    assert made(wire=wire, settings=NO_LANDMARKS).ladder() == ()
    assert wire.asked == []


@on_linux
def test_all_checks_share_one_ladder() -> None:
    """Asked at once from many threads, as checks do; the parts of the world wait for one another without a knot."""
    wire, memories = FakeWire(), Memories({BY_MAC: Memory(BY_MAC, NOW, LEARNT)})
    world = made(replace(IN_TUNNEL, neighbours=KNOWN), wire, memories)
    start = threading.Barrier(12)
    found: list[object] = []

    def ask(question: Callable[[], object]) -> None:
        start.wait()
        found.append(question())

    questions = (world.ladder, world.gateways, world.way_past_tunnel, world.families)
    threads = [threading.Thread(target=ask, args=(question,), daemon=True) for question in questions * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(found) == 12, "somebody waits for ever"
    assert len(wire.asked) == 2 * DEEPEST + 2
    assert memories.asked == [BY_MAC]


def test_where_no_station_can_be_heard_no_ladder_is_climbed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "LINUX", False)
    wire = FakeWire()
    assert made(wire=wire).ladder() == ()
    assert wire.asked == []


def test_the_fake_world_climbs_as_high_as_the_real_one() -> None:
    assert fake_world.DEEPEST == system.DEEPEST


# --- the provider's page ----------------------------------------------------------------------------------------------


def test_what_stations_said_counts_for_the_default_way_alone() -> None:
    """A word out of a tunnel, or from behind a phone, tells nothing of the line."""
    machine = FakeMachine((ETHERNET, TUNNEL, USB), ways={"10.1.1.1": Way("wg0"), "172.20.10.9": Way("usb0")})
    world = made(machine)
    words = [
        Reply(Shot(address, How.TCP, 443), Said.PROHIBITED, "203.0.113.1", icmp=(3, 13))
        for address in ("198.51.100.80", "10.1.1.1", "172.20.10.9")
    ]
    for word in words:
        world.heard.add(word)
    assert world.overheard() == (words[0],)
    assert made(FakeMachine((ETHERNET,), routes=(), way=NO_WAY)).overheard() == ()


def test_a_status_page_is_fetched_once_a_look() -> None:
    asked: list[tuple[str, float]] = []

    def pages(url: str, wait_s: float) -> StatusPage:
        asked.append((url, wait_s))
        return StatusPage(url, NOW)

    world = made(pages=pages)
    first = world.status_page("https://a.example/", 1.5)
    assert world.status_page("https://a.example/", 9.0) is first
    assert world.status_page("https://b.example/").url == "https://b.example/"
    assert asked == [("https://a.example/", 1.5), ("https://b.example/", 2.0)]
