"""Finds a second way out of this computer, names it as a person would, and says what it is good for in an outage."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network

from netcheck.core.addresses import parsed, usable
from netcheck.core.model import Fact, Impact, Seen, Segment, Side, Step, Verdict
from netcheck.core.network import Address, DefaultRoute, Interface, Kind, OtherWay, Resolver
from netcheck.core.words import KEEP_WORKING, N_

PHONE = N_("your phone ({name})")
MOBILE = N_("mobile broadband ({name})")
WIFI, SECOND_WIFI = N_("your Wi-Fi ({name})"), N_("a second Wi-Fi ({name})")
CABLE, SECOND_CABLE = N_("your network cable ({name})"), N_("a second cable ({name})")
CONNECTION = N_("another connection ({name})")
WORDS = (PHONE, MOBILE, WIFI, SECOND_WIFI, CABLE, SECOND_CABLE, CONNECTION)
"""What a second way may be called; the blank is the adapter's name."""

WORKS = N_(
    "There is a second way out, and it works: {second_way.words}. Disconnect from the network that is down (pull its "
    "cable, or leave its Wi-Fi), and you can work over it now."
)
NOT_TRIED = N_(
    "There is a second way out: {second_way.words}. It was not tried, since it may cost you data. To work over it, "
    "disconnect from the network that is down (pull its cable, or leave its Wi-Fi)."
)
NOT_KNOWN = N_(
    "There is a second way out: {second_way.words}. Whether it works could not be found out. To try it, disconnect "
    "from the network that is down (pull its cable, or leave its Wi-Fi)."
)
BOTH_DOWN = N_(
    "Your second way out is down as well: {second_way.words}. One cut cable or one power cut can take both. What may "
    "still work: a phone with another provider, or another place."
)
TEXTS = (WORKS, NOT_TRIED, NOT_KNOWN, BOTH_DOWN)
"""What the step about a second way may say."""

_PHONE_DRIVERS = ("rndis", "remote ndis", "ipheth", "apple mobile device", "iphone", "ipad", "bluetooth")
"""Drivers on Linux (rndis_host, ipheth, bnep), adapters' descriptions on Windows, hardware ports on macOS."""
_MAYBE_PHONE = ("cdc_ether", "cdc_ncm", "cdc_eem", "cdc_subset")
"""Newer phones speak these over USB, and so do docks: too little to say "your phone", enough to be thrifty."""
_PHONE_GATEWAYS = frozenset({"172.20.10.1", "192.168.42.129", "192.168.43.1", "192.168.44.1"})
"""The fixed addresses of an iPhone that shares its line (172.20.10.0/28), and of an Android phone over USB, Wi-Fi and
Bluetooth (until Android 10; AOSP's Tethering chooses at random since)."""
_LOCAL6 = IPv6Network("fc00::/7")
"""RFC 4193: leads nowhere outside."""


# --- which ways there are -------------------------------------------------------------------------------------------


def candidates(
    interfaces: Sequence[Interface],
    routes: Sequence[DefaultRoute],
    used: Collection[str],
    routers: Mapping[str, str] | None = None,
) -> tuple[OtherWay, ...]:
    """The adapters that lead out and are not in use, those that cost nothing first.

    `routes` are the default routes, best first; `used` names the adapters of the default way; `routers` gives the
    hardware address of the router behind an adapter, where it is known. Tunnels, bridges and the like do not count, nor
    does an adapter without a usable address or without a route for everything else. One that ends at the same router
    as the default way is the same way once more, and is left out.
    """
    routers = routers or {}
    here = [each for each in interfaces if each.name in used]
    used_routes = [route for route in routes if route.interface in used]
    found: list[tuple[tuple[bool, int, int], OtherWay]] = []
    for adapter in interfaces:
        mine = [route for route in routes if route.interface == adapter.name]
        way = _way(adapter, mine, here)
        if adapter.name in used or way is None or _same_router(adapter, mine, here, used_routes, routers):
            continue
        order = (Kind.WIRED, Kind.WIFI, Kind.MODEM).index(adapter.kind)
        found.append(((way.metered is True, order, mine[0].metric), way))
    return tuple(way for _, way in sorted(found, key=lambda each: each[0]))


def _way(adapter: Interface, routes: Sequence[DefaultRoute], here: Sequence[Interface]) -> OtherWay | None:
    if not adapter.kind.counts or adapter.up is False or adapter.carrier is False:
        return None
    sources = {family: ip for family in (4, 6) if (ip := _source(adapter.addresses, family))}
    leading = [route for route in routes if route.family in sources]
    families = tuple(family for family in (4, 6) if any(route.family == family for route in leading))
    if not families:
        return None
    first = next(route for route in leading if route.family == families[0])
    words, costs = _called(adapter, first.gateway, {each.kind for each in here})
    gateway = first.gateway
    if gateway and gateway.lower().startswith("fe80") and "%" not in gateway:
        gateway = f"{gateway}%{adapter.name}"
    metered = adapter.metered if adapter.metered is not None else (True if costs else None)
    name = words.replace("{name}", adapter.name)
    return OtherWay(adapter.name, adapter.kind, sources[families[0]], gateway, metered, name, families)


def _source(addresses: Sequence[Address], family: int) -> str | None:
    """The first address of a family that leads out of the house."""
    mine = (each.ip for each in addresses if each.family == family and usable(each.ip) and not each.conflict)
    return next((ip for ip in mine if family == 4 or parsed(ip) not in _LOCAL6), None)


