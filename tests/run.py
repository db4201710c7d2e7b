"""Runs every check of the project: python3 tests/run.py [--list] [--fast] [--windows] [--only STEP]"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "packaging"))

import debian  # noqa: E402  # the scripts in packaging/ are no package: their folder has to be on the path first
import right_python  # noqa: E402

# Debian's packages for the lab and for tests that need a real part of a desktop or of a network.
PACKAGES = (
    *("iproute2", "iputils-ping", "procps", "util-linux"),  # namespaces, ping, sysctl, unshare
    *("nftables", "conntrack"),  # faults as packet filters, and forgetting what a router remembers
    *("dnsmasq-base", "miniupnpd", "unbound", "tayga"),  # a home router, a provider's resolver, NAT64
    *("dbus", "python3-dbusmock"),  # NetworkManager and notifications, played
    *("gcc", "libc6-dev"),  # the small library that shifts a clock
    "openssl",
    *("xvfb", "xauth", "openbox", "fonts-dejavu-core"),  # a screen with a window manager and letters
    *("trayer", "xfce4-panel", "dunst", "python3-dbus", "python3-gi"),  # trays of both kinds, and notices
    *("at-spi2-core", "python3-pyatspi", "gir1.2-atspi-2.0"),  # what a screen reader sees
    *("x11-utils", "xdotool", "wmctrl", "imagemagick", "libglib2.0-bin"),  # looking at windows, pressing, pictures
    "zbar-tools",  # reads QR codes off pictures, as a phone does
    *("wine", "wine64"),  # runs the Windows program; it needs no screen
    "poppler-utils",  # finds the words in a PDF, and draws its pages
)
# Those of the packages that would start a server of their own.
SERVICES = ("miniupnpd.service", "unbound.service", "tayga.service")

CANNOT_RUN_HERE = 77
"""What the lab answers on a machine that lacks the rights or the kernel for it; the custom of automake's tests."""


class Step(NamedTuple):
    """One check: what it runs, the part of the project it cannot do without, and whether it needs Debian's packages."""

    name: str
    command: tuple[str, ...]
    part: str = "netcheck"
    packages: bool = False


class Result(NamedTuple):
    """How a step ended."""

    step: str
    outcome: str
    seconds: float
    reason: str = ""


APART = ("desktop", "lab")
"""Folders of tests that are steps of their own."""

WINDOWS_SMOKE = ("healthy", "cable-out", "router-off-warm", "line-silent", "resolver-silent", "portal-rejects")
"""Scenarios in which every run of the tests looks at the Windows program; --windows takes all."""

STEPS = (
    Step("lint", ("python", "-m", "ruff", "check", ".")),
    Step("format", ("python", "-m", "ruff", "format", "--check", ".")),
    Step("types", ("python", "-m", "mypy")),
    Step("imports", ("lint-imports",)),
    Step("architecture", ("python", "-m", "pytest", "tests/test_architecture.py"), "tests/test_architecture.py"),
    Step(
        "tests",
        (
            *("python", "-m", "pytest", "tests"),
            # A process for each processor; a file stays with one of them, so that what it sets up is made once.
            *("-n", "logical", "--dist", "loadfile"),
            *(f"--ignore=tests/{part}" for part in ("test_architecture.py", *APART)),
        ),
        "tests",
        packages=True,
    ),
    Step("desktop", ("python", "-m", "pytest", "tests/desktop"), "tests/desktop", packages=True),
    Step(
        "windows",
        ("python", "-m", "tests.lab", "--windows", "--scenario", *WINDOWS_SMOKE, "--jobs", "2", "--again"),
        "tests/lab",
        packages=True,
    ),
    Step(
        "watch-windows",
        ("python", "-m", "tests.lab.watches", "--windows", "--story", "cable-out"),
        "tests/lab",
        packages=True,
    ),
    Step("watching", ("python", "-m", "tests.lab.watches", "--jobs", "2"), "tests/lab", packages=True),
    Step("lab", ("python", "-m", "tests.lab", "--all", "--jobs", "2", "--again"), "tests/lab", packages=True),
)

