"""What a plot shows, in words: for the cursor, for those who do not see it, and for the clipboard."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import UTC, datetime

from PySide6.QtCore import QDate, QLocale

from netcheck.core.history import Point
from netcheck.gui.plot_picture import milliseconds, words_of
from netcheck.gui.timeline import Summary, Timeline
from netcheck.gui.words import duration, roughly, say, say_many, when


def exactly(at: float, now: datetime | None = None) -> str:
    """A moment to the second, as local time, with the day when it is not today."""
    local = datetime.fromtimestamp(at, UTC).astimezone()
    time = f"{local:%H:%M:%S}"
    if local.date() == (now or datetime.now(UTC)).astimezone().date():
        return time
    day = QLocale().toString(QDate(local.year, local.month, local.day), say("d MMM"))
    return say("{day}, {time}").format(day=day, time=time)


def read(timeline: Timeline, at: float) -> list[str]:
    """What was measured nearest to a moment, or why nobody looked then, in short lines."""
    gap = timeline.gap_at(at)
    if gap is not None:
        lasted = say("{begin} to {end} ({length})").format(
            begin=exactly(gap.begins), end=exactly(gap.ends), length=duration(gap.ends - gap.begins)
        )
        return [words_of(gap.state), lasted]
    place = timeline.nearest(at)
    return _point(timeline.point(place)) if place is not None else []


def _point(point: Point) -> list[str]:
    heading = say("{when}: {state}").format(when=exactly(point.at.timestamp()), state=words_of(point.state))
    lines = [heading, *(line for line in (_measured(point)) if line)]
    if point.span_s:
        lines.append(say("median of {length}").format(length=duration(point.span_s)))
    return lines


def _measured(point: Point) -> list[str]:
    lines = []
    for ms, answered, silent in (
        (point.far_ms, say("Internet {ms}"), say("Internet: no answer measured")),
        (point.gateway_ms, say("Router {ms}"), ""),
        (point.names_ms, say("Names {ms}"), ""),
    ):
        # Nothing measured while it works means that nobody asked.
        lines.append(answered.format(ms=milliseconds(ms)) if ms is not None else silent * (point.state == "outage"))
    return lines


def sentence(summary: Summary, newest: bool, nothing: str) -> str:
    """A time in a sentence, e.g. "Latency of the last 10 min: median 12 ms; outage since 14:02."."""
    if not summary.looks and not summary.state:
        return nothing
    if newest:
        head = say("Latency of the last {length}").format(length=roughly(summary.ends - summary.begins))
    else:
        begins, ends = (when(datetime.fromtimestamp(s, UTC)) for s in (summary.begins, summary.ends))
        head = say("Latency from {begin} to {end}").format(begin=begins, end=ends)
    parts = [_latency(summary)]
    if summary.troubles > (summary.state == "outage"):
        parts.append(say_many("{n} outage seen", "{n} outages seen", summary.troubles))
    if summary.state:
        parts.append(_state(summary))
    return say("{head}: {parts}.").format(head=head, parts="; ".join(parts))


def _latency(summary: Summary) -> str:
    if summary.median_ms is None or summary.highest_ms is None:
        return say("no answer measured")
    return say("median {ms}, highest {most}").format(
        ms=milliseconds(summary.median_ms), most=milliseconds(summary.highest_ms)
    )


def _state(summary: Summary) -> str:
    since = when(datetime.fromtimestamp(summary.since, UTC))
    return {
        "ok": say("works since {when}"),
        "degraded": say("works badly since {when}"),
        "outage": say("outage since {when}"),
    }.get(summary.state, say("not known since {when}")).format(when=since)


def table(timeline: Timeline, begins: float, ends: float) -> str:
    """Every look of a time, one a line, the columns parted by tabs; moments in ISO 8601."""
    heading = (say("Time"), say("State"), say("Internet, ms"), say("Router, ms"), say("Names, ms"))
    lines = ["\t".join(heading)]
    for place in range(bisect_left(timeline.at, begins), bisect_right(timeline.at, ends)):
        point = timeline.point(place)
        times = ("" if ms is None else f"{ms:.1f}" for ms in (point.far_ms, point.gateway_ms, point.names_ms))
        local = point.at.astimezone().isoformat(timespec="seconds")
        lines.append("\t".join((local, words_of(point.state), *times)))
    return "\n".join(lines) + "\n"
