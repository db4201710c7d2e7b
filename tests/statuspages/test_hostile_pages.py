"""Nothing hostile gets through any format, and none takes much memory for it."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netcheck.core.news import Overall
from tests.statuspages.reading import FORMATS, harmless, read, takers
from tests.statuspages.samples import JSON, SAMPLES, sample

MOST_MEMORY = 10 << 20
"""Bytes for a page of 1 MB: its text, and what is built of it."""

BOMB = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">""" + b"".join(
    f'<!ENTITY {new} "{f"&{old};" * 10}">'.encode() for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "2 MB of arrays": b"[" * (2 << 20),
    "2 MB of objects": b'{"page":' * (1 << 18),
    "deep in a page": b'{"page": {"id": "p", "name": ' + b"[" * 100_000 + b"]" * 100_000 + b'}, "incidents": []}',
    "1 MB of commas": b'{"page": {"id": "p"}, "incidents": [' + b"0," * (1 << 19) + b"0]}",
    "5,000 digits": b'{"result": {"status_overall": {"status_code": ' + b"1" * 5000 + b"}}}",
    "entity bomb": BOMB + b"]><rss><channel><title>&i;</title></channel></rss>",
    "entity from a file": b'<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b'<feed xmlns="http://www.w3.org/2005/Atom"><title>&x;</title></feed>',
    "parameter entity": b'<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://a.example/x"> %x;]><rss><channel/></rss>',
    "1 MB of elements": b'<rss version="2.0"><channel>' + b"<item>" * (1 << 17),
    "deep elements": b'<feed xmlns="http://www.w3.org/2005/Atom">' + b"<a>" * 300_000,
    "1 MB of tags": b"<!doctype html><html><body>" + b"<b" * (1 << 19),
    "1 MB of comments": b"<!doctype html><html>" + b"<!--" * (1 << 18),
    "1 MB of scripts": b"<!doctype html><html>" + b"<script>" * (1 << 17),
    "zeros": bytes(1 << 20),
    "noise in UTF-16": b"\xff\xfe" + bytes(range(256)) * 100,
    "half a letter": '{"page": {"name": "ö'.encode()[:-1],
    "strange encoding": b'<?xml version="1.0" encoding="punycode"?><rss><channel/></rss>',
    "HTML": b"<html><body><h1>502 Bad Gateway</h1></body></html>",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("form", FORMATS)
def test_a_hostile_page_is_refused_or_says_nothing(form: str, data: bytes) -> None:
    FORMATS[form].recognises(data)
    news = read(form, data)
    if news is not None:
        assert harmless(news)
        assert (news.overall, news.incidents) == (Overall.UNKNOWN, ())


@pytest.mark.parametrize("name", ["entity bomb", "entity from a file", "parameter entity"])
def test_a_document_type_is_refused_before_anything_is_read(name: str) -> None:
    assert takers(HOSTILE[name]) == set()


LARGE = {
    "better_stack": json.dumps(
        {
            "data": {"type": "status_page", "attributes": {"aggregate_state": "downtime"}},
            "included": [
                {
                    "id": str(number),
                    "type": "status_page_resource",
                    "attributes": {
                        "public_name": f"part {number}",
                        "status": "downtime",
                        "status_history": [{"day": f"2026-11-{day:02}", "status": "downtime"} for day in range(90)],
                    },
                }
                for number in range(200)
            ],
        }
    ).encode(),
    "statuspage_v2": json.dumps(
        {
            "page": {"id": "p", "name": "x" * 100_000},
            "status": {"indicator": "major"},
            "incidents": [{"name": "n" * 400, "components": [{"name": "c"}] * 20} for _ in range(700)],
        }
    ).encode(),
    "atom": b'<feed xmlns="http://www.w3.org/2005/Atom">'
    + b"<entry><title>No internet</title><content>outage &lt;b&gt; </content></entry>" * 14_000
    + b"</feed>",
    "rss": b"<rss><channel><item><title>No internet</title><description>"
    + b"word " * 200_000
    + b"</description></item></channel></rss>",
    "plain_page": b"<html><body>" + b"<p>outage <b>here</b></p>" * 40_000,
    "cachet": b'{"meta": {"pagination": {"total": 1}}, "data": [{"message": "", "status": 1, "x": ['
    + b'"ab",' * 59_000
    + b'""]}]}',
}


@pytest.mark.parametrize("form", LARGE)
def test_a_large_page_takes_little_memory(form: str) -> None:
    data = LARGE[form]
    tracemalloc.start()
    try:
        read(form, data)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < MOST_MEMORY


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_takes_little_memory(name: str) -> None:
    tracemalloc.start()
    try:
        for form in FORMATS:
            FORMATS[form].recognises(HOSTILE[name])
            read(form, HOSTILE[name])
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 2 * MOST_MEMORY


# --- any tree of the right skeleton --------------------------------------------------------------------------------

NASTY = st.sampled_from(
    (
        *("\x1b[31mOut\u202eage\x07\n\u2066now", "\ud800", "<script>alert(1)</script>", "&#x202e;", "x" * 3000, "\x00"),
        *("1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-11-22T00:00:00Z", "2026-11-21T13:00:00", "soon"),
        *("ETA 99:99 UTC", "expected to be resolved within 999 hours", "operational", "none", "javascript:alert(1)"),
    )
)
LEAF = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | NASTY
ANY = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def places(tree: object, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to each value in a tree."""
    yield way
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in inner:
        yield from places(value, (*way, key))


def put(tree: object, way: tuple[str | int, ...], value: object) -> object:
    """The tree with another value at that place."""
    if not way:
        return value
    if isinstance(tree, dict):
        return {key: put(inner, way[1:], value) if key == way[0] else inner for key, inner in tree.items()}
    if isinstance(tree, list):
        return [put(inner, way[1:], value) if number == way[0] else inner for number, inner in enumerate(tree)]
    return tree


TREES = {name: json.loads(sample(name)) for name in JSON}
WAYS = {name: list(places(tree)) for name, tree in TREES.items()}


@pytest.mark.parametrize("name", JSON)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_a_page_with_nonsense_in_it_is_read_as_far_as_it_makes_sense(name: str, data: st.DataObject) -> None:
    tree = TREES[name]
    for _ in range(data.draw(st.integers(1, 4))):
        tree = put(tree, data.draw(st.sampled_from(WAYS[name])), data.draw(ANY))
    for page in (json.dumps(tree).encode(), json.dumps(tree, ensure_ascii=False).encode("utf-8", "replace")):
        news = read(SAMPLES[name][0], page)
        assert (news is None) is not FORMATS[SAMPLES[name][0]].recognises(page)
        assert news is None or harmless(news)


MARKUP = st.text(max_size=40) | NASTY
TAGS = ("title", "link", "guid", "pubDate", "description", "id", "updated", "published", "content", "summary", "item")


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(st.tuples(st.sampled_from(TAGS), MARKUP), max_size=6), max_size=4), st.booleans())
def test_a_feed_with_nonsense_in_it_is_read_or_refused(entries: list[list[tuple[str, str]]], atom: bool) -> None:
    kind, tag = ("atom", "entry") if atom else ("rss", "item")
    inner = "".join(
        f"<{tag}>{''.join(f'<{name}>{escape(text)}</{name}>' for name, text in parts)}</{tag}>" for parts in entries
    )
    page = (
        f'<feed xmlns="http://www.w3.org/2005/Atom">{inner}</feed>'
        if atom
        else f"<rss><channel>{inner}</channel></rss>"
    )
    news = read(kind, page.encode("utf-8", "replace"))
    assert news is None or harmless(news)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_noise_raises_nothing_but_value_error(data: bytes) -> None:
    for form in FORMATS:
        FORMATS[form].recognises(data)
        news = read(form, data, pattern=".+")
        assert news is None or harmless(news)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(("<p>", "</p>", "<script>", "<!--", "-->", "outage ", "&amp;", "&#x202e;", "<b", ">", "\x1b"))
    )
)
def test_any_mess_of_tags_is_words(pieces: list[str]) -> None:
    news = read("plain_page", ("<html><body>outage" + "".join(pieces)).encode(), pattern="outage.*")
    assert news is not None
    assert harmless(news)
