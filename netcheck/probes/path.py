"""How far do our packets get?"""

from __future__ import annotations

from netcheck.core.addresses import carrier, home, same, second_router_net
from netcheck.core.model import Fact, Failure, Observation, Outcome, Segment
from netcheck.core.network import How, Reply, Said, Shot
from netcheck.core.told import at_home, told
from netcheck.plugins import Probe, World

_CLOSED = 33472
_UNSENT = (Said.BLOCKED, Said.NO_ROUTE, Said.NOT_PERMITTED, Said.WITHHELD)
"""Nothing left this computer, so silence beyond tells nothing."""


def ask(world: World) -> Observation:
    """The deepest hop that answers our packets over several targets, and the hops learnt while all was well."""
    replies = world.ladder()
    if all(r.said in _UNSENT for r in replies):
        what = "this computer could not ask the stations on the way"
        return Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE, what)
    routers = {r.gateway for r in world.gateways() if r.gateway}
    own_outside = _external(world)
    hops = _hops(replies)
    kept = world.memory.facts if world.memory else {}
    private = next((a for ttl, a in sorted(hops.items()) if ttl == 2 and second_router_net(a)), None)
    nets = world.own_networks()
    said = told(replies, routers, own_outside, nets)
    deep = {ttl: a for ttl, a in hops.items() if ttl >= 2 and not at_home(a, routers, own_outside, nets)}
    second = private or _text(kept.get("second_router")) or (own_outside if second_router_net(own_outside) else None)
    hop = next((a for a in (_text(kept.get("hop")),) if a and _heard(replies, a)), None)
    reached = [r for r in replies if r.from_target and (r.shot.ttl or 0) > 1]
    beyond = bool(deep or hop or reached or said == "beyond")
    deepest = max(deep, default=2 if hop else 1 if hops else 0)
    facts: dict[str, Fact] = {
        "beyond": beyond,
        "deepest": deepest,
        "deepest_address": deep.get(deepest) or hop or hops.get(deepest),
        "first_hop": min(deep.items())[1] if deep else hop,
        "hops": tuple({"ttl": ttl, "address": address} for ttl, address in sorted(hops.items())),
        "said": said,
        "private_hop": private,
        "second_router": _second_router(world, second, private, replies, beyond),
        "second_address": f" ({second})" if second else "",
    }
    if beyond:
        where = facts["deepest_address"]
        return Observation(Outcome.OK, summary=f"packets get {deepest} hops far, to {where}", facts=facts)
    if said == "no-route":
        return Observation(Outcome.FAILED, Failure.UNREACHABLE, "the router itself says it has no way out", facts)
    if said == "prohibited":
        return Observation(Outcome.FAILED, Failure.PROHIBITED, "the router says it lets nothing pass", facts)
    return Observation(Outcome.FAILED, Failure.TIMEOUT, "nothing beyond the router answers", facts)


def _hops(replies: tuple[Reply, ...]) -> dict[int, str]:
    """TTL to address, of stations that said "time exceeded" or refused on the way."""
    hops: dict[int, str] = {}
    for reply in replies:
        if reply.said is Said.EXPIRED and reply.sender and reply.shot.ttl:
            hops.setdefault(reply.shot.ttl, reply.sender)
    for reply in replies:
        passed_nothing = reply.said is Said.UNREACHABLE and reply.icmp in ((3, 0), (1, 0), (3, -1))
        refused = reply.said is Said.PROHIBITED or passed_nothing
        if refused and reply.sender and reply.shot.ttl and reply.sender not in hops.values():
            hops.setdefault(reply.shot.ttl, reply.sender)
    return hops


def _second_router(
    world: World, second: str | None, seen: str | None, replies: tuple[Reply, ...], beyond: bool
) -> str | None:
    """Whether the box behind the router is alive: None where there is no such box, or none is known."""
    if second is None:
        return "none" if beyond or _knows_of_none(world) else None
    if seen or beyond:
        return "alive"
    kept = _text(world.memory.facts.get("second_router")) if world.memory else None
    alive = _heard(replies, kept) if kept else _anybody(world, _likely_addresses(second))
    return "alive" if alive else "silent"


def _likely_addresses(outside: str) -> list[str]:
    """Where the second router usually is in the network that the first one is a guest of."""
    net = outside.rpartition(".")[0]
    return [f"{net}.1", f"{net}.254"]


def _knows_of_none(world: World) -> bool:
    """Whether a look while all was well saw the stations beyond and no second router, or the router tells of its line:
    one behind another box says "connected" and has no public address."""
    kept = world.memory.facts if world.memory else {}
    if kept.get("hop") and not kept.get("second_router"):
        return True
    gateway = next((r.gateway for r in world.gateways() if r.gateway and r.family == 4), None)
    word = world.router.word(gateway) if gateway else None
    if word is None:
        return False
    public = word.external_address and not home(word.external_address) and not carrier(word.external_address)
    return bool(public) or (word.connection or "").lower() == "disconnected"


def _heard(replies: tuple[Reply, ...], station: str) -> bool:
    """Whether a station that was asked directly said anything."""
    return any(r.from_target for r in replies if r.shot.ttl is None and same(r.shot.address, station))


def _anybody(world: World, addresses: list[str]) -> bool:
    """Whether any of these addresses says anything when asked itself."""
    device = world.way_past_tunnel()
    shots = [
        shot
        for a in addresses
        for shot in (Shot(a, How.ECHO, device=device), Shot(a, How.UDP, _CLOSED, tries=2), Shot(a, How.TCP, 80))
    ]
    replies = world.wire.ask(shots, wait_s=0.8, enough=lambda sofar: any(r.from_target for r in sofar))
    return any(r.from_target for r in replies)


def _external(world: World) -> str | None:
    gateway = next((r.gateway for r in world.gateways() if r.gateway and r.family == 4), None)
    return (world.router.word(gateway).external_address or None) if gateway else None


def _text(value: Fact) -> str | None:
    return value if isinstance(value, str) and value else None


PROBE = Probe("Path", Segment.LINE, ask)
