"""When to look next, and how thoroughly: often enough to notice, seldom enough to disturb nobody."""

from __future__ import annotations

from netcheck.core.model import Impact
from netcheck.core.settings import Watch
from netcheck.core.watching import Depth, Due, Phase, State

SURE_S = 2.0
"""Seconds after the first good look at which a second one confirms the return."""
CHANGED_S = 5.0
"""Seconds between two whole looks where something is not as it was; doubled with each in a row."""
LATER_S = 60.0
"""Seconds between whole looks that decide nothing, after the first few."""
SOON_S = 0.5
HOUR_S = 3600.0
MANY_ALARMS = 3
"""So many false alarms in ten minutes are a line that loses packets: a second glance must fail, too."""
FOCUS_S = 30.0
"""The least seconds between looks at pages of others while all is well."""


def due(state: State, pace: Watch, chance: float, now_s: float) -> Due:
    """The next look, never before now. `chance`, from 0 to 1, spreads it: +-20 % in an outage, +-10 % while all is
    well, so that the computers of a street do not all look in the same second."""
    planned = _due(state, pace, chance, now_s)
    return Due(planned.depth, max(planned.s, now_s))


def _due(state: State, pace: Watch, chance: float, now_s: float) -> Due:
    last = state.last_look.s if state.last_look else now_s
    full = state.last_full.s if state.last_full else float("-inf")
    lasted = now_s - state.since.s if state.since else 0.0
    match state.phase:
        case Phase.PAUSED:
            return Due(Depth.LIGHT, float("inf"))
        case Phase.LOOKING:
            return Due(Depth.FULL, full + _patience_s(state) if state.undecided else now_s)
        case Phase.SUSPECTED:
            if len(state.alarms) >= MANY_ALARMS and not state.again and not state.undecided:
                return Due(_light(state), last + pace.outage_s)
            return Due(Depth.FULL, full + _patience_s(state) if state.undecided else now_s)
        case Phase.WORKING:
            light = last + _spread(_healthy_s(state, pace), 0.1, chance)
            whole = full + _spread(_checked_s(state, lasted), 0.1, chance)
        case Phase.RESTORED:
            return Due(_light(state), last + _spread(5.0, 0.2, chance))
        case Phase.BACK:
            if state.opened:
                depth = Depth.FULL if state.whole_only else _light(state)
                return Due(depth, (state.first_good.s if state.first_good else now_s) + SURE_S)
            light = last + _spread(pace.outage_s, 0.2, chance)
            whole = full + max(pace.outage_s, _patience_s(state))
        case Phase.FLAPPING:
            light = last + _spread(5.0, 0.2, chance)
            # A page that was opened since it is up need not be opened again, where glances tell how it is.
            glances = not state.whole_only and state.glanced is not None and state.glanced.good(state.excused)
            enough = state.opened and glances
            whole = float("inf") if enough else full + _spread(60.0 if lasted < HOUR_S else 120.0, 0.2, chance)
        case _:
            # A whole look takes seconds, in which it may have come back.
            light = last + (SOON_S if last == full else _spread(_outage_s(state, pace, lasted), 0.2, chance))
            whole = full + _spread(_whole_s(state, lasted), 0.2, 0.5 if state.again else chance)
    if state.whole_only:
        return Due(Depth.FULL, whole)
    return Due(Depth.FULL, whole) if whole <= light else Due(_light(state), light)


def _healthy_s(state: State, pace: Watch) -> float:
    return max(pace.healthy_s, FOCUS_S) if _light(state) is Depth.FOCUS else pace.healthy_s


def _checked_s(state: State, lasted: float) -> float:
    """How long after the last whole look the next one is due while all is well, or nearly."""
    if "focus" in state.excused:
        return 300.0  # no lighter look tells anything here
    if state.verdict is not None and state.verdict.impact is Impact.DEGRADED:
        return 120.0 if lasted < HOUR_S / 2 else 600.0
    return HOUR_S


def _outage_s(state: State, pace: Watch, lasted: float) -> float:
    """Every 2 s for ten minutes, then 5 s, then 10 s after an hour; slower where pages of others are asked."""
    seconds = pace.outage_s * (1.0 if lasted < 600 else 2.5 if lasted < HOUR_S else 5.0)
    return seconds * 2.5 if _light(state) is Depth.FOCUS else seconds


def _whole_s(state: State, lasted: float) -> float:
    """How long after the last whole look the next one is due in an outage."""
    if state.other:
        return CHANGED_S  # another fault was seen once: until it is confirmed, perhaps the wrong side is named
    longest = 60.0 if lasted < 600 else 300.0 if lasted < HOUR_S else 900.0
    return min(CHANGED_S * 2.0 ** min(state.restless, 8), longest) if state.again else longest


def _patience_s(state: State) -> float:
    """How long after a whole look that did not decide it another one is due."""
    if state.undecided < 2:
        return float(state.undecided)
    return CHANGED_S if state.undecided < 8 else LATER_S


def _light(state: State) -> Depth:
    """Now and then a light look shows whether a network that let nothing of it out has become another one."""
    mute = {"far", "names"} <= state.excused and state.looks % 10 != 0
    return Depth.FOCUS if state.blind or mute else Depth.LIGHT


def _spread(seconds: float, share: float, chance: float) -> float:
    return seconds * (1 - share + 2 * share * chance)
