"""Measures watching in the lab: python3 -m tests.bench.watching [--windows] [--repeat N]."""

import argparse
import json
import random
import statistics
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.lab import enclosure
from tests.lab.running import PROGRAM, run_inside, windows_program

STORIES = ("line-silent", "router-hangs-warm", "cable-out", "resolver-silent")
"""A dead line, a dead router, a pulled cable, a dead name server of the provider."""


def main(arguments: list[str] | None = None) -> int:
    """Break and mend each home several times while the program watches; print the times and what watching costs."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.bench.watching", description=__doc__)
    parser.add_argument("--repeat", type=int, default=5, help="times each, with and without a user's traffic")
    parser.add_argument("--stories", nargs="+", default=list(STORIES), metavar="NAME")
    parser.add_argument("--jobs", type=int, default=1, help="labs at once")
    parser.add_argument("--program", type=Path, default=PROGRAM)
    parser.add_argument("--windows", action="store_true", help="the Windows program, under Wine; no healthy minute")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--no-rest", action="store_true", help="leave out the healthy minute")
    options = parser.parse_args(arguments)
    against = enclosure.reason_against()
    if against:
        print(against, file=sys.stderr)
        return enclosure.SKIP
    if options.windows and (code := windows_program(options)):
        return code
    program = options.program.absolute()
    found: dict[str, object] = {}
    if not (options.no_rest or options.windows):  # what Wine takes is not what Windows would
        found["healthy minute"] = run_inside("rest", "healthy", program)
        print(json.dumps(found["healthy minute"]), flush=True)
    bad = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        for story in options.stories:
            for traffic in ("idle", "traffic"):
                rests = [round(random.uniform(3, 14), 1) for _ in range(options.repeat)]
                runs = list(pool.map(lambda rest: run_inside("watch", story, program, traffic, str(rest)), rests))  # noqa: B023
                bad += sum("lab_failed" in run or not run.get("right") for run in runs)
                found[f"{story}, {traffic}"] = runs
                print(f"{story:20} {traffic:8}", *(_figures(runs, key) for key in ("told_s", "restored_s")), flush=True)
                for run in runs:
                    if "lab_failed" in run or not run.get("right"):
                        print("   ", json.dumps(run)[:1500], flush=True)
    if options.json:
        print(json.dumps(found, indent=1))
    return 1 if bad else 0


def _figures(runs: list[dict[str, object]], key: str) -> str:
    values = [float(str(run[key])) for run in runs if key in run]
    if not values:
        return f"{key}: none"
    return f"{key}: median {statistics.median(values):5.2f}, longest {max(values):5.2f} (n {len(values)})  "


if __name__ == "__main__":
    sys.exit(main())
