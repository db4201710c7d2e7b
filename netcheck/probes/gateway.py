"""Does the router answer?"""

from __future__ import annotations

from collections.abc import Sequence

from netcheck.core.addresses import same
from netcheck.core.model import Fact, Failure, Observation, Outcome, Segment
from netcheck.core.network import DefaultRoute, How, Neighbour, Reply, Said, Shot
from netcheck.plugins import Probe, World

VERSION_BIND = b"NC\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07version\x04bind\x00\x00\x10\x00\x03"
"""CHAOS TXT version.bind: what forwarders answer by themselves (RFC 4892)."""
NAT_PMP = b"\x00\x00"
"""Ask for the external address (RFC 6886, 3.2): changes nothing, and even its refusal is a sign of life."""
_LATER_S = 0.1
CLOSED_PORT = 33471
"""In the range traceroute uses: closed everywhere, so that a living host says so."""


def ask(world: World) -> Observation:
    """Anything the router says after we asked proves it alive; being silent to every sign is what counts as dead."""
    gateways = world.gateways()
    if not gateways:
        return Observation(Outcome.UNKNOWN, Failure.NOT_CONFIGURED, "no router is known to ask")
    shots = [_shots(world, route, _LATER_S * place) for place, route in enumerate(gateways)]
    own = len(shots[0])  # the first gateway's own; the other family's may belong to another box
    wait_s = 1.2 if world.look == 0 else 1.7
    replies = world.wire.ask([s for each in shots for s in each], wait_s, enough=lambda r: _any_sign(r[:own]))
    after = world.clock.monotonic() - world.began
    first = gateways[0]
    neighbours = [world.machine.neighbour(r.gateway.partition("%")[0], r.interface) for r in gateways if r.gateway]
    boxes = [n.mac for n in neighbours if n and n.mac]
    if len(gateways) > 1 and (len(boxes) < 2 or boxes[0] != boxes[1]):
        # Another box speaks for the other family: its life says nothing of the first one's.
        replies = replies[:own]
        neighbours = neighbours[:1]
    signs = tuple(dict.fromkeys(_sign(r) for r in replies if _is_sign(r)))
    confirmed = any(n and n.confirmed_s is not None and n.confirmed_s < after for n in neighbours)
    entry = next((n for n in neighbours if n), None)
    facts: dict[str, Fact] = {
        "address": first.gateway,
        "interface": first.interface,
        "mac": entry.mac if entry else None,
        "signs": signs,
        "neighbour": entry.state if entry else None,
        "confirmed_s": entry.confirmed_s if entry else None,
        "only_neighbour": confirmed and not signs,
        "withheld": False,
        "ms": min((r.ms for r in replies if _is_sign(r) and r.ms is not None), default=None),
    }
    if signs:
        ms = f" after {facts['ms']:.1f} ms" if facts["ms"] is not None else ""
        return Observation(Outcome.OK, summary=f"{first.gateway} answered{ms} ({', '.join(signs)})", facts=facts)
    return _silent(world, first, replies, neighbours, confirmed, facts)


def _silent(
    world: World,
    gateway: DefaultRoute,
    replies: Sequence[Reply],
    neighbours: Sequence[Neighbour | None],
    confirmed: bool,
    facts: dict[str, Fact],
) -> Observation:
    said = {r.said for r in replies if same(r.shot.address, gateway.gateway)}
    facts["withheld"] = Said.WITHHELD in said and _there(neighbours[0]) and world.machine.guards_local_network()
    if confirmed:
        return Observation(
            Outcome.OK, summary=f"{gateway.gateway} is there on the wire, but says nothing over IP", facts=facts
        )
    if Said.NO_NEIGHBOUR in said or (neighbours[0] and neighbours[0].state == "failed"):
        return Observation(
            Outcome.FAILED, Failure.NO_NEIGHBOUR, f"{gateway.gateway} is not there: no answer to ARP or ND", facts
        )
    if facts["withheld"] or said <= {Said.BLOCKED, Said.NOT_PERMITTED, Said.WITHHELD, Said.NO_ROUTE}:
        return Observation(
            Outcome.UNKNOWN, Failure.BLOCKED_LOCALLY, f"this computer could not ask {gateway.gateway}", facts
        )
    usually = world.memory.facts.get("gateway_signs") if world.memory else None
    if usually is not None and not usually:
        return Observation(
            Outcome.UNKNOWN, Failure.TIMEOUT, f"{gateway.gateway} is silent, as it is when all is well", facts
        )
    return Observation(Outcome.FAILED, Failure.TIMEOUT, f"{gateway.gateway} is silent to every question", facts)


def _there(neighbour: Neighbour | None) -> bool:
    """Whether the system has its hardware address: the refusal of a neighbour that was looked for in vain is none."""
    return neighbour is not None and neighbour.state not in ("incomplete", "failed")


def _shots(world: World, route: DefaultRoute, start_s: float) -> list[Shot]:
    """The likeliest signs first; most routers answer the first two, and the others are never sent."""
    target = route.gateway or ""
    far = [(h.v4 if route.family == 4 else h.v6) for h in world.settings.landmarks.hosts]
    through = next((address for address in far if address), None)
    later = start_s + _LATER_S
    shots = [
        Shot(target, How.ECHO, after_s=start_s),
        Shot(target, How.UDP, 53, VERSION_BIND, after_s=start_s),
        Shot(target, How.TCP, 53, after_s=later),
        Shot(target, How.TCP, 80, after_s=later),
        Shot(target, How.TCP, 443, after_s=later),
        Shot(target, How.UDP, 5351, NAT_PMP, after_s=later),
        Shot(target, How.UDP, CLOSED_PORT, tries=2, after_s=later),
    ]
    if through:
        past = world.way_past_tunnel()
        shots.append(Shot(through, How.UDP, CLOSED_PORT, ttl=1, tries=2, device=past, after_s=later))
    return shots if target else []


def _is_sign(reply: Reply) -> bool:
    if reply.shot.ttl == 1:
        return reply.said in (Said.EXPIRED, Said.UNREACHABLE, Said.PROHIBITED)
    if reply.from_target:
        return True
    return reply.said is Said.PROHIBITED and same(reply.sender, reply.shot.address)


def _any_sign(replies: Sequence[Reply]) -> bool:
    return any(_is_sign(reply) for reply in replies)


def _sign(reply: Reply) -> str:
    if reply.shot.ttl == 1:
        return "forwards"
    if reply.shot.how is How.ECHO:
        return "echo"
    return f"{reply.shot.how.value} {reply.shot.port}"


PROBE = Probe("Router", Segment.ROUTER, ask)
