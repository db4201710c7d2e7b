"""Do the addresses needed for work answer?"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from netcheck.core.addresses import parsed
from netcheck.core.announcement import under_way
from netcheck.core.model import NOTHING, Fact, Failure, Observation, Outcome, Segment
from netcheck.core.nearer import nearer_cause, nowhere, station, withheld
from netcheck.core.network import How, Kind, Reply, Said, Shot, WebRequest
from netcheck.core.news import Overall
from netcheck.core.provider_entries import Vendor
from netcheck.core.reached import (
    MEANS,
    Reached,
    best,
    called,
    facts_of,
    listed,
    meaning,
    only_family,
    said_of,
    well,
    why,
)
from netcheck.core.settings import Service
from netcheck.plugins import Probe, World

ALL_S = 3.3
"""Seconds for everything: looking a name up (1.6 at most), then the page (1.8)."""
VENDOR_S, LEAST_S = 1.5, 0.3
"""Seconds for the status page of a service's maker, and below which asking it, or a station, is not worth while."""
LATEST_S = 4.8
"""Seconds after the first look began at which the maker's page must have answered: the run ends soon after."""
AGAIN_S = 1.25
"""Seconds for a second try to connect: long enough for the system to repeat its own packet after 1 s (RFC 6298)."""
WORD_S, WORD_AGAIN_S = 0.6, 0.3
"""Seconds for echoes in whose place a station may speak, and from one to the next. Where somebody has spoken already
and was not named, they go on for AGAIN_S: by then a router that limits what it says speaks once more."""
SYSTEM_S = 0.3
"""Seconds that the system's own answer for a name is waited for, once the page is known."""


def ask(world: World) -> Observation:
    """Each service as a program would reach it: hosts file or DNS, connection, TLS, page."""
    services = world.settings.services
    if not services:
        nothing = {"asked": 0, "failed_direct": 0, "failed_vpn": 0}
        return Observation(Outcome.OK, summary="no work addresses are set", facts=nothing)
    began = world.clock.monotonic()
    results = _asked(world, services)
    bad = [result for result in results if result.failed]
    judged = [result for result in bad if not result.here]
    direct = [result for result in judged if result.service.via != "vpn"]
    through = [result for result in judged if result.service.via == "vpn" and result.in_tunnel is False]
    surely = [result for result in direct if result.surely]
    named = direct or through
    first = next(iter(surely or named), None)
    facts: dict[str, Fact] = {
        "asked": len(services),
        "failed_direct": len(direct),
        "failed_vpn": len(through),
        "failed_in_tunnel": len(judged) - len(direct) - len(through),
        "failed_surely": len(surely),
        "failed_here": len(bad) - len(judged),
        "withheld": any(_withheld(world, result) for result in bad),
        "slow": sum(result.slow for result in results),
        "only_family": only_family(direct),
        "surely": listed(surely),
        "name": first.service.name if first else None,
        "names": listed(named),
        "why": why(first) if first else None,
        "why_kind": first.failure.value if first and first.failure else None,
        "by_nobody_knows": bool(direct) and all(_by_nobody(world, result) for result in surely or direct),
        "services": tuple(_facts(world, result) for result in results),
        **dict.fromkeys(("vendor", "vendor_says", "vendor_read_at", "announces", "announces_link", "status_page")),
        **(_of_vendor(world, direct, began) if direct else NOTHING),
    }
    if bad:
        told = "; ".join(said_of(result) for result in bad)
        working = len(results) - len(bad)
        others = f" ({working} other{'s answer' if working > 1 else ' answers'})" if working else ""
        return Observation(Outcome.FAILED, bad[0].failure, f"does not work: {told}{others}", facts)
    if len({result.service for result in results if result.failure is None}) < len(services):
        slow = "; ".join(f"{called(r.service)} connects and has not answered yet" for r in results if r.slow)
        return Observation(Outcome.UNKNOWN, Failure.NOT_FINISHED, slow or f"not all answered within {ALL_S} s", facts)
    return Observation(Outcome.OK, summary=well(results), facts=facts)


# --- asking ---------------------------------------------------------------------------------------------------------


def _asked(world: World, services: tuple[Service, ...]) -> list[Reached]:
    """All at once, each on a thread of its own: a dead name server costs more than a second each."""
    proxy = next((c.url for c in world.machine.proxies() if c.url.startswith("http://") and not c.is_pac), None)
    results = [Reached(service) for service in services]

    def reach(place: int) -> None:
        results[place] = _reached(world, services[place], proxy)

    threads = [threading.Thread(target=reach, args=(place,), daemon=True) for place in range(len(services))]
    until = world.clock.monotonic() + ALL_S
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until - world.clock.monotonic()))
    return list(results)


