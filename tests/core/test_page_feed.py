"""Entries of a feed: several about one matter, labels, and matters that nobody ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from netcheck.core.news import News, Overall, Reading, Stage
from netcheck.core.page_feed import MOST_ENTRIES, NO_STATE, NOTHING, Entry, feed_news

NOW = datetime(2026, 11, 21, 14, tzinfo=UTC)


def entry(title: str, text: str = "", hours_ago: float | None = 1) -> Entry:
    at = None if hours_ago is None else NOW - timedelta(hours=hours_ago)
    return Entry(title, text, published=at, updated=at)


def feed(*entries: Entry) -> News:
    return feed_news(entries, "LabTel", None, Reading(now=NOW))


def titles(page: News) -> list[str]:
    return [one.title for one in page.incidents]


def test_silence_says_nothing() -> None:
    empty, quiet = feed(), feed(entry("Resolved - Outage"))
    assert (empty.overall, empty.clears, empty.note) == (Overall.UNKNOWN, False, NOTHING)
    assert (quiet.overall, quiet.clears, quiet.note) == (Overall.UNKNOWN, False, NO_STATE)
    assert quiet.incidents == ()


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("[Resolved] Outage in Graz", ""),
        ("Outage in Graz (Resolved)", ""),
        ("Outage in Graz", "<strong>Resolved</strong> - All is well."),
        ("Outage in Graz", "<p>Investigating: we look.</p><p>Resolved: a fuse.</p>"),
        ("Outage in Graz", "The service has been fully restored."),
        ("Störung in Graz", "Die Störung wurde behoben."),
        ("Panne à Lyon", "Le service est rétabli."),
        ("Outage in Graz resolved", ""),
    ],
)
def test_what_is_over_is_over(title: str, text: str) -> None:
    assert feed(entry(title, text)).incidents == ()


@pytest.mark.parametrize(
    "text",
    [
        "The service will be restored soon.",
        "The outage has not yet been resolved.",
        "Once the fault is fixed we will write again.",
        "Some lines have been restored.",
        "Die Störung wird behoben.",
        "The cause has been identified.",
    ],
)
def test_what_is_to_be_over_is_not_over(text: str) -> None:
    assert titles(feed(entry("Outage in Graz", text))) == ["Outage in Graz"]


def test_of_several_entries_about_one_matter_the_newest_counts() -> None:
    down, up = entry("Hull went down", "", 3), entry("Hull recovered", "", 2)
    again = entry("Hull went down", "again", 1)
    assert feed(up, down).incidents == ()
    assert feed(down, up).incidents == ()
    assert [one.text for one in feed(again, up, down).incidents] == ["again"]
    assert titles(feed(entry("Outage in Graz"), entry("Outage in Linz"))) == ["Outage in Graz", "Outage in Linz"]


def test_what_nobody_ended_is_forgotten() -> None:
    assert titles(feed(entry("Outage", "", 23))) == ["Outage"]
    assert feed(entry("Outage", "", 25)).incidents == ()
    assert titles(feed(entry("Outage", "", None))) == ["Outage"]


def test_work_explains_nothing_before_somebody_says_that_it_began() -> None:
    planned = feed(entry("Maintenance in Graz", "", 5))
    assert (planned.incidents, len(planned.planned)) == ((), 1)
    begun = feed(entry("[In progress] Maintenance in Graz"))
    assert [(one.kind, one.stage) for one in begun.incidents] == [("maintenance", Stage.IN_PROGRESS)]
    ahead = feed(entry("Maintenance in Graz", "", -48)).planned
    assert [one.expected_start for one in ahead] == [NOW + timedelta(hours=48)]


def test_a_feed_without_end_is_cut() -> None:
    asked = list[int]()

    def endless() -> object:
        while True:
            asked.append(1)
            yield entry(f"Outage {len(asked)}")

    feed_news(endless(), "", None, Reading(now=NOW))  # type: ignore[arg-type]
    assert len(asked) <= MOST_ENTRIES + 1
