"""Reports on their way to the help desk: put into the spool, sent once the line works, shown, tried again, dropped."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from netcheck.core.delivery import Delivery, Outcome, Parcel, State, Trouble, ticket_number
from netcheck.core.delivery_pace import once_more
from netcheck.core.delivery_parcel import digest_of, parcel_of, title_of
from netcheck.core.delivery_secret import Kept, Tried, Where
from netcheck.core.record import Kind, Record
from netcheck.core.settings import Settings
from netcheck.core.settings_delivery import goes_to
from netcheck.core.watching import Event
from netcheck.core.words import N_
from netcheck.engine.deliverer import Deliverer
from netcheck.engine.delivery_means import Change, Means
from netcheck.wiring.files import translator
from netcheck.wiring.report import outage_record, redacted, written
from netcheck.world.clock import SystemClock
from netcheck.world.history import data_folder
from netcheck.world.spool_trouble import SpoolError

if TYPE_CHECKING:  # what a window does not need while nothing is sent
    from netcheck.world.spool import Spool

log = logging.getLogger(__name__)

FOLDER = "deliveries"
"""In the data folder, beside the history: a report that waits is not state that may be cleared away."""
NO_WAY = N_("No help desk is set that reports could be sent to ([delivery] in the settings).")
NOT_REDACTED = N_("The report holds what is to be left out, so it is not sent.")


class Deliveries:
    """The deliveries of this user. But for `start`, `stop` and `wake` its methods wait for the disk."""

    def __init__(
        self, settings: Callable[[], Settings], changed: Callable[[tuple[Delivery, ...]], None] | None = None
    ) -> None:
        self._settings = settings
        self._office = _Office.of_this_process()
        if changed is not None:
            self._office.listen(changed)
        self._changed = changed

    def start(self) -> None:
        """Take up what an earlier run left, and begin to send as soon as a watch says that the line works."""
        self._office.deliverer(self._settings).start()

    def stop(self) -> None:
        """Tell nothing more, and send nothing more."""
        self._office.close(self._changed)

    def all(self) -> tuple[Delivery, ...]:
        """All that are kept, the newest first."""
        return self._office.deliverer(self._settings).known()

    def aside(self) -> tuple[int, Path]:
        """How many were kept once and cannot be understood any more, and the folder in which they lie."""
        spool = self._office.spool
        return spool.aside(), spool.folder / "aside"

    def put(self, record: Record, ticket: str = "", pdf: bytes = b"", *, automatic: bool = False) -> Delivery | str:
        """Keep this redacted report to be sent, with its PDF where there is one, to be added to that ticket where one
        is named; or a sentence in the person's language where it could not be kept."""
        from netcheck.world.spool import fresh_key

        settings = self._settings()
        spoken = translator(settings.window.language)
        if not settings.delivery.way:
            return spoken.say(NO_WAY)
        if not record.redaction:
            return spoken.say(NOT_REDACTED)
        key = fresh_key()
        forms = {form: written(record, form, translator=spoken, zone=record.zone) for form in ("text", "json")}
        parcel = parcel_of(record, key, {**forms, "pdf": pdf}, spoken.say)
        delivery = Delivery(
            key=key,
            made_at=SystemClock().now(),
            title=title_of(record, spoken.say),
            way=settings.delivery.way,
            to=goes_to(settings),
            outage=parcel.outage,
            ticket=ticket_number(ticket),
            automatic=automatic,
        )
        try:
            self._office.spool.put(delivery, parcel)
        except SpoolError as error:
            return spoken.say(error.text).format(**error.blanks)
        self._office.deliverer(self._settings).wake("" if automatic else key)
        return delivery

    def again(self, key: str, ticket: str = "") -> str:
        """Try this one again now, in a ticket of another number where one is named; a sentence where the disk does not
        take that, else empty."""
        problem = self._done(lambda: self._amended(key, lambda one: once_more(one, ticket_number(ticket))))
        self._office.deliverer(self._settings).send_now(key)
        return problem

    def drop(self, key: str) -> str:
        """Let this one go, for ever; a sentence where the disk does not take that, else empty."""
        problem = self._done(lambda: self._office.spool.drop(key))
        self._office.deliverer(self._settings).wake()
        return problem

    def send(self, within_s: float, key: str = "") -> bool:
        """Send all that is due now, or the one with this key, without asking whether the line works, for so many
        seconds at most; False where another netcheck is sending. What has not ended by then goes on with the next
        run."""
        deliverer, asked = self._office.deliverer(self._settings), (key,) if key else None
        done: list[bool] = []
        thread = threading.Thread(target=lambda: done.append(deliverer.flush(asked)), name="sending", daemon=True)
        thread.start()
        thread.join(within_s)
        return done[0] if done else True

    def _amended(self, key: str, change: Change) -> object:
        return self._office.spool.amend(key, change)

    def _done(self, deed: Callable[[], object]) -> str:
        try:
            deed()
        except SpoolError as error:
            log.warning("a delivery could not be changed: %s", error)
            return translator(self._settings().window.language).say(error.text).format(**error.blanks)
        return ""


