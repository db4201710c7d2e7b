"""How a computer with Linux is, by files of the kernel."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from netcheck.world.linux_health import health

MEMORY = "MemTotal:       16000 kB\nMemFree:         100 kB\nMemAvailable:    4000 kB\n"


def placed(root: Path, **files: str) -> Path:
    """Each file by its path, with __ for every slash."""
    for name, text in files.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def supply(root: Path, name: str, **lines: str) -> None:
    placed(root, **{f"sys__class__power_supply__{name}__{key}": f"{line}\n" for key, line in lines.items()})


def test_it_tells_what_the_library_tells() -> None:
    found = health()
    assert found["memory_percent"] == pytest.approx(psutil.virtual_memory().percent, abs=5)
    assert isinstance(found["up_s"], int)


def test_memory_and_time(tmp_path: Path) -> None:
    found = health(placed(tmp_path, proc__meminfo=MEMORY, proc__uptime="1234.56 4000.00\n"))
    assert (found["memory_percent"], found["up_s"]) == (75, 1235)
    assert "battery_percent" not in found


def test_what_is_not_there_is_left_out(tmp_path: Path) -> None:
    assert set(health(tmp_path)) <= {"load_percent"}


@pytest.mark.parametrize("text", ["", "MemTotal:", "MemTotal: many kB\nMemAvailable: 1 kB", "MemTotal: 0 kB\n", "\xff"])
def test_what_cannot_be_understood_is_left_out(tmp_path: Path, text: str) -> None:
    assert set(health(placed(tmp_path, proc__meminfo=text, proc__uptime=text))) <= {"load_percent"}


def test_the_battery(tmp_path: Path) -> None:
    supply(tmp_path, "BAT0", type="Battery", capacity="42", status="Discharging")
    assert (health(tmp_path)["battery_percent"], health(tmp_path)["plugged_in"]) == (42, False)
    supply(tmp_path, "AC", type="Mains", online="1")
    assert health(tmp_path)["plugged_in"] is True
    supply(tmp_path, "BAT1", type="Battery", capacity="9", status="Unknown")
    assert health(tmp_path)["battery_percent"] == 9


def test_nobody_knows_of_the_mains(tmp_path: Path) -> None:
    supply(tmp_path, "BAT0", type="Battery", capacity="42", status="Unknown")
    assert "plugged_in" not in health(tmp_path)


def test_the_battery_of_a_mouse_is_none(tmp_path: Path) -> None:
    supply(tmp_path, "hid-mouse", type="Battery", scope="Device", capacity="5", status="Discharging")
    assert "battery_percent" not in health(tmp_path)
