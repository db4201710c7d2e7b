"""The list of pages: as wide as its names with the sign, and spoken with what is wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from netcheck.gui.settings_contents import Contents


def test_a_page_at_fault_is_marked_and_spoken(qtbot: QtBot) -> None:
    sheet = QWidget()
    qtbot.addWidget(sheet)
    contents = Contents(sheet)
    for title in ("Provider", "Delivery"):
        contents.add(title)
    wide = contents.sizeHint().width()
    contents.mark(1, True)
    item = contents.item(1)
    assert item.text() == "✗ Delivery"
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "Delivery: something here needs a correction"
    assert contents.sizeHint().width() == wide
    contents.mark(1, False)
    assert (item.text(), item.data(Qt.ItemDataRole.AccessibleTextRole)) == ("Delivery", "Delivery")
