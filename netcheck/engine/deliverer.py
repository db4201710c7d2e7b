"""Sends reports that wait once the line works: one at a time, gently, and each until the help desk has it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import TypeVar

from netcheck.core.delivery import LEFT, Delivery, Outcome, Sent, State, Trouble
from netcheck.core.delivery_pace import (
    LONGEST_S,
    after_return_s,
    begun,
    digest_groups,
    ended,
    is_due,
    next_try_s,
    taken_up,
)
from netcheck.core.model import Segment
from netcheck.core.watching import Event, Happened, Phase
from netcheck.core.watching import State as Watched
from netcheck.core.words import N_
from netcheck.engine.delivery_means import Change, Means
from netcheck.engine.runner import attempt

log = logging.getLogger(__name__)

POLL_S = 60.0
"""Seconds between two glances at the folder: another program may have put something there."""
AGAIN_S = 5.0
"""Seconds, at least, after a round of sending, or after another program was found sending."""
WELL = (Phase.WORKING, Phase.RESTORED)
"""Phases of the watch in which something can be sent."""
BROKE = Trouble(True, N_("netcheck itself broke while it sent the report."), detail="our own bug")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Rest:
    """For how long a desk is left alone."""

    until_s: float
    """On the clock."""
    failures: int
    """In a row."""


@dataclass(slots=True)
class Deliverer:
    """The thread that sends, and what it knows of the line.

    Nothing here raises but out of our own bugs, which are logged. All but `flush`, `step` and `known` return at once.
    """

    means: Means
    _well: bool = False
    """The line works, as far as the watch knows."""
    _paused: bool = False
    """The person has the watch stand still, so nobody knows of the line."""
    _from_s: float = 0.0
    """Not before this moment on the clock."""
    _asked: SimpleQueue[str] = field(default_factory=SimpleQueue)
    """Keys of those that a person wants tried now, whatever the watch says."""
    _jobs: SimpleQueue[Callable[[], object]] = field(default_factory=SimpleQueue)
    _rests: dict[tuple[str, str], _Rest] = field(default_factory=dict)
    """Desks that are left alone for a while: what one report met the next would meet."""
    _unwritten: dict[str, tuple[Outcome, datetime]] = field(default_factory=dict)
    """What came of tries, and when, that the disk did not take."""
    _hindered: dict[str, Trouble] = field(default_factory=dict)
    """What is not tried because the disk does not take that it is, and what the disk says."""
    _told: tuple[Delivery, ...] = ()
    _woken: threading.Event = field(default_factory=threading.Event)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin on a daemon thread; a second time it does nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="deliverer", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Begin nothing more; a try that runs ends by itself."""
        self._stop.set()
        self._woken.set()

    def happened(self, event: Event, state: Watched) -> None:
        """What the watcher tells, on its thread. Only a return, or a look that finds the line well, opens the gate."""
        # Where nothing but a service of the person's is down, a report of it can go.
        beyond = state.phase is Phase.OUTAGE and state.verdict and state.verdict.segment is Segment.SERVICE
        well = state.phase in WELL or bool(beyond)
        if well and not self._well:
            self._from_s = self.means.clock() + after_return_s(self.means.chance())
        if event.kind is Happened.RESTORED:
            self._jobs.put(lambda: self.means.restored(event))
        self._well, self._paused = well, state.phase is Phase.PAUSED
        if event.kind is not Happened.LOOK or (well and any(each.state in LEFT for each in self._told)):
            self._woken.set()

    def wake(self, key: str = "") -> None:
        """Something was put into the spool, or changed in it; by a person, where its key is told. Who has paused the
        watch, and sends a report, means now: that one is tried once."""
        if key and self._paused:
            self._asked.put(key)
        self._woken.set()

    def send_now(self, key: str) -> None:
        """A person wants this one tried now, without a wait."""
        self._asked.put(key)
        self._woken.set()

    def do(self, job: Callable[[], object]) -> None:
        """Have something done on this thread, before anything is sent."""
        self._jobs.put(job)
        self._woken.set()

    def known(self) -> tuple[Delivery, ...]:
        """All that are kept, the newest first, with what the disk did not take. Waits for the disk."""
        return tuple(self._shown(each) for each in self.means.spool.all())

    # --- on the thread

    def _run(self) -> None:
        while not self._stop.is_set():
            wait_s = attempt(self.step, "sending reports")
            self._woken.wait(POLL_S if wait_s is None else min(max(wait_s, 0.05), POLL_S))
            self._woken.clear()

    def step(self) -> float | None:
        """Do what is to be done now; seconds until something is due, None where only a word from outside helps."""
        for job in _taken(self._jobs):
            attempt(job, "a report after the return")
        self._tell()
        if self._stop.is_set():
            return None
        asked = _taken(self._asked)
        if not any(each.state in LEFT for each in self._told):
            return None
        if not asked:
            if not self._well:
                return None
            if (left_s := self._from_s - self.means.clock()) > 0:
                return left_s
        if not self.flush(asked):
            for key in asked:
                self._asked.put(key)
            return AGAIN_S
        return self._next_s()

    def flush(self, asked: Collection[str] | None = None) -> bool:
        """Send what is due, one after the other: for as long as the line works, and in any case what is asked for, also
        to desks that rest; None asks for all. False where another program is sending."""
        try:
            with self.means.spool.sending() as ours:
                if ours:
                    self._send(asked)
        except self.means.unusable as error:
            ours = True
            self._hinder(error, *(each.key for each in self.means.spool.all() if each.state in LEFT))
        self._tell()
        return ours

    def _send(self, asked: Collection[str] | None) -> None:
        self._hindered.clear()
        self._take_over()
        known = self.means.spool.all()
        whole = {part for each in known for part in each.parts}
        # Whatever the oldest meets again and again, those that were not tried yet have their turn before it.
        for each in sorted(known, key=lambda one: (one.attempts, one.made_at, one.key)):
            if self._stop.is_set():
                return
            wanted = asked is None or not {each.key, *each.parts}.isdisjoint(asked)
            ready = self._well and self._from_s <= self.means.clock() and not self._rests_s(each)
            if (wanted or ready) and each.key not in whole and is_due(each, self.means.now()):
                self._try(each)

    def _take_over(self) -> None:
        """What a program that was killed left, what the disk did not take, and several that go as one."""
        spool = self.means.spool
        spool.tidy()
        for each in spool.all():
            outcome, at = self._unwritten.get(each.key, (None, self.means.now()))
            if each.state is not State.SENDING:
                self._unwritten.pop(each.key, None)
            elif outcome is not None:
                self._keep(each.key, outcome, at)
            else:
                self._amend(each.key, lambda one: taken_up(one, self.means.now(), self.means.chance()))
        for group in digest_groups(spool.all()):
            try:
                parts = [(each, spool.parcel(each.key)) for each in group]
                spool.join(group, *self.means.digest(parts))
            except self.means.unusable as error:
                log.info("reports go one by one: %s", type(error).__name__)

    def _try(self, each: Delivery) -> None:
        started = self._amend(each.key, begun)
        if started is None:
            return  # dropped meanwhile, or the disk takes nothing: then it could be sent again and again, uncounted
        self._tell()
        try:
            parcel = self.means.spool.parcel(each.key)
        except self.means.unusable as error:
            outcome: Outcome = self.means.damaged(error)
        else:
            outcome = attempt(lambda: self.means.deliver(started, parcel), "sending a report") or BROKE
        self._rest(each, outcome)
        self._keep(each.key, outcome, self.means.now())
        self._tell()

    def _rest(self, each: Delivery, outcome: Outcome) -> None:
        """Leave a desk alone that has failed, longer each time; one that has taken something is well again."""
        desk = each.way, each.to
        failures = self._rests[desk].failures + 1 if desk in self._rests else 1
        if isinstance(outcome, Sent):
            self._rests.pop(desk, None)
        elif outcome.heals:
            wait_s = next_try_s(failures, outcome.after_s, self.means.chance())
            self._rests[desk] = _Rest(self.means.clock() + wait_s, failures)
        elif outcome.of_all:
            self._rests[desk] = _Rest(self.means.clock() + LONGEST_S, failures)

    def _rests_s(self, each: Delivery) -> float:
        """Seconds for which its desk is left alone."""
        rest = self._rests.get((each.way, each.to))
        return max(0.0, rest.until_s - self.means.clock()) if rest else 0.0

    # --- what the disk takes

    def _keep(self, key: str, outcome: Outcome, at: datetime) -> None:
        """Note what came of a try at that moment; what the disk does not take now it may take later."""
        self._unwritten[key] = outcome, at
        self._amend(key, lambda one: ended(one, outcome, at, self.means.chance()))
        if key not in self._hindered:
            del self._unwritten[key]

    def _amend(self, key: str, change: Change) -> Delivery | None:
        self._hindered.pop(key, None)
        try:
            return self.means.spool.amend(key, change)
        except self.means.unusable as error:
            log.warning("how far a delivery is could not be kept: %s", error)
            self._hinder(error, key)
            return None

    def _hinder(self, error: Exception, *keys: str) -> None:
        trouble = self.means.damaged(error)
        self._hindered.update(dict.fromkeys(keys, trouble))

    def _shown(self, each: Delivery) -> Delivery:
        """As it is in truth, whatever the disk took of it."""
        if each.state is State.SENDING and each.key in self._unwritten:
            outcome, at = self._unwritten[each.key]
            return ended(each, outcome, at, 0.5)
        trouble = self._hindered.get(each.key)
        if trouble is None or each.state not in LEFT:
            return each
        return replace(each, state=State.FAILED, next_at=None, trouble=trouble.text, blanks=trouble.blanks)

    def _tell(self) -> None:
        known = self.known()
        if known != self._told:
            self._told = known
            self.means.changed(known)

    def _next_s(self) -> float | None:
        """Seconds until one of them is due and its desk may be asked."""
        if not self._well:
            return None
        if self._hindered:
            return POLL_S
        now = self.means.now()
        waits = []
        for each in self._told:
            if each.state in LEFT:
                own = (each.next_at - now).total_seconds() if each.next_at and not is_due(each, now) else 0.0
                waits.append(max(own, self._rests_s(each), AGAIN_S))
        return min(waits, default=None)


def _taken(queue: SimpleQueue[T]) -> list[T]:
    """All that stands in it now."""
    found: list[T] = []
    while True:
        try:
            found.append(queue.get_nowait())
        except Empty:
            return found
