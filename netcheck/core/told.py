"""What the stations on the way say when they do not pass our packets on, and from which side of the front door."""

from __future__ import annotations

from collections.abc import Collection

from netcheck.core.addresses import home, inside, parsed, same, second_router_net
from netcheck.core.network import Reply, Said

Nets = Collection[tuple[str, int]]

_NO_ROUTE = ((3, 0), (1, 0))
"""ICMP net unreachable (RFC 792) and ICMPv6 no route (RFC 4443)."""
_SOME_REFUSAL = (3, -1)
"""Windows tells "net unreachable" (3/0) and "prohibited" (3/13) alike: a station spoke, and passed nothing on."""
_BY_RULE = ((3, 3), (1, 4), (1, 1))
"""Port unreachable for far addresses is how Linux routers "reject"; ICMPv6 1/1 is "administratively prohibited"."""
_NOBODY_THERE = ((3, 1), (1, 3), (3, -2))
"""Host or address unreachable: the station found no neighbour to give the packet to. Windows tells "host prohibited"
(3/10) in the same way, -2: where it matters, who spoke must decide."""


def told(replies: Collection[Reply], routers: Collection[str], outside: str | None, nets: Nets = ()) -> str | None:
    """One word for what was said: no-route or prohibited (by a box at home), beyond (the same, by a station past it),
    far-end-silent (a router found nobody at the other end of its line), None where nobody said anything.

    `routers` are the gateways' addresses, `outside` the router's own address towards the provider, `nets` the
    networks that this computer itself is in (address and prefix).
    """
    errors = [r for r in replies if r.said in (Said.UNREACHABLE, Said.PROHIBITED) and r.sender]
    near = [r for r in errors if at_home(r.sender or "", routers, outside, nets)]
    if any(r.icmp in _NO_ROUTE for r in near):
        return "no-route"
    if any(r.said is Said.PROHIBITED or r.icmp in _BY_RULE for r in near):
        return "prohibited"
    far = [r for r in errors if r not in near]
    if any(r.said is Said.PROHIBITED or r.icmp in (*_NO_ROUTE, _SOME_REFUSAL) for r in far):
        return "beyond"
    # Any other error may come from the router itself, by an address of its own that nobody knows; not so where the
    # same station let a packet expire that the router had passed on.
    passed = [r.sender for r in replies if r.said is Said.EXPIRED and (r.shot.ttl or 0) > 1]
    if any(same(r.sender, station) for r in far for station in passed):
        return "beyond"
    # A station at the second hop would have let such a packet expire: so it was the router that found nobody.
    if any(r.icmp in _NOBODY_THERE and (r.shot.ttl == 2 or same(r.sender, outside)) for r in errors):
        return "far-end-silent"
    # A router that has told its address towards the provider speaks from there: this is another station. In the other
    # family it has an address there as well, which it has not told.
    told_outside = parsed(outside or "")
    if told_outside is None or home(outside):
        return None
    return "beyond" if any(_version(r.sender) == told_outside.version for r in far) else None


def _version(address: str | None) -> int | None:
    found = parsed(address or "")
    return None if found is None else found.version


def at_home(sender: str, routers: Collection[str], outside: str | None, nets: Nets = ()) -> bool:
    """Whether a station stands in the home: the gateway by any of its addresses, or a second router."""
    return (
        any(same(sender, router) for router in routers)
        or same(sender, outside)
        or any(inside(sender, ip, prefix) for ip, prefix in nets)
        or second_router_net(sender)
    )
