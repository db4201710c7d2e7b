"""The value in the middle."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as some

from netcheck.core.median import median


@given(some.lists(some.floats(0, 60_000), min_size=1, max_size=60))
def test_it_is_what_the_library_says(values: list[float]) -> None:
    assert median(values) == statistics.median(values)


def test_nothing_has_none() -> None:
    with pytest.raises(ValueError, match="nothing"):
        median([])
