"""A short sound, by the way that each system has."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest
from pytestqt.qtbot import QtBot

from netcheck.gui import sound


def test_elsewhere_a_beep(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    beeps: list[int] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr("netcheck.gui.sound.QApplication.beep", lambda: beeps.append(1))
    sound.play(sound.BACK)
    assert beeps == [1]


@pytest.mark.parametrize("name", [sound.DOWN, sound.BACK, "another"])
def test_on_windows_the_sounds_of_the_system(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    played: list[tuple[str, int]] = []
    winsound = ModuleType("winsound")
    vars(winsound).update(SND_ALIAS=0x10000, SND_ASYNC=1, PlaySound=lambda alias, how: played.append((alias, how)))
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "winsound", winsound)
    sound.play(name)
    ((alias, how),) = played
    assert alias.startswith("System")
    assert how == 0x10001, "it returns at once"


def test_a_computer_without_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(alias: str, how: int) -> None:
        raise RuntimeError("Failed to play sound")

    winsound = ModuleType("winsound")
    vars(winsound).update(SND_ALIAS=0x10000, SND_ASYNC=1, PlaySound=fail)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "winsound", winsound)
    sound.play(sound.DOWN)
