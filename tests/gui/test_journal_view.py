"""The journal shows the newest first, in words, and can be copied and written into."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHeaderView, QLabel, QLineEdit, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from netcheck.core.calls import entry_of
from netcheck.core.history import Entry
from netcheck.core.language import ENGLISH, Translator
from netcheck.core.record import Call
from netcheck.core.watching import Happened
from netcheck.gui.journal_view import KINDS, MOST, JournalView
from netcheck.gui.words import speak

AT = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
ENTRIES = (
    Entry(AT, "outage_started", "Your line is down."),
    Entry(AT + timedelta(minutes=2), "done", "Restart the router."),
    Entry(AT + timedelta(minutes=3), "note", "Reference <b>4711</b>\n\u202e"),
    Entry(AT + timedelta(minutes=4), "something_new", "x"),
)


@pytest.fixture
def view(qtbot: QtBot) -> JournalView:
    made = JournalView()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def table(view: JournalView) -> QTableWidget:
    (found,) = view.findChildren(QTableWidget)
    return found


def test_empty_it_says_what_will_stand_here(view: JournalView) -> None:
    assert table(view).isHidden()
    assert any(label.text().startswith("Nothing yet.") for label in view.findChildren(QLabel) if label.isVisible())


def test_newest_first_in_words(view: JournalView) -> None:
    view.show_entries(ENTRIES)
    rows = [line.split("\t")[1:] for line in view.lines()]
    assert rows == [
        ["something_new", "x"],
        ["Note", "Reference <b>4711</b>"],
        ["Done", "Restart the router."],
        ["Outage began", "Your line is down."],
    ]
    assert not any(label.text().startswith("Nothing yet.") for label in view.findChildren(QLabel) if label.isVisible())


def test_every_event_that_the_history_keeps_has_its_word() -> None:
    assert {kind.value for kind in Happened} - {"look"} <= set(KINDS)
    assert {"done", "did", "cannot", "note", "answer"} <= set(KINDS)


def test_a_longer_text_gets_a_higher_row(view: JournalView) -> None:
    view.show_entries((Entry(AT, "note", "short"), Entry(AT, "note", "a long note " * 40)))
    assert table(view).rowHeight(0) > 2 * table(view).rowHeight(1)


def test_no_more_than_can_be_read(view: JournalView) -> None:
    view.show_entries(tuple(Entry(AT, "note", str(n)) for n in range(MOST + 50)))
    assert len(view.lines()) == MOST
    assert view.lines()[0].endswith(str(MOST + 49))


def test_ctrl_c_copies_what_is_marked_or_everything(view: JournalView) -> None:
    view.show_entries(ENTRIES)
    keys = (Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(table(view), *keys)
    assert QGuiApplication.clipboard().text().splitlines() == view.lines()
    table(view).selectRow(2)
    QTest.keyClick(table(view), *keys)
    assert QGuiApplication.clipboard().text().endswith("Restart the router.")
    assert "\n" not in QGuiApplication.clipboard().text()


def test_tab_leaves_the_table(view: JournalView) -> None:
    view.show_entries(ENTRIES)
    assert not table(view).tabKeyNavigation()
    assert table(view).accessibleName() == "Journal"


def test_notes_and_older_outages(view: JournalView, qtbot: QtBot) -> None:
    (line,) = view.findChildren(QLineEdit)
    QTest.keyClicks(line, "called")
    with qtbot.waitSignal(view.note_written) as written:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert written.args == ["called"]
    older = next(button for button in view.findChildren(QPushButton) if button.text() == "Older outages…")
    with qtbot.waitSignal(view.history_wanted):
        older.click()


def test_a_long_journal_is_shown_at_once(view: JournalView) -> None:
    """Asked to size rows to their contents, Qt measures all of them for each cell that is set: 25 s for 300 lines."""
    header = table(view).verticalHeader()
    assert header.sectionResizeMode(0) is not QHeaderView.ResizeMode.ResizeToContents
    assert table(view).horizontalHeader().sectionResizeMode(0) is QHeaderView.ResizeMode.Fixed
    view.show_entries(tuple(Entry(AT, "note", f"note {n} " * 20) for n in range(MOST)))
    assert table(view).rowHeight(0) > 2 * table(view).fontMetrics().height()
    assert "".join(view.lines()[0].split()[-2:]) == f"note{MOST - 1}"


def test_what_the_program_wrote_is_told_in_the_persons_language(view: JournalView) -> None:
    line = "Your line to the provider is down; your home network works."
    speak(Translator("xx", lambda text: f"«{text}»"))
    try:
        view.show_entries((Entry(AT, "outage_started", line), Entry(AT, "note", line)))
        note, began = (row.split("\t") for row in view.lines())
    finally:
        speak(ENGLISH)
    assert began[1:] == ["«Outage began»", f"«{line}»"]
    assert note[1:] == ["«Note»", line]


def test_a_call_is_told_in_words(view: JournalView) -> None:
    call = Call(AT, "SKY-88", "Priya", "Monday 9 to 12")
    view.show_entries((entry_of(call, None), Entry(AT, "picked", "CRM")))
    picked, called = (row.split("\t")[1:] for row in view.lines())
    assert called == ["Call to the provider", "reference SKY-88, spoke with Priya, appointment Monday 9 to 12"]
    assert picked == ["Picked up", "CRM"]
