"""What one look adds to the past: how the connection was, and how fast its parts answered."""

from __future__ import annotations

import math

from netcheck.core.history import Point
from netcheck.core.model import Impact, Side, Verdict
from netcheck.core.watching import Event

TIMED = ("gateway", "internet_by_ip", "dns")
"""The checks of a whole look whose time is kept: that to the router, to the internet, and of a name."""


def point_of(event: Event) -> Point:
    """A look as a point, as the history keeps it and the plot shows it."""
    times: tuple[object, ...] = (None, None, None)
    if event.report is not None:
        seen = event.report.seen
        times = tuple(seen[check].facts.get("ms") if check in seen else None for check in TIMED)
    elif event.glance is not None:
        times = (event.glance.gateway_ms, event.glance.far_ms, event.glance.names_ms)
    gateway, far, names = map(milliseconds, times)
    return Point(event.at, 0.0, state_of(event), gateway, far, names)


def state_of(event: Event) -> str:
    """What a look says of the connection: ok, degraded, outage or unknown."""
    if event.report is not None:
        verdict = event.report.verdict
        if verdict.impact is Impact.OUTAGE:
            return "outage"
        return "unknown" if verdict.side is Side.UNKNOWN else _working(verdict)
    glance = event.glance
    if glance is None:
        return "unknown"
    if event.outage is not None and event.outage.up_since is None:
        return _working(event.verdict) if glance.good() else "outage"
    # Where a part failed and no outage is told, it is one that always fails here, or a whole look is about to tell.
    return _working(event.verdict) if any((glance.far, glance.names, glance.focus)) else "unknown"


def milliseconds(value: object) -> float | None:
    """A time that was measured or kept, in milliseconds; None for what is no time."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) and value >= 0 else None


def _working(verdict: Verdict | None) -> str:
    return "degraded" if verdict is not None and verdict.impact is Impact.DEGRADED else "ok"