def _reached(world: World, service: Service, proxy: str | None) -> Reached:
    """One service, and what at home may keep programs from it."""
    began = world.clock.monotonic()
    host = (urlsplit(service.url).hostname or "").lower()
    literal, web = parsed(host) is not None, service.url.startswith("http")
    by_proxy = proxy if web else None
    in_file = (host,) if literal else world.names.hosts_file().get(host, ())
    found = in_file or _looked_up(world, host)
    dns_ms = None if literal else (world.clock.monotonic() - began) * 1000
    addresses = tuple(address for address in found if not nowhere(address))
    if found and not addresses and by_proxy is None:
        what = f"its name leads to {found[0]}, as filters do"
        return Reached(service, Failure.NOT_PERMITTED, "name", dns_ms, dns_ms, addresses=found, here=what)
    in_tunnel = _by_tunnel(world, addresses[0] if addresses else None)
    start = Reached(service, dns_ms=None if by_proxy else dns_ms, in_tunnel=in_tunnel, addresses=addresses)
    # Where only the DNS says where it is, all its addresses are tried in turns, as a browser does.
    chosen = addresses[0] if addresses and (in_file or addresses != found) else None
    result = _page(world, start, chosen, by_proxy, began) if web else _connected(world, start)
    if result.silent and addresses and not world.look and by_proxy is None:
        result = _once_more(world, result)
    elif result.stage == "connect" and result.failure in _SOMEBODY and result.sender is None and by_proxy is None:
        result = _asked_by_echo(world, result, began + ALL_S - SYSTEM_S)
    if by_proxy is None and not in_file and addresses and not _system_finds(world, host):
        what = "the name server of this computer does not know its name, others do"
        return replace(result, failure=Failure.NAME_NOT_FOUND, stage="name", here=what)
    if result.failed:
        routers = [route.gateway for route in world.gateways() if route.gateway]
        result = replace(result, here=nearer_cause(result, host, by_proxy, routers, world.own_networks()))
    return result


_SOMEBODY = (Failure.TIMEOUT, Failure.UNREACHABLE, Failure.PROHIBITED, Failure.REFUSED)
"""What comes of a connection that a station turns away, as systems have it that do not tell of stations: silence, no
way on, or a refusal in the service's name ("port unreachable", by which routers reject)."""


def _looked_up(world: World, host: str) -> tuple[str, ...]:
    """As programs would find it: name servers, and whatever else the system knows (mDNS, search lists)."""
    world.names.system(host, 0.0)  # it begins now; its answer is wanted at the end
    return world.names.lookup(host) or world.names.system(host, 0.5).addresses


def _system_finds(world: World, host: str) -> bool:
    """Whether programs find the name; False only where the system says for certain that it does not exist."""
    said = world.names.system(host, SYSTEM_S)
    return bool(said.addresses) or said.failure is not Failure.NAME_NOT_FOUND


def _page(world: World, start: Reached, address: str | None, proxy: str | None, began: float) -> Reached:
    (answer,) = world.web.fetch([WebRequest(start.service.url, None if proxy else address, proxy=proxy)])
    failure = meaning(answer)
    return replace(
        start,
        failure=failure,
        stage=_STAGES.get(answer.stage, "answer") if failure else None,
        ms=(world.clock.monotonic() - began) * 1000,
        answer=answer,
        connect_ms=answer.connect_ms,
        used=answer.address,
        sender=answer.sender if failure in (Failure.PROHIBITED, Failure.UNREACHABLE) else None,
    )


_STAGES = {"name": "name", "connect": "connect", "tls": "tls"}
"""Where a page failed, as a person asks for it; all that comes later is its answer."""


def _connected(world: World, start: Reached) -> Reached:
    """One TCP connection, to whichever of the addresses answers."""
    if not start.addresses:
        return replace(start, failure=Failure.NAME_NOT_FOUND, stage="name", ms=start.dns_ms)
    shots = _connections(start, gap_s=0.3)
    heard = best(world.wire.ask(shots, enough=lambda replies: any(r.said is Said.ANSWERED for r in replies)))
    failure = MEANS.get(heard.said, Failure.TIMEOUT) if heard.said is not Said.ANSWERED else None
    return replace(
        start,
        failure=failure,
        stage="connect" if failure else None,
        ms=None if heard.ms is None else heard.ms + (start.dns_ms or 0.0),
        connect_ms=None if failure else heard.ms,
        used=heard.shot.address,
        sender=station(heard),
    )


