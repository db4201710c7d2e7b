"""A record holds what a desk is to be told, and what the person keeps to themselves stays out of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import Enum

import pytest

from netcheck.core.history import Entry, Said
from netcheck.core.record import (
    LEAST_AROUND_S,
    LONGEST,
    MOST_ENTRIES,
    MOST_LETTERS,
    MOST_SAID_LETTERS,
    Kind,
    Record,
    around,
    file_name,
    lighter,
    utc_offset,
    with_outage,
)
from tests.fake_record import BEGAN, ENDED, KEY, MADE, VIENNA, blank, kept, of_log, of_look, of_outage, past


def leaves(value: object) -> Iterator[object]:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from leaves(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


@pytest.mark.parametrize("record", [of_outage(), of_look(), of_log()], ids=["outage", "look", "log"])
def test_its_leaves_are_texts_numbers_and_times(record: Record) -> None:
    found = list(leaves(record))
    assert len(found) > 30
    assert {type(leaf) for leaf in found if not isinstance(leaf, str | int | float | datetime | Enum | None)} == set()


def test_the_verdict_is_the_outages_else_the_looks() -> None:
    other = replace(past().outage.verdict, fault="line-down")
    record = replace(of_outage(), past=past(verdict=other))
    assert record.verdict == other
    assert of_look().verdict == of_look().report.verdict  # type: ignore[union-attr]
    assert of_log().verdict is None


def test_what_a_look_says_of_the_provider_goes_before_the_settings() -> None:
    assert of_outage().provider_known["title"] == "Outage in Linz"
    assert of_outage().provider_known["status_url"] == "https://status.labtel.example/"


def test_meetings_stay_with_the_person() -> None:
    kinds = [entry.kind for entry in of_outage().journal]
    assert kinds == ["outage_started", "done", "note", "restored"]
    assert any(entry.kind == "meeting" for entry in kept().journal)


def test_only_the_journal_of_this_outage_and_of_nobody_is_told() -> None:
    before, after = BEGAN - timedelta(hours=3), ENDED + timedelta(hours=3)
    journal = (
        Entry(BEGAN, "note", "own", KEY),
        Entry(after, "note", "own, later", KEY),
        Entry(BEGAN, "note", "another", "b"),
        Entry(BEGAN, "note", "nobody's"),
        Entry(before, "note", "long before"),
        Entry(BEGAN, "from-the-future", "", KEY),
    )
    found = with_outage(blank(), past(), replace(kept(), journal=journal), MADE)
    assert [entry.text for entry in found.journal] == ["own", "own, later", "nobody's"]


def test_a_record_stays_small() -> None:
    journal = tuple(Entry(BEGAN, "note", "x" * 9000, KEY) for _ in range(1000))
    found = with_outage(blank(), past(), replace(kept(), journal=journal), MADE)
    assert {len(entry.text) for entry in found.journal} == {LONGEST}
    assert len(found.journal) == MOST_LETTERS // LONGEST
    short = tuple(Entry(BEGAN, "note", str(n), KEY) for n in range(1000))
    found = with_outage(blank(), past(), replace(kept(), journal=short), MADE)
    assert len(found.journal) == MOST_ENTRIES
    assert found.journal[-1].text == "999"
    said = tuple(Said(BEGAN, "major_outage", "x" * 900, outage=KEY) for _ in range(60))
    assert len(with_outage(blank(), past(), replace(kept(), said=said), MADE).said) == MOST_SAID_LETTERS // 900


def test_one_that_is_too_large_all_the_same_is_made_lighter() -> None:
    light = lighter(of_outage())
    assert light.report is not None
    assert light.report.seen.keys() == of_outage().report.seen.keys()  # type: ignore[union-attr]
    assert not any(said.facts for said in light.report.seen.values())
    assert light.verdict == of_outage().verdict
    assert lighter(of_log()).log is not None


def test_the_time_around_a_short_outage_is_two_minutes() -> None:
    begins, ends = around(past(minutes=1), MADE)
    assert (BEGAN - begins).total_seconds() == LEAST_AROUND_S
    assert ends == BEGAN + timedelta(minutes=1, seconds=LEAST_AROUND_S)


def test_the_time_around_one_that_lasts_ends_now() -> None:
    begins, ends = around(past(up_since=None), MADE)
    assert ends == MADE
    assert begins < BEGAN


@pytest.mark.parametrize(
    ("record", "suffix", "name"),
    [
        (of_outage(), ".txt", "netcheck-outage-2026-11-22-0016.txt"),
        (of_look(), ".html", "netcheck-look-2026-11-22-0041.html"),
        (of_log(), ".csv", "netcheck-log-2026-10-13-0016.csv"),
        (of_look(), ". p/df", "netcheck-look-2026-11-22-0041.pdf"),
    ],
)
def test_a_file_has_a_name_without_spaces_and_names(record: Record, suffix: str, name: str) -> None:
    assert file_name(record, suffix, VIENNA) == name


def test_the_offset_is_told_in_minutes() -> None:
    assert utc_offset(BEGAN, VIENNA) == 60
    assert utc_offset(BEGAN, UTC) == 0
    assert blank(Kind.LOG).zone.utcoffset(None) == timedelta(hours=1)
