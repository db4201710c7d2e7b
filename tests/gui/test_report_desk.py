"""Reports are made away from the window's thread, the newest wish wins, and what is handed on is what is shown."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from netcheck.core.about import About, Made
from netcheck.core.handover_links import MAILTO_MOST
from netcheck.core.record import Kind
from netcheck.core.settings import Helpdesk, Settings
from netcheck.gui.bridge import Errands
from netcheck.gui.report_desk import ReportDesk
from netcheck.gui.report_view import ReportView
from tests.desktop.played import PlayedOutside

OUTAGE, LOG = About(Kind.OUTAGE, "a"), About(Kind.LOG)


class Outside(PlayedOutside):
    """Asked only where one may wait; a report can be held up."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.go.set()
        self.begun = threading.Semaphore(0)

    def report(self, settings: Settings, about: About, level: str) -> Made | None:
        assert threading.current_thread() is not threading.main_thread()
        self.begun.release()
        assert self.go.wait(20)
        return super().report(settings, about, level)

    def save_report(self, path: Path, data: bytes) -> str:
        assert threading.current_thread() is not threading.main_thread()
        return super().save_report(path, data)


class Room:
    """A desk with its view."""

    def __init__(self, qtbot: QtBot) -> None:
        self.outside = Outside()
        self.settings = Settings()
        self.errands = Errands("reports")
        self.desk = ReportDesk(self.outside, lambda: self.settings, self.errands)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.view: ReportView = self.desk.view()
        QVBoxLayout(self.window).addWidget(self.view)
        self.window.show()

    def text(self) -> str:
        (found,) = self.view.findChildren(QPlainTextEdit)
        return found.toPlainText()

    def said(self) -> str:
        return self.view._said.told()


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    made = Room(qtbot)
    yield made
    made.outside.go.set()
    made.errands.close()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was to be opened; it always could be."""
    found: list[str] = []

    def remember(url: QUrl) -> bool:
        found.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", remember)
    return found


def made(room: Room, qtbot: QtBot, about: About = OUTAGE) -> Room:
    """With a report before the person."""
    room.desk.show_about(about)
    qtbot.waitUntil(lambda: room.view.is_ready())
    return room


def test_a_report_is_made_and_shown(room: Room, qtbot: QtBot) -> None:
    made(room, qtbot)
    assert room.text().startswith("netcheck report: outage of ")
    assert room.outside.reports_wanted == [(OUTAGE, "helpdesk")]


def test_the_outage_log_is_shown_with_its_sums(room: Room, qtbot: QtBot) -> None:
    text = made(room, qtbot, LOG).text()
    for words in ("Down in all", "Longest", "Of that outside the home", "When nobody looked"):
        assert words in text


def test_the_newest_wish_wins_and_those_between_are_not_made(room: Room, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: room.view._format.findData("csv") > 0)
    room.outside.go.clear()
    room.desk.show_about(OUTAGE)
    assert room.outside.begun.acquire(timeout=20)
    for form in ("markdown", "json", "csv"):
        room.view._format.setCurrentIndex(room.view._format.findData(form))
    room.desk.show_about(LOG)
    assert not room.view.is_ready()
    room.outside.go.set()
    qtbot.waitUntil(lambda: room.view.is_ready())
    assert room.text().startswith("kind,began_local")
    assert [about for about, _ in room.outside.reports_wanted] == [OUTAGE, LOG]


def test_it_is_copied_as_it_is_shown(room: Room, qtbot: QtBot) -> None:
    made(room, qtbot)
    room.view.copy_wanted.emit()
    assert QGuiApplication.clipboard().text() == room.text()
    assert room.said() == "Copied. Paste it into a mail or a ticket."
    assert len(room.outside.reports_wanted) == 1


def test_it_is_saved_and_its_folder_opened(room: Room, qtbot: QtBot, tmp_path: Path, opened: list[str]) -> None:
    made(room, qtbot)
    file = tmp_path / "report.txt"
    room.view.save_wanted.emit(str(file))
    qtbot.waitUntil(lambda: room.said() == f"Saved: {file}")
    assert file.read_text() == room.text()
    room.view.folder_wanted.emit()
    assert opened == [QUrl.fromLocalFile(str(tmp_path)).toString()]


def test_why_it_cannot_be_saved_is_one_sentence(room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    made(room, qtbot)
    monkeypatch.setattr(room.outside, "save_report", lambda path, data: "No space left on device")
    room.view.save_wanted.emit("/full/x.txt")
    qtbot.waitUntil(lambda: room.said() == "The report could not be written to /full/x.txt: No space left on device.")


def test_a_long_report_is_mailed_in_part_and_copied_whole(room: Room, qtbot: QtBot, opened: list[str]) -> None:
    room.settings = Settings(helpdesk=Helpdesk(mail="desk@company.example"))
    made(room, qtbot)
    room.view.mail_wanted.emit()
    (link,) = opened
    assert len(link) <= MAILTO_MOST
    assert link.startswith("mailto:desk@company.example?subject=netcheck%20report")
    body = unquote(link.partition("&body=")[2])
    assert body.splitlines()[0] == room.text().splitlines()[0]
    assert body.endswith("The whole report is copied: paste it in place of this line.")
    assert QGuiApplication.clipboard().text() == room.text()
    assert "paste it there" in room.said()


def test_a_short_report_is_mailed_whole(room: Room, qtbot: QtBot, opened: list[str]) -> None:
    made(room, qtbot)
    QGuiApplication.clipboard().setText("mine")
    assert room.desk._prepared is not None
    object.__setattr__(room.desk._prepared, "data", b"A short report\nof two lines")
    room.view.mail_wanted.emit()
    assert unquote(opened[0]).endswith("&body=A short report\r\nof two lines")
    assert opened[0].startswith("mailto:?subject="), "the person writes to whom"
    assert QGuiApplication.clipboard().text() == "mine"


def test_without_a_mail_program_it_says_so(room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    made(room, qtbot)
    room.view.mail_wanted.emit()
    assert "No program for mail could be opened." in room.said()


def test_its_codes_are_made_of_it_as_json(room: Room, qtbot: QtBot) -> None:
    made(room, qtbot)
    with qtbot.waitSignal(room.desk.codes_wanted) as wanted:
        room.view.codes_wanted.emit()
    assert wanted.args is not None
    record, data, beside = wanted.args
    assert record.redaction == "helpdesk"
    assert bytes(data).startswith(b"{")
    assert beside is room.view


def test_saving_waits_for_the_report(room: Room, qtbot: QtBot) -> None:
    room.desk.show_about(OUTAGE)
    room.desk.ask_where()
    qtbot.waitUntil(lambda: len(room.view.findChildren(QFileDialog)) == 1)
    room.desk.ask_where()
    assert len(room.view.findChildren(QFileDialog)) == 2


def test_a_view_that_is_going_is_told_nothing(room: Room, qtbot: QtBot) -> None:
    made(room, qtbot)
    before = room.text()
    room.outside.go.clear()
    room.desk.show_about(LOG)
    room.desk.close()
    room.outside.go.set()
    done: list[bool] = []
    room.errands.run(lambda: True, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert not room.desk.is_seen()
    assert room.text() == before


def test_there_is_no_such_outage(room: Room, qtbot: QtBot) -> None:
    room.outside.records.clear()
    room.desk.show_about(OUTAGE)
    qtbot.waitUntil(lambda: room.said() == "There is no such outage any more.")
    assert [label for label in room.view.findChildren(QLabel) if "Traceback" in label.text()] == []
