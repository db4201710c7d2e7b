"""Asks through another way out than the one in use, without touching the computer's routes."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from ipaddress import ip_address

from netcheck.core.model import Failure
from netcheck.core.network import DnsQuestion, How, Interface, OtherWay, Resolver, Shot
from netcheck.core.other_way import networks
from netcheck.plugins import World
from netcheck.world.dns_messages import Asked, write
from netcheck.world.lookup import Lookup
from netcheck.world.names import Exchange
from netcheck.world.remembered import Remembered
from netcheck.world.sockets import device_option, source_towards

LOG = logging.getLogger(__name__)
LOOKUP_S = 1.1
PUBLIC_AFTER_S = 0.3
"""Strangers are asked for the name only where this way's own name servers have said nothing by then."""
MOST_OWN, MOST_PUBLIC = 2, 2
"""Name servers asked: each one costs a packet on a way that may be paid for by the byte."""
NO_WORD = frozenset({Failure.NOT_PERMITTED, Failure.BLOCKED_LOCALLY, Failure.NOT_CONFIGURED})
"""Failures of our own system, which tell nothing of the way."""


class OpenWay:
    """One other way out, with all that is needed to ask through it and through nothing else.

    A socket that cannot be bound to the adapter is not used: what is said to have been asked through a phone was.
    """

    def __init__(
        self, way: OtherWay, wire: Exchange, own_servers: Sequence[str], public_servers: Sequence[str]
    ) -> None:
        """`own_servers` are name servers of that way itself, `public_servers` those that anybody may ask; addresses."""
        self.way = way
        self._wire = wire
        self._own = _of_families(own_servers, way.families)[:MOST_OWN]
        self._public = [a for a in _of_families(public_servers, way.families) if a not in self._own][:MOST_PUBLIC]
        self._remembered = Remembered()
        self._answered: bool | None = None
        self._asked = False

    @property
    def asked(self) -> bool:
        """Whether anything was asked through it so far."""
        return self._asked

    def lookup(self, name: str) -> tuple[str, ...]:
        """Addresses of a name, asked through this way alone, within 1.1 s; empty where there are none."""
        self._asked = True
        plain = name.rstrip(".").lower()
        return self._remembered.get(plain, lambda: self._lookup(plain))

    def _lookup(self, name: str) -> tuple[str, ...]:
        types = [{4: "A", 6: "AAAA"}[family] for family in self.way.families]
        asked: list[Asked] = []
        for server in (*self._own, *self._public):
            for kind in types:
                written = write(DnsQuestion(server, name, kind, device=self.way.interface))
                if written is None:
                    return ()
                asked.append(written)
        own = len(self._own) * len(types)
        state = Lookup(asked, own, len(types), time.monotonic() + LOOKUP_S)
        shots = [
            Shot(
                each.question.server,
                How.UDP,
                each.question.port,
                each.wire,
                device=self.way.interface,
                after_s=PUBLIC_AFTER_S if own and place >= own else 0.0,
            )
            for place, each in enumerate(asked)
        ]
        replies = self._wire.exchange(
            shots, LOOKUP_S, accept=state.accept, limit=state.limit, enough=lambda _: state.good
        )
        found, failure = state.result(replies)
        if found or failure is Failure.NAME_NOT_FOUND:
            self._answered = True
        elif failure not in NO_WORD and self._answered is None:
            self._answered = False
        LOG.info("%s through %s: %s", name, self.way.interface, failure or f"{len(found)} addresses")
        return found

    def socket_options(self, family: int = 4) -> list[tuple[int, int, int | bytes]]:
        """Options (level, name, value) that make a fresh socket of this family (4 or 6) leave by this adapter only.

        Whoever sets them must give up where the system refuses one (EPERM on Linux before 5.7): going on would ask by
        the default way. OSError where the adapter is gone.
        """
        self._asked = True
        return [device_option(family, self.way.interface)]

    def works(self, read: bool) -> bool | None:
        """What asking has shown: it works where an answer was read through it, it is dead where no name server said
        anything, else nobody knows (a portal answers names as well)."""
        return True if read else False if self._answered is False else None


def open_ways(world: World, wire: Exchange) -> tuple[OpenWay, ...]:
    """The other ways through which something may be asked now: in an outage alone, where the settings allow it, the
    system binds sockets to adapters, and answers that come in by them are not dropped (rp_filter 1)."""
    if not world.outage:
        return ()
    adapters = {each.name: each for each in world.machine.interfaces() or ()}
    hosts = world.settings.landmarks.hosts
    public = [address for host in hosts for address in (host.v4, host.v6) if address]
    found = []
    for way in world.other_ways():
        far = next(iter(_of_families(public, way.families)), None)
        if far is None or source_towards(far, way.interface) is None:
            LOG.info("nothing can be asked through %s: the system does not let us", way.interface)
        elif 4 in way.families and world.machine.strict_return_path(way.interface):
            LOG.info("nothing can be asked through %s: the system would drop the answers", way.interface)
        else:
            servers = own_servers(way, adapters[way.interface], world.names.resolvers() or ())
            found.append(OpenWay(way, wire, servers, public))
    return tuple(found)


def own_servers(way: OtherWay, adapter: Interface, configured: Sequence[Resolver]) -> tuple[str, ...]:
    """The name servers that belong to a way: those the system keeps for its adapter, those configured that are beside
    it, else its gateway, which forwards on phones and routers alike."""
    near = networks(adapter)
    found = list(adapter.resolvers)
    for each in configured:
        bare, _, zone = each.address.partition("%")
        address = ip_address(bare)
        beside = zone == way.interface if zone else any(address in network for network in near)
        if not address.is_loopback and (each.interface == way.interface or beside):
            found.append(each.address)
    if not found and way.gateway:
        found.append(way.gateway)
    return tuple(dict.fromkeys(_zoned(each, way.interface) for each in found))


def _zoned(address: str, interface: str) -> str:
    """A link-local server can only be asked on its own adapter."""
    local = "%" not in address and ip_address(address).is_link_local and ":" in address
    return f"{address}%{interface}" if local else address


def _of_families(addresses: Sequence[str], families: Sequence[int]) -> list[str]:
    return [each for each in addresses if each and (6 if ":" in each else 4) in families]
