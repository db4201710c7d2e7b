"""Follows the connection over time: when an outage began, when it is back, and when that is sure."""

from __future__ import annotations

from dataclasses import replace

from netcheck.core.flapping import comes_and_goes as comes_and_goes  # known by this name here, too
from netcheck.core.flapping import turned
from netcheck.core.model import Confidence, Impact, Observation, Outcome, Report, Seen, Side, Truth, Verdict
from netcheck.core.outage import (
    STABLE_S,
    Stepped,
    aged,
    is_sure,
    not_back,
    relapse,
    renewed,
    restore,
    router_watched,
    settled,
    start,
    still_lasts,
    told,
    turn_to,
)
from netcheck.core.rules import WORKS
from netcheck.core.watching import Event, Glance, Happened, Phase, State, Tick

GAP_S = 30.0
"""Seconds without a step: longer than any look, so the computer slept or stood still."""
SETTLED_S = 10.0
"""Seconds after waking in which adapters come up one after another; what fails then is no outage yet."""
ALARMS_S = 600.0
"""Seconds for which a false alarm is remembered."""

DECEIVED = 1
"""Bad whole looks between good glances that may be chance."""

News = Report | Glance | None


def step(state: State, news: News, tick: Tick) -> tuple[State, tuple[Event, ...]]:
    """What a whole look, a glance or mere time (None) at this moment makes of the state, and what happened.

    `tick` is the moment at which the look ended. A moment that comes long after the one before is a gap: nothing that
    was pending holds any more, news that were under way least of all, and the gap itself is an event.
    """
    events: list[Event] = []
    if state.tick is not None and tick.s - state.tick.s > GAP_S and state.phase is not Phase.PAUSED:
        state, slept = _slept(state, tick)
        events.append(slept)
        news = None
    state = aged(replace(state, tick=tick))
    if state.phase is Phase.RESTORED and state.restored and tick.s - state.restored.s >= STABLE_S:
        events.append(told(state, Happened.STABLE, tick))
        state = replace(turn_to(state, Phase.WORKING, tick), outage=None, restored=None, told_back=None)
    if news is not None and state.phase is not Phase.PAUSED:
        state, more = _looked(state, news, tick)
        events += more
    return state, tuple(events)


def pause(state: State, tick: Tick) -> tuple[State, tuple[Event, ...]]:
    """Stop watching until `resume`."""
    if state.phase is Phase.PAUSED:
        return state, ()
    state = aged(replace(turn_to(state, Phase.PAUSED, tick), paused=state.phase, tick=tick))
    return state, (told(state, Happened.PAUSED, tick),)


def resume(state: State, tick: Tick) -> tuple[State, tuple[Event, ...]]:
    """Go on watching after `pause`: what was pending then is looked at afresh."""
    if state.phase is not Phase.PAUSED:
        return state, ()
    paused_s = tick.s - state.since.s if state.since else 0.0
    state = _unseen(replace(_afresh(state, tick), paused=None), paused_s, tick)
    return state, (told(state, Happened.RESUMED, tick),)


# --- what a look makes of the state -----------------------------------------------------------------------------


def _looked(state: State, news: Report | Glance, tick: Tick) -> Stepped:
    outage = replace(state.outage, looks=state.outage.looks + 1) if state.down and state.outage else state.outage
    state = replace(state, looks=state.looks + 1, last_look=tick, outage=outage)
    if isinstance(news, Report):
        state = replace(state, last_full=tick, again=False, restless=state.restless + 1 if state.again else 0)
        state, more = _judged(state, news, tick)
    else:
        state, more = _glanced(_unexcused(state, news), news, tick)
    whole, light = (news, None) if isinstance(news, Report) else (None, news)
    look = Event(tick.at, Happened.LOOK, state.verdict, state.outage, whole, light)
    return state, [look, *(replace(event, report=whole, glance=light) for event in more)]


def awaited(seen: Seen) -> Glance:
    """What a glance shows while things are as these checks found them; None where they leave it open."""
    far, names = seen.get("internet_by_ip"), seen.get("dns")
    some = far is not None and far.outcome is Outcome.FAILED and far.facts.get("answered") != 0
    return Glance(far=None if some else _well(far), names=_well(names))


def _well(said: Observation | None) -> bool | None:
    return None if said is None or said.outcome not in (Outcome.OK, Outcome.FAILED) else said.outcome is Outcome.OK


