"""One diagnosis: look, judge, look again before accusing anybody, and ask the provider."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from netcheck.core.diagnose import blocked, conclude, judge, path_of, settled
from netcheck.core.model import NOTHING, Confidence, Fact, Look, Outcome, Report, Seen, Segment, Side, Verdict, merged
from netcheck.core.other_way import found_beside, worth_asking
from netcheck.engine.runner import Told, look
from netcheck.plugins import Clock, Probe, World

BETWEEN_LOOKS_S = 1.0
"""A confirming look begins at least this long after the first one began."""


WHOLE_LOOK_S = 1.5
"""What a look needs to be worth its while when much is silent."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a diagnosis needs to be told."""

    world: Callable[[int], World]
    """A fresh world for look number 0, 1, 2: what is remembered lasts one look."""
    probes: Mapping[str, Probe]
    clock: Clock
    deadline_s: float = 5.8
    told: Told | None = None
    stop: threading.Event | None = None
    tool: Mapping[str, Fact] = field(default_factory=lambda: NOTHING)
    host: Mapping[str, Fact] = field(default_factory=lambda: NOTHING)
    provider: str = "never"
    """When to ask the provider's page: never, upstream (after an upstream verdict), always."""


def diagnose_once(job: Job) -> Report:
    """The verdict after one look, or after a confirming one where the first would accuse somebody."""
    started = job.clock.monotonic()
    until = started + job.deadline_s
    asks = job.provider == "always"
    at_once = {c: p for c, p in job.probes.items() if not p.on_demand or (asks and not p.in_outages)}
    first = _look(job, 0, at_once, until)
    looks = [first]
    verdict = judge(first.seen)
    if verdict.accuses and _goes_on(job, until):
        looks.append(_confirm(job, verdict, started, until))
        second = conclude(looks)
        agree = verdict.fault in (second.fault, *second.also) or second.fault in verdict.also
        if not agree and _goes_on(job, until - WHOLE_LOOK_S):
            # The two looks disagree: something is changing. One more whole look decides alone.
            looks = [*looks, _look(job, 2, at_once, until)]
            # But for what is asked once: the page's word is seconds old.
            asked = {check: said for check, said in looks[1].seen.items() if job.probes[check].on_demand}
            seen = {**asked, **looks[-1].seen}
            third = _unsure(judge(seen), {verdict.fault, second.fault})
            return _report(job, looks, third, seen, started)
    elif verdict.side is Side.UNKNOWN and found_beside(first.seen) and _goes_on(job, until):
        # Nobody is accused, but names are found beside the default way: whether one can work there is worth knowing.
        beside = {check: probe for check, probe in job.probes.items() if probe.in_outages}
        looks.append(_look(job, 1, beside, until, settle=False, outage=True))
    final = conclude(looks)
    if len(looks) > 1 and final.fault != verdict.fault and verdict.fault not in final.also:
        final = _unsure(final, set())  # the looks disagree, and there was no time for a third one
    return _report(job, looks, final, merged(looks), started)


def _goes_on(job: Job, until: float) -> bool:
    stopped = job.stop is not None and job.stop.is_set()
    return not stopped and job.clock.monotonic() < until


def _look(
    job: Job, number: int, probes: Mapping[str, Probe], until: float, settle: bool = True, outage: bool = False
) -> Look:
    world = job.world(number)
    world.outage = world.outage or outage
    world.asks_provider = any(probe.on_demand and not probe.in_outages for probe in probes.values())
    at = job.clock.now()
    awaited = [check for check, probe in probes.items() if probe.on_demand]

    def enough(seen: Seen) -> bool:
        return settled(seen) and all(seen[check].outcome is not Outcome.PENDING for check in awaited)

    seen = look(world, probes, until=until, told=job.told, settled=enough if settle else None, stop=job.stop)
    return Look(at, seen)


def _confirm(job: Job, verdict: Verdict, started: float, until: float) -> Look:
    """Ask again what the accusation rests on; one beyond the home, but for a single service, also asks the provider's
    page, and where the default way is dead, whether there is a second one."""
    outage = worth_asking(verdict)
    rests = [check for check in verdict.rests_on if check in job.probes]
    of_provider = verdict.side is Side.UPSTREAM and verdict.segment is not Segment.SERVICE
    if of_provider and job.provider != "never":
        rests += [check for check, probe in job.probes.items() if probe.on_demand and not probe.in_outages]
    if outage:
        rests += [check for check, probe in job.probes.items() if probe.in_outages]
    job.clock.pause(started + BETWEEN_LOOKS_S - job.clock.monotonic())
    again = _look(job, 1, {check: job.probes[check] for check in rests}, until, settle=False, outage=outage)
    return replace(again, confirming=True)


def _unsure(verdict: Verdict, before: set[str]) -> Verdict:
    """An accusation that only the last of three looks makes is merely possible."""
    sure = Confidence.LIKELY if verdict.fault in before else Confidence.POSSIBLE
    return replace(verdict, confidence=verdict.confidence.at_most(sure)) if verdict.accuses else verdict


def _report(job: Job, looks: list[Look], verdict: Verdict, seen: Seen, started: float) -> Report:
    segments = {check: probe.segment for check, probe in job.probes.items()}
    return Report(
        id=uuid.uuid4().hex,
        created_at=looks[0].at,
        verdict=verdict,
        looks=tuple(looks),
        path=path_of(seen, verdict),
        duration_ms=round((job.clock.monotonic() - started) * 1000, 1),
        tool=job.tool,
        host=job.host,
        blocked_by=blocked(seen, verdict, segments),
    )
