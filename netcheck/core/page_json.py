"""Reads JSON from a hostile place: bounded, and refused where it could be read in two ways."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TypeVar

from netcheck.core.page_bytes import text_of

MOST_HOLDERS = 20_000
"""Objects and arrays of a page: the largest that are common hold 90 days for each of a hundred parts."""
MOST_COMMAS = 60_000
MOST_ITEMS = 1000
"""Entries of one list that are looked at."""
LONGEST_NUMBER = 20
"""Digits; a longer number is no number of ours, and would take long to read."""

Table = Mapping[str, object]
T = TypeVar("T")


def json_object(data: bytes) -> Table:
    """The object that these bytes are.

    A number that is none (NaN, Infinity) or too long is None. Raises ValueError for anything that is no JSON object,
    is nested too deeply, holds too much, or names a key twice: which of the two counts is for nobody to say (RFC 8259,
    section 4).
    """
    text = text_of(data).lstrip()
    if not text.startswith("{"):
        raise ValueError("not a JSON object")
    # Counted before anything is built; those within texts count too, which only makes the bound closer.
    if text.count("{") + text.count("[") > MOST_HOLDERS or text.count(",") > MOST_COMMAS:
        raise ValueError("it holds too much for a status page")
    try:
        found = json.loads(
            text, object_pairs_hook=_table, parse_int=_whole, parse_float=_number, parse_constant=lambda word: None
        )
    except RecursionError as error:
        raise ValueError("too deeply nested for a status page") from error
    if not isinstance(found, dict):
        raise ValueError("not a JSON object")
    return found


def tables(value: object) -> Iterator[Table]:
    """The objects of a list, at most so many; whatever else stands there is passed over."""
    if isinstance(value, list):
        yield from (inner for inner in value[:MOST_ITEMS] if isinstance(inner, dict))


def table(value: object) -> Table:
    """The object; empty for what is none."""
    return value if isinstance(value, dict) else {}


def known(words: Mapping[str, T], value: object, otherwise: T) -> T:
    """What a word or a whole number of a page stands for; letters may be large or small, a number may be a text."""
    if isinstance(value, str):
        return words.get(value.strip().casefold(), otherwise) if len(value) <= 80 else otherwise
    if isinstance(value, int) and not isinstance(value, bool):
        return words.get(str(value), otherwise)
    return otherwise


def _table(pairs: list[tuple[str, object]]) -> Table:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("it names a key twice")
    return found


def _whole(digits: str) -> int | None:
    return int(digits) if len(digits) <= LONGEST_NUMBER else None


def _number(digits: str) -> float | None:
    number = float(digits) if len(digits) <= 2 * LONGEST_NUMBER else None
    return number if number is not None and abs(number) < 1e300 else None
