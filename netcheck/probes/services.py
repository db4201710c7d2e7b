"""Do the addresses needed for work answer?"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from netcheck.core.addresses import carrier, inside, parsed
from netcheck.core.announcement import under_way
from netcheck.core.model import NOTHING, Fact, Failure, Observation, Outcome, Segment
from netcheck.core.network import How, Kind, Reply, Said, Shot, WebAnswer, WebRequest
from netcheck.core.news import Overall
from netcheck.core.provider_entries import Vendor
from netcheck.core.settings import Service
from netcheck.core.told import at_home
from netcheck.core.words import WHY_NOT
from netcheck.plugins import Probe, World

ALL_S = 3.3
"""Seconds for everything: looking a name up (1.6 at most), then the page (1.8)."""
VENDOR_S, LEAST_S = 1.5, 0.3
"""Seconds for the status page of a service's maker, and below which asking it is not worth while."""
LATEST_S = 4.8
"""Seconds after the first look began at which the maker's page must have answered: the run ends soon after."""
AGAIN_S = 1.25
"""Seconds for a second try to connect: long enough for the system to repeat its own packet after 1 s (RFC 6298)."""
SYSTEM_S = 0.3
"""Seconds that the system's own answer for a name is waited for, once the page is known."""
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
    addresses: tuple[str, ...] = ()
    """Where it may be found."""
    used: str | None = None
    """The address that was connected to, or tried last."""
    here: str = ""
    """What at home may be the cause, so that the service is not: a part of the summary. Empty: nothing."""

    @property
    def failed(self) -> bool:
        return self.failure is not None and self.failure is not Failure.NOT_FINISHED

    @property
    def surely(self) -> bool:
        """It failed by something that was said, not by silence, which loss looks like too."""
        return self.failed and self.failure not in _SILENCE

    @property
    def slow(self) -> bool:
        """It lets us connect and has not answered yet."""
        return self.failure is Failure.NOT_FINISHED and self.connect_ms is not None


_SILENCE = (Failure.TIMEOUT, Failure.STALLED, Failure.SERVER_FAILURE)


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
        "only_family": _only_family(direct),
        "surely": _listed([_called(result.service) for result in surely]) if surely else None,
        "name": first.service.name if first else None,
        "names": _listed([_called(result.service) for result in named]) if named else None,
        "why": _why(first) if first else None,
        "why_kind": first.failure.value if first and first.failure else None,
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
        slow = "; ".join(f"{_called(r.service)} connects and has not answered yet" for r in results if r.slow)
        return Observation(Outcome.UNKNOWN, Failure.NOT_FINISHED, slow or f"not all answered within {ALL_S} s", facts)
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
    """One service, and what at home may keep programs from it."""
    began = world.clock.monotonic()
    host = (urlsplit(service.url).hostname or "").lower()
    literal, web = parsed(host) is not None, service.url.startswith("http")
    by_proxy = proxy if web else None
    listed = (host,) if literal else world.names.hosts_file().get(host, ())
    found = listed or _looked_up(world, host)
    dns_ms = None if literal else (world.clock.monotonic() - began) * 1000
    addresses = tuple(address for address in found if not _nowhere(address))
    if found and not addresses and by_proxy is None:
        what = f"its name leads to {found[0]}, as filters do"
        return _Result(service, Failure.NOT_PERMITTED, "name", dns_ms, dns_ms, addresses=found, here=what)
    in_tunnel = _by_tunnel(world, addresses[0] if addresses else None)
    start = _Result(service, dns_ms=None if by_proxy else dns_ms, in_tunnel=in_tunnel, addresses=addresses)
    # Where only the DNS says where it is, all its addresses are tried in turns, as a browser does.
    chosen = addresses[0] if addresses and (listed or addresses != found) else None
    result = _page(world, start, chosen, by_proxy, began) if web else _connected(world, start)
    silent = result.failure is Failure.TIMEOUT and result.stage == "connect"
    if silent and addresses and not world.look and by_proxy is None:
        result = _once_more(world, result)
    if by_proxy is None and not listed and addresses and not _system_finds(world, host):
        what = "the name server of this computer does not know its name, others do"
        return replace(result, failure=Failure.NAME_NOT_FOUND, stage="name", here=what)
    if result.failed and not result.here:
        result = replace(result, here=_at_home(world, result, host, by_proxy))
    return result


def _looked_up(world: World, host: str) -> tuple[str, ...]:
    """As programs would find it: name servers, and whatever else the system knows (mDNS, search lists)."""
    world.names.system(host, 0.0)  # it begins now; its answer is wanted at the end
    return world.names.lookup(host) or world.names.system(host, 0.5).addresses


