"""Puts the real world behind the checks: the one file that has met every room."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from netcheck import __version__, probes, reports, statuspages
from netcheck.core.history import Entry
from netcheck.core.language import Translator
from netcheck.core.memory import changed, learn
from netcheck.core.model import Fact, Report, Segment, Side
from netcheck.core.network import Memory
from netcheck.core.outage import STABLE_S
from netcheck.core.recording import DEMOS, Recording, read_recording
from netcheck.core.settings import Notify, Settings, Watch
from netcheck.core.settings_reader import Layer, read_settings
from netcheck.core.watching import Depth, Event, Glance, Outage, State, Tick
from netcheck.engine.demo import DemoSession, Parts
from netcheck.engine.diagnosis import Job, diagnose_once
from netcheck.engine.glance import Glancer
from netcheck.engine.runner import Told
from netcheck.engine.watcher import Follower, Means, Watcher
from netcheck.plugins import History, Probe, ReportFormat, StatusFormat, discover
from netcheck.reports.json import event_object, read_looks
from netcheck.world import demo_files, log_file, settings_file
from netcheck.world.clock import SystemClock
from netcheck.world.history import HistoryFile, data_folder
from netcheck.world.http import SystemWeb
from netcheck.world.machine import SystemMachine, this_system
from netcheck.world.memory import MemoryFile, state_folder
from netcheck.world.names import SystemNames
from netcheck.world.remembered import Remembered
from netcheck.world.router import SystemRouter
from netcheck.world.signs import SystemSigns
from netcheck.world.status_page import StatusPages
from netcheck.world.system import SystemWorld
from netcheck.world.window_lock import WindowLock
from netcheck.world.wire import SystemWire

if TYPE_CHECKING:  # only a window needs them
    from netcheck.world.autostart import Autostart
    from netcheck.world.notify import DesktopNotices
    from netcheck.world.push import Phone

NEWS_S = 0.3
"""Seconds between two readings of what the window tells."""
DEADLINE_S = 5.8
"""Seconds for a whole look: nobody waits longer for a first answer."""


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


def translator(language: str = "") -> Translator:
    """Speaks this language ("de", "pt_BR", or several: "de:fr"); empty: the system's; English where there is none."""
    from netcheck.world import catalogues

    return catalogues.translator(language)


def languages() -> Mapping[str, str]:
    """Every language that the program speaks, code to own name ("Deutsch"); reads files."""
    from netcheck.world import catalogues

    return catalogues.languages()


def settings_path(config: Path | None = None) -> Path:
    """The file that a person's changes are written to."""
    return config or settings_file.default_files()[-1]


def save_settings(changes: Mapping[tuple[str, ...], object], config: Path | None = None) -> Path:
    """Change these keys in the person's settings file; the file. Waits for the disk.

    Raises SettingsError, and writes nothing, where a value cannot be used or the file cannot be written.
    """
    from netcheck.world import settings_writer

    return settings_writer.write(changes, config, status_formats())


def start_log(level: str) -> None:
    """Begin the rotating log file; silently none where no file can be written."""
    log_file.start(level)


def write_crash(story: str) -> Path | None:
    """Keep the story of our own bug; its path, or None where it could not be written."""
    return log_file.write_crash(story)


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
    home = _Home(settings, stop, answers or {})
    return _diagnosed(home, all_probes(), deadline_s, on_answer, stop, ask_provider)


def _diagnosed(
    home: _Home,
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
        provider=_provider(settings, report),
    )


def history(folder: Path | None = None) -> HistoryFile:
    """What was kept of the past, in the user's data folder or in another one."""
    return HistoryFile(folder or data_folder(), SystemClock().now, lambda text: translator().say(text))


def event_line(event: Event, whole: bool = False) -> str:
    """An event as one line of JSON."""
    return json.dumps(event_object(event, path_segments(), whole), allow_nan=False)


