"""Is this computer's clock right?"""

from __future__ import annotations

from netcheck.core.model import Failure, Observation, Outcome, Segment
from netcheck.core.network import WebRequest
from netcheck.core.pages import AT_ONCE, challenges
from netcheck.plugins import Probe, World

TOLERATED_S = 3600
"""Certificates care about hours and days; a clock some minutes off breaks nothing here."""


def ask(world: World) -> Observation:
    """Our time against the Date header of plain-HTTP pages (no certificate is in the way there)."""
    asked = challenges(world.settings.landmarks, world.look)[:AT_ONCE]
    answers = world.web.fetch([WebRequest(c.url) for c in asked])
    skews = [a.skew_s for a in answers if a.skew_s is not None]
    if not skews:
        return Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE, "nobody told the time")
    skew = min(skews, key=abs)  # one server whose own clock is wrong accuses nobody
    facts = {"skew_s": skew, "skew": _spoken(skew), "sources": len(skews)}
    if abs(skew) > TOLERATED_S:
        return Observation(Outcome.FAILED, Failure.SKEWED, f"the clock is {facts['skew']}", facts)
    return Observation(Outcome.OK, summary=f"the clock is right to within {max(abs(skew), 1):.0f} s", facts=facts)


def _spoken(seconds: float) -> str:
    amount, word = abs(seconds), "ahead of the true time" if seconds > 0 else "behind the true time"
    for size, unit in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if amount >= 2 * size:
            return f"{amount / size:.0f} {unit} {word}"
    return f"{amount:.0f} seconds {word}"


PROBE = Probe("Clock", Segment.COMPUTER, ask)
