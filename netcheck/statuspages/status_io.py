"""Reads the public status API of Status.io (api.status.io/1.0/status/PAGE)."""

from __future__ import annotations

from collections.abc import Mapping

from netcheck.core.news import Incident, News, Overall, Reading, Stage
from netcheck.core.page_bytes import readable
from netcheck.core.page_incidents import newest, news, told
from netcheck.core.page_json import Table, json_object, known, table, tables
from netcheck.core.page_times import moment
from netcheck.plugins import StatusFormat

STATES: Mapping[str, Overall] = {
    "100": Overall.OPERATIONAL,
    "200": Overall.MAINTENANCE,
    "300": Overall.DEGRADED,
    "400": Overall.PARTIAL_OUTAGE,
    "500": Overall.MAJOR_OUTAGE,
}
"""Status.io's codes: operational, planned maintenance, degraded performance, partial service disruption, service
disruption. 600 is a security event, which does not tell whether the service works."""
STAGES: Mapping[str, Stage] = {
    "100": Stage.INVESTIGATING,
    "200": Stage.IDENTIFIED,
    "300": Stage.MONITORING,
    "400": Stage.RESOLVED,
}


def recognises(data: bytes) -> bool:
    """Whether these bytes are of this format; raises nothing."""
    return readable(_result, data)


def parse(data: bytes, reading: Reading) -> News:
    """What goes on and what is planned. Raises ValueError for anything that is not of this format."""
    result = _result(data)
    overall, works = table(result["status_overall"]), table(result.get("maintenance"))
    incidents = [_incident(one, reading) for one in tables(result.get("incidents"))]
    under_way = [_work(one, Stage.IN_PROGRESS, reading) for one in tables(works.get("active"))]
    return news(
        overall=known(STATES, overall.get("status_code"), Overall.UNKNOWN),
        incidents=[one for one in incidents if one.stage is not Stage.RESOLVED] + under_way,
        planned=[_work(one, Stage.SCHEDULED, reading) for one in tables(works.get("upcoming"))],
        updated_at=moment(overall.get("updated")),
        parts=(
            (part.get("name"), known(STATES, part.get("status_code"), Overall.UNKNOWN))
            for part in tables(result.get("status"))
        ),
    )


def _result(data: bytes) -> Table:
    result = json_object(data).get("result")
    overall = result.get("status_overall") if isinstance(result, dict) else None
    if not isinstance(result, dict) or not isinstance(overall, dict) or "status_code" not in overall:
        raise ValueError("not a Status.io answer: result.status_overall.status_code is missing")
    return result


def _incident(one: Table, reading: Reading) -> Incident:
    at, message = newest(tables(one.get("messages")), "datetime")
    state = known(STATES, message.get("status", one.get("status_code")), Overall.UNKNOWN)
    over = moment(one.get("datetime_resolved")) is not None
    return told(
        reading,
        title=one.get("name"),
        kind="outage" if state in (Overall.PARTIAL_OUTAGE, Overall.MAJOR_OUTAGE) else "degraded",
        stage=Stage.RESOLVED if over else known(STAGES, message.get("state"), Stage.UNKNOWN),
        id=one.get("_id", one.get("id")),
        named=((part.get("name"), "") for part in tables(one.get("components_affected"))),
        # A container is where a component runs: a region, a site.
        places=[part.get("name") for part in tables(one.get("containers_affected"))],
        started=moment(one.get("datetime_open")),
        updated=at or moment(one.get("datetime_open")),
        text=message.get("details"),
    )


def _work(one: Table, stage: Stage, reading: Reading) -> Incident:
    at, message = newest(tables(one.get("messages")), "datetime")
    starts = moment(one.get("datetime_planned_start"))
    return told(
        reading,
        title=one.get("name"),
        kind="maintenance",
        stage=stage,
        id=one.get("_id", one.get("id")),
        named=((part.get("name"), "") for part in tables(one.get("components_affected"))),
        places=[part.get("name") for part in tables(one.get("containers_affected"))],
        started=starts,
        updated=at,
        starts=starts,
        ends=moment(one.get("datetime_planned_end")),
        text=message.get("details"),
    )


FORMAT = StatusFormat(title="Status.io (public status API)", recognises=recognises, parse=parse)
