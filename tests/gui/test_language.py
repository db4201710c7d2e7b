"""A language reaches our words, Qt's own buttons, dates, and the direction of the layout."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from netcheck.core.language import ENGLISH, Translator
from netcheck.gui import words
from netcheck.gui.language import install, locale_of, wanted
from tests.fake_translator import MARKED, MIRRORED

GERMAN, FRENCH = Translator("de"), Translator("fr")


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """The application, left as it was: in English, from left to right."""
    before = QLocale()
    yield qapp
    install(qapp, ENGLISH)
    QLocale.setDefault(before)


def cancel(qtbot: QtBot) -> str:
    """What Qt calls the button that does nothing."""
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    return box.button(QDialogButtonBox.StandardButton.Cancel).text().replace("&", "")


def test_our_words_are_said_by_the_translator(app: QApplication) -> None:
    install(app, MARKED)
    assert words.say("Look now") == "«Look now»"
    install(app, ENGLISH)
    assert words.say("Look now") == "Look now"


def test_qts_own_buttons_follow_and_come_back(app: QApplication, qtbot: QtBot) -> None:
    said = []
    for translator in (ENGLISH, GERMAN, FRENCH, GERMAN, ENGLISH):
        install(app, translator)
        said.append(cancel(qtbot))
    assert said == ["Cancel", "Abbrechen", "Annuler", "Abbrechen", "Cancel"]


def test_a_language_that_qt_does_not_know_leaves_its_buttons_english(app: QApplication, qtbot: QtBot) -> None:
    install(app, GERMAN)
    install(app, Translator("eo"))
    assert cancel(qtbot) == "Cancel"


def test_a_language_from_right_to_left_mirrors_the_window(app: QApplication, qtbot: QtBot) -> None:
    install(app, MIRRORED)
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    first, second = QLabel("1"), QLabel("2")
    row.addWidget(first)
    row.addWidget(second)
    window.adjustSize()
    row.activate()
    assert app.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert first.x() > second.x()
    install(app, ENGLISH)
    assert app.layoutDirection() is Qt.LayoutDirection.LeftToRight


def test_dates_are_written_in_the_language(app: QApplication) -> None:
    install(app, GERMAN)
    assert QLocale().toString(QDate(2026, 3, 5), "d MMMM") == "5 März"
    assert "14:02" in words.when(datetime(2026, 3, 5, 14, 2).astimezone(), datetime(2026, 11, 21, tzinfo=UTC))


@pytest.mark.parametrize(
    ("system", "language", "expected"),
    [
        ("de_AT", "de", "de_AT"),
        ("de_AT", "en", "en_AT"),
        ("en_US", "de", "de_DE"),  # nobody writes German dates as in the United States
        ("de_DE", "pt_BR", "pt_BR"),
        ("C", "en", "C"),
        ("C", "de", "de_DE"),
    ],
)
def test_the_country_is_the_systems(monkeypatch: pytest.MonkeyPatch, system: str, language: str, expected: str) -> None:
    monkeypatch.setattr(QLocale, "system", staticmethod(lambda: QLocale(system)))
    assert locale_of(language).name() == expected


def test_the_systems_wishes_are_asked_of_qt_where_no_variable_tells_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(QLocale, "system", staticmethod(lambda: QLocale("fr_CH")))
    assert wanted("").startswith("fr")
    assert wanted("de") == "de"
    monkeypatch.setattr(sys, "platform", "linux")
    assert wanted("") == ""
