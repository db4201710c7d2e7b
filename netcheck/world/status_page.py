"""Knows what the provider's page said last, and asks it when courtesy allows: at the side, so that nobody waits."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from netcheck.core import courtesy
from netcheck.core.believed import Believed, first, heard, told
from netcheck.core.courtesy import Asking, Who
from netcheck.core.model import Failure
from netcheck.core.network import StatusPage
from netcheck.plugins import StatusFormat
from netcheck.world.status_copies import Notes
from netcheck.world.status_reading import Net, Reader, Source
from netcheck.world.status_reasons import BROKEN, LEFT_ALONE, NOT_YET

LONGEST_S = 8.0
"""For one question, whoever waits for it: in a large outage pages are slow, and what they say counts late, too."""
MOST_LEFT_BEHIND = 3
"""Threads that hang in something that has no deadline; while so many do, nothing more is asked."""
IN_A_ROW_S = 3600.0
"""Answers further apart are not "twice in a row"."""


def _nobody() -> None:
    pass


@dataclass(slots=True)
class _Page:
    """All that is known of one page in this run; what it holds is changed under the lock of StatusPages."""

    source: Source
    notes: Notes
    asking: Asking
    believed: Believed | None = None
    answer: StatusPage | None = None
    """The last one, of this run."""
    asked: threading.Event | None = None
    """Set when the question that runs has come to its end; None while none runs."""
    waiting: int = 0
    """How many wait for that."""
    given: object = None
    """What was last told to somebody who looked, as far as a difference would matter to a person."""


@dataclass(slots=True)
class StatusPages:
    """The providers' pages of this process; its methods may be called from any thread, and raise nothing.

    `formats` are the formats by name, `net` says for each question how to get out, `folder` keeps copies and the times
    of questions, so that other runs of the program count as well. `news` is told, on another thread, that an answer
    came for which nobody waited, and that says something else than what was last given out.
    """

    formats: Mapping[str, StatusFormat]
    net: Callable[[], Net]
    folder: Path
    news: Callable[[], None] = _nobody
    chance: Callable[[], float] = random.random
    longest_s: float = LONGEST_S
    _reader: Reader = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _pages: dict[str, _Page] = field(default_factory=dict)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._reader = Reader(self.formats, self.folder)

    # --- what an outage does

    def began(self, source: Source, now: datetime, since: datetime | None = None) -> None:
        """An upstream outage is measured, since then; to say so again changes nothing."""
        with self._lock:
            page = self._page(source)
            since_s = since.timestamp() if since else None
            page.asking = courtesy.began(page.asking, now.timestamp(), self.chance(), since_s)

    def restored(self, source: Source, now: datetime) -> None:
        """Service is back: the page is left alone. Waits for the disk."""
        with self._lock:
            page = self._page(source)
            page.asking = courtesy.restored(page.asking, now.timestamp())
            page.believed = None
            if page.notes.asked_s:
                page.notes = replace(page.notes, restored_s=now.timestamp())
                self._reader.copies.note(page.notes)

    def calm(self, source: Source) -> None:
        """There is no upstream outage, and none has just ended."""
        with self._lock:
            page = self._page(source)
            page.asking = courtesy.calm(page.asking)

    # --- asking

    def fetch(self, source: Source, wait_s: float, now: datetime, who: Who = Who.PERSON) -> StatusPage:
        """What the page says, within `wait_s` seconds; `now` is UTC. Failing is an answer.

        It is asked where courtesy allows that for `who`; else the last answer is given again, with its times. To be
        asked for anybody but a person means that an upstream outage is measured. What takes longer is given out the
        next time.
        """
        with self._lock:
            page = self._page(source)
            if who is not Who.PERSON:
                page.asking = courtesy.began(page.asking, now.timestamp(), self.chance())
            runs = page.asked
            if runs is None:
                runs = waits = self._begin(page, now, who)
            else:
                waits = runs if page.answer is None or who is Who.PERSON else None
            page.waiting += waits is not None
        in_time = waits.wait(wait_s) if waits is not None else False
        with self._lock:
            page.waiting -= waits is not None
            answer = self._given(page, now) if in_time or runs is None or page.answer else self._late(page, now)
            page.given = _matters(answer)
            return answer

    def step(self, source: Source, now: datetime, who: Who) -> None:
        """Ask, where it is time to; returns at once. Called often while an outage lasts."""
        with self._lock:
            page = self._page(source)
            if page.asked is None:
                self._begin(page, now, who)

    def _page(self, source: Source) -> _Page:
        page = self._pages.get(source.url)
        if page is None or page.source != source:
            notes = self._reader.copies.notes(source.url)
            asking = page.asking if page else Asking()
            page = self._pages[source.url] = _Page(source, notes, _noted(asking, notes))
        return page

    def _begin(self, page: _Page, now: datetime, who: Who) -> threading.Event | None:
        """Let a thread ask, where that is due for `who`; its end, or None. Under the lock."""
        if courtesy.due(page.asking, who, now.timestamp()) > now.timestamp():
            return None
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        if len(self._threads) >= MOST_LEFT_BEHIND:
            page.answer = StatusPage(page.source.url, failure=Failure.TIMEOUT, reason=NOT_YET)
            return None
        page.asked = threading.Event()
        thread = threading.Thread(target=self._ask, args=(page, now, who), name="status page", daemon=True)
        self._threads.append(thread)
        thread.start()
        return page.asked

    def _ask(self, page: _Page, now: datetime, who: Who) -> None:
        """On a thread of its own."""
        answer, asking = StatusPage(page.source.url, failure=Failure.INTERNAL, reason=BROKEN, asked_at=now), page.asking
        notes, believed = page.notes, page.believed
        now_s, chance = now.timestamp(), self.chance()
        try:
            notes = self._reader.copies.notes(page.source.url)
            if notes.asked_s < page.notes.asked_s:
                notes = page.notes  # it could not be kept on the disk
            asking = _noted(asking, notes)
            if courtesy.due(asking, who, now_s) > now_s:  # another netcheck of this user has just asked
                answer = self._recalled(page.source, notes, now)
                return
            lately = now_s - notes.answered_s <= IN_A_ROW_S
            before = self._reader.copy(page.source, notes, now) if lately and believed is None else None
            asking = courtesy.asked(asking, now_s, chance)
            notes = replace(notes, asked_s=now_s, rests_s=asking.rests_s, chance=chance, restored_s=0.0)
            self._reader.copies.note(notes)
            until = time.monotonic() + self.longest_s
            read = self._reader.read(page.source, notes, self.net(), until, now, chance)
            answer = read.page
            if answer.failure is None:
                if believed is not None and lately:
                    believed = heard(believed, answer.news)
                else:
                    believed = first(answer.news, before.news if before is not None else None)
                answer = replace(answer, news=believed.news, confirmed=believed.confirmed)
            elif answer.stale:
                answer = replace(answer, confirmed=notes.confirmed)
            unsure = believed is not None and answer.failure is None and not believed.settled
            asking = courtesy.asked(asking, now_s, chance, read.rest_s, unsure)
            notes = replace(read.notes, rests_s=asking.rests_s, confirmed=answer.confirmed)
            answer = replace(answer, asked_at=now)
        finally:
            self._end(page, answer, asking, notes, believed)

    def _end(self, page: _Page, answer: StatusPage, asking: Asking, notes: Notes, believed: Believed | None) -> None:
        with self._lock:
            # The outage may have ended, or another may have begun, while the question ran.
            now = page.asking
            page.asking = replace(asking, since_s=now.since_s, spread_s=now.spread_s, restored_s=now.restored_s)
            page.notes = notes = replace(notes, restored_s=now.restored_s or 0.0)
            page.answer, page.believed = answer, believed
            done, page.asked = page.asked, None
            tell = page.waiting == 0 and _matters(answer) != page.given
        self._reader.copies.note(notes)
        if done is not None:
            done.set()
        if tell:
            self.news()

    # --- what is known

    def _given(self, page: _Page, now: datetime) -> StatusPage:
        """The last answer, of this run or an earlier one. Under the lock."""
        answer = page.answer or self._recalled(page.source, page.notes, now)
        again_s = courtesy.earliest(page.asking, now.timestamp())
        return replace(answer, again_at=datetime.fromtimestamp(again_s, UTC) if again_s else None)

    def _late(self, page: _Page, now: datetime) -> StatusPage:
        """While the question still runs. Under the lock."""
        copy = self._reader.copy(page.source, page.notes, now)
        late = replace(copy, stale=True) if copy is not None else StatusPage(page.source.url)
        return replace(late, failure=Failure.TIMEOUT, reason=NOT_YET, asked_at=now)

    def _recalled(self, source: Source, notes: Notes, now: datetime) -> StatusPage:
        """What an earlier run heard when it asked last; where none did, that the page was not asked."""
        copy = self._reader.copy(source, notes, now)
        asked_at = datetime.fromtimestamp(notes.asked_s, UTC) if notes.asked_s else None
        if notes.failure:
            page = replace(copy, stale=True) if copy is not None else StatusPage(source.url)
            page = replace(page, failure=Failure(notes.failure), reason=notes.reason)
        elif copy is None or asked_at is None:
            return StatusPage(source.url, failure=Failure.NOT_AVAILABLE, reason=LEFT_ALONE)
        else:
            page = replace(copy, via=notes.via)
        return replace(page, asked_at=asked_at, confirmed=notes.confirmed)


def _noted(asking: Asking, notes: Notes) -> Asking:
    """What is remembered of a page, with what the disk says of it."""
    if not notes.asked_s or (asking.asked_s is not None and notes.asked_s <= asking.asked_s):
        return asking
    restored_s = notes.restored_s or None if asking.since_s is None else asking.restored_s
    return replace(asking, asked_s=notes.asked_s, rests_s=notes.rests_s, chance=notes.chance, restored_s=restored_s)


def _matters(page: StatusPage) -> object:
    """What of an answer would matter to a person."""
    return told(page.news), page.confirmed, page.failure is not None
