"""What to pick up again: ticks and meetings are told, and stay."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTime
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from netcheck.gui.afterwards_page import AfterwardsPage
from tests.fake_situation import entry
from tests.gui.spoken_states import LASTS, OVER, spoken_of


@pytest.fixture
def page(qtbot: QtBot) -> AfterwardsPage:
    page = AfterwardsPage()
    qtbot.addWidget(page)
    page.show()
    return page


def names(page: AfterwardsPage) -> list[str]:
    return [box.accessibleName() for box in page.boxes()]


def test_everything_that_waits(page: AfterwardsPage) -> None:
    page.tell(spoken_of(OVER))
    assert page.first.told() == "It works again since 16:02; it was away from 14:02 (2 h 0 min)."
    assert names(page) == [
        "CRM: out of reach from 14:02 to 16:02. Look for what came in, and for what was not sent.",
        "Files: out of reach from 14:02 to 16:02. Look for what came in, and for what was not sent.",
        "Connect the VPN again; then Files.",
        "15:00 Team call",
        "Tell your provider that it works again, so that it closes SKY-88.",
        "Tell your colleagues that you are back.",
        "Push today's work",
    ]
    assert page.left.told() == "Open: 7 of 7"


def test_a_tick_is_told_and_comes_back(page: AfterwardsPage, qtbot: QtBot) -> None:
    page.tell(spoken_of(OVER))
    box = page.boxes()[0]
    box.setFocus()
    with qtbot.waitSignal(page.point_ticked) as ticked:
        QTest.keyClick(box, Qt.Key.Key_Space)
    assert ticked.args == ["CRM", True]
    page.tell(spoken_of(replace(OVER, journal=(*OVER.journal, entry(150, "picked", "CRM")))))
    assert page.boxes()[0] is box  # it keeps the focus
    assert [box.isChecked() for box in page.boxes()] == [True, *[False] * 6]
    assert page.left.told() == "Open: 6 of 7"
    with qtbot.waitSignal(page.point_ticked) as ticked:
        box.click()
    assert ticked.args == ["CRM", False]


def test_all_done(page: AfterwardsPage) -> None:
    told = spoken_of(OVER)
    ticks = tuple(entry(150, "picked", point.name) for point in told.pick_up.points)
    page.tell(spoken_of(replace(OVER, journal=(*OVER.journal, *ticks))))
    assert page.left.told() == "All of it is done."


def test_a_meeting_is_typed_in_with_its_time(page: AfterwardsPage, qtbot: QtBot) -> None:
    page.tell(spoken_of(LASTS))
    assert not page.add.isEnabled()
    page.at.setTime(QTime(14, 30))
    QTest.keyClicks(page.what, "Team call ")
    with qtbot.waitSignal(page.meeting_added) as added:
        page.add.click()
    assert added.args == ["14:30 Team call"]
    assert page.what.text() == ""
    with qtbot.assertNotEmitted(page.meeting_added):
        QTest.keyClick(page.what, Qt.Key.Key_Return)


def test_while_it_lasts(page: AfterwardsPage) -> None:
    page.tell(spoken_of(LASTS))
    assert page.first.told() == "It lasts still, since 14:02 (1 h 0 min)."


def test_another_list_takes_the_place_of_the_first(page: AfterwardsPage) -> None:
    page.tell(spoken_of(OVER))
    page.tell(spoken_of(replace(OVER, services=())))
    assert len(page.boxes()) == 4
    page.tell(None)
    assert not any(box.isVisible() for box in page.findChildren(QCheckBox))
