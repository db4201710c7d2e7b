"""Which adapters are a second way out, what people call them, and what is told of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.model import NOTHING, Confidence, Fact, Impact, Observation, Outcome, Segment, Side, Step, Verdict
from netcheck.core.network import Address, DefaultRoute, Interface, Kind, OtherWay, Resolver
from netcheck.core.other_way import (
    BOTH_DOWN,
    NOT_KNOWN,
    NOT_TRIED,
    WORKS,
    best,
    called,
    candidates,
    networks,
    spared,
    told,
    with_second_way,
    with_way_beside,
    worth_asking,
)
from netcheck.core.words import KEEP_WORKING, RESTART_ROUTER, WAIT
from tests.fake_world import ETHERNET, ROUTE, TUNNEL

USED = {"enp3s0"}
USB = Interface("usb0", 5, Kind.WIRED, True, True, (Address("172.20.10.4", 28, "dhcp"),))
USB_ROUTE = DefaultRoute(4, "172.20.10.1", "usb0", 700)


def ways(
    adapter: Interface,
    *routes: DefaultRoute,
    used: Interface = ETHERNET,
    routers: Mapping[str, str] | None = None,
) -> tuple[OtherWay, ...]:
    return candidates((used, adapter), (ROUTE, *routes), {used.name}, routers)


def wired(name: str, gateway: str, **more: object) -> tuple[Interface, DefaultRoute]:
    """An adapter in the gateway's /24, with a default route through it."""
    address = Address(gateway.rpartition(".")[0] + ".77", 24, "dhcp")
    adapter = Interface(name, 7, Kind.WIRED, True, True, (address,))
    return replace(adapter, **more), DefaultRoute(4, gateway, name, 600)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("adapter", "route", "words", "metered"),
    [
        pytest.param(USB, USB_ROUTE, "your phone (usb0)", True, id="an iPhone, by its address"),
        pytest.param(*wired("enx0a1b", "192.168.42.129"), "your phone (enx0a1b)", True, id="Android over USB"),
        pytest.param(
            *wired("wlan1", "192.168.43.1", kind=Kind.WIFI), "your phone (wlan1)", True, id="Android over Wi-Fi"
        ),
        pytest.param(*wired("bnep0", "192.168.44.1"), "your phone (bnep0)", True, id="Android over Bluetooth"),
        pytest.param(*wired("usb1", "10.1.2.1", driver="rndis_host"), "your phone (usb1)", True, id="a phone's driver"),
        pytest.param(
            *wired("Ethernet 4", "10.1.2.1", driver="Remote NDIS based Internet Sharing Device"),
            "your phone (Ethernet 4)",
            True,
            id="a phone on Windows",
        ),
        pytest.param(*wired("en8", "10.1.2.1", driver="iPhone USB"), "your phone (en8)", True, id="a phone on macOS"),
        pytest.param(*wired("bnep0", "10.1.2.1", driver="bluetooth"), "your phone (bnep0)", True, id="Bluetooth"),
        pytest.param(
            *wired("wwan0", "10.64.1.1", kind=Kind.MODEM), "mobile broadband (wwan0)", True, id="mobile broadband"
        ),
        pytest.param(*wired("wlan1", "10.1.2.1", kind=Kind.WIFI), "your Wi-Fi (wlan1)", None, id="Wi-Fi"),
        pytest.param(*wired("eth1", "10.1.2.1"), "a second cable (eth1)", None, id="a cable"),
        pytest.param(*wired("eth1", "10.1.2.1", driver="e1000e"), "a second cable (eth1)", None, id="known driver"),
        pytest.param(
            *wired("enx1", "10.1.2.1", driver="cdc_ncm"),
            "another connection (enx1)",
            True,
            id="phone or dock",
        ),
        pytest.param(*wired("enx1", "10.1.2.1", driver="r8152"), "a second cable (enx1)", None, id="a dock"),
        pytest.param(*wired("enx1", "10.1.2.1"), "another connection (enx1)", None, id="by USB, and no more is known"),
        pytest.param(
            *wired("wlan1", "10.1.2.1", kind=Kind.WIFI, metered=True),
            "your Wi-Fi (wlan1)",
            True,
            id="told by the system",
        ),
        pytest.param(replace(USB, metered=False), USB_ROUTE, "your phone (usb0)", False, id="the person's word"),
    ],
)
def test_what_people_call_it_and_whether_it_may_cost(
    adapter: Interface, route: DefaultRoute, words: str, metered: bool | None
) -> None:
    (way,) = ways(adapter, route)
    assert (way.words, way.metered) == (words, metered)
    assert (way.interface, way.kind, way.gateway) == (adapter.name, adapter.kind, route.gateway)
    assert (way.source, way.families) == (adapter.addresses[0].ip, (4,))
    assert called((way,), adapter.name) == words
    assert called((way,), "eth9") == "eth9"


