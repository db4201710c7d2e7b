"""The window's menus: everything that can be done, with its key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QTabBar

from netcheck.gui.words import say

Deed = Callable[[], object]


class Menus(QObject):
    """Puts the menus into a bar; each deed is called with nothing."""

    def __init__(self, bar: QMenuBar, tabs: QTabBar, open_page: Callable[[int], None]) -> None:
        super().__init__(bar)
        self._file, self._view = bar.addMenu(say("&File")), bar.addMenu(say("&View"))
        for place in range(tabs.count()):
            self._add(self._view, tabs.tabText(place), f"Ctrl+{place + 1}", partial(open_page, place))
        self._view.addSeparator()

    def of_report(self, copy: Deed, save: Deed, read: Deed) -> None:
        """Copying and saving one's own, and opening one that somebody sent."""
        self._add(self._file, say("&Copy report"), "Ctrl+Shift+C", copy)
        self._add(self._file, say("&Save report as…"), "Ctrl+S", save)
        self._add(self._file, say("&Open a report…"), "Ctrl+O", read)
        self._file.addSeparator()

    def of_program(self, settings: Deed, close: Deed, end: Deed) -> None:
        """Settings, and ways to go."""
        self._add(self._file, say("Se&ttings…"), "Ctrl+,", settings)
        self._file.addSeparator()
        self._add(self._file, say("C&lose window"), "Ctrl+W", close)
        self._add(self._file, say("&Quit netcheck"), "Ctrl+Q", end)

    def of_watching(self, look: Deed, pause: Deed, history: Deed) -> None:
        """Looking, pausing, and the past."""
        self._add(self._view, say("&Look now"), "F5", look)
        self._pause = self._add(self._view, "", "Ctrl+P", pause)
        self.show_paused(False)
        self._view.addSeparator()
        self._add(self._view, say("&History…"), "Ctrl+H", history)

    def show_paused(self, paused: bool) -> None:
        """What the key for pausing does now."""
        self._pause.setText(say("&Go on watching") if paused else say("&Pause watching"))

    def _add(self, menu: QMenu, text: str, key: str, deed: Deed) -> QAction:
        action = menu.addAction(text)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _=False: deed())
        return action
