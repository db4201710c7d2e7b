"""Does this computer itself refuse to send?"""

from __future__ import annotations

from netcheck.core.addresses import turned
from netcheck.core.model import Fact, Failure, Observation, Outcome, Segment
from netcheck.core.network import How, Said, Shot
from netcheck.plugins import Probe, World

_CLOSED = 33473


def ask(world: World) -> Observation:
    """Sends that our own system refuses, answers it gives in the place of others, and TCP that it swallows."""
    families = world.families() or (4,)
    landmarks = turned(world.settings.landmarks.hosts, world.look)[:2]
    addresses = [a for h in landmarks if (a := h.v4 if 4 in families else h.v6)]
    if not addresses:
        return Observation(Outcome.UNKNOWN, Failure.NOT_CONFIGURED, "no landmark to send to")
    if any(world.machine.way_to(a).failure is Failure.BLOCKED_LOCALLY for a in addresses):
        summary = "this computer's own routes forbid the way out"
        return Observation(Outcome.FAILED, Failure.BLOCKED_LOCALLY, summary, {"refused_sends": len(addresses)})
    before = world.machine.refused_retransmissions()
    shots = [
        *(Shot(a, How.UDP, _CLOSED, tries=1) for a in addresses),
        Shot(addresses[0], How.TCP, 443, tries=1),
        Shot(addresses[-1], How.TCP, 80, tries=1),
    ]
    replies = world.wire.ask(
        shots, wait_s=1.25, enough=lambda sofar: all(r.said is not Said.SILENT for r in sofar if r.shot.how is How.TCP)
    )
    after = world.machine.refused_retransmissions()
    refused = sum(r.said is Said.BLOCKED for r in replies)
    silent = sum(r.said is Said.SILENT for r in replies if r.shot.how is How.TCP)
    withheld = all(r.said is Said.WITHHELD for r in replies if r.shot.how is How.TCP)
    swallowed = max(0, after - before) if before is not None and after is not None else None
    facts: dict[str, Fact] = {
        "refused_sends": refused,
        "silent_tcp": silent,
        "refused_retransmissions": swallowed,
        "withheld": withheld,
    }
    # A port that a strict firewall does not know proves nothing: what counts are connections to the web.
    if any(r.said is Said.BLOCKED for r in replies if r.shot.how is How.TCP):
        summary = f"this computer refused to send {refused} of {len(shots)} packets"
        return Observation(Outcome.FAILED, Failure.BLOCKED_LOCALLY, summary, facts)
    if silent and swallowed and swallowed >= silent:
        summary = f"this computer swallows its own connections ({swallowed} retransmissions refused)"
        return Observation(Outcome.FAILED, Failure.BLOCKED_LOCALLY, summary, facts)
    if refused and silent and swallowed is None:
        summary = "this computer refused to send some packets; whether connections too is not told"
        return Observation(Outcome.UNKNOWN, Failure.BLOCKED_LOCALLY, summary, facts)
    if withheld:
        summary = "this computer would not send that far, and does not say why"
        return Observation(Outcome.UNKNOWN, Failure.BLOCKED_LOCALLY, summary, facts)
    return Observation(Outcome.OK, summary="this computer sends what it is asked to", facts=facts)


PROBE = Probe("Firewall", Segment.COMPUTER, ask)
