"""Watches: looks lightly, looks whole when something changes, and tells what happened."""

from __future__ import annotations

import logging
import queue
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from netcheck.core import monitor, pace, passive
from netcheck.core.model import Observation, Report
from netcheck.core.settings import Watch
from netcheck.core.watching import Depth, Due, Event, Glance, Phase, State, Suspicions, Tick
from netcheck.engine.runner import attempt
from netcheck.plugins import Signs

log = logging.getLogger(__name__)

STEP_S = 1.0
"""Seconds between two readings of the counters; a gap in the clocks is noticed as soon."""
BROKEN_S = 5.0
"""Seconds after a look that broke on a bug of our own, so that it does not break a thousand times a second."""
SETTLING_S = 0.7
"""Seconds after the system told of a change (link, address, route): such news come in bursts."""
APART_S = 1.5
"""The least seconds between two looks that such news ask for: some adapters come and go all the time."""
WELL = (Phase.WORKING, Phase.RESTORED)
"""Where signs are read: in an outage nothing comes in anyway, and looks are frequent."""


def _nothing(*_: object) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Follower:
    """Who is told; all of it on the watcher's thread, so it must return at once and raise nothing."""

    began: Callable[[Depth], None] = _nothing
    """A look begins."""
    answered: Callable[[str, Observation], None] = _nothing
    """A check of a whole look has answered."""
    happened: Callable[[Event, State], None] = _nothing
    """Something happened; every look is an event, too."""
    planned: Callable[[Due, Tick], None] = _nothing
    """When the next look is due, as seen from now."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a watcher needs of the world."""

    diagnose: Callable[[Callable[[str, Observation], None]], Report]
    """One whole diagnosis; told each answer as it comes."""
    glance: Callable[[Depth, State], Glance]
    """One light look."""
    signs: Signs
    tick: Callable[[], Tick]
    pace: Callable[[], Watch]
    """The pace as it is set now."""
    chance: Callable[[], float] = random.random
    between: Callable[[State, Tick], None] = _nothing
    """Told the state between two looks, at least once a second; returns at once."""


@dataclass(slots=True)
class Watcher:
    """One loop on one daemon thread; its methods may be called from any thread and return at once."""

    means: Means
    follower: Follower
    _state: State = field(default_factory=State)
    _wishes: queue.SimpleQueue[Callable[[], None]] = field(default_factory=queue.SimpleQueue)
    _stop: threading.Event = field(default_factory=threading.Event)
    _passive: Suspicions = field(default_factory=Suspicions)
    _now: bool = False
    """Somebody wants a whole look now."""
    _soon: float | None = None
    """When a look is due because of a sign, before its time."""
    _news_s: float = float("-inf")
    """When a look was due because the system told of a change."""
    _rests_s: float = float("-inf")
    """Until when nothing is looked at, since a look broke."""
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to watch, with a whole look; once only."""
        if self._thread is not None:
            return
        self._thread = threading.Thread(target=self.run, name="watcher", daemon=True)
        self._thread.start()

    def stop(self, wait_s: float = 0.0) -> bool:
        """End the loop; a look that runs is not waited for longer than `wait_s` seconds. Whether it has ended."""
        self._stop.set()
        self.means.signs.wake()
        if self._thread is not None and self._thread is not threading.current_thread() and wait_s > 0:
            self._thread.join(wait_s)
        return self._thread is None or not self._thread.is_alive()

    def look_now(self) -> None:
        """Look at the whole path as soon as the look that runs is over."""
        self._wish(lambda: setattr(self, "_now", True))

    def pause(self) -> None:
        """Stop looking."""
        self._wish(lambda: self._took(monitor.pause(self._state, self.means.tick())))

    def resume(self) -> None:
        """Go on, with a whole look."""
        self._wish(lambda: self._took(monitor.resume(self._state, self.means.tick())))

    def _wish(self, deed: Callable[[], None]) -> None:
        self._wishes.put(deed)
        self.means.signs.wake()

    def run(self) -> None:
        """The loop; ends when `stop` was called."""
        while not self._stop.is_set():
            chance = self.means.chance()
            planned: Due | None = None
            while not self._stop.is_set():
                self._grant()
                due, now = self._due(chance), self.means.tick()
                attempt(partial(self.means.between, self._state, now), "what is done between looks")
                if due != planned:
                    self.follower.planned(due, now)
                    planned = due
                if due.s <= now.s:
                    self._look(due.depth)
                    break
                self._rest(min(STEP_S, due.s - now.s))

    def _due(self, chance: float) -> Due:
        now = self.means.tick().s
        due = pace.due(self._state, self.means.pace(), chance, now)
        if self._state.phase is Phase.PAUSED:
            return due
        if now < self._rests_s:
            return replace(due, s=max(due.s, self._rests_s))
        if self._now:
            return Due(Depth.FULL, now)
        if self._soon is not None and self._soon < due.s:
            return Due(self._depth(due, now), max(now, self._soon))
        return due

    def _depth(self, due: Due, now: float) -> Depth:
        """In an outage, a change that the system tells of may be another fault, nearer than the one that is known."""
        full = self._state.last_full
        changed = self._state.down and self._soon == self._news_s
        return Depth.FULL if changed and (full is None or now - full.s >= pace.CHANGED_S) else due.depth

    def _grant(self) -> None:
        """Do what others wished for meanwhile."""
        while not self._wishes.empty():
            self._wishes.get()()

    def _rest(self, seconds: float) -> None:
        """Wait a little; read what costs nothing; let time pass in the state."""
        told = self.means.signs.wait(seconds)
        self._grant()
        tick = self.means.tick()
        self._took(monitor.step(self._state, None, tick))
        if told and self._soon is None:
            self._soon = self._news_s = max(tick.s + SETTLING_S, self._news_s + APART_S)
        elif not told and self._soon is None and self._state.phase in WELL:
            self._passive, why = passive.suspicious(self._passive, self.means.signs.counters(), tick.s)
            if why:
                log.debug("a look before its time: %s", why)
                self._soon = tick.s

    def _look(self, depth: Depth) -> None:
        self._soon = None
        self.follower.began(depth)
        news: Report | Glance | None
        if depth is Depth.FULL:
            self._now = False
            news = attempt(lambda: self.means.diagnose(self.follower.answered), "a whole look")
        else:
            news = attempt(lambda: self.means.glance(depth, self._state), "a light look")
        if news is None:
            self._rests_s = self.means.tick().s + BROKEN_S
        if not self._stop.is_set():
            self._took(monitor.step(self._state, news, self.means.tick()))
        self._passive = passive.looked(self._passive, well=self._state.phase in WELL)

    def _took(self, stepped: tuple[State, tuple[Event, ...]]) -> None:
        self._state, events = stepped
        for event in events:
            log.log(logging.DEBUG if event.kind == "look" else logging.INFO, "%s", event.kind)
            self.follower.happened(event, self._state)
