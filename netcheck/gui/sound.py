"""Makes a short sound where the desktop's notices make none."""

from __future__ import annotations

import importlib
import logging
import sys

from PySide6.QtWidgets import QApplication

log = logging.getLogger(__name__)

DOWN, BACK = "message-new-instant", "network-connectivity-established"
"""Names of the freedesktop sound theme, for desktops that play sounds themselves."""
_WINDOWS = {DOWN: "SystemExclamation", BACK: "SystemAsterisk"}
"""Sounds that every Windows has, as the person has set them."""


def play(name: str) -> None:
    """Play this, as far as the system can; returns at once."""
    if sys.platform == "win32":
        winsound = importlib.import_module("winsound")
        try:
            winsound.PlaySound(_WINDOWS.get(name, "SystemDefault"), winsound.SND_ALIAS | winsound.SND_ASYNC)
        except RuntimeError as error:  # no sound device
            log.info("no sound: %s", error)
        return
    QApplication.beep()
