"""One whole look: a fresh world for it, the checks over it, and what is learnt when all is well."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace

from netcheck import __version__
from netcheck.core.memory import changed, learn
from netcheck.core.model import Fact, Report, Side
from netcheck.core.network import Memory
from netcheck.core.settings import Settings
from netcheck.core.watching import Tick
from netcheck.engine.diagnosis import Job, diagnose_once
from netcheck.engine.runner import Told
from netcheck.plugins import Probe
from netcheck.wiring.rooms import all_probes, status_formats
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

DEADLINE_S = 5.8
"""Seconds for a whole look: nobody waits longer for a first answer."""


def check_once(
    settings: Settings,
    *,
    deadline_s: float = DEADLINE_S,
    on_answer: Told | None = None,
    answers: Mapping[str, str] | None = None,
    stop: threading.Event | None = None,
    ask_provider: bool = False,
) -> Report:
    """One whole diagnosis, within about `deadline_s` seconds; ends early, with what is known, on `stop`.

    What was learnt is kept when all is well. The provider's page is asked after an upstream verdict, or in any case
    with `ask_provider`; `on_answer` is told each answer as it comes, `answers` are the person's, by question id.
    """
    home = Home(settings, stop, answers or {})
    return diagnosed(home, all_probes(), deadline_s, on_answer, stop, ask_provider)


def diagnosed(
    home: Home,
    probes: Mapping[str, Probe],
    deadline_s: float,
    on_answer: Told | None,
    stop: threading.Event | None,
    ask_provider: bool,
) -> Report:
    settings = home.settings
    job = Job(
        world=home.world,
        probes=probes,
        clock=home.clock,
        deadline_s=deadline_s,
        told=on_answer,
        stop=stop,
        tool={"name": "netcheck", "version": __version__},
        provider=("always" if ask_provider else "upstream") if settings.isp.status_url else "never",
    )
    report = diagnose_once(job)
    newest = home.latest.memory or home.memory.newest()
    if report.verdict.side is Side.NONE and not (stop and stop.is_set()):
        for key in home.latest.network_keys():
            home.memory.remember(Memory(key, home.clock.now(), learn(report.seen)))
    return replace(
        report,
        changed=changed(newest.facts if newest else None, report.seen) if report.verdict.side is not Side.NONE else (),
        host={str(name): value for name, value in home.latest.machine.describe().items()},
        provider=provider(settings, report),
    )


class Home:
    """Makes a fresh world for each look."""

    def __init__(self, settings: Settings, stop: threading.Event | None, answers: Mapping[str, str]) -> None:
        self.settings = settings
        self.clock = SystemClock(stop)
        self.memory = MemoryFile(state_folder())
        self._answers = answers
        # One for all looks: it spaces out its questions to the page, and looks names up by the newest look.
        self._pages = StatusPages(status_formats(), lambda name: self._names.lookup(name), state_folder() / "pages")
        self.begin()
        self.latest = self.world(0)

    def begin(self) -> None:
        """A new diagnosis begins."""
        self._known, self._began = self.memory.any(), self.clock.monotonic()

    def tick(self) -> Tick:
        """This moment."""
        return Tick(self.clock.now(), self.clock.ticking())

    def world(self, number: int) -> SystemWorld:
        """The world of one look."""
        remembered = Remembered()
        system, wire = this_system(), SystemWire()
        machine = SystemMachine(remembered, system)
        hosts = self.settings.landmarks.hosts
        servers = [a for a in (*(h.v4 for h in hosts), *(h.v6 for h in hosts)) if a]
        names = SystemNames(remembered, wire, system.resolvers, system.hosts_path(), servers)
        self._names = names
        self.latest = SystemWorld(
            machine=machine,
            wire=wire,
            names=names,
            web=SystemWeb(remembered, names),
            router=SystemRouter(remembered, wire),
            clock=self.clock,
            settings=self.settings,
            recall=self.memory.recall,
            began=self._began,
            remembers_any=self._known,
            pages=lambda url, wait_s: self._pages.fetch(url, self.settings.isp.status_format, wait_s, self.clock.now()),
            answers=self._answers,
            look=number,
            remembered=remembered,
        )
        return self.latest


def provider(settings: Settings, report: Report) -> dict[str, Fact]:
    """What is known of the provider, and what it says."""
    isp, said = settings.isp, report.seen.get("isp_status")
    known: dict[str, Fact] = {
        "name": isp.name,
        "status_url": isp.status_url,
        "support_phone": isp.support_phone,
        "area": isp.area,
    }
    return {**{k: v for k, v in known.items() if v}, **(dict(said.facts) if said else {})}
