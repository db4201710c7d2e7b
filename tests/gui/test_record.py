"""The journal and the looks of the last hour: read, written and shown, and never on the window's thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from netcheck.core.history import Entry, Gap, Point, Said
from netcheck.engine.watcher import Follower
from netcheck.gui.bridge import Errands
from netcheck.gui.main_window import MainWindow
from netcheck.gui.record import Record
from netcheck.gui.side_windows import SideWindows
from tests.desktop.played import PlayedHistory, PlayedOutside, PlayedSession

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
        self.banners: list[tuple[str, str]] = []
        super().__init__()

    def show_points(self, points: tuple[Point, ...], gaps: tuple[Gap, ...]) -> None:
        self.points.append((points, gaps))

    def show_journal(self, entries: tuple[Entry, ...]) -> None:
        self.journals.append(entries)

    def banner(self, text: str, kind: str = "info") -> None:
        self.banners.append((text, kind))


class Room:
    """A record with all that it uses."""

    def __init__(self, qtbot: QtBot) -> None:
        self.outside = PlayedOutside()
        self.kept = Kept()
        self.session = PlayedSession(self.kept)
        self.errands = Errands("errands")
        self.window = Window()
        qtbot.addWidget(self.window)
        self.record = Record(self.errands, SideWindows(self.outside, None, self.errands))
        self.record.show_in(self.window)


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    """Before the session has begun."""
    made = Room(qtbot)
    yield made
    made.errands.close()


def begun(room: Room, qtbot: QtBot) -> Room:
    """With a session, whose past has been shown."""
    room.record.begin(room.session)
    room.session.start(Follower(happened=lambda event, state: room.record.happened(event)))
    qtbot.waitUntil(lambda: len(room.window.points) == 1 and len(room.window.journals) == 1)
    return room


def drained(room: Room, qtbot: QtBot) -> None:
    """All that was asked for has been done."""
    done: list[bool] = []
    room.errands.run(lambda: True, done.append)
    qtbot.waitUntil(lambda: bool(done))


def test_the_past_is_shown_first(room: Room, qtbot: QtBot) -> None:
    begun(room, qtbot)
    assert room.window.points == [((Point(NOW, 0.0, "ok", 1.0, 2.0, 3.0),), (Gap(NOW, NOW, "closed"),))]


def test_what_happens_stands_in_the_journal(room: Room, qtbot: QtBot) -> None:
    begun(room, qtbot).session.works()
    room.session.breaks()
    qtbot.waitUntil(lambda: any("outage_started" in [entry.kind for entry in shown] for shown in room.window.journals))


def test_looks_alone_do_not_read_the_journal_again(room: Room, qtbot: QtBot) -> None:
    begun(room, qtbot)
    for _ in range(3):
        room.session.works()
    drained(room, qtbot)
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


def test_another_window_is_shown_the_same(room: Room, qtbot: QtBot) -> None:
    begun(room, qtbot)
    other = Window()
    qtbot.addWidget(other)
    room.record.show_in(other)
    qtbot.waitUntil(lambda: len(other.points) == 1 and len(other.journals) == 1)
    assert other.points == room.window.points


def test_what_the_provider_said_stands_in_the_journal(room: Room, qtbot: QtBot) -> None:
    begun(room, qtbot)
    room.kept.heard(Said(NOW, "operational"))
    room.session.works()
    room.session.breaks()
    qtbot.waitUntil(lambda: "provider" in [entry.kind for entry in room.window.journals[-1]])
    assert [entry.text for entry in room.window.journals[-1] if entry.kind == "provider"] == ["All works."]
