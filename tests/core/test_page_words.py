"""Words out of a page: no tags, no scripts, no signs that hurt, never too long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.page_words import LONGEST_NAME, LONGEST_TEXT, line, lines_of, link, long_line, name_or_number


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("plain words", "plain words"),
        ("<p>one</p><p>two<br>three</p>", "one\ntwo\nthree"),
        ("<p>S<b>t</b>örung <em>hier</em></p>", "Störung hier"),
        ("<td>one</td><td>two</td>", "one two"),
        ("a<script>if (a<b && c>d) { '<p>' }</script>b", "ab"),
        ("a<SCRIPT src='x'>x</ScRiPt >b<style>p {}</style>c", "abc"),
        ("<svg><path d='M0'/><text>x</text></svg>words", "words"),
        ("a<!-- <p>hidden</p> -->b<!-- never closed", "ab"),
        ("a<!-- <b -->c", "ac"),
        ("<!DOCTYPE html><?php x ?>words", "words"),
        ("Kontakt &amp; Hilfe&nbsp;&#252;&#xFC;&lt;b&gt; &unknown; &", "Kontakt & Hilfe üü<b> &unknown; &"),
        ("&#99999999999;x&#x110000;y&#0;z", "&#99999999999;x\ufffdy\ufffdz"),
        ("\x1b[31mred\u202e\u2066\u200b &#x202e;&#27;", "[31mred"),
        ("1 < 2 and <3", "1 < 2 and <3"),
        ("<p", "<p"),
        ("", ""),
    ],
)
def test_lines_of_a_page(page: str, words: str) -> None:
    assert lines_of(page) == words


@given(st.text() | st.text(alphabet=st.sampled_from("<>!-/ab &#;x1\n")))
def test_any_text_becomes_harmless_lines(text: str) -> None:
    assert all(each.isprintable() and each for each in lines_of(text).split("\n") if lines_of(text))
    assert line(text).isprintable()
    assert len(line(text)) <= LONGEST_NAME


def test_a_line_is_cut_and_what_is_no_text_is_empty() -> None:
    assert line("x" * 1000) == "x" * (LONGEST_NAME - 1) + "\u2026"
    assert len(long_line("word " * 1000)) <= LONGEST_TEXT
    assert line("<p>one</p>\n<p>two &amp; three</p>") == "one two & three"
    assert [line(other) for other in (None, 5, ["x"], b"x")] == ["", "", "", ""]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("a1", "a1"),
        (5, "5"),
        (0, "0"),
        (True, ""),
        (None, ""),
        (5.5, ""),
        ("x" * 100, "x" * 79 + "\u2026"),
        (["a"], ""),
    ],
)
def test_an_id_may_be_a_number(value: object, found: str) -> None:
    assert name_or_number(value) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (" https://a.example/x?y=1#z ", "https://a.example/x?y=1#z"),
        ("javascript:alert(1)", ""),
        ("//a.example", ""),
        ("https://a.example/\u202e", ""),
        ("https://a.example/ x", ""),
        ("https://a.example/" + "x" * 400, ""),
        (None, ""),
    ],
)
def test_only_a_plain_web_address_is_a_link(value: object, found: str) -> None:
    assert link(value) == found
