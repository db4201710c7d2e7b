"""Keeps the window within reach: in the tray while there is one, else minimised, and in front when it is wanted."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QDeadlineTimer, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from netcheck.gui.tray import Tray
from netcheck.gui.words import say

if TYPE_CHECKING:
    from netcheck.gui.main_window import MainWindow

TRAY_MS = 4000
"""How long a start "in the tray" waits for one that comes late at login, before it shows a minimised window."""
AGAIN_MS = 10_000
"""Without a tray, closing twice within this time ends the program."""


class Keeper(QObject):
    """Decides what becomes of the window that was closed, and of one that is hidden when the tray goes."""

    quit_wanted = Signal()
    hint_wanted = Signal(str)
    """What closing has meant; told once."""
    opened = Signal()

    def __init__(self, make: Callable[[], MainWindow], tray: Tray, hidden: bool, parent: QObject | None = None) -> None:
        """`make` makes the window when it is first wanted; `hidden`: start in the tray."""
        super().__init__(parent)
        self._make, self._tray, self._hidden = make, tray, hidden
        self._window: MainWindow | None = None
        self._geometry = QByteArray()
        self._opened = not hidden
        """Whether the person has had the window before them."""
        self._hinted = False
        self._leaving = False
        self._closed_lately = QDeadlineTimer(0)
        self.keep(None, tray)

    def keep(self, window: MainWindow | None, tray: Tray) -> None:
        """Take care of these from now on."""
        self._window, self._tray = window, tray
        if window is not None:
            self._dress(window)
        tray.open_wanted.connect(self.open)
        tray.message_clicked.connect(self.open)
        tray.available_changed.connect(self._tray_changed)

    def window(self) -> MainWindow:
        """The window, which is made now if there was none: one that nobody has asked for costs 15 MB."""
        if self._window is None:
            self._window = self._make()
            self._dress(self._window)
            if not self._geometry.isEmpty():
                self._window.restoreGeometry(self._geometry)
        return self._window

    def geometry(self) -> QByteArray:
        """Where the window is, or was last."""
        return self._window.saveGeometry() if self._window is not None else self._geometry

    def show(self, geometry: QByteArray) -> None:
        """The window where it was last, or nothing but the tray."""
        self._geometry = geometry
        if not self._hidden:
            self.window().show()
        self._tray.start()
        if self._hidden and not self._tray.available():
            QTimer.singleShot(TRAY_MS, self, self._show_without_tray)

    def seen(self) -> bool:
        """Whether the person has the window before them."""
        window = self._window
        return window is not None and window.isVisible() and not window.isMinimized() and window.isActiveWindow()

    @Slot()
    def open(self, token: str = "") -> None:
        """Bring the window to the front. `token` is what Wayland asks for that, given to whoever was clicked."""
        self._opened = True
        if token:
            os.environ["XDG_ACTIVATION_TOKEN"] = token  # Qt takes it from there at the next activation
        window = self.window()
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        self.opened.emit()

    def ask_for_attention(self) -> None:
        """Nothing but the window can tell: let it be found, without taking the keyboard from anybody."""
        if self.window().isHidden():
            self.window().showMinimized()
        QApplication.alert(self.window())

    def leave(self) -> None:
        """From now on a window that closes is no wish to go on watching."""
        self._leaving = True

    @Slot()
    def _window_closed(self) -> None:
        if self._leaving:
            return
        if self._tray.available():
            self._hint(say("It goes on watching in the tray and tells you what happens. To end it, choose Quit there."))
        elif not self._closed_lately.hasExpired():
            self.quit_wanted.emit()
        else:
            self._closed_lately = QDeadlineTimer(AGAIN_MS)
            self.window().showMinimized()
            self._hint(
                say(
                    "It goes on watching, minimised, and tells you what happens. To end it, close the window once more."
                )
            )

    def _hint(self, text: str) -> None:
        if not self._hinted:
            self._hinted = True
            self.hint_wanted.emit(text)

    @Slot(bool)
    def _tray_changed(self, available: bool) -> None:
        if self._leaving:
            return
        if not available and self._is_hidden():
            self.window().showMinimized()  # never hidden where nobody finds it
        elif available and not self._opened and self._window is not None and self._window.isMinimized():
            self._window.hide()  # it was to start in the tray, which came late

    @Slot()
    def _show_without_tray(self) -> None:
        if not self._leaving and not self._tray.available() and self._is_hidden():
            self.window().showMinimized()

    def _is_hidden(self) -> bool:
        return self._window is None or self._window.isHidden()

    def _dress(self, window: MainWindow) -> None:
        # Queued: Qt hides the window only after it was told that it is closed.
        window.hidden.connect(self._window_closed, Qt.ConnectionType.QueuedConnection)
