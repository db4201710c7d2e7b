"""The panel: sends once, shows the newest first, and keeps each row with its report."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netcheck.core.delivery import Delivery, State
from netcheck.core.redaction import Level
from netcheck.gui.deliveries_panel import FINISHED, DeliveriesPanel
from tests.gui.test_delivery_words import WAITS

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def one(n: int, state: State = State.WAITING) -> Delivery:
    return replace(WAITS, key=f"{n:032x}", made_at=WAITS.made_at + timedelta(minutes=n), state=state)


@pytest.fixture
def panel(qtbot: QtBot) -> DeliveriesPanel:
    made = DeliveriesPanel()
    qtbot.addWidget(made)
    made.show_desk("desk.example")
    made.show_ready(True)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_without_a_help_desk_there_is_only_the_way_to_set_one_up(panel: DeliveriesPanel, qtbot: QtBot) -> None:
    panel.show_desk("")
    assert panel._form.isHidden()
    assert panel.set_up.text() == "Set it up…"
    with qtbot.waitSignal(panel.setting_wanted) as told:
        panel.set_up.click()
    assert told.args == [("delivery", "way")]


def test_whom_it_goes_to_and_with_what(panel: DeliveriesPanel) -> None:
    assert panel._lead.told().startswith("Goes to desk.example, with what a help desk needs.")
    panel.show_desk("desk.example", Level.PUBLIC)
    assert panel._lead.told().startswith("Goes to desk.example, without anything that tells where you are.")


def test_it_is_sent_once_with_the_number_as_desks_write_it(panel: DeliveriesPanel, qtbot: QtBot) -> None:
    panel.ticket.setText(" #4711 ")
    with qtbot.waitSignal(panel.send_wanted) as told:
        QTest.keyClick(panel.ticket, Qt.Key.Key_Return)
    assert told.args == ["4711"]
    with qtbot.assertNotEmitted(panel.send_wanted):
        panel.send.click()
    panel.sent("")
    assert (panel.ticket.text(), panel.send.isEnabled()) == ("", True)
    assert panel._said.told() == "Taken. Below you see how far it is."


def test_a_refusal_loses_nothing_that_was_typed(panel: DeliveriesPanel) -> None:
    panel.ticket.setText("4711")
    panel.send.click()
    panel.sent("The disk is full.")
    assert (panel.ticket.text(), panel._said.told(), panel.send.isEnabled()) == ("4711", "The disk is full.", True)


def test_without_a_report_nothing_can_be_sent(panel: DeliveriesPanel, qtbot: QtBot) -> None:
    panel.show_ready(False)
    with qtbot.assertNotEmitted(panel.send_wanted):
        QTest.keyClick(panel.ticket, Qt.Key.Key_Return)
    assert not panel.send.isEnabled()


def test_the_newest_first_and_those_long_done_out_of_the_way(panel: DeliveriesPanel) -> None:
    sent = [one(n, State.SENT) for n in range(FINISHED + 2)]
    panel.show_deliveries([one(20), *sent, one(10, State.GIVEN_UP)])
    assert [told.key for told in panel.told()][:2] == [one(20).key, one(10).key]
    assert len(panel.told()) == 2 + FINISHED
    assert panel.more.text() == "Show 2 more"
    panel.more.click()
    assert len(panel.told()) == 4 + FINISHED
    assert panel.more.isHidden()


def test_a_row_stays_with_its_report(panel: DeliveriesPanel) -> None:
    panel.show_deliveries([one(1), one(2)])
    row = panel._rows[1]
    row.remove.click()
    assert row.question.no.hasFocus()
    panel.show_deliveries([one(1), one(2, State.SENT), one(3)])
    assert panel._rows[2] is row
    assert row.question.no.hasFocus(), "the question is still about the same report"
    panel.show_deliveries([one(2, State.SENT)])
    assert [told.key for told in panel.told()] == [one(2).key]


def test_what_is_wanted_of_a_row_is_told(panel: DeliveriesPanel, qtbot: QtBot) -> None:
    panel.show_deliveries([one(1, State.FAILED)])
    with qtbot.waitSignal(panel.again_wanted) as told:
        panel._rows[0].again.click()
    assert told.args == [one(1).key]


def test_words_follow_the_clock_only_while_something_is_to_come(panel: DeliveriesPanel) -> None:
    panel.show_deliveries([one(1)])
    assert panel._clock.isActive()
    panel.show_deliveries([one(1, State.SENT)])
    assert not panel._clock.isActive()
