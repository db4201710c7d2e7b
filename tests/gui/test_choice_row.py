"""One of a row of choices is taken, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from netcheck.gui.choice_row import ChoiceRow


@pytest.fixture
def row(qtbot: QtBot) -> ChoiceRow:
    made = ChoiceRow("What to do with it")
    qtbot.addWidget(made)
    for key in ("report", "call", "claim"):
        made.add(key, key.title())
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def button(row: ChoiceRow, name: str) -> QPushButton:
    return next(each for each in row.findChildren(QPushButton) if each.text() == name)


def test_the_first_is_taken_and_a_click_takes_another(row: ChoiceRow, qtbot: QtBot) -> None:
    assert row.taken() == "report"
    with qtbot.waitSignal(row.chosen) as chosen:
        button(row, "Claim").click()
    assert chosen.args == ["claim"]
    assert row.taken() == "claim"


def test_the_arrow_keys_go_along_what_is_offered(row: ChoiceRow) -> None:
    row.offer("call", False)
    button(row, "Report").setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button(row, "Report"), Qt.Key.Key_Right)
    assert QApplication.focusWidget() is button(row, "Claim")
    assert row.taken() == "claim"
    assert [row.offers(key) for key in row.keys()] == [True, False, True]  # noqa: SIM118


def test_taking_it_again_tells_nothing(row: ChoiceRow, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(row.chosen):
        row.take("report")


def test_the_taken_one_looks_otherwise_also_without_colours(row: ChoiceRow) -> None:
    one, other = button(row, "Report"), button(row, "Claim")
    row.take("report")
    line = one.height() - 5
    mine, theirs = one.grab().toImage(), other.grab().toImage()
    middle = [image.pixelColor(image.width() // 2, round(line * image.devicePixelRatio())) for image in (mine, theirs)]
    assert abs(middle[0].lightness() - middle[1].lightness()) > 60
    assert one.height() >= one.fontMetrics().height()
