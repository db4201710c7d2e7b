"""A page: what is left out is neither wrong nor gone to."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from netcheck.gui.settings_fields import LineField
from netcheck.gui.settings_page import Page


def test_a_fault_that_is_left_out_is_none(qtbot: QtBot) -> None:
    page = Page("A page", "What it is for.")
    qtbot.addWidget(page)
    one, two = LineField(("a", "b"), "&One", ""), LineField(("a", "c"), "&Two", "")
    page.part("A part").add(one, two)
    for field in (one, two):
        field.complain("Must not be empty.")
    assert page.to_fault() is one
    one.offer(False)
    assert (page.is_wrong(), page.to_fault()) == (True, two)
    two.offer(False)
    assert not page.is_wrong()
    one.offer(True)
    assert page.is_wrong()
