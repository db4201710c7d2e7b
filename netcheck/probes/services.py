"""Do the addresses needed for work answer?"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from netcheck.core.addresses import parsed
from netcheck.core.announcement import under_way
from netcheck.core.model import NOTHING, Fact, Failure, Observation, Outcome, Segment
from netcheck.core.network import How, Kind, Said, Shot, WebAnswer, WebRequest
from netcheck.core.news import Overall
from netcheck.core.provider_entries import Vendor
from netcheck.core.settings import Service
from netcheck.core.words import WHY_NOT
from netcheck.plugins import Probe, World

ALL_S = 3.3
"""Seconds for everything: looking a name up (1.6 at most), then the page (1.8)."""
VENDOR_S, LEAST_S = 1.5, 0.3
"""Seconds for the status page of a service's maker, and below which asking it is not worth while."""
LATEST_S = 4.8
"""Seconds after the first look began at which the maker's page must have answered: the run ends soon after."""
MOST_NAMED = 6
"""Services that are named in one sentence; all of them stand in the evidence."""


@dataclass(frozen=True, slots=True)
class _Result:
    """How far one work address was reached, and how long each part took."""

    service: Service
    failure: Failure | None = Failure.NOT_FINISHED
    stage: str | None = None
    """Where it failed: name, connect, tls, answer."""
    ms: float | None = None
    dns_ms: float | None = None
    answer: WebAnswer | None = None
    connect_ms: float | None = None
    in_tunnel: bool | None = None
    """Whether the system would send it into a tunnel; None where that cannot be known."""

    @property
    def failed(self) -> bool:
        return self.failure is not None and self.failure is not Failure.NOT_FINISHED


def ask(world: World) -> Observation:
    """Each service as a program would reach it: hosts file or DNS, connection, TLS, page."""
    services = world.settings.services
    if not services:
        nothing = {"asked": 0, "failed_direct": 0, "failed_vpn": 0}
        return Observation(Outcome.OK, summary="no work addresses are set", facts=nothing)
    began = world.clock.monotonic()
    results = _asked(world, services)
    bad = [result for result in results if result.failed]
    direct = [result for result in bad if result.service.via != "vpn"]
    through = [result for result in bad if result.service.via == "vpn" and result.in_tunnel is False]
    named = direct or through
    facts: dict[str, Fact] = {
        "asked": len(services),
        "failed_direct": len(direct),
        "failed_vpn": len(through),
        "failed_in_tunnel": len(bad) - len(direct) - len(through),
        "name": named[0].service.name if named else None,
        "names": _listed([_called(result.service) for result in named]) if named else None,
        "why": _why(named[0]) if named else None,
        "why_kind": named[0].failure.value if named and named[0].failure else None,
        "services": tuple(_facts(world, result) for result in results),
        **dict.fromkeys(("vendor", "vendor_says", "vendor_read_at", "announces", "announces_link", "status_page")),
        **(_of_vendor(world, direct, began) if direct else NOTHING),
    }
    if bad:
        told = "; ".join(_told(result) for result in bad)
        working = len(results) - len(bad)
        others = f" ({working} other{'s answer' if working > 1 else ' answers'})" if working else ""
        return Observation(Outcome.FAILED, bad[0].failure, f"does not work: {told}{others}", facts)
    if len({result.service for result in results if result.failure is None}) < len(services):
        return Observation(Outcome.UNKNOWN, Failure.NOT_FINISHED, f"not all answered within {ALL_S} s", facts)
    return Observation(Outcome.OK, summary=_well(results), facts=facts)


# --- asking ---------------------------------------------------------------------------------------------------------


def _asked(world: World, services: tuple[Service, ...]) -> list[_Result]:
    """All at once, each on a thread of its own: a dead name server costs more than a second each."""
    proxy = next((c.url for c in world.machine.proxies() if c.url.startswith("http://") and not c.is_pac), None)
    results = [_Result(service) for service in services]

    def reach(place: int) -> None:
        results[place] = _reached(world, services[place], proxy)

    threads = [threading.Thread(target=reach, args=(place,), daemon=True) for place in range(len(services))]
    until = world.clock.monotonic() + ALL_S
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until - world.clock.monotonic()))
    return list(results)


def _reached(world: World, service: Service, proxy: str | None) -> _Result:
    began = world.clock.monotonic()
    address, literal = _address(world, service), parsed(urlsplit(service.url).hostname or "") is not None
    dns_ms = None if literal else (world.clock.monotonic() - began) * 1000
    in_tunnel = _by_tunnel(world, address)
    if not service.url.startswith("http"):
        return _connected(world, service, address, dns_ms, in_tunnel)
    (answer,) = world.web.fetch([WebRequest(service.url, None if proxy else address, proxy=proxy)])
    failure = _web_failure(answer)
    return _Result(
        service,
        failure,
        _STAGES.get(answer.stage, "answer") if failure else None,
        (world.clock.monotonic() - began) * 1000,
        None if proxy else dns_ms,
        answer,
        answer.connect_ms,
        in_tunnel,
    )


