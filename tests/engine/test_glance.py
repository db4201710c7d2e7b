"""Light looks: how little they ask, and what they notice."""

from __future__ import annotations

import pytest

from netcheck import probes
from netcheck.core.diagnose import judge
from netcheck.core.model import Impact, Look, Report
from netcheck.core.network import DnsAnswer, DnsQuestion, How, Reply, Resolver, Said, Shot
from netcheck.core.watching import Depth, Glance, Phase, State
from netcheck.engine.glance import Glancer
from netcheck.plugins import Probe, discover
from tests import fake_world as fw

WORKING, OUTAGE = State(Phase.WORKING), State(Phase.OUTAGE)


def glanced(world: fw.FakeWorld, state: State = WORKING, glancer: Glancer | None = None) -> Glance:
    return (glancer or Glancer({})).glance(world, Depth.LIGHT, state, None)


def sent(world: fw.FakeWorld) -> list[Shot]:
    """What went out: a shot that is held back is not sent where something answers before."""
    assert isinstance(world.wire, fw.FakeWire)
    return [shot for shot in world.wire.asked if shot.after_s == 0]


def test_all_is_well_for_one_echo_and_two_names() -> None:
    world = fw.FakeWorld()
    found = glanced(world)
    assert found == Glance(None, 12.0, 9.0, None, True, True)
    assert found.good()
    assert [(shot.how, shot.address) for shot in sent(world)] == [(How.ECHO, fw.FAR[0])]
    assert isinstance(world.names, fw.FakeNames)
    fresh, known = (question.name for question in world.names.asked)
    assert fresh.endswith(".invalid")
    assert known == "www.google.com"


def test_landmarks_and_names_take_turns() -> None:
    glancer, asked, names = Glancer({}), [], []
    for _ in range(3):
        world = fw.FakeWorld()
        glanced(world, glancer=glancer)
        assert isinstance(world.names, fw.FakeNames)
        asked.append(sent(world)[0].address)
        names.append(world.names.asked[1].name)
    assert asked == list(fw.FAR[:3])
    assert len(set(names)) == 3


def test_in_an_outage_the_router_is_asked_too() -> None:
    world = fw.FakeWorld(wire=fw.FakeWire(fw.at_home_only))
    found = glanced(world, OUTAGE)
    assert (found.gateway, found.far) == (True, False)
    assert found.gateway_ms == 12.0
    assert not found.good()


def test_a_dead_name_server_is_noticed_and_a_second_one_is_enough() -> None:
    dead = fw.FakeWorld(names=fw.FakeNames(servers={}))
    assert glanced(dead).names is False
    second = (Resolver(fw.ROUTER), Resolver(fw.PROVIDERS_DNS))
    alive = fw.FakeNames(servers={fw.PROVIDERS_DNS: fw.good_server}, configured=second)
    assert glanced(fw.FakeWorld(names=alive)).names is True


@pytest.mark.parametrize("code", ["SERVFAIL", "REFUSED"])
def test_a_name_server_that_finds_nothing_is_noticed(code: str) -> None:
    servers = {fw.ROUTER: fw.server_says(code)}
    assert glanced(fw.FakeWorld(names=fw.FakeNames(servers=servers))).names is False


def test_a_cached_name_does_not_hide_a_dead_server_behind() -> None:
    def forwarder(question: DnsQuestion) -> DnsAnswer:
        return fw.dead_server(question) if question.name.endswith(".invalid") else fw.good_server(question)

    assert glanced(fw.FakeWorld(names=fw.FakeNames(servers={fw.ROUTER: forwarder}))).names is False


def test_a_system_that_does_not_tell_its_servers_is_not_blamed() -> None:
    assert glanced(fw.FakeWorld(names=fw.FakeNames(configured=None))).names is None


def test_who_may_not_ping_connects_at_once_the_second_time() -> None:
    def no_ping(shot: Shot) -> Reply:
        return fw.reply(shot, Said.NOT_PERMITTED) if shot.how is How.ECHO else fw.healthy_packets(shot)

    glancer = Glancer({})
    first, second = fw.FakeWorld(wire=fw.FakeWire(no_ping)), fw.FakeWorld(wire=fw.FakeWire(no_ping))
    assert glanced(first, glancer=glancer).far is True
    assert glanced(second, glancer=glancer).far is True
    assert [shot.how for shot in sent(second)] == [How.TCP]


def test_a_system_that_would_not_send_now_may_send_the_next_time() -> None:
    glancer = Glancer({})
    assert glanced(fw.FakeWorld(wire=fw.FakeWire(fw.always(Said.WITHHELD))), glancer=glancer).far is False
    well = fw.FakeWorld()
    assert glanced(well, glancer=glancer).far is True
    assert How.ECHO in {shot.how for shot in sent(well)}


@pytest.mark.parametrize(("said", "gateway"), [(Said.SILENT, False), (Said.NO_NEIGHBOUR, False), (Said.WITHHELD, None)])
def test_a_router_that_may_not_be_asked_has_not_gone(said: Said, gateway: bool | None) -> None:
    world = fw.FakeWorld(wire=fw.FakeWire(fw.always(said)))
    assert glanced(world, OUTAGE).gateway is gateway


def test_without_a_way_out_nothing_is_sent() -> None:
    world = fw.FakeWorld(usable_families=())
    found = glanced(world)
    assert found.far is False
    assert isinstance(world.wire, fw.FakeWire)
    assert not world.wire.asked


def test_a_focused_look_asks_what_the_fault_rests_on_and_judges_again() -> None:
    glancer = Glancer(discover(probes, "PROBE", Probe))
    broken = fw.FakeWorld(web=fw.FakeWeb(fw.no_page))
    look = Look(fw.NOW, fw.observed(broken))
    report = Report("r-1", fw.NOW, judge(look.seen), (look,), ())
    assert report.verdict.impact is Impact.OUTAGE
    assert glancer.glance(broken, Depth.FOCUS, OUTAGE, report).focus is False
    assert glancer.glance(fw.FakeWorld(), Depth.FOCUS, OUTAGE, report).focus is True


def test_a_focused_look_without_a_known_fault_opens_a_page() -> None:
    glancer = Glancer(discover(probes, "PROBE", Probe))
    assert glancer.glance(fw.FakeWorld(), Depth.FOCUS, WORKING, None).focus is True
    assert glancer.glance(fw.FakeWorld(web=fw.FakeWeb(fw.no_page)), Depth.FOCUS, WORKING, None).focus is False
