"""Calls to the provider: what was noted comes back, whatever people write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.calls import KIND, call_of, call_words, calls_of, entry_of
from netcheck.core.history import Entry
from netcheck.core.record import Call
from tests.fake_situation import BEGAN, entry

WORDS = st.text(st.characters(codec="utf-8"), max_size=80)


def test_what_was_noted_comes_back() -> None:
    call = Call(BEGAN, "SKY-88;1: a", "Priya", "Tue 8-13")
    kept = entry_of(call, "one")
    assert (kept.kind, kept.at, kept.outage) == (KIND, BEGAN, "one")
    assert call_of(kept) == call


def test_a_call_of_which_only_the_time_is_known() -> None:
    assert call_of(entry_of(Call(BEGAN), None)) == Call(BEGAN)


def test_what_somebody_wrote_by_hand_is_the_reference() -> None:
    assert call_of(Entry(BEGAN, KIND, "they said INC 5")) == Call(BEGAN, "they said INC 5")


def test_other_entries_are_no_calls() -> None:
    assert call_of(Entry(BEGAN, "note", "reference: 5")) is None


def test_a_call_needs_its_time() -> None:
    with pytest.raises(ValueError, match="time"):
        entry_of(Call(reference="5"), None)


def test_those_of_one_outage_oldest_first() -> None:
    other = Entry(BEGAN, KIND, "reference: 9", "another")
    journal = (entry(9, KIND, "reference: 2"), entry(1, "note"), entry(3, KIND, "reference: 1"), other)
    assert [call.reference for call in calls_of(journal, "0123456789abcdef")] == ["1", "2"]
    assert len(calls_of(journal)) == 3


@given(WORDS, WORDS, WORDS)
def test_no_part_takes_the_place_of_another(reference: str, name: str, appointment: str) -> None:
    kept = entry_of(Call(BEGAN, reference, f"n{name}", appointment), None)
    assert len(kept.text.splitlines()) == 1
    found = call_of(kept)
    assert found is not None
    assert found.spoke_with.startswith("n")
    assert entry_of(found, None) == kept


def test_a_call_in_words() -> None:
    assert (
        call_words(Call(BEGAN, "A1", "Priya", "Monday at 9"))
        == "reference A1, spoke with Priya, appointment Monday at 9"
    )
    assert call_words(Call(BEGAN, spoke_with="Priya")) == "spoke with Priya"
    assert call_words(Call(BEGAN)) == "nothing noted"
    assert call_words(Call(BEGAN, "{0} {text}")) == "reference {0} {text}"
