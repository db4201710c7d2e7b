"""Sentences that several faults share are whole sentences, and questions have answers."""

import pytest

from netcheck.core import words
from netcheck.core.model import Step
from netcheck.core.words import N_, QUESTIONS

STEPS = {name: step for name, step in vars(words).items() if isinstance(step, Step)}


def test_marking_changes_nothing() -> None:
    assert N_("Wait.") == "Wait."


@pytest.mark.parametrize("name", STEPS)
def test_a_shared_step_is_a_sentence(name: str) -> None:
    text = STEPS[name].text
    assert text[0].isupper()
    assert text.endswith((".", "?"))
    assert STEPS[name].helps in ("often", "sometimes", "rarely", "keeps you working", "keeps you informed")


def test_questions_can_be_answered() -> None:
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS)
    for question in QUESTIONS:
        assert question.text.endswith("?")
        assert len(set(question.answers)) >= 2


def test_a_restart_warns_of_the_reset_hole() -> None:
    assert "factory reset" in words.RESTART_ROUTER.risk
