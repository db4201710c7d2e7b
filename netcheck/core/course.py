"""How it went: a stretch of time in equal parts, each with its state and delay, gaps where nobody looked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from netcheck.core.history import Gap, Point

SLOTS = 120
"""Parts of a course: two lines of 60 signs."""
WORST = ("ok", "degraded", "unknown", "outage")
"""States that looks may have seen, the worst last; a look that tells nothing is no proof that it worked."""
GAP, NOT_SEEN = "gap", "none"
"""A part in which nobody could look, as the computer slept or netcheck was closed or paused; and one without a look."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One part of it."""

    state: str = NOT_SEEN
    """ok, degraded, unknown or outage: the worst that was seen; gap or none: nothing was."""
    ms: float | None = None
    """Median of the delays to a far host, in milliseconds."""
    near_ms: float | None = None
    """The same to the router: where it answers and nothing far does, the fault lies beyond it."""


@dataclass(frozen=True, slots=True)
class Course:
    """A stretch of time; without slots it is none."""

    begins: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    ends: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    slots: tuple[Slot, ...] = ()

    @property
    def slot_s(self) -> float:
        """Seconds of one part."""
        return (self.ends - self.begins).total_seconds() / len(self.slots) if self.slots else 0.0


NO_COURSE = Course()


def course_of(
    points: Iterable[Point], gaps: Iterable[Gap], begins: datetime, ends: datetime, slots: int = SLOTS
) -> Course:
    """The course from `begins` to `ends` (UTC) in so many parts; none where that is no time.

    Between two looks nothing is known but what they saw, so a part without a look takes after the one before it for as
    long as looks are usually apart here: five minutes at most.
    """
    length = (ends - begins).total_seconds()
    if length <= 0 or slots < 1:
        return NO_COURSE
    step = length / slots
    states: list[set[str]] = [set() for _ in range(slots)]
    delays: list[list[float]] = [[] for _ in range(slots)]
    near: list[list[float]] = [[] for _ in range(slots)]

    def places(first: datetime, last: datetime) -> range:
        one, other = (first - begins).total_seconds() / step, (last - begins).total_seconds() / step
        return range(max(0, math.floor(one)), min(slots, math.floor(max(one, other)) + 1))

    for point in points:
        for place in places(point.at, point.at + timedelta(seconds=max(0.0, point.span_s - 0.001))):
            states[place].add(point.state if point.state in WORST else "unknown")
            if point.far_ms is not None:
                delays[place].append(point.far_ms)
            if point.gateway_ms is not None:
                near[place].append(point.gateway_ms)
    closed: set[int] = set()
    for gap in gaps:
        closed.update(places(gap.begins, gap.ends))
    found: list[Slot] = []
    carried = 0.0
    for place in range(slots):
        if states[place]:
            worst = max(states[place], key=WORST.index)
            found.append(Slot(worst, _middle(delays[place]), _middle(near[place])))
            carried = 0.0
        elif place in closed:
            found.append(Slot(GAP))
        else:
            carried += step
            before = found[-1].state if found and found[-1].state in WORST and carried <= 300 else NOT_SEEN
            found.append(Slot(before))
    return Course(begins, ends, tuple(found))


def _middle(delays: Sequence[float]) -> float | None:
    return round(median(delays), 1) if delays else None
