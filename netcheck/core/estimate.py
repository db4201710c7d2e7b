"""How long an outage may still take: by the provider's own word, else by this line's past, else nobody knows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from netcheck.core.history import LONGEST_S, PastOutage
from netcheck.core.model import Fact, Segment, Side
from netcheck.core.rules import RULES
from netcheck.core.said import moment_of
from netcheck.core.watching import Outage

LEAST = 9
"""Longer past outages that a range needs: of 9, the shortest and the longest enclose the next one in 8 cases of 10."""
NEWEST = 60
"""Longer past outages that count at most: lines, routers and providers change."""
OLDEST = timedelta(days=3 * 365)
"""Outages before that say little of this line."""
LAST = 3
"""Past outages that are listed where there are too few for a range."""
SHARE = 0.8
"""How often the range holds."""
UNWATCHED = 0.05
"""The part of its length for which nobody may have looked at a past outage that counts: the error it can have."""
FURTHEST = timedelta(days=30)
"""An end that is announced for later than that is a slip of somebody's pen."""

_SEGMENTS = {rule.code: rule.segment for rule in RULES}


class Source(StrEnum):
    """Whose word an estimate is."""

    PROVIDER = "provider"
    OWN = "own"
    """This line's past outages, with a range."""
    FEW = "few"
    """They are too few for a range; the last ones are listed."""
    NONE = "none"
    """Nobody knows; the provider gave a time, and it has passed."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Past outages that are like this one in one way."""

    alike: str
    """fault (it was first seen as the same one), segment (in the same part of the path) or side (all upstream)."""
    lengths_s: tuple[float, ...]
    """Seconds from beginning to end, the newest first."""


@dataclass(frozen=True, slots=True)
class Past:
    """What this line's past tells about one outage; gathered once, since it stays while that outage lasts."""

    kinds: tuple[Kind, ...] = ()
    """The narrowest first."""
    left_out: int = 0
    """Outages of its side whose length nobody knows: not watched through, or not to their end."""


NO_PAST = Past()


@dataclass(frozen=True, slots=True)
class Estimate:
    """How long it may still take, as known at one moment. All times are UTC and not before `at`."""

    source: Source
    at: datetime
    median_s: float | None = None
    """Seconds from `at`: what the provider says, or the middle of what the past says. None where there is no range."""
    low_s: float | None = None
    high_s: float | None = None
    """It ends between the two in 8 cases of 10."""
    outages: int = 0
    """Past outages that it rests on: those that lasted longer than this one has so far."""
    known: int = 0
    """All past outages of this kind, the shorter ones included."""
    alike: str = ""
    """What is alike in them; see Kind."""
    last_s: tuple[float, ...] = ()
    """With FEW: the whole length of the last outages of this kind, at most three, the oldest of them first."""
    left_out: int = 0
    passed: datetime | None = None
    """The end that the provider gave, where it is over by now."""
    said_at: datetime | None = None
    """With PROVIDER: when it said so, as far as it tells; else when its page was read."""
    maybe: bool = False
    """With PROVIDER: nobody knows whether the outage that it announces is this one."""


def past_of(outage: Outage, known: Iterable[PastOutage], now: datetime) -> Past:
    """What the past tells about an outage.

    Only outages outside the home count, on this network as far as that is known, of the last three years, whose end
    was seen and which were watched all along. Alike is what was *first* seen: the name that a fault gets later
    (announced by the provider, say) tells already that it lasted long, and would make it no fair comparison.
    """
    if outage.verdict.side is not Side.UPSTREAM:
        return NO_PAST  # how long a fault at home lasts is up to the person
    usable: list[tuple[datetime, str, Segment | None, float]] = []
    left_out = 0
    for past in known:
        one = past.outage
        if one.id == outage.id or one.verdict.side is not Side.UPSTREAM or not now - OLDEST <= one.down_since <= now:
            continue
        if one.network and outage.network and one.network != outage.network:
            continue
        if _watched_through(past):
            usable.append((one.down_since, *_first(one), min(one.seconds, LONGEST_S)))
        else:
            left_out += 1
    usable.sort(key=lambda one: one[0], reverse=True)
    fault, segment = _first(outage)
    kinds = (
        Kind("fault", tuple(seconds for _, code, _, seconds in usable if code == fault)),
        Kind("segment", tuple(seconds for _, _, part, seconds in usable if part is segment)),
        Kind("side", tuple(seconds for *_, seconds in usable)),
    )
    return Past(kinds, left_out)


def _watched_through(past: PastOutage) -> bool:
    outage = past.outage
    whole = past.over and not past.unseen and math.isfinite(outage.seconds) and outage.seconds > 0
    return whole and outage.asleep_s <= UNWATCHED * outage.seconds


def _first(outage: Outage) -> tuple[str, Segment | None]:
    """The fault as it was first named, and its part of the path; of an outage from before this was kept, the last."""
    fault = outage.first_fault or outage.verdict.fault
    return fault, _SEGMENTS.get(fault, outage.verdict.segment)


