"""Deliveries as they stand in files, and read again with distrust."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from netcheck.core.delivery import Attachment, Delivery, Parcel, State, Way
from netcheck.core.words import one_line

FORM = 1
"""Of the files; one that knows another way or state of a delivery writes another form. Newer ones are left alone."""
LARGEST_ROW = 1 << 18
"""Bytes of delivery.json."""
MOST_FILES = 20
LONGEST = 2000
"""Letters of one text in delivery.json."""


class NewerError(ValueError):
    """A newer netcheck wrote this."""


def delivery_row(delivery: Delivery) -> bytes:
    """How far a delivery has come, as JSON."""
    row = {
        "form": FORM,
        "key": delivery.key,
        "made_at": delivery.made_at.isoformat(),
        "title": delivery.title,
        "way": delivery.way,
        "to": delivery.to,
        "outage": delivery.outage,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "next_at": _said(delivery.next_at),
        "trouble": delivery.trouble,
        "blanks": dict(delivery.blanks),
        "ticket": delivery.ticket,
        "ticket_url": delivery.ticket_url,
        "made_ticket": delivery.made_ticket,
        "sent_at": _said(delivery.sent_at),
        "parts": list(delivery.parts),
        "automatic": delivery.automatic,
        "tried_at": _said(delivery.tried_at),
    }
    return json.dumps(row, indent=1).encode()


def read_delivery(data: bytes) -> Delivery:
    """The same again. Raises ValueError, LookupError or TypeError for what we did not write, NewerError for what a
    newer netcheck did."""
    row = _object(data)
    attempts = row["attempts"]
    if isinstance(attempts, bool) or not isinstance(attempts, int) or not 0 <= attempts < 1_000_000:
        raise ValueError("not a number of attempts")
    blanks, parts = row["blanks"], row["parts"]
    if not isinstance(blanks, dict) or not isinstance(parts, list):
        raise ValueError("not a table of blanks")
    url = _text(row, "ticket_url")
    return Delivery(
        key=_text(row, "key"),
        made_at=_needed(_moment(row, "made_at")),
        title=one_line(_text(row, "title")),
        way=Way(_text(row, "way")),
        to=one_line(_text(row, "to")),
        outage=_text(row, "outage"),
        state=State(_text(row, "state")),
        attempts=attempts,
        next_at=_moment(row, "next_at"),
        trouble=_text(row, "trouble"),
        blanks={str(name)[:LONGEST]: str(value)[:LONGEST] for name, value in blanks.items()},
        ticket=one_line(_text(row, "ticket")),
        ticket_url=url if url.startswith("https://") else "",
        made_ticket=one_line(_text(row, "made_ticket")),
        sent_at=_moment(row, "sent_at"),
        parts=tuple(map(str, parts)),
        automatic=row["automatic"] is True,
        tried_at=_moment(row, "tried_at") if "tried_at" in row else None,
    )


def parcel_row(parcel: Parcel) -> tuple[bytes, Sequence[bytes]]:
    """What is to be sent: the table of contents as JSON, and the files that are named 0.bin, 1.bin, ..."""
    row = {
        "form": FORM,
        "title": parcel.title,
        "text": parcel.text,
        "outage": parcel.outage,
        "began_at": _said(parcel.began_at),
        "ended_at": _said(parcel.ended_at),
        "files": [
            {"name": each.name, "kind": each.kind, "sha256": hashlib.sha256(each.content).hexdigest()}
            for each in parcel.attachments
        ],
    }
    return json.dumps(row, indent=1).encode(), [each.content for each in parcel.attachments]


def read_parcel_row(data: bytes) -> Mapping[str, object]:
    """The table of contents. Raises ValueError for what is none."""
    return _object(data)


def parcel_of(row: Mapping[str, object], read: Callable[[str], bytes]) -> Parcel:
    """The parcel with its files, each of which must be the one that was put there. Raises ValueError, LookupError or
    TypeError for what we did not write, and what `read` raises."""
    listed = row["files"]
    if not isinstance(listed, list) or len(listed) > MOST_FILES:
        raise ValueError("not a list of files")
    files: list[Attachment] = []
    for number, entry in enumerate(listed):
        content = read(f"{number}.bin")
        if hashlib.sha256(content).hexdigest() != entry["sha256"]:
            raise ValueError("not the file that was put there")
        files.append(Attachment(str(entry["name"]), str(entry["kind"]), content))
    text = row["text"]
    if not isinstance(text, str):
        raise ValueError("not a text")
    return Parcel(
        one_line(_text(row, "title")),
        text,
        tuple(files),
        _text(row, "outage"),
        _moment(row, "began_at"),
        _moment(row, "ended_at"),
    )


def _object(data: bytes) -> Mapping[str, object]:
    row = json.loads(data)
    if not isinstance(row, dict):
        raise ValueError("not a table")
    form = row.get("form")
    if isinstance(form, int) and form > FORM:
        raise NewerError("of a newer form")
    if form != FORM:
        raise ValueError("not a file of this form")
    return row


def _text(row: Mapping[str, object], name: str) -> str:
    value = row[name]
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value[:LONGEST]


def _moment(row: Mapping[str, object], name: str) -> datetime | None:
    value = row[name]
    if value is None:
        return None
    moment = datetime.fromisoformat(_text(row, name))
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _needed(moment: datetime | None) -> datetime:
    if moment is None:
        raise ValueError("a time is missing")
    return moment


def _said(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
