"""What a plot shows at one size and for one time: lines, bands, axes, ready to be drawn."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from PySide6.QtCore import QDate, QLineF, QLocale, QPointF, QRectF, QTime
from PySide6.QtGui import QFontMetricsF

from netcheck.gui.theme import CLOSE, SPACE, TIGHT
from netcheck.gui.timeline import Run, Stretch, Timeline, bands
from netcheck.gui.words import say, when

STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200)
DAY_S = 86400
ORDER = ("ok", "degraded", "outage", "unknown", "asleep", "paused", "closed")
"""Of states in the legend."""
SAMPLE = 2.0
"""Width of a sample in the legend, in heights of a line of text."""
DASH, BLANK = 6.0, 4.0
"""Logical pixels, of the router's line."""
EDGE = 3.0
"""Logical pixels between the chart's edge and what marks a value above it."""


def words_of(state: str) -> str:
    """A state, or why nobody looked, in a word or two."""
    return {
        "ok": say("Works"),
        "degraded": say("Works badly"),
        "outage": say("Outage"),
        "unknown": say("Not known"),
        "asleep": say("Computer asleep"),
        "paused": say("Paused"),
        "closed": say("netcheck not running"),
    }.get(state, state)


def milliseconds(ms: float) -> str:
    """A latency with its unit, as exact as anybody needs it."""
    return say("{n} ms").format(n=f"{ms:.1f}" if ms < 9.95 else f"{ms:.0f}")


@dataclass(frozen=True, slots=True)
class View:
    """The time that is shown, in seconds since 1970, and which way it runs."""

    begins: float
    ends: float
    mirrored: bool = False
    """From right to left, as one reads."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One entry of the legend: a line ("far", "gateway") or a state."""

    kind: str
    text: str
    box: QRectF


@dataclass(frozen=True, slots=True)
class Mark:
    """A label of an axis, where it stands in logical pixels; times also have a line there."""

    place: float
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """An outage over the chart: its edges in logical pixels, and how long it was."""

    left: float
    right: float
    text: str


@dataclass(frozen=True, slots=True)
class Strokes:
    """A line as it is drawn. Single pieces, since Qt takes 300 ms for one chain of 1,600 points and 2 ms for these."""

    pieces: list[QLineF]
    dots: list[QPointF]
    """Answers with none beside them."""


@dataclass(frozen=True, slots=True)
class Picture:
    """All of it, in logical pixels of the widget."""

    view: View
    chart: QRectF
    band: QRectF
    legend: tuple[Sample, ...]
    far: Strokes
    gateway: Strokes
    above: tuple[float, ...]
    """Where a line goes over the top."""
    bands: tuple[Stretch, ...]
    heights: tuple[Mark, ...]
    times: tuple[Mark, ...]
    spans: tuple[Span, ...]
    top_ms: float

    def x(self, at: float) -> float:
        """Where a moment stands."""
        return _x(self.chart, self.view, at)

    def at(self, x: float) -> float:
        """Which moment stands there."""
        share = (self.chart.right() - x if self.view.mirrored else x - self.chart.left()) / max(1.0, self.chart.width())
        return self.view.begins + min(1.0, max(0.0, share)) * (self.view.ends - self.view.begins)

    def y(self, ms: float) -> float:
        """Where a latency stands; never above the chart."""
        return self.chart.bottom() - min(1.0, ms / self.top_ms) * self.chart.height()


def picture(
    timeline: Timeline, view: View, area: QRectF, metrics: QFontMetricsF, outages: Sequence[tuple[float, float, str]]
) -> Picture:
    """The picture for an area of the widget; `outages` are begin, end and a label."""
    line = metrics.height()
    measured = [*timeline.far.within(view.begins, view.ends), *timeline.gateway.within(view.begins, view.ends)]
    top_ms = ceiling(measured)
    stretches = timeline.stretches(view.begins, view.ends)
    legend, legend_height = _legend(timeline, view, stretches, area, metrics)
    labels = [milliseconds(top_ms), say("{n} ms").format(n=f"{top_ms / 2:g}"), say("{n} ms").format(n=0)]
    gutter = max(metrics.horizontalAdvance(text) for text in labels) + CLOSE
    band_height = max(12.0, line)
    inner = area.adjusted(0 if view.mirrored else gutter, 0, -gutter if view.mirrored else 0, 0)
    inner.adjust(0 if not view.mirrored else SPACE, legend_height + line / 2, 0 if view.mirrored else -SPACE, 0)
    chart = QRectF(
        inner.left(), inner.top(), max(10.0, inner.width()), max(10.0, inner.height() - band_height - line - 3 * TIGHT)
    )
    band = QRectF(chart.left(), chart.bottom() + TIGHT, chart.width(), band_height)
    columns = max(1, int(chart.width()))
    far, gateway = (one.reduced(view.begins, view.ends, columns) for one in (timeline.far, timeline.gateway))
    ends = [(max(view.begins, a), min(view.ends, b), text) for a, b, text in outages if a <= view.ends]
    return Picture(
        view, chart, band, legend,
        _strokes([_points(run, chart, view, columns, top_ms) for run in far], whole),
        _strokes([_points(run, chart, view, columns, top_ms) for run in gateway], dashes),
        tuple(_above([*far, *gateway], chart, view, columns, top_ms)),
        tuple(bands(stretches, view.begins, view.ends, chart.width())),
        tuple(
            Mark(chart.bottom() - share * chart.height(), text)
            for share, text in zip((1.0, 0.5, 0.0), labels, strict=True)
        ),
        tuple(_times(chart, view, metrics)),
        tuple(_span(chart, view, a, b, text) for a, b, text in ends if b >= view.begins),
        top_ms,
    )  # fmt: skip


