"""Patterns of the settings: which may be let loose on a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.page_pattern import COMPILES, ENDLESS, TOO_MUCH, checked_pattern


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "outage",
        r"Störung in (?P<area>[\w -]+)(?:.*bis (?P<end>.+))?",
        r"(?P<title>[^\n]+)\n(?P<text>.*)",
        r"(a|b)?c",
        r"(ab){1,3}",
        r"(ab)*",
        r"\(a+\)+",
        r"[(a+)]+",
        r"[]+*]+",
        r"(?i)outage",
        r"(?<=a)b+|c+",
    ],
)
def test_what_may_be_used(pattern: str) -> None:
    assert checked_pattern(pattern).pattern == pattern


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("(", COMPILES),
        ("[", COMPILES),
        ("*", COMPILES),
        ("(?P<a>x)(?P<a>y)", COMPILES),
        ("(?x) a # (", COMPILES),
        ("(a+)+", ENDLESS),
        ("(a*)*b", ENDLESS),
        ("(a|aa)+$", ENDLESS),
        ("((a?)b)*", ENDLESS),
        (r"(?:\w+\s?)+$", ENDLESS),
        ("(?P<x>a{1,9}){1,9}", ENDLESS),
        ("(?>a+)*", ENDLESS),
        ("x" * 501, TOO_MUCH),
        ("a*" * 9, TOO_MUCH),
        ("a{3,}" * 9, TOO_MUCH),
    ],
)
def test_what_may_not(pattern: str, wanted: str) -> None:
    with pytest.raises(ValueError, match="must") as refusal:
        checked_pattern(pattern)
    assert str(refusal.value) == wanted


@given(st.text(alphabet=st.sampled_from("()[]{}|*+?^$\\ab1,:<>P=!-"), max_size=30))
def test_any_pattern_is_taken_or_refused_in_one_sentence(pattern: str) -> None:
    try:
        checked_pattern(pattern)
    except ValueError as error:
        assert str(error) in (COMPILES, ENDLESS, TOO_MUCH)  # noqa: PT017
