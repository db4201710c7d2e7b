"""Learns whose line this is while all is well, since nobody can be asked once it is down."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from netcheck.core.learning import due_in, moment, provider_facts, still_holds
from netcheck.core.model import Fact, Report, Side
from netcheck.core.network import DnsQuestion, Memory, WebRequest
from netcheck.core.origin import (
    Origin,
    echo_questions,
    echoed,
    next_page,
    origin_name,
    owner_name,
    prefix_of,
    public,
    read_origin,
    read_owner,
    read_registrant,
    registry_page,
)
from netcheck.core.settings import Learn, Settings
from netcheck.engine.runner import attempt
from netcheck.plugins import World

log = logging.getLogger(__name__)

WHOLE_S = 15.0
"""Seconds after which nothing more is asked, however far it came."""
NAMES_S, PAGE_S = 2.0, 4.0
"""Patience in seconds with one name server, and with one page."""
PAGES = 3
"""The registry's page and two redirects: rdap.org leads to a registry, a registry may lead to another one."""
LARGEST = 1 << 17
"""Bytes of a registry's record; real ones have some ten thousand."""
FROM_ROUTER = "router"
FROM_ADAPTER = "adapter"
"""Who told the public address, where no host was asked for it."""

Change = Callable[[Memory | None], Memory | None]


@dataclass(frozen=True, slots=True)
class Learning:
    """What a learner needs."""

    world: Callable[[], World]
    """A fresh world that no look uses."""
    network: Callable[[World], str]
    """What the network in use is recognised by; empty where it cannot be told from others."""
    recall: Callable[[str], Memory | None]
    amend: Callable[[str, Change], bool]
    """Change what is known of a network; see MemoryFile.amend."""
    settings: Callable[[], Settings]
    known: Callable[[Sequence[str], Origin], str]
    """The catalogue's name for the provider that is called so and announces this; empty where none is sure."""
    stop: threading.Event
    """Set when the program ends."""
    chance: Callable[[], float] = random.random


@dataclass(slots=True)
class Learner:
    """Asks on a daemon thread of its own, at most once a day for each network; no look ever waits for it."""

    means: Learning
    _well: bool = True
    """The last whole look found no fault."""
    _thread: threading.Thread | None = field(default=None)

    def looked(self, report: Report) -> None:
        """A whole look is over. Returns at once; told on the watcher's thread alone."""
        well = report.verdict.side is Side.NONE
        restored, self._well = well and not self._well, well
        if not well or (self._thread is not None and self._thread.is_alive()):
            return
        if not self.means.settings().learn.on:
            log.debug("nobody is asked: learning is switched off")
            return
        self._thread = threading.Thread(
            target=lambda: attempt(lambda: self._learn(restored), "learning"), name="learner", daemon=True
        )
        self._thread.start()

    def _learn(self, restored: bool) -> None:
        means = self.means
        world = means.world()
        network = means.network(world)
        memory = means.recall(network) if network else None
        if memory is None:
            log.debug("nobody is asked: this network cannot be told from others")
            return
        wait_s = due_in(moment(memory.facts.get("asked_at")), world.clock.now(), restored, means.chance())
        if wait_s is None:
            log.debug("nobody is asked: it was done in the last day")
            return
        if means.stop.wait(wait_s) or not self._well or not means.settings().learn.on:
            return
        world = means.world()
        if means.network(world) == network:
            self._ask(world, network)

    def _ask(self, world: World, network: str) -> None:
        settings = self.means.settings()
        learn = settings.learn
        if not learn.asn_zone or not world.gateways() or world.way_past_tunnel() is not None:
            log.debug("nobody is asked: %s", "a tunnel holds the way out" if learn.asn_zone else "no zone is set")
            return
        # Written down before, so that a program that is started again and again asks no more often.
        if not self.means.amend(network, lambda old: _with(old, {"asked_at": world.clock.now().isoformat()})):
            return
        until = world.clock.monotonic() + WHOLE_S
        prefix, told_by = _public_network(world, settings)
        if prefix is None:
            log.info("the public address of this line could not be told")
            return
        known = self.means.recall(network)
        facts: Mapping[str, Fact] = {"public_prefix": prefix}
        if known is None or not still_holds(known.facts, prefix, world.clock.now()):
            facts = self._whose(world, learn, prefix, told_by, until) or facts
        # Whoever changed networks meanwhile has learnt of two, and of neither.
        if self.means.stop.is_set() or self.means.network(self.means.world()) != network:
            return
        if self.means.settings().learn.on and self.means.amend(network, lambda old: _with(old, facts)):
            log.info("learnt of this network: %s", facts.get("provider_name") or "its public network alone")

    def _whose(
        self, world: World, learn: Learn, prefix: str, told_by: Sequence[str], until: float
    ) -> dict[str, Fact] | None:
        """Who announces this network, and what they are called; None where nobody tells."""
        origin = read_origin(_texts(world, origin_name(prefix, learn.asn_zone), until), prefix)
        if origin is None:
            return None
        owner = read_owner(_texts(world, owner_name(origin.asn, learn.asn_zone), until), origin.asn)
        hosts = [*told_by, learn.asn_zone]
        registrant = ""
        known = self.means.known([owner], origin)
        if learn.rdap and not known and not world.machine.proxies():
            registrant, host = _registrant(world, learn.rdap, prefix, until)
            hosts += [host] if registrant else []
            known = self.means.known([owner, registrant], origin)
        return provider_facts(prefix, origin, owner, registrant, known, world.clock.now(), tuple(hosts))


