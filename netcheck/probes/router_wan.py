"""What does the router say of its own way out?"""

from __future__ import annotations

from netcheck.core.addresses import home
from netcheck.core.model import Failure, Observation, Outcome, Segment
from netcheck.plugins import Probe, World

NO_WAN = 3
"""NAT-PMP result "network failure" (RFC 6886, 3.5): the NAT box itself has no address outside."""
DOWN_WORDS = frozenset({"disconnected", "disconnecting", "unconfigured", "pendingdisconnect"})
"""UPnP ConnectionStatus (WANIPConnection:1, 2.2.2) that mean: no way out."""


def ask(world: World) -> Observation:
    """NAT-PMP and UPnP IGD. Only negative words count: routers say "connected" through every fault beyond them."""
    gateways = [r.gateway for r in world.gateways() if r.gateway and r.family == 4]
    if not gateways:
        nothing_said = {"down": False, "behind_nat": False, "link_down": False, "login_refused": False}
        return Observation(Outcome.UNKNOWN, Failure.NOT_CONFIGURED, "no router to ask", nothing_said)
    word = world.router.word(gateways[0])
    connection = (word.connection or "").lower()
    fine = word.nat_pmp_result == 0 and word.external_address not in (None, "", "0.0.0.0")
    unaddressed = word.connection is not None and word.external_address in ("", "0.0.0.0")
    # "Connected" beside "no address" is what routers say whose own address is not public: behind another router, or
    # behind the provider's NAT. It tells nothing of the line.
    behind = connection == "connected" and (word.nat_pmp_result == NO_WAN or unaddressed or home(word.external_address))
    down = not fine and not behind and (word.nat_pmp_result == NO_WAN or connection in DOWN_WORDS or unaddressed)
    # miniupnpd derives "link down" from a missing address, so from that make it proves no more than "no session".
    honest = "miniupnpd" not in f"{word.make} {word.model}".lower()
    link_down = honest and (word.physical_link or "").lower() == "down"
    refused = "AUTHENTICATION" in (word.last_error or "").upper() and connection != "connected"
    facts = {
        "answered": word.answered,
        "down": down or link_down or refused,
        "behind_nat": behind,
        "speaks": bool(word.connection or word.nat_pmp_result is not None),
        "link_down": link_down,
        "login_refused": refused,
        "access": word.access_type,
        "connection": word.connection,
        "last_error": word.last_error,
        "nat_pmp": word.nat_pmp_result,
        "external": word.external_address,
        "external_is_private": home(word.external_address) if word.external_address else None,
        "make": word.make,
        "maker": word.maker,
        "model": word.model,
    }
    if refused:
        return Observation(Outcome.FAILED, Failure.WAN_DOWN, "the router says its login was refused", facts)
    if link_down:
        return Observation(Outcome.FAILED, Failure.WAN_DOWN, "the router says its line port has no signal", facts)
    if down:
        return Observation(Outcome.FAILED, Failure.WAN_DOWN, "the router says it has no connection", facts)
    if fine or connection == "connected":
        return Observation(Outcome.OK, summary="the router says it is connected", facts=facts)
    return Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE, "the router does not tell about its line", facts)


PROBE = Probe("Router's own word", Segment.ROUTER, ask)
