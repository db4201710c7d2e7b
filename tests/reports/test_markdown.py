"""What others have written stays words in Markdown: no link, no mention, no HTML, no heading."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.record import Record
from netcheck.core.words import one_line
from netcheck.reports.markdown import FORMAT, escaped
from tests.fake_record import HOSTILE, VIENNA, of_log, of_look, of_outage

# No reader of Markdown is asked, as readers differ: whatever CommonMark or GitHub might take for markup has to be
# escaped, and with the escapes taken away the very words have to stand there.

ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
"""CommonMark 2.4: a backslash before ASCII punctuation, and nothing else, makes it a plain sign."""
MARKUP = re.compile(
    r"[\\`*\[\]<>|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|@(?=\w)|:(?=//)|(?i:(?<=www)\.|(?<=mailto):|(?<=xmpp):)"
)
"""Emphasis, code, links, images, HTML, tables, struck words, formulas, entities, mentions, bare addresses."""
BLOCK = re.compile(r"[-+=>]|#{1,6}(?:\s|$)|\d{1,9}[.)](?:\s|$)| {4}|\t")
"""What begins a list, a rule, a heading, a quotation or code, where it stands first on a line."""
PLAIN = re.compile(r"(?:\*\*(?:\\.|[^*\\])+\*\*:?|\*(?:\\.|[^*\\])+\*)")
"""Emphasis of our own."""


def written(record: Record) -> str:
    text = FORMAT.write(record, zone=VIENNA)
    assert isinstance(text, str)
    return text


def markup(text: str, first: bool = False) -> str:
    """What a reader may take for markup in a line of words; empty where there is nothing."""
    bare = ESCAPE.sub("\u00b7", text)
    found = MARKUP.search(bare) or (BLOCK.match(bare) if first else None)
    return found[0] if found else ""


def words(text: str) -> str:
    """The line as a reader shows it."""
    return ESCAPE.sub(r"\1", text)


def cells(row: str) -> list[str]:
    """The cells of a table's row."""
    found = re.split(r"(?<!\\)(?:\\\\)*\|", row)
    assert found[0] == found[-1] == ""
    return [each.strip(" ") for each in found[1:-1]]


def wrong(text: str) -> list[str]:
    """Lines of a report that hold markup which is not ours; a row of a table has as many cells as its head."""
    found, columns = [], 0
    for line in text.splitlines():
        columns = columns if line.startswith("|") else 0
        if line.startswith("|"):
            row = cells(line)
            columns = columns or len(row)
            if len(row) != columns or not (set(line) <= set("|-: ") or not any(markup(cell) for cell in row)):
                found.append(line)
        elif not (line in ("", "---") or re.fullmatch(r"    \|[ .~#?_]{1,60}\|", line)):
            body = re.sub(r"^(?:#{1,2}|-(?: [\u2713\u2717?\u2013](?= \*\*))?) |  $", "", line)
            ours = PLAIN.match(body)
            if markup(body[ours.end() :] if ours else body, first=not ours) or (ours and markup(ours[0].strip("*:"))):
                found.append(line)
    return found


RECORDS = {"outage": of_outage(), "look": of_look(), "log": of_log()}


@pytest.mark.parametrize("name", [*RECORDS])
def test_it_is_headings_lists_tables_and_words(name: str) -> None:
    text = written(RECORDS[name])
    assert wrong(text) == []
    assert len(re.findall(r"(?m)^#{1,2} \w", text)) >= 4


def test_a_look_at_others_words_finds_markup() -> None:
    """Else nothing would be shown by finding none."""
    for line in ("see [a](b)", "a <b> c", "- a *b*", "| a | b |\n| --- | --- |\n| a | b | c |", "http://x", "## @all"):
        assert wrong(line), line


def test_tables_are_read_as_tables() -> None:
    rows = [line for line in written(of_outage()).splitlines() if line.startswith("|")]
    heads = [rows[n - 1] for n, row in enumerate(rows) if set(row) <= set("|- ")]
    assert [len(cells(head)) for head in heads] == [3, 2, 3, 6]
    assert sum(len(cells(row)) for row in rows) > 120


def test_what_others_wrote_stays_words() -> None:
    text = written(replace(of_outage(), version=HOSTILE, id=HOSTILE))
    assert wrong(text) == []
    assert "<script>alert(1)</script>" in words(text)
    assert "<script>" not in text
    assert "http://" not in text
    assert " @all" not in text


def test_the_hash_of_the_chain_is_printed() -> None:
    assert "12:9f3a12bc77de0a41" in words(written(of_log()))


PLACES = st.text(alphabet="#-+=>*_`~[]()<>!|\\&;@$:./ 1ahtpw\n", max_size=30)


@given(PLACES)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    line = one_line(text)
    for page, first in ((escaped(line, first=True), True), (escaped(line), False)):
        assert not markup(page, first), page
        assert words(page) == line


@given(PLACES)
def test_any_text_is_one_cell(text: str) -> None:
    line = one_line(text)
    found = cells(f"| x | {escaped(line)} |")
    assert len(found) == 2
    assert words(found[1]) == line
