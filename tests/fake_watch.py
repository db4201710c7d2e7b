"""Looks as the watch gets them, without a network, and a story told to the monitor moment by moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from netcheck.core import monitor
from netcheck.core.model import (
    Confidence,
    Failure,
    Impact,
    Look,
    Observation,
    Outcome,
    Report,
    Segment,
    Side,
    Verdict,
)
from netcheck.core.monitor import GAP_S
from netcheck.core.watching import Event, Glance, Happened, State, Tick
from tests.fake_world import NOW

START_S = 5000.0
"""Where the clock that never jumps stands when a story begins."""
PAGE = Observation(Outcome.OK, summary="a page was opened")
NO_PAGE = Observation(Outcome.FAILED, Failure.TIMEOUT, "no page was opened")


def at(second: float) -> Tick:
    """A moment of the story."""
    return Tick(NOW + timedelta(seconds=second), START_S + second)


# --- whole looks ------------------------------------------------------------------------------------------------------


def verdict(
    fault: str, side: Side, segment: Segment | None, impact: Impact, confidence: Confidence = Confidence.LIKELY
) -> Verdict:
    """A verdict that rests on one check."""
    return Verdict(side, segment, fault, impact, confidence, f"{fault}.", "", rests_on=("gateway",))


def report(said: Verdict, page: bool = False, looks: int = 2) -> Report:
    """A whole look that said this; of two looks the second one confirms."""
    seen = {"https": PAGE if page else NO_PAGE}
    made = tuple(Look(NOW, seen, confirming=number == 1) for number in range(looks))
    return Report("a look", NOW, said, made, ())


def outage(fault: str, side: Side, segment: Segment, confidence: Confidence = Confidence.LIKELY) -> Report:
    """A confirmed accusation."""
    return report(verdict(fault, side, segment, Impact.OUTAGE, confidence))


WELL = report(verdict("none", Side.NONE, None, Impact.NONE, Confidence.CERTAIN), page=True, looks=1)
SLOW = report(verdict("line-lossy", Side.UPSTREAM, Segment.LINE, Impact.DEGRADED), page=True)
SLOW_WITHOUT_PAGES = report(verdict("line-lossy", Side.UPSTREAM, Segment.LINE, Impact.DEGRADED))
LINE = outage("line-down", Side.UPSTREAM, Segment.LINE)
ISP = outage("isp-outage", Side.UPSTREAM, Segment.ISP)
ROUTER = outage("router-silent", Side.LOCAL, Segment.ROUTER)
PORTAL = outage("captive-portal", Side.LOCAL, Segment.ROUTER)
POSSIBLE = outage("isp-dns-down", Side.UPSTREAM, Segment.ISP, Confidence.POSSIBLE)
"""Confirmed by a second look; the rule itself is not sure."""
UNCONFIRMED = replace(POSSIBLE, looks=POSSIBLE.looks[:1])
"""There was no time for a second look."""
DISAGREED = replace(POSSIBLE, looks=(*POSSIBLE.looks, POSSIBLE.looks[0]))
"""Two looks said different things, and the third one decided alone."""
CANNOT_TELL = report(verdict("unknown", Side.UNKNOWN, Segment.LINE, Impact.OUTAGE, Confidence.POSSIBLE), looks=1)
"""Something failed, and nobody can say what."""
NOTHING_KNOWN = report(verdict("unknown", Side.UNKNOWN, Segment.LINE, Impact.NONE, Confidence.POSSIBLE), looks=1)
"""No check failed, and none brought an answer."""
WHOLE_LOOKS = {
    "well": WELL, "slow": SLOW, "slow, no page": SLOW_WITHOUT_PAGES, "line": LINE, "isp": ISP, "router": ROUTER,
    "portal": PORTAL, "possible": POSSIBLE, "unconfirmed": UNCONFIRMED, "disagreed": DISAGREED,
    "cannot tell": CANNOT_TELL, "nothing known": NOTHING_KNOWN,
}  # fmt: skip

# --- glances ----------------------------------------------------------------------------------------------------------

UP = Glance(1.0, 12.0, 9.0, gateway=True, far=True, names=True)
UP_WHEN_WELL = replace(UP, gateway_ms=None, gateway=None)
"""While all is well the router is not asked."""
DOWN = Glance(1.0, gateway=True, far=False, names=False)
ROUTER_GONE = Glance(gateway=False, far=False, names=False)
NO_NAMES = Glance(1.0, 12.0, gateway=True, far=True, names=False)
NO_PING = Glance(1.0, None, 9.0, gateway=True, far=False, names=True)
NOT_ASKED = Glance()
FIXED = Glance(focus=True)
BROKEN = Glance(focus=False)
GLANCES = {
    "UP": UP, "UP when well": UP_WHEN_WELL, "DOWN": DOWN, "ROUTER gone": ROUTER_GONE, "NO names": NO_NAMES,
    "NO ping": NO_PING, "NOT asked": NOT_ASKED, "FIXED": FIXED, "BROKEN": BROKEN,
}  # fmt: skip

# --- a story ----------------------------------------------------------------------------------------------------------

ASLEEP, PAUSE, RESUME, TIME = "asleep", "pause", "resume", "time"
"""What may happen besides looks: nobody steps until then; the person pauses or goes on; time passes."""
News = Report | Glance | str


@dataclass
class Story:
    """Steps through the monitor: time passes second by second, except while the computer sleeps."""

    state: State = field(default_factory=State)
    second: float = 0.0
    events: list[Event] = field(default_factory=list)

    def tell(self, second: float, news: News) -> list[Event]:
        """What happens up to this second and with these news; looks themselves are no events here."""
        told: list[Event] = []
        while news is not ASLEEP and second - self.second > GAP_S / 2:
            self.second += GAP_S / 2
            told += self._step(monitor.step(self.state, None, at(self.second)))
        self.second = second
        if news in (PAUSE, RESUME):
            told += self._step(monitor.step(self.state, None, at(second)))
        if news is PAUSE:
            told += self._step(monitor.pause(self.state, at(second)))
        elif news is RESUME:
            told += self._step(monitor.resume(self.state, at(second)))
        elif isinstance(news, str):
            told += self._step(monitor.step(self.state, None, at(second)))
        else:
            told += self._step(monitor.step(self.state, news, at(second)))
        return [event for event in told if event.kind is not Happened.LOOK]

    def _step(self, stepped: tuple[State, tuple[Event, ...]]) -> tuple[Event, ...]:
        self.state, events = stepped
        self.events += events
        return events

    def after(self, rows: Sequence[tuple[float, News]]) -> State:
        """The state after all these moments."""
        self.all(rows)
        return self.state

    def all(self, rows: Sequence[tuple[float, News]]) -> list[Event]:
        """What happens in all these moments."""
        return [event for second, news in rows for event in self.tell(second, news)]
