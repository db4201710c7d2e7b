"""A small town's worth of customers hits the status page as little as the large simulation says."""

from __future__ import annotations

import pytest

from tests.bench import herd

CLIENTS, HOURS, OVER_S = 20_000, 3.0, 10
"""So few that a single second would be all chance: peaks are taken over ten."""


@pytest.fixture(scope="module")
def theirs() -> herd.Load:
    return herd.naive(CLIENTS, HOURS, seed=7)


@pytest.fixture(scope="module")
def ours() -> herd.Load:
    return herd.courteous(CLIENTS, HOURS, herd.ATTENDED, seed=7)


def test_the_naive_load_is_what_it_should_be(theirs: herd.Load) -> None:
    assert theirs.peak(OVER_S) == CLIENTS / herd.NAIVE_S


def test_everybody_who_waits_at_the_window_is_served_in_the_first_seconds(ours: herd.Load) -> None:
    served = ours.between(0, herd.LOOK_S + herd.VERDICT_S + 1)
    assert served == pytest.approx(CLIENTS * herd.ATTENDED, rel=0.2)
    assert ours.between(0, 320) > CLIENTS, "and everybody else within five minutes"


def test_the_peak_is_at_most_a_twentieth_the_load_falls_and_the_return_is_quiet(
    ours: herd.Load, theirs: herd.Load
) -> None:
    assert theirs.peak(OVER_S) / ours.peak(OVER_S) >= 20
    assert ours.between(HOURS * 3600, HOURS * 3600 + herd.AFTER_S) == 0
    assert herd.well(ours, theirs, HOURS, OVER_S)


def test_a_table_is_told(ours: herd.Load, theirs: herd.Load) -> None:
    told = herd.table(ours, theirs, HOURS)
    assert "highest: " in told
    assert "half hour after it" in told
