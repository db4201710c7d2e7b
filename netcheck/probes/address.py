"""Has this computer been given a usable address?"""

from __future__ import annotations

from netcheck.core.addresses import inside, self_assigned, usable
from netcheck.core.model import Failure, Observation, Outcome, Segment
from netcheck.core.network import Address, Interface
from netcheck.plugins import Probe, World


def ask(world: World) -> Observation:
    """Addresses of the connected adapters, whether the gateway lies in their network, and who set them."""
    interfaces = world.machine.interfaces()
    if interfaces is None:
        return Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE, "the system does not tell its addresses")
    linked = [i for i in interfaces if i.kind.counts and i.up is not False and i.carrier is not False]
    held = [(i, a) for i in linked for a in i.addresses]
    good = [(i, a) for i, a in held if usable(a.ip) and not a.conflict]
    conflicts = [a.ip for _, a in held if a.conflict]
    routes = world.machine.default_routes()
    gateways = world.gateways()
    used = gateways[0].interface if gateways else (good[0][0].name if good else None)
    mine = [(i, a) for i, a in good if i.name == used]
    alone = any(self_assigned(a.ip) for _, a in held) and not any(a.family == 4 for _, a in good)
    facts = {
        "interface": used,
        "v4": tuple(a.ip for _, a in good if a.family == 4),
        "v6": tuple(a.ip for _, a in good if a.family == 6),
        "self_assigned": alone,
        "by_hand": _by_hand(mine),
        "gateway_in_subnet": _in_subnet(world, used),
        "conflicts": tuple(conflicts),
    }
    if conflicts and not mine:
        return Observation(Outcome.FAILED, Failure.CONFLICT, f"another device holds {conflicts[0]}", facts)
    if not good or (alone and routes == ()):
        what = "only a self-assigned address" if alone else "no address"
        return Observation(Outcome.FAILED, Failure.NO_ADDRESS, f"{what} on {_names(linked)}", facts)
    shown = ", ".join(a.ip for _, a in (mine or good)[:2])
    return Observation(Outcome.OK, summary=f"{used} has {shown}", facts=facts)


def _by_hand(held: list[tuple[Interface, Address]]) -> bool | None:
    origins = {address.origin for _, address in held if address.family == 4}
    if "manual" in origins:
        return True
    return False if origins & {"dhcp", "auto"} else None


def _in_subnet(world: World, used: str | None) -> bool | None:
    """Whether each IPv4 gateway of the used adapter lies in one of its networks; None without one to compare."""
    held = [a for i in world.machine.interfaces() or () if i.name == used for a in i.addresses if a.family == 4]
    gateways = [r.gateway for r in world.gateways() if r.family == 4 and r.gateway and r.interface == used]
    if not held or not gateways or any(a.prefix >= 31 for a in held):
        return None
    return all(any(inside(g, a.ip, a.prefix) for a in held) for g in gateways)


def _names(interfaces: list[Interface]) -> str:
    return ", ".join(i.name for i in interfaces) or "any adapter"


PROBE = Probe("Address", Segment.LINK, ask)