def test_a_second_wifi_is_called_so_beside_a_first_one() -> None:
    adapter, route = wired("wlan1", "10.1.2.1", kind=Kind.WIFI)
    (way,) = ways(adapter, route, used=replace(ETHERNET, kind=Kind.WIFI))
    assert way.words == "a second Wi-Fi (wlan1)"
    other, road = wired("eth1", "10.1.2.1")
    assert ways(other, road, used=replace(ETHERNET, kind=Kind.WIFI))[0].words == "your network cable (eth1)"


@pytest.mark.parametrize(
    "adapter",
    [
        pytest.param(replace(USB, up=False), id="switched off"),
        pytest.param(replace(USB, carrier=False), id="unplugged"),
        pytest.param(replace(USB, addresses=()), id="no address"),
        pytest.param(replace(USB, addresses=(Address("169.254.7.7", 16),)), id="self-assigned"),
        pytest.param(replace(USB, addresses=(Address("172.20.10.4", 28, conflict=True),)), id="address conflict"),
        pytest.param(replace(USB, addresses=(Address("2001:db8::4", 64),)), id="an address of the other family"),
        *(
            pytest.param(replace(USB, kind=kind), id=kind.value)
            for kind in (Kind.TUNNEL, Kind.LOOPBACK, Kind.BRIDGE, Kind.PORT)
        ),
    ],
)
def test_what_is_no_way_out(adapter: Interface) -> None:
    assert ways(USB, USB_ROUTE)
    assert ways(adapter, USB_ROUTE) == ()


def test_a_network_without_a_route_for_everything_else_is_no_way_out() -> None:
    assert ways(USB) == ()


def test_a_point_to_point_way_has_no_gateway() -> None:
    modem = Interface("wwan0", 8, Kind.MODEM, True, None, (Address("10.64.3.9", 32),))
    (way,) = ways(modem, DefaultRoute(4, None, "wwan0", 700))
    assert (way.gateway, way.source) == (None, "10.64.3.9")


def test_ipv6_alone_is_a_way_but_local_addresses_are_none() -> None:
    adapter = replace(USB, addresses=(Address("fe80::7", 64), Address("fd00::7", 64), Address("2001:db8:9::7", 64)))
    route = DefaultRoute(6, "fe80::1", "usb0", 700)
    (way,) = ways(adapter, route)
    assert (way.families, way.source, way.gateway) == ((6,), "2001:db8:9::7", "fe80::1%usb0")
    assert ways(replace(adapter, addresses=adapter.addresses[:2]), route) == ()


def test_both_families_and_the_first_is_spoken_from() -> None:
    adapter = replace(USB, addresses=(*USB.addresses, Address("2001:db8:9::7", 64)))
    (way,) = ways(adapter, USB_ROUTE, DefaultRoute(6, "fe80::1", "usb0", 700))
    assert (way.families, way.source, way.gateway) == ((4, 6), "172.20.10.4", "172.20.10.1")


def test_the_same_router_by_another_adapter_is_no_second_way() -> None:
    """A docked laptop whose Wi-Fi is joined to the same router."""
    adapter, route = wired("wlan0", "192.168.1.1", kind=Kind.WIFI)
    assert ways(adapter, route) == ()
    two_homes = {"enp3s0": "02:00:00:00:00:01", "wlan0": "02:00:00:00:00:99"}
    assert [way.interface for way in ways(adapter, route, routers=two_homes)] == ["wlan0"]
    guest, road = wired("wlan0", "192.168.179.1", kind=Kind.WIFI)
    same = dict.fromkeys(two_homes, "02:00:00:00:00:01")
    assert ways(guest, road, routers=same) == ()
    assert [way.interface for way in ways(guest, road)] == ["wlan0"]


def test_one_network_is_one_way_even_with_two_gateways() -> None:
    adapter, route = wired("wlan0", "192.168.1.254", kind=Kind.WIFI)
    assert ways(adapter, route) == ()


