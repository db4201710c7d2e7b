"""Writes the stories that no lab can stage, from Macs on paper: python3 -m tests.scenarios.from_paper."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from netcheck import probes
from netcheck.core.diagnose import judge
from netcheck.core.model import Look, Report
from netcheck.plugins import Probe, discover
from netcheck.reports.json import to_object
from tests.fake_world import NOW, observed
from tests.world.test_macos_stories import kept_mac, world_of

HERE = Path(__file__).resolve().parent
STORIES = {"mac-local-network-withheld": ("A Mac on paper: netcheck may not speak to the local network.", kept_mac)}
"""Name of the file, what happens, and the Mac."""


def written(name: str, patch: pytest.MonkeyPatch) -> str:
    """One story as its file holds it."""
    story, mac = STORIES[name]
    seen = observed(world_of(mac(), patch))
    verdict = judge(seen)
    segments = {check: probe.segment for check, probe in discover(probes, "PROBE", Probe).items()}
    report = to_object(Report(name, NOW, verdict, (Look(NOW, seen),), ()), segments)
    told = {
        "scenario": name,
        "story": story,
        "verdict": verdict.fault,
        "side": verdict.side.value,
        "segment": verdict.segment.value if verdict.segment else "none",
        "also": list(verdict.also),
        "report": {"schema": report["schema"], "looks": report["looks"]},
    }
    return json.dumps(told, separators=(",", ":")) + "\n"


def main() -> None:
    """Write them all."""
    for name in STORIES:
        with pytest.MonkeyPatch.context() as patch:
            (HERE / f"{name}.json").write_text(written(name, patch), encoding="utf-8")


if __name__ == "__main__":
    main()
