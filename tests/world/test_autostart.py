"""Start at login: freedesktop's file read by GLib, Windows' keys and macOS' list on made-up data."""

from __future__ import annotations

import plistlib
import shutil
import subprocess
import sys
from pathlib import Path
from types import TracebackType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.notices import APP_ID
from netcheck.world import autostart
from netcheck.world.autostart import DesktopEntry, LaunchAgent, RunKey, exec_line, own_command, this_autostart

COMMAND = ("/opt/net check/netcheck", "gui", "--tray")


# --- Linux


def test_desktop_entry_on_and_off(tmp_path: Path) -> None:
    entry = DesktopEntry(COMMAND, tmp_path / "autostart", (tmp_path / "site",))
    assert not entry.is_on()
    assert entry.switch(True) == ""
    assert entry.is_on()
    text = (tmp_path / "autostart" / f"{APP_ID}.desktop").read_text()
    assert 'Exec="/opt/net check/netcheck" "gui" "--tray"' in text
    assert entry.switch(False) == ""
    assert not entry.is_on()
    assert list((tmp_path / "autostart").iterdir()) == []
    assert entry.switch(False) == "", "switching off twice is no fault"


def test_the_administrators_entry_is_hidden_not_removed(tmp_path: Path) -> None:
    site = tmp_path / "site" / f"{APP_ID}.desktop"
    site.parent.mkdir()
    site.write_text("[Desktop Entry]\nType=Application\nName=netcheck\nExec=netcheck gui --tray\n")
    entry = DesktopEntry(COMMAND, tmp_path / "own", (tmp_path / "site",))
    assert entry.is_on()
    assert entry.switch(False) == ""
    assert not entry.is_on()
    assert site.exists()
    assert entry.switch(True) == ""
    assert entry.is_on()


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false", "Hidden = TRUE"])
def test_switched_off_by_the_desktops_own_tool(tmp_path: Path, line: str) -> None:
    entry = DesktopEntry(COMMAND, tmp_path)
    entry.switch(True)
    path = tmp_path / f"{APP_ID}.desktop"
    other = "\n[Desktop Action x]\nHidden=false\nX-GNOME-Autostart-enabled=true\n"
    path.write_text(f"[Desktop Entry]\nType=Application\n{line}\n{other}")
    assert not entry.is_on()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    entry = DesktopEntry(COMMAND, tmp_path / "file" / "autostart")
    assert entry.switch(True) == autostart.CANNOT_WRITE
    assert not entry.is_on()


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1), min_size=1, max_size=4))
def test_exec_line_is_read_back_by_the_rules_of_the_specification(command: list[str]) -> None:
    assert _read_exec(exec_line(command)) == command


