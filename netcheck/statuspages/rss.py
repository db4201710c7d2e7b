"""Reads RSS feeds of incidents: version 2.0 of the RSS Advisory Board, and 1.0, which is RDF."""

from __future__ import annotations

from netcheck.core.news import News, Reading
from netcheck.core.page_bytes import readable
from netcheck.core.page_feed import Entry, feed_news
from netcheck.core.page_times import moment
from netcheck.core.page_xml import Element, read_xml
from netcheck.plugins import StatusFormat

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def recognises(data: bytes) -> bool:
    """Whether these bytes are of this format; raises nothing."""
    return readable(_feed, data)


def parse(data: bytes, reading: Reading) -> News:
    """What the newest items tell. Raises ValueError for anything that is not of this format."""
    feed = _feed(data)
    channel = feed.first("channel") or Element("channel", "")
    # Items stand in the channel in version 2, beside it in version 1.
    items = (_entry(item) for place in (channel, feed) for item in place.elements("item"))
    changed = moment(channel.text_in("lastBuildDate")) or moment(channel.text_in("pubDate"))
    return feed_news(items, channel.text_in("title"), changed, reading)


def _feed(data: bytes) -> Element:
    feed = read_xml(data)
    if feed.first("channel") is None or (feed.name, feed.space) not in (("rss", ""), ("RDF", RDF)):
        raise ValueError("not an RSS feed")
    return feed


def _entry(item: Element) -> Entry:
    # "encoded" is content:encoded, "date" is dc:date.
    at = moment(item.text_in("pubDate")) or moment(item.text_in("date"))
    return Entry(
        title=item.text_in("title"),
        text=item.text_in("encoded") or item.text_in("description"),
        id=item.text_in("guid"),
        link=item.text_in("link"),
        published=at,
        updated=at,
    )


FORMAT = StatusFormat(title="RSS feed", recognises=recognises, parse=parse)
