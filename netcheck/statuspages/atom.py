"""Reads Atom feeds of incidents (RFC 4287), such as history.atom of Statuspage."""

from __future__ import annotations

from netcheck.core.news import News, Reading
from netcheck.core.page_bytes import readable
from netcheck.core.page_feed import Entry, feed_news
from netcheck.core.page_times import moment
from netcheck.core.page_xml import Element, read_xml
from netcheck.plugins import StatusFormat

SPACE = "http://www.w3.org/2005/Atom"


def recognises(data: bytes) -> bool:
    """Whether these bytes are of this format; raises nothing."""
    return readable(_feed, data)


def parse(data: bytes, reading: Reading) -> News:
    """What the newest entries tell. Raises ValueError for anything that is not of this format."""
    feed = _feed(data)
    entries = (_entry(element) for element in feed.elements("entry"))
    return feed_news(entries, feed.text_in("title"), moment(feed.text_in("updated")), reading)


def _feed(data: bytes) -> Element:
    feed = read_xml(data)
    if feed.name != "feed" or feed.space != SPACE:
        raise ValueError("not an Atom feed")
    return feed


def _entry(entry: Element) -> Entry:
    links = [one.attributes for one in entry.elements("link")]
    link = next((one.get("href", "") for one in links if one.get("rel", "alternate") == "alternate"), "")
    return Entry(
        title=entry.text_in("title"),
        text=entry.text_in("content") or entry.text_in("summary"),
        id=entry.text_in("id"),
        link=link,
        published=moment(entry.text_in("published")),
        updated=moment(entry.text_in("updated")),
    )


FORMAT = StatusFormat(title="Atom feed", recognises=recognises, parse=parse)
