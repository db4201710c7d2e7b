"""ServiceNow: an incident with the report attached."""

# Table API (GET, POST, PATCH api/now/table/{table}) and Attachment API (GET api/now/attachment, POST
# api/now/attachment/file?table_name=&table_sys_id=&file_name= with the file's own Content-Type as the whole body). The
# field correlation_id is there for the number that another system gives a record. A condition that names a field which
# is not there, or must not be read, is left out unless glide.invalid_query.returns_no_rows is set: the answer is any
# record then. So each found one is looked at. Text between [code] and [/code] is read as HTML.

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from netcheck.core.delivery import LONGEST_TITLE, Attachment, Parcel, body
from netcheck.world.delivery_desk import Asking, Ticket, rows, word
from netcheck.world.delivery_judged import nonsense

LONGEST = 3900
"""Letters; the fields take 4000 unless a company has changed that."""
NUMBER, SYS_ID = re.compile(r"[A-Z]{1,10}[0-9]{1,20}"), re.compile(r"[0-9a-f]{32}")
MOST = 200
FIELDS = "sys_id,number,correlation_id,description"
NEWEST = "sys_created_onRELATIVEGE@dayofweek@ago@9"
"""Of nine days: a report is tried for seven."""
CODE = re.compile(r"\[(\s*/?\s*code\s*)\]", re.I)


@dataclass(frozen=True, slots=True)
class ServiceNow:
    """One table of one instance."""

    asking: Asking
    table: str

    def find(self, key: str, again: bool) -> Ticket | None:
        """By the number that we gave it; then, where the account may not write that, by the description of the newest,
        in which the key stands last."""
        for row in self._found(f"correlation_id={key}"):
            if word(row, "correlation_id") == key:
                return self._ticket(row)
        for row in self._found(f"descriptionLIKE{key}^{NEWEST}") if again else ():
            if key in word(row, "description"):
                return self._ticket(row)
        return None

    def look_up(self, number: str) -> Ticket | None:
        """By its number, such as INC0010001."""
        number = number.upper()
        found = self._found(f"number={number}") if NUMBER.fullmatch(number) else []
        return next((self._ticket(row) for row in found if word(row, "number").upper() == number), None)

    def open(self, key: str, parcel: Parcel) -> Ticket:
        """A record with title and description."""
        value = {
            "short_description": parcel.title[:LONGEST_TITLE],
            "description": _plain(body(parcel.text, key, LONGEST)),
            "correlation_id": key,
            "correlation_display": "netcheck",
        }
        return self._ticket(self.asking.send("POST", f"api/now/table/{self.table}", value).get("result"))

    def told(self, ticket: Ticket, key: str) -> bool:
        """Whether a comment holds the key: with display values the field holds all that was ever written there."""
        query = urlencode({"sysparm_fields": "comments", "sysparm_display_value": "true"})
        found = self.asking.get(f"api/now/table/{self.table}/{ticket.id}?{query}")
        row = found.get("result") if found else None
        return isinstance(row, dict) and key in word(row, "comments")

    def add(self, ticket: Ticket, key: str, parcel: Parcel) -> None:
        """A comment that the person sees, too."""
        value = {"comments": _plain(body(f"{parcel.title}\n\n{parcel.text}", key, LONGEST))}
        self.asking.send("PATCH", f"api/now/table/{self.table}/{ticket.id}", value)

    def attached(self, ticket: Ticket) -> Collection[str]:
        """Names of files."""
        query = f"table_name={self.table}^table_sys_id={ticket.id}"
        path = "api/now/attachment?" + urlencode({"sysparm_query": query, "sysparm_limit": MOST})
        return {word(row, "file_name") for row in rows(self.asking.get(path), "result")}

    def attach(self, ticket: Ticket, file: Attachment) -> None:
        """The whole body is the file."""
        query = urlencode({"table_name": self.table, "table_sys_id": ticket.id, "file_name": file.name})
        self.asking.post(f"api/now/attachment/file?{query}", file.content, {"Content-Type": file.kind})

    def _found(self, query: str) -> list[Mapping[str, object]]:
        asked = {"sysparm_query": query, "sysparm_fields": FIELDS, "sysparm_limit": 5}
        return rows(self.asking.get(f"api/now/table/{self.table}?{urlencode(asked)}"), "result")

    def _ticket(self, row: object) -> Ticket:
        known: Mapping[str, object] = row if isinstance(row, dict) else {}
        name, number = word(known, "sys_id"), word(known, "number")
        if not SYS_ID.fullmatch(name) or not NUMBER.fullmatch(number):
            raise nonsense(self.asking.to)
        page = quote(f"/{self.table}.do?sys_id={name}", safe="")
        return Ticket(name, number, f"{self.asking.door.url.rstrip('/')}/nav_to.do?uri={page}")


def _plain(text: str) -> str:
    """A text in which nothing is HTML: names of networks and devices come from hostile places."""
    return CODE.sub(r"(\1)", text)
