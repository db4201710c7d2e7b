"""What the person answered is an observation; nothing answered is unknown."""

from netcheck.core.model import Outcome
from netcheck.core.words import QUESTIONS
from netcheck.probes.person import ask
from tests.fake_world import FakeWorld


def test_nothing_was_asked() -> None:
    seen = ask(FakeWorld())
    assert (seen.outcome, dict(seen.facts)) == (Outcome.UNKNOWN, {})


def test_each_answer_is_a_fact() -> None:
    answers = {question.id: question.answers[0] for question in QUESTIONS}
    seen = ask(FakeWorld(answers=answers))
    assert (seen.outcome, dict(seen.facts)) == (Outcome.OK, answers)