def _once_more(world: World, result: Reached) -> Reached:
    """A second try where nobody answered: routers say why only once a second, and a firewall of this computer's own
    shows by the packets that the system could not repeat. In the first look alone: what it finds needs no other."""
    before = world.machine.refused_retransmissions()
    shots, echoes = _connections(result, tries=1), _echoes(world, result)
    replies = world.wire.ask(
        [*shots, *echoes], AGAIN_S, enough=lambda sofar: any(r.said is Said.ANSWERED for r in sofar[: len(shots)])
    )
    after = world.machine.refused_retransmissions()
    heard = best(replies[: len(shots)])
    if heard.said is Said.ANSWERED:
        return replace(result, failure=Failure.NOT_FINISHED, connect_ms=heard.ms, used=heard.shot.address)
    if heard.said is Said.SILENT and before is not None and after is not None and after > before:
        return replace(result, failure=Failure.BLOCKED_LOCALLY)
    if heard.said is not Said.SILENT:
        result = replace(result, failure=MEANS.get(heard.said, Failure.TIMEOUT), sender=station(heard))
    return _with_word(result, replies[len(shots) :])


def _asked_by_echo(world: World, result: Reached, until: float) -> Reached:
    """The same, and which station turned it away, where connections do not tell: stations speak of echoes too. Ends
    at `until`, monotonic seconds."""
    shots = _echoes(world, result)
    wait_s = min(WORD_S if result.failure is Failure.TIMEOUT else AGAIN_S, until - world.clock.monotonic())
    if not shots or wait_s < LEAST_S:
        return result
    answered = (Said.ANSWERED, Said.NOT_PERMITTED)
    replies = world.wire.ask(shots, wait_s, WORD_AGAIN_S, enough=lambda sofar: sofar[0].said in answered)
    return _with_word(result, replies)


def _echoes(world: World, result: Reached) -> list[Shot]:
    """An echo to the address that failed, and one to a landmark, where echoes alone tell who turned them away; else
    none. A service behind the VPN is not asked by another way."""
    address = result.used or next(iter(result.addresses), None)
    if world.wire.stations_by is not How.ECHO or address is None or result.service.via == "vpn":
        return []
    hosts = world.settings.landmarks.hosts
    beside = next((a for host in hosts if (a := host.v6 if ":" in address else host.v4) and a != address), None)
    return [Shot(each, How.ECHO, tries=4) for each in (address, beside) if each]


def _by_nobody(world: World, result: Reached) -> bool:
    """Whether a station at home may have turned it away unheard: silence means that where no station's word is heard
    at all (macOS)."""
    return result.by_nobody_knows or (result.silent and world.wire.stations_by is None)


def _withheld(world: World, result: Reached) -> bool:
    """Whether this system kept us from a device beside it, as one does that wants the person's leave for that."""
    if not (withheld(result, world.own_networks()) and world.machine.guards_local_network()):
        return False
    # The same error tells that it was looked for in vain (arp_lookup_ip of xnu's in_arp.c): then it is merely off.
    entries = [world.machine.neighbour(address) for address in result.addresses]
    return all(entry is None or entry.state not in ("incomplete", "failed") for entry in entries)


def _with_word(result: Reached, replies: Sequence[Reply]) -> Reached:
    """The result with the station that spoke in the place of such echoes, if any did. Its failure stays: what an echo
    met is not said of the connection."""
    if not replies or result.sender is not None:
        return result
    return replace(result, sender=station(replies[0], *replies[1:2]))


def _connections(result: Reached, tries: int = 3, gap_s: float = 0.0) -> list[Shot]:
    """A connection to its first address of each family, the second a little later (RFC 8305)."""
    port = urlsplit(result.service.url).port or (80 if result.service.url.startswith("http:") else 443)
    six = [address for address in result.addresses if ":" in address][:1]
    four = [address for address in result.addresses if ":" not in address][:1]
    return [Shot(address, How.TCP, port, tries=tries, after_s=gap_s * n) for n, address in enumerate(six + four)]


def _by_tunnel(world: World, address: str | None) -> bool | None:
    """Whether the system would send it into a tunnel; None where it cannot be known: a name that only the VPN knows
    is not found when the VPN's name server is gone, tunnel or no tunnel."""
    tunnels = {i.name for i in world.machine.interfaces() or () if i.kind is Kind.TUNNEL and i.up is not False}
    if address is None:
        return None if tunnels else False
    return world.machine.way_to(address).interface in tunnels


def _facts(world: World, result: Reached) -> dict[str, Fact]:
    vendor = _vendor(world, result.service)
    return facts_of(result, (vendor.page_url or vendor.status_url) if vendor else "")


# --- what their makers say ------------------------------------------------------------------------------------------


def _of_vendor(world: World, down: Sequence[Reached], began: float) -> dict[str, Fact]:
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
        if page.failure is not None or page.stale or page.fetched_at is None or not page.secure:
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


PROBE = Probe("Work addresses", Segment.SERVICE, ask)