def test_what_costs_nothing_comes_first_then_cable_wifi_modem_then_the_systems_order() -> None:
    pairs = [
        wired("wwan0", "10.9.9.1", kind=Kind.MODEM),
        (USB, USB_ROUTE),
        wired("wlan1", "10.3.3.1", kind=Kind.WIFI),
        wired("eth2", "10.2.2.1"),
        wired("eth1", "10.1.1.1"),
    ]
    routes = [ROUTE, *(route for _, route in pairs)]
    routes[4] = replace(routes[4], metric=900)
    found = candidates((ETHERNET, TUNNEL, *(each for each, _ in pairs)), routes, USED)
    assert [way.interface for way in found] == ["eth1", "eth2", "wlan1", "usb0", "wwan0"]


@given(
    st.lists(
        st.builds(
            Interface,
            st.sampled_from(["enp3s0", "usb0", "wlan0", "wg0", ""]),
            st.integers(0, 9),
            st.sampled_from(Kind),
            st.sampled_from([True, False, None]),
            st.sampled_from([True, False, None]),
            st.lists(
                st.builds(
                    Address,
                    st.one_of(st.ip_addresses().map(str), st.sampled_from(["172.20.10.4", "", "x"])),
                    st.integers(-1, 300),
                ),
                max_size=3,
            ).map(tuple),
        ),
        max_size=4,
    ),
    st.lists(
        st.builds(
            DefaultRoute,
            st.sampled_from([4, 6]),
            st.sampled_from([None, "172.20.10.1", "fe80::1", "192.168.1.1", "x"]),
            st.sampled_from(["enp3s0", "usb0", "wlan0", "wg0", "gone"]),
            st.integers(0, 1000),
        ),
        max_size=4,
    ),
)
def test_whatever_the_system_says_no_way_is_the_one_in_use(
    interfaces: list[Interface], routes: list[DefaultRoute]
) -> None:
    found = candidates(interfaces, routes, USED)
    assert all(way.interface not in USED and way.kind.counts and way.families for way in found)
    assert all(any(route.interface == way.interface for route in routes) for way in found)


def test_networks_leave_out_what_is_none() -> None:
    held = (Address("10.1.2.3", 24), Address("169.254.1.1", 16), Address("10.9.9.9", 255), Address("2001:db8::5", 64))
    assert {str(each) for each in networks(replace(USB, addresses=held))} == {"10.1.2.0/24", "2001:db8::/64"}


def test_a_phones_name_server_is_spared_where_there_is_another() -> None:
    (way,) = ways(USB, USB_ROUTE)
    ours, phones = Resolver("192.168.1.1"), Resolver("172.20.10.1")
    zoned, known = Resolver("fe80::1%usb0"), Resolver("9.9.9.9", interface="usb0")
    assert spared((ours, phones, zoned, known), (way,), (ETHERNET, USB)) == (ours,)
    assert spared((phones,), (way,), (ETHERNET, USB)) == (phones,)
    assert spared((ours, phones), (replace(way, metered=None),), (ETHERNET, USB)) == (ours, phones)
    assert spared((ours, phones), (), (ETHERNET, USB)) == (ours, phones)


# --- what is told ---------------------------------------------------------------------------------------------------

VERDICT = Verdict(Side.UPSTREAM, Segment.ISP, "isp-outage", Impact.OUTAGE, Confidence.LIKELY, "", "")
AT_HOME = replace(VERDICT, side=Side.LOCAL, segment=Segment.ROUTER, fault="router-silent")
STEPS = (RESTART_ROUTER, KEEP_WORKING, WAIT)


def seen(*found: Mapping[str, object]) -> dict[str, Observation]:
    return {"second_way": Observation(Outcome.OK, facts={"ways": found})}


def way(
    works: bool | None, words: str = "your phone (usb0)", metered: bool | None = True, asked: bool = True
) -> dict[str, object]:
    return {"interface": "usb0", "words": words, "metered": metered, "asked": asked, "works": works}


