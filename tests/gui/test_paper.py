"""The first pages of a report are shown under one another, and reached by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netcheck.gui.paper import Paper


def page(colour: str) -> QImage:
    made = QImage(800, 1100, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    return made


@pytest.fixture
def paper(qtbot: QtBot) -> Paper:
    made = Paper()
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    return made


def colour_at(paper: Paper, y: int) -> str:
    image = paper.viewport().grab().toImage()
    ratio = image.devicePixelRatio()
    return image.pixelColor(image.width() // 2, round(y * ratio)).name()


def test_pages_stand_under_one_another(paper: Paper) -> None:
    paper.show_pages((page("#ff0000"), page("#0000ff")), 2)
    assert colour_at(paper, 60) == "#ff0000"
    bar = paper.verticalScrollBar()
    assert bar.maximum() > 300
    bar.setValue(bar.maximum())
    assert colour_at(paper, 150) == "#0000ff"
    assert paper.rest() == ""


def test_it_says_how_many_more_there_are(paper: Paper) -> None:
    paper.show_pages((page("#ff0000"),), 2)
    assert paper.rest() == "1 more page is in the file."
    paper.show_pages((page("#ff0000"),), 5)
    assert paper.rest() == "4 more pages are in the file."


def test_keys_go_along_the_pages(paper: Paper, qtbot: QtBot) -> None:
    paper.show_pages((page("#ff0000"), page("#0000ff")), 2)
    bar = paper.verticalScrollBar()
    QTest.keyClick(paper, Qt.Key.Key_PageDown)
    assert bar.value() == bar.pageStep()
    QTest.keyClick(paper, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    QTest.keyClick(paper, Qt.Key.Key_Home)
    assert bar.value() == 0


def test_the_place_stays_where_the_report_grows(paper: Paper) -> None:
    paper.show_pages((page("#ff0000"), page("#0000ff")), 2)
    paper.verticalScrollBar().setValue(200)
    paper.show_pages((page("#ff0000"), page("#0000ff")), 2)
    assert paper.verticalScrollBar().value() == 200
    paper.show_pages((page("#ff0000"),), 1)
    assert paper.verticalScrollBar().value() == 0


def test_who_cannot_see_it_is_told_of_the_text(paper: Paper) -> None:
    assert "picture" in paper.accessibleName()
    assert "read aloud" in paper.accessibleDescription()


def test_without_pages_it_is_empty(paper: Paper) -> None:
    paper.show_pages((), 0)
    assert paper.verticalScrollBar().maximum() == 0
