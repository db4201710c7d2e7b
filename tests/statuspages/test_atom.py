"""Atom feeds: the newest words of each entry, and silence that says nothing."""

from __future__ import annotations

from netcheck.core.news import Overall, Reading, Stage
from netcheck.core.page_feed import NO_STATE, NOTHING
from netcheck.statuspages.atom import FORMAT
from tests.statuspages.samples import NOW, at, read


def test_the_history_of_a_statuspage() -> None:
    page = read(FORMAT, "statuspage_history.atom.xml")
    assert (page.overall, page.clears, page.note) == (Overall.UNKNOWN, False, NO_STATE)
    assert page.provider == "Northpeak Fibre Status - Incident History"
    (outage,) = page.incidents
    assert (outage.title, outage.kind, outage.stage) == ("Fibre outage near Sudbury", "outage", Stage.IDENTIFIED)
    assert outage.text == "A contractor cut a cable. We expect service to be restored by 15:30 EST."
    assert (outage.started_at, outage.updated_at) == (at(21, 12, 55), at(21, 13, 31, 59))
    assert (outage.expected_end, outage.estimate_from_text) == (at(21, 20, 30), True)
    assert outage.link == "https://status.northpeak.example/incidents/in01"
    assert [(one.title, one.stage, one.text) for one in page.planned] == [
        ("Cable relocation", Stage.SCHEDULED, "Short interruptions are possible.")
    ]


def test_the_feed_of_an_openstatus_page() -> None:
    (outage,) = read(FORMAT, "openstatus.atom.xml").incidents
    assert (outage.title, outage.stage) == ("Radio West is down", Stage.IDENTIFIED)
    assert outage.text == "The mast has no power.."


def test_content_in_elements() -> None:
    data = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>No internet</title>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>We <b>look</b> into it.</p></div></content>
    </entry></feed>"""
    assert FORMAT.parse(data, Reading(now=NOW)).incidents[0].text == "We look into it."


def test_an_empty_feed_is_no_news() -> None:
    page = FORMAT.parse(b'<feed xmlns="http://www.w3.org/2005/Atom"/>', Reading(now=NOW))
    assert (page.overall, page.incidents, page.clears, page.note) == (Overall.UNKNOWN, (), False, NOTHING)


def test_another_vocabulary_is_not_taken_for_atom() -> None:
    assert not FORMAT.recognises(b"<feed><entry/></feed>")
    assert not FORMAT.recognises(b'<rss xmlns="http://www.w3.org/2005/Atom"/>')