def display_problem() -> str:
    """Why no window can be opened here, as the first part of a sentence; empty where one can."""
    from netcheck.world import display

    return display.problem()


def autostart() -> Autostart:
    """The switch "start at login" of this system; its methods wait for the disk."""
    from netcheck.world.autostart import this_autostart

    return this_autostart()


def desktop_notices(clicked: Callable[[str, str], None]) -> DesktopNotices | None:
    """The notices of a Linux desktop; None elsewhere, where the tray shows them. `clicked` is told on another
    thread."""
    from netcheck.world.notify import DesktopNotices

    return DesktopNotices(clicked) if sys.platform.startswith("linux") else None


def phone(settings: Callable[[], Notify], trouble: Callable[[str], None]) -> Phone:
    """The queue of messages to the person's phone or mailbox, which is kept in the state folder."""
    from netcheck.world.push import Phone

    return Phone(state_folder(), settings, trouble=trouble)


def write_report(path: Path, text: str) -> str:
    """Write a report to a file of the person's choice, whole or not at all; why that failed, empty where it worked."""
    from netcheck.world.whole_file import write_whole

    try:
        write_whole(path, text.encode())
    except OSError as error:
        return f"The report could not be written to {path}: {error.strerror or error}."
    return ""


def new_session(settings: Settings, history: History) -> Session:
    """A run of watching that is not started yet."""
    return Session(settings, history=history)


def window_watches() -> bool:
    """Whether a window of this user watches already, in another process."""
    return WindowLock(state_folder()).held_by_another()


def hold_window() -> WindowLock:
    """Tell other programs of this user that the window watches, for as long as this process lives."""
    lock = WindowLock(state_folder())
    lock.hold()
    return lock


def news_of_window() -> Iterator[dict[str, object]]:
    """What the window's watcher tells, as event_line writes it, as it comes; ends when the window is gone."""
    kept, pause = history(), threading.Event()
    seen = kept.newest_event()
    while window_watches():
        for number, told in kept.events_after(seen):
            seen = number
            yield told
        pause.wait(NEWS_S)


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
        self._home = _Home(settings, self._stop, self._answers)
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
        self._home.begin()
        report = _diagnosed(self._home, self._probes, DEADLINE_S, told, self._stop, ask)
        # What a person saw holds for the trouble they saw it in.
        if report.verdict.side is Side.NONE:
            self._answers.clear()
        self._newest = report
        return report

    def _glance(self, depth: Depth, state: State) -> Glance:
        self._home.begin()
        return self._glancer.glance(self._home.world(0), depth, state, self._newest)


def demos() -> tuple[str, ...]:
    """The names of the recorded outages that came with the program, in the order in which they are listed."""
    there = demo_files.names()
    return (*(name for name in DEMOS if name in there), *(name for name in there if name not in DEMOS))


def demo(name: str) -> Recording:
    """A recorded outage. Raises ValueError where there is none of that name."""
    return read_recording(name, demo_files.read(name), read_looks)


def demo_session(
    name: str, speed: float = 1.0, *, loop: bool = False, settings: Settings | None = None, kept: bool = True
) -> DemoSession:
    """A run of watching that plays this outage, `speed` times as fast as it was; nothing is asked of the network.

    `settings` are those of the face (its look, its alerts); provider and pace are those of the recording, and nobody
    is sent a message. With `kept` it has a history of its own, which goes with it. Raises ValueError where there is
    no outage of that name.
    """
    recording = demo(name)
    recorded, _ = read_settings([Layer(name, recording.settings)])
    own = replace(settings or Settings(), isp=recorded.isp, services=recorded.services, watch=Watch(), notify=Notify())
    parts = Parts(
        probes=all_probes(),
        formats=formats(),
        settings=own,
        tool={"name": "netcheck", "version": __version__},
        provider=_provider,
        now=SystemClock().now,
        translator=translator,
    )
    return DemoSession(recording, parts, speed, loop, demo_files.PassingHistory() if kept else None)


class _Home:
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
