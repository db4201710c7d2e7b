"""The rest of the program, played: no network is touched, and what happens is told by whoever runs the test."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from netcheck import wiring
from netcheck.core import monitor
from netcheck.core.about import About, Made
from netcheck.core.chain import Head, Wanted
from netcheck.core.chain_check import Verified
from netcheck.core.delivery import Delivery
from netcheck.core.delivery_secret import Kept, Tried, Where
from netcheck.core.history import Entry, Gap, PastOutage, Point, Said
from netcheck.core.language import ENGLISH, Translator
from netcheck.core.learnt import AskedHost, Learnt
from netcheck.core.model import Fact, Report, Segment
from netcheck.core.monitor import News
from netcheck.core.notices import NOT_SHOWN, Message, Notice, Shown
from netcheck.core.received import Received
from netcheck.core.record import Kind, Record
from netcheck.core.redaction import Level, Secrets, redact
from netcheck.core.settings import Notify, Settings
from netcheck.core.speech import Speech
from netcheck.core.watching import Depth, Due, Event, Glance, Happened, State, Tick
from netcheck.engine.watcher import Follower
from netcheck.gui.alerts import Desk
from netcheck.plugins import History, StatusFormat
from tests import fake_record
from tests.gui.recorded import SEGMENTS, TITLES, report_of

BROKEN, WELL = "login-refused", "healthy"
SECRETS = Secrets(host_names=("laptop-7",), real_names=("Jo Smith",))
NOTHING = Glance(gateway=True, far=False, names=False, gateway_ms=1.1)
ALL = Glance(gateway=True, far=True, names=True, gateway_ms=1.2, far_ms=14.0, names_ms=9.0)


class PlayedHistory:
    """Keeps what it is told, in memory."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.words: list[Said] = []
        self.past: tuple[PastOutage, ...] = ()
        self.problem = ""

    def add(self, event: Event, line: str = "") -> None:
        """An event."""
        if event.kind is not Happened.LOOK:
            self.entries.append(Entry(event.at, event.kind.value, "", event.outage.id if event.outage else None))

    def note(self, entry: Entry) -> None:
        """A line of the person's."""
        self.entries.append(entry)

    def heard(self, said: Said) -> None:
        """Kept."""
        self.words.append(said)

    def outages(self, since: datetime | None = None, until: datetime | None = None) -> tuple[PastOutage, ...]:
        """Those of the test."""
        return self.past

    def said(self, since: datetime | None = None, until: datetime | None = None) -> tuple[Said, ...]:
        """What was kept."""
        return tuple(self.words)

    def journal(self, since: datetime | None = None, outage: str | None = None) -> tuple[Entry, ...]:
        """What was kept."""
        return tuple(self.entries)

    def points(self, since: datetime, until: datetime) -> tuple[Point, ...]:
        """None."""
        return ()

    def gaps(self, since: datetime, until: datetime) -> tuple[Gap, ...]:
        """None."""
        return ()

    def newest_event(self) -> int:
        """None."""
        return 0

    def events_after(self, number: int) -> list[tuple[int, dict[str, object]]]:
        """None."""
        return []

    def head(self) -> Head | None:
        """None."""
        return None

    def verify(self, wanted: Wanted | None = None) -> Verified | None:
        """Nothing is chained."""
        return None

    def close(self) -> None:
        """Nothing is open."""


