"""The page runs nothing, loads nothing, links to nothing, and tells a screen reader what a picture shows."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.record import Record
from netcheck.reports.html import FORMAT, STYLE
from tests.fake_record import HOSTILE, VIENNA, of_log, of_look, of_outage
from tests.fake_translator import MARKED

VOID = {"meta", "br", "rect", "path", "circle"}
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "span", "section", "table", "tbody",
    "thead", "tr", "th", "td", "caption", "ul", "li", "div", "figure", "figcaption", "svg", "defs", "pattern", "path",
    "circle", "rect", "text", "br", "footer",
}  # fmt: skip


class Page(HTMLParser):
    """The elements of a page, each closed where it should be."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def written(record: Record) -> str:
    text = FORMAT.write(record, zone=VIENNA)
    assert isinstance(text, str)
    return text


RECORDS = {"outage": of_outage(), "look": of_look(), "log": of_log(), "past": replace(of_outage(), report=None)}


@pytest.mark.parametrize("name", [*RECORDS])
def test_the_page_holds_only_what_is_harmless_and_closes_it(name: str) -> None:
    page = Page(written(RECORDS[name]))
    assert page.open == []
    assert {tag for tag, _ in page.elements} <= ALLOWED
    for _, attributes in page.elements:
        assert not {key for key in attributes if key.startswith("on") or key in ("href", "src", "style", "action")}


def test_its_policy_allows_its_own_style_and_nothing_else() -> None:
    page = Page(written(of_outage()))
    (policy,) = (meta["content"] for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    styles = re.findall(r"<style>(.*?)</style>", written(of_outage()), re.S)
    assert styles == [STYLE], "the hash is of the very bytes between the tags"
    assert not re.search(r"url\((?!#)|@import|http", STYLE)


def test_it_is_tagged_for_a_screen_reader() -> None:
    page = Page(written(of_outage()))
    assert page.all("html")[0]["lang"] == "en"
    assert len(page.all("h1")) == len(page.all("main")) == 1
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    named = [attributes["aria-labelledby"] for _, attributes in page.elements if "aria-labelledby" in attributes]
    assert len(named) > 10
    assert set(named) <= ids
    assert all(header["scope"] in ("row", "col") for header in page.all("th"))
    pictures = [svg for svg in page.all("svg") if svg.get("aria-hidden") != "true"]
    assert len(pictures) == 1
    assert all(svg["role"] == "img" for svg in pictures)
    assert len(page.all("caption")) >= 3


def test_the_strip_stands_in_words_too() -> None:
    words = " ".join(Page(written(of_outage())).words.split())
    assert re.search(r"works: \d+; does not work: \d+; nobody looked: asleep, closed or paused: \d+", words)


def test_bars_and_their_words() -> None:
    page = Page(written(of_log()))
    bars = [rect for rect in page.all("rect") if rect["class"] == "s-upstream" and rect.get("x") == "70.0"]
    assert len(bars) == 2
    assert "2026-11: 20 min 0 s" in page.words


def test_the_hash_of_the_chain_is_printed() -> None:
    assert "12:9f3a12bc77de0a41" in Page(written(of_log())).words


def test_days_or_weeks_are_drawn_and_explained() -> None:
    page = Page(written(of_log()))
    drawn = [rect["class"] for rect in page.all("rect") if rect.get("height") == "10" and rect.get("x") is not None]
    assert set(drawn) == {"s-gap", "s-upstream"}
    assert "When it was down. Each row is a week." in page.words
    assert all(word in page.words for word in ("2026-10-12", "Mon", "Sun"))


def test_nothing_becomes_markup() -> None:
    record = replace(of_outage(), version=HOSTILE, id=HOSTILE)
    page = Page(written(record))
    assert {tag for tag, _ in page.elements} <= ALLOWED
    assert "<script>alert(1)</script>" in page.words
    assert not set(page.words) & {"\u202e", "\x1b", "\x07"}


@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("<>&\"'"), max_size=40))
def test_any_name_is_words(name: str) -> None:
    page = Page(written(replace(of_look(), version=name)))
    assert {tag for tag, _ in page.elements} <= ALLOWED


def test_its_language_is_told() -> None:
    text = FORMAT.write(of_log(), translator=replace(MARKED, language="pt_BR"))
    assert isinstance(text, str)
    assert Page(text).all("html")[0]["lang"] == "pt-BR"
