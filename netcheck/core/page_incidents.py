"""Puts together what a status page tells, the same way for every format: cut, cleaned, dated, never too much of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo

from netcheck.core.estimate_text import estimate
from netcheck.core.news import Incident, News, Overall, Reading, Stage
from netcheck.core.page_json import Table
from netcheck.core.page_times import moment, near, past
from netcheck.core.page_words import UNTITLED, line, link, long_line, name_or_number
from netcheck.core.words import N_

MOST_INCIDENTS, MOST_NAMES, MOST_PARTS = 20, 20, 200
"""How much a person reads of one page, of one incident, of a list of parts."""
PLACES = re.compile(
    r"\b(regions?|areas?|locations?|cit(y|ies)|towns?|count(y|ies)|districts?|zones?|postcodes?|states?|provinces?"
    r"|regionen|orte|städte|länder|bezirke|kreise|régions?|villes?|départements?|regiones|ciudades|provincias|regioni"
    r"|città|province|regio'?s|gemeenten|plaatsen)\b",
    re.I,
)
"""A heading of this kind stands above places, not above services."""
RANK = (
    Overall.OPERATIONAL,
    Overall.UNKNOWN,
    Overall.MAINTENANCE,
    Overall.DEGRADED,
    Overall.PARTIAL_OUTAGE,
    Overall.MAJOR_OUTAGE,
)
"""From the best to the worst: what is not known is no health."""
ONLY_STATE = N_("it tells whether all is well, but names no incidents")
ONLY_INCIDENTS = N_("it names incidents, but does not tell whether all is well")
ONLY_PARTS = N_("it tells the state of each part, but names no incidents")
NOT_ALL = N_("it is one page of several, and incidents may stand on another one")
"""Why little could be read of a page, as News.note."""


def told(
    reading: Reading,
    *,
    title: object,
    kind: str,
    stage: Stage = Stage.UNKNOWN,
    id: object = "",
    named: Iterable[tuple[object, object]] = (),
    places: Iterable[object] = (),
    started: datetime | None = None,
    updated: datetime | None = None,
    starts: datetime | None = None,
    ends: datetime | None = None,
    text: object = "",
    written: datetime | None = None,
    link_to: object = "",
    zone: tzinfo | None = None,
) -> Incident:
    """One incident out of what a page holds.

    `named` are its parts, each with the heading above it ("" for none): below a heading of places they are areas, else
    the heading is named as well. `started` counts only when it is over, `starts` and `ends` are what is planned; where
    `ends` is None, the text is searched for an estimate. It was written at `written` (`updated`, where not given), by
    people whose clock is at `zone`, where the page tells that.
    """
    areas, components = [line(place) for place in places], list[str]()
    for part, heading in named:
        name, above = line(part), line(heading)
        if name:
            (areas if PLACES.search(above) else components).append(name)
            components += [above] if above and not PLACES.search(above) else []
    words, ends = long_line(text), near(ends, reading.now)
    updated = past(updated, reading.now)
    said_at = past(written, reading.now) or updated
    # Of words of unknown age, "by 18:30" is no estimate.
    stated = estimate(words, said_at, reading.now if said_at else None, zone) if ends is None else None
    return Incident(
        title=line(title) or UNTITLED,
        kind=kind,
        areas=first(areas),
        components=first(components),
        # That the hour of a scheduled work has come does not mean that it has begun.
        started_at=past(started, reading.now) if stage is not Stage.SCHEDULED else None,
        updated_at=updated,
        expected_start=near(starts, reading.now) if stage is Stage.SCHEDULED else None,
        expected_end=ends or stated,
        estimate_from_text=stated is not None,
        text=words,
        link=link(link_to),
        id=name_or_number(id),
        stage=stage,
    )


def news(
    *,
    overall: Overall = Overall.UNKNOWN,
    provider: object = "",
    incidents: Iterable[Incident] = (),
    planned: Iterable[Incident] = (),
    updated_at: datetime | None = None,
    clears: bool = True,
    parts: Iterable[tuple[object, Overall]] = (),
    note: str = "",
) -> News:
    """All that a page says, as much of it as a person reads."""
    ahead = sorted(planned, key=lambda one: one.expected_start.timestamp() if one.expected_start else float("inf"))
    return News(
        overall=overall,
        provider=line(provider),
        incidents=tuple(incidents)[:MOST_INCIDENTS],
        planned=tuple(ahead[:MOST_INCIDENTS]),
        updated_at=updated_at,
        clears=clears,
        parts=_parts(parts),
        note=note,
    )


def newest(updates: Iterable[Table], field: str) -> tuple[datetime | None, Table]:
    """The newest of some updates and its time, which stands in this field: in which order they come is not promised.

    Where no time can be read, the first one.
    """
    dated = [(moment(update.get(field)), update) for update in updates]
    return max(dated, key=lambda one: one[0].timestamp() if one[0] else 0.0, default=(None, {}))


def worst(states: Iterable[Overall], least: Overall = Overall.OPERATIONAL) -> Overall:
    """The worst of these states, or `least` where none is worse."""
    return max([least, *states], key=RANK.index)


def first(names: Iterable[str]) -> tuple[str, ...]:
    """The names that are not empty, each once, at most so many."""
    return tuple(dict.fromkeys(name for name in names if name))[:MOST_NAMES]


def _parts(states: Iterable[tuple[object, Overall]]) -> Mapping[str, Overall]:
    """Each part with its state; of two parts that bear one name the worse state."""
    found: dict[str, Overall] = {}
    for part, state in states:
        name = line(part)
        if name and (name in found or len(found) < MOST_PARTS):
            found[name] = worst([state], found.get(name, state))
    return found
