"""Words that name nobody."""

from __future__ import annotations

from netcheck.core.redaction_harmless import HARMLESS, vocabulary
from netcheck.core.redaction_values import Kind
from netcheck.core.rules import RULES


def test_the_words_of_the_tokens_are_harmless() -> None:
    assert {part for kind in Kind for part in kind.split("-")} <= HARMLESS


def test_every_word_of_the_rules_is_in_the_vocabulary() -> None:
    words = {word.strip(".,:;'\"()").lower() for rule in RULES for word in rule.headline.split()}
    assert {word for word in words if word.isalpha()} <= vocabulary()


def test_names_of_people_are_not() -> None:
    names = {"anna", "peter", "tom", "mary", "ahmed", "frank", "grace", "rose", "kim", "sam"}
    assert not names & (vocabulary() | HARMLESS)
