"""Plays a recorded outage: the same checks, rules and watch as ever, but what checks see comes from the recording."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast

from netcheck.core.memory import changed, learn
from netcheck.core.model import NOTHING, Fact, Failure, Look, Observation, Outcome, Report, Side
from netcheck.core.recording import Recording, moved, seen_in
from netcheck.core.settings import Watch
from netcheck.core.watching import Counters, Depth, Glance, State, Tick
from netcheck.engine.diagnosis import Job, diagnose_once
from netcheck.engine.runner import Told
from netcheck.engine.watcher import SETTLING_S, Means
from netcheck.plugins import Clock, Probe, World

DEADLINE_S = 20.0
"""For a whole look, recorded seconds; longer than the one of a true look, so that nothing that was seen is cut off."""
NEARLY_S = 0.01
"""Seconds that do not count: sums of fractions come out a little short."""
AFTERWARDS_S = 0.5
"""A check that was still running when the recorded look ended answers so much later, if anybody still waits."""
ASKED_ANEW = frozenset({"person"})
"""Checks that ask nothing of the network: what the person answers counts in a demo, too."""


class ReplayClock:
    """The time in a recording: begins at zero, and passes only while somebody waits.

    So a computer that is busy, or slept, makes a demo slower, and nothing of the recording is left out. `speed` is how
    many recorded seconds a wait of one real second is.
    """

    def __init__(self, speed: float, starts_at: datetime, stop: threading.Event) -> None:
        """`starts_at`: the time of day, UTC, that second zero is taken for. `stop` ends every pause."""
        self._speed, self._starts_at, self._stop = speed, starts_at, stop
        self._lock = threading.Lock()
        self._s, self._held = 0.0, False

    def monotonic(self) -> float:
        """Seconds since the start of the recording."""
        with self._lock:
            return self._s

    def now(self) -> datetime:
        """The time of day, UTC, as if the recording had begun when the demo did."""
        return self.tick().at

    def tick(self) -> Tick:
        """This moment."""
        s = self.monotonic()
        return Tick(self._starts_at + timedelta(seconds=s), s)

    def pause(self, seconds: float) -> None:
        """Wait so many recorded seconds; ends early when the demo is over."""
        self.wait(self._stop, seconds)

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """Wait so many recorded seconds, or until this is set; whether it is."""
        began_s, began = self.monotonic(), time.monotonic()
        done = event.wait(max(0.0, seconds) / self._speed)
        passed = (time.monotonic() - began) * self._speed
        with self._lock:
            # Several threads wait at once: the time is as late as the latest of them has come.
            if not self._held:
                self._s = max(self._s, began_s + (min(passed, seconds) if done else max(0.0, seconds)))
        return done

    def wait_aside(self, seconds: float) -> None:
        """The same wait for somebody whose end nobody may be waiting for any more: it moves no clock."""
        self._stop.wait(max(0.0, seconds) / self._speed)

    def hold(self, held: bool) -> None:
        """Let no time pass, or let it pass again."""
        with self._lock:
            self._held = held


class ReplaySigns:
    """In place of what the system tells: a sign whenever the recorded watch looked, so that looks come as they came."""

    def __init__(self, recording: Recording, clock: ReplayClock, over: Callable[[], None]) -> None:
        """`over` is called once, on the watcher's thread, when the recording has come to its end."""
        self._recording, self._clock, self._over = recording, clock, over
        self._woken = threading.Event()
        self._given = 0.0
        self._ended = False

    def counters(self) -> Counters:
        """Nothing is counted."""
        return Counters()

    def wait(self, seconds: float) -> bool:
        """See plugins.Signs; `seconds` are recorded ones."""
        now = self._clock.monotonic()
        if now >= self._recording.seconds and not self._ended:
            self._ended = True
            self._over()
        # As long before the recorded look as the watcher waits for a burst of signs to settle.
        following = self._recording.after(max(self._given, now + SETTLING_S))
        left = following - SETTLING_S - now if following is not None else seconds
        woken = self._clock.wait(self._woken, min(seconds, left))
        self._woken.clear()
        told = not woken and following is not None and self._clock.monotonic() > following - SETTLING_S - NEARLY_S
        if told and following is not None:
            self._given = following
        return told

    def wake(self) -> None:
        """See plugins.Signs."""
        self._woken.set()


@dataclass(slots=True)
class _RecordedWorld:
    """What little of a world recorded checks need: nothing in it can be asked."""

    clock: Clock
    look: int
    answers: Mapping[str, str]
    outage: bool = False
    asks_provider: bool = False


class Player:
    """Answers the watcher's looks out of one recording."""

    def __init__(
        self,
        recording: Recording,
        probes: Mapping[str, Probe],
        clock: ReplayClock,
        stop: threading.Event,
        *,
        tool: Mapping[str, Fact] = NOTHING,
        provider: str = "never",
    ) -> None:
        """`provider` as in Job; `tool` is what reports say of the program that made them."""
        self.recording, self.clock = recording, clock
        self.answers: dict[str, str] = {}
        """What the person has answered, by question id."""
        self.ask_provider = False
        """Somebody wants to know what the provider says, in the next whole look."""
        self._probes, self._stop, self._tool, self._provider = probes, stop, tool, provider
        self._by = clock.now() - recording.at
        self._learnt: dict[str, Fact] | None = None

    def means(self, over: Callable[[], None]) -> Means:
        """What a watcher needs to live in the recording; `over` is called when it has come to its end."""
        # Of the pace of looks, the slowest: those that were recorded come a little before they are due.
        signs = ReplaySigns(self.recording, self.clock, over)
        return Means(self.diagnose, self.glance, signs, self.clock.tick, Watch, chance=lambda: 1.0)

    def diagnose(self, told: Told) -> Report:
        """One whole look, judged anew by the rules of today."""
        ask, self.ask_provider = self.ask_provider, False
        looks = self.recording.nearest(self.clock.monotonic(), Depth.FULL).looks
        probes = {check: self._replayed(check, probe, looks) for check, probe in self._probes.items()}
        job = Job(
            world=lambda number: cast(World, _RecordedWorld(self.clock, number, self.answers)),
            probes=probes,
            clock=self.clock,
            deadline_s=DEADLINE_S,
            told=told,
            stop=self._stop,
            tool=self._tool,
            provider="always" if ask and self._provider != "never" else self._provider,
        )
        report = diagnose_once(job)
        if report.verdict.side is Side.NONE:
            self._learnt = learn(report.seen)
            self.answers.clear()
            return report
        return replace(report, changed=changed(self._learnt, report.seen))

    def glance(self, depth: Depth, state: State) -> Glance:
        """One light look."""
        moment = self.recording.nearest(self.clock.monotonic(), depth)
        self.clock.pause(moment.took_s)
        return moment.glance or Glance()

    def _replayed(self, check: str, probe: Probe, looks: tuple[Look, ...]) -> Probe:
        if check in ASKED_ANEW:
            return probe
        length = max((o.duration_ms or 0.0 for look in looks for o in look.seen.values()), default=0.0) / 1000

        def ask(world: World) -> Observation:
            said = seen_in(looks, world.look, check)
            if said is None:
                return Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE, "this was not asked when it was recorded")
            if said.outcome is Outcome.PENDING:
                self.clock.wait_aside(length + AFTERWARDS_S)
                return Observation(Outcome.UNKNOWN, Failure.NOT_FINISHED, "it was still running when it was recorded")
            self.clock.pause((said.duration_ms or 0.0) / 1000)
            return moved(said, self._by)

        return replace(probe, ask=ask, timeout_s=DEADLINE_S)
