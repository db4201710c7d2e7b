"""How the computer is, as far as its system tells."""

from __future__ import annotations

from types import SimpleNamespace

import psutil
import pytest

from netcheck.world.health import health


def test_what_this_system_tells() -> None:
    found = health()
    assert {"memory_percent", "up_s"} <= set(found)
    assert all(isinstance(value, int) for value in found.values())


def test_the_battery(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "sensors_battery", lambda: SimpleNamespace(percent=41.6, power_plugged=None), False)
    assert health()["battery_percent"] == 42
    assert "plugged_in" not in health()
    monkeypatch.setattr(psutil, "sensors_battery", lambda: SimpleNamespace(percent=9, power_plugged=True), False)
    assert health()["plugged_in"] is True


@pytest.mark.parametrize("error", [OSError, NotImplementedError, AttributeError, psutil.AccessDenied])
def test_what_it_does_not_tell_is_left_out(monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    def refuse() -> object:
        raise error

    for name in ("virtual_memory", "sensors_battery", "boot_time"):
        monkeypatch.setattr(psutil, name, refuse, False)
    assert set(health()) <= {"load_percent"}
