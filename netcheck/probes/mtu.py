"""Do large packets get through as well as small ones?"""

from __future__ import annotations

from netcheck.core.addresses import turned
from netcheck.core.model import Failure, Observation, Outcome, Segment
from netcheck.core.network import WebAnswer, WebRequest
from netcheck.plugins import Probe, World

SMALL = 1000
"""Bytes a segment for the counter-proof: fits any line, with room for tunnels (IPv6's smallest MTU is 1280)."""
PATIENCE_S = 2.4
"""Seconds: four round trips of a satellite line; a dead line is given up sooner, at the name or the connection."""
AT_ONCE = 2
ENOUGH = 4096
"""Bytes of a page: more than two full-size packets."""


def ask(world: World) -> Observation:
    """Secure pages that stall after the connection opened are asked again in small segments."""
    urls = turned(world.settings.landmarks.secure, world.look * AT_ONCE)[: AT_ONCE + world.look]
    wanted = [WebRequest(url, max_bytes=ENOUGH) for url in urls]
    if world.look:  # the suspicion is there already: ask both ways at once
        world.web.fetch([*wanted, *(WebRequest(url, max_bytes=ENOUGH, segment_bytes=SMALL) for url in urls)])
    answers = world.web.fetch(wanted, wait_s=PATIENCE_S)
    stalled = [a for a in answers if _stalled(a)]
    facts: dict[str, object] = {"stalled": len(stalled), "small_works": 0}
    if any(a.done for a in answers):
        return Observation(Outcome.OK, summary="full-size packets get through", facts=facts)
    if not stalled:
        return Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE, "no connection to try sizes on", facts)
    small = world.web.fetch(
        [WebRequest(a.request.url, max_bytes=ENOUGH, segment_bytes=SMALL) for a in stalled], wait_s=1.2
    )
    facts["small_works"] = sum(a.done for a in small)
    facts["out_of_order"] = max((a.out_of_order or 0 for a in stalled), default=0)
    if facts["small_works"]:
        summary = f"pages stall in full-size packets and load in {SMALL}-byte ones"
        return Observation(Outcome.FAILED, Failure.STALLED, summary, facts)
    return Observation(Outcome.UNKNOWN, Failure.STALLED, "pages stall whatever the packet size", facts)


def _stalled(answer: WebAnswer) -> bool:
    return answer.connect_ms is not None and answer.failure in (Failure.STALLED, Failure.TIMEOUT)


PROBE = Probe("Packet size", Segment.LINE, ask, timeout_s=4.0)
