"""The language that the program speaks: plain English, or whatever a catalogue makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Say = Callable[[str], str]
"""Gives a marked text in another language, with its {blanks} still in it."""


def _english(one: str, many: str, n: int) -> str:
    return one if n == 1 else many


@dataclass(frozen=True, slots=True)
class Translator:
    """Says marked texts in one language; a text that its catalogue lacks stays English."""

    language: str = "en"
    """Its code, e.g. "de" or "pt_BR"."""
    one: Say = str
    """What the catalogue has for a text."""
    many: Callable[[str, str, int], str] = _english
    """What the catalogue has for a text that depends on a number: that for one, that for many, the number."""

    def say(self, text: str) -> str:
        """A marked text in this language; its {blanks} are filled afterwards. An empty text stays empty.

        (A catalogue would give its own header for it.)
        """
        return self.one(text) if text else ""

    def say_many(self, one: str, many: str, n: int) -> str:
        """A text that depends on a number, e.g. say_many("{n} look", "{n} looks", 3); {n} is filled here."""
        return self.many(one, many, n).replace("{n}", str(n))


ENGLISH = Translator()
