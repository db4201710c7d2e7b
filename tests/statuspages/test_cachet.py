"""Cachet's lists of versions 2 and 3: codes, times without zone, and pages of a list."""

from __future__ import annotations

import json

import pytest

from netcheck.core.news import Overall, Reading, Stage
from netcheck.core.page_incidents import NOT_ALL, ONLY_INCIDENTS, ONLY_PARTS, ONLY_STATE
from netcheck.statuspages.cachet import FORMAT
from tests.statuspages.samples import NOW, read, sample


def test_incidents_of_version_2() -> None:
    page = read(FORMAT, "cachet_2_incidents.json")
    assert (page.overall, page.clears, page.note) == (Overall.UNKNOWN, True, ONLY_INCIDENTS)
    (outage,) = page.incidents
    assert (outage.id, outage.title, outage.kind) == ("5", "Dormitories offline", "outage")
    assert outage.stage is Stage.IDENTIFIED
    assert outage.text.startswith("A switch has failed.")
    # Its times are in a zone that the page does not name, and how old its words are is not known.
    assert (outage.started_at, outage.updated_at, outage.expected_end) == (None, None, None)


def test_incidents_of_version_3() -> None:
    (outage,) = read(FORMAT, "cachet_3_incidents.json").incidents
    assert (outage.title, outage.stage, outage.components) == (
        "Valley without internet",
        Stage.INVESTIGATING,
        ("Fibre ring",),
    )


def test_schedules() -> None:
    page = read(FORMAT, "cachet_2_schedules.json")
    assert page.incidents == ()
    assert [(one.title, one.kind, one.stage) for one in page.planned] == [
        ("Switch exchange", "maintenance", Stage.SCHEDULED)
    ]
    assert not page.clears


def test_components_that_are_switched_off_do_not_count() -> None:
    page = read(FORMAT, "cachet_2_components.json")
    assert page.overall is Overall.MAJOR_OUTAGE
    assert page.parts == {
        "Uplink": Overall.OPERATIONAL,
        "Dormitories": Overall.MAJOR_OUTAGE,
        "Wi-Fi": Overall.UNKNOWN,
    }


def test_that_each_part_works_does_not_mean_that_all_is_well() -> None:
    page = read(FORMAT, "cachet_3_components.json")
    assert page.parts == {"Fibre ring": Overall.OPERATIONAL}
    assert (page.overall, page.clears, page.note) == (Overall.UNKNOWN, False, ONLY_PARTS)


def test_one_page_of_several_clears_nothing() -> None:
    tree = json.loads(sample("cachet_2_incidents.json"))
    tree["meta"]["pagination"]["total_pages"] = 4
    page = FORMAT.parse(json.dumps(tree).encode(), Reading(now=NOW))
    assert (page.clears, page.note) == (False, NOT_ALL)
    tree = json.loads(sample("cachet_3_incidents.json"))
    tree["links"]["next"] = "https://status.valnet.example/api/incidents?page=2"
    assert FORMAT.parse(json.dumps(tree).encode(), Reading(now=NOW)).note == NOT_ALL


@pytest.mark.parametrize(
    ("word", "overall"),
    [
        ("operational", Overall.OPERATIONAL),
        ("partial_outage", Overall.PARTIAL_OUTAGE),
        ("major_outage", Overall.MAJOR_OUTAGE),
        ("under_maintenance", Overall.MAINTENANCE),
        ("splendid", Overall.UNKNOWN),
    ],
)
def test_the_status_of_version_3(word: str, overall: Overall) -> None:
    data = {"data": {"id": "status", "type": "status", "attributes": {"name": "Valnet", "label": "", "status": word}}}
    page = FORMAT.parse(json.dumps(data).encode(), Reading(now=NOW))
    assert (page.overall, page.provider, page.clears, page.note) == (overall, "Valnet", False, ONLY_STATE)


def test_an_incident_that_is_hidden_is_none() -> None:
    hidden = {"id": 1, "name": "Secret", "status": 1, "message": "", "visible": 0}
    data = {"meta": {"pagination": {"total": 1}}, "data": [hidden, {**hidden, "visible": 1}]}
    assert len(FORMAT.parse(json.dumps(data).encode(), Reading(now=NOW)).incidents) == 1