def _read_exec(line: str) -> list[str]:
    """The Desktop Entry Specification, section 7, read backwards."""
    text = line.replace("\\\\", "\\")  # a string's own escape
    assert text.replace("%%", "").count("%") == 0
    text = text.replace("%%", "%")
    words, place = list[str](), 0
    while place < len(text):
        assert text[place] == '"'
        place += 1
        word = ""
        while text[place] != '"':
            if text[place] == "\\":
                place += 1
            word += text[place]
            place += 1
        words.append(word)
        place += 2
    return words


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="GLib's own reading")
def test_glib_starts_what_was_written(tmp_path: Path) -> None:
    program = tmp_path / 'a "quoted" $HOME `x` \\ path'
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$0" "$@" > "$(dirname "$0")/told"\n')
    program.chmod(0o755)
    # GLib looks for a program whose own path holds a % under its doubled form, and finds none; arguments may hold it.
    DesktopEntry((str(program), "gui", "100% %f"), tmp_path).switch(True)
    launch = (
        "import sys, gi; from gi.repository import Gio;"
        "app = Gio.DesktopAppInfo.new_from_filename(sys.argv[1]); print(app.launch([], None))"
    )
    python = "/usr/bin/python3"
    if not Path(python).exists() or not shutil.which("gio"):
        pytest.fail("not installed: python3-gi, libglib2.0-bin (tests/run.py names the packages)")
    done = subprocess.run(
        [python, "-c", launch, str(tmp_path / f"{APP_ID}.desktop")],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.stdout.strip() == "True", done.stderr
    from tests.desktop.screen import until

    told = tmp_path / "told"
    until(lambda: told.exists() and told.read_text().count("\n") == 3, "the program")
    assert told.read_text().splitlines() == [str(program), "gui", "100% %f"]


def test_where_linux_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CONFIG_DIRS", f"not/absolute:{tmp_path / 'site'}")
    switch = this_autostart(COMMAND)
    assert switch.switch(True) == ""
    assert (tmp_path / "config" / "autostart" / f"{APP_ID}.desktop").exists()
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert this_autostart(COMMAND).switch(True) == ""
    assert (tmp_path / "home" / ".config" / "autostart" / f"{APP_ID}.desktop").exists()


# --- Windows


class FakeKey:
    """A key of the made-up registry."""

    def __init__(self, values: dict[str, object]) -> None:
        self.values = values

    def __enter__(self) -> FakeKey:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


class FakeRegistry:
    """What winreg does, as far as the documents tell: OSError for what is not there."""

    HKEY_CURRENT_USER, KEY_SET_VALUE, REG_SZ = 0x80000001, 0x0002, 1

    def __init__(self, refuses: bool = False) -> None:
        self.keys: dict[str, dict[str, object]] = {}
        self._refuses = refuses

    def CreateKeyEx(self, root: int, path: str, reserved: int, access: int) -> FakeKey:
        assert (root, reserved, access) == (self.HKEY_CURRENT_USER, 0, self.KEY_SET_VALUE)
        if self._refuses:
            raise PermissionError(13, "Access is denied")
        return FakeKey(self.keys.setdefault(path, {}))

    def OpenKey(self, root: int, path: str) -> FakeKey:
        assert root == self.HKEY_CURRENT_USER
        if path not in self.keys:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return FakeKey(self.keys[path])

    def QueryValueEx(self, key: FakeKey, name: str) -> tuple[object, int]:
        if name not in key.values:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return key.values[name], 1

    def SetValueEx(self, key: FakeKey, name: str, reserved: int, kind: int, value: object) -> None:
        assert (reserved, kind) == (0, self.REG_SZ)
        key.values[name] = value

    def DeleteValue(self, key: FakeKey, name: str) -> None:
        if name not in key.values:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        del key.values[name]


def test_run_key_on_and_off() -> None:
    registry = FakeRegistry()
    run = RunKey((r"C:\Program Files\netcheck\netcheck.exe", "gui", "--tray"), registry)
    assert not run.is_on()
    assert run.switch(True) == ""
    assert registry.keys[RunKey.RUN] == {"netcheck": r'"C:\Program Files\netcheck\netcheck.exe" gui --tray'}
    assert run.is_on()
    assert run.switch(False) == ""
    assert not run.is_on()
    assert run.switch(False) == ""


@pytest.mark.parametrize(("first", "off"), [(2, False), (3, True), (6, False), (7, True)])
def test_task_managers_switch_is_respected(first: int, off: bool) -> None:
    registry = FakeRegistry()
    said = bytes([first]) + bytes(11)
    registry.keys[RunKey.APPROVED] = {"netcheck": said}
    run = RunKey(("netcheck.exe",), registry)
    assert run.switch(True) == (autostart.TASK_MANAGER if off else "")
    assert run.is_on() is not off
    assert registry.keys[RunKey.APPROVED] == {"netcheck": said}, "it is only read"


def test_a_registry_that_refuses() -> None:
    run = RunKey(("netcheck.exe",), FakeRegistry(refuses=True))
    assert run.switch(True) == autostart.CANNOT_WRITE
    assert not run.is_on()


def test_a_command_too_long_for_the_run_key() -> None:
    registry = FakeRegistry()
    assert RunKey(("C:\\" + "x" * 300,), registry).switch(True) == autostart.TOO_LONG
    assert registry.keys == {}


# --- macOS


def test_launch_agent_on_and_off(tmp_path: Path) -> None:
    agent = LaunchAgent(COMMAND, tmp_path / "LaunchAgents")
    assert not agent.is_on()
    assert agent.switch(True) == ""
    table = plistlib.loads((tmp_path / "LaunchAgents" / f"{APP_ID}.plist").read_bytes())
    assert (table["Label"], table["ProgramArguments"], table["RunAtLoad"]) == (APP_ID, list(COMMAND), True)
    assert agent.is_on()
    assert agent.switch(False) == ""
    assert not agent.is_on()
    assert agent.switch(False) == ""


@pytest.mark.parametrize("data", [b"", b"nonsense", plistlib.dumps([1]), plistlib.dumps({"RunAtLoad": False}),
                                  plistlib.dumps({"RunAtLoad": True, "Disabled": True})])  # fmt: skip
def test_a_list_that_starts_nothing(tmp_path: Path, data: bytes) -> None:
    (tmp_path / f"{APP_ID}.plist").write_bytes(data)
    assert not LaunchAgent(COMMAND, tmp_path).is_on()


def test_a_launch_agent_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert LaunchAgent(COMMAND, tmp_path / "file" / "LaunchAgents").switch(True) == autostart.CANNOT_WRITE


# --- the command


def test_the_command_starts_this_very_netcheck(tmp_path: Path) -> None:
    (tmp_path / "netcheck").mkdir()
    (tmp_path / "netcheck" / "__init__.py").write_text("raise SystemExit('the wrong one')")
    command = [*own_command()[:-2], "--version"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False)
    assert done.stdout.startswith("netcheck "), done.stderr


def test_the_command_of_a_frozen_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert own_command() == (sys.executable, "gui", "--tray")


def test_a_system_without_such_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "plan9")
    switch = this_autostart(COMMAND)
    assert (switch.is_on(), switch.switch(True), switch.switch(False)) == (False, autostart.NOT_HERE, "")
