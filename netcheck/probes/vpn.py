"""Does a VPN tunnel carry the traffic, and is it alive?"""

from __future__ import annotations

from collections.abc import Sequence

from netcheck.core.addresses import turned
from netcheck.core.model import Fact, Failure, Observation, Outcome, Segment
from netcheck.core.network import How, Kind, Reply, Said, Shot
from netcheck.plugins import Probe, World

_UNSENT = (Said.BLOCKED, Said.NO_ROUTE, Said.NOT_PERMITTED, Said.WITHHELD)


def ask(world: World) -> Observation:
    """Landmarks through the tunnel, and the same past it, bound to the physical adapter."""
    interfaces = world.machine.interfaces() or ()
    tunnels = [i.name for i in interfaces if i.kind is Kind.TUNNEL and i.up is not False]
    device = world.way_past_tunnel()
    facts: dict[str, Fact] = {
        "present": bool(tunnels),
        "tunnels": tuple(tunnels),
        "holds_route": device is not None,
        "blind": False,
        "tunnel": "",
    }
    if device is None:
        what = f"{', '.join(tunnels)} is up beside the usual way" if tunnels else "no tunnel is in use"
        return Observation(Outcome.OK, summary=what, facts=facts)
    landmarks = turned(world.settings.landmarks.hosts, world.look)[:3]
    addresses = [a for h in landmarks if (a := h.v4 if 4 in (world.families() or (4,)) else h.v6)]
    if not addresses:
        return Observation(Outcome.UNKNOWN, Failure.NOT_CONFIGURED, "no landmark to ask through the tunnel", facts)
    facts["tunnel"] = world.machine.way_to(addresses[0]).interface or "the tunnel"
    through = [Shot(a, How.TCP, 443) for a in addresses] + [Shot(a, How.ECHO) for a in addresses]
    past = [Shot(s.address, s.how, s.port, device=device) for s in through]
    replies = world.wire.ask([*through, *past], enough=lambda sofar: _count(sofar[: len(through)]) >= len(addresses))
    facts["through"] = _count(replies[: len(through)])
    physical = _count(replies[len(through) :])
    strict = world.machine.strict_return_path(device) is True
    unsent = any(r.said in _UNSENT for r in replies[len(through) :])  # a kill switch lets nothing past the tunnel
    told = physical > 0 or not (strict or unsent)
    facts["physical"] = physical if told else None
    facts["blind"] = facts["through"] == 0 and not told
    if facts["through"]:
        return Observation(Outcome.OK, summary=f"the tunnel {facts['tunnel']} carries traffic", facts=facts)
    if physical:
        summary = f"nothing answers through {facts['tunnel']}, past it the internet does"
        return Observation(Outcome.FAILED, Failure.TIMEOUT, summary, facts)
    return Observation(Outcome.UNKNOWN, Failure.TIMEOUT, "nothing answers, through the tunnel or past it", facts)


def _count(replies: Sequence[Reply]) -> int:
    """Landmarks that truly answered."""
    return len({r.shot.address for r in replies if r.said is Said.ANSWERED})


PROBE = Probe("VPN", Segment.COMPUTER, ask)
