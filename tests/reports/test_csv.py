"""The table of outages opens in any spreadsheet and makes none of them calculate."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.record import Record
from netcheck.reports.csv import COLUMNS, FORMAT, MARK
from tests.fake_record import VIENNA, of_log, of_look, of_outage, past


def rows(record: Record) -> list[dict[str, str]]:
    text = FORMAT.write(record, zone=VIENNA)
    assert isinstance(text, str)
    assert text.startswith(MARK)
    assert text.count("\n") == text.count("\r\n")
    return list(csv.DictReader(io.StringIO(text.removeprefix(MARK), newline="")))


def test_a_line_for_each_outage_and_each_gap() -> None:
    found = rows(of_log())
    assert [row["kind"] for row in found] == ["outage", "outage", "outage", "gap", "gap"]
    first = found[0]
    assert first["began_local"] == "2026-11-22T00:16:44+01:00"
    assert first["began_utc"] == "2026-11-21T23:16:44Z"
    assert (first["down_seconds"], first["times_down"], first["side"]) == ("1200", "2", "upstream")
    assert (first["fault"], first["confidence"], first["provider"]) == ("isp-outage", "certain", "LabTel")
    assert found[2]["down_seconds"] == "3600", "what lies before the time of the log is not in it"
    assert found[3]["fault"] == "closed"


def test_of_one_outage_it_is_that_one_and_its_gaps() -> None:
    assert [row["kind"] for row in rows(of_outage())] == ["outage", "gap"]
    lasting = rows(replace(of_outage(), past=past(up_since=None)))[0]
    assert (lasting["back_utc"], lasting["end_seen"]) == ("", "no")


def test_of_a_look_it_is_the_look() -> None:
    (found,) = rows(of_look())
    assert (found["kind"], found["fault"], found["down_seconds"]) == ("look", "isp-outage", "")


BEGINNINGS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u202e=1",
    "\u200b=1",
    "\uff1d1",
    "|x",
    "%x",
]


@pytest.mark.parametrize("name", BEGINNINGS)
def test_no_cell_is_a_formula(name: str) -> None:
    verdict = replace(past().outage.verdict, headline=name)
    record = replace(of_outage(), past=past(verdict=verdict, id=name), report=None, provider={"name": name})
    row = rows(record)[0]
    for cell in row.values():
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "|", "%")), cell
    assert row["what"].startswith("'")


@given(st.text(max_size=50))
def test_any_text_is_one_cell(text: str) -> None:
    record = replace(of_outage(), report=None, provider={"name": text})
    row = rows(record)[0]
    assert list(row) == list(COLUMNS)
    assert None not in row.values()
    assert row["provider"][:1] not in tuple("=+-@\t\r")
    assert row["id"] == of_outage().id
