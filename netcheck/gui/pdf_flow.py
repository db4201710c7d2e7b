"""Lays what a printed report holds one below the other, and breaks it into pages where it may be broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from PySide6.QtGui import QPainter

Paint = Callable[[QPainter, float], None]
"""Draws at this distance from the top of the page's text, in points."""
SPLIT = 0.4
"""A block that is higher than this part of a page may be broken anywhere; a lower one goes to the next page whole."""
FIRST = 2
"""Bands of a broken block that stay together at its begin."""


@dataclass(frozen=True, slots=True)
class Band:
    """What is never cut: a line of text, a row of a chart."""

    height: float
    """Points."""
    paint: Paint
    more: tuple[Paint, ...] = ()
    """Draw its second and further columns."""


@dataclass(frozen=True, slots=True)
class Block:
    """Bands that stay together if they can."""

    bands: tuple[Band, ...]
    before: float = 0.0
    """Points of space above it, but not at the top of a page."""
    with_next: bool = False
    """A heading: never the last of a page."""
    again: tuple[Band, ...] = ()
    """What is repeated where a page begins with or within this block: the head of a table."""
    title: str = ""
    """Of a heading: its words in the list of contents."""

    @property
    def height(self) -> float:
        """Points, without the space above."""
        return sum(band.height for band in self.bands)


@dataclass(slots=True)
class Page:
    """What stands where on one page."""

    bands: list[tuple[float, Band]] = field(default_factory=list)
    titles: list[tuple[float, str]] = field(default_factory=list)
    """The headings on it."""
    owners: list[int] = field(default_factory=list)
    """For each band, which block it is of."""

    def paint(self, painter: QPainter, top: float) -> None:
        """Draw it, column by column within a block: in this order the words are read aloud, copied and searched."""
        for _, run in groupby(zip(self.owners, self.bands, strict=True), key=lambda one: one[0]):
            block = [band for _, band in run]
            for column in range(1 + max(len(band.more) for _, band in block)):
                for y, band in block:
                    paints = (band.paint, *band.more)
                    if column < len(paints):
                        paints[column](painter, top + y)


def paged(blocks: Sequence[Block], height: float) -> list[Page]:
    """The blocks on pages of so many points; at least one page. A band that is higher than a page has one to itself."""
    pages, y = [Page()], 0.0

    def put(band: Band, owner: int) -> None:
        nonlocal y
        pages[-1].bands.append((y, band))
        pages[-1].owners.append(owner)
        y += band.height

    def turn(block: Block) -> None:
        nonlocal y
        pages.append(Page())
        y = 0.0
        for band in block.again:
            put(band, -1)

    for place, block in enumerate(blocks):
        if y > 0 and y + block.before + _least(blocks, place, height) > height:
            turn(block)
        elif y > 0:
            y += block.before
        if block.title:
            pages[-1].titles.append((y, block.title))
        top = sum(band.height for band in block.again)
        for band in block.bands:
            if y > top and y + band.height > height:
                turn(block)
            put(band, place)
    return pages


def _least(blocks: Sequence[Block], place: int, height: float) -> float:
    """Points that this block needs on a page to begin there."""
    need = 0.0
    for block in blocks[place : place + 4]:
        need += block.before if need else 0.0
        need += block.height if block.height <= height * SPLIT else sum(band.height for band in block.bands[:FIRST])
        if not block.with_next:
            break
    return min(need, height)
