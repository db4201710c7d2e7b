"""The words of the compensation clock: the answer first, no promise, and a letter without anything made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from netcheck.core.calls import KIND
from netcheck.core.claim import HEADLINES, KEYS, STANDING, claim_text, day_words, headline, standing
from netcheck.core.compensation import Asked, Clock, State, clock
from netcheck.core.history import Entry
from netcheck.core.settings import Handover
from netcheck.core.situation import Situation
from netcheck.world.compensation_rules import shipped_rules
from tests.fake_situation import BEGAN, situation
from tests.fake_translator import MARKED

LONDON = ZoneInfo("Europe/London")
UP = BEGAN + timedelta(days=7)
CALLED = (Entry(BEGAN + timedelta(hours=1), KIND, "reference: SKY-88", "0123456789abcdef"),)


def dated(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%Y-%m-%d %H:%M}"


def reckoned(told: Situation, **more: object) -> Clock:
    reported = next((call.at for call in told.calls), None)
    asked = Asked(told.verdict, told.began, told.now, told.provider, told.country, reported, told.ended)
    return clock(replace(asked, **more), shipped_rules(), LONDON)  # type: ignore[arg-type]


def test_each_state_has_its_words() -> None:
    assert set(STANDING) == set(HEADLINES) == set(State)


def test_the_answer_in_a_few_words() -> None:
    told = situation(journal=CALLED, up=UP)
    assert headline(reckoned(told), str) == "£31.02 is owed"
    assert headline(reckoned(situation()), str) == "The clock has not begun"
    lasts = situation(journal=CALLED, now=UP)
    assert headline(reckoned(lasts), str) == "£31.02 so far"
    assert headline(reckoned(replace(situation(), country="AT")), str) == "No rule gives money for this"
    missed = headline(reckoned(situation(journal=CALLED), missed=1), str)
    assert missed == "£32.31 is owed"


def test_the_window_names_no_key_of_the_settings_file() -> None:
    nowhere = replace(situation(), country="")
    german = replace(situation(journal=CALLED, up=UP), country="DE", provider="Any")
    for told in (nowhere, german, situation(journal=CALLED), replace(situation(), provider="")):
        lines = standing(reckoned(told), told, str, dated, keys=False)
        assert not any("[" in line or "{" in line for line in lines)
        assert any(key in line for key in KEYS.values() for line in standing(reckoned(told), told, str, dated))


def test_before_the_report() -> None:
    told = situation()
    lines = standing(reckoned(told), told, str, dated)
    assert "its clock begins when you report the fault" in lines[0]
    assert claim_text(reckoned(told), told, str, dated) == ""


def test_while_there_is_time() -> None:
    told = situation(journal=CALLED)
    lines = standing(reckoned(told), told, str, dated)
    assert "until the end of Tuesday, 2026-11-24" in lines[0]
    assert lines[1] == (
        "If it is still dead when Tuesday, 2026-11-24 ends, £10.34 is owed; then for each full day that follows."
    )
    assert claim_text(reckoned(told), told, str, dated) == ""


def test_owed_and_over() -> None:
    told = situation(journal=CALLED, up=UP)
    found = reckoned(told)
    lines = standing(found, told, str, dated)
    assert "£31.02 is owed for the repair (days: 3)." in lines[0]
    assert "It must be on your bill by Sunday, 2026-12-27, without your asking." in lines[1]
    assert lines[-1].startswith("netcheck's own reckoning by public rules as of 2026-11-22, and no legal advice.")
    assert claim_text(found, told, str, dated) == (
        "Compensation for the loss of my service\n\n"
        "Dear Sky Broadband,\n\n"
        "My internet service was completely lost from 2026-11-20 14:02 to 2026-11-27 14:02.\n"
        "I reported it to you on 2026-11-20 15:02; your reference is SKY-88.\n"
        "By Ofcom's automatic compensation scheme you had until the end of Tuesday, 2026-11-24 to mend it.\n"
        "That makes £31.02 (days: 3).\n"
        "Please pay £31.02 to me as a credit on my bill, and confirm it in writing.\n"
        "My log of it is at hand; I can send it to you.\n\n"
        "Customer number: 4711\n"
        "Jo Smith\n"
    )


def test_what_is_not_known_is_left_out_of_the_letter() -> None:
    told = replace(situation(journal=(replace(CALLED[0], text=""),), up=UP, person=Handover()))
    letter = claim_text(reckoned(told), told, str, dated)
    assert "reference" not in letter
    assert "Customer number" not in letter
    assert letter.endswith("I can send it to you.\n\n")


def test_an_end_that_nobody_saw_is_not_claimed() -> None:
    told = situation(journal=CALLED, up=UP, asleep_s=timedelta(days=2).total_seconds())
    told = replace(told, past=replace(told.past, unseen=True))
    found = reckoned(told, ended=told.seen_until)
    assert found.paid_days == 1
    letter = claim_text(found, told, str, dated)
    assert "from 2026-11-20 14:02 to 2026-11-25 14:02 at least" in letter
    assert any("nobody looked" in line for line in standing(found, told, str, dated))


def test_what_the_provider_may_answer_is_said() -> None:
    told = situation(journal=CALLED, now=UP, drops=3)
    lines = standing(reckoned(told), told, str, dated)
    assert any("It went down 3 times" in line for line in lines)
    assert any("may announce that it will stop paying 30 days later" in line for line in lines)
    assert any("GB-SCT" in line for line in lines)
    talktalk = replace(told, provider="TalkTalk")
    assert any("Openreach" in line for line in standing(reckoned(talktalk), talktalk, str, dated))


def test_no_rule_is_said_in_one_sentence() -> None:
    told = replace(situation(journal=CALLED, up=UP), country="AT")
    lines = standing(reckoned(told), told, str, dated)
    assert lines == ("netcheck knows of no rule for AT that gives money for an outage. Your contract may.",)
    assert claim_text(reckoned(told), told, str, dated) == ""


def test_a_law_pays_those_who_ask() -> None:
    told = replace(situation(journal=CALLED, up=UP), country="DE", provider="Any")
    lines = standing(reckoned(told), told, str, dated)
    assert any("only to those who ask" in line for line in lines)
    assert any("monthly_fee" in line for line in lines)
    assert "€" in claim_text(reckoned(told), told, str, dated)


def test_an_amount_that_is_not_known_is_not_claimed_as_a_number() -> None:
    told = situation(journal=CALLED)
    found = replace(reckoned(told, missed=1), missed=None)
    letter = claim_text(found, told, str, dated)
    assert "an amount that netcheck does not know" in letter
    assert "Please pay what is owed" in letter


@pytest.mark.parametrize("up", [None, UP])
def test_everything_can_be_translated(up: datetime | None) -> None:
    told = situation(journal=CALLED, up=up, now=UP, drops=2)
    found = reckoned(told, missed=1, promised=date(2026, 11, 1))
    lines = [*standing(found, told, MARKED.say, dated), *claim_text(found, told, MARKED.say, dated).splitlines()]
    assert all(line.startswith("«") for line in lines if line and line != "Jo Smith")


def test_a_day_with_its_name() -> None:
    assert day_words(datetime(2026, 11, 25, tzinfo=UTC).date(), str) == "Wednesday, 2026-11-25"
