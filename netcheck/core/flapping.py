"""Notices a connection that comes and goes: by how often it changes, not by how many looks in a row failed."""

from __future__ import annotations

from dataclasses import replace

from netcheck.core.model import Verdict
from netcheck.core.watching import State, Tick, Turn
from netcheck.core.words import COMES_AND_GOES

WINDOW_S, MOST_CHANGES = 600.0, 4
"""So many changes in ten minutes are flapping. The other usual measure, a fifth of the last 21 looks (Naemon), is
reached later than this one at every pace at which looks are taken here, so it is left out."""
STEADY_S = 60.0
"""Seconds without a good look after which flapping is a plain outage again."""
MOST_KEPT = 50


def turned(state: State, up: bool, tick: Tick) -> State:
    """What a look said, which is worth remembering where the one before said the other thing."""
    turns = state.turns
    if turns and turns[-1].up is up:
        return state
    return replace(state, turns=(*turns, Turn(tick.at, tick.s, up))[-MOST_KEPT:])


def changes(state: State, now_s: float) -> int:
    """Changes within the last ten minutes; where the first thing that was seen was an outage, that is none."""
    return sum(now_s - turn.s <= WINDOW_S for turn in state.turns[1:])


def flaps(state: State, now_s: float) -> bool:
    """Whether it comes and goes."""
    return changes(state, now_s) >= MOST_CHANGES


def steady_s(state: State, now_s: float) -> float:
    """Seconds for which looks have said the same."""
    return now_s - state.turns[-1].s if state.turns else 0.0


def comes_and_goes(verdict: Verdict) -> Verdict:
    """The same fault, told as one that comes and goes."""
    return replace(
        verdict, fault="intermittent", headline=COMES_AND_GOES.headline, explanation=COMES_AND_GOES.explanation
    )
