"""The virtual environment .venv: makes it, and fills it with the pinned libraries and the program."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Literal

import debian
from debian import run, say, tail

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
_SUFFIX = ".exe" if os.name == "nt" else ""
PYTHON = PROGRAMS / f"python{_SUFFIX}"
_STAMP = VENV / "netcheck-setup.json"

RUNTIME, WINDOW, BUILD, DEV = (
    "constraints.txt",
    "constraints-window.txt",
    "constraints-build.txt",
    "constraints-dev.txt",
)

_NO_CONNECTION = (
    *("NewConnectionError", "ConnectTimeoutError", "Failed to establish a new connection", "ProxyError"),
    *("name resolution", "getaddrinfo failed", "Network is unreachable", "Read timed out", "Max retries exceeded"),
)

# Importing shows missing libraries of Qt itself; opening the platform plugin shows those of X11, where Qt would abort.
_WINDOW_TEST = """
import ctypes, pathlib, sys, PySide6.QtNetwork, PySide6.QtWidgets
if sys.platform == "linux":
    ctypes.CDLL(str(pathlib.Path(PySide6.__file__).parent / "Qt/plugins/platforms/libqxcb.so"))
"""


@dataclass(frozen=True)
class Stamp:
    """What the environment holds, as of the last set-up: this makes the next set-up quick."""

    pins: dict[str, str] = field(default_factory=dict)
    program: str = ""
    window: Literal["not tried", "ready", "failed"] = "not tried"


def set_up(*, dev: bool = False, window: Literal["no", "once", "again"] = "again") -> Stamp:
    """Bring the environment up to date and return what it holds; stop with a sentence where that is impossible.

    Whether the window is set up: "once" does not try again what failed, so that a start during an outage stays quick.
    """
    try:
        return _set_up(dev, window)
    except PermissionError as error:
        sys.exit(
            f"{error.filename or VENV} cannot be written by this user, so netcheck cannot be set up here. "
            "Please use a copy of the project in a folder of your own."
        )


def _set_up(dev: bool, window: str) -> Stamp:
    stamp = _read_stamp()
    if stamp is None:
        stamp = _make_venv()
    stamp = _install_pins(stamp, [RUNTIME, BUILD, *([DEV] if dev else [])])
    if _window_is_due(stamp, window):
        stamp = _install_window(stamp)
    return _install_program(stamp)


def wants_window() -> bool:
    """Tell whether the program has a window and there is a display to show it on."""
    if not (ROOT / "netcheck" / "gui" / "__init__.py").exists():
        return False
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def program(name: str) -> str:
    """Return the path of a program that a library or netcheck itself has installed in the environment."""
    return str(PROGRAMS / f"{name}{_SUFFIX}")


def _read_stamp() -> Stamp | None:
    """Return what the last set-up left, or None if there is no environment that works."""
    try:
        known = json.loads(_STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    # The link to a Python that the system has since replaced leads nowhere.
    return Stamp(**known) if PYTHON.exists() else None


def _write_stamp(stamp: Stamp) -> Stamp:
    _STAMP.write_text(json.dumps(asdict(stamp), indent=1), encoding="utf-8")
    return stamp


def _make_venv() -> Stamp:
    if not os.access(ROOT, os.W_OK):
        raise PermissionError(errno.EACCES, "not writable", str(ROOT))
    if PYTHON.exists() and _pip("--version").returncode == 0:
        say("Using the virtual environment .venv that is already here.")
        return _write_stamp(Stamp())
    say("Making a virtual environment in .venv, so that nothing else on this computer is touched.")
    # The real path, not a link to it: so a later exchange of the system's Python is seen as a link that leads nowhere.
    base = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
    done = run([base, "-m", "venv", "--clear", str(VENV)])
    if done.returncode != 0:
        sys.exit(f"The virtual environment could not be made. Python said:\n{tail(done.stdout)}")
    return _write_stamp(Stamp())


def _install_pins(stamp: Stamp, names: list[str]) -> Stamp:
    stale = [name for name in names if not _is_current(stamp, name)]
    if not stale:
        return stamp
    tools = ", and the tools for its tests" if DEV in stale else ""
    say(f"Fetching the libraries that netcheck needs{tools} (once; each is checked against its recorded hash).")
    done = _fetch(stale)
    if done.returncode != 0:
        sys.exit(_why(done.stdout))
    return _write_stamp(_with_pins(stamp, stale))


def _window_is_due(stamp: Stamp, window: str) -> bool:
    if stamp.window == "ready":
        return window != "no" and not _is_current(stamp, WINDOW)
    return window == "again" or (window == "once" and stamp.window == "not tried")


def _install_window(stamp: Stamp) -> Stamp:
    """Install what only the window needs; without it the program in the terminal works all the same."""
    if debian.is_debian() and (packages := debian.missing(debian.WINDOW_PACKAGES)):
        problem = debian.install(packages)
        if problem:
            return _no_window(stamp, f"{problem}\n{debian.advice(packages)}")
    if not _is_current(stamp, WINDOW):
        say("Fetching the library for the window (about 90 MB, once).")
        done = _fetch([WINDOW])
        if done.returncode != 0:
            return _no_window(stamp, _why(done.stdout))
        stamp = _with_pins(stamp, [WINDOW])
    test = run([str(PYTHON), "-I", "-c", _WINDOW_TEST])
    if test.returncode != 0:
        return _no_window(stamp, f"The library for the window does not start here. It said:\n{tail(test.stdout)}")
    return _write_stamp(replace(stamp, window="ready"))


def _no_window(stamp: Stamp, reason: str) -> Stamp:
    say(f"{reason}\nUntil then there is no window. The program in the terminal works without it.")
    return _write_stamp(replace(stamp, window="failed"))


def _install_program(stamp: Stamp) -> Stamp:
    state = _state_of_sources()
    if stamp.program == state:
        return stamp
    say("Installing netcheck itself into .venv.")
    # Without isolation pip builds with the pinned tools that are already here, so this works without a connection.
    with tempfile.TemporaryDirectory() as folder:
        build = _pip("wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, str(ROOT))
        if build.returncode != 0:
            sys.exit(f"netcheck itself could not be built. pip said:\n{tail(build.stdout)}")
        wheels = [str(wheel) for wheel in Path(folder).glob("*.whl")]
        done = _pip("install", "--no-index", "--no-deps", "--no-user", "--force-reinstall", *wheels)
    if done.returncode != 0:
        sys.exit(f"netcheck itself could not be installed. pip said:\n{tail(done.stdout)}")
    return _write_stamp(replace(stamp, program=state))


def _fetch(names: list[str]) -> subprocess.CompletedProcess[str]:
    """Install whole lists of pinned libraries from wherever pip is set up to get them."""
    # --no-deps: the lists name every dependency already.
    lists = [argument for name in names for argument in ("-r", str(ROOT / "packaging" / name))]
    safety = ("--require-hashes", "--no-deps", "--only-binary", ":all:")
    return _pip("install", *safety, "--no-user", "--no-warn-script-location", *lists)


def _pip(*arguments: str) -> subprocess.CompletedProcess[str]:
    if not os.access(VENV, os.W_OK):
        raise PermissionError(errno.EACCES, "not writable", str(VENV))
    quiet = ("--quiet", "--no-input", "--disable-pip-version-check")
    # -I: neither the current folder nor PYTHONPATH may lend pip their modules.
    return run([str(PYTHON), "-I", "-m", "pip", *quiet, *arguments])


def _why(output: str) -> str:
    """Turn pip's last words into a sentence that says what to do."""
    if any(sign in output for sign in _NO_CONNECTION):
        reason = (
            "The libraries could not be fetched: there is no connection to the place that pip gets its packages from. "
            "The set-up needs the internet once; please start this again when there is a connection."
        )
    else:
        reason = "pip could not install the libraries."
    telling = [line for line in output.splitlines() if "Retrying" not in line]
    return f"{reason} pip said:\n{tail(os.linesep.join(telling))}"


def _is_current(stamp: Stamp, name: str) -> bool:
    return stamp.pins.get(name) == _hash_of(ROOT / "packaging" / name)


def _with_pins(stamp: Stamp, names: list[str]) -> Stamp:
    return replace(stamp, pins=stamp.pins | {name: _hash_of(ROOT / "packaging" / name) for name in names})


def _hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _state_of_sources() -> str:
    """Return one hash over every file that goes into the program's wheel."""
    state = hashlib.sha256()
    trees = [path for room in ("netcheck", "resources") for path in (ROOT / room).rglob("*")]
    for path in sorted([ROOT / "pyproject.toml", *trees]):
        if path.is_file() and "__pycache__" not in path.parts:
            state.update(f"{path.relative_to(ROOT).as_posix()} {_hash_of(path)}\n".encode())
    return state.hexdigest()
