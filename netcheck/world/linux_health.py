"""How a computer with Linux is: its load, its memory, its battery, and how long it has been up."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

ROOT = Path("/")
NOT_THIS = "Device"
"""The scope of a battery that feeds a mouse or a headset, and not the computer."""
LONGEST = 1 << 14
"""Bytes read of one file; the kernel says less."""


def health(root: Path = ROOT) -> Mapping[str, object]:
    """What netcheck.world.health.health tells, from files of the kernel; what they do not say is left out. The library
    psutil would tell the same, but takes 1.2 MB with all that it imports, and a tray is there all day.

    proc_meminfo(5), proc_uptime(5), kernel.org/doc/Documentation/ABI/testing/sysfs-class-power
    """
    found: dict[str, object] = {}
    with suppress(OSError):
        found["load_percent"] = round(100 * os.getloadavg()[0] / max(1, os.cpu_count() or 1))
    memory = {name: words for name, _, words in (line.partition(":") for line in _lines(root / "proc/meminfo"))}
    whole, free = _number(memory.get("MemTotal", "")), _number(memory.get("MemAvailable", ""))
    if whole and free is not None and free <= whole:
        found["memory_percent"] = round(100 * (whole - free) / whole)
    found.update(_power(root / "sys/class/power_supply"))
    up = _number(next(iter(_lines(root / "proc/uptime")), ""))
    if up is not None:
        found["up_s"] = round(up)
    return found


def _power(folder: Path) -> Mapping[str, object]:
    """The battery that is least full, and whether the computer is on the mains; nothing where it has no battery."""
    batteries: list[tuple[float, str]] = []
    mains: list[float] = []
    for supply in _supplies(folder):
        kind = _word(supply / "type")
        if kind == "Battery" and _word(supply / "scope") != NOT_THIS:
            percent = _number(_word(supply / "capacity"))
            if percent is not None:
                batteries.append((min(100.0, percent), _word(supply / "status")))
        elif kind in ("Mains", "USB"):
            online = _number(_word(supply / "online"))
            if online is not None:
                mains.append(online)
    if not batteries:
        return {}
    percent, status = min(batteries)
    told: dict[str, object] = {"battery_percent": round(percent)}
    if mains:
        told["plugged_in"] = any(mains)
    elif status in ("Charging", "Full", "Discharging"):
        told["plugged_in"] = status != "Discharging"
    return told


def _supplies(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(folder.iterdir())
    except OSError:
        return


def _lines(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            return file.read(LONGEST).decode("ascii", "replace").splitlines()
    except OSError:
        return []


def _word(path: Path) -> str:
    return next(iter(_lines(path)), "").strip()


def _number(text: str) -> float | None:
    """The number that a text begins with; None where it begins with none."""
    first = next(iter(text.split()), "")
    return float(first) if first.isascii() and first.replace(".", "", 1).isdecimal() else None
