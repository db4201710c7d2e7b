"""Loss is blamed on the first place that loses as much as the landmarks do, and on none while they lose nothing."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import How, Reply, RouterWord, Said, Shot
from netcheck.probes.loss import ask
from tests.fake_world import (
    FAR,
    GOOD_WORD,
    HOP,
    LEARNT,
    MEMORY,
    ROUTER,
    ROUTER6,
    FakeRouter,
    FakeWire,
    FakeWorld,
    always,
    answers_from,
    at_home_only,
    healthy_packets,
    only,
    reply,
    rungs,
    saw,
)

LANDMARKS = dict.fromkeys(FAR, 10)


def lossy(**more: int) -> FakeWire:
    """Landmarks lose every tenth packet, and so do others where they are named."""
    places = {"router": ROUTER, "hop": HOP}
    return FakeWire(loses={**LANDMARKS, **{places[place]: every for place, every in more.items()}})


@pytest.mark.parametrize(
    ("wire", "outcome", "failure", "facts"),
    [
        pytest.param(
            FakeWire(), Outcome.OK, None,
            {"lossy": False, "first_losing": "none", "far_sent": 20, "gateway_sent": 10, "hop_sent": 10, "busy": False},
            id="healthy",
        ),
        pytest.param(
            lossy(router=10, hop=10), Outcome.FAILED, Failure.LOSS,
            {"first_losing": "gateway", "lossy": True, "gateway_sent": 40, "gateway_lost": 4, "far_lost": 8},
            id="from the router on",
        ),
        pytest.param(
            lossy(hop=10), Outcome.FAILED, Failure.LOSS,
            {"first_losing": "first-hop", "gateway_lost": 0, "hop_sent": 40, "hop_lost": 4},
            id="from the provider's first station on",
        ),
        pytest.param(
            lossy(), Outcome.FAILED, Failure.LOSS, {"first_losing": "beyond", "gateway_lost": 0, "hop_lost": 0},
            id="further on",
        ),
        pytest.param(
            FakeWire(loses={ROUTER: 2}), Outcome.OK, None, {"lossy": False, "first_losing": "none", "gateway_lost": 5},
            id="a router that answers half of the time, while the landmarks lose nothing",
        ),
        pytest.param(
            FakeWire(loses={ROUTER: 2, HOP: 2, FAR[0]: 10}), Outcome.FAILED, Failure.LOSS, {"first_losing": "gateway"},
            id="4 of 80 count",
        ),
        pytest.param(
            FakeWire(loses={FAR[0]: 20}), Outcome.OK, None, {"lossy": False, "first_losing": "none"}, id="one lost"
        ),
        pytest.param(
            lossy(hop=39), Outcome.FAILED, Failure.LOSS, {"first_losing": "beyond", "hop_lost": 1},
            id="a station loses much less than the landmarks",
        ),
        pytest.param(
            FakeWire(answers_from((*FAR, HOP)), LANDMARKS), Outcome.FAILED, Failure.LOSS,
            {"first_losing": None, "gateway_sent": 0},
            id="a router that cannot be measured leaves it open",
        ),
        pytest.param(
            FakeWire(answers_from((ROUTER, *FAR)), LANDMARKS), Outcome.FAILED, Failure.LOSS,
            {"first_losing": "first-hop", "hop_sent": 0},
            id="a silent station",
        ),
        pytest.param(
            FakeWire(answers_from((ROUTER, HOP, *FAR), echo=False), LANDMARKS), Outcome.FAILED, Failure.LOSS,
            {"first_losing": "beyond"},
            id="without ping",
        ),
        pytest.param(
            FakeWire(at_home_only), Outcome.UNKNOWN, Failure.NOT_AVAILABLE, {"lossy": None, "first_losing": None},
            id="a dead line loses nothing",
        ),
        pytest.param(
            FakeWire(always(Said.NOT_PERMITTED)), Outcome.UNKNOWN, Failure.NOT_AVAILABLE, {"lossy": None}, id="no right"
        ),
        pytest.param(
            FakeWire(always(Said.WITHHELD)), Outcome.UNKNOWN, Failure.NOT_AVAILABLE, {"lossy": None}, id="withheld"
        ),
    ],
)  # fmt: skip
def test_cases(wire: FakeWire, outcome: Outcome, failure: Failure | None, facts: dict[str, object]) -> None:
    assert saw(ask(FakeWorld(wire=wire)), facts) == (outcome, failure, facts)


WITHOUT_ECHO = frozenset({ROUTER, FAR[0]})


@pytest.mark.parametrize(
    ("open_ports", "ways"),
    [
        pytest.param((80, 443), (f"far: tcp {FAR[0]}", f"gateway: tcp {ROUTER}"), id="open"),
        pytest.param((), (f"far: tcp {FAR[0]}", f"gateway: tcp {ROUTER}"), id="refused: a word as well"),
    ],
)
def test_whoever_answers_no_echo_is_measured_by_connections_and_the_others_by_echo(
    open_ports: tuple[int, ...], ways: tuple[str, ...]
) -> None:
    alive = answers_from((ROUTER, HOP, *FAR), open_ports)
    wire = FakeWire(only(lambda shot: shot.how is not How.ECHO or shot.address not in WITHOUT_ECHO, alive))
    seen = ask(FakeWorld(wire=wire))
    expected = {"far_sent": 20, "gateway_sent": 10, "hop_sent": 10, "lossy": False}
    assert saw(seen, expected) == (Outcome.OK, None, expected)
    told = seen.facts["ways"]
    assert isinstance(told, tuple)
    assert set(told) == {f"hop: echo {HOP}", f"far: echo {FAR[1]}", *ways}


def test_where_every_echo_is_answered_no_connection_is_tried() -> None:
    wire = FakeWire()
    ask(FakeWorld(wire=wire))
    assert {shot.how for shot in wire.asked} == {How.ECHO}


@pytest.mark.parametrize("look", [0, 1])
def test_one_echo_tells_that_this_user_may_send_none(look: int) -> None:
    def way(shot: Shot) -> Reply:
        return reply(shot, Said.NOT_PERMITTED) if shot.how is How.ECHO else healthy_packets(shot)

    wire = FakeWire(way)
    seen = ask(FakeWorld(wire=wire, look=look))
    assert (seen.outcome, seen.facts["lossy"]) == (Outcome.OK, False)
    assert [shot.how for shot in wire.asked].count(How.ECHO) == 1


def test_a_confirming_look_counts_all_packets_at_once() -> None:
    seen = ask(FakeWorld(look=1))
    assert (seen.facts["far_sent"], seen.facts["gateway_sent"], seen.facts["hop_sent"]) == (80, 40, 40)


def test_the_line_is_measured_past_the_tunnel() -> None:
    wire = FakeWire()
    ask(FakeWorld(wire=wire, past_tunnel="enp3s0"))
    devices = {shot.address: shot.device for shot in wire.asked}
    assert devices == {ROUTER: None, HOP: "enp3s0", FAR[0]: "enp3s0", FAR[1]: "enp3s0"}


def test_expired_packets_are_never_counted() -> None:
    """Stations limit those answers, so their silence is no loss."""
    wire = FakeWire(answers_from((ROUTER, *FAR)), LANDMARKS)
    ask(FakeWorld(wire=wire))
    assert wire.asked
    assert all(shot.ttl is None for shot in wire.asked)


@pytest.mark.parametrize("second", ["192.168.0.1", pytest.param("10.0.0.1")])
def test_a_second_router_at_home_is_not_the_first_station_of_the_provider(second: str) -> None:
    wire = FakeWire(answers_from((ROUTER, second, HOP, *FAR)))
    ask(FakeWorld(wire=wire, steps=rungs(ROUTER, second, HOP)))
    assert HOP in wire.sent
    assert second not in wire.sent


def test_a_line_with_ipv6_alone_is_measured_too() -> None:
    seen = ask(FakeWorld(routers=(ROUTER6,), usable_families=(6,)))
    assert seen.outcome is Outcome.OK
    assert seen.facts["far_sent"] == 20


SLOW = dict.fromkeys(FAR, 300.0)


def counters(sent: int) -> list[RouterWord]:
    """Two readings, so many bytes apart, half a second of fake time between them."""
    return [RouterWord(bytes_sent=n, bytes_received=5) for n in (1000, 1000 + sent)]


@pytest.mark.parametrize(
    ("readings", "ms", "usual", "busy", "outcome"),
    [
        pytest.param(counters(600_000), SLOW, None, True, Outcome.FAILED, id="packets wait, and the line is full"),
        pytest.param(counters(100), SLOW, None, False, Outcome.OK, id="packets wait, but nothing runs"),
        pytest.param(counters(600_000), {}, None, False, Outcome.OK, id="a full line on which nothing waits"),
        pytest.param([], SLOW, None, None, Outcome.OK, id="a router without counters"),
        pytest.param(counters(600_000)[:1], SLOW, None, None, Outcome.OK, id="only one reading"),
        pytest.param(counters(600_000), SLOW, 280.0, False, Outcome.OK, id="always that slow: a satellite"),
        pytest.param(counters(600_000), SLOW, 20.0, True, Outcome.FAILED, id="much slower than usual"),
    ],
)
def test_a_busy_line(
    readings: list[RouterWord], ms: dict[str, float], usual: float | None, busy: bool | None, outcome: Outcome
) -> None:
    memory = replace(MEMORY, facts={**LEARNT, "far_ms": usual}) if usual else None
    world = FakeWorld(wire=FakeWire(ms=ms), router=FakeRouter(counts=list(readings)), memory=memory)
    assert saw(ask(world), {"busy": busy})[::2] == (outcome, {"busy": busy})


@pytest.mark.parametrize(
    ("sent", "link_up_bps", "busy"),
    [
        pytest.param(600_000, 10_000_000, True, id="10 of 10 Mbit/s"),
        pytest.param(600_000, None, True, id="speed not told: 1.2 MB a second is use"),
        pytest.param(100_000, 50_000_000, False, id="1.6 of 50 Mbit/s"),
    ],
)
def test_what_counts_as_busy_depends_on_the_speed_of_the_line(sent: int, link_up_bps: int | None, busy: bool) -> None:
    word = replace(GOOD_WORD, link_up_bps=link_up_bps)
    world = FakeWorld(wire=FakeWire(ms=SLOW), router=FakeRouter(word, counters(sent)))
    assert ask(world).facts["busy"] is busy


def test_what_nobody_told_is_not_counted_as_lost() -> None:
    """On a busy computer calls come back late: that says nothing of the packets."""

    class Busy(FakeWire):
        def burst(
            self, shots: Sequence[Shot], count: int, gap_s: float = 0.025, wait_s: float = 0.9
        ) -> tuple[Reply, ...]:
            found = super().burst(shots, count, gap_s, wait_s)
            return tuple(replace(each, untold=each.said is Said.SILENT) for each in found)

    said = ask(FakeWorld(wire=Busy(loses={**LANDMARKS, ROUTER: 10})))
    assert said.outcome is Outcome.OK
    assert (said.facts["far_lost"], said.facts["gateway_lost"]) == (0, 0)
    assert said.facts["far_sent"] == 80 - 8
    assert said.facts["untold"] == 12
