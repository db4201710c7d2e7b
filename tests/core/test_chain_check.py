"""Looking over: the entries against what the history shows, and against the hash of an earlier report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.chain import Kind, Later, Link, Wanted, added, body, head_of, wanted
from netcheck.core.chain_check import MOST_BREAKS, Earlier, Verified, verify
from netcheck.core.chain_order import Break, Broken
from tests.core.some_chain import hashed, rows_of, some_chain

CHAIN = some_chain(30)
ROWS = rows_of(CHAIN)


def look(links: Sequence[Link] = CHAIN, rows: Sequence[tuple[str, str]] = ROWS, text: str = "") -> Verified:
    return verify(links, rows, wanted(text) if text else None)


@given(st.integers(0, 40))
def test_what_is_as_it_was_entered_is_whole(length: int) -> None:
    links = some_chain(length)
    found = verify(links, rows_of(links))
    assert found.whole
    assert (found.entries, found.found, found.breaks) == (length, 0, ())
    assert found.head == (head_of(links[-1]) if links else None)
    assert found.first == (head_of(links[0]) if links else None)
    assert found.lasting == (length % 3 > 0)  # the last outage has not ended


def test_a_length_that_was_changed_is_told_with_both_values() -> None:
    bent = body({"down_since": 2000, "up_since": 6_000_000})
    [found] = look(rows=[(about, bent if about == "outage 2" else was) for about, was in ROWS]).breaks
    entered = CHAIN[8]
    assert found == Break(
        Broken.ROW_CHANGED, 9, 0, entered.at, "outage", 2000, (("up_since", 9000, 6_000_000),)
    )  # fmt: skip


@given(st.sampled_from(ROWS))
def test_what_was_removed_from_the_history(row: tuple[str, str]) -> None:
    found = look(rows=[one for one in ROWS if one != row])
    assert [(one.kind, one.thing) for one in found.breaks] == [(Broken.ROW_REMOVED, row[0].split()[0])]
    assert not found.whole


@pytest.mark.parametrize("about", ["line 99", "outage x", "gap 1", "nonsense", ""])
def test_what_was_never_entered(about: str) -> None:
    found = look(rows=[*ROWS, (about, '{"at":7}')])
    assert [one.kind for one in found.breaks] == [Broken.ROW_INSERTED]
    assert found.breaks[0].moment == (7 if about.startswith("line") else None)


def test_an_entry_that_was_tampered_with_is_told_once() -> None:
    links = [replace(link, body="{}") if link.number == 9 else link for link in CHAIN]
    assert [(one.kind, one.number) for one in look(links).breaks] == [(Broken.CHANGED, 9)]


def test_only_the_newest_entry_on_a_thing_is_compared() -> None:
    assert look(CHAIN[:28], rows_of(CHAIN[:28])).whole
    assert [one.kind for one in look(CHAIN, rows_of(CHAIN[:28])).breaks] == [Broken.ROW_CHANGED, Broken.ROW_REMOVED]


def test_of_some_things_only_the_newest_are_kept() -> None:
    links: list[Link] = []
    for number in range(1, 8):
        before = head_of(links[-1]) if links else None
        links.append(added(before, number, Kind.SAID, f"said {number}", body({"at": number})))
    rows = rows_of(links)
    assert verify(links, rows[4:], kept={"said": 3}).whole
    assert [one.moment for one in verify(links, rows[5:], kept={"said": 3}).breaks] == [5]
    assert [one.moment for one in verify(links, rows[:-1], kept={"said": 3}).breaks] == [7]
    assert verify(links, rows[4:]).found == 4
    odd = replace(links[-1], about="said x")
    assert not verify([*links[:-1], odd], rows, kept={"said": 3}).whole


def test_no_more_breaks_are_told_than_anybody_reads() -> None:
    found = look(rows=[])
    assert found.found == len(ROWS) == 20
    found = look([replace(link, at=0) for link in CHAIN], [])
    assert (found.found, len(found.breaks)) == (30, MOST_BREAKS)


# --- the hash of an earlier report


@given(st.sampled_from(CHAIN), st.integers(16, 64), st.booleans())
def test_every_hash_that_was_ever_shown_is_found(link: Link, digits: int, with_number: bool) -> None:
    text = f"{link.number}:" if with_number else ""
    found = look(text=text + link.hash[:digits])
    assert (found.earlier, found.known) == (Earlier.FOUND, head_of(link))
    assert found.whole


def test_a_hash_is_not_found_by_its_middle() -> None:
    assert look(text=CHAIN[3].hash[1:20]).earlier is Earlier.GONE


def test_a_cut_tail() -> None:
    cut = CHAIN[:20]
    head = head_of(CHAIN[-1])
    found = look(cut, rows_of(cut), head.mark)
    assert (found.earlier, found.found, found.whole) == (Earlier.CUT, 0, False)
    assert look(cut, rows_of(cut), head.short).earlier is Earlier.GONE
    assert look([], [], head.mark).earlier is Earlier.CUT


@given(st.integers(1, 30))
def test_a_chain_that_was_written_anew_from_some_entry_on(number: int) -> None:
    anew = CHAIN[: number - 1]
    for link in CHAIN[number - 1 :]:
        text = link.body if link.number > number else body({"down_since": 5, "up_since": None})
        before = head_of(anew[-1]) if anew else None
        anew = [*anew, added(before, link.at, Kind(link.kind), link.about, text)]
    assert look(anew, rows_of(anew)).whole  # by itself it fits
    for link in CHAIN:
        found = look(anew, rows_of(anew), head_of(link).mark)
        assert found.earlier is (Earlier.FOUND if link.number < number else Earlier.OTHER)


def test_nobody_is_accused_where_the_entry_may_rightly_be_gone() -> None:
    facts = body({"up_to": 10, "hash": CHAIN[9].hash})
    signed = [*CHAIN[10:], added(head_of(CHAIN[-1]), 99, Kind.PRUNED, "", facts)]
    old = CHAIN[4]
    for text in (old.hash, head_of(old).mark):
        found = look(signed, rows_of(CHAIN[10:]), text)
        assert (found.earlier, found.found, found.whole) == (Earlier.UNSURE, 0, False)
    assert look(signed, rows_of(CHAIN[10:]), "31:" + "0" * 16).earlier is Earlier.OTHER
    assert look(signed, rows_of(CHAIN[10:]), CHAIN[12].hash).earlier is Earlier.FOUND
    anew = [added(None, 5, Kind.ANEW, "", body({"number": 30, "hash": CHAIN[-1].hash}))]
    found = look(anew, [], head_of(old).mark)
    assert (found.earlier, found.anew) == (Earlier.UNSURE, head_of(anew[0]))


def test_a_hash_that_no_longer_fits_its_entry_is_not_found() -> None:
    links = [replace(link, body="{}") if link.number == 9 else link for link in CHAIN]
    assert look(links, text=CHAIN[8].hash).earlier is Earlier.GONE
    assert verify([], wanted=Wanted("0" * 16)).earlier is Earlier.GONE


def test_what_was_entered_later_is_counted() -> None:
    links = [added(None, 1, Kind.LINE, "line 1", "{}", Later.MIGRATED)]
    links += [added(head_of(links[0]), 1, Kind.LINE, "line 2", "{}")]
    assert verify(links, rows_of(links)).later == 1


@given(st.lists(st.sampled_from(CHAIN)), st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9))))
def test_nothing_raises_whatever_stands_there(links: list[Link], rows: list[tuple[str, str]]) -> None:
    placed = {link.number: link for link in links}
    bent = [hashed(replace(link, body="[", at=10**30)) for link in placed.values()]
    found = verify(sorted(bent, key=lambda link: link.number), rows, Wanted("0" * 16, 3))
    assert not found.whole
