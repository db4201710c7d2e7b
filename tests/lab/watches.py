"""Proves watching on real broken homes: python3 -m tests.lab.watches [--windows] [--all | --story NAME ...]."""

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from . import enclosure, learning
from .running import PROGRAM, run_inside, windows_program
from .watching_stories import STORIES as LONGER
from .windows import cannot

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
    return "" if run["ended_well"] else f"its end gave {run['exit']}"


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


def every_story() -> dict[str, Callable[[Path], str]]:
    """All there is to play, by name; each says of a program what is wrong with its watching."""
    return {
        **{name: partial(played, name) for name in LONGER},
        **{story: partial(watched, story) for story in STORIES},
        f"{WINDOW}, with the window": on_the_desktop,
        **{f"learns: {name}": partial(learnt, name) for name in learning.STORIES},
    }


def to_play(
    names: Iterable[str], whole: bool, windows: bool
) -> tuple[dict[str, Callable[[Path], str]], dict[str, str]]:
    """Those named, or all (without `whole` the quick ones), and of these the ones that Wine cannot show, with the
    reason."""
    wanted = set(names)
    found = {
        name: story
        for name, story in every_story().items()
        if (name in wanted if wanted else whole or name not in LONGER or LONGER[name].quick)
    }
    left_out = {name: why for name in found if windows and (why := cannot.reason_not_to_watch(name))}
    return {name: story for name, story in found.items() if name not in left_out}, left_out


def tell(found: Mapping[str, str]) -> None:
    """A line for each story."""
    for name, what in found.items():
        print(f"{name:44} {what}")


def main(arguments: list[str] | None = None) -> int:
    """Watch each scenario once, one with the window, and the quick stories or those named; 0 where all went right."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.lab.watches", description=__doc__)
    parser.add_argument("--jobs", type=int, default=1, help="labs at once")
    parser.add_argument("--program", type=Path, default=PROGRAM, help="the program to watch with")
    parser.add_argument("--windows", action="store_true", help="watch with the Windows program, under Wine")
    parser.add_argument("--all", action="store_true", help="the long stories, too; a quarter of an hour")
    parser.add_argument("--story", nargs="+", action="extend", default=[], choices=[*every_story()], metavar="NAME")
    parser.add_argument("--list", action="store_true", help="list all stories; with --windows those Wine can't show")
    options = parser.parse_args(arguments)
    chosen, left_out = to_play(options.story, options.all or options.list, options.windows)
    if options.list:
        tell(left_out if options.windows else dict.fromkeys(chosen, ""))
        return 0
    against = enclosure.reason_against()
    if against:
        print(against, file=sys.stderr)
        return enclosure.SKIP
    if options.windows and (code := windows_program(options)):
        return code
    tell({name: f"not under Wine: {why}" for name, why in left_out.items()})
    with ThreadPoolExecutor(options.jobs) as pool:
        waiting = {name: pool.submit(story, options.program.absolute()) for name, story in chosen.items()}
        wrong = {name: each.result() for name, each in waiting.items()}
    tell({name: what or "right" for name, what in wrong.items()})
    failed = sum(bool(what) for what in wrong.values())
    print(f"{len(wrong) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
