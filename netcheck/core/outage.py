"""How an outage begins, changes, ends and comes again, and what is said of it."""

from __future__ import annotations

import uuid
from dataclasses import replace

from netcheck.core.flapping import STEADY_S, comes_and_goes, flaps, steady_s, turned
from netcheck.core.model import Impact, Side, Verdict
from netcheck.core.pace import SURE_S
from netcheck.core.watching import Event, Glance, Happened, Outage, Phase, State, Tick

STABLE_S = 300.0
"""Seconds after which a return counts as lasting; a relapse within them belongs to the same outage."""
MISSES = 3
"""Glances in a row that a router which did answer must miss before it counts as gone."""

Stepped = tuple[State, list[Event]]


def start(state: State, verdict: Verdict, tick: Tick) -> Stepped:
    """A new outage, down since the look that raised the suspicion."""
    first = state.first_bad or tick
    before = state.last_good.at if state.last_good else None
    seen = state.glanced if state.glanced and state.glanced.missing(state.excused) else None
    state = replace(
        went_down(state, verdict, tick),
        outage=Outage(uuid.uuid4().hex, first.at, verdict, first.s, before, looks=1, first_fault=_code(verdict)),
        glanced=seen, blind=False, whole_only=False, restless=0, alarms=(), told_back=None, router_gone=False,
    )  # fmt: skip
    return _perhaps_flaps(aged(state), Happened.OUTAGE_STARTED, tick)


def went_down(state: State, verdict: Verdict, tick: Tick) -> State:
    """In the outage, with nothing pending of a return or a suspicion."""
    state = turned(turn_to(state, Phase.OUTAGE, tick), up=False, tick=tick)
    return replace(
        state, verdict=verdict, first_bad=None, first_good=None, opened=False, restored=None, other="", undecided=0,
        again=False, woke=None,
    )  # fmt: skip


def still_lasts(state: State, verdict: Verdict, tick: Tick) -> Stepped:
    """After a time in which nobody looked, the outage from before is there still, perhaps with another fault."""
    changed = state.outage is not None and verdict.fault != state.outage.verdict.fault
    state = _named(replace(went_down(state, verdict, tick), glanced=None, blind=False, whole_only=False), verdict)
    return state, [told(state, Happened.OUTAGE_CHANGED, tick)] if changed else []


