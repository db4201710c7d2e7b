"""A page is built when it is first shown, and the height is that of the page that is shown."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from netcheck.gui.tabs import Tabs


@pytest.fixture
def tabs(qtbot: QtBot) -> Tabs:
    made = Tabs()
    qtbot.addWidget(made)
    for name, lines in (("One", 1), ("Many", 60), ("Two", 2)):
        made.add(name, lambda lines=lines: QLabel("\n".join(["line"] * lines)))  # type: ignore[misc]
    return made


def test_only_the_first_is_built(tabs: Tabs) -> None:
    assert [tabs.page(place) is not None for place in range(3)] == [True, False, False]


def test_a_page_is_built_once(tabs: Tabs, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tabs.built) as built:
        tabs.open(1)
    assert built.args == [1]
    page = tabs.page(1)
    tabs.open(0)
    with qtbot.assertNotEmitted(tabs.built):
        tabs.open(1)
    assert tabs.page(1) is page


def test_one_page_at_a_time(tabs: Tabs) -> None:
    tabs.show()
    tabs.open(2)
    pages = [tabs.page(place) for place in range(3)]
    assert [isinstance(page, QWidget) and not page.isHidden() for page in pages] == [False, False, True]


def test_a_tall_page_leaves_no_empty_room_on_another(tabs: Tabs) -> None:
    low = tabs.sizeHint().height()
    tabs.open(1)
    assert tabs.sizeHint().height() > 3 * low
    tabs.open(0)
    assert tabs.sizeHint().height() == low


def test_the_arrow_keys_choose(tabs: Tabs) -> None:
    tabs.show()
    QTest.keyClick(tabs.bar, Qt.Key.Key_Right)
    assert tabs.bar.currentIndex() == 1


def test_no_such_page_changes_nothing(tabs: Tabs) -> None:
    tabs.open(7)
    assert tabs.bar.currentIndex() == 0
