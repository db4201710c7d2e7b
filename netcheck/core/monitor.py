"""Follows the connection over time: when an outage began, when it is back, and when that is sure."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from netcheck.core.model import Impact, Report, Side, Truth, Verdict
from netcheck.core.rules import WORKS
from netcheck.core.settings import Watch
from netcheck.core.watching import Depth, Due, Event, Glance, Happened, Outage, Phase, State, Tick, Word
from netcheck.core.words import COMES_AND_GOES

GAP_S = 30.0
"""Seconds without a step: longer than any look, so the computer slept or stood still."""
SURE_S = 2.0
"""Seconds after the first good look at which a second one confirms the return."""
STABLE_S = 300.0
"""Seconds after which a return counts as lasting; a relapse within them belongs to the same outage."""
WINDOW_S, MOST_CHANGES = 600.0, 4
LAST, MOST_SHARE = 21, 0.2
"""Flapping is a rate: so many changes in ten minutes, or such a share of the last looks (Naemon: 21 looks, 20 %)."""
STEADY_S = 60.0
"""Seconds without a good look after which flapping is a plain outage again."""
CHANGED_S = 5.0
"""Seconds between two whole looks that a changed glance asks for."""

News = Report | Glance | None


def step(state: State, news: News, tick: Tick) -> tuple[State, tuple[Event, ...]]:
    """What a whole look, a glance or mere time (None) at this moment makes of the state, and what happened.

    `tick` is the moment at which the look ended. A moment that comes long after the one before is a gap: nothing that
    was pending holds any more, and the gap itself is an event.
    """
    events: list[Event] = []
    if state.tick is not None and tick.s - state.tick.s > GAP_S and state.phase is not Phase.PAUSED:
        state, slept = _slept(state, tick)
        events.append(slept)
    state = _aged(replace(state, tick=tick))
    if news is not None and state.phase is not Phase.PAUSED:
        state, more = _looked(state, news, tick)
        events += more
    if state.phase is Phase.RESTORED and state.restored and tick.s - state.restored.s >= STABLE_S:
        events.append(_event(state, Happened.STABLE, tick))
        state = replace(_turn(state, Phase.WORKING, tick), outage=None, restored=None)
    return state, tuple(events)


def pause(state: State, tick: Tick) -> tuple[State, tuple[Event, ...]]:
    """Stop watching until `resume`."""
    if state.phase is Phase.PAUSED:
        return state, ()
    state = replace(_turn(state, Phase.PAUSED, tick), paused=state.phase, tick=tick)
    return state, (_event(state, Happened.PAUSED, tick),)


def resume(state: State, tick: Tick) -> tuple[State, tuple[Event, ...]]:
    """Go on watching after `pause`: what was pending then is looked at afresh."""
    if state.phase is not Phase.PAUSED:
        return state, ()
    state = replace(_afresh(state, tick), paused=None, tick=tick)
    return state, (_event(state, Happened.RESUMED, tick),)


def due(state: State, pace: Watch, chance: float, now_s: float) -> Due:
    """The next look. `chance`, from 0 to 1, spreads it: +-20 % in an outage, +-10 % while all is well."""
    last = state.last_look.s if state.last_look else now_s
    full = state.last_full.s if state.last_full else float("-inf")
    phase = state.phase
    if phase is Phase.PAUSED:
        return Due(Depth.LIGHT, float("inf"))
    if phase is Phase.LOOKING:
        return Due(Depth.FULL, max(now_s, full + CHANGED_S if state.other else now_s))
    if phase is Phase.SUSPECTED:
        return Due(Depth.FULL, now_s)
    if phase is Phase.BACK:
        if not state.opened:
            return Due(Depth.FULL, max(now_s, full + pace.outage_s))
        return Due(_light(state), (state.first_good.s if state.first_good else now_s) + SURE_S)
    if phase is Phase.WORKING:
        light = last + _spread(_healthy_s(state, pace), 0.1, chance)
        whole = full + (120.0 if state.verdict and state.verdict.impact is Impact.DEGRADED else 3600.0)
        return Due(Depth.FULL, whole) if whole <= light else Due(_light(state), light)
    if phase in (Phase.RESTORED, Phase.FLAPPING):
        return Due(_light(state), last + _spread(5.0, 0.2, chance))
    light = last + _spread(_outage_s(state, pace, now_s), 0.2, chance)
    whole = full + _whole_s(state, now_s)
    return Due(Depth.FULL, whole) if whole <= light else Due(_light(state), light)


def _healthy_s(state: State, pace: Watch) -> float:
    return max(pace.healthy_s, 30.0) if _light(state) is Depth.FOCUS else pace.healthy_s


def _outage_s(state: State, pace: Watch, now_s: float) -> float:
    """Every 2 s for ten minutes, then 5 s, then 10 s after an hour; slower where pages of others are asked."""
    lasted = now_s - state.outage.began_s if state.outage else 0.0
    seconds = pace.outage_s * (1.0 if lasted < 600 else 2.5 if lasted < 3600 else 5.0)
    return seconds * 2.5 if _light(state) is Depth.FOCUS else seconds


def _whole_s(state: State, now_s: float) -> float:
    """How long after the last whole look the next one is due in an outage."""
    if state.again:
        return CHANGED_S
    lasted = now_s - state.outage.began_s if state.outage else 0.0
    return 60.0 if lasted < 600 else 300.0 if lasted < 3600 else 900.0


def _light(state: State) -> Depth:
    return Depth.FOCUS if state.blind or {"far", "names"} <= state.excused else Depth.LIGHT


def _spread(seconds: float, share: float, chance: float) -> float:
    return seconds * (1 - share + 2 * share * chance)


# --- what a look makes of the state -----------------------------------------------------------------------------


def _looked(state: State, news: Report | Glance, tick: Tick) -> tuple[State, list[Event]]:
    outage = replace(state.outage, looks=state.outage.looks + 1) if state.down and state.outage else state.outage
    state = replace(state, looks=state.looks + 1, last_look=tick, outage=outage)
    if isinstance(news, Report):
        state = replace(state, last_full=tick, again=False)
        state, more = _judged(state, news, tick)
    else:
        state, more = _glanced(state, news, tick)
    whole, light = (news, None) if isinstance(news, Report) else (None, news)
    look = Event(tick.at, Happened.LOOK, state.verdict, state.outage, whole, light)
    return state, [look, *(replace(event, report=whole, glance=light) for event in more)]


def _glanced(state: State, glance: Glance, tick: Tick) -> tuple[State, list[Event]]:
    before, state = state.glanced, replace(state, glanced=glance)
    good = glance.good(state.excused)
    if state.phase in (Phase.OUTAGE, Phase.BACK, Phase.FLAPPING, Phase.RESTORED):
        state = _worded(state, good, tick)
    if good:
        # What answers here after all is no longer excused.
        answered = frozenset(part for part in ("far", "names") if getattr(glance, part))
        state = replace(state, last_good=tick, excused=state.excused - answered, doubts=state.doubts - answered)
    match state.phase:
        case Phase.WORKING | Phase.RESTORED if not good:
            return replace(_turn(state, Phase.SUSPECTED, tick), first_bad=tick), []
        case Phase.OUTAGE:
            state, events = _router_watched(state, glance, tick)
            if good and before is None and not state.blind:
                # Never seen to fail in this outage: it shows another thing than the fault. A whole look tells.
                return replace(state, blind=True, again=True), events
            if good:
                back = replace(_turn(state, Phase.BACK, tick), first_good=tick, opened=False)
                return back, [*events, _event(back, Happened.BACK, tick)]
            return replace(state, again=state.again or (before is not None and glance.differs(before))), events
        case Phase.BACK if not good:
            return _relapse(state, tick)
        case Phase.BACK if state.opened and state.first_good and tick.s - state.first_good.s >= SURE_S - 0.1:
            return _restore(state, tick)
        case Phase.FLAPPING:
            return _settled(state, tick)
    return state, []


def _judged(state: State, report: Report, tick: Tick) -> tuple[State, list[Event]]:
    verdict = report.verdict
    if verdict.impact is Impact.OUTAGE:
        return _bad(state, verdict, tick)
    if verdict.side is Side.UNKNOWN:  # nothing failed, nothing is known: no news
        return state, []
    return _good(state, verdict, WORKS.judge(report.seen).truth is Truth.TRUE, tick)


def _good(state: State, verdict: Verdict, opened: bool, tick: Tick) -> tuple[State, list[Event]]:
    if not state.down or state.phase is not Phase.OUTAGE:
        state = replace(state, verdict=verdict)
    state = replace(_worded(state, True, tick), last_good=tick, other="", first_bad=None)
    match state.phase:
        case Phase.LOOKING if state.down:
            back = replace(_turn(state, Phase.BACK, tick), first_good=tick, opened=opened)
            return back, [_event(back, Happened.BACK, tick)]
        case Phase.LOOKING:
            return _turn(state, Phase.WORKING, tick), []
        case Phase.SUSPECTED:
            failed = state.glanced.failed(state.excused) if state.glanced else frozenset()
            state = replace(state, excused=state.excused | (failed & state.doubts), doubts=failed)
            return _turn(state, Phase.RESTORED if state.outage else Phase.WORKING, tick), []
        case Phase.OUTAGE:
            back = replace(_turn(state, Phase.BACK, tick), first_good=tick, opened=opened, verdict=verdict)
            return back, [_event(back, Happened.BACK, tick)]
        case Phase.BACK:
            state = replace(state, opened=opened)
            if opened and state.first_good and tick.s - state.first_good.s >= SURE_S:
                return _restore(state, tick)
            return state, []
        case Phase.FLAPPING:
            return _settled(state, tick)
    return state, []


def _bad(state: State, verdict: Verdict, tick: Tick) -> tuple[State, list[Event]]:
    state = _worded(state, False, tick)
    unsure = verdict.side is Side.UNKNOWN and state.other != verdict.fault
    match state.phase:
        case Phase.LOOKING | Phase.SUSPECTED | Phase.WORKING | Phase.RESTORED if unsure:
            # Nobody is told of what cannot be named until it is seen twice.
            state = replace(state, other=verdict.fault, first_bad=state.first_bad or tick)
            shown = state if state.phase is not Phase.LOOKING else replace(state, verdict=verdict)
            return _turn(shown, Phase.LOOKING if state.phase is Phase.LOOKING else Phase.SUSPECTED, tick), []
        case Phase.LOOKING | Phase.SUSPECTED | Phase.WORKING | Phase.RESTORED if state.outage is None:
            return _start(state, verdict, tick)
        case Phase.SUSPECTED | Phase.RESTORED:
            return _relapse(replace(state, verdict=verdict), tick)
        case Phase.BACK:
            # A glance was good and the whole look was not: glances do not show this fault.
            state = replace(state, blind=state.verdict is not None and verdict.fault == state.verdict.fault)
            return _relapse(_renamed(state, verdict), tick)
        case Phase.LOOKING:  # after a sleep, and it still lasts
            return replace(_turn(_renamed(state, verdict), Phase.OUTAGE, tick), glanced=None, blind=False), []
        case Phase.OUTAGE:
            return _renewed(state, verdict, tick)
        case Phase.FLAPPING:
            state, events = _settled(_renamed(state, verdict), tick)
            return state, events
    return state, []


def _start(state: State, verdict: Verdict, tick: Tick) -> tuple[State, list[Event]]:
    first = state.first_bad or tick
    outage = Outage(
        uuid.uuid4().hex, first.at, verdict, first.s, state.last_good.at if state.last_good else None, looks=1
    )
    seen = state.glanced if state.first_bad else None
    state = replace(_turn(state, Phase.OUTAGE, tick), outage=outage, verdict=verdict, glanced=seen, blind=False)
    state = _aged(replace(state, other=""))
    if _flaps(state, tick):
        return _flap(state, tick)
    return state, [_event(state, Happened.OUTAGE_STARTED, tick)]


def _renewed(state: State, verdict: Verdict, tick: Tick) -> tuple[State, list[Event]]:
    """Another whole look in the outage: the same fault, or a different one, which is believed the second time."""
    before = state.verdict
    if before is None or verdict.fault == before.fault:
        return replace(_renamed(state, verdict), other=""), []
    if verdict.side is Side.UNKNOWN:
        return state, []  # what was known is not forgotten for one look that could not tell
    if before.side is not Side.UNKNOWN and state.other != verdict.fault:
        return replace(state, other=verdict.fault), []
    state = replace(_renamed(state, verdict), other="", glanced=None, blind=False)
    return state, [_event(state, Happened.OUTAGE_CHANGED, tick)]


def _renamed(state: State, verdict: Verdict) -> State:
    outage = state.outage
    if outage is not None and verdict.side is not Side.UNKNOWN:
        outage = replace(outage, verdict=verdict)
    return replace(state, verdict=verdict, outage=outage)


def _relapse(state: State, tick: Tick) -> tuple[State, list[Event]]:
    if state.outage is None:
        return state, []
    told = state.phase is not Phase.BACK
    outage = replace(state.outage, up_since=None, drops=state.outage.drops + told)
    verdict = state.verdict if state.verdict and state.verdict.impact is Impact.OUTAGE else outage.verdict
    state = replace(_turn(state, Phase.OUTAGE, tick), outage=replace(outage, verdict=verdict), verdict=verdict)
    state = _aged(replace(state, first_good=None, opened=False, restored=None, other=""))
    if _flaps(state, tick):
        return _flap(state, tick)
    return state, [_event(state, Happened.RELAPSED, tick)]


def _restore(state: State, tick: Tick) -> tuple[State, list[Event]]:
    if state.outage is None or state.first_good is None:
        return state, []
    up = state.first_good
    outage = replace(state.outage, up_since=up.at, seconds=max(0.0, up.s - state.outage.began_s))
    state = replace(
        _turn(state, Phase.RESTORED, tick), outage=outage, restored=tick, blind=False, glanced=None, router_gone=False
    )
    return state, [_event(state, Happened.RESTORED, tick)]


def _router_watched(state: State, glance: Glance, tick: Tick) -> tuple[State, list[Event]]:
    """A router that goes silent in an outage beyond it and answers again was restarted."""
    beyond = state.verdict is not None and state.verdict.side is not Side.LOCAL
    if glance.gateway is False and not state.router_gone and beyond:
        state = replace(state, router_gone=True)
        return state, [_event(state, Happened.ROUTER_GONE, tick)]
    if glance.gateway and state.router_gone:
        state = replace(state, router_gone=False)
        return state, [_event(state, Happened.ROUTER_BACK, tick)]
    return state, []


# --- flapping -----------------------------------------------------------------------------------------------------


def _worded(state: State, good: bool, tick: Tick) -> State:
    kept = tuple(word for word in state.words if tick.s - word.s <= WINDOW_S)
    return replace(state, words=(*kept, Word(tick.s, good))[-400:])


def _changes(words: tuple[Word, ...]) -> int:
    return sum(a.good is not b.good for a, b in pairwise(words))


def _flaps(state: State, tick: Tick) -> bool:
    last = state.words[-LAST:]
    return _changes(state.words) >= MOST_CHANGES or (len(last) == LAST and _changes(last) / (LAST - 1) > MOST_SHARE)


def _flap(state: State, tick: Tick) -> tuple[State, list[Event]]:
    verdict = comes_and_goes(state.verdict) if state.verdict else None
    outage = replace(state.outage, verdict=verdict) if state.outage and verdict else state.outage
    state = replace(_turn(state, Phase.FLAPPING, tick), verdict=verdict, outage=outage)
    return state, [_event(state, Happened.FLAPPING, tick)]


def comes_and_goes(verdict: Verdict) -> Verdict:
    """The same fault, told as one that comes and goes."""
    return replace(
        verdict, fault="intermittent", headline=COMES_AND_GOES.headline, explanation=COMES_AND_GOES.explanation
    )


def _settled(state: State, tick: Tick) -> tuple[State, list[Event]]:
    """Whether the coming and going has ended, for better or worse."""
    if not state.words or not state.outage:
        return state, []
    newest = state.words[-1]
    turned = next((w for w in reversed(state.words) if w.good is not newest.good), None)
    steady = tick.s - (turned.s if turned else state.since.s if state.since else tick.s)
    if newest.good and steady >= STABLE_S:
        first = next(w for w in state.words if turned is None or w.s > turned.s)
        at = tick.at - timedelta(seconds=tick.s - first.s)
        state, events = _restore(replace(state, first_good=Tick(at, first.s)), tick)
        return replace(state, words=()), events
    if not newest.good and steady >= STEADY_S:
        state = replace(_turn(state, Phase.OUTAGE, tick), words=state.words[-1:])
        return state, [_event(state, Happened.OUTAGE_CHANGED, tick)]
    return state, []


# --- time ---------------------------------------------------------------------------------------------------------


def _slept(state: State, tick: Tick) -> tuple[State, Event]:
    before = state.tick or tick
    gap = tick.s - before.s
    state = _afresh(state, tick)
    if state.outage is not None:
        state = replace(state, outage=replace(state.outage, asleep_s=state.outage.asleep_s + gap))
    return state, Event(tick.at, Happened.SLEPT, state.verdict, state.outage, gap_s=gap)


def _afresh(state: State, tick: Tick) -> State:
    """Only what is certain stays: the outage that lasts, and the counts. One that was restored is over."""
    return replace(
        _turn(state, Phase.LOOKING, tick),
        outage=state.outage if state.down else None,
        first_bad=None, first_good=None, opened=False, restored=None, words=(), glanced=None, blind=False, other="",
        doubts=frozenset(), router_gone=False,
    )  # fmt: skip


def _aged(state: State) -> State:
    """The length of an outage that lasts, up to now."""
    if not state.down or state.outage is None or state.tick is None:
        return state
    return replace(state, outage=replace(state.outage, seconds=max(0.0, state.tick.s - state.outage.began_s)))


def _turn(state: State, phase: Phase, tick: Tick) -> State:
    return state if state.phase is phase else replace(state, phase=phase, since=tick)


def _event(state: State, kind: Happened, tick: Tick) -> Event:
    return Event(tick.at, kind, state.verdict, state.outage)
