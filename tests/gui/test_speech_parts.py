"""Columns that give way, small codes that follow their text, rows whose labels stand once."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from netcheck.gui.card import Text
from netcheck.gui.speech_parts import MOST_CODED, Columns, CopyLink, Rows, SmallCode, clear
from tests.desktop.screen import needs


def test_two_columns_stand_below_one_another_where_it_is_narrow(qtbot: QtBot) -> None:
    first, second = QLabel("first"), QLabel("second")
    columns = Columns(first, second)
    qtbot.addWidget(columns)
    columns.show()
    columns.resize(1000, 300)
    qtbot.waitUntil(lambda: second.x() > first.x())
    assert second.y() == first.y()
    columns.resize(300, 300)
    qtbot.waitUntil(lambda: second.y() > first.y())
    assert second.x() == first.x()


@pytest.mark.parametrize("text", ["tel:03331234567", "I have been offline since 14:02 – über 2 h. " * 3])
def test_a_phone_reads_a_small_code(qtbot: QtBot, tmp_path: Path, text: str) -> None:
    needs("zbarimg")
    code = SmallCode("Scan it.", beside=True)
    qtbot.addWidget(code)
    assert code.isHidden()
    code.show_text(text)
    qtbot.waitUntil(lambda: code.code.drawn)
    QApplication.processEvents()
    assert code.code.pixmap().deviceIndependentSize().toSize() == code.code.maximumSize()
    assert code.grab().save(str(tmp_path / "grab.png"))
    done = subprocess.run(
        ["zbarimg", "--quiet", "--raw", str(tmp_path / "grab.png")], capture_output=True, check=False, timeout=30
    )
    assert done.stdout.decode().strip() == text.strip()


def test_the_newest_text_is_drawn_and_none_for_a_long_one(qtbot: QtBot) -> None:
    code = SmallCode("Scan it.")
    qtbot.addWidget(code)
    for n in range(5):
        code.show_text(f"tel:+{n}")
    qtbot.waitUntil(lambda: code.code.drawn)
    assert code.code.accessibleName() == "tel:+4"
    code.show_text("x" * (MOST_CODED + 1))
    assert code.isHidden()
    code.show_text("")
    assert code.isHidden()


def test_a_label_that_is_repeated_stands_once(qtbot: QtBot) -> None:
    rows = Rows()
    qtbot.addWidget(rows)
    rows.show_rows((("Router", "Hub 4"), ("Tried", "one"), ("Tried", "two"), ("Area", "")), "look it up")
    rows.show()
    told = [label.told() for label in rows.findChildren(Text)]
    assert told == ["Router", "Hub 4", "Tried", "one", "", "two", "Area", "look it up"]


def test_what_is_copied_is_what_is_wanted_then(qtbot: QtBot) -> None:
    texts = ["first"]
    link = CopyLink("Copy", lambda: texts[-1])
    qtbot.addWidget(link)
    texts.append("second")
    link.click()
    assert QGuiApplication.clipboard().text() == "second"


def test_what_is_taken_out_is_gone(qtbot: QtBot) -> None:
    sheet = QWidget()
    qtbot.addWidget(sheet)
    column = QVBoxLayout(sheet)
    label = Text("old")
    column.addWidget(label)
    with qtbot.waitSignal(label.destroyed):
        clear(column)
    assert column.count() == 0
