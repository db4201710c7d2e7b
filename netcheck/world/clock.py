"""The time of day, a clock that never jumps, and a wait that ends when the run is over."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime


class SystemClock:
    """The computer's clocks."""

    def __init__(self, stop: threading.Event | None = None) -> None:
        """`stop` is set when the run is over; it ends every pause early."""
        self._stop = stop if stop is not None else threading.Event()

    def now(self) -> datetime:
        """Wall-clock time in UTC, aware."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since some fixed moment; never jumps back."""
        return time.monotonic()

    def pause(self, seconds: float) -> None:
        """Wait so many seconds (nothing for zero and less); ends early when the run is over."""
        if seconds > 0:
            self._stop.wait(seconds)
