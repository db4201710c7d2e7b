"""What the provider said stands in the journal, between what happened and what the person noted."""

from __future__ import annotations

from datetime import timedelta

from netcheck.core.history import Entry, Said
from netcheck.gui.journal_view import KINDS
from netcheck.gui.said_entries import KIND, with_said
from tests.gui.provider_states import NOW


def test_between_the_lines_of_the_journal() -> None:
    minute = timedelta(minutes=1)
    entries = (Entry(NOW - 9 * minute, "outage_started", "Down."), Entry(NOW, "note", "mine"))
    said = (
        Said(NOW - 5 * minute, "partial_outage", "Outage in Linz.", expected_end=NOW, outage="o"),
        Said(NOW - 4 * minute, "operational"),
        Said(NOW - 3 * minute, failure="timeout"),
        Said(NOW - 2 * minute, "sideways"),
    )
    found = with_said(entries, said)
    assert [entry.kind for entry in found] == ["outage_started", *[KIND] * 4, "note"]
    assert found[1].text.startswith("Outage in Linz. Expected to end: ")
    assert found[1].outage == "o"
    assert [entry.text for entry in found[2:5]] == [
        "All works.", "Its status page could not be asked.", "Nothing clear.",
    ]  # fmt: skip
    assert KIND in KINDS
