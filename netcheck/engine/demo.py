"""A run of watching that plays a recorded outage: faces use it like a real one, and nothing is asked of the network."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from netcheck.core.history import Entry
from netcheck.core.model import Fact, Report, Segment
from netcheck.core.recording import Recording
from netcheck.core.settings import Settings
from netcheck.core.watching import Depth, Due, Event, State
from netcheck.core.words import N_
from netcheck.engine.replay import Player, ReplayClock
from netcheck.engine.runner import Told
from netcheck.engine.watcher import Follower, Watcher
from netcheck.plugins import History, Probe

OVER = N_("The demo is over. It stays as it ended.")


def _nothing() -> None:
    pass


def _pass(_event: Event) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Parts:
    """What a demo is made of, besides its recording."""

    probes: Mapping[str, Probe]
    settings: Settings
    tool: Mapping[str, Fact]
    """What its reports say of the program that made them."""
    provider: Callable[[Settings, Report], Mapping[str, Fact]]
    """What is known of the provider, and what it said."""
    now: Callable[[], datetime]
    """The time of day, UTC, at which a run of the demo begins."""
    keep_look: Callable[[Event], None] = _pass
    """Keeps the newest look at an outage beside the demo's history, for its reports."""


@dataclass(slots=True)
class DemoSession:
    """Has the methods of wiring.Session; they wait for nothing.

    Everything is told to the follower on the watcher's thread, after it was kept in the demo's own history.
    """

    recording: Recording
    parts: Parts
    speed: float = 1.0
    """Recorded seconds in a real one."""
    loop: bool = False
    """Begin anew at the end, instead of staying as it ended."""
    history: History | None = None
    over: Callable[[], None] = _nothing
    """Told once, on the watcher's thread, when the recording has come to its end; never with `loop`."""
    settings: Settings = field(init=False)
    _follower: Follower = field(default_factory=Follower)
    _stop: threading.Event = field(default_factory=threading.Event)
    _player: Player | None = None
    _watcher: Watcher | None = None

    def __post_init__(self) -> None:
        self.settings = self.parts.settings

    def start(self, follower: Follower, at_login: bool = False) -> None:
        """Begin to play, with a whole look."""

        def happened(event: Event, state: State) -> None:
            if self.history is not None:
                self.history.add(event)
                self.parts.keep_look(event)
            follower.happened(event, state)

        self._follower = replace(follower, happened=happened)
        self._play()

    def _play(self) -> None:
        clock = ReplayClock(self.speed, self.parts.now(), self._stop)
        self._player = player = Player(
            self.recording,
            self.parts.probes,
            clock,
            self._stop,
            tool={**self.parts.tool, "demo": self.recording.name},
            provider="upstream" if self.settings.isp.status_url else "never",
        )

        def diagnose(told: Told) -> Report:
            report = player.diagnose(told)
            return replace(report, provider=self.parts.provider(self.settings, report))

        means = replace(player.means(self._ended), diagnose=diagnose)
        self._watcher = Watcher(means, self._follower)
        self._watcher.start()

    def _ended(self) -> None:
        if self._watcher:
            self._watcher.stop()
        if self._stop.is_set():
            return
        if self.loop:
            self._play()
        elif self._player:
            self._follower.planned(Due(Depth.LIGHT, math.inf), self._player.clock.tick())
            self.over()

    def stop(self, wait_s: float = 0.0) -> bool:
        """End; a look that runs is told to end early, and waited for that long at most. Whether it has ended."""
        self._stop.set()
        ended = self._watcher is None or self._watcher.stop(wait_s)
        if ended and self.history is not None:
            self.history.close()
        return ended

    def look_now(self) -> None:
        """Look at the whole path now."""
        if self._watcher:
            self._watcher.look_now()

    def ask_provider(self) -> None:
        """Look at the whole path now, and at what the provider said when it was recorded."""
        if self._player:
            self._player.ask_provider = True
        self.look_now()

    def answer(self, question: str, answer: str) -> None:
        """What the person answered is one more observation, from the next look on; that look begins now."""
        if self._player:
            self._player.answers[question] = answer
        self.look_now()

    def attend(self, present: bool) -> None:
        """Nobody is asked here."""

    def pause(self) -> None:
        """Stop looking, and hold the recording."""
        if self._watcher and self._player:
            self._watcher.pause()
            self._player.clock.hold(True)

    def resume(self) -> None:
        """Go on."""
        if self._watcher and self._player:
            self._player.clock.hold(False)
            self._watcher.resume()

    def change(self, settings: Settings) -> None:
        """Other settings of the face; what was looked at stays as it was recorded."""
        own = self.parts.settings
        self.settings = replace(settings, isp=own.isp, services=own.services, watch=own.watch, notify=own.notify)

    def note(self, entry: Entry) -> None:
        """Keep a line of the person's journal, as long as the demo runs."""
        if self.history is not None:
            self.history.note(entry)

    def segments(self) -> dict[str, Segment]:
        """Where on the path each check belongs."""
        return {check: probe.segment for check, probe in self.parts.probes.items()}

    def titles(self) -> dict[str, str]:
        """What each check is called."""
        return {check: probe.title for check, probe in self.parts.probes.items()}
