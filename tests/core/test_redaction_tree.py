"""Trees of nouns: their texts taken out and others put in their place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from ipaddress import IPv4Address
from types import MappingProxyType
from typing import NamedTuple

import pytest

from netcheck.core.redaction_tree import DEEPEST, Leaf, leaves, with_leaves


class Colour(StrEnum):
    RED = "red"


class Pair(NamedTuple):
    one: str
    other: int


@dataclass(frozen=True, slots=True)
class Noun:
    name: str
    facts: object = field(default=None)

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("a noun has a name")


WHEN = datetime(2026, 11, 22, tzinfo=UTC)


def test_every_text_in_order_with_its_place() -> None:
    tree = Noun("a", {"b": ["c", {"d": ("e",)}], "f g": "h", "n": 5})
    assert leaves(tree) == [
        Leaf("a", "name", "Noun"), Leaf("c", "b", ""), Leaf("e", "d", ""), Leaf("f g", "", ""), Leaf("h", "f g", ""),
    ]  # fmt: skip


def test_other_texts_in_the_same_tree() -> None:
    tree = (Noun("a", MappingProxyType({"k": ("b", Colour.RED, WHEN, 1.5, None, True)})), [b"c"], Pair("d", 2), {"e"})
    told = with_leaves(tree, ["1", "2", "3", "4", "5"])
    assert told == (Noun("1", {"k": ("2", Colour.RED, WHEN, 1.5, None, True)}), [b"3"], Pair("4", 2), {"5"})
    assert type(told[2]) is Pair


def test_what_would_be_written_as_a_text_is_one() -> None:
    address = IPv4Address("84.112.13.23")
    assert with_leaves((address,), ["84.112.13.23"]) == (address,)
    told: object = with_leaves((address,), ["public-ip-1"])
    assert told == ("public-ip-1",)


def test_keys_that_become_the_same_stay_apart() -> None:
    assert with_leaves({"a b": 1, "A B": 2}, ["x-1", "x-1"]) == {"x-1": 1, "x-1'": 2}


def test_bytes_that_are_no_text_stay_what_they_are() -> None:
    data = (b"\xff\x00",)
    assert with_leaves(data, [leaf.text for leaf in leaves(data)]) == data


def test_a_tree_without_end_is_refused() -> None:
    deep: object = "x"
    for _ in range(DEEPEST + 2):
        deep = (deep,)
    with pytest.raises(ValueError, match="deep"):
        leaves(deep)
