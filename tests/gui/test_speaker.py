"""What is known is read and kept on another thread, told to every page, and told anew when something was noted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from netcheck.core.history import Entry
from netcheck.core.settings import Helpdesk, Isp, Settings
from netcheck.core.situation import Situation
from netcheck.core.speech import Speech
from netcheck.gui import speaker as module
from netcheck.gui.afterwards_page import AfterwardsPage
from netcheck.gui.bridge import Errands
from netcheck.gui.call_page import CallPage
from netcheck.gui.claim_page import ClaimPage
from netcheck.gui.codes_window import CodesWindow
from netcheck.gui.colleagues_page import ColleaguesPage
from netcheck.gui.speaker import AFTERWARDS, CALL, CLAIM, COLLEAGUES, Speaker
from netcheck.wiring import written
from tests.fake_record import of_outage
from tests.gui.spoken_states import FRESH, OVER, speech_of


class Known:
    """A program that knows one outage, and keeps what is noted with it."""

    def __init__(self, found: Situation | None = FRESH) -> None:
        self.found = found
        self.asked: list[tuple[str, Settings]] = []
        self.threads: set[threading.Thread] = set()

    def speech(self, settings: Settings, outage: str = "") -> Speech | None:
        self.asked.append((outage, settings))
        self.threads.add(threading.current_thread())
        return speech_of(self.found) if self.found is not None else None

    def keep(self, entry: Entry) -> None:
        self.threads.add(threading.current_thread())
        assert self.found is not None
        self.found = replace(self.found, journal=(*self.found.journal, entry))


@pytest.fixture
def errands() -> Iterator[Errands]:
    errands = Errands("errands")
    yield errands
    errands.close()


@pytest.fixture
def known() -> Known:
    return Known()


@pytest.fixture
def speaker(known: Known, errands: Errands) -> Speaker:
    speaker = Speaker(known, Settings(), errands)
    speaker.keep_with(known.keep)
    return speaker


def call_page(speaker: Speaker, qtbot: QtBot) -> CallPage:
    page = speaker.page(CALL)
    assert isinstance(page, CallPage)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.dial.isVisible())
    return page


def test_pages_are_made_when_wanted_and_told(speaker: Speaker, known: Known, qtbot: QtBot) -> None:
    assert known.asked == []
    page = call_page(speaker, qtbot)
    assert page.dial.number.told() == "0333 1234567"
    assert speaker.page(CALL) is page
    made = {name: speaker.page(name) for name in (COLLEAGUES, CLAIM, AFTERWARDS)}
    for widget in made.values():
        qtbot.addWidget(widget)
    kinds = [type(widget) for widget in made.values()]
    assert kinds == [ColleaguesPage, ClaimPage, AfterwardsPage]
    with pytest.raises(ValueError, match="no page"):
        speaker.page("weather")


def test_nothing_is_read_on_the_windows_thread(speaker: Speaker, known: Known, qtbot: QtBot) -> None:
    page = call_page(speaker, qtbot)
    page.notes.keep.click()
    qtbot.waitUntil(lambda: bool(page.notes.lines()))
    assert known.threads
    assert threading.main_thread() not in known.threads


def test_several_calls_are_kept_and_shown_and_start_the_clock(speaker: Speaker, qtbot: QtBot) -> None:
    page, claim = call_page(speaker, qtbot), speaker.page(CLAIM)
    assert isinstance(claim, ClaimPage)
    qtbot.addWidget(claim)
    qtbot.waitUntil(lambda: claim.headline.told() == "The clock has not begun")
    QTest.keyClicks(page.notes.reference, "SKY-88")
    with qtbot.waitSignal(speaker.noted):
        page.notes.keep.click()
    qtbot.waitUntil(lambda: len(page.notes.lines()) == 1)
    qtbot.waitUntil(lambda: claim.headline.told() != "The clock has not begun")
    QTest.keyClicks(page.notes.name, "Sam")
    page.notes.keep.click()
    qtbot.waitUntil(lambda: len(page.notes.lines()) == 2)
    assert "reference SKY-88" in page.notes.lines()[0]
    assert "spoke with Sam" in page.notes.lines()[1]


def test_what_was_noted_before_the_session_was_there_is_kept_then(known: Known, errands: Errands, qtbot: QtBot) -> None:
    speaker = Speaker(known, Settings(), errands)
    page = call_page(speaker, qtbot)
    page.notes.keep.click()
    assert page.notes.lines() == []
    speaker.keep_with(known.keep)
    qtbot.waitUntil(lambda: len(page.notes.lines()) == 1)


def test_meetings_and_ticks(speaker: Speaker, known: Known, qtbot: QtBot) -> None:
    known.found = OVER
    page = speaker.page(AFTERWARDS)
    assert isinstance(page, AfterwardsPage)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: len(page.boxes()) == 7)
    page.meeting_added.emit("14:30 Ana")
    qtbot.waitUntil(lambda: len(page.boxes()) == 8)
    page.boxes()[0].click()
    qtbot.waitUntil(lambda: page.left.told() == "Open: 7 of 8")
    assert [(entry.kind, entry.text) for entry in known.found.journal[-2:]] == [
        ("meeting", "14:30 Ana"),
        ("picked", "CRM"),
    ]


def test_another_outage_other_settings_missed_appointments(speaker: Speaker, known: Known, qtbot: QtBot) -> None:
    page = speaker.page(CLAIM)
    assert isinstance(page, ClaimPage)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.headline.told() == "The clock has not begun")
    page.missed.setValue(1)
    qtbot.waitUntil(lambda: page.headline.told() == "£32.31 is owed")
    speaker.about("0123456789abcdef")
    qtbot.waitUntil(lambda: page.headline.told() == "The clock has not begun")
    settings = Settings(isp=Isp("Other"))
    speaker.change(settings)
    qtbot.waitUntil(lambda: known.asked[-1] == ("0123456789abcdef", settings))
    with qtbot.waitSignal(speaker.page_wanted) as wanted:
        page.note.click()
    assert wanted.args == [CALL]


def test_of_the_same_outage_only_what_is_news_is_told_and_not_at_once(
    known: Known, errands: Errands, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert module.SOON_MS >= 1000
    monkeypatch.setattr(module, "SOON_MS", 20)
    speaker = Speaker(known, Settings(), errands)
    page = call_page(speaker, qtbot)
    told: list[object] = []
    monkeypatch.setattr(page, "tell", told.append)
    before = len(known.asked)
    for _ in range(50):
        speaker.about("")
    qtbot.waitUntil(lambda: len(known.asked) == before + 1)
    known.found = OVER
    speaker.about("")
    qtbot.waitUntil(lambda: bool(told))
    assert [getattr(said, "ended", None) for said in told] == [OVER.ended]
    assert len(known.asked) <= before + 3


def test_no_outage_and_one_that_comes(speaker: Speaker, known: Known, qtbot: QtBot) -> None:
    known.found = None
    page = speaker.page(CALL)
    assert isinstance(page, CallPage)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: len(known.asked) == 1)
    assert not page.dial.isVisible()
    known.found = FRESH
    speaker.refresh()
    qtbot.waitUntil(lambda: page.dial.isVisible())


def test_times_go_on_while_a_page_is_seen(
    known: Known, errands: Errands, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert module.ANEW_MS >= 60_000
    monkeypatch.setattr(module, "ANEW_MS", 5)
    speaker = Speaker(known, Settings(), errands)
    page = call_page(speaker, qtbot)
    before = len(known.asked)
    qtbot.waitUntil(lambda: len(known.asked) > before)
    page.hide()
    speaker.refresh()
    after = len(known.asked)
    with qtbot.waitSignal(speaker._timer.timeout):
        pass
    done = threading.Event()
    errands.run(done.set)
    assert done.wait(10)
    assert len(known.asked) <= after + 2


def test_a_page_that_is_gone_is_told_no_more(speaker: Speaker, known: Known, qtbot: QtBot) -> None:
    window = QWidget()
    page = speaker.page(CALL)
    page.setParent(window)
    window.deleteLater()
    with qtbot.waitSignal(window.destroyed):
        pass
    speaker.refresh()
    other = call_page(speaker, qtbot)
    assert other.dial.number.told() == "0333 1234567"


def test_the_codes_of_a_record(speaker: Speaker, qtbot: QtBot) -> None:
    record = of_outage()
    speaker.change(Settings(helpdesk=Helpdesk(sms="+44 20 7946 0000")))
    parent = QLabel()
    qtbot.addWidget(parent)
    window = speaker.show_codes(record, written(record, "json"), parent)
    assert isinstance(window, CodesWindow)
    qtbot.waitUntil(lambda: window.code.drawn)
    assert window.row is not None
    assert window.row.keys() == ["0", "1", "2"]
    window.close()
