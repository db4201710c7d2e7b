"""A past to show: outages, looks and gaps as a year at home might have left them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from netcheck.core.history import Entry, Gap, PastOutage, Point
from netcheck.core.model import Confidence, Impact, Segment, Side, Verdict
from netcheck.core.watching import Outage

NOW = datetime(2026, 3, 12, 14, 0, tzinfo=UTC)
LINE = Verdict(
    Side.UPSTREAM, Segment.LINE, "line-down", Impact.OUTAGE, Confidence.LIKELY,
    "Your line is down.", "Nothing behind your router answers.", evidence=("path: silent behind the router",),
)  # fmt: skip
ROUTER = replace(
    LINE, side=Side.LOCAL, segment=Segment.ROUTER, fault="router-silent", headline="Your router is silent."
)
UNCLEAR = replace(
    LINE, side=Side.UNKNOWN, segment=None, fault="unclear", headline="It is not clear where the fault is."
)


def minutes(number: float) -> datetime:
    """So many minutes after NOW."""
    return NOW + timedelta(minutes=number)


def points(states: str, step_s: float = 10.0, begins: datetime = NOW) -> tuple[Point, ...]:
    """One look a letter: o works, d badly, x outage, ? not known, - no look at all."""
    found = []
    for number, letter in enumerate(states):
        at = begins + timedelta(seconds=number * step_s)
        if letter == "o":
            found.append(Point(at, 0.0, "ok", None, 12.0, 9.0))
        elif letter == "d":
            found.append(Point(at, 0.0, "degraded", 2.0, 150.0, 40.0))
        elif letter == "x":
            found.append(Point(at, 0.0, "outage", 2.0, None, None))
        elif letter == "?":
            found.append(Point(at, 0.0, "unknown"))
    return tuple(found)


def gap(begins: float, ends: float, why: str = "asleep") -> Gap:
    """Between two moments, in minutes after NOW."""
    return Gap(minutes(begins), minutes(ends), why)


def past(
    outage_id: str,
    days_ago: float,
    seconds: float,
    verdict: Verdict = LINE,
    drops: int = 1,
    over: bool = True,
    asleep_s: float = 0.0,
) -> PastOutage:
    """One outage, so many days before NOW."""
    since = NOW - timedelta(days=days_ago)
    until = since + timedelta(seconds=seconds) if over else None
    outage = Outage(outage_id, since, verdict, 0.0, since - timedelta(seconds=8), until, seconds, asleep_s, 40, drops)
    return PastOutage(outage, ("gateway: answered", "path: silent"), ("path: answered",), over)


PAST: Sequence[PastOutage] = (
    past("newest", 0.2, 4320.0, LINE, drops=3),
    past("short", 3.0, 45.0, ROUTER),
    past("unclear", 40.0, 900.0, UNCLEAR, asleep_s=300.0),
    past("long", 200.0, 90000.0, LINE),
)
JOURNAL = (
    Entry(PAST[3].outage.down_since, "outage_started", "Your line is down.", "long"),
    Entry(PAST[0].outage.down_since, "outage_started", "Your line is down.", "newest"),
    Entry(PAST[0].outage.down_since + timedelta(minutes=5), "done", "Restart the router.", "newest"),
    Entry(PAST[0].outage.down_since + timedelta(minutes=9), "note", "The neighbour's is gone, too.", None),
)
