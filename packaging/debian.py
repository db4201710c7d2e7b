"""Debian's packages: which are missing, and how they get installed.

Imports only what Debian's smallest Python has, because this is what brings in the rest.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys

# What Qt asks of a bare Debian 12: the first line for any Qt at all, then X11, then Wayland.
WINDOW_PACKAGES = (
    *("libgl1", "libegl1", "libdbus-1-3", "libfontconfig1", "libxkbcommon0", "libglib2.0-0"),
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxkbcommon-x11-0"),
    "libwayland-cursor0",
)

_APT_SETTINGS = {
    "DEBIAN_FRONTEND": "noninteractive",
    "RUNLEVEL": "1",  # so that a package with a service does not start it: nobody asked for a running server
    "LC_ALL": "C.UTF-8",
}


def is_debian() -> bool:
    """Tell whether this system installs its packages with apt."""
    return sys.platform == "linux" and bool(_found("apt-get")) and bool(_found("dpkg-query"))


def missing(wanted: tuple[str, ...]) -> list[str]:
    """Return those of the wanted packages that are not installed, under this name or under a newer one."""
    answer = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${db:Status-Abbrev}\t${Package}\t${Provides}\n"],
        capture_output=True,
        text=True,
        check=False,
    )
    installed: set[str] = set()
    for line in answer.stdout.splitlines():
        status, name, provides = line.split("\t")
        if status.startswith("ii"):
            # Later Debians renamed some libraries (libglib2.0-0t64); these say that they provide the old name.
            installed.update({name}, (provided.split()[0] for provided in provides.split(",") if provided.strip()))
    return [name for name in wanted if name not in installed]


def has_venv() -> bool:
    """Tell whether this Python can make virtual environments with pip inside."""
    return all(importlib.util.find_spec(module) is not None for module in ("venv", "ensurepip", "json"))


def venv_package() -> str:
    """Name the Debian package that teaches this Python to make virtual environments."""
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


def ensure_venv(also_wanted: tuple[str, ...] = ()) -> None:
    """Install what this Python lacks for a virtual environment, or stop with what the user has to do."""
    if has_venv():
        return
    if not is_debian() or not os.path.realpath(sys.executable).startswith("/usr/bin/"):
        sys.exit(
            "This Python cannot make virtual environments: its modules venv and ensurepip are missing. "
            "Please install them the way your system installs Python, then start this again."
        )
    say(f"This Python cannot make virtual environments yet: the Debian package {venv_package()} is missing.")
    problem = install([venv_package()])
    if problem:
        sys.exit(f"{problem}\n\n{advice([venv_package(), *missing(also_wanted)])}")
    importlib.invalidate_caches()


def install(packages: list[str], services: tuple[str, ...] = ()) -> str:
    """Install packages without starting their services; return why that failed, or nothing if it went well."""
    rights = _rights()
    if rights is None:
        return "Installing Debian packages takes administrator rights, and this user does not have them."
    say(f"Installing Debian packages, which can take some minutes: {' '.join(packages)}")
    _keep_off(services, rights)
    settings = [f"{name}={value}" for name, value in _APT_SETTINGS.items()]
    fetch = [*rights, "env", *settings, "apt-get", "install", "-y", "--no-install-recommends", *packages]
    done = run(fetch)
    if done.returncode != 0:
        # The usual reason on a fresh or long unused system: no list of packages, or one that is out of date.
        run([*rights, "env", *settings, "apt-get", "update"])
        done = run(fetch)
    if done.returncode != 0:
        return f"apt-get could not install {' '.join(packages)}. It said:\n{tail(done.stdout)}"
    return ""


def advice(packages: list[str]) -> str:
    """Return the sentence and the command with which an administrator installs these packages."""
    apt = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"
    if os.getuid() == 0:
        command = apt
    elif _found("sudo"):
        command = f"sudo sh -c '{apt}'"
    else:
        command = f"su -c '{apt}'"
    return f"Please run this command, or ask an administrator to run it, then start this again:\n\n    {command}\n"


def say(sentence: str) -> None:
    """Tell the user what happens now, at once even if the output goes into a file."""
    print(sentence, flush=True)


def _rights() -> list[str] | None:
    """Return what to put before a command so that it runs as administrator, or None if there is no way."""
    if os.getuid() == 0:
        return []
    if _found("sudo") and run(["sudo", "-n", "true"]).returncode == 0:
        return ["sudo", "-n"]
    return None


def _keep_off(services: tuple[str, ...], rights: list[str]) -> None:
    """Keep services from starting on a machine that runs systemd, which does not heed RUNLEVEL."""
    if services and os.path.isdir("/run/systemd/system"):
        say(f"Keeping these services switched off (systemctl unmask NAME allows one again): {' '.join(services)}")
        run([*rights, "systemctl", "mask", *services])


def _found(program: str) -> str:
    """Return the path of a program, also where sbin is not on the search path of an ordinary user."""
    for folder in (*os.get_exec_path(), "/usr/sbin", "/sbin"):
        path = os.path.join(folder, program)
        if os.access(path, os.X_OK):
            return path
    return ""


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command quietly and keep what it says, for the case that it fails."""
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )


def tail(output: str) -> str:
    """Return a command's last words, indented to stand below a sentence of ours."""
    return "\n".join(f"    {line}" for line in output.strip().splitlines()[-6:])
