"""The strip shows the path as it lights up, breaks, is looked at again; wide, narrow, and from right to left."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from netcheck.core.model import Segment
from netcheck.gui.path_strip import PathStrip
from netcheck.gui.segment_button import SegmentButton
from tests.gui.recorded import SEGMENTS, report_of


@pytest.fixture
def strip(qtbot: QtBot) -> PathStrip:
    made = PathStrip()
    qtbot.addWidget(made)
    made.set_segments(SEGMENTS)
    made.resize(900, 160)
    made.show()
    return made


def words(strip: PathStrip) -> list[str]:
    return [strip.button(segment).part.word for segment in Segment]


def test_it_waits_lights_up_and_is_judged(strip: PathStrip) -> None:
    assert set(words(strip)) == {"waiting"}
    report = report_of("wifi-weak-on-dead-line")
    strip.begin()
    assert words(strip)[0] == "looking…"
    strip.answered("adapter", report.seen["adapter"])
    strip.answered("link", report.seen["link"])
    assert words(strip)[:3] == ["answers", "answers", "looking…"]
    strip.show_report(report)
    assert words(strip) == ["works"] * 3 + ["fault here"] + ["not checked"] * 3


def test_answers_of_a_look_that_is_not_shown_change_nothing(strip: PathStrip) -> None:
    strip.show_report(report_of("healthy"))
    before = words(strip)
    strip.answered("adapter", report_of("no-adapter").seen["adapter"])
    assert words(strip) == before


def test_it_is_looked_at_again_from_the_break_on(strip: PathStrip) -> None:
    strip.show_report(report_of("wifi-weak-on-dead-line"))
    strip.look_again()
    assert words(strip) == ["works"] * 3 + ["looking again"] * 4
    strip.look_again(Segment.ROUTER)
    assert words(strip)[2] == "looking again"


@pytest.mark.parametrize("segment", [segment for segment in Segment if segment is not Segment.SERVICE])
def test_each_part_opens_its_evidence(strip: PathStrip, qtbot: QtBot, segment: Segment) -> None:
    with qtbot.waitSignal(strip.segment_chosen) as chosen:
        QTest.keyClick(strip.button(segment), Qt.Key.Key_Space)
    assert chosen.args == [segment]


def test_tab_goes_along_the_path(strip: PathStrip) -> None:
    strip.button(Segment.COMPUTER).setFocus()
    order = []
    for _ in Segment:
        focus = QApplication.focusWidget()
        assert isinstance(focus, SegmentButton)
        order.append(focus.segment)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert order == list(Segment)


def test_side_by_side_from_left_to_right(strip: PathStrip) -> None:
    places = [strip.button(segment).x() for segment in Segment]
    assert places == sorted(places)
    assert len({strip.button(segment).y() for segment in Segment}) == 1


def test_mirrored_from_right_to_left(strip: PathStrip) -> None:
    strip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    places = [strip.button(segment).x() for segment in Segment]
    assert places == sorted(places, reverse=True)


def test_below_one_another_where_there_is_no_room(strip: PathStrip) -> None:
    low = strip.heightForWidth(900)
    narrow = strip.minimumSizeHint().width()
    assert narrow < 450
    assert strip.heightForWidth(narrow) > 2 * low
    strip.resize(narrow, strip.heightForWidth(narrow))
    assert len({strip.button(segment).x() for segment in Segment}) == 1
    for segment in Segment:
        button = strip.button(segment)
        assert button.upright
        assert 0 < button.geometry().bottom() <= strip.height()


def test_larger_letters_need_more_room(strip: PathStrip, qapp: QApplication) -> None:
    from netcheck.gui.theme import tell_letters

    font = qapp.font()
    low = strip.heightForWidth(2000)
    larger = qapp.font()
    larger.setPointSizeF(font.pointSizeF() * 2)
    try:
        qapp.setFont(larger)
        tell_letters(strip)
        assert strip.heightForWidth(2000) > 1.5 * low
    finally:
        qapp.setFont(font)
        tell_letters(strip)


def captions(strip: PathStrip) -> str:
    return " ".join(label.text() for label in strip.findChildren(QLabel) if label.isVisible())


def test_in_a_low_window_a_sentence_says_names_and_words(strip: PathStrip) -> None:
    strip.show_report(report_of("wifi-weak-on-dead-line"))
    narrow = strip.minimumSizeHint().width()
    strip.resize(narrow, 400)
    tall = strip.heightForWidth(narrow)
    assert "fault here" not in captions(strip)
    strip.keep_low(True)
    assert strip.heightForWidth(narrow) < tall / 2
    assert len({strip.button(segment).y() for segment in Segment}) == 1
    assert captions(strip).startswith("Line: fault here.")
    for segment in Segment:
        assert strip.button(segment).bare
        assert strip.button(segment).part.name in captions(strip)
    strip.resize(1200, 400)
    assert not strip.button(Segment.LINE).bare
    assert "fault here" not in captions(strip)
