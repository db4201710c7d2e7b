"""One step at a time; after "Done" a later look says what changed, and only what was really seen after it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from netcheck.gui import what_to_do as module
from netcheck.gui.what_to_do import WhatToDo
from tests.gui.recorded import report_of

ROUTER, LINE, WELL = (report_of(name) for name in ("router-hangs-warm", "wifi-weak-on-dead-line", "healthy"))


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    heard: list[str] = []
    monkeypatch.setattr(module, "announce", lambda widget, text, urgent=False: heard.append(text))
    return heard


@pytest.fixture
def card(qtbot: QtBot) -> WhatToDo:
    made = WhatToDo()
    qtbot.addWidget(made)
    made.show()
    made.looked(ROUTER)
    made.show_verdict(ROUTER.verdict)
    return made


def press(card: WhatToDo, name: str) -> None:
    for button in card.findChildren(QPushButton):
        if button.isVisible() and button.text().replace("&", "") == name:
            button.click()
            return
    raise AssertionError(f"there is no {name}")


def texts(card: WhatToDo) -> str:
    return "\n".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())


def test_one_step_at_a_time(card: WhatToDo) -> None:
    first, second = ROUTER.verdict.steps[:2]
    assert first.text in texts(card)
    assert second.text not in texts(card)
    assert "Step 1 of 4" in texts(card)
    press(card, "Can't")
    assert second.text in texts(card)
    assert first.text not in texts(card)


def test_can_not_moves_on_and_is_told(card: WhatToDo, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.step_marked) as marked, qtbot.assertNotEmitted(card.look_wanted):
        press(card, "Can't")
    assert marked.args == [ROUTER.verdict.steps[0].text, "cannot", ""]


def test_did_that_already_is_told_with_when(card: WhatToDo, qtbot: QtBot) -> None:
    press(card, "Did that already…")
    with qtbot.waitSignal(card.step_marked) as marked:
        press(card, "Earlier today")
    assert marked.args == [ROUTER.verdict.steps[0].text, "did", "Earlier today"]
    assert ROUTER.verdict.steps[1].text in texts(card)


def test_done_looks_by_itself(card: WhatToDo, qtbot: QtBot) -> None:
    with qtbot.waitSignals([card.step_marked, card.look_wanted]):
        press(card, "Done")
    assert card.awaiting
    assert "Looking…" in texts(card)
    assert "Done" not in [b.text() for b in card.findChildren(QPushButton) if b.isVisible()]


def test_a_look_that_had_begun_before_says_nothing_of_the_step(card: WhatToDo, said: list[str]) -> None:
    card.began()
    press(card, "Done")
    card.looked(LINE)
    assert card.awaiting
    card.began()
    card.looked(LINE)
    assert not card.awaiting
    assert said[-1] == "The line is still down."


def test_then_it_says_what_changed(card: WhatToDo, said: list[str]) -> None:
    press(card, "Done")
    card.began()
    card.looked(LINE)
    card.show_verdict(LINE.verdict)
    assert "Your router answers now. What fails now is the line." in texts(card)
    assert "Your router answers now. What fails now is the line." in said
    press(card, "Can't")
    assert "Your router answers now" not in texts(card), "the next step begins with a clean sheet"


def test_a_look_that_is_not_believed_is_waited_out_once(card: WhatToDo) -> None:
    press(card, "Done")
    card.began()
    card.looked(LINE, doubted=True)
    assert card.awaiting
    card.began()
    card.looked(ROUTER)
    assert not card.awaiting
    assert "Your router still does not answer." in texts(card)


def test_it_does_not_wait_for_ever_to_be_sure(card: WhatToDo) -> None:
    press(card, "Done")
    for _ in range(2):
        card.began()
        card.looked(LINE, doubted=True)
    assert not card.awaiting


def test_while_paused_nothing_is_waited_for(card: WhatToDo, qtbot: QtBot) -> None:
    card.watching(False)
    with qtbot.waitSignal(card.step_marked):
        press(card, "Done")
    assert not card.awaiting
    assert ROUTER.verdict.steps[1].text in texts(card)


def test_a_pause_ends_the_waiting(card: WhatToDo) -> None:
    press(card, "Done")
    card.watching(False)
    assert not card.awaiting


def test_an_answer_is_told_and_looked_after(card: WhatToDo, qtbot: QtBot) -> None:
    card.show_verdict(LINE.verdict)
    press(card, "Can't")
    assert LINE.verdict.questions[0].text in texts(card)
    with qtbot.waitSignals([card.answer_given, card.look_wanted]):
        press(card, "No")
    assert card.awaiting


def test_a_question_may_be_passed_over(card: WhatToDo, qtbot: QtBot) -> None:
    card.show_verdict(LINE.verdict)
    press(card, "Can't")
    with qtbot.assertNotEmitted(card.answer_given):
        press(card, "I cannot see that")
    assert LINE.verdict.questions[0].text not in texts(card)


def test_back_and_through(card: WhatToDo) -> None:
    press(card, "Can't")
    press(card, "Step before")
    assert ROUTER.verdict.steps[0].text in texts(card)
    for _ in ROUTER.verdict.steps:
        press(card, "Can't")
    assert "These were all the steps." in texts(card)
    press(card, "Go through them again")
    assert ROUTER.verdict.steps[0].text in texts(card)


def test_where_nothing_is_to_do_it_says_so(card: WhatToDo) -> None:
    card.show_calm("Nothing to do.")
    card.show_verdict(WELL.verdict)
    assert "Nothing to do." in texts(card)
    assert "Step" not in texts(card)


def test_another_outage_begins_anew(card: WhatToDo) -> None:
    press(card, "Done")
    card.start_over()
    assert not card.awaiting
    assert ROUTER.verdict.steps[0].text in texts(card)


def test_a_note_can_be_written_at_any_time(card: WhatToDo, qtbot: QtBot) -> None:
    for verdict in (ROUTER.verdict, WELL.verdict, None):
        card.show_verdict(verdict)
        (line,) = card.findChildren(QLineEdit)
        assert line.isVisible()
        line.setText("x")
        with qtbot.waitSignal(card.note_written):
            press(card, "Keep")


def test_news_that_came_by_themselves_are_said(card: WhatToDo, said: list[str]) -> None:
    card.tell_news("Your router is back.")
    card.tell_news("Your router is back.")
    assert said == ["Your router is back."]
    assert "Your router is back." in texts(card)
    card.tell_news("")
    assert "Your router is back." not in texts(card)
