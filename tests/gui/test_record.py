"""The journal, the looks of the last hour and the report: read, written and shown, and never on the window's thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from netcheck.core.history import Entry, Gap, Point, Said
from netcheck.core.model import Report
from netcheck.engine.watcher import Follower
from netcheck.gui.bridge import Errands
from netcheck.gui.main_window import MainWindow
from netcheck.gui.record import Record
from netcheck.gui.side_windows import SideWindows
from netcheck.gui.tray import Tray
from tests.desktop.played import PlayedHistory, PlayedOutside, PlayedSession
from tests.gui.fake_tray import fake

NOW = datetime.now(UTC)


class Kept(PlayedHistory):
    """Asked only where one may wait."""

    def points(self, since: datetime, until: datetime) -> tuple[Point, ...]:
        assert threading.current_thread() is not threading.main_thread()
        assert until - since == timedelta(hours=1)
        return (Point(NOW, 0.0, "ok", 1.0, 2.0, 3.0),)

    def gaps(self, since: datetime, until: datetime) -> tuple[Gap, ...]:
        assert threading.current_thread() is not threading.main_thread()
        return (Gap(NOW, NOW, "closed"),)

    def journal(self, since: datetime | None = None, outage: str | None = None) -> tuple[Entry, ...]:
        assert threading.current_thread() is not threading.main_thread()
        return tuple(self.entries)


class Window(MainWindow):
    """Remembers what it is shown."""

    def __init__(self) -> None:
        self.points: list[object] = []
        self.journals: list[tuple[Entry, ...]] = []
        self.reports: list[tuple[Report, str, str]] = []
        self.banners: list[tuple[str, str]] = []
        self.told: list[str] = []
        super().__init__()

    def show_points(self, points: tuple[Point, ...], gaps: tuple[Gap, ...]) -> None:
        self.points.append((points, gaps))

    def show_journal(self, entries: tuple[Entry, ...]) -> None:
        self.journals.append(entries)

    def set_report(self, report: Report, text: str, json: str) -> None:
        self.reports.append((report, text, json))

    def banner(self, text: str, kind: str = "info") -> None:
        self.banners.append((text, kind))

    def tell_report(self, text: str) -> None:
        self.told.append(text)


class Room:
    """A record with all that it uses."""

    def __init__(self, qtbot: QtBot) -> None:
        self.outside = PlayedOutside()
        self.kept = Kept()
        self.session = PlayedSession(self.kept)
        self.errands = Errands("errands")
        self.window, self.tray = Window(), Tray()
        qtbot.addWidget(self.window)
        self.record = Record(self.outside, self.errands, SideWindows(self.outside, None, self.errands))
        self.record.show_in(self.window)
        self.record.offer_in(self.tray)


@pytest.fixture
def room(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """Before the session has begun."""
    fake(monkeypatch, there=True)
    made = Room(qtbot)
    yield made
    made.errands.close()


def begun(room: Room, qtbot: QtBot) -> Room:
    """With a session, whose past has been shown."""
    room.record.begin(room.session)
    room.session.start(Follower(happened=lambda event, state: room.record.happened(event)))
    qtbot.waitUntil(lambda: len(room.window.points) == 1 and len(room.window.journals) == 1)
    return room


def test_the_past_is_shown_first(room: Room, qtbot: QtBot) -> None:
    begun(room, qtbot)
    assert room.window.points == [((Point(NOW, 0.0, "ok", 1.0, 2.0, 3.0),), (Gap(NOW, NOW, "closed"),))]


def test_a_report_is_written_and_shown(room: Room, qtbot: QtBot) -> None:
    begun(room, qtbot).session.works()
    qtbot.waitUntil(lambda: len(room.window.reports) == 1)
    report, text, json = room.window.reports[0]
    assert (text, json) == (f"The report: {report.verdict.headline}", "{}")


def test_what_happens_stands_in_the_journal(room: Room, qtbot: QtBot) -> None:
    begun(room, qtbot).session.works()
    room.session.breaks()
    qtbot.waitUntil(lambda: any("outage_started" in [entry.kind for entry in shown] for shown in room.window.journals))


def test_looks_alone_do_not_read_the_journal_again(room: Room, qtbot: QtBot) -> None:
    begun(room, qtbot)
    for _ in range(3):
        room.session.works()
    qtbot.waitUntil(lambda: len(room.window.reports) == 3)
    assert len(room.window.journals) == 1


def test_a_note_is_kept_and_shown(room: Room, qtbot: QtBot) -> None:
    begun(room, qtbot)
    room.record.note("note", "Ticket 4711", "0f3a")
    qtbot.waitUntil(lambda: len(room.window.journals) == 2)
    (entry,) = room.window.journals[-1]
    assert (entry.kind, entry.text, entry.outage) == ("note", "Ticket 4711", "0f3a")


def test_a_history_that_is_not_kept_is_said_once(room: Room, qtbot: QtBot) -> None:
    begun(room, qtbot)
    room.kept.problem = "The disk is full."
    for _ in range(2):
        room.record.note("note", "text", None)
    qtbot.waitUntil(lambda: len(room.window.journals) == 3)
    assert room.window.banners == [("The disk is full.", "warning")]


def test_the_report_is_copied(room: Room, qtbot: QtBot) -> None:
    room.record.copy()
    begun(room, qtbot).session.works()
    assert not room.tray.menu().actions()[3].isEnabled()
    qtbot.waitUntil(lambda: len(room.window.reports) == 1)
    room.window.report_copy_wanted.emit()
    assert QGuiApplication.clipboard().text().startswith("The report: ")
    assert room.window.told == ["The report is copied. Paste it into a mail or a ticket."]
    assert room.tray.menu().actions()[3].isEnabled()
    QGuiApplication.clipboard().clear()
    room.tray.copy_wanted.emit()
    assert QGuiApplication.clipboard().text().startswith("The report: ")


@pytest.mark.parametrize(("name", "begins"), [("report.txt", "The report: "), ("report.json", "{}")])
def test_the_report_is_saved(room: Room, qtbot: QtBot, tmp_path: Path, name: str, begins: str) -> None:
    begun(room, qtbot).session.works()
    qtbot.waitUntil(lambda: len(room.window.reports) == 1)
    room.window.report_save_wanted.emit(str(tmp_path / name))
    qtbot.waitUntil(lambda: room.window.told == ["The report is saved."])
    assert (tmp_path / name).read_text().startswith(begins)


def test_a_report_that_cannot_be_saved(room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(room, qtbot).session.works()
    qtbot.waitUntil(lambda: len(room.window.reports) == 1)
    monkeypatch.setattr(room.outside, "write_report", lambda path, text: "The disk is full.")
    room.window.report_save_wanted.emit("/report.txt")
    qtbot.waitUntil(lambda: room.window.told == ["The disk is full."])


def test_another_window_is_shown_the_same(room: Room, qtbot: QtBot) -> None:
    begun(room, qtbot).session.works()
    qtbot.waitUntil(lambda: len(room.window.reports) == 1)
    other = Window()
    qtbot.addWidget(other)
    room.record.show_in(other)
    qtbot.waitUntil(lambda: len(other.points) == 1 and len(other.journals) == 1)
    assert other.reports == room.window.reports


def test_what_the_provider_said_stands_in_the_journal(room: Room, qtbot: QtBot) -> None:
    begun(room, qtbot)
    room.kept.heard(Said(NOW, "operational"))
    room.session.works()
    room.session.breaks()
    qtbot.waitUntil(lambda: "provider" in [entry.kind for entry in room.window.journals[-1]])
    assert [entry.text for entry in room.window.journals[-1] if entry.kind == "provider"] == ["All works."]
