"""A page is read with the shipped formats, whatever stands there; what is hostile is unknown, with its reason."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from netcheck import statuspages
from netcheck.core.model import Failure
from netcheck.core.network import Kind, OtherWay, StatusPage
from netcheck.core.news import Overall
from netcheck.core.words import UNPROTECTED
from netcheck.plugins import StatusFormat, discover
from netcheck.world.status_copies import LARGEST, Notes
from netcheck.world.status_reading import Net, Read, Reader, Source
from netcheck.world.status_reasons import CIRCLES, FOR_PEOPLE, LARGE, NO_FORM, NO_PAGE, SLOW
from tests.world.small_pages import Answering, Server, by_path, head, pour, say

NOW = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
FORMATS = discover(statuspages, "FORMAT", StatusFormat)
ALWAYS_S, SHORT_S = 20.0, 0.4
DATA = "/api/v2/summary.json"
HOTEL = b"<!DOCTYPE html><html><head><title>Welcome to the hotel</title></head><body>Please sign in.</body></html>"
SUMMARY = b"""{"page": {"id": "p1", "name": "LabTel", "url": "https://status.labtel.example"},
"status": {"indicator": "major", "description": "Major outage"}, "components": [], "scheduled_maintenances": [],
"incidents": [{"id": "i1", "name": "Cut", "status": "identified", "impact": "major", "incident_updates": []}]}"""
ROOM = 2_000_000
"""Bytes for everything at once."""


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server(say(200, SUMMARY))
    yield found
    found.close()


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(FORMATS, tmp_path / "pages")


def read(
    reader: Reader, source: Source | str, notes: Notes | None = None, wait_s: float = ALWAYS_S, now: datetime = NOW
) -> Read:
    source = Source(source) if isinstance(source, str) else source
    net = Net(lambda name: ("127.0.0.1",))
    return reader.read(source, notes or Notes(source.url), net, time.monotonic() + wait_s, now, 0.0)


def said(page: StatusPage) -> tuple[Overall, Failure | None, str]:
    return page.news.overall, page.failure, page.reason


def test_a_page_is_understood_by_its_looks(reader: Reader, server: Server) -> None:
    found = read(reader, server.url(DATA)).page
    assert said(found) == (Overall.PARTIAL_OUTAGE, None, "")
    assert (found.format, found.fetched_at, [i.title for i in found.news.incidents]) == ("statuspage_v2", NOW, ["Cut"])


def test_the_format_of_the_settings_counts(reader: Reader, server: Server) -> None:
    assert read(reader, Source(server.url(DATA), "statuspage_v2")).page.failure is None
    assert said(read(reader, Source(server.url(DATA), "rss")).page) == (Overall.UNKNOWN, Failure.BAD_ANSWER, NO_FORM)
    assert read(reader, Source(server.url(DATA), "unheard-of")).page.format == "statuspage_v2"


def test_a_page_with_a_pattern(reader: Reader, server: Server) -> None:
    server.answer = say(200, b"<html><body><p>Outage in Linz</p></body></html>")
    found = read(reader, Source(server.url("/stoerung"), pattern="outage in .*")).page
    assert (found.format, [i.title for i in found.news.incidents]) == ("plain_page", ["Outage in Linz"])


def test_a_page_for_people_is_unknown_and_says_why(reader: Reader, server: Server) -> None:
    server.answer = say(200, HOTEL)
    found = read(reader, server.url("/status")).page
    assert (found.format, found.news.overall, found.failure) == ("link", Overall.UNKNOWN, None)
    assert found.reason == found.news.note != ""


# --- hostile pages


def endless(handler: BaseHTTPRequestHandler, piece: bytes, pause_s: float = 0.0) -> None:
    server = handler.server
    assert isinstance(server, Server)
    head(handler, b"HTTP/1.1 200 OK", b"")
    pour(handler, piece, server.over, pause_s)


BOMB = b'<!DOCTYPE r [<!ENTITY a "ha">%s]><rss version="2.0"><channel><title>&x;</title></channel></rss>'
LAUGHS = b"".join(b'<!ENTITY %c "&%c;&%c;&%c;&%c;">' % (n + 1, n, n, n, n) for n in b"abcdefghijklmnopqrstuvw")
HOSTILE: dict[str, tuple[Answering, Failure | None, str]] = {
    "200 MB": (lambda h: endless(h, b"{" * 8192), Failure.BAD_ANSWER, LARGE),
    "an endless drip": (lambda h: endless(h, b"{", 0.02), Failure.TIMEOUT, SLOW),
    "a redirect loop": (
        lambda h: say(302, Location="/a" if h.path != "/a" else "/b")(h),
        Failure.REDIRECTED,
        CIRCLES,
    ),
    "HTML instead of JSON": (say(200, HOTEL), Failure.BAD_ANSWER, FOR_PEOPLE),
    "1 MB of HTML": (say(200, (HOTEL + b"<p>outage, a</p>" * LARGEST)[:LARGEST]), Failure.BAD_ANSWER, FOR_PEOPLE),
    "entities": (say(200, BOMB % LAUGHS), Failure.BAD_ANSWER, NO_FORM),
    "a bomb of JSON": (say(200, (b'{"a":[' + b"[]," * LARGEST)[:LARGEST]), Failure.BAD_ANSWER, LARGE),
    "nested JSON": (say(200, b'{"a":' * 9_000), Failure.BAD_ANSWER, NO_FORM),
    "UTF-16 of nothing known": (say(200, '{"a": "ü"}'.encode("utf-16")), Failure.BAD_ANSWER, NO_FORM),
    "bytes": (say(200, bytes(range(256)) * 4000), Failure.BAD_ANSWER, NO_FORM),
    "Latin-1 in JSON": (say(200, '{"a": "größer"}'.encode("latin-1")), Failure.BAD_ANSWER, NO_FORM),
    "nothing": (say(200, b""), Failure.BAD_ANSWER, NO_FORM),
    "a list": (say(200, b"[1, 2]"), Failure.BAD_ANSWER, NO_FORM),
    "null": (say(200, b"null"), Failure.BAD_ANSWER, NO_FORM),
    "another program's JSON": (say(200, b'{"error": "no such page"}'), Failure.BAD_ANSWER, NO_FORM),
    "gone": (say(404, HOTEL), Failure.HTTP_ERROR, NO_PAGE),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_unknown_with_its_reason_and_takes_little_room(
    name: str, reader: Reader, server: Server
) -> None:
    answer, failure, reason = HOSTILE[name]
    read(reader, server.url("/warm.json"))  # what the first question imports is not the page's
    server.answer = answer
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        found = read(reader, server.url(DATA), wait_s=SHORT_S if failure is Failure.TIMEOUT else ALWAYS_S)
        most = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    assert said(found.page) == (Overall.UNKNOWN, failure, reason)
    assert (found.notes.failure, found.notes.reason) == (failure, reason)
    assert most < ROOM
    assert reader.copies.body(found.notes) is None


# --- the copy


def test_what_is_read_is_kept_and_speaks_where_the_page_cannot(reader: Reader, server: Server) -> None:
    first = read(reader, server.url(DATA))
    server.answer = say(500)
    later = NOW + timedelta(hours=3)
    found = read(reader, server.url(DATA), first.notes, now=later)
    assert found.page == replace(
        first.page, failure=Failure.HTTP_ERROR, stale=True, reason="it answered with an error of its own"
    )
    assert reader.copy(Source(server.url(DATA)), found.notes, later) == first.page
    assert reader.copy(Source(server.url(DATA)), found.notes, NOW + timedelta(hours=25)) is None


def test_a_page_that_has_not_changed_is_as_new_as_the_question(reader: Reader, server: Server) -> None:
    server.answer = say(200, SUMMARY, ETag='"1"')
    first = read(reader, server.url(DATA))
    server.answer = say(304)
    later = NOW + timedelta(hours=3)
    found = read(reader, server.url(DATA), first.notes, now=later)
    assert found.page == replace(first.page, fetched_at=later)
    assert server.asked[1][1]["if-none-match"] == '"1"'


def test_without_its_copy_the_whole_page_is_asked_for(reader: Reader, server: Server, tmp_path: Path) -> None:
    server.answer = say(200, SUMMARY, ETag='"1"')
    first = read(reader, server.url(DATA))
    for path in (tmp_path / "pages").glob("*.copy"):
        path.unlink()
    assert read(reader, server.url(DATA), first.notes).page.failure is None
    assert "if-none-match" not in server.asked[1][1]


@pytest.mark.parametrize("path", ["/status", DATA])
def test_a_sign_in_page_does_not_take_the_place_of_the_copy(path: str, reader: Reader, server: Server) -> None:
    first = read(reader, server.url(path))
    server.answer = say(200, HOTEL)
    found = read(reader, server.url(path), first.notes)
    assert (found.page.failure, found.page.reason, found.page.stale) == (Failure.BAD_ANSWER, FOR_PEOPLE, True)
    assert found.page.news == first.page.news
    assert found.notes.digest == first.notes.digest


# --- an address of which only the site is known


SITE = say(200, b"<html><body>All is well</body></html>")


def test_the_data_of_a_site_is_sought_once_and_remembered(reader: Reader, server: Server) -> None:
    server.answer = by_path(**{"": SITE, "api_v2_summary_json": say(200, SUMMARY)})
    found = read(reader, server.url("/"))
    assert (found.page.format, found.page.url) == ("statuspage_v2", server.url("/"))
    assert server.paths() == ["/", DATA]
    assert found.rest_s == 120, "each question counts"
    again = read(reader, server.url("/"), found.notes)
    assert server.paths() == ["/", DATA, DATA]
    assert (again.page.format, again.rest_s) == ("statuspage_v2", 60)


def test_at_most_two_further_questions_and_not_again_for_a_week(reader: Reader, server: Server) -> None:
    server.answer = by_path(**{"": SITE})
    found = read(reader, server.url("/"))
    assert (found.page.format, server.paths()) == ("link", ["/", DATA, "/index.json"])
    assert found.rest_s == 180
    read(reader, server.url("/"), found.notes, now=NOW + timedelta(days=6))
    assert len(server.asked) == 4
    read(reader, server.url("/"), found.notes, now=NOW + timedelta(days=8))
    assert len(server.asked) == 7


@pytest.mark.parametrize(
    "source",
    [("/status", "", ""), ("/", "statuspage_v2", ""), ("/", "", "outage.*")],
    ids=["a page", "a format", "a pattern"],
)
def test_where_it_is_known_what_to_ask_nothing_is_sought(
    source: tuple[str, str, str], reader: Reader, server: Server
) -> None:
    server.answer = SITE
    path, form, pattern = source
    read(reader, Source(server.url(path), form, pattern))
    assert server.paths() == [path]


def test_what_was_found_and_is_gone_is_sought_anew(reader: Reader, server: Server) -> None:
    server.answer = by_path(**{"": SITE, "api_v2_summary_json": say(200, SUMMARY)})
    found = read(reader, server.url("/"))
    server.answer = by_path(**{"": SITE})
    gone = read(reader, server.url("/"), found.notes)
    assert (gone.page.failure, gone.page.stale, gone.notes.found_at) == (Failure.HTTP_ERROR, True, "")
    server.answer = say(503, Retry_After="90")
    busy = read(reader, server.url("/"), found.notes)
    assert (busy.notes.found_at, busy.rest_s) == (found.notes.found_at, 90)


@dataclass
class Phone:
    """Another way out; on loopback it leads to the same server."""

    way = OtherWay("usb0", Kind.MODEM, "192.0.2.7", "192.0.2.1", True, "your phone (usb0)")
    asked: bool = False

    def works(self, read: bool) -> bool | None:
        return True if read else None

    def lookup(self, name: str) -> tuple[str, ...]:
        self.asked = True
        return ("127.0.0.1",)

    def socket_options(self, family: int = 4) -> list[tuple[int, int, int | bytes]]:
        return []


def test_a_page_that_anybody_could_have_written_proves_no_way(reader: Reader, server: Server) -> None:
    url = server.url(DATA)
    net = Net(lambda name: (), lambda: (phone,))
    phone = Phone()
    found = reader.read(Source(url), Notes(url), net, time.monotonic() + ALWAYS_S, NOW, 0.0)
    assert (found.page.failure, found.page.via, found.page.secure) == (None, "usb0", False)
    assert found.page.ways == {"usb0": None}


def test_what_used_to_come_protected_is_not_replaced_by_what_did_not(reader: Reader, server: Server) -> None:
    url = server.url(DATA)
    first = replace(read(reader, url).notes, secure=True)
    server.answer = say(200, SUMMARY.replace(b"Cut", b"Sign in"))
    found = read(reader, url, first, now=NOW + timedelta(minutes=5))
    assert (found.page.failure, found.page.reason) == (Failure.BAD_ANSWER, UNPROTECTED)
    assert (found.page.stale, found.page.secure) == (True, True)
    assert found.page.news.incidents[0].title == "Cut"
