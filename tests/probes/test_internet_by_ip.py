"""Operators are counted by true answers alone, whichever way and family they come by."""

from dataclasses import replace

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import How, Reply, Said, Shot
from netcheck.core.settings import Settings
from netcheck.probes.internet_by_ip import ask
from tests.fake_world import (
    FAR,
    FAR6,
    HOP,
    ROUTER,
    Answering,
    FakeWire,
    FakeWorld,
    always,
    answers_from,
    dead_line,
    first_of,
    healthy_packets,
    only,
    reply,
    saw,
    silent,
)


def tcp(shot: Shot) -> bool:
    return shot.how is How.TCP


def echo(shot: Shot) -> bool:
    return shot.how is How.ECHO


@pytest.mark.parametrize(
    ("way", "outcome", "failure", "facts"),
    [
        pytest.param(
            healthy_packets, Outcome.OK, None,
            {"asked": 4, "answered": 4, "dark_share": 0.0, "v4": "answers", "v6": "absent", "replaced": False,
             "said": None},
            id="healthy",
        ),
        pytest.param(answers_from(FAR, echo=False), Outcome.OK, None, {"answered": 4}, id="ICMP blocked everywhere"),
        pytest.param(
            first_of(only(echo, always(Said.NOT_PERMITTED)), answers_from(FAR)), Outcome.OK, None, {"answered": 4},
            id="no right to ping",
        ),
        pytest.param(
            only(echo, answers_from(FAR)), Outcome.OK, None, {"answered": 4, "tcp": 0}, id="only echo gets through"
        ),
        pytest.param(
            answers_from(FAR[:3]), Outcome.OK, None, {"answered": 3, "dark": ("OpenDNS",), "dark_share": 0.25},
            id="one operator dark",
        ),
        pytest.param(answers_from(FAR[:2]), Outcome.OK, None, {"answered": 2, "dark_share": 0.5}, id="two dark"),
        pytest.param(
            answers_from(FAR[:1]), Outcome.FAILED, Failure.TIMEOUT, {"answered": 1, "dark_share": 0.75}, id="three dark"
        ),
        pytest.param(
            silent, Outcome.FAILED, Failure.TIMEOUT, {"answered": 0, "dark_share": 1.0, "v4": "dark"}, id="all dark"
        ),
        pytest.param(
            only(tcp, always(Said.ANSWERED)), Outcome.FAILED, Failure.TIMEOUT,
            {"answered": 0, "replaced": True, "v4": "dark"},
            id="somebody near opens every connection",
        ),
        pytest.param(
            first_of(only(tcp, always(Said.ANSWERED)), only(echo, answers_from(FAR))), Outcome.OK, None,
            {"answered": 4, "replaced": True},
            id="a proxy in between, but echoes are true",
        ),
        pytest.param(
            only(tcp, always(Said.REFUSED)), Outcome.FAILED, Failure.REFUSED, {"answered": 0}, id="all refused"
        ),
        pytest.param(
            always(Said.BLOCKED), Outcome.FAILED, Failure.BLOCKED_LOCALLY, {"answered": 0}, id="EPERM"
        ),
        pytest.param(always(Said.NO_ROUTE), Outcome.FAILED, Failure.NO_ROUTE, {"answered": 0}, id="our own routing"),
        pytest.param(
            always(Said.NO_NEIGHBOUR), Outcome.FAILED, Failure.NO_NEIGHBOUR, {"answered": 0}, id="no router there"
        ),
        pytest.param(
            always(Said.UNREACHABLE, ROUTER, (3, 0)), Outcome.FAILED, Failure.UNREACHABLE,
            {"refused_by": ROUTER, "said": "no-route"},
            id="the router has no way on",
        ),
        pytest.param(
            always(Said.PROHIBITED, ROUTER, (3, 13)), Outcome.FAILED, Failure.PROHIBITED,
            {"refused_by": ROUTER, "said": "prohibited"},

            id="the router forbids",
        ),
    ],
)  # fmt: skip
def test_cases(way: Answering, outcome: Outcome, failure: Failure | None, facts: dict[str, object]) -> None:
    assert saw(ask(FakeWorld(wire=FakeWire(way))), facts) == (outcome, failure, facts)


@pytest.mark.parametrize(
    ("families", "alive", "v4", "v6", "answered"),
    [
        ((4, 6), FAR, "answers", "dark", 4),
        ((4, 6), FAR6, "dark", "answers", 4),
        ((4, 6), (*FAR, *FAR6), "answers", "answers", 4),
        ((6,), FAR6, "absent", "answers", 4),
        ((6,), FAR, "absent", "dark", 0),
        ((4, 6), (), "dark", "dark", 0),
    ],
)
def test_families_are_told_apart(
    families: tuple[int, ...], alive: tuple[str, ...], v4: str, v6: str, answered: int
) -> None:
    facts = ask(FakeWorld(wire=FakeWire(answers_from(alive)), usable_families=families)).facts
    assert (facts["v4"], facts["v6"], facts["answered"]) == (v4, v6, answered)


