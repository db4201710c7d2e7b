"""Reads the summary.json of status pages made with Instatus."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from netcheck.core.news import Incident, News, Overall, Reading, Stage
from netcheck.core.page_bytes import readable
from netcheck.core.page_incidents import news, told, worst
from netcheck.core.page_json import Table, json_object, known, table, tables
from netcheck.core.page_times import moment
from netcheck.plugins import StatusFormat

STATES: Mapping[str, Overall] = {
    "up": Overall.OPERATIONAL,
    "hasissues": Overall.DEGRADED,
    "undermaintenance": Overall.MAINTENANCE,
}
"""Of the page. HASISSUES says that something is wrong and not what: the incidents may make it worse."""
IMPACTS: Mapping[str, Overall] = {
    "operational": Overall.OPERATIONAL,
    "undermaintenance": Overall.MAINTENANCE,
    "degradedperformance": Overall.DEGRADED,
    "minoroutage": Overall.DEGRADED,
    "partialoutage": Overall.PARTIAL_OUTAGE,
    "majoroutage": Overall.MAJOR_OUTAGE,
}
STAGES: Mapping[str, Stage] = {
    "investigating": Stage.INVESTIGATING,
    "identified": Stage.IDENTIFIED,
    "monitoring": Stage.MONITORING,
    "resolved": Stage.RESOLVED,
    "notstartedyet": Stage.SCHEDULED,
    "inprogress": Stage.IN_PROGRESS,
    "verifying": Stage.IN_PROGRESS,
    "completed": Stage.RESOLVED,
}
LONGEST_WORK_MIN = 7 * 24 * 60


def recognises(data: bytes) -> bool:
    """Whether these bytes are of this format; raises nothing."""
    return readable(_summary, data)


def parse(data: bytes, reading: Reading) -> News:
    """What goes on and what is planned. Raises ValueError for anything that is not of this format."""
    summary = _summary(data)
    page = table(summary["page"])
    open_ones = [
        one
        for one in tables(summary.get("activeIncidents"))
        if known(STAGES, one.get("status"), Stage.UNKNOWN) is not Stage.RESOLVED
    ]
    works = [_work(one, reading) for one in tables(summary.get("activeMaintenances"))]
    overall = known(STATES, page.get("status"), Overall.UNKNOWN)
    if overall is Overall.DEGRADED:
        overall = worst((known(IMPACTS, one.get("impact"), Overall.UNKNOWN) for one in open_ones), overall)
    return news(
        overall=overall,
        provider=page.get("name"),
        incidents=[_incident(one, reading) for one in open_ones]
        + [work for work in works if work.stage is Stage.IN_PROGRESS],
        planned=[work for work in works if work.stage is Stage.SCHEDULED],
    )


def _summary(data: bytes) -> Table:
    """The summary; where nothing goes on, its lists are left out."""
    summary = json_object(data)
    page = summary.get("page")
    if not isinstance(page, dict) or not isinstance(page.get("status"), str) or not isinstance(page.get("url"), str):
        raise ValueError("not an Instatus summary: it has no page with a status")
    for name in ("activeIncidents", "activeMaintenances"):
        if not isinstance(summary.get(name, []), list):
            raise ValueError(f"not an Instatus summary: {name} is no list")
    if "status" in summary or "incidents" in summary:
        raise ValueError("not an Instatus summary")
    return summary


def _incident(one: Table, reading: Reading) -> Incident:
    impact = known(IMPACTS, one.get("impact"), Overall.UNKNOWN)
    return told(
        reading,
        title=one.get("name"),
        kind="outage" if impact in (Overall.PARTIAL_OUTAGE, Overall.MAJOR_OUTAGE) else "degraded",
        stage=known(STAGES, one.get("status"), Stage.UNKNOWN),
        id=one.get("id"),
        started=moment(one.get("started")),
        updated=moment(one.get("updatedAt")) or moment(one.get("started")),
        link_to=one.get("url"),
    )


def _work(one: Table, reading: Reading) -> Incident:
    starts = moment(one.get("start"))
    return told(
        reading,
        title=one.get("name"),
        kind="maintenance",
        stage=known(STAGES, one.get("status"), Stage.UNKNOWN),
        id=one.get("id"),
        started=starts,
        updated=moment(one.get("updatedAt")),
        starts=starts,
        ends=_end(starts, one.get("duration")),
        link_to=one.get("url"),
    )


def _end(starts: datetime | None, minutes: object) -> datetime | None:
    """Instatus tells how many minutes a work takes, as a number or as text."""
    if isinstance(minutes, str) and len(minutes) <= 6 and minutes.isascii() and minutes.isdigit():
        minutes = int(minutes)
    if starts is None or isinstance(minutes, bool) or not isinstance(minutes, int | float):
        return None
    return starts + timedelta(minutes=minutes) if 0 < minutes <= LONGEST_WORK_MIN else None


FORMAT = StatusFormat(title="Instatus (summary.json)", recognises=recognises, parse=parse)
