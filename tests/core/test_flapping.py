"""Coming and going is told by how often it changes, not by how many looks in a row failed."""

from __future__ import annotations

import pytest

from netcheck.core.flapping import WINDOW_S, changes, comes_and_goes, flaps, steady_s, turned
from netcheck.core.model import Impact, Side
from netcheck.core.watching import State
from tests.fake_watch import LINE, at


def said(*words: tuple[float, bool]) -> State:
    """What looks said at these seconds."""
    state = State()
    for second, up in words:
        state = turned(state, up, at(second))
    return state


def test_only_changes_are_remembered() -> None:
    state = said((0, True), (10, True), (20, False), (22, False), (24, True))
    assert [(turn.s - at(0).s, turn.up) for turn in state.turns] == [(0, True), (20, False), (24, True)]
    assert state.turns[1].at == at(20).at


@pytest.mark.parametrize(
    ("words", "now", "count"),
    [
        ((), 0, 0),
        (((0, False),), 5, 0),
        (((0, True), (5, False)), 6, 1),
        (((0, True), (5, False), (9, True), (11, False)), 12, 3),
        (((0, True), (5, False), (9, True), (11, False)), 5 + WINDOW_S, 3),
        (((0, True), (5, False), (9, True), (11, False)), 6 + WINDOW_S, 2),
        (((0, True), (5, False), (9, True), (11, False)), 9999, 0),
    ],
)
def test_changes_of_ten_minutes(words: tuple[tuple[float, bool], ...], now: float, count: int) -> None:
    assert changes(said(*words), at(now).s) == count


def test_four_changes_in_ten_minutes_are_flapping() -> None:
    state = said((0, True), (100, False), (250, True), (400, False), (590, True))
    assert flaps(state, at(600).s)
    assert flaps(state, at(700).s)
    assert not flaps(state, at(701).s)


def test_many_bad_looks_in_a_row_are_not() -> None:
    assert not flaps(said((0, True), *((10.0 + n, False) for n in range(200))), at(300).s)


def test_what_is_remembered_does_not_grow() -> None:
    assert len(said(*((float(n), bool(n % 2)) for n in range(10_000))).turns) == 50


def test_for_how_long_it_has_been_so() -> None:
    assert steady_s(State(), at(50).s) == 0.0
    assert steady_s(said((0, True), (20, False), (40, False)), at(50).s) == 30.0


def test_it_is_still_the_same_part_and_as_bad() -> None:
    told = comes_and_goes(LINE.verdict)
    assert (told.fault, told.side, told.segment, told.impact) == (
        "intermittent",
        Side.UPSTREAM,
        LINE.verdict.segment,
        Impact.OUTAGE,
    )
    assert told.headline != LINE.verdict.headline
    assert comes_and_goes(told) == told
