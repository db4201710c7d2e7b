"""The call script: fifty words, no accusation that the verdict does not make, nothing asked twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from netcheck.core.call_script import AT_FAULT, SPOKEN_MOST, TRIED, brief, call_script
from netcheck.core.calls import KIND
from netcheck.core.history import Said
from netcheck.core.model import Impact, Segment, Side
from netcheck.core.rules import RULES
from netcheck.core.settings import Handover
from netcheck.core.words import CHECK_LINE_CABLE, KEEP_WORKING, RESTART_ROUTER
from tests.fake_situation import BEGAN, LINE_DOWN, PERSON, clock, entry, situation
from tests.fake_translator import MARKED

LOCAL = replace(LINE_DOWN, side=Side.LOCAL, segment=Segment.ROUTER, fault="router-silent", headline="It is at home.")


def test_twenty_seconds() -> None:
    script = call_script(situation(journal=(entry(5, "done", RESTART_ROUTER.text),)), str, clock)
    assert script.number == "0333 1234567"
    assert script.spoken == (
        "Hello, my name is Jo Smith. My customer number is 4711. My internet has been dead since 14:02. "
        "My computer and my router work; the line from my router to you is down. "
        "Restarting the router did not help. "
        "Please check it, tell me until when, and give me a reference number."
    )
    assert len(script.spoken.split()) <= 55
    assert 15 <= script.seconds <= 22
    assert script.warning == ""


def test_without_a_name_and_a_number_nothing_is_made_up() -> None:
    script = call_script(situation(person=Handover()), str, clock)
    assert script.spoken.startswith("My internet has been dead since 14:02.")
    facts = dict(script.facts)
    assert facts["Customer number"] == facts["Router's lights"] == ""


@pytest.mark.parametrize("fault", AT_FAULT)
def test_never_longer_than_people_listen(fault: str) -> None:
    long = replace(PERSON, name="Maximiliana von und zu Hohenstein-Lichtenfels", account="number " * 20)
    verdict = replace(LINE_DOWN, fault=fault, side=Side.LOCAL if fault == "wan-link-down" else Side.UPSTREAM)
    journal = (entry(5, "done", RESTART_ROUTER.text),)
    script = call_script(situation(verdict, person=long, journal=journal, drops=4), str, clock)
    assert len(script.spoken.split()) <= SPOKEN_MOST
    assert AT_FAULT[fault] in script.spoken


def test_each_fault_that_is_named_is_one_of_the_table() -> None:
    assert set(AT_FAULT) <= {rule.code for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_fault_at_home_or_of_a_service_is_not_laid_on_the_provider(rule: object) -> None:
    code, segment = getattr(rule, "code"), getattr(rule, "segment")  # noqa: B009
    verdict = replace(LINE_DOWN, fault=code, segment=segment, side=segment.side, headline="This is it.")
    script = call_script(situation(verdict), str, clock)
    if segment.side is Side.LOCAL:
        assert "speaks for a fault at home" in script.warning
        assert "your network" not in script.spoken
        assert "the line" not in script.spoken.replace("check my line", "")
    elif segment is Segment.SERVICE:
        assert script.warning.startswith("Your line works.")


def test_where_nobody_knows_nobody_is_blamed() -> None:
    unknown = replace(LINE_DOWN, side=Side.UNKNOWN, segment=None, fault="unknown", headline="Who knows?")
    script = call_script(situation(unknown), str, clock)
    assert "blame nobody" in script.warning
    assert "line" not in script.spoken


def test_what_it_will_ask_for() -> None:
    journal = (
        entry(1, "done", KEEP_WORKING.text),
        entry(5, "done", f"{RESTART_ROUTER.text} (twice)"),
        entry(6, "cannot", CHECK_LINE_CABLE.text),
        entry(7, "note", "It rains."),
    )
    verdict = replace(LINE_DOWN, evidence=(*LINE_DOWN.evidence, "person: internet_light: no; other_device: no"))
    said = (Said(BEGAN + timedelta(minutes=9), title="Fibre cut"),)
    good = BEGAN - timedelta(minutes=2)
    script = call_script(situation(verdict, journal=journal, said=said, last_good=good), str, clock)
    facts = script.facts
    assert ("Customer number", "4711") in facts
    assert ("Address or area", "Leeds") in facts
    assert ("Router", "Hub 4") in facts
    assert ("Router's lights", "the one for the internet is off or not steady") in facts
    assert ("Since", "14:02; it last worked at 14:00") in facts
    tried = [value for label, value in facts if label == "What was tried"]
    assert tried == [
        "14:07: Restart the router (twice)",
        "14:08: could not: Check the cable between the router (or modem) and the wall socket",
    ]
    assert ("Your status page says", "14:11: Fibre cut") in facts
    assert dict(script.replies)["Have you tried another device?"].startswith("Yes.")


def restarted(*journal: tuple[float, str, str], up: float | None = None) -> str:
    entries = tuple(entry(minutes, kind, text) for minutes, kind, text in journal)
    ended = BEGAN + timedelta(minutes=up) if up is not None else None
    return dict(call_script(situation(journal=entries, up=ended), str, clock).replies)["Have you restarted the router?"]


def test_have_you_restarted_it() -> None:
    text = RESTART_ROUTER.text
    assert restarted() == (
        "No. It works: everything up to the line answered. I can do it now if you want to watch the line."
    )
    assert restarted((5, "done", text)) == "Yes, at 14:07; it did not help."
    assert restarted((5, "did", text)) == "Yes, before 14:07; it did not help."
    assert restarted((5, "cannot", text)) == "I cannot get at it now."
    saw = restarted((5, "done", text), (6, "router_gone", ""), (8, "router_back", ""))
    assert saw == "Yes. It went off at 14:08 and was back at 14:10, and the line was dead before and after."
    # It came back soon after: nobody knows that it did not help.
    assert restarted((5, "done", text), up=9) == "Yes, at 14:07."
    assert restarted((5, "done", text), up=50) == "Yes, at 14:07; it did not help."


def test_a_step_that_was_written_in_another_language_is_known() -> None:
    journal = (entry(5, "done", MARKED.say(RESTART_ROUTER.text)),)
    script = call_script(situation(journal=journal), MARKED.say, clock)
    assert any("14:07" in answer for _, answer in script.replies)
    assert "«Restarting the router did not help.»" in script.say_this


def test_everything_that_is_said_can_be_translated() -> None:
    script = call_script(situation(journal=(entry(5, "done", RESTART_ROUTER.text),)), MARKED.say, clock)
    for text in (
        *script.say_this,
        *(label for label, _ in script.facts),
        *(word for pair in script.replies for word in pair),
    ):
        assert text.startswith("«"), text


def test_afterwards_in_the_past() -> None:
    script = call_script(situation(up=BEGAN + timedelta(minutes=30)), str, clock)
    assert "My internet was dead from 14:02 to 14:32." in script.say_this
    assert ("Back", "14:32, after 30 min 0 s") in script.facts
    assert "until when" not in script.spoken


def test_one_whose_end_nobody_saw_is_not_made_longer() -> None:
    told = situation(up=BEGAN + timedelta(hours=5), asleep_s=4 * 3600.0)
    told = replace(told, past=replace(told.past, unseen=True))
    script = call_script(told, str, clock)
    assert "My internet was dead from 14:02 to 15:02." in script.say_this
    assert ("Back", "some time after 15:02") in script.facts
    assert ("Not watched for", "4 h 0 min") in script.facts


def test_a_line_that_comes_and_goes_is_not_called_dead() -> None:
    assert "My internet has been bad since 14:02." in call_script(situation(drops=3), str, clock).say_this
    lossy = replace(LINE_DOWN, fault="line-lossy", impact=Impact.DEGRADED)
    assert "My internet has been bad since 14:02." in call_script(situation(lossy), str, clock).say_this


def test_the_calls_that_were_made() -> None:
    script = call_script(situation(journal=(entry(20, KIND, "reference: A1"),)), str, clock)
    assert [call.reference for call in script.calls] == ["A1"]


def test_a_step_in_short() -> None:
    assert brief(RESTART_ROUTER.text) == "Restart the router"
    assert brief("Look again in a few minutes") == "Look again in a few minutes"
    assert set(TRIED) == {"done", "did", "cannot"}


def test_what_was_measured_bears_the_names_of_the_checks() -> None:
    facts = call_script(situation(), str, clock, {"gateway": "Router"}).facts
    measured = [answer for label, answer in facts if label == "What was measured"]
    assert measured == [
        "Router: 192.168.1.1 answered after 1.2 ms (echo)",
        "router_wan: the router says: not connected",
    ]
