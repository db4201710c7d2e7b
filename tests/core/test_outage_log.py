"""The log sums what was measured in its time, and counts time in which nobody looked once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

from netcheck.core.history import Gap
from netcheck.core.model import Side
from netcheck.core.outage_log import MOST_OUTAGES, log_of, seconds_in, unwatched_s
from tests.fake_record import BEGAN, ENDED, MADE, of_log, past

SINCE = BEGAN - timedelta(days=1)


def test_the_sum_the_longest_and_each_side() -> None:
    local = past(60, BEGAN - timedelta(hours=5))
    local = replace(local, outage=replace(local.outage, verdict=replace(local.outage.verdict, side=Side.LOCAL)))
    unknown = past(1, BEGAN - timedelta(hours=9))
    unknown = replace(unknown, outage=replace(unknown.outage, verdict=replace(unknown.outage.verdict, side=Side.NONE)))
    log = log_of((past(), local, unknown), (), SINCE, MADE, UTC)
    assert (log.count, log.down_s, log.longest_s) == (3, 81 * 60, 3600)
    assert (log.upstream_s, log.local_s, log.unknown_s) == (1200, 3600, 60)


def test_an_outage_that_began_before_counts_with_its_part() -> None:
    halfway = BEGAN + timedelta(minutes=15)
    assert seconds_in(past(), halfway) == 300
    assert seconds_in(past(), ENDED + timedelta(days=1)) == 0
    assert seconds_in(past(asleep_s=600.0), halfway) == 150
    assert seconds_in(past(), None) == 1200
    assert log_of((past(),), (), halfway, MADE).down_s == 300


def test_the_months_sum_up_to_the_whole() -> None:
    for asleep in (0.0, 600.0):
        halfway = BEGAN + timedelta(minutes=15)
        log = log_of((past(asleep_s=asleep),), (), halfway, MADE, UTC)
        assert sum(month.upstream_s for month in log.months) == log.down_s == (300 if not asleep else 150)
    log_of_all = of_log().log
    assert log_of_all is not None
    assert sum(month.upstream_s for month in log_of_all.months) == log_of_all.down_s


def test_an_outage_after_the_time_is_left_out() -> None:
    assert log_of((past(),), (), None, BEGAN).count == 0


def test_gaps_that_overlap_count_once_and_within_the_time_only() -> None:
    log = of_log().log
    assert log is not None
    assert log.unwatched_s == 2 * 3600
    outside = Gap(MADE + timedelta(hours=1), MADE + timedelta(hours=2), "closed")
    assert unwatched_s([outside], SINCE, MADE) == 0


def test_a_log_lists_the_newest_and_sums_all() -> None:
    many = [past(1, BEGAN - timedelta(minutes=10 * n)) for n in range(MOST_OUTAGES + 7)]
    log = log_of(many, (), None, MADE, UTC)
    assert len(log.outages) == MOST_OUTAGES
    assert log.count == MOST_OUTAGES + 7
    assert log.down_s == 60 * log.count
    assert log.outages[0].outage.down_since == BEGAN
