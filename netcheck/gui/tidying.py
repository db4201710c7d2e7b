"""Throws away what is no longer used, on the window's thread and nowhere else."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

TURN_MS = 1000
"""How often it is looked whether there is something to throw away."""


def tidy() -> None:
    """What Python would do by itself, by its own thresholds, at a moment of our choice.

    Python looks for circles of objects in whatever thread happens to need memory. Where a window, long closed, is part
    of such a circle, Qt's half of it is then deleted on that thread, which Qt forbids: the program may crash, or hang.
    """
    counts, limits = gc.get_count(), gc.get_threshold()
    oldest = max((age for age in range(3) if counts[age] > limits[age] > 0), default=None)
    if oldest is not None:
        gc.collect(oldest)


class Tidier(QObject):
    """From now on Python tidies up when this says so."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        # All that stands by now stays to the end, and is not looked through again and again.
        gc.freeze()
        timer = QTimer(self)
        timer.timeout.connect(tidy)
        timer.start(TURN_MS)

    def stop(self) -> None:
        """Leave it to Python again."""
        gc.unfreeze()
        gc.enable()
