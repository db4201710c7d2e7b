"""One run of watching, as a window or `netcheck watch` has it."""

from __future__ import annotations

import threading
from dataclasses import replace

from netcheck.core.history import Entry
from netcheck.core.model import Report, Segment, Side
from netcheck.core.outage import STABLE_S
from netcheck.core.settings import Settings
from netcheck.core.watching import Depth, Event, Glance, Outage, State
from netcheck.engine.glance import Glancer
from netcheck.engine.runner import Told
from netcheck.engine.watcher import Follower, Means, Watcher
from netcheck.plugins import History
from netcheck.wiring.files import translator
from netcheck.wiring.looks import DEADLINE_S, Home, diagnosed
from netcheck.wiring.rooms import all_probes, event_line, formats
from netcheck.world import dns_messages
from netcheck.world.signs import SystemSigns


class Session:
    """One run of watching: the watcher, the history, and the settings in force.

    But for start, note and stop its methods wait for nothing. Everything is told to the follower on the watcher's
    thread, after it was kept in the history.
    """

    def __init__(self, settings: Settings, *, history: History | None = None) -> None:
        self.settings = settings
        self.history = history
        self._probes = all_probes()
        self._stop = threading.Event()
        self._answers: dict[str, str] = {}
        self._ask_provider = False
        self._newest: Report | None = None
        self._home = Home(settings, self._stop, self._answers)
        self._glancer = Glancer(self._probes)
        self._signs = SystemSigns()
        self._watcher: Watcher | None = None

    def start(self, follower: Follower, at_login: bool = False) -> None:
        """Begin to watch, with a whole look. Waits for the disk.

        With `at_login` the first ten seconds are settling time, as after a sleep: the Wi-Fi may not be joined yet.
        """

        def happened(event: Event, state: State) -> None:
            if self.history is not None:
                self.history.add(event, event_line(event))
            follower.happened(event, state)

        self._watcher = Watcher(
            Means(self._diagnose, self._glance, self._signs, self._home.tick, lambda: self.settings.watch),
            replace(follower, happened=happened),
            State(outage=self._left_open(), woke=self._home.tick() if at_login else None),
        )
        self._watcher.start()

    def _left_open(self) -> Outage | None:
        """An outage that lasted when netcheck last ended: the same one, if it lasts still. Waits for the disk."""
        past = next((each.outage for each in self.history.outages() if not each.over), None) if self.history else None
        if past is None:
            return None
        now = self._home.tick()
        lasted_s = max(0.0, (now.at - past.down_since).total_seconds())
        unseen_s = max(0.0, lasted_s - past.seconds)
        if unseen_s > STABLE_S:
            return None  # nobody knows when it ended: the history says so, and another one is another outage
        return replace(past, began_s=now.s - lasted_s, seconds=lasted_s, asleep_s=past.asleep_s + unseen_s)

    def stop(self, wait_s: float = 0.0) -> bool:
        """End; a look that runs is told to end early, and waited for that long at most. Whether it has ended."""
        self._stop.set()
        ended = self._watcher is None or self._watcher.stop(wait_s)
        if ended:
            self._signs.close()
        return ended

    def look_now(self) -> None:
        """Look at the whole path now."""
        if self._watcher:
            self._watcher.look_now()

    def ask_provider(self) -> None:
        """Look at the whole path now, and ask the provider's page in any case."""
        self._ask_provider = True
        self.look_now()

    def answer(self, question: str, answer: str) -> None:
        """What the person answered is one more observation, from the next look on; that look begins now."""
        self._answers[question] = answer
        self.look_now()

    def pause(self) -> None:
        """Stop looking."""
        if self._watcher:
            self._watcher.pause()

    def resume(self) -> None:
        """Go on."""
        if self._watcher:
            self._watcher.resume()

    def change(self, settings: Settings) -> None:
        """Other settings, from the next look on; that look begins now."""
        self.settings = settings
        self._home.settings = settings
        self.look_now()

    def note(self, entry: Entry) -> None:
        """Keep a line of the person's journal; waits for the disk."""
        if self.history is not None:
            self.history.note(entry)

    def segments(self) -> dict[str, Segment]:
        """Where on the path each check belongs."""
        return {check: probe.segment for check, probe in self._probes.items()}

    def titles(self) -> dict[str, str]:
        """What each check is called."""
        return {check: probe.title for check, probe in self._probes.items()}

    def as_text(self, report: Report) -> str:
        """The report as text, with its evidence, 80 columns wide, in local time and the person's language."""
        zone, spoken = report.created_at.astimezone().tzinfo, translator(self.settings.window.language)
        write = formats()["text"].write
        return write(report, self.segments(), verbose=True, width=80, zone=zone, translator=spoken)

    def as_json(self, report: Report) -> str:
        """The report as one JSON object."""
        return formats()["json"].write(report, self.segments())

    def _diagnose(self, told: Told) -> Report:
        ask, self._ask_provider = self._ask_provider, False
        dns_messages.load()
        self._home.begin()
        report = diagnosed(self._home, self._probes, DEADLINE_S, told, self._stop, ask)
        # What a person saw holds for the trouble they saw it in.
        if report.verdict.side is Side.NONE:
            self._answers.clear()
        self._newest = report
        return report

    def _glance(self, depth: Depth, state: State) -> Glance:
        self._home.begin()
        return self._glancer.glance(self._home.world(0), depth, state, self._newest)


def new_session(settings: Settings, history: History) -> Session:
    """A run of watching that is not started yet."""
    return Session(settings, history=history)
