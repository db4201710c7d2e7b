"""Records the demos that come with the program anew: python3 -m tests.lab.demo [NAME ...] [--program FILE]."""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from netcheck.core.recording import DEMOS, Story

from . import enclosure
from .running import PROGRAM, ROOT, run_inside
from .scenario import chosen

FOLDER = ROOT / "resources" / "demo"
PATIENCE_S = 900.0
TRIES = 3
USUAL = ("healthy:20", "broken:30", "repaired:restored+8")
"""Acts as tests/lab/recording.py reads them: so many seconds, or so many after an event."""
COMING_AND_GOING = ("healthy:20", *("broken:12", "repaired:12") * 4, "broken:12", "repaired:restored+8")
STAGED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "announced-outage": ("announced-outage", USUAL),
    "wifi-dropped": ("wifi-dropped", USUAL),
    "router-hung": ("router-hangs-warm", USUAL),
    "provider-dns-dead": ("resolver-silent", USUAL),
    "captive-portal": ("portal-passes-ping", ("broken:30", "repaired:restored+8")),
    "flapping-line": ("line-silent", COMING_AND_GOING),
}
"""How each demo is made: the lab's scenario, and the acts. flapping-line takes seven minutes, the others one each."""


def record(name: str, file: Path, program: Path) -> int:
    """Write a timeline of a demo, or of any scenario in the usual acts; 0 when it is as its label says."""
    scenario, acts = STAGED.get(name) or (chosen([name])[0].name, USUAL)
    story = DEMOS.get(name) or Story(scenario, chosen([scenario])[0].story)
    found: dict[str, Any] = {}
    for _ in range(TRIES):
        found = run_inside("record", scenario, program, *acts, patience_s=PATIENCE_S)
        wrong = wrongs(found, name)
        if not wrong:
            break
        print(f"{name}: {wrong}", file=sys.stderr)
    else:
        return 1
    found = {"schema": found.pop("schema"), "title": story.title, "story": story.text, **found}
    file.write_text(json.dumps(found, separators=(",", ":")) + "\n")
    told = ", ".join(f"{each['event']} {each['t']:.0f} s" for each in found["told"])
    print(f"{name}: {file.stat().st_size // 1000} kB, {len(found['moments'])} looks; {told}")
    return 0


def wrongs(found: Mapping[str, Any], name: str) -> str:
    """What is wrong with a recording; nothing where it told what it had to tell."""
    if "lab_failed" in found:
        return f"the lab itself failed: {found['lab_failed']}"
    told = [each["event"] for each in found["told"]]
    faults = [each["fault"] for each in found["told"] if each["event"] == "outage_started"]
    if faults[:1] != found["expected"]["codes"][:1]:
        return f"it told {faults} instead of {found['expected']['codes'][0]}"
    if told[-1] != "restored":
        return f"it ends with {told}"
    return "" if name != "flapping-line" or "flapping" in told else f"nothing is flapping: {told}"


def main(arguments: list[str] | None = None) -> int:
    """Record these demos, or all of them; the exit code of the lab."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.lab.demo", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(STAGED)}; without names all of them")
    parser.add_argument("--program", type=Path, default=PROGRAM, help="the program that watches")
    options = parser.parse_args(arguments)
    if strangers := [name for name in options.names if name not in STAGED]:
        parser.error(f"no demo is called {' or '.join(strangers)}")
    against = enclosure.reason_against()
    if against:
        print(against, file=sys.stderr)
        return enclosure.SKIP
    FOLDER.mkdir(exist_ok=True)
    failed = [
        name for name in options.names or STAGED if record(name, FOLDER / f"{name}.json", options.program.absolute())
    ]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