def _system_finds(world: World, host: str) -> bool:
    """Whether programs find the name; False only where the system says for certain that it does not exist."""
    said = world.names.system(host, SYSTEM_S)
    return bool(said.addresses) or said.failure is not Failure.NAME_NOT_FOUND


def _page(world: World, start: _Result, address: str | None, proxy: str | None, began: float) -> _Result:
    (answer,) = world.web.fetch([WebRequest(start.service.url, None if proxy else address, proxy=proxy)])
    failure = _web_failure(answer)
    return replace(
        start,
        failure=failure,
        stage=_STAGES.get(answer.stage, "answer") if failure else None,
        ms=(world.clock.monotonic() - began) * 1000,
        answer=answer,
        connect_ms=answer.connect_ms,
        used=answer.address,
    )


_STAGES = {"name": "name", "connect": "connect", "tls": "tls"}
"""Where a page failed, as a person asks for it; all that comes later is its answer."""


def _connected(world: World, start: _Result) -> _Result:
    """One TCP connection, to whichever of the addresses answers."""
    if not start.addresses:
        return replace(start, failure=Failure.NAME_NOT_FOUND, stage="name", ms=start.dns_ms)
    heard = _best(_shots(world, start, gap_s=0.3))
    failure = _MEANS.get(heard.said, Failure.TIMEOUT) if heard.said is not Said.ANSWERED else None
    return replace(
        start,
        failure=failure,
        stage="connect" if failure else None,
        ms=None if heard.ms is None else heard.ms + (start.dns_ms or 0.0),
        connect_ms=None if failure else heard.ms,
        used=heard.shot.address,
        here=_told_at_home(world, heard),
    )


def _once_more(world: World, result: _Result) -> _Result:
    """A second try where nobody answered: routers say why only once a second, and a firewall of this computer's own
    shows by the packets that the system could not repeat. In the first look alone: what it finds needs no other."""
    before = world.machine.refused_retransmissions()
    heard = _best(_shots(world, result, wait_s=AGAIN_S, tries=1))
    after = world.machine.refused_retransmissions()
    if heard.said is Said.ANSWERED:
        return replace(result, failure=Failure.NOT_FINISHED, connect_ms=heard.ms, used=heard.shot.address)
    if heard.said is Said.SILENT and before is not None and after is not None and after > before:
        return replace(result, failure=Failure.BLOCKED_LOCALLY)
    if heard.said is Said.SILENT:
        return result
    return replace(result, failure=_MEANS.get(heard.said, Failure.TIMEOUT), here=_told_at_home(world, heard))


_MEANS = {
    Said.REFUSED: Failure.REFUSED,
    Said.PROHIBITED: Failure.PROHIBITED,
    Said.UNREACHABLE: Failure.UNREACHABLE,
    Said.BLOCKED: Failure.BLOCKED_LOCALLY,
    Said.NO_ROUTE: Failure.NO_ROUTE,
    Said.NO_NEIGHBOUR: Failure.NO_NEIGHBOUR,
    Said.WITHHELD: Failure.NOT_PERMITTED,
}


def _shots(world: World, result: _Result, wait_s: float = 1.2, tries: int = 3, gap_s: float = 0.0) -> Sequence[Reply]:
    """A connection to its first address of each family, the second a little later (RFC 8305)."""
    port = urlsplit(result.service.url).port or (80 if result.service.url.startswith("http:") else 443)
    six = [address for address in result.addresses if ":" in address][:1]
    four = [address for address in result.addresses if ":" not in address][:1]
    shots = [
        Shot(address, How.TCP, port, tries=tries, after_s=gap_s * place) for place, address in enumerate(six + four)
    ]
    return world.wire.ask(shots, wait_s, enough=lambda replies: any(r.said is Said.ANSWERED for r in replies))


def _best(replies: Sequence[Reply]) -> Reply:
    """One that answers is enough; silence says least, and of errors that of the service's own machine most."""
    order = (Said.ANSWERED, Said.BLOCKED, Said.PROHIBITED, Said.REFUSED, Said.UNREACHABLE)
    return min(replies, key=lambda r: order.index(r.said) if r.said in order else len(order) + (r.said is Said.SILENT))


# --- what at home may be the cause ----------------------------------------------------------------------------------

_HOME_NAMES = ("local", "lan", "home", "internal", "intranet", "corp", "private", "localdomain", "home.arpa")
"""Ends of names that the DNS of the internet does not know (RFC 6762, RFC 8375, ICANN's reservation of .internal)."""
_OWN_TABLES = (Failure.NO_ROUTE, Failure.NO_NEIGHBOUR)


