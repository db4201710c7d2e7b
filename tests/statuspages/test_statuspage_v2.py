"""Statuspage's summary.json: what it announces, and that nothing hostile gets through."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.news import Incident, Reading
from netcheck.statuspages.statuspage_v2 import FORMAT, LONGEST_NAME, LONGEST_TEXT, MOST_INCIDENTS

AREAS = {"id": "g1", "name": "Regions", "group": True, "group_id": None, "status": "partial_outage"}
PRODUCTS = {"id": "g2", "name": "Fixed line", "group": True, "group_id": None, "status": "operational"}
GRAZ = {"id": "c1", "name": "Graz", "group": False, "group_id": "g1", "status": "degraded_performance"}
DSL = {"id": "c2", "name": "DSL", "group": False, "group_id": "g2", "status": "degraded_performance"}
INCIDENT = {
    "id": "i1",
    "name": "Broadband outage",
    "status": "identified",
    "impact": "major",
    "created_at": "2026-11-21T13:00:00.000Z",
    "started_at": "2026-11-21T14:50:00.000+02:00",
    "updated_at": "2026-11-21T13:10:00.000Z",
    "shortlink": "https://stspg.example/abc",
    "components": [GRAZ, DSL],
    "incident_updates": [
        {"status": "identified", "body": "A cable is cut.", "updated_at": "2026-11-21T13:30:00Z"},
        {"status": "investigating", "body": "We look into it.", "updated_at": "2026-11-21T13:00:00Z"},
    ],
}
MAINTENANCE = {
    "id": "m1",
    "name": "Planned work",
    "status": "in_progress",
    "impact": "maintenance",
    "created_at": "2026-11-01T09:00:00Z",
    "updated_at": "2026-11-21T01:00:00Z",
    "scheduled_for": "2026-11-21T01:00:00Z",
    "scheduled_until": "2026-11-21T05:00:00Z",
    "components": [],
    "incident_updates": [],
}


def page(**more: object) -> dict[str, object]:
    return {
        "page": {"id": "p", "name": "LabTel", "url": "https://status.labtel.example"},
        "status": {"indicator": "none", "description": "All Systems Operational"},
        "components": [AREAS, PRODUCTS, GRAZ, DSL],
        "incidents": [],
        "scheduled_maintenances": [],
        **more,
    }


def parse(**more: object) -> tuple[Incident, ...]:
    data = json.dumps(page(**more)).encode()
    assert FORMAT.recognises(data)
    return FORMAT.parse(data, Reading()).incidents


def refused(data: bytes) -> bool:
    """Whether the bytes are refused in the one way that is allowed."""
    try:
        FORMAT.parse(data, Reading())
    except ValueError:
        return True
    return False


def test_no_announcement() -> None:
    assert parse() == ()


def test_an_incident_with_all_its_parts() -> None:
    assert parse(incidents=[INCIDENT]) == (
        Incident(
            title="Broadband outage",
            kind="outage",
            areas=("Graz",),
            components=("DSL", "Fixed line"),
            started_at=datetime(2026, 11, 21, 12, 50, tzinfo=UTC),
            updated_at=datetime(2026, 11, 21, 13, 30, tzinfo=UTC),
            text="A cable is cut.",
            link="https://stspg.example/abc",
        ),
    )


def test_maintenance_that_is_under_way() -> None:
    (found,) = parse(scheduled_maintenances=[MAINTENANCE])
    assert found.kind == "maintenance"
    assert found.started_at == datetime(2026, 11, 21, 1, tzinfo=UTC)
    assert found.expected_end == datetime(2026, 11, 21, 5, tzinfo=UTC)


@pytest.mark.parametrize("status", ["scheduled", "completed", "", None, "something new"])
def test_maintenance_that_is_not_under_way_explains_nothing(status: str | None) -> None:
    assert parse(scheduled_maintenances=[{**MAINTENANCE, "status": status}]) == ()


@pytest.mark.parametrize("status", ["resolved", "postmortem"])
def test_what_is_over_is_over(status: str) -> None:
    assert parse(incidents=[{**INCIDENT, "status": status}]) == ()


@pytest.mark.parametrize(
    ("impact", "component", "kind"),
    [
        ("critical", "operational", "outage"),
        ("major", "operational", "outage"),
        ("minor", "operational", "degraded"),
        ("minor", "major_outage", "outage"),
        ("none", "partial_outage", "outage"),
        ("none", "operational", "degraded"),
        ("new word", "operational", "degraded"),
        (None, None, "degraded"),
        ("maintenance", "under_maintenance", "maintenance"),
    ],
)
def test_how_bad_it_is(impact: str | None, component: str | None, kind: str) -> None:
    told = {**INCIDENT, "impact": impact, "components": [{"name": "DSL", "status": component}]}
    assert [incident.kind for incident in parse(incidents=[told])] == [kind]


@pytest.mark.parametrize(
    "date", ["soon", "2026-13-01T00:00:00Z", "2026-11-21T13:00:00", "0001-01-01T00:00:00+23:00", 5, None]
)
def test_a_date_that_cannot_be_read_is_none(date: object) -> None:
    told = {**INCIDENT, "started_at": date, "created_at": date, "updated_at": date, "incident_updates": []}
    (found,) = parse(incidents=[told])
    assert (found.started_at, found.updated_at, found.expected_end) == (None, None, None)


def test_hostile_texts_are_made_harmless() -> None:
    told = {
        **INCIDENT,
        "name": "\x1b[31mOut\u202eage\x07\n\u2066now" + "x" * 10_000,
        "shortlink": "javascript:alert(1)",
        "components": [{"name": f"part {number}\u200e"} for number in range(5000)],
        "incident_updates": [{"body": "  "}, {"body": "word " * 5000}],
    }
    (found,) = parse(incidents=[told])
    assert found.title.startswith("[31mOutage nowxxx")
    assert len(found.title) == LONGEST_NAME
    assert len(found.text) <= LONGEST_TEXT
    assert found.link == ""
    assert len(found.components) == 20
    assert found.components[0] == "part 0"


def test_a_page_without_end_is_cut() -> None:
    assert len(parse(incidents=[INCIDENT] * 500)) == MOST_INCIDENTS


@pytest.mark.parametrize(
    "link", ["https://a.example/\x1b[2J", "//a.example", "https://a.example/" + "x" * 400, ["https://a"]]
)
def test_only_a_plain_web_address_is_a_link(link: object) -> None:
    assert parse(incidents=[{**INCIDENT, "shortlink": link}])[0].link == ""


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>",
        b"\xff\xfe{",
        b"null",
        b"[]",
        b"{}",
        b'{"page": {}, "status": {"indicator": "none"}}',
        b'{"page": {}, "status": {}, "incidents": []}',
        b'{"page": 1, "status": {"indicator": "none"}, "incidents": []}',
        b'{"page": {}, "status": {"indicator": "none"}, "incidents": {}}',
        b"[" * 100_000,
        b"1" * 10_000,
    ],
    ids=range(12),
)
def test_anything_else_is_refused(data: bytes) -> None:
    assert not FORMAT.recognises(data)
    assert refused(data)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
TROUBLE = st.dictionaries(st.sampled_from([*INCIDENT, *MAINTENANCE]), ANY) | ANY


@given(st.binary())
def test_noise_raises_nothing_but_value_error(data: bytes) -> None:
    assert not FORMAT.recognises(data)
    assert refused(data)


@given(st.lists(TROUBLE, max_size=3), st.lists(TROUBLE, max_size=3), ANY)
def test_a_page_with_nonsense_in_it_is_read_as_far_as_it_makes_sense(
    incidents: list[object], maintenances: list[object], components: object
) -> None:
    for found in parse(incidents=incidents, scheduled_maintenances=maintenances, components=components):
        for text in (found.title, found.text, found.link, *found.areas, *found.components):
            assert text.isprintable()
        assert found.kind in ("outage", "degraded", "maintenance")


@given(st.dictionaries(st.sampled_from(list(page())), ANY))
def test_a_page_of_nonsense_is_read_or_refused(more: dict[str, object]) -> None:
    data = json.dumps(page(**more)).encode()
    assert refused(data) is not FORMAT.recognises(data)