def _unexcused(state: State, glance: Glance) -> State:
    """What answers here after all is no longer excused."""
    answered = frozenset(part for part in ("far", "names", "focus") if getattr(glance, part))
    return replace(state, excused=state.excused - answered, doubts=state.doubts - answered)


def _glanced(state: State, glance: Glance, tick: Tick) -> Stepped:
    good, bad = glance.good(state.excused), bool(glance.missing(state.excused))
    match state.phase:
        case Phase.WORKING | Phase.RESTORED if bad:
            return replace(turn_to(state, Phase.SUSPECTED, tick), first_bad=tick, glanced=glance), []
        case Phase.WORKING | Phase.RESTORED | Phase.SUSPECTED if good:
            up = turn_to(state, Phase.RESTORED if state.outage else Phase.WORKING, tick)
            return replace(up, last_good=tick, glanced=glance, first_bad=None, undecided=0, other=""), []
        case Phase.SUSPECTED if bad:
            return replace(state, again=True), []
        case Phase.OUTAGE:
            state, events = router_watched(state, glance, tick)
            state, more = _glanced_when_down(state, glance, tick)
            return state, [*events, *more]
        case Phase.BACK | Phase.FLAPPING:
            return _glanced_when_down(state, glance, tick)
    return state, []


def _glanced_when_down(state: State, glance: Glance, tick: Tick) -> Stepped:
    before, good, bad = state.glanced, glance.good(state.excused), bool(glance.failed(state.excused))
    if state.whole_only or not (good or bad):
        # It says nothing: what it should have made sure, another whole look must.
        return replace(state, opened=state.opened and state.phase is not Phase.BACK), []
    state = replace(state, glanced=glance)
    match state.phase:
        case Phase.OUTAGE if good and before is None and not state.blind:
            # Never seen to fail in this outage: it shows another thing than the fault. A whole look tells.
            return replace(state, blind=True, again=True), []
        case Phase.OUTAGE if good:
            back = replace(turn_to(state, Phase.BACK, tick), first_good=tick, opened=False, undecided=0)
            back = turned(back, up=True, tick=tick)
            return back, [told(back, Happened.BACK, tick)]
        case Phase.OUTAGE:
            # The first one in this fault has none before it to differ from; the whole look has said what to expect.
            known = before or state.awaited
            return replace(state, again=state.again or (known is not None and glance.differs(known))), []
        case Phase.BACK if good:
            return restore(state, tick) if is_sure(state, tick) else (state, [])
        case Phase.BACK if state.opened:
            # Pages open, and this network may always fail such glances: a whole look decides.
            return replace(state, opened=False), []
        case Phase.BACK:
            return relapse(state, None, tick)
        case Phase.FLAPPING:
            state = replace(state, deceived=state.deceived if good else 0)
            return settled(turned(state, good, tick), None, tick)
    return state, []


def _judged(state: State, report: Report, tick: Tick) -> Stepped:
    verdict = report.verdict
    if verdict.impact is Impact.OUTAGE:
        return _bad(replace(state, awaited=awaited(report.seen)), report, tick)
    if verdict.side is Side.UNKNOWN:  # nothing failed, nothing is known: no news, and a return is not made sure
        opened = state.opened and state.phase is not Phase.BACK
        return replace(state, undecided=state.undecided + 1, opened=opened), []
    return _good(state, verdict, WORKS.judge(report.seen).truth is Truth.TRUE, tick)


def _good(state: State, verdict: Verdict, opened: bool, tick: Tick) -> Stepped:
    state = replace(state, last_good=tick, first_bad=None, well=verdict, other="", restless=0, woke=None)
    if state.phase is not Phase.FLAPPING:
        state = replace(state, verdict=verdict)
    state = turned(state, up=True, tick=tick)
    match state.phase:
        case Phase.LOOKING | Phase.OUTAGE if state.down:
            back = replace(turn_to(state, Phase.BACK, tick), first_good=tick, opened=opened, undecided=int(not opened))
            return back, [told(back, Happened.BACK, tick)]
        case Phase.LOOKING:
            return replace(turn_to(state, Phase.WORKING, tick), undecided=0), []
        case Phase.SUSPECTED:
            return _false_alarm(state, tick), []
        case Phase.BACK:
            state = replace(_excusing(state), opened=opened, undecided=0 if opened else state.undecided + 1)
            return restore(state, tick) if is_sure(state, tick) else (state, [])
        case Phase.FLAPPING:
            return settled(replace(_excusing(state), opened=state.opened or opened), None, tick)
    return state, []


