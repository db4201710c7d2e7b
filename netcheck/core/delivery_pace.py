"""When a report is tried again, and when it is given up: gently, patiently, never in step with others."""

# A town comes back in one second, and with it all of a company's people who live there. So the first wait is drawn
# by chance over half a minute, and each later one over its whole width ("full jitter": random(0, min(cap, base*2^n))),
# with a floor, so that luck does not hammer. A `chance` is a fresh random number from 0 to 1.

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from netcheck.core.delivery import LEFT, Delivery, Outcome, Sent, State
from netcheck.core.words import N_

SPREAD_S = 30.0
"""Seconds after the return, or after the program's start, over which first tries are spread."""
FIRST_S, LONGEST_S = 60.0, 3600.0
"""Width of the first wait between two tries; doubled each time, up to an hour."""
LEAST_S = 10.0
"""Between two tries in any case: a request that was cut off must have ended at the desk before it is searched."""
LONGEST_REST_S = 6 * 3600.0
"""However long a desk asks to be left alone."""
PATIENCE = timedelta(days=7)
"""How long a report is tried; by then its outage interests nobody but the log."""
LEAST_TRIES = 10
"""Before it is given up for its age: a clock that was wrong while offline leaps by years once the line works, and a
computer may be shut for a week."""
SET_BACK = timedelta(seconds=60)
"""A clock that shows so much less than it did was set back; less than that is only corrected a little."""
TOO_LONG = N_("It could not be delivered for {days} days and was given up. Send it again, or attach it by hand.")
INTERRUPTED = N_(
    "The program ended while it was being sent. It is sent again with the same number, so that it counts once."
)


def after_return_s(chance: float) -> float:
    """Seconds to wait once the line works again."""
    return SPREAD_S * _within_one(chance)


def next_try_s(attempts: int, asked_s: float, chance: float) -> float:
    """Seconds until the next try after so many failed ones (1 or more); a desk that asked for a wait gets that at
    least, up to six hours."""
    width = min(LONGEST_S, FIRST_S * 2.0 ** min(max(attempts, 1) - 1, 20))
    drawn = max(LEAST_S, width * _within_one(chance))
    # All who were told the same moment would come in it together.
    asked = min(max(asked_s, 0.0), LONGEST_REST_S)
    return asked + drawn if asked else drawn


def retry_after_s(text: str, now: datetime) -> float:
    """What a Retry-After header asks for (RFC 9110, 10.2.3): seconds, or a date; 0 for what is neither or is past, at
    most six hours."""
    from email.utils import parsedate_to_datetime  # only a desk that is busy needs it

    text = text.strip()
    if text.isascii() and text.isdecimal():
        return min(float(text[:9]), LONGEST_REST_S)
    try:
        moment = parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        seconds = (moment - now).total_seconds()
    except (ValueError, TypeError, OverflowError, IndexError):
        return 0.0
    return min(max(seconds, 0.0), LONGEST_REST_S)


def begun(delivery: Delivery) -> Delivery:
    """The same while it is being handed over; counted before it begins, so that a crash counts, too."""
    return replace(delivery, state=State.SENDING, attempts=delivery.attempts + 1, next_at=None)


def ended(delivery: Delivery, outcome: Outcome, now: datetime, chance: float) -> Delivery:
    """The same after a try."""
    if isinstance(outcome, Sent):
        return replace(
            delivery,
            state=State.SENT,
            sent_at=now,
            tried_at=now,
            next_at=None,
            trouble=outcome.note,
            blanks=outcome.blanks,
            ticket=outcome.ticket or delivery.ticket,
            ticket_url=outcome.url or delivery.ticket_url,
        )
    known = replace(
        delivery,
        trouble=outcome.text,
        blanks=outcome.blanks,
        made_ticket=outcome.ticket or delivery.made_ticket,
        ticket_url=outcome.url or delivery.ticket_url,
        tried_at=now,
    )
    if not outcome.heals:
        return replace(known, state=State.GIVEN_UP, next_at=None)
    if now - delivery.made_at > PATIENCE and delivery.attempts >= LEAST_TRIES:
        days = {"days": str(PATIENCE.days)}
        return replace(known, state=State.GIVEN_UP, next_at=None, trouble=TOO_LONG, blanks=days)
    wait = timedelta(seconds=next_try_s(delivery.attempts, outcome.after_s, chance))
    return replace(known, state=State.FAILED, next_at=now + wait)


def taken_up(delivery: Delivery, now: datetime, chance: float) -> Delivery:
    """The same when a program takes over from one that ended: what was being sent then is tried again."""
    if delivery.state is not State.SENDING:
        return delivery
    wait = timedelta(seconds=next_try_s(delivery.attempts, 0.0, chance))
    return replace(delivery, state=State.FAILED, next_at=now + wait, tried_at=now, trouble=INTERRUPTED, blanks={})


def once_more(delivery: Delivery, ticket: str = "") -> Delivery:
    """The same when a person wants it tried again now, with a number that they typed or as it was. What was sent stays
    sent."""
    if delivery.state in (State.SENT, State.SENDING):
        return delivery
    return replace(delivery, state=State.WAITING, next_at=None, trouble="", blanks={}, ticket=ticket or delivery.ticket)


def is_due(delivery: Delivery, now: datetime) -> bool:
    """Whether it may be tried now. A moment that was written before the clock was set back says nothing any more."""
    if delivery.state not in LEFT or delivery.state is State.SENDING:
        return False
    if delivery.next_at is None:
        return True
    set_back = delivery.tried_at is not None and now < delivery.tried_at - SET_BACK
    too_far = delivery.next_at - now > timedelta(seconds=LONGEST_REST_S + LONGEST_S)
    return delivery.next_at <= now or set_back or too_far


def digest_groups(deliveries: Iterable[Delivery]) -> tuple[tuple[Delivery, ...], ...]:
    """Those that go as one: to the same desk and ticket, and never tried, since a desk may know the others already."""
    groups: dict[tuple[str, str, str], list[Delivery]] = {}
    for each in deliveries:
        if each.state is State.WAITING and not each.attempts and each.next_at is None:
            groups.setdefault((each.way, each.to, each.ticket), []).append(each)
    return tuple(
        tuple(sorted(group, key=lambda each: (each.made_at, each.key))) for group in groups.values() if len(group) > 1
    )


def digest_key(keys: Iterable[str]) -> str:
    """The key of the one that stands for these: always the same, so that a crash while they are put together makes no
    second one."""
    return sha256("\n".join(sorted(keys)).encode()).hexdigest()[:32]


def _within_one(chance: float) -> float:
    return min(max(chance, 0.0), 1.0)
