"""An accusation is looked at twice, a disagreement three times, and the provider is asked only when it is accused."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest

from netcheck import probes
from netcheck.core.diagnose import judge
from netcheck.core.model import Confidence, Observation, Outcome, Report, Seen, Segment, Side
from netcheck.core.network import Resolver, Way
from netcheck.core.other_way import worth_asking
from netcheck.engine.diagnosis import BETWEEN_LOOKS_S, WHOLE_LOOK_S, Job, diagnose_once
from netcheck.plugins import Probe, World, discover
from tests.fake_homes import BROKEN, HEALTHY
from tests.fake_world import NOW, FakeClock, FakeMachine, FakeNames, FakeWorld, dead_line, good_server, observed

CHECKS = discover(probes, "PROBE", Probe)
SEGMENTS = {check: probe.segment for check, probe in CHECKS.items()}


def _beside() -> FakeWorld:
    """The default way is dead, and the only name server is behind another adapter."""
    server = "192.168.1.40"
    names = FakeNames({server: good_server}, (Resolver(server),))
    return replace(dead_line(FakeMachine(ways={server: Way("enp9s0")})), names=names)


@dataclass
class Play:
    """Looks played from what whole homes show, one home a look; the last one stays."""

    homes: Sequence[str]
    clock: FakeClock = field(default_factory=FakeClock)
    stop: threading.Event = field(default_factory=threading.Event)
    asked: list[tuple[int, str]] = field(default_factory=list)
    worlds: list[int] = field(default_factory=list)
    made: list[FakeWorld] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    takes_s: Mapping[int, float] = field(default_factory=dict)
    """Seconds that pass within a look, by its number."""
    on_world: Callable[[int], None] = lambda number: None

    def seen(self, number: int) -> Seen:
        made = {**HEALTHY, **BROKEN, "beside": _beside}[self.homes[min(number, len(self.homes) - 1)]]
        return observed(made())

    def run(self, ask_provider: bool | None = False, deadline_s: float = 6.0) -> Report:
        """`ask_provider`: after an upstream verdict; None: in any case."""
        table: dict[int, Seen] = {}

        def world(number: int) -> World:
            self.worlds.append(number)
            self.on_world(number)
            self.clock.advance(self.takes_s.get(number, 0.0))
            table[number] = self.seen(number)
            self.made.append(FakeWorld(clock=self.clock, look=number))
            return self.made[-1]

        def probe(check: str) -> Probe:
            def ask(world: World) -> Observation:
                self.asked.append((world.look, check))
                return table[world.look][check]

            return Probe(check, SEGMENTS[check], ask, 1e6, CHECKS[check].on_demand, CHECKS[check].in_outages)

        job = Job(
            world,
            {check: probe(check) for check in CHECKS},
            self.clock,
            deadline_s,
            told=lambda check, answer: self.told.append(check),
            stop=self.stop,
            tool={"name": "netcheck"},
            provider="always" if ask_provider is None else "upstream" if ask_provider else "never",
        )
        return diagnose_once(job)

    def asked_in(self, number: int) -> set[str]:
        return {check for look, check in self.asked if look == number}


def test_a_healthy_home_is_looked_at_once() -> None:
    play = Play(["plain"])
    report = play.run(ask_provider=True)
    assert (report.verdict.side, play.worlds, len(report.looks)) == (Side.NONE, [0], 1)
    assert play.asked_in(0) == {check for check, probe in CHECKS.items() if not probe.on_demand}
    assert report.created_at == NOW
    assert report.tool == {"name": "netcheck"}
    assert report.blocked_by == {}


@pytest.mark.parametrize("home", BROKEN)
def test_an_accusation_is_confirmed_by_what_it_rests_on_and_nothing_else(home: str) -> None:
    play = Play([home])
    report = play.run(ask_provider=True)
    assert report.verdict.fault == home
    assert [look.confirming for look in report.looks] == [False, True]
    first = judge(report.looks[0].seen)
    provider = {"isp_status"} if first.side is Side.UPSTREAM and first.segment is not Segment.SERVICE else set()
    second_way = {"second_way"} if worth_asking(first) else set()
    assert play.asked_in(1) == set(first.rests_on) | provider | second_way
    assert set(report.looks[1].seen) == play.asked_in(1)
    assert all(said.outcome is not Outcome.PENDING for said in report.looks[1].seen.values())


@pytest.mark.parametrize("home", ["router-silent", "service-down", "line-down"])
def test_the_provider_is_left_in_peace_where_it_has_no_page_or_no_part(home: str) -> None:
    upstream = home != "router-silent"
    play = Play([home])
    play.run(ask_provider=not upstream)
    assert "isp_status" not in {check for _, check in play.asked}


def test_the_provider_is_asked_at_once_where_the_person_wants_it() -> None:
    play = Play(["plain"])
    report = play.run(ask_provider=None)
    assert play.asked_in(0) == set(CHECKS) - {"second_way"}
    assert report.seen["isp_status"].outcome is not Outcome.PENDING
    assert (report.verdict.side, play.worlds) == (Side.NONE, [0])


@pytest.mark.parametrize(
    ("home", "outage"),
    [
        ("router-silent", True),
        ("line-down", True),
        ("isp-outage", True),
        ("service-down", False),
        ("firewall-blocking", False),
    ],
)
def test_a_second_way_is_looked_for_where_the_default_one_is_dead_beyond_this_computer(home: str, outage: bool) -> None:
    play = Play([home])
    play.run()
    assert ("second_way" in play.asked_in(1)) is outage
    assert "second_way" not in play.asked_in(0)
    assert [world.outage for world in play.made] == [False, outage]


def test_a_page_that_was_asked_at_once_is_asked_again_when_the_provider_is_accused() -> None:
    play = Play(["isp-announced-outage"])
    report = play.run(ask_provider=None)
    assert "isp_status" in play.asked_in(0) & play.asked_in(1)
    assert report.verdict.fault == "isp-announced-outage"


def test_the_confirming_look_begins_a_second_after_the_first_began() -> None:
    play = Play(["router-silent"], takes_s={0: 0.3})
    play.run()
    assert play.clock.pauses == [pytest.approx(BETWEEN_LOOKS_S - 0.3)]


def test_a_confirmed_verdict_may_be_certain() -> None:
    report = Play(["link-down"]).run()
    assert report.verdict.confidence is Confidence.CERTAIN


def test_two_looks_that_disagree_lead_to_a_third_of_everything() -> None:
    play = Play(["line-down", "plain", "plain"])
    report = play.run()
    assert play.worlds == [0, 1, 2]
    assert play.asked_in(2) == play.asked_in(0)
    assert (report.verdict.side, len(report.looks)) == (Side.NONE, 3)


def test_a_fault_that_only_the_third_look_sees_is_merely_possible() -> None:
    report = Play(["line-down", "plain", "router-silent"]).run()
    assert (report.verdict.fault, report.verdict.confidence) == ("router-silent", Confidence.POSSIBLE)


def test_a_fault_that_comes_and_goes_is_never_certain() -> None:
    report = Play(["link-down", "plain", "link-down"]).run()
    assert (report.verdict.fault, report.verdict.confidence) == ("link-down", Confidence.LIKELY)


def test_two_looks_that_disagree_without_time_for_a_third_leave_it_possible() -> None:
    play = Play(["no-address", "link-down", "plain"], takes_s={0: 6.0 - WHOLE_LOOK_S})
    report = play.run(deadline_s=6.0)
    assert play.worlds == [0, 1]
    assert (report.verdict.fault, report.verdict.confidence) == ("link-down", Confidence.POSSIBLE)


def test_the_providers_word_is_no_disagreement() -> None:
    play = Play(["isp-announced-outage"])
    report = play.run(ask_provider=True)
    assert (report.verdict.fault, play.worlds) == ("isp-announced-outage", [0, 1])
    assert "isp-outage" in report.verdict.also


def test_a_stop_ends_it_after_the_first_look() -> None:
    play = Play(["line-down"])
    play.on_world = lambda number: play.stop.set()
    report = play.run()
    assert play.worlds == [0]
    assert report.verdict.side is not Side.NONE


def test_no_look_begins_after_the_end_of_the_run() -> None:
    play = Play(["line-down"], takes_s={0: 7.0})
    report = play.run(deadline_s=6.0)
    assert play.worlds == [0]
    assert report.duration_ms == 7000.0
    assert report.verdict.confidence is not Confidence.CERTAIN


def test_every_answer_is_told_as_it_comes() -> None:
    play = Play(["router-silent"])
    report = play.run()
    first = [check for check, said in report.looks[0].seen.items() if said.outcome is not Outcome.PENDING]
    assert sorted(play.told) == sorted([*first, *report.looks[1].seen])


def test_the_report_explains_what_lies_beyond_the_fault() -> None:
    report = Play(["router-silent"]).run()
    assert set(report.blocked_by.values()) == {"router-silent"}
    assert [step.segment for step in report.path if step.state == "failed"] == [report.verdict.segment]


def test_two_reports_are_told_apart() -> None:
    assert Play(["plain"]).run().id != Play(["plain"]).run().id


def test_where_names_are_found_beside_the_default_way_a_second_one_is_looked_for_though_nobody_is_accused() -> None:
    play = Play(["beside"])
    report = play.run(ask_provider=True)
    assert (report.verdict.side, report.verdict.fault) == (Side.UNKNOWN, "unknown")
    assert play.asked_in(1) == {"second_way"}
    assert not any(look.confirming for look in report.looks)
