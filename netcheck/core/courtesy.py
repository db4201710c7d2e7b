"""When the provider's page may be asked again: never in step with others, ever more seldom, never while all is well."""

# Thousands of customers lose and regain service in the same second. So every wait is drawn by chance over its whole
# width ("full jitter") and grows with the outage, and a page that wants to be left alone is (RFC 9110, 10.2.3). Moments
# are seconds since 1970, UTC, because they outlive the program; a `chance` is a fresh random number from 0 to 1.

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

FLOOR_S = 60.0
"""Between two questions to one page, whoever wants to know."""
LONGEST_REST_S = 3600.0
"""However long the page asks to be left alone."""
LONGEST_FRESH_S = 300.0
"""However long the page calls its answer fresh (Cache-Control: max-age); careless ones say a day."""
SPREAD_S = 300.0
"""Over so many seconds questions and messages are spread that nobody waits for."""
AFTER_OTHERS_S = 15.0
"""Seconds after the outage was seen in which only those are served who wait at the window. All of them ask within
the ten seconds between two looks; with the others on top, this would be the highest peak of all."""
QUIET_S = 600.0
"""Seconds after the return in which no status page is asked."""
AHEAD_S = LONGEST_REST_S + 30.0
"""No rest ends later than so many seconds from now: what does was written before the clock was set back."""


class Who(StrEnum):
    """Who wants to know what the page says."""

    PERSON = "person"
    """Somebody who asks for it, by a button or a command, and waits."""
    PRESENT = "present"
    """The program, with somebody before its window."""
    NOBODY = "nobody"
    """The program by itself, in the tray or on a terminal that nobody may be reading."""


STEPS: Mapping[Who, tuple[tuple[float, float], ...]] = {
    Who.PRESENT: ((0.0, 120.0), (3600.0, 300.0), (6 * 3600.0, 900.0)),
    Who.NOBODY: ((0.0, 480.0), (3600.0, 600.0), (6 * 3600.0, 900.0)),
}
"""How long an outage lasts, and the mean wait between two questions by then; in between it grows evenly."""
LEAST_S: Mapping[Who, float] = {Who.PRESENT: FLOOR_S, Who.NOBODY: SPREAD_S}
"""The shortest wait. Nobody's second question comes only when everybody's first one has been asked: else the two add
up to a higher peak than the first."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What is remembered of one page from one question to the next."""

    asked_s: float | None = None
    """When it was asked last."""
    rests_s: float = 0.0
    """Until when it wants to be left alone."""
    restored_s: float | None = None
    """When service came back last; None again while an outage lasts."""
    since_s: float | None = None
    """Since when an upstream outage lasts; None: none is known, and the page is not asked but by a person."""
    spread_s: float = 0.0
    """The moment from which the first questions are spread: when the outage was seen, or seen again."""
    chance: float = 0.5
    """Drawn with the last question or with the outage, and kept until the next: a wait that was drawn anew at each
    glance would always end at its shortest."""
    unsure: bool = False
    """The last answer said something new, which counts only when it was said twice."""


def began(asking: Asking, now_s: float, chance: float, since_s: float | None = None) -> Asking:
    """An upstream outage is measured, which lasts since `since_s`; nothing changes when that was known."""
    if asking.since_s is not None:
        return asking
    since = now_s if since_s is None else min(since_s, now_s)
    return replace(asking, since_s=since, spread_s=now_s, chance=chance, restored_s=None)


def restored(asking: Asking, now_s: float) -> Asking:
    """Service is back: nobody asks for ten minutes."""
    return replace(asking, since_s=None, restored_s=now_s, unsure=False)


def calm(asking: Asking) -> Asking:
    """There is no upstream outage, and there was none worth telling."""
    return asking if asking.since_s is None else replace(asking, since_s=None, unsure=False)


def asked(asking: Asking, now_s: float, chance: float, rest_s: float = 0.0, unsure: bool = False) -> Asking:
    """The page was asked now, and wants to be left alone for `rest_s` seconds."""
    rest = min(max(rest_s, FLOOR_S), LONGEST_REST_S)
    return replace(asking, asked_s=now_s, rests_s=now_s + rest, chance=chance, unsure=unsure)


