"""The start and the end of the window, in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from netcheck.core.settings import Settings
from netcheck.core.settings_reader import SettingsError
from netcheck.gui import app
from tests.desktop.played import PlayedOutside
from tests.desktop.playing import Playing

ROOT = Path(__file__).resolve().parents[2]


class Window(Playing):
    """A window with a played watcher, on a screen in memory."""

    def __init__(self, folder: Path) -> None:
        places = {
            "HOME": folder,
            "XDG_RUNTIME_DIR": folder,
            "XDG_CONFIG_HOME": folder / "config",
            "XDG_STATE_HOME": folder / "state",
            "PYTHONPATH": ROOT,
        }
        env = {
            **os.environ,
            **{name: str(place) for name, place in places.items()},
            "QT_QPA_PLATFORM": "offscreen",
            "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere",
        }
        self.folder = folder
        command = [sys.executable, "-m", "tests.desktop.play"]
        pipe = subprocess.PIPE
        super().__init__(subprocess.Popen(command, env=env, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=ROOT))

    def errors(self) -> str:
        """What it said on its error output; to be asked at the end."""
        assert self.process.stderr is not None
        return self.process.stderr.read()


def test_a_turn_on_windows_is_not_rounded_to_nothing() -> None:
    """Python counts microseconds, and Windows' own wait whole milliseconds."""
    assert int(app.WINDOWS_TURN_S * 1e6) // 1000 >= 1
    assert app.TURN_S < app.WINDOWS_TURN_S < 0.005, "shorter than Python's own"


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    """One that has begun to watch."""
    tmp_path.chmod(0o700)
    made = Window(tmp_path)
    with made.process:
        assert made.line() == "started", made.errors()
        yield made
        made.process.kill()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_signals_end_it_in_good_order(window: Window, name: str) -> None:
    window.process.send_signal(getattr(signal, name))
    assert window.end() == "ended 0"
    assert "Traceback" not in window.errors()
    assert (window.folder / "config" / "netcheck" / "window.ini").exists(), "where the window was is kept"


def test_a_second_start_ends_with_0(window: Window) -> None:
    second = Window(window.folder)
    with second.process:
        assert second.end() == "ended 0"
    assert window.tell("asked") == ""
    assert window.process.poll() is None


def test_a_fault_of_our_own_does_not_end_it(window: Window) -> None:
    window.tell("works")
    window.tell("crash")
    stories = window.folder / "state" / "netcheck"
    while not list(stories.glob("crash-*.txt")):
        assert window.process.poll() is None
    window.tell("breaks")
    window.process.terminate()
    assert window.end() == "ended 0"
    assert "ZeroDivisionError" in next(stories.glob("crash-*.txt")).read_text()
    assert "Traceback" not in window.errors(), "a terminal is not the place for it"


def test_no_screen_no_window(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    outside = PlayedOutside()
    monkeypatch.setattr(outside, "display_problem", lambda: "there is no screen to open a window on")
    assert app.run(outside=outside) == app.NO_WINDOW
    said = capsys.readouterr().err
    assert said.startswith("netcheck: there is no screen to open a window on; `netcheck diagnose` looks once")


@pytest.mark.parametrize(
    ("environment", "theme"),
    [
        ({}, "gnome"), ({"XDG_CURRENT_DESKTOP": "GNOME"}, "gnome"), ({"XDG_CURRENT_DESKTOP": "ubuntu:GNOME"}, "gnome"),
        ({"XDG_CURRENT_DESKTOP": "XFCE"}, "gnome"), ({"XDG_CURRENT_DESKTOP": "KDE"}, None),
        ({"XDG_CURRENT_DESKTOP": "LXQt"}, None),
        ({"XDG_CURRENT_DESKTOP": "GNOME", "QT_QPA_PLATFORMTHEME": "gtk3"}, None),
    ],
)  # fmt: skip
def test_gtk_is_kept_out_unless_somebody_wants_it(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], theme: str | None
) -> None:
    monkeypatch.setattr(os, "environ", dict(environment))
    app.avoid_gtk(os.environ)
    assert os.environ.get("QT_QPA_PLATFORMTHEME") == (theme or environment.get("QT_QPA_PLATFORMTHEME"))


def test_settings_that_cannot_be_used_still_open_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    outside = PlayedOutside()
    outside.warnings = ("netcheck.toml: [isp] names is not known.",)
    assert app._settings(outside, None) == (outside.settings, "netcheck.toml: [isp] names is not known.")

    def fail(config: Path | None = None) -> tuple[Settings, tuple[str, ...]]:
        raise SettingsError("netcheck.toml, line 3: this is not TOML.")

    monkeypatch.setattr(outside, "load_settings", fail)
    assert app._settings(outside, None) == (Settings(), "netcheck.toml, line 3: this is not TOML.")


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None cannot be used up there")
def test_qts_binding_gives_back_what_it_borrows() -> None:
    """PySide6 6.12.0 takes one reference to None with each call that returns nothing, and none are left after 5,000.

    The program then ends with "Fatal Python error: none_dealloc". Python 3.12 does not count these references.
    """
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("name")
    assert sys.getrefcount(None) - before > -500
