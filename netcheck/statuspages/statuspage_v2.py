"""Reads the pages of Atlassian Statuspage (API version 2): summary.json, or one of the lists that it is made of."""

from __future__ import annotations

from collections.abc import Mapping

from netcheck.core.news import Incident, News, Overall, Reading, Stage
from netcheck.core.page_bytes import readable
from netcheck.core.page_incidents import ONLY_INCIDENTS, ONLY_STATE, news, told
from netcheck.core.page_json import Table, json_object, known, table, tables
from netcheck.core.page_times import moment, stated_zone
from netcheck.core.page_words import long_line, name_or_number
from netcheck.plugins import StatusFormat

INDICATORS: Mapping[str, Overall] = {
    "none": Overall.OPERATIONAL,
    "minor": Overall.DEGRADED,
    "major": Overall.PARTIAL_OUTAGE,
    "critical": Overall.MAJOR_OUTAGE,
    "maintenance": Overall.MAINTENANCE,
}
"""Statuspage words them itself: "Minor Service Outage", "Partial System Outage", "Major System Outage"."""
STATES: Mapping[str, Overall] = {
    "operational": Overall.OPERATIONAL,
    "degraded_performance": Overall.DEGRADED,
    "partial_outage": Overall.PARTIAL_OUTAGE,
    "major_outage": Overall.MAJOR_OUTAGE,
    "under_maintenance": Overall.MAINTENANCE,
}
STAGES: Mapping[str, Stage] = {
    "investigating": Stage.INVESTIGATING,
    "identified": Stage.IDENTIFIED,
    "monitoring": Stage.MONITORING,
    "resolved": Stage.RESOLVED,
    "postmortem": Stage.RESOLVED,
    "completed": Stage.RESOLVED,
    "scheduled": Stage.SCHEDULED,
    "in_progress": Stage.IN_PROGRESS,
    "verifying": Stage.IN_PROGRESS,
}
DOWN = (Overall.PARTIAL_OUTAGE, Overall.MAJOR_OUTAGE)
GRAVE = ("major", "critical")


def recognises(data: bytes) -> bool:
    """Whether these bytes are of this format; raises nothing."""
    return readable(_summary, data)


def parse(data: bytes, reading: Reading) -> News:
    """The unresolved incidents, then the maintenance that is under way, as the page lists them; what is to come apart.

    Raises ValueError for anything that is not of this format.
    """
    summary = _summary(data)
    page, components = table(summary["page"]), list(tables(summary.get("components")))
    headings = {name_or_number(part.get("id")): part for part in components if part.get("group") is True}
    going_on, planned = list[Incident](), list[Incident]()
    for one in tables(summary.get("incidents")):
        if known(STAGES, one.get("status"), Stage.UNKNOWN) is not Stage.RESOLVED:
            going_on.append(_incident(one, page, headings, one.get("impact") == "maintenance", reading))
    for one in tables(summary.get("scheduled_maintenances")):
        stage = known(STAGES, one.get("status"), Stage.UNKNOWN)
        if stage is Stage.IN_PROGRESS:
            going_on.append(_incident(one, page, headings, True, reading))
        elif stage is Stage.SCHEDULED:
            planned.append(_incident(one, page, headings, True, reading))
    told_of = isinstance(summary.get("incidents"), list)
    return news(
        overall=known(INDICATORS, table(summary.get("status")).get("indicator"), Overall.UNKNOWN),
        provider=page.get("name"),
        incidents=going_on,
        planned=planned,
        updated_at=moment(page.get("updated_at")),
        clears=told_of,
        parts=(
            (part.get("name"), known(STATES, part.get("status"), Overall.UNKNOWN))
            for part in components
            if part.get("group") is not True
        ),
        note="" if told_of and "status" in summary else ONLY_INCIDENTS if told_of else ONLY_STATE,
    )


def _summary(data: bytes) -> Table:
    """The summary, or the part of it that stands alone in status.json and incidents.json."""
    summary = json_object(data)
    page, status, incidents = summary.get("page"), summary.get("status"), summary.get("incidents")
    if not isinstance(page, dict) or not isinstance(page.get("id"), str) or "status" in page:
        raise ValueError("not a Statuspage summary: it has no page with an id")
    if status is not None and (not isinstance(status, dict) or not isinstance(status.get("indicator"), str)):
        raise ValueError("not a Statuspage summary: status.indicator is missing")
    if incidents is not None and not isinstance(incidents, list):
        raise ValueError("not a Statuspage summary: its incidents are no list")
    if status is None and incidents is None:
        raise ValueError("not a Statuspage summary: it has neither a state nor incidents")
    return summary


def _incident(one: Table, page: Table, headings: Mapping[str, Table], maintenance: bool, reading: Reading) -> Incident:
    components = [part for part in tables(one.get("components")) if part.get("group") is not True]
    # MongoDB's page, which is otherwise the same, names them otherwise.
    updates = list(tables(one.get("incident_updates"))) or list(tables(one.get("event_updates")))
    latest: Table = next((update for update in updates if long_line(update.get("body"))), {})
    newest: Table = updates[0] if updates else {}
    starts = moment(one.get("scheduled_for")) if maintenance else None
    written = latest.get("display_at") or latest.get("updated_at") or latest.get("created_at")
    return told(
        reading,
        title=one.get("name"),
        kind="maintenance" if maintenance else _kind(one, components),
        stage=known(STAGES, one.get("status"), Stage.UNKNOWN),
        id=one.get("id"),
        named=(
            (part.get("name"), headings.get(name_or_number(part.get("group_id")), {}).get("name"))
            for part in components
        ),
        started=starts or moment(one.get("started_at")) or moment(one.get("created_at")),
        updated=moment(newest.get("updated_at")) or moment(written) or moment(one.get("updated_at")),
        starts=starts,
        ends=moment(one.get("scheduled_until")),
        text=latest.get("body"),
        written=moment(written),
        link_to=one.get("shortlink"),
        zone=stated_zone(written) if "UTC" not in str(page.get("time_zone") or "UTC") else None,
    )


def _kind(one: Table, components: list[Table]) -> str:
    """Outage where the page says so of the whole or of a part; else it works, but badly."""
    down = any(known(STATES, part.get("status"), Overall.UNKNOWN) in DOWN for part in components)
    return "outage" if down or one.get("impact") in GRAVE else "degraded"


FORMAT = StatusFormat(title="Atlassian Statuspage (summary.json)", recognises=recognises, parse=parse)
