"""Reads the public API of Cachet, versions 2 and 3: incidents, components, schedules or the status, one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from netcheck.core.news import Incident, News, Overall, Reading, Stage
from netcheck.core.page_bytes import readable
from netcheck.core.page_incidents import NOT_ALL, ONLY_INCIDENTS, ONLY_PARTS, ONLY_STATE, news, told, worst
from netcheck.core.page_json import Table, json_object, known, table, tables
from netcheck.core.page_times import moment
from netcheck.core.page_words import line, name_or_number
from netcheck.core.trouble_words import kind_of
from netcheck.plugins import StatusFormat

STATES: Mapping[str, Overall] = {
    "1": Overall.OPERATIONAL,
    "2": Overall.DEGRADED,
    "3": Overall.PARTIAL_OUTAGE,
    "4": Overall.MAJOR_OUTAGE,
    "6": Overall.MAINTENANCE,
}
"""Of components (cachethq/core, ComponentStatusEnum): 5 is unknown; 6 stands for maintenance in later ones."""
SYSTEM: Mapping[str, Overall] = {
    "operational": Overall.OPERATIONAL,
    "partial_outage": Overall.PARTIAL_OUTAGE,
    "major_outage": Overall.MAJOR_OUTAGE,
    "under_maintenance": Overall.MAINTENANCE,
}
STAGES: Mapping[str, Stage] = {
    "0": Stage.SCHEDULED,
    "1": Stage.INVESTIGATING,
    "2": Stage.IDENTIFIED,
    "3": Stage.MONITORING,
    "4": Stage.RESOLVED,
}
"""Of incidents; 0 in version 2.3 and before, which kept scheduled work among them."""
WORK_STAGES: Mapping[str, Stage] = {"0": Stage.SCHEDULED, "1": Stage.IN_PROGRESS, "2": Stage.RESOLVED}
"""Of schedules."""
SORTS = {"incidents": "incidents", "components": "components", "schedules": "schedules", "status": "status"}
"""What may stand as a type in a document of version 3."""


def recognises(data: bytes) -> bool:
    """Whether these bytes are of this format; raises nothing."""
    return readable(_answer, data)


def parse(data: bytes, reading: Reading) -> News:
    """What this answer tells. Raises ValueError for anything that is not of this format.

    Cachet writes its times in a zone that it does not name, so that they are all None.
    """
    sort, entries, answer = _answer(data)
    if sort == "status":
        return news(overall=_state(entries[0], SYSTEM), provider=entries[0].get("name"), clears=False, note=ONLY_STATE)
    if sort == "components":
        used = [one for one in entries if one.get("enabled") is not False]
        parts = [(one.get("name"), _state(one, STATES)) for one in used]
        bad = worst(state for _, state in parts)
        # That each part works is not yet that all is well: Cachet itself looks at the incidents as well.
        overall = bad if bad is not Overall.OPERATIONAL else Overall.UNKNOWN
        return news(overall=overall, parts=parts, clears=False, note=ONLY_PARTS)
    names = {
        name_or_number(one.get("id")): table(one.get("attributes")).get("name")
        for one in tables(answer.get("included"))
        if one.get("type") == "components"
    }
    found = [_entry(one, sort, names, reading) for one in entries if str(one.get("visible", 1)) not in ("0", "False")]
    planned = [one for one in found if one.stage is Stage.SCHEDULED]
    more = _has_more(answer)
    return news(
        incidents=[one for one in found if one.stage not in (Stage.SCHEDULED, Stage.RESOLVED)],
        planned=planned,
        clears=sort == "incidents" and not more,
        note=NOT_ALL if more else ONLY_INCIDENTS,
    )


def _answer(data: bytes) -> tuple[str, list[Table], Table]:
    """Which sort of answer it is, its entries (their attributes, in version 3), and all of it."""
    answer = json_object(data)
    listed = answer.get("data")
    if isinstance(listed, dict) and listed.get("type") == "status" and isinstance(listed.get("attributes"), dict):
        return "status", [table(listed["attributes"])], answer
    if not isinstance(listed, list):
        raise ValueError("not a Cachet answer: it has no list of data")
    meta, entries = table(answer.get("meta")), list(tables(listed))
    if isinstance(meta.get("pagination"), dict) and "total" in table(meta["pagination"]):
        return _sort_of_2(entries), entries, answer
    sorts = {known(SORTS, one.get("type"), "") for one in entries}
    if len(sorts) == 1 and "" not in sorts and "current_page" in meta:
        found: list[Table] = [
            {**table(one.get("attributes")), "relationships": one.get("relationships")} for one in entries
        ]
        return sorts.pop(), found, answer
    raise ValueError("not a Cachet answer: neither the meta.pagination of version 2 nor the types of version 3")


def _sort_of_2(entries: list[Table]) -> str:
    """Which list of version 2 this is, told by what only its entries have; an empty one may be any."""
    keys = set(entries[0]) if entries else {"message", "status"}
    if "completed_at" in keys and "scheduled_at" in keys:
        return "schedules"
    if {"message", "status"} <= keys:
        return "incidents"
    if {"name", "status"} <= keys and keys & {"status_name", "group_id", "enabled"}:
        return "components"
    raise ValueError("not a Cachet answer: neither incidents nor components nor schedules")


def _state(one: Table, states: Mapping[str, Overall]) -> Overall:
    """The state, which later versions write as an object with a value."""
    state = one.get("status")
    return known(states, state.get("value") if isinstance(state, dict) else state, Overall.UNKNOWN)


def _entry(one: Table, sort: str, names: Mapping[str, object], reading: Reading) -> Incident:
    updates = [update for update in tables(one.get("updates")) if isinstance(update.get("id"), int)]
    latest: Table = max(updates, key=lambda update: int(str(update["id"])), default={})
    state = latest.get("status", one.get("latest_status", one.get("status")))
    stages = WORK_STAGES if sort == "schedules" else STAGES
    stage = known(stages, state.get("value") if isinstance(state, dict) else state, Stage.UNKNOWN)
    work = sort == "schedules" or stage is Stage.SCHEDULED
    starts = _time(one, "scheduled") if work else None
    listed = tables(table(table(one.get("relationships")).get("components")).get("data"))
    return told(
        reading,
        title=one.get("name"),
        # Cachet asks nobody how grave an incident is: its words may tell.
        kind="maintenance" if work else "outage" if kind_of(line(one.get("name"))) == "outage" else "degraded",
        stage=stage,
        id=one.get("guid") or one.get("id"),
        named=[(part.get("name"), "") for part in tables(one.get("components"))]
        + [(names.get(name_or_number(part.get("id"))), "") for part in listed],
        started=starts or _time(one, "occurred") or _time(one, "created"),
        updated=_time(latest, "created") or _time(one, "updated"),
        starts=starts,
        ends=_time(one, "completed") if work else None,
        text=latest.get("message") or one.get("message"),
        link_to=one.get("permalink"),
    )


def _time(one: Table, name: str) -> datetime | None:
    """A time: scheduled_at in version 2, scheduled.string in version 3; None, unless somebody added a zone to it."""
    return moment(one.get(f"{name}_at")) or moment(table(one.get(name)).get("string"))


def _has_more(answer: Table) -> bool:
    """Whether there are more pages of this list than this one."""
    meta, links = table(answer.get("meta")), table(answer.get("links"))
    pages = table(meta.get("pagination")).get("total_pages", 1)
    return links.get("next") is not None or (isinstance(pages, int) and pages > 1)


FORMAT = StatusFormat(title="Cachet (api/v1/incidents, api/incidents)", recognises=recognises, parse=parse)