def earliest(asking: Asking, now_s: float) -> float:
    """Before this moment the page is not asked, whoever wants to know."""
    asked_s, restored_s = asking.asked_s, asking.restored_s
    rests = [
        asking.rests_s,
        0.0 if asked_s is None else asked_s + FLOOR_S,
        0.0 if restored_s is None else restored_s + QUIET_S,
    ]
    return max((each for each in rests if each <= now_s + AHEAD_S), default=0.0)


def due(asking: Asking, who: Who, now_s: float) -> float:
    """The moment from which the page may be asked for `who`; infinity where it is not to be asked at all."""
    first = earliest(asking, now_s)
    if who is Who.PERSON:
        return first
    if asking.since_s is None:
        return math.inf
    spread = asking.spread_s + (AFTER_OTHERS_S + SPREAD_S * asking.chance if who is Who.NOBODY else 0.0)
    asked_s = asking.asked_s
    if asked_s is None or asked_s < asking.since_s or asked_s > now_s + AHEAD_S:
        return max(first, spread)
    again = asked_s + wait_s(asked_s - asking.since_s, who, asking.chance, asking.unsure)
    # An outage that comes again finds everybody's waits over: then the first questions are spread once more.
    return max(first, again, spread if asked_s < asking.spread_s else 0.0)


def wait_s(lasted_s: float, who: Who, chance: float, unsure: bool = False) -> float:
    """Seconds from one question to the next in an outage that had lasted `lasted_s` seconds at the first of them."""
    steps = STEPS.get(who, STEPS[Who.PRESENT])
    least = LEAST_S.get(who, FLOOR_S)
    if unsure and who is not Who.NOBODY:
        return least * (1 + chance)
    return least + 2 * (_mean_s(steps, lasted_s) - least) * chance


def _mean_s(steps: tuple[tuple[float, float], ...], lasted_s: float) -> float:
    before_s, mean_s = steps[0]
    for at_s, step_s in steps[1:]:
        if lasted_s < at_s:
            return mean_s + (step_s - mean_s) * max(0.0, lasted_s - before_s) / (at_s - before_s)
        before_s, mean_s = at_s, step_s
    return mean_s


def rest_s(headers: Mapping[str, str], now_s: float, chance: float, refused: bool) -> float:
    """How long a page wants to be left alone, in seconds, by the headers of its answer (names in lower case).

    Where it `refused` (an error, or a redirect): Retry-After, as seconds or as a date, with some seconds by chance on
    top, for a date would bring everybody back in the same second. Otherwise how long its answer stays fresh (RFC 9111,
    4.2). What cannot be read counts as nothing said.
    """
    if refused:
        wanted = _retry_after_s(headers.get("retry-after", ""), now_s)
        return 0.0 if wanted is None else min(wanted + chance * max(FLOOR_S, wanted / 2), LONGEST_REST_S)
    found = re.search(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", headers.get("cache-control", "").lower())
    age = headers.get("age", "").strip()
    passed = int(age) if age.isascii() and age.isdigit() and len(age) < 10 else 0
    return min(max(0.0, float(found[1]) - passed), LONGEST_FRESH_S) if found else 0.0


def _retry_after_s(value: str, now_s: float) -> float | None:
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value) if len(value) < 10 else LONGEST_REST_S
    if len(value) > 60:
        return None
    from email.utils import parsedate_to_datetime  # late: it takes 1 MB, and dates are rare here

    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now_s)
    except (ValueError, TypeError, IndexError, OverflowError, OSError):  # OSError: Windows, of years before 1970
        return None


def spread(chance: float, passed_s: float = 0.0) -> float:
    """How many seconds to wait before anything is sent to somebody far away after a return, `passed_s` seconds ago.

    Everybody is back in the same second, and messages can wait five minutes: they say when it happened.
    """
    return max(0.0, SPREAD_S - max(0.0, passed_s)) * chance
