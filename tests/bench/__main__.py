"""Prints how fast, how quiet and how right a diagnosis is: python3 -m tests.bench [--healthy N] [--faults N]."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from tests.lab import enclosure
from tests.lab.running import PROGRAM, Record, run_scenario
from tests.lab.scenario import Scenario, chosen

VERSION_RUNS = 21
LIMITS = {
    "version": "under 0.15 s",
    "healthy": "median under 1.2 s",
    "faults": "median under 3 s, none over 6.5 s",
    "cpu": "under 1.2 s",
    "packets": "under 150",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure one after the other, never two at once: this is about time."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.bench", description=__doc__)
    parser.add_argument("--healthy", type=int, default=11, help="runs in the healthy home (default 11)")
    parser.add_argument("--faults", type=int, default=1, help="runs of every fault (default 1)")
    parser.add_argument("--program", type=Path, default=PROGRAM)
    options = parser.parse_args(arguments)
    against = enclosure.reason_against()
    if against:
        print(against, file=sys.stderr)
        return enclosure.SKIP
    program = options.program.absolute()
    _line("netcheck --version", _versions(program), "s", LIMITS["version"])
    healthy = [run_scenario(each, program) for each in chosen(["healthy"]) * options.healthy]
    _line("healthy, whole command", _numbers(healthy, "seconds"), "s", LIMITS["healthy"])
    _line("healthy, CPU", _numbers(healthy, "cpu_s"), "s", LIMITS["cpu"])
    _line("healthy, packets sent", _numbers(healthy, "packets"), "", LIMITS["packets"])
    stories = [each for each in chosen(["*"]) if each.codes[0] != "none"] * options.faults
    faults = [run_scenario(each, program) for each in stories]
    _line("faults, whole command", _numbers(faults, "seconds"), "s", LIMITS["faults"])
    _line("faults, CPU", _numbers(faults, "cpu_s"), "s", LIMITS["cpu"])
    _right([*healthy, *faults])
    for record in sorted(faults, key=lambda r: -float(r.outcome.get("seconds", 0)))[:5]:
        print(f"  slowest: {record.outcome.get('seconds', 0):5.2f} s  {record.scenario.name}")
    return 0


def _versions(program: Path) -> list[float]:
    times = []
    for _ in range(VERSION_RUNS):
        began = time.perf_counter()
        subprocess.run([program, "--version"], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - began)
    return times


def _numbers(records: Sequence[Record], what: str) -> list[float]:
    return [float(record.outcome[what]) for record in records if what in record.outcome]


def _line(name: str, numbers: Sequence[float], unit: str, wanted: str) -> None:
    if numbers:
        low, mid, high = min(numbers), median(numbers), max(numbers)
        print(
            f"{name:26} median {mid:7.2f} {unit:1}  min {low:7.2f}  max {high:7.2f}  n {len(numbers):3}  ({wanted})",
            flush=True,
        )


def _right(records: Sequence[Record]) -> None:
    count = len(records)
    side = sum(record.verdict.get("side") in _sides(record.scenario) for record in records)
    code = sum(record.right for record in records)
    accused = sum(record.accuses_wrongly for record in records)
    print(f"right side {side} of {count}, right code and segment {code} of {count}, wrong accusations {accused}")


def _sides(scenario: Scenario) -> tuple[str, ...]:
    return scenario.sides or (scenario.side,)


if __name__ == "__main__":
    sys.exit(main())