@pytest.mark.parametrize(
    ("found", "text", "cost"),
    [
        pytest.param(way(True), WORKS, "1 minute; uses mobile data", id="works"),
        pytest.param(way(True, metered=None), WORKS, "1 minute", id="works and costs nothing"),
        pytest.param(way(None, asked=False), NOT_TRIED, "1 minute; uses mobile data", id="may cost"),
        pytest.param(way(None), NOT_KNOWN, "1 minute; uses mobile data", id="asked, and nothing known"),
        pytest.param(way(None, metered=None, asked=False), NOT_KNOWN, "1 minute", id="could not be asked"),
        pytest.param(way(False), BOTH_DOWN, "", id="down as well"),
    ],
)
def test_what_the_step_says(found: Mapping[str, object], text: str, cost: str) -> None:
    step = told(seen(found))
    assert step is not None
    assert (step.text, step.cost) == (text.replace("{second_way.words}", "your phone (usb0)"), cost)


def test_one_that_works_is_told_before_one_that_may_and_that_before_one_that_does_not() -> None:
    down, may, works = way(False, "a"), way(None, "b"), way(True, "c")
    assert best(seen(down, may, works)) == works
    assert best(seen(down, may)) == may
    assert best(seen(down)) == down


@pytest.mark.parametrize("facts", [NOTHING, {"ways": ()}, {"ways": None}, {"ways": "usb0"}, {"ways": ("usb0", 3)}])
def test_where_nothing_is_known_nothing_is_told(facts: Mapping[str, object]) -> None:
    nothing = {"second_way": Observation(Outcome.UNKNOWN, facts=facts)}
    assert best(nothing) is None
    assert told(nothing) is None
    assert with_second_way(STEPS, nothing, VERDICT) == STEPS
    assert with_second_way(STEPS, {}, VERDICT) == STEPS


def test_upstream_it_is_the_first_step_in_the_place_of_the_general_advice() -> None:
    step = told(seen(way(True)))
    assert with_second_way(STEPS, seen(way(True)), VERDICT) == (step, RESTART_ROUTER, WAIT)


def test_at_home_mending_comes_first() -> None:
    step = told(seen(way(True)))
    assert with_second_way(STEPS, seen(way(True)), AT_HOME) == (RESTART_ROUTER, step, WAIT)
    assert with_second_way((RESTART_ROUTER,), seen(way(True)), AT_HOME) == (RESTART_ROUTER, step)


@pytest.mark.parametrize(
    ("words", "advised"),
    [("your phone (usb0)", False), ("mobile broadband (wwan0)", False), ("a second cable (eth1)", True)],
)
def test_a_dead_phone_is_not_advised_but_beside_another_dead_way_it_is(words: str, advised: bool) -> None:
    steps = with_second_way(STEPS, seen(way(False, words)), VERDICT)
    assert steps[0].text.startswith("Your second way out is down as well")
    assert (KEEP_WORKING in steps) is advised


@pytest.mark.parametrize(
    ("verdict", "worth"),
    [
        (VERDICT, True),
        (AT_HOME, True),
        (replace(AT_HOME, segment=Segment.LINK), True),
        (replace(AT_HOME, segment=Segment.COMPUTER), False),
        (replace(VERDICT, segment=Segment.SERVICE), False),
        (replace(VERDICT, impact=Impact.DEGRADED), False),
        (replace(VERDICT, side=Side.NONE, segment=None), False),
        (replace(VERDICT, side=Side.UNKNOWN), False),
    ],
)
def test_only_a_dead_way_beyond_this_computer_and_before_the_far_end_is_worth_it(verdict: Verdict, worth: bool) -> None:
    assert worth_asking(verdict) is worth
    steps: tuple[Step, ...] = with_second_way(STEPS, seen(way(True)), verdict)
    assert (steps != STEPS) is worth


@pytest.mark.parametrize(
    ("facts", "works", "first"),
    [
        ({"fresh": True, "by_default_way": False}, True, True),
        ({"fresh": True, "by_default_way": False}, None, False),
        ({"fresh": True, "by_default_way": None}, True, False),
        ({"fresh": False, "by_default_way": False}, True, False),
        ({}, True, False),
    ],
)
def test_where_nobody_is_accused_a_way_that_works_beside_the_default_one_comes_first(
    facts: dict[str, Fact], works: bool | None, first: bool
) -> None:
    said = {**seen(way(works)), "dns": Observation(Outcome.OK, facts=facts)}
    told_first = (told(said), RESTART_ROUTER, WAIT)
    assert with_way_beside(STEPS, said) == (told_first if first else STEPS)
    assert with_way_beside(STEPS, {}) == STEPS
