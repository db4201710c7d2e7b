"""Weighs a page before anybody reads it, so that a hostile one takes no more memory than an honest one."""

from __future__ import annotations

import re

from netcheck.core.page_bytes import looks_like_html, text_of

MOST = 2_000_000
"""Bytes of memory for one page: its bytes, its text, and what is read out of it, all at once."""
FOUR_BYTES = re.compile(rb"[\xf0-\xf4][\x80-\xbf]{3}")
"""In UTF-8, letters beyond the first 65,536: pictures, mostly. One of them makes Python keep four bytes for each
letter of a text."""
INSTEAD = "\N{REPLACEMENT CHARACTER}".encode()
VALUE, ELEMENT, ATTRIBUTE, TAG, PICTURE = 57, 150, 250, 150, 100
"""Bytes that Python takes for a value of JSON beside its letters, for half an element of XML, for an attribute of one,
for a tag of HTML, and for a picture that is left out; measured."""
LEAST = 4096
"""Bytes of a page for people that are read in any case."""


def fit(data: bytes) -> bytes:
    """The page as it may be read: without pictures among its letters, and of one for people as much as there is room
    for, from its beginning.

    Empty for what cannot be a page at all: no object of JSON, no XML, no HTML. Raises ValueError for what would take
    more than MOST.
    """
    if looks_like_html(data):
        part = len(data)
        while part > LEAST and len(data) + _of_html(data, part) > MOST:
            part = part * 3 // 4
        return FOUR_BYTES.sub(INSTEAD, data[:part])
    begins, end = text_of(data[:LEAST]).lstrip()[:1], len(data)
    if begins not in ("{", "<"):
        return b""
    if end + (_of_json(data, end) if begins == "{" else _of_xml(data, end)) > MOST:
        raise ValueError("it would take too much memory")
    return FOUR_BYTES.sub(INSTEAD, data) if FOUR_BYTES.search(data) else data


def _of_html(data: bytes, end: int) -> int:
    return 7 * _text(data, end) + TAG * data.count(b"<", 0, end) + PICTURE * _pictures(data, end)


def _of_json(data: bytes, end: int) -> int:
    values = sum(data.count(mark, 0, end) for mark in b",{[")
    return _text(data, end) + 3 * _letters(data, end) // 5 + VALUE * values + PICTURE * _pictures(data, end)


def _of_xml(data: bytes, end: int) -> int:
    marks = ELEMENT * data.count(b"<", 0, end) + ATTRIBUTE * data.count(b"=", 0, end)
    return 4 * _text(data, end) + marks + PICTURE * _pictures(data, end)


def _pictures(data: bytes, end: int) -> int:
    return sum(data.count(first, 0, end) for first in range(0xF0, 0xF5))


def _letters(data: bytes, end: int) -> int:
    """How many letters the bytes before `end` are in UTF-8."""
    return end - sum(data.count(later, 0, end) for later in range(0x80, 0xC0))


def _text(data: bytes, end: int) -> int:
    """Bytes that these take as text: one for each letter, two where one of them lies beyond Latin-1 (PEP 393)."""
    wide = data.find(b"\0", 0, end) >= 0 or any(data.find(first, 0, end) >= 0 for first in range(0xC4, 0x100))
    return _letters(data, end) * (2 if wide else 1)
