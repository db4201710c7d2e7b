"""What an outage remembers, what is said of it meanwhile, and which glances mean nothing here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netcheck.core.model import Impact, Report, Side
from netcheck.core.monitor import GAP_S, step
from netcheck.core.watching import Event, Glance, Happened, Phase, State
from tests.fake_watch import (
    ASLEEP,
    CANNOT_TELL,
    DOWN,
    ISP,
    LINE,
    NO_PING,
    PAUSE,
    PORTAL,
    RESUME,
    ROUTER,
    SLOW,
    SLOW_WITHOUT_PAGES,
    TIME,
    UNCONFIRMED,
    UP,
    UP_WHEN_WELL,
    WELL,
    News,
    Story,
    at,
)


def told(*rows: tuple[float, News]) -> Story:
    story = Story()
    story.all(rows)
    return story


def happened(story: Story, kind: Happened) -> list[Event]:
    return [event for event in story.events if event.kind is kind]


# --- what an outage remembers -----------------------------------------------------------------------------------------

COMES_AND_GOES = ((0, WELL), (5, LINE), (6, WELL), (7, LINE), (8, WELL), (9, LINE))
OUTAGE = ((0, WELL), (10, UP_WHEN_WELL), (20, DOWN), (24, LINE), (26, DOWN), (60, UP), (63, WELL))


def test_an_outage_began_with_the_glance_that_raised_the_suspicion() -> None:
    story = told(*OUTAGE[:4])
    outage = story.state.outage
    assert outage is not None
    assert (outage.down_since, outage.began_s) == (at(20).at, at(20).s)
    assert outage.last_good == at(10).at
    assert (outage.seconds, outage.looks, outage.drops, outage.up_since) == (4.0, 1, 1, None)
    assert outage.verdict == LINE.verdict


def test_an_outage_at_the_start_has_no_good_look_before_it() -> None:
    outage = told((5, LINE)).state.outage
    assert outage is not None
    assert (outage.down_since, outage.last_good, outage.seconds) == (at(5).at, None, 0.0)


def test_a_suspicion_that_came_to_nothing_is_no_beginning() -> None:
    outage = told((0, WELL), (10, DOWN), (14, WELL), (24, UP_WHEN_WELL), (60, WELL), (3600, PORTAL)).state.outage
    assert outage is not None
    assert (outage.down_since, outage.last_good) == (at(3600).at, at(60).at)


def test_doubts_do_not_move_the_beginning() -> None:
    outage = told((0, WELL), (10, DOWN), (14, CANNOT_TELL), (20, CANNOT_TELL)).state.outage
    assert outage is not None
    assert outage.down_since == at(10).at


def test_it_ended_with_the_first_good_look() -> None:
    story = told(*OUTAGE)
    (restored,) = happened(story, Happened.RESTORED)
    assert restored.outage is not None
    assert (restored.outage.up_since, restored.outage.seconds) == (at(60).at, 40.0)
    assert restored.verdict == WELL.verdict
    later = told(*OUTAGE, (100, UP)).state.outage
    assert later is not None
    assert later.seconds == 40.0
    assert later.looks == restored.outage.looks
    assert not story.state.down


def test_its_length_grows_with_time_alone() -> None:
    story = told(*OUTAGE[:5], (50, TIME))
    assert story.state.outage is not None
    assert story.state.outage.seconds == 30.0
    assert story.state.down


def test_a_relapse_is_the_same_outage_and_another_drop() -> None:
    story = told(*OUTAGE, (100, DOWN), (104, ISP))
    outage = story.state.outage
    assert outage is not None
    (first,) = happened(story, Happened.OUTAGE_STARTED)
    assert first.outage is not None
    assert (outage.id, outage.drops, outage.up_since) == (first.outage.id, 2, None)
    assert (outage.down_since, outage.seconds) == (at(20).at, 84.0)
    assert outage.verdict == story.state.verdict == ISP.verdict


def test_a_return_that_was_never_told_is_no_drop() -> None:
    outage = told(*OUTAGE[:6], (62, DOWN)).state.outage
    assert outage is not None
    assert outage.drops == 1


def test_another_outage_has_another_id() -> None:
    story = told(*OUTAGE, (363, UP), (1000, LINE))
    first, second = happened(story, Happened.OUTAGE_STARTED)
    assert first.outage is not None
    assert second.outage is not None
    assert first.outage.id != second.outage.id


def test_looks_in_an_outage_are_counted() -> None:
    outage = told(*OUTAGE[:5], (28, DOWN), (30, LINE)).state.outage
    assert outage is not None
    assert outage.looks == 4


def test_a_night_in_an_outage_is_told_apart() -> None:
    story = told(*OUTAGE[:5], (3626, ASLEEP), (3640, LINE))
    assert story.state.outage is not None
    assert (story.state.outage.seconds, story.state.outage.asleep_s) == (3620.0, 3600.0)
    (slept,) = happened(story, Happened.SLEPT)
    assert (slept.gap_s, slept.at) == (3600.0, at(3626).at)


def test_a_pause_in_an_outage_is_told_apart() -> None:
    story = told(*OUTAGE[:5], (30, PAUSE), (1030, ASLEEP), (2030, RESUME))
    assert story.state.outage is not None
    assert (story.state.outage.seconds, story.state.outage.asleep_s) == (2010.0, 2000.0)
    assert not happened(story, Happened.SLEPT)


def test_a_night_without_an_outage_is_in_none() -> None:
    story = told(*OUTAGE, (30000, ASLEEP))
    assert story.state.outage is None


def test_a_gap_is_more_than_half_a_minute() -> None:
    story = told((0, WELL))
    _, events = step(story.state, None, at(GAP_S))
    assert events == ()
    _, events = step(story.state, None, at(GAP_S + 0.1))
    assert [event.kind for event in events] == [Happened.SLEPT]


@pytest.mark.parametrize("news", [LINE, WELL, DOWN, UP])
def test_a_look_that_ends_after_a_gap_was_taken_before_it_or_in_it(news: Report | Glance) -> None:
    story = told((0, WELL), (10, DOWN))
    state, events = step(story.state, news, at(1000))
    assert [event.kind for event in events] == [Happened.SLEPT]
    assert (state.phase, state.looks, state.outage) == (Phase.LOOKING, 2, None)


def test_a_clock_that_is_set_is_no_gap() -> None:
    story = told((0, WELL))
    state, events = step(story.state, UP, replace(at(10), at=at(90000).at))
    assert [event.kind for event in events] == [Happened.LOOK]
    assert state.phase is Phase.WORKING


# --- what is said meanwhile -------------------------------------------------------------------------------------------


def test_every_look_is_an_event_with_what_it_saw() -> None:
    story = told((0, WELL), (10, DOWN), (14, LINE))
    looks = happened(story, Happened.LOOK)
    assert [(look.report, look.glance) for look in looks] == [(WELL, None), (None, DOWN), (LINE, None)]
    assert [look.verdict for look in looks] == [WELL.verdict, WELL.verdict, LINE.verdict]
    (started,) = happened(story, Happened.OUTAGE_STARTED)
    assert (started.report, started.verdict, started.at) == (LINE, LINE.verdict, at(14).at)
    assert story.state.looks == 3


def test_nobody_is_accused_of_what_was_seen_once_by_nobody_else() -> None:
    story = told((0, WELL), (10, DOWN), (14, UNCONFIRMED))
    assert story.state.verdict == WELL.verdict
    assert story.state.other == "isp-dns-down"


def test_at_the_start_it_is_shown_that_nobody_can_tell() -> None:
    assert told((5, CANNOT_TELL)).state.verdict == CANNOT_TELL.verdict


def test_right_after_waking_nothing_is_shown_as_a_fault() -> None:
    story = told((0, WELL), (30000, ASLEEP), (30003, ROUTER))
    assert story.state.verdict == WELL.verdict


def test_the_outage_keeps_the_name_that_was_known() -> None:
    story = told((0, LINE), (60, CANNOT_TELL), (65, CANNOT_TELL))
    assert story.state.outage is not None
    assert story.state.verdict == CANNOT_TELL.verdict
    assert story.state.outage.verdict == LINE.verdict


def test_a_name_replaces_what_nobody_could_tell() -> None:
    story = told((0, CANNOT_TELL), (6, CANNOT_TELL), (66, LINE))
    assert story.state.outage is not None
    assert story.state.outage.verdict == story.state.verdict == LINE.verdict


def test_the_same_fault_is_told_as_surely_as_it_was_seen_last() -> None:
    surer = replace(ISP, verdict=replace(ISP.verdict, headline="surer"))
    story = told((0, ISP), (60, surer))
    assert story.state.verdict == surer.verdict
    assert not happened(story, Happened.OUTAGE_CHANGED)


def test_a_relapse_by_a_glance_shows_the_fault_again_and_looks_whole_soon() -> None:
    story = told((0, LINE), (2, DOWN), (30, UP), (33, SLOW_WITHOUT_PAGES), (35, DOWN))
    assert (story.state.phase, story.state.verdict, story.state.again) == (Phase.OUTAGE, LINE.verdict, True)


def test_what_comes_and_goes_is_told_so_and_keeps_its_part() -> None:
    story = told(*COMES_AND_GOES)
    (flapping,) = happened(story, Happened.FLAPPING)
    assert flapping.verdict is not None
    assert (flapping.verdict.fault, flapping.verdict.side) == ("intermittent", Side.UPSTREAM)
    for news in (WELL, LINE, WELL):
        story.tell(story.second + 5, news)
        assert story.state.verdict is not None
        assert (story.state.phase, story.state.verdict.fault) == (Phase.FLAPPING, "intermittent")
    assert story.state.outage is not None
    assert story.state.outage.verdict.fault == "intermittent"


def test_after_flapping_all_is_well_again() -> None:
    story = told(*COMES_AND_GOES, (20, WELL))
    story.all([(25.0 + 5 * n, UP) for n in range(60)])
    assert (story.state.phase, story.state.verdict) == (Phase.RESTORED, WELL.verdict)
    assert story.state.outage is not None
    assert story.state.outage.up_since == at(20).at


def test_a_new_outage_that_flaps_is_an_outage_first() -> None:
    story = told((0, WELL), (5, LINE), (6, WELL), (7, LINE), (8, WELL), (10, UP), (310, TIME))
    assert story.state.outage is None
    assert [event.kind for event in story.tell(400, LINE)] == [Happened.OUTAGE_STARTED, Happened.FLAPPING]
    assert story.state.phase is Phase.FLAPPING


# --- a network that always fails glances ------------------------------------------------------------------------------


def test_what_always_fails_is_excused_the_second_time_and_counts_again_once_it_answers() -> None:
    story = told((0, WELL), (10, NO_PING), (14, WELL))
    assert not story.state.excused
    assert story.state.doubts == {"far"}
    story.all([(24, NO_PING), (28, WELL), (38, NO_PING)])
    assert story.state.excused == {"far"}
    story.tell(48, UP_WHEN_WELL)
    assert story.state.excused == frozenset()
    story.tell(58, NO_PING)
    assert story.state.phase is Phase.SUSPECTED


def test_what_answered_between_two_failures_is_not_excused() -> None:
    story = told((0, WELL), (10, NO_PING), (14, WELL), (24, UP_WHEN_WELL), (34, NO_PING), (38, WELL))
    assert story.state.excused == frozenset()


def test_another_part_is_missed_though_one_is_excused() -> None:
    story = told((0, WELL), (10, NO_PING), (14, WELL), (24, NO_PING), (28, WELL), (38, DOWN))
    assert story.state.phase is Phase.SUSPECTED


def test_after_sleep_it_may_be_another_network() -> None:
    story = told((0, WELL), (10, NO_PING), (14, WELL), (24, NO_PING), (28, WELL), (30000, ASLEEP))
    assert story.state.excused == frozenset()


def test_in_a_line_that_loses_packets_a_second_glance_must_fail() -> None:
    story = told((0, WELL))
    for n in range(3):
        story.all([(10.0 + 20 * n, NO_PING), (14.0 + 20 * n, WELL), (16.0 + 20 * n, UP_WHEN_WELL)])
    story.tell(70, NO_PING)
    assert (story.state.phase, story.state.again) == (Phase.SUSPECTED, False)
    story.tell(72, UP_WHEN_WELL)
    assert (story.state.phase, story.state.first_bad) == (Phase.WORKING, None)
    story.all([(82, NO_PING), (84, NO_PING)])
    assert (story.state.phase, story.state.again) == (Phase.SUSPECTED, True)
    story.tell(88, LINE)
    assert story.state.outage is not None
    assert story.state.outage.down_since == at(82).at


def test_impact_decides_not_the_side() -> None:
    assert SLOW.verdict.impact is Impact.DEGRADED
    assert told((0, SLOW)).state.phase is Phase.WORKING


def test_time_alone_says_nothing() -> None:
    assert step(State(), None, at(0)) == (State(tick=at(0)), ())
