"""What was not redacted is refused, and what is too large is made lighter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netcheck.core.fitting import MOST_BYTES, CannotMakeError, fitted
from netcheck.core.record import Record
from tests.fake_record import of_outage


def test_what_was_not_redacted_is_not_even_written() -> None:
    with pytest.raises(ValueError, match="redacted"):
        fitted(replace(of_outage(), redaction=""), lambda _: pytest.fail("written"))


def test_what_fits_is_written_once_and_whole() -> None:
    seen: list[Record] = []
    record = of_outage()
    assert fitted(record, lambda each: seen.append(each) or b"x" * MOST_BYTES) == b"x" * MOST_BYTES  # type: ignore[func-returns-value]
    assert seen == [record]


def test_what_is_too_large_is_made_lighter() -> None:
    record = of_outage()

    def write(each: Record) -> bytes:
        return b"x" * (MOST_BYTES + 1 if each == record else 5)

    assert fitted(record, write) == b"xxxxx"


def test_why_it_cannot_be_made_is_a_sentence() -> None:
    error = CannotMakeError("no {what} here", what="paper")
    assert (str(error), error.template, error.blanks) == ("no paper here", "no {what} here", {"what": "paper"})
