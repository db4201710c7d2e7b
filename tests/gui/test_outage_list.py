"""The list of outages: newest first, ordered by what a column means, one of them current."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netcheck.core.language import ENGLISH, Translator
from netcheck.core.rules import RULES
from netcheck.gui.outage_list import DROPS, LENGTH, WHAT, WHEN, WHERE, OutageList, OutageModel, length_of, side_of
from netcheck.gui.theme import colours_of
from netcheck.gui.words import duration, speak, when
from tests.gui.some_past import NOW, PAST, past

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
"""What the offscreen platform says whenever a window opens."""


@pytest.fixture
def shown(qtbot: QtBot) -> OutageList:
    made = OutageList()
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show_outages(tuple(reversed(PAST)))
    made.show()
    qtbot.waitExposed(made)
    return made


def column(shown: OutageList, number: int) -> list[str]:
    model = shown.model()
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def ids(shown: OutageList) -> list[str]:
    model = shown.model()
    assert isinstance(model, OutageModel)
    return [one.outage.id for one in model.outages]


def test_the_newest_is_first_and_current(shown: OutageList) -> None:
    assert ids(shown) == ["newest", "short", "unclear", "long"]
    current = shown.current()
    assert current is not None
    assert current.outage.id == "newest"
    assert shown.accessibleName() == "Outages"


def test_each_cell_is_in_words(shown: OutageList) -> None:
    assert column(shown, WHEN)[0] == when(PAST[0].outage.down_since)
    assert column(shown, LENGTH) == [duration(s) for s in (4320, 45, 600, 90000)]
    assert column(shown, WHERE) == ["Outside: Line", "At home: Router", "Not known", "Outside: Line"]
    assert column(shown, WHAT)[1] == "Your router is silent."
    assert column(shown, DROPS) == ["3", "1", "1", "1"]
    headings = [shown.model().headerData(n, Qt.Orientation.Horizontal) for n in range(5)]
    assert headings == ["When", "Length", "Where", "What", "Times"]


def test_a_length_says_what_is_not_known_of_it() -> None:
    assert length_of(past("x", 1, 90.0)) == duration(90)
    assert length_of(past("x", 0.01, 90.0, over=False)) == f"{duration(90)} so far"
    assert length_of(replace(past("x", 1, 900.0, asleep_s=600.0), unseen=True)) == f"at least {duration(300)}"


def test_sides_in_words() -> None:
    assert [side_of(one) for one in PAST[:3]] == ["Outside your home: Line", "At home: Router", "Not known where"]


def test_it_is_ordered_by_what_a_column_means(shown: OutageList) -> None:
    shown.sortByColumn(LENGTH, Qt.SortOrder.AscendingOrder)
    assert ids(shown) == ["short", "unclear", "newest", "long"]
    shown.sortByColumn(WHEN, Qt.SortOrder.AscendingOrder)
    assert ids(shown)[0] == "long"
    shown.sortByColumn(DROPS, Qt.SortOrder.DescendingOrder)
    assert ids(shown)[0] == "newest"
    shown.sortByColumn(WHERE, Qt.SortOrder.AscendingOrder)
    assert ids(shown)[0] == "short"


def test_the_current_one_stays_so_when_rows_move(shown: OutageList) -> None:
    assert shown.pick("unclear")
    for number in (LENGTH, WHERE, WHEN):
        shown.sortByColumn(number, Qt.SortOrder.AscendingOrder)
        current = shown.current()
        assert current is not None
        assert current.outage.id == "unclear"
    shown.show_outages((*PAST, past("another", 0.1, 20.0)))
    current = shown.current()
    assert current is not None
    assert current.outage.id == "unclear"


def test_new_rows_keep_the_order(shown: OutageList) -> None:
    shown.sortByColumn(LENGTH, Qt.SortOrder.DescendingOrder)
    shown.show_outages((*PAST, past("longest", 9.0, 200000.0)))
    assert ids(shown)[0] == "longest"


def test_arrow_keys_pick(shown: OutageList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shown.picked) as picked:
        QTest.keyClick(shown, Qt.Key.Key_Down)
    assert picked.args == [PAST[1]]


def test_a_day_picks_its_first_outage(shown: OutageList) -> None:
    long_day = (PAST[3].outage.down_since + timedelta(hours=20)).astimezone().date()
    assert shown.pick_day(long_day)
    current = shown.current()
    assert current is not None
    assert current.outage.id == "long"
    assert not shown.pick_day((NOW - timedelta(days=100)).date())
    assert not shown.pick("nobody")


def test_signs_differ_by_side_and_can_be_seen_on_a_chosen_row(shown: OutageList) -> None:
    model = shown.model()
    icons = [model.index(row, WHERE).data(Qt.ItemDataRole.DecorationRole) for row in range(3)]
    images = [icon.pixmap(16).toImage() for icon in icons]
    assert images[0] != images[1] != images[2] != images[0]
    chosen = icons[0].pixmap(16, QIcon.Mode.Selected).toImage()
    colours = {
        chosen.pixelColor(x, y).name() for x in range(16) for y in range(16) if chosen.pixelColor(x, y).alpha() == 255
    }
    assert QColor(colours_of().on_accent).name() in colours


def test_rows_are_copied_as_text(shown: OutageList) -> None:
    shown.selectionModel().clearSelection()
    shown.selectionModel().select(
        shown.model().index(1, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    )
    lines = shown.as_text().splitlines()
    assert lines[1].split("\t")[1:] == [duration(45), "At home: Router", "Your router is silent.", "1"]
    assert len(lines) == 2


def test_an_empty_list_has_no_current_one(qtbot: QtBot) -> None:
    empty = OutageList()
    qtbot.addWidget(empty)
    with qtbot.assertNotEmitted(empty.picked):
        empty.show_outages(())
    assert empty.current() is None


def test_ten_years_make_no_widget_for_a_row(qtbot: QtBot) -> None:
    asked: list[int] = []

    class Counting(OutageModel):
        @staticmethod
        def _text(one: object, number: int) -> str:
            asked.append(number)
            return OutageModel._text(one, number)  # type: ignore[arg-type]

    many = tuple(past(str(n), n * 1.8, 60.0 + n) for n in range(2000))
    shown = OutageList()
    qtbot.addWidget(shown)
    shown._rows.__class__ = Counting
    shown.resize(700, 300)
    shown.show_outages(many)
    shown.show()
    qtbot.waitExposed(shown)
    widgets = len(shown.findChildren(object))  # type: ignore[type-var]
    assert shown.model().rowCount() == 2000
    assert widgets < 60
    assert len(asked) < 1000, "texts are made for rows that are seen, and for a sample that gives the widths"


def test_headlines_are_told_in_the_persons_language(shown: OutageList) -> None:
    headline = next(rule.headline for rule in RULES if rule.code == "line-down")
    outage = replace(PAST[0].outage, verdict=replace(PAST[0].outage.verdict, headline=headline))
    speak(Translator("xx", lambda text: f"«{text}»"))
    try:
        shown.show_outages((replace(PAST[0], outage=outage),))
        assert column(shown, WHAT) == [f"«{headline}»"]
    finally:
        speak(ENGLISH)


def test_what_is_said_beside_it_goes_where_there_is_no_room(shown: OutageList) -> None:
    shown.resize(1200, 300)
    assert not shown.isColumnHidden(WHAT)
    shown.resize(shown.natural_width() + 2, 300)
    assert shown.isColumnHidden(WHAT)
    assert not shown.horizontalScrollBar().isVisible()
    assert "Your line is down." in shown.as_text()
