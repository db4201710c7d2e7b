"""The lines of a ticket are short, and its charts are drawn with signs that stand beside their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.document import Bars, Document, Facts, Part, Path, Points, Prose, Section, Strip, Table
from netcheck.core.document_text import NARROWEST, lines_of

LEGEND = (("ok", ".", "works"), ("outage", "#", "does not work"))


def told(*parts: Part, width: int = 80) -> list[str]:
    lines = lines_of(Document("en", "Title", "ok", "Headline", "Lead", (Section("Part", parts),), ("Foot",)), width)
    start = lines.index("Part") + 2
    return lines[start : lines.index("", start)]


def test_the_frame() -> None:
    lines = lines_of(Document("en", "Title", "ok", "Headline", "", (), ("Foot", "netcheck-report/1")))
    assert lines == ["Title", "=====", "", "Headline", "", "-" * 20, "Foot", "netcheck-report/1"]


def test_names_of_facts_stand_in_a_column_and_long_ones_by_themselves() -> None:
    long = "A name that is longer than the column is"
    assert told(Facts((("Name", "Jo"), ("Computer", "x"), (long, "y")))) == [
        "Name:     Jo",
        "Computer: x",
        f"{long}:",
        "          y",
    ]


def test_rows_of_a_table_are_items() -> None:
    few = Table("c", ("Time", "What", "Words"), (("12:00", "Note", "It rained"), ("12:01", "Back", "")))
    assert told(few) == ["- 12:00 Note: It rained", "- 12:01 Back"]
    many = Table("c", ("Check", "Result", "Took", "Saw"), (("gateway", "ok", "", "it answered"),))
    assert told(many) == ["- gateway; Result: ok; Saw: it answered"]
    assert told(Table("c", ("Time", "Words"), (("12:00", "It rained"),))) == ["- 12:00: It rained"]


def test_other_parts() -> None:
    assert told(Prose("Words."), Points(("a", "b"))) == ["Words.", "- a", "- b"]
    assert told(Path((("Router", "ok", "works: it answered"),))) == ["Router: works: it answered"]


def test_the_strip_and_its_words() -> None:
    states = ("ok",) * 70 + ("outage",) * 50
    found = told(Strip("How it went.", "12:00", "13:00", states, LEGEND, (), "Delay: 1 ms."))
    assert found == [
        "How it went.",
        f"  |{'.' * 60}|",
        f"  |{'.' * 10}{'#' * 50}|",
        '  "." works, "#" does not work',
        "  Delay: 1 ms.",
    ]


def test_bars_are_as_long_as_what_they_tell_and_never_vanish() -> None:
    kinds = (("local", "+", "at home"), ("upstream", "#", "outside"), ("unknown", "?", "not known"))
    rows = (
        ("2026-10", (0.0, 1000.0, 0.0), "16 min"),
        ("2026-11", (1.0, 499.0, 0.0), "8 min"),
        ("2026-12", (0, 0, 0), ""),
    )
    caption, first, second, third, legend = told(Bars("By month", kinds, rows))
    assert caption == "By month"
    assert first.count("#") > 40
    assert abs(second.count("#") - first.count("#") / 2) <= 1
    assert second.count("+") == 1
    assert third.split() == ["2026-12"]
    assert legend == '  "+" at home, "#" outside'


WORDS = st.lists(st.text("abc-. ", min_size=1, max_size=30), max_size=30).map(" ".join)


@given(WORDS, WORDS, st.integers(0, 200))
def test_no_line_is_wider_than_it_may_be(name: str, value: str, width: int) -> None:
    parts = (Facts(((name, value),)), Points((value,)), Prose(value), Table("c", ("a", "b"), ((name, value),)))
    document = Document("en", name, "ok", value, value, (Section("s", parts),), (value,))
    assert max(map(len, lines_of(document, width))) <= max(width, NARROWEST)


@pytest.mark.parametrize(("length", "whole"), [(120, True), (5000, False)])
def test_an_address_stays_whole_unless_it_is_none(length: int, whole: bool) -> None:
    word = "x" * length
    assert (word in told(Prose(word))) is whole
