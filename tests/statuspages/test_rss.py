"""RSS feeds: one item for each change, dates of mails, and matters that nobody ended."""

from __future__ import annotations

from netcheck.core.news import Overall, Reading, Stage
from netcheck.core.page_feed import NOTHING
from netcheck.statuspages.rss import FORMAT
from tests.statuspages.samples import NOW, at, read


def test_items_of_several_matters() -> None:
    page = read(FORMAT, "items.rss.xml")
    assert (page.overall, page.provider, page.updated_at) == (Overall.UNKNOWN, "Tidewater Broadband", at(21, 13, 45))
    assert not page.clears
    # Hull went down and recovered; Bridlington is of two weeks ago, and nobody wrote that it is over.
    (outage,) = page.incidents
    assert (outage.title, outage.kind, outage.stage) == ("No broadband in Whitby", "outage", Stage.INVESTIGATING)
    assert (outage.id, outage.link) == ("72-1", "https://status.tidewater.example/incident/72")
    assert outage.text == "We hope to have everyone back online within the next 2 hours."
    assert (outage.expected_end, outage.estimate_from_text) == (at(21, 15, 40), True)
    (planned,) = page.planned
    assert (planned.kind, planned.expected_start, planned.started_at) == ("maintenance", at(23, 1), None)


def test_the_older_form_and_a_wrong_encoding() -> None:
    (outage,) = read(FORMAT, "rdf.rss.xml").incidents
    assert (outage.title, outage.kind) == ("Störung in Übersee", "outage")
    assert outage.started_at == at(21, 11)
    assert outage.expected_end == at(21, 17, 30)


def test_an_empty_feed_is_no_news() -> None:
    page = read(FORMAT, "empty.rss.xml")
    assert (page.overall, page.incidents, page.clears, page.note) == (Overall.UNKNOWN, (), False, NOTHING)


def test_really_latin_1() -> None:
    text = (
        '<?xml version="1.0" encoding="ISO-8859-1"?><rss><channel><item><title>Störung</title></item></channel></rss>'
    )
    assert FORMAT.parse(text.encode("latin-1"), Reading(now=NOW)).incidents[0].title == "Störung"


def test_an_incident_of_tomorrow_has_not_started() -> None:
    item = b"<item><title>Outage</title><pubDate>Sun, 22 Nov 2026 13:00:00 GMT</pubDate></item>"
    (found,) = FORMAT.parse(b"<rss><channel>" + item + b"</channel></rss>", Reading(now=NOW)).incidents
    assert (found.started_at, found.updated_at) == (None, None)
