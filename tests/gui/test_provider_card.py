"""The provider card shows what exists, says how old a word is, and is clean where nothing is set."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from netcheck.core.model import Fact
from netcheck.gui.provider_card import LONGEST, ProviderCard
from tests.gui.recorded import report_of

SET: Mapping[str, Fact] = {
    "name": "Example Net",
    "support_phone": "0800 123 4567",
    "status_url": "https://status.example.net/",
}


@pytest.fixture
def card(qtbot: QtBot) -> ProviderCard:
    made = ProviderCard()
    qtbot.addWidget(made)
    made.show()
    return made


def texts(card: ProviderCard) -> str:
    return "\n".join(label.text().replace("\u200b", "") for label in card.findChildren(QLabel) if label.isVisible())


def test_nothing_set_says_how_to_change_that(card: ProviderCard, qtbot: QtBot) -> None:
    assert "No provider is set" in texts(card)
    (button,) = [button for button in card.findChildren(QPushButton) if button.isVisible()]
    with qtbot.waitSignal(card.settings_wanted):
        button.click()


def test_name_phone_and_address(card: ProviderCard) -> None:
    card.show_provider(SET)
    for value in SET.values():
        assert str(value) in texts(card)
    assert "No provider" not in texts(card)
    assert "reads its status page while the fault is outside your home" in texts(card)


def test_what_exists_alone_is_shown(card: ProviderCard) -> None:
    card.show_provider({"name": "Example Net"})
    assert "Phone" not in texts(card)
    assert "Status page" not in texts(card)
    assert not [button for button in card.findChildren(QPushButton) if button.isVisible()]


def test_copying_gives_the_address_as_it_is(card: ProviderCard) -> None:
    card.show_provider(SET)
    buttons = {QAccessible.queryAccessibleInterface(b).text(QAccessible.Text.Name): b
               for b in card.findChildren(QPushButton) if b.isVisible()}  # fmt: skip
    buttons["Copy: Status page"].click()
    assert QGuiApplication.clipboard().text() == SET["status_url"]
    buttons["Copy: Phone"].click()
    assert QGuiApplication.clipboard().text() == SET["support_phone"]


def test_an_announcement_with_its_age(card: ProviderCard) -> None:
    card.show_provider(report_of("announced-outage").provider)
    assert "It announces: Internet outage in Linz" in texts(card)
    assert "As of " in texts(card)


def test_an_estimate_is_given_where_there_is_one(card: ProviderCard) -> None:
    card.show_provider({**SET, "asked": True, "title": "Outage", "as_of": "2026-11-21 14:02 UTC",
                        "expected_end": "2026-11-21T18:30:00+00:00"})  # fmt: skip
    assert "Expected to end: 21 Nov" in texts(card)


def test_a_word_from_before_is_said_to_be_one(card: ProviderCard) -> None:
    card.show_provider({**SET, "asked": True, "title": "Outage", "as_of": "2026-11-21 14:02 UTC", "stale": True})
    assert "its page cannot be read now" in texts(card)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"asked": True, "as_of": "2026-11-21 14:02 UTC"}, "It announces nothing for your area (as of 21 Nov"),
        ({"asked": True}, "Its status page could not be read."),
        ({"asked": True, "as_of": "unknown"}, "Its status page could not be read."),
    ],
)
def test_silence_is_said_too(card: ProviderCard, said: Mapping[str, Fact], text: str) -> None:
    card.show_provider({**SET, **said})
    assert text in texts(card)


def test_hostile_words_are_cut_and_no_markup(card: ProviderCard) -> None:
    card.show_provider({**SET, "asked": True, "title": "<h1>x</h1>\u202e", "text": "word " * 1000})
    assert "It announces: <h1>x</h1>" in texts(card)
    assert len(texts(card)) < 2 * LONGEST


@pytest.mark.parametrize("value", [None, 5, True, ("a",)])
def test_facts_of_another_kind_are_passed_over(card: ProviderCard, value: Fact) -> None:
    card.show_provider({"name": value, "status_url": value, "title": value, "as_of": value, "expected_end": value})
    assert "No provider is set" in texts(card)


def test_the_newest_word_replaces_the_one_before(card: ProviderCard) -> None:
    card.show_provider({**SET, "asked": True, "title": "Outage"})
    card.show_provider(SET)
    assert "It announces" not in texts(card)
    assert texts(card).count("Phone") == 1


def test_people_are_led_to_the_page_for_people(card: ProviderCard) -> None:
    card.show_provider({**SET, "status_url": "https://status.example.net/api/v2/summary.json"})
    assert "https://status.example.net/" in texts(card)
    assert "summary.json" not in texts(card)
