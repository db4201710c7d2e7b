"""Each part of a report becomes rows of the page's width, however its words are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from netcheck.core.document import Document, Facts, Part, Path, Points, Prose, Section, Table
from netcheck.gui.pdf_parts import GUTTER, _columns, blocks
from netcheck.gui.pdf_text import Letters, family

WIDTH = 500.0


@pytest.fixture(scope="module")
def letters(qapp: QApplication) -> Letters:
    return Letters(family())


def of(letters: Letters, *parts: Part) -> list[int]:
    """The lines of each block of a section with these parts."""
    document = Document("en", "Title", "failed", "Headline", "Lead", (Section("Part", parts),), ("Foot",))
    title, verdict, heading, *found, foot = blocks(document, letters, WIDTH)
    assert heading.with_next
    assert heading.title == "Part"
    assert (len(title.bands), len(verdict.bands), len(foot.bands)) == (1, 2, 2)
    return [len(block.bands) for block in found]


def test_a_row_for_each(letters: Letters) -> None:
    assert of(letters, Prose("Words.")) == [1]
    short, long = of(letters, Points(("a", "b " * 200)))
    assert short == 1 < long
    short, long = of(letters, Facts((("Name", "Jo"), ("A name that is much longer than its column may be", "x"))))
    assert short == 1 < long
    assert of(letters, Path((("Router", "ok", "works"), ("Line", "failed", "fault here")))) == [1, 1]


def test_a_table_has_its_head_again_on_each_page(letters: Letters) -> None:
    table = Table("caption", ("Time", "What"), (("12:00", "Note"), ("12:01", "x" * 400)))
    document = Document("en", "Title", "ok", "Headline", "", (Section("Part", (table,)),), ())
    *_, head, first, second, _ = blocks(document, letters, WIDTH)
    assert head.with_next
    assert first.again == second.again == head.bands[-1:]
    assert len(second.bands) > 1


TEXTS = st.text(alphabet="aW \u4f60", max_size=120)


@settings(max_examples=40)
@given(st.integers(1, 7), st.data())
def test_columns_fill_the_width_and_no_more(count: int, data: st.DataObject) -> None:
    texts = st.lists(st.lists(TEXTS, min_size=count, max_size=count).map(tuple), max_size=4)
    head = data.draw(st.lists(TEXTS, min_size=count, max_size=count))
    table = Table("", tuple(head), tuple(data.draw(texts)))
    columns = _columns(table, Letters(family()), WIDTH)
    assert len(columns) == count
    assert all(column > 0 for column in columns)
    assert sum(columns) + GUTTER * (count - 1) <= WIDTH + 0.01


def test_what_asks_for_little_gets_it(letters: Letters) -> None:
    rows = (("2026-11-22 00:18:44", "Done", "words " * 60),)
    time, what, words = _columns(Table("", ("Time", "What", "Words"), rows), letters, WIDTH)
    assert words > time > what
    assert time >= letters.width("2026-11-22 00:18:44", 8)
