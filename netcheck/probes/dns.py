"""Do the name servers that this computer is told to use find names?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netcheck.core.addresses import (
    PUBLIC_RESOLVERS,
    carrier,
    home,
    inside,
    loopback,
    near,
    same,
    second_router_net,
    turned,
)
from netcheck.core.model import Fact, Failure, Observation, Outcome, Segment
from netcheck.core.network import DnsAnswer, DnsQuestion, Kind, Resolver
from netcheck.plugins import Probe, World

MOST = 4
"""Name servers asked; systems use three at most (resolv.conf(5))."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What one name server answered to each kind of question."""

    resolver: Resolver
    role: str
    known: DnsAnswer
    fresh: DnsAnswer
    made_up: DnsAnswer
    chaos: DnsAnswer
    upstreams: DnsAnswer

    @property
    def alive(self) -> bool:
        """It sent any DNS message at all; only that proves a forwarder alive."""
        return any(a.rcode for a in (self.known, self.fresh, self.made_up, self.chaos, self.upstreams))

    @property
    def closed(self) -> bool:
        """Its port is closed: refused at once."""
        return not self.alive and self.known.failure is Failure.REFUSED

    @property
    def resolves(self) -> bool:
        """Recursion works: it found out about a name that it cannot have kept from before."""
        return self.fresh.resolved and self.known.resolved

    @property
    def remembers(self) -> bool:
        """It only gives what it kept: the known name has addresses, the fresh one gets no answer."""
        return bool(self.known.addresses) and not self.fresh.resolved

    @property
    def invents(self) -> bool:
        """It gives an address for a name that cannot exist (.invalid, RFC 6761)."""
        return bool(self.made_up.addresses)


def ask(world: World) -> Observation:
    """Each server by itself: a known name, a fresh one, one that cannot exist, and what a forwarder knows alone."""
    resolvers = world.names.resolvers()
    if resolvers is None:
        return Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE, "the system does not tell its name servers")
    heard = _heard(world, resolvers[:MOST])
    used = [h for h in heard if not h.resolver.uplink_of_stub]
    resolves = any(h.resolves for h in used)
    principal = _principal(heard, used)
    facts: dict[str, Fact] = {
        "configured": len(used),
        "servers": tuple(h.resolver.address for h in used),
        "answers": tuple(_shown(h) for h in heard),
        "resolves": resolves,
        "known_found": any(h.known.addresses for h in heard),
        "all_resolve": bool(used) and all(h.resolves for h in used),
        "uplinks_resolve": any(h.resolves for h in heard if h.resolver.uplink_of_stub),
        **_of_principal(principal),
        "by_default_way": _by_default_way(world, principal, heard) if principal else None,
    }
    return _observation(used, facts)


def _observation(used: Sequence[Heard], facts: dict[str, Fact]) -> Observation:
    good = [h.resolver.address for h in used if h.resolves]
    bad = [h for h in used if not h.resolves]
    if not used:
        return Observation(Outcome.FAILED, Failure.NOT_CONFIGURED, "no name server is set", facts)
    if good:
        lame = f"; {', '.join(h.resolver.address for h in bad)} does not" if bad else ""
        return Observation(Outcome.OK, summary=f"{', '.join(good)} finds names{lame}", facts=facts)
    first = bad[0]
    failure = first.known.failure or (Failure.SERVER_FAILURE if first.known.rcode else Failure.TIMEOUT)
    why = first.known.rcode or ("refused" if first.closed else "silent")
    return Observation(Outcome.FAILED, failure, f"{first.resolver.address} finds no names ({why})", facts)


def _principal(heard: Sequence[Heard], used: Sequence[Heard]) -> Heard | None:
    """The server the fault is judged by: the first one used; behind a living stub, its first uplink."""
    if not used:
        return None
    first = used[0]
    uplinks = [h for h in heard if h.resolver.uplink_of_stub]
    if first.role == "stub" and first.alive and not first.resolves and uplinks and not uplinks[0].resolves:
        return uplinks[0]
    return first


def _of_principal(heard: Heard | None) -> dict[str, Fact]:
    if heard is None:
        return {"role": "none", "alive": False, "closed": False, "silent": False, "fresh": False, "invented": False}
    honest = heard.fresh.rcode == "NXDOMAIN" or any(
        not home(a) and not loopback(a) and a not in heard.made_up.addresses for a in heard.fresh.addresses
    )
    # A cached name proves nothing; a fresh one that does not exist, or has a true address, was asked outside.
    return {
        "server": heard.resolver.address,
        "role": heard.role,
        "alive": heard.alive,
        "closed": heard.closed,
        "silent": not heard.alive and not heard.closed,
        "fresh": bool(heard.fresh.rcode == "NXDOMAIN" or heard.fresh.addresses) and honest and not heard.invents,
        "chaos": heard.chaos.rcode is not None,
        "upstreams": tuple(text.partition("#")[0].split(" ")[0] for text in heard.upstreams.texts),
        "invented": heard.invents,
        "only_kept": heard.remembers,
        "blocked": heard.known.failure is Failure.BLOCKED_LOCALLY,
        "fresh_failed": heard.fresh.rcode is not None and not heard.fresh.resolved,
        "ms": heard.known.ms,
    }


