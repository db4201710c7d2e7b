"""Reports of what was really seen in the lab, for windows to show."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

from netcheck import probes
from netcheck.core.diagnose import blocked, conclude, judge, path_of
from netcheck.core.model import Report, Segment, merged
from netcheck.core.settings import Isp
from netcheck.plugins import Probe, discover
from netcheck.reports.json import read_looks

STORIES = Path(__file__).parent.parent / "scenarios"
CHECKS = discover(probes, "PROBE", Probe)
SEGMENTS: dict[str, Segment] = {check: probe.segment for check, probe in CHECKS.items()}
TITLES = {check: probe.title for check, probe in CHECKS.items()}
ISP = Isp("Example Net", "https://status.example.net/api/v2/summary.json", support_phone="0800 123 4567")


@cache
def report_of(name: str, isp: Isp | None = ISP, changed: tuple[str, ...] = ()) -> Report:
    """The report of a recorded story."""
    story = json.loads((STORIES / f"{name}.json").read_text())
    looks = read_looks(story["report"])
    verdict = judge(looks[-1].seen) if len(looks) == 3 else conclude(looks)
    seen = merged(looks)
    known = {"name": isp.name, "status_url": isp.status_url, "support_phone": isp.support_phone} if isp else {}
    said = seen.get("isp_status")
    report = Report("0f3a9c", looks[-1].at, verdict, looks, path_of(seen, verdict), duration_ms=2300.0)
    return replace(
        report,
        changed=changed,
        provider={**known, **(dict(said.facts) if said else {})},
        blocked_by=blocked(seen, verdict, SEGMENTS),
    )
