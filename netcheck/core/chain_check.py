"""Looks a chain over: whether all is as it was entered, and if not, where and how it was changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from netcheck.core.chain import Head, Kind, Link, Wanted, facts_of, head_of
from netcheck.core.chain_order import Break, Broken, Order

MOST_BREAKS = 20
"""Breaks that are told; after so many nobody reads on."""
TIMES = {"outage": "down_since", "line": "at", "gap": "begins", "said": "at"}
"""By thing: the fact that tells when it happened."""


class Earlier(StrEnum):
    """What became of the hash of an earlier report."""

    NOT_ASKED = "not asked"
    FOUND = "found"
    CUT = "cut"
    """The chain is shorter than it was then."""
    GONE = "gone"
    """No entry has it: the end was cut off, or all was written anew."""
    OTHER = "other"
    """That entry has another hash now."""
    UNSURE = "unsure"
    """Its entry may have been one of those that were let go, or of a file that was damaged."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What looking over a chain has found."""

    entries: int = 0
    first: Head | None = None
    """The oldest entry that is kept."""
    head: Head | None = None
    breaks: tuple[Break, ...] = ()
    """The first twenty: those of the entries, in their order, then those of what the history shows."""
    found: int = 0
    """All of them."""
    later: int = 0
    """Entries that were made later than what they tell happened."""
    lasting: int = 0
    """Outages whose length is not entered yet, since they last."""
    anew: Head | None = None
    """The entry that tells of a damaged file before this one."""
    earlier: Earlier = Earlier.NOT_ASKED
    known: Head | None = None
    """The entry that has the hash of the earlier report."""

    @property
    def whole(self) -> bool:
        """Whether nothing was found to be wrong; a hash that was asked for and not found is wrong, too."""
        return not self.found and self.earlier in (Earlier.NOT_ASKED, Earlier.FOUND)


@dataclass(slots=True)
class _Told:
    """What the entries tell, beside their order."""

    wanted: Wanted | None
    newest: dict[str, Link] = field(default_factory=dict)
    """By what they are about: the newest entry."""
    later: int = 0
    anew: Link | None = None
    known: Link | None = None

    def take(self, link: Link, right: bool) -> None:
        """The next entry."""
        if link.about:
            self.newest[link.about] = link
        if not right:
            return
        self.later += bool(link.later)
        if link.kind == Kind.ANEW:
            self.anew = link
        if self.wanted and link.hash.startswith(self.wanted.digits) and self.wanted.number in (None, link.number):
            self.known = link


def verify(
    links: Iterable[Link],
    rows: Iterable[tuple[str, str]] = (),
    wanted: Wanted | None = None,
    kept: Mapping[str, int] | None = None,
) -> Verified:
    """Look a chain over. `links` come by number; `rows` are what the history shows, as "about" and body.

    Of the things named in `kept` ("said": 10,000) only so many of the newest are still there, and rightly so.
    """
    order, told = Order(), _Told(wanted)
    for link in links:
        told.take(link, order.take(link))
    breaks, lasting = order.breaks(), 0
    let_go = _let_go(told.newest, kept or {})
    for about, body in rows:
        entered = told.newest.pop(about, None)
        if entered is None:
            breaks.append(_of_row(Broken.ROW_INSERTED, about, body))
            continue
        if entered.body != body and entered.number not in order.odd:  # otherwise the entry is told of already
            breaks.append(_of_row(Broken.ROW_CHANGED, about, body, entered))
        lasting += about.startswith("outage ") and facts_of(entered).get("up_since", 0) is None
    breaks += [
        _of_row(Broken.ROW_REMOVED, entered.about, entered.body, entered)
        for entered in told.newest.values()
        if entered.number not in order.odd and entered.about not in let_go
    ]
    return Verified(
        len(order.places), _head(order.first), _head(order.last), tuple(breaks[:MOST_BREAKS]), len(breaks), told.later,
        lasting, _head(told.anew), _earlier(order, told), _head(told.known),
    )  # fmt: skip


def _head(link: Link | None) -> Head | None:
    return head_of(link) if link else None


def _let_go(newest: Mapping[str, Link], kept: Mapping[str, int]) -> set[str]:
    """What was entered and may be gone by now, since only so many of the newest are kept."""
    gone: set[str] = set()
    for thing, most in kept.items():
        numbers = [(int(n), about) for about in newest if (n := about.removeprefix(f"{thing} ")).isdecimal()]
        last = max((number for number, _ in numbers), default=0)
        gone |= {about for number, about in numbers if number <= last - most}
    return gone


def _earlier(order: Order, told: _Told) -> Earlier:
    """What became of the hash that is wanted. Nobody is accused where its entry may rightly be gone."""
    if told.wanted is None:
        return Earlier.NOT_ASKED
    if told.known is not None:
        return Earlier.FOUND
    number = told.wanted.number
    first, last = (order.first.number, order.last.number) if order.first and order.last else (1, 0)
    if told.anew is not None or (first > 1 and (number is None or number < first)):
        return Earlier.UNSURE
    if number is None:
        return Earlier.GONE
    return Earlier.CUT if number > last else Earlier.OTHER


def _of_row(kind: Broken, about: str, body: str, entered: Link | None = None) -> Break:
    """A break of something that the history shows, or should show."""
    thing = about.partition(" ")[0]
    row = Link(0, "", 0, "", about, "", body, "")
    before, now = facts_of(entered) if entered else {}, facts_of(row)
    names = sorted(before.keys() | now.keys()) if kind is Broken.ROW_CHANGED else ()
    facts = tuple((name, before.get(name), now.get(name)) for name in names if before.get(name) != now.get(name))
    moment = (before or now).get(TIMES.get(thing, ""))
    number, at = (entered.number, entered.at) if entered else (0, None)
    return Break(kind, number, 0, at, thing, moment, facts)
