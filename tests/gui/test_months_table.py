"""Totals of months, the newest first, to the minute."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, Qt
from pytestqt.qtbot import QtBot

from netcheck.core.history import Month
from netcheck.gui.months_table import MonthsTable
from netcheck.gui.words import duration

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
"""What the offscreen platform says whenever a window opens."""

MONTHS = (
    Month(2025, 12, 0, 0.0, 0.0, 0.0),
    Month(2026, 1, 2, 30.0, 0.0, 0.0),
    Month(2026, 2, 3, 600.0, 7300.0, 3590.0),
)


@pytest.fixture
def shown(qtbot: QtBot) -> MonthsTable:
    made = MonthsTable()
    qtbot.addWidget(made)
    made.show_months(MONTHS)
    made.resize(500, 160)
    made.show()
    qtbot.waitExposed(made)
    return made


def rows(shown: MonthsTable) -> list[list[str]]:
    return [line.split("\t") for line in shown.as_text().splitlines()]


def test_months_with_their_sides(shown: MonthsTable) -> None:
    feb, jan, dec = (
        f"{QLocale().monthName(n, QLocale.FormatType.ShortFormat)} {y}" for n, y in ((2, 2026), (1, 2026), (12, 2025))
    )
    assert rows(shown) == [
        ["Month", "Outages", "In all", "At home", "Outside", "Not known"],
        [feb, "3", "3 h 12 min", "10 min", "2 h 2 min", duration(3600)],
        [jan, "2", "< 1 min", "< 1 min", "–", "–"],
        [dec, "–", "–", "–", "–", "–"],
    ]


def test_numbers_stand_under_their_headings(shown: MonthsTable) -> None:
    role = Qt.ItemDataRole.TextAlignmentRole
    for number in range(1, 6):
        heading = shown.model().headerData(number, Qt.Orientation.Horizontal, role)
        assert heading == shown.model().index(0, number).data(role)
    assert shown.model().index(0, 0).data(role) is None


def test_it_has_a_name(shown: MonthsTable) -> None:
    assert shown.accessibleName() == "Totals of each month"


def test_without_months_there_are_no_rows(shown: MonthsTable) -> None:
    shown.show_months(())
    assert len(rows(shown)) == 1
