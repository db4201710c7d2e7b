"""One run of watching, as a window or `netcheck watch` has it."""

from __future__ import annotations

import threading
from dataclasses import replace

from netcheck.core.courtesy import Who
from netcheck.core.history import Entry
from netcheck.core.model import Report, Segment, Side
from netcheck.core.settings import Settings
from netcheck.core.watching import Depth, Event, Glance, Outage, State
from netcheck.engine.asking import Asker
from netcheck.engine.glance import Glancer
from netcheck.engine.outlook import Outlook, running
from netcheck.engine.runner import Told
from netcheck.engine.watcher import Follower, Means, Watcher
from netcheck.plugins import History
from netcheck.wiring.delivery import Deliveries, deliveries, line_deliverer
from netcheck.wiring.learning import learner
from netcheck.wiring.looks import DEADLINE_S, Home, diagnosed
from netcheck.wiring.provider_page import provider_page
from netcheck.wiring.report import look_keeper
from netcheck.wiring.rooms import all_probes, event_line
from netcheck.world.signs import this_signs


class Session:
    """One run of watching: the watcher, the history, and the settings in force.

    But for start, note and stop its methods wait for nothing. Everything is told to the follower on the watcher's
    thread, after it was kept in the history; while an outage lasts with an estimate of how long it may still take.
    """

    def __init__(self, settings: Settings, *, history: History | None = None) -> None:
        self.settings = settings
        self.history = history
        self._probes = all_probes()
        self._stop = threading.Event()
        self._answers: dict[str, str] = {}
        self._ask_provider = self._person = False
        self._newest: Report | None = None
        self._home = Home(settings, self._stop, self._answers)
        self._glancer = Glancer(self._probes)
        self._learner = learner(self._home, self._stop)
        self._asker = Asker(provider_page(self._home.pages, lambda: self._home.effective))
        self._home.pages.news = self._look
        self._signs = this_signs()
        self._watcher: Watcher | None = None
        self._deliveries: Deliveries | None = None

    def start(self, follower: Follower, at_login: bool = False) -> None:
        """Begin to watch, with a whole look. Waits for the disk.

        With `at_login` the first ten seconds are settling time, as after a sleep: the Wi-Fi may not be joined yet.
        """

        outlook = Outlook(self.history, self._network)
        looks = look_keeper(self.history, self._probes)
        if self.history is not None:
            self._deliveries = deliveries(lambda: self.settings)
            self._deliveries.start()
        line = line_deliverer(lambda: self.settings) if self._deliveries else None

        def happened(event: Event, state: State) -> None:
            self._home.down_since = state.outage.down_since if state.outage else None
            event = outlook.added(event, state)
            if self.history is not None:
                self.history.add(event, event_line(event))
            if looks is not None:
                looks.happened(event)
            if line is not None:
                line.happened(event, state)
            follower.happened(event, state)

        self._watcher = Watcher(
            Means(
                self._diagnose,
                self._glance,
                self._signs,
                self._home.tick,
                lambda: self.settings.watch,
                between=self._asker.between,
            ),
            replace(follower, happened=happened),
            State(outage=self._left_open(), woke=self._home.tick() if at_login else None),
        )
        self._watcher.start()

    def _left_open(self) -> Outage | None:
        """An outage that lasted when netcheck last ended: the same one, if it lasts still. Waits for the disk."""
        now = self._home.tick()
        past = running(self.history, now.at) if self.history is not None else None
        return replace(past, began_s=now.s - past.seconds) if past is not None else None

    def stop(self, wait_s: float = 0.0) -> bool:
        """End; a look that runs is told to end early, and waited for that long at most. Whether it has ended."""
        self._stop.set()
        if self._deliveries is not None:
            self._deliveries.stop()
        ended = self._watcher is None or self._watcher.stop(wait_s)
        if ended:
            self._signs.close()
        return ended

    def look_now(self) -> None:
        """A person wants to know: look at the whole path now."""
        self._person = True
        self._look()

    def _look(self) -> None:
        if self._watcher:
            self._watcher.look_now()

    def attend(self, present: bool) -> None:
        """Whether a person is before the window, and so the provider's page is asked for somebody who waits."""
        self._asker.present = present

    def ask_provider(self) -> None:
        """Look at the whole path now, and ask the provider's page in any case, but never twice within a minute."""
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

    def _network(self) -> str:
        """What the network of the newest look is recognised by: its router's hardware address."""
        return next((key for key in self._home.latest.network_keys() if key.startswith("mac ")), "")

    def _diagnose(self, told: Told) -> Report:
        ask, self._ask_provider = self._ask_provider, False
        person, self._person = self._person or ask, False
        self._home.who = Who.PERSON if person else self._asker.who
        self._home.begin()
        report = diagnosed(self._home, self._probes, DEADLINE_S, told, self._stop, ask)
        # What a person saw holds for the trouble they saw it in.
        if report.verdict.side is Side.NONE:
            self._answers.clear()
        self._newest = report
        self._learner.looked(report)
        return report

    def _glance(self, depth: Depth, state: State) -> Glance:
        self._home.begin()
        return self._glancer.glance(self._home.world(0), depth, state, self._newest)


def new_session(settings: Settings, history: History) -> Session:
    """A run of watching that is not started yet."""
    return Session(settings, history=history)
