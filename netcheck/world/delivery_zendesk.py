"""Zendesk: a ticket with the report attached."""

# https://developer.zendesk.com/api-reference/ticketing/: POST /api/v2/tickets with external_id and Idempotency-Key,
# which holds for some hours and an equal body only, so a ticket is opened without files; GET
# /api/v2/tickets?external_id=; POST /api/v2/uploads?filename= gives a token, which PUT /api/v2/tickets/{id} attaches
# with a comment. A comment's `body` is read as Markdown, so the report goes as `html_body`, with nothing in it that is
# markup: its columns stay, and no name of a network or device becomes a picture or a link.

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from netcheck.core.delivery import LONGEST_TITLE, Attachment, Parcel, body
from netcheck.core.words import N_
from netcheck.world.delivery_desk import MOST_PAGES, Asking, Ticket, rows, word
from netcheck.world.delivery_judged import nonsense

API = "api/v2"
LONGEST, MOST_BYTES = 60_000, 65_000
"""Letters of the text, and bytes of it as HTML; a comment takes 65535 bytes."""
NUMBER = re.compile(r"[0-9]{1,18}")
PAGE = 100
WITH_FILE = N_("The report as a file: {file}")


@dataclass(frozen=True, slots=True)
class Zendesk:
    """One account."""

    asking: Asking

    def find(self, key: str, again: bool) -> Ticket | None:
        """By the number that we gave it, which this desk knows at once."""
        found = rows(self.asking.get(f"{API}/tickets.json?{urlencode({'external_id': key})}"), "tickets")
        own = [row for row in found if word(row, "external_id") == key]
        return self._ticket(own[0]) if own else None

    def look_up(self, number: str) -> Ticket | None:
        """By its number."""
        found = self.asking.get(f"{API}/tickets/{number}.json") if NUMBER.fullmatch(number) else None
        return self._ticket(found.get("ticket")) if found else None

    def open(self, key: str, parcel: Parcel) -> Ticket:
        """A ticket with title and first comment."""
        value = {
            "ticket": {
                "subject": parcel.title[:LONGEST_TITLE],
                "comment": {"html_body": _as_it_is(parcel.text, key)},
                "external_id": key,
                "tags": ["netcheck"],
            }
        }
        made = self.asking.send("POST", f"{API}/tickets.json", value, {"Idempotency-Key": key})
        return self._ticket(made.get("ticket"))

    def told(self, ticket: Ticket, key: str) -> bool:
        """Whether a comment holds the key."""
        return any(key in word(row, "body") for row in self._comments(ticket))

    def add(self, ticket: Ticket, key: str, parcel: Parcel) -> None:
        """A comment that the person sees, too."""
        text = _as_it_is(f"{parcel.title}\n\n{parcel.text}", key)
        self._put(ticket, {"html_body": text, "public": True})

    def attached(self, ticket: Ticket) -> Collection[str]:
        """Names of files."""
        return {word(file, "file_name") for row in self._comments(ticket) for file in rows(row, "attachments")}

    def attach(self, ticket: Ticket, file: Attachment) -> None:
        """In two steps: an upload, which the desk forgets after some days, then a comment that holds it."""
        path = f"{API}/uploads.json?{urlencode({'filename': file.name})}"
        made = self.asking.post(path, file.content, {"Content-Type": file.kind}).get("upload")
        token = word(made, "token") if isinstance(made, dict) else ""
        if not token:
            raise nonsense(self.asking.to)
        self._put(ticket, {"body": WITH_FILE.format(file=file.name), "public": True, "uploads": [token]})

    def _put(self, ticket: Ticket, comment: Mapping[str, object]) -> None:
        self.asking.send("PUT", f"{API}/tickets/{ticket.id}.json", {"ticket": {"comment": comment}})

    def _comments(self, ticket: Ticket) -> Iterator[Mapping[str, object]]:
        for page in range(1, MOST_PAGES + 1):
            query = urlencode({"sort_order": "desc", "page": page, "per_page": PAGE})
            found = self.asking.get(f"{API}/tickets/{ticket.id}/comments.json?{query}")
            yield from rows(found, "comments")
            if not found or not found.get("next_page"):
                return

    def _ticket(self, row: object) -> Ticket:
        number = word(row, "id") if isinstance(row, dict) else ""
        if not NUMBER.fullmatch(number):
            raise nonsense(self.asking.to)
        return Ticket(number, number, f"{self.asking.door.url.rstrip('/')}/agent/tickets/{number}")


def _as_it_is(text: str, key: str) -> str:
    """A text as HTML, in which nothing is markup, with the key at its end however long it is."""
    most = LONGEST
    while len((made := f"<pre>{escape(body(text, key, most))}</pre>").encode()) > MOST_BYTES:
        most = most * 3 // 4
    return made
