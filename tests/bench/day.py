"""Measures memory over a simulated day of watching: python3 -m tests.bench.day [--looks N]."""

import argparse
import gc
import json
import sys
import tempfile
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from netcheck import probes
from netcheck.core.model import Report
from netcheck.core.settings import Watch
from netcheck.core.watching import Counters, Depth, Event, Glance, Happened, State, Tick
from netcheck.engine.diagnosis import Job, diagnose_once
from netcheck.engine.glance import Glancer
from netcheck.engine.runner import Told
from netcheck.engine.watcher import Follower, Means, Watcher
from netcheck.plugins import Probe, discover
from netcheck.reports.json import event_object
from netcheck.world.history import HistoryFile
from tests import fake_world as fw

WARM = 500
"""Looks after which everything has been loaded."""
OUTAGE_EVERY_S, OUTAGE_S = 7200.0, 300.0


class Day:
    """A clock that jumps from look to look, and a home that loses its line for five minutes every two hours."""

    def __init__(self, folder: Path, looks: int) -> None:
        self.s, self.began = 1000.0, datetime(2026, 11, 21, tzinfo=UTC)
        self.left, self.done = looks, threading.Event()
        self.history = HistoryFile(folder, lambda: self.tick().at)
        self.probes = discover(probes, "PROBE", Probe)
        self.glancer = Glancer(self.probes)
        self.newest: Report | None = None
        self.memory: list[int] = []
        self.events = 0

    def tick(self) -> Tick:
        """This moment of the simulated day."""
        return Tick(self.began + timedelta(seconds=self.s), self.s)

    def counters(self) -> Counters:
        """Nothing is noticed for free here: looks alone."""
        return Counters()

    def wait(self, seconds: float) -> bool:
        """Time passes at once."""
        self.s += seconds
        return False

    def wake(self) -> None:
        """Nobody sleeps."""

    def world(self, _number: int = 0) -> fw.FakeWorld:
        """The home as it is now."""
        return fw.dead_line() if self.s % OUTAGE_EVERY_S > OUTAGE_EVERY_S - OUTAGE_S else fw.FakeWorld()

    def diagnose(self, told: Told) -> Report:
        """A whole look, through the real engine."""
        self.s += 0.4
        self.newest = diagnose_once(Job(self.world, self.probes, fw.FakeClock(), told=told))
        return self.newest

    def glance(self, depth: Depth, state: State) -> Glance:
        """A light look, through the real one."""
        self.s += 0.05
        return self.glancer.glance(self.world(), depth, state, self.newest)

    def happened(self, event: Event, _state: State) -> None:
        """Keep it, as the program does, and count."""
        self.history.add(event, json.dumps(event_object(event)))
        self.events += event.kind is not Happened.LOOK
        if event.kind is Happened.LOOK:
            self.left -= 1
            if self.left % 100 == 0:
                gc.collect()
                self.memory.append(resident_kb())
            if self.left == 0:
                self.done.set()


def resident_kb() -> int:
    """Resident memory of this process, kB."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


def main(arguments: list[str] | None = None) -> int:
    """Watch for so many looks and tell how memory grew after the first 500."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.bench.day", description=__doc__)
    parser.add_argument("--looks", type=int, default=5760)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        day = Day(Path(folder), options.looks)
        means = Means(day.diagnose, day.glance, day, day.tick, Watch, lambda: 0.5)
        watcher = Watcher(means, Follower(happened=day.happened))
        watcher.start()
        ended = day.done.wait(900)
        watcher.stop(10)
        day.history.close()
    after = day.memory[WARM // 100 - 1] if len(day.memory) >= WARM // 100 else 0
    print(json.dumps({
        "looks": options.looks - day.left, "hours": round((day.s - 1000) / 3600, 1), "events": day.events,
        "rss_kb_after_500": after, "rss_kb_at_end": day.memory[-1], "growth_kb": day.memory[-1] - after,
        "most_kb": max(day.memory),
    }))  # fmt: skip
    return 0 if ended else 1


if __name__ == "__main__":
    sys.exit(main())
