"""What the window asks of the rest of the program: netcheck.wiring, or a play of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from netcheck.core.history import Entry
from netcheck.core.language import ENGLISH, Translator
from netcheck.core.learnt import AskedHost, Learnt
from netcheck.core.model import Segment
from netcheck.core.settings import Notify, Settings
from netcheck.engine.watcher import Follower
from netcheck.gui.alerts import Desk, Post
from netcheck.plugins import History, StatusFormat

if TYPE_CHECKING:  # What is handed over is made of much that a tray alone never needs.
    from netcheck.core.about import About, Made
    from netcheck.core.delivery import Delivery
    from netcheck.core.delivery_secret import Kept, Tried
    from netcheck.core.received import Received
    from netcheck.core.record import Record
    from netcheck.core.speech import Speech


class Session(Protocol):
    """One run of watching. All but `note` and `stop` return at once."""

    @property
    def history(self) -> History | None:
        """What was seen before; None where nothing is kept."""

    def start(self, follower: Follower, at_login: bool = False) -> None:
        """Begin to watch, with a whole look."""

    def stop(self, wait_s: float = 0.0) -> bool:
        """End; whether it has ended within that time."""

    def look_now(self) -> None:
        """Look at the whole path now."""

    def ask_provider(self) -> None:
        """Look at the whole path now, and ask the provider's status page in any case."""

    def attend(self, present: bool) -> None:
        """Whether the window is before a person, who waits for what the provider says."""

    def pause(self) -> None:
        """Stop looking."""

    def resume(self) -> None:
        """Go on."""

    def answer(self, question: str, answer: str) -> None:
        """What the person answered."""

    def note(self, entry: Entry) -> None:
        """Keep a line of the journal; waits for the disk."""

    def change(self, settings: Settings) -> None:
        """Other settings."""

    def segments(self) -> dict[str, Segment]:
        """Where on the path each check belongs."""

    def titles(self) -> dict[str, str]:
        """What each check is called."""


class Autostart(Protocol):
    """The switch "start at login"; waits for the disk."""

    def is_on(self) -> bool:
        """Whether it will start at the next login."""

    def switch(self, on: bool) -> str:
        """Switch it; one sentence about why that failed, empty where it worked."""


class Phone(Post, Protocol):
    """Messages to the phone or mailbox, with the thread that sends them."""

    def start(self) -> None:
        """Take up what an earlier run left, and begin to send."""

    def stop(self) -> None:
        """Send no more."""


class Deliveries(Protocol):
    """Reports on their way to the help desk, with the thread that sends them; its calls wait for the disk."""

    def start(self) -> None:
        """Take up what an earlier run left, and begin to send."""

    def stop(self) -> None:
        """Send no more; what is being sent is left to its thread."""

    def all(self) -> tuple[Delivery, ...]:
        """All that are kept, the newest first."""

    def put(self, record: Record, ticket: str = "", pdf: bytes = b"") -> Delivery | str:
        """Keep this redacted report to be sent, with its PDF where there is one; `ticket` is the number that it is
        added to. A sentence in the person's language where it could not be kept."""

    def again(self, key: str) -> str:
        """Try this one again now; a sentence in the person's language where the disk does not take that, else empty."""

    def drop(self, key: str) -> str:
        """Let this one go, for ever; a sentence where the disk does not take that, else empty."""


class Outside(Protocol):
    """Everything else; what is not said to return at once waits for the disk."""

    def load_settings(self, config: Path | None = None) -> tuple[Settings, tuple[str, ...]]:
        """The settings and warnings. Raises SettingsError."""

    def save_settings(self, changes: Mapping[tuple[str, ...], object], config: Path | None = None) -> Path:
        """Change these in the user's file, or the one named. Raises SettingsError."""

    def settings_path(self, config: Path | None = None) -> Path:
        """The file that `save_settings` would write; returns at once."""

    def translator(self, language: str = "") -> Translator:
        """The catalogue of a language."""

    def languages(self) -> Mapping[str, str]:
        """Languages that there are, code to own name."""

    def learnt(self) -> tuple[Learnt, ...]:
        """What is known of every network, the newest first."""

    def forget(self, network: str | None = None) -> bool:
        """Forget one network (its Learnt.network), or all; False where that could not be done."""

    def asked_hosts(self, settings: Settings) -> tuple[AskedHost, ...]:
        """Whom netcheck may ask about this line with these settings, and why; returns at once."""

    def status_formats(self) -> Mapping[str, StatusFormat]:
        """Formats of status pages by their ids; takes a moment."""

    def provider_names(self, prefix: str = "", settings: Settings | None = None) -> tuple[str, ...]:
        """Names of providers that begin so, those of the person's own included."""

    def start_log(self, level: str) -> None:
        """Begin the log file."""

    def write_crash(self, story: str) -> Path | None:
        """Keep the story of our own bug."""

    def report(self, settings: Settings, about: About, level: str) -> Made | None:
        """A report about this, redacted at this level; None where there is no such outage. Takes a moment."""

    def written(self, record: Record, format_id: str, *, translator: Translator = ENGLISH) -> bytes:
        """It in one of `report_formats`; takes a moment. Raises ValueError for a record that was not redacted."""

    def report_formats(self) -> Mapping[str, str]:
        """The suffix of each format by its id, e.g. "text" to ".txt"."""

    def save_report(self, path: Path, data: bytes) -> str:
        """Write a report to a file of the person's choice, whole or not at all; why that failed, empty: it did not."""

    def open_report(self, path: Path) -> Received:
        """A report that somebody sent; little more than a megabyte of it is read.

        Raises core.received.ReceivedError for what is none, and OSError where the file cannot be read.
        """

    def display_problem(self) -> str:
        """Why no window can be opened; empty where one can."""

    def hold_window(self) -> object:
        """Tell other programs that the window watches, as long as what is returned lives."""

    def history(self) -> History:
        """What was kept of the past."""

    def speech(self, settings: Settings, outage: str = "") -> Speech | None:
        """All that is known around this outage (empty: the newest one), to speak for the person about it; None where
        there is no such outage."""

    def new_session(self, settings: Settings, history: History) -> Session:
        """A run of watching that is not started yet."""

    def autostart(self) -> Autostart:
        """The switch "start at login"; returns at once."""

    def desktop_notices(self, clicked: Callable[[str, str], None]) -> Desk | None:
        """The desktop's notices; None where the system's tray shows them. `clicked` is told action and activation
        token, on another thread. Returns at once."""

    def phone(self, settings: Callable[[], Notify], trouble: Callable[[str], None]) -> Phone:
        """The queue of messages; `trouble` is told a sentence, on another thread. Returns at once."""

    def delivery_secret(self, settings: Settings) -> Kept:
        """Where the password for the help desk is; waits for the keyring, half a minute at most."""

    def keep_delivery_secret(self, settings: Settings, secret: str) -> Kept:
        """Put it into the system's keyring, or take it out where it is empty; waits for the keyring."""

    def try_delivery(self, settings: Settings, secret: str = "") -> Tried:
        """Connect to the help desk and log in, with this password or the one that is kept; nothing is sent there. Waits
        for the network."""

    def deliveries(
        self, settings: Callable[[], Settings], changed: Callable[[tuple[Delivery, ...]], None]
    ) -> Deliveries:
        """Reports on their way to the help desk; `changed` is told all of them, on another thread, whenever something
        has changed. Returns at once."""
