"""A watcher whose looks are given, so that a window can be told anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from netcheck.core import monitor
from netcheck.core.history import Entry, Point
from netcheck.core.model import Fact, Report
from netcheck.core.monitor import News
from netcheck.core.watching import Depth, Due, Event, Glance, Happened, State, Tick
from netcheck.gui.main_window import MainWindow
from tests.gui.recorded import SEGMENTS, TITLES, report_of

BEGINS = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=20)
SERVICES = ("Mail", "Video meetings", "Company wiki")
NOTHING = Glance(gateway=True, far=False, names=False, gateway_ms=1.1)
ALL = Glance(gateway=True, far=True, names=True, gateway_ms=1.2, far_ms=14.0, names_ms=9.0)


@dataclass(slots=True)
class Watch:
    """A watcher whose looks are given, telling a window."""

    window: MainWindow
    state: State = field(default_factory=State)
    at_s: float = 0.0
    entries: list[Entry] = field(default_factory=list)
    estimate: Mapping[str, Fact] | None = None
    """How long it may still take (core.estimate.facts_of), told as long as an outage lasts."""

    def tick(self) -> Tick:
        """This moment."""
        return Tick(BEGINS + timedelta(seconds=self.at_s), 1000.0 + self.at_s)

    def wait(self, seconds: float, step_s: float = 10.0) -> None:
        """Let time pass."""
        left = seconds
        while left > 0:
            self.at_s += min(step_s, left)
            left -= step_s
            self.took(monitor.step(self.state, None, self.tick()))

    def look(self, news: News) -> None:
        """A look that sees this, told as the engine tells it."""
        if isinstance(news, Report):
            self.window.began(Depth.FULL)
            for check, said in news.seen.items():
                self.window.answered(check, said)
        else:
            self.window.began(Depth.LIGHT)
        self.took(monitor.step(self.state, news, self.tick()))
        self.window.planned(Due(Depth.LIGHT, self.tick().s + 2.0), self.tick())

    def took(self, stepped: tuple[State, tuple[Event, ...]]) -> None:
        """Tell what happened."""
        self.state, events = stepped
        for event in events:
            event = replace(event, estimate=self.estimate if self.state.down else None)
            self.window.happened(event, self.state)
            if event.kind is not Happened.LOOK:
                naming = (Happened.OUTAGE_STARTED, Happened.OUTAGE_CHANGED, Happened.RELAPSED, Happened.FLAPPING)
                text = event.verdict.headline if event.verdict and event.kind in naming else ""
                self.entries.append(Entry(event.at, event.kind.value, text))
        self.window.show_journal(tuple(self.entries))

    def out(self, name: str, minutes: float = 3.0) -> Watch:
        """An outage that lasts."""
        self.look(report_of(name))
        for _ in range(int(minutes * 6)):
            self.wait(10)
            self.look(NOTHING)
        return self


def started(window: MainWindow) -> Watch:
    """A window of somebody who has set what there is to set."""
    window.set_segments(SEGMENTS, TITLES)
    window.set_services(SERVICES)
    points = [
        Point(BEGINS - timedelta(seconds=10 * n), 0.0, "ok", 1.0 + n % 3 * 0.1, 12.0 + n % 7, 8.0)
        for n in range(200, 0, -1)
    ]
    window.show_points(tuple(points), ())
    return Watch(window)
