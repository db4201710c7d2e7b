"""Sentences that several faults share are whole sentences, and questions have answers."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core import words
from netcheck.core.model import Segment, Step
from netcheck.core.words import N_, QUESTIONS, SEGMENT_NAMES, one_line

STEPS = {name: step for name, step in vars(words).items() if isinstance(step, Step)}


def test_marking_changes_nothing() -> None:
    assert N_("Wait.") == "Wait."


@pytest.mark.parametrize("name", STEPS)
def test_a_shared_step_is_a_sentence(name: str) -> None:
    text = STEPS[name].text
    assert text[0].isupper()
    assert text.endswith((".", "?"))
    assert STEPS[name].helps in ("often", "sometimes", "rarely", "keeps you working")


def test_questions_can_be_answered() -> None:
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS)
    for question in QUESTIONS:
        assert question.text.endswith("?")
        assert len(set(question.answers)) >= 2


def test_a_restart_warns_of_the_reset_hole() -> None:
    assert "factory reset" in words.RESTART_ROUTER.risk


def test_every_part_of_the_path_has_a_name_of_its_own_in_its_order() -> None:
    assert list(SEGMENT_NAMES) == list(Segment)
    assert len(set(SEGMENT_NAMES.values())) == len(Segment)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain", "plain"),
        ("", ""),
        (" two \t words\r\n", "two words"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("\u2066x\u2069\ufeff", "x"),
        ("a\u2028b\u0085c", "a b c"),
        ("Z\u00fcrich caf\u00e9 \u65e5\u672c \U0001f600", "Z\u00fcrich caf\u00e9 \u65e5\u672c \U0001f600"),
        ("null\0bell\a", "nullbell"),
    ],
)
def test_a_text_from_outside_becomes_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


@given(st.text())
def test_no_text_breaks_a_line_or_turns_it_round(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert all(unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for sign in line)
    assert one_line(line) == line
