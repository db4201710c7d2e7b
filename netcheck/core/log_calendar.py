"""The outages of a time as a calendar: a row for each day, or for each week, with the hours in which it was down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta, tzinfo

from netcheck.core.document import Calendar, Part
from netcheck.core.history import Gap
from netcheck.core.language import Say
from netcheck.core.model import Side
from netcheck.core.outage_log import OutageLog, unwatched_s
from netcheck.core.words import N_

MOST_DAYS, MOST_WEEKS = 31, 53
"""Rows: of up to a month each day has one, of more each week, the newest."""
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
HOURS = ((0.0, "00:00"), (0.25, "06:00"), (0.5, "12:00"), (0.75, "18:00"))
KINDS = (
    ("local", N_("down, at home")),
    ("upstream", N_("down, outside the home")),
    ("unknown", N_("down, side not known")),
    ("gap", N_("nobody looked: asleep, closed or paused")),
)
_SIDES = {Side.LOCAL: "local", Side.UPSTREAM: "upstream"}
Stretch = tuple[datetime, datetime, str]


def calendar(log: OutageLog, say: Say, zone: tzinfo | None) -> tuple[Part, ...]:
    """When it was down, seen day by day in this zone (None: the computer's own); nothing where no outage is listed.

    What was not seen, as the computer slept or netcheck was closed, is drawn as that, also within an outage.
    """
    if not log.outages:
        return ()
    until = _local(log.until, zone)
    first = _day(min(_local(_looked_since(log), zone), until))
    days = (_day(until) - first).days + 1
    weeks = days > MOST_DAYS
    if weeks:
        first -= timedelta(days=first.weekday())
        rows = (_day(until) - first).days // 7 + 1
        first += timedelta(weeks=max(0, rows - MOST_WEEKS))
    step = timedelta(days=7 if weeks else 1)
    names = list(_starts(first, until, step))
    found: list[list[tuple[float, float, str]]] = [[] for _ in names]
    begins = max(first, _local(log.since, zone)) if log.since else first
    for one, other, kind in _stretches(log, zone):
        _place(max(one, begins), min(other, until), kind, first, step, found)
    used = {kind for row in found for _, _, kind in row}
    caption = say("Each row is a week.") if weeks else say("Each row is a day.")
    caption = say("When it was down. {row}").format(row=caption)
    marks = tuple((place / 7, say(day)) for place, day in enumerate(WEEKDAYS)) if weeks else HOURS
    named = tuple((f"{at:%Y-%m-%d}", tuple(row)) for at, row in zip(names, found, strict=True))
    return (Calendar(caption, marks, tuple((kind, say(word)) for kind, word in KINDS if kind in used), named),)


def _looked_since(log: OutageLog) -> datetime:
    """When somebody looked first, and from when on the lists are whole: no rows are drawn of the time before."""
    oldest = min(past.outage.down_since for past in log.outages)
    began = log.since or oldest
    gaps = _joined(log.gaps)
    if log.count > len(log.outages):
        began = max(began, oldest)
    if gaps and unwatched_s(log.gaps, log.since, log.until) < log.unwatched_s - 1:
        began = max(began, gaps[0].begins)
    unseen = next((gap.ends for gap in gaps if gap.begins <= began < gap.ends), began)
    return max(began, min(unseen, oldest))


def _starts(first: datetime, until: datetime, step: timedelta) -> Iterator[datetime]:
    for number in range(MOST_WEEKS + 1):
        if first + number * step > until:
            return
        yield first + number * step


def _stretches(log: OutageLog, zone: tzinfo | None) -> Iterator[Stretch]:
    """Times in which nobody looked, then times that it was seen down, without those."""
    gaps = [(gap.begins, gap.ends) for gap in _joined(log.gaps)]
    yield from ((_local(one, zone), _local(other, zone), "gap") for one, other in gaps)
    for past in log.outages:
        kind = _SIDES.get(past.outage.verdict.side, "unknown")
        for one, other in without(past.outage.down_since, past.outage.up_since or log.until, gaps):
            yield _local(one, zone), _local(other, zone), kind


def without(
    begins: datetime, ends: datetime, gaps: Sequence[tuple[datetime, datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    """What is left of a time without these, which are in order and apart."""
    for one, other in gaps:
        if other <= begins:
            continue
        if one >= ends:
            break
        if one > begins:
            yield begins, one
        begins = other
    if begins < ends:
        yield begins, ends


def _joined(gaps: Iterable[Gap]) -> list[Gap]:
    """In order, and what overlaps as one."""
    found: list[Gap] = []
    for gap in sorted(gaps, key=lambda gap: gap.begins):
        if found and gap.begins <= found[-1].ends:
            found[-1] = Gap(found[-1].begins, max(found[-1].ends, gap.ends), gap.why)
        elif gap.ends > gap.begins:
            found.append(gap)
    return found


def _place(
    one: datetime,
    other: datetime,
    kind: str,
    first: datetime,
    step: timedelta,
    rows: list[list[tuple[float, float, str]]],
) -> None:
    """Into each row that it touches."""
    if other <= one:
        return
    for number in range(max(0, (one - first) // step), min(len(rows), (other - first) // step + 1)):
        start = first + number * step
        left, right = max(0.0, (one - start) / step), min(1.0, (other - start) / step)
        if right > left:
            rows[number].append((left, right, kind))


def _local(moment: datetime, zone: tzinfo | None) -> datetime:
    """The time that clocks there show."""
    return moment.astimezone(zone).replace(tzinfo=None)


def _day(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time())
