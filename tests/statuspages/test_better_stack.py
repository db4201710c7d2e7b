"""Better Stack's index.json: reports by their times, parts below headings, and what is not monitored."""

from __future__ import annotations

import json

import pytest

from netcheck.core.news import Overall, Reading, Stage
from netcheck.statuspages.better_stack import FORMAT
from tests.statuspages.samples import NOW, at, read, sample


def test_a_page_with_everything() -> None:
    page = read(FORMAT, "better_stack.json")
    assert (page.overall, page.provider, page.updated_at) == (
        Overall.PARTIAL_OUTAGE,
        "Tidewater Broadband",
        at(21, 13, 40),
    )
    outage, work = page.incidents
    assert (outage.id, outage.kind, outage.stage) == ("41", "outage", Stage.UNKNOWN)
    assert outage.areas == ("Whitby",)
    assert outage.components == ("Broadband", "Services")
    assert (outage.started_at, outage.updated_at) == (at(21, 12, 45), at(21, 13, 40))
    # "Within 2 hours", counted from when it was written.
    assert (outage.expected_end, outage.estimate_from_text) == (at(21, 15, 40), True)
    assert (work.kind, work.stage, work.expected_end) == ("maintenance", Stage.IN_PROGRESS, at(21, 15))
    (planned,) = page.planned
    assert (planned.title, planned.areas, planned.text) == ("Exchange upgrade", ("Hull",), "Planned for the night.")
    assert (planned.expected_start, planned.expected_end) == (at(23, 1), at(23, 4))


def test_what_is_not_monitored_is_unknown() -> None:
    assert read(FORMAT, "better_stack.json").parts == {
        "Whitby": Overall.MAJOR_OUTAGE,
        "Hull": Overall.OPERATIONAL,
        "Broadband": Overall.DEGRADED,
        "Test line": Overall.UNKNOWN,
    }


@pytest.mark.parametrize(
    ("state", "others", "overall"),
    [
        ("operational", "operational", Overall.OPERATIONAL),
        ("degraded", "operational", Overall.DEGRADED),
        ("downtime", "operational", Overall.PARTIAL_OUTAGE),
        ("downtime", "downtime", Overall.MAJOR_OUTAGE),
        ("maintenance", "maintenance", Overall.MAINTENANCE),
        ("resolved", "operational", Overall.UNKNOWN),
    ],
)
def test_the_state_of_the_whole(state: str, others: str, overall: Overall) -> None:
    tree = json.loads(sample("better_stack.json"))
    tree["data"]["attributes"]["aggregate_state"] = state
    for one in tree["included"]:
        if one["type"] == "status_page_resource":
            one["attributes"]["status"] = others
    assert FORMAT.parse(json.dumps(tree).encode(), Reading(now=NOW)).overall is overall


def test_work_that_has_ended_is_over_and_without_our_clock_nothing_has_begun() -> None:
    later = read(FORMAT, "better_stack.json", now=at(25, 0))
    assert [one.id for one in later.incidents] == ["41"]
    assert later.planned == ()
    unknown = read(FORMAT, "better_stack.json", now=None)
    assert "43" in [one.id for one in unknown.planned]
