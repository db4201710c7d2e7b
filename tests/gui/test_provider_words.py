"""What a provider says, in words: every state and stage has some, and none of them says more than is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.announcement import Doubt
from netcheck.core.language import ENGLISH, Translator
from netcheck.core.news import Overall, Stage
from netcheck.gui.icons import Badge
from netcheck.gui.provider_words import DOUBTS, STAGES, STATES, tell_provider, way_of, with_denial
from netcheck.gui.words import speak
from tests.gui.provider_states import NOW, PROVIDER, SAID_HERE, told_by

FACTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.parametrize("overall", Overall)
def test_every_state_has_words_and_a_sign(overall: Overall) -> None:
    told = tell_provider({**PROVIDER, "overall": overall.value}, None, NOW)
    assert told.state
    assert (told.badge is Badge.OK) is (overall is Overall.OPERATIONAL)
    assert overall in STATES or overall is Overall.UNKNOWN


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_words(stage: Stage) -> None:
    told = tell_provider({**SAID_HERE, "stage": stage.value}, None, NOW)
    assert bool(told.stage) is (stage in STAGES)
    assert stage in STAGES or stage is Stage.UNKNOWN


@pytest.mark.parametrize("kind", ["outage", "degraded", "maintenance", "quake", ""])
def test_where_the_whole_is_not_told_the_announcement_is(kind: str) -> None:
    told = tell_provider({**SAID_HERE, "overall": "unknown", "kind": kind}, None, NOW)
    assert told.state.startswith("It announces ")


def test_every_doubt_has_words() -> None:
    assert set(DOUBTS) == {doubt.value for doubt in Doubt}


def test_an_unknown_state_is_never_well() -> None:
    for value in ("", "green", None, 5, "OPERATIONAL"):
        told = tell_provider({**PROVIDER, "overall": value}, None, NOW)
        assert told.badge is Badge.UNKNOWN


def test_a_page_that_was_not_asked_has_no_state() -> None:
    told = tell_provider({**PROVIDER, "asked": False, "overall": "operational"}, None, NOW)
    assert (told.state, told.badge, told.age) == ("", None, "")


def test_a_denial_is_taken_from_the_verdict_where_the_report_does_not_say_so() -> None:
    report = told_by({**PROVIDER, "overall": "operational", "says_well": True}, ok=True)
    assert "isp-denies" in report.verdict.also
    assert with_denial(report)["denies"] is True
    assert "denies" not in with_denial(told_by(SAID_HERE))
    said = replace(report, provider={**report.provider, "denies": False})
    assert with_denial(said)["denies"] is False


def test_the_way_is_said_in_the_person_s_language() -> None:
    class German(Translator):
        def say(self, text: str) -> str:
            return {"your phone ({name})": "Ihr Telefon ({name})"}.get(text, text)

    speak(German())
    try:
        assert way_of({"via": "usb0", "through": "your phone (usb0)"}) == "Ihr Telefon (usb0)"
    finally:
        speak(ENGLISH)
    assert way_of({"through": "your phone (usb0)"}) == ""


@given(st.dictionaries(st.sampled_from([*SAID_HERE, "via", "through", "second_way", "planned", "estimate"]), FACTS))
def test_nothing_that_a_page_says_breaks_it(known: dict[str, object]) -> None:
    told = tell_provider(known, None, NOW)
    assert isinstance(told.state, str)
