"""The message to colleagues: one line, only what is known, in the person's own words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from netcheck.core.colleagues import BACK, OFFLINE, OFFLINE_SHORT, message, short_message
from netcheck.core.handover_links import sms_parts
from netcheck.core.history import Said
from netcheck.core.message_template import checked_template
from netcheck.core.settings import Handover
from tests.fake_situation import BEGAN, NOW, PERSON, clock, situation

WORD = (Said(NOW, title="Fibre cut", expected_end=NOW + timedelta(hours=3)),)


def test_since_until_and_where() -> None:
    expected = "I have been offline since 14:02; Sky Broadband expects it back at 18:02. Reach me at +44 7700 900123."
    assert message(situation(said=WORD), str, clock) == expected


def test_what_is_not_known_is_left_out() -> None:
    assert message(situation(person=Handover()), str, clock) == "I have been offline since 14:02."


def test_afterwards_how_long_it_was() -> None:
    told = message(situation(up=BEGAN + timedelta(minutes=90)), str, clock)
    assert told == "I am back online since 15:32; I was offline from 14:02 (1 h 30 min)."


def test_own_words_with_blanks() -> None:
    own = replace(PERSON, colleagues="{name} is off since {since} [({expected})][, ticket {reference}]!")
    assert message(situation(person=own, said=WORD), str, clock) == "Jo Smith is off since 14:02 (18:02)!"


def test_a_provider_without_a_name() -> None:
    nameless = replace(situation(said=WORD), provider="")
    assert "my provider expects" in message(nameless, str, clock)


def test_the_short_one_is_one_sms() -> None:
    told = short_message(situation(said=WORD), str, clock)
    assert told == "Offline since 14:02, expected back 18:02. Reach me: +44 7700 900123."
    assert sms_parts(told) == 1


def test_the_short_one_leaves_out_what_matters_least() -> None:
    far = replace(PERSON, reach_at="x" * 125)
    told = short_message(situation(said=WORD, person=far), str, clock)
    assert "18:02" not in told
    assert "x" * 125 in told
    far = replace(PERSON, reach_at="ż" * 200)
    assert short_message(situation(said=WORD, person=far), str, clock) == "Offline since 14:02."


def test_ours_can_be_filled() -> None:
    for template in (OFFLINE, OFFLINE_SHORT, BACK.replace("{back}", "")):
        assert checked_template(template) == template
