"""Instatus's summary.json: lists that are left out, and lengths in minutes."""

from __future__ import annotations

import json

import pytest

from netcheck.core.news import Overall, Reading, Stage
from netcheck.statuspages.instatus import FORMAT
from tests.statuspages.samples import NOW, at, read


def test_a_page_with_everything() -> None:
    page = read(FORMAT, "instatus.json")
    assert (page.overall, page.provider) == (Overall.MAJOR_OUTAGE, "Fjordnett")
    outage, work = page.incidents
    assert (outage.id, outage.title, outage.kind) == ("clin1", "Outage in Ålesund", "outage")
    assert (outage.stage, outage.started_at, outage.updated_at) == (Stage.IDENTIFIED, at(21, 12, 20), at(21, 13, 5))
    assert outage.link == "https://status.fjordnett.example/clin1"
    assert (work.kind, work.stage, work.expected_end) == ("maintenance", Stage.IN_PROGRESS, at(21, 15))
    (planned,) = page.planned
    assert (planned.expected_start, planned.expected_end) == (at(26, 1), at(26, 2, 30))


def test_a_quiet_page_leaves_its_lists_out() -> None:
    page = read(FORMAT, "instatus_quiet.json")
    assert (page.overall, page.incidents, page.planned, page.clears) == (Overall.OPERATIONAL, (), (), True)


@pytest.mark.parametrize(
    ("state", "impact", "overall"),
    [
        ("HASISSUES", "DEGRADEDPERFORMANCE", Overall.DEGRADED),
        ("HASISSUES", "MINOROUTAGE", Overall.DEGRADED),
        ("HASISSUES", "PARTIALOUTAGE", Overall.PARTIAL_OUTAGE),
        ("HASISSUES", "SPLENDID", Overall.DEGRADED),
        ("UNDERMAINTENANCE", "MAJOROUTAGE", Overall.MAINTENANCE),
        ("UP", "OPERATIONAL", Overall.OPERATIONAL),
        ("GREEN", "OPERATIONAL", Overall.UNKNOWN),
    ],
)
def test_the_state_of_the_whole(state: str, impact: str, overall: Overall) -> None:
    page = {"page": {"name": "P", "url": "https://p.example", "status": state}, "activeIncidents": [{"impact": impact}]}
    assert FORMAT.parse(json.dumps(page).encode(), Reading(now=NOW)).overall is overall


@pytest.mark.parametrize("duration", [None, "soon", -5, 0, 1e9, True, [60], "²"])
def test_a_length_that_makes_no_sense_is_no_end(duration: object) -> None:
    work = {"name": "Work", "status": "INPROGRESS", "start": "2026-11-21T13:00:00Z", "duration": duration}
    page = {"page": {"name": "P", "url": "https://p.example", "status": "UP"}, "activeMaintenances": [work]}
    (found,) = FORMAT.parse(json.dumps(page).encode(), Reading(now=NOW)).incidents
    assert found.expected_end is None
