"""The compensation clock: the amount first, the rule's source last, and plainly where no rule applies."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from netcheck.gui.card import Text
from netcheck.gui.claim_page import COUNTRY, PROVIDER, ClaimPage
from tests.gui.spoken_states import AT_HOME, BARE, FRESH, LASTS, OWED, spoken_of


@pytest.fixture
def page(qtbot: QtBot) -> ClaimPage:
    page = ClaimPage()
    qtbot.addWidget(page)
    page.show()
    return page


def texts(page: ClaimPage) -> list[str]:
    QApplication.processEvents()  # what is new is shown with the next event
    return [label.told() for label in page.findChildren(Text) if label.isVisible() and label.told()]


def test_the_amount_so_far(page: ClaimPage) -> None:
    page.tell(spoken_of(OWED))
    assert page.headline.told() == "£41.36 so far"
    assert "£41.36 is owed by now (days: 4)" in page.answer.told()
    assert any("£10.34 more is owed" in text for text in texts(page))
    assert "as of 2026-" in page.source.told()
    assert "ofcom.org.uk" in page.source.told()
    assert "SKY-88" in page.letter.toPlainText()
    next(b for b in page.findChildren(QPushButton) if "Copy the text" in b.text()).click()
    assert QGuiApplication.clipboard().text() == page.letter.toPlainText()


def test_the_clock_begins_with_the_call(page: ClaimPage, qtbot: QtBot) -> None:
    page.tell(spoken_of(FRESH))
    assert page.headline.told() == "The clock has not begun"
    with qtbot.waitSignal(page.call_wanted):
        page.note.click()
    page.tell(spoken_of(LASTS))
    assert page.headline.told() == "Nothing is owed yet"
    assert not page.note.isVisible()
    assert not page.letter.isVisible()


def test_missed_appointments_are_asked_for(page: ClaimPage, qtbot: QtBot) -> None:
    page.tell(spoken_of(LASTS))
    with qtbot.waitSignal(page.missed_told) as told:
        page.missed.setValue(2)
    assert told.args == [2]
    page.tell(spoken_of(LASTS, missed=2))
    assert page.headline.told() == "£64.62 is owed"
    assert page.missed.value() == 2
    other = replace(LASTS, past=replace(LASTS.past, outage=replace(LASTS.past.outage, id="another")))
    page.tell(spoken_of(other))
    assert page.missed.value() == 0


def test_where_no_rule_applies_that_is_said_plainly(page: ClaimPage) -> None:
    for found in (AT_HOME, replace(LASTS, country="AT")):
        page.tell(spoken_of(found))
        assert page.headline.told() == "No rule gives money for this"
        assert not page.missed.isVisible()
        assert not page.letter.isVisible()


def test_what_is_missing_can_be_set(page: ClaimPage, qtbot: QtBot) -> None:
    page.tell(spoken_of(BARE))
    assert page.headline.told() == "Not known whether you are owed money"
    assert "[" not in page.answer.told()
    with qtbot.waitSignal(page.setting_wanted) as wanted:
        page.country.click()
    assert wanted.args == [COUNTRY]
    page.tell(spoken_of(replace(BARE, country="GB")))
    with qtbot.waitSignal(page.setting_wanted) as wanted:
        page.provider.click()
    assert wanted.args == [PROVIDER]


def test_without_an_outage_nothing_is_owed(page: ClaimPage) -> None:
    assert texts(page) == ["No outage is known, so nothing is owed for one."]
