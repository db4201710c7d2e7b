"""The lab from outside: runs a scenario in a process of its own and gives back the record; what tests call."""

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import enclosure
from .scenario import Scenario
from .windows import made

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".venv" / "bin" / "netcheck"
SCENARIO_S = 240.0


@dataclass(frozen=True, slots=True)
class Record:
    """What one run of one scenario gave; `outcome` holds all of it, the report and the program's words included."""

    scenario: Scenario
    outcome: dict[str, Any]

    @property
    def right(self) -> bool:
        """Whether side, segment and code were as labelled."""
        return bool(self.outcome.get("right"))

    @property
    def accuses_wrongly(self) -> bool:
        """Whether a side without fault was blamed."""
        return bool(self.outcome.get("accuses_wrongly"))

    @property
    def verdict(self) -> dict[str, Any]:
        """The verdict's main words."""
        found = self.outcome.get("verdict")
        return found if isinstance(found, dict) else {}

    @property
    def complaint(self) -> str:
        """What was wrong, in a few words; empty when right."""
        if "lab_failed" in self.outcome:
            return f"the lab itself failed: {self.outcome['lab_failed']}"[:600]
        return "; ".join(self.outcome.get("wrong", []))


def run_inside(deed: str, scenario: str, program: Path, *more: str, patience_s: float = SCENARIO_S) -> dict[str, Any]:
    """Do one thing in a fresh lab, in a process of its own that takes the whole lab with it when it ends."""
    with tempfile.TemporaryDirectory(prefix="netlab-") as folder:
        command = enclosure.command(deed, scenario, "--program", str(program), "--folder", folder, *more)
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                text=True,
                timeout=patience_s,
                cwd=ROOT,
                env=enclosure.environment(),
                stdin=subprocess.DEVNULL,
            )
        except subprocess.TimeoutExpired:
            return {"scenario": scenario, "lab_failed": f"not done in {patience_s:.0f} s"}
    lines = done.stdout.strip().splitlines()
    try:
        found = json.loads(lines[-1]) if lines else None
    except ValueError:
        found = None
    return (
        found
        if isinstance(found, dict)
        else {"scenario": scenario, "lab_failed": f"exit {done.returncode}: {done.stderr.strip()[-1500:]}"}
    )


def windows_program(options: argparse.Namespace) -> int:
    """Make the Windows program and let it be the one that is measured; not 0 where this machine cannot."""
    against = made.reason_against()
    try:
        if not against:
            options.program = made.make()
            return 0
    except made.CannotMake as error:
        against = str(error)
    print(against, file=sys.stderr)
    return enclosure.SKIP


def run_scenario(scenario: Scenario, program: Path = PROGRAM) -> Record:
    """Measure the program in one scenario, once more where the lab itself (never the program) failed."""
    outcome = run_inside("measure", scenario.name, program)
    if "lab_failed" in outcome:
        outcome = run_inside("measure", scenario.name, program)
    return Record(scenario, outcome)
