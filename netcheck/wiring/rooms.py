"""What stands in the rooms of plugins: checks, formats of report, formats of status page."""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cached_property

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


class StatusFormats(Mapping[str, StatusFormat]):
    """Every format of provider status page by id. Only their names are known until one is wanted: in a tray where all
    is well none ever is, and they take 1.3 MB."""

    def __init__(self) -> None:
        self._names = sorted(module.name for module in pkgutil.iter_modules(statuspages.__path__))

    @cached_property
    def _found(self) -> Mapping[str, StatusFormat]:
        return discover(statuspages, "FORMAT", StatusFormat)

    def __getitem__(self, name: str) -> StatusFormat:
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names


def status_formats() -> Mapping[str, StatusFormat]:
    """Every format of provider status page by id."""
    return StatusFormats()


def event_line(event: Event, whole: bool = False) -> str:
    """An event as one line of JSON."""
    return json.dumps(event_object(event, path_segments(), whole), allow_nan=False)
