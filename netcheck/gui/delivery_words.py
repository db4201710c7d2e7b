"""What is said of each report on its way to the help desk: how far it is, when it was made, and what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from netcheck.core.delivery import Delivery, State, trouble_words
from netcheck.core.words import N_, one_line
from netcheck.gui.icons import Badge
from netcheck.gui.words import say, say_many, when

LONGEST = 120
"""Letters of a title or a number that came from elsewhere."""
BADGES: Mapping[str, Badge] = {
    State.WAITING: Badge.SKIPPED,
    State.SENDING: Badge.LOOKING,
    State.SENT: Badge.OK,
    State.FAILED: Badge.DEGRADED,
    State.GIVEN_UP: Badge.FAILED_HOME,
}
STATES: Mapping[str, str] = {
    State.WAITING: N_("Will be sent when the line works again."),
    State.SENDING: N_("Is being sent now…"),
    State.SENT: N_("Sent at {time} to {to}."),
    State.FAILED: N_("Not sent yet."),
    State.GIVEN_UP: N_("Not sent."),
}


@dataclass(frozen=True, slots=True)
class DeliveryTold:
    """One report, in the person's language."""

    key: str
    badge: Badge
    title: str
    state: str
    details: str = ""
    ticket: str = ""
    """The number of the ticket; empty: none is known."""
    url: str = ""
    """Where the ticket is shown: https, and nothing else; empty: not known."""
    again: bool = False
    """Whether it can be tried again now."""
    remove: bool = False
    """Whether it can be taken out."""

    def spoken(self) -> str:
        """All of it for a screen reader."""
        return f"{self.title}: {self.state} {self.details}".strip()


def tell_delivery(delivery: Delivery, now: datetime | None = None) -> DeliveryTold:
    """What is said of this one. `now` is for tests."""
    failed = delivery.state in (State.FAILED, State.GIVEN_UP)
    sent = delivery.state is State.SENT
    state = say(STATES[delivery.state])
    if sent:
        moment = delivery.sent_at or delivery.made_at
        state = state.format(time=when(moment, now), to=one_line(delivery.to)[:LONGEST])
    trouble = trouble_words(delivery, say) if failed or sent else ""
    if failed and trouble:
        state = trouble
    return DeliveryTold(
        delivery.key,
        BADGES[delivery.state],
        one_line(delivery.title)[:LONGEST] or say("A report"),
        state,
        " ".join(part for part in _details(delivery, trouble if sent else "", now) if part),
        one_line(delivery.ticket)[:LONGEST],
        _safe(delivery.ticket_url),
        again=failed,
        remove=failed or delivery.state is State.WAITING,
    )


def news_of(delivery: Delivery) -> tuple[str, str]:
    """Title and text of a notice about one that was sent, or was given up."""
    title = one_line(delivery.title)[:LONGEST]
    if delivery.state is State.SENT:
        number = one_line(delivery.ticket)[:LONGEST]
        ticket = say("Ticket {number}").format(number=number) if number else ""
        return say("Your help desk has the report."), " · ".join(part for part in (title, ticket) if part)
    trouble = trouble_words(delivery, say)
    return say("The report could not be sent to your help desk."), trouble or title


def _details(delivery: Delivery, left_out: str, now: datetime | None) -> tuple[str, ...]:
    made = say("Made {time}.").format(time=when(delivery.made_at, now))
    several = len(delivery.parts)
    together = say_many("{n} report in one.", "{n} reports in one.", several) if several > 1 else ""
    match delivery.state:
        case State.SENT:
            return (left_out, made, together)
        case State.FAILED if delivery.next_at is not None:
            again = say("It is tried again by itself, at {time}.").format(time=when(delivery.next_at, now))
            return (again, made, together)
        case State.GIVEN_UP:
            return (say("It is not tried again by itself."), made, together)
        case _:
            return (made, together)


def _safe(url: str) -> str:
    """An address that may be opened: what a desk's answer names is not to start programs."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return ""
    plain = url.isascii() and url.isprintable() and " " not in url and "@" not in parts.netloc
    return url if parts.scheme == "https" and host and plain else ""
