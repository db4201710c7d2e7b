"""What a printed chart shows is where it belongs, and can be told without colours."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from netcheck.core.document import Bars, Calendar, Strip
from netcheck.gui.pdf_charts import DAY_NAME, calendar, code, fill, sign, strip
from netcheck.gui.pdf_charts import bars as bars_of
from netcheck.gui.pdf_flow import Block, paged
from netcheck.gui.pdf_text import BAD, OK, Letters, family

WIDTH = 500.0
LEGEND = (("ok", ".", "works"), ("outage", "#", "does not work"), ("gap", "_", "nobody looked"))


@pytest.fixture(scope="module")
def letters(qapp: QApplication) -> Letters:
    return Letters(family())


def drawn(*blocks: Block) -> QImage:
    """The blocks on one page of white paper, a pixel a point."""
    (page,) = paged(blocks, 5000)
    picture = QImage(int(WIDTH), 600, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    page.paint(painter, 0)
    painter.end()
    return picture


def share(picture: QImage, colour: QColor, left: int, right: int) -> int:
    """How many pixels between two places have this colour."""
    return sum(picture.pixelColor(x, y) == colour for x in range(left, right) for y in range(picture.height()))


def test_the_course_shows_each_state_at_its_time(letters: Letters) -> None:
    states = ("ok",) * 50 + ("outage",) * 25 + ("gap",) * 25
    delays = tuple(20.0 if state == "ok" else None for state in states)
    part = Strip("How", "12:00", "13:00", states, LEGEND, delays, "Delay.", (1.0,) * 100, "Router.", ((0.5, "12:30"),))
    picture = drawn(*strip(part, letters, WIDTH))
    assert share(picture, OK, 20, 240) > 220 * 15
    assert share(picture, OK, 260, 500) == 0
    assert share(picture, BAD, 260, 370) > 100 * 15
    hatched = {picture.pixelColor(x, y).name() for x in range(400, 480) for y in range(70, 100)}
    assert len(hatched) > 3, "a pattern, not a colour alone"


def test_few_delays_are_words_alone(letters: Letters) -> None:
    part = Strip("How", "a", "b", ("ok",) * 10, LEGEND[:1], (1.0,) * 7 + (None,) * 3, "Delay: 1 ms.")
    full = Strip("How", "a", "b", ("ok",) * 10, LEGEND[:1], (1.0,) * 10, "Delay: 1 ms.")
    ((low,), (high,)) = (tuple(strip(each, letters, WIDTH)) for each in (part, full))
    assert low.height < high.height


def test_bars_are_as_long_as_what_they_show(letters: Letters) -> None:
    part = Bars(
        "c", (("upstream", "#", "out"), ("local", "+", "home")), (("a", (60.0, 0.0), "1 h"), ("b", (30.0, 0.0), "x"))
    )
    head, first, second = bars_of(part, letters, WIDTH)
    one, other = (share(drawn(each), BAD, 0, int(WIDTH)) for each in (first, second))
    assert one == pytest.approx(2 * other, rel=0.05)
    assert head.with_next


def test_the_shortest_outage_is_seen(letters: Letters) -> None:
    rows = (("2026-11-16", ((0.5, 0.500001, "upstream"),)), ("2026-11-17", ((0.999999, 1.0, "gap"),)))
    part = Calendar("c", ((0.0, "Mon"), (0.5, "Tue")), (("upstream", "out"),), rows)
    head, first, _ = calendar(part, letters, WIDTH)
    middle = int(DAY_NAME + (WIDTH - DAY_NAME) / 2)
    picture = drawn(first)
    seen = [picture.pixelColor(x, 4) for x in range(middle - 1, middle + 3)]
    assert any(colour.red() > colour.green() + 40 for colour in seen)
    assert first.again, "the names of the days are repeated on the next page"
    drawn(head)


@pytest.mark.parametrize("state", ["ok", "failed", "unknown", "skipped", "never heard of"])
def test_each_sign_has_a_shape_of_its_own(state: str, qapp: QApplication) -> None:
    def shape(each: str) -> bytes:
        picture = QImage(20, 20, QImage.Format.Format_RGB32)
        picture.fill(QColor("white"))
        painter = QPainter(picture)
        sign(painter, each, QRectF(2, 2, 16, 16))
        painter.end()
        return bytes(picture.convertToFormat(QImage.Format.Format_Mono).bits())

    others = {"ok", "failed", "unknown", "skipped"} - {state}
    assert shape(state) not in {shape(each) for each in others} or state == "never heard of"
    assert shape(state) != shape("ok") or state == "ok"


def test_a_stretch_without_height_or_name(qapp: QApplication) -> None:
    picture = QImage(20, 20, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    for state in ("gap", "none", "unknown", "what?"):
        fill(painter, state, QRectF(0, 0, 0, 5))
        fill(painter, state, QRectF(0, 0, 5, 0))
    painter.end()


def test_the_code_is_dark_where_its_modules_are() -> None:
    picture = drawn(code([bytes([1, 0]), bytes([0, 1])], 100, ()))
    dark = [picture.pixelColor(x, y).lightness() < 50 for x, y in ((25, 25), (75, 25), (25, 75), (75, 75))]
    assert dark == [True, False, False, True]
