"""Status.io's public API: its codes, its messages in any order, its containers."""

from __future__ import annotations

import json

import pytest

from netcheck.core.news import Overall, Reading, Stage
from netcheck.statuspages.status_io import FORMAT
from tests.statuspages.samples import NOW, at, read, sample


def test_a_page_with_everything() -> None:
    page = read(FORMAT, "status_io.json")
    assert (page.overall, page.updated_at) == (Overall.PARTIAL_OUTAGE, at(21, 13, 10, 11))
    assert page.parts == {"Cable internet": Overall.PARTIAL_OUTAGE, "Customer portal": Overall.OPERATIONAL}
    (outage,) = page.incidents
    assert (outage.id, outage.kind, outage.stage) == ("6a01", "outage", Stage.IDENTIFIED)
    assert (outage.areas, outage.components) == (("Valley",), ("Cable internet",))
    assert outage.text.startswith("A power unit has failed.")
    assert (outage.started_at, outage.updated_at) == (at(21, 12, 30), at(21, 13, 10, 11))
    assert (outage.expected_end, outage.estimate_from_text) == (at(21, 17), True)
    (planned,) = page.planned
    assert (planned.kind, planned.stage, planned.areas) == ("maintenance", Stage.SCHEDULED, ("Coast",))
    assert (planned.expected_start, planned.expected_end) == (at(25, 2), at(25, 5))


@pytest.mark.parametrize(
    ("code", "overall"),
    [
        (100, Overall.OPERATIONAL),
        (200, Overall.MAINTENANCE),
        (300, Overall.DEGRADED),
        (400, Overall.PARTIAL_OUTAGE),
        (500, Overall.MAJOR_OUTAGE),
        ("500", Overall.MAJOR_OUTAGE),
        (600, Overall.UNKNOWN),
        (150, Overall.UNKNOWN),
        (True, Overall.UNKNOWN),
        (100.0, Overall.UNKNOWN),
        (None, Overall.UNKNOWN),
        ([100], Overall.UNKNOWN),
    ],
)
def test_the_codes(code: object, overall: Overall) -> None:
    data = json.dumps({"result": {"status_overall": {"status_code": code}}}).encode()
    assert FORMAT.parse(data, Reading(now=NOW)).overall is overall


def test_the_newest_message_counts_and_what_is_resolved_is_over() -> None:
    tree = json.loads(sample("status_io.json"))
    tree["result"]["incidents"][0]["messages"].insert(
        0, {"state": 400, "status": 100, "datetime": "2026-11-21T13:30:00Z"}
    )
    assert FORMAT.parse(json.dumps(tree).encode(), Reading(now=NOW)).incidents == ()
