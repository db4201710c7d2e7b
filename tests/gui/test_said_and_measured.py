"""The provider's words and what was measured, on one line of time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from netcheck.core.history import Entry
from netcheck.core.model import Fact
from netcheck.core.watching import Happened
from netcheck.gui.journal_view import KINDS
from netcheck.gui.said_and_measured import LETTERS, MEANWHILE, MEASURED, MOST, SaidAndMeasured, lines_of
from tests.gui.provider_states import NOW, ago


def entry(minutes: float, kind: str) -> Entry:
    return Entry(NOW - timedelta(minutes=minutes), kind, "text")


def said(minutes: float, overall: str = "operational", title: str = "", failure: str = "") -> Fact:
    return {"at": ago(minutes), "overall": overall, "title": title, "text": "", "failure": failure}


def test_both_sides_in_the_order_of_time() -> None:
    told = (said(18), said(10, "partial_outage", "Outage in Linz"), said(2, failure="timeout"))
    seen = (entry(90, "outage_started"), entry(80, "restored"), entry(20, "outage_started"), entry(5, "back"))
    lines = [(line.said, line.measured, line.meanwhile) for line in lines_of(told, seen)]
    assert lines == [
        ("", "Outage began", "still down"),
        ("All works", "", "still down"),
        ("Outage in Linz", "", "still down"),
        ("", "Answers again", "answers"),
        ("Could not be asked", "", "answers"),
    ]


def test_what_came_together_stands_on_one_line() -> None:
    told = (said(20.3, "major_outage"), said(20, "partial_outage"))
    lines = [(line.said, line.measured) for line in lines_of(told, (entry(20.5, "outage_started"),))]
    assert lines == [("Large outage", "Outage began"), ("Outage in part", "")]


def test_without_a_word_there_is_nothing_to_compare() -> None:
    assert lines_of((), (entry(5, "outage_started"),)) == ()


@pytest.mark.parametrize("value", [None, 5, "x", ({"at": "soon"},), ("x", None), {"at": ago(1)}])
def test_facts_of_another_kind(value: Fact) -> None:
    assert lines_of(value, ()) == ()


def test_a_word_nobody_knows_and_one_that_is_long() -> None:
    lines = lines_of((said(3, "sideways"), said(2, title="word " * 100)), ())
    assert lines[0].said == "Nothing clear"
    assert len(lines[1].said) <= LETTERS + 2


def test_kinds_are_those_of_events_and_of_the_journal() -> None:
    assert set(MEASURED) <= {kind.value for kind in Happened}
    assert MEASURED.keys() == MEANWHILE.keys()
    assert all(KINDS[kind] == text for kind, text in MEASURED.items())


def test_the_newest_are_shown_and_the_others_counted(qtbot: QtBot) -> None:
    table = SaidAndMeasured()
    qtbot.addWidget(table)
    table.show()
    many = tuple(said(60 - n, title=f"Word {n}") for n in range(MOST + 3))
    table.show_lines(lines_of(many, ()))
    shown = [label.text() for label in table.findChildren(QLabel) if label.isVisible()]
    assert "Word 2" not in shown
    assert "Word 3" in shown
    assert "3 lines before these." in shown
    table.show_lines(lines_of(many[:1], ()))
    shown = [label.text() for label in table.findChildren(QLabel) if label.isVisible()]
    assert [text for text in shown if text.startswith("Word")] == ["Word 0"]
