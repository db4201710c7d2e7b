"""One row: what it offers fits its state, and nothing is taken out without a question."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netcheck.core.delivery import State
from netcheck.gui.delivery_row import DeliveryRow
from netcheck.gui.delivery_words import DeliveryTold, tell_delivery
from tests.gui.test_delivery_words import NOW, WAITS

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
FAILED = tell_delivery(replace(WAITS, state=State.FAILED, trouble="The desk is busy."), NOW)
SENT = tell_delivery(
    replace(WAITS, state=State.SENT, sent_at=NOW, ticket="A&B-7", ticket_url="https://desk.example/7"), NOW
)


@pytest.fixture
def row(qtbot: QtBot) -> DeliveryRow:
    made = DeliveryRow()
    qtbot.addWidget(made)
    made.show_delivery(FAILED)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def shown(row: DeliveryRow) -> list[str]:
    return [link.text() for link in (row.ticket, row.again, row.remove) if not link.isHidden()]


@pytest.mark.parametrize(
    ("told", "links"),
    [
        (FAILED, ["Try again now", "Remove"]),
        (SENT, ["Ticket A&&B-7"]),
        (tell_delivery(WAITS, NOW), ["Remove"]),
        (replace(SENT, url=""), []),
    ],
)
def test_what_is_offered(row: DeliveryRow, told: DeliveryTold, links: list[str]) -> None:
    row.show_delivery(told)
    assert shown(row) == links
    assert (row.number.told() == "Ticket A&B-7") is (told.ticket != "" and not told.url)


def test_the_names_say_which_report_is_meant(row: DeliveryRow) -> None:
    assert row.again.accessibleName() == "Try again now: The fault is with your provider"
    assert row.remove.accessibleName() == "Remove: The fault is with your provider"


def test_again(row: DeliveryRow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(row.again_wanted) as told:
        row.again.click()
    assert told.args == [FAILED.key]


def test_it_is_asked_once_more_and_esc_keeps_it(row: DeliveryRow, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(row.remove_wanted):
        row.remove.click()
        assert row.question.no.hasFocus(), "the safe answer"
        QTest.keyClick(row.question.no, Qt.Key.Key_Escape)
    assert row.question.isHidden()
    assert row.remove.hasFocus()
    row.remove.click()
    with qtbot.waitSignal(row.remove_wanted) as told:
        row.question.yes.click()
    assert told.args == [FAILED.key]


def test_a_question_goes_when_it_has_become_pointless(row: DeliveryRow) -> None:
    row.remove.click()
    row.show_delivery(replace(FAILED, details="Other words."))
    assert not row.question.isHidden(), "only the words have changed"
    row.show_delivery(SENT)
    assert row.question.isHidden()


def test_the_ticket_is_opened(row: DeliveryRow, qtbot: QtBot) -> None:
    row.show_delivery(SENT)
    with qtbot.waitSignal(row.ticket_wanted) as told:
        row.ticket.click()
    assert told.args == ["https://desk.example/7"]
