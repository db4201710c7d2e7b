"""One whole look: a fresh world for it, the checks over it, and what is learnt when all is well."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from netcheck import __version__
from netcheck.core.courtesy import Who
from netcheck.core.learning import provider_named
from netcheck.core.memory import changed, learn
from netcheck.core.model import NOTHING, Fact, Report, Seen, Side
from netcheck.core.network import Memory, Resolver, StatusPage
from netcheck.core.other_way import best, spared, worth_asking
from netcheck.core.providers import completed
from netcheck.core.settings import Settings
from netcheck.core.watching import Tick
from netcheck.engine.diagnosis import Job, diagnose_once
from netcheck.engine.outlook import foretold
from netcheck.engine.runner import Told
from netcheck.plugins import Probe
from netcheck.wiring.files import known_history
from netcheck.wiring.provider_page import net_of, source
from netcheck.wiring.rooms import all_probes, status_formats
from netcheck.world import dns_messages
from netcheck.world.clock import SystemClock
from netcheck.world.health import health
from netcheck.world.http import SystemWeb
from netcheck.world.machine import SystemMachine, this_system
from netcheck.world.memory import MemoryFile, state_folder
from netcheck.world.names import SystemNames
from netcheck.world.overheard import Overheard
from netcheck.world.provider_catalogue import catalogue
from netcheck.world.remembered import Remembered
from netcheck.world.router import SystemRouter
from netcheck.world.status_page import StatusPages
from netcheck.world.status_reading import Net
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
    report = diagnosed(home, all_probes(), deadline_s, on_answer, stop, ask_provider)
    if report.verdict.side is not Side.UPSTREAM:
        return report
    history = known_history()
    report = foretold(report, history)
    if history is not None:
        history.close()
    return report


def diagnosed(
    home: Home,
    probes: Mapping[str, Probe],
    deadline_s: float,
    on_answer: Told | None,
    stop: threading.Event | None,
    ask_provider: bool,
) -> Report:
    settings = home.complete()
    dns_messages.load()  # before any clock runs
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
    home.outage = worth_asking(report.verdict)
    newest = home.latest.memory or home.memory.newest()
    if report.verdict.side is Side.NONE and settings.learn.on and not (stop and stop.is_set()):
        home.learn(report)
    return replace(
        report,
        changed=changed(newest.facts if newest else None, report.seen) if report.verdict.side is not Side.NONE else (),
        host={str(name): value for name, value in {**home.latest.machine.describe(), **health()}.items()},
        provider=provider(settings, report, home.name_from),
    )


class Home:
    """Makes a fresh world for each look."""

    def __init__(self, settings: Settings, stop: threading.Event | None, answers: Mapping[str, str]) -> None:
        self.settings = settings
        self.clock = SystemClock(stop)
        self.memory = MemoryFile(state_folder())
        self.outage = False
        """Whether the newest diagnosis found the default way dead."""
        self._answers = answers
        # One for all looks: it spaces out its questions to the page.
        self.pages = StatusPages(status_formats(), self._net, state_folder() / "pages")
        self.who = Who.PERSON
        """For whom the page is asked; a run of watching says so before each look."""
        self._dead = False
        """Whether the newest look that wanted the page found the default way dead."""
        self.down_since: datetime | None = None
        """Since when the outage lasts that is being watched."""
        self.name_from = ""
        """Who named the provider: "settings", "learnt", or nobody."""
        self._complete = settings, settings
        self.begin()
        self.latest = self.world(0)

    def begin(self) -> None:
        """A new diagnosis begins."""
        self._known, self._began = self.memory.any(), self.clock.monotonic()

    def tick(self) -> Tick:
        """This moment."""
        return Tick(self.clock.now(), self.clock.ticking())

    def learn(self, report: Report) -> None:
        """Keep what this healthy look taught about its network."""
        for key in self.latest.network_keys():
            learnt = partial(_learnt, key, self.clock.now(), report.seen)
            self.memory.amend(key, learnt)

    @property
    def effective(self) -> Settings:
        """The settings with what the catalogue knew of the provider when the newest diagnosis began."""
        given, complete = self._complete
        return complete if given is self.settings else self.settings

    def complete(self) -> Settings:
        """Fill in what the catalogue knows of the provider: the one that is set, else the one learnt of this network.

        Where no network is there to be recognised, what was filled in last stays.
        """
        world = self.fresh(0)
        memory = world.memory
        if memory is not None or world.network_keys() or self._complete[0] is not self.settings:
            facts = memory.facts if memory else NOTHING
            isp, self.name_from = completed(self.settings.isp, catalogue(self.settings), facts)
            self._complete = self.settings, replace(self.settings, isp=isp)
        return self.effective

    def world(self, number: int) -> SystemWorld:
        """The world of one look."""
        self.latest = self.fresh(number)
        self.latest.outage = self.outage
        return self.latest

    def fresh(self, number: int) -> SystemWorld:
        """A world that is no look's."""
        remembered, heard = Remembered(), Overheard()
        system, wire = this_system(), SystemWire(overheard=heard)
        machine = SystemMachine(remembered, system)
        hosts = self.settings.landmarks.hosts
        servers = [a for a in (*(h.v4 for h in hosts), *(h.v6 for h in hosts)) if a]

        def resolvers() -> tuple[Resolver, ...] | None:
            found = system.resolvers()
            return spared(found, made.ways_beside(), machine.interfaces() or ()) if found else found

        names = SystemNames(remembered, wire, resolvers, system.hosts_path(), servers)
        made = SystemWorld(
            machine=machine,
            wire=wire,
            names=names,
            web=SystemWeb(remembered, names, heard=heard.add),
            router=SystemRouter(remembered, wire),
            clock=self.clock,
            settings=self.effective,
            vendors=lambda url: catalogue(self.settings).vendor_for(url),
            recall=self.memory.recall,
            began=self._began,
            remembers_any=self._known,
            pages=lambda url, wait_s: self._page(made, url, wait_s),
            answers=self._answers,
            look=number,
            down_since=self.down_since,
            remembered=remembered,
            heard=heard,
        )
        return made

    def _page(self, world: SystemWorld, url: str, wait_s: float) -> StatusPage:
        self._dead = world.outage
        return self.pages.fetch(source(url, self.effective), wait_s, self.clock.now(), self.who)

    def _net(self) -> Net:
        return net_of(self.fresh(0), self._dead)


def _learnt(network: str, now: datetime, seen: Seen, before: Memory | None) -> Memory:
    return Memory(network, now, learn(seen, before.facts if before else None))


def provider(settings: Settings, report: Report, named_by: str = "settings") -> dict[str, Fact]:
    """What is known of the provider, and what it says; `named_by` tells where the name in the settings is from."""
    isp, said = settings.isp, report.seen.get("isp_status")
    usual = report.seen.get("usual")
    kept = usual.facts.get("kept") if usual else None
    name, name_from = provider_named(isp.name, kept if isinstance(kept, Mapping) else NOTHING)
    known: dict[str, Fact] = {
        "name": name,
        "name_from": named_by if isp.name else name_from,
        "status_url": isp.status_url,
        "page_url": isp.page_url,
        "support_phone": isp.support_phone,
        "area": isp.area,
    }
    second = best(report.seen)
    if second is not None:
        known["second_way"] = {name: second.get(name) for name in ("interface", "words", "works", "metered")}
    if "isp-denies" in report.verdict.also:
        known["denies"] = True
    return {**{k: v for k, v in known.items() if v}, **(dict(said.facts) if said else {})}
