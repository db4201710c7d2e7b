"""Do the addresses needed for work answer?"""

from __future__ import annotations

from urllib.parse import urlsplit

from netcheck.core.model import Fact, Failure, Observation, Outcome, Segment
from netcheck.core.network import How, Kind, Said, Shot, WebAnswer, WebRequest
from netcheck.core.settings import Service
from netcheck.plugins import Probe, World


def ask(world: World) -> Observation:
    """Each service as a program would reach it: hosts file or DNS, connection, TLS, page."""
    services = world.settings.services
    if not services:
        return Observation(
            Outcome.OK, summary="no work addresses are set", facts={"asked": 0, "failed_direct": 0, "failed_vpn": 0}
        )
    results = _asked(world, services)
    tunnel = any(i.kind is Kind.TUNNEL and i.up is not False for i in world.machine.interfaces() or ())
    bad = [(s, why) for s, why in zip(services, results, strict=True) if why is not None]
    through = [b for b in bad if b[0].via == "vpn" and not tunnel]
    direct = [b for b in bad if b not in through]
    first = next(iter(direct or through), None)
    facts: dict[str, Fact] = {
        "asked": len(services),
        "failed_direct": len(direct),
        "failed_vpn": len(through),
        "name": first[0].name if first else None,
        "why": _SPOKEN.get(first[1], first[1].value) if first else None,
        "why_kind": first[1].value if first else None,
        "services": tuple(
            {"name": s.name, "url": s.url, "failure": why} for s, why in zip(services, results, strict=True)
        ),
    }
    if not bad:
        return Observation(Outcome.OK, summary=f"all {len(services)} work addresses answer", facts=facts)
    names = ", ".join(f"{s.name} ({why})" for s, why in bad)
    return Observation(Outcome.FAILED, bad[0][1], f"does not answer: {names}", facts)


_SPOKEN = {
    Failure.TIMEOUT: "it does not answer",
    Failure.STALLED: "it stops in the middle of its answer",
    Failure.REFUSED: "it refuses connections",
    Failure.NAME_NOT_FOUND: "its name is not found",
    Failure.HTTP_ERROR: "it answers with an error of its own",
    Failure.CERTIFICATE_DATE: "its certificate has run out",
    Failure.CERTIFICATE_UNTRUSTED: "its certificate is not trusted",
    Failure.CERTIFICATE_NAME: "its certificate is for another name",
}


def _asked(world: World, services: tuple[Service, ...]) -> list[Failure | None]:
    listed = world.names.hosts_file()
    places = [_place(world, s.url, listed) for s in services]
    web = [(n, s) for n, s in enumerate(services) if s.url.startswith("http")]
    answers = world.web.fetch([WebRequest(s.url, places[n]) for n, s in web])
    results: list[Failure | None] = [None] * len(services)
    for (place, _), answer in zip(web, answers, strict=True):
        results[place] = _web_failure(answer)
    plain = [(n, s) for n, s in enumerate(services) if not s.url.startswith("http")]
    shots = []
    for place, service in plain:
        address = places[place] or next(iter(world.names.lookup(urlsplit(service.url).hostname or "")), None)
        if address is None:
            results[place] = Failure.NAME_NOT_FOUND
            continue
        shots.append((place, Shot(address, How.TCP, urlsplit(service.url).port or 443)))
    for (place, _), reply in zip(shots, world.wire.ask([shot for _, shot in shots]) if shots else (), strict=True):
        if reply.said is not Said.ANSWERED:
            results[place] = Failure.REFUSED if reply.said is Said.REFUSED else Failure.TIMEOUT
    return results


def _place(world: World, url: str, listed: object) -> str | None:
    name = (urlsplit(url).hostname or "").lower()
    addresses = listed.get(name) if isinstance(listed, dict) else None
    return addresses[0] if addresses else None


def _web_failure(answer: WebAnswer) -> Failure | None:
    if not answer.done:
        return answer.failure or Failure.TIMEOUT
    return Failure.HTTP_ERROR if (answer.status or 0) >= 500 else None


PROBE = Probe("Work addresses", Segment.SERVICE, ask)