ALL_OF_WINDOWS = [
    Step(
        "windows",
        ("python", "-m", "tests.lab", "--windows", "--all", "--jobs", "2", "--again"),
        "tests/lab",
        packages=True,
    ),
    Step(
        "watch-windows",
        ("python", "-m", "tests.lab.watches", "--windows", "--all", "--jobs", "2"),
        "tests/lab",
        packages=True,
    ),
]


def main(arguments: list[str]) -> int:
    """Set up what the chosen steps need, run them in order, and say what passed."""
    right_python.use_right_python()
    chosen = _chosen(arguments)
    if not chosen:
        print("\n".join(f"{step.name:<14}{' '.join(step.command)}" for step in STEPS))
        return 0
    window = _prepare(chosen)
    results = [_run(step, window) for step in chosen]
    print(f"\n{'step':<14}{'outcome':<9}{'seconds':>8}")
    for result in results:
        print(f"{result.step:<14}{result.outcome:<9}{result.seconds:>8.1f}  {result.reason}".rstrip())
    counts = {
        outcome: sum(result.outcome == outcome for result in results) for outcome in ("passed", "failed", "skipped")
    }
    skipped = f", {counts['skipped']} skipped" if counts["skipped"] else ""
    print(f"\n{counts['passed']} passed, {counts['failed']} failed{skipped}", flush=True)
    return 1 if counts["failed"] or not counts["passed"] else 0


def _chosen(arguments: list[str]) -> list[Step]:
    """Return the steps to run, none if they are only to be listed."""
    parser = argparse.ArgumentParser(description="Sets up what is missing and runs every check of the project.")
    parser.add_argument("--list", action="store_true", help="list the steps and run none")
    parser.add_argument("--fast", action="store_true", help="leave out what the lab does, which takes longest")
    parser.add_argument(
        "--windows", action="store_true", help="run the Windows program in all that Wine can show, and nothing else"
    )
    names = [step.name for step in STEPS]
    parser.add_argument("--only", action="append", choices=names, metavar="STEP", help=f"one of: {', '.join(names)}")
    options = parser.parse_args(arguments)
    if options.list:
        return []
    if options.windows:
        return ALL_OF_WINDOWS
    return [
        step
        for step in STEPS
        if step.name in (options.only or names) and not (options.fast and step.part == "tests/lab")
    ]


def _prepare(chosen: list[Step]) -> bool:
    """Bring the environment and Debian's packages up to date; return whether Qt works here."""
    debian.ensure_venv()
    import environment  # only now: Debian's smallest Python lacks modules that this one needs

    stamp = environment.set_up(dev=True)
    if any(step.packages for step in chosen):
        _install_packages()
    return stamp.window == "ready"


def _install_packages() -> None:
    """Install what the lab needs; what cannot be had is said here, and shown by the tests that miss it."""
    if not debian.is_debian():
        debian.say(f"The lab needs programs that only Debian's names are known for: {' '.join(PACKAGES)}")
        return
    packages = debian.missing(PACKAGES)
    if not packages or not debian.install(packages, SERVICES):
        return
    for package in packages:  # One that this release does not know must not keep the others out.
        problem = debian.install([package])
        if problem:
            debian.say(problem)


def _run(step: Step, window: bool) -> Result:
    import environment

    print(f"\n=== {step.name}", flush=True)
    ci = os.environ.get("CI") == "true"
    if not (ROOT / step.part).exists():
        return _cannot(step, 0.0, f"{step.part} is not there yet", ci)
    tool, *rest = step.command
    if "pytest" in rest and not window:
        rest += ["-p", "no:pytest-qt"]  # It refuses to start where no Qt can be imported.
    begin = time.monotonic()
    code = subprocess.call([environment.program(tool), *rest], cwd=ROOT)
    seconds = time.monotonic() - begin
    if step.part == "tests/lab" and code == CANNOT_RUN_HERE:
        return _cannot(step, seconds, "the lab cannot run on this machine; it says above why", ci)
    return Result(step.name, "failed" if code else "passed", seconds, f"exit code {code}" if code else "")


def _cannot(step: Step, seconds: float, reason: str, ci: bool) -> Result:
    """Skip a step on a person's machine, but not where the answer counts: there nothing may drop out silently."""
    print(f"{step.name}: {reason}", flush=True)
    return Result(step.name, "failed" if ci else "skipped", seconds, reason)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