def deliveries(
    settings: Callable[[], Settings] | Settings, changed: Callable[[tuple[Delivery, ...]], None] | None = None
) -> Deliveries:
    """The deliveries of this user; `changed` is told all of them, on another thread, whenever one has changed."""
    return Deliveries(settings if callable(settings) else lambda: settings, changed)


def line_deliverer(settings: Callable[[], Settings]) -> Deliverer:
    """What a run of watching tells of the line; started by it, too, so that a terminal sends as a window does."""
    return _Office.of_this_process().deliverer(settings)


def delivery_secret(settings: Settings) -> Kept:
    """Where the password for the help desk is; waits for the keyring, half a minute at most."""
    from netcheck.world import keyring_secret

    found = keyring_secret.secret(settings.delivery)
    return Kept(Where(found.where), found.trouble, dict(found.blanks), keyring_secret.usable(found))


def keep_delivery_secret(settings: Settings, secret: str) -> Kept:
    """Put it into the system's keyring, or take it out where it is empty; waits for the keyring."""
    from netcheck.world import keyring_secret

    done = keyring_secret.keep(settings.delivery, secret)
    if done.trouble:
        return Kept(Where.NOWHERE, done.trouble, dict(done.blanks), keyring_secret.usable(done))
    return delivery_secret(settings)


def try_delivery(settings: Settings, secret: str = "") -> Tried:
    """Connect to the help desk and log in, with this password or the one that is kept; nothing is sent there. Waits for
    the network, a minute at most."""
    from netcheck.world.delivery_trial import tried

    return tried(settings, secret)


class _Office:
    """The one deliverer of this process, with those who listen: a window has several parts, and a spool one sender."""

    _ours: _Office | None = None
    _making = threading.Lock()

    def __init__(self) -> None:
        self.folder = data_folder() / FOLDER
        self._listening: list[Callable[[tuple[Delivery, ...]], None]] = []
        self._deliverer: Deliverer | None = None
        self._settings: Callable[[], Settings] | None = None
        self._lock = threading.Lock()

    @classmethod
    def of_this_process(cls) -> _Office:
        """The one; a new one where the data folder is another by now."""
        with cls._making:
            if cls._ours is None or cls._ours.folder != data_folder() / FOLDER:
                cls._ours = cls()
            return cls._ours

    @cached_property
    def spool(self) -> Spool:
        """What is kept; made when it is first wanted."""
        from netcheck.world.spool import Spool

        return Spool(self.folder, SystemClock().now)

    def listen(self, changed: Callable[[tuple[Delivery, ...]], None]) -> None:
        """Tell this one, too."""
        with self._lock:
            self._listening.append(changed)

    def close(self, changed: Callable[[tuple[Delivery, ...]], None] | None) -> None:
        """Tell this one no more, and send no more; the next to want a deliverer gets a new one."""
        with self._lock:
            self._listening = [each for each in self._listening if each is not changed]
            deliverer, self._deliverer = self._deliverer, None
        if deliverer is not None:
            deliverer.stop()

    def deliverer(self, settings: Callable[[], Settings]) -> Deliverer:
        """The one; the settings are those of whoever asked last."""
        with self._lock:
            self._settings = settings
            if self._deliverer is None:
                self._deliverer = Deliverer(self._means())
            return self._deliverer

    def _means(self) -> Means:
        return Means(
            spool=self.spool,
            deliver=self._deliver,
            unusable=(SpoolError,),
            damaged=_damaged,
            digest=lambda parts: digest_of(parts, translator(self._set().window.language).say),
            changed=self._tell,
            restored=self._restored,
            now=SystemClock().now,
        )

    def _deliver(self, delivery: Delivery, parcel: Parcel) -> Outcome:
        from netcheck.world.delivery_ways import deliver

        return deliver(delivery, parcel, self._set())

    def _set(self) -> Settings:
        return self._settings() if self._settings is not None else Settings()

    def _tell(self, known: tuple[Delivery, ...]) -> None:
        with self._lock:
            listening = tuple(self._listening)
        for each in listening:
            each(known)

    def _restored(self, event: Event) -> None:
        """Where the settings say so, keep a report of the outage that is over; one that waits gives way to the newer
        one after a relapse."""
        settings, outage = self._set(), event.outage
        told = settings.delivery
        if not told.automatic or not told.way or outage is None or outage.seconds < told.after_min * 60:
            return
        own = [each for each in self.spool.all() if each.outage == outage.id]
        if any(each.attempts or each.state is not State.WAITING or not each.automatic for each in own):
            return  # the desk knows of it, or the person has sent one
        record = outage_record(settings, outage.id)
        if record is None or record.kind is not Kind.OUTAGE:
            return
        made = Deliveries(self._settings or Settings).put(redacted(record, told.level, settings), automatic=True)
        if isinstance(made, str):
            log.warning("no report was kept after the outage: %s", made)
            return
        for each in own:
            self.spool.drop(each.key)


def _damaged(error: Exception) -> Trouble:
    if isinstance(error, SpoolError):
        return Trouble(error.heals, error.text, error.blanks, detail="the spool")
    return Trouble(False, str(error), detail="the spool")
