"""A file that is dropped on the window is told by its path; texts go where they always went."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from netcheck.gui.dropped import MOST, Dropped, files_of

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def dragged(*urls: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    return data


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_files_are_told(window: QWidget) -> None:
    told: list[str] = []
    Dropped(window).file.connect(told.append)
    assert window.acceptDrops()
    data = dragged("file:///tmp/a%20b.json", "file:///tmp/c.txt")
    enter = QDragEnterEvent(QPoint(1, 1), Qt.DropAction.CopyAction, data, LEFT, NONE)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(1, 1), Qt.DropAction.CopyAction, data, LEFT, NONE))
    assert told == ["/tmp/a b.json", "/tmp/c.txt"]


def test_what_is_no_file_is_none(window: QWidget) -> None:
    told: list[str] = []
    Dropped(window).file.connect(told.append)
    data = dragged("https://evil.example/report.json")
    data.setText("file:///etc/passwd")
    enter = QDragEnterEvent(QPoint(1, 1), Qt.DropAction.CopyAction, data, LEFT, NONE)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    assert not enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(1, 1), Qt.DropAction.CopyAction, data, LEFT, NONE))
    assert told == []


def test_a_folder_full_is_not_opened_at_once() -> None:
    assert len(files_of(dragged(*(f"file:///tmp/{n}.json" for n in range(500))))) == MOST
