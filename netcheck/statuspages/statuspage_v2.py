"""Reads the summary.json of status pages made with Atlassian Statuspage (API version 2)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from netcheck.core.news import Incident, News, Reading
from netcheck.core.words import one_line
from netcheck.plugins import StatusFormat

MOST_INCIDENTS, MOST_NAMES = 20, 20
LONGEST_NAME, LONGEST_TEXT = 200, 1000
"""Letters and counts beyond which a page is cut: a person reads the first ones, and a hostile page has no end."""

# Tuples: what a page puts in such a place may be a list, which a set cannot be asked for.
OVER = ("resolved", "postmortem", "completed")
UNDER_WAY = ("in_progress", "verifying")
"""A maintenance that is only scheduled explains nothing yet."""
DOWN = ("partial_outage", "major_outage")
GRAVE = ("major", "critical")
PLACES = re.compile(
    r"\b(regions?|areas?|locations?|cit(y|ies)|towns?|count(y|ies)|districts?|zones?|postcodes?)\b", re.I
)
"""A group of components with such a name lists places, not services."""

Table = Mapping[str, object]


def recognises(data: bytes) -> bool:
    """Whether these bytes are of this format; raises nothing."""
    try:
        _summary(data)
    except ValueError:
        return False
    return True


def parse(data: bytes, reading: Reading) -> News:
    """The unresolved incidents, then the maintenance that is under way, as the page lists them.

    An empty tuple means that the page announces no trouble. Texts are on one line, without control and bidi characters
    and cut to a sane length; a date that cannot be read is None. Raises ValueError for anything that is not of this
    format.
    """
    summary = _summary(data)
    groups = {_text(part.get("id")): part for part in _tables(summary.get("components")) if part.get("group") is True}
    found = [
        _incident(told, groups, "maintenance" if told.get("impact") == "maintenance" else "")
        for told in _tables(summary.get("incidents"))
        if told.get("status") not in OVER
    ]
    found += [
        _incident(told, groups, "maintenance")
        for told in _tables(summary.get("scheduled_maintenances"))
        if told.get("status") in UNDER_WAY
    ]
    return News(incidents=tuple(found[:MOST_INCIDENTS]))


def _summary(data: bytes) -> Table:
    try:
        summary = json.loads(data)
    except RecursionError as error:
        raise ValueError("too deeply nested for a status page") from error
    if not isinstance(summary, dict):
        raise ValueError("not a JSON object")
    page, status = summary.get("page"), summary.get("status")
    if not isinstance(page, dict) or not isinstance(status, dict) or not isinstance(status.get("indicator"), str):
        raise ValueError("not a Statuspage summary: page or status.indicator is missing")
    if not isinstance(summary.get("incidents"), list):
        raise ValueError("not a Statuspage summary: it has no list of incidents")
    return summary


def _incident(told: Table, groups: Mapping[str, Table], kind: str) -> Incident:
    components = list(_tables(told.get("components")))
    names, areas = list[str](), list[str]()
    for component in components:
        name, group = _text(component.get("name")), groups.get(_text(component.get("group_id")), {})
        heading = _text(group.get("name"))
        if name and component.get("group") is not True:
            (areas if PLACES.search(heading) else names).append(name)
            names += [heading] if heading and not PLACES.search(heading) else []
    updates = list(_tables(told.get("incident_updates")))
    return Incident(
        title=_text(told.get("name")) or "Untitled announcement",
        kind=kind or _kind(told, components),
        areas=_first(areas),
        components=_first(names),
        started_at=_moment(told.get("scheduled_for") if kind else None)
        or _moment(told.get("started_at"))
        or _moment(told.get("created_at")),
        updated_at=_moment(updates[0].get("updated_at") if updates else None) or _moment(told.get("updated_at")),
        expected_end=_moment(told.get("scheduled_until")),
        text=next((text for text in (_text(update.get("body"), LONGEST_TEXT) for update in updates) if text), ""),
        link=_link(told.get("shortlink")),
    )


def _kind(told: Table, components: list[Table]) -> str:
    """Outage where the page says so of the whole or of a part; else it works, but badly."""
    down = any(component.get("status") in DOWN for component in components)
    return "outage" if down or told.get("impact") in GRAVE else "degraded"


def _tables(value: object) -> Iterator[Table]:
    """The objects of a list, at most so many; whatever else stands there is passed over."""
    if isinstance(value, list):
        yield from (inner for inner in value[:1000] if isinstance(inner, dict))


def _first(names: list[str]) -> tuple[str, ...]:
    """The names, each once, at most so many."""
    return tuple(dict.fromkeys(names))[:MOST_NAMES]


def _text(value: object, longest: int = LONGEST_NAME) -> str:
    """One line without control and bidi characters; empty for what is no text."""
    if not isinstance(value, str):
        return ""
    head = value[: longest * 4]
    line = one_line(head)
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "\u2026"


def _moment(value: object) -> datetime | None:
    """A time with its zone, as UTC; None for one that cannot be read."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _link(value: object) -> str:
    """A web address to show as text; empty for any other."""
    text = value if isinstance(value, str) else ""
    return text if re.fullmatch(r"https?://[!-~]{1,300}", text) else ""


FORMAT = StatusFormat(title="Atlassian Statuspage (summary.json)", recognises=recognises, parse=parse)