def _at_home(world: World, result: _Result, host: str, proxy: str | None) -> str:
    """What at home, or on the way to it, may be why it fails; empty where it must be the service."""
    answer, by_name = result.answer, result.stage == "name"
    if result.failure is Failure.BLOCKED_LOCALLY:
        return "this computer's own firewall"
    if result.failure is Failure.NOT_PERMITTED:
        return "this computer would not send it"
    if proxy is not None and (
        result.failure in (Failure.PROXY_FAILED, Failure.RESET, Failure.CERTIFICATE_UNTRUSTED, Failure.TLS_FAILED)
        or result.service.url.startswith("http:")
    ):
        parts = urlsplit(proxy)
        return f"through the proxy {parts.hostname}:{parts.port or 80}"
    if answer is not None and answer.sender and result.failure in (Failure.PROHIBITED, Failure.UNREACHABLE):
        return _said_at_home(world, answer.sender)
    if result.service.via == "vpn":
        return ""
    if result.failure in _OWN_TABLES:
        return "this computer has no way there"
    if by_name and ("." not in host or any(host.endswith(f".{end}") for end in _HOME_NAMES)):
        return "a name of your own network or of a VPN"
    if any(_own(world, address) for address in result.addresses):
        return "in your own network or behind a VPN"
    return ""


def _withheld(world: World, result: _Result) -> bool:
    """Whether this system would not send to a device beside it, as one does that wants the person's leave for that."""
    if result.failure is not Failure.NOT_PERMITTED or result.stage != "connect":
        return False
    beside = [(ip, prefix) for ip, prefix in world.own_networks() if prefix > 0]
    near = any(inside(address, ip, prefix) for address in result.addresses for ip, prefix in beside)
    return near and world.machine.guards_local_network()


def _told_at_home(world: World, heard: Reply) -> str:
    if heard.said in (Said.PROHIBITED, Said.UNREACHABLE) and heard.sender:
        return _said_at_home(world, heard.sender)
    return ""


def _said_at_home(world: World, sender: str) -> str:
    routers = [route.gateway for route in world.gateways() if route.gateway]
    return f"says {sender}, in your home" if at_home(sender, routers, None, world.own_networks()) else ""


def _nowhere(address: str) -> bool:
    found = parsed(address)
    return found is not None and found.is_unspecified


def _own(world: World, address: str) -> bool:
    """In a private net, in this computer's own one, or this computer itself: no business of the internet's."""
    found = parsed(address)
    if found is None:
        return False
    private = found.is_loopback or found.is_link_local or carrier(address)
    private = private or any(inside(address, net, bits) for net, bits in _PRIVATE)
    return private or any(inside(address, ip, prefix) for ip, prefix in world.own_networks() if prefix > 0)


_PRIVATE = (("10.0.0.0", 8), ("172.16.0.0", 12), ("192.168.0.0", 16), ("fc00::", 7))
"""RFC 1918, RFC 4193."""


def _only_family(down: Sequence[_Result]) -> int | None:
    """4 or 6, where silent ones have addresses of that family alone: it may be the family that is dead."""
    families = {6 if ":" in address else 4 for result in down if not result.surely for address in result.addresses}
    return families.pop() if len(families) == 1 else None


def _by_tunnel(world: World, address: str | None) -> bool | None:
    """Whether the system would send it into a tunnel; None where it cannot be known: a name that only the VPN knows
    is not found when the VPN's name server is gone, tunnel or no tunnel."""
    tunnels = {i.name for i in world.machine.interfaces() or () if i.kind is Kind.TUNNEL and i.up is not False}
    if address is None:
        return None if tunnels else False
    return world.machine.way_to(address).interface in tunnels


def _web_failure(answer: WebAnswer) -> Failure | None:
    if not answer.done:
        failure = answer.failure or Failure.TIMEOUT
        waiting = failure in (Failure.STALLED, Failure.TIMEOUT) and answer.connect_ms is not None
        return Failure.NOT_FINISHED if waiting and answer.stage != "body" else failure
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
        "slow": result.slow,
        "here": result.here,
        "passed_over": _passed_over(result),
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
    here = f"; {result.here}" if result.here else ""
    return f"{_called(result.service)}: {how} ({result.stage}{after}{here})"


def _passed_over(result: _Result) -> tuple[str, ...]:
    """Its IPv6 addresses, where IPv4 was quicker or the only one that answered."""
    by_four = result.failure is None and result.used is not None and ":" not in result.used
    return tuple(address for address in result.addresses if ":" in address) if by_four else ()


def _well(results: Sequence[_Result]) -> str:
    slowest = max(results, key=lambda result: result.ms or 0.0)
    one = len(results) == 1
    time = f", {'' if one else f'the slowest ({slowest.service.name}) '}in {slowest.ms:.0f} ms" if slowest.ms else ""
    return (f"{_called(results[0].service)} answers" if one else f"all {len(results)} work addresses answer") + time


def _tenths(ms: float | None) -> float | None:
    return None if ms is None else round(ms, 1)


PROBE = Probe("Work addresses", Segment.SERVICE, ask)
