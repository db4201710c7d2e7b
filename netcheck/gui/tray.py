"""The sign in the desktop's tray: what the connection does, and a menu that does without the window."""

from __future__ import annotations

import sys
from itertools import product
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, SignalInstance, Slot
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from netcheck.gui.icons import Mark, mark_pixmap
from netcheck.gui.words import say

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusServiceWatcher

WATCHER = "org.kde.StatusNotifierWatcher"
"""The name of a modern tray on the session bus; an old one (XEmbed) has none."""
RETRIES_S = (1, 3, 10, 30)
"""Seconds after the start at which a tray that was not there is looked for again: panels come late at login."""
HOSTS_S = (0.3, 1, 3, 10)
"""The same after a modern tray has taken its name: what shows the icons may come a moment later."""
LOOK_S = 5
"""Seconds between two looks whether an old tray has come or gone: nobody tells."""
SIZES = (16, 22, 24, 32, 48)
LONGEST = 120
"""Letters of a tooltip; Windows shows 127."""


class Tray(QObject):
    """One icon, made anew when a tray comes: on X11 Qt chooses between the old and the modern way only then."""

    open_wanted = Signal()
    look_wanted = Signal()
    alerts_paused = Signal(bool)
    copy_wanted = Signal()
    quit_wanted = Signal()
    available_changed = Signal(bool)
    """Whether the window may hide there."""
    message_clicked = Signal()

    def __init__(self, parent: QObject | None = None, wanted: bool = True) -> None:
        super().__init__(parent)
        self._wanted = wanted
        self._icon: QSystemTrayIcon | None = None
        self._available = False
        self._modern = False
        self._mark, self._tip = Mark.LOOKING, "netcheck"
        self._icons: dict[Mark, QIcon] = {}
        # The menu must be kept by us: the icon holds no reference to it.
        self._menu = QMenu()
        self._open = self._add(say("Open netcheck"), self.open_wanted)
        self._look = self._add(say("Check now"), self.look_wanted)
        self._pause = self._add(say("Pause alerts"), self.alerts_paused, checkable=True)
        self._copy = self._add(say("Copy report"), self.copy_wanted)
        self._copy.setEnabled(False)
        self._menu.addSeparator()
        self._quit = self._add(say("Quit netcheck"), self.quit_wanted)
        self._bell = QTimer(self)
        self._bell.setInterval(LOOK_S * 1000)
        self._bell.timeout.connect(self.look_for_tray)
        self._watcher = self._watch_bus() if wanted else None

    def start(self) -> None:
        """Show the icon, now or as soon as there is a tray."""
        if not self._wanted:
            return
        self.look_for_tray()
        for seconds in RETRIES_S:
            QTimer.singleShot(seconds * 1000, self, self.look_for_tray)

    def available(self) -> bool:
        """Whether there is a tray now; never ask the icon, which says yes without one."""
        return self._available

    def draws_messages(self) -> bool:
        """Whether a message is drawn by Qt or the system, and not handed to the daemon that did not answer."""
        return self._available and not self._modern

    def show_state(self, mark: Mark, headline: str, *lines: str) -> None:
        """What the icon looks like, and what it says under the pointer: those of the further lines that fit."""
        tip = f"netcheck: {headline}"
        for line in lines:
            if line and len(tip) + len(line) < LONGEST:
                tip += f"\n{line}"
        if (mark, tip) != (self._mark, self._tip):
            self._mark, self._tip = mark, tip
            self._dress()

    def tip(self) -> str:
        """What it says under the pointer."""
        return self._tip

    def menu(self) -> QMenu:
        """What a click opens."""
        return self._menu

    def report_ready(self) -> None:
        """There is a report that can be copied."""
        self._copy.setEnabled(True)

    def show_paused(self, paused: bool) -> None:
        """Whether alerts are paused."""
        self._pause.setChecked(paused)

    def show_message(self, title: str, text: str) -> bool:
        """A balloon, where that is drawn without a notification daemon; whether it is."""
        if self._icon is None or not self.draws_messages():
            return False
        self._icon.showMessage(title, text, self._icon.icon(), 30_000)
        return True

    def close(self) -> None:
        """Take it away."""
        self._wanted = False
        self._bell.stop()
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None

    @Slot()
    def look_for_tray(self) -> None:
        """See whether there is a tray, and make the icon where there was none before."""
        if not self._wanted:
            return
        found = QSystemTrayIcon.isSystemTrayAvailable()
        # An old tray that comes later takes up an icon that is there already; a modern one does not.
        if self._icon is None or (found and not self._available):
            self._make()
        self._tell(found)

    @Slot(str)
    def _tray_came(self, _name: str) -> None:
        if not self._wanted:
            return
        self._make()
        self._tell(QSystemTrayIcon.isSystemTrayAvailable())
        for seconds in HOSTS_S:
            QTimer.singleShot(round(seconds * 1000), self, self.look_for_tray)

    @Slot(str)
    def _tray_went(self, _name: str) -> None:
        self._modern = False
        self._tell(False)
        QTimer.singleShot(0, self, self.look_for_tray)

    def _tell(self, found: bool) -> None:
        # A modern tray says when it goes, and asking it would make Qt wait for it; other systems always have one.
        if sys.platform.startswith("linux") and not (found and self._modern):
            self._bell.start()
        else:
            self._bell.stop()
        if found is not self._available:
            self._available = found
            self.available_changed.emit(found)

    def _make(self) -> None:
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
        self._modern = self._modern_now()
        self._icon = QSystemTrayIcon(self)
        self._icon.activated.connect(self._activated)
        self._icon.messageClicked.connect(self.message_clicked)
        self._icon.setContextMenu(self._menu)
        self._dress()
        self._icon.show()

    def _dress(self) -> None:
        if self._icon is not None:
            self._icon.setIcon(self._picture(self._mark))
            self._icon.setToolTip(self._tip)

    def _picture(self, mark: Mark) -> QIcon:
        """Shape and colour; drawn once."""
        if mark not in self._icons:
            icon = QIcon()
            for side in SIZES:
                icon.addPixmap(_haloed(mark_pixmap(mark, side)))
            if sys.platform == "darwin":
                icon.setIsMask(True)  # the menu bar colours it itself; the shape still tells
            self._icons[mark] = icon
        return self._icons[mark]

    @Slot(QSystemTrayIcon.ActivationReason)
    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        reasons = QSystemTrayIcon.ActivationReason
        if reason in (reasons.Trigger, reasons.DoubleClick) and sys.platform != "darwin":
            self.open_wanted.emit()

    def _add(self, text: str, wish: SignalInstance, checkable: bool = False) -> QAction:
        action = self._menu.addAction(text)
        action.setCheckable(checkable)
        (action.toggled if checkable else action.triggered).connect(wish)
        return action

    def _modern_now(self) -> bool:
        """Which way Qt will choose for an icon that is made now."""
        if not sys.platform.startswith("linux"):
            return False
        if QGuiApplication.platformName() != "xcb":
            return True
        if self._watcher is None:
            return False
        known = self._watcher.connection().interface()
        return bool(known.isServiceRegistered(WATCHER).value())

    def _watch_bus(self) -> QDBusServiceWatcher | None:
        """Hear when a modern tray comes and goes."""
        if not sys.platform.startswith("linux"):
            return None
        from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return None
        modes = QDBusServiceWatcher.WatchModeFlag
        watcher = QDBusServiceWatcher(WATCHER, bus, modes.WatchForRegistration | modes.WatchForUnregistration, self)
        watcher.serviceRegistered.connect(self._tray_came)
        watcher.serviceUnregistered.connect(self._tray_went)
        return watcher


def _haloed(picture: QPixmap) -> QPixmap:
    """The sign with a thin light edge: nobody tells whether the panel is light or dark."""
    side, width = picture.width(), max(1, round(picture.width() / 22))
    edge = QPixmap(picture)
    painter = QPainter(edge)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(edge.rect(), Qt.GlobalColor.white)
    painter.end()
    whole = QPixmap(side, side)
    whole.fill(Qt.GlobalColor.transparent)
    painter = QPainter(whole)
    for across, down in product((-width, 0, width), repeat=2):
        painter.drawPixmap(across, down, edge)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return whole