class PlayedSession:
    """A watcher whose looks are given; tells its follower on the thread of whoever gives them."""

    def __init__(self, history: PlayedHistory) -> None:
        self.history = history
        self.state = State()
        self.asked: list[str] = []
        """What the window wanted."""
        self.attended: list[bool] = []
        """When it was shown, and when it was hidden."""
        self.started = threading.Event()
        self.events: list[Event] = []
        self.estimate: Mapping[str, Fact] | None = None
        """How long it may still take, told while an outage lasts."""
        self._follower = Follower()
        self._s = 1000.0
        self._began = datetime.now(UTC)

    # --- as the window knows it

    def start(self, follower: Follower, at_login: bool = False) -> None:
        """Nothing is seen until somebody says so."""
        self._follower = follower
        follower.began(Depth.FULL)
        self.started.set()

    def stop(self, wait_s: float = 0.0) -> bool:
        """Done."""
        self.asked.append("stop")
        return True

    def look_now(self) -> None:
        """Remembered."""
        self.asked.append("look")

    def ask_provider(self) -> None:
        """Remembered."""
        self.asked.append("provider")

    def attend(self, present: bool) -> None:
        """Remembered."""
        self.attended.append(present)

    def pause(self) -> None:
        """As the real one."""
        self.asked.append("pause")
        self._took(monitor.pause(self.state, self._tick()))

    def resume(self) -> None:
        """As the real one."""
        self.asked.append("resume")
        self._took(monitor.resume(self.state, self._tick()))

    def answer(self, question: str, answer: str) -> None:
        """Remembered."""
        self.asked.append(f"{question}={answer}")

    def note(self, entry: Entry) -> None:
        """Kept."""
        self.history.note(entry)

    def change(self, settings: Settings) -> None:
        """Remembered."""
        self.asked.append("change")

    def segments(self) -> dict[str, Segment]:
        """The real ones."""
        return dict(SEGMENTS)

    def titles(self) -> dict[str, str]:
        """The real ones."""
        return dict(TITLES)

    # --- as the test knows it

    def look(self, news: News, after_s: float = 1.0) -> None:
        """A look that sees this."""
        for _ in range(int(after_s // 20)):
            self._s += 20
            self._took(monitor.step(self.state, None, self._tick()))
        self._s += after_s % 20
        if isinstance(news, Report):
            self._follower.began(Depth.FULL)
            for check, said in news.seen.items():
                self._follower.answered(check, said)
        else:
            self._follower.began(Depth.LIGHT)
        self._took(monitor.step(self.state, news, self._tick()))
        self._follower.planned(Due(Depth.LIGHT, self._tick().s + 2.0), self._tick())

    def works(self, after_s: float = 1.0) -> None:
        """All is well."""
        self.look(report_of(WELL), after_s)

    def breaks(self, after_s: float = 5.0, story: str = BROKEN) -> None:
        """The line goes: a glance sees it, a whole look confirms it."""
        self.look(NOTHING, after_s)
        self.look(report_of(story))
        self.look(NOTHING)

    def comes_back(self, after_s: float = 100.0) -> None:
        """It answers again, and that is confirmed."""
        self.look(ALL, after_s)
        self.look(report_of(WELL))
        self.look(ALL, 2.0)

    def stays(self) -> None:
        """Five minutes more."""
        for _ in range(32):
            self.look(ALL, 10.0)

    def flaps(self) -> None:
        """It comes and goes."""
        for _ in range(8):
            self.look(NOTHING, 20.0)
            self.look(report_of(BROKEN))
            self.look(ALL, 6.0)
            self.look(report_of(WELL))
            self.look(ALL, 4.0)

    def _tick(self) -> Tick:
        return Tick(self._began + timedelta(seconds=self._s - 1000.0), self._s)

    def _took(self, stepped: tuple[State, tuple[Event, ...]]) -> None:
        self.state, events = stepped
        for event in events:
            event = replace(event, estimate=self.estimate if self.state.down else None)
            self.events.append(event)
            self.history.add(event)
            self._follower.happened(event, self.state)


class PlayedDesk:
    """A desktop that shows notices, or shows none."""

    def __init__(self, tells: bool = True, sounds: bool = False) -> None:
        self.tells, self.sounds = tells, sounds
        self.shown: list[Notice] = []
        self.withdrawn: list[str] = []

    def show(self, notice: Notice) -> Shown:
        """Remembered."""
        self.shown.append(notice)
        return Shown(told=True, sounded=self.sounds) if self.tells else NOT_SHOWN

    def withdraw(self, key: str) -> None:
        """Remembered."""
        self.withdrawn.append(key)


class PlayedPhone:
    """A phone that remembers."""

    def __init__(self) -> None:
        self.told: list[Message] = []
        self.withdrawn: list[str] = []
        self.asked: list[str] = []

    def start(self) -> None:
        """Remembered."""
        self.asked.append("start")

    def stop(self) -> None:
        """Remembered."""
        self.asked.append("stop")

    def tell(self, message: Message) -> None:
        """Remembered."""
        self.told.append(message)

    def withdraw(self, outage: str) -> None:
        """Remembered."""
        self.withdrawn.append(outage)


class PlayedAutostart:
    """A switch."""

    def __init__(self) -> None:
        self.on = False
        self.problem = ""

    def is_on(self) -> bool:
        """As it was switched."""
        return self.on

    def switch(self, on: bool) -> str:
        """Switched, unless there is a problem."""
        if not self.problem:
            self.on = on
        return self.problem


class PlayedDeliveries:
    """Reports for a help desk, in memory; what becomes of them is told by whoever runs the test."""

    def __init__(self) -> None:
        self.kept: dict[str, Delivery] = {}
        self.put_in: list[tuple[Record, str, bytes]] = []
        self.asked: list[str] = []
        self.problem = ""
        self.changed: Callable[[tuple[Delivery, ...]], None] = lambda _all: None

    def start(self) -> None:
        """Remembered."""
        self.asked.append("start")

    def stop(self) -> None:
        """Remembered."""
        self.asked.append("stop")

    def all(self) -> tuple[Delivery, ...]:
        """The newest first."""
        return tuple(reversed(self.kept.values()))

    def put(self, record: Record, ticket: str = "", pdf: bytes = b"") -> Delivery | str:
        """Kept, unless there is a problem."""
        if self.problem:
            return self.problem
        self.put_in.append((record, ticket, pdf))
        fresh = Delivery(f"{len(self.kept):032x}", datetime.now(UTC), "A report", "mail", "desk@company.example")
        self.become(replace(fresh, ticket=ticket))
        return fresh

    def again(self, key: str) -> str:
        """Remembered."""
        self.asked.append(f"again {key}")
        return ""

    def drop(self, key: str) -> str:
        """It is gone."""
        self.asked.append(f"drop {key}")
        self.kept.pop(key, None)
        return ""

    def become(self, delivery: Delivery) -> None:
        """It is so far now; told on the thread of whoever says so."""
        self.kept[delivery.key] = delivery
        self.changed(self.all())


class PlayedOutside:
    """Everything that the window asks of the rest of the program."""

    def __init__(self, settings: Settings | None = None, desk: Desk | None = None) -> None:
        self.settings = settings or Settings()
        self.desk = desk
        self.warnings: tuple[str, ...] = ()
        self.kept = PlayedHistory()
        self.session = PlayedSession(self.kept)
        self.messages = PlayedPhone()
        self.switch = PlayedAutostart()
        self.post = PlayedDeliveries()
        self.secret = Kept()
        """Where the password for the help desk is."""
        self.secrets: list[str] = []
        """Those that were to be kept, in order; empty: it was to be forgotten."""
        self.tried = Tried(True, "The help desk let us in.")
        self.crashes: list[str] = []
        self.clicked: Callable[[str, str], None] = lambda _action, _token: None
        self.trouble: Callable[[str], None] = lambda _why: None
        self.folder = Path("/nowhere")
        self.networks: tuple[Learnt, ...] = ()
        self.spoken: Speech | None = None
        """What there is to say about the newest outage."""
        self.reports_wanted: list[tuple[About, str]] = []
        """What reports were wanted about, and at which level."""
        self.records: dict[Kind, Record] = {
            Kind.OUTAGE: fake_record.of_outage(), Kind.LOOK: fake_record.of_look(), Kind.LOG: fake_record.of_log()
        }  # fmt: skip

    def load_settings(self, config: Path | None = None) -> tuple[Settings, tuple[str, ...]]:
        """Those of the test."""
        return self.settings, self.warnings

    def save_settings(self, changes: Mapping[tuple[str, ...], object], config: Path | None = None) -> Path:
        """Not here."""
        raise NotImplementedError

    def settings_path(self, config: Path | None = None) -> Path:
        """Some path."""
        return config or self.folder / "netcheck.toml"

    def translator(self, language: str = "") -> Translator:
        """English."""
        return ENGLISH

    def languages(self) -> Mapping[str, str]:
        """English."""
        return {"en": "English"}

    def learnt(self) -> tuple[Learnt, ...]:
        """What the test says."""
        return self.networks

    def forget(self, network: str | None = None) -> bool:
        """As the real one."""
        before, self.networks = self.networks, tuple(n for n in self.networks if network not in (None, n.network))
        return len(self.networks) < len(before)

    def asked_hosts(self, settings: Settings) -> tuple[AskedHost, ...]:
        """One."""
        return (AskedHost("whose.example", "to which provider an address belongs"),) if settings.learn.on else ()

    def status_formats(self) -> Mapping[str, StatusFormat]:
        """None."""
        return {}

    def provider_names(self, prefix: str = "", settings: Settings | None = None) -> tuple[str, ...]:
        """Two."""
        return ("Example Net", "Sample Telecom")

    def start_log(self, level: str) -> None:
        """None."""

    def write_crash(self, story: str) -> Path | None:
        """Remembered."""
        self.crashes.append(story)
        return None

    def report(self, settings: Settings, about: About, level: str) -> Made | None:
        """The one of the test, redacted as the real one."""
        self.reports_wanted.append((about, level))
        record = self.records.get(about.kind)
        if record is None:
            return None
        found = {each: redact(record, each, SECRETS) for each in (Level.HELPDESK, Level(level))}
        return Made(replace(found[Level(level)].record, redaction=level), found[Level.HELPDESK].tokens)

    def written(self, record: Record, format_id: str, *, translator: Translator = ENGLISH) -> bytes:
        """The real one."""
        return wiring.written(record, format_id, translator=translator)

    def report_formats(self) -> Mapping[str, str]:
        """The real ones."""
        return wiring.report_formats()

    def save_report(self, path: Path, data: bytes) -> str:
        """As the real one, without its care."""
        path.write_bytes(data)
        return ""

    def open_report(self, path: Path) -> Received:
        """The real one."""
        return wiring.open_report(path)

    def display_problem(self) -> str:
        """The screen is there."""
        return ""

    def hold_window(self) -> object:
        """Nothing."""
        return None

    def history(self) -> PlayedHistory:
        """What is kept in memory."""
        return self.kept

    def speech(self, settings: Settings, outage: str = "") -> Speech | None:
        """What the test says."""
        return self.spoken

    def new_session(self, settings: Settings, history: History) -> PlayedSession:
        """The one of the test."""
        return self.session

    def autostart(self) -> PlayedAutostart:
        """The one of the test."""
        return self.switch

    def desktop_notices(self, clicked: Callable[[str, str], None]) -> Desk | None:
        """The one of the test."""
        self.clicked = clicked
        return self.desk

    def phone(self, settings: Callable[[], Notify], trouble: Callable[[str], None]) -> PlayedPhone:
        """The one of the test."""
        self.trouble = trouble
        return self.messages

    def delivery_secret(self, settings: Settings) -> Kept:
        """What the test says."""
        return self.secret

    def keep_delivery_secret(self, settings: Settings, secret: str) -> Kept:
        """Remembered, unless there is trouble."""
        self.secrets.append(secret)
        if not self.secret.trouble:
            self.secret = Kept(Where.KEYRING if secret else Where.NOWHERE)
        return self.secret

    def try_delivery(self, settings: Settings, secret: str = "") -> Tried:
        """What the test says."""
        self.secrets.append(f"tried {secret}")
        return self.tried

    def deliveries(
        self, settings: Callable[[], Settings], changed: Callable[[tuple[Delivery, ...]], None]
    ) -> PlayedDeliveries:
        """Those of the test."""
        self.post.changed = changed
        return self.post
