"""What is no longer used is thrown away by the window's thread, also where another one needs the memory."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from netcheck.gui.tidying import Tidier, tidy


class Circle(QObject):
    """It and what it knows keep each other."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def left() -> weakref.ref[Circle]:
    """A circle that nobody uses any more."""
    return weakref.ref(Circle())


def test_no_other_thread_tidies_up(qtbot: QtBot) -> None:
    tidier = Tidier()
    try:
        found = left()
        much: list[list[int]] = []
        needy = threading.Thread(target=lambda: much.extend([n] for n in range(200_000)), daemon=True)
        needy.start()
        needy.join(30)
        assert not needy.is_alive()
        assert found() is not None
        qtbot.waitUntil(lambda: found() is None)
    finally:
        tidier.stop()
    assert gc.isenabled()


def test_nothing_is_looked_through_for_a_few_objects(qtbot: QtBot) -> None:
    gc.collect()
    gc.disable()
    try:
        found = left()
        tidy()
        assert found() is not None
    finally:
        gc.enable()
        gc.collect()
