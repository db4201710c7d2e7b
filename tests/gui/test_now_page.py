"""The first page stands in two columns where there is room, and begins its timeline with the first look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from netcheck.core.history import Gap, Point
from netcheck.gui.now_page import NowPage

AT = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)


@pytest.fixture
def page(qtbot: QtBot) -> NowPage:
    made = NowPage()
    qtbot.addWidget(made)
    made.show()
    return made


def test_two_columns_or_one(page: NowPage, qtbot: QtBot) -> None:
    page.resize(1000, 600)
    qtbot.waitUntil(lambda: page.provider.x() > page.what_to_do.geometry().right())
    page.resize(400, 600)
    qtbot.waitUntil(lambda: page.provider.y() > page.what_to_do.geometry().bottom())
    assert page.provider.x() == page.what_to_do.x()


def test_the_step_is_where_reading_begins(page: NowPage, qtbot: QtBot) -> None:
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    page.resize(1000, 600)
    qtbot.waitUntil(lambda: page.provider.geometry().right() < page.what_to_do.x())


def test_the_timeline_begins_with_the_first_look(page: NowPage) -> None:
    assert not page.plot.isVisible()
    page.show_points((), ())
    assert not page.plot.isVisible()
    page.add_point(Point(AT, 0.0, "ok", 1.0, 20.0, 9.0))
    assert page.plot.isVisible()
    page.add_gap(Gap(AT, AT + timedelta(minutes=5), "asleep"))
    assert "20" in page.plot.as_text()


def test_what_was_kept_is_shown_at_once(page: NowPage) -> None:
    page.show_points((Point(AT, 0.0, "ok", 1.0, 20.0, 9.0),), ())
    assert page.plot.isVisible()
