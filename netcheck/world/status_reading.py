"""Reads a status page: asks for it, understands it, keeps a copy, and takes that one where the page cannot be asked."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from netcheck.core.believed import says_nothing
from netcheck.core.courtesy import FLOOR_S, rest_s
from netcheck.core.model import Failure
from netcheck.core.network import StatusPage
from netcheck.core.news import News, Reading
from netcheck.core.page_bytes import looks_like_html
from netcheck.core.page_weight import fit
from netcheck.core.words import UNPROTECTED
from netcheck.plugins import StatusFormat
from netcheck.world.status_copies import Copies, Notes
from netcheck.world.status_reasons import FOR_PEOPLE, LARGE, NO_FORM, NO_PAGE

if TYPE_CHECKING:  # needs requests, which a look without an outage does without
    from netcheck.world.status_asking import Answer, Known, Way
    from netcheck.world.status_failed import Failed
    from netcheck.world.status_names import Lookup

LOG = logging.getLogger(__name__)
OLDEST = timedelta(hours=24)
"""A kept copy that is older says nothing of the trouble at hand."""
DATA = (".json", ".xml", ".atom", ".rss")
"""How addresses end that hold no page for people."""
ELSEWHERE = ("/api/v2/summary.json", "/index.json")
"""Where pages for people keep what programs can read: Statuspage and those like it, Better Stack."""
HTML = b"<!doctype html><html></html>"
"""The least page for people."""
SOUGHT_AGAIN_S = 7 * 86400.0
STILL_DEAD_S = 900.0
"""Seconds for which the way that reached the page last is tried first."""
LEAST_S = 0.5
"""Seconds that another question needs to be worth its while."""

GONE = frozenset({NO_PAGE, NO_FORM, FOR_PEOPLE})
"""Reasons to look elsewhere for the data again."""


@dataclass(frozen=True, slots=True)
class Source:
    """One page, and how it is to be read."""

    url: str
    format: str = ""
    """Empty: the first format that recognises it."""
    pattern: str = ""
    """See core.news.Reading."""


@dataclass(frozen=True, slots=True)
class Net:
    """How names are found and which other ways out there are, for one question."""

    lookup: Lookup
    """The addresses of a host by our own packets, with its own deadline."""
    ways: Callable[[], Sequence[Way]] = tuple


@dataclass(frozen=True, slots=True)
class Read:
    """What came of one question."""

    page: StatusPage
    notes: Notes
    rest_s: float = 0.0
    """How long the page wants to be left alone."""


class Reader:
    """Asks, understands and keeps. Waits for network and disk, and raises nothing."""

    def __init__(self, formats: Mapping[str, StatusFormat], folder: Path) -> None:
        self._formats = formats
        self.copies = Copies(folder)

    def read(self, source: Source, notes: Notes, net: Net, until: float, now: datetime, chance: float) -> Read:
        """The page, by monotonic time `until`; or, with the failure and its reason, a copy of at most 24 hours."""
        from netcheck.world.status_asking import Known, ask
        from netcheck.world.status_failed import Failed

        at = notes.found_at or source.url
        known = Known(notes.etag, notes.modified) if self.copies.body(notes) is not None else None
        ways = net.ways()
        via = notes.via if now.timestamp() - notes.answered_s < STILL_DEAD_S else None
        rests, extra = 0.0, 0

        def get(url: str, known: Known | None) -> Answer:
            nonlocal rests
            try:
                answer = ask(url, known, net.lookup, ways, until, via)
            except Failed as problem:
                if problem.headers is not None:
                    rests = max(rests, rest_s(problem.headers, now.timestamp(), chance, refused=True))
                raise
            rests = max(rests, rest_s(answer.headers, now.timestamp(), chance, refused=False))
            return answer

        try:
            try:
                read = self._kept(source, notes, at, get(at, known), now)
            except Failed as problem:
                if not (self._may_seek(source, notes, now) and problem.reason == FOR_PEOPLE):
                    raise
                read = self._failed(source, notes, problem, now)
            if self._may_seek(source, read.notes, now) and (read.page.failure or self._for_people(read.page.format)):
                for url in _elsewhere(source.url, until):
                    extra += 1
                    found = self._sought(source, notes, url, get, now)
                    if found is not None:
                        read = found
                        break
                read = replace(read, notes=replace(read.notes, sought_s=now.timestamp()))
        except Failed as problem:
            LOG.info("the status page could not be read: %s", problem.reason)
            read = self._failed(source, notes, problem, now)
        # Over plain HTTP a portal may have answered in its place.
        through = read.page.via if read.page.failure is None and read.page.secure else ""
        tried = {way.way.interface: way.works(way.way.interface == through) for way in ways if way.asked}
        return replace(read, page=replace(read.page, ways=tried), rest_s=max(rests, FLOOR_S * (1 + extra)))

    def _sought(
        self, source: Source, notes: Notes, url: str, get: Callable[[str, Known | None], Answer], now: datetime
    ) -> Read | None:
        """What stands at an address where pages like this one often keep their data; None where nothing does."""
        from netcheck.world.status_failed import Failed

        try:
            read = self._kept(source, notes, url, get(url, None), now)
        except Failed:
            return None
        return None if self._for_people(read.page.format) else read

    @staticmethod
    def _may_seek(source: Source, notes: Notes, now: datetime) -> bool:
        """Whether the page may have its data elsewhere: only a bare address of a site, and not again for a week."""
        bare = urlsplit(source.url).path in ("", "/") and not source.format and not source.pattern
        return bare and not notes.found_at and now.timestamp() - notes.sought_s > SOUGHT_AGAIN_S

    def _kept(self, source: Source, notes: Notes, at: str, answer: Answer, now: datetime) -> Read:
        """What an answer says, with its copy kept. Raises Failed where it is of no known form."""
        from netcheck.world.status_failed import Failed

        fresh, body = answer.body is not None, answer.body
        if body is None:
            body = self.copies.body(notes)
        if body is None:
            raise Failed(Failure.BAD_ANSWER, NO_FORM, reached=True)
        if notes.digest and notes.secure and not answer.secure and urlsplit(at).scheme == "http":
            # It used to lead on to TLS: somebody else answers in its place; the good copy stays.
            raise Failed(Failure.BAD_ANSWER, UNPROTECTED)
        news, form = self._understood(source, body, now)
        data = urlsplit(at).path.lower().endswith(DATA) or (notes.digest and form != notes.format)
        if fresh and data and self._for_people(form) and says_nothing(news):
            # Somebody else answers in its place; the good copy stays.
            raise Failed(Failure.BAD_ANSWER, FOR_PEOPLE, reached=True)
        noted = replace(
            notes,
            answered_s=now.timestamp(),
            digest=self.copies.keep(source.url, body) if fresh else notes.digest,
            etag=answer.known.etag,
            modified=answer.known.modified,
            format=form,
            failure="",
            reason="",
            via=answer.via,
            found_at=at if at != source.url else "",
            secure=answer.secure,
        )
        page = StatusPage(source.url, now, news, format=form, via=answer.via, reason=news.note, secure=answer.secure)
        return Read(page, noted)

    def _for_people(self, name: str | None) -> bool:
        """Whether this format takes any page that people can read, and reads nothing in it."""
        return name is not None and name in self._formats and self._formats[name].last

    def _understood(self, source: Source, body: bytes, now: datetime) -> tuple[News, str]:
        """What a page says, and the name of its format. Raises Failed."""
        from netcheck.world.status_failed import Failed

        try:
            body = fit(body)
        except ValueError:
            raise Failed(Failure.BAD_ANSWER, LARGE, reached=True) from None
        html = looks_like_html(body)
        names = [source.format] if source.format in self._formats else sorted(self._formats, key=self._for_people)
        for name in names if body else ():
            form = self._formats[name]
            # A page for people may be XML as well, and is read by those alone that take such pages.
            if (html and not form.recognises(HTML)) or (len(names) > 1 and not form.recognises(body)):
                continue
            try:
                return form.parse(body, Reading(source.url, source.pattern, now)), name
            except ValueError as error:
                LOG.info("the status page is not %s: %s", name, error)
        raise Failed(Failure.BAD_ANSWER, FOR_PEOPLE if html else NO_FORM, reached=True)

    def _failed(self, source: Source, notes: Notes, problem: Failed, now: datetime) -> Read:
        """Why it could not be read, with the copy that speaks in its place."""
        failure, reason = problem.failure, problem.reason
        page = self.copy(source, notes, now) or StatusPage(source.url)
        page = replace(page, failure=failure, reason=reason, stale=page.fetched_at is not None, via=problem.via)
        noted = replace(notes, failure=failure.value, reason=reason)
        if notes.found_at and reason in GONE:
            noted = replace(noted, found_at="", sought_s=0.0)
        return Read(page, noted)

    def copy(self, source: Source, notes: Notes, now: datetime) -> StatusPage | None:
        """The kept copy, as of when it was last confirmed; None where there is none of the last 24 hours."""
        from netcheck.world.status_failed import Failed

        read_at = datetime.fromtimestamp(notes.answered_s, UTC)
        body = self.copies.body(notes) if timedelta() <= now - read_at <= OLDEST else None
        if body is None:
            return None
        try:
            news, form = self._understood(source, body, read_at)
        except Failed:
            return None
        return StatusPage(source.url, read_at, news, format=form, reason=news.note, secure=notes.secure)


def _elsewhere(url: str, until: float) -> Iterator[str]:
    """Addresses worth another question, while there is time."""
    for path in ELSEWHERE:
        if until - time.monotonic() > LEAST_S:
            yield urljoin(url, path)
