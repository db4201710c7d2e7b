"""What is known around an outage: whose word holds, and whether anybody knows that it lasts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from netcheck.core.history import Said
from tests.fake_situation import BEGAN, NOW, situation

SOON = NOW + timedelta(hours=2)


def test_the_newest_word_of_the_provider_counts() -> None:
    said = (
        Said(BEGAN, title="Fibre cut", expected_end=SOON),
        Said(NOW, title="Later", expected_end=SOON + timedelta(hours=1)),
        Said(NOW, failure="timeout"),
    )
    assert situation(said=said).expected == SOON + timedelta(hours=1)
    # It took its word back: it names no end any more.
    assert situation(said=(said[0], Said(NOW, title="We are looking"))).expected is None


def test_an_end_that_has_passed_is_no_promise() -> None:
    assert situation(said=(Said(BEGAN, expected_end=NOW),)).expected is None
    assert situation(said=(Said(BEGAN, expected_end=SOON),), up=NOW).expected is None


def test_without_a_look_nobody_knows_whether_it_lasts() -> None:
    watched = situation()
    assert not watched.stale
    assert watched.seen_until == NOW
    left = situation(seconds=600.0)
    assert left.stale
    assert left.seen_until == BEGAN + timedelta(minutes=10)
    assert not situation(up=NOW, seconds=600.0).stale


def test_an_end_that_nobody_saw_is_later_than_what_was_seen() -> None:
    unseen = situation(up=NOW, asleep_s=3000.0)
    unseen = replace(unseen, past=replace(unseen.past, unseen=True))
    assert unseen.ended == NOW
    assert unseen.seen_until == BEGAN + timedelta(seconds=600)
