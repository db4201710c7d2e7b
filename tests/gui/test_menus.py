"""Everything that can be done stands in a menu, with its key."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenuBar, QTabBar
from pytestqt.qtbot import QtBot

from netcheck.gui.menus import Menus


@pytest.fixture
def bar(qtbot: QtBot) -> QMenuBar:
    made = QMenuBar()
    qtbot.addWidget(made)
    return made


def menus_of(bar: QMenuBar, done: list[str]) -> Menus:
    tabs = QTabBar(bar)
    for name in ("&What to do", "&Evidence"):
        tabs.addTab(name)
    menus = Menus(bar, tabs, lambda place: done.append(f"page {place}"))
    menus.of_report(lambda: done.append("copy"), lambda: done.append("save"), lambda: done.append("open"))
    menus.of_program(lambda: done.append("settings"), lambda: done.append("close"), lambda: done.append("quit"))
    menus.of_watching(lambda: done.append("look"), lambda: done.append("pause"), lambda: done.append("history"))
    return menus


def actions(bar: QMenuBar) -> dict[str, QAction]:
    found = {}
    for top in bar.actions():
        menu = top.menu()
        for action in menu.actions():  # type: ignore[attr-defined]  # PySide6 types menu() as QObject
            if not action.isSeparator():
                found[action.shortcut().toString()] = action
    return found


@pytest.mark.parametrize(
    ("key", "deed"),
    [
        ("F5", "look"), ("Ctrl+P", "pause"), ("Ctrl+H", "history"), ("Ctrl+Shift+C", "copy"), ("Ctrl+S", "save"),
        ("Ctrl+O", "open"),
        ("Ctrl+,", "settings"), ("Ctrl+W", "close"), ("Ctrl+Q", "quit"), ("Ctrl+1", "page 0"), ("Ctrl+2", "page 1"),
    ],
)  # fmt: skip
def test_each_key_does_its_deed(bar: QMenuBar, key: str, deed: str) -> None:
    done: list[str] = []
    menus_of(bar, done)
    actions(bar)[key].trigger()
    assert done == [deed]


def test_no_two_letters_of_one_menu_are_the_same(bar: QMenuBar) -> None:
    menus_of(bar, [])
    for top in bar.actions():
        letters = [a.text().split("&")[1][0].lower() for a in top.menu().actions() if "&" in a.text()]  # type: ignore[attr-defined]
        assert letters
        assert sorted(letters) == sorted(set(letters))


def test_pausing_and_going_on(bar: QMenuBar) -> None:
    menus = menus_of(bar, [])
    menus.show_paused(True)
    assert actions(bar)["Ctrl+P"].text() == "&Go on watching"
    menus.show_paused(False)
    assert actions(bar)["Ctrl+P"].text() == "&Pause watching"
