"""JSON from a hostile place: what is refused, and what is read as nothing."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.page_json import MOST_COMMAS, MOST_HOLDERS, MOST_ITEMS, json_object, known, table, tables


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"{}", {}),
        (b'\xef\xbb\xbf {"a": 1}', {"a": 1}),
        (b'{"a": NaN, "b": -Infinity, "c": 1e999, "d": 1.5}', {"a": None, "b": None, "c": None, "d": 1.5}),
        (b'{"a": ' + b"9" * 5000 + b"}", {"a": None}),
        (b'{"a": ' + b"1." + b"9" * 5000 + b"}", {"a": None}),
        (b'{"a": -12}', {"a": -12}),
    ],
)
def test_what_is_read(data: bytes, found: object) -> None:
    assert json_object(data) == found


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'"{}"',
        b"{",
        b"{} {}",
        b"<html>",
        b'{"a": 1, "a": 2}',
        b'{"x": {"a": 1, "a": 1}}',
        b'{"a": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"a": [' + b"[]," * MOST_HOLDERS + b"[]]}",
        b'{"a": [' + b"1," * (MOST_COMMAS + 1) + b"1]}",
    ],
    ids=range(11),
)
def test_what_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        json_object(data)


@given(st.dictionaries(st.text(), st.none() | st.booleans() | st.text() | st.integers(-(10**18), 10**18)))
def test_any_object_is_read_as_it_is(tree: dict[str, object]) -> None:
    assert json_object(json.dumps(tree).encode()) == tree


def test_lists_and_tables_of_something_else_are_empty() -> None:
    assert list(tables([{}, 1, None, {"a": 1}, []])) == [{}, {"a": 1}]
    assert len(list(tables([{}] * (2 * MOST_ITEMS)))) == MOST_ITEMS
    assert [list(tables(None)), list(tables({})), list(tables("x")), list(tables(5))] == [[], [], [], []]
    assert table({"a": 1}) == {"a": 1}
    assert table([1]) == {}


@pytest.mark.parametrize(
    ("value", "found"),
    [("up", 1), (" UP ", 1), (5, 2), ("5", 2), (5.0, 0), (True, 0), (None, 0), (["up"], 0), ({}, 0), ("down", 0)],
)
def test_a_word_is_known_in_any_spelling(value: object, found: int) -> None:
    assert known({"up": 1, "5": 2}, value, 0) == found
