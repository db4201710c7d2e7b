"""A way that costs nothing is tried by two connections; one that may cost only where the page was asked through it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import How, Kind, OtherWay, Said, Shot, StatusPage
from netcheck.core.settings import Isp, SecondWay, Settings
from netcheck.probes.second_way import PROBE, ask
from tests.fake_world import FAR, NOW, Answering, FakeMachine, FakeWire, FakeWorld, always, reply, silent

URL = "https://status.example/"
CABLE = OtherWay("eth1", Kind.WIRED, "10.1.2.77", "10.1.2.1", None, "a second cable (eth1)")
PHONE = OtherWay("usb0", Kind.WIRED, "172.20.10.4", "172.20.10.1", True, "your phone (usb0)")
WITH_PAGE = replace(Settings(), isp=Isp(status_url=URL))


def far_only(shot: Shot) -> object:
    return reply(shot, Said.ANSWERED) if shot.ttl is None else silent(shot)


def outage(*ways: OtherWay, answers: Answering = silent, **more: object) -> FakeWorld:
    return FakeWorld(wire=FakeWire(answers), others=ways, outage=True, **more)  # type: ignore[arg-type]


def works(world: FakeWorld) -> dict[str, tuple[object, object]]:
    """Whether each way was asked, and whether it works."""
    ways = ask(world).facts["ways"]
    assert isinstance(ways, tuple)
    return {each["interface"]: (each["asked"], each["works"]) for each in ways}


def test_it_is_asked_in_outages_alone() -> None:
    assert (PROBE.on_demand, PROBE.in_outages) == (True, True)
    world = FakeWorld(others=(CABLE, PHONE), asks_provider=True, settings=WITH_PAGE)
    assert (ask(world).outcome, ask(world).failure) == (Outcome.UNKNOWN, Failure.NOT_AVAILABLE)
    assert isinstance(world.wire, FakeWire)
    assert world.wire.asked == []


def test_where_there_is_none_or_it_is_switched_off_nothing_is_sent() -> None:
    off = replace(Settings(), second_way=SecondWay(on=False))
    for world in (outage(), outage(CABLE, settings=off)):
        said = ask(world)
        assert (said.outcome, said.failure, said.facts) == (Outcome.UNKNOWN, Failure.NOT_AVAILABLE, {"ways": ()})
        assert isinstance(world.wire, FakeWire)
        assert world.wire.asked == []


@pytest.mark.parametrize(
    ("answers", "strict", "expected"),
    [
        pytest.param(lambda shot: far_only(shot), False, True, id="works"),
        pytest.param(silent, False, False, id="silent"),
        pytest.param(always(Said.UNREACHABLE, "10.1.2.1"), False, False, id="its router has no way on"),
        pytest.param(always(Said.ANSWERED), False, None, id="somebody near answers for the far end"),
        pytest.param(always(Said.NOT_PERMITTED), False, None, id="this system does not let us choose"),
        pytest.param(always(Said.WITHHELD), False, None, id="this system would not send, and does not say why"),
        pytest.param(always(Said.BLOCKED), False, None, id="a local firewall"),
        pytest.param(silent, True, None, id="the system drops such answers"),
    ],
)
def test_a_way_that_costs_nothing_is_tried(answers: Answering, strict: bool, expected: bool | None) -> None:
    world = outage(CABLE, answers=answers, machine=FakeMachine(strict=strict))
    assert works(world) == {"eth1": (True, expected)}
    assert ask(world).outcome is (Outcome.OK if expected else Outcome.UNKNOWN)


def test_it_is_tried_by_two_connections_and_their_twin_through_the_adapter() -> None:
    world = outage(CABLE)
    ask(world)
    assert isinstance(world.wire, FakeWire)
    assert {shot.device for shot in world.wire.asked} == {"eth1"}
    assert [(shot.address, shot.how, shot.ttl) for shot in world.wire.asked] == [
        (FAR[0], How.TCP, 1),
        (FAR[0], How.TCP, None),
        (FAR[1], How.TCP, None),
    ]


def test_ipv6_is_asked_where_there_is_nothing_else() -> None:
    world = outage(replace(CABLE, families=(6,)))
    ask(world)
    assert isinstance(world.wire, FakeWire)
    assert world.wire.asked
    assert all(":" in shot.address for shot in world.wire.asked)


def test_a_way_that_may_cost_is_not_tried() -> None:
    world = outage(PHONE, answers=lambda shot: reply(shot, Said.ANSWERED), settings=WITH_PAGE)
    assert works(world) == {"usb0": (False, None)}
    assert ask(world).summary == "your phone (usb0) was not tried, since it may cost"
    assert isinstance(world.wire, FakeWire)
    assert world.wire.asked == []


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param({"via": "usb0", "ways": {"usb0": True}}, (True, True), id="read through it"),
        pytest.param({"failure": Failure.TIMEOUT, "ways": {"usb0": False}}, (True, False), id="dead"),
        pytest.param({"failure": Failure.TLS_FAILED, "ways": {"usb0": None}}, (True, None), id="a portal"),
        pytest.param({"failure": Failure.TIMEOUT}, (True, None), id="no answer so far"),
        pytest.param({}, (False, None), id="read the usual way"),
        pytest.param({"failure": Failure.HTTP_ERROR}, (False, None), id="the page itself is broken"),
    ],
)
def test_but_the_page_asked_through_it_shows_it(page: dict[str, object], expected: tuple[bool, bool | None]) -> None:
    said = replace(StatusPage(URL, NOW), **page)  # type: ignore[arg-type]
    world = outage(PHONE, settings=WITH_PAGE, provider=said, asks_provider=True)
    assert works(world) == {"usb0": expected}
    assert works(replace(world, asks_provider=False)) == {"usb0": (False, None)}, "a fault at home: no page is asked"


def test_all_are_told_of() -> None:
    page = StatusPage(URL, NOW, ways={"usb0": True})
    world = outage(CABLE, PHONE, settings=WITH_PAGE, provider=page, asks_provider=True)
    assert works(world) == {"eth1": (True, False), "usb0": (True, True)}
    assert ask(world).summary == "a second cable (eth1) does not work; your phone (usb0) works"
