"""Posts a report to an address that the IT department set up, as JSON with a key that never changes."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

from netcheck.core.delivery import LONGEST_TICKET, Delivery, Outcome, Parcel, Sent
from netcheck.core.words import one_line
from netcheck.world.delivery_desk import safe_url, word
from netcheck.world.delivery_http import Door, Unanswered, json_body
from netcheck.world.delivery_judged import judged, unanswered

SCHEMA = "netcheck-delivery/1"


def webhook(delivery: Delivery, parcel: Parcel, door: Door) -> Outcome:
    """Post it. Any 2xx means that it was taken; an object with `ticket` and `url` in the answer is understood.

    The header Idempotency-Key (draft-ietf-httpapi-idempotency-key-header) and `key` are the same at every try, and so
    is all else but a ticket's number that the person changed meanwhile.
    """
    body, kind = json_body(message(delivery, parcel))
    try:
        answer = door.ask("POST", "", body, {**kind, "Idempotency-Key": delivery.key})
    except Unanswered as problem:
        return unanswered(problem, delivery.to)
    trouble = judged(answer, delivery.to)
    if trouble is not None:
        return trouble
    try:
        told = answer.json()
    except ValueError:
        return Sent()
    return Sent(one_line(word(told, "ticket"))[:LONGEST_TICKET], safe_url(word(told, "url")))


def message(delivery: Delivery, parcel: Parcel) -> dict[str, object]:
    """What is posted (schema netcheck-delivery/1): texts, times in UTC, files in base64."""
    return {
        "schema": SCHEMA,
        "key": delivery.key,
        "made_at": _told(delivery.made_at),
        "ticket": delivery.ticket,
        "title": parcel.title,
        "text": parcel.text,
        "outage": {"id": parcel.outage, "began_at": _told(parcel.began_at), "ended_at": _told(parcel.ended_at)},
        "files": [
            {"name": file.name, "type": file.kind, "base64": base64.b64encode(file.content).decode()}
            for file in parcel.attachments
        ],
    }


def _told(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None
