"""The call: the number first, what to say, and what was written down comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from netcheck.core.calls import entry_of
from netcheck.core.record import Call
from netcheck.gui.call_page import NUMBER, CallPage
from netcheck.gui.card import Text
from tests.fake_situation import BEGAN
from tests.gui.spoken_states import AT_HOME, BARE, FRESH, LASTS, OVER, spoken_of


@pytest.fixture
def page(qtbot: QtBot) -> CallPage:
    page = CallPage()
    qtbot.addWidget(page)
    page.show()
    return page


def texts(page: CallPage) -> list[str]:
    """All that can be read."""
    QApplication.processEvents()  # what is new is shown with the next event
    return [label.told() for label in page.findChildren(Text) if label.isVisible() and label.told()]


def button(page: CallPage, text: str) -> QPushButton:
    return next(b for b in page.findChildren(QPushButton) if text in b.text())


def test_number_words_facts_and_answers(page: CallPage, qtbot: QtBot) -> None:
    page.tell(spoken_of(LASTS))
    assert page.dial.number.told() == "0333 1234567"
    assert page.dial.number.font().pointSizeF() > 1.4 * page.font().pointSizeF()
    assert len(page.speech.told().split()) <= 55
    shown = texts(page)
    for wanted in ("Call Sky Broadband", "4711", "look before you call", "Have you restarted the router?"):
        assert wanted in shown
    assert "Router: 192.168.1.1 answered after 1.2 ms (echo)" in shown
    qtbot.waitUntil(lambda: page.dial.code.code.drawn)
    assert page.dial.code.code.accessibleName() == "tel:03331234567"
    with qtbot.waitSignal(page.link_wanted) as wanted_link:
        page.dial.call.click()
    assert wanted_link.args == ["tel:03331234567"]
    button(page, "Copy the number").click()
    assert QGuiApplication.clipboard().text() == "0333 1234567"


def test_a_call_is_told_and_the_fields_are_empty_again(page: CallPage, qtbot: QtBot) -> None:
    page.tell(spoken_of(FRESH))
    notes = page.notes
    QTest.keyClicks(notes.reference, "SKY-88")
    QTest.keyClicks(notes.name, "Priya")
    notes.at.setDateTime(QDateTime.fromSecsSinceEpoch(int(BEGAN.timestamp())))
    with qtbot.waitSignal(page.call_noted) as noted:
        QTest.keyClick(notes.name, Qt.Key.Key_Return)
    assert noted.args == [Call(BEGAN, "SKY-88", "Priya", "")]
    assert notes.reference.text() == notes.name.text() == ""
    assert "Kept with this outage." in texts(page)


def test_calls_that_were_kept_are_shown_again(page: CallPage) -> None:
    page.tell(spoken_of(FRESH))
    assert page.notes.lines() == []
    later = Call(BEGAN + timedelta(minutes=40), "SKY-88")
    page.tell(spoken_of(replace(LASTS, journal=(*LASTS.journal, entry_of(later, "0123456789abcdef")))))
    first, second = page.notes.lines()
    assert first.endswith("reference SKY-88, spoke with Priya, appointment Monday 9 to 12")
    assert second.endswith(": reference SKY-88")


def test_what_is_being_typed_stays_when_the_times_are_told_anew(page: CallPage) -> None:
    page.tell(spoken_of(FRESH))
    QTest.keyClicks(page.notes.reference, "SKY-")
    page.notes.at.setDateTime(QDateTime.fromSecsSinceEpoch(int(BEGAN.timestamp())))
    page.tell(spoken_of(replace(LASTS, now=LASTS.now + timedelta(minutes=1))))
    assert page.notes.reference.text() == "SKY-"
    assert page.notes.at.dateTime().toSecsSinceEpoch() == int(BEGAN.timestamp())
    other = replace(FRESH, past=replace(FRESH.past, outage=replace(FRESH.past.outage, id="another")))
    page.tell(spoken_of(other))
    assert page.notes.reference.text() == ""


def test_nobody_calls_in_the_future(page: CallPage, qtbot: QtBot) -> None:
    page.tell(spoken_of(FRESH))
    page.notes.at.setDateTime(QDateTime.currentDateTime().addDays(2))
    with qtbot.waitSignal(page.call_noted) as noted:
        page.notes.keep.click()
    assert noted.args[0].at <= datetime.now(UTC)


def test_a_fault_at_home_is_said_first(page: CallPage) -> None:
    page.tell(spoken_of(AT_HOME))
    shown = texts(page)
    assert shown[0].startswith("What netcheck saw speaks for a fault at home")
    assert "your side" not in page.speech.told()


def test_without_a_number_it_can_be_set(page: CallPage, qtbot: QtBot) -> None:
    page.tell(spoken_of(BARE))
    assert page.dial.number.told() == "The number is on your bill"
    assert not page.dial.call.isVisible()
    assert not page.dial.code.isVisible()
    with qtbot.waitSignal(page.setting_wanted) as wanted:
        button(page, "Set the number").click()
    assert wanted.args == [NUMBER]


def test_of_an_outage_that_nobody_watches_that_is_said(page: CallPage) -> None:
    page.tell(spoken_of(replace(FRESH, now=FRESH.now + timedelta(days=1))))
    assert any("whether it still lasts is not known" in text for text in texts(page))


def test_without_an_outage_there_is_no_call(page: CallPage) -> None:
    page.tell(spoken_of(LASTS))
    page.tell(None)
    assert texts(page) == ["No outage is known, so there is nobody to call about one."]


def test_of_one_that_is_over_it_says_which_it_is(page: CallPage) -> None:
    page.tell(spoken_of(OVER))
    assert any(text.startswith("About the outage from ") for text in texts(page))
    page.tell(spoken_of(LASTS))
    assert not any(text.startswith("About the outage from ") for text in texts(page))
