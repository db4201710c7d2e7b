"""Reads a page by any format, and judges whether what came of it can hurt anybody."""

from __future__ import annotations

from collections.abc import Mapping

from netcheck.core.news import News, Overall, Reading
from netcheck.core.page_incidents import MOST_INCIDENTS, MOST_NAMES, MOST_PARTS
from netcheck.core.page_words import LONGEST_NAME, LONGEST_TEXT
from netcheck.plugins import StatusFormat
from netcheck.wiring import status_formats
from tests.statuspages.samples import NOW

FORMATS: Mapping[str, StatusFormat] = status_formats()


def takers(data: bytes) -> set[str]:
    """The formats that take these bytes, the last resort left out."""
    return {name for name, form in FORMATS.items() if not form.last and form.recognises(data)}


def read(name: str, data: bytes, pattern: str = "outage") -> News | None:
    """What a format reads in these bytes; None where it refuses them in the one way that is allowed."""
    try:
        return FORMATS[name].parse(data, Reading("https://a.example/", pattern, NOW))
    except ValueError:
        return None


def harmless(news: News) -> bool:
    """Whether nothing in it can hurt whoever shows it."""
    assert len(news.incidents) <= MOST_INCIDENTS
    assert len(news.planned) <= MOST_INCIDENTS
    assert len(news.parts) <= MOST_PARTS
    assert all(isinstance(state, Overall) for state in (news.overall, *news.parts.values()))
    for text in (news.provider, *news.parts):
        assert text.isprintable()
        assert len(text) <= LONGEST_NAME
    moments = [news.updated_at]
    for one in (*news.incidents, *news.planned):
        assert one.title
        assert one.kind in ("outage", "degraded", "maintenance")
        assert max(len(one.areas), len(one.components)) <= MOST_NAMES
        assert len(one.title) <= LONGEST_NAME
        assert len(one.text) <= LONGEST_TEXT
        assert one.link == "" or one.link.startswith(("http://", "https://"))
        for text in (one.title, one.text, one.link, one.id, *one.areas, *one.components):
            assert text.isprintable()
        moments += [one.started_at, one.updated_at, one.expected_start, one.expected_end]
    return all(moment is None or (moment.tzinfo is not None and moment.year >= 2000) for moment in moments)
