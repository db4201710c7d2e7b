"""The page "Hand over" is filled while nobody waits: by what is known, and for whatever the person chose."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from netcheck import wiring
from netcheck.core.about import About
from netcheck.core.history import PastOutage
from netcheck.core.record import Kind
from netcheck.core.settings import Settings
from netcheck.gui.handover_page import PARTS, REPORT, HandoverPage
from netcheck.gui.main_window import MainWindow
from netcheck.gui.pages import EVIDENCE, HANDOVER
from netcheck.gui.program import Options, Program
from netcheck.gui.received_window import ReceivedWindow
from netcheck.gui.report_view import ReportView
from tests.desktop.played import PlayedDesk, PlayedHistory, PlayedOutside
from tests.fake_record import of_outage, past
from tests.gui.fake_tray import fake

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)
NOW = datetime.now(UTC)
BEFORE = past(20, NOW - timedelta(days=3), id="a" * 32)


class Kept(PlayedHistory):
    """Asked only where one may wait."""

    def outages(self, since: datetime | None = None, until: datetime | None = None) -> tuple[PastOutage, ...]:
        assert threading.current_thread() is not threading.main_thread()
        return self.past


class Room:
    """A program with all that it uses, played."""

    def __init__(self) -> None:
        self.outside = PlayedOutside(None, PlayedDesk())
        self.kept = self.outside.kept = self.outside.session.history = Kept()
        self.kept.past = (BEFORE,)
        self.program = Program(self.outside, self.outside.settings, Options())
        self.program.keeper.show(QByteArray())

    def window(self) -> MainWindow:
        return self.program.keeper.window()

    def opened(self, qtbot: QtBot) -> HandoverPage:
        """The page, with a report on it."""
        self.begin(qtbot)
        self.window().open_page(HANDOVER)
        qtbot.waitUntil(lambda: self.page().chosen() is not None and self.view().is_ready())
        return self.page()

    def begin(self, qtbot: QtBot) -> None:
        self.program.start()
        qtbot.waitUntil(lambda: self.program._session is not None and self.outside.session.started.is_set())
        self.outside.session.works()
        qtbot.waitUntil(lambda: self.program.handover._newest is not None)

    def page(self) -> HandoverPage:
        (found,) = self.window().findChildren(HandoverPage)
        return found

    def view(self) -> ReportView:
        (found,) = self.window().findChildren(ReportView)
        return found

    def text(self) -> str:
        return self.view()._text.toPlainText()

    def banner(self) -> str:
        return " ".join(label.text() for label in self.window()._banner.findChildren(QLabel))


@pytest.fixture
def room(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """On a desktop with a tray."""
    fake(monkeypatch, there=True)
    made = Room()
    yield made
    made.program.stop(0.0)
    made.window().deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_before_it_is_opened_nothing_is_made(room: Room, qtbot: QtBot) -> None:
    room.begin(qtbot)
    assert room.window().findChildren(HandoverPage) == []
    assert room.outside.reports_wanted == []
    assert room.program.handover._thread is None


def test_it_is_about_how_it_looks_now_and_what_was_before(room: Room, qtbot: QtBot) -> None:
    page = room.opened(qtbot)
    chosen = page.chosen()
    assert chosen is not None
    assert chosen.kind is Kind.LOOK
    assert chosen.look is room.program.handover._newest
    assert page.about.itemText(0).startswith("How it looks now")
    assert page.about.itemText(1).startswith("Outage of ")
    assert page.about.count() == 6
    assert room.text().startswith("netcheck report: look of ")


def test_another_thing_to_hand_over_is_another_report(room: Room, qtbot: QtBot) -> None:
    page = room.opened(qtbot)
    page.choose(About(Kind.OUTAGE, BEFORE.outage.id))
    qtbot.waitUntil(lambda: room.text().startswith("netcheck report: outage of "))


def test_an_outage_that_begins_is_what_it_is_about(room: Room, qtbot: QtBot) -> None:
    page = room.opened(qtbot)
    lasting = replace(past(up_since=None, id="b" * 32), over=False)
    room.kept.past = (lasting, BEFORE)
    room.outside.session.breaks()
    qtbot.waitUntil(lambda: page.chosen() == About(Kind.OUTAGE, lasting.outage.id))


def test_while_it_is_out_of_sight_nothing_is_made(room: Room, qtbot: QtBot) -> None:
    room.opened(qtbot)
    room.window().open_page(EVIDENCE)
    before = len(room.outside.reports_wanted)
    newest = room.program.handover._newest
    room.outside.session.breaks()
    qtbot.waitUntil(lambda: room.program.handover._newest is not newest)
    assert len(room.outside.reports_wanted) == before
    room.window().open_page(HANDOVER)
    qtbot.waitUntil(lambda: len(room.outside.reports_wanted) > before)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_comes_and_no_letter_belongs_to_two(room: Room, qtbot: QtBot, part: str) -> None:
    page = room.opened(qtbot)
    page.row.take(part)
    shown = page.part(part)
    assert shown is not None
    assert shown.isVisible()
    texts = [b.text() for b in room.window().findChildren(QPushButton) if b.isVisible()]
    labels = [each for each in room.window().findChildren(QLabel) if each.isVisible() and each.buddy() is not None]
    texts += [label.text() for label in labels]
    texts += [room.window().pages.bar.tabText(place) for place in range(room.window().pages.bar.count())]
    texts += [action.text() for action in room.window().menuBar().actions()]
    letters = [text.split("&")[1][0].lower() for text in texts if "&" in text]
    assert [letter for letter, times in Counter(letters).items() if times > 1] == [], texts


def test_what_has_the_focus_has_a_name(room: Room, qtbot: QtBot) -> None:
    page = room.opened(qtbot)
    for each in (*page.findChildren(QPlainTextEdit), *page.findChildren(QPushButton)):
        if each.isVisible():
            text = each.text() if isinstance(each, QPushButton) else ""
            assert each.accessibleName() or text, each
    named = {label.buddy() for label in page.findChildren(QLabel) if label.buddy() is not None}
    assert {page.about, room.view()._format, room.view()._level} <= named


def test_the_report_is_copied_from_anywhere(room: Room, qtbot: QtBot) -> None:
    room.begin(qtbot)
    QGuiApplication.clipboard().setText("")
    room.program.tray.copy_wanted.emit()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().startswith("netcheck report: look of "))
    assert "The report is copied." in room.banner()
    assert [level for _, level in room.outside.reports_wanted] == ["helpdesk"]


def test_what_is_before_the_person_is_what_is_copied(room: Room, qtbot: QtBot) -> None:
    page = room.opened(qtbot)
    page.choose(About(Kind.LOG))
    qtbot.waitUntil(lambda: room.text().startswith("netcheck outage log"))
    room.window().report_copy_wanted.emit()
    assert QGuiApplication.clipboard().text().startswith("netcheck outage log")


def test_before_the_first_look_there_is_nothing_to_copy(room: Room, qtbot: QtBot) -> None:
    room.kept.past = ()
    room.program.start()
    qtbot.waitUntil(lambda: room.program._session is not None)
    room.window().report_copy_wanted.emit()
    qtbot.waitUntil(lambda: "The report could not be made." in room.banner())


def test_saving_shows_what_is_saved(room: Room, qtbot: QtBot) -> None:
    room.begin(qtbot)
    room.window().report_save_wanted.emit()
    assert room.window().pages.bar.currentIndex() == HANDOVER
    qtbot.waitUntil(lambda: len(room.window().findChildren(QFileDialog)) == 1)
    assert room.page().row.taken() == REPORT
    room.window().findChildren(QFileDialog)[0].reject()


def test_a_report_that_was_sent_is_opened(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    room.begin(qtbot)
    file = tmp_path / "report.json"
    file.write_bytes(wiring.written(replace(of_outage(), redaction="helpdesk"), "json"))
    room.window().report_open_wanted.emit(str(file))
    qtbot.waitUntil(lambda: len(room.window().findChildren(ReceivedWindow)) == 1)
    (tmp_path / "other.json").write_text("{}")
    room.window().report_open_wanted.emit(str(tmp_path / "other.json"))
    qtbot.waitUntil(lambda: "other.json cannot be opened" in room.banner())


def test_in_another_language_the_page_is_filled_anew(room: Room, qtbot: QtBot) -> None:
    room.opened(qtbot)
    old = room.window()
    room.program._speak(room.outside.translator())
    assert room.window() is not old
    qtbot.waitUntil(lambda: not old.isVisible())
    room.window().open_page(HANDOVER)
    qtbot.waitUntil(lambda: any(view.is_ready() for view in room.window().findChildren(ReportView)))
    assert room.text().startswith("netcheck report: look of ")


def test_other_settings_make_another_report(room: Room, qtbot: QtBot) -> None:
    room.opened(qtbot)
    before = len(room.outside.reports_wanted)
    room.program.change(Settings())
    qtbot.waitUntil(lambda: len(room.outside.reports_wanted) > before)
