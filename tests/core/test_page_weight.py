"""No page takes more memory than an honest one, whatever is in it, and an honest one is read as it is."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck import statuspages
from netcheck.core.news import Reading
from netcheck.core.page_bytes import looks_like_html
from netcheck.core.page_weight import LEAST, MOST, fit
from netcheck.plugins import StatusFormat, discover

FORMATS = discover(statuspages, "FORMAT", StatusFormat)
MB = 1 << 20


def summary(parts: int, name: str = "Component") -> bytes:
    """A Statuspage of a large provider."""
    part = {
        "status": "operational",
        "created_at": "2020-01-01T00:00:00.000Z",
        "updated_at": "2026-01-01T00:00:00.000Z",
        "description": None,
        "showcase": False,
        "start_date": None,
        "group_id": None,
        "page_id": "kctbh9vrtdwd",
        "group": False,
        "only_show_if_degraded": False,
    }
    return json.dumps(
        {
            "page": {"id": "kctbh9vrtdwd", "name": "LabTel", "url": "https://status.labtel.example"},
            "components": [part | {"id": f"c{n}", "name": f"{name} {n}", "position": n} for n in range(parts)],
            "incidents": [],
            "scheduled_maintenances": [],
            "status": {"indicator": "none", "description": "All Systems Operational"},
        },
        ensure_ascii=False,
    ).encode()


HOSTILE: dict[str, bytes] = {
    "objects": b'{"a":[' + b"{}," * 330_000 + b"{}]}",
    "numbers": b'{"a":[' + b"1234567," * 120_000 + b"1]}",
    "texts": b'{"a":[' + b'"abcdefghijk",' * 70_000 + b"1]}",
    "one text": b'{"a":"' + b"x" * (MB - 20) + b'"}',
    "one text with a picture": ('{"a":"😀' + "x" * (MB - 20) + '"}').encode(),
    "pictures": ('{"a":"' + "😀" * (MB // 4 - 20) + '"}').encode(),
    "escapes": b'{"a":"' + b"\\u1234" * (MB // 6 - 10) + b'"}',
    "UTF-16": ('{"a":"' + "x" * (MB // 2 - 20) + '"}').encode("utf-16"),
    "half of UTF-16": ('{"a":"' + "x" * (MB // 8) + '"}').encode("utf-16"),
    "nested": b'{"a":' * 150_000,
    "a web page": b"<html><body>" + b"<p>outage, b</p>" * 60_000,
    "a web page with a picture": ("<html><body>😀" + "<p>outage – 😀</p>" * 40_000).encode(),
    "a web page of text": ("<!doctype html>" + "outage – " * 90_000).encode(),
    "a web page that is XML": b"<html><body>" + b"<p/>" * 200_000 + b"</body></html>",
    "a feed": b'<rss version="2.0"><channel>' + b"<item><title>x</title></item>" * 30_000 + b"</channel></rss>",
    "a feed of text": ('<rss version="2.0"><channel><title>' + "–x" * 120_000 + "</title></channel></rss>").encode(),
    "attributes": b"<rss " + b" ".join(b'a%d=""' % n for n in range(90_000)) + b"/>",
    "elements in elements": b"<a>" * 300_000,
    "entities": b'<!DOCTYPE r [<!ENTITY a "' + b"x" * 900_000 + b'">]><rss>' + b"&a;" * 1000 + b"</rss>",
    "bytes": bytes(range(256)) * 4000,
    "spaces": b" " * MB,
    "nothing": b"",
}


def most_memory(deed: Callable[[], object]) -> int:
    """Bytes that it takes while it runs."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        deed()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def read(data: bytes) -> None:
    """As the world reads a page of unknown format."""
    try:
        data = fit(data)
    except ValueError:
        return
    html = looks_like_html(data)
    for form in FORMATS.values():
        if data and (not html or form.recognises(b"<!doctype html><html></html>")) and form.recognises(data):
            try:
                form.parse(data, Reading("https://status.labtel.example/", "outage.*" if html else ""))
            except ValueError:
                continue


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_takes_no_more_than_two_megabytes_with_itself(name: str) -> None:
    data = HOSTILE[name]
    assert len(data) + most_memory(lambda: read(data)) <= 1.05 * MOST


@pytest.mark.parametrize("parts", [0, 1, 100, 900])
def test_an_honest_page_is_read_as_it_is(parts: int) -> None:
    data = summary(parts)
    assert fit(data) == data
    assert len(data) + most_memory(lambda: read(data)) <= MOST


def test_what_is_too_much_is_refused() -> None:
    with pytest.raises(ValueError, match="memory"):
        fit(summary(3000))


def test_pictures_are_left_out_and_all_other_letters_stay() -> None:
    data = summary(3, "Straße – 東京 😀")
    assert json.loads(fit(data)) == json.loads(data.decode().replace("😀", "\N{REPLACEMENT CHARACTER}"))


def test_a_page_for_people_is_cut() -> None:
    short = b"<html><body>" + b"<p>outage</p>" * 100
    assert fit(short) == short
    long = b"<html><body>" + b"<p>outage</p>" * 70_000
    assert long.startswith(fit(long))
    assert LEAST <= len(fit(long)) < len(long)


@given(st.binary(max_size=6000) | st.binary(max_size=3000).map(lambda tail: b"<html>" + tail))
def test_whatever_comes_it_is_no_longer_afterwards(data: bytes) -> None:
    assert len(fit(data)) <= len(data)
