"""The binding to Qt that is installed counts rightly: one that does not ends the program after some thousand calls."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

CALLS = 1000


def test_a_call_that_gives_nothing_takes_no_reference_to_none(qtbot: QtBot) -> None:
    """PySide6 6.12.0 drops one each time where Python is older than 3.12 ("none_dealloc: deallocating None")."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        thing.setObjectName("x")
    assert sys.getrefcount(None) > before - CALLS / 2
