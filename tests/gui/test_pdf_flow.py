"""Pages are filled from the top, a heading is never the last of one, and a table's head is repeated."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QPainter

from netcheck.gui.pdf_flow import Band, Block, paged


def nothing(_painter: QPainter, _y: float) -> None:
    """Draws nothing."""


def band(height: float) -> Band:
    return Band(height, nothing)


def block(*heights: float, before: float = 0, with_next: bool = False, again: tuple[Band, ...] = ()) -> Block:
    return Block(tuple(band(height) for height in heights), before, with_next, again, "title" if with_next else "")


def places(*blocks: Block, height: float = 100) -> list[list[float]]:
    return [[y for y, _ in page.bands] for page in paged(blocks, height)]


def test_one_page_at_least() -> None:
    assert places() == [[]]


def test_space_above_but_not_at_the_top_of_a_page() -> None:
    assert places(block(10, before=5), block(30, before=5), block(38, before=20), block(30, before=5)) == [
        [0, 15],
        [0, 43],
    ]


def test_a_heading_goes_with_what_it_heads() -> None:
    pages = paged([block(70), block(10, with_next=True), block(30)], 100)
    assert [[y for y, _ in page.bands] for page in pages] == [[0], [0, 10]]
    assert [page.titles for page in pages] == [[], [(0, "title")]]


def test_what_is_low_goes_on_whole_and_what_is_high_is_broken() -> None:
    assert places(block(80), block(15, 15)) == [[0], [0, 15]]
    assert places(block(60), block(*[10] * 8)) == [[0, 60, 70, 80, 90], [0, 10, 20, 30]]


def test_the_head_of_a_table_is_repeated_on_each_page_and_only_there() -> None:
    head = (band(10),)
    rows = [block(30, again=head) for _ in range(5)]
    assert places(block(10), *rows) == [[0, 10, 40, 70], [0, 10, 40]]
    assert places(block(*[30] * 6, again=head)) == [[0, 30, 60], [0, 10, 40, 70]]


@given(
    st.lists(
        st.tuples(
            st.lists(st.floats(0, 300), min_size=1, max_size=30), st.floats(0, 50), st.booleans(), st.floats(0, 30)
        ),
        max_size=20,
    )
)
def test_every_band_stands_once_in_order_and_only_what_is_too_high_sticks_out(
    found: list[tuple[list[float], float, bool, float]],
) -> None:
    heads = [band(head) for *_, head in found]
    blocks = [
        Block(tuple(band(height) for height in heights), before, with_next, (head,))
        for (heights, before, with_next, _), head in zip(found, heads, strict=True)
    ]
    pages = paged(blocks, 100)
    again = {id(head) for head in heads}
    drawn = [band for page in pages for _, band in page.bands if id(band) not in again]
    assert drawn == [band for block in blocks for band in block.bands]
    for page in pages:
        assert all(y + each.height <= 100.001 or each.height > 60 for y, each in page.bands)
