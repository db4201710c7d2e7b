"""A computer, a router and a far host in three network namespaces, for tests of the probing half of the world."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

_CLONE_NEWNET = 0x40000000
_LIFE_S = "300"  # a namespace whose test was killed is gone after this
GATEWAY, PC, NOBODY, WAN, FAR = "10.7.0.1", "10.7.0.2", "10.7.0.99", "84.112.10.2", "84.112.10.1"
GATEWAY6, PC6, NOBODY6, WAN6, FAR6 = "fd07::1", "fd07::2", "fd07::99", "2001:db8:a::2", "2001:db8:a::1"


@cache
def reason_not_to() -> str:
    """Why the namespaces cannot be made here; empty where they can."""
    if sys.platform != "linux":
        return "network namespaces are Linux's"
    if missing := [each for each in ("unshare", "nsenter", "ip", "nft") if shutil.which(each) is None]:
        return f"not installed: {', '.join(missing)}"
    if os.geteuid() != 0:
        return "needs root to enter a network namespace"
    done = subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False, timeout=10)
    return "" if done.returncode == 0 else "this machine allows no network namespaces"


class SmallHome:
    """pc (10.7.0.2) - router (10.7.0.1, 84.112.10.2) - far (84.112.10.1), with IPv6 too; every link up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._holders: dict[str, subprocess.Popen[str]] = {}
        self._daemons: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> SmallHome:
        try:
            self._build()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _build(self) -> None:
        for name in ("pc", "router", "far"):
            holder = subprocess.Popen(
                ["unshare", "-n", "sh", "-c", f"echo ready; exec sleep {_LIFE_S}"], stdout=subprocess.PIPE, text=True
            )
            self._holders[name] = holder
            assert holder.stdout is not None
            assert holder.stdout.readline() == "ready\n"
            self.run(name, "ip link set lo up")
        self._link("pc", "lan0", "router", "lan0")
        self._link("router", "wan0", "far", "net0")
        for name, device, four, six in (
            ("pc", "lan0", PC, PC6),
            ("router", "lan0", GATEWAY, GATEWAY6),
            ("router", "wan0", WAN, WAN6),
            ("far", "net0", FAR, FAR6),
        ):
            # Without waiting for duplicates, or the routers ask for no neighbour in the first second.
            self.run(
                name,
                f"echo 0 > /proc/sys/net/ipv6/conf/{device}/accept_dad;"
                f"ip addr add {four}/24 dev {device}; ip addr add {six}/64 dev {device} nodad;"
                f"ip link set {device} up",
            )
        self.run("router", "echo 1 > /proc/sys/net/ipv4/ip_forward; echo 1 > /proc/sys/net/ipv6/conf/all/forwarding")
        self.run("pc", f"ip route add default via {GATEWAY}; ip -6 route add default via {GATEWAY6}")
        self.run("router", f"ip route add default via {FAR}; ip -6 route add default via {FAR6}")
        self.run("far", f"ip route add default via {WAN}; ip -6 route add default via {WAN6}")
        self.allow_ping(True)

    def _link(self, one: str, device: str, other: str, peer: str) -> None:
        self.run(one, f"ip link add {device} type veth peer name {peer} netns {self._holders[other].pid}")

    def allow_ping(self, allowed: bool) -> None:
        """Open or close the computer's ping_group_range."""
        self.run("pc", f"echo '{'0 2147483647' if allowed else '1 0'}' > /proc/sys/net/ipv4/ping_group_range")

    def run(self, name: str, script: str) -> str:
        """Run a shell script inside one namespace."""
        done = subprocess.run(
            ["nsenter", "-t", str(self._holders[name].pid), "-n", "sh", "-ec", script],
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
        )
        assert done.returncode == 0, f"{script}: {done.stderr}"
        return done.stdout

    def filter(self, name: str, hook: str, *rules: str, before: str = "") -> None:
        """Load nftables rules inside one namespace; prerouting comes before everything that a router answers."""
        priority = -300 if hook == "prerouting" else 0
        lines = [
            "table inet t {",
            before,
            "chain c {",
            f"type filter hook {hook} priority {priority};",
            *rules,
            "}",
            "}",
        ]
        self.run(name, "nft -f - <<'END'\n" + "\n".join(lines) + "\nEND")

    def start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        """Start a daemon in the foreground inside one namespace; it is stopped with the home."""
        daemon = subprocess.Popen(
            ["nsenter", "-t", str(self._holders[name].pid), "-n", *command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._daemons.append(daemon)
        return daemon

    @contextlib.contextmanager
    def inside(self, name: str) -> Iterator[None]:
        """This thread, and those that it starts, are inside one namespace; sockets stay where they were made."""
        with Path("/proc/thread-self/ns/net").open("rb") as before:
            with Path(f"/proc/{self._holders[name].pid}/ns/net").open("rb") as there:
                _enter(there.fileno())
            try:
                yield
            finally:
                _enter(before.fileno())

    def close(self) -> None:
        """Stop everything that was started."""
        started: list[subprocess.Popen[Any]] = [*self._daemons, *self._holders.values()]
        for daemon in started:
            daemon.terminate()
        for daemon in started:
            try:
                daemon.wait(5)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait(5)
            if daemon.stdout is not None:
                daemon.stdout.close()


def _enter(descriptor: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(descriptor, _CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def until(true: Callable[[], Any], seconds: float = 8.0) -> bool:
    """Ask again and again, 20 times a second, until the answer is true; False after so many seconds."""
    pause = threading.Event()
    for _ in range(int(seconds * 20)):
        if true():
            return True
        pause.wait(0.05)
    return False
