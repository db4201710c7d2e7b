"""Reads the public API of Rootly's status pages: status.json and incidents.json (version 1)."""

from __future__ import annotations

from collections.abc import Mapping

from netcheck.core.news import Incident, News, Overall, Reading, Stage
from netcheck.core.page_bytes import readable
from netcheck.core.page_incidents import ONLY_INCIDENTS, newest, news, told
from netcheck.core.page_json import Table, json_object, known, table, tables
from netcheck.core.page_times import moment, stated_zone
from netcheck.plugins import StatusFormat

INDICATORS: Mapping[str, Overall] = {
    "none": Overall.OPERATIONAL,
    "minor": Overall.DEGRADED,
    "major": Overall.MAJOR_OUTAGE,
    "maintenance": Overall.MAINTENANCE,
}
"""docs.rootly.com, "Status Page Public API"."""
STAGES: Mapping[str, Stage] = {
    "in_triage": Stage.INVESTIGATING,
    "started": Stage.INVESTIGATING,
    "detected": Stage.INVESTIGATING,
    "acknowledged": Stage.INVESTIGATING,
    "investigating": Stage.INVESTIGATING,
    "identified": Stage.IDENTIFIED,
    "mitigated": Stage.MONITORING,
    "monitoring": Stage.MONITORING,
    "resolved": Stage.RESOLVED,
    "closed": Stage.RESOLVED,
    "cancelled": Stage.RESOLVED,
    "completed": Stage.RESOLVED,
    "scheduled": Stage.SCHEDULED,
    "planning": Stage.SCHEDULED,
    "in_progress": Stage.IN_PROGRESS,
    "verifying": Stage.IN_PROGRESS,
}
"""Of incidents and of their updates: an update may say more than the incident's own "started"."""
WORK = (Stage.SCHEDULED, Stage.IN_PROGRESS)
GRAVE = ("major", "critical")


def recognises(data: bytes) -> bool:
    """Whether these bytes are of this format; raises nothing."""
    return readable(_answer, data)


def parse(data: bytes, reading: Reading) -> News:
    """What goes on, as the page lists it. Raises ValueError for anything that is not of this format."""
    answer = _answer(data)
    page = table(answer["page"])
    going_on, planned = list[Incident](), list[Incident]()
    for one in tables(answer["incidents"]):
        incident = _incident(one, page, reading)
        if incident.stage is Stage.SCHEDULED:
            planned.append(incident)
        elif incident.stage is not Stage.RESOLVED:
            going_on.append(incident)
    return news(
        overall=known(INDICATORS, table(answer.get("status")).get("indicator"), Overall.UNKNOWN),
        provider=page.get("name"),
        incidents=going_on,
        planned=planned,
        updated_at=moment(page.get("updated_at")),
        note="" if "status" in answer else ONLY_INCIDENTS,
    )


def _answer(data: bytes) -> Table:
    answer = json_object(data)
    page, status = answer.get("page"), answer.get("status")
    if not isinstance(page, dict) or not isinstance(page.get("name"), str) or "id" in page or "status" in page:
        raise ValueError("not a Rootly page: it has no page with a name and without an id")
    if not isinstance(answer.get("incidents"), list):
        raise ValueError("not a Rootly page: it has no list of incidents")
    if status is not None and (not isinstance(status, dict) or not isinstance(status.get("indicator"), str)):
        raise ValueError("not a Rootly page: status.indicator is missing")
    return answer


def _incident(one: Table, page: Table, reading: Reading) -> Incident:
    at, latest = newest(tables(one.get("incident_updates")), "created_at")
    own = Stage.RESOLVED if moment(one.get("resolved_at")) else known(STAGES, one.get("status"), Stage.UNKNOWN)
    stage = own if own is Stage.RESOLVED else known(STAGES, latest.get("status"), own)
    starts, ends = moment(one.get("scheduled_for")), moment(one.get("scheduled_until"))
    work = stage in WORK or starts is not None or one.get("impact") == "maintenance"
    return told(
        reading,
        title=one.get("name"),
        kind="maintenance" if work else "outage" if one.get("impact") in GRAVE else "degraded",
        stage=stage,
        id=one.get("id"),
        named=((part.get("name"), "") for part in tables(one.get("components"))),
        started=moment(one.get("started_at")),
        updated=at,
        starts=starts,
        ends=ends,
        text=latest.get("body"),
        link_to=one.get("url"),
        zone=stated_zone(latest.get("created_at")) if "UTC" not in str(page.get("time_zone") or "UTC") else None,
    )


FORMAT = StatusFormat(title="Rootly (status.json)", recognises=recognises, parse=parse)
