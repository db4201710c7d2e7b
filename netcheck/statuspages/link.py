"""Knows a web page when it sees one, and leaves the reading of it to a person."""

from __future__ import annotations

from netcheck.core.news import News, Reading
from netcheck.core.page_bytes import looks_like_html
from netcheck.core.words import N_
from netcheck.plugins import StatusFormat

FOR_PEOPLE = N_("it is a page for people, which no program can read: open its address yourself")


def recognises(data: bytes) -> bool:
    """Whether this is a web page; raises nothing."""
    return looks_like_html(data)


def parse(data: bytes, reading: Reading) -> News:
    """Nothing but that a person can read it. Raises ValueError for anything that is no web page."""
    if not looks_like_html(data):
        raise ValueError("not a web page")
    return News(clears=False, note=FOR_PEOPLE)


FORMAT = StatusFormat(title="A page for people", recognises=recognises, parse=parse, last=True)
