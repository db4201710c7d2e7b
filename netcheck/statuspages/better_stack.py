"""Reads the index.json of status pages made with Better Stack, formerly Better Uptime (a JSON:API document)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from netcheck.core.news import Incident, News, Overall, Reading, Stage
from netcheck.core.page_bytes import readable
from netcheck.core.page_incidents import newest, news, told
from netcheck.core.page_json import Table, json_object, known, table, tables
from netcheck.core.page_times import moment
from netcheck.core.page_words import name_or_number
from netcheck.plugins import StatusFormat

STATES: Mapping[str, Overall] = {
    "operational": Overall.OPERATIONAL,
    "degraded": Overall.DEGRADED,
    "downtime": Overall.MAJOR_OUTAGE,
    "maintenance": Overall.MAINTENANCE,
}
"""Of the page, of its resources and of its reports; not_monitored, which a resource may be, is no downtime."""
OVER = ("operational", "resolved")
"""The state of a report that is over."""


@dataclass(frozen=True, slots=True)
class _Page:
    attributes: Table
    resources: Mapping[str, Table]
    headings: Mapping[str, object]
    reports: tuple[tuple[str, Table], ...]
    updates: Mapping[str, tuple[Table, ...]]
    """By the report that they belong to."""


def recognises(data: bytes) -> bool:
    """Whether these bytes are of this format; raises nothing."""
    return readable(_document, data)


def parse(data: bytes, reading: Reading) -> News:
    """The reports that are open, and the maintenance to come. Raises ValueError for what is not of this format."""
    page = _page(_document(data))
    reports = [_report(id, report, page, reading) for id, report in page.reports]
    states = [known(STATES, part.get("status"), Overall.UNKNOWN) for part in page.resources.values()]
    overall = known(STATES, page.attributes.get("aggregate_state"), Overall.UNKNOWN)
    if overall is Overall.MAJOR_OUTAGE and Overall.OPERATIONAL in states:
        overall = Overall.PARTIAL_OUTAGE
    return news(
        overall=overall,
        provider=page.attributes.get("company_name"),
        incidents=[one for one in reports if one.stage not in (Stage.RESOLVED, Stage.SCHEDULED)],
        planned=[one for one in reports if one.stage is Stage.SCHEDULED],
        updated_at=moment(page.attributes.get("updated_at")),
        parts=zip((part.get("public_name") for part in page.resources.values()), states, strict=True),
    )


def _document(data: bytes) -> Table:
    document = json_object(data)
    main = table(document.get("data"))
    if main.get("type") != "status_page" or not isinstance(table(main.get("attributes")).get("aggregate_state"), str):
        raise ValueError("not a Better Stack page: data.attributes.aggregate_state is missing")
    return document


def _page(document: Table) -> _Page:
    resources, headings = dict[str, Table](), dict[str, object]()
    reports, updates = list[tuple[str, Table]](), dict[str, tuple[Table, ...]]()
    for one in tables(document.get("included")):
        id, attributes = name_or_number(one.get("id")), table(one.get("attributes"))
        match one.get("type"):
            case "status_page_resource":
                resources[id] = attributes
            case "status_page_section":
                headings[id] = attributes.get("name")
            case "status_report":
                reports.append((id, attributes))
            case "status_update":
                report = name_or_number(attributes.get("status_report_id"))
                updates[report] = (*updates.get(report, ())[:50], attributes)
    main = table(document["data"])
    return _Page(table(main["attributes"]), resources, headings, tuple(reports), updates)


def _report(id: str, report: Table, page: _Page, reading: Reading) -> Incident:
    at, latest = newest(page.updates.get(id, ()), "published_at")
    affected = list(tables(report.get("affected_resources")))
    state = known(STATES, report.get("aggregate_state"), Overall.UNKNOWN)
    work = report.get("report_type") == "maintenance"
    starts, ends = moment(report.get("starts_at")), moment(report.get("ends_at"))
    parts = [page.resources.get(name_or_number(one.get("status_page_resource_id")), {}) for one in affected]
    return told(
        reading,
        title=report.get("title"),
        kind="maintenance" if work else "outage" if state is Overall.MAJOR_OUTAGE else "degraded",
        stage=_stage(report, work, reading),
        id=id,
        named=(
            (part.get("public_name"), page.headings.get(name_or_number(part.get("status_page_section_id"))))
            for part in parts
        ),
        started=starts,
        updated=at or starts,
        starts=starts if work else None,
        ends=ends,
        text=latest.get("message"),
        written=at,
    )


def _stage(report: Table, work: bool, reading: Reading) -> Stage:
    """Better Stack knows no stages: what has ended is over, work ahead is scheduled."""
    starts, ends, now = moment(report.get("starts_at")), moment(report.get("ends_at")), reading.now
    if now is not None and ends is not None and ends <= now:
        return Stage.RESOLVED
    if work:
        ahead = now is None or starts is None or starts > now
        return Stage.SCHEDULED if ahead else Stage.IN_PROGRESS
    return Stage.RESOLVED if report.get("aggregate_state") in OVER else Stage.UNKNOWN


FORMAT = StatusFormat(title="Better Stack (index.json)", recognises=recognises, parse=parse)
