"""Notices trouble without sending anything: from what the system counts anyway."""

from __future__ import annotations

from dataclasses import replace

from netcheck.core.watching import Counters, Suspicions

QUIET_S = 2.0
"""Seconds in which the computer sends and nothing at all comes back."""
FEWEST_SENT = 2
"""Packets sent in that time; one alone may need no answer."""
RETRANSMITTED = 3
UNREACHABLE = 2
"""Between two readings, about a second apart."""
REST_S = 4.0
"""Seconds after a sign in which no other is given; doubled with each look that found all well, up to two minutes."""
LONGEST_REST_S = 120.0


def suspicious(before: Suspicions, now: Counters, s: float) -> tuple[Suspicions, str]:
    """What one reading at second `s` adds, and why a look is worth it at once; empty where it is not.

    Received packets veto silence: a machine that is idle sends nothing, and its silence is no sign. A counter that
    runs backwards (another adapter, a counter that was reset) is a new beginning.
    """
    old = before.counters
    state = replace(before, counters=now, read_s=s)
    if old is None or old.adapter != now.adapter or _less(now.sent, old.sent) or _less(now.received, old.received):
        return replace(state, quiet_since_s=None, sent_since=0), ""
    state = _silence(before, state, _rise(old.received, now.received), _rise(old.sent, now.sent))
    why = ""
    if state.quiet_since_s is not None and s - state.quiet_since_s >= QUIET_S and state.sent_since >= FEWEST_SENT:
        why = f"{now.adapter} sends and receives nothing"
    elif _rise(old.retransmitted, now.retransmitted) >= RETRANSMITTED:
        why = "segments are sent again"
    elif _rise(old.unreachable, now.unreachable) >= UNREACHABLE:
        why = "hosts are told to be unreachable"
    elif now.router_silent and not old.router_silent:
        why = "the router is not there"
    rest = min(LONGEST_REST_S, REST_S * 2.0**before.fruitless)
    if not why or s - before.told_s < rest:
        if s - before.told_s > 2 * LONGEST_REST_S:
            state = replace(state, fruitless=0)
        return state, ""
    return replace(state, told_s=s, fruitless=min(before.fruitless + 1, 6), quiet_since_s=None, sent_since=0), why


def _silence(before: Suspicions, state: Suspicions, received: int, sent: int) -> Suspicions:
    if received or (before.quiet_since_s is None and not sent):
        return replace(state, quiet_since_s=None, sent_since=0)
    since = before.quiet_since_s if before.quiet_since_s is not None else before.read_s
    return replace(state, quiet_since_s=since, sent_since=before.sent_since + sent)


def _rise(old: int | None, new: int | None) -> int:
    return new - old if old is not None and new is not None and new > old else 0


def _less(new: int | None, old: int | None) -> bool:
    return new is not None and old is not None and new < old
