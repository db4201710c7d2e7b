"""What looks saw is reduced to what a screen shows, and nothing is drawn where nobody looked."""

from __future__ import annotations

import itertools
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.history import Point
from netcheck.gui import timeline
from netcheck.gui.timeline import MOST, STATES, Line, Stretch, Timeline, bands
from tests.gui.some_past import NOW, gap, minutes, points

T0 = NOW.timestamp()


def line_of(answers: list[tuple[float, float | None]]) -> Line:
    line = Line()
    for at, ms in answers:
        line.add(at, ms, ms is None, 0.0)
    return line


def test_a_line_breaks_where_there_was_no_answer() -> None:
    line = line_of([(0, 10.0), (10, 11.0), (20, None), (30, 12.0), (40, 13.0)])
    runs = line.reduced(0, 40, 400)
    assert [[ms for _, ms in run] for run in runs] == [[10.0, 11.0], [12.0, 13.0]]
    assert runs[0][0][0] == 0
    assert runs[1][-1][0] == 400


def test_what_was_not_asked_breaks_nothing() -> None:
    line = Line()
    for at, ms in ((0.0, 10.0), (10.0, None), (20.0, 11.0)):
        line.add(at, ms, lost=False, span=0.0)
    assert len(line.reduced(0, 20, 100)) == 1


def test_a_line_does_not_cross_a_long_silence() -> None:
    line = Line()
    for at in (0.0, 10.0, 500.0, 510.0):
        line.add(at, 5.0, lost=False, span=0.0)
    assert [len(run) for run in line.reduced(0, 510, 100)] == [2, 2]


def test_hours_that_follow_one_another_are_one_line() -> None:
    line = Line()
    for hour in range(5):
        line.add(3600.0 * hour, 5.0, lost=False, span=3600.0)
    assert [len(run) for run in line.reduced(0, 5 * 3600, 100)] == [5]


@given(st.lists(st.floats(0.1, 900.0), min_size=1, max_size=400), st.integers(1, 60))
def test_two_points_a_column_are_enough_and_keep_lowest_and_highest(values: list[float], columns: int) -> None:
    line = line_of([(float(number), ms) for number, ms in enumerate(values)])
    ends = max(1.0, len(values) - 1.0)
    found = [point for run in line.reduced(0, ends, columns) for point in run]
    assert 1 <= len(found) <= 2 * (columns + 1)
    assert min(ms for _, ms in found) == min(values)
    assert max(ms for _, ms in found) == max(values)
    places = [x for x, _ in found]
    assert places == sorted(places)


def test_only_the_time_that_is_shown_and_its_neighbours() -> None:
    line = line_of([(float(at), float(at)) for at in range(100)])
    (run,) = line.reduced(40.0, 50.0, 1000)
    assert [ms for _, ms in run] == [float(at) for at in range(39, 52)]


def test_states_become_stretches() -> None:
    shown = Timeline(points("ooxxxoo")).stretches(T0, T0 + 60)
    assert [(s.begins - T0, s.ends - T0, s.state) for s in shown] == [
        (0, 20, "ok"), (20, 50, "outage"), (50, 60, "ok")
    ]  # fmt: skip


def test_nothing_is_known_in_a_hole_or_a_gap() -> None:
    hole = Timeline(points("oo" + "-" * 30 + "oo")).stretches(T0, T0 + 340)
    assert [(s.begins - T0, s.ends - T0) for s in hole] == [(0, 10), (320, 330)]
    asleep = Timeline(points("oo---oo"), (gap(0.2, 0.8),)).stretches(T0, T0 + 60)
    assert [(s.state, round(s.begins - T0), round(s.ends - T0)) for s in asleep] == [
        ("ok", 0, 10), ("asleep", 12, 48), ("ok", 50, 60)
    ]  # fmt: skip


def test_a_slow_pace_is_no_hole() -> None:
    shown = Timeline(points("oooooo", step_s=300.0)).stretches(T0, T0 + 1500)
    assert [(s.begins - T0, s.ends - T0) for s in shown if s.ends > s.begins] == [(300, 1500)]


