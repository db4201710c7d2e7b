"""English is what the program speaks where no catalogue says otherwise."""

import pytest

from netcheck.core.language import ENGLISH
from tests.fake_translator import MARKED, MIRRORED


def test_english_says_what_stands_there() -> None:
    assert ENGLISH.say("Your router answers, {name}.") == "Your router answers, {name}."


@pytest.mark.parametrize(("n", "said"), [(0, "0 looks"), (1, "1 look"), (2, "2 looks"), (1000, "1000 looks")])
def test_english_counts(n: int, said: str) -> None:
    assert ENGLISH.say_many("{n} look", "{n} looks", n) == said


def test_nothing_stays_nothing() -> None:
    assert MARKED.say("") == ENGLISH.say("") == ""


def test_the_number_is_filled_after_the_catalogue_was_asked() -> None:
    assert MARKED.say_many("{n} look", "{n} looks", 2) == "«2 looks»"


def test_blanks_survive_the_fake_languages() -> None:
    assert MIRRORED.say("Looked at {name} twice").format(name="Wiki").count("Wiki") == 1
    assert not any(sign.isascii() and sign.isalpha() for sign in MIRRORED.say("Looked at it twice"))
