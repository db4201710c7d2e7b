"""The value in the middle, by which usual delays are told."""

from __future__ import annotations

from collections.abc import Iterable


def median(values: Iterable[float]) -> float:
    """The value in the middle, or the mean of the two in the middle; raises ValueError where there is none.

    As the library statistics has it; that one brings decimal numbers and fractions along, and 0.5 MB.
    """
    ordered = sorted(values)
    if not ordered:
        raise ValueError("no median of nothing")
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