def test_a_gap_that_is_told_later_breaks_the_line() -> None:
    shown = Timeline(points("oo"))
    shown.add_gap(gap(0.3, 1.0))
    shown.add(Point(minutes(1.1), 0.0, "ok", None, 12.0))
    assert len(shown.far.reduced(T0, T0 + 70, 700)) == 2


def test_a_state_nobody_knows_is_not_known() -> None:
    shown = Timeline((Point(NOW, 0.0, "splendid"),))
    assert shown.point(0).state == "unknown"


def test_points_come_back_as_they_were() -> None:
    given_points = points("ooxd?")
    shown = Timeline(given_points)
    assert tuple(shown.point(i) for i in range(5)) == given_points


def test_a_clock_that_was_set_back_loses_nothing() -> None:
    late, early = points("ooo"), points("xx", begins=NOW - timedelta(minutes=5))
    shown = Timeline(late)
    for point in early:
        shown.add(point)
    assert [shown.point(i) for i in range(len(shown))] == [*early, *late]


def test_the_oldest_leave_when_it_is_full() -> None:
    shown = Timeline()
    step = timedelta(seconds=10)
    for number in range(MOST + 5):
        shown.add(
            Point(NOW + number * step, 0.0, "ok" if number % 40 else "outage", None, None if not number % 40 else 9.0)
        )
    assert MOST * 0.9 <= len(shown) <= MOST
    assert shown.point(len(shown) - 1).at == NOW + (MOST + 4) * step
    first = shown.at[0]
    assert shown.far.at[0] >= first
    stretches = shown.stretches(first, shown.at[-1])
    assert stretches[0].begins <= first < stretches[0].ends
    assert {s.state for s in stretches} == {"ok", "outage"}
    fresh = Timeline([shown.point(i) for i in range(len(shown))])
    whole = (first, shown.at[-1], 500)
    assert shown.far.reduced(*whole) == fresh.far.reduced(*whole)


def test_bands_are_never_thinner_than_two_columns_and_the_worse_one_stays() -> None:
    long = [Stretch(0, 1000, "ok"), Stretch(1000, 1001, "outage"), Stretch(1001, 2000, "ok")]
    found = bands(long, 0, 2000, 200)
    assert [band.state for band in found] == ["ok", "outage", "ok"]
    assert found[1].ends - found[1].begins == 2
    assert all(a.ends <= b.begins for a, b in itertools.pairwise(found))


@given(st.lists(st.tuples(st.floats(0.1, 500.0), st.sampled_from([*STATES, "asleep"])), min_size=1, max_size=60))
def test_bands_never_lie_over_one_another_and_hide_no_outage(parts: list[tuple[float, str]]) -> None:
    stretches, at = [], 0.0
    for length, state in parts:
        stretches.append(Stretch(at, at + length, state))
        at += length
    found = bands(stretches, 0, at, 100)
    assert found
    assert all(a.ends <= b.begins + 1e-6 for a, b in itertools.pairwise(found))
    assert all(0 <= band.begins < band.ends <= 100 + 2 for band in found)
    if any(state == "outage" for _, state in parts):
        assert any(band.state == "outage" for band in found)


def test_a_summary_tells_the_median_the_worst_and_how_it_stands() -> None:
    told = Timeline(points("ooxxoodddxx")).summary(T0, T0 + 100)
    assert (told.looks, told.median_ms, told.highest_ms) == (11, 12.0, 150.0)
    assert (told.state, told.since - T0, told.troubles) == ("outage", 90, 2)
    assert Timeline().summary(T0, T0 + 1) == timeline.Summary(T0, T0 + 1)


def test_the_next_change_of_state() -> None:
    shown = Timeline(points("oooxxxoo"))
    assert shown.change(T0, 1) == 3
    assert shown.change(T0 + 30, 1) == 6
    assert shown.change(T0 + 60, 1) is None
    assert shown.change(T0 + 60, -1) == 3
    assert shown.change(T0, -1) is None


def test_the_nearest_point_and_the_gap_at_a_moment() -> None:
    shown = Timeline(points("ooo"), (gap(5, 6),))
    assert [shown.nearest(T0 + s) for s in (-50, 4, 6, 900)] == [0, 0, 1, 2]
    assert Timeline().nearest(T0) is None
    assert shown.gap_at(T0 + 330) is not None
    assert shown.gap_at(T0 + 10) is None
