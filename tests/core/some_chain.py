"""A chain for tests, made as the history makes it, and ways to tamper with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from netcheck.core.chain import Head, Kind, Link, added, body, digest, head_of


def some_chain(length: int) -> list[Link]:
    """Outages that begin and end, each with a line of the journal."""
    links: list[Link] = []
    before: Head | None = None
    for number in range(1, length + 1):
        outage, part = divmod(number - 1, 3)
        facts: Mapping[str, object] = {"down_since": outage * 1000, "up_since": None if part == 0 else number * 1000}
        kind, about = (Kind.BEGUN if part == 0 else Kind.ENDED), f"outage {outage}"
        if part == 1:
            kind, about, facts = Kind.LINE, f"line {outage}", {"at": outage * 1000, "text": f"note {outage}"}
        links.append(added(before, number * 1_000_000, kind, about, body(facts)))
        before = head_of(links[-1])
    return links


def rows_of(links: Sequence[Link]) -> list[tuple[str, str]]:
    """What a history shows that was entered so."""
    return list({link.about: link.body for link in links if link.about}.items())


def hashed(link: Link) -> Link:
    """The entry with the hash that it should have."""
    return replace(link, hash=digest(link))


def renumbered(links: Sequence[Link], since: int, by: int) -> list[Link]:
    """The numbers counted on from an entry on; nothing else is changed."""
    return [replace(link, number=link.number + by * (link.number >= since)) for link in links]
