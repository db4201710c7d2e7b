"""All that is said about one outage, from one noun, in the person's language."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from netcheck.core.compensation import State
from netcheck.core.settings import Handover
from netcheck.core.speech import Speech, asked_of, claimed, spoken
from netcheck.world.compensation_rules import shipped_rules
from tests.fake_situation import BEGAN, NOW, PERSON, clock, entry, situation
from tests.fake_translator import MARKED

LONDON = ZoneInfo("Europe/London")
CALL = entry(18, "call", "reference: SKY-88")


def speech(**more: object) -> Speech:
    return Speech(situation(journal=(CALL,), **more), shipped_rules(), LONDON)  # type: ignore[arg-type]


def test_everything_is_there() -> None:
    told = spoken(speech(), str, clock)
    assert (told.outage, told.since, told.ended, told.reach_at) == ("0123456789abcdef", BEGAN, None, PERSON.reach_at)
    assert told.call.number == "0333 1234567"
    assert told.message == "I have been offline since 14:02. Reach me at +44 7700 900123."
    assert told.claim.clock.state is State.FREE
    assert told.pick_up.services[0].name == "CRM"


def test_it_is_in_the_persons_language_and_the_letter_in_the_providers() -> None:
    weeks = speech(now=BEGAN + timedelta(days=8), seconds=8 * 86400.0)
    told = spoken(weeks, MARKED.say, clock)
    assert told.headline.startswith("«")
    assert told.claim.headline == "««£41.36» so far»"
    assert told.claim.letter.startswith("Compensation for")
    assert spoken(replace(weeks, letter=MARKED), str, clock).claim.letter.startswith("«")


def test_the_claim_counts_missed_appointments() -> None:
    assert spoken(speech(), str, clock, missed=2).claim.clock.missed_count == 2
    keyed = claimed(Speech(replace(situation(), country=""), shipped_rules()), str, keys=True)
    assert "[handover] country" in keyed.standing[0]


def test_of_an_outage_that_nobody_watches_nothing_is_counted_further() -> None:
    left = speech(now=NOW + timedelta(days=30), seconds=3600.0)
    told = spoken(left, str, clock)
    assert told.seen_until == NOW
    assert asked_of(left.situation).now == NOW
    assert told.claim.clock.paid_days == 0


def test_where_nothing_is_set_nothing_is_made_up() -> None:
    bare = replace(situation(person=Handover()), provider="", phone="", area="", country="", router="")
    told = spoken(Speech(bare, shipped_rules()), str, clock)
    assert told.call.number == told.provider == told.reach_at == told.claim.letter == ""
    assert told.claim.clock.state is State.NO_COUNTRY
    assert "{" not in repr((told.call, told.message, told.claim.standing, told.pick_up.points))