def _false_alarm(state: State, tick: Tick) -> State:
    """A glance failed though all is well."""
    alarms = tuple(s for s in state.alarms if tick.s - s <= ALARMS_S)
    state = replace(_excusing(state), alarms=(*alarms, tick.s)[-10:], undecided=0)
    return turn_to(state, Phase.RESTORED if state.outage else Phase.WORKING, tick)


def _excusing(state: State) -> State:
    """What failed in the glance before a good whole look, and before the last such look as well, says nothing here."""
    failed = state.glanced.missing(state.excused) if state.glanced else frozenset()
    return replace(state, excused=state.excused | (failed & state.doubts), doubts=failed)


def _bad(state: State, report: Report, tick: Tick) -> Stepped:
    verdict = report.verdict
    match state.phase:
        case Phase.LOOKING | Phase.SUSPECTED | Phase.WORKING | Phase.RESTORED if _doubtful(state, report, tick):
            return _doubted(state, verdict, tick), []
        case Phase.LOOKING | Phase.SUSPECTED | Phase.WORKING | Phase.RESTORED if state.outage is None:
            return start(state, verdict, tick)
        case Phase.SUSPECTED | Phase.RESTORED:
            return relapse(state, verdict, tick)
        case Phase.LOOKING:  # after a sleep, and it still lasts
            return still_lasts(state, verdict, tick)
        case Phase.BACK:
            return not_back(state, verdict, tick)
        case Phase.OUTAGE:
            return renewed(state, verdict, tick)
        case Phase.FLAPPING:
            return settled(turned(_deceived(state), up=False, tick=tick), verdict, tick)
    return state, []


def _deceived(state: State) -> State:
    """What comes and goes may end in a fault that glances do not show: then they are good, and whole looks are not."""
    if state.whole_only or not state.turns or not state.turns[-1].up:
        return state
    if state.deceived < DECEIVED:
        return replace(state, deceived=state.deceived + 1)
    return replace(state, deceived=0, blind=True, whole_only=state.blind)


def _doubtful(state: State, report: Report, tick: Tick) -> bool:
    """Whether a fault must be seen once more before anybody is told: no second look has confirmed it, nobody can
    name it, or the computer has only just woken."""
    if state.woke is not None and tick.s - state.woke.s < SETTLED_S:
        return True
    verdict = report.verdict
    disagreed = len(report.looks) > 2  # the last of three looks decided alone
    unconfirmed = verdict.confidence is Confidence.POSSIBLE and (
        disagreed or not any(look.confirming for look in report.looks)
    )
    return (unconfirmed or verdict.side is Side.UNKNOWN) and not state.other


def _doubted(state: State, verdict: Verdict, tick: Tick) -> State:
    woken = state.woke is not None and tick.s - state.woke.s < SETTLED_S
    state = replace(
        state,
        other=verdict.fault,
        first_bad=state.first_bad or tick,
        undecided=state.undecided + 1,
        verdict=verdict if state.phase is Phase.LOOKING and not woken else state.verdict,
    )
    return state if state.phase is Phase.LOOKING else turn_to(state, Phase.SUSPECTED, tick)


# --- time ---------------------------------------------------------------------------------------------------------


def _slept(state: State, tick: Tick) -> tuple[State, Event]:
    gap = tick.s - state.tick.s if state.tick else 0.0
    state = _unseen(replace(_afresh(state, tick), woke=tick), gap, tick)
    return state, Event(tick.at, Happened.SLEPT, state.verdict, state.outage, gap_s=gap)


def _unseen(state: State, seconds: float, tick: Tick) -> State:
    """Time in which nobody looked is part of an outage that lasts, and told apart."""
    outage = state.outage
    if outage is not None:
        outage = replace(outage, asleep_s=outage.asleep_s + max(0.0, seconds))
    return aged(replace(state, tick=tick, outage=outage))


def _afresh(state: State, tick: Tick) -> State:
    """Only what is certain stays: the outage that lasts, and the counts. One that was restored is over."""
    kept = State(
        tick=state.tick, verdict=state.verdict, outage=state.outage if state.down else None, looks=state.looks,
        last_look=state.last_look, last_full=state.last_full, last_good=state.last_good, well=state.well,
    )  # fmt: skip
    return replace(kept, phase=Phase.LOOKING, since=tick)
