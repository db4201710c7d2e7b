"""The plot: follows the newest look, reads out what is under the cursor, and never draws what nobody saw."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netcheck.core.history import Point
from netcheck.gui.plot import ALL, BEFORE_S, USUAL_S, Plot
from netcheck.gui.plot_words import exactly
from netcheck.gui.theme import DARK, LIGHT, palette_of
from tests.gui.some_past import NOW, PAST, gap, minutes, points

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
"""What the offscreen platform says whenever a window opens."""

T0 = NOW.timestamp()
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def plot(qtbot: QtBot) -> Plot:
    made = Plot()
    qtbot.addWidget(made)
    made.resize(700, 260)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def from_right() -> Iterator[None]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def image_of(plot: Plot) -> QImage:
    return plot.grab().toImage()


# --- what is shown ---


def test_without_a_look_it_says_so(plot: Plot) -> None:
    assert plot.sentence() == "Nothing seen yet. The plot begins with the first look."
    assert plot.accessibleDescription() == plot.sentence()
    assert plot.accessibleName()
    empty = image_of(plot)
    plot.set_points(points("ooo"))
    assert image_of(plot) != empty


def test_a_time_without_a_look_says_so(plot: Plot) -> None:
    plot.set_span(minutes(-10), minutes(0))
    assert plot.sentence() == "No look was kept from this time."
    plot.set_waiting("Reading…")
    assert plot.sentence() == "Reading…"
    plot.set_points((), ())
    assert plot.sentence() == "No look was kept from this time."


def test_it_follows_the_newest_look(plot: Plot) -> None:
    plot.set_points(points("o" * 30))
    assert (plot.view().begins, plot.view().ends) == (T0, T0 + 290)
    plot.add(Point(minutes(6), 0.0, "ok", None, 12.0))
    assert plot.view().ends == T0 + 360


def test_unasked_it_shows_the_last_hour(plot: Plot) -> None:
    plot.set_points(points("o" * 1000))
    view = plot.view()
    assert view.ends - view.begins == USUAL_S


def test_an_outage_that_lasts_is_shown_from_before_it_began(plot: Plot) -> None:
    plot.set_points(points("o" * 400 + "x" * 900))
    view = plot.view()
    assert view.begins == T0 + 4000 - BEFORE_S


def test_it_can_show_everything_or_less(plot: Plot) -> None:
    plot.set_points(points("o" * 1000))
    plot.follow(ALL)
    assert plot.view().begins == T0
    plot.follow(600.0)
    assert plot.view().begins == plot.view().ends - 600
    QTest.keyClick(plot, Key.Key_Minus)
    assert plot.view().ends - plot.view().begins == 3600
    QTest.keyClick(plot, Key.Key_Plus)
    assert plot.view().ends - plot.view().begins == 600


def test_the_wheel_scrolls_the_page_and_with_ctrl_the_time(plot: Plot) -> None:
    plot.set_points(points("o" * 1000))
    for modifiers, changes in ((Qt.KeyboardModifier.NoModifier, False), (CTRL, True)):
        before = plot.view()
        wheel = QWheelEvent(
            QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, modifiers,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        plot.wheelEvent(wheel)
        assert (plot.view() != before) is changes
        assert wheel.isAccepted() is changes


def test_the_menu_offers_lengths_and_copying(plot: Plot) -> None:
    plot.set_points(points("o" * 1000))
    menu = plot.menu()
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts[0] == "Since the outage, or the last hour"
    assert texts[-2:] == ["Everything", "Copy as text"]
    next(action for action in menu.actions() if action.text() == "Everything").trigger()
    assert plot.view().begins == T0
    menu.actions()[-1].trigger()
    assert QGuiApplication.clipboard().text().count("\n") == 1001
    plot.set_span(minutes(0), minutes(9))
    assert [action.text() for action in plot.menu().actions()] == ["Copy as text"]


def test_a_past_outage_has_a_frame(plot: Plot) -> None:
    one = PAST[0]
    begins = one.outage.down_since - timedelta(minutes=10)
    plot.set_span(begins, one.outage.down_since + timedelta(minutes=82))
    shown_points = points("o" * 60 + "x" * 432 + "o" * 60, begins=begins)
    plot.set_points(shown_points, (), (one,))
    (span,) = plot.picture().spans
    assert plot.picture().chart.left() < span.left < span.right < plot.picture().chart.right()
    assert span.text.startswith("1 h 12 min")


def test_a_gap_is_drawn_as_a_gap(plot: Plot) -> None:
    plot.set_points(points("o" * 10 + "-" * 60 + "o" * 10), (gap(1.6, 11.6),))
    assert [band.state for band in plot.picture().bands] == ["ok", "asleep", "ok"]
    begins, ends = plot.picture().x(T0 + 100), plot.picture().x(T0 + 690)
    assert plot.picture().far.pieces
    assert not [p for p in plot.picture().far.pieces if p.x1() < ends - 2 and p.x2() > begins + 2]


# --- the cursor ---


def test_arrows_read_out_point_after_point(plot: Plot) -> None:
    plot.set_points(points("oox"))
    assert plot.reading() == ""
    QTest.keyClick(plot, Key.Key_Left)
    assert plot.reading() == f"{exactly(T0 + 20)}: Outage; Internet: no answer measured; Router 2.0 ms"
    assert plot.reading() in plot.accessibleDescription()
    QTest.keyClick(plot, Key.Key_Left)
    assert plot.reading().startswith(f"{exactly(T0 + 10)}: Works; Internet 12 ms")
    QTest.keyClick(plot, Key.Key_Left)
    QTest.keyClick(plot, Key.Key_Left)
    assert plot.reading().startswith(exactly(T0))
    QTest.keyClick(plot, Key.Key_End)
    assert plot.reading().startswith(exactly(T0 + 20))
    QTest.keyClick(plot, Key.Key_Escape)
    assert plot.reading() == ""


def test_ctrl_and_arrows_go_from_change_to_change(plot: Plot) -> None:
    plot.set_points(points("ooooxxxxdddd"))
    QTest.keyClick(plot, Key.Key_Home)
    found = []
    for _ in range(3):
        QTest.keyClick(plot, Key.Key_Right, CTRL)
        found.append(plot.reading().split(";")[0].split(": ")[1])
    assert found == ["Outage", "Works badly", "Works badly"]
    QTest.keyClick(plot, Key.Key_Left, CTRL)
    assert "Outage" in plot.reading()


@pytest.mark.usefixtures("from_right")
def test_from_right_to_left_the_left_arrow_goes_on(plot: Plot) -> None:
    plot.set_points(points("ooo"))
    assert plot.view().mirrored
    QTest.keyClick(plot, Key.Key_Home)
    QTest.keyClick(plot, Key.Key_Left)
    assert plot.reading().startswith(exactly(T0 + 10))


def test_the_mouse_reads_out_what_is_under_it(plot: Plot) -> None:
    plot.set_points(points("oooooxxxxx"))
    shown = plot.picture()
    QTest.mouseMove(plot, QPoint(round(shown.x(T0 + 70)), round(shown.chart.center().y())))
    assert "Outage" in plot.reading()
    with_cursor = image_of(plot)
    QTest.mouseMove(plot, QPoint(2, 2))
    assert plot.reading() == ""
    assert image_of(plot) != with_cursor


def test_ctrl_c_copies_what_is_shown(plot: Plot) -> None:
    plot.set_points(points("oox"))
    QTest.keyClick(plot, Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == plot.as_text()
    assert plot.as_text().count("\n") == 4


def test_other_keys_go_to_the_window(plot: Plot) -> None:
    plot.set_points(points("ooo"))
    before = plot.reading(), plot.view()
    QTest.keyClick(plot, Key.Key_A)
    assert (plot.reading(), plot.view()) == before


# --- drawing ---


def test_it_is_drawn_in_both_themes_and_with_large_letters(plot: Plot) -> None:
    plot.set_points(points("oodddxx??o" * 20))
    images = []
    for colours in (LIGHT, DARK):
        plot.setPalette(palette_of(colours))
        images.append(image_of(plot))
    font = QFont(plot.font())
    font.setPointSizeF(font.pointSizeF() * 2)
    small = plot.minimumSizeHint()
    plot.setFont(font)
    images.append(image_of(plot))
    assert images[0] != images[1] != images[2]
    assert plot.minimumSizeHint().height() > 1.5 * small.height()
    assert plot.rect().contains(plot.picture().chart.toRect())


def test_ten_thousand_points_are_drawn_with_two_a_column(plot: Plot) -> None:
    step = timedelta(seconds=2)
    plot.set_points(Point(NOW + n * step, 0.0, "ok", 2.0 + n % 3, 10.0 + n % 17) for n in range(10_000))
    plot.follow(ALL)
    pieces = len(plot.picture().far.pieces)
    assert plot.picture().chart.width() < pieces <= 2 * plot.picture().chart.width() + 2
    first = plot.picture()
    image_of(plot)
    assert plot.picture() is first, "a repaint reckons nothing anew"
    plot.add(Point(NOW + 10_000 * step, 0.0, "ok", 2.0, 11.0))
    assert plot.picture() is not first
