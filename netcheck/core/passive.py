"""Notices trouble without sending anything: from what the system counts anyway."""

from __future__ import annotations

from dataclasses import replace

from netcheck.core.watching import Counters, Sign, Suspicions

QUIET_S, STALE_S = 2.0, 10.0
"""Seconds in which the computer sends and nothing at all comes back; after the longer time it is an idle computer that
now and then calls into an empty network."""
FEWEST_SENT = 2
"""Packets sent in that time; one alone may need no answer."""
RETRANSMITTED = 2
UNREACHABLE = 2
"""Between two readings, about a second apart."""
APART_S = 3.0
"""Readings farther apart are not compared: much may happen in a long time, and all of it in order."""
REST_S = 8.0
"""Seconds after a sign in which no other of its kind is given; doubled with each one whose look found all well, up to
two minutes: a line that always loses packets is not looked at all the time."""
LONGEST_REST_S = 120.0


def suspicious(before: Suspicions, now: Counters, s: float) -> tuple[Suspicions, str]:
    """What one reading at second `s` adds, and why a look is worth it at once; empty where it is not.

    Received packets veto silence: a machine that is idle sends nothing, and its silence is no sign. A counter that
    runs backwards (another adapter, a counter that was reset) is a new beginning.
    """
    old = before.counters
    state = replace(before, counters=now, read_s=s)
    if old is None or not 0 <= s - before.read_s <= APART_S or _new_beginning(old, now):
        return replace(state, quiet_since_s=None, sent_since=0), ""
    heard = now.received is None or old.received is None or now.received > old.received
    state = _silence(before, state, heard, _rise(old.sent, now.sent))
    for kind in _signs(state, old, now):
        given = _rested(state.given, kind, s)
        if given is not None:
            return replace(state, given=given, quiet_since_s=None, sent_since=0), kind
    return state, ""


def looked(before: Suspicions, well: bool) -> Suspicions:
    """After a look, whose own packets are no sign; after one that did not find all well, signs are worth more again."""
    return Suspicions(given=before.given if well else ())


def _new_beginning(old: Counters, now: Counters) -> bool:
    return old.adapter != now.adapter or _less(now.sent, old.sent) or _less(now.received, old.received)


def _signs(state: Suspicions, old: Counters, now: Counters) -> list[str]:
    found = []
    quiet = state.read_s - state.quiet_since_s if state.quiet_since_s is not None else 0.0
    if quiet >= QUIET_S and state.sent_since >= FEWEST_SENT:
        found.append("the computer sends and receives nothing")
    if now.router_silent and not old.router_silent:
        found.append("the router is not there")
    if _rise(old.retransmitted, now.retransmitted) >= RETRANSMITTED:
        found.append("segments are sent again")
    if _rise(old.unreachable, now.unreachable) >= UNREACHABLE:
        found.append("hosts are told to be unreachable")
    return found


def _rested(given: tuple[Sign, ...], kind: str, s: float) -> tuple[Sign, ...] | None:
    """What has been given with this sign among it; None while it has to rest."""
    last = next((sign for sign in given if sign.kind == kind), None)
    if last is None or s - last.s > 2 * LONGEST_REST_S or s < last.s:
        sign = Sign(kind, s)
    elif s - last.s < min(LONGEST_REST_S, REST_S * 2.0 ** min(last.times - 1, 10)):
        return None
    else:
        sign = Sign(kind, s, last.times + 1)
    return (*(each for each in given if each.kind != kind), sign)


def _silence(before: Suspicions, state: Suspicions, heard: bool, sent: int) -> Suspicions:
    since = before.quiet_since_s
    if heard or (since is not None and state.read_s - since > STALE_S):
        since = None
    elif since is None and sent:
        since = before.read_s
    if since is None:
        return replace(state, quiet_since_s=None, sent_since=0)
    return replace(state, quiet_since_s=since, sent_since=before.sent_since + sent)


def _rise(old: int | None, new: int | None) -> int:
    return new - old if old is not None and new is not None and new > old else 0


def _less(new: int | None, old: int | None) -> bool:
    return new is not None and old is not None and new < old
