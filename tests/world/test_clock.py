"""The clocks, and a pause that ends when the run is over."""

from __future__ import annotations

import sys
import threading
import time
from datetime import UTC

import pytest

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


def test_ticking_never_falls_and_goes_as_fast_as_time() -> None:
    clock = SystemClock()
    began, ticked = time.monotonic(), clock.ticking()
    threading.Event().wait(0.02)
    later = clock.ticking()
    assert ticked + 0.02 <= later <= ticked + (time.monotonic() - began) + 0.1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the clock that is compared here")
def test_ticking_counts_the_time_asleep() -> None:
    before = time.clock_gettime(time.CLOCK_BOOTTIME)
    ticked = SystemClock().ticking()
    assert before <= ticked <= time.clock_gettime(time.CLOCK_BOOTTIME)


@pytest.mark.parametrize(("system", "clock"), [("linux", "CLOCK_BOOTTIME"), ("darwin", "CLOCK_MONOTONIC")])
def test_each_system_has_its_clock(system: str, clock: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(time, clock, 4711, raising=False)
    monkeypatch.setattr(time, "clock_gettime", lambda number: float(number), raising=False)
    assert SystemClock().ticking() == 4711


def test_windows_counts_sleep_in_its_only_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(time, "monotonic", lambda: 12.5)
    assert SystemClock().ticking() == 12.5
