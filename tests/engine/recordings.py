"""Recordings for tests: those that come with the program, and a small one that is over soon."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from netcheck import probes
from netcheck.core.model import Report
from netcheck.core.recording import Recording, read_recording
from netcheck.core.settings import Isp, Settings
from netcheck.core.watching import Due, Event, State
from netcheck.engine.demo import DemoSession, Parts
from netcheck.engine.watcher import Follower
from netcheck.plugins import History, Probe, discover
from netcheck.reports.json import read_looks

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "demo"
NAMES = sorted(file.stem for file in FOLDER.glob("*.json"))
CHECKS = discover(probes, "PROBE", Probe)
NOW = datetime(2030, 5, 6, 7, 8, 9, tzinfo=UTC)
FAST = 50.0
PATIENCE_S = 50.0


@cache
def written(name: str) -> dict[str, Any]:
    """What stands in the file."""
    found = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


@cache
def recording(name: str) -> Recording:
    """A recording that comes with the program."""
    return read_recording(name, written(name), read_looks)


def parts(settings: Settings | None = None) -> Parts:
    """Real checks and formats, and a provider with a page, whose word is as it was recorded."""

    def provider(asked: Settings, report: Report) -> Mapping[str, object]:
        said = report.seen.get("isp_status")
        return {"name": asked.isp.name, **(dict(said.facts) if said else {})}

    return Parts(
        CHECKS,
        settings or Settings(isp=Isp("LabTel", "https://status.labtel.at/", area="Linz")),
        {"name": "netcheck", "version": "1"},
        provider,
        lambda: NOW,
    )


@dataclass
class Played:
    """A demo that runs, and all that it told; nothing of it waits longer than the test may."""

    session: DemoSession
    events: list[Event] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    dues: list[Due] = field(default_factory=list)
    news: threading.Condition = field(default_factory=threading.Condition)
    ended: threading.Event = field(default_factory=threading.Event)

    @classmethod
    def of(cls, name: str, speed: float = FAST, history: History | None = None, loop: bool = False) -> Played:
        """Begin to play."""
        played = cls(DemoSession(recording(name), parts(), speed, loop, history))
        played.session.over = played.ended.set
        played.session.start(Follower(happened=played.happened, planned=lambda due, tick: played.dues.append(due)))
        return played

    def happened(self, event: Event, state: State) -> None:
        """Told by the watcher."""
        with self.news:
            self.events.append(event)
            self.states.append(state)
            self.news.notify_all()

    def told(self) -> list[str]:
        """What was told, looks left out."""
        return [event.kind.value for event in self.events if event.kind != "look"]

    def wait_for(self, *kinds: str, after: int = 0, whole: bool = False) -> Event:
        """The first event of one of these kinds from number `after` on, with a report where `whole` is wanted."""

        def found() -> Event | None:
            fitting = (e for e in self.events[after:] if e.kind in kinds and (e.report is not None or not whole))
            return next(fitting, None)

        with self.news:
            assert self.news.wait_for(lambda: found() is not None, PATIENCE_S), f"no {kinds} in {self.told()}"
            event = found()
        assert event is not None
        return event

    def to_the_end(self) -> list[Event]:
        """Wait until it is over."""
        assert self.ended.wait(PATIENCE_S), f"not over after {self.told()}"
        assert self.session.stop(5.0)
        return self.events
