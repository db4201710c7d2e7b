"""Sends one message to the person's phone or mailbox once it works again, and does not lose it before."""

from __future__ import annotations

import json
import logging
import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from netcheck.core.courtesy import spread
from netcheck.core.notices import Message
from netcheck.core.settings import Notify
from netcheck.core.words import N_
from netcheck.world.push_outcome import Later, Never, Outcome, ways
from netcheck.world.whole_file import write_whole

log = logging.getLogger(__name__)

FILE = "message.json"
FORM = 1
LARGEST = 1 << 16
"""Bytes; a larger file is not ours."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 30.0, 900.0
"""Between two tries; doubled each time."""
GIVEN_UP = timedelta(hours=12)
"""After the return; by then whoever went out has found out."""
TOO_OLD = N_("The message about the end of the outage could not be sent within 12 hours, and was given up.")
REMEMBERED = 20
"""Outages whose message went out, so that a relapse sends no second one."""


def send(way: str, message: Message, settings: Notify) -> Outcome:
    """Hand it over by one of the ways, see netcheck.world.push_ways."""
    # Imported when there is something to send: with mail and encryption it is 3 MB.
    from netcheck.world import push_ways

    return push_ways.send(way, message, settings)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A message that is not sent by all its ways yet."""

    message: Message
    left: tuple[str, ...]
    tries: int = 0
    due_s: float = 0.0
    """Monotonic seconds of the next try; not kept on the disk."""


@dataclass(slots=True)
class Phone:
    """The queue of messages, kept in one file in the state folder, and the thread that sends them.

    Without `[notify]` in the settings nothing is queued. Nothing here raises. `tell` and `withdraw` wait for the disk:
    never call them on the window's thread. The file holds the text of a message; no address and no password.
    """

    folder: Path
    settings: Callable[[], Notify]
    """As they are set now."""
    chance: Callable[[], float] = random.random
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    clock: Callable[[], float] = time.monotonic
    send: Callable[[str, Message, Notify], Outcome] = send
    trouble: Callable[[str], None] = lambda _why: None
    """Told why a message will never be sent, in a sentence for the person; on the thread that sends."""
    _waiting: list[_Waiting] = field(default_factory=list)
    _sent: list[str] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _stopped: bool = False

    def start(self) -> None:
        """Take up what an earlier run left, and begin to send."""
        with self._changed:
            self._load()
        threading.Thread(target=self._run, name="phone", daemon=True).start()

    def stop(self) -> None:
        """Send no more; what is left waits in the file for the next start."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def tell(self, message: Message) -> None:
        """Send this within five minutes of the return. One outage has one message, however often it came back."""
        left = ways(self.settings())
        with self._changed:
            if not left or message.id in self._sent:
                return
            due = self.clock() + self._wait_s(message)
            others = [each for each in self._waiting if each.message.id != message.id]
            self._waiting = [*others, _Waiting(message, left, 0, due)]
            self._keep()
            self._changed.notify_all()

    def withdraw(self, outage: str) -> None:
        """It is down again: what was to be told is no longer true."""
        with self._changed:
            kept = [each for each in self._waiting if each.message.id != outage]
            if kept != self._waiting:
                self._waiting = kept
                self._keep()
                self._changed.notify_all()

    def step(self) -> None:
        """Send what is due now, and give up what is too old."""
        with self._changed:
            old = [each for each in self._waiting if self.now() - each.message.at > GIVEN_UP]
            if old:
                self._waiting = [each for each in self._waiting if each not in old]
                self._keep()
            due = [each for each in self._waiting if each.due_s <= self.clock()]
        for each in old:
            log.warning("a message was given up after %d tries", each.tries)
            self.trouble(TOO_OLD)
        for each in due:
            if not self._stopped:
                self._try(each)

    def _wait_s(self, message: Message) -> float:
        """When a town comes back, its people do not all send at once; the message says when it was."""
        return spread(self.chance(), (self.now() - message.at).total_seconds())

    def wait_s(self) -> float | None:
        """Seconds until the next message is due; None where none waits."""
        return min((max(0.0, each.due_s - self.clock()) for each in self._waiting), default=None)

    def _run(self) -> None:
        while not self._stopped:
            self.step()
            with self._changed:
                if not self._stopped and (seconds := self.wait_s()) != 0:
                    self._changed.wait(seconds)

    def _try(self, each: _Waiting) -> None:
        """All ways that are left, without the lock: `tell` must not wait for a server."""
        settings = self.settings()
        left: list[str] = []
        asked_s = 0.0
        for way in [way for way in each.left if way in ways(settings)]:
            outcome = self.send(way, each.message, settings)
            if isinstance(outcome, Later):
                log.info("a message by %s has to wait: %s", way, outcome.why)
                left.append(way)
                asked_s = max(asked_s, outcome.after_s)
            elif isinstance(outcome, Never):
                log.warning("a message by %s was refused: %s", way, outcome.detail or outcome.why)
                self.trouble(outcome.why)
            else:
                log.info("a message was sent by %s", way)
        with self._changed:
            if each not in self._waiting:
                return  # withdrawn meanwhile, or a newer one has taken its place
            self._waiting.remove(each)
            if left:
                pause = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(each.tries, 20)) * (0.8 + 0.4 * self.chance())
                due = self.clock() + max(pause, asked_s)
                self._waiting.append(replace(each, left=tuple(left), tries=each.tries + 1, due_s=due))
            else:
                self._sent = [*self._sent, each.message.id][-REMEMBERED:]
            self._keep()

    # --- on the disk

    def _keep(self) -> None:
        waiting = [
            {
                "id": each.message.id,
                "title": each.message.title,
                "text": each.message.text,
                "at": each.message.at.isoformat(),
                "left": each.left,
            }
            for each in self._waiting
        ]
        text = json.dumps({"form": FORM, "waiting": waiting, "sent": self._sent}, indent=1)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(self.folder / FILE, text.encode())
        except OSError as error:
            log.info("the message could not be kept on the disk: %s", error)

    def _load(self) -> None:
        path = self.folder / FILE
        try:
            with path.open("rb") as file:
                table = json.loads(file.read(LARGEST))
            if not isinstance(table, dict) or table.get("form") != FORM:
                raise ValueError("not a file of this form")
            waiting = [_read(entry) for entry in table["waiting"]]
            sent = [str(each) for each in table["sent"]][-REMEMBERED:]
        except FileNotFoundError:
            return
        except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
            log.warning("%s cannot be understood (%s) and is left out", FILE, error)
            return
        began = self.clock()
        self._waiting = [replace(each, due_s=began + self._wait_s(each.message)) for each in waiting] + self._waiting
        self._sent = [*sent, *self._sent]


def _read(entry: Mapping[str, object]) -> _Waiting:
    at = datetime.fromisoformat(str(entry["at"]))
    left = entry["left"]
    if not isinstance(left, list):
        raise ValueError("an entry lacks its ways")
    message = Message(
        str(entry["id"]), str(entry["title"]), str(entry["text"]), at if at.tzinfo else at.replace(tzinfo=UTC)
    )
    return _Waiting(message, tuple(map(str, left)))
