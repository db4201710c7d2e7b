"""The wiring gathers what a report leaves out from the system, the settings and what was learnt."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from netcheck.core.network import Interface, Kind, Memory
from netcheck.core.redaction import Level, redact
from netcheck.core.settings import Reports, Settings
from netcheck.wiring import secrets as room
from netcheck.world.memory import MemoryFile
from netcheck.world.whoami import Whoami


def test_all_that_is_known_goes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    MemoryFile(tmp_path).remember(Memory("mac 78:45:58:eb:51:ac", datetime(2026, 11, 1, tzinfo=UTC)))
    adapter = Interface("eth0", 2, Kind.WIRED, True, True, mac="00:50:56:c0:00:08")
    monkeypatch.setattr(room, "state_folder", lambda: tmp_path)
    monkeypatch.setattr(room, "whoami", lambda: Whoami("annegret", "Annegret Thun", "anne-pc7", (), "/home/annegret"))
    monkeypatch.setattr(room, "this_system", lambda: SimpleNamespace(interfaces=lambda: (adapter,)))
    known = room.secrets(Settings(report=Reports(("Gartenhaus",))))
    text = "Annegret on anne-pc7, gartenhaus, 005056C00008, 784558eb51ac-1"
    told = redact((text,), Level.PUBLIC, known).record
    assert told == ("name-1 on host-1, secret-1, mac-1, mac-2-1",)
