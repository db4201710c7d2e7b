"""A record that was written is read as it was; what somebody has made up is refused."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.document_text import lines_of
from netcheck.core.record import Record
from netcheck.core.record_document import document_of
from netcheck.core.record_reader import read_record, read_report
from netcheck.reports.json import FORMAT
from tests.fake_homes import BROKEN
from tests.fake_record import SEGMENTS, VIENNA, of_log, of_look, of_outage, past

RECORDS = {"outage": of_outage(), "look": of_look(), "log": of_log(), "past": replace(of_outage(), report=None)}


def written(record: Record) -> dict[str, object]:
    found = json.loads(FORMAT.write(record))
    assert isinstance(found, dict)
    return found


def told(record: Record) -> list[str]:
    return lines_of(document_of(record, zone=VIENNA))


@pytest.mark.parametrize("name", [*RECORDS])
def test_what_is_read_tells_the_same(name: str) -> None:
    assert told(read_record(written(RECORDS[name]))) == told(RECORDS[name])


@pytest.mark.parametrize("home", [*BROKEN])
def test_every_fault_is_read_as_it_was_written(home: str) -> None:
    assert told(read_record(written(of_look(home)))) == told(of_look(home))


def test_what_is_read_is_written_as_it_was() -> None:
    for record in RECORDS.values():
        again = read_record(written(record))
        assert written(again) == written(record)
        assert again.zone == record.zone


def test_the_plain_report_of_diagnose_is_a_record_of_a_look() -> None:
    look = of_look().report
    assert look is not None
    found = json.loads(FORMAT.write(look, SEGMENTS))
    record = read_record(found)
    assert record.kind.value == "look"
    assert record.verdict == look.verdict
    assert record.report is not None
    assert record.report.seen.keys() == look.seen.keys()
    assert read_report(found) == record.report


def test_an_outage_with_another_verdict_than_its_look_keeps_its_own() -> None:
    record = replace(of_outage("router-silent"), past=past())
    assert read_record(written(record)).verdict == past().outage.verdict


@pytest.mark.parametrize("schema", [None, "", "netcheck-report/2", "netcheck-history/1", 3, ["netcheck-report/1"]])
def test_another_schema_is_refused(schema: object) -> None:
    with pytest.raises(ValueError, match="no report of netcheck"):
        read_record({**written(of_look()), "schema": schema})


def change(name: str, value: object) -> Callable[[dict[str, object]], None]:
    def changed(found: dict[str, object]) -> None:
        *way, last = name.split(".")
        place: object = found
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place[step]  # type: ignore[index]
        place[last] = value  # type: ignore[index]

    return changed


@pytest.mark.parametrize(
    ("record", "name", "value"),
    [
        ("look", "verdict", None), ("look", "verdict.side", "everywhere"), ("look", "verdict.steps", {}),
        ("look", "verdict.evidence", "one line"), ("look", "created_at", "soon"), ("look", "created_at", 5),
        ("look", "path.0.state", "fine"), ("look", "checks", None), ("look", "checks.0.id", 3),
        ("look", "duration_ms", -1), ("look", "duration_ms", True), ("look", "looks.0.checks.0.outcome", "great"),
        ("look", "record.made_at", "1969-01-01T00:00:00Z"), ("look", "record.person", []),
        ("look", "record.utc_offset_minutes", 1e20), ("look", "record.kind", "rumour"),
        ("outage", "record.outage.down_since", None), ("outage", "record.outage.seconds", "long"),
        ("outage", "record.outage.over", 1), ("outage", "record.journal", [3]),
        ("outage", "record.journal.0.at", "9999-99-99"), ("outage", "record.course.states", "ok"),
        ("outage", "record.course.far_ms", [1.0]), ("outage", "record.course.states", ["sunny"] * 120),
        ("outage", "record.course.ends", "2026-01-01T00:00:00Z"), ("outage", "record.gaps.0.why", None),
        ("log", "sum", None), ("log", "sum.down_seconds", None), ("log", "months.0.month", 13),
        ("log", "outages.0.segment", "moon"), ("log", "record", None), ("log", "until", ""),
    ],
)  # fmt: skip
def test_what_is_damaged_is_refused_in_one_sentence(record: str, name: str, value: object) -> None:
    found = copy.deepcopy(written(RECORDS[record]))
    change(name, value)(found)
    with pytest.raises(ValueError, match=r".") as caught:
        read_record(found)
    assert "\n" not in str(caught.value)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(st.sampled_from([*RECORDS]), st.data(), ANYTHING)
def test_whatever_stands_anywhere_it_is_read_or_refused(name: str, data: st.DataObject, value: object) -> None:
    found = copy.deepcopy(written(RECORDS[name]))
    place: object = found
    for _ in range(data.draw(st.integers(0, 4))):
        inner: list[object] = (
            [key for key in place if isinstance(place[key], dict | list) and place[key]]
            if isinstance(place, dict)
            else []
        )
        if isinstance(place, list):
            inner = [number for number, each in enumerate(place) if isinstance(each, dict | list) and each]
        if not inner:
            break
        place = place[data.draw(st.sampled_from(inner))]  # type: ignore[index]
    keys = list(place) if isinstance(place, dict) else list(range(len(place)))  # type: ignore[arg-type]
    place[data.draw(st.sampled_from(keys))] = value  # type: ignore[index]
    try:
        record = read_record(found)
    except ValueError:
        return
    for line in lines_of(document_of(record, zone=record.zone)):
        assert all(sign.isprintable() for sign in line)
