"""What every format does with what it has found: cut, cleaned, dated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from netcheck.core.news import Incident, News, Overall, Reading, Stage
from netcheck.core.page_incidents import (
    MOST_INCIDENTS,
    MOST_NAMES,
    MOST_PARTS,
    first,
    newest,
    news,
    told,
    worst,
)
from netcheck.core.page_words import UNTITLED

NOW = datetime(2026, 11, 21, 14, tzinfo=UTC)
READING = Reading(now=NOW)
ENDS = "We expect it to be resolved within 2 hours."


def test_nothing_is_told_of_nothing() -> None:
    assert told(READING, title=None, kind="outage") == Incident(UNTITLED, "outage")


def test_an_estimate_is_read_from_the_text_only_where_no_field_has_it() -> None:
    stated = told(READING, title="T", kind="outage", text=ENDS, updated=NOW)
    assert (stated.expected_end, stated.estimate_from_text) == (NOW + timedelta(hours=2), True)
    given = told(READING, title="T", kind="outage", text=ENDS, updated=NOW, ends=NOW + timedelta(hours=5))
    assert (given.expected_end, given.estimate_from_text) == (NOW + timedelta(hours=5), False)


def test_an_estimate_counts_from_when_it_was_written() -> None:
    before = NOW - timedelta(hours=1)
    assert told(
        READING, title="T", kind="outage", text=ENDS, updated=NOW, written=before
    ).expected_end == NOW + timedelta(hours=1)
    clock = "We expect it to be resolved by 15:00 UTC."
    assert told(READING, title="T", kind="outage", text=clock).expected_end is None


def test_scheduled_work_has_not_begun_though_its_hour_has_come() -> None:
    starts = NOW - timedelta(hours=1)
    work = told(READING, title="T", kind="maintenance", stage=Stage.SCHEDULED, started=starts, starts=starts)
    assert (work.started_at, work.expected_start) == (None, starts)
    begun = told(READING, title="T", kind="maintenance", stage=Stage.IN_PROGRESS, started=starts, starts=starts)
    assert (begun.started_at, begun.expected_start) == (starts, None)


@pytest.mark.parametrize("heading", ["Regions", "Our Service Areas", "Städte", "Villes", "Locations (east)"])
def test_below_a_heading_of_places_stand_areas(heading: str) -> None:
    found = told(READING, title="T", kind="outage", named=[("Graz", heading), ("DSL", "Fixed line"), ("TV", None)])
    assert found.areas == ("Graz",)
    assert found.components == ("DSL", "Fixed line", "TV")


def test_a_page_without_end_is_cut() -> None:
    one = Incident("T", "outage")
    page = news(incidents=[one] * 99, planned=[one] * 99, parts=[(f"p{n}", Overall.DEGRADED) for n in range(999)])
    assert (len(page.incidents), len(page.planned), len(page.parts)) == (MOST_INCIDENTS, MOST_INCIDENTS, MOST_PARTS)
    assert len(first(str(number) for number in range(99))) == MOST_NAMES
    assert news() == News()


def test_what_is_planned_stands_in_the_order_of_its_times() -> None:
    ones = [
        Incident("?", "maintenance"),
        *(Incident(str(n), "maintenance", expected_start=NOW + timedelta(days=n)) for n in (3, 1)),
    ]
    assert [one.title for one in news(planned=ones).planned] == ["1", "3", "?"]


def test_of_two_parts_of_one_name_the_worse_counts() -> None:
    parts = [
        ("A", Overall.OPERATIONAL),
        ("A", Overall.MAJOR_OUTAGE),
        ("B", Overall.UNKNOWN),
        ("B", Overall.OPERATIONAL),
        ("", Overall.DEGRADED),
    ]
    assert news(parts=parts).parts == {"A": Overall.MAJOR_OUTAGE, "B": Overall.UNKNOWN}


def test_what_is_not_known_is_worse_than_health() -> None:
    assert worst([]) is Overall.OPERATIONAL
    assert worst([Overall.OPERATIONAL, Overall.UNKNOWN]) is Overall.UNKNOWN
    assert worst([Overall.PARTIAL_OUTAGE], Overall.MAJOR_OUTAGE) is Overall.MAJOR_OUTAGE


def test_the_newest_update_in_any_order() -> None:
    old, new, undated = {"at": "2026-11-21T10:00:00Z"}, {"at": "2026-11-21T11:00:00Z"}, {"at": "soon"}
    assert newest([undated, old, new], "at")[1] is new
    assert newest([new, old], "at")[0] == NOW - timedelta(hours=3)
    assert newest([undated, {}], "at") == (None, undated)
    assert newest([], "at") == (None, {})
