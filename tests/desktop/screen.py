"""A desktop for one test: a screen of its own (Xvfb), a session bus of its own, and a home of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TypeVar

import pytest

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
SYSTEM_PYTHON = "/usr/bin/python3"
"""Debian's, which has dbus and pyatspi."""
PATIENCE_S = 15.0
"""Seconds until a test gives up waiting for something; a busy machine is no fault of the program."""
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <auth>EXTERNAL</auth>
  {services}
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

T = TypeVar("T")


def needs(*programs: str) -> None:
    """Skip where this is no Linux; elsewhere a program that is missing is a failure."""
    if not sys.platform.startswith("linux"):
        pytest.skip("a desktop of Linux")
    missing = [each for each in programs if not shutil.which(each)]
    if missing:
        pytest.fail(f"not installed: {', '.join(missing)} (tests/run.py names the packages)")


def until(ask: Callable[[], T], what: str, patience_s: float = PATIENCE_S) -> T:
    """The first answer that is true; fails where none comes."""
    deadline = time.monotonic() + patience_s
    while not (answer := ask()):
        if time.monotonic() > deadline:
            pytest.fail(f"waited {patience_s:g} s in vain for {what}; last: {answer!r}")
        time.sleep(0.02)  # asks a real program, which has no signal to wait for
    return answer


@dataclass
class Running:
    """A program that this test has started."""

    process: subprocess.Popen[str]
    errors: Path

    def stop(self) -> None:
        """End it and whatever it has started."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(3)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(3)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def said(self) -> str:
        """What it wrote to its error output."""
        return self.errors.read_text(errors="replace")


@dataclass
class Desktop:
    """What runs, and the environment in which a program finds it."""

    folder: Path
    env: dict[str, str]
    _running: list[Running] = field(default_factory=list)

    def start(
        self, command: Sequence[str | Path], env: Mapping[str, str] | None = None, stdin: int | IO[str] | None = None
    ) -> Running:
        """Start a program here."""
        errors = self.folder / f"{len(self._running):02}-{Path(str(command[0])).name}.err"
        with errors.open("w") as file:
            process = subprocess.Popen(
                [str(part) for part in command],
                env={**self.env, **(env or {})},
                cwd=ROOT,
                stdin=stdin if stdin is not None else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=file,
                text=True,
                start_new_session=True,
            )
        running = Running(process, errors)
        self._running.append(running)
        return running

    def ask(self, *command: str | Path, patience_s: float = PATIENCE_S) -> str:
        """What a small program prints; empty where it fails."""
        done = subprocess.run(
            [str(part) for part in command],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=patience_s,
        )
        return done.stdout if done.returncode == 0 else ""

    def has_name(self, name: str) -> bool:
        """Whether somebody on the bus bears this name."""
        said = self.ask(
            "dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/",
            "org.freedesktop.DBus.NameHasOwner", f"string:{name}",
        )  # fmt: skip
        return "boolean true" in said

    def call(self, name: str, path: str, member: str, *arguments: str) -> str:
        """What a method on the session bus answers, as GVariant text; empty where it fails."""
        return self.ask(
            *("gdbus", "call", "--session", "--timeout", "5", "--dest", name, "--object-path", path),
            *("--method", member, "--", *arguments),
        )

    def windows(self) -> dict[str, str]:
        """The program's windows by id: shown, or minimised; hidden ones are not there."""
        found = {}
        for window in self.ask("xdotool", "search", "--class", "netcheck").split():
            said = self.ask("xprop", "-id", window, "WM_STATE", "WM_NAME")
            if "window state: Normal" in said:
                found[window] = "shown"
            elif "window state: Iconic" in said:
                found[window] = "minimised"
        return found

    def where(self) -> str:
        """Whether the program's window is shown, minimised or hidden."""
        states = list(self.windows().values())
        return states[0] if len(states) == 1 else "hidden" if not states else f"several: {states}"

    def close_window(self) -> None:
        """The person closes the window, by a panel: a key may be lost where openbox is not yet listening."""
        (window,) = self.windows()
        self.ask("wmctrl", "-i", "-c", window)

    def start_dunst(self) -> Running:
        """A notification daemon."""
        conf = self.folder / "dunstrc"
        conf.write_text("[global]\nmarkup = full\nhistory_length = 50\nidle_threshold = 0\n")
        dunst = self.start(["dunst", "-conf", conf])
        until(lambda: self.has_name("org.freedesktop.Notifications"), "dunst")
        return dunst

    def start_watcher(self) -> Running:
        """An org.kde.StatusNotifierWatcher that acts as a tray, in Debian's Python."""
        return self.start([SYSTEM_PYTHON, HERE / "small_tray.py"])

    def stop(self) -> None:
        """End all that was started, the newest first."""
        for running in reversed(self._running):
            running.stop()


@contextmanager
def desktop(
    folder: Path, screen: bool = True, activation: bool = False, cookies: Path | None = None
) -> Iterator[Desktop]:
    """A session bus, with `screen` an X server, with `activation` the services that Debian's packages bring.

    `cookies` is a file of xauth that the X server asks for.
    """
    needs("dbus-daemon", "dbus-send", *(("Xvfb", "xdotool", "wmctrl") if screen else ()))
    for name in ("home", "run", "bus"):
        (folder / name).mkdir(mode=0o700)
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL", "TMPDIR", "CI")}
    env = {
        **kept,
        "HOME": str(folder / "home"),
        "XDG_RUNTIME_DIR": str(folder / "run"),
        "XDG_SESSION_TYPE": "x11",
        "NO_AT_BRIDGE": "1",
        "QT_QPA_PLATFORM": "xcb",
        "PYTHONPATH": str(ROOT),
    }
    made = Desktop(folder, env)
    try:
        if screen:
            read, write = os.pipe()
            env["DISPLAY"] = "none"
            os.set_inheritable(write, True)
            errors = (folder / "xvfb.err").open("w")
            server = subprocess.Popen(
                [
                    "Xvfb",
                    "-displayfd",
                    str(write),
                    "-screen",
                    "0",
                    "1000x700x24",
                    "-nolisten",
                    "tcp",
                    "-noreset",
                    *(["-auth", str(cookies)] if cookies else []),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                pass_fds=(write,),
                text=True,
            )
            errors.close()
            made._running.append(Running(server, folder / "xvfb.err"))
            os.close(write)
            with os.fdopen(read) as told:
                env["DISPLAY"] = f":{told.readline().strip()}"
        conf = folder / "bus.conf"
        services = "<standard_session_servicedirs/>" if activation else ""
        conf.write_text(BUS.format(folder=folder / "bus", services=services))
        bus = made.start(["dbus-daemon", f"--config-file={conf}", "--nofork", "--print-address=1"])
        assert bus.process.stdout is not None
        env["DBUS_SESSION_BUS_ADDRESS"] = bus.process.stdout.readline().strip()
        assert env["DBUS_SESSION_BUS_ADDRESS"], bus.said()
        yield made
    finally:
        made.stop()
