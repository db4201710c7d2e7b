"""Finds out what was done to the entries of a chain: changed, removed, put in, or put in another place."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from netcheck.core.chain import START, Kind, Link, digest, facts_of

NEAR, MOST_SEARCHES = 32, 500
"""How far an entry is looked for that does not follow on any that is known, and for how many that is done."""
MOST_PASSES = 10
"""Times that all odd entries are gone over: each may tell where the next one belongs."""


class Broken(StrEnum):
    """What was done to the chain, or to what is kept beside it."""

    CHANGED = "changed"
    REPLACED = "replaced"
    """It was written anew, with a hash of its own: what stands after it was added to another one."""
    REMOVED = "removed"
    REORDERED = "reordered"
    INSERTED = "inserted"
    ROW_CHANGED = "row changed"
    """What the history shows is not what was entered last."""
    ROW_REMOVED = "row removed"
    ROW_INSERTED = "row inserted"
    """The history shows what was never entered."""


@dataclass(frozen=True, slots=True)
class Break:
    """One place that is not as it should be."""

    kind: Broken
    number: int = 0
    """The entry; 0 where none is meant."""
    other: int = 0
    """REMOVED: the last of those that are missing. REORDERED: the place at which it stands. INSERTED: the entry that it
    is a copy of, or 0."""
    at: int | None = None
    """When the entry says that it was entered, microseconds since 1970."""
    thing: str = ""
    """What it is about: outage, line, gap or said; empty for a break of the entries themselves."""
    moment: object = None
    """When that was: microseconds since 1970, where it can be read."""
    facts: tuple[tuple[str, object, object], ...] = ()
    """ROW_CHANGED: what differs, as it was entered, and as it is now."""


@dataclass(slots=True)
class Order:
    """The entries by their numbers, and what is odd about them."""

    places: list[int] = field(default_factory=list)
    odd: dict[int, Link] = field(default_factory=dict)
    """By place: entries that do not have the hash that they should have there."""
    torn: list[Link] = field(default_factory=list)
    """Entries with a right hash, which is not the one that the entry after them carries."""
    hashes: dict[str, int] = field(default_factory=dict)
    """Of entries that are as they should be, with their numbers."""
    first: Link | None = None
    last: Link | None = None
    pruned: Link | None = None
    """The newest entry that tells how many were let go."""

    def take(self, link: Link) -> bool:
        """The next entry, by number; whether it is one that has the right hash."""
        right = link.number > 0 and digest(link) == link.hash
        before, self.last = self.last, link
        self.first = self.first or link
        self.places.append(link.number)
        if not right:
            self.odd[link.number] = link
            return False
        self.hashes[link.hash] = link.number
        if before and before.number + 1 == link.number and before.number not in self.odd:
            self.torn += [before] if link.previous != before.hash else []
        if link.kind == Kind.PRUNED:
            self.pruned = link
        return True

    def breaks(self) -> list[Break]:
        """All that is wrong, in the order of the chain."""
        if self.first is None:
            return []
        # Where nothing stands in another place, `belongs` is empty, and every entry belongs where it stands.
        belongs = _belongs(self.odd, self.hashes)
        right = set(self.places) - set(self.odd)
        present = right | set(belongs.values())
        found = _misplaced(self.odd, belongs, self.hashes)
        for place, link in self.odd.items():
            if place in belongs:
                continue
            copy = self.hashes.get(link.hash, 0)
            put_in = copy or place < 1 or place in present
            found.append(Break(Broken.INSERTED if put_in else Broken.CHANGED, place, copy, link.at))
            present |= set() if put_in else {place}
        found += self._missing(present)
        found += [Break(Broken.REPLACED, link.number, at=link.at) for link in self.torn]
        if self.odd and not found:  # no way of tampering is known that comes here; it would be found all the same
            found = [Break(Broken.CHANGED, place, at=link.at) for place, link in self.odd.items()]
        return sorted(found, key=lambda one: one.number)

    def _missing(self, present: set[int]) -> list[Break]:
        """Numbers that no entry has; those before the first are missing unless they were let go and signed off."""
        begins = 1
        facts = facts_of(self.pruned) if self.pruned else {}
        up_to = facts.get("up_to")
        if isinstance(up_to, int) and 0 < up_to < min((n for n in present if n > 0), default=0):
            begins = up_to + 1
        found = [Break(Broken.REMOVED, first, last) for first, last in _holes(present, begins)]
        first = self.first
        if first and first.number == begins and first.number not in self.odd:
            before = START if begins == 1 else facts.get("hash")
            found += [Break(Broken.REPLACED, first.number, at=first.at)] if first.previous != before else []
        return found


def _holes(present: Iterable[int], begins: int) -> list[tuple[int, int]]:
    """First and last of the numbers that are missing, in each place where some are."""
    holes, expected = [], begins
    for number in sorted(number for number in present if number >= begins):
        if number > expected:
            holes.append((expected, number - 1))
        expected = number + 1
    return holes


def _belongs(odd: Mapping[int, Link], hashes: Mapping[str, int]) -> dict[int, int]:
    """By place: the number with which the hash of an odd entry is right. Entries that none makes right are left out."""
    numbers, found, shift, searches = dict(hashes), dict[int, int](), 0, 0
    for _ in range(MOST_PASSES):
        before = len(found)
        for place, link in odd.items():
            if place in found:
                continue
            # After the one that it carries the hash of; or moved as far as the one before it; or not far.
            after = 1 if link.previous == START else numbers.get(link.previous, -1) + 1
            number = _fits(link, (after, place - shift))
            if number is None and searches < MOST_SEARCHES:
                searches += 1
                number = _fits(link, (place + by * sign for by in range(1, NEAR + 1) for sign in (-1, 1)))
            if number is not None:
                found[place], numbers[link.hash], shift = number, number, place - number
        if len(found) == before:
            break
    return found


def _fits(link: Link, numbers: Iterable[int]) -> int | None:
    return next(
        (number for number in numbers if number > 0 and digest(replace(link, number=number)) == link.hash), None
    )


def _misplaced(odd: Mapping[int, Link], belongs: Mapping[int, int], hashes: Mapping[str, int]) -> list[Break]:
    """Entries that stand among others than they were entered among, and those of which there are two.

    Two that have changed places are one break. Entries that were all moved by as much are none: what was put in or
    taken out before them is.
    """
    if not belongs:
        return []
    times = Counter(belongs.values())
    swapped = {
        place
        for place, number in belongs.items()
        if belongs.get(number) == place and times[number] == times[place] == 1
    }
    found = [Break(Broken.REORDERED, belongs[place], place) for place in swapped if place < belongs[place]]
    right = set(hashes.values())
    in_place = sorted(right)
    moved = [(place, number) for place, number in sorted(belongs.items()) if place not in swapped]
    # Whoever stands between the same ones that are in place as it should, may have been moved on with its neighbours.
    among = [
        (place, number)
        for place, number in moved
        if number not in right and bisect_left(in_place, place) == bisect_left(in_place, number)
    ]
    rising = _longest_rise([number for _, number in among])
    stay = {number: number for number in right} | {among[index][1]: among[index][0] for index in rising}
    hash_at = {number: its for its, number in hashes.items()} | {place: link.hash for place, link in odd.items()}
    for place, number in moved:
        if stay.get(number) == place:
            continue
        if number not in stay:
            found.append(Break(Broken.REORDERED, number, place))
        elif hash_at[place] == hash_at[stay[number]]:
            found.append(Break(Broken.INSERTED, place, number))
        else:  # two follow on the same one: the one that was not moved on was put in
            found.append(Break(Broken.INSERTED, number))
    return found


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Indexes of the most numbers that rise, the others taken out."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        place = bisect_left(ends, number)
        if place == len(ends):
            ends.append(number)
            at.append(index)
        else:
            ends[place], at[place] = number, index
        before.append(at[place - 1] if place else -1)
    kept: set[int] = set()
    index = at[-1] if at else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return kept
