"""An entry is hashed as the documentation says, and each carries the hash of the one before."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.chain import (
    LONGEST,
    SHOWN,
    START,
    Head,
    Kind,
    Later,
    Link,
    Wanted,
    added,
    body,
    digest,
    facts_of,
    head_of,
    joined,
    wanted,
    when,
)

AT = 1_795_269_731_123_456
FIRST = added(None, AT, Kind.LINE, "line 1", '{"text":"It rained."}')
SECOND = added(head_of(FIRST), AT + 1, Kind.GAP, "gap 1", "{}", Later.WAITED)


def test_the_bytes_that_are_hashed_are_those_of_the_documentation() -> None:
    assert joined(FIRST) == (
        b"netcheck-chain/1\n1\n0000000000000000000000000000000000000000000000000000000000000000\n1795269731123456\nline\n"
        b'line 1\n\n{"text":"It rained."}'
    )
    assert FIRST.hash == hashlib.sha256(joined(FIRST)).hexdigest()
    # Reckoned once with printf and sha256sum: another program comes to the same.
    assert FIRST.hash == "68fc42f1a12c8e98f871a77aae84b2cd6628fa80a72953f0bfd487c550155801"


def test_each_entry_carries_the_hash_of_the_one_before() -> None:
    assert (FIRST.number, FIRST.previous) == (1, START)
    assert (SECOND.number, SECOND.previous, SECOND.later) == (2, FIRST.hash, "waited")
    assert digest(SECOND) == SECOND.hash
    assert head_of(SECOND) == Head(2, SECOND.hash, datetime(2026, 11, 21, 14, 2, 11, 123457, tzinfo=UTC))


@pytest.mark.parametrize("name", [field.name for field in fields(Link) if field.name != "hash"])
def test_every_part_of_an_entry_is_in_its_hash(name: str) -> None:
    value = getattr(SECOND, name)
    other = value + 1 if isinstance(value, int) else f"{value}x"
    assert digest(replace(SECOND, **{name: other})) != SECOND.hash  # type: ignore[arg-type]


TEXT = st.text(st.characters(exclude_characters="\n"), max_size=5)


@given(st.tuples(*[TEXT] * 4), st.tuples(*[st.text("a\n1", max_size=5)] * 4))
def test_no_shift_of_line_feeds_makes_the_same_bytes(
    true: tuple[str, str, str, str], other: tuple[str, str, str, str]
) -> None:
    """A true entry holds no line feed, so that one with line feeds elsewhere is never the same."""
    one, two = (Link(1, START, 5, kind, about, later, body, "") for kind, about, later, body in (true, other))
    assert (joined(one) == joined(two)) == (one == two)


def test_a_body_is_one_line_of_json_with_its_names_in_order() -> None:
    assert body({"b": "ü\n", "a": None, "c": 1.5}) == '{"a":null,"b":"\\u00fc\\n","c":1.5}'
    long = "x" * (LONGEST + 1)
    assert body({"a": long}) == f'{{"a":{{"sha256":"{hashlib.sha256(long.encode()).hexdigest()}"}}}}'
    assert body({"a": long[1:]}) == f'{{"a":"{long[1:]}"}}'
    assert body({"a": b"x"}) != body({"a": "x"})
    assert body({"a": "\udcff"}) != body({"a": "?"})


@given(st.dictionaries(st.text(max_size=5), st.none() | st.integers() | st.floats(allow_nan=False) | st.text()))
def test_other_facts_are_another_body(facts: dict[str, object]) -> None:
    found = body(facts)
    assert found.isascii()
    assert "\n" not in found
    assert body(dict(reversed(facts.items()))) == found
    assert body({**facts, "more": 1}) != found or facts.get("more") == 1


def test_facts_are_read_back_and_nothing_is_read_from_what_was_bent() -> None:
    assert facts_of(FIRST) == {"text": "It rained."}
    for bent in ("", "[]", "{", "[" * 100_000):
        assert facts_of(replace(FIRST, body=bent)) == {}


def test_moments() -> None:
    assert when(AT) == datetime(2026, 11, 21, 14, 2, 11, 123456, tzinfo=UTC)
    assert when(10**30) is None
    assert when(None) is when("1") is when(1.5) is None


def test_the_hash_as_a_report_shows_it_is_read_again() -> None:
    head = head_of(SECOND)
    assert len(head.short) == SHOWN == 16
    assert head.mark == f"2:{SECOND.hash[:16]}"
    assert wanted(head.mark) == Wanted(head.short, 2)
    assert wanted(head.hash.upper()) == Wanted(head.hash)
    assert wanted("9F3A 12bc-77de 0a41\n") == Wanted("9f3a12bc77de0a41")


@pytest.mark.parametrize("text", ["", "9f3a12bc77de0a4", "x" * 16, "1:2:9f3a12bc77de0a41", "0" * 65, ":" + "0" * 16])
def test_what_is_no_hash_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a hash"):
        wanted(text)
