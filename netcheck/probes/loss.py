"""Are packets lost or late, and from which station on?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from netcheck.core.addresses import second_router_net, turned
from netcheck.core.model import Fact, Failure, Observation, Outcome, Segment
from netcheck.core.network import How, Reply, RouterWord, Said, Shot
from netcheck.plugins import Probe, World

FIRST, MORE = 10, 30
"""Packets a target, and how many more where one got lost: 40 find 5 % loss on a link."""
FIRST_WAIT_S = 0.6
"""Patience with the last packet of the first round, before the way's own delay is known."""
LOSSY_LOST, LOSSY_SHARE = 4, 0.04
"""Lost packets to all landmarks together from which a way counts as lossy: 4 of 80 found every 5 % case."""
AS_MUCH = 2.5
"""A station loses "as much" as the landmarks when its share times this reaches theirs."""
QUEUE_MS = 100.0
"""Waiting beyond the router from which a full queue is looked for."""
BUSY_BYTES = 30_000
"""Bytes a second through the router that count as use, where its link rate is not known."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the packets to one target."""

    sent: int
    lost: int
    ms: float | None

    @property
    def share(self) -> float:
        """Lost of sent, 0 to 1."""
        return self.lost / self.sent if self.sent else 0.0


def ask(world: World) -> Observation:
    """Interleaved packets to the router, to the first station beyond, and to two landmarks."""
    count = FIRST if world.look == 0 else FIRST + MORE  # a confirming look knows that there is something to count
    chosen, replies, wait_s = _first_round(world, count)
    if not replies["far"]:
        return Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE, "no landmark answers: nothing to compare with")
    if world.look == 0 and any(r.said is Said.SILENT for r in replies["far"]):
        for (place, _), more in zip(chosen, _round(world, chosen, MORE, wait_s), strict=True):
            replies[place] += more
    gateway, hop, landmarks = (_tally(replies[place]) for place in ("gateway", "hop", "far"))
    lossy = landmarks.lost >= LOSSY_LOST and landmarks.share >= LOSSY_SHARE
    busy, rate = _busy(world, gateway, landmarks)
    where = _first_losing(gateway, hop, landmarks) if lossy else "none"
    facts: dict[str, Fact] = {
        "gateway_sent": gateway.sent, "gateway_lost": gateway.lost, "gateway_ms": gateway.ms,
        "hop_sent": hop.sent, "hop_lost": hop.lost, "hop_ms": hop.ms if hop.ms is not None else landmarks.ms,
        "far_sent": landmarks.sent, "far_lost": landmarks.lost, "far_ms": landmarks.ms,
        "lossy": lossy, "first_losing": where, "busy": busy, "wan_rate": rate,
        "untold": sum(r.untold for found in replies.values() for r in found),
        "ways": tuple(f"{place}: {shot.how.value} {shot.address}" for place, shot in chosen),
    }  # fmt: skip
    summary = f"lost: {landmarks.lost} of {landmarks.sent} to far hosts, {gateway.lost} of {gateway.sent} to the router"
    if lossy:
        return Observation(Outcome.FAILED, Failure.LOSS, summary, facts)
    if busy:
        summary = f"packets wait {landmarks.ms:.0f} ms while the line carries {rate}"
        return Observation(Outcome.FAILED, Failure.TIMEOUT, summary, facts)
    return Observation(Outcome.OK, summary=summary, facts=facts)


Chosen = list[tuple[str, Shot]]
"""Place and shot of each target that is counted."""


def _first_round(world: World, count: int) -> tuple[Chosen, dict[str, list[Reply]], float]:
    """Echoes to all targets; to one that answers none, whatever else it answers. Also: how long to wait from now on.

    A target that answers nothing at all is left out: it is dark, which is not loss.
    """
    echoes = [(place, Shot(address, How.ECHO, device=device)) for place, address, device in _places(world)]
    # Whether this user may send echoes is known at once: no need to spend a second on finding out forty times.
    first = world.wire.ask([echoes[0][1]], wait_s=0.01)[0].said if echoes else Said.NOT_PERMITTED
    asks = first not in (Said.NOT_PERMITTED, Said.WITHHELD)
    heard, mute = _heard(echoes, _round(world, echoes, count, FIRST_WAIT_S)) if asks else ([], echoes)
    others = _other_ways(world, mute)
    more, _ = _heard(others, _round(world, others, count, FIRST_WAIT_S))
    heard += more
    replies: dict[str, list[Reply]] = {"gateway": [], "hop": [], "far": []}
    for place, _, found in heard:
        replies[place] += found
    times = [r.ms for found in replies.values() for r in found if r.from_target and r.ms is not None]
    chosen = [(place, shot) for place, shot, _ in heard]
    return chosen, replies, min(0.9, max(0.4, 3 * max(times, default=0.0) / 1000))


def _heard(chosen: Chosen, found: list[list[Reply]]) -> tuple[list[tuple[str, Shot, list[Reply]]], Chosen]:
    """The targets that answered at least once, with their replies, and those that did not."""
    pairs = list(zip(chosen, found, strict=True))
    heard = [(place, shot, replies) for (place, shot), replies in pairs if any(r.from_target for r in replies)]
    return heard, [one for one, replies in pairs if not any(r.from_target for r in replies)]


