"""The world in which the window plays a recorded outage: nothing is asked of the network, and nobody is written to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from netcheck.core.about import About, Made
from netcheck.core.delivery import Delivery
from netcheck.core.delivery_secret import Kept, Tried
from netcheck.core.language import ENGLISH, Translator
from netcheck.core.learnt import AskedHost, Learnt
from netcheck.core.notices import Message, Notice, Shown
from netcheck.core.received import Received
from netcheck.core.record import Record
from netcheck.core.settings import Notify, Settings
from netcheck.core.speech import Speech
from netcheck.core.words import N_
from netcheck.engine.demo import OVER, DemoSession
from netcheck.gui.words import say
from netcheck.plugins import History, StatusFormat

if TYPE_CHECKING:
    from netcheck.gui.alerts import Desk
    from netcheck.gui.outside import Autostart, Outside

NOTHING_SENT = N_("This is a demo: nothing is sent to anybody.")


class DemoOutside:
    """Settings, languages and notices are the person's own; watching, the history and messages are the demo's."""

    def __init__(self, name: str, speed: float = 1.0, loop: bool = False, real: Outside | None = None) -> None:
        """`name` as in wiring.demos(). Raises ValueError where there is none of that name."""
        from netcheck import wiring

        self._real = real or cast("Outside", wiring)
        self._session: DemoSession = wiring.demo_session(name, speed, loop=loop)

    @property
    def title(self) -> str:
        """What is played."""
        return self._session.recording.title

    def load_settings(self, config: Path | None = None) -> tuple[Settings, tuple[str, ...]]:
        """The person's own."""
        return self._real.load_settings(config)

    def save_settings(self, changes: Mapping[tuple[str, ...], object], config: Path | None = None) -> Path:
        """In the person's own file."""
        return self._real.save_settings(changes, config)

    def settings_path(self, config: Path | None = None) -> Path:
        """The person's own file."""
        return self._real.settings_path(config)

    def translator(self, language: str = "") -> Translator:
        """The real one."""
        return self._real.translator(language)

    def languages(self) -> Mapping[str, str]:
        """The real ones."""
        return self._real.languages()

    def learnt(self) -> tuple[Learnt, ...]:
        """The person's own."""
        return self._real.learnt()

    def forget(self, network: str | None = None) -> bool:
        """The person's own."""
        return self._real.forget(network)

    def asked_hosts(self, settings: Settings) -> tuple[AskedHost, ...]:
        """The real ones: a demo asks nobody."""
        return self._real.asked_hosts(settings)

    def status_formats(self) -> Mapping[str, StatusFormat]:
        """The real ones."""
        return self._real.status_formats()

    def provider_names(self, prefix: str = "", settings: Settings | None = None) -> tuple[str, ...]:
        """The real ones."""
        return self._real.provider_names(prefix, settings)

    def start_log(self, level: str) -> None:
        """None: who reads the log later would take it for an outage."""

    def write_crash(self, story: str) -> Path | None:
        """The real one: our own bugs are true in a demo, too."""
        return self._real.write_crash(story)

    def report(self, settings: Settings, about: About, level: str) -> Made | None:
        """About what was played, marked as a demo's, with nothing of this computer in it."""
        from netcheck import wiring

        return wiring.demo_report(self._session, about, level)

    def written(self, record: Record, format_id: str, *, translator: Translator = ENGLISH) -> bytes:
        """As the real one."""
        return self._real.written(record, format_id, translator=translator)

    def report_formats(self) -> Mapping[str, str]:
        """The real ones."""
        return self._real.report_formats()

    def save_report(self, path: Path, data: bytes) -> str:
        """Where the person wants it; it says that it is a demo's."""
        return self._real.save_report(path, data)

    def open_report(self, path: Path) -> Received:
        """The real one: what is opened is no demo's."""
        return self._real.open_report(path)

    def display_problem(self) -> str:
        """The real one."""
        return self._real.display_problem()

    def hold_window(self) -> object:
        """Nothing: other programs have nothing to learn from a demo."""
        return None

    def history(self) -> History:
        """One of its own, which goes with it."""
        assert self._session.history is not None
        return self._session.history

    def speech(self, settings: Settings, outage: str = "") -> Speech | None:
        """About the demo's outage, by the demo's provider; name, number and check-list are the person's own."""
        from netcheck import wiring

        own = self._session.settings
        told = replace(settings, isp=own.isp, services=own.services)
        return wiring.speech(told, outage, self._session.history)

    def new_session(self, settings: Settings, history: History) -> DemoSession:
        """What plays the recording."""
        self._session.change(settings)
        return self._session

    def autostart(self) -> Autostart:
        """The real one."""
        return self._real.autostart()

    def desktop_notices(self, clicked: Callable[[str, str], None]) -> Desk | None:
        """The real ones, marked."""
        desk = self._real.desktop_notices(clicked)
        return MarkedDesk(desk) if desk is not None else None

    def delivery_secret(self, settings: Settings) -> Kept:
        """The person's own."""
        return self._real.delivery_secret(settings)

    def keep_delivery_secret(self, settings: Settings, secret: str) -> Kept:
        """In the person's own keyring."""
        return self._real.keep_delivery_secret(settings, secret)

    def try_delivery(self, settings: Settings, secret: str = "") -> Tried:
        """Nobody is asked."""
        return Tried(False, NOTHING_SENT)

    def deliveries(
        self, settings: Callable[[], Settings], changed: Callable[[tuple[Delivery, ...]], None]
    ) -> NoDeliveries:
        """None: what is played is no concern of a help desk."""
        return NoDeliveries()

    def phone(self, settings: Callable[[], Notify], trouble: Callable[[str], None]) -> NoPhone:
        """Nobody is written to; `trouble` is told when the demo is over."""
        self._session.over = lambda: trouble(say(OVER))
        return NoPhone()


class NoDeliveries:
    """In place of the reports for the help desk."""

    def start(self) -> None:
        """Nothing is sent."""

    def stop(self) -> None:
        """Nothing was sent."""

    def all(self) -> tuple[Delivery, ...]:
        """None."""
        return ()

    def put(self, record: Record, ticket: str = "", pdf: bytes = b"") -> str:
        """It is not sent, and that is said."""
        return say(NOTHING_SENT)

    def again(self, key: str) -> str:
        """There is none."""
        return ""

    def drop(self, key: str) -> str:
        """There is none."""
        return ""


class MarkedDesk:
    """The desktop's notices, each of them marked as a demo's."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def show(self, notice: Notice) -> Shown:
        """Show it; whether the desktop took it."""
        return self._desk.show(replace(notice, title=say("Demo: {what}").format(what=notice.title)))

    def withdraw(self, key: str) -> None:
        """Take it back."""
        self._desk.withdraw(key)


class NoPhone:
    """In place of the queue of messages."""

    def start(self) -> None:
        """Nothing is sent."""

    def stop(self) -> None:
        """Nothing was sent."""

    def tell(self, message: Message) -> None:
        """This is not sent."""

    def withdraw(self, outage: str) -> None:
        """Nothing was told."""
