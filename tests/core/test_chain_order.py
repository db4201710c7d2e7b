"""Whatever is done to the entries of a chain is found, and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.chain import Kind, Link, added, body, head_of
from netcheck.core.chain_order import Break, Broken, Order
from tests.core.some_chain import hashed, renumbered, some_chain

LENGTH = 30
CHAIN = some_chain(LENGTH)


def breaks(links: Sequence[Link]) -> list[Break]:
    order = Order()
    for link in sorted(links, key=lambda link: link.number):
        order.take(link)
    return order.breaks()


def found(links: Sequence[Link]) -> list[tuple[Broken, int, int]]:
    return [(one.kind, one.number, one.other) for one in breaks(links)]


def without(number: int, links: Sequence[Link] = CHAIN) -> list[Link]:
    return [link for link in links if link.number != number]


def changed(number: int, **to: object) -> list[Link]:
    """Every other part may be given; the rest of the chain stays."""
    return [replace(link, **to) if link.number == number else link for link in CHAIN]  # type: ignore[arg-type]


@given(st.integers(0, 40))
def test_a_chain_that_nobody_touched_is_whole(length: int) -> None:
    assert breaks(some_chain(length)) == []


PLACES = st.integers(1, LENGTH)
INSIDE = st.integers(2, LENGTH - 1)


@given(PLACES, st.sampled_from(["at", "kind", "about", "later", "body", "previous", "hash"]))
def test_one_part_of_one_entry_is_changed(number: int, part: str) -> None:
    value = getattr(CHAIN[number - 1], part)
    tampered = changed(number, **{part: value + 1 if isinstance(value, int) else f"{value} "})
    assert found(tampered) == [(Broken.CHANGED, number, 0)]


@given(INSIDE)
def test_one_is_removed(number: int) -> None:
    assert found(without(number)) == [(Broken.REMOVED, number, number)]


def test_the_first_ones_are_removed() -> None:
    assert found(CHAIN[1:]) == [(Broken.REMOVED, 1, 1)]
    assert found(CHAIN[7:]) == [(Broken.REMOVED, 1, 7)]


@given(INSIDE, st.integers(1, 5))
def test_some_are_removed_and_the_others_counted_on(number: int, some: int) -> None:
    last = min(number + some - 1, LENGTH - 1)
    rest = [link for link in CHAIN if not number <= link.number <= last]
    assert found(renumbered(rest, last + 1, number - last - 1)) == [(Broken.REMOVED, number, last)]


@given(PLACES, PLACES)
def test_two_have_changed_places(one: int, other: int) -> None:
    places = {one: other, other: one}
    tampered = [replace(link, number=places.get(link.number, link.number)) for link in CHAIN]
    assert found(tampered) == ([(Broken.REORDERED, max(one, other), min(one, other))] if one != other else [])


@given(INSIDE, st.integers(1, 10**12))
def test_one_was_put_behind_the_others(number: int, far: int) -> None:
    tampered = [replace(link, number=LENGTH + far) if link.number == number else link for link in CHAIN]
    assert (Broken.REORDERED, number, LENGTH + far) in found(tampered)
    assert {kind for kind, *_ in found(tampered)} == {Broken.REORDERED}


@given(PLACES, st.integers(1, 9))
def test_a_copy_was_put_behind_the_others(number: int, far: int) -> None:
    copy = replace(CHAIN[number - 1], number=LENGTH + far)
    assert (Broken.INSERTED, LENGTH + far, number) in found([*CHAIN, copy])


@given(INSIDE, st.booleans(), st.booleans())
def test_one_was_put_in_and_the_others_counted_on(number: int, copied: bool, clever: bool) -> None:
    fake = replace(CHAIN[number - 1], body="{}", previous=CHAIN[number - 2].hash)
    # A copy of the one beside it could not be told from it.
    fake = replace(CHAIN[number - 10], number=number) if copied else hashed(fake) if clever else fake
    tampered = [*CHAIN[: number - 1], fake, *renumbered(CHAIN[number - 1 :], number, 1)]
    [(kind, place, _)] = found(tampered)
    assert (kind, place) == (Broken.INSERTED, number)


@pytest.mark.parametrize("number", [0, -5])
def test_one_was_put_before_the_first(number: int) -> None:
    for fake in (replace(CHAIN[3], number=number), hashed(replace(CHAIN[0], number=number))):
        assert found([fake, *CHAIN])[0][:2] == (Broken.INSERTED, number)


@given(st.integers(1, LENGTH - 1))
def test_one_was_written_anew_with_a_hash_of_its_own(number: int) -> None:
    fake = hashed(replace(CHAIN[number - 1], body='{"seconds":6100}'))
    assert found([*CHAIN[: number - 1], fake, *CHAIN[number:]]) == [(Broken.REPLACED, number, 0)]


def test_a_chain_that_does_not_begin_with_nothing() -> None:
    assert found([hashed(replace(CHAIN[0], previous="1" * 64)), *CHAIN[1:]])[0] == (Broken.REPLACED, 1, 0)


def test_a_cut_tail_and_a_full_rewrite_do_not_show() -> None:
    """What the documentation says: they need a hash from an earlier report."""
    assert breaks(CHAIN[:-5]) == []
    assert breaks(some_chain(LENGTH)[:3]) == []


# --- entries that were let go


def pruned(gone: int, **other: object) -> list[Link]:
    facts = {"up_to": gone, "hash": CHAIN[gone - 1].hash, **other}
    signed = added(head_of(CHAIN[-1]), 99, Kind.PRUNED, "", body(facts))
    return [*CHAIN[gone:], signed]


@given(st.integers(1, LENGTH - 1))
def test_what_was_let_go_and_signed_off_is_no_break(gone: int) -> None:
    assert breaks(pruned(gone)) == []


def test_twice_let_go() -> None:
    once = pruned(5)
    again = added(head_of(once[-1]), 99, Kind.PRUNED, "", body({"up_to": 9, "hash": CHAIN[8].hash}))
    assert breaks([*once[4:], again]) == []
    assert breaks([*once[5:], again]) == [Break(Broken.REMOVED, 10, 10)]


def test_more_is_gone_than_was_signed_off() -> None:
    assert found(pruned(5)[1:]) == [(Broken.REMOVED, 6, 6)]
    assert found(pruned(5)[:-1]) == [(Broken.REMOVED, 1, 5)]
    assert found(pruned(5, up_to=3)) == [(Broken.REMOVED, 4, 5)]
    assert found(pruned(5, hash="0" * 64)) == [(Broken.REPLACED, 6, 0)]
    nonsense: object
    for nonsense in ("x", None, -1, 10**9, {}):
        assert found(pruned(5, up_to=nonsense)) == [(Broken.REMOVED, 1, 5)]


# --- more than one thing at once


def _swap(links: list[Link], one: int, other: int) -> list[Link]:
    one, other = one % len(links), other % len(links)
    places = {links[one].number: links[other].number, links[other].number: links[one].number}
    return [replace(link, number=places.get(link.number, link.number)) for link in links]


def _drop(links: list[Link], one: int, other: int) -> list[Link]:
    return [*links[: one % len(links)], *links[one % len(links) + 1 :]]


def _bend(links: list[Link], one: int, other: int) -> list[Link]:
    link = links[one % len(links)]
    return [*links[: one % len(links)], replace(link, body=f"{link.body} {other}"), *links[one % len(links) + 1 :]]


@given(st.lists(st.tuples(st.sampled_from([_swap, _drop, _bend]), PLACES, PLACES), max_size=12))
def test_whatever_is_done_it_is_found_or_leaves_a_beginning_of_the_chain(
    deeds: list[tuple[Callable[[list[Link], int, int], list[Link]], int, int]],
) -> None:
    links = list(CHAIN)
    for deed, one, other in deeds:
        links = sorted(deed(links, one, other), key=lambda link: link.number)
    assert bool(breaks(links)) == (links != CHAIN[: len(links)])


def test_a_chain_in_which_everything_is_wrong_takes_no_time_without_end() -> None:
    links = [replace(link, at=link.at + 1) for link in some_chain(3000)]
    assert len(breaks(links)) == 3000
