"""A course says of each part the worst that was seen, and never claims what nobody saw."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.course import GAP, NO_COURSE, NOT_SEEN, WORST, course_of
from netcheck.core.history import Gap, Point

BEGINS = datetime(2026, 11, 21, 14, tzinfo=UTC)
ENDS = BEGINS + timedelta(minutes=10)


def at(seconds: float) -> datetime:
    return BEGINS + timedelta(seconds=seconds)


def test_each_part_tells_the_worst_of_its_looks() -> None:
    points = [Point(at(1), 0, "ok", far_ms=10.0), Point(at(2), 0, "outage"), Point(at(70), 0, "ok", far_ms=20.0)]
    found = course_of(points, (), BEGINS, ENDS, slots=10)
    assert [slot.state for slot in found.slots[:2]] == ["outage", "ok"]
    assert [slot.ms for slot in found.slots[:2]] == [10.0, 20.0]
    assert found.slot_s == 60


def test_a_part_without_a_look_takes_after_the_one_before_for_five_minutes_and_no_longer() -> None:
    found = course_of([Point(at(1), 0, "ok")], (), BEGINS, ENDS, slots=10)
    assert [slot.state for slot in found.slots] == ["ok"] * 6 + [NOT_SEEN] * 4


def test_a_gap_is_a_gap_and_what_comes_after_it_is_not_known() -> None:
    gap = Gap(at(60), at(179), "asleep")
    found = course_of([Point(at(1), 0, "outage")], [gap], BEGINS, ENDS, slots=10)
    assert [slot.state for slot in found.slots] == ["outage", GAP, GAP] + [NOT_SEEN] * 7


def test_looks_that_were_rolled_up_count_for_their_whole_span() -> None:
    found = course_of([Point(at(0), 300, "degraded")], (), BEGINS, ENDS, slots=10)
    assert [slot.state for slot in found.slots[:5]] == ["degraded"] * 5


def test_what_is_unknown_is_no_proof_that_it_worked() -> None:
    found = course_of([Point(at(1), 0, "ok"), Point(at(2), 0, "from the future")], (), BEGINS, ENDS, slots=10)
    assert found.slots[0].state == "unknown"


def test_no_time_is_no_course() -> None:
    assert course_of((), (), ENDS, BEGINS) == NO_COURSE == course_of((), (), BEGINS, BEGINS)
    assert NO_COURSE.slot_s == 0


MOMENTS = st.floats(-4000, 4000).map(at)


@given(
    st.lists(st.builds(Point, MOMENTS, st.sampled_from([0.0, 60.0, 3600.0]), st.sampled_from([*WORST, "?"]))),
    st.lists(st.builds(Gap, MOMENTS, MOMENTS, st.just("asleep"))),
    st.integers(1, 200),
)
def test_any_past_gives_as_many_parts_as_were_asked_for(points: list[Point], gaps: list[Gap], slots: int) -> None:
    found = course_of(points, gaps, BEGINS, ENDS, slots)
    assert len(found.slots) == slots
    assert {slot.state for slot in found.slots} <= {*WORST, GAP, NOT_SEEN}
    assert points or not {slot.state for slot in found.slots} & set(WORST)
    if gaps == [] and not any(point.at < ENDS and point.at + timedelta(seconds=3600) > BEGINS for point in points):
        assert {slot.state for slot in found.slots} == {NOT_SEEN}
