"""The window hands on what the person wants, by mouse and by key, and leads there and back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from netcheck.core import monitor
from netcheck.core.model import Segment
from netcheck.gui.check_row import CheckRow
from netcheck.gui.main_window import MainWindow
from netcheck.gui.pages import EVIDENCE, NOW
from tests.gui.recorded import report_of
from tests.gui.states import STATES
from tests.gui.told_window import Watch, started

WELL, LINE = report_of("healthy"), report_of("login-refused")


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


@pytest.fixture
def watch(window: MainWindow) -> Watch:
    return started(window)


def button(part: QWidget, name: str) -> QPushButton:
    return next(b for b in part.findChildren(QPushButton) if b.isVisible() and b.text().replace("&", "") == name)


@pytest.mark.parametrize(
    ("key", "signal"),
    [("F5", "look_wanted"), ("Ctrl+H", "history_wanted"), ("Ctrl+,", "settings_wanted"), ("Ctrl+Q", "quit_wanted"),
     ("Ctrl+P", "pause_wanted"), ("Ctrl+Shift+C", "report_copy_wanted"), ("Ctrl+S", "report_save_wanted"),
     ("Ctrl+O", "report_open_wanted")],
)  # fmt: skip
def test_keys(window: MainWindow, qtbot: QtBot, key: str, signal: str) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(getattr(window, signal)):
        QTest.keySequence(window, key)


def test_pause_and_go_on(window: MainWindow, watch: Watch, qtbot: QtBot) -> None:
    watch.look(WELL)
    with qtbot.waitSignal(window.pause_wanted) as wanted:
        button(window.bar, "Pause").click()
    assert wanted.args == [True]
    watch.took(monitor.pause(watch.state, watch.tick()))
    with qtbot.waitSignal(window.pause_wanted) as wanted:
        button(window.card, "Go on watching").click()
    assert wanted.args == [False]


def test_a_part_of_the_path_leads_to_its_evidence_and_esc_back(window: MainWindow, watch: Watch, qtbot: QtBot) -> None:
    watch.look(LINE)
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.strip.button(Segment.ROUTER), Qt.Key.Key_Space)
    assert window.pages.bar.currentIndex() == EVIDENCE
    row = QApplication.focusWidget()
    assert isinstance(row, CheckRow)
    assert row.is_open
    qtbot.waitUntil(lambda: row.visibleRegion().boundingRect().height() > 30)
    QTest.keyClick(row, Qt.Key.Key_Escape)
    QTest.keyClick(row, Qt.Key.Key_Escape)
    assert window.pages.bar.currentIndex() == NOW


def test_what_does_not_work_is_told_and_looked_at(window: MainWindow, qtbot: QtBot) -> None:
    STATES["restored"](window)
    with qtbot.waitSignal(window.all_works) as works:
        button(window.restored, "No, something does not").click()
    assert works.args == [False]
    with qtbot.waitSignals([window.service_missed, window.look_wanted]):
        button(window.restored, "Company wiki").click()
    assert "Company wiki" in window.now.what_to_do.news()


def test_notes_and_answers(window: MainWindow, qtbot: QtBot) -> None:
    STATES["question"](window)
    with qtbot.waitSignal(window.answer_given) as answered:
        button(window.now, "Yes").click()
    assert answered.args == ["other_device", "yes"]
    with qtbot.waitSignal(window.note_written):
        window.now.what_to_do.note_written.emit("x")


def test_closing_is_told_and_not_refused(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.hidden):
        assert window.close()
    assert not window.isVisible()
    window.show()
    assert window.isVisible()