def renewed(state: State, verdict: Verdict, tick: Tick) -> Stepped:
    """Another whole look in the outage: the same fault, or not that one, which is believed the second time."""
    before = state.verdict or verdict
    state, believed = _believed(state, before, verdict)
    if not believed:
        return replace(state, again=True), []
    if verdict.fault == before.fault:
        return _named(state, verdict), []
    state = replace(_named(state, verdict), glanced=None, blind=False, whole_only=False, restless=state.restless // 2)
    return state, [told(state, Happened.OUTAGE_CHANGED, tick)]


def _believed(state: State, before: Verdict, said: Verdict) -> tuple[State, bool]:
    """What was known is not forgotten for one look that says something else, nor kept against two."""
    vague = before.side is Side.UNKNOWN
    if said.fault == before.fault or vague or state.other:
        return replace(state, other=""), True
    return replace(state, other=said.fault), False


def _named(state: State, verdict: Verdict) -> State:
    outage = state.outage
    if outage is not None and verdict.side is not Side.UNKNOWN:
        outage = replace(outage, verdict=verdict, first_fault=outage.first_fault or _code(verdict))
    return replace(state, verdict=verdict, outage=outage)


def _code(verdict: Verdict) -> str:
    return verdict.fault if verdict.accuses else ""


def not_back(state: State, verdict: Verdict, tick: Tick) -> Stepped:
    """The whole look does not bear out the return: it was none, or it is over."""
    only_glances = state.verdict is not None and state.verdict.impact is Impact.OUTAGE
    before = state.verdict if only_glances and state.verdict else state.outage.verdict if state.outage else verdict
    state, believed = _believed(state, before, verdict)
    other = state.other
    # Whether glances show this fault is to be found out anew; where even the checks that it rests on were wrong about
    # it, whole looks remain.
    deceived = only_glances and state.blind
    same = verdict.fault == before.fault
    state = replace(state, glanced=None, blind=deceived and same, whole_only=state.whole_only or (deceived and same))
    state, events = relapse(state, verdict if believed else before, tick)
    return replace(state, other=other, again=not believed), events


def relapse(state: State, verdict: Verdict | None, tick: Tick) -> Stepped:
    """Down again within the minutes after a return; with a whole look's verdict, or by a glance alone."""
    if state.outage is None:
        return state, []
    was_told = state.phase is not Phase.BACK
    outage = replace(state.outage, up_since=None, drops=state.outage.drops + was_told)
    known = state.verdict if state.verdict and state.verdict.impact is Impact.OUTAGE else outage.verdict
    state = _named(replace(went_down(state, known, tick), outage=outage, again=verdict is None), verdict or known)
    return _perhaps_flaps(aged(state), Happened.RELAPSED, tick)


def is_sure(state: State, tick: Tick) -> bool:
    """A page was opened, and the first good look is two seconds old."""
    return state.opened and state.first_good is not None and tick.s - state.first_good.s >= SURE_S


def restore(state: State, tick: Tick) -> Stepped:
    """The return is sure; unless it was told only just now: then it comes and goes."""
    if state.outage is None or state.first_good is None:
        return state, []
    if state.told_back is not None and tick.s - state.told_back.s < STABLE_S:
        return _flap(state, tick)
    up = state.first_good
    outage = replace(state.outage, up_since=up.at, seconds=max(0.0, up.s - state.outage.began_s))
    state = replace(
        turn_to(state, Phase.RESTORED, tick), outage=outage, restored=tick, told_back=tick, glanced=None, blind=False,
        whole_only=False, again=False, router_gone=False, undecided=0, verdict=state.well or state.verdict,
    )  # fmt: skip
    return state, [told(state, Happened.RESTORED, tick)]


def _perhaps_flaps(state: State, kind: Happened, tick: Tick) -> Stepped:
    """What began, and whether that was once too often."""
    began = told(state, kind, tick)
    if not flaps(state, tick.s):
        return state, [began]
    state, events = _flap(state, tick)
    return state, [began, *events]


def _flap(state: State, tick: Tick) -> Stepped:
    state = turn_to(state, Phase.FLAPPING, tick)
    if state.outage is not None:
        state = _named(state, comes_and_goes(state.outage.verdict))
    return state, [told(state, Happened.FLAPPING, tick)]


def settled(state: State, verdict: Verdict | None, tick: Tick) -> Stepped:
    """Whether the coming and going has ended, for better or, where a whole look says so, for worse."""
    if not state.turns:
        return state, []
    newest, steady = state.turns[-1], steady_s(state, tick.s)
    if newest.up:
        if steady < STABLE_S or not state.opened:
            return state, []
        state, events = restore(replace(state, first_good=Tick(newest.at, newest.s)), tick)
        return replace(state, turns=state.turns[-1:]), events
    state = replace(state, opened=False)
    if verdict is None:
        return state, []
    if steady < STEADY_S:
        return (_named(state, comes_and_goes(verdict)) if verdict.side is not Side.UNKNOWN else state), []
    state = _named(replace(went_down(state, verdict, tick), turns=state.turns[-1:]), verdict)
    return state, [told(state, Happened.OUTAGE_CHANGED, tick)]


def router_watched(state: State, glance: Glance, tick: Tick) -> Stepped:
    """A router that answered, goes silent in an outage beyond it, and answers again, was restarted."""
    if glance.gateway is None:
        return state, []
    if glance.gateway:
        back = state.router_gone
        state = replace(state, router_seen=True, router_missed=0, router_gone=False)
        return state, [told(state, Happened.ROUTER_BACK, tick)] if back else []
    state = replace(state, router_missed=state.router_missed + 1)
    beyond = state.verdict is not None and state.verdict.side is not Side.LOCAL
    if state.router_gone or not state.router_seen or not beyond or state.router_missed < MISSES:
        return state, []
    state = replace(state, router_gone=True)
    return state, [told(state, Happened.ROUTER_GONE, tick)]


def aged(state: State) -> State:
    """The length of an outage that lasts, up to now."""
    if not state.down or state.outage is None or state.tick is None:
        return state
    return replace(state, outage=replace(state.outage, seconds=max(0.0, state.tick.s - state.outage.began_s)))


def turn_to(state: State, phase: Phase, tick: Tick) -> State:
    """The same state in this phase, which begins now where it was another one."""
    return state if state.phase is phase else replace(state, phase=phase, since=tick)


def told(state: State, kind: Happened, tick: Tick) -> Event:
    """What happened, with what is known."""
    return Event(tick.at, kind, state.verdict, state.outage)
