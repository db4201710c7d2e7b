"""What the looks saw over time, and how little of it a screen needs to show it all."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from netcheck.core.history import Gap, Point

MOST = 10_000
"""Points that are kept: 27 hours at the pace of a healthy line, in under 1 MB. The oldest leave first."""
HOLE_S = 120.0
"""Seconds between two looks after which nobody can say what was in between; longer where looks are rolled up."""
STATES = ("ok", "unknown", "degraded", "outage")
"""From good to bad: where several share a column of pixels, the worst is shown."""
Run = list[tuple[float, float]]
"""Answers without a break: columns from the left edge, and milliseconds."""


@dataclass(slots=True)
class Line:
    """One measured time, e.g. the router's: runs of answers, broken where there was none."""

    at: array[float] = field(default_factory=lambda: array("d"))
    ms: array[float] = field(default_factory=lambda: array("d"))
    starts: array[int] = field(default_factory=lambda: array("l"))
    """Where in the other two each run begins."""
    _broken: bool = True

    def add(self, at: float, ms: float | None, lost: bool, span: float) -> None:
        """A look at a moment, or the sum of those in a span; `lost` tells "no answer" from "not asked"."""
        if ms is None:
            self._broken = self._broken or lost
            return
        if self._broken or at - self.at[-1] > 3 * max(HOLE_S, span):
            self.starts.append(len(self.at))
            self._broken = False
        self.at.append(at)
        self.ms.append(ms)

    def break_off(self) -> None:
        """The next answer begins a new run."""
        self._broken = True

    def forget(self, before: float) -> None:
        """What was answered before this moment leaves."""
        count = bisect_left(self.at, before)
        del self.at[:count], self.ms[:count]
        later = [start - count for start in self.starts if start > count]
        self.starts = array("l", [0, *later] if self.at else [])
        self._broken = self._broken or not self.at

    def within(self, begins: float, ends: float) -> Sequence[float]:
        """The milliseconds measured in this time."""
        return self.ms[bisect_left(self.at, begins) : bisect_right(self.at, ends)]

    def reduced(self, begins: float, ends: float, columns: int) -> list[Run]:
        """The runs that touch this time, with at most two points (lowest and highest) for a column of pixels."""
        first = max(0, bisect_left(self.at, begins) - 1)
        last = min(len(self.at), bisect_right(self.at, ends) + 1)
        scale = columns / max(ends - begins, 1e-3)
        found = []
        for number in range(max(0, bisect_right(self.starts, first) - 1), len(self.starts)):
            start = max(first, self.starts[number])
            stop = min(last, self.starts[number + 1] if number + 1 < len(self.starts) else last)
            if start >= last:
                break
            if start < stop:
                found.append(list(self._columns(start, stop, begins, scale)))
        return found

    def _columns(self, start: int, stop: int, begins: float, scale: float) -> Iterator[tuple[float, float]]:
        if stop - start <= 2 * (self.at[stop - 1] - self.at[start]) * scale:
            for i in range(start, stop):
                yield (self.at[i] - begins) * scale, self.ms[i]
            return
        while start < stop:
            column = math.floor((self.at[start] - begins) * scale)
            end = bisect_left(self.at, begins + (column + 1) / scale, min(start + 1, stop), stop)
            if end - start <= 2:
                for i in range(start, end):
                    yield (self.at[i] - begins) * scale, self.ms[i]
            else:
                chunk = self.ms[start:end]
                low, high = min(chunk), max(chunk)
                for ms in (low, high) if chunk.index(low) < chunk.index(high) else (high, low):
                    yield column + 0.5, ms
            start = end


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time during which one thing was so: a state, or why nobody looked. Seconds since 1970."""

    begins: float
    ends: float
    state: str


def bands(stretches: Iterable[Stretch], begins: float, ends: float, columns: float) -> list[Stretch]:
    """Stretches as columns of pixels, none narrower than two, none over another: the worse one stays."""
    found: list[Stretch] = []
    scale = columns / max(ends - begins, 1e-3)
    for one in stretches:
        left = max(0.0, (one.begins - begins) * scale)
        right = max(min(columns, (one.ends - begins) * scale), left + 2)
        while found and left < found[-1].ends:
            if _rank(one.state) <= _rank(found[-1].state):
                left = found[-1].ends
            else:
                before = found.pop()
                if before.begins < left:
                    found.append(replace(before, ends=left))
        if left >= min(right, columns):
            continue
        if found and found[-1].state == one.state and left - found[-1].ends < 0.5:
            found[-1] = replace(found[-1], ends=right)
        else:
            found.append(Stretch(left, right, one.state))
    return found


def _rank(state: str) -> int:
    return STATES.index(state) if state in STATES else -1


@dataclass(frozen=True, slots=True)
class Summary:
    """What a sentence about a time needs."""

    begins: float
    ends: float
    looks: int = 0
    median_ms: float | None = None
    highest_ms: float | None = None
    state: str = ""
    """At the end of it; empty where nothing was seen."""
    since: float = 0.0
    """Since when it is so."""
    troubles: int = 0
    """Stretches of outage in it."""


class Timeline:
    """Points and gaps in compact columns, so that a day of looks costs half a megabyte."""

    def __init__(self, points: Iterable[Point] = (), gaps: Iterable[Gap] = ()) -> None:
        self.gaps: list[Stretch] = sorted((_stretch(gap) for gap in gaps), key=lambda gap: gap.begins)
        self.version = 0
        """Rises with each change."""
        self._clear()
        for point in sorted(points, key=lambda point: point.at)[-MOST:]:
            self.add(point)

    def _clear(self) -> None:
        self.at, self._span = array("d"), array("d")
        self._ms = (array("d"), array("d"), array("d"))
        self._state = bytearray()
        self.far, self.gateway = Line(), Line()
        self._begins, self._ends, self._states = array("d"), array("d"), bytearray()

    def __len__(self) -> int:
        return len(self.at)

    def add(self, point: Point) -> None:
        """One more look."""
        at = point.at.timestamp()
        if len(self.at) >= MOST:
            self._forget(len(self.at) // 10)
        if self.at and at < self.at[-1]:
            # The clock was set back: begin afresh, in order.
            kept = [self.point(i) for i in range(len(self.at))]
            self._clear()
            for old in sorted([*kept, point], key=lambda p: p.at):
                self.add(old)
            return
        state = STATES.index(point.state) if point.state in STATES else STATES.index("unknown")
        self._join(at, point.span_s, state)
        self.at.append(at)
        self._span.append(point.span_s)
        self._state.append(state)
        for column, ms in zip(self._ms, (point.far_ms, point.gateway_ms, point.names_ms), strict=True):
            column.append(math.nan if ms is None else ms)
        lost = state != 0
        self.far.add(at, point.far_ms, lost, point.span_s)
        self.gateway.add(at, point.gateway_ms, lost, point.span_s)
        self.version += 1

    def _forget(self, count: int) -> None:
        """The oldest points leave."""
        for column in (self.at, self._span, self._state, *self._ms):
            del column[:count]
        for line in (self.far, self.gateway):
            line.forget(self.at[0])
        old = max(0, bisect_right(self._begins, self.at[0]) - 1)
        for edges in (self._begins, self._ends, self._states):
            del edges[:old]

    def _join(self, at: float, span: float, state: int) -> None:
        """Let the newest stretch last up to this moment, or begin a new one."""
        if self.at:
            before = self.at[-1]
            step = before - self.at[-2] if len(self.at) > 1 else 0.0
            hole = at - before > max(HOLE_S, 3 * max(span, self._span[-1]), 2 * step)
            if hole or self._gap_between(before, at):
                self.far.break_off()
                self.gateway.break_off()
            else:
                self._ends[-1] = at
                if self._states[-1] == state:
                    self._ends[-1] = at + span
                    return
        self._begins.append(at)
        self._ends.append(at + span)
        self._states.append(state)

    def _gap_between(self, before: float, after: float) -> bool:
        place = bisect_left(self.gaps, after, key=lambda gap: gap.begins)
        return place > 0 and self.gaps[place - 1].ends > before

    def add_gap(self, gap: Gap) -> None:
        """Nobody looked for a while, up to now."""
        self.gaps.append(_stretch(gap))
        self.gaps.sort(key=lambda one: one.begins)
        del self.gaps[:-MOST]
        self.version += 1

    def point(self, index: int) -> Point:
        """The point at this place, the oldest is 0."""
        far, gateway, names = (None if math.isnan(column[index]) else column[index] for column in self._ms)
        at = datetime.fromtimestamp(self.at[index], UTC)
        return Point(at, self._span[index], STATES[self._state[index]], gateway, far, names)

    def nearest(self, at: float) -> int | None:
        """The place of the point that is nearest to a moment; None where there is none."""
        after = bisect_left(self.at, at)
        places = [place for place in (after - 1, after) if 0 <= place < len(self.at)]
        return min(places, key=lambda place: abs(self.at[place] - at), default=None)

    def change(self, at: float, step: int) -> int | None:
        """The place of the point at which the state changed next after a moment (step 1) or before it (-1)."""
        place = bisect_right(self._begins, at) if step > 0 else bisect_left(self._begins, at) - 1
        return self.nearest(self._begins[place]) if 0 <= place < len(self._begins) else None

    def gap_at(self, at: float) -> Stretch | None:
        """The gap at a moment."""
        place = bisect_right(self.gaps, at, key=lambda gap: gap.begins)
        return self.gaps[place - 1] if place and self.gaps[place - 1].ends >= at else None

    def stretches(self, begins: float, ends: float) -> list[Stretch]:
        """What was so when in this time, gaps among it, in order; where nothing is known there is nothing."""
        found = []
        for place in range(max(0, bisect_right(self._begins, begins) - 1), bisect_right(self._begins, ends)):
            if self._ends[place] >= begins:
                found.append(Stretch(self._begins[place], self._ends[place], STATES[self._states[place]]))
        found += [gap for gap in self.gaps if gap.begins <= ends and gap.ends >= begins]
        return sorted(found, key=lambda one: one.begins)

    def trouble_since(self) -> float | None:
        """When the outage began that the newest look saw; None where it saw none."""
        return self._begins[-1] if self._states and STATES[self._states[-1]] == "outage" else None

    def summary(self, begins: float, ends: float) -> Summary:
        """What there is to say about a time."""
        measured = sorted(self.far.within(begins, ends))
        seen = [s for s in self.stretches(begins, ends) if s.state in STATES]
        return Summary(
            begins,
            ends,
            bisect_right(self.at, ends) - bisect_left(self.at, begins),
            measured[len(measured) // 2] if measured else None,
            measured[-1] if measured else None,
            seen[-1].state if seen else "",
            seen[-1].begins if seen else 0.0,
            sum(s.state == "outage" for s in seen),
        )


def _stretch(gap: Gap) -> Stretch:
    return Stretch(gap.begins.timestamp(), gap.ends.timestamp(), gap.why)