def _by_default_way(world: World, principal: Heard, heard: Sequence[Heard]) -> bool | None:
    """Whether it is asked by the adapter of the default way, so that its word is of that way's line; None where that
    is not known: nobody sees whom a stub asks."""
    used = {route.interface for route in world.gateways()}
    if not used:
        return None
    asked = [principal.resolver]
    if loopback(principal.resolver.address):
        asked = [h.resolver for h in heard if h.resolver.uplink_of_stub]
        kinds = {each.name: each.kind for each in world.machine.interfaces() or ()}
        leading = {
            r.interface for r in world.machine.default_routes() or () if kinds.get(r.interface, Kind.WIRED).counts
        }
        if not asked:
            return None if leading - used else True
    ways = {_adapter(world, resolver) for resolver in asked}
    if None in ways:
        return None
    return True if ways <= used else None if ways & used else False


def _adapter(world: World, resolver: Resolver) -> str | None:
    bare, _, zone = resolver.address.partition("%")
    return resolver.interface or zone or world.machine.way_to(bare).interface


def _heard(world: World, resolvers: Sequence[Resolver]) -> list[Heard]:
    known, fresh = _known_name(world), _fresh_name(world)
    made_up = f"{_token(world, 'x')}.invalid"
    kinds = ("A" if 4 in (world.families() or (4,)) else "AAAA",)
    questions = [
        question
        for r in resolvers
        for question in (
            DnsQuestion(r.address, known, kinds[0], port=r.port),
            DnsQuestion(r.address, fresh, kinds[0], port=r.port),
            DnsQuestion(r.address, made_up, kinds[0], port=r.port),
            DnsQuestion(r.address, "version.bind", "TXT", "CH", port=r.port, spare=True),
            DnsQuestion(r.address, "servers.bind", "TXT", "CH", port=r.port, spare=True),
        )
    ]
    answers = world.names.ask(questions) if questions else ()
    return [
        Heard(resolver, _role(world, resolver), *answers[place * 5 : place * 5 + 5])
        for place, resolver in enumerate(resolvers)
    ]


def _role(world: World, resolver: Resolver) -> str:
    """Whose server it is: router, stub, vpn, public, provider, lan or other."""
    address = resolver.address
    gateways = world.gateways()
    if any(same(address, r.gateway) for r in gateways):
        return "router"
    if loopback(address):
        return "stub"
    interfaces = world.machine.interfaces() or ()
    way = world.machine.way_to(address.partition("%")[0]).interface
    if any(i.name == way and i.kind is Kind.TUNNEL for i in interfaces):
        return "vpn"
    if _is_the_router(world, address):
        return "router"
    landmarks = {a for h in world.settings.landmarks.hosts for a in (h.v4, h.v6)}
    if address in PUBLIC_RESOLVERS or address in landmarks:
        return "public"
    facts = world.memory.facts if world.memory else {}
    learnt = facts.get("provider_resolvers")
    if isinstance(learnt, list | tuple) and address in learnt:
        return "provider"
    for interface in interfaces:
        if any(inside(address, a.ip, a.prefix) for a in interface.addresses):
            return "router" if address.startswith("fe80") else "lan"
    if carrier(address) or _in_providers_net(world, address):
        return "provider"
    return "lan" if second_router_net(address) else "other"


def _is_the_router(world: World, address: str) -> bool:
    """The router by another of its addresses: the first station of the ladder, or the same hardware address."""
    if any(r.shot.ttl == 1 and same(r.sender, address) for r in world.ladder()):
        return True
    asked = world.machine.neighbour(address.partition("%")[0])
    gateways = [world.machine.neighbour((r.gateway or "").partition("%")[0], r.interface) for r in world.gateways()]
    return asked is not None and asked.mac is not None and any(g and g.mac == asked.mac for g in gateways)


def _in_providers_net(world: World, address: str) -> bool:
    """In one network with our outer address or with the first stations beyond the router."""
    gateway = next((r.gateway for r in world.gateways() if r.family == 4 and r.gateway), None)
    outer = world.router.word(gateway).external_address if gateway else None
    stations = [r.sender for r in world.ladder() if r.sender and r.shot.ttl in (2, 3) and not r.from_target]
    return any(near(address, other) for other in (outer, *stations) if other)


def _known_name(world: World) -> str:
    names = [_host(u) for u in world.settings.landmarks.secure] or ["www.wikipedia.org"]
    return turned(names, world.look)[0]


def _fresh_name(world: World) -> str:
    """A name that nobody has ever asked for, below one that exists."""
    base = ".".join(_known_name(world).split(".")[-2:])
    return f"{_token(world, 'n')}.{base}"


def _token(world: World, start: str) -> str:
    return f"{start}{int(world.clock.now().timestamp() * 1000) % 0xFFFFFFFF:x}{world.look}"


def _host(url: str) -> str:
    return url.split("//", 1)[-1].split("/", 1)[0].split(":", 1)[0]


def _shown(heard: Heard) -> dict[str, Fact]:
    return {
        "server": heard.resolver.address,
        "role": heard.role,
        "uplink_of_stub": heard.resolver.uplink_of_stub,
        "known": heard.known.rcode or heard.known.failure,
        "fresh": heard.fresh.rcode or heard.fresh.failure,
        "invalid": heard.made_up.rcode or heard.made_up.failure,
        "chaos": heard.chaos.rcode or heard.chaos.failure,
        "addresses": heard.known.addresses,
        "ms": heard.known.ms,
    }


PROBE = Probe("Name servers", Segment.ISP, ask)
