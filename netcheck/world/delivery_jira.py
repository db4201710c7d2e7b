"""Jira Service Management: a customer request with the report attached."""

# https://developer.atlassian.com/cloud/jira/service-desk/rest/ (Cloud) and the same paths on a company's own server:
# POST request; GET request?searchTerm=, which searches titles, so the key's short form stands in the title; POST
# servicedesk/{id}/attachTemporaryFile (multipart, X-Atlassian-Token: no-check), then POST request/{key}/attachment.
# Descriptions and comments are read as wiki markup: {noformat} keeps the report's columns, and keeps the names of
# networks and devices in it from becoming pictures, links or calls for people.

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from netcheck.core.delivery import LONGEST_TITLE, Attachment, Parcel, body, reference
from netcheck.world.delivery_desk import MOST_PAGES, Asking, Ticket, rows, safe_url, word
from netcheck.world.delivery_judged import nonsense

API = "rest/servicedeskapi"
LONGEST = 30_000
"""Letters; a description or comment takes 32767."""
NUMBER = re.compile(r"[A-Z][A-Z0-9_]{0,40}-[0-9]{1,12}")
PAGE = 50
MARK = re.compile(r"\{\s*noformat[^}]*\}", re.I)
TRIAL = {"X-ExperimentalApi": "opt-in"}
"""Older servers ask for it."""


@dataclass(frozen=True, slots=True)
class Jira:
    """One service desk."""

    asking: Asking
    desk: str
    request_type: str

    def find(self, key: str, again: bool) -> Ticket | None:
        """Among the requests of this account, by title; then, where a rule of the desk may have changed that, by
        description, in the first few hundred."""
        asked = {
            "requestOwnership": "OWNED_REQUESTS", "requestStatus": "ALL_REQUESTS", "serviceDeskId": self.desk,
        }  # fmt: skip
        for searched in ({"searchTerm": reference(key)}, {})[: 2 if again else 1]:
            for row in self._pages(f"{API}/request?{urlencode({**asked, **searched})}&"):
                fields = [word(field, "value") for field in rows(row, "requestFieldValues")]
                if any(reference(key) in value or key in value for value in fields) and word(row, "issueKey"):
                    return self._ticket(row)
        return None

    def look_up(self, number: str) -> Ticket | None:
        """By its key, such as HELP-12."""
        number = number.upper()
        if not NUMBER.fullmatch(number):
            return None
        found = self.asking.get(f"{API}/request/{quote(number)}")
        return self._ticket(found) if found and word(found, "issueKey") else None

    def open(self, key: str, parcel: Parcel) -> Ticket:
        """A request with title and description."""
        mark = f" [{reference(key)}]"
        fields = {
            "summary": parcel.title[: LONGEST_TITLE - len(mark)] + mark,
            "description": _as_it_is(body(parcel.text, key, LONGEST)),
        }
        value = {"serviceDeskId": self.desk, "requestTypeId": self.request_type, "requestFieldValues": fields}
        made = self.asking.send("POST", f"{API}/request", value)
        if not word(made, "issueKey"):
            raise nonsense(self.asking.to)
        return self._ticket(made)

    def told(self, ticket: Ticket, key: str) -> bool:
        """Whether a comment holds the key."""
        return any(key in word(row, "body") for row in self._pages(f"{API}/request/{ticket.id}/comment?"))

    def add(self, ticket: Ticket, key: str, parcel: Parcel) -> None:
        """A comment that the person sees, too."""
        value = {"body": _as_it_is(body(f"{parcel.title}\n\n{parcel.text}", key, LONGEST)), "public": True}
        self.asking.send("POST", f"{API}/request/{ticket.id}/comment", value)

    def attached(self, ticket: Ticket) -> Collection[str]:
        """Names of files."""
        return {word(row, "filename") for row in self._pages(f"{API}/request/{ticket.id}/attachment?")}

    def attach(self, ticket: Ticket, file: Attachment) -> None:
        """In two steps: a file that belongs to nothing, which the desk forgets after a while, then its place."""
        data, kind = _multipart(file)
        headers = {"X-Atlassian-Token": "no-check", "Content-Type": kind, **TRIAL}
        made = self.asking.post(f"{API}/servicedesk/{self.desk}/attachTemporaryFile", data, headers)
        ids = [word(row, "temporaryAttachmentId") for row in rows(made, "temporaryAttachments")]
        if not ids or not all(ids):
            raise nonsense(self.asking.to)
        value = {"temporaryAttachmentIds": ids, "public": True}
        self.asking.send("POST", f"{API}/request/{ticket.id}/attachment", value, TRIAL)

    def _pages(self, path: str) -> Iterator[Mapping[str, object]]:
        """The rows of several pages; `path` ends so that a parameter can follow."""
        for page in range(MOST_PAGES):
            found = self.asking.get(f"{path}start={page * PAGE}&limit={PAGE}")
            yield from rows(found, "values")
            if not found or found.get("isLastPage") is not False:
                return

    def _ticket(self, row: Mapping[str, object]) -> Ticket:
        number = word(row, "issueKey").upper()
        if not NUMBER.fullmatch(number):
            raise nonsense(self.asking.to)
        links, base = row.get("_links"), self.asking.door.url
        web = word(links, "web") if isinstance(links, dict) else ""
        own = safe_url(web, urlsplit(base).hostname or "-")
        return Ticket(number, number, own or f"{base.rstrip('/')}/browse/{number}")


def _as_it_is(text: str) -> str:
    """A text in which nothing is markup."""
    return "{noformat}\n" + MARK.sub("(noformat)", text) + "{noformat}"


def _multipart(file: Attachment) -> tuple[bytes, str]:
    """One file as multipart/form-data (RFC 7578), in the field "file"; and the content type."""
    border = f"netcheck-{secrets.token_hex(12)}"
    head = (
        f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n'
        f"Content-Type: {file.kind}\r\n\r\n"
    )
    return head.encode() + file.content + f"\r\n--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}"
