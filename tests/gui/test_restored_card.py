"""When it is back the card says after how long, and does not let go before it was answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from netcheck.core.watching import Outage
from netcheck.gui import restored_card
from netcheck.gui.restored_card import MOST, RestoredCard
from tests.gui.recorded import report_of

AT = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
OUTAGE = Outage("o", AT, report_of("cable-out").verdict, up_since=AT + timedelta(seconds=750), seconds=750.0)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    heard: list[tuple[str, bool]] = []
    monkeypatch.setattr(restored_card, "announce", lambda widget, text, urgent=False: heard.append((text, urgent)))
    return heard


@pytest.fixture
def card(qtbot: QtBot) -> RestoredCard:
    made = RestoredCard()
    qtbot.addWidget(made)
    made.set_services(("Mail", "R&D wiki"))
    return made


def buttons(card: RestoredCard) -> dict[str, QPushButton]:
    return {b.text().replace("&&", "§").replace("&", "").replace("§", "&"): b
            for b in card.findChildren(QPushButton) if b.isVisible()}  # fmt: skip


def test_hidden_until_there_is_something_to_ask(card: RestoredCard) -> None:
    assert card.isHidden()


def test_asks_with_the_duration_and_is_announced_at_once(card: RestoredCard, said: list[tuple[str, bool]]) -> None:
    card.ask(OUTAGE)
    labels = [label.text() for label in card.findChildren(QLabel) if label.isVisible()]
    assert labels == ["Back after 12 min 30 s. Is everything working for you?"]
    assert said == [("Your internet is back after 12 min 30 s. Is everything working for you?", True)]


def test_yes_closes_it(card: RestoredCard, qtbot: QtBot) -> None:
    card.ask(OUTAGE)
    with qtbot.waitSignal(card.all_works) as works:
        buttons(card)["Yes, all works"].click()
    assert works.args == [True]
    assert card.isHidden()


def test_no_asks_which_and_tells_it(card: RestoredCard, qtbot: QtBot) -> None:
    card.ask(OUTAGE)
    with qtbot.waitSignal(card.all_works) as works:
        buttons(card)["No, something does not"].click()
    assert works.args == [False]
    assert not card.isHidden()
    with qtbot.waitSignal(card.service_missed) as missed:
        buttons(card)["R&D wiki"].click()
    assert missed.args == ["R&D wiki"]
    assert card.isHidden()


def test_something_else_can_be_typed(card: RestoredCard, qtbot: QtBot) -> None:
    card.ask(OUTAGE)
    buttons(card)["No, something does not"].click()
    (line,) = card.findChildren(QLineEdit)
    assert line.accessibleName() == "What does not work?"
    with qtbot.assertNotEmitted(card.service_missed):
        buttons(card)["Tell"].click()
    QTest.keyClicks(line, " the printer ")
    with qtbot.waitSignal(card.service_missed) as missed:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert missed.args == ["the printer"]


def test_esc_leads_back(card: RestoredCard) -> None:
    card.ask(OUTAGE)
    buttons(card)["No, something does not"].click()
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert "Yes, all works" in buttons(card)


def test_it_is_withdrawn_when_it_is_away_again(card: RestoredCard) -> None:
    card.ask(OUTAGE)
    card.withdraw()
    assert card.isHidden()


def test_it_asks_afresh_each_time(card: RestoredCard) -> None:
    card.ask(OUTAGE)
    buttons(card)["No, something does not"].click()
    card.ask(OUTAGE)
    assert set(buttons(card)) == {"Yes, all works", "No, something does not"}


def test_many_services_do_not_fill_the_window(card: RestoredCard) -> None:
    card.set_services(tuple(f"Service {n}" for n in range(50)))
    card.ask(OUTAGE)
    buttons(card)["No, something does not"].click()
    assert sum(name.startswith("Service") for name in buttons(card)) == MOST


def test_without_services_one_types(card: RestoredCard) -> None:
    card.set_services(())
    card.ask(OUTAGE)
    buttons(card)["No, something does not"].click()
    assert set(buttons(card)) == {"Tell"}