def estimate(
    past: Past, said: Mapping[str, Fact], lasted_s: float, now: datetime, *, sure: bool = True
) -> Estimate | None:
    """How long an outage may still take that has lasted so many seconds; None where nobody knows anything.

    `said` is what a report holds under `provider`; of it `expected_end` counts, and what speaks against it; not `sure`:
    the verdict is merely possible. Costs less than a millisecond.
    """
    end = moment_of(said.get("expected_end")) if said.get("here") != "no" else None
    if end is not None and timedelta(0) < end - now <= FURTHEST:
        said_at = moment_of(said.get("updated_at")) or moment_of(said.get("as_of"))
        said_at = min(said_at, now) if said_at is not None else None
        left_s = (end - now).total_seconds()
        return Estimate(Source.PROVIDER, now, left_s, said_at=said_at, maybe=_doubtful(said, sure))
    passed = end if end is not None and end <= now else None
    lasted_s = min(max(0.0, lasted_s), LONGEST_S) if math.isfinite(lasted_s) else 0.0
    known = [kind for kind in past.kinds if kind.lengths_s]
    for kind in known:
        longer = _longer(kind, lasted_s)
        if len(longer) >= LEAST:
            low, median, high = (s - lasted_s for s in span(longer))
            return Estimate(
                Source.OWN, now, median, low, high, outages=len(longer), known=len(kind.lengths_s), alike=kind.alike,
                left_out=past.left_out, passed=passed,
            )  # fmt: skip
    if not known:
        return Estimate(Source.NONE, now, left_out=past.left_out, passed=passed) if passed else None
    # The narrowest kind that fills the list, as far as it can be filled: the widest kind holds all others.
    wanted = min(LAST, len(known[-1].lengths_s))
    few = next(kind for kind in known if len(kind.lengths_s) >= wanted)
    return Estimate(
        Source.FEW, now, outages=len(_longer(few, lasted_s)), known=len(few.lengths_s), alike=few.alike,
        last_s=tuple(reversed(few.lengths_s[:LAST])), left_out=past.left_out, passed=passed,
    )  # fmt: skip


def _doubtful(said: Mapping[str, Fact], sure: bool) -> bool:
    """Whether the announcement may be of another outage, or of another time: a copy of the page is all there is."""
    return not sure or said.get("here") != "yes" or bool(said.get("doubt")) or said.get("stale") is True


def _longer(kind: Kind, lasted_s: float) -> list[float]:
    return [seconds for seconds in kind.lengths_s if seconds > lasted_s][:NEWEST]


def span(lengths_s: Sequence[float]) -> tuple[float, float, float]:
    """The lower end, the middle and the upper end of the range for one more length like these (9 or more).

    Of n lengths and one more from the same source, that one falls between two neighbours of the n, or outside, with
    equal chances 1 / (n + 1), whatever the source is. So between ranks 0.1 (n + 1) and 0.9 (n + 1) it falls in 80 of
    100 cases. With 9 these are the first and the last; between ranks the line is straight. That it has to be longer
    than this outage has lasted so far changes nothing: among longer ones it is one more of them.
    (H. A. David and H. N. Nagaraja, Order Statistics, 3rd edition, section 7.3: prediction intervals.)
    """
    ranked = sorted(lengths_s)
    share = (1 - SHARE) / 2
    return _at_rank(ranked, share), _at_rank(ranked, 0.5), _at_rank(ranked, 1 - share)


def _at_rank(ranked: Sequence[float], share: float) -> float:
    """The value at rank share * (n + 1), counted from 1."""
    rank = min(max(share * (len(ranked) + 1), 1.0), float(len(ranked)))
    below = min(math.floor(rank), len(ranked) - 1) if len(ranked) > 1 else 1
    part = rank - below
    lower, upper = ranked[below - 1], ranked[min(below, len(ranked) - 1)]
    return min(max(lower + (upper - lower) * part, lower), upper)


def facts_of(found: Estimate) -> dict[str, Fact]:
    """An estimate as a report holds it: seconds with one decimal, times as ISO 8601 in UTC, or None."""

    def after(seconds: float | None) -> str | None:
        try:
            return _text(found.at + timedelta(seconds=seconds)) if seconds is not None else None
        except OverflowError:  # a clock that stands in the year 9999
            return None

    return {
        "source": found.source.value,
        "at": _text(found.at),
        "median_s": _rounded(found.median_s),
        "low_s": _rounded(found.low_s),
        "high_s": _rounded(found.high_s),
        "ends_at": after(found.median_s),
        "low_at": after(found.low_s),
        "high_at": after(found.high_s),
        "outages": found.outages,
        "known": found.known,
        "alike": found.alike,
        "last_s": tuple(round(seconds, 1) for seconds in found.last_s),
        "left_out": found.left_out,
        "passed": _text(found.passed) if found.passed else None,
        "said_at": _text(found.said_at) if found.said_at else None,
        "maybe": found.maybe,
    }


def _rounded(seconds: float | None) -> float | None:
    return round(seconds, 1) if seconds is not None else None


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
