"""Opens a ticket at a help desk or adds to one, and attaches the report: each once, however often it is tried."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlsplit

from netcheck.core.delivery import Attachment, Delivery, Outcome, Parcel, Sent, Trouble
from netcheck.world.delivery_http import Answer, Door, Unanswered, json_body
from netcheck.world.delivery_judged import NO_TICKET, WITHOUT_FILES, Refused, judged, nonsense, unanswered

log = logging.getLogger(__name__)

LONGEST_URL = 500
"""Letters."""
MOST_PAGES = 5
"""Pages of comments or attachments that are read of one ticket."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket at a desk."""

    id: str
    """By which the desk's interface names it."""
    number: str
    """By which people name it."""
    url: str = ""


class Desk(Protocol):
    """What each desk can do. All of it raises Refused, and returns within the time of `Door`."""

    def find(self, key: str, again: bool) -> Ticket | None:
        """The ticket that was opened with this key; None where there is none. `again`: an earlier try may have opened
        one, so where the quick way finds none the slow one is gone, too."""

    def look_up(self, number: str) -> Ticket | None:
        """The ticket of this number; None where there is none."""

    def open(self, key: str, parcel: Parcel) -> Ticket:
        """Open one that `find` will find."""

    def told(self, ticket: Ticket, key: str) -> bool:
        """Whether a comment with this key stands there."""

    def add(self, ticket: Ticket, key: str, parcel: Parcel) -> None:
        """Add a comment that ends with the key."""

    def attached(self, ticket: Ticket) -> Collection[str]:
        """Names of the files that are attached."""

    def attach(self, ticket: Ticket, file: Attachment) -> None:
        """Attach one more."""


def hand_over(desk: Desk, delivery: Delivery, parcel: Parcel) -> Outcome:
    """Search for what an earlier try has done, and do the rest.

    A number that the person typed goes before the search; a ticket that an earlier try opened for sure is not searched,
    since some desks find new ones only after a while.
    """
    ticket: Ticket | None = None
    try:
        if delivery.ticket:
            ticket = desk.look_up(delivery.ticket)
            if ticket is None:
                blanks = {"to": delivery.to, "ticket": delivery.ticket}
                return Trouble(False, NO_TICKET, blanks, detail="no such ticket")
            if not desk.told(ticket, delivery.key):
                desk.add(ticket, delivery.key, parcel)
        else:
            known = delivery.made_ticket
            ticket = (known and desk.look_up(known)) or desk.find(delivery.key, delivery.attempts > 1)
            ticket = ticket or desk.open(delivery.key, parcel)
        return _attach(desk, ticket, delivery, parcel)
    except Refused as refused:
        if ticket is None:
            return refused.trouble
        return replace(refused.trouble, ticket=ticket.number, url=ticket.url)


def _attach(desk: Desk, ticket: Ticket, delivery: Delivery, parcel: Parcel) -> Outcome:
    """Attach what is not there yet. What a desk will never take is no reason to try for a week: it has the text."""
    sent = Sent(ticket.number, ticket.url)
    if not parcel.attachments:
        return sent
    without = replace(sent, note=WITHOUT_FILES, blanks={"to": delivery.to})
    try:
        there = set(desk.attached(ticket))
    except Refused as refused:
        if refused.trouble.heals:
            raise
        there = set()
    for file in parcel.attachments:
        if file.name in there:
            continue
        try:
            desk.attach(ticket, file)
        except Refused as refused:
            if refused.trouble.heals:
                raise
            log.warning("a desk did not take a file: %s", refused.trouble.detail)
            sent = without
    return sent


@dataclass(frozen=True, slots=True)
class Asking:
    """Questions to one desk, whose answers are judged."""

    door: Door
    to: str
    """The desk for people."""

    def get(self, path: str) -> Mapping[str, object] | None:
        """The object at this path; None where there is none (404). Raises Refused."""
        answer = self._answer("GET", path, None, {})
        if answer.status == 404:
            return None
        return self._object(answer)

    def need(self, path: str) -> None:
        """Ask for what must be there, whatever it is. Raises Refused."""
        self._object(self._answer("GET", path, None, {}))

    def reached(self) -> Trouble | None:
        """Whether anybody answers at the address; what is in the way, else None."""
        try:
            self.door.ask("HEAD")
        except Unanswered as problem:
            return unanswered(Unanswered(problem.kind, False, problem.of_certificate), self.to)
        return None

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Mapping[str, object]:
        """What is answered to this. Raises Refused."""
        return self._object(self._answer("POST", path, body, headers))

    def send(
        self, method: str, path: str, value: object, headers: Mapping[str, str] | None = None
    ) -> Mapping[str, object]:
        """The same with an object as JSON."""
        body, kind = json_body(value)
        return self._object(self._answer(method, path, body, {**kind, **(headers or {})}))

    def _answer(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        try:
            return self.door.ask(method, path, body, headers)
        except Unanswered as problem:
            # A question that brings nothing leaves nothing in doubt.
            sent = problem.sent and method != "GET"
            raise Refused(unanswered(Unanswered(problem.kind, sent, problem.of_certificate), self.to)) from problem

    def _object(self, answer: Answer) -> Mapping[str, object]:
        trouble = judged(answer, self.to)
        if trouble is not None:
            raise Refused(trouble)
        if not answer.body.strip():
            return {}  # done, and nothing to say of it
        try:
            return answer.json()
        except ValueError as error:
            raise nonsense(self.to) from error


def rows(found: Mapping[str, object] | None, name: str) -> list[Mapping[str, object]]:
    """The objects in a list of an answer; none where it is not there."""
    listed = found.get(name) if found else None
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def word(row: Mapping[str, object] | None, name: str) -> str:
    """A text or number of an answer as text; empty where it is neither."""
    value = row.get(name) if row else None
    if isinstance(value, bool):
        return ""
    return str(value) if isinstance(value, str | int) else ""


def safe_url(url: str, host: str = "") -> str:
    """An address that a desk named, if it can be shown: https, plain, of this host where one is told; else empty."""
    try:
        parts = urlsplit(url)
        named = parts.hostname
    except ValueError:
        return ""
    plain = url.isascii() and url.isprintable() and len(url) <= LONGEST_URL and not set(url) & set(' <>"\\')
    safe = parts.scheme == "https" and named and "@" not in parts.netloc
    return url if plain and safe and (not host or named == host) else ""
