"""A tray that is there or not as a test says: offscreen there is never one."""

from __future__ import annotations

from typing import ClassVar

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from netcheck.gui import tray


class FakeIcon(QObject):
    """As much of QSystemTrayIcon as is used."""

    activated = Signal(QSystemTrayIcon.ActivationReason)
    messageClicked = Signal()
    ActivationReason = QSystemTrayIcon.ActivationReason
    there: ClassVar[bool] = False
    made: ClassVar[list[FakeIcon]] = []

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        FakeIcon.made.append(self)
        self.shown = False
        self.tip = ""
        self.picture = QIcon()
        self.messages: list[tuple[str, str]] = []

    @staticmethod
    def isSystemTrayAvailable() -> bool:
        """As the test says."""
        return FakeIcon.there

    def show(self) -> None:
        """Remembered."""
        self.shown = True

    def hide(self) -> None:
        """Remembered."""
        self.shown = False

    def setIcon(self, icon: QIcon) -> None:
        """Remembered."""
        self.picture = icon

    def icon(self) -> QIcon:
        """The picture."""
        return self.picture

    def setToolTip(self, text: str) -> None:
        """Remembered."""
        self.tip = text

    def setContextMenu(self, menu: QMenu) -> None:
        """Held by the tray."""

    def showMessage(self, title: str, text: str, icon: QIcon, milliseconds: int) -> None:
        """Remembered."""
        self.messages.append((title, text))


def fake(monkeypatch: pytest.MonkeyPatch, there: bool) -> type[FakeIcon]:
    """Play a tray of the old kind, for which no bus is asked."""
    monkeypatch.setattr(tray, "QSystemTrayIcon", FakeIcon)
    monkeypatch.setattr(tray.Tray, "_watch_bus", lambda tray: None)
    monkeypatch.setattr(tray.Tray, "_modern_now", lambda tray: False)
    # A tray that a test leaves behind must not look around in the next one.
    monkeypatch.setattr(tray, "RETRIES_S", ())
    monkeypatch.setattr(tray, "LOOK_S", 10**6)
    monkeypatch.setattr(FakeIcon, "there", there)
    monkeypatch.setattr(FakeIcon, "made", [])
    return FakeIcon
