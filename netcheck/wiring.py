"""Puts the real world behind the checks: the one file that has met every room."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from netcheck import __version__, probes, reports, statuspages
from netcheck.core.memory import changed, learn
from netcheck.core.model import Fact, Observation, Report, Segment, Side
from netcheck.core.network import Memory
from netcheck.core.settings import Settings
from netcheck.engine.diagnosis import Job, diagnose_once
from netcheck.plugins import Probe, ReportFormat, StatusFormat, discover
from netcheck.world import log_file, settings_file
from netcheck.world.clock import SystemClock
from netcheck.world.http import SystemWeb
from netcheck.world.machine import SystemMachine, this_system
from netcheck.world.memory import MemoryFile, state_folder
from netcheck.world.names import SystemNames
from netcheck.world.remembered import Remembered
from netcheck.world.router import SystemRouter
from netcheck.world.status_page import StatusPages
from netcheck.world.system import SystemWorld
from netcheck.world.wire import SystemWire


def all_probes() -> dict[str, Probe]:
    """Every check by id."""
    return discover(probes, "PROBE", Probe)


def path_segments() -> dict[str, Segment]:
    """Where on the path each check belongs, by its id."""
    return {check: probe.segment for check, probe in all_probes().items()}


def formats() -> dict[str, ReportFormat]:
    """Every format of report by id."""
    return discover(reports, "FORMAT", ReportFormat)


def status_formats() -> dict[str, StatusFormat]:
    """Every format of provider status page by id."""
    return discover(statuspages, "FORMAT", StatusFormat)


def load_settings(config: Path | None = None) -> tuple[Settings, tuple[str, ...]]:
    """The settings and warnings about unknown keys. Raises SettingsError for what cannot be used."""
    return settings_file.load(config, status_formats())


def start_log(level: str) -> None:
    """Begin the rotating log file; silently none where no file can be written."""
    log_file.start(level)


def write_crash(story: str) -> Path | None:
    """Keep the story of our own bug; its path, or None where it could not be written."""
    return log_file.write_crash(story)


def check_once(
    settings: Settings,
    *,
    deadline_s: float = 5.8,
    on_answer: Callable[[str, Observation], None] | None = None,
    answers: Mapping[str, str] | None = None,
    stop: threading.Event | None = None,
    ask_provider: bool = False,
) -> Report:
    """One whole diagnosis, within about `deadline_s` seconds; ends early, with what is known, on `stop`.

    What was learnt is kept when all is well. The provider's page is asked after an upstream verdict, or in any case
    with `ask_provider`; `on_answer` is told each answer as it comes, `answers` are the person's, by question id.
    """
    clock = SystemClock(stop)
    memory = MemoryFile(state_folder())
    home = _Home(settings, clock, memory, answers or {})
    job = Job(
        world=home.world,
        probes=all_probes(),
        clock=clock,
        deadline_s=deadline_s,
        told=on_answer,
        stop=stop,
        tool={"name": "netcheck", "version": __version__},
        provider=("always" if ask_provider else "upstream") if settings.isp.status_url else "never",
    )
    report = diagnose_once(job)
    newest = home.latest.memory or memory.newest()
    if report.verdict.side is Side.NONE and not (stop and stop.is_set()):
        for key in home.latest.network_keys():
            memory.remember(Memory(key, clock.now(), learn(report.seen)))
    return replace(
        report,
        changed=changed(newest.facts if newest else None, report.seen) if report.verdict.side is not Side.NONE else (),
        host={str(name): value for name, value in home.latest.machine.describe().items()},
        provider=_provider(settings, report),
    )


class _Home:
    """Makes a fresh world for each look."""

    def __init__(self, settings: Settings, clock: SystemClock, memory: MemoryFile, answers: Mapping[str, str]) -> None:
        self._settings, self._clock, self._memory, self._answers = settings, clock, memory, answers
        self._known, self._began = memory.any(), clock.monotonic()
        # One for all looks: it spaces out its questions to the page, and looks names up by the newest look.
        self._pages = StatusPages(status_formats(), lambda name: self._names.lookup(name), state_folder() / "pages")
        self.latest = self.world(0)

    def world(self, number: int) -> SystemWorld:
        """The world of one look."""
        remembered = Remembered()
        system, wire = this_system(), SystemWire()
        machine = SystemMachine(remembered, system)
        hosts = self._settings.landmarks.hosts
        servers = [a for a in (*(h.v4 for h in hosts), *(h.v6 for h in hosts)) if a]
        names = SystemNames(remembered, wire, system.resolvers, system.hosts_path(), servers)
        self._names = names
        self.latest = SystemWorld(
            machine=machine,
            wire=wire,
            names=names,
            web=SystemWeb(remembered, names),
            router=SystemRouter(remembered, wire),
            clock=self._clock,
            settings=self._settings,
            recall=self._memory.recall,
            began=self._began,
            remembers_any=self._known,
            pages=lambda url, wait_s: self._pages.fetch(
                url, self._settings.isp.status_format, wait_s, self._clock.now()
            ),
            answers=self._answers,
            look=number,
            remembered=remembered,
        )
        return self.latest


def _provider(settings: Settings, report: Report) -> dict[str, Fact]:
    """What is known of the provider, and what it says."""
    isp, said = settings.isp, report.seen.get("isp_status")
    known: dict[str, Fact] = {
        "name": isp.name,
        "status_url": isp.status_url,
        "support_phone": isp.support_phone,
        "area": isp.area,
    }
    return {**{k: v for k, v in known.items() if v}, **(dict(said.facts) if said else {})}
