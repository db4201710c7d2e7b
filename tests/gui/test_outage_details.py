"""One outage in detail: honest about its length, with evidence, journal and looks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from netcheck.core.history import Entry
from netcheck.core.language import ENGLISH, Translator
from netcheck.core.rules import RULES
from netcheck.gui.icons import Mark
from netcheck.gui.outage_details import AROUND, OutageDetails, entitled, journal_of, span_of, times_of
from netcheck.gui.words import duration, speak, when
from tests.gui.some_past import JOURNAL, NOW, PAST, past, points

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
"""What the offscreen platform says whenever a window opens."""

NEWEST, SHORT, UNCLEAR, _ = PAST
SINCE = NEWEST.outage.down_since
UNTIL = SINCE + timedelta(seconds=4320)


@pytest.fixture
def details(qtbot: QtBot) -> OutageDetails:
    made = OutageDetails()
    qtbot.addWidget(made)
    made.resize(500, 700)
    made.show_outage(NEWEST, JOURNAL, NOW)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_it_tells_what_where_and_how_sure(details: OutageDetails) -> None:
    assert details.headline.told() == "Your line is down."
    assert details.where.told() == "Outside your home: Line. How sure: likely, but not proven."
    assert details.why.told() == "Nothing behind your router answers."
    assert details.sign.mark is Mark.UPSTREAM


def test_nobody_is_blamed_where_it_is_not_known(details: OutageDetails) -> None:
    details.show_outage(UNCLEAR, (), NOW)
    assert details.where.told() == "Not known where."
    assert details.sign.mark is Mark.UNSURE


def test_times_of_one_that_is_over() -> None:
    began, ended = when(SINCE), when(UNTIL)
    assert times_of(NEWEST) == [
        f"From {began} to {ended}: {duration(4320)}.", "It went away 3 times.", "Looked 40 times."
    ]  # fmt: skip


def test_what_was_slept_through_is_not_counted() -> None:
    told = times_of(UNCLEAR)
    assert told[0].endswith(f": {duration(600)}.")
    assert told[1] == f"Not counted: {duration(300)} in which nobody looked."


def test_one_that_lasts_has_no_end() -> None:
    told = times_of(past("x", 0.01, 90.0, over=False))
    assert told[0].startswith("Since ")
    assert "so far" in told[0]


def test_an_end_that_nobody_saw_is_told_as_such() -> None:
    told = times_of(replace(past("x", 2.0, 900.0, asleep_s=600.0), unseen=True))
    assert f"seen to be down for {duration(300)}" in told[0]
    assert "while nobody looked" in told[0]


def test_it_may_have_begun_before_it_was_seen() -> None:
    late = replace(NEWEST, outage=replace(NEWEST.outage, last_good=SINCE - timedelta(hours=3)))
    assert f"It may have begun earlier: the last good look was at {when(SINCE - timedelta(hours=3))}." in times_of(late)


def test_the_plot_shows_ten_minutes_around() -> None:
    assert span_of(NEWEST, NOW) == (SINCE - AROUND, UNTIL + AROUND)
    lasting = past("x", 0.01, 90.0, over=False)
    assert span_of(lasting, NOW) == (lasting.outage.down_since - AROUND, NOW)


def test_the_journal_has_its_own_lines_and_those_of_its_time() -> None:
    lines = journal_of(NEWEST, JOURNAL)
    assert [line.split("  ")[1] for line in lines] == [
        "Outage began: Your line is down.", "Done: Restart the router.", "Note: The neighbour's is gone, too."
    ]  # fmt: skip
    assert journal_of(SHORT, JOURNAL) == []
    odd = (Entry(SINCE, "something_new", "", "newest"),)
    assert journal_of(NEWEST, odd) == [f"{when(SINCE)}  something_new"]


def test_evidence_of_the_first_and_the_last_look(details: OutageDetails) -> None:
    shown = {heading.told(): lines.told() for heading, lines in details.parts if heading.isVisibleTo(details)}
    assert shown["What the first look saw"] == "gateway: answered\npath: silent"
    assert shown["What the last look saw"] == "path: answered"
    assert "Restart the router." in shown["Journal"]


def test_parts_without_lines_are_not_there(details: OutageDetails) -> None:
    details.show_outage(replace(SHORT, last_evidence=SHORT.first_evidence), (), NOW)
    assert [heading.told() for heading, _ in details.parts if heading.isVisibleTo(details)] == [
        "What the first look saw"
    ]


def test_the_plot_waits_for_its_looks_and_takes_no_others(details: OutageDetails) -> None:
    assert details.plot.sentence() == "Reading what was seen then…"
    details.show_points(points("ooo", begins=datetime(2020, 1, 1, tzinfo=NOW.tzinfo)), ())
    assert details.plot.sentence() == "Reading what was seen then…"
    details.show_points(points("oooxxx", begins=SINCE - timedelta(seconds=30)), ())
    assert "outage since" in details.plot.sentence()
    assert len(details.plot.picture().spans) == 1
    details.show_outage(NEWEST, JOURNAL, NOW)
    assert "outage since" in details.plot.sentence(), "the same outage again takes nothing away"
    details.show_points((), ())
    assert details.plot.sentence() == "No look was kept from this time."


def test_everything_can_be_copied(details: OutageDetails) -> None:
    (copy,) = details.findChildren(QPushButton)
    copy.click()
    text = QGuiApplication.clipboard().text()
    for part in ("Your line is down.", "Outside your home: Line.", "path: silent", "Restart the router.", "Journal"):
        assert part in text
    selectable = Qt.TextInteractionFlag.TextSelectableByKeyboard
    for label in (details.headline, details.where, details.times, details.why, *(lines for _, lines in details.parts)):
        assert label.textInteractionFlags() & selectable


def test_what_comes_from_outside_is_text_and_nothing_else(details: OutageDetails) -> None:
    odd = replace(NEWEST, first_evidence=("dns: <b>bold</b>\u202e & more",))
    details.show_outage(odd, (), NOW)
    assert details.parts[0][1].told() == "dns: <b>bold</b> & more"
    assert details.parts[0][1].textFormat() is Qt.TextFormat.PlainText


def test_before_any_outage_there_is_nothing_to_copy(qtbot: QtBot) -> None:
    empty = OutageDetails()
    qtbot.addWidget(empty)
    assert empty.as_text() == ""


def test_what_was_kept_in_english_is_told_in_the_persons_language(details: OutageDetails) -> None:
    rule = next(rule for rule in RULES if rule.code == "line-down")
    verdict = replace(NEWEST.outage.verdict, headline=rule.headline, explanation=rule.explanation)
    kept = replace(NEWEST, outage=replace(NEWEST.outage, verdict=verdict))
    entry = Entry(SINCE, "outage_started", rule.headline, NEWEST.outage.id)
    speak(Translator("xx", lambda text: text.upper() if text in (rule.headline, rule.explanation) else text))
    try:
        details.show_outage(kept, (entry,), NOW)
        assert details.headline.told() == rule.headline.upper()
        assert details.why.told() == rule.explanation.upper()
        assert rule.headline.upper() in journal_of(kept, (entry,))[0]
    finally:
        speak(ENGLISH)


def test_checks_stand_under_the_names_that_they_have_in_the_window() -> None:
    told = entitled(("gateway: silent to all signs", "no-check: said so", "plain words"), {"gateway": "Router"})
    assert told == ["Router: silent to all signs", "no-check: said so", "plain words"]