def _with(old: Memory | None, facts: Mapping[str, Fact]) -> Memory | None:
    """A network's memory with these facts besides; None where it was forgotten."""
    return replace(old, facts={**old.facts, **facts}) if old is not None else None


def _public_network(world: World, settings: Settings) -> tuple[str | None, tuple[str, ...]]:
    """The network that this line is in, and who told: the router, two operators, or (IPv6) this computer's own
    address, in this order. Nothing of it is asked through another adapter than the router's."""
    gateways = {route.family: route for route in world.gateways() if route.gateway}
    if 4 in gateways:
        external = world.router.word(gateways[4].gateway or "").external_address
        if external and public(external, 4):
            return prefix_of(external), (FROM_ROUTER,)
    for family, route in sorted(gateways.items()):
        mine = (
            address.ip
            for adapter in world.machine.interfaces() or ()
            if adapter.name == route.interface
            for address in adapter.addresses
            if public(address.ip, 6)
        )
        if family == 6 and (own := next(mine, None)):
            return prefix_of(own), (FROM_ADAPTER,)
        questions = echo_questions(family, settings.landmarks.hosts)
        ways = {world.machine.way_to(question.server).interface for question in questions}
        if questions and ways == {route.interface}:
            prefix = echoed(world.names.ask(questions), family)
            if prefix:
                return prefix, tuple(question.server for question in questions)
    return None, ()


def _texts(world: World, name: str, until: float) -> tuple[str, ...]:
    """The TXT records of a name, from the first configured name server that has them; two are asked at most."""
    for server in (world.names.resolvers() or ())[:2]:
        left = until - world.clock.monotonic()
        if left <= 0:
            break
        question = DnsQuestion(server.address, name, "TXT", port=server.port)
        answer = world.names.ask([question], min(NAMES_S, left))[0]
        if answer.resolved:
            return answer.texts
    return ()


def _registrant(world: World, base: str, prefix: str, until: float) -> tuple[str, str]:
    """The company that the registry names, and the host that told; both empty where none does."""
    page: str | None = registry_page(base, prefix)
    for _ in range(PAGES):
        left = until - world.clock.monotonic()
        if page is None or left <= 0:
            break
        headers = (("Accept", "application/rdap+json, application/json"),)
        answer = world.web.fetch([WebRequest(page, max_bytes=LARGEST, headers=headers)], min(PAGE_S, left))[0]
        if answer.done and answer.status == 200:
            name = read_registrant(answer.body)
            return name, (urlsplit(page).hostname or "") if name else ""
        page = next_page(answer)
    return "", ""
