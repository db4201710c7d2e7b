"""Rootly's public API, which resembles Statuspage's: its own words, and updates that say more than the incident."""

from __future__ import annotations

import json

import pytest

from netcheck.core.news import Overall, Reading, Stage
from netcheck.core.page_incidents import ONLY_INCIDENTS
from netcheck.statuspages.rootly import FORMAT
from tests.statuspages.samples import NOW, at, read, sample


def test_the_status_with_its_incident() -> None:
    page = read(FORMAT, "rootly_status.json")
    assert (page.overall, page.provider, page.updated_at) == (Overall.MAJOR_OUTAGE, "Prairie Wireless", at(21, 13, 30))
    (outage,) = page.incidents
    assert (outage.title, outage.kind, outage.stage) == ("Tower 12 offline", "outage", Stage.IDENTIFIED)
    assert (outage.started_at, outage.updated_at) == (at(21, 12, 10), at(21, 13, 30))
    assert (outage.expected_end, outage.estimate_from_text) == (at(21, 21), True)
    assert outage.link == "https://status.prairie.example/incidents/abc123"


def test_the_list_of_incidents() -> None:
    page = read(FORMAT, "rootly_incidents.json")
    assert (page.overall, page.note) == (Overall.UNKNOWN, ONLY_INCIDENTS)
    assert [(one.title, one.kind, one.stage) for one in page.incidents] == [
        ("Slow uploads", "degraded", Stage.MONITORING)
    ]


@pytest.mark.parametrize(
    ("status", "now", "planned"),
    [
        ("scheduled", 0, 1),
        ("in_progress", 1, 0),
        ("completed", 0, 0),
        ("resolved", 0, 0),
        ("closed", 0, 0),
        ("cancelled", 0, 0),
        ("acknowledged", 1, 0),
        ("a new word", 1, 0),
    ],
)
def test_the_stages(status: str, now: int, planned: int) -> None:
    tree = json.loads(sample("rootly_status.json"))
    tree["incidents"] = [{"name": "N", "status": status, "impact": "minor", "incident_updates": []}]
    page = FORMAT.parse(json.dumps(tree).encode(), Reading(now=NOW))
    assert (len(page.incidents), len(page.planned)) == (now, planned)


@pytest.mark.parametrize(("word", "overall"), [("none", Overall.OPERATIONAL), ("fine", Overall.UNKNOWN)])
def test_the_state_of_the_whole(word: str, overall: Overall) -> None:
    tree = json.loads(sample("rootly_status.json"))
    tree["status"]["indicator"] = word
    assert FORMAT.parse(json.dumps(tree).encode(), Reading(now=NOW)).overall is overall
