"""The evidence stands in the order of the path, opens where it is asked for, and can be copied."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from netcheck.core.diagnose import in_path_order
from netcheck.core.model import Segment
from netcheck.gui.evidence_view import EvidenceView
from tests.gui.recorded import SEGMENTS, TITLES, report_of

LINE = report_of("wifi-weak-on-dead-line")


@pytest.fixture
def view(qtbot: QtBot) -> EvidenceView:
    made = EvidenceView()
    qtbot.addWidget(made)
    made.set_checks(SEGMENTS, TITLES)
    made.show_report(LINE)
    made.resize(800, 2000)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_in_the_order_of_the_path(view: EvidenceView) -> None:
    places = [SEGMENTS[row.check].place for row in view.rows()]
    assert places == sorted(places)
    assert {row.check for row in view.rows()} == set(LINE.seen)
    headings = [label.text() for label in view.findChildren(QLabel)]
    for name in ("Computer", "Wi-Fi or cable", "Router", "Line", "Provider", "Internet"):
        assert name in headings


def test_checks_bear_their_titles(view: EvidenceView) -> None:
    names = [row.text().split(".")[0] for row in view.rows()]
    assert "Network adapter" in names
    assert "Loss and delay" in names


def test_a_check_without_title_or_place_is_shown_by_its_id(qtbot: QtBot) -> None:
    view = EvidenceView()
    qtbot.addWidget(view)
    view.answered("new_check", LINE.seen["gateway"])
    (row,) = view.rows()
    assert row.text().startswith("new check")


@pytest.mark.parametrize("segment", list(Segment)[:6])
def test_a_part_of_the_path_opens_at_its_check(view: EvidenceView, qtbot: QtBot, segment: Segment) -> None:
    with qtbot.waitSignal(view.seen) as seen:
        view.open_segment(segment)
    (row,) = [row for row in view.rows() if row.is_open]
    assert seen.args == [row]
    assert SEGMENTS[row.check] is segment
    assert QApplication.focusWidget() is row


def test_the_check_that_failed_is_opened_before_others(view: EvidenceView) -> None:
    view.open_segment(Segment.LINE)
    (row,) = [row for row in view.rows() if row.is_open]
    assert row.failed


def test_what_the_verdict_rests_on_is_marked(view: EvidenceView) -> None:
    marked = {row.check for row in view.rows() if row.text().endswith("The answer at the top rests on this")}
    assert marked
    assert marked <= set(LINE.verdict.rests_on)
    beyond = {row.check for row in view.rows() if "could not be judged" in row.text()}
    assert beyond == set(LINE.blocked_by)


def test_a_newer_report_replaces_all(view: EvidenceView) -> None:
    seen = {check: LINE.seen[check] for check in ("adapter", "link")}
    view.show_report(replace(LINE, looks=(replace(LINE.looks[0], seen=seen),)))
    assert [row.check for row in view.rows()] == ["adapter", "link"]


def test_esc_closes_then_leaves(view: EvidenceView, qtbot: QtBot) -> None:
    view.open_segment(Segment.ROUTER)
    with qtbot.assertNotEmitted(view.left):
        QTest.keyClick(QApplication.focusWidget() or view, Qt.Key.Key_Escape)
    assert not any(row.is_open for row in view.rows())
    with qtbot.waitSignal(view.left):
        QTest.keyClick(QApplication.focusWidget() or view, Qt.Key.Key_Escape)


def test_ctrl_c_copies_the_check_that_has_the_focus(view: EvidenceView) -> None:
    view.open_segment(Segment.ROUTER)
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("gateway: ok")
    assert "adapter" not in copied


def test_without_a_focus_ctrl_c_copies_everything(view: EvidenceView) -> None:
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    checks = [line.split(":")[0] for line in QGuiApplication.clipboard().text().splitlines() if not line[0].isspace()]
    assert checks == in_path_order(LINE.seen)


def test_tab_goes_through_the_rows_in_their_order(view: EvidenceView) -> None:
    rows = view.rows()
    rows[0].setFocus()
    for row in rows[1:6]:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is row


def test_answers_come_in_one_by_one_and_stand_in_order(qtbot: QtBot) -> None:
    view = EvidenceView()
    qtbot.addWidget(view)
    view.set_checks(SEGMENTS, TITLES)
    for check in reversed(in_path_order(LINE.seen)):
        view.answered(check, LINE.seen[check])
    places = [SEGMENTS[row.check].place for row in view.rows()]
    assert places == sorted(places)


def test_a_part_of_which_nothing_was_seen_opens_nothing(qtbot: QtBot) -> None:
    view = EvidenceView()
    qtbot.addWidget(view)
    view.open_segment(Segment.LINE)
    assert view.rows() == []
