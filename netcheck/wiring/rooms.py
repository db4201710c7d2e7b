"""What stands in the rooms of plugins: checks, formats of report, formats of status page."""

from __future__ import annotations

import json

from netcheck import probes, reports, statuspages
from netcheck.core.model import Segment
from netcheck.core.watching import Event
from netcheck.plugins import Probe, ReportFormat, StatusFormat, discover
from netcheck.reports.json import event_object


def all_probes() -> dict[str, Probe]:
    """Every check by id."""
    return discover(probes, "PROBE", Probe)


def path_segments() -> dict[str, Segment]:
    """Where on the path each check belongs, by its id."""
    return {check: probe.segment for check, probe in all_probes().items()}


def formats() -> dict[str, ReportFormat]:
    """Every format of report by id."""
    return discover(reports, "FORMAT", ReportFormat)


def status_formats() -> dict[str, StatusFormat]:
    """Every format of provider status page by id."""
    return discover(statuspages, "FORMAT", StatusFormat)


def event_line(event: Event, whole: bool = False) -> str:
    """An event as one line of JSON."""
    return json.dumps(event_object(event, path_segments(), whole), allow_nan=False)
