"""The words that tell places apart are written as texts are compared: in small letters without marks."""

import pytest

from netcheck.core import place_words
from netcheck.core.whereabouts import folded

SETS = ("COMMON", "NEAR", "NO_LEAD", "OF_AREA", "PLAIN")


@pytest.mark.parametrize("name", SETS)
def test_words_are_written_as_they_are_compared(name: str) -> None:
    words = getattr(place_words, name)
    assert words
    assert [word for word in words if word != folded(word)] == []


def test_the_names_of_one_place_are_those_of_no_other() -> None:
    names = [name for group in place_words.OTHER_NAMES for name in group]
    assert len(names) == len(set(names))
    assert all(len(group) > 1 for group in place_words.OTHER_NAMES)


@pytest.mark.parametrize("said", ["all customers", "nationwide", "alle kunden", "bundesweit", "toute la france"])
def test_everywhere(said: str) -> None:
    assert place_words.EVERYWHERE.search(said)
    assert place_words.NOT_EVERYWHERE.search(f"not {said}")


@pytest.mark.parametrize(
    "said", ["linz and graz are fine", "linz is ok", "have been restored", "wieder online", "linz behoben"]
)
def test_fine(said: str) -> None:
    assert place_words.FINE.search(said)


@pytest.mark.parametrize("said", ["will be restored", "wird behoben", "noch nicht behoben", "expected to be restored"])
def test_to_come(said: str) -> None:
    assert place_words.TO_COME.search(said)


@pytest.mark.parametrize("said", ["no outage in linz", "keine storung", "linz is not affected", "no known issues"])
def test_untouched(said: str) -> None:
    assert place_words.UNTOUCHED.search(said)
