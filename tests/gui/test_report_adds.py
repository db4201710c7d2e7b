"""What the level "full" adds is listed, and told only after a tick."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from netcheck.core.redaction import Level, Secrets, redact
from netcheck.core.redaction_tokens import NOT_KEPT
from netcheck.core.redaction_values import Kind
from netcheck.gui.report_adds import KINDS, MOST_LINES, AddsSheet
from tests.fake_record import of_outage


@pytest.fixture
def sheet(qtbot: QtBot) -> AddsSheet:
    made = AddsSheet()
    qtbot.addWidget(made)
    return made


def tick(sheet: AddsSheet) -> QCheckBox:
    (found,) = sheet.findChildren(QCheckBox)
    return found


def test_it_lists_what_this_very_report_would_tell(sheet: AddsSheet) -> None:
    found = redact(of_outage(), Level.HELPDESK, Secrets(host_names=("laptop-7",), real_names=("Jo Smith",)))
    sheet.show_adds(found.tokens)
    assert "Your name: Jo Smith" in sheet.lines()
    assert "This computer's name: laptop-7" in sheet.lines()
    assert any(line.startswith("Public address: ") for line in sheet.lines())
    assert tick(sheet).isEnabled()


def test_agreeing_is_told_and_can_be_withdrawn(sheet: AddsSheet, qtbot: QtBot) -> None:
    sheet.show_adds({"wifi-1": "Home-Net"})
    assert not sheet.is_agreed()
    with qtbot.waitSignal(sheet.agreed):
        tick(sheet).click()
    assert sheet.is_agreed()
    with qtbot.assertNotEmitted(sheet.agreed):
        sheet.withdraw()
    assert not sheet.is_agreed()


def test_what_is_agreed_to_is_what_was_listed(sheet: AddsSheet) -> None:
    sheet.show_adds({"wifi-1": "Home-Net"})
    tick(sheet).click()
    sheet.show_adds({"wifi-1": "Home-Net"})
    assert sheet.is_agreed()
    sheet.show_adds({"wifi-1": "Home-Net", "name-1": "Jo"})
    assert not sheet.is_agreed(), "the second was not there to be seen"


def test_nothing_is_added(sheet: AddsSheet) -> None:
    sheet.show_adds({"key-1": NOT_KEPT})
    assert sheet.lines() == []
    assert not tick(sheet).isEnabled(), "passwords are told at no level"


def test_a_long_list_is_cut_and_says_so(sheet: AddsSheet) -> None:
    sheet.show_adds({f"mac-{n}": f"02:00:00:00:00:{n:02x}" for n in range(30)})
    assert len(sheet.lines()) == MOST_LINES
    assert any(str(30 - MOST_LINES) in label.text() for label in sheet.findChildren(type(sheet._more)))


def test_every_kind_that_can_be_added_has_its_words() -> None:
    assert set(KINDS) == set(Kind) - {Kind.KEY}


def test_hostile_values_are_harmless(sheet: AddsSheet) -> None:
    sheet.show_adds({"wifi-1": "a\nb\u202e<b>" + "x" * 500})
    (line,) = sheet.lines()
    assert line.isprintable()
    assert len(line) < 120
