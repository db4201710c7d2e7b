"""Goes into private namespaces of its own, so that a lab touches nothing outside and vanishes with its process."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SKIP = 77
"""Exit code that means: this machine cannot hold a lab, so skip."""
NEEDED = ("unshare", "nsenter", "setpriv", "ip", "nft", "tc", "dnsmasq", "unbound", "miniupnpd", "openssl")


def prefix() -> list[str]:
    """The command line that makes the namespaces: as root plainly, else through a user namespace."""
    line = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--ipc"]
    return line if os.geteuid() == 0 else [*line[:1], "--user", "--map-root-user", *line[1:]]


def reason_against() -> str:
    """Say in one sentence why there can be no lab here, or nothing."""
    missing = [each for each in NEEDED if not find(each)]
    if missing:
        return f"The lab needs programs that are not installed: {', '.join(missing)}."
    tried = subprocess.run(
        [*prefix(), "sh", "-c", "mount -t sysfs sysfs /sys && nft list ruleset"],
        capture_output=True,
        text=True,
        timeout=20,
        env=environment(),
    )
    if tried.returncode:
        return f"The lab needs root or an unprivileged user namespace, and has neither: {tried.stderr.strip()[:200]}"
    return ""


def environment() -> dict[str, str]:
    """The caller's environment with the places where network tools live."""
    return os.environ | {"PATH": os.environ.get("PATH", "/usr/bin:/bin") + ":/usr/local/sbin:/usr/sbin:/sbin"}


def find(name: str) -> str | None:
    """Find a program on that path."""
    return shutil.which(name, path=environment()["PATH"])


def prepare() -> None:
    """First thing inside: a place for named namespaces that nobody else sees."""
    Path("/run/netns").mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/run/netns"], check=True, timeout=10)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True, timeout=10)


def command(*arguments: str) -> list[str]:
    """The command line that runs this package inside fresh namespaces."""
    return [*prefix(), sys.executable, "-m", "tests.lab.inside", *arguments]
