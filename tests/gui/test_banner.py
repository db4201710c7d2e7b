"""The line on top: shown, told apart, read out, closed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from netcheck.gui import banner as module
from netcheck.gui.banner import Banner
from netcheck.gui.theme import TIGHT, colours_of


@pytest.fixture
def banner(qtbot: QtBot) -> Banner:
    made = Banner()
    qtbot.addWidget(made)
    return made


def test_hidden_until_there_is_something_to_say(banner: Banner) -> None:
    assert banner.isHidden()
    assert banner.text() == ""


@pytest.mark.parametrize("kind", ["good", "bad", "warning", "info"])
def test_says_one_line(banner: Banner, kind: str) -> None:
    banner.show_line("The first", "info")
    banner.show_line("Nothing <b>is</b> markup & all", kind)
    assert not banner.isHidden()
    assert (banner.text(), banner.kind()) == ("Nothing <b>is</b> markup & all", kind)


def test_an_unknown_kind_is_plain_news(banner: Banner) -> None:
    banner.show_line("text", "loud")
    assert banner.kind() == "info"


def test_an_empty_line_closes_it(banner: Banner, qtbot: QtBot) -> None:
    banner.show_line("text", "good")
    with qtbot.waitSignal(banner.closed):
        banner.show_line("")
    assert banner.isHidden()


def test_closed_by_its_button_which_has_a_name(banner: Banner, qtbot: QtBot) -> None:
    banner.show_line("text", "good")
    (button,) = banner.findChildren(QToolButton)
    assert button.accessibleName() == "Close this message"
    with qtbot.waitSignal(banner.closed):
        button.click()
    assert banner.isHidden()


def test_closed_by_esc(banner: Banner, qtbot: QtBot) -> None:
    banner.show_line("text", "good")
    with qtbot.waitSignal(banner.closed):
        QTest.keyClick(banner, Qt.Key.Key_Escape)
    QTest.keyClick(banner, Qt.Key.Key_Escape)


@pytest.mark.parametrize(("kind", "urgent"), [("good", True), ("bad", True), ("warning", False), ("info", False)])
def test_read_out(banner: Banner, monkeypatch: pytest.MonkeyPatch, kind: str, urgent: bool) -> None:
    said: list[tuple[str, bool]] = []
    monkeypatch.setattr(module, "announce", lambda widget, text, urgent: said.append((text, urgent)))
    banner.show_line("It works again", kind)
    assert said == [("It works again", urgent)]


def test_kinds_differ_in_more_than_colour(banner: Banner) -> None:
    banner.resize(400, 40)
    pictures = set()
    for kind in ("good", "warning", "info"):
        banner.show_line("text", kind)
        image = banner.grab().toImage().convertToFormat(banner.grab().toImage().Format.Format_Grayscale8)
        pictures.add(bytes(image.constBits()))
    assert len(pictures) == 3


def test_the_bar_stands_at_the_side_where_reading_begins(banner: Banner) -> None:
    banner.resize(400, 40)
    for direction, x in ((Qt.LayoutDirection.LeftToRight, 1), (Qt.LayoutDirection.RightToLeft, 400 - TIGHT + 1)):
        banner.setLayoutDirection(direction)
        banner.show_line("text", "good")
        shown = banner.grab().toImage().pixelColor(x, banner.height() // 2)
        assert shown == QColor(colours_of(banner).ok)
