"""Do the addresses needed for work answer?"""

from __future__ import annotations

import threading
from urllib.parse import urlsplit

from netcheck.core.addresses import parsed
from netcheck.core.model import Fact, Failure, Observation, Outcome, Segment
from netcheck.core.network import How, Kind, Said, Shot, WebAnswer, WebRequest
from netcheck.core.settings import Service
from netcheck.core.words import WHY_NOT
from netcheck.plugins import Probe, World

LOOKUPS_S = 1.7
"""Seconds: our own packets (1.1) and then the system's look-up (0.5)."""


def ask(world: World) -> Observation:
    """Each service as a program would reach it: hosts file or DNS, connection, TLS, page."""
    services = world.settings.services
    if not services:
        nothing = {"asked": 0, "failed_direct": 0, "failed_vpn": 0}
        return Observation(Outcome.OK, summary="no work addresses are set", facts=nothing)
    places = _addresses(world, services)
    results = _asked(world, services, places)
    bad = [(s, why, _by_tunnel(world, place)) for s, why, place in zip(services, results, places, strict=True) if why]
    direct = [b for b in bad if b[0].via != "vpn"]
    through = [b for b in bad if b[0].via == "vpn" and b[2] is False]
    first = next(iter(direct or through), None)
    facts: dict[str, Fact] = {
        "asked": len(services),
        "failed_direct": len(direct),
        "failed_vpn": len(through),
        "failed_in_tunnel": len(bad) - len(direct) - len(through),
        "name": first[0].name if first else None,
        "why": WHY_NOT.get(first[1], first[1].value) if first else None,
        "why_kind": first[1].value if first else None,
        "services": tuple(
            {"name": s.name, "url": s.url, "failure": why} for s, why in zip(services, results, strict=True)
        ),
    }
    if not bad:
        return Observation(Outcome.OK, summary=f"all {len(services)} work addresses answer", facts=facts)
    names = ", ".join(f"{s.name} ({why})" for s, why, _ in bad)
    return Observation(Outcome.FAILED, bad[0][1], f"does not answer: {names}", facts)


def _asked(world: World, services: tuple[Service, ...], places: list[str | None]) -> list[Failure | None]:
    web = [n for n, s in enumerate(services) if s.url.startswith("http")]
    proxy = next((c.url for c in world.machine.proxies() if c.url.startswith("http://") and not c.is_pac), None)
    requests = [WebRequest(services[n].url, None if proxy else places[n], proxy=proxy) for n in web]
    results: list[Failure | None] = [None] * len(services)
    for place, answer in zip(web, world.web.fetch(requests) if requests else (), strict=True):
        results[place] = _web_failure(answer)
    plain = [n for n in range(len(services)) if n not in web]
    shots = {n: Shot(a, How.TCP, urlsplit(services[n].url).port or 443) for n in plain if (a := places[n])}
    heard = dict(zip(shots, world.wire.ask(list(shots.values())) if shots else (), strict=True))
    for place in plain:
        if place not in heard:
            results[place] = Failure.NAME_NOT_FOUND
        elif heard[place].said is not Said.ANSWERED:
            results[place] = Failure.REFUSED if heard[place].said is Said.REFUSED else Failure.TIMEOUT
    return results


def _addresses(world: World, services: tuple[Service, ...]) -> list[str | None]:
    """All names at once: a dead name server costs more than a second each."""
    found: list[str | None] = [None] * len(services)

    def find(place: int) -> None:
        found[place] = _address(world, services[place])

    threads = [threading.Thread(target=find, args=(place,), daemon=True) for place in range(len(services))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LOOKUPS_S)
    return list(found)


def _address(world: World, service: Service) -> str | None:
    """As programs would find it: hosts file, name servers, and whatever else the system knows (mDNS, search lists)."""
    name = (urlsplit(service.url).hostname or "").lower()
    if parsed(name) is not None:
        return name
    listed = world.names.hosts_file().get(name) or world.names.lookup(name)
    return next(iter(listed or world.names.system(name, 0.5).addresses), None)


def _by_tunnel(world: World, address: str | None) -> bool | None:
    """Whether the system would send it into a tunnel; None where it cannot be known: a name that only the VPN knows
    is not found when the VPN's name server is gone, tunnel or no tunnel."""
    tunnels = {i.name for i in world.machine.interfaces() or () if i.kind is Kind.TUNNEL and i.up is not False}
    if address is None:
        return None if tunnels else False
    return world.machine.way_to(address).interface in tunnels


def _web_failure(answer: WebAnswer) -> Failure | None:
    if not answer.done:
        return answer.failure or Failure.TIMEOUT
    return Failure.HTTP_ERROR if (answer.status or 0) >= 500 else None


PROBE = Probe("Work addresses", Segment.SERVICE, ask)
