"""What comes before a page is built is shown when it is built."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from netcheck.core.history import Entry
from netcheck.core.model import Segment
from netcheck.gui.check_row import CheckRow
from netcheck.gui.handover_page import HandoverPage
from netcheck.gui.journal_view import JournalView
from netcheck.gui.pages import EVIDENCE, HANDOVER, JOURNAL, NOW, Pages
from tests.gui.recorded import SEGMENTS, TITLES, report_of

LINE = report_of("wifi-weak-on-dead-line")
ENTRY = Entry(datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC), "note", "called")


@pytest.fixture
def pages(qtbot: QtBot) -> Pages:
    made = Pages()
    qtbot.addWidget(made)
    made.set_checks(SEGMENTS, TITLES)
    made.show()
    return made


def checks(pages: Pages) -> set[str]:
    return {row.check for row in pages.findChildren(CheckRow)}


@pytest.mark.parametrize("before", [True, False], ids=["told before it is built", "told after"])
def test_evidence(pages: Pages, before: bool) -> None:
    if before:
        pages.show_report(LINE)
    pages.open(EVIDENCE)
    pages.show_report(LINE)
    assert checks(pages) == set(LINE.seen)


@pytest.mark.parametrize("before", [True, False], ids=["told before it is built", "told after"])
def test_evidence_of_the_look_that_runs(pages: Pages, before: bool) -> None:
    pages.began()
    if before:
        pages.answered("adapter", LINE.seen["adapter"])
    pages.open(EVIDENCE)
    if not before:
        pages.answered("adapter", LINE.seen["adapter"])
    assert checks(pages) == {"adapter"}


def test_answers_of_a_look_that_is_over_do_not_come_back(pages: Pages) -> None:
    pages.answered("new_check", LINE.seen["adapter"])
    pages.show_report(LINE)
    pages.open(EVIDENCE)
    assert checks(pages) == set(LINE.seen)


@pytest.mark.parametrize("before", [True, False], ids=["told before it is built", "told after"])
def test_journal(pages: Pages, before: bool) -> None:
    if before:
        pages.show_entries((ENTRY,))
    pages.open(JOURNAL)
    if not before:
        pages.show_entries((ENTRY,))
    (journal,) = pages.findChildren(JournalView)
    assert len(journal.lines()) == 1


def test_a_part_of_the_path_opens_its_evidence(pages: Pages, qtbot: QtBot) -> None:
    pages.show_report(LINE)
    with qtbot.waitSignal(pages.seen):
        pages.open_evidence(Segment.ROUTER)
    assert pages.bar.currentIndex() == EVIDENCE
    assert [row.check for row in pages.findChildren(CheckRow) if row.is_open] == ["gateway"]


def test_wishes_are_handed_on(pages: Pages, qtbot: QtBot) -> None:
    pages.open(JOURNAL)
    (journal,) = pages.findChildren(JournalView)
    for signal, wish, values in (
        (pages.note_written, journal.note_written, ["x"]),
        (pages.note_written, pages.now.what_to_do.note_written, ["x"]),
        (pages.history_wanted, journal.history_wanted, []),
    ):
        with qtbot.waitSignal(signal) as handed_on:
            wish.emit(*values)
        assert handed_on.args == values


def test_only_the_first_is_built_at_once(pages: Pages) -> None:
    places = (NOW, EVIDENCE, JOURNAL, HANDOVER)
    assert [pages.page(place) is not None for place in places] == [True, False, False, False]


def test_whoever_fills_the_hand_over_is_told_when_it_is_built(pages: Pages, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pages.handover_built) as built:
        pages.open(HANDOVER)
    (page,) = pages.findChildren(HandoverPage)
    assert built.args == [page]
    pages.open(NOW)
    with qtbot.assertNotEmitted(pages.handover_built):
        pages.open(HANDOVER)
