"""Takes the texts out of a tree of nouns, and puts others in their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import NamedTuple, TypeVar, cast

DEEPEST = 100
"""Levels of a tree; a deeper one is none of ours."""
_UNTOUCHED = (bool, int, float, complex, Decimal, date, time, timedelta, Enum, type(None))
_PLAIN = frozenset((bool, int, float, type(None), datetime))
_CODE_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
T = TypeVar("T")


class Leaf(NamedTuple):
    """One text and where it stands."""

    text: str
    key: str
    """The field or key under which it stands; lists and tuples have that of what they are in."""
    owner: str
    """The name of the dataclass whose field that is; empty in mappings."""


Visit = Callable[[str, str, str], str]


def leaves(tree: object) -> list[Leaf]:
    """Every text of a tree, in order: first the fields of a dataclass that stand first."""
    found: list[Leaf] = []

    def visit(text: str, key: str, owner: str) -> str:
        found.append(Leaf(text, key, owner))
        return text

    _walked(tree, visit, "", "", 0)
    return found


def with_leaves(tree: T, texts: Sequence[str]) -> T:
    """The same tree with these texts, in the order of `leaves`. Raises ValueError where it is too deep."""
    fresh = iter(texts)
    return cast(T, _walked(tree, lambda text, key, owner: next(fresh), "", "", 0))


def _walked(node: object, visit: Visit, key: str, owner: str, depth: int) -> object:
    kind = type(node)
    if kind is str:
        return visit(cast(str, node), key, owner) if node else node
    if kind in _PLAIN or isinstance(node, _UNTOUCHED):
        return node
    if depth > DEEPEST:
        raise ValueError("a record this deep cannot be redacted")
    if isinstance(node, Mapping):
        return _mapping(node, visit, depth)
    if isinstance(node, list | tuple):
        inner = [_walked(each, visit, key, owner, depth + 1) for each in node]
        if isinstance(node, list):
            return inner
        return cast(Callable[..., object], kind)(*inner) if hasattr(node, "_fields") else tuple(inner)
    if is_dataclass(node) and not isinstance(node, type):
        return _dataclass(node, visit, depth)
    if isinstance(node, AbstractSet):
        ordered = sorted(node, key=repr)
        parts = [_walked(each, visit, key, owner, depth + 1) for each in ordered]
        return set(parts) if isinstance(node, set) else frozenset(parts)
    if isinstance(node, bytes | bytearray):
        text = bytes(node).decode("utf-8", "surrogateescape")
        return visit(text, key, owner).encode("utf-8", "surrogateescape") if text else node
    # An address object, a path, an error: formats would write it as text, so that is what is looked at.
    text = str(node)
    fresh = visit(text, key, owner) if text else text
    return node if fresh == text else fresh


def _dataclass(node: object, visit: Visit, depth: int) -> object:
    kind = type(node)
    fresh = object.__new__(kind)
    for field in fields(kind):  # type: ignore[arg-type]
        value = getattr(node, field.name)
        # Not by __init__: what checks or computes a value there would do so with a token.
        object.__setattr__(fresh, field.name, _walked(value, visit, field.name, kind.__name__, depth + 1))
    return fresh


def _mapping(node: Mapping[object, object], visit: Visit, depth: int) -> dict[object, object]:
    """Keys that are code words stay; one that is a name or an address is a text like any other."""
    fresh: dict[object, object] = {}
    for key, value in node.items():
        named, inner = key, ""
        if type(key) is str:
            inner = key
            if key and not _is_code_word(key):
                named = visit(key, "", "")
                while named in fresh and named != key:
                    named = f"{named}'"
        fresh[named] = _walked(value, visit, inner, "", depth + 1)
    return fresh


@lru_cache(1024)
def _is_code_word(key: str) -> bool:
    return _CODE_WORD.fullmatch(key) is not None
