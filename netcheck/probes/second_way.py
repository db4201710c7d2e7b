"""Is there another way out of this computer, and does it work?"""

from __future__ import annotations

from collections.abc import Sequence

from netcheck.core.addresses import turned
from netcheck.core.model import Fact, Failure, Observation, Outcome, Segment
from netcheck.core.network import How, OtherWay, Reply, Said, Shot
from netcheck.plugins import Probe, World

OPERATORS = 2
"""Landmarks that are asked through each way that costs nothing."""
WAIT_S = 1.2


def ask(world: World) -> Observation:
    """Two connections through each way that costs nothing. One that may cost is asked nothing here: whether it works
    shows where the provider's page was asked through it anyway."""
    ways = world.other_ways()
    if not ways:
        why = "there is no second way out" if world.settings.second_way.on else "a second way is not to be used"
        return Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE, why, {"ways": ()})
    if not world.outage:
        return Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE, "a second way is asked in outages alone")
    works: dict[str, bool | None] = _tried(world, [way for way in ways if not way.metered])
    costly = [way for way in ways if way.metered]
    if costly and world.asks_provider and world.settings.isp.status_url:
        page = world.status_page(world.settings.isp.status_url)
        # Without an answer so far it is not known which ways were tried.
        works |= {
            way.interface: page.ways.get(way.interface)
            for way in costly
            if way.interface in page.ways or page.failure is Failure.TIMEOUT
        }
    facts: dict[str, Fact] = {
        "ways": tuple(
            {
                "interface": way.interface,
                "kind": way.kind.value,
                "words": way.words,
                "metered": way.metered,
                "asked": way.interface in works,
                "works": works.get(way.interface),
            }
            for way in ways
        )
    }
    summary = "; ".join(f"{way.words} {_said(works, way)}" for way in ways)
    if any(works.values()):
        return Observation(Outcome.OK, summary=summary, facts=facts)
    return Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE, summary, facts)


def _tried(world: World, ways: Sequence[OtherWay]) -> dict[str, bool | None]:
    """Whether anything far away answers through each of these ways; None where our own system keeps us from asking, or
    where somebody near answers in its place (a portal)."""
    shots: list[Shot] = []
    for way in ways:
        far = _landmarks(world, way)
        # The twin goes first: whoever answers at the first station is not the far end.
        shots += [Shot(address, How.TCP, 443, ttl=1, device=way.interface, tries=1) for address in far[:1]]
        shots += [Shot(address, How.TCP, 443, device=way.interface) for address in far]
    replies = world.wire.ask(shots, WAIT_S, enough=lambda sofar: _enough(sofar, ways)) if shots else ()
    return {way.interface: _works(world, way, replies) for way in ways}


def _landmarks(world: World, way: OtherWay) -> list[str]:
    hosts = turned(world.settings.landmarks.hosts, world.look)
    return [address for host in hosts if (address := host.v4 if 4 in way.families else host.v6)][:OPERATORS]


def _enough(replies: Sequence[Reply], ways: Sequence[OtherWay]) -> bool:
    heard = {reply.shot.device for reply in replies if reply.said is Said.ANSWERED}
    return all(way.interface in heard for way in ways)


def _works(world: World, way: OtherWay, replies: Sequence[Reply]) -> bool | None:
    mine = [reply for reply in replies if reply.shot.device == way.interface]
    if any(reply.from_target for reply in mine if reply.shot.ttl):
        return None
    if any(reply.said is Said.ANSWERED for reply in mine):
        return True
    if not mine or any(reply.said in (Said.NOT_PERMITTED, Said.WITHHELD, Said.BLOCKED) for reply in mine):
        return None
    return None if world.machine.strict_return_path(way.interface) else False


def _said(works: dict[str, bool | None], way: OtherWay) -> str:
    if way.interface not in works:
        return "was not tried, since it may cost"
    return {True: "works", False: "does not work", None: "could not be tried"}[works[way.interface]]


PROBE = Probe("Second way out", Segment.COMPUTER, ask, on_demand=True, in_outages=True)
