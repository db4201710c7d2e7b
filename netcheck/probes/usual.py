"""What is this network like when all is well?"""

from __future__ import annotations

from netcheck.core.model import Fact, Failure, Observation, Outcome, Segment
from netcheck.plugins import Probe, World

USUALLY = (
    *("gateway_ms", "hop_ms", "far_ms", "router_model", "public_prefix"),
    *("provider_name", "provider_name_from", "provider_asn", "last_status"),
)
"""What rules and their words read by name: usual delays in milliseconds, and whose line it is."""
NOT_TOLD = frozenset({"samples"})


def ask(world: World) -> Observation:
    """Recall what was learnt here while it worked; on a network never seen before that is unknown."""
    if world.memory is None:
        new: dict[str, Fact] = {"gateway_seen": False} if world.remembers_any else {}
        return Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE, "this network was not seen working before", new)
    kept = world.memory.facts
    facts: dict[str, Fact] = {
        "learnt_at": world.memory.learnt_at.isoformat(),
        "gateway_seen": True,
        "gateway_answers": bool(kept.get("gateway_signs")),
        "hop_answers": bool(kept.get("hop")),
        "second_router": bool(kept.get("second_router")),
        "forwarder_answers": kept.get("forwarder_answers") if kept.get("role") == "router" else None,
        "router_answers": bool(kept.get("router_answers")),
        **{name: kept.get(name) for name in USUALLY},
        "kept": {name: value for name, value in kept.items() if name not in NOT_TOLD},
    }
    when = f"{world.memory.learnt_at:%Y-%m-%d %H:%M} UTC"
    return Observation(Outcome.OK, summary=f"this network worked on {when}", facts=facts)


PROBE = Probe("As it usually is", Segment.COMPUTER, ask)
