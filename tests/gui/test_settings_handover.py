"""The page "Hand over": the message is shown as it would be sent, while it is written."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from netcheck.core.message_template import BLANKS
from netcheck.core.settings import Handover, Isp, Settings
from netcheck.gui.card import Text
from netcheck.gui.settings_fields import LineField
from netcheck.gui.settings_handover import _Example, handover_page
from netcheck.gui.settings_lines import ParagraphField
from netcheck.gui.settings_page import Page


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    made = handover_page(Settings(isp=Isp("LabTel"), handover=Handover(name="Ann Lee", reach_at="+44 7700 900123")))
    qtbot.addWidget(made)
    return made


def field(page: Page, name: str) -> ParagraphField | LineField:
    found = next(each for each in page.fields if each.key == ("handover", name))
    assert isinstance(found, ParagraphField | LineField)
    return found


def example(page: Page) -> str:
    return page.findChildren(_Example)[0].told()


def test_our_own_message_is_the_first_example(page: Page) -> None:
    shown = example(page)
    assert shown.startswith("I have been offline since ")
    assert "; LabTel expects it back at " in shown
    assert shown.endswith(" Reach me at +44 7700 900123.")


def test_the_example_follows_what_is_typed(page: Page) -> None:
    message = field(page, "colleagues")
    assert isinstance(message, ParagraphField)
    message.lines.setPlainText("{name} is away[, call {reach}].\n")
    assert example(page) == "Ann Lee is away, call +44 7700 900123."
    reach = field(page, "reach_at")
    assert isinstance(reach, LineField)
    reach.line.setText("")
    assert example(page) == "Ann Lee is away."
    message.lines.setPlainText("{nobody}")
    assert example(page) == "–"


def test_every_blank_is_explained(page: Page) -> None:
    texts = [text.told() for text in page.findChildren(Text)]
    assert [f"{{{blank}}}" for blank in BLANKS if f"{{{blank}}}" not in texts] == []
