"""The clocks, and a pause that ends when the run is over."""

from __future__ import annotations

import threading
from datetime import UTC

from netcheck.world.clock import SystemClock


def test_now_is_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_monotonic_time_never_falls() -> None:
    clock = SystemClock()
    assert clock.monotonic() <= clock.monotonic()


def test_a_pause_ends_with_the_run() -> None:
    stop = threading.Event()
    stop.set()
    SystemClock(stop).pause(3600)


def test_no_time_is_no_pause() -> None:
    for seconds in (0, -1):
        SystemClock().pause(seconds)
