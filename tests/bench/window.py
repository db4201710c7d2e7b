"""Measures the window in the lab while everything hangs: python3 -m tests.bench.window [--scenario NAME] [--seconds N].

Prints one JSON object: time from the start of the process to the first paint, cold and warm; resident memory with the
window open and in the tray only; and how long the event loop stood still.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.desktop.screen import Desktop, desktop, until
from tests.lab import enclosure

ROOT = Path(__file__).resolve().parents[2]
PROJECTS = ROOT / ".venv" / "bin" / "python"
PYTHON = str(PROJECTS) if PROJECTS.exists() else sys.executable
"""The project's own interpreter, which has Qt, whichever one began this."""
LIMITS = {
    "first_paint_cold_s": "under 1",
    "first_paint_warm_s": "under 0.5",
    "window_mb": "under 120",
    "tray_mb": "under 95",
    "longest_stall_ms": "under 50",
}
LAB_S = 90.0
"""Seconds that the lab may take besides the measured ones."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.bench.window", description=__doc__)
    parser.add_argument("--scenario", default="line-silent")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long each window is watched")
    parser.add_argument("--starts", type=int, default=5, help="warm starts")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.inside:
        print("FOUND " + json.dumps(_measure(options.seconds, options.starts)), flush=True)
        return 0
    against = enclosure.reason_against()
    if against:
        print(against, file=sys.stderr)
        return enclosure.SKIP
    command = [PYTHON, "-m", "tests.bench.window", "--inside", "--seconds", str(options.seconds)]
    line = f"cd {shlex.quote(str(ROOT))} && {shlex.join([*command, '--starts', str(options.starts)])}; exit\n"
    done = subprocess.run(
        [sys.executable, "-m", "tests.lab", "--shell", options.scenario],
        input=line,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=LAB_S + 4 * options.seconds + 5 * options.starts,
    )
    found = [line for line in done.stdout.splitlines() if line.startswith("FOUND ")]
    if not found:
        print(done.stdout[-3000:], done.stderr[-3000:], file=sys.stderr)
        return 1
    print(json.dumps({"scenario": options.scenario, "limits": LIMITS, **json.loads(found[0][6:])}, indent=1))
    return 0


def _measure(seconds: float, starts: int) -> dict[str, object]:
    """In the lab."""
    kept = {name: value for name, value in os.environ.items() if name.startswith(("SSL_", "XDG_STATE", "TZ"))}
    with tempfile.TemporaryDirectory() as folder, desktop(Path(folder)) as screen:
        screen.env.update(kept)
        screen.start(["openbox"])
        warm = [_run(screen, 1.0) for _ in range(starts + 1)][1:]
        shown = _run(screen, seconds)
        screen.start_dunst()
        screen.start_watcher()
        until(lambda: screen.has_name("org.kde.StatusNotifierWatcher"), "the tray")
        hidden = _run(screen, seconds, "--tray")
        cold = _run(screen, 1.0) if _forget() else {}
    paints = sorted(float(str(each["first_paint_s"])) for each in warm)
    return {
        "first_paint_cold_s": cold.get("first_paint_s"),
        "first_paint_warm_s": paints[len(paints) // 2],
        "first_paint_warm_longest_s": paints[-1],
        "first_paint_warm_cpu_s": min(float(str(each["first_paint_cpu_s"])) for each in warm),
        "window_mb": shown["memory_mb"],
        "tray_mb": hidden["memory_mb"],
        "longest_stall_ms": max(float(str(each["longest_stall_ms"])) for each in (shown, hidden)),
        "window": shown,
        "tray": hidden,
    }


def _run(screen: Desktop, seconds: float, *arguments: str) -> dict[str, object]:
    """One start of the real program with a probe in it."""
    running = screen.start(
        [PYTHON, "-m", "tests.bench.window_probe", *arguments],
        env={"NETCHECK_BENCH_BEGAN": str(time.monotonic())},
    )
    assert running.process.stdout is not None
    assert running.process.stdout.readline(), running.said()
    time.sleep(seconds)
    began = time.monotonic()
    running.process.send_signal(signal.SIGTERM)
    said = running.process.stdout.read()
    running.process.wait(20)
    assert said, running.said()
    found: dict[str, object] = json.loads(said.splitlines()[-1])
    return {**found, "ended_s": round(time.monotonic() - began, 3)}


def _forget() -> bool:
    """Let the system forget all files that it has read, where we may."""
    try:
        os.sync()
        Path("/proc/sys/vm/drop_caches").write_text("3\n")
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
