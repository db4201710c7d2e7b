"""The time of day, a clock that never jumps, and a wait that ends when the run is over."""

from __future__ import annotations

import sys
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

    def ticking(self) -> float:
        """Seconds that never jump back and go on while the computer sleeps; where they begin means nothing.

        Which clock that is, and what time.monotonic() reads there:
        Linux: CLOCK_BOOTTIME is CLOCK_MONOTONIC "except that it also includes any time that the system is suspended",
        clock_gettime(2); time.monotonic() is CLOCK_MONOTONIC and stands still.
        macOS: CLOCK_MONOTONIC "will continue to increment while the system is asleep", clock_gettime(3);
        time.monotonic() is mach_absolute_time() (PEP 418), which stops.
        Windows: time.monotonic() is GetTickCount64() (PEP 418), which counts from the start and "includes time the
        system spends in sleep or hibernation" (Windows Time, learn.microsoft.com/windows/win32/sysinfo/windows-time);
        from Python 3.13 on it is QueryPerformanceCounter(), which counts sleep, hibernation and connected standby, too
        (learn.microsoft.com/windows/win32/sysinfo/acquiring-high-resolution-time-stamps).
        """
        if sys.platform == "linux":
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        if sys.platform == "darwin":
            return time.clock_gettime(time.CLOCK_MONOTONIC)
        return time.monotonic()

    def pause(self, seconds: float) -> None:
        """Wait so many seconds (nothing for zero and less); ends early when the run is over."""
        if seconds > 0:
            self._stop.wait(seconds)
