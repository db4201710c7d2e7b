"""Texts are never read as markup, wrap wherever they must, and are what a screen reader says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor, QPalette
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from netcheck.gui import theme
from netcheck.gui.card import BREAK_HERE, LONGEST_WORD, Card, Foot, Hint, Link, MainButton, Text, announce, breakable


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    palette, font = qapp.palette(), qapp.font()
    yield qapp
    qapp.setPalette(palette)
    qapp.setFont(font)


def spoken(widget: QWidget) -> str:
    """What a screen reader calls it."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_names_from_hostile_places_are_no_markup(qtbot: QtBot) -> None:
    text = Text("<b>bold</b>\u202e\n&amp;")
    qtbot.addWidget(text)
    assert text.textFormat() is Qt.TextFormat.PlainText
    assert text.told() == "<b>bold</b> &amp;"


def test_the_name_of_a_text_is_the_text_also_when_it_changes(qtbot: QtBot) -> None:
    text = Text("first")
    qtbot.addWidget(text)
    assert spoken(text) == "first"
    text.tell("second")
    assert spoken(text) == "second"


def test_an_empty_text_takes_no_room_where_that_is_wanted(qtbot: QtBot) -> None:
    text = Text("first")
    qtbot.addWidget(text)
    text.tell("", hide_empty=True)
    assert text.isHidden()
    text.tell("again", hide_empty=True)
    assert not text.isHidden()


def test_a_long_word_wraps_at_its_joints(qtbot: QtBot) -> None:
    url = "https://status.example.net/api/v2/summary.json?region=" + "x" * 200
    text = Text(url)
    qtbot.addWidget(text)
    assert text.told() == url
    assert text.minimumSizeHint().width() < 60 * text.fontMetrics().averageCharWidth()
    assert text.heightForWidth(300) > 3 * text.fontMetrics().height()


@given(st.text())
def test_breaks_lose_no_letter(text: str) -> None:
    broken = breakable(text)
    assert broken.replace(BREAK_HERE, "") == text.replace(BREAK_HERE, "")
    assert all(len(piece) <= 2 * LONGEST_WORD for word in broken.split() for piece in word.split(BREAK_HERE))


def test_short_words_stay_as_they_are() -> None:
    assert breakable("Your router answers: 192.168.1.1") == "Your router answers: 192.168.1.1"


def test_letters_follow_the_person(app: QApplication, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    text = Text("a", theme.Size.TITLE)
    QVBoxLayout(page).addWidget(text)
    before = text.font().pointSizeF()
    font = app.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    app.setFont(font)
    theme.tell_letters(page)
    assert text.font().pointSizeF() == pytest.approx(2 * before)


def test_texts_follow_the_direction_of_the_page(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    text, count = Text("Line"), Text("1 of 3", trailing=True)
    column = QVBoxLayout(page)
    column.addWidget(text)
    column.addWidget(count)
    assert text.alignment() & Qt.AlignmentFlag.AlignLeft
    assert count.alignment() & Qt.AlignmentFlag.AlignRight
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert text.alignment() & Qt.AlignmentFlag.AlignRight
    assert count.alignment() & Qt.AlignmentFlag.AlignLeft


def test_a_selectable_text_can_be_reached_and_copied(qtbot: QtBot) -> None:
    text = Text("0800 123").selectable()
    qtbot.addWidget(text)
    assert text.focusPolicy() & Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize("make", [MainButton, Link])
def test_buttons_follow_the_theme(app: QApplication, qtbot: QtBot, make: type[MainButton | Link]) -> None:
    theme.apply(app, "light")
    button = make("&Done")
    qtbot.addWidget(button)
    light = button.palette().color(QPalette.ColorRole.ButtonText)
    theme.apply(app, "dark")
    qtbot.waitUntil(lambda: button.palette().color(QPalette.ColorRole.ButtonText) != light)


def test_a_links_words_are_never_cut(qtbot: QtBot) -> None:
    link = Link("Name your provider…")
    qtbot.addWidget(link)
    assert link.sizeHint().width() >= link.fontMetrics().horizontalAdvance("Name your provider…")


@pytest.mark.parametrize(("make", "part"), [(Card, "card"), (Hint, "hint")])
def test_cards_are_drawn_in_the_theme(app: QApplication, qtbot: QtBot, make: type[Card | Hint], part: str) -> None:
    for scheme, colours in (("light", theme.LIGHT), ("dark", theme.DARK)):
        theme.apply(app, scheme)
        card = make()
        qtbot.addWidget(card)
        card.resize(80, 80)
        assert card.grab().toImage().pixelColor(40, 40) == QColor(getattr(colours, part))


def test_the_foot_has_a_line_above_it(qtbot: QtBot, app: QApplication) -> None:
    theme.apply(app, "light")
    foot = Foot()
    qtbot.addWidget(foot)
    foot.resize(80, 20)
    image = foot.grab().toImage()
    assert image.pixelColor(40, 0) == QColor(theme.LIGHT.line)
    assert image.pixelColor(40, 10) != QColor(theme.LIGHT.line)


def test_announcing_asks_nothing_of_the_widget(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    announce(widget, "It is back", urgent=True)
    announce(widget, "It is back")