_STAGES = {"name": "name", "connect": "connect", "tls": "tls"}
"""Where a page failed, as a person asks for it; all that comes later is its answer."""


def _connected(
    world: World, service: Service, address: str | None, dns_ms: float | None, in_tunnel: bool | None
) -> _Result:
    """One TCP connection."""
    if address is None:
        return _Result(service, Failure.NAME_NOT_FOUND, "name", dns_ms, dns_ms, in_tunnel=in_tunnel)
    (heard,) = world.wire.ask([Shot(address, How.TCP, urlsplit(service.url).port or 443)])
    failure = {Said.ANSWERED: None, Said.REFUSED: Failure.REFUSED}.get(heard.said, Failure.TIMEOUT)
    ms = None if heard.ms is None else heard.ms + (dns_ms or 0.0)
    return _Result(
        service, failure, "connect" if failure else None, ms, dns_ms, connect_ms=heard.ms, in_tunnel=in_tunnel
    )


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


# --- what their makers say ------------------------------------------------------------------------------------------


def _of_vendor(world: World, down: Sequence[_Result], began: float) -> dict[str, Fact]:
    """What the maker of a service that is down announces; else where it would.

    Asked in confirming looks alone: only then it is known that everything else works, and the line is not the cause.
    """
    facts: dict[str, Fact] = {}
    for result in down:
        vendor = _vendor(world, result.service)
        if vendor is None:
            continue
        facts.setdefault("vendor", vendor.name)
        facts.setdefault("vendor_says", "nothing")
        facts.setdefault("status_page", vendor.page_url or vendor.status_url)
        now = world.clock.monotonic()
        left = min(VENDOR_S, began + ALL_S - now, world.began + LATEST_S - now)
        if not vendor.status_url or not world.look or left < LEAST_S:
            continue
        page = world.status_page(vendor.status_url, left)
        if page.failure is not None or page.stale or page.fetched_at is None:
            continue
        told = under_way(page.news, world.clock.now())
        if told or "vendor_read_at" not in facts:
            facts |= {
                "vendor": vendor.name,
                "status_page": vendor.page_url or vendor.status_url,
                "vendor_read_at": page.fetched_at.isoformat(),
                "vendor_says": "trouble"
                if told
                else "all-well"
                if page.news.overall is Overall.OPERATIONAL
                else "nothing",
                "announces": told[0].title if told else None,
                "announces_link": told[0].link if told else None,
            }
        if told:
            break
    return facts


def _vendor(world: World, service: Service) -> Vendor | None:
    """Its maker; what the settings say of its page wins over the catalogue."""
    known = world.vendor(service.url)
    if service.status_url:
        return Vendor(known.name if known else service.name, status_url=service.status_url)
    return known


# --- in words -------------------------------------------------------------------------------------------------------


def _facts(world: World, result: _Result) -> dict[str, Fact]:
    answer, vendor = result.answer, _vendor(world, result.service)
    return {
        "name": result.service.name,
        "url": result.service.url,
        "failure": result.failure.value if result.failure else None,
        "stage": result.stage,
        "ms": _tenths(result.ms),
        "dns_ms": _tenths(result.dns_ms),
        "connect_ms": _tenths(result.connect_ms),
        "tls_ms": _tenths(answer.tls_ms) if answer else None,
        "first_byte_ms": _tenths(answer.first_byte_ms) if answer else None,
        "status": answer.status if answer else None,
        "status_page": (vendor.page_url or vendor.status_url) if vendor else "",
    }


def _why(result: _Result) -> str:
    """Why it does not work, as a person would say it."""
    failure = result.failure or Failure.INTERNAL
    if result.stage == "name" and failure is Failure.TIMEOUT:
        failure = Failure.SERVER_FAILURE  # nobody said where it is: it was not asked itself
    return WHY_NOT.get(failure, failure.value)


def _called(service: Service) -> str:
    """Its name, and the host it stands at: "Jira (jira.example.com)"."""
    host = urlsplit(service.url).netloc
    return service.name if service.name.casefold() == host.casefold() else f"{service.name} ({host})"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")


def _told(result: _Result) -> str:
    """One that failed, as technical people write it: where, how, and after how long."""
    how = str(result.failure)
    if result.answer is not None and result.answer.status is not None:
        how += f" {result.answer.status}"
    after = f", {result.ms:.0f} ms" if result.ms is not None else ""
    return f"{_called(result.service)}: {how} ({result.stage}{after})"


def _well(results: Sequence[_Result]) -> str:
    slowest = max(results, key=lambda result: result.ms or 0.0)
    one = len(results) == 1
    time = f", {'' if one else f'the slowest ({slowest.service.name}) '}in {slowest.ms:.0f} ms" if slowest.ms else ""
    return (f"{_called(results[0].service)} answers" if one else f"all {len(results)} work addresses answer") + time


def _tenths(ms: float | None) -> float | None:
    return None if ms is None else round(ms, 1)


PROBE = Probe("Work addresses", Segment.SERVICE, ask)
