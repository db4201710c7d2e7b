"""Tells colleagues in one line that somebody is offline, until when, and where they can be reached."""

from __future__ import annotations

from netcheck.core.estimate_words import in_minutes
from netcheck.core.handover_links import cut_to_sms, sms_parts
from netcheck.core.language import Say
from netcheck.core.message_template import filled
from netcheck.core.situation import Situation, When
from netcheck.core.words import N_

OFFLINE = N_("I have been offline since {since}[; {provider} expects it back at {expected}][. Reach me at {reach}].")
OFFLINE_SHORT = N_("Offline since {since}[, expected back {expected}][. Reach me: {reach}].")
BACK = N_("I am back online since {back}; I was offline from {since} ({length}).")
YOUR_PROVIDER = N_("my provider")
"""In the place of a provider whose name is not known."""


def message(situation: Situation, say: Say, when: When) -> str:
    """The message on one line: the person's own words while it lasts, ours where they have none, and afterwards."""
    if situation.ended is not None:
        return filled(say(BACK), _values(situation, say, when))
    return filled(situation.handover.colleagues or say(OFFLINE), _values(situation, say, when))


def short_message(situation: Situation, say: Say, when: When) -> str:
    """The same as one SMS: what matters least is left out until it fits (160 letters of the GSM alphabet, else 70)."""
    template = say(BACK if situation.ended else OFFLINE_SHORT)
    values = _values(situation, say, when)
    # A number to call is worth more than a time that may change.
    tries = ((), ("expected",), ("expected", "reach"))
    texts = [filled(template, {**values, **dict.fromkeys(left_out, "")}) for left_out in tries]
    return next((text for text in texts if sms_parts(text) <= 1), cut_to_sms(texts[-1], 1))


def _values(situation: Situation, say: Say, when: When) -> dict[str, str]:
    expected, ended, calls = situation.expected, situation.ended, situation.calls
    reference = next((call.reference for call in reversed(calls) if call.reference), "")
    return {
        "name": situation.handover.name,
        "since": when(situation.began),
        "length": in_minutes(situation.seconds, say),
        "expected": when(expected) if expected else "",
        "reach": situation.handover.reach_at,
        "provider": situation.provider or say(YOUR_PROVIDER),
        "reference": reference,
        "back": when(ended) if ended else "",
    }
