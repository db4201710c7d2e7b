"""Asks all checks at once, tells each answer as it comes, and waits for none longer than it may take."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from netcheck.core.model import PENDING, Failure, Observation, Outcome, Seen
from netcheck.plugins import Probe, World

log = logging.getLogger(__name__)

T = TypeVar("T")
BROKE = Observation(Outcome.UNKNOWN, Failure.INTERNAL, "netcheck's own check broke; see its log")
Told = Callable[[str, Observation], None]
"""Called with a check's id and answer, from the thread that runs the look."""


def look(
    world: World,
    probes: Mapping[str, Probe],
    *,
    until: float,
    told: Told | None = None,
    settled: Callable[[Seen], bool] | None = None,
    stop: threading.Event | None = None,
) -> dict[str, Observation]:
    """The answers of these checks, each asked on a thread of its own.

    Ends when all have answered, when `settled` says that the rest cannot change the verdict (they stay PENDING), at
    the monotonic time `until` in seconds, or when `stop` is set. A check that outlives its own time is UNKNOWN: its
    thread is a daemon and may be left behind.
    """
    answers: queue.SimpleQueue[tuple[str, Observation]] = queue.SimpleQueue()
    seen: dict[str, Observation] = dict.fromkeys(probes, PENDING)
    start = world.clock.monotonic()
    for check, probe in probes.items():
        threading.Thread(target=_ask, args=(check, probe, world, answers), name=check, daemon=True).start()
    limits = {check: min(start + probe.timeout_s, until) for check, probe in probes.items()}
    while limits and not (stop and stop.is_set()):
        now = world.clock.monotonic()
        try:
            # Short waits, so that a stop is noticed soon; an answer that has come counts, however late it is read.
            check, answer = answers.get(timeout=min(0.1, max(0.0, min(limits.values()) - now)))
        except queue.Empty:
            for check in [check for check, limit in limits.items() if limit <= now]:
                seen[check] = _unfinished(world, limits.pop(check) - start)
                _tell(told, check, seen[check])
        else:
            if check not in limits:
                continue
            del limits[check]
            seen[check] = answer
            _tell(told, check, answer)
        if settled is not None and settled(seen):
            break
    return seen


def attempt(deed: Callable[[], T], what: str) -> T | None:
    """What a deed gives; None, and a line in the log, where it breaks: that is our own bug, and accuses nobody."""
    try:
        return deed()
    except Exception:  # the one place: whoever watches for hours must outlive a bug
        log.exception("%s broke", what)
        return None


def _ask(check: str, probe: Probe, world: World, answers: queue.SimpleQueue[tuple[str, Observation]]) -> None:
    started, at = world.clock.monotonic(), world.clock.now()
    answer = attempt(lambda: probe.ask(world), f"the check {check}") or BROKE
    took = (world.clock.monotonic() - started) * 1000
    answers.put((check, replace(answer, started_at=at, duration_ms=round(took, 1))))


def _unfinished(world: World, waited_s: float) -> Observation:
    return Observation(
        Outcome.UNKNOWN,
        Failure.NOT_FINISHED,
        f"no result within {waited_s:.1f} s",
        started_at=_ago(world.clock.now(), waited_s),
        duration_ms=round(waited_s * 1000, 1),
    )


def _ago(now: datetime, seconds: float) -> datetime:
    return now.astimezone(UTC) - timedelta(seconds=seconds)


def _tell(told: Told | None, check: str, answer: Observation) -> None:
    if told is not None:
        told(check, answer)
