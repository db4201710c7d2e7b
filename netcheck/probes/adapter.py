"""Is there a network adapter, and is it switched on?"""

from __future__ import annotations

from netcheck.core.model import Failure, Observation, Outcome, Segment
from netcheck.core.network import Interface
from netcheck.plugins import Probe, World


def ask(world: World) -> Observation:
    """Look at the adapters that count: loopback, tunnels, bridges and their ports do not."""
    interfaces = world.machine.interfaces()
    if interfaces is None:
        return Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE, "the system does not list its adapters")
    adapters = [i for i in interfaces if i.kind.counts]
    on = [i for i in adapters if i.up is not False]
    off = [i for i in adapters if i.up is False]
    facts = {
        "count": len(adapters),
        "on": tuple(i.name for i in on),
        "off": tuple(i.name for i in off),
        "off_reason": next((i.off_reason for i in off if i.off_reason), None),
        "adapters": tuple({"name": i.name, "kind": i.kind.value, "up": i.up, "carrier": i.carrier} for i in adapters),
    }
    if not adapters:
        return Observation(Outcome.FAILED, Failure.NO_ADAPTER, "no Wi-Fi, cable or mobile adapter is there", facts)
    used = world.memory.facts.get("interface") if world.memory else None
    linked = [i for i in on if i.carrier is not False]
    if off and not linked and used not in [i.name for i in on]:
        reason = f" ({facts['off_reason']})" if facts["off_reason"] else ""
        return Observation(Outcome.FAILED, Failure.SWITCHED_OFF, f"{_names(off)} is switched off{reason}", facts)
    return Observation(Outcome.OK, summary=f"{_names(on)} is there and switched on", facts=facts)


def _names(interfaces: list[Interface]) -> str:
    return ", ".join(i.name for i in interfaces)


PROBE = Probe("Network adapter", Segment.COMPUTER, ask)
