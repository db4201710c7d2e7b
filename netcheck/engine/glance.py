"""A light look: a few packets to the router, two landmarks and a name server, enough to notice a change."""

from __future__ import annotations

import itertools
import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from netcheck.core.addresses import loopback, turned
from netcheck.core.diagnose import judge
from netcheck.core.model import Impact, Report, Seen, Side
from netcheck.core.network import DnsQuestion, How, Reply, Said, Shot
from netcheck.core.watching import Depth, Glance, Phase, State
from netcheck.engine.runner import look
from netcheck.plugins import Probe, World

WAIT_S = 1.0
"""Seconds for the whole glance when all is silent; the packets are repeated at 0.4 and 0.8 s."""
LATER_S = 0.3
"""Seconds after which the second way is tried; never sent where the first was answered by then."""
FOCUS_S = 4.0
VERSION_BIND = b"NC\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07version\x04bind\x00\x00\x10\x00\x03"
"""CHAOS TXT version.bind: routers answer it by themselves (RFC 4892)."""
WHEN_WELL = ("https", "captive_portal", "dns", "internet_by_ip")
"""What a focused look asks where no fault is known: a network that answers neither landmarks nor fresh names."""


@dataclass(slots=True)
class Glancer:
    """Takes light looks, one after another, with landmarks and names in rotation."""

    probes: Mapping[str, Probe]
    _turn: itertools.count[int] = field(default_factory=itertools.count)
    _no_ping: bool = False
    """This user may not ping: connections at once."""

    def glance(self, world: World, depth: Depth, state: State, newest: Report | None) -> Glance:
        """One light look, within about a second (FOCUS: four); while all is well, one echo and two names."""
        if depth is Depth.FOCUS:
            return self._focus(world, newest)
        turn = next(self._turn)
        names: list[Glance] = []
        asking = threading.Thread(target=lambda: names.append(self._names(world, turn)), name="names", daemon=True)
        asking.start()
        far = self._packets(world, turn, well=state.phase in (Phase.WORKING, Phase.RESTORED))
        asking.join(WAIT_S + 1.0)
        found = names[0] if names else Glance()
        return Glance(far.gateway_ms, far.far_ms, found.names_ms, far.gateway, far.far, found.names)

    def _packets(self, world: World, turn: int, well: bool) -> Glance:
        family = next(iter(world.families()), None)
        if family is None:
            return Glance(far=False)
        hosts = turned(world.settings.landmarks.hosts, turn)
        targets = [a for h in hosts if (a := h.v4 if family == 4 else h.v6)][:2]
        routers = [] if well else [route.gateway for route in world.gateways()[:1] if route.gateway]
        near = [
            shot
            for address in routers
            for shot in (Shot(address, How.ECHO), Shot(address, How.UDP, 53, VERSION_BIND, after_s=LATER_S))
        ]
        first, second = 0.0, LATER_S
        pings = [] if self._no_ping else [Shot(a, How.ECHO, after_s=first if n == 0 or not well else second)
                                          for n, a in enumerate(targets)]  # fmt: skip
        connects = [
            Shot(a, How.TCP, 443, after_s=first if self._no_ping and n == 0 else second) for n, a in enumerate(targets)
        ]
        far = [*pings, *connects]

        def enough(replies: Sequence[Reply]) -> bool:
            beyond = any(r.said is Said.ANSWERED for r in replies[len(near) :])
            return beyond and (well or not near or any(r.from_target for r in replies[: len(near)]))

        replies = world.wire.ask([*near, *far], WAIT_S, enough=enough)
        mine, theirs = replies[: len(near)], replies[len(near) :]
        if any(r.said is Said.NOT_PERMITTED for r in theirs):
            self._no_ping = True
        asked = any(r.said not in (Said.WITHHELD, Said.NOT_PERMITTED) for r in mine)
        answered = [r for r in theirs if r.said is Said.ANSWERED]
        return Glance(
            gateway_ms=min((r.ms for r in mine if r.from_target and r.ms is not None), default=None),
            far_ms=min((r.ms for r in answered if r.ms is not None), default=None),
            gateway=any(r.from_target for r in mine) if asked else None,
            far=bool(answered),
        )

    @staticmethod
    def _names(world: World, turn: int) -> Glance:
        """A fresh name that cannot exist (no cache knows it, and it troubles nobody's servers), and one in rotation."""
        resolvers = world.names.resolvers()
        if resolvers is None:
            return Glance()
        servers = [r.address for r in resolvers if not loopback(r.address.partition("%")[0])] or [
            r.address for r in resolvers
        ]
        pages = [*world.settings.landmarks.secure, *(c.url for c in world.settings.landmarks.challenges)]
        known = [host for url in pages if (host := urlsplit(url).hostname)]
        for server in servers[:2]:
            fresh = DnsQuestion(server, f"n{secrets.token_hex(5)}.invalid")
            asked = (fresh, *(DnsQuestion(server, name) for name in turned(known, turn)[:1]))
            answers = world.names.ask(asked, WAIT_S if server == servers[0] else WAIT_S / 2)
            if all(a.rcode is not None for a in answers) and answers[-1].resolved and answers[0].rcode != "SERVFAIL":
                return Glance(names_ms=min((a.ms for a in answers if a.ms is not None), default=None), names=True)
        return Glance(names=False)

    def _focus(self, world: World, newest: Report | None) -> Glance:
        rests = newest.verdict.rests_on if newest and newest.verdict.impact is Impact.OUTAGE else WHEN_WELL
        probes = {check: self.probes[check] for check in rests if check in self.probes}
        seen: Seen = look(world, probes, until=world.clock.monotonic() + FOCUS_S)
        verdict = judge({**(newest.seen if newest else {}), **seen})
        return Glance(focus=verdict.impact is not Impact.OUTAGE and verdict.side is not Side.UNKNOWN)
