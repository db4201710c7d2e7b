"""What others have written stays words in Markdown: no link, no mention, no HTML, no heading."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from netcheck.core.record import Record
from netcheck.core.words import one_line
from netcheck.reports.markdown import FORMAT, escaped
from tests.fake_record import HOSTILE, VIENNA, of_log, of_look, of_outage

READER = MarkdownIt("gfm-like", {"linkify": False, "html": True}).enable("table")
HARMLESS = {
    "heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "bullet_list_open",
    "bullet_list_close", "list_item_open", "list_item_close", "table_open", "table_close", "thead_open", "thead_close",
    "tbody_open", "tbody_close", "tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close", "hr",
    "code_block", "text", "strong_open", "strong_close", "em_open", "em_close", "softbreak", "hardbreak",
    "text_special",
}  # fmt: skip


def written(record: Record) -> str:
    text = FORMAT.write(record, zone=VIENNA)
    assert isinstance(text, str)
    return text


def tokens(text: str) -> list[Token]:
    found = READER.parse(text)
    return [*found, *(inner for token in found for inner in token.children or ())]


def words(text: str) -> str:
    return "".join(token.content for token in tokens(text) if token.type in ("text", "text_special"))


RECORDS = {"outage": of_outage(), "look": of_look(), "log": of_log()}


@pytest.mark.parametrize("name", [*RECORDS])
def test_it_is_headings_lists_tables_and_words(name: str) -> None:
    found = tokens(written(RECORDS[name]))
    assert {token.type for token in found} <= HARMLESS
    assert sum(token.type == "heading_open" for token in found) >= 4


def test_tables_are_read_as_tables() -> None:
    found = tokens(written(of_outage()))
    head = sum(token.type == "th_open" for token in found)
    assert sum(token.type == "table_open" for token in found) == 4
    assert head == 3 + 2 + 3 + 6
    assert sum(token.type == "td_open" for token in found) > 100


def test_what_others_wrote_stays_words() -> None:
    text = written(replace(of_outage(), version=HOSTILE, id=HOSTILE))
    found = tokens(text)
    assert {token.type for token in found} <= HARMLESS
    assert "<script>alert(1)</script>" in words(text)
    assert "http://" not in text.replace("https\\://", "")
    assert " @all" not in text


PLACES = st.text(alphabet="#-+=>*_`~[]()<>!|\\&;@$:./ 1ahtpw\n", max_size=30)


@given(PLACES)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    line = one_line(text)
    for page, first in ((f"{escaped(line, first=True)}", True), (f"- **a:** {escaped(line)}", False)):
        found = tokens(page)
        assert {token.type for token in found} <= HARMLESS, page
        shown = "".join(token.content for token in found if token.type in ("text", "text_special"))
        assert shown == (line if first else f"a: {line}" if line else "a:")


@given(PLACES)
def test_any_text_is_one_cell(text: str) -> None:
    line = one_line(text)
    table = f"| a | b |\n| --- | --- |\n| x | {escaped(line)} |\n"
    found = tokens(table)
    assert sum(token.type == "td_open" for token in found) == 2
    cells = [token for token in found if token.type == "inline"]
    shown = "".join(each.content for each in cells[-1].children or ())
    assert shown == line
