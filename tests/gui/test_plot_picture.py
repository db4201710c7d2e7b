"""The picture stands in its room, time runs as one reads, and the axis is round."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netcheck.gui.plot_picture import (
    BLANK,
    DASH,
    Picture,
    View,
    ceiling,
    dashes,
    milliseconds,
    picture,
    time_label,
    words_of,
)
from netcheck.gui.timeline import STATES, Timeline
from netcheck.gui.words import when
from tests.gui.some_past import NOW, gap, points

AREA = QRectF(0, 0, 700, 260)
T0 = NOW.timestamp()


def made(qtbot: QtBot, states: str, mirrored: bool = False, gaps: tuple[object, ...] = ()) -> Picture:
    shown = Timeline(points(states), gaps)  # type: ignore[arg-type]
    view = View(T0, T0 + 10.0 * (len(states) - 1), mirrored)
    return picture(shown, view, AREA, QFontMetricsF(QApplication.font()), ())


@pytest.mark.parametrize("mirrored", [False, True])
def test_everything_stands_inside(qtbot: QtBot, mirrored: bool) -> None:
    shown = made(qtbot, "oodddxx??o" * 6, mirrored)
    for rect in (shown.chart, shown.band, *(sample.box for sample in shown.legend)):
        assert AREA.contains(rect)
    assert not shown.chart.intersects(shown.band)
    assert shown.far.pieces
    for piece in (*shown.far.pieces, *shown.gateway.pieces):
        for point in (piece.p1(), piece.p2()):
            assert shown.chart.adjusted(-1, -1, 1, 1).contains(point)


def test_time_runs_as_one_reads(qtbot: QtBot) -> None:
    left, right = made(qtbot, "ooooxx"), made(qtbot, "ooooxx", mirrored=True)
    assert left.x(T0) < left.x(T0 + 50)
    assert right.x(T0) > right.x(T0 + 50)
    for shown in (left, right):
        assert shown.at(shown.x(T0 + 20)) == pytest.approx(T0 + 20)
        assert shown.x(T0) in (pytest.approx(shown.chart.left()), pytest.approx(shown.chart.right()))


def test_the_legend_names_what_is_there_and_nothing_else(qtbot: QtBot) -> None:
    assert [sample.kind for sample in made(qtbot, "oooo").legend] == ["far", "ok"]
    kinds = [sample.kind for sample in made(qtbot, "ooxxdd", gaps=(gap(0.4, 0.45),)).legend]
    assert kinds == ["far", "gateway", "ok", "degraded", "outage", "asleep"]


def test_a_single_answer_is_a_dot(qtbot: QtBot) -> None:
    shown = made(qtbot, "xxoxx")
    assert len(shown.far.dots) == 1
    assert not shown.far.pieces


def test_dashes_leave_blanks() -> None:
    pieces = list(dashes(QPointF(0, 0), QPointF(100, 50)))
    assert len(pieces) == 100 / (DASH + BLANK)
    assert all(piece.dx() <= DASH for piece in pieces)
    short = [len(list(dashes(QPointF(x, 0), QPointF(x + 1, 9)))) for x in range(10)]
    assert set(short) == {0, 1}


@pytest.mark.parametrize(
    ("measured", "top"),
    [([], 20.0), ([3.0, 4.0], 20.0), ([12.0] * 50, 20.0), ([30.0] * 50 + [55.0], 60.0), ([14.0] * 99 + [900.0], 40.0)],
)
def test_the_top_is_round_and_one_peak_does_not_press_the_rest_flat(measured: list[float], top: float) -> None:
    assert ceiling(measured) == top


def test_what_goes_over_the_top_is_marked(qtbot: QtBot) -> None:
    shown = made(qtbot, "o" * 99 + "d")
    assert shown.top_ms < 150
    assert len(shown.above) == 1


def test_times_are_round_and_apart(qtbot: QtBot) -> None:
    shown = made(qtbot, "o" * 360)
    assert 2 <= len(shown.times) <= 12
    places = [mark.place for mark in shown.times]
    steps = {round(b - a, 3) for a, b in itertools.pairwise(places)}
    assert len(steps) == 1


def test_labels_of_times() -> None:
    assert time_label(T0, 600, 7200) == when(NOW, NOW)
    assert time_label(T0 + 5, 5, 60).endswith(":05")
    assert time_label(T0, 86400, 86400 * 9) == f"{NOW.astimezone().day} Mar"


def test_units_and_words() -> None:
    assert [milliseconds(ms) for ms in (0.84, 9.94, 9.96, 151.2)] == ["0.8 ms", "9.9 ms", "10 ms", "151 ms"]
    words = [words_of(state) for state in (*STATES, "asleep", "paused", "closed")]
    assert len(set(words)) == 7
    assert all(word[0].isupper() or word.startswith("netcheck") for word in words)
