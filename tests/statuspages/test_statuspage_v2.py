"""Statuspage's summary.json: what it announces, and that nothing hostile gets through."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.news import Incident, News, Overall, Reading, Stage
from netcheck.core.page_incidents import MOST_INCIDENTS, ONLY_INCIDENTS, ONLY_STATE
from netcheck.core.page_words import LONGEST_NAME, LONGEST_TEXT
from netcheck.statuspages.statuspage_v2 import FORMAT
from tests.statuspages.samples import at, read

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


def news(**more: object) -> News:
    data = json.dumps(page(**more)).encode()
    assert FORMAT.recognises(data)
    return FORMAT.parse(data, Reading())


def parse(**more: object) -> tuple[Incident, ...]:
    return news(**more).incidents


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
            id="i1",
            stage=Stage.IDENTIFIED,
        ),
    )


def test_a_page_with_everything() -> None:
    page = read(FORMAT, "statuspage_summary.json")
    assert (page.overall, page.provider, page.clears) == (Overall.PARTIAL_OUTAGE, "Northpeak Fibre", True)
    assert page.updated_at == datetime(2026, 11, 21, 13, 32, 10, 113000, tzinfo=UTC)
    assert page.note == ""
    outage, work = page.incidents
    assert (outage.id, outage.stage, outage.kind) == ("in01", Stage.IDENTIFIED, "outage")
    assert outage.areas == ("Sudbury",)
    assert outage.components == ("Fibre access", "Internet")
    assert outage.started_at == at(21, 12, 50)
    # "By 15:30", written by people whose clock stands at -05:00.
    assert (outage.expected_end, outage.estimate_from_text) == (at(21, 20, 30), True)
    assert (work.kind, work.stage, work.started_at) == ("maintenance", Stage.IN_PROGRESS, at(21, 13))
    assert (work.expected_end, work.estimate_from_text) == (at(21, 15), False)
    (planned,) = page.planned
    assert (planned.stage, planned.started_at) == (Stage.SCHEDULED, None)
    assert (planned.expected_start, planned.expected_end) == (at(24, 6), at(24, 10))


def test_a_heading_is_no_part_and_a_new_word_is_unknown() -> None:
    assert read(FORMAT, "statuspage_summary.json").parts == {
        "Sudbury": Overall.MAJOR_OUTAGE,
        "Thunder Bay": Overall.OPERATIONAL,
        "Fibre access": Overall.PARTIAL_OUTAGE,
        "Webmail": Overall.OPERATIONAL,
        "Voice": Overall.UNKNOWN,
    }


def test_a_quiet_page_says_that_all_is_well() -> None:
    page = read(FORMAT, "statuspage_quiet.json")
    assert (page.overall, page.incidents, page.planned, page.clears) == (Overall.OPERATIONAL, (), (), True)


def test_the_state_alone_clears_nothing() -> None:
    page = read(FORMAT, "statuspage_status.json")
    assert (page.overall, page.clears, page.note) == (Overall.DEGRADED, False, ONLY_STATE)


def test_incidents_alone_say_nothing_of_the_whole() -> None:
    page = read(FORMAT, "statuspage_incidents.json")
    assert (page.overall, page.incidents, page.note) == (Overall.UNKNOWN, (), ONLY_INCIDENTS)


@pytest.mark.parametrize(
    ("indicator", "overall"),
    [
        ("none", Overall.OPERATIONAL),
        ("minor", Overall.DEGRADED),
        ("major", Overall.PARTIAL_OUTAGE),
        ("critical", Overall.MAJOR_OUTAGE),
        ("maintenance", Overall.MAINTENANCE),
        ("excellent", Overall.UNKNOWN),
        ("", Overall.UNKNOWN),
    ],
)
def test_the_state_of_the_whole(indicator: str, overall: Overall) -> None:
    assert news(status={"indicator": indicator}).overall is overall


def test_a_time_without_zone_is_none_on_a_page_that_is_set_to_utc() -> None:
    update = {"body": "We expect it to be fixed by 15:30.", "display_at": "2026-11-21T13:30:00Z"}
    (found,) = parse(incidents=[{**INCIDENT, "incident_updates": [update]}])
    assert found.expected_end is None
    named = {**update, "body": "We expect it to be fixed by 15:30 UTC."}
    (found,) = parse(incidents=[{**INCIDENT, "incident_updates": [named]}])
    assert (found.expected_end, found.estimate_from_text) == (at(21, 15, 30), True)


def test_mongodb_names_the_updates_otherwise() -> None:
    update = {"body": "We look.", "updated_at": "2026-11-21T13:30:00Z"}
    told = {key: value for key, value in INCIDENT.items() if key != "incident_updates"}
    assert parse(incidents=[{**told, "event_updates": [update]}])[0].text == "We look."


def test_maintenance_that_is_under_way() -> None:
    (found,) = parse(scheduled_maintenances=[MAINTENANCE])
    assert found.kind == "maintenance"
    assert (found.stage, found.started_at) == (Stage.IN_PROGRESS, datetime(2026, 11, 21, 1, tzinfo=UTC))
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
    assert found.title.endswith("\u2026")
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
        b'{"page": {"id": "p"}, "status": {"indicator": "none"}, "incidents": {}}',
        b'{"page": {"id": "p"}}',
        b'{"page": {"id": "p"}, "status": {}, "incidents": []}',
        b'{"page": {"id": "p"}, "page": {"id": "p"}, "incidents": []}',
        b"[" * 100_000,
        b"1" * 10_000,
    ],
    ids=range(15),
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
