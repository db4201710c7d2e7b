"""The page "Hand over" keeps what the person chose, and builds each part when it is first wanted."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from netcheck.core.about import About, Period
from netcheck.core.record import Kind
from netcheck.gui.handover_page import CALL, CLAIM, LONGEST, NAMES, PARTS, REPORT, HandoverPage
from tests.fake_record import report

NOW, ONE, OTHER = About(Kind.LOOK), About(Kind.OUTAGE, "a"), About(Kind.OUTAGE, "b")
LOG = About(Kind.LOG, period=Period.YEAR)


@pytest.fixture
def page(qtbot: QtBot) -> HandoverPage:
    made = HandoverPage()
    qtbot.addWidget(made)
    made.show()
    return made


def offer(page: HandoverPage, *about: About) -> None:
    page.show_offered([(each, f"line {each.kind} {each.outage}") for each in about])


def test_what_comes_first_is_taken(page: HandoverPage, qtbot: QtBot) -> None:
    assert page.chosen() is None
    with qtbot.waitSignal(page.about_chosen) as chosen:
        offer(page, NOW, ONE)
    assert chosen.args == [NOW]
    with qtbot.waitSignal(page.about_chosen) as chosen:
        offer(page, ONE, NOW)
    assert chosen.args == [ONE], "an outage has begun, and nobody had chosen anything"


def test_what_the_person_chose_stays(page: HandoverPage, qtbot: QtBot) -> None:
    offer(page, NOW, ONE)
    with qtbot.waitSignal(page.about_chosen) as chosen:
        page.choose(ONE)
    assert chosen.args == [ONE]
    with qtbot.assertNotEmitted(page.about_chosen):
        offer(page, OTHER, NOW, ONE, LOG)
    assert page.chosen() == ONE
    with qtbot.waitSignal(page.about_chosen) as chosen:
        offer(page, OTHER, NOW)
    assert chosen.args == [OTHER], "what was chosen is gone"


def test_a_newer_look_takes_the_place_of_the_one_before(page: HandoverPage, qtbot: QtBot) -> None:
    offer(page, NOW, ONE)
    newer = About(Kind.LOOK, look=report())
    with qtbot.assertNotEmitted(page.about_chosen):
        offer(page, newer, ONE)
    chosen = page.chosen()
    assert chosen is not None
    assert chosen.look is newer.look


def test_long_lines_are_cut_and_hostile_ones_are_harmless(page: HandoverPage) -> None:
    page.show_offered([(ONE, "x" * 500 + "\u202e"), (OTHER, "a\nb\x1b[2J")])
    assert len(page.about.itemText(0)) <= LONGEST
    assert page.about.itemText(1).isprintable()


def test_a_part_is_built_when_it_is_first_wanted(page: HandoverPage, qtbot: QtBot) -> None:
    built: list[str] = []

    def make(part: str) -> QWidget:
        built.append(part)
        return QLabel(part)

    for part in (REPORT, CALL):
        page.mount(part, lambda part=part: make(part))  # type: ignore[misc]
    page.begin()
    assert built == [REPORT]
    with qtbot.waitSignal(page.part_chosen) as chosen:
        page.row.take(CALL)
    assert chosen.args == [CALL]
    page.row.take(REPORT)
    page.row.take(CALL)
    assert built == [REPORT, CALL]
    shown = [part for part in (REPORT, CALL) if (widget := page.part(part)) is not None and widget.isVisible()]
    assert shown == [CALL]


def test_what_nobody_has_mounted_is_not_offered(page: HandoverPage) -> None:
    page.mount(REPORT, QWidget)
    page.begin()
    assert [part for part in PARTS if page.row.offers(part)] == [REPORT]
    page.open(CLAIM)
    assert page.row.taken() == REPORT
    page.mount(CLAIM, QWidget)
    page.open(CLAIM)
    assert page.row.taken() == CLAIM
    assert page.part(CLAIM) is not None


def test_it_says_when_it_comes_before_the_person(page: HandoverPage, qtbot: QtBot) -> None:
    page.hide()
    with qtbot.waitSignal(page.shown):
        page.show()


def test_every_part_has_a_name() -> None:
    assert set(NAMES) == set(PARTS)
