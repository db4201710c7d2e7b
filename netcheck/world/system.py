"""The real world as one look sees it: every part put together, and which way this computer is connected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from netcheck.core.addresses import turned, usable
from netcheck.core.network import DefaultRoute, How, Kind, Memory, OtherWay, Reply, Said, Shot, StatusPage
from netcheck.core.other_way import candidates
from netcheck.core.provider_entries import Vendor
from netcheck.core.settings import Settings
from netcheck.plugins import Clock, Machine, Names, Router, Web, Wire
from netcheck.world.macos_hops import ladder as macos_ladder
from netcheck.world.overheard import Overheard
from netcheck.world.remembered import Remembered
from netcheck.world.sockets import LINUX, MACOS, WINDOWS

DEEPEST = 4
"""TTLs asked: home router, second router, provider's edge and core. Farther hops blame nobody."""
LADDER_PORT = 33434
"""First port of traceroute's range: closed on hosts, known to firewalls."""


@dataclass(slots=True)
class SystemWorld:
    """One look's world: it remembers what several checks ask, so it must not be kept for the next look."""

    machine: Machine
    wire: Wire
    names: Names
    web: Web
    router: Router
    clock: Clock
    settings: Settings
    recall: Callable[[str], Memory | None]
    """Memory of a network by its key."""
    remembers_any: bool
    pages: Callable[[str, float], StatusPage]
    began: float
    """Monotonic seconds at which the first look began."""
    answers: Mapping[str, str] = field(default_factory=dict)
    look: int = 0
    outage: bool = False
    asks_provider: bool = False
    down_since: datetime | None = None
    remembered: Remembered = field(default_factory=Remembered)
    heard: Overheard = field(default_factory=Overheard)
    """What stations said to the wire and the web of this look."""
    vendors: Callable[[str], Vendor | None] = lambda url: None
    """Who makes the service at an address."""

    @property
    def memory(self) -> Memory | None:
        """What was learnt of this very network while it worked; asked once a look."""
        return self.remembered.get("memory", self._memory)

    def _memory(self) -> Memory | None:
        keys = self.network_keys()
        if len(keys) == 1:  # an empty neighbour table: one packet makes the system ask for the hardware address
            gateway = self._routes_of_used_adapter()[0].gateway or ""
            self.wire.ask([Shot(gateway, How.UDP, LADDER_PORT, tries=1)], wait_s=0.1)
            keys = self.network_keys()
        return self.recall(keys[0]) if keys else None

    def network_keys(self) -> tuple[str, ...]:
        """What this network is recognised by: the gateway's hardware address; its IP address only while that is
        not known, since many homes share 192.168.1.1."""
        route = next(iter(self._routes_of_used_adapter()), None)
        if route is None or route.gateway is None:
            return ()
        entry = self.machine.neighbour(route.gateway.partition("%")[0], route.interface)
        by_ip = f"ip {route.gateway}"
        return (f"mac {entry.mac}", by_ip) if entry and entry.mac else (by_ip,)

    def families(self) -> tuple[int, ...]:
        """See plugins.World."""
        return self.remembered.get("families", self._families)

    def _families(self) -> tuple[int, ...]:
        interfaces = self.machine.interfaces()
        if interfaces is None:
            return (4,)
        found = []
        for family in (4, 6):
            held = any(a.family == family and usable(a.ip) for i in interfaces for a in i.addresses)
            target = self._landmark(family)
            if held and target and self.machine.way_to(target).failure is None:
                found.append(family)
        return tuple(found)

    def _landmark(self, family: int) -> str | None:
        hosts = self.settings.landmarks.hosts
        return next((a for h in hosts if (a := h.v4 if family == 4 else h.v6)), None)

    def gateways(self) -> tuple[DefaultRoute, ...]:
        """See plugins.World."""
        return self.remembered.get("gateways", self._routes_of_used_adapter)

    def _routes_of_used_adapter(self) -> tuple[DefaultRoute, ...]:
        """Default routes with a gateway on the physical adapter in use, best first, one a family."""
        kinds = {i.name: i.kind for i in self.machine.interfaces() or ()}
        routes = [
            _with_zone(r)
            for r in self.machine.default_routes() or ()
            if r.gateway and kinds.get(r.interface, Kind.WIRED).counts
        ]
        used = next((w for f in (4, 6) if (w := self._way(f)) and kinds.get(w, Kind.WIRED).counts), None)
        used = used or (routes[0].interface if routes else None)
        mine = [r for r in routes if r.interface == used]
        best: dict[int, DefaultRoute] = {}
        for route in mine:
            best.setdefault(route.family, route)
        return tuple(best[f] for f in (4, 6) if f in best)

    def _way(self, family: int) -> str | None:
        target = self._landmark(family)
        way = self.machine.way_to(target) if target else None
        return way.interface if way and way.failure is None else None

    def own_networks(self) -> tuple[tuple[str, int], ...]:
        """See plugins.World."""
        interfaces = self.machine.interfaces() or ()
        return tuple((a.ip, a.prefix) for i in interfaces if i.kind.counts for a in i.addresses if usable(a.ip))

    def way_past_tunnel(self) -> str | None:
        """See plugins.World."""
        return self.remembered.get("way past tunnel", self._way_past_tunnel)

    def _way_past_tunnel(self) -> str | None:
        interfaces = self.machine.interfaces() or ()
        tunnels = {i.name for i in interfaces if i.kind is Kind.TUNNEL}
        if not any(self._way(family) in tunnels for family in (4, 6)):
            return None
        gateways = self.gateways()
        if gateways:
            return gateways[0].interface
        return next((i.name for i in interfaces if i.kind.counts and i.up and i.carrier and i.addresses), None)

    def other_ways(self) -> tuple[OtherWay, ...]:
        """See plugins.World."""
        return self.ways_beside() if self.settings.second_way.on else ()

    def ways_beside(self) -> tuple[OtherWay, ...]:
        """The same, whatever the settings say."""
        return self.remembered.get("other ways", self._other_ways)

    def _other_ways(self) -> tuple[OtherWay, ...]:
        routes = self.machine.default_routes() or ()
        used = {name for family in (4, 6) if (name := self._way(family))}
        used |= {route.interface for route in self.gateways()}
        routers: dict[str, str] = {}
        for route in routes:
            near = self.machine.neighbour(route.gateway, route.interface) if route.gateway else None
            if near is not None and near.mac:
                routers.setdefault(route.interface, near.mac)
        return candidates(self.machine.interfaces() or (), routes, used, routers)

    def ladder(self) -> tuple[Reply, ...]:
        """See plugins.World."""
        return self.remembered.get("ladder", self._ladder)

    def _ladder(self) -> tuple[Reply, ...]:
        if MACOS:
            return self._ladder_of_macos()
        if not (LINUX or WINDOWS):
            return ()  # only these tell an ordinary user's sockets which station let a packet expire
        family = 6 if self.families() == (6,) else 4
        hosts = turned(self.settings.landmarks.hosts, self.look)
        targets = [a for h in hosts if (a := h.v4 if family == 4 else h.v6)][:2]
        device = self.way_past_tunnel()
        # Two tries at most: routers give about six such errors at once, then one a second.
        shots = [
            Shot(target, How.UDP, LADDER_PORT + ttl, ttl=ttl, device=device, tries=2, after_s=0.15 * place)
            for place, target in enumerate(targets)
            for ttl in range(1, DEEPEST + 1)
        ]
        for station in self._stations_learnt():
            shots += [
                Shot(station, How.ECHO, device=device, after_s=0.1),
                Shot(station, How.UDP, LADDER_PORT, device=device, tries=2, after_s=0.1),
            ]  # no TCP: a router that answers every page itself would answer in the station's place
        return self.wire.ask(shots, wait_s=1.1, retry_s=0.4, enough=_far_enough) if shots else ()

    def _ladder_of_macos(self) -> tuple[Reply, ...]:
        """Echo requests with TTL 1 to 4; nothing where no station was heard: that accuses nobody."""
        hosts = turned(self.settings.landmarks.hosts, self.look)
        family = 6 if self.families() == (6,) else 4
        known = [a for h in hosts if (a := h.v4 if family == 4 else h.v6)]
        targets = known[:2] if family in self.families() else []
        device = self.way_past_tunnel()
        climbing = [Shot(t, How.ECHO, ttl=ttl, device=device) for t in targets for ttl in range(1, DEEPEST + 1)]
        heard = macos_ladder(climbing) if climbing else ()
        learnt = [] if _far_enough(heard) else self._stations_learnt()
        shots = [
            shot
            for station in learnt
            for shot in (
                Shot(station, How.ECHO, device=device),
                Shot(station, How.UDP, LADDER_PORT, device=device, tries=2),
            )
        ]
        said = self.wire.ask(shots, wait_s=0.9, enough=lambda r: any(each.from_target for each in r)) if shots else ()
        return (*heard, *said) if heard or any(each.from_target for each in said) else ()

    def _stations_learnt(self) -> list[str]:
        facts = self.memory.facts if self.memory else {}
        return [a for name in ("hop", "second_router") if isinstance(a := facts.get(name), str) and a]

    def overheard(self) -> tuple[Reply, ...]:
        """See plugins.World."""
        used = {route.interface for route in self.gateways()}
        words = self.heard.words()
        ways = {address: self.machine.way_to(address).interface for address in {word.shot.address for word in words}}
        return tuple(word for word in words if ways[word.shot.address] in used)

    def vendor(self, url: str) -> Vendor | None:
        """See plugins.World."""
        return self.vendors(url)

    def status_page(self, url: str, wait_s: float = 2.0) -> StatusPage:
        """See plugins.World."""
        return self.remembered.get(("status page", url), lambda: self.pages(url, wait_s))


def _with_zone(route: DefaultRoute) -> DefaultRoute:
    """A link-local router can only be asked on its own adapter."""
    if route.gateway is None or "%" in route.gateway or not route.gateway.lower().startswith("fe80"):
        return route
    return replace(route, gateway=f"{route.gateway}%{route.interface}")


def _far_enough(replies: Sequence[Reply]) -> bool:
    """The second station is known, and one beyond it: more hops change no verdict."""
    expired = {r.shot.ttl for r in replies if r.said is Said.EXPIRED}
    return 2 in expired and (3 in expired or any(r.from_target for r in replies))
