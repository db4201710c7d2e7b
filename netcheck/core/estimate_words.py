"""Says how long an outage may still take, and whose word that is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from netcheck.core.estimate import Source
from netcheck.core.language import Say
from netcheck.core.model import Fact
from netcheck.core.said import moment_of
from netcheck.core.words import N_

When = Callable[[datetime], str]
"""Writes a moment as its reader's local time."""

BY_PROVIDER = N_("Your provider expects it to end at {time}, in about {length}.")
PERHAPS = N_("If it is the one that your provider announces, it is to end at {time}, in about {length}.")
SAID_AT = N_("Your provider's word, from {time}.")
PROVIDERS_WORD = N_("Your provider's word.")
BY_PAST = N_("It may take about {length} more, until about {time}; in 8 cases of 10 between {low} and {high} more.")
BASIS: Mapping[str, str] = {
    "fault": N_("From {n} past outages that began with the same fault and lasted longer than this one has so far."),
    "segment": N_("From {n} past outages in this part of the path that lasted longer than this one has so far."),
    "side": N_("From {n} past outages outside your home that lasted longer than this one has so far."),
}
"""What the reckoning rests on; n is 9 or more."""
LAST: tuple[str, ...] = (
    N_("The only one like it so far took {first}."),
    N_("The last two like it took {first} and {second}."),
    N_("The last three like it took {first}, {second} and {third}."),
)
LONGER_THAN_ALL = N_("This one has lasted longer than all of them.")
TOO_FEW = N_("Too few past outages lasted longer than this one has so far to reckon more from them.")
LEFT_OUT = N_("Left out, as nobody watched them to their end: {n}.")
PASSED = N_("The end that your provider gave, {time}, has passed.")
NOBODY_KNOWS = N_("Nobody knows yet how long it will take.")
A_FEW_SECONDS = N_("a few seconds")

_STEPS = ((60, 10), (600, 60), (3600, 300), (3 * 3600, 900), (24 * 3600, 3600), (3 * 86400, 6 * 3600))
"""Up to so many seconds, a length is told in steps of so many: nobody knows it better."""


@dataclass(frozen=True, slots=True)
class Words:
    """An estimate as people read it."""

    line: str
    """How long; one or two sentences."""
    basis: str
    """Whose word that is and what it rests on; may be empty."""


def in_words(known: Mapping[str, Fact], say: Say, when: When) -> Words | None:
    """What the facts of an estimate say (core.estimate.facts_of, also as read back from JSON); None for other facts."""
    source, passed = known.get("source"), moment_of(known.get("passed"))
    line = ""
    basis: list[str] = []
    if source == Source.PROVIDER:
        line, basis = _providers(known, say, when)
    elif source == Source.OWN:
        line, basis = _reckoned(known, say, when)
    elif source == Source.FEW:
        line, basis = _listed(known, say)
    elif source == Source.NONE and passed is not None:
        line = say(NOBODY_KNOWS)
    if not line:
        return None
    if passed is not None:
        line = f"{say(PASSED).format(time=when(passed))} {line}"
    left_out = _number(known.get("left_out"))
    if left_out and left_out >= 1 and source in (Source.OWN, Source.FEW):
        basis.append(say(LEFT_OUT).format(n=int(left_out)))
    return Words(line, " ".join(basis))


def _providers(known: Mapping[str, Fact], say: Say, when: When) -> tuple[str, list[str]]:
    left_s, ends = _number(known.get("median_s")), moment_of(known.get("ends_at"))
    if left_s is None or ends is None:
        return "", []
    text = say(PERHAPS if known.get("maybe") is True else BY_PROVIDER)
    said_at = moment_of(known.get("said_at"))
    basis = say(SAID_AT).format(time=when(said_at)) if said_at else say(PROVIDERS_WORD)
    return text.format(time=when(ends), length=about(left_s, say)), [basis]


def _reckoned(known: Mapping[str, Fact], say: Say, when: When) -> tuple[str, list[str]]:
    low, median, high = (_number(known.get(part)) for part in ("low_s", "median_s", "high_s"))
    ends, outages = moment_of(known.get("ends_at")), _number(known.get("outages"))
    if low is None or median is None or high is None or ends is None:
        return "", []
    line = say(BY_PAST).format(
        length=about(median, say),
        time=when(ends),
        low=about(low, say, math.floor),
        high=about(high, say, math.ceil),
    )
    basis = say(BASIS.get(str(known.get("alike")), BASIS["side"]))
    return line, [basis.format(n=int(outages or 0))]


def _listed(known: Mapping[str, Fact], say: Say) -> tuple[str, list[str]]:
    found = known.get("last_s")
    lengths = [_number(one) for one in found] if isinstance(found, tuple | list) else []
    told = [in_minutes(one, say) for one in lengths if one is not None][-len(LAST) :]
    if not told:
        return "", []
    line = say(LAST[len(told) - 1]).format(**dict(zip(("first", "second", "third"), told, strict=False)))
    if _number(known.get("outages")) == 0:
        return (f"{line} {say(LONGER_THAN_ALL)}" if len(told) > 1 else line), []
    return line, [say(TOO_FEW)]


def about(seconds: float, say: Say, rounded: Callable[[float], float] = round) -> str:
    """A length that is not known well, in words: "40 s", "12 min", "1 h 45 min", "2 d". `rounded` to its step: the
    ends of a range are rounded outwards."""
    if seconds < 10:
        return say(A_FEW_SECONDS)
    step = next((step for limit, step in _STEPS if seconds < limit), 86400)
    return _length(max(1, round(rounded(seconds / step))) * step, say)


def in_minutes(seconds: float, say: Say) -> str:
    """A length that is known, without the seconds where they say nothing: "45 s", "12 min", "1 h 35 min"."""
    if seconds < 60:
        return _length(max(1, round(seconds)), say)
    step = 60 if seconds < 86400 else 3600
    return _length(round(seconds / step) * step, say)


def _length(seconds: int, say: Say) -> str:
    minutes, hours, days = seconds // 60 % 60, seconds // 3600 % 24, seconds // 86400
    if seconds < 60:
        return say("{s} s").format(s=seconds)
    if seconds < 3600:
        return say("{min} min").format(min=minutes)
    if not days:
        return say("{h} h {min} min").format(h=hours, min=minutes) if minutes else say("{h} h").format(h=hours)
    return say("{d} d {h} h").format(d=days, h=hours) if hours else say("{d} d").format(d=days)


def _number(value: Fact) -> float | None:
    known = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0
    return float(str(value)) if known else None
