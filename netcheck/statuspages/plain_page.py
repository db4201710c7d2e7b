"""Finds trouble in the words of a page by the pattern that the settings give for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from netcheck.core.estimate_text import estimate
from netcheck.core.news import Incident, News, Reading
from netcheck.core.page_bytes import looks_like_html, text_of
from netcheck.core.page_incidents import MOST_INCIDENTS, news, told
from netcheck.core.page_pattern import checked_pattern
from netcheck.core.page_times import moment
from netcheck.core.page_words import lines_of
from netcheck.core.trouble_words import kind_of
from netcheck.core.words import N_
from netcheck.plugins import StatusFormat

LONGEST_PAGE = 500_000
"""Letters of a page, with its tags."""
MOST_WORDS = 50_000
WINDOW = 1500
"""Letters of its words that the pattern is given, in all and at once."""
NOT_FOUND = N_("its words hold nothing that the pattern of the settings finds, which does not mean that all is well")


def recognises(data: bytes) -> bool:
    """Whether this is a web page; raises nothing. That it can be read as well needs a pattern."""
    return looks_like_html(data)


def parse(data: bytes, reading: Reading) -> News:
    """What the pattern finds in the page's words: each place is an incident.

    The words have one line for each block of the page; the pattern ignores case, and its "^" and "$" stand for the ends
    of lines. Its groups "title", "text", "end" and "area" give these parts; without them all that it finds is title and
    text. Raises ValueError without a pattern, and for a page without words.
    """
    if not reading.pattern:
        raise ValueError("no pattern is set by which to read this page")
    pattern = checked_pattern(reading.pattern)
    words = lines_of(text_of(data[: LONGEST_PAGE * 4])[:LONGEST_PAGE])[:MOST_WORDS]
    if not any(letter.isalpha() for letter in words):
        raise ValueError("a page without words")
    found = [_incident(match, reading) for _, match in zip(range(MOST_INCIDENTS), _found(pattern, words), strict=False)]
    return news(incidents=found, clears=False, note="" if found else NOT_FOUND)


def _found(pattern: re.Pattern[str], words: str) -> Iterator[re.Match[str]]:
    """All places that the pattern finds, each within WINDOW letters: nothing can stop a match that runs, and how long
    it may run grows with the text."""
    place = 0
    while place < len(words):
        match = pattern.search(words, place, place + WINDOW)
        line = words.rfind("\n", 0, match.start()) + 1 if match else 0
        if match is None:
            half = place + WINDOW // 2
            place = max(half, words.find("\n", half, place + WINDOW) + 1)
        elif line > place:
            # Looked at again from the beginning of its line, so that the window does not cut it off.
            place = line
        else:
            if match[0].strip():
                yield match
            place = max(match.end(), place + 1)


def _incident(match: re.Match[str], reading: Reading) -> Incident:
    groups = {name: text or "" for name, text in match.groupdict().items()}
    title, text = groups.get("title") or match[0], groups.get("text") or match[0]
    end = groups.get("end", "")
    # The pattern has found the end already: no phrase needs to say that it is one.
    stated = moment(end) or estimate(f"ETA: {end[:100]}", None, reading.now) if end else None
    incident = told(
        reading,
        title=title,
        kind=kind_of(f"{match[0]} {text}"),
        places=[groups.get("area")],
        ends=stated,
        text=text,
        link_to=reading.url,
    )
    return replace(incident, estimate_from_text=incident.expected_end is not None)


FORMAT = StatusFormat(title="A page with a pattern (status_pattern)", recognises=recognises, parse=parse)
