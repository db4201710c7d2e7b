"""A check in a line: how it ended in word and sign, and every fact when it is opened."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from netcheck.core.model import Fact, Failure, Observation, Outcome, Segment
from netcheck.gui.check_row import CheckRow, shown

SAID = Observation(
    Outcome.FAILED,
    Failure.TIMEOUT,
    "192.168.1.1 is silent <b>\u202e",
    {"address": "192.168.1.1", "signs": (), "confirmed_s": 1.5, "only_neighbour": False, "mac": None},
    datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC),
    1204.4,
)


@pytest.fixture
def row(qtbot: QtBot) -> CheckRow:
    made = CheckRow("gateway", "Router", Segment.ROUTER)
    qtbot.addWidget(made)
    made.show_answer(SAID)
    made.resize(600, 300)
    made.show()
    return made


def texts(row: CheckRow) -> list[str]:
    return [label.text() for label in row.findChildren(QLabel) if label.isVisible()]


def test_closed_it_says_what_it_saw(row: CheckRow) -> None:
    assert texts(row) == ["Router", "192.168.1.1 is silent <b>"]
    assert not row.is_open
    assert row.failed


def test_open_it_shows_every_fact(row: CheckRow) -> None:
    row.open(True)
    found = texts(row)
    for text in ("failure", "timeout", "took", "1204 ms", "address", "192.168.1.1", "only neighbour", "no"):
        assert text in found
    # What is empty shares one line.
    assert any("mac" in text.split(", ") for text in found)
    row.open(False)
    assert len(texts(row)) == 2


def test_a_newer_answer_replaces_the_open_facts(row: CheckRow) -> None:
    row.open(True)
    row.show_answer(Observation(Outcome.OK, summary="192.168.1.1 answered", facts={"ms": 1.25}))
    assert "192.168.1.1 answered" in texts(row)
    assert "1.25" in texts(row)
    assert "timeout" not in texts(row)
    assert not row.failed


def test_space_opens_it(row: CheckRow) -> None:
    QTest.keyClick(row, Qt.Key.Key_Space)
    assert row.is_open


def test_a_screen_reader_hears_name_outcome_and_summary(row: CheckRow) -> None:
    def name() -> str:
        return QAccessible.queryAccessibleInterface(row).text(QAccessible.Text.Name)

    assert name() == "Router. failed. 192.168.1.1 is silent <b>"
    row.show_answer(SAID, rests_on=True)
    assert name().endswith("The answer at the top rests on this")
    row.show_answer(SAID, beyond=True)
    assert name().endswith("so it could not be judged")
    assert not row.failed


def test_it_can_be_copied_with_all_its_facts(row: CheckRow) -> None:
    lines = row.as_text().splitlines()
    assert lines[0] == "gateway: failed (timeout): 192.168.1.1 is silent <b>"
    assert "    took: 1204 ms" in lines
    assert "    signs: –" in lines


def test_the_signs_differ(row: CheckRow) -> None:
    pictures = []
    for outcome in Outcome:
        row.show_answer(Observation(outcome, summary="x"))
        pictures.append(row.grab().toImage())
    assert all(pictures[a] != pictures[b] for a in range(len(pictures)) for b in range(a))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"), (True, "yes"), (False, "no"), (3, "3"), (0.25, "0.25"), ("a\nb\u202e", "a b"), ("", "–"),
        ((1, "x"), "1, x"), ([], "–"), ({"a": (1, 2), "b": None}, "a: 1, 2; b: –"), ({}, "–"),
    ],
)  # fmt: skip
def test_facts_as_a_technical_reader_expects_them(value: Fact, text: str) -> None:
    assert shown(value) == text


def test_the_focus_and_the_mouse_are_seen(row: CheckRow, qtbot: QtBot) -> None:
    qtbot.waitUntil(row.isActiveWindow)
    row.clearFocus()
    plain = row.grab().toImage()
    row.setFocus()
    focused = row.grab().toImage()
    row.clearFocus()
    row.open(True)
    assert plain != focused
    assert row.grab().toImage() not in (plain, focused)
