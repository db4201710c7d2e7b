"""The outages of a time, for the provider: the list, the sum, the longest, each side, and when nobody looked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from netcheck.core.history import Gap, Month, PastOutage, months
from netcheck.core.model import Side

MOST_OUTAGES, MOST_LOG_GAPS = 800, 400
"""Outages and gaps that a log lists: the newest, so that every format stays under 1 MB. The sums are over all."""


@dataclass(frozen=True, slots=True)
class OutageLog:
    """What was measured from `since` to `until`; nothing in it is estimated."""

    since: datetime | None
    """UTC; None: from the beginning of the history."""
    until: datetime
    outages: tuple[PastOutage, ...] = ()
    """The newest first."""
    gaps: tuple[Gap, ...] = ()
    """The oldest first."""
    months: tuple[Month, ...] = ()
    """The oldest first."""
    count: int = 0
    """Of all outages, also those that are not listed."""
    down_s: float = 0.0
    """Seconds that it was seen to be down in this time."""
    longest_s: float = 0.0
    local_s: float = 0.0
    upstream_s: float = 0.0
    unknown_s: float = 0.0
    unwatched_s: float = 0.0
    """Seconds of this time in which nobody looked."""


def log_of(
    outages: Sequence[PastOutage],
    gaps: Sequence[Gap],
    since: datetime | None,
    until: datetime,
    zone: tzinfo | None = None,
) -> OutageLog:
    """The log of these outages (the newest first) and gaps.

    An outage that began before `since` counts with the part that lies after it. `zone` is the reader's, for the
    months; None: the computer's own.
    """
    found = [past for past in outages if past.outage.down_since < until]
    sides = {Side.LOCAL: 0.0, Side.UPSTREAM: 0.0, Side.UNKNOWN: 0.0}
    longest = 0.0
    for past in found:
        seconds = seconds_in(past, since)
        side = past.outage.verdict.side
        sides[side if side in sides else Side.UNKNOWN] += seconds
        longest = max(longest, seconds)
    return OutageLog(
        since=since,
        until=until,
        outages=tuple(found[:MOST_OUTAGES]),
        gaps=tuple(gaps[-MOST_LOG_GAPS:]),
        months=months([_within(past, since) for past in found], zone)[-120:],
        count=len(found),
        down_s=sum(sides.values()),
        longest_s=longest,
        local_s=sides[Side.LOCAL],
        upstream_s=sides[Side.UPSTREAM],
        unknown_s=sides[Side.UNKNOWN],
        unwatched_s=unwatched_s(gaps, since, until),
    )


def seconds_in(past: PastOutage, since: datetime | None) -> float:
    """Seconds that it was seen to be down, without the part before `since`. The time in which nobody looked is taken
    evenly from the whole of it, as it does not say when that was."""
    whole = past.outage.seconds
    if since is None or past.outage.down_since >= since or whole <= 0:
        return past.down_s
    before = (since - past.outage.down_since).total_seconds()
    return past.down_s * max(0.0, 1.0 - before / whole)


def _within(past: PastOutage, since: datetime | None) -> PastOutage:
    """The outage without the part before `since`."""
    outage = past.outage
    if since is None or outage.down_since >= since:
        return past
    down = seconds_in(past, since)
    seconds = max(0.0, outage.seconds - (since - outage.down_since).total_seconds())
    return replace(past, outage=replace(outage, down_since=since, seconds=seconds, asleep_s=max(0.0, seconds - down)))


def unwatched_s(gaps: Iterable[Gap], since: datetime | None, until: datetime) -> float:
    """Seconds of this time in which nobody looked; what several gaps share counts once."""
    total, reached = timedelta(0), since or datetime(1970, 1, 1, tzinfo=UTC)
    for gap in sorted(gaps, key=lambda gap: gap.begins):
        begins, ends = max(gap.begins, reached), min(gap.ends, until)
        if ends > begins:
            total, reached = total + (ends - begins), ends
    return total.total_seconds()
