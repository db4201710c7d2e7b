"""A step says what it asks of a person, and its buttons tell what became of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from netcheck.core.model import Step
from netcheck.core.words import OTHER_DEVICE_WORKS, RESTART_ROUTER
from netcheck.gui.course import Course, Item
from netcheck.gui.step_parts import Asks, StepButtons
from tests.gui.recorded import report_of

STEP = Item(RESTART_ROUTER.text, step=RESTART_ROUTER)
QUESTION = Item(OTHER_DEVICE_WORKS.text, question=OTHER_DEVICE_WORKS)


@pytest.fixture
def buttons(qtbot: QtBot) -> StepButtons:
    made = StepButtons()
    qtbot.addWidget(made)
    made.show()
    return made


def shown(buttons: StepButtons) -> dict[str, QPushButton]:
    found = [button for button in buttons.findChildren(QPushButton) if button.isVisible()]
    return {button.text().replace("&", ""): button for button in found}


def test_a_step_says_all_four(qtbot: QtBot) -> None:
    asks = Asks()
    qtbot.addWidget(asks)
    asks.show_item(STEP)
    texts = [label.text() for label in asks.findChildren(QLabel) if not label.isHidden()]
    for word in ("Needs", "Takes", "Risk", "Helps", RESTART_ROUTER.needs, RESTART_ROUTER.cost, RESTART_ROUTER.helps):
        assert word in texts
    assert any("factory reset" in text for text in texts)


def test_what_a_step_does_not_ask_takes_no_room(qtbot: QtBot) -> None:
    asks = Asks()
    qtbot.addWidget(asks)
    asks.show_item(Item("x", step=Step("x", cost="1 minute")))
    texts = {label.text() for label in asks.findChildren(QLabel) if not label.isHidden()}
    assert texts == {"Takes", "1 minute", "Helps", "sometimes"}
    asks.show_item(QUESTION)
    assert asks.isHidden()


@pytest.mark.parametrize(("name", "kind"), [("Done", "done"), ("Can't", "cannot")])
def test_done_and_cannot_are_told_at_once(buttons: StepButtons, qtbot: QtBot, name: str, kind: str) -> None:
    buttons.show_for(STEP, Course(), False)
    with qtbot.waitSignal(buttons.marked) as marked:
        shown(buttons)[name].click()
    assert marked.args == [kind, ""]


def test_done_before_asks_when(buttons: StepButtons, qtbot: QtBot) -> None:
    buttons.show_for(STEP, Course(), False)
    with qtbot.assertNotEmitted(buttons.marked):
        shown(buttons)["Did that already…"].click()
    assert "Within the last hour" in shown(buttons)
    assert "Done" not in shown(buttons)
    with qtbot.waitSignal(buttons.marked) as marked:
        shown(buttons)["Within the last hour"].click()
    assert marked.args == ["did", "Within the last hour"]


@pytest.mark.parametrize("by_key", [True, False])
def test_one_can_go_back_from_when(buttons: StepButtons, by_key: bool) -> None:
    buttons.show_for(STEP, Course(), False)
    shown(buttons)["Did that already…"].click()
    if by_key:
        QTest.keyClick(shown(buttons)["Just now"], Qt.Key.Key_Escape)
    else:
        shown(buttons)["Not yet"].click()
    assert "Done" in shown(buttons)


def test_a_question_is_answered_by_its_words(buttons: StepButtons, qtbot: QtBot) -> None:
    buttons.show_for(QUESTION, Course(), False)
    assert list(shown(buttons)) == ["Yes", "No", "I cannot see that"]
    with qtbot.waitSignal(buttons.answered) as answered:
        shown(buttons)["No"].click()
    assert answered.args == ["no"]
    with qtbot.waitSignal(buttons.answered) as answered:
        shown(buttons)["I cannot see that"].click()
    assert answered.args == [""]


def test_the_end_offers_to_begin_again(buttons: StepButtons, qtbot: QtBot) -> None:
    course = Course()
    course.follow(report_of("cable-out").verdict)
    while course.current:
        course.mark("cannot")
    buttons.show_for(None, course, False)
    with qtbot.waitSignal(buttons.restart_wanted):
        shown(buttons)["Go through them again"].click()
    with qtbot.waitSignal(buttons.back_wanted):
        shown(buttons)["Step before"].click()
    buttons.show_for(None, course, True)
    assert shown(buttons) == {}


def test_the_focus_stays_with_the_buttons(buttons: StepButtons, qtbot: QtBot) -> None:
    buttons.show_for(STEP, Course(), False)
    qtbot.waitUntil(buttons.isActiveWindow)
    shown(buttons)["Did that already…"].setFocus()
    shown(buttons)["Did that already…"].click()
    assert QApplication.focusWidget() is shown(buttons)["Just now"]
