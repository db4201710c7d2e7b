"""How this computer itself is: is it overloaded, out of memory, or low on battery?"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from typing import Any


def health() -> Mapping[str, object]:
    """load_percent (of all processors, in the last minute), memory_percent, battery_percent, plugged_in and up_s;
    what this system does not tell is left out. Takes about a millisecond; never raises."""
    try:
        import psutil
    except ImportError:
        return {}
    found: dict[str, object] = {}

    def add(read: Callable[[], Mapping[str, object]]) -> None:
        try:
            found.update(read())
        except (OSError, RuntimeError, AttributeError, NotImplementedError, ValueError, psutil.Error):
            return

    add(lambda: {"load_percent": round(100 * os.getloadavg()[0] / max(1, psutil.cpu_count() or 1))})
    add(lambda: {"memory_percent": round(psutil.virtual_memory().percent)})
    add(lambda: _battery(psutil))
    add(lambda: {"up_s": max(0, round(time.time() - psutil.boot_time()))})
    return found


def _battery(psutil: Any) -> Mapping[str, object]:
    battery = psutil.sensors_battery()
    if battery is None:
        return {}
    told: dict[str, object] = {"battery_percent": round(battery.percent)}
    if battery.power_plugged is not None:
        told["plugged_in"] = battery.power_plugged
    return told
