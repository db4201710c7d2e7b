"""A report on its way to the helpdesk: what it is, how far it has come, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from netcheck.core.language import Say
from netcheck.core.words import N_, one_line

LONGEST_TITLE = 150
"""Letters: all desks take as many (ServiceNow's short_description takes 160, the others 255)."""
CUT = "\n[...]"
LONGEST_TICKET = 64
"""Letters of a ticket's number."""


class Way(StrEnum):
    """How a report goes to the helpdesk."""

    MAIL = "mail"
    WEBHOOK = "webhook"
    JIRA = "jira"
    SERVICENOW = "servicenow"
    ZENDESK = "zendesk"


WAY_NAMES: Mapping[str, str] = {
    Way.MAIL: N_("E-mail"),
    Way.WEBHOOK: N_("Webhook"),
    Way.JIRA: "Jira Service Management",
    Way.SERVICENOW: "ServiceNow",
    Way.ZENDESK: "Zendesk",
}
"""What people call them."""


class State(StrEnum):
    """How far a delivery has come."""

    WAITING = "waiting"
    """It was never tried: it goes out once the line works."""
    SENDING = "sending"
    """It is being handed over now."""
    SENT = "sent"
    """The desk has it."""
    FAILED = "failed"
    """The last try failed in a way that may heal; the next one is at `next_at`."""
    GIVEN_UP = "given up"
    """No try follows by itself; `trouble` says what to do."""


LEFT = (State.WAITING, State.SENDING, State.FAILED)
"""The states in which the program will still send it by itself."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One report that was put into the spool, for as long as it is kept there. It holds no secret."""

    key: str
    """The one idempotency key for ever: 32 hexadecimal digits; by it desks are searched."""
    made_at: datetime
    """When it was put there, UTC."""
    title: str
    way: str
    """One of Way."""
    to: str
    """Whom it goes to, for people: a mail address or a host."""
    outage: str = ""
    """The id of the outage; empty: a look."""
    state: State = State.WAITING
    attempts: int = 0
    next_at: datetime | None = None
    """Not before this moment, UTC; None: none follows, or it only waits for the line."""
    trouble: str = ""
    """What went wrong last, in a sentence of the catalogue, its {blanks} in `blanks`; empty: nothing did. Where it was
    sent: what the desk did not take of it."""
    blanks: Mapping[str, str] = field(default_factory=dict)
    ticket: str = ""
    """The number of the ticket: what the person typed before it is sent, else what the desk gave it."""
    ticket_url: str = ""
    """Where it is shown, https only; empty: not known."""
    made_ticket: str = ""
    """The ticket that an earlier try opened at the desk, before it went wrong; empty: none is known."""
    sent_at: datetime | None = None
    parts: tuple[str, ...] = ()
    """Of several in one: the keys of those in whose place it stands."""
    automatic: bool = False
    """Nobody asked for it: the settings say so."""
    tried_at: datetime | None = None
    """When the last try ended, UTC; None: there was none. A clock that shows an earlier time was set back since."""


def trouble_words(delivery: Delivery, say: Say = str) -> str:
    """What went wrong last, in the person's language; empty where nothing did. A blank without its value stays."""
    return _filled(say(delivery.trouble), delivery.blanks) if delivery.trouble else ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a report."""

    name: str
    """ASCII, without spaces: desks and mail servers change others."""
    kind: str
    """Its MIME type."""
    content: bytes


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is handed over, ready: redacted, in words, with the original times in it. Never changed after it is put."""

    title: str
    text: str
    """The body of the ticket or mail."""
    attachments: tuple[Attachment, ...] = ()
    outage: str = ""
    """The id of the outage; empty: a look."""
    began_at: datetime | None = None
    """When the outage began, UTC."""
    ended_at: datetime | None = None
    """When it was over, UTC; None: it was not, when this was made."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The desk has it."""

    ticket: str = ""
    url: str = ""
    note: str = ""
    """What of it the desk did not take, in a sentence for the person, marked for translation; empty: it took all."""
    blanks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trouble:
    """The desk has it not, or has not said so."""

    heals: bool
    """It may work another time; False: not before somebody changes something."""
    text: str
    """A sentence for the person, marked for translation. No secret and no text of the server stands in it."""
    blanks: Mapping[str, str] = field(default_factory=dict)
    after_s: float = 0.0
    """Seconds that the desk asked to wait for; 0: it did not."""
    ticket: str = ""
    """The ticket that was opened or found before it went wrong; empty: none is known."""
    url: str = ""
    detail: str = ""
    """For the log: kinds of errors and statuses alone; no address, no secret, no text of the server."""
    of_all: bool = False
    """Every other report to this desk would meet it now, too: a password that is wrong is not tried once for each."""


Outcome = Sent | Trouble


def ticket_number(typed: str) -> str:
    """A ticket's number as a person types or copies it: on one line, without the sign before it ("#123"); or empty."""
    return one_line(typed)[:LONGEST_TICKET].strip().removeprefix("#").strip()


def left(deliveries: Iterable[Delivery]) -> tuple[Delivery, ...]:
    """Those which the program will still send by itself, the oldest first."""
    return tuple(sorted((each for each in deliveries if each.state in LEFT), key=lambda each: each.made_at))


def reference(key: str) -> str:
    """The key as one short word, for a ticket's title, by which desks that search titles alone find it."""
    return f"nc{key[:12]}"


def body(text: str, key: str, most: int) -> str:
    """A ticket's or mail's text, its last line the key; at most so many letters (100 or more)."""
    last = f"\n\nnetcheck {key}\n"
    room = most - len(last)
    if len(text) > room:
        text = text[: room - len(CUT)].rsplit("\n", 1)[0] + CUT
    return text.rstrip("\n") + last


def _filled(template: str, blanks: Mapping[str, str]) -> str:
    """A template of the catalogue with its blanks filled; unfilled where a translation names others."""
    try:
        return template.format(**blanks)
    except (LookupError, ValueError, AttributeError):
        return template
