"""When a provider says that it will be done, and when it says something else: a wrong estimate is worse than none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.estimate_text import FURTHEST, estimate

WINTER = datetime(2026, 11, 21, 14, tzinfo=UTC)
"""A Saturday."""
SUMMER = datetime(2026, 7, 21, 14, tzinfo=UTC)


def found(text: str, written: datetime | None = WINTER) -> str:
    """The day and time of the estimate, UTC."""
    end = estimate(text, written, written or WINTER)
    return end.strftime("%d %H:%M") if end else ""


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("This is expected to be resolved by 18:30 GMT.", "21 18:30"),
        ("ETA 2026-11-21 16:00 UTC", "21 16:00"),
        ("ETA: 2 hours", "21 16:00"),
        ("Our ETR is 4 hours.", "21 18:00"),
        ("ETA for resolution is 17:45 GMT", "21 17:45"),
        ("ETA 21 Nov 2026 16:00 UTC", "21 16:00"),
        ("ETA Nov 21, 2026 at 4:00 PM UTC", "21 16:00"),
        ("ETA 22/11/2026 04:00 UTC", "22 04:00"),
        ("Should be fixed by 2026-11-21T16:00:00Z", "21 16:00"),
        ("Should be fixed by 2026-11-21T16:00:00+01:00", "21 15:00"),
        ("We expect service to be restored within 4 hours.", "21 18:00"),
        ("It is expected to be fixed within 2-4 hours.", "21 18:00"),
        ("Estimated restoration: 24-48 hours", "23 14:00"),
        ("Should be back online in approximately 90 minutes.", "21 15:30"),
        ("We expect to have it fixed between 16:00 and 18:00 UTC", "21 18:00"),
        ("Estimated time of resolution: 6:30 p.m. EST today", "21 23:30"),
        ("ETR 6:30 PM ET", "21 23:30"),
        ("Expected resolution 18:30 (UTC+1)", "21 17:30"),
        ("Expected to be fixed no later than 18:30 utc", "21 18:30"),
        ("Services will be restored by tomorrow 09:00 UTC", "22 09:00"),
        ("Services will be restored by 09:00 UTC tomorrow.", "22 09:00"),
        ("We hope to be back by 02:00 GMT.", "22 02:00"),
        ("Expected to be resolved by 18:30 UTC on 22 November", "22 18:30"),
        ("The estimated fix time is 21:00 GMT on the 21st of November 2026.", "21 21:00"),
        ("We expect to be resolved by 18:30 UTC, next update at 17:00 UTC", "21 18:30"),
        ("We expect to be resolved by 18:30 UTC. Next update at 17:00 UTC.", "21 18:30"),
        ("Engineers are on site and we expect services to be restored by 18:30 GMT.", "21 18:30"),
        ("Die Störung wird voraussichtlich bis 18:30 Uhr MEZ behoben sein.", "21 17:30"),
        ("Voraussichtlich innerhalb der nächsten 2 Stunden behoben.", "21 16:00"),
        ("Geschätztes Ende: 21.11.2026, 18:30 Uhr MEZ", "21 17:30"),
        ("Rétablissement prévu à 18h30 CET", "21 17:30"),
        ("Retour à la normale prévu dans les 4 heures", "21 18:00"),
        ("Se espera que quede resuelto antes de las 18:00 CET", "21 17:00"),
        ("Naar verwachting is de storing om 18:00 uur CET opgelost", "21 17:00"),
        ("Ripristino previsto entro 2 ore", "21 16:00"),
    ],
)
def test_an_end_that_is_stated(text: str, end: str) -> None:
    assert found(text) == end


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We look into it.",
        "Next update by 18:30 UTC.",
        "No ETA yet. Next update 18:30 UTC.",
        "There is no ETA; engineers will be there at 18:30 UTC.",
        "We will provide an update by 18:30 UTC once service is restored.",
        "ETA for the next update 16:00 UTC",
        "Engineer ETA 16:00 UTC",
        "Engineers will arrive within 2 hours.",
        "Service was restored at 18:30 UTC.",
        "This was expected to be resolved by 16:00 UTC.",
        "We expected this to be resolved by 18:30 UTC but it takes longer.",
        "We do not expect this to be resolved before 18:00 UTC.",
        "We cannot say when it will be restored. It began at 18:30 UTC.",
        "The first phase will be completed by 16:00 UTC.",
        "Our investigation will be completed by 16:00 UTC.",
        "We will complete our investigation by 16:00 UTC.",
        "You should restart your router and be back online within 5 minutes.",
        "Customers will be called back within 2 hours.",
        "Should be resolved by the end of the day.",
        "Expected to be resolved by 13:00 UTC.",
        "Expected to be resolved within 900 hours.",
        "Expected to be resolved within a few hours.",
        "ETA 16:00 UTC or 20:00 UTC. ETA 22:00 UTC.",
        # Which day is meant?
        "ETA 05/11/2026 16:00 UTC",
        "Expected to be restored on 11/5 at 16:00 UTC",
        "Expected to be restored on the 22nd at 16:00 UTC",
        "The fix will be complete at 16:00 UTC on Saturday",
        "Expected to be restored on Monday by 16:00 UTC",
        "We expect that tomorrow it will be back by 16:00 UTC",
        "Expected to be complete Nov 22, 01:00 - 05:00 UTC",
        # Which zone?
        "ETA 18:30",
        "ETA 18:30 IST",
        "ETA 18:30 XYZ",
        "ETA 6:30 PM Eastern",
        "Die Störung wird voraussichtlich bis 18:30 Uhr behoben sein.",
        # A beginning.
        "Die Wartung beginnt voraussichtlich um 22:00 Uhr MEZ.",
        "Expected to be resolved by 25:00 UTC",
        "Expected to be resolved by 13:61 PM UTC",
    ],
)
def test_what_is_no_end_or_not_a_clear_one(text: str) -> None:
    assert found(text) == ""


@pytest.mark.parametrize(
    ("label", "winter", "summer"),
    [
        ("BST", "", "21 17:30"),
        ("GMT", "21 18:30", ""),
        ("CET", "21 17:30", ""),
        ("MESZ", "", "21 16:30"),
        ("EST", "21 23:30", ""),
        ("EDT", "", "21 22:30"),
        ("ET", "21 23:30", "21 22:30"),
        ("UTC", "21 18:30", "21 18:30"),
    ],
)
def test_a_zone_that_does_not_fit_the_season_is_unclear(label: str, winter: str, summer: str) -> None:
    text = f"Expected to be resolved by 18:30 {label}."
    assert (found(text, WINTER), found(text, SUMMER)) == (winter, summer)


def test_a_time_without_zone_is_in_the_zone_of_the_page() -> None:
    toronto = timezone(timedelta(hours=-5))
    assert estimate("ETA 15:30", WINTER, WINTER, toronto) == datetime(2026, 11, 21, 20, 30, tzinfo=UTC)
    assert estimate("ETA 15:30 UTC", WINTER, WINTER, toronto) == datetime(2026, 11, 21, 15, 30, tzinfo=UTC)
    assert estimate("ETA 6:30 PM Pacific", WINTER, WINTER, toronto) is None
    assert estimate("ETA tomorrow 01:00", datetime(2026, 11, 22, 3, tzinfo=UTC), None, toronto) == datetime(
        2026, 11, 22, 6, tzinfo=UTC
    )


def test_a_length_of_time_needs_to_know_since_when() -> None:
    assert found("Expected to be resolved within 4 hours.", None) == ""
    assert found("Expected to be resolved by 18:30 UTC.", None) == "21 18:30"
    assert estimate("Expected to be resolved by 18:30 UTC.", None) is None
    assert estimate("ETA 2026-11-21 16:00 UTC", None) == datetime(2026, 11, 21, 16, tzinfo=UTC)


WORDS = st.sampled_from(
    (
        *(
            "ETA",
            "expected to be resolved",
            "voraussichtlich",
            "by",
            "within",
            "18:30",
            "4",
            "hours",
            "UTC",
            "CET",
            "-",
        ),
        *(
            "tomorrow",
            "21",
            "Nov",
            "2026",
            "PM",
            "no",
            "update",
            "was",
            ".",
            ",",
            "(",
            ")",
            "99:99",
            "0",
            "+14:00",
            "to",
        ),
    )
)


@given(st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=200))
def test_any_words_give_an_end_that_may_be_or_none(text: str) -> None:
    end = estimate(text, WINTER, WINTER)
    assert end is None or (end.utcoffset() == timedelta() and WINTER < end <= WINTER + FURTHEST)
    assert estimate(text, None, None) is None or text
