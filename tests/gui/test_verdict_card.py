"""The card shows what was told, says new sentences to screen readers, and offers to go on after a pause."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from netcheck.gui import theme, verdict_card
from netcheck.gui.icons import Mark, mark_colour
from netcheck.gui.telling import Told
from netcheck.gui.verdict_card import VerdictCard

LINE = Told(
    Mark.UPSTREAM, "Your line is down.", "Nothing beyond your router answers.", "Outside your home: Line",
    "Since 14:02, 3 min so far.", "How sure: likely, but not proven.",
)  # fmt: skip
WELL = Told(Mark.WORKING, "Your internet connection works.", "Every part answered.", since="Since 13:00.")


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    heard: list[tuple[str, bool]] = []
    monkeypatch.setattr(verdict_card, "announce", lambda widget, text, urgent=False: heard.append((text, urgent)))
    return heard


@pytest.fixture
def card(qtbot: QtBot) -> VerdictCard:
    made = VerdictCard()
    qtbot.addWidget(made)
    made.resize(700, 150)
    return made


def texts(card: VerdictCard) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if not label.isHidden()]


def test_shows_all_that_was_told(card: VerdictCard) -> None:
    card.show_told(LINE)
    assert texts(card) == [
        "Outside your home: Line",
        "Your line is down.",
        "Nothing beyond your router answers.",
        "Since 14:02, 3 min so far. How sure: likely, but not proven.",
    ]
    assert card.mark is Mark.UPSTREAM


def test_nothing_of_the_verdict_before_stays(card: VerdictCard) -> None:
    card.show_told(LINE)
    card.show_told(WELL)
    assert texts(card) == [WELL.headline, WELL.why, WELL.since]


def test_what_a_screen_reader_reads_is_what_is_shown(card: VerdictCard) -> None:
    card.show_told(LINE)
    card.show_told(WELL)
    labels = [label for label in card.findChildren(QLabel) if label.text() == WELL.headline]
    assert QAccessible.queryAccessibleInterface(labels[0]).text(QAccessible.Text.Name) == WELL.headline


def test_a_new_outage_is_said_at_once_and_other_news_politely(card: VerdictCard, said: list[tuple[str, bool]]) -> None:
    card.show_told(WELL)
    card.show_told(LINE)
    card.show_told(replace(LINE, since="Since 14:02, 4 min so far."))
    card.show_told(replace(LINE, mark=Mark.HOME, headline="Your router is silent."))
    card.show_told(WELL)
    assert [urgent for _, urgent in said] == [False, True, False, False]
    assert said[1][0].startswith("Your line is down. Outside your home: Line")


def test_after_a_pause_one_can_go_on(card: VerdictCard, qtbot: QtBot) -> None:
    (button,) = card.findChildren(QPushButton)
    card.show_told(WELL)
    assert button.isHidden()
    card.show_told(Told(Mark.PAUSED, "Watching is paused."))
    assert not button.isHidden()
    with qtbot.waitSignal(card.resume_wanted):
        button.click()


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_the_edge_is_where_reading_begins(card: VerdictCard, direction: Qt.LayoutDirection, qapp: QApplication) -> None:
    palette = qapp.palette()
    try:
        colours = theme.apply(qapp, "light")
        card.setLayoutDirection(direction)
        card.show_told(LINE)
        image = card.grab().toImage()
        left = direction is Qt.LayoutDirection.LeftToRight
        edge, other = (2, card.width() - 3) if left else (card.width() - 3, 2)
        assert image.pixelColor(edge, 75) == QColor(mark_colour(Mark.UPSTREAM, colours))
        assert image.pixelColor(other, 75) == QColor(colours.card)
    finally:
        qapp.setPalette(palette)


def test_how_long_it_may_take_stands_below_why_and_goes(card: VerdictCard, said: list[tuple[str, bool]]) -> None:
    card.show_told(LINE)
    said.clear()
    card.show_estimate("The last three like it took 12 min, 40 min and 1 h 35 min.")
    assert texts(card)[3].startswith("The last three")
    assert said == []  # it is told anew each minute
    card.show_estimate("")
    assert not any(text.startswith("The last three") for text in texts(card))
