"""Starts netcheck in the tray when the person logs in, or no longer does so."""

from __future__ import annotations

import logging
import os
import plistlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from netcheck.core.notices import APP_ID
from netcheck.core.words import N_
from netcheck.world.whole_file import write_whole

log = logging.getLogger(__name__)

CANNOT_WRITE = N_("That could not be changed: the place for programs that start at login cannot be written.")
TASK_MANAGER = N_("It is switched off in the Task Manager: switch it on there, under Startup apps.")
TOO_LONG = N_("That could not be changed: the path of the program is too long for Windows to start it at login.")
NOT_HERE = N_("netcheck cannot start by itself at login on this system.")
LARGEST = 1 << 16
"""Bytes; such a file is some hundred."""


class Autostart(Protocol):
    """The switch "start at login". Nothing here raises, all of it touches the disk: never on the window's thread."""

    def is_on(self) -> bool:
        """Whether it will start at the next login."""

    def switch(self, on: bool) -> str:
        """Switch it; one sentence about why that failed, empty where it worked."""


def this_autostart(command: Sequence[str] | None = None) -> Autostart:
    """The switch of this system."""
    words = tuple(command or own_command())
    if sys.platform == "win32":
        import winreg

        return RunKey(words, winreg)
    if sys.platform == "darwin":
        return LaunchAgent(words, Path.home() / "Library" / "LaunchAgents")
    if sys.platform.startswith(("linux", "freebsd", "openbsd", "netbsd")):
        return DesktopEntry(words, *_xdg_folders())
    return Nowhere()


