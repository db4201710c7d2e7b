"""The message to colleagues: theirs to change, to copy, and to show to a phone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from netcheck.gui.colleagues_page import REACH, TEMPLATE, ColleaguesPage
from netcheck.gui.speech_parts import MOST_CODED
from tests.fake_situation import PERSON
from tests.gui.spoken_states import BARE, LASTS, OVER, spoken_of


@pytest.fixture
def page(qtbot: QtBot) -> ColleaguesPage:
    page = ColleaguesPage()
    qtbot.addWidget(page)
    page.show()
    return page


def button(page: ColleaguesPage, text: str) -> QPushButton:
    return next(b for b in page.findChildren(QPushButton) if text in b.text())


def test_the_message_is_copied_and_coded(page: ColleaguesPage, qtbot: QtBot) -> None:
    page.tell(spoken_of(LASTS))
    assert page.message() == (
        "I have been offline since 14:02; Sky Broadband expects it back at 18:02. Reach me at +44 7700 900123."
    )
    page.copy.click()
    assert QGuiApplication.clipboard().text() == page.message()
    qtbot.waitUntil(lambda: page.code.code.drawn)
    assert page.code.code.accessibleName() == page.message()
    assert not page.anew.isVisible()


def test_the_persons_own_template(page: ColleaguesPage) -> None:
    own = replace(PERSON, colleagues="Netz weg seit {since}[, {reach}]")
    page.tell(spoken_of(replace(LASTS, handover=own)))
    assert page.message() == "Netz weg seit 14:02, +44 7700 900123"


def test_what_was_changed_stays_until_it_is_undone(page: ColleaguesPage) -> None:
    page.tell(spoken_of(LASTS))
    page.text.setPlainText("Call me.\nPlease")
    page.tell(spoken_of(replace(LASTS, now=LASTS.now + timedelta(hours=5))))
    assert page.message() == "Call me. Please"
    page.anew.click()
    assert page.message() == "I have been offline since 14:02. Reach me at +44 7700 900123."
    page.tell(spoken_of(LASTS))
    assert "18:02" in page.message()


def test_afterwards_it_says_that_the_person_is_back(page: ColleaguesPage) -> None:
    page.tell(spoken_of(LASTS))
    page.tell(spoken_of(OVER))
    assert page.message() == "I am back online since 16:02; I was offline from 14:02 (2 h)."


def test_a_long_text_has_no_code(page: ColleaguesPage) -> None:
    page.tell(spoken_of(LASTS))
    page.text.setPlainText("x" * (MOST_CODED + 1))
    assert not page.code.isVisible()
    page.text.setPlainText("")
    assert not page.copy.isEnabled()


def test_where_nobody_could_reach_the_person_that_is_said(page: ColleaguesPage, qtbot: QtBot) -> None:
    page.tell(spoken_of(BARE))
    with qtbot.waitSignal(page.setting_wanted) as wanted:
        button(page, "Add where to reach you").click()
    assert wanted.args == [REACH]
    with qtbot.waitSignal(page.setting_wanted) as wanted:
        button(page, "Change these words for good").click()
    assert wanted.args == [TEMPLATE]
    page.tell(spoken_of(LASTS))
    assert not button(page, "Add where to reach you").isVisible()


def test_without_an_outage_there_is_nothing_to_tell(page: ColleaguesPage) -> None:
    assert not page.text.isVisible()
