"""Recorded outages, played through the shipped engine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from netcheck import __version__
from netcheck.core.about import About, Made
from netcheck.core.settings import Notify, Settings, Watch
from netcheck.core.settings_reader import Layer, read_settings
from netcheck.wiring.looks import provider
from netcheck.wiring.report import look_keeper, report
from netcheck.wiring.rooms import all_probes
from netcheck.world import demo_files
from netcheck.world.clock import SystemClock
from netcheck.world.history import HistoryFile

if TYPE_CHECKING:  # what plays is imported when something is played
    from netcheck.core.recording import Recording
    from netcheck.engine.demo import DemoSession


def demos() -> tuple[str, ...]:
    """The names of the recorded outages that came with the program, in the order in which they are listed."""
    from netcheck.core.recording import DEMOS

    there = demo_files.names()
    return (*(name for name in DEMOS if name in there), *(name for name in there if name not in DEMOS))


def demo(name: str) -> Recording:
    """A recorded outage. Raises ValueError where there is none of that name."""
    from netcheck.core.recording import read_recording
    from netcheck.reports.json import read_looks

    return read_recording(name, demo_files.read(name), read_looks)


def demo_report(session: DemoSession, about: About, level: str) -> Made | None:
    """A report about what was played, marked as a demo's; None where there is no such outage, or no history."""
    kept = session.history
    return report(session.settings, about, level, kept) if isinstance(kept, HistoryFile) else None


def demo_session(
    name: str, speed: float = 1.0, *, loop: bool = False, settings: Settings | None = None, kept: bool = True
) -> DemoSession:
    """A run of watching that plays this outage, `speed` times as fast as it was; nothing is asked of the network.

    `settings` are those of the face (its look, its alerts); provider and pace are those of the recording, and nobody
    is sent a message. With `kept` it has a history of its own, which goes with it. Raises ValueError where there is
    no outage of that name.
    """
    from netcheck.engine.demo import DemoSession, Parts

    recording = demo(name)
    recorded, _ = read_settings([Layer(name, recording.settings)])
    own = replace(settings or Settings(), isp=recorded.isp, services=recorded.services, watch=Watch(), notify=Notify())
    probes = all_probes()
    history = demo_files.PassingHistory() if kept else None
    keeper = look_keeper(history, probes)
    parts = Parts(
        probes=probes,
        settings=own,
        tool={"name": "netcheck", "version": __version__},
        provider=provider,
        now=SystemClock().now,
        keep_look=keeper.happened if keeper else lambda _event: None,
    )
    return DemoSession(recording, parts, speed, loop, history)
