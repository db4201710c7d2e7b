"""Whatever a person reads of a verdict is said in their language; what was measured stays what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core import words
from netcheck.core.diagnose import filled, judge, path_of
from netcheck.core.history import Entry, PastOutage
from netcheck.core.memory import CHANGES, changed
from netcheck.core.model import Fact, Impact, Look, Observation, Outcome, Report, Seen, Side, Step, Verdict
from netcheck.core.monitor import comes_and_goes
from netcheck.core.other_way import TEXTS, WORDS
from netcheck.core.retelling import (
    PHRASES,
    also_told,
    retold,
    retold_entry,
    retold_event,
    retold_headline,
    retold_outage,
    retold_past,
    retold_report,
    retold_state,
    retold_text,
)
from netcheck.core.rules import RULES, Rule
from netcheck.core.watching import Event, Happened, Outage, Phase, State
from netcheck.probes import clock
from tests.fake_homes import BROKEN, HEALTHY
from tests.fake_translator import MARKED, MIRRORED
from tests.fake_world import observed

AT = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
HOMES: Mapping[str, Seen] = {name: observed(make()) for name, make in {**HEALTHY, **BROKEN}.items()}
BY_CODE = {rule.code: rule for rule in RULES}
UNKNOWABLE: Seen = {"gateway": Observation(Outcome.FAILED, None, "nobody answered")}


def texts_of(verdict: Verdict) -> list[str]:
    """All that a person reads of a verdict, evidence apart."""
    steps = [(s.text, s.needs, s.cost, s.risk, s.helps) for s in verdict.steps]
    said = [verdict.headline, verdict.explanation, *(text for step in steps for text in step)]
    return [text for text in (*said, *(question.text for question in verdict.questions)) if text]


def codes_of(verdict: Verdict) -> Verdict:
    """The verdict without its words."""
    return replace(verdict, headline="", explanation="", steps=(), questions=())


def report_of(seen: Seen, *changes: str) -> Report:
    verdict = judge(seen)
    return Report("r", AT, verdict, (Look(AT, seen),), path_of(seen, verdict), changes)


VERDICTS = {
    **{name: judge(seen) for name, seen in HOMES.items()},
    "unknown": judge(UNKNOWABLE),
    "intermittent": comes_and_goes(judge(HOMES["line-down"])),
}


def test_every_fault_is_among_them() -> None:
    assert {verdict.fault for verdict in VERDICTS.values()} >= {
        *(rule.code for rule in RULES if rule.impact is not Impact.NOTE), "none", "unknown", "intermittent",
    }  # fmt: skip


@pytest.mark.parametrize("name", VERDICTS)
def test_every_text_of_a_verdict_goes_through_the_catalogue(name: str) -> None:
    verdict = VERDICTS[name]
    told = retold(verdict, MARKED.say)
    assert [text for text in texts_of(told) if not (text.startswith("«") and text.endswith("»"))] == []
    assert len(texts_of(told)) == len(texts_of(verdict))
    assert codes_of(told) == codes_of(verdict)
    assert [step.looks for step in told.steps] == [step.looks for step in verdict.steps]
    assert [(q.id, q.answers) for q in told.questions] == [(q.id, q.answers) for q in verdict.questions]


@pytest.mark.parametrize("name", VERDICTS)
def test_without_a_catalogue_nothing_changes(name: str) -> None:
    assert retold(VERDICTS[name], str) == VERDICTS[name]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_what_was_seen_stands_in_the_translation_as_in_the_english(rule: Rule) -> None:
    """Every template, notes included, filled with what was seen somewhere, or with nothing at all."""
    instead = (text for _, text in (*rule.headlines, *rule.explanations))
    for template in (rule.headline, rule.explanation, *instead):
        for seen in ({}, *HOMES.values()):
            told = retold_text(filled(template, seen), (template,), MARKED.say)
            assert told.startswith("«")
            assert told.replace("«", "").replace("»", "") == filled(template, seen)


def test_facts_that_are_words_are_translated_too() -> None:
    assert "«10 days ahead of the true time»" in retold(VERDICTS["clock-wrong"], MARKED.say).explanation
    assert ": «it answers with an error of its own»;" in retold(VERDICTS["service-down"], MARKED.say).headline
    assert "(«unknown»)" in retold(VERDICTS["wan-link-down"], MARKED.say).explanation


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("words", WORDS)
def test_a_second_way_is_told_with_its_name(text: str, words: str) -> None:
    name = words.replace("{name}", "usb0")
    step = Step(text.replace("{second_way.words}", name), helps="sometimes")
    told = retold(replace(VERDICTS["line-down"], steps=(step,)), MARKED.say).steps[0].text
    assert told == f"«{text}»".replace("{second_way.words}", f"«{name}»")


@pytest.mark.parametrize("sign", [1, -1])
def test_every_way_to_say_how_wrong_the_clock_is_can_be_translated(sign: int) -> None:
    for seconds in (1, 59, 119, 120, 4000, 7200, 90000, 172800, 9e9):
        spoken = clock._spoken(sign * seconds)
        assert retold_text(spoken, PHRASES["clock.skew"], MARKED.say) == f"«{spoken}»"


@given(st.text(), st.text())
def test_names_from_outside_are_taken_as_they_are(name: str, other: str) -> None:
    template = "{services.name} does not work; {other.name} does."
    said = template.replace("{services.name}", name).replace("{other.name}", other)
    assert retold_text(said, (template,), str) == said


def test_a_name_that_looks_like_a_blank_is_not_filled() -> None:
    said = "{services.why} does not work: {services.names}; everything else does."
    assert retold_headline("service-down", said, MARKED.say) == f"«{said}»"


def test_a_blank_may_stand_elsewhere_in_the_translation() -> None:
    translated = {"{loss.gateway_lost} of {loss.gateway_sent} got lost.": "{loss.gateway_sent}: {loss.gateway_lost}"}
    assert retold_text("4 of 40 got lost.", tuple(translated), lambda text: translated.get(text, text)) == "40: 4"


def noting(looked_up: list[str]) -> Callable[[str], str]:
    """A catalogue that writes down what it is asked for."""

    def say(text: str) -> str:
        looked_up.append(text)
        return text

    return say


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_what_is_said_instead_is_taken_for_itself_and_not_for_the_usual_words(rule: Rule) -> None:
    """Blanks swallow anything: "{title} (as of {as_of})." fits a longer sentence, too."""
    verdict = VERDICTS.get(rule.code)
    if verdict is None:
        return
    for _, text in rule.explanations:
        said = filled(text, HOMES[rule.code])
        looked_up: list[str] = []
        retold(replace(verdict, explanation=said), noting(looked_up))
        assert text in looked_up


def test_words_that_are_not_known_stay() -> None:
    old = replace(VERDICTS["line-down"], headline="Your line is cut.", explanation="An older version said this.")
    told = retold(old, MARKED.say)
    assert (told.headline, told.explanation) == (old.headline, old.explanation)
    assert retold_headline("brand-new", "Something new.", MARKED.say) == "Something new."


def test_what_was_seen_besides_names_what_it_means() -> None:
    seen = HOMES["service-down"]
    said = "Wiki (wiki.example) does not work: {why}; everything else does."
    why = "it answers with an error of its own"
    assert also_told("service-down", seen) == said.format(why=why)
    assert also_told("service-down", seen, MARKED.say) == f"«{said.format(why=f'«{why}»')}»"
    assert also_told("wifi-weak", {}, MIRRORED.say) == MIRRORED.say(BY_CODE["wifi-weak"].headline)


def test_beside_the_provider_s_word_stands_what_was_measured() -> None:
    measured = BY_CODE["isp-outage"].explanation
    assert also_told("isp-outage", {}) == measured
    assert also_told("isp-outage", {}, MARKED.say) == MARKED.say(measured)
    assert "fault" not in measured


# --- reports and events -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOMES)
def test_what_is_ours_on_the_path_is_translated_and_evidence_is_not(name: str) -> None:
    report = report_of(HOMES[name])
    told = retold_report(report, MARKED.say)
    summaries = {said.summary for said in HOMES[name].values()}
    for before, after in zip(report.path, told.path, strict=True):
        assert (before.segment, before.state) == (after.segment, after.state)
        ours = before.detail in (words.NOT_CHECKED, words.NO_SERVICES, report.verdict.headline)
        assert ours or not before.detail or before.detail in summaries
        assert after.detail == (MARKED.say(before.detail) if ours else before.detail)


def test_some_of_the_path_is_ours() -> None:
    shown = {step.detail for name in HOMES for step in report_of(HOMES[name]).path}
    assert {words.NOT_CHECKED, words.NO_SERVICES} <= shown


def test_what_has_changed_is_translated() -> None:
    before: dict[str, Fact] = {
        "interface": "wlan0", "gateway": "10.0.0.1", "gateway_mac": "02:00:00:00:00:01",
        "resolvers": ("10.0.0.1", "10.0.0.2"), "proxy": "http://p:1", "tunnel": "wg7",
    }  # fmt: skip
    seen = HOMES["plain"]
    sentences = changed(before, seen)
    told = retold_report(report_of(seen, *sentences, "Something else."), MARKED.say).changed
    assert len(sentences) >= len(CHANGES) - 1
    assert all(sentence.startswith("«") for sentence in told[:-1])
    assert [text.replace("«", "").replace("»", "") for text in told] == [*sentences, "Something else."]
    assert any("«not set»" in sentence for sentence in told)


def test_a_retold_report_keeps_all_else() -> None:
    report = report_of(HOMES["line-down"])
    told = retold_report(report, MARKED.say)
    assert replace(told, verdict=report.verdict, path=report.path) == report
    assert told.verdict.evidence == report.verdict.evidence


def test_events_and_states_are_translated_with_all_that_they_hold() -> None:
    report = report_of(HOMES["line-down"])
    outage = Outage("o", AT, report.verdict)
    headline = MARKED.say(report.verdict.headline)
    event = retold_event(Event(AT, Happened.OUTAGE_STARTED, report.verdict, outage, report), MARKED.say)
    assert event.verdict is not None
    assert event.outage is not None
    assert event.report is not None
    assert {event.verdict.headline, event.outage.verdict.headline, event.report.verdict.headline} == {headline}
    state = retold_state(State(Phase.OUTAGE, verdict=report.verdict, outage=outage), MARKED.say)
    assert state.verdict == event.verdict
    assert state.outage == retold_outage(outage, MARKED.say)
    assert state.phase is Phase.OUTAGE


def test_the_past_is_told_in_the_language_of_today() -> None:
    past = PastOutage(Outage("o", AT, VERDICTS["service-down"]), ("gateway: 192.168.1.1 answered",))
    told = retold_past(past, MARKED.say)
    assert told.outage.verdict.headline.startswith("«Wiki (wiki.example) does not work: «it answers")
    assert told.first_evidence == past.first_evidence


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        (
            "outage_started",
            "Wiki, Git do not work; everything else does.",
            "«Wiki, Git do not work; everything else does.»",
        ),
        ("restored", "This outage ended while netcheck was closed.", "«This outage ended while netcheck was closed.»"),
        ("back", "", ""),
        ("note", "Your router does not answer: the fault is at home.", None),
        ("done", "Restart the computer.", None),
    ],
)
def test_what_the_program_wrote_into_the_journal_is_translated(kind: str, text: str, told: str | None) -> None:
    assert retold_entry(Entry(AT, kind, text), MARKED.say).text == (text if told is None else told)


def test_what_holds_no_words_stays() -> None:
    bare = Event(AT, Happened.SLEPT, gap_s=60.0)
    assert retold_event(bare, MARKED.say) == bare
    assert retold_state(State(), MARKED.say) == State()


def test_the_sides_are_never_touched() -> None:
    assert {retold(verdict, MIRRORED.say).side for verdict in VERDICTS.values()} == set(Side)
