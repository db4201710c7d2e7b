"""All that the program says for a person about one outage: to the provider, to colleagues, about money, afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal

from netcheck.core.call_script import NO_TITLES, CallScript, call_script
from netcheck.core.claim import claim_text, headline, standing
from netcheck.core.colleagues import message
from netcheck.core.compensation import Asked, Clock, clock
from netcheck.core.compensation_rules import Rules
from netcheck.core.language import ENGLISH, Say, Translator
from netcheck.core.pick_up import PickUp, pick_up
from netcheck.core.retelling import retold_past
from netcheck.core.situation import Situation, When


@dataclass(frozen=True, slots=True)
class Speech:
    """What it is said from, gathered by whoever may ask the disk."""

    situation: Situation
    rules: Rules
    zone: tzinfo | None = None
    """That of the rule for this country; None: the computer's own."""
    letter: Translator = ENGLISH
    """Speaks the language in which a claim is written."""
    titles: Mapping[str, str] = field(default_factory=lambda: NO_TITLES)
    """What each check is called, by its id."""


@dataclass(frozen=True, slots=True)
class Claim:
    """How the compensation clock stands."""

    clock: Clock
    headline: str
    """The answer in a few words."""
    standing: tuple[str, ...]
    """The answer in sentences, then the rest; the source of the rule is the last, where there is a rule."""
    letter: str
    """The text that claims it; empty where nothing is owed."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """All of it, in the person's language."""

    outage: str
    """Id."""
    headline: str
    """What is wrong, or was."""
    since: datetime
    ended: datetime | None
    seen_until: datetime | None
    """Of an outage that nobody watches any more: when it was seen last; else None."""
    provider: str
    call: CallScript
    message: str
    """To colleagues, on one line."""
    reach_at: str
    """Where they can reach the person; empty: the settings do not say."""
    claim: Claim
    pick_up: PickUp


def asked_of(situation: Situation, missed: int = 0, promised: date | None = None) -> Asked:
    """What the compensation clock needs to know of an outage."""
    return Asked(
        verdict=situation.verdict,
        began=situation.began,
        now=situation.seen_until if situation.stale else situation.now,
        provider=situation.provider,
        country=situation.country,
        reported_at=next((call.at for call in situation.calls), None),
        ended=situation.seen_until if situation.past.unseen else situation.ended,
        monthly_fee=Decimal(str(situation.handover.monthly_fee)),
        missed=missed,
        promised=promised,
    )


def claimed(
    speech: Speech,
    say: Say,
    missed: int = 0,
    promised: date | None = None,
    *,
    keys: bool = False,
    when: When | None = None,
) -> Claim:
    """How the clock stands. `keys` as in core.claim.standing; `when` writes times in sentences, None: as in letters."""
    found = speech.situation

    def dated(moment: datetime) -> str:
        return f"{moment.astimezone(speech.zone):%Y-%m-%d %H:%M}"

    reckoned = clock(asked_of(found, missed, promised), speech.rules, speech.zone)
    return Claim(
        reckoned,
        headline(reckoned, say),
        standing(reckoned, found, say, when or dated, keys),
        claim_text(reckoned, found, speech.letter.say, dated),
    )


def spoken(speech: Speech, say: Say, when: When, missed: int = 0) -> Spoken:
    """All texts about the outage; `missed`: how many appointments the provider missed."""
    english = speech.situation
    found = replace(english, past=retold_past(english.past, say))
    return Spoken(
        outage=found.past.outage.id,
        headline=found.verdict.headline,
        since=found.began,
        ended=found.ended,
        seen_until=found.seen_until.astimezone(UTC) if found.stale else None,
        provider=found.provider,
        call=call_script(found, say, when, speech.titles),
        message=message(found, say, when),
        reach_at=found.handover.reach_at,
        claim=claimed(replace(speech, situation=found), say, missed, when=when),
        pick_up=pick_up(found, say, when),
    )