def test_no_landmark_no_answer() -> None:
    settings = replace(Settings(), landmarks=replace(Settings().landmarks, hosts=()))
    seen = ask(FakeWorld(settings=settings))
    assert (seen.outcome, seen.failure) == (Outcome.UNKNOWN, Failure.NOT_CONFIGURED)


# --- what stations say ------------------------------------------------------------------------------------------------

TO_ANOTHER = Shot("84.112.0.53", How.UDP, 53)


@pytest.mark.parametrize(
    ("said", "sender", "icmp", "word"),
    [
        (Said.PROHIBITED, HOP, (3, 13), "beyond"),
        (Said.UNREACHABLE, HOP, (3, -1), "beyond"),
        (Said.EXPIRED, HOP, (11, 0), None),
        (Said.PROHIBITED, ROUTER, (3, 13), None),
        (Said.UNREACHABLE, ROUTER, (3, 0), None),
    ],
)
def test_what_another_question_heard_tells_that_there_is_a_station_beyond_and_nothing_of_the_home(
    said: Said, sender: str, icmp: tuple[int, int], word: str | None
) -> None:
    seen = ask(replace(dead_line(), said_to_others=(reply(TO_ANOTHER, said, sender, icmp),)))
    assert (seen.facts["said"], seen.failure) == (word, Failure.TIMEOUT)


def test_a_box_at_home_that_forbids_one_address_does_not_hide_a_station_beyond() -> None:
    near, far = (reply(TO_ANOTHER, Said.PROHIBITED, sender, (3, 13)) for sender in (ROUTER, HOP))
    for others in ((near, far), (far, near)):
        assert ask(replace(dead_line(), said_to_others=others)).facts["said"] == "beyond"
    assert ask(replace(dead_line(), said_to_others=(near, near))).facts["said"] is None


def test_what_this_question_heard_itself_comes_first() -> None:
    others = (reply(TO_ANOTHER, Said.PROHIBITED, HOP, (3, 13)),)
    wire = FakeWire(always(Said.UNREACHABLE, ROUTER, (3, 0)))
    assert ask(replace(dead_line(), wire=wire, said_to_others=others)).facts["said"] == "no-route"


def test_who_refused_is_told_though_others_were_refused_by_nobody_known() -> None:
    wire = FakeWire(
        first_of(
            only(tcp, lambda shot: Reply(shot, Said.UNREACHABLE)), only(echo, always(Said.UNREACHABLE, HOP, (3, -1)))
        )
    )
    facts = ask(FakeWorld(wire=wire)).facts
    assert (facts["refused_by"], facts["said"]) == (HOP, "beyond")


@pytest.mark.parametrize("families", [(4,), (4, 6), (6,)])
def test_where_only_echoes_tell_stations_they_go_on_until_a_router_speaks_again(families: tuple[int, ...]) -> None:
    """Six words at once go to whoever asks first; the next one comes a second later."""
    wire = FakeWire(silent, stations_by=How.ECHO)
    ask(FakeWorld(wire=wire, usable_families=families))
    late = [shot for shot in wire.asked if shot.after_s > 0.5]
    assert {shot.how for shot in late} == {How.ECHO}
    assert len(late) == 10
    assert all(0.85 <= shot.after_s <= 1.1 and shot.tries == 1 for shot in late)
    assert not [shot for shot in late if shot.address not in (*FAR, *FAR6)]


def test_late_echoes_that_come_back_are_no_answer_and_those_that_are_refused_are_heard() -> None:
    def late(shot: Shot) -> bool:
        return shot.after_s > 0.5

    back = FakeWire(only(late, always(Said.ANSWERED)), stations_by=How.ECHO)
    assert ask(replace(dead_line(), wire=back)).facts["answered"] == 0
    refused = FakeWire(only(late, always(Said.UNREACHABLE, HOP, (3, -1))), stations_by=How.ECHO)
    assert ask(replace(dead_line(), wire=refused)).facts["said"] == "beyond"


@pytest.mark.parametrize("by", [How.TCP, None])
def test_where_echoes_are_not_what_tells_stations_nothing_more_is_sent(by: How | None) -> None:
    wire = FakeWire(silent, stations_by=by)
    ask(FakeWorld(wire=wire))
    assert max(shot.after_s for shot in wire.asked) < 0.5
