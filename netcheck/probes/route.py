"""Does this computer know the way out?"""

from __future__ import annotations

from netcheck.core.model import Failure, Observation, Outcome, Segment
from netcheck.plugins import Probe, World


def ask(world: World) -> Observation:
    """Default routes of both families; where there are none, whether the system would still find a way."""
    routes = world.machine.default_routes()
    facts = {
        "defaults": tuple(
            {"family": r.family, "gateway": r.gateway, "interface": r.interface, "metric": r.metric}
            for r in routes or ()
        ),
        "families": world.families(),
    }
    if routes:
        best = routes[0]
        return Observation(Outcome.OK, summary=f"the way out is {best.gateway or best.interface}", facts=facts)
    ways = [
        world.machine.way_to(address)
        for landmark in world.settings.landmarks.hosts[:2]
        for address in (landmark.v4, landmark.v6)
        if address
    ]
    found = next((w for w in ways if w.interface and w.failure is None), None)
    if found:
        return Observation(Outcome.OK, summary=f"the way out is {found.interface}", facts=facts)
    if routes is None:
        return Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE, "the system does not tell its routes", facts)
    return Observation(Outcome.FAILED, Failure.NO_ROUTE, "there is no default route", facts)


PROBE = Probe("Way out", Segment.COMPUTER, ask)
