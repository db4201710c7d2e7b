"""Reads the status pages of OpenStatus: /feed/json of a page, or the one word of its public widget."""

from __future__ import annotations

from collections.abc import Mapping

from netcheck.core.news import Incident, News, Overall, Reading, Stage
from netcheck.core.page_bytes import readable
from netcheck.core.page_incidents import ONLY_STATE, newest, news, told
from netcheck.core.page_json import Table, json_object, known, tables
from netcheck.core.page_times import moment
from netcheck.core.page_words import name_or_number
from netcheck.plugins import StatusFormat

WIDGET: Mapping[str, Overall] = {
    "operational": Overall.OPERATIONAL,
    "degraded_performance": Overall.DEGRADED,
    "partial_outage": Overall.PARTIAL_OUTAGE,
    "major_outage": Overall.MAJOR_OUTAGE,
    "under_maintenance": Overall.MAINTENANCE,
    "incident": Overall.PARTIAL_OUTAGE,
    "unknown": Overall.UNKNOWN,
}
"""docs.openstatus.dev, "Public Status Widget". An incident is open, how grave is not told."""
FEED: Mapping[str, Overall] = {
    "success": Overall.OPERATIONAL,
    "degraded": Overall.DEGRADED,
    "error": Overall.PARTIAL_OUTAGE,
    "info": Overall.MAINTENANCE,
}
"""Of the page and its monitors: a report makes it degraded, a monitor that fails an error."""
STAGES: Mapping[str, Stage] = {
    "investigating": Stage.INVESTIGATING,
    "identified": Stage.IDENTIFIED,
    "monitoring": Stage.MONITORING,
    "resolved": Stage.RESOLVED,
}


def recognises(data: bytes) -> bool:
    """Whether these bytes are of this format; raises nothing."""
    return readable(_page, data)


def parse(data: bytes, reading: Reading) -> News:
    """What goes on and what is planned. Raises ValueError for anything that is not of this format."""
    page = _page(data)
    if "statusReports" not in page:
        return news(overall=known(WIDGET, page["status"], Overall.UNKNOWN), clears=False, note=ONLY_STATE)
    overall, names = known(FEED, page["status"], Overall.UNKNOWN), _names(page)
    reports = [_report(one, overall, names, reading) for one in tables(page["statusReports"])]
    works = [_work(one, names, reading) for one in tables(page.get("maintenances"))]
    return news(
        overall=overall,
        provider=page.get("title"),
        incidents=[one for one in reports if one.stage is not Stage.RESOLVED]
        + [one for one in works if one.stage is Stage.IN_PROGRESS],
        planned=[one for one in works if one.stage is Stage.SCHEDULED],
        # updatedAt is when the answer was made, not when the page was changed.
        updated_at=max((one.updated_at for one in [*reports, *works] if one.updated_at), default=None),
        parts=(
            (one.get("name"), known(FEED, one.get("status"), Overall.UNKNOWN)) for one in tables(page.get("monitors"))
        ),
    )


def _page(data: bytes) -> Table:
    page = json_object(data)
    if not isinstance(page.get("status"), str):
        raise ValueError("not an OpenStatus page: it has no status")
    if set(page) == {"status"}:
        if page["status"] not in WIDGET:
            raise ValueError("not an OpenStatus page: its only word is none of the known ones")
        return page
    if not isinstance(page.get("statusReports"), list) or not isinstance(page.get("title"), str):
        raise ValueError("not an OpenStatus page: it has no title or no list of reports")
    return page


def _names(page: Table) -> Mapping[str, tuple[object, object]]:
    """Each part by its id: its name, and the heading above it."""
    headings = {name_or_number(one.get("id")): one.get("name") for one in tables(page.get("pageComponentGroups"))}
    return {
        name_or_number(one.get("id")): (one.get("name"), headings.get(name_or_number(one.get("groupId"))))
        for one in tables(page.get("pageComponents"))
    }


def _named(one: Table, names: Mapping[str, tuple[object, object]]) -> list[tuple[object, object]]:
    ids = one.get("pageComponents")
    found = [names.get(name_or_number(id)) for id in ids[:100]] if isinstance(ids, list) else []
    return [part for part in found if part is not None]


def _report(one: Table, overall: Overall, names: Mapping[str, tuple[object, object]], reading: Reading) -> Incident:
    updates = list(tables(one.get("statusReportUpdates")))
    at, latest = newest(updates, "date")
    return told(
        reading,
        title=one.get("title"),
        # A report does not say how grave it is; the page does, of all of it.
        kind="outage" if overall in (Overall.PARTIAL_OUTAGE, Overall.MAJOR_OUTAGE) else "degraded",
        stage=known(STAGES, one.get("status"), Stage.UNKNOWN),
        id=one.get("id"),
        named=_named(one, names),
        started=min((at for at in (moment(update.get("date")) for update in updates) if at), default=None),
        updated=at or moment(one.get("updatedAt")),
        text=latest.get("message"),
        written=at,
    )


def _work(one: Table, names: Mapping[str, tuple[object, object]], reading: Reading) -> Incident:
    starts, ends, now = moment(one.get("from")), moment(one.get("to")), reading.now
    stage = Stage.UNKNOWN
    if starts is not None and now is not None:
        stage = Stage.SCHEDULED if now < starts else Stage.IN_PROGRESS
    if ends is not None and now is not None and ends < now:
        stage = Stage.RESOLVED
    at, latest = newest(tables(one.get("maintenanceUpdates")), "date")
    return told(
        reading,
        title=one.get("name"),
        kind="maintenance",
        stage=stage,
        id=one.get("id"),
        named=_named(one, names),
        started=starts,
        updated=at or moment(one.get("updatedAt")),
        starts=starts,
        ends=ends,
        text=latest.get("message", one.get("message")),
    )


FORMAT = StatusFormat(title="OpenStatus (feed/json, or the public widget)", recognises=recognises, parse=parse)
