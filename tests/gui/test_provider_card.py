"""The provider card shows what exists, how old a word is and by which way it came, and is clean where nothing is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from netcheck.core.history import Entry
from netcheck.core.model import Fact
from netcheck.gui.icons import Badge
from netcheck.gui.provider_card import ProviderCard
from netcheck.gui.provider_words import LONGEST
from netcheck.gui.qr_code import CodeDialog
from tests.gui.provider_states import NOW, PROVIDERS_WORD, SAID, SAID_HERE, ago, later

SET: Mapping[str, Fact] = {
    "name": "Example Net",
    "support_phone": "0800 123 4567",
    "status_url": "https://status.example.net/",
}


@dataclass
class Clock:
    """A time that the test sets."""

    at: datetime = field(default=NOW)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def card(qtbot: QtBot, clock: Clock) -> ProviderCard:
    made = ProviderCard(now=clock)
    qtbot.addWidget(made)
    made.resize(420, 700)
    made.show()
    return made


def texts(card: ProviderCard) -> str:
    return "\n".join(label.text().replace("\u200b", "") for label in card.findChildren(QLabel) if label.isVisible())


def button(card: ProviderCard, name: str) -> QPushButton:
    spoken = {QAccessible.queryAccessibleInterface(b).text(QAccessible.Text.Name): b
              for b in card.findChildren(QPushButton) if b.isVisible()}  # fmt: skip
    return spoken[name]


def buttons(card: ProviderCard) -> list[str]:
    return [b.text() for b in card.findChildren(QPushButton) if b.isVisible()]


def test_nothing_set_says_how_to_change_that(card: ProviderCard, qtbot: QtBot) -> None:
    assert "No provider is set" in texts(card)
    (wish,) = [button for button in card.findChildren(QPushButton) if button.isVisible()]
    with qtbot.waitSignal(card.settings_wanted):
        wish.click()


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
    assert buttons(card) == []


def test_copying_gives_the_address_as_it_is(card: ProviderCard) -> None:
    card.show_provider(SET)
    button(card, "Copy: Status page").click()
    assert QGuiApplication.clipboard().text() == SET["status_url"]
    button(card, "Copy: Phone").click()
    assert QGuiApplication.clipboard().text() == SET["support_phone"]


def test_the_address_becomes_a_code_and_the_phone_number_does_not(card: ProviderCard, qtbot: QtBot) -> None:
    card.show_provider(SET)
    assert buttons(card).count("Show as QR code") == 1
    QTest.keyClick(button(card, "Show as QR code: Status page"), Qt.Key.Key_Space)
    (dialog,) = card.findChildren(CodeDialog)
    qtbot.waitUntil(lambda: dialog.code.drawn)
    assert dialog.code.accessibleName() == "https://status.example.net/"
    dialog.close()


def test_a_name_that_was_learnt_can_be_put_right(card: ProviderCard, qtbot: QtBot) -> None:
    card.show_provider({**SET, "name_from": "learnt"})
    with qtbot.waitSignal(card.setting_wanted) as wanted:
        button(card, "Learnt from your line. Not right?").click()
    assert wanted.args == [("isp", "name")]


# --- what it says, for how long, and how old that is ----------------------------------------------------------------


def test_an_announcement_with_its_state_words_stage_and_age(card: ProviderCard) -> None:
    card.show_provider(SAID_HERE)
    shown = texts(card)
    for part in ("It says: outage in part of its network.", "Internet outage in Linz and Urfahr", "A cable was cut",
                 "It has found the cause.", "Its word is 12 min old"):  # fmt: skip
        assert part in shown
    assert card.told().badge is Badge.FAILED_UPSTREAM
    assert "It may be yours" not in shown


def test_the_age_grows_while_somebody_sees_it(card: ProviderCard, clock: Clock) -> None:
    card.show_provider(SAID_HERE)
    clock.at += timedelta(minutes=1)
    assert card._ages.isActive()
    assert card._ages.interval() == 60_000
    card._ages.timeout.emit()
    assert "Its word is 13 min old" in texts(card)
    card.hide()
    assert not card._ages.isActive()
    clock.at += timedelta(minutes=10)
    card.show()
    assert "Its word is 23 min old" in texts(card)
    assert card._ages.isActive()


def test_the_provider_s_own_estimate(card: ProviderCard) -> None:
    card.show_provider({**SAID_HERE, "estimate_from_text": True})
    card.show_estimate(PROVIDERS_WORD)
    assert "Your provider expects it to end at" in texts(card)
    assert "Read from its text." in texts(card)
    card.show_estimate(None)
    assert "expects it to end" not in texts(card)


def test_an_end_that_nobody_reckoned_with_is_told_all_the_same(card: ProviderCard) -> None:
    card.show_provider({**SAID_HERE, "expected_end": later(30)})
    assert "Expected to end: " in texts(card)
    assert "Said at " in texts(card)
    card.show_provider({**SAID_HERE, "expected_end": ago(30)})
    assert "that has passed" in texts(card)


def test_it_may_be_yours_and_that_can_be_helped(card: ProviderCard, qtbot: QtBot) -> None:
    known = {name: value for name, value in SAID_HERE.items() if name != "area"}
    card.show_provider({**known, "here": "maybe"})
    assert "It may be yours: netcheck does not know where you live." in texts(card)
    with qtbot.waitSignal(card.setting_wanted) as wanted:
        button(card, "Say where you live…").click()
    assert wanted.args == [("isp", "area")]
    card.show_provider({**SAID_HERE, "here": "maybe"})
    assert "it does not say where" in texts(card)
    assert "Say where you live…" not in buttons(card)


@pytest.mark.parametrize("doubt", ["mended", "by-the-clock", "worked-since", "over"])
def test_what_speaks_against_it_is_said(card: ProviderCard, doubt: str) -> None:
    card.show_provider({**SAID_HERE, "doubt": doubt})
    assert "It may be another one" in texts(card)


def test_a_page_that_denies_is_shown_as_one_that_does(card: ProviderCard) -> None:
    card.show_provider({**SET, "asked": True, "as_of": ago(1), "overall": "operational", "denies": True})
    assert "It says all is well; what is measured here says otherwise." in texts(card)
    assert "all works" not in texts(card)
    assert card.told().badge is Badge.DEGRADED


def test_a_page_that_cannot_be_asked_shows_what_was_kept_and_how_old_it_is(card: ProviderCard) -> None:
    card.show_provider({**SAID_HERE, "stale": True, "as_of": ago(95), "failure": "timeout", "asked_at": ago(1)})
    shown = texts(card)
    assert "It could not be asked just now." in shown
    assert "it does not answer." in shown
    assert "When it was last read, 1 h 35 min ago" in shown
    assert "Internet outage in Linz" in shown
    assert card.told().badge is Badge.UNKNOWN


def test_the_way_it_was_asked_by_is_said(card: ProviderCard) -> None:
    way = {"interface": "usb0", "words": "your phone (usb0)", "works": True}
    card.show_provider({**SAID_HERE, "via": "usb0", "second_way": way})
    assert "Asked through your phone (usb0)." in texts(card)
    assert "Your phone (usb0) has internet" in texts(card)
    card.show_provider({**SAID_HERE, "via": "wwan0"})
    assert "Asked through wwan0." in texts(card)


@pytest.mark.parametrize(
    ("works", "text"), [(False, "has no internet either"), (None, "was not asked"), ("x", "was not asked")]
)
def test_a_second_way(card: ProviderCard, works: Fact, text: str) -> None:
    card.show_provider({**SET, "second_way": {"interface": "usb0", "words": "your phone (usb0)", "works": works}})
    assert text in texts(card)


def test_planned_work_is_a_quiet_line(card: ProviderCard) -> None:
    planned = (
        {"title": "Fibre ring", "start": later(2000), "end": later(2200)},
        {"title": "Over", "start": ago(300), "end": ago(200)},
        {"title": "Some day"},
        "no mapping",
    )
    card.show_provider({**SET, "planned": planned})
    assert "Planned: Fibre ring (" in texts(card)
    assert "Planned: Some day" in texts(card)
    assert "Over" not in texts(card)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"asked": True, "as_of": ago(3)}, "It announces no trouble with the internet."),
        ({"asked": True, "as_of": ago(3), "area": "Linz"}, "It announces nothing for your area."),
        ({"asked": True, "as_of": ago(3), "area": "Linz", "elsewhere": 2}, "2 announcements are about other places"),
        ({"asked": True}, "Its status page could not be read."),
        ({"asked": True, "as_of": "unknown"}, "Its status page could not be read."),
    ],
)
def test_silence_is_said_too(card: ProviderCard, said: Mapping[str, Fact], text: str) -> None:
    card.show_provider({**SET, **said})
    assert text in texts(card)


# --- asking ---------------------------------------------------------------------------------------------------------


def test_it_can_be_asked_now_and_says_that_it_is(card: ProviderCard, qtbot: QtBot) -> None:
    card.show_provider(SET)
    with qtbot.waitSignal(card.ask_wanted):
        QTest.keyClick(button(card, "Ask now"), Qt.Key.Key_Space)
    assert "Asking…" in buttons(card)
    assert not button(card, "Asking…").isEnabled()
    card.show_provider(SET)  # the look is over, and brought nothing new
    assert button(card, "Ask now").isEnabled()


def test_a_question_that_brings_nothing_does_not_stand_for_ever(card: ProviderCard) -> None:
    card.show_provider(SET)
    button(card, "Ask now").click()
    assert card._patience.isActive()
    card._patience.timeout.emit()
    assert button(card, "Ask now").isEnabled()


def test_courtesy_says_when_it_may_be_asked_again(card: ProviderCard, qtbot: QtBot, clock: Clock) -> None:
    card.show_provider({**SET, "next_ask_at": later(2)})
    assert "Its page may be asked again at " in texts(card)
    asked: list[bool] = []
    card.ask_wanted.connect(lambda: asked.append(True))
    button(card, "Ask now").click()
    assert asked == []
    clock.at += timedelta(minutes=3)
    card._courtesy.timeout.emit()
    assert "may be asked again" not in texts(card)
    button(card, "Ask now").click()
    assert asked == [True]


# --- beside what was measured ---------------------------------------------------------------------------------------


def test_what_it_said_stands_beside_what_was_measured(card: ProviderCard, qtbot: QtBot) -> None:
    card.show_provider(SAID_HERE)
    assert "What it said, and when" not in buttons(card)
    card.show_journal([Entry(NOW - timedelta(minutes=20), "outage_started", "x"), Entry(NOW, "note", "mine")])
    card.show_provider({**SAID_HERE, "said": SAID})
    assert "Outage began" not in texts(card)
    with qtbot.waitSignal(card.opened):
        QTest.keyClick(button(card, "What it said, and when"), Qt.Key.Key_Space)
    shown = texts(card).split("\n")
    assert shown[shown.index("Outage began") - 1] == "–"
    assert shown[shown.index("All works") + 1] == "still down"
    assert "mine" not in shown
    button(card, "Hide what it said").click()
    assert "Outage began" not in texts(card)


# --- what comes from others -----------------------------------------------------------------------------------------


def test_hostile_words_are_cut_and_no_markup(card: ProviderCard) -> None:
    card.show_provider({**SET, "asked": True, "title": "<h1>x</h1>\u202e", "text": "word " * 1000})
    assert "<h1>x</h1>" in texts(card)
    assert "\u202e" not in texts(card)
    assert len(texts(card)) < 2 * LONGEST


@pytest.mark.parametrize("value", [None, 5, True, ("a",), {"a": 1}, "9999-99-99", "0001-01-01T00:00:00-12:00"])
def test_facts_of_another_kind_are_passed_over(card: ProviderCard, value: Fact) -> None:
    names = ("as_of", "asked_at", "updated_at", "expected_end", "next_ask_at", "said", "planned", "second_way",
             "estimate", "overall", "kind", "stage", "here", "elsewhere", "failure", "reason", "via")  # fmt: skip
    card.show_provider({**SET, "asked": True, "title": "Outage", **dict.fromkeys(names, value)})
    assert "Outage" in texts(card)
    card.show_provider(dict.fromkeys(("name", "support_phone", "status_url", "title"), None))
    assert "No provider is set" in texts(card)


def test_the_newest_word_replaces_the_one_before(card: ProviderCard) -> None:
    card.show_provider(SAID_HERE)
    card.show_provider(SET)
    assert "Internet outage in Linz" not in texts(card)
    assert texts(card).count("Phone") == 1


def test_people_are_led_to_the_page_for_people(card: ProviderCard) -> None:
    card.show_provider({**SET, "status_url": "https://status.example.net/api/v2/summary.json"})
    assert "https://status.example.net/" in texts(card)
    assert "summary.json" not in texts(card)
    card.show_provider({**SET, "page_url": "https://www.example.net/outages"})
    assert "https://www.example.net/outages" in texts(card)


def test_everything_is_reached_by_tab_from_top_to_bottom(card: ProviderCard, qtbot: QtBot) -> None:
    known = {name: value for name, value in SAID_HERE.items() if name != "area"}
    card.show_provider({**known, "here": "maybe", "said": SAID, "name_from": "learnt"})
    qtbot.waitUntil(card.isActiveWindow)
    wanted = [b for b in card.findChildren(QPushButton) if b.isVisible()]
    wanted[0].setFocus()
    reached = []
    for _ in range(40):
        focus = QGuiApplication.focusObject()
        if isinstance(focus, QPushButton) and focus not in reached:
            reached.append(focus)
        QTest.keyClick(card.focusWidget(), Qt.Key.Key_Tab)
    assert set(reached) == set(wanted)
    heights = [b.mapTo(card, b.rect().topLeft()).y() for b in reached]
    start = heights.index(min(heights))
    assert heights[start:] + heights[:start] == sorted(heights)
