"""Proves watching on real broken homes: python3 -m tests.lab.watches [--jobs N] [--all | --story NAME ...]."""

import argparse
import json
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import enclosure, learning
from .running import PROGRAM, run_inside
from .watching_stories import STORIES as LONGER

STORIES = ("line-silent", "router-hangs-warm", "cable-out", "resolver-silent")
WINDOW = "line-silent"
STORY_S = 400.0


def watched(story: str, program: Path) -> str:
    """What is wrong with watching this story from the terminal; empty where nothing is."""
    run = run_inside("watch", story, program, random.choice(("idle", "traffic")), f"{random.uniform(2, 9):.1f}")
    if "lab_failed" in run:
        return str(run["lab_failed"])
    if run["first"] != "none" or not run["right"]:
        return f"{run['first']} at first, then {run['fault']}"
    kinds = run["events"]
    wanted = ["outage_started", "back", "restored"]
    if [kind for kind in kinds if kind in wanted] != wanted:
        return f"told {kinds}"
    return "" if run["exit"] == 143 else f"SIGTERM gave {run['exit']}"


def played(story: str, program: Path) -> str:
    """What is wrong with watching one of the longer stories; empty where nothing is."""
    run = run_inside("story", story, program, patience_s=STORY_S)
    return f"the lab failed: {run['lab_failed']}" if "lab_failed" in run else str(run["wrong"])


def on_the_desktop(program: Path) -> str:
    """What is wrong with the window in a home that loses its line; empty where nothing is."""
    run = run_inside("window", WINDOW, program)
    if "lab_failed" in run:
        return str(run["lab_failed"])
    return "" if run["right"] else json.dumps(run)


def learnt(name: str, program: Path) -> str:
    """What is wrong with what a watch learns in this story; empty where nothing is."""
    run = run_inside("learn", learning.STORIES[name].scenario, program, name)
    if "lab_failed" in run:
        return str(run["lab_failed"])
    return "" if run["right"] else "; ".join(run["wrong"])


def main(arguments: list[str] | None = None) -> int:
    """Watch each scenario once, one with the window, and the quick stories or those named; 0 where all went right."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.lab.watches", description=__doc__)
    parser.add_argument("--jobs", type=int, default=1, help="labs at once")
    parser.add_argument("--program", type=Path, default=PROGRAM, help="the program to watch with")
    parser.add_argument("--all", action="store_true", help="the long stories, too; a quarter of an hour")
    parser.add_argument("--story", action="append", choices=[*LONGER], help="only this longer story")
    options = parser.parse_args(arguments)
    against = enclosure.reason_against()
    if against:
        print(against, file=sys.stderr)
        return enclosure.SKIP
    program = options.program.absolute()
    longer = options.story or [name for name, story in LONGER.items() if story.quick or options.all]
    with ThreadPoolExecutor(options.jobs) as pool:
        waiting = {name: pool.submit(played, name, program) for name in longer}
        if not options.story:
            waiting |= {story: pool.submit(watched, story, program) for story in STORIES}
            waiting[f"{WINDOW}, with the window"] = pool.submit(on_the_desktop, program)
            waiting |= {f"learns: {name}": pool.submit(learnt, name, program) for name in learning.STORIES}
        wrong = {story: each.result() for story, each in waiting.items()}
    for story, what in wrong.items():
        print(f"{story:44} {what or 'right'}")
    failed = sum(bool(what) for what in wrong.values())
    print(f"{len(wrong) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
