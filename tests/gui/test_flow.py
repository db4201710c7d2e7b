"""Buttons go on the next line where there is no room, and begin on the side where reading begins."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from netcheck.gui.flow import Flow


@pytest.fixture
def holder(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    flow = Flow(made)
    for name in ("Done", "Did that already…", "Can't", "Step before"):
        flow.addWidget(QPushButton(name))
    return made


def buttons(holder: QWidget) -> list[QPushButton]:
    return holder.findChildren(QPushButton)


def test_one_line_where_there_is_room(holder: QWidget) -> None:
    holder.resize(holder.sizeHint().width(), 100)
    holder.show()
    assert len({button.y() for button in buttons(holder)}) == 1
    places = [button.x() for button in buttons(holder)]
    assert places == sorted(places)


def test_several_lines_where_there_is_not_and_none_is_cut(holder: QWidget) -> None:
    wide = max(button.sizeHint().width() for button in buttons(holder)) + 5
    holder.resize(wide, holder.heightForWidth(wide))
    holder.show()
    assert len({button.y() for button in buttons(holder)}) >= 3
    for button in buttons(holder):
        assert button.width() >= button.sizeHint().width()
        assert holder.rect().contains(button.geometry())
    assert holder.heightForWidth(wide) > holder.heightForWidth(1000)


def test_from_right_to_left(holder: QWidget) -> None:
    holder.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    holder.resize(1000, 100)
    holder.show()
    places = [button.x() for button in buttons(holder)]
    assert places == sorted(places, reverse=True)
    assert buttons(holder)[0].geometry().right() == holder.rect().right()


def test_hidden_ones_take_no_room(holder: QWidget) -> None:
    before = holder.sizeHint().width()
    buttons(holder)[1].hide()
    layout = holder.layout()
    assert layout is not None
    layout.invalidate()
    assert holder.sizeHint().width() < before


def test_empty_is_nothing(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = Flow(holder)
    assert (flow.count(), flow.itemAt(0), flow.takeAt(0)) == (0, None, None)
    assert flow.sizeHint().isNull()
    assert not flow.expandingDirections()
