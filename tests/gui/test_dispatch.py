"""Reports go out on a thread of their own; what becomes of them is shown, and told once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netcheck.core.about import About
from netcheck.core.delivery import Delivery, State
from netcheck.core.fitting import CannotMakeError
from netcheck.core.record import Kind
from netcheck.core.settings import Deliver, Helpdesk, Settings
from netcheck.gui import pdf
from netcheck.gui.deliveries_panel import DeliveriesPanel
from netcheck.gui.dispatch import Dispatch
from netcheck.gui.handover_page import HandoverPage
from tests.desktop.played import PlayedOutside
from tests.gui.recorded import report_of
from tests.gui.test_delivery_words import WAITS

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
SETTINGS = Settings(
    helpdesk=Helpdesk(mail="desk@company.example"),
    delivery=Deliver(way="mail", smtp_host="smtp.company.example", mail_from="me@company.example", level="public"),
)
LOOK = About(Kind.LOOK, look=report_of("login-refused"))


class Room:
    """A page with its panel."""

    def __init__(self, qtbot: QtBot) -> None:
        self.outside = PlayedOutside(SETTINGS)
        self.post = self.outside.post
        self.dispatch = Dispatch(self.outside, lambda: self.outside.settings)
        self.told: list[tuple[str, bool]] = []
        self.dispatch.delivered.connect(lambda delivery, has_it: self.told.append((delivery.key, has_it)))
        self.page = HandoverPage()
        qtbot.addWidget(self.page)
        self.dispatch._dress(self.page)
        qtbot.waitUntil(lambda: self.dispatch._panel is not None)
        self.panel = self.page.findChildren(DeliveriesPanel)[0]

    def begin(self, qtbot: QtBot) -> Room:
        """As the program does, on another thread."""
        self.page.show_offered([(LOOK, "How it looks now")])
        thread = threading.Thread(target=self.dispatch.open)
        thread.start()
        thread.join(20)
        qtbot.waitUntil(lambda: self.panel.send.isEnabled())
        return self

    def become(self, delivery: Delivery) -> None:
        """Told on another thread."""
        thread = threading.Thread(target=self.post.become, args=(delivery,))
        thread.start()
        thread.join(20)

    def states(self) -> list[str]:
        """What is shown."""
        return [told.state for told in self.panel.told()]


@pytest.fixture
def room(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setattr(pdf, "pdf_of", lambda record, translator: b"%PDF")
    made = Room(qtbot)
    yield made
    made.dispatch.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_nothing_can_be_sent_before_the_spool_is_there(room: Room) -> None:
    room.page.show_offered([(LOOK, "How it looks now")])
    assert not room.panel.send.isEnabled()
    assert room.panel._lead.told().startswith("Goes to desk@company.example")


def test_what_was_left_is_shown_and_is_no_news(room: Room, qtbot: QtBot) -> None:
    sent = replace(WAITS, state=State.SENT, sent_at=WAITS.made_at)
    room.post.kept = {sent.key: sent, "1" * 32: replace(WAITS, key="1" * 32)}
    room.begin(qtbot)
    assert len(room.states()) == 2
    assert room.told == []
    assert room.post.asked == ["start"]


def test_a_report_is_made_and_kept_elsewhere(room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    room.begin(qtbot)
    threads: list[bool] = []
    real = room.post.put

    def put(*told: object) -> object:
        threads.append(threading.current_thread() is threading.main_thread())
        return real(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(room.post, "put", put)
    room.panel.ticket.setText("#7")
    room.panel.send.click()
    qtbot.waitUntil(lambda: room.states() == ["Will be sent when the line works again."])
    qtbot.waitUntil(lambda: room.panel.send.isEnabled())
    ((record, ticket, data),) = room.post.put_in
    assert (record.redaction, ticket, data, threads) == ("public", "7", b"%PDF", [False])
    assert room.outside.reports_wanted == [(LOOK, "public")]


def test_without_a_pdf_the_text_goes_alone(room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*told: object) -> bytes:
        raise CannotMakeError("There are no letters.")

    monkeypatch.setattr(pdf, "pdf_of", none)
    room.begin(qtbot).panel.send.click()
    qtbot.waitUntil(lambda: len(room.post.put_in) == 1)
    assert room.post.put_in[0][2] == b""


def test_why_it_was_not_kept_is_said(room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    room.begin(qtbot).post.problem = "The disk is full."
    room.panel.send.click()
    qtbot.waitUntil(lambda: room.panel._said.told() == "The disk is full.")
    monkeypatch.setattr(room.outside, "report", lambda settings, about, level: None)
    room.panel.send.click()
    qtbot.waitUntil(lambda: room.panel._said.told() == "That outage is not in the history any more.")
    assert room.panel.send.isEnabled()


def test_what_became_of_it_is_told_once(room: Room, qtbot: QtBot) -> None:
    room.post.kept = {WAITS.key: WAITS}
    room.begin(qtbot)
    for state in (State.SENDING, State.FAILED, State.SENDING, State.SENT):
        room.become(replace(WAITS, state=state, trouble="The desk is busy.", sent_at=WAITS.made_at))
    room.become(replace(WAITS, state=State.SENT, ticket="7", sent_at=WAITS.made_at))
    room.become(replace(WAITS, key="1" * 32, state=State.GIVEN_UP))
    qtbot.waitUntil(lambda: room.told == [(WAITS.key, True), ("1" * 32, False)])


def test_again_and_remove_reach_the_spool(room: Room, qtbot: QtBot) -> None:
    failed = replace(WAITS, state=State.FAILED)
    room.post.kept = {failed.key: failed}
    room.begin(qtbot)
    row = room.panel._rows[0]
    row.again.click()
    qtbot.waitUntil(lambda: f"again {failed.key}" in room.post.asked)
    row.remove.click()
    row.question.yes.click()
    qtbot.waitUntil(lambda: room.states() == [])
    assert room.post.asked == ["start", f"again {failed.key}", f"drop {failed.key}"]


def test_other_settings_are_shown(room: Room) -> None:
    room.dispatch.change(Settings())
    assert room.panel.set_up.text() == "Set it up…"


def test_another_window_has_a_panel_of_its_own(room: Room, qtbot: QtBot) -> None:
    page = HandoverPage()
    qtbot.addWidget(page)
    room.begin(qtbot).dispatch._dress(page)
    qtbot.waitUntil(lambda: bool(page.findChildren(DeliveriesPanel)))
    room.page.deleteLater()  # the first one goes later than the second one comes
    assert room.dispatch._panel is page.findChildren(DeliveriesPanel)[0]
    page.show_offered([(LOOK, "How it looks now")])
    assert page.findChildren(DeliveriesPanel)[0].send.isEnabled()


def test_after_the_end_nothing_is_told(room: Room, qtbot: QtBot) -> None:
    room.begin(qtbot).dispatch.close()
    room.become(replace(WAITS, state=State.SENT, sent_at=WAITS.made_at))
    QApplication.processEvents()
    assert room.told == []
    assert room.post.asked == ["start", "stop"]
