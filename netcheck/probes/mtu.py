"""Do large packets get through as well as small ones?"""

from __future__ import annotations

from dataclasses import replace

from netcheck.core.model import Failure, Observation, Outcome, Segment
from netcheck.core.network import WebAnswer
from netcheck.core.pages import PATIENCE_S, secure_pages
from netcheck.plugins import Probe, World

SMALL = 1000
"""Bytes a segment for the counter-proof: fits any line, with room for tunnels (IPv6's smallest MTU is 1280)."""


def ask(world: World) -> Observation:
    """Secure pages that stall after the connection opened are asked again in small segments."""
    wanted = secure_pages(world.settings.landmarks, world.look)
    if world.look:  # the suspicion is there already: ask both ways at once
        world.web.fetch([*wanted, *(replace(page, segment_bytes=SMALL) for page in wanted)], wait_s=PATIENCE_S)
    answers = world.web.fetch(wanted, wait_s=PATIENCE_S)
    stalled = [a for a in answers if _stalled(a)]
    facts: dict[str, object] = {"stalled": len(stalled), "small_works": 0}
    if any(a.done for a in answers):
        return Observation(Outcome.OK, summary="full-size packets get through", facts=facts)
    if not stalled:
        return Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE, "no connection to try sizes on", facts)
    small = world.web.fetch([replace(a.request, segment_bytes=SMALL) for a in stalled], wait_s=1.2)
    facts["small_works"] = sum(a.done for a in small)
    facts["out_of_order"] = max((a.out_of_order or 0 for a in stalled), default=0)
    if facts["small_works"]:
        summary = f"pages stall in full-size packets and load in {SMALL}-byte ones"
        return Observation(Outcome.FAILED, Failure.STALLED, summary, facts)
    return Observation(Outcome.UNKNOWN, Failure.STALLED, "pages stall whatever the packet size", facts)


def _stalled(answer: WebAnswer) -> bool:
    return answer.connect_ms is not None and answer.failure in (Failure.STALLED, Failure.TIMEOUT)


PROBE = Probe("Packet size", Segment.LINE, ask, timeout_s=4.0)
