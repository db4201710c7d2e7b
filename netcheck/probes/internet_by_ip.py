"""Do well-known hosts of unrelated operators answer by address alone?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle

from netcheck.core.addresses import turned
from netcheck.core.model import Fact, Failure, Observation, Outcome, Segment
from netcheck.core.network import How, Reply, Said, Shot
from netcheck.core.told import at_home, told
from netcheck.plugins import Probe, World

_LATER_S = 0.15
"""Connections follow where the echo, which costs a third of the packets, is not answered by then."""
_LAST_S = tuple(0.9 + 0.02 * place for place in range(10))
"""When the last echoes go out where only echoes tell which station turned them away: a router that limits what
it says (six words at once, then one a second) may have said all to those, and has its next word for the first who asks
a second later."""


def ask(world: World) -> Observation:
    """TCP and echo to each operator in each family; a connection that opens at TTL 1 was answered in its place."""
    families = world.families() or (4,)
    landmarks = turned(world.settings.landmarks.hosts, world.look)
    targets = [
        (landmark.operator, family, address)
        for family in families
        for landmark in landmarks
        if (address := landmark.v4 if family == 4 else landmark.v6)
    ]
    if not targets:
        return Observation(Outcome.UNKNOWN, Failure.NOT_CONFIGURED, "no landmark fits this network")
    # The twins go first: whoever stands in the landmarks' place is nearer than they are.
    twins = [Shot(targets[0][2], How.TCP, 443, ttl=1, tries=1), Shot(targets[0][2], How.ECHO, ttl=1, tries=1)]
    tcp_first = turned(targets, world.look)[0]  # one connection in any case: echoes alone do not carry pages
    shots = [Shot(t[2], How.TCP, 443, after_s=0.0 if t == tcp_first else _LATER_S) for t in targets]
    shots += [Shot(address, How.ECHO) for _, _, address in targets]
    if world.wire.stations_by is How.ECHO:
        shots += [Shot(t[2], How.ECHO, tries=1, after_s=s) for t, s in zip(cycle(targets), _LAST_S, strict=False)]
    replies = world.wire.ask([*twins, *shots], enough=lambda sofar: _all_heard(sofar, len(targets)))
    tcp, echo = replies[2 : len(targets) + 2], replies[len(targets) + 2 : 2 * len(targets) + 2]
    replaced, echoed = replies[0].from_target, replies[1].from_target
    answered = {
        (operator, family)
        for (operator, family, _), t, e in zip(targets, tcp, echo, strict=True)
        if (t.said is Said.ANSWERED and not replaced) or (e.said is Said.ANSWERED and not echoed)
    }
    operators = {operator for operator, _, _ in targets}
    heard = {operator for operator, _ in answered}
    facts: dict[str, Fact] = {
        "asked": len(operators),
        "answered": len(heard),
        "dark": tuple(sorted(operators - heard)),
        "dark_share": (len(operators) - len(heard)) / len(operators),
        "v4": _family(4, families, answered),
        "v6": _family(6, families, answered),
        "tcp": sum(t.said is Said.ANSWERED for t in tcp),
        "echo": sum(e.said is Said.ANSWERED for e in echo),
        "replaced": replaced or echoed,
        "refused_by": next((r.sender for r in replies if r.said in _REFUSALS and r.sender), None),
        "said": _said(world, replies),
        "ms": min((r.ms for r in (*tcp, *echo) if r.said is Said.ANSWERED and r.ms is not None), default=None),
    }
    if len(heard) * 2 >= len(operators):
        summary = f"{len(heard)} of {len(operators)} operators answer by address"
        return Observation(Outcome.OK, summary=summary, facts=facts)
    failure, why = _why(replies)
    summary = f"{len(heard)} of {len(operators)} operators answer by address ({why})"
    return Observation(Outcome.FAILED, failure, summary, facts)


def _all_heard(replies: Sequence[Reply], count: int) -> bool:
    """Every address answered by one of the two ways; the other need not be waited for."""
    said = [r.said for r in replies]
    tcp, echo = said[2 : count + 2], said[count + 2 : 2 * count + 2]
    if replies[1].from_target:  # somebody answers in their place: nothing that comes early can be believed
        return False
    if replies[0].from_target:  # only connections are: echoes count
        return all(one is Said.ANSWERED for one in echo)
    return all(Said.ANSWERED in pair for pair in zip(tcp, echo, strict=True))


def _family(family: int, families: tuple[int, ...], answered: set[tuple[str, int]]) -> str:
    if family not in families:
        return "absent"
    return "answers" if any(f == family for _, f in answered) else "dark"


_REFUSALS = (Said.UNREACHABLE, Said.PROHIBITED)


def _said(world: World, replies: tuple[Reply, ...]) -> str | None:
    """What stations on the way said instead of passing packets on (see core/told.py).

    Of what they said to others only that there is a station beyond the home: a box at home may mean that one address.
    """
    others = world.overheard()
    if all(r.said not in _REFUSALS for r in (*replies, *others)):
        return None
    routers = [r.gateway for r in world.gateways() if r.gateway]
    first = next((r.gateway for r in world.gateways() if r.gateway and r.family == 4), None)
    outside = world.router.word(first).external_address if first else None
    nets = world.own_networks()
    said = told(replies, routers, outside, nets)
    far = [each for each in others if not at_home(each.sender or "", routers, outside, nets)]
    if said is None and told((*far, *replies), routers, outside, nets) == "beyond":
        return "beyond"
    return said


_REASONS = (
    (Said.BLOCKED, Failure.BLOCKED_LOCALLY, "this computer refused to send"),
    (Said.NO_ROUTE, Failure.NO_ROUTE, "this computer knows no way"),
    (Said.NO_NEIGHBOUR, Failure.NO_NEIGHBOUR, "the next station is not there"),
    (Said.PROHIBITED, Failure.PROHIBITED, "somebody on the way forbids it"),
    (Said.UNREACHABLE, Failure.UNREACHABLE, "somebody on the way has no way on"),
    (Said.REFUSED, Failure.REFUSED, "refused"),
)


def _why(replies: tuple[Reply, ...]) -> tuple[Failure, str]:
    said = {r.said for r in replies}
    return next(((f, text) for s, f, text in _REASONS if s in said), (Failure.TIMEOUT, "silence"))


PROBE = Probe("Internet by address", Segment.INTERNET, ask)
