"""How long an outage may still take: whose word it is, which past outages count, and numbers that hold water."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.announcement import Doubt
from netcheck.core.estimate import (
    LEAST,
    NEWEST,
    NO_PAST,
    Estimate,
    Kind,
    Past,
    Source,
    estimate,
    facts_of,
    past_of,
    span,
)
from netcheck.core.history import PastOutage
from netcheck.core.model import Confidence, Fact, Impact, Segment, Side, Verdict
from netcheck.core.watching import Outage

NOW = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
VERDICT = Verdict(Side.UPSTREAM, Segment.LINE, "line-down", Impact.OUTAGE, Confidence.LIKELY, "Dead.", "It is.")
AT_ISP = replace(VERDICT, segment=Segment.ISP, fault="isp-outage")
ANNOUNCED = replace(AT_ISP, fault="isp-announced-outage")
AT_HOME = replace(VERDICT, side=Side.LOCAL, segment=Segment.ROUTER, fault="router-silent")
RUNNING = Outage("now", NOW, VERDICT, first_fault="line-down", network="mac aa")
LONG = tuple(float(minutes * 60) for minutes in (95, 40, 12, 60, 20, 30, 180, 15, 45, 70))


def past(days: int, seconds: float = 600.0, verdict: Verdict = VERDICT, first: str = "", **more: object) -> PastOutage:
    """An outage of so many days ago that was watched to its end."""
    began = NOW - timedelta(days=days)
    up = began + timedelta(seconds=min(max(seconds, 0.0), 1e9)) if math.isfinite(seconds) else began
    outage = Outage(f"o-{days}", began, verdict, up_since=up, seconds=seconds, first_fault=first or verdict.fault)
    return PastOutage(replace(outage, **more))  # type: ignore[arg-type]


def kinds(*known: PastOutage, running: Outage = RUNNING) -> dict[str, tuple[float, ...]]:
    """The lengths of each kind."""
    return {kind.alike: kind.lengths_s for kind in past_of(running, known, NOW).kinds}


def own(*lengths_s: float) -> Past:
    """A past of one kind."""
    return Past((Kind("fault", lengths_s),))


# --- which past outages count -----------------------------------------------------------------------------------------


def test_kinds_are_the_same_fault_the_same_part_of_the_path_and_the_same_side() -> None:
    login = replace(VERDICT, fault="line-login-refused")
    found = kinds(past(1, 10), past(2, 20, login), past(3, 30, AT_ISP), past(4, 40, AT_HOME))
    assert found == {"fault": (10,), "segment": (10, 20), "side": (10, 20, 30)}


def test_the_newest_come_first_whatever_the_order() -> None:
    assert kinds(past(3, 30), past(1, 10), past(2, 20))["fault"] == (10, 20, 30)


def test_alike_is_what_was_seen_first_since_a_name_that_comes_later_tells_that_it_lasts() -> None:
    found = kinds(past(1, 10, ANNOUNCED, first="line-down"), past(2, 20, ANNOUNCED, first="isp-outage"))
    assert found == {"fault": (10,), "segment": (10,), "side": (10, 20)}
    later = replace(RUNNING, verdict=ANNOUNCED)
    assert kinds(past(1, 10), running=later)["fault"] == (10,)


def test_of_an_outage_from_before_that_was_kept_the_last_name_counts() -> None:
    old = past(1, 10)
    old = replace(old, outage=replace(old.outage, first_fault=""))
    assert kinds(old)["fault"] == (10,)


@pytest.mark.parametrize(
    "unknown",
    [
        PastOutage(replace(past(1).outage, up_since=None), over=False),
        replace(past(1), unseen=True),
        past(1, 600, asleep_s=31.0),
        past(1, math.inf),
        past(1, math.nan),
        past(1, 0.0),
    ],
    ids=["lasts", "ended unseen", "not watched through", "endless", "no number", "no length"],
)
def test_an_outage_whose_length_nobody_knows_is_left_out_and_counted(unknown: PastOutage) -> None:
    found = past_of(RUNNING, [unknown, past(2, 20)], NOW)
    assert found.kinds[-1].lengths_s == (20,)
    assert found.left_out == 1


def test_a_short_gap_in_a_long_outage_is_no_reason() -> None:
    assert kinds(past(1, 600, asleep_s=30.0))["fault"] == (600,)


def test_another_network_old_times_the_future_and_the_outage_itself_do_not_count() -> None:
    here = past(1, 10, network="mac aa")
    elsewhere, not_known = past(2, 20, network="mac bb"), past(3, 30, network="")
    long_ago, to_come = past(3 * 365 + 1, 40), past(-1, 50)
    itself = replace(past(4, 60), outage=replace(past(4, 60).outage, id="now"))
    found = past_of(RUNNING, [here, elsewhere, not_known, long_ago, to_come, itself], NOW)
    assert found.kinds[-1].lengths_s == (10, 30)
    assert found.left_out == 0


def test_where_the_network_is_not_known_all_count() -> None:
    assert kinds(past(1, 10, network="mac aa"), running=replace(RUNNING, network=""))["fault"] == (10,)


def test_for_a_fault_at_home_the_past_tells_nothing() -> None:
    assert past_of(replace(RUNNING, verdict=AT_HOME), [past(1, verdict=AT_HOME)], NOW) == NO_PAST


# --- whose word -------------------------------------------------------------------------------------------------------


def test_the_provider_comes_first() -> None:
    said: dict[str, Fact] = {
        "expected_end": "2026-11-21T18:30:00+01:00", "as_of": "2026-11-21 13:55 UTC", "here": "yes",
    }  # fmt: skip
    found = estimate(own(*LONG), said, 60.0, NOW)
    assert found is not None
    assert (found.source, found.low_s, found.high_s, found.maybe) == (Source.PROVIDER, None, None, False)
    facts = facts_of(found)
    assert facts["ends_at"] == "2026-11-21T17:30:00.000+00:00"
    assert facts["median_s"] == 3 * 3600 + 27 * 60 + 49
    assert facts["said_at"] == "2026-11-21T13:55:00.000+00:00"


def test_when_the_provider_spoke_last_is_told_before_when_it_was_asked() -> None:
    said: dict[str, Fact] = {
        "expected_end": "2026-11-21T18:30:00Z", "as_of": "2026-11-21T14:00:00Z",
        "updated_at": "2026-11-21T13:10:00Z", "here": "maybe",
    }  # fmt: skip
    found = estimate(NO_PAST, said, 60.0, NOW)
    assert found is not None
    assert found.said_at == datetime(2026, 11, 21, 13, 10, tzinfo=UTC)
    assert found.maybe


@pytest.mark.parametrize(
    ("more", "sure", "maybe"),
    [
        ({}, True, False),
        ({}, False, True),
        *(({"doubt": doubt.value}, True, True) for doubt in Doubt if doubt),
        ({"stale": True}, True, True),
        ({"here": "maybe"}, True, True),
        ({"here": None}, True, True),
    ],
)
def test_an_end_is_no_more_sure_than_the_announcement(more: dict[str, Fact], sure: bool, maybe: bool) -> None:
    said: dict[str, Fact] = {"expected_end": "2026-11-21T18:30:00Z", "here": "yes", "doubt": None, "stale": False}
    found = estimate(NO_PAST, {**said, **more}, 60.0, NOW, sure=sure)
    assert found is not None
    assert found.maybe is maybe


def test_an_outage_announced_elsewhere_says_nothing() -> None:
    assert estimate(NO_PAST, {"expected_end": "2026-11-21T18:30:00Z", "here": "no"}, 60.0, NOW) is None


def test_an_end_that_has_passed_is_told_and_the_past_speaks() -> None:
    found = estimate(own(*LONG), {"expected_end": "2026-11-21T14:00:00Z"}, 60.0, NOW)
    assert found is not None
    assert found.source is Source.OWN
    assert facts_of(found)["passed"] == "2026-11-21T14:00:00.000+00:00"
    alone = estimate(NO_PAST, {"expected_end": "2026-11-21T14:00:00Z"}, 60.0, NOW)
    assert alone is not None
    assert alone.source is Source.NONE


@pytest.mark.parametrize("end", ["2026-12-21T14:02:12Z", "2099-01-01T00:00:00Z", "soon", "", None, 5, "0001-01-01"])
def test_an_absurd_end_is_none(end: Fact) -> None:
    found = estimate(NO_PAST, {"expected_end": end}, 60.0, NOW)
    assert found is None or found.source is Source.NONE


def test_nine_longer_ones_make_a_range_of_all_of_them() -> None:
    found = estimate(own(*LONG[:9], 30.0, 20.0), {}, 60.0, NOW)
    assert found is not None
    assert (found.source, found.outages, found.known, found.alike) == (Source.OWN, 9, 11, "fault")
    assert (found.low_s, found.median_s, found.high_s) == (11 * 60, 39 * 60, 179 * 60)


def test_eight_longer_ones_make_none() -> None:
    found = estimate(own(*LONG[:8]), {}, 60.0, NOW)
    assert found is not None
    assert (found.source, found.outages, found.known, found.median_s) == (Source.FEW, 8, 8, None)
    assert found.last_s == (12 * 60, 40 * 60, 95 * 60)  # the oldest of the three first


def test_only_longer_ones_count_and_the_longest_lasting_has_none() -> None:
    found = estimate(own(*LONG), {}, 600 * 60.0, NOW)
    assert found is not None
    assert (found.source, found.outages, found.known) == (Source.FEW, 0, 10)


def test_the_narrowest_kind_with_nine_is_asked() -> None:
    few, many = Kind("fault", LONG[:5]), Kind("segment", LONG)
    found = estimate(Past((few, many, Kind("side", LONG * 3)), 2), {}, 60.0, NOW)
    assert found is not None
    assert (found.alike, found.outages, found.left_out) == ("segment", 10, 2)


def test_a_list_comes_from_the_narrowest_kind_that_fills_it() -> None:
    one, three = Kind("fault", LONG[:1]), Kind("segment", LONG[:4])
    found = estimate(Past((one, three, Kind("side", LONG[:6]))), {}, 60.0, NOW)
    assert found is not None
    assert (found.alike, found.known) == ("segment", 4)
    found = estimate(Past((one, one, one)), {}, 60.0, NOW)
    assert found is not None
    assert (found.alike, found.last_s) == ("fault", LONG[:1])


def test_the_newest_sixty_count() -> None:
    found = estimate(own(*[600.0] * NEWEST, *[9e5] * 500), {}, 60.0, NOW)
    assert found is not None
    assert (found.outages, found.high_s) == (NEWEST, 540.0)


def test_at_the_end_of_time_there_is_no_time_to_tell() -> None:
    latest = datetime.max.replace(tzinfo=UTC)
    found = estimate(own(*LONG), {"expected_end": "9999-12-31T23:59:59"}, 60.0, latest)
    assert found is not None
    assert facts_of(found)["high_at"] is None


def test_nothing_known_is_no_estimate() -> None:
    assert estimate(NO_PAST, {}, 60.0, NOW) is None
    assert estimate(past_of(RUNNING, [], NOW), {}, 60.0, NOW) is None


# --- whatever is put in -----------------------------------------------------------------------------------------------

lengths = st.lists(
    st.one_of(st.floats(1e-3, 1e12), st.sampled_from([1.0, 600.0, math.inf, math.nan, -5.0, 0.0])), max_size=80
)
moments = st.one_of(
    st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat),
    st.datetimes().map(datetime.isoformat),
    st.timedeltas(timedelta(days=-40), timedelta(days=40)).map(lambda after: (NOW + after).isoformat()),
    st.text(max_size=30),
    st.none(),
)


@given(lengths, st.floats(), moments, moments, st.datetimes(timezones=st.just(UTC)))
def test_no_estimate_is_in_the_past_or_out_of_order(
    seconds: list[float], lasted_s: float, end: str | None, as_of: str | None, now: datetime
) -> None:
    known = [past(number, length) for number, length in enumerate(seconds, 1)]
    said: dict[str, Fact] = {"expected_end": end, "as_of": as_of, "here": "yes"}
    found = estimate(past_of(RUNNING, known, NOW), said, lasted_s, now)
    if found is None:
        return
    in_order(found)
    facts = facts_of(found)
    for part in ("ends_at", "low_at", "high_at"):
        at = facts[part]
        assert at is None or datetime.fromisoformat(str(at)) >= now - timedelta(milliseconds=1)
    assert all(not isinstance(value, float) or math.isfinite(value) for value in facts.values())
    if found.passed is not None:
        assert found.passed <= now


def in_order(found: Estimate) -> None:
    """Low before middle before high, and none before now."""
    if found.source is Source.OWN:
        assert found.low_s is not None
        assert found.median_s is not None
        assert found.high_s is not None
        assert 0 <= found.low_s <= found.median_s <= found.high_s < math.inf
        assert LEAST <= found.outages <= NEWEST
    elif found.source is Source.PROVIDER:
        assert found.median_s is not None
        assert 0 < found.median_s <= 30 * 86400
    else:
        assert found.median_s is None
        assert len(found.last_s) <= 3


@given(st.lists(st.floats(60.0, 1e6), min_size=9, max_size=60), st.floats(0.0, 59.0), st.floats(1.0, 3.0))
def test_a_slower_past_makes_no_shorter_estimate(seconds: list[float], lasted_s: float, times: float) -> None:
    quick, slow = (estimate(own(*(s * f for s in seconds)), {}, lasted_s, NOW) for f in (1.0, times))
    assert quick is not None
    assert slow is not None
    assert (quick.low_s or 0) <= (slow.low_s or 0)
    assert (quick.median_s or 0) <= (slow.median_s or 0)
    assert (quick.high_s or 0) <= (slow.high_s or 0)


@given(st.lists(st.floats(60.0, 1e6), min_size=9, max_size=60), st.floats(0.0, 1e6), st.floats(0.0, 1e6))
def test_the_longer_it_lasts_the_later_its_end(seconds: list[float], one: float, other: float) -> None:
    """Its whole length, as estimated, never shrinks while it lasts and the same outages are asked."""
    sooner, later = sorted((one, other))
    found = [estimate(own(*seconds), {}, lasted_s, NOW) for lasted_s in (sooner, later)]
    ends = [each.median_s + at for each, at in zip(found, (sooner, later), strict=True) if each and each.median_s]
    assert ends == sorted(ends) or math.isclose(*ends, rel_tol=1e-9)


@given(st.lists(st.floats(1e-3, 1e12), min_size=1, max_size=100))
def test_a_span_lies_within_what_it_is_made_of(seconds: list[float]) -> None:
    low, middle, high = span(seconds)
    assert min(seconds) <= low <= middle <= high <= max(seconds)
