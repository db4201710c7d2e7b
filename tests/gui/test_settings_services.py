"""Services: added, changed and removed, with every fault told at its row."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netcheck.core.settings import Service
from netcheck.core.settings_values import MOST
from netcheck.gui.settings_services import ServicesEditor

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
"""What the offscreen platform says whenever a window opens."""

CRM = Service("CRM", "https://crm.example/")
FILES = Service("Files", "tcp://files.example:445", "vpn")


@pytest.fixture
def editor(qtbot: QtBot) -> ServicesEditor:
    made = ServicesEditor((CRM, FILES))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def shown(editor: ServicesEditor) -> list[list[str]]:
    rows = []
    for row in range(editor.table.rowCount()):
        items = [editor.table.item(row, column) for column in range(3)]
        rows.append([item.text().strip("\u2066\u2069") if item else "" for item in items])
    return rows


def test_it_shows_what_there_is(editor: ServicesEditor) -> None:
    assert shown(editor) == [["CRM", CRM.url, "–"], ["Files", FILES.url, "yes"]]
    assert (editor.name.value(), editor.url.value(), editor.vpn.value()) == ("CRM", CRM.url, False)
    assert editor.check()
    assert editor.value()[1] == {"name": "Files", "url": FILES.url, "via": "vpn", "status_url": ""}


def test_a_row_is_chosen_and_changed_by_keyboard(editor: ServicesEditor, qtbot: QtBot) -> None:
    editor.table.setFocus()
    QTest.keyClick(editor.table, Qt.Key.Key_Down)
    assert editor.name.value() == "Files"
    QTest.keyClick(editor.table, Qt.Key.Key_Return)
    assert editor.focusWidget() is editor.name.line
    with qtbot.waitSignal(editor.edited):
        QTest.keyClicks(editor.name.line, "!")
    with qtbot.waitSignal(editor.edited):
        QTest.keyClick(editor.vpn.switch, Qt.Key.Key_Space)
    assert editor.value() == [
        {"name": "CRM", "url": CRM.url, "via": "", "status_url": ""},
        {"name": "Files!", "url": FILES.url, "via": "", "status_url": ""},
    ]
    assert shown(editor)[1] == ["Files!", FILES.url, "–"]


def test_choosing_a_row_changes_nothing(editor: ServicesEditor, qtbot: QtBot) -> None:
    before = editor.value()
    with qtbot.assertNotEmitted(editor.edited):
        editor.table.setCurrentCell(1, 0)
        editor.table.setCurrentCell(0, 0)
    assert editor.value() == before


def test_a_new_row_counts_only_once_something_stands_in_it(editor: ServicesEditor, qtbot: QtBot) -> None:
    QTest.mouseClick(editor.add, Qt.MouseButton.LeftButton)
    QTest.mouseClick(editor.add, Qt.MouseButton.LeftButton)
    assert editor.table.rowCount() == 3
    assert editor.focusWidget() is editor.name.line
    assert len(editor.value()) == 2
    assert editor.check()
    QTest.keyClicks(editor.name.line, "Mail")
    assert not editor.check()
    assert shown(editor)[2][0] == "✗ Mail"
    assert editor.url.complaint.told() == "Must not be empty."
    assert editor.name.complaint.told() == ""
    QTest.keyClicks(editor.url.line, "https://mail.example/")
    assert editor.check()
    assert shown(editor)[2][0] == "Mail"
    assert len(editor.value()) == 3


def test_faults_of_every_row_are_told_at_once(editor: ServicesEditor) -> None:
    for row in (0, 1):
        editor.table.setCurrentCell(row, 0)
        editor.url.line.setText("x")
    editor.name.line.setText("")
    assert not editor.check()
    assert [row[0] for row in shown(editor)] == ["✗ CRM", "✗ (no name)"]
    assert editor.name.complaint.told() == "Must not be empty."
    assert "Must be an address" in editor.url.complaint.told()
    assert editor.to_fault() is editor.url
    assert editor.name.value() == "CRM"


def test_two_of_one_name_are_told_at_the_second(editor: ServicesEditor) -> None:
    editor.table.setCurrentCell(1, 0)
    editor.name.line.setText("CRM")
    assert not editor.check()
    assert [row[0] for row in shown(editor)] == ["CRM", "✗ CRM"]
    assert editor.name.complaint.told() == "Must differ from the names of the other services."


def test_rows_are_removed_until_none_is_left(editor: ServicesEditor, qtbot: QtBot) -> None:
    QTest.mouseClick(editor.remove, Qt.MouseButton.LeftButton)
    assert shown(editor) == [["Files", FILES.url, "yes"]]
    assert editor.name.value() == "Files"
    QTest.mouseClick(editor.remove, Qt.MouseButton.LeftButton)
    assert editor.value() == []
    assert editor.nothing.isVisible()
    assert not editor.table.isVisible()
    assert not editor.name.isVisible()
    assert not editor.remove.isEnabled()
    assert editor.focusWidget() is editor.add


def test_too_many_are_told(qtbot: QtBot) -> None:
    many = ServicesEditor([Service(f"s{n}", "https://a.example/") for n in range(MOST + 1)])
    qtbot.addWidget(many)
    assert not many.check()
    assert many.complaint.told() == f"Must have at most {MOST} entries."
    assert many.is_wrong()
    assert many.to_fault() is many.complaint
    QTest.mouseClick(many.remove, Qt.MouseButton.LeftButton)
    assert many.check()


def test_tab_leaves_the_table(editor: ServicesEditor, qtbot: QtBot) -> None:
    editor.table.setFocus()
    QTest.keyClick(editor.table, Qt.Key.Key_Tab)
    assert editor.focusWidget() is editor.add
