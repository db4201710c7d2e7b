"""Languages that nobody speaks, to see what goes through the catalogue and whether it still fits."""

from __future__ import annotations

import re

from netcheck.core.language import Translator

BLANK = re.compile(r"(\{[^{}]*\})")
_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ابتثجحخدذرزسشصضطظعغفقكلمنه" * 2,
)


def marked(text: str) -> str:
    """The text between marks: what a person reads without them did not go through the catalogue."""
    return f"«{text}»"


def mirrored(text: str) -> str:
    """Arabic letters in the place of the Latin ones, a third longer; blanks, numbers and signs stay."""
    pieces = BLANK.split(text)
    written = "".join(piece if n % 2 else piece.translate(_LETTERS) for n, piece in enumerate(pieces))
    return written + " ـــــ" * (len(text) // 18) + "ـ" * (len(text) % 18 // 3)


def _of_many(one: str, many: str, n: int) -> str:
    return one if n == 1 else many


MARKED = Translator("en", marked, lambda one, many, n: marked(_of_many(one, many, n)))
"""Speaks English, and shows what it has said."""
MIRRORED = Translator("ar", mirrored, lambda one, many, n: mirrored(_of_many(one, many, n)))
"""Looks like Arabic: written from right to left, and longer than English."""
