"""Records stories from the lab: python3 -m tests.scenarios.record [NAME ...]; without names one a fault code."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.lab.running import run_scenario
from tests.lab.scenario import Scenario, chosen

HERE = Path(__file__).resolve().parent
HEALTHY = (
    "healthy", "healthy-usual", "router-ignores-everything", "icmp-blocked-everywhere-no-ping", "healthy-no-ping",
    "public-resolvers-blocked", "port-80-blocked", "two-landmarks-dark", "first-resolver-dead", "vpn-works",
    "healthy-ipv6-only-nat64", "healthy-second-router", "healthy-shared-address", "clock-two-minutes-off",
)  # fmt: skip
"""Homes in which nobody may be blamed."""


def main(names: Sequence[str]) -> int:
    """Run each scenario until the program is right (three times at most) and keep what it saw."""
    failed = 0
    for scenario in chosen(list(names)) if names else _one_a_code():
        record = next((r for r in (run_scenario(scenario) for _ in range(3)) if r.right), None)
        if record is None:
            print(f"{scenario.name}: three times not as labelled", file=sys.stderr)
            failed += 1
            continue
        report = record.outcome["report"]
        story = {
            "scenario": scenario.name,
            "story": scenario.story,
            "verdict": report["verdict"]["fault"],
            "side": report["verdict"]["side"],
            "segment": report["verdict"]["segment"],
            "also": report["verdict"]["also"],
            "report": {"schema": report["schema"], "looks": report["looks"]},
        }
        (HERE / f"{scenario.name}.json").write_text(json.dumps(story, separators=(",", ":")) + "\n")
        print(f"{scenario.name}: {report['verdict']['fault']}")
    return 1 if failed else 0


def _one_a_code() -> list[Scenario]:
    stories: dict[str, Scenario] = {}
    for scenario in chosen(["*"]):
        for code in (scenario.codes[0], *scenario.also):
            if code != "none":
                stories.setdefault(code, scenario)
    return [*stories.values(), *chosen(list(HEALTHY))]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
