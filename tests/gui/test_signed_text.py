"""A sentence with its sign: both or nothing."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from netcheck.gui.icons import Badge
from netcheck.gui.signed_text import SignedText


def test_both_are_shown_and_nothing_takes_no_room(qtbot: QtBot) -> None:
    text = SignedText()
    qtbot.addWidget(text)
    assert text.isHidden()
    text.tell(Badge.DEGRADED, "It says: slow or disturbed.")
    assert (text.badge, text.told()) == (Badge.DEGRADED, "It says: slow or disturbed.")
    assert not text.isHidden()
    text.tell(Badge.OK, "")
    assert text.isHidden()
    assert text.told() == ""


def test_a_sentence_without_a_sign(qtbot: QtBot) -> None:
    text = SignedText()
    qtbot.addWidget(text)
    text.tell(None, "Plain.")
    assert text.told() == "Plain."
    assert text._sign.isHidden()