def _called(adapter: Interface, gateway: str | None, used: Collection[Kind]) -> tuple[str, bool]:
    """What a person calls it, and whether it is of the kind that mostly costs by the megabyte."""
    driver = (adapter.driver or "").casefold()
    if gateway in _PHONE_GATEWAYS or any(word in driver for word in _PHONE_DRIVERS):
        return PHONE, True
    if adapter.kind is Kind.MODEM:
        return MOBILE, True
    if adapter.kind is Kind.WIFI:
        return SECOND_WIFI if Kind.WIFI in used else WIFI, False
    if driver in _MAYBE_PHONE:
        return CONNECTION, True
    if not driver and adapter.name.startswith(("enx", "usb")):
        return CONNECTION, False
    return SECOND_CABLE if Kind.WIRED in used else CABLE, False


def _same_router(
    adapter: Interface,
    routes: Sequence[DefaultRoute],
    here: Sequence[Interface],
    used_routes: Sequence[DefaultRoute],
    routers: Mapping[str, str],
) -> bool:
    """Whether it ends where the default way ends: a docked laptop whose Wi-Fi is joined to the same router."""
    theirs = {routers[each.name] for each in here if each.name in routers}
    if theirs and adapter.name in routers:
        return routers[adapter.name] in theirs
    gateways = {route.gateway for route in used_routes if route.gateway and route.family == 4}
    if any(route.gateway in gateways for route in routes):
        return True
    mine = networks(adapter)
    return any(mine & networks(each) for each in here)


def networks(adapter: Interface) -> set[IPv4Network | IPv6Network]:
    """The networks that an adapter is in; without self-assigned addresses."""
    held = [each for each in adapter.addresses if usable(each.ip)]
    return {
        ip_network(f"{each.ip}/{each.prefix}", strict=False)
        for each in held
        if 0 < each.prefix <= (32 if each.family == 4 else 128)
    }


def spared(
    resolvers: Sequence[Resolver], ways: Sequence[OtherWay], interfaces: Sequence[Interface]
) -> tuple[Resolver, ...]:
    """The name servers but those that are only reached by a way that may cost: a phone's, which the system lists
    beside the router's. They are not asked of our own accord; where there are no others, all of them are."""
    costly = {way.interface for way in ways if way.metered}
    near = [network for each in interfaces if each.name in costly for network in networks(each)]

    def costs(resolver: Resolver) -> bool:
        _, _, zone = resolver.address.partition("%")
        address = parsed(resolver.address)
        return (resolver.interface or zone) in costly or any(address in network for network in near if address)

    return tuple(each for each in resolvers if not costs(each)) or tuple(resolvers)


def called(ways: Sequence[OtherWay], interface: str) -> str:
    """What a person calls the way by this adapter; the adapter's name where it is none of these."""
    return next((way.words for way in ways if way.interface == interface), interface)


# --- what it is good for --------------------------------------------------------------------------------------------


def worth_asking(verdict: Verdict) -> bool:
    """Whether this verdict says that the default way is dead, beyond this computer and before the far end."""
    beyond = verdict.segment not in (None, Segment.COMPUTER, Segment.SERVICE)
    return verdict.accuses and verdict.impact is Impact.OUTAGE and beyond


def found_beside(seen: Seen) -> bool:
    """Whether a name server behind another adapter than that of the default way found a new name: the default way may
    be dead while another one works, whatever the verdict."""
    said = seen.get("dns")
    return said is not None and said.facts.get("fresh") is True and said.facts.get("by_default_way") is False


def best(seen: Seen) -> Mapping[str, Fact] | None:
    """The second way to tell of: one that works, else one that may, else one that is down; None where there is none."""
    said = seen.get("second_way")
    ways = said.facts.get("ways") if said else None
    known = [way for way in ways if isinstance(way, Mapping)] if isinstance(ways, tuple | list) else []
    return min(known, key=lambda way: (way.get("works") is False, way.get("works") is not True), default=None)


def told(seen: Seen) -> Step | None:
    """What a person can do with the second way, or must know of it; None where there is none."""
    way = best(seen)
    if way is None:
        return None
    works, metered = way.get("works"), way.get("metered") is True
    if works is False:
        return Step(_filled(BOTH_DOWN, way), helps=N_("sometimes"))
    text = _filled(WORKS if works is True else NOT_TRIED if metered and not way.get("asked") else NOT_KNOWN, way)
    cost = N_("1 minute; uses mobile data") if metered else N_("1 minute")
    return Step(text, cost=cost, helps=N_("keeps you working"))


def with_second_way(steps: tuple[Step, ...], seen: Seen, verdict: Verdict) -> tuple[Step, ...]:
    """The steps of a verdict, with what is known of a second way: first where the fault is upstream, in the place of
    the general advice where it is at home; nothing where a second way would not help."""
    way, step = best(seen), told(seen)
    if way is None or step is None or not worth_asking(verdict):
        return steps
    # "Share your phone's connection": that is done already; it still helps where another way than the phone is down.
    still_helps = way.get("works") is False and not _by_phone(way)
    others = steps if still_helps else tuple(each for each in steps if each != KEEP_WORKING)
    if verdict.side is Side.UPSTREAM:
        return (step, *others)
    place = steps.index(KEEP_WORKING) if KEEP_WORKING in steps else len(others)
    return (*others[:place], step, *others[place:])


def with_way_beside(steps: tuple[Step, ...], seen: Seen) -> tuple[Step, ...]:
    """The steps where nobody is accused, with a second way first that was seen to work while the default one fails."""
    way, step = best(seen), told(seen)
    if way is None or step is None or way.get("works") is not True or not found_beside(seen):
        return steps
    return (step, *(each for each in steps if each != KEEP_WORKING))


def _filled(text: str, way: Mapping[str, Fact]) -> str:
    return text.replace("{second_way.words}", str(way.get("words", "")))


def _by_phone(way: Mapping[str, Fact]) -> bool:
    return str(way.get("words", "")).startswith((PHONE.partition("{")[0], MOBILE.partition("{")[0]))