def _x(chart: QRectF, view: View, at: float) -> float:
    share = (at - view.begins) / max(view.ends - view.begins, 1e-3)
    return chart.right() - share * chart.width() if view.mirrored else chart.left() + share * chart.width()


def _span(chart: QRectF, view: View, begins: float, ends: float, text: str) -> Span:
    one, other = _x(chart, view, begins), _x(chart, view, ends)
    return Span(min(one, other), max(one, other), text)


def _points(run: Run, chart: QRectF, view: View, columns: int, top_ms: float) -> list[QPointF]:
    stretch, high = chart.width() / columns, chart.height() / top_ms
    start, sign = (chart.right(), -1.0) if view.mirrored else (chart.left(), 1.0)
    bottom, roof = chart.bottom(), chart.top() + EDGE
    return [QPointF(start + sign * x * stretch, max(roof, bottom - ms * high)) for x, ms in run]


def _strokes(runs: list[list[QPointF]], cut: Callable[[QPointF, QPointF], Iterator[QLineF]]) -> Strokes:
    pieces = [piece for run in runs for a, b in pairwise(run) for piece in cut(a, b)]
    return Strokes(pieces, [run[0] for run in runs if len(run) == 1])


def whole(a: QPointF, b: QPointF) -> Iterator[QLineF]:
    """The line between two points."""
    yield QLineF(a, b)


def dashes(a: QPointF, b: QPointF) -> Iterator[QLineF]:
    """The parts of the line between two points that lie in the columns of pixels where dashes are."""
    left, right = (a, b) if a.x() <= b.x() else (b, a)
    wide = right.x() - left.x()
    if wide <= DASH / 2:
        if (left.x() + wide / 2) % (DASH + BLANK) < DASH:
            yield QLineF(left, right)
        return
    rise = (right.y() - left.y()) / wide
    start = math.floor(left.x() / (DASH + BLANK)) * (DASH + BLANK)
    while start < right.x():
        one, other = max(left.x(), start), min(right.x(), start + DASH)
        if one < other:
            yield QLineF(one, left.y() + (one - left.x()) * rise, other, left.y() + (other - left.x()) * rise)
        start += DASH + BLANK


def _above(runs: list[Run], chart: QRectF, view: View, columns: int, top_ms: float) -> list[float]:
    start, sign = (chart.right(), -1.0) if view.mirrored else (chart.left(), 1.0)
    found: list[float] = []
    for run in runs:
        for x, ms in run:
            place = start + sign * x * chart.width() / columns
            if ms > top_ms and not (found and abs(found[-1] - place) < 2 * EDGE):
                found.append(place)
    return found


def ceiling(measured: Sequence[float]) -> float:
    """The top of the axis in ms: a round number over what is usual; single peaks go over it, and are marked."""
    if not measured:
        return 20.0
    ordered = sorted(measured)
    usual = ordered[int(0.97 * (len(ordered) - 1))]
    wanted = max(18.0, ordered[-1] if ordered[-1] <= 2.5 * usual else 1.5 * usual)
    power = 10.0
    while True:
        for times in (2, 4, 6, 10):
            if times * power >= wanted:
                return times * power
        power *= 10


def _legend(
    timeline: Timeline, view: View, stretches: Sequence[Stretch], area: QRectF, metrics: QFontMetricsF
) -> tuple[tuple[Sample, ...], float]:
    """What stands in the picture and nothing else, in rows, and the height of these rows."""
    seen = {one.state for one in stretches}
    entries = [("far", say("Internet"))] if timeline.far.within(view.begins, view.ends) else []
    if timeline.gateway.within(view.begins, view.ends):
        entries.append(("gateway", say("Router")))
    entries += [(state, words_of(state)) for state in ORDER if state in seen]
    line, left, row = metrics.height(), 0.0, 0
    samples = []
    for kind, text in entries:
        width = SAMPLE * line + TIGHT + metrics.horizontalAdvance(text)
        if left and left + width > area.width():
            left, row = 0.0, row + 1
        x = area.right() - left - width if view.mirrored else area.left() + left
        samples.append(Sample(kind, text, QRectF(x, area.top() + row * (line + TIGHT), width, line)))
        left += width + SPACE
    return tuple(samples), (row + 1) * (line + TIGHT) if samples else 0.0


def _times(chart: QRectF, view: View, metrics: QFontMetricsF) -> list[Mark]:
    """Labels at round local times, as many as fit."""
    room = metrics.horizontalAdvance("00:00:00") + 2 * SPACE
    wanted = (view.ends - view.begins) / max(1.0, chart.width() / room)
    step = next((s for s in STEPS_S if s >= wanted), 0) or DAY_S * max(1, round(wanted / DAY_S + 0.5))
    zone = datetime.fromtimestamp(view.begins, UTC).astimezone().utcoffset() or timedelta()
    shift = zone.total_seconds()
    at = ((view.begins + shift) // step + 1) * step - shift
    marks: list[Mark] = []
    while at < view.ends and len(marks) < 100:
        marks.append(Mark(_x(chart, view, at), time_label(at, step, view.ends - view.begins)))
        at += step
    return marks


def time_label(at: float, step: float, span_s: float) -> str:
    """A round moment on the axis: local time, with seconds where these matter, or the day."""
    local = datetime.fromtimestamp(at, UTC).astimezone()
    if step < 60:
        return QTime(local.hour, local.minute, local.second).toString("HH:mm:ss")
    if step >= DAY_S or (span_s > DAY_S and (local.hour, local.minute) == (0, 0)):
        return QLocale().toString(QDate(local.year, local.month, local.day), say("d MMM"))
    return when(local, local)