def own_command() -> tuple[str, ...]:
    """How this very netcheck is started in the tray."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "gui", "--tray")
    python = Path(sys.executable)
    without_console = python.with_name("pythonw.exe")
    if sys.platform == "win32" and without_console.exists():
        python = without_console
    # -P: a folder named netcheck in the person's home is not the program.
    return (str(python), "-P", "-m", "netcheck", "gui", "--tray")


class Nowhere:
    """A system that has no such place."""

    def is_on(self) -> bool:
        """Never."""
        return False

    def switch(self, on: bool) -> str:
        """Cannot."""
        return NOT_HERE if on else ""


# --- Linux ----------------------------------------------------------------------------------------------------------


class DesktopEntry:
    """A desktop file in ~/.config/autostart (freedesktop's Desktop Application Autostart Specification)."""

    def __init__(self, command: Sequence[str], own: Path, sites: Sequence[Path] = ()) -> None:
        self._command = command
        self._file = own / f"{APP_ID}.desktop"
        self._sites = tuple(folder / f"{APP_ID}.desktop" for folder in sites)

    def is_on(self) -> bool:
        """Whether the user's file says so, or, where there is none, the administrator's."""
        for path in (self._file, *self._sites):
            entry = _entry(path)
            if entry is not None:
                hidden = entry.get("Hidden", "false").lower() == "true"
                return not hidden and entry.get("X-GNOME-Autostart-enabled", "true").lower() != "false"
        return False

    def switch(self, on: bool) -> str:
        """Write the user's file, or remove it; one of the administrator's is covered by a file that hides it."""
        try:
            if on:
                _write(self._file, self._text(hidden=False))
            elif any(_entry(path) is not None for path in self._sites):
                _write(self._file, self._text(hidden=True))
            else:
                self._file.unlink(missing_ok=True)
        except OSError as error:
            log.info("start at login could not be changed: %s", error)
            return CANNOT_WRITE
        return ""

    def _text(self, hidden: bool) -> bytes:
        lines = (
            "[Desktop Entry]",
            "Type=Application",
            "Version=1.5",
            "Name=netcheck",
            "Comment=Watches the connection to the internet",
            f"Exec={exec_line(self._command)}",
            f"Icon={APP_ID}",
            "Terminal=false",
            "StartupNotify=false",
            "X-GNOME-Autostart-enabled=true",
            f"Hidden={'true' if hidden else 'false'}",
        )
        return ("\n".join(lines) + "\n").encode()


def exec_line(command: Sequence[str]) -> str:
    """Words as the key Exec wants them: quoted, then escaped as a string, and no field codes."""
    quoted = []
    for word in command:
        inner = "".join(f"\\{sign}" if sign in '"`$\\' else sign for sign in word)
        quoted.append(f'"{inner}"'.replace("\\", "\\\\").replace("%", "%%"))
    return " ".join(quoted)


def _entry(path: Path) -> dict[str, str] | None:
    """The keys of a desktop file; None where there is none that can be read."""
    try:
        with path.open("rb") as file:
            lines = file.read(LARGEST).decode("utf-8", "replace").splitlines()
    except OSError:
        return None
    found: dict[str, str] = {}
    group = ""
    for line in map(str.strip, lines):
        if line.startswith("["):
            group = line
        elif group == "[Desktop Entry]" and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found[key.strip()] = value.strip()
    return found


def _xdg_folders() -> tuple[Path, tuple[Path, ...]]:
    """The user's folder, and the administrator's. Paths that are not absolute do not count (Base Directory spec)."""
    own = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    sites = [Path(each) for each in os.environ.get("XDG_CONFIG_DIRS", "").split(":")]
    sites = [each for each in sites if each.is_absolute()] or [Path("/etc/xdg")]
    own = own if own.is_absolute() else Path.home() / ".config"
    return own / "autostart", tuple(each / "autostart" for each in sites)


# --- Windows (written from documents, tested on a made-up registry) -------------------------------------------------


class RunKey:
    """A value in HKEY_CURRENT_USER's Run key, and Task Manager's own switch over it.

    Run: https://learn.microsoft.com/windows/win32/setupapi/run-and-runonce-registry-keys. The switch is a binary value
    of the same name below StartupApproved, whose first byte is odd when it is off; it is not documented, and only read.
    """

    RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
    APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
    NAME = "netcheck"
    LONGEST = 260
    """Letters in a Run value."""

    def __init__(self, command: Sequence[str], registry: Any) -> None:
        """`registry` is the module winreg."""
        import subprocess  # only here, and 0.4 MB

        self._line = subprocess.list2cmdline(command)
        self._registry = registry

    def is_on(self) -> bool:
        """Whether the value is there and Task Manager lets it be."""
        return self._value(self.RUN) is not None and not self._switched_off()

    def switch(self, on: bool) -> str:
        """Set the value or delete it."""
        if on and len(self._line) > self.LONGEST:
            return TOO_LONG
        registry = self._registry
        try:
            with registry.CreateKeyEx(registry.HKEY_CURRENT_USER, self.RUN, 0, registry.KEY_SET_VALUE) as key:
                if on:
                    registry.SetValueEx(key, self.NAME, 0, registry.REG_SZ, self._line)
                elif self._value(self.RUN) is not None:
                    registry.DeleteValue(key, self.NAME)
        except OSError as error:
            log.info("start at login could not be changed: %s", error)
            return CANNOT_WRITE
        # What a person has switched off in the Task Manager is theirs to switch on again.
        return TASK_MANAGER if on and self._switched_off() else ""

    def _switched_off(self) -> bool:
        said = self._value(self.APPROVED)
        return isinstance(said, bytes) and len(said) > 0 and said[0] % 2 == 1

    def _value(self, path: str) -> object:
        registry = self._registry
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, path) as key:
                return registry.QueryValueEx(key, self.NAME)[0]
        except OSError:
            return None


# --- macOS (written from documents, tested on files) ----------------------------------------------------------------


class LaunchAgent:
    """A property list in ~/Library/LaunchAgents, which launchd reads at login (launchd.plist(5)).

    launchctl is not asked: to unload the agent would end the netcheck that it has started.
    """

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._command = list(command)
        self._file = folder / f"{APP_ID}.plist"

    def is_on(self) -> bool:
        """Whether the list is there and says so."""
        try:
            with self._file.open("rb") as file:
                table = plistlib.loads(file.read(LARGEST))
        except (OSError, ValueError, LookupError, AttributeError, TypeError):
            return False
        return isinstance(table, dict) and table.get("RunAtLoad") is True and table.get("Disabled") is not True

    def switch(self, on: bool) -> str:
        """Write the list or remove it; it counts from the next login."""
        table = {
            "Label": APP_ID,
            "ProgramArguments": self._command,
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        try:
            if on:
                _write(self._file, plistlib.dumps(table))
            else:
                self._file.unlink(missing_ok=True)
        except OSError as error:
            log.info("start at login could not be changed: %s", error)
            return CANNOT_WRITE
        return ""


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)