def _places(world: World) -> list[tuple[str, str, str | None]]:
    """Place, address and adapter of each target. TTL-expired answers are rate-limited, so a station is asked itself."""
    device = world.way_past_tunnel()
    gateway = next((r.gateway for r in world.gateways() if r.gateway and "%" not in r.gateway and r.family == 4), None)
    hops = {r.shot.ttl: r.sender for r in world.ladder() if r.said is Said.EXPIRED and r.sender}
    hop = hops.get(3) if second_router_net(hops.get(2)) else hops.get(2)
    family = 4 if 4 in world.families() else 6
    landmarks = [a for h in turned(world.settings.landmarks.hosts, world.look) if (a := h.v4 if family == 4 else h.v6)]
    places: list[tuple[str, str, str | None]] = [("far", address, device) for address in landmarks[:2]]
    if hop:
        places.insert(0, ("hop", hop, device))
    if gateway:
        places.insert(0, ("gateway", gateway, None))
    return places


def _other_ways(world: World, mute: Chosen) -> Chosen:
    """A connection that each mute target answers: RST and SYN-ACK are not rate-limited."""
    ports = {"gateway": (80, 53, 443), "hop": (80,), "far": (443,)}
    shots = [
        (place, Shot(shot.address, How.TCP, port, device=shot.device)) for place, shot in mute for port in ports[place]
    ]
    if not shots:
        return []
    replies = world.wire.ask([shot for _, shot in shots], wait_s=0.9, retry_s=0.2, enough=_enough)
    chosen: dict[str, tuple[str, Shot]] = {}
    for (place, shot), reply in zip(shots, replies, strict=True):
        if reply.from_target:
            chosen.setdefault(shot.address, (place, shot))
    return list(chosen.values())


def _round(world: World, chosen: Chosen, count: int, wait_s: float) -> list[list[Reply]]:
    """This many packets to each target; their replies, by target."""
    replies = world.wire.burst([shot for _, shot in chosen], count, wait_s=wait_s) if chosen else ()
    return [list(replies[place * count : (place + 1) * count]) for place in range(len(chosen))]


def _enough(replies: Sequence[Reply]) -> bool:
    """Each address has said something in one way."""
    addresses = {r.shot.address for r in replies}
    return addresses == {r.shot.address for r in replies if r.from_target}


def _tally(replies: Sequence[Reply]) -> Tally:
    times = [r.ms for r in replies if r.from_target and r.ms is not None]
    counted = [r for r in replies if not r.untold]  # nobody knows what became of the others: they are no loss
    lost = sum(not r.from_target for r in counted)
    return Tally(len(counted), lost, round(median(times), 2) if times else None)


def _first_losing(gateway: Tally, hop: Tally, far: Tally) -> str | None:
    """The nearest place that loses as much as the landmarks do; None where the router could not be measured."""
    if not gateway.sent:
        return None
    if gateway.lost and gateway.share * AS_MUCH >= far.share:
        return "gateway"
    if not hop.sent or (hop.lost and hop.share * AS_MUCH >= far.share):
        return "first-hop"
    return "beyond"


def _busy(world: World, gateway: Tally, far: Tally) -> tuple[bool | None, str | None]:
    """Whether packets wait beyond the router while its counters show that the line is in use."""
    if far.ms is None or far.ms - (gateway.ms or 0.0) < QUEUE_MS:
        return False, None
    usual = world.memory.facts.get("far_ms") if world.memory else None
    if isinstance(usual, int | float) and far.ms < 2 * usual + 50:
        return False, None
    address = next((r.gateway for r in world.gateways() if r.gateway and r.family == 4), None)
    word = world.router.word(address) if address else None
    before = world.router.counters(address) if address and word and word.answered else None
    started = world.clock.monotonic()
    if address is None or before is None or word is None:
        return None, None
    world.clock.pause(0.5)
    after = world.router.counters(address)
    seconds = world.clock.monotonic() - started
    if after is None or seconds <= 0:
        return None, None
    return _judged(before, after, word, seconds)


def _judged(before: RouterWord, after: RouterWord, word: RouterWord, seconds: float) -> tuple[bool | None, str | None]:
    busy = False
    rates = []
    for old, new, link in (
        (before.bytes_sent, after.bytes_sent, word.link_up_bps),
        (before.bytes_received, after.bytes_received, word.link_down_bps),
    ):
        if old is None or new is None:
            continue
        rate = max(0, new - old) / seconds
        rates.append(rate)
        # Routers often tell the speed of a socket, not of the line: half of it is asked for only below 1 Gbit/s.
        floor = link / 8 / 2 if link and link < 1_000_000_000 else BUSY_BYTES
        busy = busy or rate >= min(floor, 50 * BUSY_BYTES)
    return (busy, f"{max(rates) * 8 / 1000:.0f} kbit/s") if rates else (None, None)


PROBE = Probe("Loss and delay", Segment.LINE, ask, timeout_s=4.5)
