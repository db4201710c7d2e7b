"""Rows are copied as text, columns fit what stands in them, and Tab leaves the table."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from netcheck.gui.copy_table import CopyTable

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
"""What the offscreen platform says whenever a window opens."""

ROWS = (
    ("one", "1"),
    ("two", "a long text that needs much room, far more than there is in a small table"),
    ("three", "3"),
)


def table(qtbot: QtBot, flexible: int | None = None) -> CopyTable:
    made = CopyTable("Numbers", flexible)
    model = QStandardItemModel(0, 2, made)
    model.setHorizontalHeaderLabels(["Name", "Text"])
    for row in ROWS:
        model.appendRow([QStandardItem(text) for text in row])
    made.setModel(model)
    qtbot.addWidget(made)
    made.resize(420, 160)
    made.show()
    qtbot.waitExposed(made)
    made.fit()
    return made


def choose(shown: CopyTable, *rows: int) -> None:
    for row in rows:
        shown.selectionModel().select(
            shown.model().index(row, 0),
            QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
        )


def test_chosen_rows_are_copied_in_their_order(qtbot: QtBot) -> None:
    shown = table(qtbot)
    choose(shown, 2, 0)
    QTest.keyClick(shown, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Name\tText\none\t1\nthree\t3\n"


def test_all_are_copied_where_none_is_chosen(qtbot: QtBot) -> None:
    shown = table(qtbot)
    assert shown.as_text().splitlines()[1:] == ["\t".join(row) for row in ROWS]
    menu = shown.menu()
    texts = [action.text() for action in menu.actions()]
    assert texts == ["&Copy rows as text", "Choose &all"]
    menu.actions()[1].trigger()
    assert len(shown.selectionModel().selectedRows()) == 3
    QGuiApplication.clipboard().clear()
    menu.actions()[0].trigger()
    assert QGuiApplication.clipboard().text() == shown.as_text()


def test_a_table_without_a_model_is_empty(qtbot: QtBot) -> None:
    shown = CopyTable("Nothing")
    qtbot.addWidget(shown)
    shown.fit()
    assert shown.as_text() == ""


def test_columns_share_the_room_that_is_left(qtbot: QtBot) -> None:
    shown = table(qtbot)
    model = QStandardItemModel(1, 2, shown)
    shown.setModel(model)
    shown.fit()
    assert abs(shown.columnWidth(0) + shown.columnWidth(1) - shown.viewport().width()) <= 1
    assert abs(shown.columnWidth(0) - shown.columnWidth(1)) < shown.viewport().width() / 3


def test_the_flexible_column_is_cut_first(qtbot: QtBot) -> None:
    shown = table(qtbot, flexible=1)
    assert shown.columnWidth(0) + shown.columnWidth(1) <= shown.viewport().width()
    before = shown.columnWidth(1)
    shown.resize(640, 160)
    assert shown.columnWidth(1) > before
    shown.resize(60, 160)
    assert shown.columnWidth(1) >= 20 * shown.fontMetrics().averageCharWidth()


def test_rows_follow_the_letters(qtbot: QtBot) -> None:
    shown = table(qtbot)
    before = shown.rowHeight(0), shown.columnWidth(0)
    font = shown.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    shown.setFont(font)
    assert shown.verticalHeader().defaultSectionSize() > 1.5 * before[0]
    assert shown.columnWidth(0) > before[1]


def test_tab_leaves_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    row, shown, after = QHBoxLayout(window), table(qtbot), QLineEdit()
    row.addWidget(shown)
    row.addWidget(after)
    window.show()
    qtbot.waitExposed(window)
    shown.setFocus()
    QTest.keyClick(shown, Qt.Key.Key_Tab)
    assert window.focusWidget() is after


def test_it_has_a_name_and_cannot_be_written_in(qtbot: QtBot) -> None:
    shown = table(qtbot)
    assert shown.accessibleName() == "Numbers"
    assert shown.editTriggers() == CopyTable.EditTrigger.NoEditTriggers


def test_from_right_to_left_numbers_stay_before_their_units(qtbot: QtBot) -> None:
    shown = table(qtbot)
    plain = shown.grab().toImage()
    shown.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert shown.grab().toImage() != plain
    assert "\u2068" not in shown.as_text(), "what is copied has no marks for drawing"
